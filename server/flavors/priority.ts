/**
 * The priority that the atc router gives a route: an unsigned 64-bit number, higher is tried first.
 * Source: Kong/kong `kong/router/transform.lua` (`get_priority`, `stream_get_priority`).
 *
 * The comment there draws a 64-bit layout, and `route_match_calculation = strict` is documented to follow it.
 * What the code computes is another number: `lshift_uint64` hands a Lua number to `bit.lshift`, which shifts
 * 32 bits by the count modulo 32, so that 61, 52 and 19 act as 29, 20 and 19 (Kong/kong#14457). Only the
 * constants with the suffix ULL are at the bits that the comment names.
 */

import {
  type Gateway,
  isInEffect,
  isSet,
  matchFields,
  type Net,
  type Route,
  type RouteMatchCalculation,
  subsystemOf,
} from '../routes/index.js';
import { isRegexPath } from './generated-expression.js';

const plainHostBit = 1n << 60n;
const regexBit = 1n << 51n;
const streamSniBit = 1n << 61n;

/** Every route with an expression is above every route without. */
export const expressionOnlyBits = 0xffn << 56n;

const mostHeaders = 255;

export interface Priority {
  /** What the router is given. */
  readonly value: bigint;
  /**
   * What it is given once LuaJIT has compiled the function, where that differs: a part that is negative as a
   * 32-bit number becomes 2^63 in the interpreter and is sign-extended by compiled code (x86-64).
   */
  readonly compiled: bigint | null;
}

/** The parts that a priority is made of, before any arithmetic. */
export interface PriorityParts {
  /** How many of the match fields are set. */
  readonly weight: number;
  /** No host has a wildcard; true for an empty list of hosts as well. */
  readonly plainHosts: boolean;
  readonly headers: number;
  readonly regex: boolean;
  /** Counts for regex paths only. */
  readonly regexPriority: number | bigint;
  /** Of the longest prefix path, in bytes. */
  readonly pathLength: number;
}

/**
 * @param route one as `splitByPath` leaves it: its paths are all regexes or all of one length. Gateways before
 *   3.3, which split nothing, compute the same of all paths
 */
export function priorityOf(route: Route): Priority {
  if (route.expression !== undefined) {
    return { value: expressionOnlyBits | BigInt.asUintN(64, BigInt(route.priority ?? 0)), compiled: null };
  }
  if (subsystemOf(route) === 'stream') return { value: streamPriority(route), compiled: null };
  return httpPriority(priorityParts(route));
}

export function priorityParts(route: Route): PriorityParts {
  const { paths = [] } = route;
  const regex = paths.some(isRegexPath);
  const lengths = paths.map((path) => (isRegexPath(path) ? 0 : Buffer.byteLength(path)));
  return {
    weight: matchFields.filter((field) => isSet(route, field)).length,
    plainHosts: route.hosts?.every((host) => !host.includes('*')) ?? false,
    headers: Math.min(route.headers?.size ?? 0, mostHeaders),
    regex,
    regexPriority: regex ? (route.regex_priority ?? 0) : 0,
    pathLength: lengths.reduce((longest, length) => Math.max(longest, length), 0),
  };
}

function httpPriority(parts: PriorityParts): Priority {
  const shifted = [
    parts.weight << 29,
    parts.headers << 20,
    Number(BigInt.asIntN(32, BigInt(parts.regexPriority))) << 19,
    parts.pathLength & 0x7ffff,
  ];
  const constants = (parts.plainHosts ? plainHostBit : 0n) | (parts.regex ? regexBit : 0n);
  const compiled = shifted.reduce((bits, part) => bits | BigInt.asUintN(64, BigInt(part)), constants);
  if (shifted.every((part) => part >= 0)) return { value: compiled, compiled: null };
  // Without a 64-bit constant among them the parts are joined as 32-bit numbers, and the sum is converted.
  const converted = constants === 0n ? [shifted.reduce((bits, part) => bits | part)] : shifted;
  const value = converted.reduce((bits, part) => bits | (part < 0 ? 1n << 63n : BigInt(part)), constants);
  return { value, compiled };
}

/**
 * What the router is given under a `route_match_calculation`. The source of `strict` is not public; it is
 * documented to correct the weight of routes, and assumed to be the layout of the comment.
 */
export function calculatedPriorityOf(
  route: Route,
  calculation: RouteMatchCalculation = 'original',
): Priority {
  if (calculation === 'original') return priorityOf(route);
  // A negative `regex_priority` has no place in the layout; as 32 bits it is what the code would put there.
  return { value: documentedPriorityOf(route) ?? priorityOfParts(priorityParts(route)), compiled: null };
}

/**
 * The same for the router of a Gateway: up to 3.6, a stream route that has neither sources nor destinations counts as
 * HTTP (`get_priority` in `kong/router/compat.lua`).
 */
export function routerPriorityOf(route: Route, gateway: Gateway): Priority {
  const countsAsHttp =
    subsystemOf(route) === 'stream' &&
    route.expression === undefined &&
    !isInEffect('stream-by-protocols', { ...gateway, flavor: 'traditional_compatible' }) &&
    !isSet(route, 'sources') &&
    !isSet(route, 'destinations');
  const counted = countsAsHttp ? { ...route, protocols: ['https'] } : route;
  return calculatedPriorityOf(counted, gateway.calculation);
}

/**
 * The value in the layout of Kong's comment.
 *
 * @returns `null` if the layout has no place for it: a negative `regex_priority`
 */
export function documentedPriorityOf(route: Route): bigint | null {
  if (route.expression !== undefined || subsystemOf(route) === 'stream') return priorityOf(route).value;
  const parts = priorityParts(route);
  return parts.regexPriority < 0 ? null : priorityOfParts(parts);
}

function priorityOfParts(parts: PriorityParts): bigint {
  return (
    (BigInt(parts.weight) << 61n) |
    (parts.plainHosts ? plainHostBit : 0n) |
    (BigInt(parts.headers) << 52n) |
    (parts.regex ? regexBit : 0n) |
    (BigInt.asUintN(32, BigInt(parts.regexPriority)) << 19n) |
    BigInt(parts.pathLength & 0x7ffff)
  );
}

/** An SNI, or source and destination together, above all; then per side an address, a port, a range. */
function streamPriority(route: Route): bigint {
  const hasBoth = isSet(route, 'sources') && isSet(route, 'destinations');
  const sniBits = isSet(route, 'snis') || hasBoth ? streamSniBit : 0n;
  return sniBits | (netBits(route.sources) << 4n) | netBits(route.destinations);
}

function netBits(nets: readonly Net[] | undefined): bigint {
  return (nets ?? []).reduce((bits, { ip, port }) => {
    const ipBit = ip === undefined ? 0n : ip.includes('/') ? 1n : 8n;
    return bits | ipBit | (port === undefined ? 0n : 4n);
  }, 0n);
}
