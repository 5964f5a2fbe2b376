/**
 * The atc router tries routes by one number, in which the length of a prefix path counts: a route whose paths
 * are of several lengths becomes several.
 * Source: Kong/kong `kong/router/transform.lua` (`split_routes_and_services_by_path`), since 3.3; up to 3.7 in another
 * way of making ids.
 */

import { isInEffect, type Route, subsystemOf, type VersionedRouter } from '../routes/index.js';
import { uuidV5 } from '../text/index.js';
import { isRegexPath } from './generated-expression.js';

const namespace = '7f145bf9-0dce-4f91-98eb-debbce4b9f6b';

/** A part of a route for the router. */
export interface RoutePart {
  readonly route: Route;
  /** What its id is made of, together with that of the route; `null` if it has the id of the route. */
  readonly suffix: string | null;
}

/** The parts of a route; the atc router creates one matcher for each. */
export function routerParts(route: Route, gateway: VersionedRouter): RoutePart[] {
  if (!isInEffect('paths-split', gateway)) return [{ route, suffix: null }];
  return isInEffect('split-ids-by-position', gateway) ? partsByPosition(route) : partsByLength(route);
}

/**
 * @returns the route itself, or one for each length of its prefix paths and one for all its regex paths, in the
 *   order in which their first path is written, with the ids that Kong gives them since 3.8 (if the route has an id)
 */
export const splitByPath = (route: Route): Route[] => partsByPosition(route).map((part) => part.route);

function partsByPosition(route: Route): RoutePart[] {
  const groups = groupsOf(route);
  if (groups.size <= 1) return [{ route, suffix: null }];
  return [...groups.values()].map((paths, i) => partOf(route, paths, `${i + 1}`));
}

/** `group_by` of 3.3 to 3.7: a route with several paths has parts, be they of one length, too. */
function partsByLength(route: Route): RoutePart[] {
  if ((route.paths?.length ?? 0) <= 1) return [{ route, suffix: null }];
  const groups = groupsOf(route);
  if (groups.size === 0) return [{ route, suffix: null }];
  return [...groups].map(([length, paths]) => partOf(route, paths, length === 0 ? 'true' : `${length}`));
}

const partOf = (route: Route, paths: readonly string[], suffix: string): RoutePart => ({
  route: {
    ...route,
    paths,
    ...(route.id !== undefined && { id: uuidV5(namespace, `${route.id}#${suffix}`) }),
  },
  suffix,
});

/** `group_by_regex_or_length`: by the length in bytes, 0 for regexes. Only HTTP routes with fields have groups. */
function groupsOf(route: Route): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>();
  if (subsystemOf(route) !== 'http' || route.expression !== undefined) return groups;
  for (const path of route.paths ?? []) {
    const key = isRegexPath(path) ? 0 : Buffer.byteLength(path);
    const group = groups.get(key);
    if (group) group.push(path);
    else groups.set(key, [path]);
  }
  return groups;
}
