/** Edits of the values of a route that leave its resource what it is. */

import type { Span } from '../../grammar/index.js';
import {
  type Attribute,
  attributeOf,
  type Block,
  escapeQuoted,
  escapeTemplate,
  placeOfText,
  type Template,
  type TextEdit,
  visitExpression,
} from '../hcl/index.js';
import type { TerraformRefusal } from '../problems/index.js';
import type { Data } from '../routes/index.js';
import { applyEdits } from '../text/index.js';
import type { FileEdit } from './conversion.js';
import { contains, trimmed } from './convert.js';
import { changedBlock } from './edit-block.js';
import {
  type ModuleFile,
  moduleBlocks,
  moduleOf,
  readTerraformFile,
  type TerraformModule,
} from './module.js';
import type { TerraformRoute } from './route.js';
import { readRoutes } from './routes.js';
import type { Parts } from './unknown-parts.js';

/** Writes and removes fields of a route: what `replaceEntries` of `documents` does. */
export function rewriteFields(
  module: TerraformModule,
  route: TerraformRoute,
  remove: ReadonlySet<string>,
  insert: readonly (readonly [field: string, value: Data])[],
  parts: Parts = new Map(),
): { readonly edits: readonly FileEdit[] } | { readonly refused: TerraformRefusal } {
  const found = blockWith(module, route);
  if (!found) return { refused: { code: 'terraform-syntax', args: {} } };
  const { file, block } = found;
  if (file.hcl.syntax === 'json') return { refused: { code: 'terraform-json', args: {} } };
  const { span } = block;
  const isWrong = file.hcl.problems.some(
    (problem) => problem.span.start < span.end && span.start < problem.span.end,
  );
  if (block.close === null || isWrong) return { refused: { code: 'terraform-syntax', args: {} } };
  const change = { type: null, name: null, remove, insert, parts, edits: [] };
  const edit = trimmed(file.hcl.text, span, changedBlock(file, block, route.resource, change));
  return { edits: [{ ...edit, file: file.name }] };
}

/**
 * Changes parts of a text of a route where they are written, in the escapes of that place.
 *
 * @param field whose value is the text
 * @param edits spans in the value, in UTF-16 units, which do not overlap
 * @returns edits of the file, tried: the route then reads as the value with the edits made. `null` if the text is
 *   computed, or has no such place
 */
export function editText(
  module: TerraformModule,
  route: TerraformRoute,
  field: string,
  edits: readonly TextEdit[],
): readonly FileEdit[] | null {
  const value = route.body.entries.find(({ key }) => key === field)?.value;
  const found = blockWith(module, route);
  const attribute = found && attributeOf(found.block.body, field);
  if (value?.kind !== 'scalar' || value.text === null || value.aliased || !attribute) return null;
  const { text } = value;
  const placed: FileEdit[] = [];
  for (const { span, newText } of edits) {
    const place = placeOfText(text, span);
    const absolute = { start: route.start + place.start, end: route.start + place.end };
    const template = templateAround(attribute, absolute);
    const written = template && encoded(found.file, template, newText);
    if (written === null || written === undefined) return null;
    placed.push({ file: route.file, span: absolute, newText: written });
  }
  const wanted = applyEdits(text.value, edits);
  return readsAs(found.file, route, field, placed, wanted) ? placed : null;
}

function blockWith(
  module: TerraformModule,
  route: TerraformRoute,
): { file: ModuleFile; block: Block } | null {
  return (
    moduleBlocks(module, 'resource').find(
      ({ file, block }) => file.name === route.file && block.span.start === route.start,
    ) ?? null
  );
}

/** The innermost template whose text holds a span. */
function templateAround({ value }: Attribute, span: Span): Template | null {
  let found: Template | null = null;
  visitExpression(value, (expression) => {
    if (expression.kind === 'template' && contains(expression.content, span)) found = expression;
  });
  return found;
}

function encoded({ hcl }: ModuleFile, { style, content }: Template, newText: string): string | null {
  switch (style) {
    case 'quoted':
      return escapeQuoted(newText);
    case 'bare':
      return JSON.stringify(escapeTemplate(newText)).slice(1, -1);
    default: {
      // A new line is indented as the first one is.
      const indent = style === 'flush' ? /^[ \t]*/.exec(hcl.text.slice(content.start, content.end))![0] : '';
      return escapeTemplate(newText).replaceAll('\n', `\n${indent}`);
    }
  }
}

/** Only in its file: referenced values are not edited. */
function readsAs(
  file: ModuleFile,
  route: TerraformRoute,
  field: string,
  edits: readonly TextEdit[],
  wanted: string,
): boolean {
  const after = readTerraformFile(file.name, applyEdits(file.hcl.text, edits));
  if (!after || after.hcl.problems.length > file.hcl.problems.length) return false;
  const { routes } = readRoutes(moduleOf([after]));
  const before = readRoutes(moduleOf([file])).routes;
  const index = before.findIndex(({ start }) => start === route.start);
  const value = routes[index]?.body.entries.find(({ key }) => key === field)?.value;
  if (routes.length !== before.length || value?.kind !== 'scalar') return false;
  // Unknown parts may be known in the module.
  const isPartly = value.text?.pieces.some((piece) => piece.unknown);
  return isPartly || value.value === wanted;
}
