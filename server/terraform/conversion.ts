/** What a conversion from one resource type to the other is asked for, and what comes of it. */

import type { Data } from '../documents/index.js';
import type { TextEdit } from '../hcl/index.js';
import type { RouteStyle } from './resources.js';
import type { TerraformRoute } from './route.js';
import type { RouteIds } from './state.js';
import type { Parts } from './unknown-parts.js';

/** What is to become of the fields of a route. */
export interface RouteRewrite {
  readonly route: TerraformRoute;
  readonly remove: ReadonlySet<string>;
  readonly insert: readonly (readonly [field: string, value: Data])[];
  /** Further resources behind it, each with changes of its own: routes that Kong splits. */
  readonly copies: readonly Pick<RouteRewrite, 'remove' | 'insert'>[];
  /** Of `convertibleData`, with which the fields were made. */
  readonly parts: Parts;
}

export interface ConversionOptions {
  readonly to: RouteStyle;
  /** Of the state, where one is given. */
  readonly ids: RouteIds | null;
  /** Whether the module is called by another one; `null` where that is not known. */
  readonly isChild: boolean | null;
  /** Whether the resources were never applied, so that nothing has to be kept: only the type changes. */
  readonly isNew: boolean;
}

export interface FileEdit extends TextEdit {
  readonly file: string;
}

export type Conversion =
  | { readonly edits: readonly FileEdit[]; readonly notes: readonly ConversionNote[] }
  | { readonly refused: ConversionRefusal; readonly instead: readonly ApplyStep[] };

export interface ConversionNoteArguments {
  /** The id in the `import` block is to be filled in. */
  'terraform-id-missing': { address: string };
  /** A value of a local, or made by a function, is written out. */
  'terraform-value-written-out': { field: string };
  /** What an unknown part does to the order of the routes, or to the expression, is not known. */
  'terraform-part-unknown': { field: string };
  /** Nothing says whether the module is the root module, which `import` needs. */
  'terraform-root-unknown': Record<never, never>;
  /** A new resource: Kong splits the route. */
  'terraform-resource-added': { address: string };
}

export type ConversionNote = {
  [Code in keyof ConversionNoteArguments]: {
    readonly code: Code;
    readonly args: ConversionNoteArguments[Code];
  };
}[keyof ConversionNoteArguments];

export interface ConversionRefusalArguments {
  'terraform-no-other-type': { resource: string };
  'terraform-json': Record<never, never>;
  'terraform-repeated': { by: 'count' | 'for_each' };
  'terraform-child-module': Record<never, never>;
  'terraform-value-unknown': { field: string };
  'terraform-value-assumed': { field: string };
  'terraform-syntax': Record<never, never>;
  'terraform-name-taken': { address: string };
  'terraform-moved': { address: string };
  'terraform-version': { required: string };
  /** Terraform refuses the value as it is. */
  'terraform-refused': { field: string };
}

export type ConversionRefusal = {
  [Code in keyof ConversionRefusalArguments]: {
    readonly code: Code;
    readonly args: ConversionRefusalArguments[Code];
  };
}[keyof ConversionRefusalArguments];

/** The way in two applies: the new route is there before the old one goes. */
export type ApplyStep =
  /** Write a resource of the other type, with another name for itself and for the route. */
  | { readonly step: 'create'; readonly resource: string; readonly name: string }
  | { readonly step: 'apply' }
  /** Refer to the new resource instead. */
  | { readonly step: 'refer'; readonly from: string; readonly to: string }
  | { readonly step: 'delete'; readonly address: string };
