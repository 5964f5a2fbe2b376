/** The layout of an expression in a file of Terraform: in its heredoc, or in quotes as long as it is one line. */

import { type Expression, format, readExpression } from '../../grammar/index.js';
import type { DocumentAnalysis } from '../analysis/index.js';
import { type EditResult, placedRoute, replaceFields, type SourcedRoute } from '../documents/index.js';
import { severityOf } from '../problems/index.js';
import { convertibleData, type Parts } from '../terraform/index.js';
import { smallest } from '../text/index.js';

interface Layout {
  readonly lines: readonly string[];
  readonly parts: Parts;
}

/** @returns as `formatExpression` */
export function formatInTerraform(analysis: DocumentAnalysis, route: SourcedRoute): EditResult | null {
  const layout = layoutOf(analysis, route);
  if (!layout) return null;
  if (layout === 'made-elsewhere') {
    return { refused: { code: 'expression-computed', args: {} } };
  }
  if (isFormatted(analysis, route, layout)) return { edits: [] };
  const { lines, parts } = layout;
  return replaceFields(analysis.document, route, new Set(), [['expression', lines.join('\n')]], parts);
}

export function mayFormatInTerraform(analysis: DocumentAnalysis, route: SourcedRoute): boolean {
  const layout = layoutOf(analysis, route);
  return layout !== null && layout !== 'made-elsewhere' && !isFormatted(analysis, route, layout);
}

function layoutOf(analysis: DocumentAnalysis, route: SourcedRoute): Layout | 'made-elsewhere' | null {
  const { document } = analysis;
  const { expression, language } = analysis.of(route);
  const placed = expression && placedRoute(document, route);
  if (!placed || document.format === 'hcl-json') return null;
  const { data, parts, isBroken } = convertibleData(placed, document.text);
  const tree = treeOf(data.expression, language);
  if (isBroken || !tree) return null;
  const { start } = expression.scalar.span;
  const isWritten = /^(?:"|<<)/.test(document.text.slice(route.start + start, route.start + start + 2));
  if (expression.scalar.aliased || !isWritten) return 'made-elsewhere';
  return { lines: format(tree, data.expression as string), parts };
}

/** `null` if Kong would reject the text. */
function treeOf(text: unknown, language: Parameters<typeof readExpression>[1]): Expression | null {
  if (typeof text !== 'string') return null;
  const { tree, problems } = readExpression(text, language);
  return problems.some(({ code }) => severityOf(code) === 'error') ? null : tree;
}

/** But for the indentation of a heredoc, which is its author's. */
function isFormatted(analysis: DocumentAnalysis, route: SourcedRoute, { lines }: Layout): boolean {
  const { document } = analysis;
  const { data } = convertibleData(placedRoute(document, route)!, document.text);
  const written = String(data.expression).replace(/\s+$/, '').split(/\r?\n/);
  const indents = written.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  const least = smallest(indents);
  return written.map((line) => line.slice(least)).join('\n') === lines.join('\n');
}
