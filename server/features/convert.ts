/** Turning a route of a document into another style: the edits for it, for the editor and for the terminal. */

import type { GatewayVersion } from '../../grammar/index.js';
import {
  dataOfRoute,
  type EditResult,
  type RouteDocument,
  replaceEntries,
  type SourcedRoute,
} from '../documents/index.js';
import { toExpression } from '../flavors/convert.js';
import { matchFields, readRoute } from '../routes/route.js';
import { hasPlaceholders } from './placeholder.js';

/** What orders traditional routes goes with the fields. */
const traditionalKeys: ReadonlySet<string> = new Set([...matchFields, 'regex_priority']);
const expressionKeys: ReadonlySet<string> = new Set(['expression', 'priority']);

/** Replaces the traditional fields of a route by the expression and priority that keep its requests and place. */
export function convertToExpression(
  document: RouteDocument,
  route: SourcedRoute,
  version: GatewayVersion,
): EditResult {
  const data = dataOfRoute(route.body);
  const decisive = route.body.entries.filter(({ key }) => key === 'protocols' || traditionalKeys.has(key));
  if (decisive.some(({ value }) => hasPlaceholders(document, route, value))) {
    return { refused: 'it has placeholders (`{{ … }}`): fill them in first' };
  }
  const conversion = toExpression(readRoute(data), data, version);
  if ('refused' in conversion) return conversion;
  return replaceEntries(document, route, traditionalKeys, [
    ['expression', conversion.expression],
    ['priority', Number(conversion.priority)],
  ]);
}

/** Of a mixed route, removes the traditional fields. */
export const keepExpression = (document: RouteDocument, route: SourcedRoute): EditResult =>
  replaceEntries(document, route, traditionalKeys, []);

/** Of a mixed route, removes the expression. */
export const keepFields = (document: RouteDocument, route: SourcedRoute): EditResult =>
  replaceEntries(document, route, expressionKeys, []);
