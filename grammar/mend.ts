/**
 * What the author of a mistake most likely meant. A mend is offered only where one is obvious: after it the mistake is
 * gone, and whatever else is wrong stays as it was.
 */

import { type Expression, fieldOf, type Lhs, type Predicate, predicatesOf, type Span } from './ast.js';
import { findField, matchingFields } from './fields.js';
import type { Language } from './language.js';
import { parse } from './parser.js';
import { quote } from './print.js';
import type { ExpressionProblem } from './problems.js';

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
  ...(['ip', 'net.ip', 'net.client.ip', 'http.client_ip', 'source.ip'] as const).map(
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
      return mendSyntax(args.expected, span, written, text, tree);
    case 'expression-unknown-operator':
      return mendOperator(args.operator, span, text, tree);
    case 'expression-unknown-function':
      return mendFunction(args.name, span, text);
    case 'expression-not-in-spacing':
      return replace(span, 'not in');
    case 'expression-not':
      return mendNot(span, text, tree);
    case 'expression-hyphen':
      return replace(span, written.replaceAll('-', '_').toLowerCase());
    case 'expression-cidr-host-bits':
      return replace(span, args.network);
    case 'expression-net-port':
      return replace(span, 'net.dst.port');
    case 'expression-comment':
      return withTitle('Remove the comment', [{ span: withSpaceBefore(span, text), newText: '' }]);
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

function mendSyntax(
  expected: string,
  span: Span,
  written: string,
  text: string,
  tree: Expression | null,
): Mend | null {
  const connector = connectorsElsewhere.get(written);
  if (connector)
    return /(?:&&|\|\||[(!]|^)\s*$/.test(text.slice(0, span.start)) ? null : replace(span, connector);
  const wantsConstant = expected.startsWith('a constant');
  if (wantsConstant && /^'[^']*'$/.test(written)) return replace(span, quote(written.slice(1, -1)));
  if (!wantsConstant && /^[;,]+$/.test(written) && text.slice(span.end).trim() === '') {
    return withTitle(`Remove the \`${written}\``, [{ span: withSpaceBefore(span, text), newText: '' }]);
  }
  const isBare = predicatesOf(tree).some(
    ({ operatorSpan: at, rhs }) =>
      at && !rhs && at.end <= span.start && text.slice(at.end, span.start).trim() === '',
  );
  if (isBare && /^[\w/~.*:@%+-]+$/.test(written) && !fieldNames.test(written)) {
    return replace(span, quote(written));
  }
  return null;
}

/** What may be a field on the wrong side, and no constant without quotes. */
const fieldNames = /^(?:http|net|tls)\./;

function negation(from: Span, predicate: Span): Mend {
  return withTitle('Write `!( … )`', [
    { span: from, newText: '!(' },
    { span: { start: predicate.end, end: predicate.end }, newText: ')' },
  ]);
}

function mendOperator(operator: string, span: Span, text: string, tree: Expression | null): Mend | null {
  const meant = operatorsElsewhere.get(operator);
  if (meant) return replaceOperator(span, meant, text);
  const predicate = predicatesOf(tree).find(({ span: { start }, lhs }) => {
    return start <= span.start && lhs !== null && text.slice(lhs.span.end, span.start).trim() === '';
  });
  if (predicate?.lhs?.kind === 'field' && /^not$/i.test(predicate.lhs.name)) {
    return negationOfRest(predicate.lhs.span.start, span.start, text);
  }
  if (operator !== '!~') return null;
  if (!predicate?.rhs) return null;
  const { start, end } = predicate.span;
  return withTitle('Write `!( … ~ … )`', [
    { span: { start, end: start }, newText: '!(' },
    { span, newText: text[span.end] === '"' ? '~ ' : '~' },
    { span: { start: end, end }, newText: ')' },
  ]);
}

/** `not http.path == "/a"`: the word was read as a field, and the field as an operator. */
function negationOfRest(from: number, start: number, text: string): Mend | null {
  const [predicate] = predicatesOf(parse(text.slice(start)).tree);
  if (!predicate?.operator || !predicate.rhs || predicate.span.start > 0) return null;
  return negation({ start: from, end: start }, { start, end: start + predicate.span.end });
}

function mendFunction(name: string, span: Span, text: string): Mend | null {
  if (/^not$/i.test(name)) {
    const open = text.indexOf('(', span.end);
    return withTitle('Write `!( … )`', [{ span: { start: span.start, end: open }, newText: '!' }]);
  }
  return /^(?:lower|to_?lower|lower_?case)$/i.test(name) ? replace(span, 'lower') : null;
}

function mendNot(span: Span, text: string, tree: Expression | null): Mend | null {
  const behind = span.end + /^\s*/.exec(text.slice(span.end))![0].length;
  const predicate = predicatesOf(tree).find((one) => one.span.start === behind && one.rhs);
  return predicate ? negation({ start: span.start, end: behind }, predicate.span) : null;
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
  return field ? insert(field.span.end, ')') : null;
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
