/**
 * From an expression back to traditional fields, where there are fields that match exactly the same requests.
 *
 * Not only what our own translation wrote is understood: any grouping of the right shape is. The whole is read
 * as conditions joined by `&&`, each of them alternatives joined by `||` that are about one field.
 */

import {
  type Expression,
  fieldOf,
  type Lhs,
  type Predicate,
  parse,
  print,
  readRegex,
  type Span,
  shortNames,
} from '../../grammar/index.js';
import type { NoFieldsReason } from '../problems/index.js';
import { type MatchField, type Net, type Route, subsystemOf } from '../routes/index.js';
import { isRegexPath, splitHostPort } from './generated-expression.js';

export type TraditionalFields = Pick<Route, MatchField>;

/** Why no fields exist, and the part of the expression that causes it. */
export interface NoFields {
  readonly refused: NoFieldsReason;
  /** In the expression. */
  readonly span: Span;
}

export interface RecoverOptions {
  /** Reads `http.path == "/x"` as the regex path `~/x$`, which matches the same but is ordered as a regex. */
  readonly equalityAsRegex: boolean;
}

/**
 * @param route a route with an expression that the engine accepts
 * @param tree of its expression
 * @returns the fields that match what the expression matches
 */
export function fieldsOf(
  route: Route,
  options: RecoverOptions,
  tree: Expression | null = parse(route.expression ?? '').tree,
): TraditionalFields | NoFields {
  if (!tree) return { refused: { code: 'expression-not-read', args: {} }, span: { start: 0, end: 0 } };
  const fields: { -readonly [Field in keyof TraditionalFields]: TraditionalFields[Field] } = {};
  const headers = new Map<string, readonly string[]>();
  for (const condition of conditionsOf(tree, options)) {
    const found = readCondition(condition, route, options);
    if ('refused' in found) return found;
    if (found.field === null) continue;
    if (found.field === 'headers') {
      if (headers.has(found.name)) return twice(condition, found.field, found.name);
      headers.set(found.name, found.values);
    } else if (found.field === 'sources' || found.field === 'destinations') {
      const nets = both(fields[found.field], found.values);
      if (!nets) return twice(condition, found.field);
      fields[found.field] = nets;
    } else {
      if (fields[found.field]) return twice(condition, found.field);
      Object.assign(fields, { [found.field]: found.values });
    }
  }
  const complete = subsystemOf(route) === 'http' ? withHostPorts(fields) : fields;
  return headers.size > 0 ? { ...complete, headers } : complete;
}

/** Addresses in one condition and ports in another are pairs of both; else two conditions are too many. */
function both(first: readonly Net[] | undefined, second: readonly Net[]): readonly Net[] | null {
  if (!first) return second;
  const only = (nets: readonly Net[], other: keyof Net) => nets.every((net) => net[other] === undefined);
  const pairs = (ips: readonly Net[], ports: readonly Net[]) =>
    ips.flatMap((ip) => ports.map((port) => ({ ...ip, ...port })));
  if (only(first, 'port') && only(second, 'ip')) return pairs(first, second);
  if (only(first, 'ip') && only(second, 'port')) return pairs(second, first);
  return null;
}

/** An HTTP route says the port that it is reached on with its hosts. */
function withHostPorts(fields: TraditionalFields): TraditionalFields {
  const { hosts, destinations, ...others } = fields;
  const isOnlyPorts = destinations?.every(({ ip }) => ip === undefined);
  if (!hosts || !isOnlyPorts || fields.sources || hosts.some((host) => splitHostPort(host).port !== null))
    return fields;
  return { ...others, hosts: hosts.flatMap((host) => destinations!.map(({ port }) => `${host}:${port}`)) };
}

const twice = (at: Expression, field: string, header: string | null = null): NoFields => ({
  refused: { code: 'second-condition', args: { field, header } },
  span: at.span,
});

type Condition =
  | { readonly field: 'methods' | 'hosts' | 'paths' | 'snis'; readonly values: readonly string[] }
  | { readonly field: 'sources' | 'destinations'; readonly values: readonly Net[] }
  | { readonly field: 'headers'; readonly name: string; readonly values: readonly string[] }
  /** Nothing needs to be written: `protocols` says it. */
  | { readonly field: null };

