/** What a fix does, by its code. */

import type { FileEdit } from './conversion.js';

export interface FixArguments {
  'double-backslash': { sequence: string };
  'use-heredoc': Record<never, never>;
  'join-heredoc': Record<never, never>;
  'change-resource-type': { to: string };
  /** All of those at once that leave nothing to decide: what `deck file kong2tf` wrote wrongly. */
  'mend-resource': { name: string };
  'insert-equals': { argument: string };
  'rename-argument': { to: string };
  'wrap-in-list': Record<never, never>;
  'rename-resource': { to: string };
}

export type FixCode = keyof FixArguments;

export type Fix = {
  [Code in FixCode]: {
    readonly code: Code;
    readonly args: FixArguments[Code];
    readonly edits: readonly FileEdit[];
  };
}[FixCode];
