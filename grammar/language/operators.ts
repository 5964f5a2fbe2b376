/**
 * What the operators and functions of the language do, in a sentence or two of Markdown.
 * Source: Kong/atc-router `src/interpreter.rs`, `src/semantics.rs`.
 */

import type { ComparisonOperator, LogicalOperator, Precedence, TransformFunction } from '../syntax/ast.js';

export interface OperatorKind {
  /** The types on both sides, as in `String, string`. */
  readonly operands: string;
  readonly summary: string;
}

const absent = 'False where the field is absent.';

export const comparisonOperators: Readonly<Record<ComparisonOperator, OperatorKind>> = {
  '==': {
    operands: 'a field and a constant of the same type',
    summary: `The field equals the constant; text is compared with regard to case. ${absent}`,
  },
  '!=': {
    operands: 'a field and a constant of the same type',
    summary:
      'The field differs from the constant. False where the field is absent: for "not equal, or not there" write `!(field == constant)`.',
  },
  '~': {
    operands: 'a String field and a string',
    summary: `The regex (Rust's \`regex\`: no look-around, no back-references) matches anywhere in the field; \`^\` and \`$\` anchor it. ${absent}`,
  },
  '^=': { operands: 'a String field and a string', summary: `The field starts with the constant. ${absent}` },
  '=^': { operands: 'a String field and a string', summary: `The field ends with the constant. ${absent}` },
  '>': { operands: 'an Int field and an integer', summary: `The field is greater. ${absent}` },
  '>=': { operands: 'an Int field and an integer', summary: `The field is greater or equal. ${absent}` },
  '<': { operands: 'an Int field and an integer', summary: `The field is less. ${absent}` },
  '<=': { operands: 'an Int field and an integer', summary: `The field is less or equal. ${absent}` },
  in: {
    operands: 'an IpAddr field and a CIDR range',
    summary: `The address lies in the range; one of another family never does. ${absent}`,
  },
  'not in': {
    operands: 'an IpAddr field and a CIDR range',
    summary: `The address lies outside of the range; one of another family always does. ${absent}`,
  },
  contains: {
    operands: 'a String field and a string',
    summary: `The constant stands somewhere in the field. ${absent}`,
  },
};

const alike = 'In this version `&&` and `||` bind alike, from the left: `a && b || c` is `(a && b) || c`.';

/** Kong/atc-router `src/parser.rs`. */
export const logicalOperators: Readonly<Record<Precedence, Readonly<Record<LogicalOperator, string>>>> = {
  'or-tighter': {
    '&&': 'Both sides are true. Binds **looser** than `||`: `a && b || c` is `a && (b || c)`.',
    '||': 'One side or both are true. Binds **tighter** than `&&`: `a && b || c` is `a && (b || c)`.',
  },
  alike: { '&&': `Both sides are true. ${alike}`, '||': `One side or both are true. ${alike}` },
};

export const transformFunctions: Readonly<Record<TransformFunction, OperatorKind>> = {
  lower: {
    operands: 'a String field',
    summary: 'The field in lower case. The constant is compared as it is: write it in lower case.',
  },
  any: {
    operands: 'any field',
    summary:
      'True if **one** value of the field fits; without it, all values must. It matters for headers and query parameters that are sent several times.',
  },
};
