/**
 * What the author of a mistake most likely meant. A mend is offered only where one is obvious: after it the mistake is
 * gone, and whatever else is wrong stays as it was.
 */

import { matchingFields } from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import { findField, hasFeature, type Language } from '../semantics/index.js';
import type { Span } from '../span.js';
import {
  type Expression,
  fieldOf,
  type Lhs,
  type Predicate,
  parse,
  predicatesOf,
  quote,
} from '../syntax/index.js';

export interface Mend {
  /** What it does, for a menu: `` Write `==` ``. */
  readonly title: string;
  /** In the text of the expression; they do not overlap. */
  readonly edits: readonly { readonly span: Span; readonly newText: string }[];
  /** Kong took the expression before, and takes it as something else after. */
  readonly changes?: true;
}

/** What people write who know another language. */
const operatorsElsewhere: ReadonlyMap<string, string> = new Map([
  ...(['=', '===', 'is', 'eq', 'equals', 'EQ', 'IS'] as const).map((word) => [word, '=='] as const),
  ...(['!==', '<>', '=!', 'ne', 'NE'] as const).map((word) => [word, '!='] as const),
  ...(['=~', '~=', '~~', '=~*', 'matches', 'MATCHES', 'regex'] as const).map((word) => [word, '~'] as const),
  ...(['startsWith', 'startswith', 'starts_with', '^', '^^'] as const).map((word) => [word, '^='] as const),
  ...(['endsWith', 'endswith', 'ends_with', '$='] as const).map((word) => [word, '=^'] as const),
  ...(['*=', 'includes', 'has', 'CONTAINS', 'Contains'] as const).map((word) => [word, 'contains'] as const),
  ...([['=>', '>='] as const, ['=<', '<='] as const, ['IN', 'in'] as const] as const),
]);

/** Operators of several words, and the names of functions that other languages have for them. */
const phrasesElsewhere: readonly (readonly [RegExp, string])[] = [
  [/^is\s+not\b/i, '!='],
  [/^(?:starts?|begins?)\s+with\b/i, '^='],
  [/^ends?\s+with\b/i, '=^'],
  [/^is\s+in\b/i, 'in'],
];

const methodsElsewhere: ReadonlyMap<string, string> = new Map([
  ...(['startswith', 'starts_with', 'hasprefix', 'has_prefix'] as const).map((name) => [name, '^='] as const),
  ...(['endswith', 'ends_with', 'hassuffix', 'has_suffix'] as const).map((name) => [name, '=^'] as const),
  ...(['contains', 'includes'] as const).map((name) => [name, 'contains'] as const),
  ...(['matches', 'match'] as const).map((name) => [name, '~'] as const),
]);

const connectorsElsewhere: ReadonlyMap<string, string> = new Map([
  ...(['and', 'AND', '&'] as const).map((word) => [word, '&&'] as const),
  ...(['or', 'OR', '|'] as const).map((word) => [word, '||'] as const),
]);

/** Names of fields as other tools and older texts have them. */
const fieldsElsewhere: ReadonlyMap<string, string> = new Map([
  ...(
    ['path', 'uri', 'http.uri', 'http.url', 'request.path', 'http.request.path', 'http.raw_path'] as const
  ).map((name) => [name, 'http.path'] as const),
  ...(['method', 'request.method', 'http.request.method', 'http.verb'] as const).map(
    (name) => [name, 'http.method'] as const,
  ),
  ...(['host', 'http.hostname', 'request.host', 'http.headers.host'] as const).map(
    (name) => [name, 'http.host'] as const,
  ),
  ...(['sni', 'net.tls.sni', 'net.sni', 'ssl.sni', 'http.sni'] as const).map(
    (name) => [name, 'tls.sni'] as const,
  ),
  ...(['protocol', 'scheme', 'http.scheme', 'http.protocol'] as const).map(
    (name) => [name, 'net.protocol'] as const,
  ),
  ...(['ip', 'net.ip', 'net.client.ip', 'http.client_ip', 'source.ip', 'net.source.ip'] as const).map(
    (name) => [name, 'net.src.ip'] as const,
  ),
  ...(['net.port', 'port'] as const).map((name) => [name, 'net.dst.port'] as const),
]);

