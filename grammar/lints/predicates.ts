/** What is odd about a predicate by itself: Kong takes it, and it is hardly what its author meant. */

import { type Constant, fieldOf, type Lhs, type Predicate } from '../ast.js';
import { hasEngineOf36, isAtLeast } from '../gateway-version.js';
import type { Language } from '../language.js';
import type { Mend } from '../mend.js';
import { quote } from '../print.js';
import type { ExpressionProblem } from '../problems.js';
import { normalizePath } from '../uri.js';
import { isAnchored, plainRegex } from './plain-regex.js';

/** A predicate of which every part is there, and of the right type. */
export interface WholePredicate extends Predicate {
  readonly lhs: Lhs;
  readonly operator: NonNullable<Predicate['operator']>;
  readonly operatorSpan: NonNullable<Predicate['operatorSpan']>;
  readonly rhs: Constant;
}

/** What a request may have once, several times or not at all. */
const isMultiple = (name: string) => /^http\.(?:headers|queries)\./.test(name);
const mayBeAbsent = (name: string) =>
  isMultiple(name) || /^(?:tls\.sni$|http\.path\.segments\.\d)/.test(name);

const calls = (lhs: Lhs, name: 'lower' | 'any'): boolean =>
  lhs.kind === 'call' && (lhs.function === name || (lhs.argument !== null && calls(lhs.argument, name)));

/** The text of a piece as it is written. */
export type TextOf = (span: { readonly start: number; readonly end: number }) => string;

export function lintPredicate(
  predicate: WholePredicate,
  language: Language,
  textOf: TextOf,
): ExpressionProblem[] {
  const name = fieldOf(predicate.lhs)!.name;
  const never = neverTrue(predicate, name, language);
  // What never matches needs no further advice.
  if (never) return [never];
  return [
    absent(predicate, name, language, textOf),
    allValues(predicate, name, language, textOf),
    regex(predicate, name, language, textOf),
  ].filter((problem) => problem !== null);
}

/** `!=` is false where there is nothing to compare (`src/interpreter.rs`: no value, no match). */
function absent(
  { operator, operatorSpan, lhs, rhs, span }: WholePredicate,
  name: string,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  if ((operator !== '!=' && operator !== 'not in') || !mayBeAbsent(name) || !hasEngineOf36(gatewayVersion)) {
    return null;
  }
  const positive = operator === '!=' ? '==' : 'in';
  const text = `!(${textOf(lhs.span)} ${positive} ${textOf(rhs.span)})`;
  const mend: Mend = {
    title: `Write \`!( … ${positive} … )\`, which is true without \`${name}\` as well`,
    edits: [{ span, newText: text }],
    changes: true,
  };
  return { code: 'expression-absent', args: { name, operator }, span: operatorSpan, mend };
}

/** Since atc-router 1.1 (Gateway 3.4) all values have to match (`src/interpreter.rs`). */
function allValues(
  { operator, lhs }: WholePredicate,
  name: string,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  if (!isMultiple(name) || calls(lhs, 'any') || operator === '!=' || operator === 'not in') return null;
  if (!isAtLeast(gatewayVersion, '3.4')) return null;
  const mend: Mend = {
    title: 'Write `any( … )`: one of several values is enough',
    edits: [{ span: lhs.span, newText: `any(${textOf(lhs.span)})` }],
    changes: true,
  };
  return { code: 'expression-all-values', args: { name }, span: lhs.span, mend };
}

