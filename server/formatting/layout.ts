/** "Format expression": the layout of an expression within its document, for the editor and for `kong-routes fmt`. */

import { type Expression, format, type ReadExpression, readExpression } from '../../grammar/index.js';
import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import {
  type EditResult,
  hasPlaceholders,
  type SourcedRoute,
  type TextEdit,
  untriedLines,
  writeLines,
} from '../documents/index.js';
import { severityOf } from '../problems/index.js';
import { formatInTerraform, mayFormatInTerraform } from './terraform.js';

/**
 * @returns no edits where the expression is laid out so already; `null` for a route without an expression, or with one
 *   that has to be fixed first
 */
export function formatExpression(analysis: DocumentAnalysis, route: SourcedRoute): EditResult | null {
  if (analysis.document.terraform) return formatInTerraform(analysis, route);
  const known = analysis.of(route);
  const lines = linesOf(known);
  if (!lines) return null;
  const shape = shapeOf(known.tree!);
  return writeLines(analysis.document, route, 'expression', lines, (text) => {
    const again = treeOf(readExpression(text, known.language));
    return again !== null && shapeOf(again) === shape;
  });
}

/** Whether formatting would change an expression, if that is known without trying the edit. */
export function mayFormat(analysis: DocumentAnalysis, route: SourcedRoute): boolean {
  if (analysis.document.terraform) return mayFormatInTerraform(analysis, route);
  const lines = linesOf(analysis.of(route));
  const result = lines && untriedLines(analysis.document, route, 'expression', lines);
  return result !== null && 'edits' in result && result.edits.length > 0;
}

/** The expression in lines; `null` if there is none, or one that has to be fixed or filled in first. */
function linesOf({ expression, alone, written, readExpression }: RouteAnalysis): readonly string[] | null {
  if (!expression || hasPlaceholders(alone, written, expression.scalar)) return null;
  const tree = treeOf(readExpression!);
  return tree && format(tree, expression.text);
}

/** The edits that lay out a file that is one expression; `null` for other files, and where it has to be fixed first. */
export function formatDocument(analysis: DocumentAnalysis): readonly TextEdit[] | null {
  const { document } = analysis;
  const [route] = document.routes;
  if (document.kind !== 'expression' || !route) return null;
  const result = formatExpression(analysis, route);
  return result && 'edits' in result ? result.edits : null;
}

/** `null` if Kong would not accept the text. */
const treeOf = ({ tree, problems }: ReadExpression): Expression | null =>
  problems.some(({ code }) => severityOf(code) === 'error') ? null : tree;

/** All of a tree but the places. */
const shapeOf = (tree: Expression): string =>
  JSON.stringify(tree, (key, value) => {
    if (key === 'span' || key === 'operatorSpan' || key === 'nameSpan' || key === 'operators')
      return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
