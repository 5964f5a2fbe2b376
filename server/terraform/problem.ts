/** What Terraform or a provider refuses of a route before Kong sees it: codes with closed arguments. */

import type { Span } from '../../grammar/index.js';
import type { ArgumentType } from './resources.js';

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

export type TerraformProblemCode = keyof TerraformProblemArguments;

/** A place in a file of the module. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

export type TerraformProblem = {
  [Code in TerraformProblemCode]: {
    readonly code: Code;
    readonly args: TerraformProblemArguments[Code];
    readonly file: string;
    /** Absolute. */
    readonly span: Span;
    /** Other places of the same matter. */
    readonly related: readonly Place[];
  };
}[TerraformProblemCode];
