/**
 * The requests that a route of the atc router may match, as conditions that all have to hold, each about one
 * field. What cannot be said that way is left out, so that a set holds more requests than the route matches,
 * never fewer.
 */

import {
  type Expression,
  fieldOf,
  type GatewayVersion,
  type Lhs,
  type Predicate,
  parseIpv4,
  parseIpv6,
  presenceOf,
} from '../../grammar/index.js';
import { isInEffect, type Net, type Route, subsystemOf } from '../routes/index.js';
import { isRegexPath, splitHostPort } from './generated-expression.js';
import { areDisjoint, TextSet } from './text-set.js';

/** Integers and addresses from one to another, both included. */
export interface Range {
  readonly kind: 'int' | 'ipv4' | 'ipv6';
  readonly least: bigint;
  readonly most: bigint;
}

export type ValueSet = TextSet | Range;

/** The value of a field is in one of the sets. */
export interface Condition {
  /** Of a field that a request may have several times, which values; every other field has the one. */
  readonly of: 'every' | 'first' | 'any';
  /** It is looked at in lower case. */
  readonly lower: boolean;
  readonly values: readonly ValueSet[];
}

/** By the names of fields. */
export type RequestSet = ReadonlyMap<string, readonly Condition[]>;

export const everyRequest: RequestSet = new Map();

/** Alternatives of several conditions each become many; more than these are not distinguished. */
const mostConditions = 8;

export function both(a: RequestSet, b: RequestSet): RequestSet {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const joined = new Map(a);
  for (const [field, conditions] of b) joined.set(field, [...(joined.get(field) ?? []), ...conditions]);
  return joined;
}

export function either(a: RequestSet, b: RequestSet): RequestSet {
  const joined = new Map<string, readonly Condition[]>();
  for (const [field, conditions] of a) {
    const others = b.get(field) ?? [];
    const pairs = conditions.flatMap((one) => others.map((other) => [one, other] as const));
    const found = pairs.slice(0, mostConditions).flatMap(([one, other]) => eitherCondition(one, other) ?? []);
    if (found.length > 0) joined.set(field, found);
  }
  return joined;
}

function eitherCondition(a: Condition, b: Condition): Condition | null {
  const lower = a.lower || b.lower;
  const values = lower ? [lowered(a), lowered(b)] : [a.values, b.values];
  if (!values[0] || !values[1]) return null;
  // Where every value is in a set, one of them is.
  return { of: a.of === b.of ? a.of : 'any', lower, values: [...values[0], ...values[1]] };
}

