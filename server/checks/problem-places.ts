/** Where a problem of a route is shown: spans from the start of the route. */

import type { Span } from '../../grammar/index.js';
import {
  entryAt,
  entryOf,
  type RouteBody,
  type RouteDocument,
  type SourcedRoute,
  type SourcedScalar,
  valueAt,
} from '../documents/index.js';
import type { ProblemCode, RouteCode, RoutePath } from '../problems/index.js';

/** What is wrong is that the field is there, not what its value is. */
export const placedAtKey: ReadonlySet<ProblemCode> = new Set<RouteCode>([
  'mixed-route',
  'expression-in-flavor',
  'priority-in-flavor',
  'field-in-flavor',
  'field-not-in-version',
  'field-unknown',
  'field-not-for-protocol',
  'header-name',
  'priority-with-fields',
  'priority-without-expression',
  'regex-priority-with-expression',
]);

/** An editor underlines at least one character: for what is missing at the end, the last one written. */
export function visible(span: Span, scalar: SourcedScalar): Span {
  if (span.end > span.start) return span;
  return span.start > scalar.span.start
    ? { start: span.start - 1, end: span.start }
    : { start: span.start, end: Math.min(span.start + 1, Math.max(scalar.span.end, span.start)) };
}

export const keySpan = (body: RouteBody, path: RoutePath): Span =>
  entryAt(body, path)?.keySpan ?? routeSpan(body);

/** The key as it is written. */
export function keyText({ text }: RouteDocument, { start, body }: SourcedRoute, path: RoutePath): string {
  const span = keySpan(body, path);
  return text.slice(start + span.start, start + span.end);
}

/** A null that is not written has no place of its own. */
export function valueSpan(body: RouteBody, path: RoutePath): Span {
  const span = valueAt(body, path)?.span;
  if (!span) return routeSpan(body);
  return span.end > span.start ? span : keySpan(body, path.slice(0, path.findLastIndex(isKey) + 1));
}

const isKey = (step: string | number) => typeof step === 'string';

/** For what concerns a route as a whole: its name, else its first key. */
export function routeSpan(body: RouteBody): Span {
  const name = entryOf(body, 'name');
  if (name?.value.kind === 'scalar') return name.value.span;
  if (body.terraform) return body.terraform.heading;
  return body.entries[0]?.keySpan ?? body.span;
}
