/** Comparisons with what requests never have. Source: what Kong/kong `kong/router/fields.lua` hands to the engine. */

import type { ComparisonOperator } from '../language/index.js';
import type { ExpressionFix, ExpressionProblem, NeverReason } from '../problems.js';
import { plainRegex } from '../regex/index.js';
import {
  decodePath,
  findField,
  hasEngineOf36,
  hasValues,
  isAtLeast,
  type Language,
  normalizePath,
} from '../semantics/index.js';
import { quote } from '../syntax/index.js';
import { passes } from './relations.js';
import { type Subject, subjectOf, type WholePredicate } from './subject.js';

/** Why no value of the field is like this, and what was meant. */
interface Impossible {
  readonly reason: NeverReason;
  /** The constant that was meant. */
  readonly right?: string;
  /** Its operator, where that is another. */
  readonly operator?: ComparisonOperator;
}

/** Which part of the value a constant is compared with. */
type Part = 'whole' | 'start' | 'end' | 'middle';

const partOf: Partial<Record<ComparisonOperator, Part>> = {
  '==': 'whole',
  '!=': 'whole',
  '^=': 'start',
  '=^': 'end',
  contains: 'middle',
};

/** A comparison that no request passes, or with `!=` every one that has the field. */
export function neverTrue(predicate: WholePredicate, language: Language): ExpressionProblem | null {
  const subject = subjectOf(predicate.lhs);
  const { operator, rhs, span } = predicate;
  const outcome = operator === '!=' ? 'always' : 'never';
  const without = fieldWithoutValue(subject.name, language);
  if (without) return { code: 'expression-never', args: { ...without, outcome: 'never' }, span };
  if (rhs.kind === 'int') {
    const reason = beyondIntegers(subject.name, operator, rhs.value);
    return reason && { code: 'expression-never', args: { ...reason, outcome }, span: rhs.span };
  }
  if (rhs.kind !== 'string') return null;
  // A regex that is plain text says what an operator says.
  const plain = operator === '~' ? plainRegex(rhs.value) : null;
  const part = partOf[plain?.operator ?? operator];
  const text = plain?.text ?? rhs.value;
  const found = part && impossible(subject, text, part, language);
  if (!found) return null;
  const fix = fixOf(predicate, settled(found, subject, part, language), plain?.operator ?? operator);
  const args = { ...found.reason, outcome } as const;
  return { code: 'expression-never', args, span: rhs.span, ...(fix && { fix }) };
}

/** With a constant that can be, if there is one: lower case is not all that `lower(http.path) == "A"` is about. */
function settled(found: Impossible, subject: Subject, part: Part, language: Language): Impossible {
  let { right, operator } = found;
  for (let tries = 0; right !== undefined && operator === undefined && tries < 5; tries++) {
    const next = impossible(subject, right, part, language);
    if (!next) return { ...found, right };
    ({ right, operator } = next);
  }
  return operator === undefined
    ? { reason: found.reason }
    : { ...found, ...(right !== undefined && { right }), operator };
}

function fixOf(
  { lhs, operator, operatorSpan, rhs }: WholePredicate,
  { right, operator: meant }: Impossible,
  asOperator: ComparisonOperator,
): ExpressionFix | null {
  if (right === undefined || rhs.kind !== 'string' || (meant && operator === '!=')) return null;
  const isRaw = (rhs.raw || meant === '~') && !right.includes('"#');
  const constant = isRaw ? `r#"${right}"#` : quote(right);
  const isSame = !meant && asOperator === operator;
  const newText = isSame ? constant : `${meant ?? asOperator} ${constant}`;
  const span = isSame ? rhs.span : { start: operatorSpan.start, end: rhs.span.end };
  // A word must not become part of the name before it.
  const space = span.start === lhs.span.end ? ' ' : '';
  const edits = [{ span, newText: space + newText }];
  return { code: 'write', args: { text: newText }, edits, changes: true };
}

function impossible(subject: Subject, text: string, part: Part, language: Language): Impossible | null {
  const { name, lower } = subject;
  if (lower && text !== text.toLowerCase()) {
    return { reason: { why: 'lower' }, right: text.toLowerCase() };
  }
  switch (name) {
    case 'http.method':
      return method(text, part, lower);
    case 'http.host':
      return host(text, part) ?? wildcard(text, part, 'host');
    case 'tls.sni':
      return wildcard(text, part, 'sni');
    case 'http.path':
      return path(text, part, lower);
    case 'net.protocol':
      return protocol(text, part, language.subsystem);
    default:
      if (name.startsWith('http.path.segments.')) return segments(name, text, part, lower);
      return name.startsWith('http.headers.') ? headerValue(text, language) : null;
  }
}