function regex(
  { operator, operatorSpan, lhs, rhs }: WholePredicate,
  name: string,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  if (operator !== '~' || rhs.kind !== 'string') return null;
  const from = rhs.span.start + (rhs.raw ? 3 : 1);
  if (name === 'http.path' && !isAnchored(rhs.value)) {
    const at = { start: from, end: from };
    const isSimple = !/^\(\?/.test(rhs.value) && !rhs.value.includes('|');
    const mend: Mend = {
      title: 'Begin with `^`: the path has to start there',
      edits: [{ span: at, newText: '^' }],
      changes: true,
    };
    return {
      code: 'expression-unanchored',
      args: { name },
      span: rhs.span,
      ...(isSimple && { mend }),
    };
  }
  const plain = plainRegex(rhs.value);
  if (!plain || (plain.operator === 'contains' && !isAtLeast(gatewayVersion, '3.4'))) return null;
  const constant =
    rhs.raw && !plain.text.includes('"#') && plain.text.includes('\\')
      ? `r#"${plain.text}"#`
      : quote(plain.text);
  const instead = `${plain.operator} ${constant}`;
  // A word stands apart from the field.
  const isBeside = textOf({ start: lhs.span.end, end: operatorSpan.start }) === '';
  const space = isBeside && plain.operator === 'contains' ? ' ' : '';
  // What a path matched is what `strip_path` cuts: the same text, unless the regex went on behind it.
  const mend: Mend = {
    title: `Write \`${instead}\``,
    edits: [{ span: { start: operatorSpan.start, end: rhs.span.end }, newText: `${space}${instead}` }],
    ...(name === 'http.path' && plain.matchesMore && { changes: true }),
  };
  return {
    code: 'expression-simple-regex',
    args: { instead },
    span: { start: operatorSpan.start, end: rhs.span.end },
    mend,
  };
}

interface Never {
  readonly why: string;
  readonly right?: string;
}

/** A comparison that no request passes, as its field never holds such a value. */
function neverTrue(
  { operator, lhs, rhs, span }: WholePredicate,
  name: string,
  { subsystem }: Language,
): ExpressionProblem | null {
  const isText = rhs.kind === 'string';
  const wholes = operator === '==';
  const parts = wholes || operator === '^=' || operator === '=^' || operator === 'contains';
  const found =
    wrongName(name) ??
    (isText && parts
      ? (lowered(lhs, rhs.value) ??
        (name === 'http.method' ? method(rhs.value) : null) ??
        (name === 'http.host' ? host(rhs.value, wholes) : null) ??
        (name === 'http.path' && (wholes || operator === '^=') ? path(rhs.value) : null) ??
        (name === 'net.protocol' && wholes ? protocol(rhs.value, subsystem) : null))
      : null) ??
    (rhs.kind === 'int' ? port(name, operator, rhs.value) : null);
  if (!found) return null;
  const right = found.right;
  const field = fieldOf(lhs)!;
  const mend: Mend | null =
    right === undefined
      ? null
      : {
          title: `Write \`${wrongName(name) ? right : quote(right)}\``,
          edits: [
            wrongName(name)
              ? { span: field.span, newText: right }
              : {
                  span: rhs.span,
                  newText: rhs.kind === 'string' && rhs.raw ? `r#"${right}"#` : quote(right),
                },
          ],
          changes: true,
        };
  const at = wrongName(name) ? field.span : rhs.kind === 'string' || rhs.kind === 'int' ? rhs.span : span;
  return { code: 'expression-never', args: { why: found.why }, span: at, ...(mend && { mend }) };
}

/** Kong hands headers over in lower case (`kong/router/fields.lua`). */
function wrongName(name: string): Never | null {
  if (!name.startsWith('http.headers.') || name === name.toLowerCase()) return null;
  return { why: `the names of headers are in lower case here`, right: name.toLowerCase() };
}

function lowered(lhs: Lhs, value: string): Never | null {
  if (!calls(lhs, 'lower') || value === value.toLowerCase()) return null;
  return { why: '`lower( … )` has no capitals', right: value.toLowerCase() };
}

function method(value: string): Never | null {
  if (value === value.toUpperCase()) return null;
  return { why: 'methods are sent in capitals', right: value.toUpperCase() };
}

/** `http.host` is in lower case and has no port (`kong/router/atc.lua`, `split_host_port`). */
function host(value: string, isWhole: boolean): Never | null {
  const port = /^([^:[\]]+|\[[^\]]*\]):\d+$/.exec(value);
  if (port && isWhole) {
    return {
      why: '`http.host` is without the port, which is in `net.dst.port`',
      right: port[1]!.toLowerCase(),
    };
  }
  if (value === value.toLowerCase()) return null;
  return { why: '`http.host` is in lower case', right: value.toLowerCase() };
}

/** `http.path` is normalized before it is compared (`kong/tools/uri.lua`). */
function path(value: string): Never | null {
  if (value === '') return null;
  if (!value.startsWith('/')) return { why: '`http.path` starts with `/`', right: `/${value}` };
  if (value.includes('?')) return { why: '`http.path` is without the query string' };
  const bytes = Buffer.from(value, 'utf8').toString('latin1');
  const normal = Buffer.from(normalizePath(bytes), 'latin1').toString('utf8');
  if (normal === value) return null;
  return { why: '`http.path` is in normalized form', right: normal };
}

const protocols: Readonly<Record<Language['subsystem'], ReadonlySet<string>>> = {
  http: new Set(['http', 'https']),
  stream: new Set(['tcp', 'udp', 'tls']),
};

const sentAs: Readonly<Record<string, string>> = {
  grpc: 'http',
  grpcs: 'https',
  ws: 'http',
  wss: 'https',
  tls_passthrough: 'tcp',
};

function protocol(value: string, subsystem: Language['subsystem']): Never | null {
  const known = protocols[subsystem];
  if (known.has(value)) return null;
  const names = [...known].map((one) => `\`${one}\``).join(', ');
  const right = sentAs[value] ?? value.toLowerCase();
  return { why: `\`net.protocol\` is one of ${names} on these routes`, ...(known.has(right) && { right }) };
}

const highestPort = 65_535n;

function port(name: string, operator: string, value: bigint): Never | null {
  const isPort = name.endsWith('.port');
  if (!isPort && !name.endsWith('.len')) return null;
  const highest = isPort ? highestPort : null;
  const isBeyond = highest !== null && value > highest;
  const isNever =
    (operator === '==' && (isBeyond || value < 0n)) ||
    (operator === '>' && highest !== null && value >= highest) ||
    (operator === '>=' && isBeyond) ||
    (operator === '<' && value <= 0n) ||
    (operator === '<=' && value < 0n);
  if (!isNever) return null;
  return { why: isPort ? 'a port is a number from 0 to 65535' : 'a length is never negative' };
}
