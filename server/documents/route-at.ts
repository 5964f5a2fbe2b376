/** The route at a place in a document. */

import type { Span } from '../../grammar/index.js';
import type { RouteDocument, SourcedRoute } from './document.js';

/** @param offset absolute; the end of a route still belongs to it */
export function routeAt({ routes }: RouteDocument, offset: number): SourcedRoute | null {
  return routesIn(routes, { start: offset, end: offset })[0] ?? null;
}

/** The routes that a span touches, in the order of the text. */
export function routesIn(routes: readonly SourcedRoute[], span: Span): SourcedRoute[] {
  return routes.filter(
    ({ start, body }) => start + body.span.start <= span.end && span.start <= start + body.span.end,
  );
}