function readCondition(condition: Expression, route: Route, options: RecoverOptions): Condition | NoFields {
  const alternatives = flatten(condition, '||');
  return (
    readProtocols(alternatives, route) ??
    readSnis(alternatives, route) ??
    readAlternatives(condition, alternatives, options)
  );
}

/** `net.protocol == "http" || net.protocol == "https"` is true of every request of the subsystem. */
function readProtocols(alternatives: readonly Expression[], route: Route): Condition | null {
  const protocols = alternatives.map((alternative) => equality(alternative, 'net.protocol'));
  if (protocols.some((protocol) => protocol === null)) return null;
  const all = subsystemOf(route) === 'http' ? ['http', 'https'] : ['tcp', 'tls', 'udp'];
  return all.every((protocol) => protocols.includes(protocol)) ? { field: null } : null;
}

/** `net.protocol != "https" || tls.sni == …`: SNIs count only for requests that came over TLS. */
function readSnis(alternatives: readonly Expression[], route: Route): Condition | NoFields | null {
  const protocol = subsystemOf(route) === 'http' ? 'https' : 'tls';
  const isOther = (alternative: Expression) =>
    alternative.kind === 'predicate' &&
    alternative.operator === '!=' &&
    isPlain(alternative.lhs, 'net.protocol') &&
    alternative.rhs?.kind === 'string' &&
    alternative.rhs.value === protocol;
  const snis = alternatives.filter((alternative) => !isOther(alternative));
  const about = snis.filter((alternative) => isAbout(alternative, 'tls.sni'));
  if (about.length === 0) return null;
  if (about.length < snis.length) return crossField(alternatives);
  if (snis.length === alternatives.length) {
    return {
      refused: { code: 'sni-without-protocol', args: { protocol } },
      span: about[0]!.span,
    };
  }
  const values: string[] = [];
  for (const alternative of snis) {
    const value = readSni(alternative as Predicate);
    if (value === null) return noForm(alternative);
    values.push(value);
  }
  return { field: 'snis', values };
}

/** `*` alone, which Kong accepts as an SNI, is the end of every name. A final dot would be left out. */
function readSni(predicate: Predicate): string | null {
  const { operator, rhs } = predicate;
  if (operator === '=^' && rhs?.kind === 'string' && rhs.value === '') return '*';
  const sni = isPlain(predicate.lhs, 'tls.sni') ? readWildcard(predicate) : null;
  return sni?.endsWith('.') ? null : sni;
}

function readAlternatives(
  condition: Expression,
  alternatives: readonly Expression[],
  options: RecoverOptions,
): Condition | NoFields {
  const found: Condition[] = [];
  for (const alternative of alternatives) {
    const one = readAlternative(alternative, options);
    if ('refused' in one) return one;
    found.push(one);
  }
  const [first, ...others] = found as Exclude<Condition, { field: null }>[];
  const sameField = others.every((other) => other.field === first!.field && nameIn(other) === nameIn(first!));
  if (!sameField) return crossField(alternatives);
  const values = found.flatMap((one) => ('values' in one ? one.values : []) as unknown[]);
  if (values.length === 0) return noForm(condition);
  return { ...first!, values } as Condition;
}

const nameIn = (condition: Condition) => ('name' in condition ? condition.name : '');

const crossField = (alternatives: readonly Expression[]): NoFields => ({
  refused: { code: 'or-between-fields', args: {} },
  span: { start: alternatives[0]!.span.start, end: alternatives.at(-1)!.span.end },
});

function readAlternative(alternative: Expression, options: RecoverOptions): Condition | NoFields {
  if (alternative.kind === 'predicate') return readPredicate(alternative, options);
  const both = flatten(alternative, '&&');
  const [one, other] = both;
  // `host && port` and `address && port` are one element of their list.
  if (both.length === 2 && one?.kind === 'predicate' && other?.kind === 'predicate') {
    return readPair(one, other, options) ?? readPair(other, one, options) ?? noForm(alternative);
  }
  return noForm(alternative);
}

