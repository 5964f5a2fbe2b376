/** What a conversion is asked for, and what comes of it. */

import type { DocumentAnalysis } from '../analysis/index.js';
import type { EditResult, FileEdit, RouteDocument, SourcedRoute, TextEdit } from '../documents/index.js';
import type { TableRoute } from '../flavors/index.js';
import type { Note } from '../problems/index.js';

export type Style = 'expressions' | 'traditional';

/** What becomes of one route. */
export interface RouteConversion {
  readonly route: SourcedRoute;
  readonly label: string;
  readonly result: EditResult;
  /** What to know about it: that it became several routes, that its place in the order changes. */
  readonly notes: readonly Note[];
  /** How many routes it becomes; one where it is left out. */
  readonly count?: number;
}

/** A route, and its replacement: the first of `routes` keeps its place, the others follow it. */
export interface Successors {
  readonly route: SourcedRoute;
  /** As Kong would read them, with what the document adds. */
  readonly routes: readonly TableRoute[];
  readonly notes: readonly Note[];
}

/** A route of a document, and how many routes it becomes. */
export interface ConvertedInto {
  readonly route: SourcedRoute;
  readonly edits: readonly TextEdit[];
  /** In other files of its module of Terraform. */
  readonly otherFiles?: readonly FileEdit[];
  readonly count: number;
}

/** A file of the table, with the conversions in it that can be written; none for a file that stays as it is. */
export interface ConvertedDocument {
  readonly analysis: DocumentAnalysis;
  readonly conversions: readonly ConvertedInto[];
}

/** A file before or after conversions. */
export interface Side {
  readonly document: RouteDocument;
  /** For each route the one that it comes from. */
  readonly owners: readonly SourcedRoute[];
}
