/**
 * The operators of the language. Whatever knows operators reads this table: the scanner, the checker, the engine's
 * grammar and messages, completion, hover, fixes, the TextMate grammars and the tests.
 *
 * Source: Kong/atc-router `src/atc_grammar.pest`, `src/ast.rs`, `src/semantics.rs`, `src/interpreter.rs`.
 */

import type { ConstantKind, FieldType } from './types.js';

export interface ComparisonKind {
  /** Its name in the engine's trees. */
  readonly engineName: string;
  /** What it compares; `same`: a constant of the field's own type. */
  readonly operands: 'same' | { readonly field: FieldType; readonly constant: ConstantKind };
  /** The engine's words for other operands. */
  readonly refusal?: string;
  /** The first Gateway version that has it; 3.0 by default. */
  readonly since?: string;
  /** The operator that is true exactly when this one is false, for a field that has a value. */
  readonly opposite?: ComparisonOperator;
  /** In words, between the field and the constant: `starts with`. */
  readonly words: string;
  /** What it does, in a sentence or two of Markdown. */
  readonly summary: string;
  /** What people write who know another language. */
  readonly alsoWritten?: readonly string[];
  /** The same, in several words. */
  readonly inWords?: RegExp;
  /** Names of methods that do the same in other languages, in lower case. */
  readonly alsoCalled?: readonly string[];
}

const absent = 'False where the field is absent.';

const text = { field: 'String', constant: 'string' } as const;
const integer = { field: 'Int', constant: 'int' } as const;
const network = { field: 'IpAddr', constant: 'cidr' } as const;

const onlyText = 'Regex/Prefix/Postfix operators only supports string operands';
const onlyIntegers = 'Greater/GreaterOrEqual/Lesser/LesserOrEqual operators only supports integer operands';
const onlyNetworks = 'In/NotIn operators only supports IP in CIDR';

/**
 * Comparisons, in the order in which they are offered. A space in an operator is any white space in the engine's
 * grammar, but the engine survives only one space (`parse_binary_operator` in `src/parser.rs`).
 */
