/** `kong-routes fmt`: the expressions of files, laid out. */

import { applyEdits, type RouteDocument, routeLabel } from '../../documents/index.js';
import { formatExpression } from '../../formatting/index.js';
import type { Gateway } from '../../routes/index.js';

export interface FormattedFile {
  readonly file: string;
  readonly document: RouteDocument;
  /** The whole text; that of the file where nothing changes. */
  readonly text: string;
  /** The routes whose expressions change. */
  readonly formatted: readonly string[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
}

/** Routes without an expression, and expressions that Kong would refuse, stay as they are. */
export function formatFile(file: string, document: RouteDocument, gateway: Gateway): FormattedFile {
  const results = document.routes.flatMap((route) => {
    const result = formatExpression(document, route, gateway);
    return result ? [{ route: routeLabel(route), result }] : [];
  });
  const edits = results.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  return {
    file,
    document,
    text: applyEdits(document.text, edits),
    formatted: results.flatMap(({ route, result }) =>
      'refused' in result || result.edits.length === 0 ? [] : [route],
    ),
    leftAlone: results.flatMap(({ route, result }) =>
      'refused' in result ? [{ route, reason: result.refused }] : [],
    ),
  };
}
