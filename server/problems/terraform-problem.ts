/**
 * What can be wrong with files of Terraform, what prevents a conversion, and what fixes do: codes with closed
 * arguments. HCL's are in the words of HashiCorp's specification.
 */

import type { JsonFault } from './json-fault.js';

/** Every code, with the arguments of its message. */
export interface HclProblemArguments {
  /** `sequence` as written, such as `\d` or `\u12`. */
  'hcl-invalid-escape': { sequence: string };
  /** A quoted string that has no closing quote on its line. The span is that of the line end. */
  'hcl-newline-in-string': Record<never, never>;
  'hcl-unclosed-string': Record<never, never>;
  /** No line holds the marker alone, or the line that does is the last one and has no line end. */
  'hcl-unclosed-heredoc': { marker: string; atEnd: boolean };
  /** `<<` without a marker and a line end right after it. */
  'hcl-heredoc-start': Record<never, never>;
  /** The value starts on the line after `=`, as `deck file kong2tf` writes it. */
  'hcl-heredoc-on-next-line': Record<never, never>;
  'hcl-unclosed-comment': Record<never, never>;
  'hcl-unclosed-bracket': { bracket: Bracket };
  'hcl-unclosed-interpolation': { opening: '${' | '%{' };
  'hcl-unclosed-block': { type: string };
  'hcl-unexpected': { expected: Expected };
  'hcl-single-quotes': Record<never, never>;
  'hcl-attribute-redefined': { name: string };
  'hcl-template-in-label': Record<never, never>;
  'hcl-single-line-block': Record<never, never>;
  'hcl-number': Record<never, never>;
  'hcl-directive': { keyword: string };
  /** `else`, `endif` or `endfor` without its opening, or an opening without its end. */
  'hcl-unbalanced-directive': { keyword: string };
  'hcl-for-key': { wanted: boolean };
  'hcl-json': { error: JsonFault };
  'hcl-too-deep': Record<never, never>;
}

export type Bracket = '[' | '(' | '{';

/** What was missing where something else was found. */
export type Expected =
  | 'expression'
  | 'equals'
  | 'body-item'
  | 'opening-brace'
  | 'line-end'
  | 'separator'
  | 'key-value-separator'
  | 'attribute-name'
  | 'colon'
  | 'in'
  | 'variable-name'
  | 'function-name'
  | 'no-closing-brace'
  /** A carriage return alone is not a line end. */
  | 'line-feed';

/** How Terraform holds the value of an argument. */
export type ArgumentType = 'string' | 'number' | 'bool' | 'strings' | 'headers' | 'nets' | 'service';

/** What an argument wants, or what an element of it does. */
export type Wanted = ArgumentType | 'whole-number' | 'strings-of-header' | 'net';
export type Found = 'string' | 'number' | 'bool' | 'list' | 'object' | 'null';

export interface TerraformProblemArguments {
  /** `other`: the resource type that has it, of the same provider. */
  'terraform-argument-of-other-resource': { argument: string; resource: string; other: string };
  /** `meant`: the argument that it is most likely a misspelling of. */
  'terraform-argument-unknown': { argument: string; resource: string; meant: string | null };
  'terraform-argument-missing': { argument: string; resource: string };
  /** A block where an argument is wanted: the equals sign is missing. */
  'terraform-argument-not-block': { argument: string; resource: string };
  /** An argument where a block is wanted. */
  'terraform-block-not-argument': { block: string; resource: string };
  'terraform-value-type': { argument: string; wanted: Wanted; found: Found };
  'terraform-value-range': { argument: string; least: number; most: number };
  'terraform-value-not-listed': { argument: string; allowed: readonly (string | number)[] };
  /** An element of a list that is null. */
  'terraform-value-null': { argument: string };
  'terraform-attribute-unknown': { argument: string; attribute: string };
  /** Two resources of one type with one name. */
  'terraform-resource-duplicate': { resource: string; name: string };
  /** The id of an `import` block was not filled in after a conversion. */
  'terraform-import-placeholder': Record<never, never>;
}

export interface TerraformNoteArguments {
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

export interface TerraformRefusalArguments {
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

export type TerraformNote = {
  [Code in keyof TerraformNoteArguments]: {
    readonly code: Code;
    readonly args: TerraformNoteArguments[Code];
  };
}[keyof TerraformNoteArguments];

export type TerraformRefusal = {
  [Code in keyof TerraformRefusalArguments]: {
    readonly code: Code;
    readonly args: TerraformRefusalArguments[Code];
  };
}[keyof TerraformRefusalArguments];

/** The way in two applies: the new route is there before the old one goes. */
export type ApplyStep =
  /** Write a resource of the other type, with another name for itself and for the route. */
  | { readonly step: 'create'; readonly resource: string; readonly name: string }
  | { readonly step: 'apply' }
  /** Refer to the new resource instead. */
  | { readonly step: 'refer'; readonly from: string; readonly to: string }
  | { readonly step: 'delete'; readonly address: string };

export interface TerraformFixArguments {
  'double-backslash': { sequence: string };
  'use-heredoc': Record<never, never>;
  'join-heredoc': Record<never, never>;
  'change-resource-type': { to: string };
  /** All of those at once that leave nothing to decide: what `deck file kong2tf` wrote wrongly. */
  'fix-resource': { name: string };
  'insert-equals': { argument: string };
  'rename-argument': { to: string };
  'wrap-in-list': Record<never, never>;
  'rename-resource': { to: string };
}
