/** `kong-routes convert`: the routes of files in another style. */

import type { GatewayVersion } from '../../grammar/index.js';
import { applyEdits, dataOfRoute, type RouteDocument } from '../documents/index.js';
import { convertToExpression } from '../features/convert.js';
import { routeLabel } from '../features/route-label.js';
import { kindOf, readRoute } from '../routes/route.js';

export interface ConvertedFile {
  /** The whole text; that of the file where nothing could be converted. */
  readonly text: string;
  readonly converted: readonly string[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
}

/** Converts every traditional route; one that has an expression already is not spoken of. */
export function convertFile(document: RouteDocument, version: GatewayVersion): ConvertedFile {
  const converted: string[] = [];
  const leftAlone: { route: string; reason: string }[] = [];
  const edits = document.routes.flatMap((route) => {
    if (kindOf(readRoute(dataOfRoute(route.body))) === 'expression') return [];
    const result = convertToExpression(document, route, version);
    if ('refused' in result) {
      leftAlone.push({ route: routeLabel(route), reason: result.refused });
      return [];
    }
    converted.push(routeLabel(route));
    return result.edits;
  });
  return { text: applyEdits(document.text, edits), converted, leftAlone };
}