/** The same of the values in lower case; `null` if Unicode makes something else of a part than of the whole. */
function lowered({ lower, values }: Condition): readonly ValueSet[] | null {
  if (lower) return values;
  const found: ValueSet[] = [];
  for (const value of values) {
    if (!(value instanceof TextSet) || value.kind === 'not' || value.kind === 'regex') return null;
    if (!isAscii(value.text)) return null;
    found.push(new TextSet(value.kind, value.text.toLowerCase()));
  }
  return found;
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

/**
 * Whether one request can be in both sets: not at all; only if it has a header or a query parameter more than
 * once, and which; or for all that is known.
 */
export type Overlap = 'none' | { readonly severalValuesOf: string } | 'possible';

export function overlapOf(a: RequestSet, b: RequestSet): Overlap {
  let several: string | null = null;
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  for (const [field, conditions] of fewer) {
    const others = more.get(field);
    if (!others) continue;
    for (const one of conditions) {
      for (const other of others) {
        if (!excludes(one, other)) continue;
        if (isOfOneValue(one, other)) return 'none';
        several = field;
      }
    }
  }
  return several === null ? 'possible' : { severalValuesOf: several };
}

/** What every value is in, and what some value is in, are about one value; what some are in may be about two. */
const isOfOneValue = (a: Condition, b: Condition) =>
  a.of === 'every' || b.of === 'every' || (a.of === 'first' && b.of === 'first');

function excludes(a: Condition, b: Condition): boolean {
  const [values, others] = a.lower === b.lower ? [a.values, b.values] : [lowered(a), lowered(b)];
  return (
    values !== null &&
    others !== null &&
    values.every((one) => others.every((other) => excludesValue(one, other)))
  );
}

function excludesValue(a: ValueSet, b: ValueSet): boolean {
  if (!('least' in a)) return !('least' in b) && areDisjoint(a, b);
  return 'least' in b && (a.kind !== b.kind || a.most < b.least || b.most < a.least);
}

const condition = (values: readonly ValueSet[]): Condition => ({ of: 'every', lower: false, values });
const ofField = (field: string, values: readonly ValueSet[]): RequestSet =>
  new Map([[field, [condition(values)]]]);

/**
 * What an expression says.
 *
 * @param tree as the engine groups it
 * @param version up to 3.3, of a field that occurs several times the first value counts, unless in `any( … )`
 */
export function requestsOfExpression(tree: Expression | null, version: GatewayVersion): RequestSet {
  const countsAll = isInEffect('all-values', { flavor: 'expressions', version });
  return ofExpression(tree, false, countsAll ? 'every' : 'first');
}

function ofExpression(tree: Expression | null, negated: boolean, plain: 'every' | 'first'): RequestSet {
  switch (tree?.kind) {
    case undefined:
      return everyRequest;
    case 'group':
      return ofExpression(tree.expression, negated !== tree.negated, plain);
    case 'logical': {
      const join = (tree.operator === '&&') !== negated ? both : either;
      return tree.terms.map((term) => ofExpression(term, negated, plain)).reduce(join);
    }
    case 'predicate':
      return ofPredicate(tree, negated, plain);
  }
}

function ofPredicate(
  { lhs, operator, rhs }: Predicate,
  negated: boolean,
  plain: 'every' | 'first',
): RequestSet {
  const field = fieldOf(lhs)?.name;
  if (field === undefined || operator === null || rhs === null) return everyRequest;
  const isMultiple = presenceOf(field) === 'often';
  if (negated) {
    // That not every value is so says nothing of one of them.
    const isOther = operator === '==' && rhs.kind === 'string' && !isMultiple && lhs?.kind === 'field';
    return isOther ? ofField(field, [new TextSet('not', rhs.value)]) : everyRequest;
  }
  const value = valueSetOf(operator, rhs);
  if (value === null || (value.kind === 'not' && isMultiple)) return everyRequest;
  const of = isMultiple ? (hasFunction(lhs, 'any') ? 'any' : plain) : 'every';
  return new Map([[field, [{ of, lower: hasFunction(lhs, 'lower'), values: [value] }]]]);
}

function hasFunction(lhs: Lhs | null, name: string): boolean {
  for (let at = lhs; at?.kind === 'call'; at = at.argument) if (at.function === name) return true;
  return false;
}

type Operator = NonNullable<Predicate['operator']>;
type Constant = NonNullable<Predicate['rhs']>;

function valueSetOf(operator: Operator, rhs: Constant): ValueSet | null {
  switch (rhs.kind) {
    case 'string':
      return textOf(operator, rhs.value);
    case 'int':
      return intOf(operator, rhs.value);
    case 'ip':
      return operator === '==' ? addressesOf(rhs.text) : null;
    case 'cidr':
      return operator === 'in' ? addressesOf(rhs.text) : null;
  }
}

const textKinds: Partial<Record<Operator, 'exact' | 'prefix' | 'suffix' | 'contains' | 'not'>> = {
  '==': 'exact',
  '^=': 'prefix',
  '=^': 'suffix',
  contains: 'contains',
  '!=': 'not',
};

function textOf(operator: Operator, text: string): TextSet | null {
  if (operator === '~') return new TextSet('regex', text);
  const kind = textKinds[operator];
  return kind ? new TextSet(kind, text) : null;
}

const limit = 1n << 64n;

function intOf(operator: Operator, value: bigint): Range | null {
  const range = (least: bigint, most: bigint): Range => ({ kind: 'int', least, most });
  switch (operator) {
    case '==':
      return range(value, value);
    case '>':
      return range(value + 1n, limit);
    case '>=':
      return range(value, limit);
    case '<':
      return range(-limit, value - 1n);
    case '<=':
      return range(-limit, value);
    default:
      return null;
  }
}

/** An address or a network; host bits do not count. */
function addressesOf(text: string): Range | null {
  const [address = '', length] = text.split('/');
  const ipv4 = parseIpv4(address, { leadingZeros: true });
  const bits = ipv4 ?? parseIpv6(address);
  if (bits === null) return null;
  const size = ipv4 === null ? 128n : 32n;
  const hosts = size - BigInt(length ?? size);
  const least = (bits >> hosts) << hosts;
  return { kind: ipv4 === null ? 'ipv6' : 'ipv4', least, most: least | ((1n << hosts) - 1n) };
}

/**
 * What the fields of a route say, as the expression that Kong makes of them does, but for `paths`.
 * Source: Kong/kong `kong/router/transform.lua` (`get_expression`). Of `snis` nothing is left: they are an
 * alternative to a protocol.
 */
export function requestsOfFields(route: Route): RequestSet {
  const sets = [netsOf('net.src', route.sources), netsOf('net.dst', route.destinations)];
  if (subsystemOf(route) === 'http') {
    const exact = (text: string) => new TextSet('exact', text);
    if (route.methods?.length) sets.push(ofField('http.method', route.methods.map(exact)));
    if (route.hosts?.length) sets.push(hostsOf(route.hosts));
    for (const [name, values] of route.headers ?? []) sets.push(headerOf(name, values));
  }
  return sets.reduce(both);
}

/** The requests of one of the `paths` of a route. */
export function requestsOfPath(path: string): RequestSet {
  const set = isRegexPath(path)
    ? new TextSet('regex', `^${path.slice(1).replaceAll('?<', '?P<')}`)
    : new TextSet('prefix', path);
  return ofField('http.path', [set]);
}

/** The requests of some protocols. */
export const requestsOfProtocols = (protocols: ReadonlySet<string> | null): RequestSet =>
  protocols === null
    ? everyRequest
    : ofField(
        'net.protocol',
        [...protocols].map((text) => new TextSet('exact', text)),
      );

function netsOf(side: 'net.src' | 'net.dst', nets: readonly Net[] | undefined): RequestSet {
  if (!nets || nets.length === 0) return everyRequest;
  return nets
    .map(({ ip, port }) => {
      const addresses = ip === undefined ? null : addressesOf(ip);
      const ofIp = addresses ? ofField(`${side}.ip`, [addresses]) : everyRequest;
      if (port === undefined) return ofIp;
      const number = BigInt(port);
      return both(ofIp, ofField(`${side}.port`, [{ kind: 'int', least: number, most: number }]));
    })
    .reduce(either);
}

function hostsOf(hosts: readonly string[]): RequestSet {
  return hosts
    .map((written) => {
      const { host, port } = splitHostPort(written);
      const requests = ofField('http.host', [hostOf(host)]);
      if (port === null) return requests;
      const number = BigInt(Math.trunc(port));
      return both(requests, ofField('net.dst.port', [{ kind: 'int', least: number, most: number }]));
    })
    .reduce(either);
}

function hostOf(host: string): TextSet {
  if (host.startsWith('*')) return new TextSet('suffix', host.slice(1));
  return host.endsWith('*') ? new TextSet('prefix', host.slice(0, -1)) : new TextSet('exact', host);
}

function headerOf(name: string, values: readonly string[]): RequestSet {
  if (values.length === 0) return everyRequest;
  const field = `http.headers.${asciiLower(name).replaceAll('-', '_')}`;
  const sets = values.map((value) => {
    const lower = asciiLower(value);
    return lower.startsWith('~*') ? new TextSet('regex', lower.slice(2)) : new TextSet('exact', lower);
  });
  return new Map([[field, [{ of: 'any', lower: true, values: sets }]]]);
}

const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
