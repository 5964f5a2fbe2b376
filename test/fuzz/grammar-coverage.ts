/**
 * Which alternatives of Kong/atc-router `src/atc_grammar.pest` a text makes use of, determined from the text by a walk through the grammar (`grammar/engine/atc-grammar.ts` has it rule by rule), and not from what a generator meant to write.
 */

import { type Rule, walkRules } from '../../grammar/engine/atc-grammar.js';
import { comparisonOperatorNames, type Language, predicatesOf } from '../../grammar/index.js';
import { parse } from '../../grammar/syntax/parse.js';

/** By rule, in the order of the file; `EOI` and `SOI` have no alternatives, and silent rules represent themselves. */
export const pestAlternatives = [
  ...[' ', '\\t', '\\r', '\\n'].map((one) => `WHITESPACE "${one}"`),
  ...['ASCII_ALPHA', 'ASCII_ALPHANUMERIC', '"_"', '"."'].map((one) => `ident ${one}`),
  ...['str_literal', 'rawstr_literal', 'ip_literal', 'int_literal'].map((one) => `rhs ${one}`),
  'transform_func',
  ...['transform_func', 'ident'].map((one) => `lhs ${one}`),
  ...['"-"', 'without "-"'].map((one) => `int_literal ${one}`),
  ...['oct_digits', 'hex_digits', 'dec_digits'].map((one) => `digits ${one}`),
  ...['str_esc', 'str_char', 'none'].map((one) => `str_inner ${one}`),
  ...['\\"', '\\\\', '\\n', '\\r', '\\t'].map((one) => `str_esc ${one}`),
  ...['rawstr_char', 'none'].map((one) => `rawstr_literal ${one}`),
  ...['":"', 'ASCII_HEX_DIGIT'].map((one) => `ipv6_literal first ${one}`),
  ...['ASCII_HEX_DIGIT', '":"', 'none'].map((one) => `ipv6_literal then ${one}`),
  ...['ipv4_cidr_literal', 'ipv6_cidr_literal', 'ipv4_literal', 'ipv6_literal'].map(
    (one) => `ip_literal ${one}`,
  ),
  ...comparisonOperatorNames.map((one) => `binary_operator ${one}`),
  ...['and_op', 'or_op'].map((one) => `logical_operator ${one}`),
  ...['not_op', 'without not_op'].map((one) => `parenthesised_expression ${one}`),
  ...['predicate', 'parenthesised_expression'].map((one) => `term ${one}`),
  ...['of one term', 'of two terms', 'of more terms'].map((one) => `expression ${one}`),
  'matcher',
] as readonly string[];

const named: Partial<Record<Rule, string>> = {
  transform_func: 'transform_func',
  oct_digits: 'digits oct_digits',
  hex_digits: 'digits hex_digits',
  dec_digits: 'digits dec_digits',
  ipv4_cidr_literal: 'ip_literal ipv4_cidr_literal',
  ipv6_cidr_literal: 'ip_literal ipv6_cidr_literal',
  ipv4_literal: 'ip_literal ipv4_literal',
  ipv6_literal: 'ip_literal ipv6_literal',
  and_op: 'logical_operator and_op',
  or_op: 'logical_operator or_op',
  predicate: 'term predicate',
  parenthesised_expression: 'term parenthesised_expression',
  matcher: 'matcher',
};

/** @param text one that the engine accepts, as the engine sees it */
export function alternativesIn(text: string, language: Language): ReadonlySet<string> {
  const walked = walkRules(text, language);
  if ('expected' in walked) throw new Error(`${JSON.stringify(text)} is not in the grammar`);
  const used = new Set<string>();
  for (const { rule, start, end } of walked.pairs) {
    const name = named[rule];
    if (name !== undefined) used.add(name);
    for (const one of within(rule, text.slice(start, end))) used.add(one);
  }
  for (const one of [...whiteSpaceIn(text), ...lengthsOf(walked.pairs)]) used.add(one);
  return used;
}

/** How many terms the expressions of a text have, each counted for the innermost that it is in. */
function lengthsOf(
  pairs: readonly { readonly rule: Rule; readonly start: number; readonly end: number }[],
): string[] {
  const open: { end: number; terms: number }[] = [];
  const all: { terms: number }[] = [];
  for (const { rule, start, end } of pairs) {
    while (open.length > 0 && open.at(-1)!.end <= start) open.pop();
    if (rule === 'expression') {
      open.push({ end, terms: 0 });
      all.push(open.at(-1)!);
    } else if (rule === 'term') open.at(-1)!.terms++;
  }
  return all.map(
    ({ terms }) =>
      `expression ${terms === 1 ? 'of one term' : terms === 2 ? 'of two terms' : 'of more terms'}`,
  );
}

/** What only the text of a rule shows. */
function within(rule: Rule, image: string): string[] {
  switch (rule) {
    case 'ident':
      return [
        'ident ASCII_ALPHA',
        ...(/^.+[A-Za-z0-9]/.test(image) ? ['ident ASCII_ALPHANUMERIC'] : []),
        ...(image.includes('_') ? ['ident "_"'] : []),
        ...(image.includes('.') ? ['ident "."'] : []),
      ];
    case 'lhs':
      return [image.includes('(') ? 'lhs transform_func' : 'lhs ident'];
    case 'int_literal':
      return ['rhs int_literal', image.startsWith('-') ? 'int_literal "-"' : 'int_literal without "-"'];
    case 'str_literal':
      return ['rhs str_literal', ...(image === '""' ? ['str_inner none'] : [])];
    case 'str_char':
      return ['str_inner str_char'];
    case 'str_esc':
      return ['str_inner str_esc', `str_esc ${image}`];
    case 'rawstr_literal':
      return ['rhs rawstr_literal', `rawstr_literal ${image === 'r#""#' ? 'none' : 'rawstr_char'}`];
    case 'ipv4_literal':
    case 'ipv4_cidr_literal':
      return ['rhs ip_literal'];
    case 'ipv6_literal':
    case 'ipv6_cidr_literal': {
      const [address = ''] = image.split('/');
      const [, first = '', rest = ''] = /^(:|[0-9A-Fa-f]{1,4}):(.*)$/.exec(address) ?? [];
      return [
        'rhs ip_literal',
        `ipv6_literal first ${first === ':' ? '":"' : 'ASCII_HEX_DIGIT'}`,
        ...(rest === '' ? ['ipv6_literal then none'] : []),
        ...(/[0-9A-Fa-f]/.test(rest) ? ['ipv6_literal then ASCII_HEX_DIGIT'] : []),
        ...(rest.includes(':') ? ['ipv6_literal then ":"'] : []),
      ];
    }
    case 'binary_operator':
      return [`binary_operator ${image}`];
    case 'parenthesised_expression':
      return [`parenthesised_expression ${image.startsWith('!') ? 'not_op' : 'without not_op'}`];
    default:
      return [];
  }
}

/** White space between the pieces: what is left without the constants. */
function whiteSpaceIn(text: string): string[] {
  const { tree } = parse(text);
  let bare = text;
  for (const { rhs } of predicatesOf(tree).reverse()) {
    if (rhs) bare = bare.slice(0, rhs.span.start) + bare.slice(rhs.span.end);
  }
  return [
    [' ', ' '],
    ['\t', '\\t'],
    ['\r', '\\r'],
    ['\n', '\\n'],
  ].flatMap(([character, name]) => (bare.includes(character!) ? [`WHITESPACE "${name}"`] : []));
}