const prefixesElsewhere: readonly (readonly [RegExp, string])[] = [
  [/^(?:http\.|request\.)?headers?\./i, 'http.headers.'],
  [/^(?:http\.|request\.)?quer(?:y|ies|ys)(?:_params?|_args?)?\./i, 'http.queries.'],
  [/^(?:http\.)?(?:args|arg)\./i, 'http.queries.'],
  [/^http\.path\.(?:segment|seg)s?\./i, 'http.path.segments.'],
  [/^http\.path_segments?\./i, 'http.path.segments.'],
];

/**
 * @param text in which the problem's span counts
 * @param tree of the text
 * @returns `null` where nothing is obvious
 */
export function mendOf(
  problem: ExpressionProblem,
  text: string,
  tree: Expression | null,
  language: Language,
): Mend | null {
  const { code, args, span } = problem;
  const written = text.slice(span.start, span.end);
  switch (code) {
    case 'expression-syntax':
      return mendSyntax(args.expected, span, written, text, tree, language);
    case 'expression-unknown-operator':
      return mendOperator(args.operator, span, text, tree, language);
    case 'expression-unknown-function':
      return mendFunction(args.name, span, text);
    case 'expression-not-in-spacing':
      return replace(span, 'not in');
    case 'expression-not':
      return mendNot(span, text, tree, language);
    case 'expression-hyphen':
      return replace(span, written.replaceAll('-', '_').toLowerCase());
    case 'expression-cidr-host-bits':
      return replace(span, args.network);
    case 'expression-net-port':
      return replace(span, 'net.dst.port');
    case 'expression-comment':
      return mendComment(span, text);
    case 'expression-unopened':
      return withTitle('Remove the `)`', [{ span, newText: '' }]);
    case 'expression-unclosed':
      return mendUnclosed(args.what, span, text, tree);
    case 'expression-escape':
      return mendEscape(span, text);
    case 'expression-unknown-field':
      return mendField(args.name, span, language);
    case 'expression-segments':
      return mendSegments(args.name, span);
    case 'expression-type-mismatch':
    case 'expression-operator-type':
      return mendTypes(span, text, tree);
    case 'expression-lower-type':
      return mendLower(span, tree);
    case 'expression-since':
      return mendRawString(span, tree);
    default:
      return null;
  }
}

const withTitle = (title: string, edits: Mend['edits']): Mend => ({ title, edits });

const replace = (span: Span, newText: string): Mend => withTitle(`Write \`${newText}\``, [{ span, newText }]);

const replaceOperator = (span: Span, operator: string, text: string): Mend =>
  withTitle(`Write \`${operator}\``, [{ span, newText: apart(operator, span, text) }]);

/** One that is a word stands apart from the field and from a constant like `10.0.0.0/8`. */
function apart(operator: string, { start, end }: Span, text: string): string {
  if (!/^[a-z]/.test(operator)) return operator;
  const before = /[\w.]$/.test(text.slice(0, start)) ? ' ' : '';
  return `${before}${operator}${/^[\w.:]/.test(text.slice(end)) ? ' ' : ''}`;
}

const insert = (at: number, newText: string): Mend =>
  withTitle(`Insert \`${newText}\``, [{ span: { start: at, end: at }, newText }]);

function withSpaceBefore({ start, end }: Span, text: string): Span {
  return { start: text.slice(0, start).trimEnd().length, end };
}

/** Where lines are folded, a comment has swallowed what stood on the next one: then nothing is obvious. */
function mendComment({ start, end }: Span, text: string): Mend | null {
  const written = text.slice(start, end);
  const close = written.startsWith('/*') ? written.indexOf('*/') : -1;
  const span = { start, end: close === -1 ? end : start + close + 2 };
  if (/&&|\|\|/.test(text.slice(start, span.end))) return null;
  return withTitle('Remove the comment', [{ span: withSpaceBefore(span, text), newText: '' }]);
}

