/**
 * The priorities of expression routes, bit by bit. Each part is added to the others, so that a part that is too large
 * for its bits runs into the next.
 * Sources: `subtranslator/ingress_atc.go`, `httproute_atc.go`, `grpcroute_atc.go` (`EncodeToPriority`).
 */

/** The two highest bits: what the route was made from. */
const kindBits = { Ingress: 3n << 44n, HTTPRoute: 2n << 44n, GRPCRoute: 1n << 44n } as const;

/** What a priority is made of. */
export type PriorityTraits = IngressTraits | HttpRouteTraits | GrpcRouteTraits | FixedTraits;

/** L4 routes have priority 1, a default backend has 0. */
export interface FixedTraits {
  readonly kind: 'fixed';
  readonly priority: bigint;
}

export interface IngressTraits {
  readonly kind: 'Ingress';
  /** How many of paths, hosts, headers, methods and SNIs there are. */
  readonly matchFields: number;
  readonly headerCount: number;
  readonly plainHostsOnly: boolean;
  readonly hasRegexPath: boolean;
  readonly longestPath: number;
}

export interface HttpRouteTraits {
  readonly kind: 'HTTPRoute';
  readonly preciseHostname: boolean;
  readonly hostnameLength: number;
  readonly pathType: string;
  readonly pathLength: number;
  readonly hasMethod: boolean;
  readonly headerCount: number;
  readonly queryCount: number;
}

export interface GrpcRouteTraits {
  readonly kind: 'GRPCRoute';
  readonly preciseHostname: boolean;
  readonly hostnameLength: number;
  readonly serviceLength: number;
  readonly methodLength: number;
  readonly headerCount: number;
}

const bit = (isSet: boolean, place: bigint): bigint => (isSet ? 1n << place : 0n);
const number = (value: number, place: bigint): bigint => BigInt(value) << place;

export function ingressPriority(traits: IngressTraits): bigint {
  return (
    kindBits.Ingress +
    number(traits.matchFields, 41n) +
    number(Math.min(traits.headerCount, 255), 33n) +
    bit(traits.plainHostsOnly, 32n) +
    bit(traits.hasRegexPath, 16n) +
    number(Math.min(traits.longestPath, 65535), 0n)
  );
}

/** Without the 12 bits of the order among equals. */
export const httpRoutePriority = (traits: HttpRouteTraits): bigint =>
  kindBits.HTTPRoute + httpRouteClass(traits);

/** The same without the bits of the kind: how specific a match is. */
export function httpRouteClass(traits: HttpRouteTraits): bigint {
  return (
    bit(traits.preciseHostname, 43n) +
    number(traits.hostnameLength, 35n) +
    bit(traits.pathType === 'Exact', 34n) +
    bit(traits.pathType === 'RegularExpression', 33n) +
    number(Math.max(traits.pathLength - 1, 0), 23n) +
    bit(traits.hasMethod, 22n) +
    number(traits.headerCount, 17n) +
    number(traits.queryCount, 12n)
  );
}

/** Without the 8 bits of the order among equals. */
export function grpcRoutePriority(traits: GrpcRouteTraits): bigint {
  return (
    kindBits.GRPCRoute +
    bit(traits.preciseHostname, 43n) +
    number(traits.hostnameLength, 35n) +
    number(traits.serviceLength, 24n) +
    number(traits.methodLength, 13n) +
    number(traits.headerCount, 8n)
  );
}

/** The bits of the order: the first of equals has all of them, each other one less, none less than nothing. */
export function orderBits(width: bigint, index: number): bigint {
  // The controllers subtract from an unsigned number: beyond the last it starts again from the largest of 64 bits.
  return BigInt.asUintN(64, (1n << width) - 1n - BigInt(index));
}
