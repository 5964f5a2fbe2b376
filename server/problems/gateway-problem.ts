/** What can be wrong with the settings of gateways, each by itself and together. */

import type { RouterFlavor } from '../protocol/index.js';
import type { Place } from '../text/index.js';
import type { MatchingChange } from './matching-messages.js';
import type { OrderChangeReason } from './order-words.js';
import type { SetReason } from './set-reason.js';

/** Every code about gateways, with the arguments of its message. Gateways are named as `nameOf` names them. */
export interface GatewayProblemArguments {
  /** `meant`: the value that is most like it. */
  'flavor-unknown': { text: string; meant: RouterFlavor | null };
  'flavor-unread': {
    key: string;
    chart: string | null;
    reads: string;
    /** What the chart's Gateway runs instead, and why; `null` if no such Gateway is known. */
    applies: { flavor: RouterFlavor; by: 'chart' | 'kong' | 'value' } | null;
  };
  'flavor-not-in-version': { version: string };
  'flavor-deprecated': Record<never, never>;
  /** `database`: the one that the Gateway has instead of the file. */
  'declarative-file-unread': { database: 'postgres' | 'cassandra' };
  'calculation-unknown': { text: string };
  'calculation-not-in-version': { gateway: string };
  'calculation-without-effect': { flavor: RouterFlavor; gateway: string };
  'gateway-version-unknown': UnknownVersion;
  'gateway-end-of-life': { end: EndOfLife };
  'gateways-disagree': {
    kind: Disagreement;
    gateway: string;
    runs: string;
    others: readonly { readonly gateway: string; readonly runs: string }[];
    why: SetReason;
  };
  'data-plane-flavor': { flavor: RouterFlavor; controlPlaneFlavor: RouterFlavor; kong: string };
  'data-plane-version': { isNewer: boolean; kong: string };
  'data-plane-routes': { version: string; kong: string };
  'route-refused-elsewhere': OtherGateway & { kong: string };
  'route-reordered': OtherGateway & { others: readonly OtherOrder[]; more: number };
  'route-matches-differently': OtherGateway & { differences: readonly MatchingChange[] };
  'rolling-update-mixes': { gateway: string; flavor: RouterFlavor; from: RouterFlavor; controlled: boolean };
}

/** A version that the rules were not made for. */
export interface UnknownVersion {
  version: string;
  is: 'newer' | 'older';
  /** The nearest line that they were made for, whose rules count instead. */
  nearest: string;
}

/** Why a version gets no fixes any more. */
export type EndOfLife =
  /** Kong's support of the Enterprise Gateway ended on that day. */
  | { readonly kind: 'support-ended'; readonly line: string; readonly day: string }
  /** The open-source Gateway of that line had its last release on that day, and there are newer lines. */
  | {
      readonly kind: 'last-release';
      readonly line: string;
      readonly release: string;
      readonly day: string;
      readonly newest: string;
    };

/** Of a route, with how another gateway that reads it runs. */
interface OtherGateway {
  gateway: string;
  /** Such as `traditional`, or Gateway 3.6.1. */
  runs: string;
}

/** What comes of it. */
export type Disagreement =
  /** A controller writes routes in one style, which some gateways do not have. */
  | 'controller-style'
  /** All accept the same routes, but order and match them differently. */
  | 'router'
  /** The same of a control plane, which only checks routes, and a data plane. */
  | 'hybrid-router'
  /** Some have routes with an `expression`, and others do not. */
  | 'style'
  /** `expressions` before 3.7 accepts no traditional fields, and from then on it does. */
  | 'mixed-routes'
  /** Before 3.0 a regex path has no `~`. */
  | 'major';

/** The position of a route relative to another one, there and here. */
export interface OtherOrder {
  readonly route: string;
  readonly there: 'first' | 'second' | 'undecided';
  readonly here: 'first' | 'second' | 'undecided';
  readonly why: OrderChangeReason;
}

export type GatewayCode = keyof GatewayProblemArguments;

/** A problem at its place, in whichever file that is. */
export type GatewayProblem = {
  [Code in GatewayCode]: {
    readonly code: Code;
    readonly args: GatewayProblemArguments[Code];
    readonly place: Place;
    /** The places on the other side of the matter. */
    readonly related: readonly RelatedPlace[];
    /** Ids of the gateways that it concerns. */
    readonly gateways: readonly string[];
  };
}[GatewayCode];

export interface RelatedPlace {
  readonly place: Place;
  readonly message: string;
}
