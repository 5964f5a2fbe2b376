/**
 * What can be wrong with an expression, as data. The words belong to `server/problems.ts`; the grammar says
 * which problem, where, and what the sentence is about.
 */

import type { Mend } from './fixes/index.js';
import type { Span } from './span.js';

/** Every code of the grammar, with the arguments of its message. */
export interface ExpressionProblemArguments {
  'expression-empty': Record<never, never>;
  'expression-syntax': { expected: string; found: string };
  'expression-unclosed': { what: string; close: string };
  'expression-unopened': Record<never, never>;
  'expression-not': Record<never, never>;
  'expression-escape': { escape: string };
  'expression-comment': Record<never, never>;
  'expression-unknown-operator': { operator: string };
  'expression-unknown-function': { name: string };
  'expression-not-in-spacing': Record<never, never>;
  'expression-hyphen': { name: string };
  'expression-integer-range': { text: string };
  'expression-ip-address': { text: string; family: string };
  'expression-cidr-length': { text: string; longest: string };
  'expression-cidr-host-bits': { text: string; network: string };
  'expression-regex': { message: string };
  'expression-unknown-field': { name: string; subsystem: string };
  'expression-field-since': { name: string; since: string };
  'expression-since': { what: string; since: string };
  'expression-segments': { name: string };
  'expression-lower-type': { name: string; type: string };
  'expression-type-mismatch': { name: string; type: string; found: string };
  'expression-operator-type': { operator: string; needs: string; found: string };
  'expression-precedence': { tighter: string; looser: string; alike: 'yes' | 'no' };
  'expression-absent': { name: string; operator: string };
  'expression-all-values': { name: string };
  'expression-unanchored': { name: string; begins: 'anywhere' | 'inside' };
  'expression-simple-regex': { instead: string; but: string };
  'expression-never': { why: string; outcome: 'never' | 'always' };
  'expression-header-case': { name: string; right: string };
  'expression-host-case': Record<never, never>;
  'expression-contradiction': { first: string; second: string };
  'expression-tautology': {
    first: string;
    second: string;
    name: string;
    when: 'always' | 'sent' | 'sent once';
  };
  'expression-duplicate': { term: string };
  'expression-net-port': Record<never, never>;
  'expression-nul': Record<never, never>;
  'expression-too-deep': Record<never, never>;
}

export type ExpressionCode = keyof ExpressionProblemArguments;

/** One problem; `span` is in the text as it was given. */
export type ExpressionProblem = {
  [Code in ExpressionCode]: {
    readonly code: Code;
    readonly args: ExpressionProblemArguments[Code];
    readonly span: Span;
    /** What was most likely meant, where that is obvious; its spans are in the text as it was given. */
    readonly mend?: Mend;
  };
}[ExpressionCode];
