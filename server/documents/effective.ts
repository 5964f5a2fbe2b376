/** A route as Kong receives it, which is not always as it is written. */

import type { GatewayVersion } from '../../grammar/index.js';
import { isInEffect, migratePath } from '../routes/index.js';
import { effectiveTerraformData } from '../terraform/index.js';
import { dataOfRoute } from './data.js';
import type { Data, RouteDocument, SourcedRoute } from './document.js';
import { protocolsOf } from './expression-file.js';
import { bodyOf } from './terraform.js';

/**
 * What is written in a route, with what its document adds: the defaults of `_info`, and for a DB-less configuration of
 * an old format the paths as Kong rewrites them when it loads it. decK has no defaults of its own: it uses those of the
 * schema of the Gateway (go-database-reconciler `pkg/utils/defaulter.go`, `getKongDefaulterWithClient`).
 *
 * @param version of the Gateway that reads it; before 3.0 paths stay as they are written
 */
export function effectiveData(
  document: RouteDocument,
  route: SourcedRoute,
  version?: GatewayVersion,
): { readonly [key: string]: Data } {
  const written = dataOfRoute(route.body);
  const { deck, kind } = document;
  if (route.body.terraform)
    return effectiveTerraformData({ ...route.body.terraform, body: bodyOf(route.body) });
  if (kind === 'expression') return { protocols: protocolsOf(document.text), ...written };
  if (deck) return { ...deck.routeDefaults, ...written };
  if (!migratesPaths(document, version)) return written;
  const { paths } = written;
  if (!Array.isArray(paths)) return written;
  return {
    ...written,
    paths: paths.map((path: Data) => (typeof path === 'string' ? migratePath(path) : path)),
  };
}

/** Whether Kong rewrites the paths of a DB-less configuration when it loads it; decK leaves them as they are. */
export const migratesPaths = ({ deck, formatVersion }: RouteDocument, version?: GatewayVersion): boolean =>
  deck === null &&
  (formatVersion === '1.1' || formatVersion === '2.1') &&
  (version === undefined || isInEffect('format-migration', { flavor: 'traditional', version }));

/** Which fields of a route come from the document's defaults. */
export function inheritedKeys({ deck }: RouteDocument, route: SourcedRoute): string[] {
  const written = dataOfRoute(route.body);
  return Object.keys(deck?.routeDefaults ?? {}).filter((key) => !(key in written));
}

/** What the data of a route depends on apart from the route itself. If it changes, earlier results about the route may be wrong. */
export function effectiveContext({ deck, formatVersion }: RouteDocument): string {
  return deck ? JSON.stringify(deck) : (formatVersion ?? '');
}
