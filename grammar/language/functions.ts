/** The functions that change a field before it is compared. Source: Kong/atc-router `src/ast.rs`, `src/interpreter.rs`. */

import type { FieldType } from './types.js';

export interface FunctionKind {
  /** Its name in the engine's trees. */
  readonly engineName: string;
  /** The type of its field. */
  readonly field: FieldType | 'any';
  /** What it does, in a sentence or two of Markdown. */
  readonly summary: string;
  /** Its names in other languages. */
  readonly alsoWritten?: RegExp;
}

const functions = {
  lower: {
    engineName: 'Lower',
    field: 'String',
    summary: 'The field in lower case. The constant is compared as it is: write it in lower case.',
    alsoWritten: /^(?:lower|to_?lower|lower_?case)$/i,
  },
  any: {
    engineName: 'Any',
    field: 'any',
    summary:
      'True if **one** value of the field matches. Without it, all values must match. This matters for headers and query parameters that are sent several times.',
  },
} as const satisfies Record<string, FunctionKind>;

export type TransformFunction = keyof typeof functions;

export const transformFunctions: Readonly<Record<TransformFunction, FunctionKind>> = functions;

export const isTransformFunction = (name: string): name is TransformFunction =>
  Object.hasOwn(functions, name);
