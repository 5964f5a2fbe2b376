/**
 * Addresses that a network keeps out. The other address family is never in it, so that `not in` and `!=` are true for
 * every address of that family (Kong/atc-router `src/interpreter.rs`), and so is a `!` around `in` and `==`.
 */

import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import type { Span } from '../span.js';
import type { Expression } from '../syntax/index.js';
import { unwrapped } from './keys.js';
import { subjectOf, type WholePredicate } from './subject.js';

/** What a term is part of, so far as something can be added next to it. */
type Context = 'and' | 'or' | 'negated';

/** A term that has to be true, or false where it is negated. */
interface Term {
  readonly term: Expression;
  readonly isNegated: boolean;
  /** With the `!` if that is around nothing else. */
  readonly span: Span;
  readonly context: Context;
}

/** A comparison of an address that has to be true. */
interface Address extends Term {
  readonly predicate: WholePredicate;
  readonly name: string;
  readonly family: 4 | 6;
  /** It is true for all addresses but some. */
  readonly keepsOut: boolean;
}

/** @returns one problem at most for each field of a chain: nothing in it decides on the other family */
export function otherFamilies(tree: Expression): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  visit(tree, false, [], 'and');
  return problems;

  /** @param outer what the chains of `&&` around it demand */
  function visit(
    expression: Expression | null,
    isNegated: boolean,
    outer: readonly Address[],
    context: Context,
  ): void {
    const terms = termsOf(expression, isNegated, context);
    const addresses = terms.flatMap(addressOf);
    const around = [...outer, ...addresses];
    for (const problem of undecided(addresses, around)) problems.push(problem);
    for (const { term, isNegated } of terms) {
      if (term.kind !== 'logical') continue;
      for (const one of term.terms) visit(one, isNegated, around, isNegated ? 'negated' : 'or');
    }
  }
}

function undecided(addresses: readonly Address[], around: readonly Address[]): ExpressionProblem[] {
  const firsts = addresses.filter(
    ({ name }, i) => addresses.findIndex((one) => one.name === name && one.keepsOut) === i,
  );
  return firsts.flatMap((address): ExpressionProblem[] => {
    const { name, family, span, predicate } = address;
    const isDecided = around.some((one) => one.name === name && (!one.keepsOut || one.family !== family));
    if (isDecided) return [];
    const args = { name, operator: predicate.operator, family: family === 4 ? 6 : 4 } as const;
    const fix = onlyItsFamily(address);
    return [{ code: 'expression-other-family', args, span, ...(fix && { fix }) }];
  });
}

/** The terms that have to be true together, also those in parentheses. */
function termsOf(expression: Expression | null, isNegated: boolean, context: Context): Term[] {
  switch (expression?.kind) {
    case 'predicate':
      return [
        { term: expression, isNegated, span: expression.span, context: isNegated ? 'negated' : context },
      ];
    case 'group': {
      const { negated, expression: inner, span } = expression;
      if (!negated) return termsOf(inner, isNegated, context);
      const alone = inner && unwrapped(inner);
      if (alone?.kind === 'predicate' && !isNegated) return [{ term: alone, isNegated: true, span, context }];
      return termsOf(inner, !isNegated, 'negated');
    }
    case 'logical':
      return (expression.operator === '&&') === isNegated
        ? [{ term: expression, isNegated, span: expression.span, context }]
        : expression.terms.flatMap((term) => termsOf(term, isNegated, isNegated ? 'negated' : 'and'));
    default:
      return [];
  }
}

function addressOf(one: Term): Address[] {
  if (one.term.kind !== 'predicate') return [];
  const predicate = one.term as WholePredicate;
  const { lhs, operator, rhs } = predicate;
  if (rhs.kind !== 'ip' && rhs.kind !== 'cidr') return [];
  const keepsOut = (operator === '!=' || operator === 'not in') !== one.isNegated;
  return [{ ...one, predicate, name: subjectOf(lhs).name, family: rhs.family, keepsOut }];
}

const every = { 4: '0.0.0.0/0', 6: '::/0' } as const;

/** The other family is kept out, too. */
function onlyItsFamily({ name, family, span, context }: Address): ExpressionFix | null {
  if (context === 'negated') return null;
  const added = ` && ${name} in ${every[family]}`;
  const [open, close] = context === 'or' ? ['(', ')'] : ['', ''];
  const edits = [
    { span: { start: span.start, end: span.start }, newText: open },
    { span: { start: span.end, end: span.end }, newText: added + close },
  ].filter(({ newText }) => newText !== '');
  return { code: 'write-family', args: { name, family }, edits, changes: true };
}
