/** Small changes of a table that tests must detect: a removed value, another operator, another order. */

import { type Expression, type Logical, parse, precedenceOf, predicatesOf } from '../../grammar/index.js';
import type { RouterRoute } from '../flavors/index.js';
import { type Gateway, isSet, matchFields, type Route } from '../routes/index.js';

export interface Mutant {
  /** The routes that are changed. */
  readonly routes: readonly number[];
  readonly change: MutantChange;
  readonly table: readonly RouterRoute[];
}

export type MutantChange =
  | { readonly kind: 'route-removed' }
  | { readonly kind: 'field-removed'; readonly field: string }
  | { readonly kind: 'value-removed'; readonly field: string; readonly value: string }
  | { readonly kind: 'value-changed'; readonly field: string; readonly value: string; readonly to: string }
  | { readonly kind: 'term-removed'; readonly term: string }
  | { readonly kind: 'operator-changed'; readonly term: string; readonly to: string }
  | { readonly kind: 'priorities-swapped' };

/** @param readsExpressions whether the router reads the expression of a route that has one */
export function* mutantsOf(
  table: readonly RouterRoute[],
  gateway: Gateway,
  readsExpressions: boolean,
): Generator<Mutant> {
  for (const [i, { route }] of table.entries()) {
    yield { routes: [i], change: { kind: 'route-removed' }, table: table.filter((_, k) => k !== i) };
    const mutated =
      readsExpressions && route.expression !== undefined
        ? mutatedExpressions(route, gateway)
        : mutatedFields(route);
    for (const [change, changed] of mutated)
      yield { routes: [i], change, table: withRoute(table, i, changed) };
  }
  yield* swappedPriorities(table);
}

const withRoute = (table: readonly RouterRoute[], i: number, route: Route): RouterRoute[] =>
  table.map((one, k) => (k === i ? { ...one, route } : one));

type Mutated = Generator<readonly [MutantChange, Route]>;

function* mutatedFields(route: Route): Mutated {
  const set = matchFields.filter((field) => isSet(route, field));
  for (const field of set) {
    const { [field]: values, ...others } = route;
    if (set.length > 1) yield [{ kind: 'field-removed', field }, others];
    if (values instanceof Map) {
      yield* mutatedHeaders(route, values as ReadonlyMap<string, readonly string[]>);
      continue;
    }
    const items = values as readonly unknown[];
    for (const [i, item] of items.entries()) {
      const value = typeof item === 'string' ? item : JSON.stringify(item);
      if (items.length > 1) {
        yield [
          { kind: 'value-removed', field, value },
          { ...route, [field]: items.filter((_, k) => k !== i) },
        ];
      }
      const to = typeof item === 'string' ? otherValue(field, item) : null;
      if (to === null) continue;
      yield [
        { kind: 'value-changed', field, value, to },
        { ...route, [field]: items.map((one, k) => (k === i ? to : one)) },
      ];
    }
  }
}

function* mutatedHeaders(route: Route, headers: ReadonlyMap<string, readonly string[]>): Mutated {
  for (const [name, values] of headers) {
    const field = `headers.${name}`;
    const others = new Map([...headers].filter(([one]) => one !== name));
    if (others.size > 0)
      yield [
        { kind: 'field-removed', field },
        { ...route, headers: others },
      ];
    if (values.length < 2) continue;
    for (const value of values) {
      const left = new Map(headers).set(
        name,
        values.filter((one) => one !== value),
      );
      yield [
        { kind: 'value-removed', field, value },
        { ...route, headers: left },
      ];
    }
  }
}

/** Another operator: a prefix becomes the exact path and the other way round, a host one with a wildcard. */
function otherValue(field: string, value: string): string | null {
  if (field === 'paths') {
    if (!value.startsWith('~')) return `~${value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
    return value.endsWith('$') ? value.slice(0, -1) : `${value}$`;
  }
  if (field !== 'hosts' || value.includes('*') || /[:[\]]/.test(value)) return null;
  return `*.${value}`;
}

function* mutatedExpressions(route: Route, { version }: Gateway): Mutated {
  const text = route.expression ?? '';
  const { tree } = parse(text, precedenceOf(version));
  const written = (expression: string): Route => ({ ...route, expression });
  for (const { logical, i } of termsIn(tree)) {
    const term = logical.terms[i]!;
    yield [{ kind: 'term-removed', term: slice(text, term.span) }, written(withoutTerm(text, logical, i))];
  }
  for (const { span, operatorSpan, operator } of predicatesOf(tree)) {
    if (!operatorSpan || !operator) continue;
    for (const to of otherOperators[operator] ?? []) {
      const changed = text.slice(0, operatorSpan.start) + to + text.slice(operatorSpan.end);
      yield [{ kind: 'operator-changed', term: slice(text, span), to }, written(changed)];
    }
  }
}

const otherOperators: Readonly<Record<string, readonly string[]>> = {
  '==': ['!='],
  '!=': ['=='],
  '^=': ['==', 'contains'],
  '=^': ['==', 'contains'],
  contains: ['^='],
  '>': ['>='],
  '>=': ['>'],
  '<': ['<='],
  '<=': ['<'],
  in: ['not in'],
  'not in': ['in'],
};

const slice = (text: string, { start, end }: { readonly start: number; readonly end: number }) =>
  text.slice(start, end);

function* termsIn(tree: Expression | null): Generator<{ readonly logical: Logical; readonly i: number }> {
  if (tree?.kind === 'group') yield* termsIn(tree.expression);
  if (tree?.kind !== 'logical') return;
  for (const [i, term] of tree.terms.entries()) {
    if (term) yield { logical: tree, i };
    yield* termsIn(term);
  }
}

/** The others stay as they are written; parentheses keep them together. */
function withoutTerm(text: string, { terms, operator, span }: Logical, left: number): string {
  const kept = terms.flatMap((term, i) => (term && i !== left ? [slice(text, term.span)] : []));
  return `${text.slice(0, span.start)}(${kept.join(` ${operator} `)})${text.slice(span.end)}`;
}

/** Of routes whose priorities are written: each with the next lower one. */
function* swappedPriorities(table: readonly RouterRoute[]): Generator<Mutant> {
  for (const field of ['priority', 'regex_priority'] as const) {
    const has = ({ route }: RouterRoute) => (route.expression !== undefined) === (field === 'priority');
    const ranked = [...table.keys()]
      .filter((i) => has(table[i]!))
      .map((i) => ({ i, value: BigInt(table[i]!.route[field] ?? 0) }));
    ranked.sort((a, b) => (a.value > b.value ? -1 : a.value < b.value ? 1 : a.i - b.i));
    for (const [k, { i, value }] of ranked.entries()) {
      const next = ranked[k + 1];
      if (!next || next.value === value) continue;
      const one = { ...table[i]!.route, [field]: next.value };
      const other = { ...table[next.i]!.route, [field]: value };
      const swapped = withRoute(withRoute(table, i, one), next.i, other);
      yield { routes: [i, next.i], change: { kind: 'priorities-swapped' }, table: swapped };
    }
  }
}
