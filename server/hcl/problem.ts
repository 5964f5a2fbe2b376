/** What can be wrong with HCL text: codes with closed arguments, in the words of HashiCorp's specification. */

import type { Span } from '../../grammar/index.js';
import type { HclProblemArguments } from '../problems/index.js';

export type { Bracket, Expected, HclProblemArguments } from '../problems/index.js';

export type HclProblemCode = keyof HclProblemArguments;

export type HclProblem = {
  [Code in HclProblemCode]: {
    readonly code: Code;
    readonly args: HclProblemArguments[Code];
    /** Absolute, UTF-16. */
    readonly span: Span;
  };
}[HclProblemCode];
