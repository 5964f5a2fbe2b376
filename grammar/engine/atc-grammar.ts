/**
 * The engine's own grammar: Kong/atc-router `src/atc_grammar.pest`, rule by rule and in its order. Silent rules are
 * constants, or written out.
 */

import { type ComparisonOperator, comparisonOperatorNames } from '../language/index.js';
import { hasFeature, hasOperator, type Language } from '../semantics/index.js';
import {
  choice,
  compoundAtomic,
  literal,
  optional,
  type Parsing,
  repeat,
  sequence,
  terminal,
  type Walked,
  walk,
} from './pest.js';

const digits = choice('oct_digits', sequence(literal('0x'), 'hex_digits'), 'dec_digits');
const ipLiteral = choice('ipv4_cidr_literal', 'ipv6_cidr_literal', 'ipv4_literal', 'ipv6_literal');

/** The operators that are there. Of two that begin alike the engine tries the longer one first. */
function operatorsOf(isThere: (operator: ComparisonOperator) => boolean): Parsing {
  const names = comparisonOperatorNames.filter(isThere).sort((a, b) => b.length - a.length);
  return choice(
    ...names.map((name) => {
      if (!name.includes(' ')) return literal(name);
      const words = name.split(' ');
      return terminal(words.map((word) => `"${word}"`).join(' ~ '), new RegExp(words.join('[ \\t\\r\\n]*')));
    }),
  );
}

const grammar = {
  EOI: terminal('EOI', /$/),
  ident: terminal('ASCII_ALPHA ~ (ASCII_ALPHANUMERIC | "_" | ".")*', /[A-Za-z][A-Za-z0-9_.]*/),
  rhs: choice('str_literal', 'rawstr_literal', ipLiteral, 'int_literal'),
  transform_func: sequence('ident', literal('('), 'lhs', literal(')')),
  lhs: choice('transform_func', 'ident'),
  int_literal: compoundAtomic(sequence(optional(literal('-')), digits)),
  hex_digits: terminal('ASCII_HEX_DIGIT+', /[0-9A-Fa-f]+/),
  oct_digits: terminal('"0" ~ ASCII_OCT_DIGIT+', /0[0-7]+/),
  dec_digits: terminal('ASCII_DIGIT+', /[0-9]+/),
  str_literal: compoundAtomic(sequence(literal('"'), repeat(choice('str_esc', 'str_char')), literal('"'))),
  str_char: terminal('any character but " and \\', /[^"\\]/u),
  str_esc: terminal('\\" | \\\\ | \\n | \\r | \\t', /\\["\\nrt]/),
  rawstr_literal: compoundAtomic(sequence(literal('r#"'), repeat('rawstr_char'), literal('"#'))),
  rawstr_char: terminal('any character, but not "#', /(?!"#)[\s\S]/u),
  ipv4_literal: terminal('an IPv4 address', /[0-9]{1,3}(?:\.[0-9]{1,3}){3}/),
  ipv6_literal: terminal('an IPv6 address', /(?::|[0-9A-Fa-f]{1,4}):(?:[0-9A-Fa-f]{1,4}|:)*/),
  ipv4_cidr_literal: terminal('a range of IPv4 addresses', /[0-9]{1,3}(?:\.[0-9]{1,3}){3}\/[0-9]{1,2}/),
  ipv6_cidr_literal: terminal(
    'a range of IPv6 addresses',
    /(?::|[0-9A-Fa-f]{1,4}):(?:[0-9A-Fa-f]{1,4}|:)*\/[0-9]{1,3}/,
  ),
  binary_operator: operatorsOf(() => true),
  and_op: literal('&&'),
  or_op: literal('||'),
  not_op: literal('!'),
  predicate: sequence('lhs', 'binary_operator', 'rhs'),
  parenthesised_expression: sequence(optional('not_op'), literal('('), 'expression', literal(')')),
  term: choice('predicate', 'parenthesised_expression'),
  expression: sequence('term', repeat(sequence(choice('and_op', 'or_op'), 'term'))),
  matcher: sequence(terminal('SOI', /^/), 'expression', 'EOI'),
} satisfies Record<string, Parsing>;

export type Rule = keyof typeof grammar;

/** The rules of the newest version; the last one is a whole expression. */
export const atcGrammar: Readonly<Record<Rule, Parsing>> = grammar;

/** The grammar of a version: what it lacks is left out. Rules that older files name otherwise keep their new names. */
function grammarOf({ gatewayVersion }: Language): Readonly<Record<Rule, Parsing>> {
  const hasRawStrings = hasFeature('raw-string', gatewayVersion);
  const hasNegation = hasFeature('negation', gatewayVersion);
  return {
    ...grammar,
    ...(!hasRawStrings && { rhs: choice('str_literal', ipLiteral, 'int_literal') }),
    binary_operator: operatorsOf((operator) => hasOperator(operator, gatewayVersion)),
    ...(!hasNegation && { parenthesised_expression: sequence(literal('('), 'expression', literal(')')) }),
  };
}

const whiteSpace = /[ \t\r\n]*/y;

/** @param text as the engine sees it */
export const walkRules = (text: string, language: Language): Walked<Rule> =>
  walk(grammarOf(language), 'matcher', whiteSpace, text);

/** The same by the newest grammar. */
export const walkNewestRules = (text: string): Walked<Rule> => walk(atcGrammar, 'matcher', whiteSpace, text);
