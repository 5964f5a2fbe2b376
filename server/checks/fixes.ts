/** Fixes for a problem of a route, for the editor's quick fixes and for `check --fix`. */

import type { Span } from '../../grammar/index.js';
import {
  changeValue,
  type Data,
  type EditResult,
  editScalar,
  editsOfFiles,
  type FileEdit,
  type RouteDocument,
  replaceEntries,
  type SourcedRoute,
  type ValueChange,
} from '../documents/index.js';

export interface Fix {
  /** For a menu, made by the messages (`server/problems/`). */
  readonly title: string;
  /** Kong accepted the route before, and reads it differently afterwards: a person has to choose that. */
  readonly changes: boolean;
  /** In the text of the `expression`. */
  readonly expression?: readonly { readonly span: Span; readonly newText: string }[];
  /** A value that becomes another. */
  readonly value?: ValueChange;
  /** Fields that the route gets. */
  readonly entries?: readonly (readonly [key: string, value: Data])[];
  /** Of files of Terraform: edits of this one and of others of its module. */
  readonly files?: readonly FileEdit[];
}

/** The edits of the document, tried; or why there are none. */
export function fixEdits(document: RouteDocument, route: SourcedRoute, fix: Fix): EditResult {
  if (fix.value) return changeValue(document, route, fix.value);
  if (fix.files) return editsOfFiles(document, fix.files);
  if (fix.expression) return editScalar(document, route, 'expression', fix.expression);
  return replaceEntries(document, route, new Set(), fix.entries ?? []);
}