function readPair(one: Predicate, port: Predicate, options: RecoverOptions): Condition | null {
  const first = readPredicate(one, options);
  if ('refused' in first) return null;
  const number = port.operator === '==' && port.rhs?.kind === 'int' ? Number(port.rhs.value) : null;
  if (number === null || !isPort(number)) return null;
  if (first.field === 'hosts' && isPlain(port.lhs, 'net.dst.port')) {
    return { field: 'hosts', values: first.values.map((host) => `${host}:${number}`) };
  }
  if (first.field !== 'sources' && first.field !== 'destinations') return null;
  const side = first.field === 'sources' ? 'net.src.port' : 'net.dst.port';
  const [net] = first.values;
  if (!isPlain(port.lhs, side) || net?.port !== undefined) return null;
  return { field: first.field, values: [{ ...net, port: number }] };
}

const isPort = (number: number) => number >= 0 && number <= 65535;

function readPredicate(predicate: Predicate, options: RecoverOptions): Condition | NoFields {
  const { lhs, rhs, operator } = predicate;
  const field = fieldOf(lhs)?.name ?? '';
  if (!rhs || !operator) return noForm(predicate);
  if (field.startsWith('http.headers.')) return readHeader(predicate, field.slice('http.headers.'.length));
  if (!isPlain(lhs, field)) return noForm(predicate);
  switch (field) {
    case 'http.method':
      // Kong's schema accepts only letters in capitals.
      return operator === '==' && rhs.kind === 'string' && /^[A-Z]+$/.test(rhs.value)
        ? { field: 'methods', values: [rhs.value] }
        : noForm(predicate);
    case 'http.host': {
      const host = readWildcard(predicate);
      // A colon would be read as the one before a port.
      return host === null || splitHostPort(host).port !== null
        ? noForm(predicate)
        : { field: 'hosts', values: [host] };
    }
    case 'http.path':
      return readPath(predicate, options);
    case 'net.src.ip':
    case 'net.dst.ip':
      return (operator === '==' && rhs.kind === 'ip') || (operator === 'in' && rhs.kind === 'cidr')
        ? { field: field === 'net.src.ip' ? 'sources' : 'destinations', values: [{ ip: rhs.text }] }
        : noForm(predicate);
    case 'net.src.port':
    case 'net.dst.port':
      return operator === '==' && rhs.kind === 'int' && isPort(Number(rhs.value))
        ? {
            field: field === 'net.src.port' ? 'sources' : 'destinations',
            values: [{ port: Number(rhs.value) }],
          }
        : noForm(predicate);
    default:
      return noForm(predicate);
  }
}

/** `== "a.b"`, `=^ ".b"` as `*.b`, `^= "a."` as `a.*`. */
function readWildcard({ operator, rhs }: Predicate): string | null {
  if (rhs?.kind !== 'string' || rhs.value === '' || rhs.value.includes('*')) return null;
  if (operator === '==') return rhs.value;
  if (operator === '=^' && rhs.value.startsWith('.')) return `*${rhs.value}`;
  if (operator === '^=' && rhs.value.endsWith('.')) return `${rhs.value}*`;
  return null;
}

function readPath(predicate: Predicate, { equalityAsRegex }: RecoverOptions): Condition | NoFields {
  const { operator, rhs } = predicate;
  if (rhs?.kind !== 'string') return noForm(predicate);
  const { value } = rhs;
  if (operator === '^=' && value.startsWith('/')) return { field: 'paths', values: [value] };
  // People write `~^/x` too, which is anchored twice.
  if (operator === '~' && /^\^+\//.test(value)) {
    const path = `~${value.slice(1).replaceAll('?P<', '?<')}`;
    // Translated again it must be the same regex: a `?<` that is not a group would come back as `?P<`.
    const again = `^${path.slice(1).replaceAll('?<', '?P<')}`;
    const isSame = again === value || again === withNamedGroupsOfOneForm(value);
    if (isRegexPath(path) && isSame) return { field: 'paths', values: [path] };
  }
  if (operator === '==' && value.startsWith('/')) {
    if (equalityAsRegex) return { field: 'paths', values: [`~${escapeRegex(value)}$`] };
    return {
      refused: { code: 'path-equality', args: {} },
      span: predicate.span,
    };
  }
  return noForm(predicate);
}