function mendSyntax(
  expected: string,
  span: Span,
  written: string,
  text: string,
  tree: Expression | null,
  language: Language,
): Mend | null {
  const connector = connectorsElsewhere.get(written);
  if (connector)
    return /(?:&&|\|\||[(!]|^)\s*$/.test(text.slice(0, span.start)) ? null : replace(span, connector);
  if (expected.startsWith('`(` behind')) return mendCall(span, text);
  if (expected.startsWith('a constant')) return mendConstant(span, written, text, tree, language);
  if (/^[;,]+$/.test(written) && text.slice(span.end).trim() === '') {
    return withTitle(`Remove the \`${written}\``, [{ span: withSpaceBefore(span, text), newText: '' }]);
  }
  const mend = expected.startsWith('`&&`')
    ? mendQuote(span, text, tree)
    : (mendMethod(span, text, tree) ?? mendReversed(span, text) ?? mendRepeated(span, text, tree));
  return mend && isBetter(mend, text) ? mend : null;
}

/** Of a larger change: fewer mistakes are left than before. */
function isBetter({ edits }: Mend, text: string): boolean {
  const mended = [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
  return parse(mended).problems.length < parse(text).problems.length;
}

/** `lower http.path` */
function mendCall(span: Span, text: string): Mend {
  const before = text.slice(0, span.start).trimEnd().length;
  return withTitle('Write `( … )`', [
    { span: { start: before, end: span.start }, newText: '(' },
    { span: { start: span.end, end: span.end }, newText: ')' },
  ]);
}

/** The predicate that ends before a place, with only white space between the two. */
const predicateBefore = (tree: Expression | null, text: string, at: number): Predicate | undefined =>
  predicatesOf(tree).find(({ span }) => span.end <= at && text.slice(span.end, at).trim() === '');

const quotes: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
]);

