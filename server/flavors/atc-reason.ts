/**
 * Why the atc router tries one matcher before another: by the highest bit in which the two priorities differ, and what of
 * a route sets it (`priority.ts` for the bits).
 */

import type { OrderReason, SharedParts } from '../problems/index.js';
import { isSet, type Route, type RouteMatchCalculation, subsystemOf } from '../routes/index.js';
import { type Priority, type PriorityParts, priorityParts } from './priority.js';

export interface RankedPart {
  /** A route, or a part that the router splits it into. */
  readonly part: Route;
  readonly priority: Priority;
  readonly id: { readonly uuid: string | null; readonly isCertain: boolean };
}

/**
 * Which of two is tried first: negative for the first, positive for the second, 0 where that is open, since the ids are not
 * certain, or since a priority is one of two numbers.
 */
export function compareRanked(a: RankedPart, b: RankedPart): number {
  const order = comparePriorities(a.priority, b.priority);
  if (order !== null) return order;
  const [one, other] = [a.id, b.id];
  if (!one.isCertain || !other.isCertain || one.uuid === null || other.uuid === null) return 0;
  return one.uuid === other.uuid ? 0 : one.uuid > other.uuid ? -1 : 1;
}

/**
 * A part that LuaJIT may have compiled or not has one of two priorities, whatever the other has.
 *
 * @returns 0 where that decides, `null` if they are equal
 */
export function comparePriorities(a: Priority, b: Priority): number | null {
  if (a.compiled === null && b.compiled === null) {
    return a.value === b.value ? null : a.value > b.value ? -1 : 1;
  }
  const orders = new Set(
    valuesOf(a).flatMap((one) => valuesOf(b).map((other) => (one === other ? null : one > other ? -1 : 1))),
  );
  const [order = 0] = orders;
  return orders.size === 1 ? order : 0;
}

const valuesOf = ({ value, compiled }: Priority) => (compiled === null ? [value] : [value, compiled]);

/** Why the order of two is what `compareRanked` says. */
export function atcReason(a: RankedPart, b: RankedPart, calculation: RouteMatchCalculation): OrderReason {
  const order = comparePriorities(a.priority, b.priority);
  if (order === 0) return { rule: 'interpreter-or-jit' };
  if (order === null) return idReason(a, b);
  const [first, second] = order < 0 ? [a, b] : [b, a];
  return priorityReason(first, second, calculation);
}

function idReason(a: RankedPart, b: RankedPart): OrderReason {
  const order = compareRanked(a, b);
  if (order === 0) return { rule: 'id-unknown' };
  const [first, second] = order < 0 ? [a, b] : [b, a];
  return { rule: 'id', first: first.id.uuid!, second: second.id.uuid! };
}

function priorityReason(
  { part: a, priority: { value } }: RankedPart,
  { part: b, priority: { value: other } }: RankedPart,
  calculation: RouteMatchCalculation,
): OrderReason {
  if (a.expression !== undefined && b.expression !== undefined) {
    return { rule: 'priority', first: BigInt(a.priority ?? 0), second: BigInt(b.priority ?? 0) };
  }
  if (a.expression !== undefined) return { rule: 'expression-first' };
  const [one, two] = [priorityParts(a), priorityParts(b)];
  if (b.expression !== undefined) return { rule: 'fields-before-expression', fields: one.weight };
  const bit = (value ^ other).toString(2).length - 1;
  if (subsystemOf(a) === 'stream') return streamReason(bit, a);
  return calculation === 'strict' ? bitReason(bit, one, two) : computedReason(bit, one, two);
}

/** `stream_get_priority`: per side an address (3), a port (2), a range (0), those of the source 4 bits higher. */
function streamReason(bit: number, first: Route): OrderReason {
  if (bit >= 29) return { rule: isSet(first, 'snis') ? 'stream-sni' : 'stream-both-sides', bit };
  const has = bit % 4 === 3 ? 'address' : bit % 4 === 2 ? 'port' : 'range';
  return { rule: 'stream-net', has, side: bit >= 4 ? 'sources' : 'destinations', bit };
}

const fieldsReason = (one: PriorityParts, two: PriorityParts): OrderReason => ({
  rule: 'fields',
  first: one.weight,
  second: two.weight,
});
const headersReason = (one: PriorityParts, two: PriorityParts): OrderReason => ({
  rule: 'headers',
  first: one.headers,
  second: two.headers,
});
const regexPriorityReason = (one: PriorityParts, two: PriorityParts): OrderReason => ({
  rule: 'regex_priority',
  first: BigInt(one.regexPriority),
  second: BigInt(two.regexPriority),
});
const lengthReason = (one: PriorityParts, two: PriorityParts): OrderReason => ({
  rule: 'path-length',
  first: one.pathLength,
  second: two.pathLength,
});

/** As the documentation lays the bits out. */
function bitReason(bit: number, one: PriorityParts, two: PriorityParts): OrderReason {
  if (bit > 60) return fieldsReason(one, two);
  if (bit === 60) return { rule: 'plain-host' };
  if (bit > 51) return headersReason(one, two);
  if (bit === 51) return { rule: 'regex-path' };
  if (bit < 19) return lengthReason(one, two);
  // A negative one is above all others.
  return one.regexPriority < 0 && two.regexPriority >= 0
    ? { rule: 'top-bit', by: 'regex_priority', value: BigInt(one.regexPriority) }
    : regexPriorityReason(one, two);
}

/** As the code computes them. */
function computedReason(bit: number, one: PriorityParts, two: PriorityParts): OrderReason {
  if (bit > 60) {
    return one.weight >= 4
      ? { rule: 'top-bit', by: 'fields', value: one.weight }
      : { rule: 'top-bit', by: 'regex_priority', value: BigInt(one.regexPriority) };
  }
  if (bit === 60) return { rule: 'plain-host' };
  if (bit === 51) return { rule: 'regex-path' };
  if (bit < 19) return lengthReason(one, two);
  const [first, second] = [sharedParts(one), sharedParts(two)];
  // A part decides by itself where the others set the same bits from its lowest one on.
  const areAlike = (bits: (parts: PriorityParts) => number, from: number) =>
    bits(one) >>> from === bits(two) >>> from;
  if (
    bit >= 29 &&
    one.weight > two.weight &&
    areAlike((parts) => headerBits(parts) | regexPriorityBits(parts), 29)
  ) {
    return fieldsReason(one, two);
  }
  if (
    bit >= 20 &&
    one.headers > two.headers &&
    areAlike((parts) => fieldBits(parts) | regexPriorityBits(parts), 20)
  ) {
    return headersReason(one, two);
  }
  if (
    one.regexPriority > two.regexPriority &&
    areAlike((parts) => fieldBits(parts) | headerBits(parts), 19)
  ) {
    return regexPriorityReason(one, two);
  }
  return { rule: 'shared-bits', first, second };
}

const fieldBits = ({ weight }: PriorityParts) => (weight << 29) >>> 0;
const headerBits = ({ headers }: PriorityParts) => (headers << 20) >>> 0;
const regexPriorityBits = ({ regexPriority }: PriorityParts) =>
  (Number(BigInt.asIntN(32, BigInt(regexPriority))) << 19) >>> 0;

const sharedParts = (parts: PriorityParts): SharedParts => ({
  fields: parts.weight,
  headers: parts.headers,
  regexPriority: BigInt(parts.regexPriority),
  together: ((fieldBits(parts) | headerBits(parts) | regexPriorityBits(parts)) >>> 19) & 0x1fff,
});