const comparisons = {
  '==': {
    engineName: 'Equals',
    operands: 'same',
    opposite: '!=',
    words: 'equals',
    summary: `The field equals the constant. The comparison is case-sensitive. ${absent}`,
    alsoWritten: ['=', '===', 'is', 'eq', 'equals', 'EQ', 'IS'],
  },
  '!=': {
    engineName: 'NotEquals',
    operands: 'same',
    opposite: '==',
    words: 'differs from',
    summary:
      'The field differs from the constant. False where the field is absent: for "not equal, or not there" write `!(field == constant)`.',
    alsoWritten: ['!==', '<>', '=!', 'ne', 'NE'],
    inWords: /^is\s+not\b/i,
  },
  '^=': {
    engineName: 'Prefix',
    operands: text,
    refusal: onlyText,
    words: 'starts with',
    summary: `The field starts with the constant. ${absent}`,
    alsoWritten: ['startsWith', 'startswith', 'starts_with', '^', '^^'],
    inWords: /^(?:starts?|begins?)\s+with\b/i,
    alsoCalled: ['startswith', 'starts_with', 'hasprefix', 'has_prefix'],
  },
  '=^': {
    engineName: 'Postfix',
    operands: text,
    refusal: onlyText,
    words: 'ends with',
    summary: `The field ends with the constant. ${absent}`,
    alsoWritten: ['endsWith', 'endswith', 'ends_with', '$='],
    inWords: /^ends?\s+with\b/i,
    alsoCalled: ['endswith', 'ends_with', 'hassuffix', 'has_suffix'],
  },
  '~': {
    engineName: 'Regex',
    operands: text,
    refusal: 'Regex operators only supports string operands',
    words: 'matches',
    summary: `The regex (Rust's \`regex\`: no look-around, no back-references) matches anywhere in the field; \`^\` and \`$\` anchor it. ${absent}`,
    alsoWritten: ['=~', '~=', '~~', '=~*', 'matches', 'MATCHES', 'regex'],
    alsoCalled: ['matches', 'match'],
  },
  contains: {
    engineName: 'Contains',
    operands: text,
    refusal: 'Contains operator only supports string operands',
    since: '3.4',
    words: 'contains',
    summary: `The field contains the constant. ${absent}`,
    alsoWritten: ['*=', 'includes', 'has', 'CONTAINS', 'Contains'],
    alsoCalled: ['contains', 'includes'],
  },
  '>': {
    engineName: 'Greater',
    operands: integer,
    refusal: onlyIntegers,
    opposite: '<=',
    words: 'is greater than',
    summary: `The field is greater than the constant. ${absent}`,
  },
  '>=': {
    engineName: 'GreaterOrEqual',
    operands: integer,
    refusal: onlyIntegers,
    opposite: '<',
    words: 'is at least',
    summary: `The field is greater than the constant, or equal. ${absent}`,
    alsoWritten: ['=>'],
  },
  '<': {
    engineName: 'Less',
    operands: integer,
    refusal: onlyIntegers,
    opposite: '>=',
    words: 'is less than',
    summary: `The field is less than the constant. ${absent}`,
  },
  '<=': {
    engineName: 'LessOrEqual',
    operands: integer,
    refusal: onlyIntegers,
    opposite: '>',
    words: 'is at most',
    summary: `The field is less than the constant, or equal. ${absent}`,
    alsoWritten: ['=<'],
  },
  in: {
    engineName: 'In',
    operands: network,
    refusal: onlyNetworks,
    opposite: 'not in',
    words: 'is in',
    summary: `The address is in the range. An address of the other IP version never is. ${absent}`,
    alsoWritten: ['IN'],
    inWords: /^is\s+in\b/i,
  },
  'not in': {
    engineName: 'NotIn',
    operands: network,
    refusal: onlyNetworks,
    opposite: 'in',
    words: 'is not in',
    summary: `The address is outside the range. An address of the other IP version always is. ${absent}`,
  },
} as const satisfies Record<string, Omit<ComparisonKind, 'opposite'> & { readonly opposite?: string }>;

export type ComparisonOperator = keyof typeof comparisons;

export const comparisonOperators: Readonly<Record<ComparisonOperator, ComparisonKind>> = comparisons;

/** In the order of the table. */
export const comparisonOperatorNames = Object.keys(comparisons) as readonly ComparisonOperator[];

/** The operators that compare a field of a type, in the order of the table. */
export const operatorsFor = (type: FieldType): readonly ComparisonOperator[] =>
  comparisonOperatorNames.filter((name) => {
    const { operands } = comparisonOperators[name];
    return operands === 'same' || operands.field === type;
  });

/** How `&&` and `||` bind: `||` tighter, or both alike as before Gateway 3.4. */
export type Precedence = 'or-tighter' | 'alike';

export interface LogicalKind {
  readonly engineName: string;
  readonly words: string;
  /** What it does, by how it binds; Markdown. */
  readonly summary: Readonly<Record<Precedence, string>>;
  readonly alsoWritten: readonly string[];
}

const alike = 'In this version `&&` and `||` bind alike, from the left: `a && b || c` is `(a && b) || c`.';

/** What connects comparisons. Precedence: Kong/atc-router `src/parser.rs`. */
const connectors = {
  '&&': {
    engineName: 'And',
    words: 'and',
    summary: {
      'or-tighter': 'Both sides are true. Binds **looser** than `||`: `a && b || c` is `a && (b || c)`.',
      alike: `Both sides are true. ${alike}`,
    },
    alsoWritten: ['and', 'AND', '&'],
  },
  '||': {
    engineName: 'Or',
    words: 'or',
    summary: {
      'or-tighter':
        'One side or both are true. Binds **tighter** than `&&`: `a && b || c` is `a && (b || c)`.',
      alike: `One side or both are true. ${alike}`,
    },
    alsoWritten: ['or', 'OR', '|'],
  },
} as const satisfies Record<string, LogicalKind>;

export type LogicalOperator = keyof typeof connectors;

export const logicalOperators: Readonly<Record<LogicalOperator, LogicalKind>> = connectors;
