/** What stands at a place in an expression. */

import type {
  ComparisonOperator,
  Expression,
  Field,
  LogicalOperator,
  Span,
  TransformFunction,
} from './ast.js';

export type Piece =
  | { readonly kind: 'field'; readonly field: Field; readonly span: Span }
  | { readonly kind: 'function'; readonly function: TransformFunction; readonly span: Span }
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly span: Span }
  | { readonly kind: 'logical'; readonly operator: LogicalOperator; readonly span: Span };

/**
 * @param offset of a character, in UTF-16 units
 * @returns the field, function or operator that the character belongs to, or `null`
 */
export function pieceAt(expression: Expression | null, offset: number): Piece | null {
  const holds = (span: Span | null): span is Span =>
    span !== null && span.start <= offset && offset < span.end;
  if (!expression || !holds(expression.span)) return null;
  switch (expression.kind) {
    case 'group':
      return pieceAt(expression.expression, offset);
    case 'logical': {
      const { operator } = expression;
      const span = expression.operators.find(holds);
      if (span) return { kind: 'logical', operator, span };
      const term = expression.terms.find((candidate) => candidate !== null && holds(candidate.span));
      return pieceAt(term ?? null, offset);
    }
    case 'predicate': {
      const { operator, operatorSpan } = expression;
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
