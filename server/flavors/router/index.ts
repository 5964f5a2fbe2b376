/** Routers of Kong Gateway: which route of a table a request goes to, and why. */

import type { Subsystem } from '../../../grammar/index.js';
import type { Gateway } from '../../routes/index.js';
import { engineOf } from '../engine-of.js';
import { AtcRouter } from './atc/atc-router.js';
import { AtcShapes } from './atc/atc-shapes.js';
import { buildAtcTable } from './atc/atc-table.js';
import { createPcreRegexes } from './regexes/pcre-regexes.js';
import type { Regexes } from './regexes/regexes.js';
import { createRustRegexes } from './regexes/rust-regexes.js';
import type { Router } from './router.js';
import type { RouterRoute } from './router-route.js';
import { TraditionalRouter } from './traditional/traditional-router.js';

export { type FieldRules, fieldRulesOf } from './atc/atc-fields.js';
export type { AtcMatcher } from './atc/atc-matcher.js';
export { AtcShapes } from './atc/atc-shapes.js';
export type { PredicateTerm, Term, TermConstant } from './atc/terms.js';
export type { AnswerReason, Outcome, Upstream } from './outcome.js';
export type { Decision, PcreRegexes, Regexes, RustRegexes } from './regexes/regexes.js';
export { pathOfUri, queriesOfUri, type RoutedRequest, requestOfUrl } from './requests/request.js';
export type {
  BuildFailure,
  LeftOut,
  MatchFailure,
  OpenAnswer,
  OpenReason,
  RouteMatch,
  Router,
  RouterEntry,
} from './router.js';
export { type RouterRoute, type RouterService, routerRouteOf, routerServiceOf } from './router-route.js';
export type { LostTerm, MatcherTrace, Precedence, PrecedenceRule, RouteTrace, TracedTerm } from './trace.js';
export {
  bits as traditionalBits,
  type HeaderEntry,
  type HostEntry,
  type NetEntry,
  type TraditionalEntry,
  type UriEntry,
} from './traditional/traditional-entry.js';
export type { KeyCondition, SniOverHttp } from './traditional/traditional-keys.js';
export type { TraditionalRouter } from './traditional/traditional-router.js';
export { escapedUri } from './upstream-uri.js';

/** New engines for regexes; they keep what they compiled, and can serve several routers of one Gateway version. */
export const createRegexes = ({ version }: Pick<Gateway, 'version'>): Regexes => ({
  rust: createRustRegexes(),
  pcre: createPcreRegexes(version),
});

/**
 * Builds the router that a Gateway would build of a table.
 *
 * @param table the routes of one Gateway, also those of the other subsystem, which are not in the router. Answers name
 *   routes by their positions here; where Kong decides by the order of loading, this order is the usual one
 * @param regexes a router of the atc flavors asks `rust`, the traditional one `pcre`
 * @param shapes what is known of routes that were in another router of this Gateway and subsystem
 */
export function buildRouter(
  table: readonly RouterRoute[],
  gateway: Gateway,
  subsystem: Subsystem,
  regexes: Regexes = createRegexes(gateway),
  shapes: AtcShapes = new AtcShapes(gateway, subsystem),
): Router {
  const routes = new Map(
    [...table.entries()].filter(([, route]) => isOfSubsystem(route, subsystem) && isEnabled(route)),
  );
  return engineOf(gateway, subsystem) === 'atc'
    ? new AtcRouter(routes, gateway, subsystem, regexes.rust, buildAtcTable(routes, shapes))
    : new TraditionalRouter(routes, gateway, subsystem, regexes.pcre);
}

const streamProtocols = new Set(['tcp', 'tls', 'tls_passthrough', 'udp']);

/** `should_process_route` of Kong/kong `kong/runloop/handler.lua`: one of the protocols is enough. */
export const isOfSubsystem = ({ route }: RouterRoute, subsystem: Subsystem): boolean =>
  (route.protocols ?? []).some((protocol) => streamProtocols.has(protocol) === (subsystem === 'stream'));

/** Routes of a service that is switched off are not put into the router (`new_router`, there). */
const isEnabled = ({ service }: RouterRoute): boolean => service?.enabled !== false;
