/** What a conversion from one resource type to the other is asked for, and what comes of it. */

import type { TextEdit } from '../hcl/index.js';
import type { ApplyStep, TerraformNote, TerraformRefusal } from '../problems/index.js';
import type { Data } from '../routes/index.js';
import type { RouteStyle } from './resources.js';
import type { TerraformRoute } from './route.js';
import type { RouteIds } from './state.js';
import type { Parts } from './unknown-parts.js';

/** What is to become of the fields of a route. */
export interface RouteRewrite {
  readonly route: TerraformRoute;
  readonly remove: ReadonlySet<string>;
  readonly insert: readonly (readonly [field: string, value: Data])[];
  /** Further resources after it, each with changes of its own: routes that Kong splits. */
  readonly copies: readonly Pick<RouteRewrite, 'remove' | 'insert'>[];
  /** Of `convertibleData`, with which the fields were made. */
  readonly parts: Parts;
}

export interface ConversionOptions {
  readonly to: RouteStyle;
  /** Of the state, where one is given. */
  readonly ids: RouteIds | null;
  /** Whether the module is called by another one; `null` if that is not known. */
  readonly isChild: boolean | null;
  /** Whether the resources were never applied, so that nothing has to be kept: only the type changes. */
  readonly isNew: boolean;
}

export interface FileEdit extends TextEdit {
  readonly file: string;
}

export type Conversion =
  | { readonly edits: readonly FileEdit[]; readonly notes: readonly TerraformNote[] }
  | { readonly refused: TerraformRefusal; readonly instead: readonly ApplyStep[] };
