/**
 * An alternative of `||` that does not ask for the host, or for the path, as the others next to it do: it matches
 * whatever the host or the path is.
 */

import type { DroppedPart, ExpressionFix, ExpressionProblem } from '../problems.js';
import { type Expression, fieldOf, type Logical, predicatesOf } from '../syntax/index.js';
import { keyOf, leavesOf, unwrapped } from './keys.js';
import type { TextOf } from './subject.js';

const parts: readonly DroppedPart[] = ['host', 'path'];

/** What a field says of a request: the server that it is for, or where on it. */
function partOf(name: string): DroppedPart | null {
  if (name === 'http.host' || name === 'tls.sni') return 'host';
  return name === 'http.path' || name.startsWith('http.path.segments.') ? 'path' : null;
}

/** @returns one problem at most for each chain of `||` */
export function droppedParts(tree: Expression, textOf: TextOf): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  visit(tree, new Set());
  return problems;

  /** @param outer what the chains of `&&` around it ask for */
  function visit(expression: Expression | null, outer: ReadonlySet<DroppedPart>): void {
    // After a `!` an alternative that asks for less keeps more out.
    if (expression?.kind === 'group' && !expression.negated) visit(expression.expression, outer);
    if (expression?.kind !== 'logical') return;
    const terms = leavesOf(expression);
    // Without an `||` in it nothing is dropped.
    if (expression.operator === '&&' && terms.every(({ kind }) => kind === 'predicate')) return;
    if (expression.operator === '||') {
      const problem = droppedIn(terms, outer, textOf);
      if (problem) problems.push(problem);
      for (const term of terms) visit(term, outer);
      return;
    }
    const asked = terms.map(askedIn);
    const times = new Map(parts.map((part) => [part, asked.filter((one) => one.has(part)).length]));
    for (const [i, term] of terms.entries()) {
      const others = parts.filter((part) => times.get(part)! > (asked[i]!.has(part) ? 1 : 0));
      visit(term, new Set([...outer, ...others]));
    }
  }
}

function droppedIn(
  alternatives: readonly Expression[],
  outer: ReadonlySet<DroppedPart>,
  textOf: TextOf,
): ExpressionProblem | null {
  const asked = alternatives.map(askedIn);
  const incomplete = parts.flatMap((part) => {
    const without = alternatives.filter((_, i) => !asked[i]!.has(part));
    return outer.has(part) || without.length !== 1 ? [] : [{ part, term: without[0]! }];
  });
  const [first] = incomplete;
  if (!first) return null;
  const dropped = incomplete.filter(({ term }) => term === first.term).map(({ part }) => part);
  const siblings = alternatives.filter((one) => one !== first.term);
  if (!isDropped(first.term, siblings)) return null;
  const fix = withTheirs(first.term, siblings, dropped, textOf);
  const args = { term: textOf(first.term.span), parts: dropped };
  return {
    code: 'expression-alternative',
    args,
    span: first.term.span,
    ...(fix && { fix }),
  };
}

/** Alternatives that are about different things, such as a host or a path, drop nothing. */
function isDropped(term: Expression, siblings: readonly Expression[]): boolean {
  const joined = siblings.filter((one) => unwrapped(one).kind === 'logical');
  if (joined.length === 0) return false;
  if (siblings.length > 1) return joined.length === siblings.length;
  const own = fieldsIn(term);
  const theirs = fieldsIn(siblings[0]!);
  return [...own].some((name) => theirs.has(name));
}

const fieldsIn = (term: Expression): ReadonlySet<string> =>
  new Set(predicatesOf(term).map(({ lhs }) => fieldOf(lhs)!.name));

/** What a term asks for whichever of its alternatives is true. */
function askedIn(term: Expression | null): ReadonlySet<DroppedPart> {
  switch (term?.kind) {
    case 'predicate': {
      const part = partOf(fieldOf(term.lhs)!.name);
      return new Set(part ? [part] : []);
    }
    // `!(http.host == "a")` asks for the host as well.
    case 'group':
      return term.negated
        ? new Set(predicatesOf(term).flatMap((one) => [...askedIn(one)]))
        : askedIn(term.expression);
    case 'logical': {
      const each = term.terms.map(askedIn);
      return new Set(
        parts.filter((part) =>
          term.operator === '&&' ? each.some((one) => one.has(part)) : each.every((one) => one.has(part)),
        ),
      );
    }
    default:
      return new Set();
  }
}

/** With the comparisons of these parts that all others have in common. */
function withTheirs(
  term: Expression,
  siblings: readonly Expression[],
  dropped: readonly DroppedPart[],
  textOf: TextOf,
): ExpressionFix | null {
  const common = dropped.flatMap((part) => commonTerm(siblings, part) ?? []);
  if (common.length === 0) return null;
  const text = common.map((one) => textOf(one.span)).join(' && ');
  const inner = unwrapped(term);
  const isOr = inner.kind === 'logical' && inner.operator === '||';
  const isBare = inner.span.start === term.span.start;
  const isWhole = isOr || !isBare ? term.span : inner.span;
  const edits = [
    { span: { start: isWhole.start, end: isWhole.start }, newText: `(${text} && ` },
    { span: { start: isWhole.end, end: isWhole.end }, newText: ')' },
  ];
  return { code: 'write-alternative', args: { text }, edits, changes: true };
}

function commonTerm(siblings: readonly Expression[], part: DroppedPart): Expression | null {
  const [first, ...others] = siblings.map((one) => conjunctsOf(one).filter((term) => isOnly(term, part)));
  return (
    first?.find((term) => others.every((terms) => terms.some((one) => keyOf(one) === keyOf(term)))) ?? null
  );
}

const isOnly = (term: Expression, part: DroppedPart): boolean =>
  term.kind === 'predicate' && partOf(fieldOf(term.lhs)!.name) === part;

function conjunctsOf(term: Expression): readonly Expression[] {
  const inner = unwrapped(term);
  return inner.kind === 'logical' && inner.operator === '&&'
    ? leavesOf(inner as Logical).map(unwrapped)
    : [inner];
}
