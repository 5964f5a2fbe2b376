/** What a Gateway makes of something in a route, version by version: the form of the table and how it is read. */

import { type GatewayVersion, isAtLeast } from '../../../grammar/index.js';
import type { RouterFlavor } from '../../protocol/index.js';

/**
 * - `rejected`: Kong refuses the route, the file or the setting.
 * - `without-effect`: Kong accepts it, and it does nothing, or nothing of what was meant.
 * - `in-effect`: Kong accepts it, and it does what it is meant to do.
 */
export type Outcome = 'rejected' | 'without-effect' | 'in-effect';

/** What becomes of the route, where Kong accepts it without effect and more is lost than the value itself. */
export type Consequence =
  /** The router keeps its old routes: nothing that changes reaches it until this route is gone. */
  | 'router-not-rebuilt'
  /** The route is not in the router; Kong logs `could not add route`. */
  | 'route-left-out'
  /** No request matches the route. */
  | 'never-matches'
  /** The router fails on every request while the route is there. */
  | 'requests-fail';

/** From a version on. */
export interface Step {
  readonly since: string;
  /** Patch releases of older Enterprise lines that have it, too: all of the line from that patch on. */
  readonly backports?: readonly string[];
  readonly outcome: Outcome;
  readonly consequence?: Consequence;
}

/** One outcome for every version, or steps in the order of versions: the last one that is reached counts. */
export type Steps = Outcome | readonly Step[];

export interface VersionRow {
  /** Gateway 2.x, which has one router and no flavors. */
  readonly two: Steps;
  /** From Gateway 3.0 on, each flavor. */
  readonly traditional: Steps;
  readonly traditional_compatible: Steps;
  readonly expressions: Steps;
  /** Where it can be looked up: a file of Kong/kong by tag, a pull request, a changelog. */
  readonly source: string;
}

/** The properties of a Gateway that affect routes. */
export interface VersionedRouter {
  readonly flavor: RouterFlavor;
  readonly version: GatewayVersion;
  /** Known to be Kong Gateway Enterprise, though its version has fewer than four parts. */
  readonly isEnterprise?: boolean;
}

/** The step of what is the same in every version. */
const always: Readonly<Record<Outcome, Step>> = {
  rejected: { since: '0.0', outcome: 'rejected' },
  'without-effect': { since: '0.0', outcome: 'without-effect' },
  'in-effect': { since: '0.0', outcome: 'in-effect' },
};

/** The step of a row that a Gateway has reached. A version before the first step rejects what came with that. */
export function stepOf(row: VersionRow, router: VersionedRouter): Step {
  const steps = hasFlavors(router.version) ? row[router.flavor] : row.two;
  if (typeof steps === 'string') return always[steps];
  // Asked dozens of times for every route.
  for (let i = steps.length - 1; i >= 0; i--) if (hasReached(router, steps[i]!)) return steps[i]!;
  return always.rejected;
}

/** The flavors came with 3.0 (Kong/kong#8938). */
export const hasFlavors = (version: GatewayVersion): boolean => isAtLeast(version, '3.0');

const hasReached = (router: VersionedRouter, { since, backports }: Step): boolean =>
  isAtLeast(router.version, since) || (backports?.some((patch) => isPatchOf(router, patch)) ?? false);

/**
 * Whether a Gateway is of the line of an Enterprise patch release, and not older. A version of three parts or fewer may
 * be open source, which ends at 3.9 and has none of these patches.
 */
function isPatchOf({ version, isEnterprise = false }: VersionedRouter, patch: string): boolean {
  if (!isEnterprise && version.length <= 3 && !isAtLeast(version, '3.10')) return false;
  return patch.startsWith(`${version[0]}.${version[1]}.`) && isAtLeast(version, patch);
}
