/** What a table of routes does to itself: codes with closed arguments. Routes are named as people call them. */

import type { OrderReason } from './order-reason.js';

/** A request that a client can send; what is left out does not matter. */
export interface ProofRequest {
  /** HTTP: `http` or `https`. Stream: `tcp`, `tls` or `udp`. */
  readonly scheme: string;
  readonly method?: string;
  /** The header `Host`, with its port. */
  readonly host?: string;
  /** In normal form, without the query: what `pathOfUri` makes of a raw one. */
  readonly path?: string;
  /** By name as sent; names that differ in their case are one header. Without `Host`. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** By name; `true` for one without `=`. */
  readonly queries?: Readonly<Record<string, readonly (string | true)[]>>;
  /** The server name of the TLS handshake. */
  readonly sni?: string;
  readonly srcIp?: string;
  readonly srcPort?: number;
  readonly dstIp?: string;
  /** The port on which the Gateway listens. */
  readonly dstPort?: number;
}

/** Why a route matches requests that are meant for another one. */
export type Resemblance =
  /** One is for gRPC and the other for HTTP, which the router does not distinguish. */
  | { readonly kind: 'grpc' }
  /** A prefix that goes on within a segment. */
  | { readonly kind: 'prefix'; readonly path: string; readonly other: string }
  /** A regex without `$` that is the beginning of another path. */
  | { readonly kind: 'regex'; readonly path: string; readonly other: string }
  /** Regexes that differ in the names of their groups alone. */
  | { readonly kind: 'group-names'; readonly path: string; readonly other: string };

/** What an author wrote that says which of two routes should be first. */
export type MeantBy =
  | { readonly by: 'regex_priority'; readonly own: bigint; readonly other: bigint }
  | { readonly by: 'fields'; readonly own: number; readonly other: number };

export interface TableProblemArguments {
  'route-unreachable': {
    readonly winners: readonly string[];
    readonly reason: OrderReason;
    readonly resemblance: Resemblance | null;
    readonly request: ProofRequest;
  };
  'route-order-accidental': {
    readonly other: string;
    /** How many more routes are tied with it. */
    readonly more: number;
    readonly reason: OrderReason;
    readonly resemblance: Resemblance | null;
    /** Which one gets the request; `null` if that is not known. */
    readonly winner: 'own' | 'other' | null;
    /** The workspaces of the two, where they differ. */
    readonly workspaces: { readonly own: string; readonly other: string } | null;
    readonly request: ProofRequest;
  };
  'route-outranked': {
    readonly winner: string;
    readonly more: number;
    readonly reason: OrderReason;
    readonly meant: MeantBy;
    readonly request: ProofRequest;
  };
  'path-open-ended': {
    readonly other: string;
    readonly resemblance: Exclude<Resemblance, { readonly kind: 'grpc' }>;
    readonly request: ProofRequest;
  };
}

/** What was not decided about a table. */
export interface TableNotDecided {
  /** Of so many routes it is not known whether any request reaches them. */
  readonly routes: number;
  /** Not all pairs of routes were compared. */
  readonly pairs: boolean;
}

export type TableCode = keyof TableProblemArguments;
