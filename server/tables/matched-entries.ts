/** The entries of two routers of one engine that match the same requests for the same route. */

import type {
  Router,
  RouterEntry,
  Term,
  TermConstant,
  TraditionalEntry,
  TraditionalRouter,
} from '../flavors/index.js';
import type { RoutingSets } from './routing-sets.js';

export interface MatchedEntries {
  /** For each entry of the first router its counterpart in the second, or `null`. */
  readonly after: readonly (number | null)[];
  /** For each entry of the second router its counterpart in the first, or `null`. */
  readonly before: readonly (number | null)[];
}

/** @param keyOf what the route of an entry is called: routes with one name in both tables are the same route */
export function matchEntries(
  { entries: before, router: was }: RoutingSets,
  { entries: after, router: is }: RoutingSets,
  keyOf: { readonly before: (route: number) => string; readonly after: (route: number) => string },
): MatchedEntries {
  const open = new Map<string, number[]>();
  for (const [i, entry] of after.entries()) {
    const key = JSON.stringify([keyOf.after(entry.route), entryKey(entry, is)]);
    const known = open.get(key);
    if (known) known.push(i);
    else open.set(key, [i]);
  }
  const matched: { after: (number | null)[]; before: (number | null)[] } = {
    after: [],
    before: after.map(() => null),
  };
  for (const [i, entry] of before.entries()) {
    const found =
      open.get(JSON.stringify([keyOf.before(entry.route), entryKey(entry, was)]))?.shift() ?? null;
    matched.after.push(found);
    if (found !== null) matched.before[found] = i;
  }
  return matched;
}

/** Equal for entries that match the same requests. */
const entryKey = (entry: RouterEntry, router: Router): string =>
  entry.engine === 'atc'
    ? termKey(entry.term)
    : JSON.stringify([traditionalKey(entry), sniKey(entry, router as TraditionalRouter)]);

/** Which plain HTTP an entry with SNIs matches depends on the rest of the table. */
const sniKey = (entry: TraditionalEntry, router: TraditionalRouter): unknown => {
  if (entry.snis.length === 0 || router.subsystem === 'stream') return null;
  const over = router.sniOverHttp(entry);
  if (typeof over === 'string') return over;
  const { hosts, headers, paths, methods } = over;
  const written = paths.map(({ value, isRegex }) => `${isRegex} ${value}`);
  return [hosts, headers, written, methods].map((all) => [...new Set(all)].sort());
};

/** What an entry asks for, without what orders it. */
function traditionalKey({
  hosts,
  headers,
  uri,
  methods,
  snis,
  sources,
  destinations,
}: TraditionalEntry): string {
  const path = uri && (uri.isRegex ? `~${withoutGroupNames(uri.value)}` : uri.value);
  return JSON.stringify([
    hosts.map(({ value }) => value).sort(),
    headers.map(({ name, values, pattern }) => [name, [...values].sort(), pattern]).sort(),
    path,
    [...methods].sort(),
    [...snis].sort(),
    ...[sources, destinations].map((nets) => nets.map(({ ip, port }) => `${ip} ${port}`).sort()),
  ]);
}

/**
 * Equal for terms that differ in parentheses alone, or in a condition on `net.protocol` that every request meets, as
 * `expressions` appends it: they match the same requests and choose the same path to cut off.
 */
export function termKey(term: Term): string {
  switch (term.kind) {
    case 'not':
      return `!(${termKey(term.term)})`;
    case 'predicate': {
      const { field, any, lower, operator, constant } = term;
      const [kind, value] = constantKey(constant);
      const key = operator === '~' ? withoutGroupNames(value) : value;
      return JSON.stringify([field, any, lower, operator, kind, key]);
    }
    default: {
      const parts = flattened(term.kind, term)
        .filter((one) => term.kind === 'or' || !isEveryHttpProtocol(one))
        .map(termKey);
      return parts.length === 1 ? parts[0]! : `${term.kind}(${parts.join()})`;
    }
  }
}

/** `net.protocol` of an HTTP request has one of two values. A condition on it is part of a larger condition. */
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

/** What a group is called does not decide what a regex matches. Where a name may be anything else, it stays. */
export function withoutGroupNames(pattern: string): string {
  const isUnclear = /\\[(k]|\[[^\]]*\(|\(\?(?:P[=>]|&)/.test(pattern);
  return isUnclear ? pattern : pattern.replace(/\(\?P?<[A-Za-z_]\w*>/g, '(');
}

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