/** nginx answers 400 to other characters (`ngx_http_parse_request_line`). */
function method(text: string, part: Part, lower: boolean): Impossible | null {
  const isPossible = lower ? /^[a-z_-]*$/ : /^[A-Z_-]*$/;
  if (isPossible.test(text) && (text !== '' || part !== 'whole')) return null;
  const right = text.toUpperCase();
  if (text !== '' && isPossible.test(right)) return { reason: { why: 'method-case' }, right };
  return { reason: { why: 'method-characters' } };
}

/**
 * `http.host` is the `Host` header up to its first colon if a number follows (Kong/kong `kong/router/transform.lua`,
 * `split_host_port`), so that an IPv6 address keeps its port.
 */
function host(text: string, part: Part): Impossible | null {
  const url = /^[a-z]+:\/\/([^/:[\]]+)(?::\d+)?(?:\/.*)?$/i.exec(text);
  if (url) return { reason: { why: 'host-url' }, right: url[1]!.toLowerCase() };
  if (text.includes('/')) return { reason: { why: 'host-slash' } };
  const port = part === 'whole' || part === 'end' ? /^([^:[\]]+):\d+$/.exec(text) : null;
  // The end of an IPv6 address looks like a port, too.
  if (!port || (part === 'end' && !port[1]!.includes('.'))) return null;
  return { reason: { why: 'host-port' }, right: port[1]! };
}

/** The language has no wildcards. */
function wildcard(text: string, part: Part, of: 'host' | 'sni'): Impossible | null {
  if (!text.includes('*')) return null;
  const reason = { why: 'wildcard', of } as const;
  const suffix = part === 'whole' || part === 'end' ? /^\*(\.[^*]+)$/.exec(text) : null;
  if (suffix) return { reason, right: suffix[1]!, operator: '=^' };
  const prefix = part === 'whole' || part === 'start' ? /^([^*]+\.)\*$/.exec(text) : null;
  return prefix ? { reason, right: prefix[1]!, operator: '^=' } : { reason };
}

function path(text: string, part: Part, lower: boolean): Impossible | null {
  if (part === 'whole' || part === 'start') {
    if (text === '') return part === 'whole' ? { reason: { why: 'path-slash' }, right: '/' } : null;
    if (!text.startsWith('/')) return withoutSlash(text, part, lower);
  }
  return notNormal(text, part, lower, 'http.path');
}

function withoutSlash(text: string, part: Part, lower: boolean): Impossible {
  const reason = { why: 'path-slash' } as const;
  // As the `paths` of a traditional route have regexes.
  if (text.startsWith('~/')) return { reason, right: `^${text.slice(1)}`, operator: '~' };
  const isName = /^[\w-][^\s:=&|]*$/.test(text);
  return isName && !notNormal(`/${text}`, part, lower, '') ? { reason, right: `/${text}` } : { reason };
}

/**
 * `http.path` is normalized and without the query string (Kong/kong `kong/tools/uri.lua`, `kong/router/utils.lua`
 * `strip_uri_args`). A prefix may end within a segment: `/.` begins `/.git`.
 */
function notNormal(text: string, part: Part, lower: boolean, name: string): Impossible | null {
  if (text.includes('?')) return { reason: { why: 'query-string', name } };
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const decoded = decodePath(bytes);
  const kept = lower ? decoded.replace(/%[\dA-F]{2}/g, (triplet) => triplet.toLowerCase()) : decoded;
  const dots = part === 'whole' || part === 'end' ? /\/\.{1,2}(?:\/|$)/ : /\/\.{1,2}\//;
  const hasDots = dots.test(text);
  if (kept === bytes && !text.includes('//') && !hasDots) return null;
  const reason = { why: 'normalized', name } as const;
  // Where it is only a part of the path, what dots go back to is not known.
  const isOpen = part === 'start' ? /\/\.{1,2}$/.test(text) : part !== 'whole' && hasDots;
  const right = isOpen ? null : utf8(normalizePath(bytes));
  return right ? { reason, right: lower ? right.toLowerCase() : right } : { reason };
}

