/**
 * The atc router tries routes by one number, in which the length of a prefix path counts: a route whose paths
 * are of several lengths becomes several.
 * Source: Kong/kong `kong/router/transform.lua` (`split_routes_and_services_by_path`), since 3.3.
 */

import { type Route, subsystemOf } from '../routes/index.js';
import { isRegexPath } from './generated-expression.js';
import { uuidV5 } from './uuid.js';

const namespace = '7f145bf9-0dce-4f91-98eb-debbce4b9f6b';

/**
 * @returns the route itself, or one for each length of its prefix paths and one for all its regex paths, in the
 *   order in which their first path is written, with the ids that Kong gives them (if the route has an id)
 */
export function splitByPath(route: Route): Route[] {
  if (subsystemOf(route) !== 'http' || route.expression !== undefined) return [route];
  const groups = groupPaths(route.paths ?? []);
  if (groups.length <= 1) return [route];
  return groups.map((paths, index) => ({
    ...route,
    paths,
    ...(route.id !== undefined && { id: uuidV5(namespace, `${route.id}#${index + 1}`) }),
  }));
}

/** `group_by_regex_or_length`; the length is in bytes. */
function groupPaths(paths: readonly string[]): string[][] {
  const groups = new Map<number, string[]>();
  for (const path of paths) {
    const key = isRegexPath(path) ? 0 : Buffer.byteLength(path);
    const group = groups.get(key);
    if (group) group.push(path);
    else groups.set(key, [path]);
  }
  return [...groups.values()];
}
