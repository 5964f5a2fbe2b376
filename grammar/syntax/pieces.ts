/** What is at a place in an expression. */

import type { ComparisonOperator, LogicalOperator, TransformFunction } from '../language/index.js';
import type { Span } from '../span.js';
import type { Constant, Expression, Field, Group, Predicate } from './ast.js';

export type Piece =
  | { readonly kind: 'field'; readonly field: Field; readonly span: Span }
  | { readonly kind: 'function'; readonly function: TransformFunction; readonly span: Span }
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly span: Span }
  | {
      readonly kind: 'constant';
      readonly constant: Constant;
      readonly predicate: Predicate;
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
      if (rhs && holds(rhs.span))
        return { kind: 'constant', constant: rhs, predicate: expression, span: rhs.span };
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

/** Every piece of a tree in the order of the text; of parentheses only those with a `!`, which is where the piece starts. */
export function piecesOf(expression: Expression | null): Piece[] {
  switch (expression?.kind) {
    case undefined:
      return [];
    case 'group': {
      const { negated, span } = expression;
      const not: Piece[] = negated ? [{ kind: 'group', group: expression, span }] : [];
      return [...not, ...piecesOf(expression.expression)];
    }
    case 'logical': {
      const { operator, operators, terms } = expression;
      return terms.flatMap((term, i) => {
        const span = operators[i];
        // A link without width was not written.
        const link: Piece[] = span && span.end > span.start ? [{ kind: 'logical', operator, span }] : [];
        return [...piecesOf(term), ...link];
      });
    }
    case 'predicate': {
      const { lhs, operator, operatorSpan, rhs } = expression;
      const pieces: Piece[] = [];
      let at = lhs;
      for (; at?.kind === 'call'; at = at.argument) {
        if (at.function) pieces.push({ kind: 'function', function: at.function, span: at.nameSpan });
      }
      if (at) pieces.push({ kind: 'field', field: at, span: at.span });
      if (operator && operatorSpan) pieces.push({ kind: 'comparison', operator, span: operatorSpan });
      if (rhs) pieces.push({ kind: 'constant', constant: rhs, predicate: expression, span: rhs.span });
      return pieces;
    }
  }
}
