/** Which routes of documents requests go to: the table of a Gateway, out of its files. */

import type { Subsystem } from '../../grammar/index.js';
import {
  controlPlaneOf,
  documentScope,
  effectiveData,
  filledInFields,
  isAbsent,
  type RouteDocument,
  routeLabel,
  type SourcedRoute,
  unknownFields,
  type WrittenService,
} from '../documents/index.js';
import {
  answersOf,
  buildRouter,
  createRegexes,
  type Regexes,
  type Router,
  type RouterRoute,
  routerRouteOf,
  routerServiceOf,
} from '../flavors/index.js';
import { type Gateway, readRoute } from '../routes/index.js';

/** A route of a table, with where it comes from. */
export interface LabelledRoute {
  readonly file: string;
  /** Its name, else its id, else its place in the file. */
  readonly label: string;
  readonly route: RouterRoute;
  /** As it is written, and where. */
  readonly document: RouteDocument;
  readonly sourced: SourcedRoute;
  /** The name of its service, else the id; `null` if it has none, or nothing says which. */
  readonly service: string | null;
  /** What Kong answers where its schema rejects the route, in its words. */
  readonly rejections: readonly string[];
  /** Fields whose value is filled in before Kong reads it: it is used as it is written. */
  readonly filledIn: readonly string[];
}

export interface RoutingTable {
  readonly gateway: Gateway;
  readonly subsystem: Subsystem;
  readonly routes: readonly LabelledRoute[];
  /** The engines that its router compiles regexes with, for other routers of the same Gateway version. */
  readonly regexes: Regexes;
  readonly router: Router;
  /** Routes that are not known before Terraform runs: they are in no table. */
  readonly unknown: readonly { readonly label: string; readonly fields: readonly string[] }[];
  /** The control planes of Konnect that its routes are for, as they are written, where there are several. */
  readonly controlPlanes: readonly string[];
}

/**
 * The table that a Gateway makes of files, in the order of the files.
 *
 * @param files what each is called, and what is in it
 */
export function routingTable(
  files: readonly { readonly file: string; readonly document: RouteDocument }[],
  gateway: Gateway,
  subsystem: Subsystem,
): RoutingTable {
  const routes = files.flatMap(({ file, document }) => {
    const scope = documentScope(document);
    const known = document.routes.filter(({ body }) => !isAbsent(body) && unknownFields(body).length === 0);
    return known.map((sourced): LabelledRoute => {
      const data = effectiveData(document, sourced, gateway.version);
      const service = scope.serviceDataOf(sourced);
      return {
        file,
        label: routeLabel(sourced),
        document,
        sourced,
        service: serviceName(scope.serviceOf(sourced)),
        route: routerRouteOf(data, gateway, service === null ? null : routerServiceOf(service)),
        rejections: answersOf(readRoute(data), data, gateway),
        filledIn: filledInFields(document, sourced),
      };
    });
  });
  const unknown = files.flatMap(({ document }) =>
    document.routes.flatMap((sourced) => {
      const fields = isAbsent(sourced.body) ? [] : unknownFields(sourced.body);
      return fields.length > 0 ? [{ label: routeLabel(sourced), fields }] : [];
    }),
  );
  const planes = new Set(routes.flatMap(({ document, sourced }) => controlPlaneOf(document, sourced) ?? []));
  const table = routes.map(({ route }) => route);
  const regexes = createRegexes(gateway);
  return {
    gateway,
    subsystem,
    routes,
    unknown,
    controlPlanes: planes.size > 1 ? [...planes] : [],
    regexes,
    router: buildRouter(table, gateway, subsystem, regexes),
  };
}

const serviceName = (service: WrittenService | null | undefined): string | null =>
  service?.name ?? service?.id ?? null;
