/** Edits of routes that are resources of Terraform. Like those of other formats, they are tried before they are offered. */

import type { Data } from '../routes/index.js';
import {
  editText,
  type FileEdit,
  type Parts,
  rewriteFields,
  type TerraformRoute,
} from '../terraform/index.js';
import { applyEdits } from '../text/index.js';
import { dataOfRoute, sameData } from './data.js';
import type { RouteDocument, SourcedRoute } from './document.js';
import { type EditResult, type TextEdit, unsafe } from './edit-plan.js';
import { rereadDocument } from './reread.js';
import { terraformRoute } from './terraform.js';

/** Edits of a module as those of one of its files. */
export function editsOfFiles({ terraform }: RouteDocument, all: readonly FileEdit[]): EditResult {
  const name = terraform?.file.name;
  const edits = all.filter(({ file }) => file === name).map(({ span, newText }) => ({ span, newText }));
  const otherFiles = all.filter(({ file }) => file !== name);
  return otherFiles.length === 0 ? { edits } : { edits, otherFiles };
}

/**
 * What `replaceEntries` does.
 *
 * @param parts the sources of unknown parts, by the words that represent them in the values
 */
export function replaceFields(
  document: RouteDocument,
  sourced: SourcedRoute,
  remove: ReadonlySet<string>,
  insert: readonly (readonly [key: string, value: Data])[],
  parts: Parts = new Map(),
): EditResult {
  const { terraform } = document;
  const route = terraform && terraformRoute(sourced, terraform.file.name);
  if (!terraform || !route) return unsafe;
  const result = rewriteFields(terraform.module, route, remove, insert, parts);
  if ('refused' in result)
    return { refused: { code: 'terraform', args: { refusal: result.refused, instead: [] } } };
  const edited = editsOfFiles(document, result.edits);
  if ('refused' in edited) return edited;
  const wanted = {
    ...Object.fromEntries(Object.entries(dataOfRoute(sourced.body)).filter(([key]) => !remove.has(key))),
    ...Object.fromEntries(insert),
  };
  // A value with an unknown part reads as its source.
  const accepts = (data: Readonly<Record<string, Data>>) =>
    parts.size > 0 || sameData(withoutLineEnd(data), withoutLineEnd(wanted));
  return reads(document, sourced, edited.edits, accepts) ? edited : unsafe;
}

/** A heredoc ends with a line break, which means nothing in an expression. */
const withoutLineEnd = (data: Readonly<Record<string, Data>>): Data =>
  typeof data.expression === 'string' ? { ...data, expression: data.expression.trim() } : data;

/** What `editScalar` does. */
export function editField(
  document: RouteDocument,
  sourced: SourcedRoute,
  key: string,
  edits: readonly TextEdit[],
): EditResult {
  const { terraform } = document;
  const route = terraform && terraformRoute(sourced, terraform.file.name);
  const placed = route && editText(terraform.module, route, key, edits);
  return placed ? editsOfFiles(document, placed) : { refused: { code: 'value-computed', args: {} } };
}

/** Whether the route then has what it should, and every other route what it had. */
function reads(
  document: RouteDocument,
  route: SourcedRoute,
  edits: readonly TextEdit[],
  accepts: (data: Readonly<Record<string, Data>>) => boolean,
): boolean {
  const after = rereadDocument(document, applyEdits(document.text, edits));
  if (after.routes.length !== document.routes.length) return false;
  const problems = ({ terraform }: RouteDocument) => terraform?.file.hcl.problems.length ?? 0;
  if (problems(after) > problems(document)) return false;
  return document.routes.every((before, i) => {
    const now = after.routes[i]!.body;
    if (before === route) return accepts(dataOfRoute(now));
    return now === before.body || sameData(dataOfRoute(now), dataOfRoute(before.body));
  });
}

/** The place of a route in its module, for what works on whole modules. */
export const placedRoute = ({ terraform }: RouteDocument, route: SourcedRoute): TerraformRoute | null =>
  terraform ? terraformRoute(route, terraform.file.name) : null;
