/**
 * The tree of a Kong expression. It is always there, whole or with gaps: where the text has no such part,
 * or none that can be read, the tree holds `null` and the parser has reported why.
 *
 * Offsets are UTF-16 units in the text that was parsed; spans are half open.
 */

import type { ComparisonOperator, LogicalOperator, TransformFunction } from '../language/index.js';
import type { Span } from '../span.js';

export type Expression = Logical | Group | Predicate;

/** A chain of one logical operator: `a && b && c`. The engine groups it from the left. */
export interface Logical {
  readonly kind: 'logical';
  readonly operator: LogicalOperator;
  /** Two or more. */
  readonly terms: readonly (Expression | null)[];
  /** The places of the operators; one fewer than the terms. */
  readonly operators: readonly Span[];
  readonly span: Span;
}

/** `( … )` or `!( … )`. */
export interface Group {
  readonly kind: 'group';
  readonly negated: boolean;
  readonly expression: Expression | null;
  readonly span: Span;
}

/** `field operator constant`. */
export interface Predicate {
  readonly kind: 'predicate';
  readonly lhs: Lhs | null;
  readonly operator: ComparisonOperator | null;
  readonly operatorSpan: Span | null;
  readonly rhs: Constant | null;
  readonly span: Span;
}

export type Lhs = Field | Call;

export interface Field {
  readonly kind: 'field';
  readonly name: string;
  readonly span: Span;
}

/** `lower( … )`, `any( … )`; any other name is reported and its `function` is `null`. */
export interface Call {
  readonly kind: 'call';
  readonly function: TransformFunction | null;
  readonly nameSpan: Span;
  readonly argument: Lhs | null;
  readonly span: Span;
}

export type Constant = StringConstant | IntConstant | IpConstant | CidrConstant;

export interface StringConstant {
  readonly kind: 'string';
  readonly value: string;
  /** Written as `r#"…"#`. */
  readonly raw: boolean;
  readonly span: Span;
}

export interface IntConstant {
  readonly kind: 'int';
  /** 64-bit signed. */
  readonly value: bigint;
  readonly span: Span;
}

export interface IpConstant {
  readonly kind: 'ip';
  readonly family: 4 | 6;
  /** As written. */
  readonly text: string;
  readonly span: Span;
}

export interface CidrConstant {
  readonly kind: 'cidr';
  readonly family: 4 | 6;
  /** As written. */
  readonly text: string;
  readonly span: Span;
}

/** The field of a left-hand side, without the functions around it. */
export function fieldOf(lhs: Lhs | null): Field | null {
  let at = lhs;
  while (at?.kind === 'call') at = at.argument;
  return at;
}

/** Every predicate of a tree, in the order of the text. */
export function predicatesOf(expression: Expression | null): Predicate[] {
  const found: Predicate[] = [];
  collect(expression, found);
  return found;
}

/** A tree is never deeper than the parser reads (`deepestNesting`), however long its chains are. */
function collect(expression: Expression | null, found: Predicate[]): void {
  switch (expression?.kind) {
    case 'predicate':
      found.push(expression);
      break;
    case 'group':
      collect(expression.expression, found);
      break;
    case 'logical':
      for (const term of expression.terms) collect(term, found);
  }
}
