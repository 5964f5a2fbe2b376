/** Every code that a problem can have. */

import type { ExpressionProblemArguments } from '../../grammar/index.js';
import type { GatewayProblemArguments } from './gateway-problem.js';
import type {
  GeneratedProblemArguments,
  IdleProblemArguments,
  RouteProblemArguments,
} from './route-problem.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

interface LintProblemArguments {
  'strip-path-cut': { operator: string; cuts: 'elsewhere' | 'nothing' };
}

interface DocumentProblemArguments {
  'document-syntax': { message: string };
  'format-version-not-read': { format: string; version: string; by: 'kong' | 'deck' };
  'plugin-condition-not-in-version': { version: string };
  'plugin-condition-language': { version: string; reads: 'cel' | 'router' };
  'konnect-not-synced': { version: string };
}

/** Every code with the arguments of its message. */
export type ProblemArguments = ExpressionProblemArguments &
  LintProblemArguments &
  RouteProblemArguments &
  IdleProblemArguments &
  GeneratedProblemArguments &
  DocumentProblemArguments &
  GatewayProblemArguments;

export type ProblemCode = keyof ProblemArguments;

/** Any problem: a code with the arguments of its message. */
export type AnyProblem = {
  [Code in ProblemCode]: { readonly code: Code; readonly args: ProblemArguments[Code] };
}[ProblemCode];
