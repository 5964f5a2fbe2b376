/** What a fix does, by its code. */

import type { TerraformFixArguments } from '../problems/index.js';
import type { FileEdit } from './conversion.js';

export type FixCode = keyof TerraformFixArguments;

export type Fix = {
  [Code in FixCode]: {
    readonly code: Code;
    readonly args: TerraformFixArguments[Code];
    readonly edits: readonly FileEdit[];
  };
}[FixCode];
