/** Edits of one value within a route, written in the style in which it is written. */

import type { RoutePath } from '../problems/index.js';
import { changeData } from '../routes/index.js';
import { dataOfRoute } from './data.js';
import type { Data, RouteDocument, SourcedRoute } from './document.js';
import { type EditResult, unsafe } from './edit-plan.js';
import { encodeAs } from './edit-scalar.js';
import { replaceEntries, triedInPlace } from './edits.js';
import { valueAt } from './value-at.js';
import { json, yamlScalar } from './write-value.js';

/** A value of a route that becomes another one. */
export interface ValueChange {
  readonly path: RoutePath;
  /** `undefined`: without it. */
  readonly value: Data | undefined;
  /** The items of a list that replace the one at the path; left out where it is one, the value. */
  readonly items?: readonly Data[];
  /** A field that replaces the one at the path. */
  readonly insert?: readonly [field: string, value: Data];
}

/**
 * Changes a value of a route where it is written. Where that cannot be done, the field that it is part of is written anew.
 *
 * @returns edits of the document, tried
 */
export function changeValue(document: RouteDocument, route: SourcedRoute, change: ValueChange): EditResult {
  const [field, ...inner] = change.path;
  if (field === undefined) return unsafe;
  if (inner.length === 0 && change.value === undefined) {
    return replaceEntries(document, route, new Set([String(field)]), change.insert ? [change.insert] : []);
  }
  const before = dataOfRoute(route.body);
  const wanted = field in before ? (changeData(before, change) as Record<string, Data>)[field] : change.value;
  if (wanted === undefined) return unsafe;
  const inserted: readonly (readonly [string, Data])[] = [[String(field), wanted]];
  const edit =
    change.items === undefined || change.items.length === 1 ? scalarEdit(document, route, change) : null;
  if (edit) {
    const result = triedInPlace(document, route, inserted, [edit]);
    if ('edits' in result) return result;
  }
  return replaceEntries(document, route, new Set(), inserted);
}

function scalarEdit({ format, terraform }: RouteDocument, route: SourcedRoute, { path, value }: ValueChange) {
  if (terraform) return null;
  const found = valueAt(route.body, path);
  if (found?.kind !== 'scalar' || found.aliased || (typeof value === 'object' && value !== null)) return null;
  if (value === undefined || found.style === 'literal' || found.style === 'folded') return null;
  const span = { start: route.start + found.span.start, end: route.start + found.span.end };
  if (format === 'json') return { span, newText: json(value, ', ', ': ') };
  const quote = { 'single-quoted': "'", 'double-quoted': '"' }[found.style as string];
  const inside = quote && typeof value === 'string' ? encodeAs(found.style, value) : null;
  const newText = quote && inside !== null ? `${quote}${inside}${quote}` : yamlScalar(value);
  return { span, newText };
}
