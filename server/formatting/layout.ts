/** "Format expression": the layout of an expression within its document, for the editor and for `kong-routes fmt`. */

import { type Expression, format, type Language, readExpression } from '../../grammar/index.js';
import {
  type EditResult,
  effectiveData,
  entryOf,
  hasPlaceholders,
  type RouteDocument,
  type SourcedRoute,
  type TextEdit,
  writeLines,
} from '../documents/index.js';
import { severityOf } from '../problems/index.js';
import { type Gateway, readRoute, subsystemOf } from '../routes/index.js';
import type { Snapshot } from '../workspace/index.js';

/**
 * @returns no edits where the expression is laid out so already; `null` for a route without an expression, or with one
 *   that has to be mended first
 */
export function formatExpression(
  document: RouteDocument,
  route: SourcedRoute,
  { version }: Pick<Gateway, 'version'>,
): EditResult | null {
  const value = entryOf(route.body, 'expression')?.value;
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return null;
  if (hasPlaceholders(document, route, value)) return null;
  const language = {
    subsystem: subsystemOf(readRoute(effectiveData(document, route))),
    gatewayVersion: version,
  };
  const tree = treeOf(value.value, language);
  if (!tree) return null;
  const shape = shapeOf(tree);
  return writeLines(document, route, 'expression', format(tree, value.value), (text) => {
    const again = treeOf(text, language);
    return again !== null && shapeOf(again) === shape;
  });
}

/** The edits that lay out a file that is one expression; `null` for other files, and where it has to be mended first. */
export function formatDocument({ document, gateway }: Snapshot): readonly TextEdit[] | null {
  const [route] = document.routes;
  if (document.kind !== 'expression' || !route) return null;
  const result = formatExpression(document, route, gateway);
  return result && 'edits' in result ? result.edits : null;
}

/** `null` where Kong would not take the text. */
function treeOf(text: string, language: Language): Expression | null {
  const { tree, problems } = readExpression(text, language);
  return problems.some(({ code }) => severityOf(code) === 'error') ? null : tree;
}

/** All of a tree but the places. */
const shapeOf = (tree: Expression): string =>
  JSON.stringify(tree, (key, value) => {
    if (key === 'span' || key === 'operatorSpan' || key === 'nameSpan' || key === 'operators')
      return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