/** `(?P<name>` for `(?<name>`: to Rust they are the same. Escaped or in a class it is something else. */
function withNamedGroupsOfOneForm(regex: string): string {
  let written = '';
  let at = 0;
  for (const { start } of shortNames(readRegex(regex, 'rust'))) {
    written += `${regex.slice(at, start - 1)}P`;
    at = start - 1;
  }
  return written + regex.slice(at);
}

/** Escapes that both PCRE and Rust's `regex` have. */
const escapeRegex = (text: string) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** `any(lower(http.headers.x)) == "v"`: one of the values, without regard to case. */
function readHeader(predicate: Predicate, name: string): Condition | NoFields {
  const { lhs, operator, rhs } = predicate;
  if (rhs?.kind !== 'string') return noForm(predicate);
  const functions = functionsOf(lhs);
  if (!functions.has('any') || !functions.has('lower')) {
    return {
      refused: { code: 'header-all-values', args: { term: print(predicate) } },
      span: predicate.span,
    };
  }
  const { value } = rhs;
  if (/[A-Z]/.test(value) || value === '') return noForm(predicate);
  if (operator === '~') return { field: 'headers', name: headerName(name), values: [`~*${value}`] };
  if (operator !== '==' || value.startsWith('~*')) return noForm(predicate);
  return { field: 'headers', name: headerName(name), values: [value] };
}

/** The field has `_` for every `-`; headers are hardly ever named with an underscore. */
const headerName = (name: string) => name.replaceAll('_', '-');

function functionsOf(lhs: Lhs | null): Set<string> {
  const functions = new Set<string>();
  for (let at = lhs; at?.kind === 'call'; at = at.argument) if (at.function) functions.add(at.function);
  return functions;
}

/** Nothing of a traditional route says this. */
const noForm = (at: Expression): NoFields => ({
  refused: { code: 'no-traditional-form', args: { term: print(at) } },
  span: at.span,
});

const isPlain = (lhs: Lhs | null, name: string) => lhs?.kind === 'field' && lhs.name === name;

const isAbout = (expression: Expression, name: string) =>
  expression.kind === 'predicate' && fieldOf(expression.lhs)?.name === name;

function equality(expression: Expression, field: string): string | null {
  if (expression.kind !== 'predicate' || expression.operator !== '==') return null;
  return isPlain(expression.lhs, field) && expression.rhs?.kind === 'string' ? expression.rhs.value : null;
}

/** The terms that one operator joins, looked for through parentheses. */
function flatten(expression: Expression, operator: '&&' | '||'): Expression[] {
  if (expression.kind === 'group' && !expression.negated && expression.expression) {
    const inner = flatten(expression.expression, operator);
    // Parentheses around something else are kept: they may hold an element of a list.
    const [only] = inner;
    return inner.length > 1 || only !== expression.expression || only.kind === 'predicate'
      ? inner
      : [expression];
  }
  if (expression.kind === 'logical' && expression.operator === operator) {
    return expression.terms.flatMap((term) => (term ? flatten(term, operator) : []));
  }
  return [expression];
}

/** The conditions that must all hold; a host or an address with its port stays one. */
function conditionsOf(expression: Expression, options: RecoverOptions): Expression[] {
  if (expression.kind === 'group' && !expression.negated && expression.expression) {
    const [one, other, ...more] = flatten(expression, '&&');
    const isPair =
      more.length === 0 &&
      one?.kind === 'predicate' &&
      other?.kind === 'predicate' &&
      (readPair(one, other, options) ?? readPair(other, one, options)) !== null;
    return isPair ? [expression] : conditionsOf(expression.expression, options);
  }
  if (expression.kind === 'logical' && expression.operator === '&&') {
    return expression.terms.flatMap((term) => (term ? conditionsOf(term, options) : []));
  }
  return [expression];
}
