/** What mends a problem of a route, for the editor's quick fixes and for `check --fix`. */

import type { Span } from '../../grammar/index.js';
import {
  type Data,
  type EditResult,
  editScalar,
  type RouteDocument,
  replaceEntries,
  type SourcedRoute,
} from '../documents/index.js';
import type { FixKind } from '../problems/index.js';

export interface Fix {
  readonly kind: FixKind;
  /** Kong took the route before, and takes it as something else after: a person has to want that. */
  readonly changes: boolean;
  /** In the text of the `expression`. */
  readonly expression?: readonly { readonly span: Span; readonly newText: string }[];
  /** Fields that the route gets. */
  readonly entries?: readonly (readonly [key: string, value: Data])[];
}

/** The edits of the document, tried; or why there are none. */
export function fixEdits(document: RouteDocument, route: SourcedRoute, fix: Fix): EditResult {
  if (fix.expression) return editScalar(document, route, 'expression', fix.expression);
  return replaceEntries(document, route, new Set(), fix.entries ?? []);
}
