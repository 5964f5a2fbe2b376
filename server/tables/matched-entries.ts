/** The entries of two atc routers that match the same requests for the same route. */

import type { AtcMatcher, Term, TermConstant } from '../flavors/index.js';

export interface MatchedEntries {
  /** For each entry of the first router its counterpart in the second, or `null`. */
  readonly after: readonly (number | null)[];
  /** For each entry of the second router its counterpart in the first, or `null`. */
  readonly before: readonly (number | null)[];
}

/** @param keyOf what the route of an entry is called: routes with one name in both tables are the same route */
export function matchEntries(
  before: readonly AtcMatcher[],
  after: readonly AtcMatcher[],
  keyOf: { readonly before: (route: number) => string; readonly after: (route: number) => string },
): MatchedEntries {
  const open = new Map<string, number[]>();
  for (const [i, { route, term }] of after.entries()) {
    const key = JSON.stringify([keyOf.after(route), termKey(term)]);
    const known = open.get(key);
    if (known) known.push(i);
    else open.set(key, [i]);
  }
  const matched: { after: (number | null)[]; before: (number | null)[] } = {
    after: [],
    before: after.map(() => null),
  };
  for (const [i, { route, term }] of before.entries()) {
    const found = open.get(JSON.stringify([keyOf.before(route), termKey(term)]))?.shift() ?? null;
    matched.after.push(found);
    if (found !== null) matched.before[found] = i;
  }
  return matched;
}

/**
 * Equal for terms that differ in parentheses alone, or in a condition on `net.protocol` that every request meets, as
 * `expressions` appends it: they match the same requests and choose the same path to cut off.
 */
function termKey(term: Term): string {
  switch (term.kind) {
    case 'not':
      return `!(${termKey(term.term)})`;
    case 'predicate': {
      const { field, any, lower, operator, constant } = term;
      return JSON.stringify([field, any, lower, operator, constantKey(constant)]);
    }
    default: {
      const parts = flattened(term.kind, term)
        .filter((one) => term.kind === 'or' || !isEveryHttpProtocol(one))
        .map(termKey);
      return parts.length === 1 ? parts[0]! : `${term.kind}(${parts.join()})`;
    }
  }
}

/** Of an HTTP request, `net.protocol` is one of two. A condition on it is part of a larger one. */
function isEveryHttpProtocol(term: Term): boolean {
  if (term.kind !== 'or') return false;
  const asked = flattened('or', term).map((one) =>
    one.kind === 'predicate' && one.field === 'net.protocol' && one.operator === '==' ? one.constant : null,
  );
  const values = new Set(asked.map((constant) => (constant?.kind === 'text' ? constant.value : null)));
  return values.has('http') && values.has('https');
}

const flattened = (kind: 'and' | 'or', term: Term): Term[] =>
  term.kind === kind ? term.terms.flatMap((one) => flattened(kind, one)) : [term];

function constantKey(constant: TermConstant): readonly [kind: string, value: string] {
  switch (constant.kind) {
    case 'text':
      return ['text', constant.value];
    case 'number':
      return ['number', String(constant.exact)];
    case 'network': {
      const { family, prefix, hostBits } = constant.network;
      return ['network', `${family} ${prefix} ${hostBits}`];
    }
  }
}
