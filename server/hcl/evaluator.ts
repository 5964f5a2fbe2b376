/** What a function that is evaluated here looks like. */

import type { Call } from './tree.js';
import type { Value } from './values.js';

/** @returns `null` if the result is not known, or Terraform would reject the call */
export type Evaluator = (args: readonly Value[], call: Call, text: string) => Value | null;
