/**
 * Requests that another flavor sends to another place: the tables that a controller makes for both are asked about
 * requests of every kind that their routes are about.
 */

import type { RouteDocument } from '../documents/index.js';
import { documentScope, effectiveData, routeLabel } from '../documents/index.js';
import {
  answersOf,
  buildRouter,
  createRegexes,
  type RoutedRequest,
  type Router,
  type RouterRoute,
  routerRouteOf,
  routerServiceOf,
} from '../flavors/index.js';
import type { Translation } from '../kubernetes/index.js';
import { type Gateway, type RouterFlavor, readRoute } from '../routes/index.js';
import { generatedDocument } from './generated-document.js';
import { sampleRequests } from './sample-requests.js';

export interface MovedRequest {
  readonly request: RoutedRequest;
  readonly before: Winner;
  readonly after: Winner;
}

/** The route that answers; `null` for none. */
export type Winner = {
  readonly route: string;
  /** The name of the Kong service. */
  readonly service: string | null;
} | null;

/** A table of a flavor that can be asked. */
export interface GeneratedTable {
  readonly gateway: Gateway;
  readonly routes: readonly {
    readonly label: string;
    readonly service: string | null;
    readonly route: RouterRoute;
  }[];
  readonly router: Router;
  /** Names of routes that Kong rejects: what the others do is all that can be said. */
  readonly rejected: readonly string[];
}

/** The table of HTTP routes that the controller makes for a flavor, without those that Kong rejects. */
export function generatedTable(
  translation: Translation,
  flavor: RouterFlavor,
  gateway: Gateway,
): GeneratedTable {
  return tableOf(generatedDocument(translation, flavor), { ...gateway, flavor });
}

function tableOf(document: RouteDocument, gateway: Gateway): GeneratedTable {
  const scope = documentScope(document);
  const rejected: string[] = [];
  const routes = document.routes.flatMap((sourced) => {
    const data = effectiveData(document, sourced);
    if (answersOf(readRoute(data), data, gateway).length > 0) {
      rejected.push(routeLabel(sourced));
      return [];
    }
    const service = scope.serviceDataOf(sourced);
    const name = service === null ? undefined : (service as { readonly name?: unknown }).name;
    const route = routerRouteOf(data, gateway, service === null ? null : routerServiceOf(service));
    return [{ label: routeLabel(sourced), service: typeof name === 'string' ? name : null, route }];
  });
  const router = buildRouter(
    routes.map(({ route }) => route),
    gateway,
    'http',
    createRegexes(gateway),
  );
  return { gateway, routes, router, rejected };
}

/** What answers a request; `undefined` if Kong does not always choose the same. */
export function winnerOf({ router, routes }: GeneratedTable, request: RoutedRequest): Winner | undefined {
  const { route, open } = router.match(request);
  if (open) return undefined;
  const found = route === null ? undefined : routes[route];
  return found ? { route: found.label, service: found.service } : null;
}

/** What a route is made of: its name alone changes with the flavor. */
export type SameTarget = (before: Winner, after: Winner) => boolean;

/**
 * The requests whose route is another one, in the order in which they are tried.
 *
 * @param isSame whether two winners, one of each table, come to the same
 */
export function movedRequests(
  before: GeneratedTable,
  after: GeneratedTable,
  isSame: SameTarget,
): MovedRequest[] {
  const fields = [...before.routes, ...after.routes].map(({ route }) => route.route);
  return sampleRequests(fields).flatMap((request) => {
    const [first, second] = [winnerOf(before, request), winnerOf(after, request)];
    if (first === undefined || second === undefined || isSame(first, second)) return [];
    return [{ request, before: first, after: second }];
  });
}
