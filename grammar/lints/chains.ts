/** What is odd about terms beside one another. */

import {
  type Expression,
  fieldOf,
  type Group,
  type Lhs,
  type Logical,
  type Predicate,
  type Span,
} from '../ast.js';
import type { Precedence } from '../parser.js';
import type { ExpressionProblem } from '../problems.js';
import type { TextOf } from './predicates.js';

/** `&&` and `||` side by side without parentheses: the author may have another order in mind than the engine. */
export function mixedOperators(tree: Logical, precedence: Precedence): ExpressionProblem[] {
  const inner = tree.terms.filter((term): term is Logical => term?.kind === 'logical');
  return inner.map((chain) => ({
    code: 'expression-precedence',
    args: { tighter: chain.operator, looser: tree.operator, alike: precedence === 'alike' ? 'yes' : 'no' },
    span: chain.span,
    mend: {
      title: 'Write the parentheses that are meant by Kong',
      edits: [
        { span: { start: chain.span.start, end: chain.span.start }, newText: '(' },
        { span: { start: chain.span.end, end: chain.span.end }, newText: ')' },
      ],
    },
  }));
}

/** A term that says what one before it says. */
export function duplicates(tree: Logical, textOf: TextOf): ExpressionProblem[] {
  const seen = new Map<string, Span>();
  const problems: ExpressionProblem[] = [];
  for (const [i, term] of tree.terms.entries()) {
    if (!term) continue;
    const text = keyOf(term, textOf);
    if (seen.has(text)) {
      const from = i > 0 ? (tree.terms[i - 1]?.span.end ?? term.span.start) : term.span.start;
      const mend = {
        title: 'Remove it',
        edits: [{ span: { start: from, end: term.span.end }, newText: '' }],
      };
      problems.push({
        code: 'expression-duplicate',
        args: { term: textOf(term.span) },
        span: term.span,
        mend,
      });
    } else {
      seen.set(text, term.span);
    }
  }
  return problems;
}

/** What is written, apart from the white space between the pieces. */
function keyOf(term: Expression, textOf: TextOf): string {
  if (term.kind === 'predicate') {
    const { lhs, operator, rhs } = term;
    return `${lhs ? lhsKey(lhs) : ''} ${operator} ${rhs ? constantKey(rhs) : ''}`;
  }
  if (term.kind === 'group')
    return `${term.negated ? '!' : ''}(${term.expression ? keyOf(term.expression, textOf) : ''})`;
  return term.terms.map((one) => (one ? keyOf(one, textOf) : '')).join(` ${term.operator} `);
}

const lhsKey = (lhs: Lhs): string =>
  lhs.kind === 'field' ? lhs.name : `${lhs.function}(${lhs.argument ? lhsKey(lhs.argument) : ''})`;

const constantKey = (rhs: NonNullable<Predicate['rhs']>): string =>
  rhs.kind === 'string' ? JSON.stringify(rhs.value) : rhs.kind === 'int' ? String(rhs.value) : rhs.text;

/** What a predicate demands of a field, as far as two demands can be told to exclude each other. */
interface Demand {
  readonly field: string;
  readonly predicate: Predicate;
}

/** Terms of `&&` that no value fulfils together; terms of `||` of which one is always fulfilled. */
export function contradictions(tree: Logical, textOf: TextOf): ExpressionProblem[] {
  const demands = tree.terms.flatMap((term) => demandOf(term));
  const problems: ExpressionProblem[] = [];
  for (const [i, second] of demands.entries()) {
    const first = demands
      .slice(0, i)
      .find((one) => one.field === second.field && clash(one.predicate, second.predicate, tree.operator));
    if (!first) continue;
    const args = { first: textOf(first.predicate.span), second: textOf(second.predicate.span) };
    const code = tree.operator === '&&' ? 'expression-contradiction' : 'expression-tautology';
    problems.push({ code, args, span: second.predicate.span });
  }
  return [...problems, ...negations(tree, textOf)];
}

function demandOf(term: Expression | null): Demand[] {
  let at = term;
  while (at?.kind === 'group' && !at.negated) at = at.expression;
  if (at?.kind !== 'predicate' || !at.lhs || !at.operator || !at.rhs || anyOf(at.lhs)) return [];
  return [{ field: lhsKey(at.lhs), predicate: at }];
}

/** With `any( … )` two values of one field may each fulfil one. */
const anyOf = (lhs: Lhs): boolean =>
  lhs.kind === 'call' && (lhs.function === 'any' || (lhs.argument !== null && anyOf(lhs.argument)));

function clash(first: Predicate, second: Predicate, operator: Logical['operator']): boolean {
  if (operator === '&&') return excludes(first, second) || excludes(second, first);
  return isAlwaysThere(first) && (completes(first, second) || completes(second, first));
}

