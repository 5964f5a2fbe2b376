/**
 * Terms of which the one leaves nothing to the other: of `&&`, two that no request fulfils together; of `||`, two of
 * which every request fulfils one. What is in parentheses belongs to the chain around it where its operator is the
 * same, with a `!` before it where it is the other one: `!(a || b)` is `!(a) && !(b)`.
 */

import type { LogicalOperator } from '../language/index.js';
import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { presenceOf } from '../semantics/index.js';
import type { Span } from '../span.js';
import type { Expression, Logical } from '../syntax/index.js';
import { keyOf, leavesOf, unwrapped } from './keys.js';
import { covers, excludes, implies, isBroad } from './relations.js';
import { type Subject, subjectOf, type TextOf, type WholePredicate } from './subject.js';

/** A predicate that has to be true, or false after a `!`. */
interface Demand {
  readonly predicate: WholePredicate;
  readonly subject: Subject;
  readonly negated: boolean;
  /** With the `!` and its parentheses where they are around nothing else. */
  readonly span: Span;
  /** The chain that it is a term of, and its index there. */
  readonly place: { readonly chain: Logical; readonly index: number } | null;
}

/** @returns one problem at most for each predicate, and for each term with a `!` */
export function clashes(tree: Expression, textOf: TextOf): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  visit(tree, false, []);
  return problems;

  /** @param outer what the chains of `&&` around it demand */
  function visit(expression: Expression | null, isNegated: boolean, outer: readonly Demand[]): void {
    if (expression?.kind === 'group') {
      visit(expression.expression, isNegated !== expression.negated, outer);
    } else if (expression?.kind === 'logical') {
      const { operator, demands, others } = chainOf(expression, isNegated);
      for (const [i, demand] of demands.entries()) {
        // `a && !(a && b)` is a way to say `a` without `b`.
        const around = demand.negated ? [] : outer;
        const problem =
          contradiction(demand, operator === '&&' ? [...outer, ...demands.slice(0, i)] : around) ??
          (operator === '||' ? tautology(demand, demands.slice(0, i)) : null);
        if (problem) problems.push(problem);
      }
      const inner = operator === '&&' ? [...outer, ...demands] : outer;
      for (const other of others) visit(other.expression, other.isNegated, inner);
    }
  }

  function contradiction(demand: Demand, before: readonly Demand[]): ExpressionProblem | null {
    const first = before.findLast((one) => sameField(one, demand) && areExclusive(one, demand));
    if (!first) return null;
    const fix = withTheOtherOperator(first, demand);
    const args = { first: shown(first, textOf), second: shown(demand, textOf) };
    return { code: 'expression-contradiction', args, span: demand.span, ...(fix && { fix }) };
  }

  function tautology(demand: Demand, before: readonly Demand[]): ExpressionProblem | null {
    const isNarrow = (one: Demand) => !one.negated && !isBroad(one.predicate);
    const first = before.findLast(
      (one) => !(isNarrow(one) && isNarrow(demand)) && sameField(one, demand) && areExhaustive(one, demand),
    );
    if (!first) return null;
    const fix = withTheOtherOperator(first, demand);
    const when = first.negated || demand.negated ? 'always' : whenExhaustive(first.subject, demand.subject);
    const { name } = demand.subject;
    const args = { first: shown(first, textOf), second: shown(demand, textOf), name, when };
    return { code: 'expression-tautology', args, span: demand.span, ...(fix && { fix }) };
  }
}

interface Chain {
  readonly operator: LogicalOperator;
  readonly demands: readonly Demand[];
  /** The terms that are chains of the other operator. */
  readonly others: readonly { readonly expression: Logical; readonly isNegated: boolean }[];
}

const otherOperator = { '&&': '||', '||': '&&' } as const;

function chainOf(tree: Logical, isNegated: boolean): Chain {
  const operator = isNegated ? otherOperator[tree.operator] : tree.operator;
  const demands: Demand[] = [];
  const others: { expression: Logical; isNegated: boolean }[] = [];
  const collect = (chain: Logical, negated: boolean) => {
    for (const [index, term] of chain.terms.entries()) {
      let at = term;
      let isOpposite = negated;
      while (at?.kind === 'group') {
        if (at.negated) isOpposite = !isOpposite;
        at = at.expression;
      }
      if (at?.kind === 'logical') {
        const meant = isOpposite ? otherOperator[at.operator] : at.operator;
        if (meant === operator) collect(at, isOpposite);
        else others.push({ expression: at, isNegated: isOpposite });
      } else if (at) {
        const isBare = isOpposite === negated;
        demands.push({
          ...demandOf(at as WholePredicate),
          negated: isOpposite,
          span: isOpposite && !isBare ? term!.span : at.span,
          place: isBare && !negated ? { chain, index } : null,
        });
      }
    }
  };
  collect(tree, isNegated);
  return { operator, demands, others };
}