function mendConstant(
  span: Span,
  written: string,
  text: string,
  tree: Expression | null,
  language: Language,
): Mend | null {
  if (written === '(') return mendList(span, text, tree);
  const inner = written.slice(1, -1);
  const close = quotes.get(written.charAt(0));
  if (close !== undefined && written.length > 1 && written.endsWith(close) && !inner.includes(close)) {
    // `'it''s'` is one text in other languages.
    return /^['`]/.test(text.slice(span.end)) ? null : replace(span, constant(inner, language));
  }
  const raw = /^[rR]#?"([^"]*)"#?/.exec(text.slice(span.start));
  if (raw && !text.startsWith('r#"', span.start)) {
    return replace({ start: span.start, end: span.start + raw[0].length }, constant(raw[1]!, language));
  }
  const isBare = predicatesOf(tree).some(
    ({ operatorSpan: at, rhs }) =>
      at && !rhs && at.end <= span.start && text.slice(at.end, span.start).trim() === '',
  );
  const isWord = /^[\w/~.*:@%+-]+$/.test(written) && !/^["'`]/.test(text.slice(span.end));
  if (!isBare || !isWord || fieldNames.test(written) || nothings.has(written)) return null;
  return replace(span, quote(written));
}

/** What stands for no value in other languages. */
const nothings: ReadonlySet<string> = new Set(['null', 'nil', 'None', 'undefined']);

/** A text with backslashes as a raw string, where there is one. */
const constant = (value: string, { gatewayVersion }: Language): string =>
  value.includes('\\') && !value.includes('"#') && hasFeature('raw-string', gatewayVersion)
    ? `r#"${value}"#`
    : quote(value);

/** `in ("a", "b")`, `== ("a" || "b")`: as comparisons one by one. */
function mendList(open: Span, text: string, tree: Expression | null): Mend | null {
  const predicate = predicatesOf(tree).find(
    ({ operatorSpan: at }) => at && at.end <= open.start && text.slice(at.end, open.start).trim() === '',
  );
  const list = /^\(\s*(.*?)\s*\)/s.exec(text.slice(open.start));
  if (!predicate?.lhs || !predicate.operator || !list) return null;
  const constants = list[1]!.split(/\s*(?:,|\|\|)\s*/);
  if (!constants.every((one) => /^(?:"[^"\\]*"|r#"[^"]*"#|-?\w[\w.:/]*)$/.test(one))) return null;
  const isNetworks = constants.every((one) => one.includes('/') && !one.includes('"'));
  const { lhs, operator } = predicate;
  const meant =
    operator === 'in' && !isNetworks ? '==' : operator === 'not in' && !isNetworks ? '!=' : operator;
  const joint = meant === '!=' || meant === 'not in' ? '&&' : '||';
  const field = text.slice(lhs.span.start, lhs.span.end);
  const newText = `(${constants.map((one) => `${field} ${meant} ${one}`).join(` ${joint} `)})`;
  const mend = withTitle(`Write \`( … ${joint} … )\``, [
    { span: { start: predicate.span.start, end: open.start + list[0].length }, newText },
  ]);
  return isBetter(mend, text) ? mend : null;
}

/** `"/a && http.method == "GET"`: the closing quote is missing before the operator. */
function mendQuote(span: Span, text: string, tree: Expression | null): Mend | null {
  const rhs = predicateBefore(tree, text, span.start)?.rhs;
  if (rhs?.kind !== 'string' || rhs.raw) return null;
  const goesOn = /\s*(?:&&|\|\|)/.exec(text.slice(rhs.span.start, rhs.span.end));
  return goesOn && insert(rhs.span.start + goesOn.index, '"');
}

/** `http.path.startsWith("/a")` */
function mendMethod(span: Span, text: string, tree: Expression | null): Mend | null {
  const predicate = predicateAt(tree, span) ?? predicateBefore(tree, text, span.start);
  if (!predicate) return null;
  const { start } = predicate.span;
  const call = /^([\w.]+)\.(\w+)\(\s*("[^"]*"|r#"[^"]*"#)\s*\)/.exec(text.slice(start));
  const operator = call && methodsElsewhere.get(call[2]!.toLowerCase());
  if (!operator) return null;
  return replace({ start, end: start + call[0].length }, `${call[1]} ${operator} ${call[3]}`);
}

/** `"/a" == http.path` */
function mendReversed(span: Span, text: string): Mend | null {
  const sides = /^("[^"]*"|r#"[^"]*"#|-?\w[\w.:/]*)\s*(==?|!=)\s*([A-Za-z][\w.]*)/.exec(
    text.slice(span.start),
  );
  if (!sides) return null;
  const operator = sides[2] === '=' ? '==' : sides[2];
  return replace(
    { start: span.start, end: span.start + sides[0].length },
    `${sides[3]} ${operator} ${sides[1]}`,
  );
}

/** `http.method == "GET" || "POST"` */
function mendRepeated(span: Span, text: string, tree: Expression | null): Mend | null {
  const between = /\s*(?:&&|\|\|)\s*$/.exec(text.slice(0, span.start));
  const predicate = between && predicateBefore(tree, text, between.index);
  if (!predicate?.lhs || !predicate.operatorSpan || !/^["r\d-]/.test(text.slice(span.start))) return null;
  const { lhs, operatorSpan } = predicate;
  return insert(span.start, `${text.slice(lhs.span.start, operatorSpan.end)} `);
}

/** What may be a field on the wrong side, and no constant without quotes. */
const fieldNames = /^(?:http|net|tls)\./;

function negation(from: Span, predicate: Span): Mend {
  return withTitle('Write `!( … )`', [
    { span: from, newText: '!(' },
    { span: { start: predicate.end, end: predicate.end }, newText: ')' },
  ]);
}

function mendOperator(
  operator: string,
  span: Span,
  text: string,
  tree: Expression | null,
  language: Language,
): Mend | null {
  const rest = text.slice(span.start);
  const [phrase, ofPhrase] =
    phrasesElsewhere.flatMap(([pattern, meant]) => {
      const found = pattern.exec(rest)?.[0];
      return found === undefined ? [] : [[found, meant] as const];
    })[0] ?? [];
  if (phrase !== undefined) {
    return replaceOperator({ start: span.start, end: span.start + phrase.length }, ofPhrase!, text);
  }
  const meant = operatorsElsewhere.get(operator);
  if (meant) return replaceOperator(span, meant, text);
  const predicate = predicatesOf(tree).find(({ span: { start }, lhs }) => {
    return start <= span.start && lhs !== null && text.slice(lhs.span.end, span.start).trim() === '';
  });
  if (!predicate?.lhs) return null;
  if (rest.startsWith('[')) return mendBrackets(predicate.lhs, text);
  return mendNegatedOperator(predicate, span, text, language);
}

/** `http.headers["x-name"]`, `http.path.segments[0]` */
function mendBrackets(lhs: Lhs, text: string): Mend | null {
  const { start } = fieldOf(lhs)!.span;
  const found = /^(http\.(?:headers|queries|path\.segments))\[\s*["']?([\w-]+)["']?\s*\]/.exec(
    text.slice(start),
  );
  if (!found) return null;
  const [whole, prefix, name = ''] = found;
  const part = prefix === 'http.headers' ? name.replaceAll('-', '_').toLowerCase() : name;
  return part.includes('-') ? null : replace({ start, end: start + whole.length }, `${prefix}.${part}`);
}

/** `!~`, `!contains`, `not contains`: the negation of the operator without its `!`. */
function mendNegatedOperator(
  { lhs, span: { start } }: Predicate,
  { start: at }: Span,
  text: string,
  language: Language,
): Mend | null {
  const not = /^(?:!|not\b)\s*(?=[~^=a-z])/i.exec(text.slice(at))?.[0];
  if (not === undefined || !hasFeature('negation', language.gatewayVersion)) return null;
  const rest = text.slice(at + not.length);
  const [meant] = predicatesOf(parse(`${text.slice(start, lhs!.span.end)} ${rest}`).tree);
  const operator = meant?.operator;
  if (!operator || !meant.rhs || meant.span.start > 0) return null;
  const end = at + not.length + meant.span.end - (lhs!.span.end - start + 1);
  const separate = /^[a-z]/.test(operator) && lhs!.span.end === at ? ' ' : '';
  return withTitle(`Write \`!( … ${operator} … )\``, [
    { span: { start, end: start }, newText: '!(' },
    { span: { start: at, end: at + not.length }, newText: separate },
    { span: { start: end, end }, newText: ')' },
  ]);
}

function mendFunction(name: string, span: Span, text: string): Mend | null {
  if (/^not$/i.test(name)) {
    const open = text.indexOf('(', span.end);
    return withTitle('Write `!( … )`', [{ span: { start: span.start, end: open }, newText: '!' }]);
  }
  return /^(?:lower|to_?lower|lower_?case)$/i.test(name) ? replace(span, 'lower') : null;
}

function mendNot(span: Span, text: string, tree: Expression | null, language: Language): Mend | null {
  if (!hasFeature('negation', language.gatewayVersion)) return null;
  const behind = span.end + /^\s*/.exec(text.slice(span.end))![0].length;
  const from = { start: span.start, end: behind };
  const twice = /^!\s*(?=\()/.exec(text.slice(behind));
  if (twice) {
    return withTitle('Remove `!!`', [
      { span: { start: span.start, end: behind + twice[0].length }, newText: '' },
    ]);
  }
  const predicate = predicatesOf(tree).find((one) => one.span.start === behind && one.rhs);
  if (predicate) return negation(from, predicate.span);
  // Behind `not` the tree has no field: it was read as the operator.
  const [meant] = predicatesOf(parse(text.slice(behind)).tree);
  if (!meant?.operator || !meant.rhs || meant.span.start > 0) return null;
  return negation(from, { start: behind, end: behind + meant.span.end });
}

function mendUnclosed(what: string, span: Span, text: string, tree: Expression | null): Mend | null {
  const end = text.trimEnd().length;
  if (what === 'raw string') {
    const quoteAt = text.indexOf('"', span.start + 3);
    return quoteAt === -1 ? insert(end, '"#') : insert(quoteAt + 1, '#');
  }
  if (what === 'string') {
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return null;
    const goesOn = /\s*(?:&&|\|\|)/.exec(text.slice(span.start + 1));
    return insert(goesOn ? span.start + 1 + goesOn.index : end, '"');
  }
  if (what === '(') return insert(end, ')');
  const predicate = predicatesOf(tree).find(({ lhs }) => lhs?.span.start === span.start);
  const field = predicate && fieldOf(predicate.lhs);
  return field ? (mendBrackets(field, text) ?? insert(field.span.end, ')')) : null;
}

/** As a raw string, where a backslash is one. */
function mendEscape(span: Span, text: string): Mend | null {
  const literal = [...text.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g)].find(
    ({ index, 0: image }) => index < span.start && span.end <= index + image.length,
  );
  if (!literal) return null;
  const [image] = literal;
  const inner = image.slice(1, -1).replace(/\\(["\\])/g, '$1');
  // In a regex `\n` and its like mean the same as in a string.
  const before = text.slice(0, literal.index).trimEnd();
  if (inner.includes('"#') || (!before.endsWith('~') && /\\[nrt]/.test(image))) return null;
  const whole = { start: literal.index, end: literal.index + image.length };
  return withTitle('Write it as a raw string', [{ span: whole, newText: `r#"${inner}"#` }]);
}

function mendField(name: string, span: Span, { subsystem, gatewayVersion }: Language): Mend | null {
  const known = (candidate: string) => findField(candidate, subsystem, gatewayVersion) !== undefined;
  const direct = fieldsElsewhere.get(name) ?? fieldsElsewhere.get(name.toLowerCase());
  if (direct && known(direct)) return replace(span, direct);
  for (const [prefix, right] of prefixesElsewhere) {
    const candidate = name.replace(prefix, right);
    if (candidate !== name && known(candidate)) return replace(span, candidate);
  }
  const lower = name.toLowerCase();
  if (lower !== name && known(lower)) return replace(span, lower);
  const near = matchingFields
    .filter((field) => !field.name.endsWith('*') && known(field.name))
    .map((field) => ({ name: field.name, distance: distanceOf(lower, field.name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= 2 && near.distance < name.length / 3 ? replace(span, near.name) : null;
}

/** Levenshtein: how many characters have to be changed, added or left out. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Leading zeros, and a range from the higher to the lower. */
function mendSegments(name: string, span: Span): Mend | null {
  const parts = /^http\.path\.segments\.(\d{1,4})(?:_(\d{1,4}))?$/.exec(name);
  if (!parts) return null;
  const [first, second] = [Number(parts[1]), parts[2] === undefined ? undefined : Number(parts[2])];
  if (second === undefined || first === second) return replace(span, `http.path.segments.${first}`);
  const [low, high] = first < second ? [first, second] : [second, first];
  return replace(span, `http.path.segments.${low}_${high}`);
}

/** The predicate that a span of a problem is in. */
const predicateAt = (tree: Expression | null, span: Span): Predicate | undefined =>
  predicatesOf(tree).find((one) => one.span.start <= span.start && span.end <= one.span.end);

function mendTypes(span: Span, text: string, tree: Expression | null): Mend | null {
  const predicate = predicateAt(tree, span);
  const type = predicate && typeOf(predicate.lhs);
  if (!type || !predicate.rhs || !predicate.operatorSpan) return null;
  const { operator, operatorSpan, rhs } = predicate;
  const isMembership = operator === 'in' || operator === 'not in';
  if (type === 'IpAddr' && rhs.kind === 'cidr' && (operator === '==' || operator === '!=')) {
    return replaceOperator(operatorSpan, operator === '==' ? 'in' : 'not in', text);
  }
  if (type === 'IpAddr' && rhs.kind === 'ip' && isMembership) {
    return replace(operatorSpan, operator === 'in' ? '==' : '!=');
  }
  if (type === 'String' && rhs.kind !== 'string' && !isMembership) {
    return replace(rhs.span, quote(text.slice(rhs.span.start, rhs.span.end)));
  }
  if (rhs.kind !== 'string') return null;
  if (type === 'IpAddr' && isMembership && /^[\da-f:.]+\/\d{1,3}$/i.test(rhs.value)) {
    return replace(rhs.span, rhs.value);
  }
  if (type === 'Int' && isMembership) return null;
  if (type === 'Int')
    return /^-?\d{1,18}$/.test(rhs.value) ? replace(rhs.span, String(BigInt(rhs.value))) : null;
  const isAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]+)$/.test(rhs.value);
  return isAddress ? replace(rhs.span, rhs.value) : null;
}

const typeOf = (lhs: Lhs | null) => {
  const name = fieldOf(lhs)?.name;
  return name === undefined ? undefined : (findField(name, 'http') ?? findField(name, 'stream'))?.type;
};

/** Without the function, however often it stands there. */
function mendLower(span: Span, tree: Expression | null): Mend | null {
  const predicate = predicatesOf(tree).find(({ lhs }) => lhs?.span.start === span.start);
  const edits: { span: Span; newText: string }[] = [];
  let lhs = predicate?.lhs ?? null;
  for (; lhs?.kind === 'call'; lhs = lhs.argument) {
    if (!lhs.argument) return null;
    if (lhs.function !== 'lower') continue;
    edits.push(
      { span: { start: lhs.span.start, end: lhs.argument.span.start }, newText: '' },
      { span: { start: lhs.argument.span.end, end: lhs.span.end }, newText: '' },
    );
  }
  return edits.length > 0 ? withTitle('Remove `lower( … )`', edits) : null;
}

/** As a string in quotes, for a Gateway without raw ones. */
function mendRawString(span: Span, tree: Expression | null): Mend | null {
  const constant = predicatesOf(tree).find(({ rhs }) => rhs?.span.start === span.start)?.rhs;
  return constant?.kind === 'string' ? replace(span, quote(constant.value)) : null;
}