/** Every request has exactly one value of it, so that one of two complementary demands is fulfilled. */
function isAlwaysThere({ lhs }: Predicate): boolean {
  const name = fieldOf(lhs)?.name ?? '';
  return /^(?:http\.(?:method|path|path\.segments\.len)|net\.(?:protocol|src\.\w+|dst\.\w+))$/.test(name);
}

/** Whether a value that fulfils the first never fulfils the second. */
function excludes({ operator, rhs }: Predicate, second: Predicate): boolean {
  const other = second.rhs!;
  if (rhs?.kind === 'string' && other.kind === 'string') {
    const { value } = rhs;
    switch (second.operator) {
      case '==':
        if (operator === '==') return value !== other.value;
        if (operator === '^=') return !other.value.startsWith(value);
        if (operator === '=^') return !other.value.endsWith(value);
        return operator === 'contains' && !other.value.includes(value);
      case '!=':
        return operator === '==' && value === other.value;
      case '^=':
        return operator === '^=' && !value.startsWith(other.value) && !other.value.startsWith(value);
      case '=^':
        return operator === '=^' && !value.endsWith(other.value) && !other.value.endsWith(value);
      default:
        return false;
    }
  }
  if (rhs?.kind === 'int' && other.kind === 'int')
    return isEmptyRange(integersOf(operator, rhs.value), integersOf(second.operator, other.value));
  return (
    rhs?.kind === 'ip' &&
    other.kind === 'ip' &&
    operator === '==' &&
    second.operator === '==' &&
    rhs.text !== other.text &&
    rhs.family === 4
  );
}

/** The least and the greatest integer that a comparison lets through; `not` is one that it does not. */
interface Integers {
  readonly least: bigint | null;
  readonly greatest: bigint | null;
  readonly not: bigint | null;
}

function integersOf(operator: Predicate['operator'], value: bigint): Integers {
  switch (operator) {
    case '==':
      return { least: value, greatest: value, not: null };
    case '!=':
      return { least: null, greatest: null, not: value };
    case '>':
      return { least: value + 1n, greatest: null, not: null };
    case '>=':
      return { least: value, greatest: null, not: null };
    case '<':
      return { least: null, greatest: value - 1n, not: null };
    default:
      return { least: null, greatest: value, not: null };
  }
}

function isEmptyRange(a: Integers, b: Integers): boolean {
  const least = [a.least, b.least]
    .filter((one) => one !== null)
    .reduce<bigint | null>((x, y) => (x === null || y > x ? y : x), null);
  const greatest = [a.greatest, b.greatest]
    .filter((one) => one !== null)
    .reduce<bigint | null>((x, y) => (x === null || y < x ? y : x), null);
  if (least === null || greatest === null) return false;
  return least > greatest || (least === greatest && (a.not === least || b.not === least));
}

/** Whether every value fulfils one of the two. */
function completes(a: Predicate, b: Predicate): boolean {
  const [left, right] = [a.rhs!, b.rhs!];
  if (left.kind === 'string' && right.kind === 'string') {
    if (a.operator === '!=' && b.operator === '!=') return left.value !== right.value;
    return a.operator === '!=' && b.operator === '==' && left.value === right.value;
  }
  if (left.kind !== 'int' || right.kind !== 'int') return false;
  if (a.operator === '!=' && (b.operator === '!=' ? left.value !== right.value : false)) return true;
  const below = integersOf(a.operator, left.value);
  const above = integersOf(b.operator, right.value);
  if (a.operator === '!=' && b.operator === '==') return left.value === right.value;
  return (
    below.greatest !== null &&
    below.least === null &&
    above.least !== null &&
    above.greatest === null &&
    above.least <= below.greatest + 1n
  );
}

/** `a && !(a)`, `a || !(a)`. */
function negations(tree: Logical, textOf: TextOf): ExpressionProblem[] {
  const negated = tree.terms.filter((term): term is Group => term?.kind === 'group' && term.negated);
  return negated.flatMap((group) => {
    const inner = group.expression && keyOf(group.expression, textOf);
    const same = tree.terms.find(
      (term) => term && term !== group && keyOf(unwrapped(term), textOf) === inner,
    );
    if (!same) return [];
    const args = { first: textOf(same.span), second: textOf(group.span) };
    const code = tree.operator === '&&' ? 'expression-contradiction' : 'expression-tautology';
    return [{ code, args, span: group.span }] as ExpressionProblem[];
  });
}

function unwrapped(term: Expression): Expression {
  let at = term;
  while (at.kind === 'group' && !at.negated && at.expression) at = at.expression;
  return at;
}
