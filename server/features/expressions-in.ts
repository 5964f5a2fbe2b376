/** The expressions of a document, each with the language that its route has. */

import { type Language, noJudge, type Span } from '../../grammar/index.js';
import {
  effectiveData,
  type RouteDocument,
  type SourcedRoute,
  type SourcedScalar,
  sourceSpan,
} from '../documents/index.js';
import { readRoute, subsystemOf } from '../routes/route.js';
import type { Snapshot } from '../workspace.js';
import { routesIn } from './route-at.js';
import { entryOf } from './value-at.js';

export interface SourcedExpression {
  readonly route: SourcedRoute;
  readonly scalar: SourcedScalar;
  readonly text: string;
  /** For its tree alone: these are asked for with every character that is typed, and regexes are not judged. */
  readonly language: Language;
}

/** Those of the routes that a span touches; without one, all. */
export function expressionsIn(
  { document, gateway }: Pick<Snapshot, 'document' | 'gateway'>,
  within?: Span,
): SourcedExpression[] {
  const routes = within ? routesIn(document.routes, within) : document.routes;
  return routes.flatMap((route) => {
    const scalar = entryOf(route.body, 'expression')?.value;
    if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return [];
    const subsystem = subsystemOf(readRoute(effectiveData(document, route)));
    return [
      {
        route,
        scalar,
        text: scalar.value,
        language: { subsystem, gatewayVersion: gateway.version, judge: noJudge },
      },
    ];
  });
}

/** From a span of an expression to the text of the document: absolute offsets. */
export function placeInDocument(
  document: RouteDocument,
  { route, scalar }: Pick<SourcedExpression, 'route' | 'scalar'>,
  span: Span,
): Span {
  const { start, end } = sourceSpan(document, route, scalar, span);
  return { start: route.start + start, end: route.start + end };
}
