/** What stands at a place in an expression. */

import type {
  ComparisonOperator,
  Constant,
  Expression,
  Field,
  Group,
  LogicalOperator,
  Span,
  TransformFunction,
} from './ast.js';

export type Piece =
  | { readonly kind: 'field'; readonly field: Field; readonly span: Span }
  | { readonly kind: 'function'; readonly function: TransformFunction; readonly span: Span }
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly span: Span }
  | {
      readonly kind: 'constant';
      readonly constant: Constant;
      readonly operator: ComparisonOperator | null;
      readonly span: Span;
    }
  | { readonly kind: 'logical'; readonly operator: LogicalOperator; readonly span: Span }
  /** One of its parentheses, or its `!`. */
  | { readonly kind: 'group'; readonly group: Group; readonly span: Span };

/**
 * @param offset of a character, in UTF-16 units
 * @returns the field, function, operator, constant or parenthesis that the character belongs to, or `null`
 */
export function pieceAt(expression: Expression | null, offset: number): Piece | null {
  const holds = (span: Span | null): span is Span =>
    span !== null && span.start <= offset && offset < span.end;
  if (!expression || !holds(expression.span)) return null;
  switch (expression.kind) {
    case 'group': {
      const { expression: inner, span } = expression;
      return inner && holds(inner.span) ? pieceAt(inner, offset) : { kind: 'group', group: expression, span };
    }
    case 'logical': {
      const { operator } = expression;
      const span = expression.operators.find(holds);
      if (span) return { kind: 'logical', operator, span };
      const term = expression.terms.find((candidate) => candidate !== null && holds(candidate.span));
      return pieceAt(term ?? null, offset);
    }
    case 'predicate': {
      const { operator, operatorSpan } = expression;
      const { rhs } = expression;
      if (rhs && holds(rhs.span)) return { kind: 'constant', constant: rhs, operator, span: rhs.span };
      if (operator && holds(operatorSpan)) return { kind: 'comparison', operator, span: operatorSpan };
      let lhs = expression.lhs;
      while (lhs?.kind === 'call') {
        if (lhs.function && holds(lhs.nameSpan)) {
          return { kind: 'function', function: lhs.function, span: lhs.nameSpan };
        }
        lhs = lhs.argument;
      }
      return lhs && holds(lhs.span) ? { kind: 'field', field: lhs, span: lhs.span } : null;
    }
  }
}
