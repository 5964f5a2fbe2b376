/** The sentences about the order in which a router evaluates routes. */

import { count, listed } from '../text/index.js';
import type { OrderReason, SharedParts, TraditionalSubmatch } from './order-reason.js';

/** `2 against 1`, where the first number belongs to the route that is evaluated first. */
const against = (first: number | bigint, second: number | bigint) => `${first} against ${second}`;

/** A clause without a full stop: `more match fields win: 2 against 1`. */
export function orderReasonWords(reason: OrderReason): string {
  switch (reason.rule) {
    case 'priority':
      return `the higher \`priority\` wins: ${against(reason.first, reason.second)}`;
    case 'expression-first':
      return 'routes with an `expression` come before routes without';
    case 'fields-before-expression':
      return `${reason.fields} match fields set the top bit (63), which comes even before an expression`;
    case 'plain-host':
      return 'a plain host (bit 60) comes first';
    case 'regex-path':
      return 'a regex path (bit 51) comes first';
    case 'fields':
      return `more match fields win: ${against(reason.first, reason.second)}`;
    case 'headers':
      return `more headers win: ${against(reason.first, reason.second)}`;
    case 'path-length':
      return `the longer path wins: ${against(reason.first, reason.second)} bytes`;
    case 'regex_priority':
      return `the higher \`regex_priority\` wins: ${against(reason.first, reason.second)}`;
    case 'shared-bits':
      return `match fields, headers and \`regex_priority\` share bits of the priority: ${sharedWords(reason.first)}, ${sharedWords(reason.second)}`;
    case 'top-bit':
      return reason.by === 'fields'
        ? `${reason.value} match fields set the top bit (63)`
        : `the \`regex_priority\` ${reason.value} sets the top bit (63)`;
    case 'stream-sni':
      return `an SNI comes first (bit ${reason.bit})`;
    case 'stream-both-sides':
      return `sources and destinations together come first (bit ${reason.bit})`;
    case 'stream-net':
      return `${netWords[reason.has]} among the \`${reason.side}\` comes first (bit ${reason.bit})`;
    case 'id':
      return 'the priorities are equal, and the higher `id` wins';
    case 'id-unknown':
      return 'the priorities are equal, and the higher `id` wins, but `id` is not set for both';
    case 'interpreter-or-jit':
      return 'the priority of a route with 4 or more match fields, or with a `regex_priority` of more than 13 bits, depends on whether LuaJIT has compiled the code';
    case 'category':
      return `both have the same number of match fields, and \`${reason.first}\` comes before \`${reason.second}\``;
    case 'submatch':
      return submatchWords(reason.first, reason.second);
    case 'addresses':
      return 'an address comes before a port, a port before a range, and an address with a port before all of these';
    case 'found-by-key':
      return 'which of the two comes first depends on the request and on the other routes: the router first evaluates the routes that it finds by one key, such as the first header or path that it knows';
    case 'created_at':
      return `the older route wins: \`created_at\` ${against(reason.first, reason.second)}`;
    case 'created_at-unknown':
      return 'the older route wins, but `created_at` is not set for both';
    case 'load-order':
      return 'the older route wins; both were created in the same second, so the order of loading decides';
  }
}

const netWords = { address: 'an address', port: 'a port', range: 'a range' } as const;

const sharedWords = ({ fields, headers, regexPriority, together }: SharedParts): string =>
  `${listed([count(fields, 'field'), count(headers, 'header'), `\`regex_priority\` ${regexPriority}`])} make ${together}`;

function submatchWords(first: TraditionalSubmatch, second: TraditionalSubmatch): string {
  if (first === 'wildcard-with-port') return 'a wildcard host with a port comes first';
  if (first === 'regex-path') return 'a regex path comes first';
  return second === 'regex-path'
    ? 'plain hosts come before a regex path'
    : 'plain hosts come before wildcards';
}

/** A Gateway by what sets it apart from another one. */
export type GatewayName =
  | { readonly by: 'flavor'; readonly flavor: string }
  | { readonly by: 'calculation'; readonly calculation: string }
  /** `flavor`: where the other one has no flavors. */
  | { readonly by: 'version'; readonly version: string; readonly flavor: string | null };

export function gatewayName(name: GatewayName): string {
  if (name.by === 'flavor') return name.flavor;
  if (name.by === 'calculation') return name.calculation;
  return `Gateway ${name.version}${name.flavor === null ? '' : ` with \`${name.flavor}\``}`;
}

/** Why two routes change places when the Gateway changes. */
export interface OrderChangeReason {
  readonly from: GatewayName;
  readonly to: GatewayName;
  readonly was: OrderReason;
  readonly is: OrderReason;
  /** Only requests that have this more than once match both routes. */
  readonly severalValuesOf: { readonly kind: 'header' | 'query'; readonly name: string } | null;
}

/** A clause without a full stop. */
export function orderChangeWords({ from, to, was, is, severalValuesOf }: OrderChangeReason): string {
  const why = `under ${gatewayName(from)}, ${orderReasonWords(was)}; under ${gatewayName(to)}, ${orderReasonWords(is)}`;
  if (severalValuesOf === null) return why;
  const what = severalValuesOf.kind === 'header' ? 'the header' : 'the query parameter';
  return `${why}; only requests with several values of ${what} \`${severalValuesOf.name}\` match both`;
}

/** Of a route that changes places with another one. */
export const reorderedWords = (other: string, why: OrderChangeReason): string =>
  `is evaluated in a different order relative to ${other}: ${orderChangeWords(why)}`;
