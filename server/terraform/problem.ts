/** What Terraform or a provider refuses of a route before Kong sees it: codes with closed arguments. */

import type { Span } from '../../grammar/index.js';
import type { TerraformProblemArguments } from '../problems/index.js';

export type { Found, TerraformProblemArguments, Wanted } from '../problems/index.js';

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
