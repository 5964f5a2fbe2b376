/** What the expressions of a file refer to. */

import type { Span } from '../../grammar/index.js';
import type { Body, Expression, ObjectKey, TemplatePart, Traversal } from './tree.js';

/** `root.name` and what follows it. */
export interface Reference {
  readonly root: string;
  readonly rootSpan: Span;
  readonly name: string;
  readonly traversal: Traversal;
}

/** Every reference in a body, in the order of the text. */
export function referencesIn(body: Body): readonly Reference[] {
  const references: Reference[] = [];
  visitExpressions(body, (expression) => {
    if (expression.kind !== 'traversal' || expression.source.kind !== 'variable') return;
    const [first] = expression.steps;
    if (first?.kind !== 'attribute') return;
    const { name: root, span: rootSpan } = expression.source;
    references.push({ root, rootSpan, name: first.name, traversal: expression });
  });
  return references;
}

/** Every expression of a body, the outer ones first. */
export function visitExpressions(body: Body, visit: (expression: Expression) => void): void {
  for (const item of body.items) {
    if (item.kind === 'block') visitExpressions(item.body, visit);
    else visitExpression(item.value, visit);
  }
}

export function visitExpression(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) visitExpression(child, visit);
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.flatMap(inPart);
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [...inKey(key), value]);
    case 'for': {
      const { collection, resultKey, resultValue, condition } = expression;
      return [collection, ...(resultKey ? [resultKey] : []), resultValue, ...(condition ? [condition] : [])];
    }
    case 'traversal':
      return [
        expression.source,
        ...expression.steps.flatMap((step) => (step.kind === 'index' ? [step.key] : [])),
      ];
    case 'call':
      return expression.args;
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'operation':
      return expression.operands;
    case 'unary':
      return [expression.operand];
    case 'parentheses':
      return [expression.inner];
    default:
      return [];
  }
}

const inKey = (key: ObjectKey) => (key.kind === 'expression' ? [key.expression] : []);

function inPart(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case 'text':
      return [];
    case 'interpolation':
      return [part.expression];
    case 'if':
      return [part.condition, ...part.whenTrue.flatMap(inPart), ...part.whenFalse.flatMap(inPart)];
    case 'for':
      return [part.collection, ...part.body.flatMap(inPart)];
  }
}