/** @returns `null` for bytes that are not text, and for what cannot be in a request */
function utf8(bytes: string): string | null {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') || /[\0-\x1f\x7f?]/.test(text) ? null : text;
}

/** `http.path.segments.1` has no slash, `http.path.segments.1_3` two. */
function segments(name: string, text: string, part: Part, lower: boolean): Impossible | null {
  const [, first, last] = /\.(\d+)(?:_(\d+))?$/.exec(name) ?? [];
  if (first === undefined) return null;
  const most = last === undefined ? 0 : Number(last) - Number(first);
  const count = text.split('/').length - 1;
  const bare = text.replace(/^\/+|\/+$/g, '');
  const isPossible = (one: string) => !segments(name, one, part, lower);
  const otherwise = bare !== '' && bare !== text && isPossible(bare) ? { right: bare } : {};
  if (text === '') return part === 'whole' ? { reason: { why: 'segment-empty' } } : null;
  if (most === 0 && count > 0) return { reason: { why: 'segment-slash' }, ...otherwise };
  const begins = part === 'whole' || part === 'start';
  const ends = part === 'whole' || part === 'end';
  if ((begins && text.startsWith('/')) || (ends && text.endsWith('/'))) {
    return { reason: { why: 'segments-outer-slash' }, ...otherwise };
  }
  if (count > most || (part === 'whole' && count < most)) {
    return { reason: { why: 'segments-count', name, count: most + 1 }, ...otherwise };
  }
  const found = notNormal(begins ? `/${text}` : text, part, lower, name);
  const right = begins ? found?.right?.slice(1) : found?.right;
  return found && { reason: found.reason, ...(right && isPossible(right) && { right }) };
}

/** Before Gateway 3.6 (Kong/kong#11905) `kong/router/atc.lua` lower-cases what it hands to the engine. */
function headerValue(text: string, { gatewayVersion }: Language): Impossible | null {
  if (hasEngineOf36(gatewayVersion) || !/[A-Z]/.test(text)) return null;
  const right = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return { reason: { why: 'header-case' }, right };
}

const protocols: Readonly<Record<Language['subsystem'], readonly string[]>> = {
  http: ['http', 'https'],
  stream: ['tcp', 'udp', 'tls'],
};

const sentAs: Readonly<Record<string, string>> = {
  grpc: 'http',
  grpcs: 'https',
  ws: 'http',
  wss: 'https',
  tls_passthrough: 'tcp',
};

/** What compares a part. */
const operatorOf = { whole: '==', start: '^=', end: '=^', middle: 'contains' } as const;

function protocol(text: string, part: Part, subsystem: Language['subsystem']): Impossible | null {
  const known = protocols[subsystem];
  if (known.some((one) => passes(one, { operator: operatorOf[part], text }))) return null;
  const reason = { why: 'protocol', protocols: known } as const;
  const right = sentAs[text] ?? text.toLowerCase();
  return { reason, ...(part === 'whole' && known.includes(right) && { right }) };
}

const highestPort = 65_535n;

/** With `!=` it is asked whether the field is never equal. */
function beyondIntegers(name: string, operator: ComparisonOperator, value: bigint): NeverReason | null {
  const isPort = name.endsWith('.port');
  const highest = isPort ? highestPort : null;
  const isBeyond = highest !== null && value > highest;
  const isNever =
    ((operator === '==' || operator === '!=') && (isBeyond || value < 0n)) ||
    (operator === '>' && highest !== null && value >= highest) ||
    (operator === '>=' && isBeyond) ||
    (operator === '<' && value <= 0n) ||
    (operator === '<=' && value < 0n);
  if (!isNever) return null;
  return { why: isPort ? 'port' : 'length' };
}

/**
 * Before Gateway 3.6 one list of fields served both subsystems, and a field of the other one has no value. Since 3.4.1
 * it raises an error when a request is routed (Kong/kong `kong/router/atc.lua`, `unknown router matching schema field`).
 */
function fieldWithoutValue(name: string, { subsystem, gatewayVersion }: Language): NeverReason | null {
  if (name === 'http.raw_path') return { why: 'raw-path' };
  if (hasValues(name, subsystem, gatewayVersion)) return null;
  const why = findField(name, subsystem) ? 'before-3.6' : 'other-subsystem';
  return { why, name, subsystem, fails: isAtLeast(gatewayVersion, '3.4.1') };
}