const demandOf = (predicate: WholePredicate): Demand => ({
  predicate,
  subject: subjectOf(predicate.lhs),
  negated: false,
  span: predicate.span,
  place: null,
});

const sameField = ({ subject: a }: Demand, { subject: b }: Demand): boolean =>
  a.name === b.name && a.lower === b.lower;

/** With `any( … )` two values of one field may each fulfil one. */
function areExclusive(first: Demand, second: Demand): boolean {
  const [p, q] = [first.predicate, second.predicate];
  const [isAny, isOtherAny] = [first.subject.any, second.subject.any];
  if (!first.negated && !second.negated) return !(isAny && isOtherAny) && excludes(p, q);
  // Where the field is absent neither is true, and so both negations are.
  if (first.negated && second.negated) return presenceOf(first.subject.name) === 'always' && covers(p, q);
  return first.negated ? follows(second, first) : follows(first, second);
}

function areExhaustive(first: Demand, second: Demand): boolean {
  const [p, q] = [first.predicate, second.predicate];
  if (!first.negated && !second.negated) return covers(p, q);
  if (first.negated && second.negated) {
    return !(first.subject.any && second.subject.any) && excludes(p, q);
  }
  return first.negated ? follows(first, second) : follows(second, first);
}

/** Where one is true the other is: what holds for all values holds for one of them, and not the other way round. */
const follows = (one: Demand, other: Demand): boolean =>
  !(one.subject.any && !other.subject.any) && implies(one.predicate, other.predicate);

/** Of several values each may fail another of two demands on all of them. */
function whenExhaustive(first: Subject, second: Subject): 'always' | 'sent' | 'sent once' {
  const presence = presenceOf(first.name);
  if (presence === 'often') return first.any || second.any ? 'sent' : 'sent once';
  return presence === 'always' ? 'always' : 'sent';
}

function shown({ predicate, negated, span }: Demand, textOf: TextOf): string {
  const text = textOf(span);
  return negated && span === predicate.span ? `!(${text})` : text;
}

/** What several of may be listed: values of a field, of which a request has one. */
const listable: ReadonlySet<string> = new Set(['==', '^=', '=^', 'in', '!=', 'not in']);

/** What is most often meant by neighbours that ask the same of a field. */
function withTheOtherOperator(first: Demand, second: Demand): ExpressionFix | null {
  const { chain, index } = second.place ?? {};
  const isList = first.place?.chain === chain && first.place?.index === index! - 1 && sameKind(first, second);
  if (!chain || index === undefined || !isList || !listable.has(second.predicate.operator)) return null;
  const like = (term: Expression | null | undefined): boolean => {
    const inner = term && unwrapped(term);
    return inner?.kind === 'predicate' && sameKind(demandOf(inner as WholePredicate), second);
  };
  let from = index - 1;
  let to = index;
  while (like(chain.terms[from - 1])) from--;
  while (like(chain.terms[to + 1])) to++;
  const operator = otherOperator[chain.operator];
  const edits = chain.operators.slice(from, to).map((span) => ({ span, newText: operator as string }));
  if (to - from + 1 < chain.terms.length) {
    const { start } = chain.terms[from]!.span;
    const { end } = chain.terms[to]!.span;
    edits.unshift({ span: { start, end: start }, newText: '(' });
    edits.push({ span: { start: end, end }, newText: ')' });
  }
  return { code: 'write-connector', args: { operator }, edits, changes: true };
}

const sameKind = (a: Demand, b: Demand): boolean =>
  !a.negated && !b.negated && a.predicate.operator === b.predicate.operator && sameField(a, b);

/** `(a && b) || !(a && b)` and `a || b || !(a || b)`, which single demands do not show. */
export function opposites(tree: Logical, textOf: TextOf): ExpressionProblem[] {
  if (tree.operator !== '||') return [];
  const keys = new Map(leavesOf(tree).map((term) => [keyOf(term), term]));
  return tree.terms.flatMap((term): ExpressionProblem[] => {
    if (term?.kind !== 'group' || !term.negated || !term.expression) return [];
    const inner = unwrapped(term.expression);
    if (inner.kind !== 'logical') return [];
    const leaves = inner.operator === '||' ? leavesOf(inner) : [inner];
    const same = leaves.flatMap((leaf) => keys.get(keyOf(leaf)) ?? []);
    if (same.length < leaves.length) return [];
    const args = {
      first: same.map((one) => textOf(one.span)).join(' || '),
      second: textOf(term.span),
      name: null,
      when: 'always' as const,
    };
    return [{ code: 'expression-tautology', args, span: term.span }];
  });
}
