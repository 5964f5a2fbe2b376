/** What is known of each code, whatever it is a problem of. */

import type { FixableProblem, Severity } from './codes.js';

export interface ProblemKind<Arguments> {
  readonly severity: Severity;
  /** The first sentence of the section in the docs. */
  readonly title: string;
  /** @param messageOf for a problem in the arguments */
  readonly message: (args: Arguments, messageOf: (problem: FixableProblem) => string) => string;
  /**
   * What to do about a mistake when there is no obvious fix: a sentence or `''`. When there is an obvious fix, its title
   * is appended to the message instead. Absent if the message itself says what to do.
   */
  readonly hint?: (args: Arguments) => string;
  /** The title of an obvious fix is a sentence after the message. */
  readonly endsWithFix?: true;
  /** Kong's own message, if the message does not contain it. */
  readonly kong?: string;
}

/** One kind for each code of a table of arguments. */
export type ProblemKinds<Table> = { readonly [Code in keyof Table]: ProblemKind<Table[Code]> };
