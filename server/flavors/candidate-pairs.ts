/** Which sets of requests can have one in common by host and path alone: so that not every pair is looked at. */

import { commonPrefix } from '../../grammar/index.js';
import type { RequestSet, ValueSet } from './request-set.js';
import { frontOf } from './text-set.js';

/** What is known of a set for this. */
export interface PairKeys {
  /** Made by `hostKey`: every request has one of these hosts, or a host that ends so; `null` if that is not known. */
  readonly hosts: ReadonlySet<string> | null;
  /** With what every path in the set begins. */
  readonly front: string;
}

export const pairKeysOf = (set: RequestSet): PairKeys => ({ hosts: hostsOf(set), front: pathFrontOf(set) });

interface Candidate {
  readonly index: number;
  /** With what every path in the set begins. */
  readonly front: string;
}

type Pair = readonly [first: number, second: number];

/** Every pair that hosts and paths do not prove disjoint. A pair with several common hosts appears more than once. */
export function* candidatePairs(sets: readonly PairKeys[]): Generator<Pair, void> {
  const hosts = new Map<string, HostGroup>();
  const withHosts: Candidate[] = [];
  const open: Candidate[] = [];
  for (const [index, { front, hosts: names }] of sets.entries()) {
    const candidate = { index, front };
    (names ? withHosts : open).push(candidate);
    for (const name of names ?? []) {
      const group = hosts.get(name) ?? { name, candidates: [] };
      group.candidates.push(candidate);
      hosts.set(name, group);
    }
  }
  const groups = [...hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const list of [open, withHosts, ...groups.map(({ candidates }) => candidates)]) list.sort(byFront);
  yield* pairsIn(open);
  yield* pairsBetween(open, withHosts);
  for (const [i, { name, candidates }] of groups.entries()) {
    yield* pairsIn(candidates);
    const below = groupsBelow(groups, i, name);
    if (below.length > 0) {
      yield* pairsBetween(candidates, below.flatMap((group) => group.candidates).sort(byFront));
    }
  }
}

/** The sets of a host, or of all hosts with an end. */
interface HostGroup {
  /** The host from its end; the end of others without a mark, a host with one. */
  readonly name: string;
  readonly candidates: Candidate[];
}

/** Sorts before every character of a host, so that a host sorts after the suffix that equals it, and no host ends with it. */
const wholeHost = '\0';

/** The groups of hosts with this suffix, which sort after it. */
function groupsBelow(groups: readonly HostGroup[], index: number, end: string): readonly HostGroup[] {
  if (end.endsWith(wholeHost)) return [];
  let last = index + 1;
  while (groups[last]?.name.startsWith(end)) last++;
  return groups.slice(index + 1, last);
}

/** The names of the groups of a set that says all its hosts or their ends; `null` if it does not. */
function hostsOf(set: RequestSet): ReadonlySet<string> | null {
  for (const { values, lower } of set.get('http.host') ?? []) {
    const names = lower ? [] : values.flatMap(groupOf);
    if (names.length === values.length && names.length > 0) return new Set(names);
  }
  return null;
}

const groupOf = (value: ValueSet): string[] =>
  value.kind === 'exact' || value.kind === 'suffix' ? [hostKey(value.kind, value.text)] : [];

/** @param kind whether the text is a whole host or the end of one */
export const hostKey = (kind: 'exact' | 'suffix', text: string): string =>
  kind === 'exact' ? `${reversed(text)}${wholeHost}` : reversed(text);

const reversed = (text: string) => [...text].reverse().join('');

const byFront = (a: Candidate, b: Candidate) => (a.front < b.front ? -1 : a.front > b.front ? 1 : 0);

/** A text sorts after its prefixes. */
function* pairsIn(sorted: readonly Candidate[]): Generator<Pair, void> {
  for (let i = 0; i < sorted.length; i++) {
    const { index, front } = sorted[i]!;
    for (let k = i + 1; k < sorted.length && sorted[k]!.front.startsWith(front); k++) {
      yield [index, sorted[k]!.index];
    }
  }
}

function* pairsBetween(some: readonly Candidate[], others: readonly Candidate[]): Generator<Pair, void> {
  for (const { index, front } of some) {
    for (let k = lowerBound(others, front); others[k]?.front.startsWith(front); k++) {
      yield [index, others[k]!.index];
    }
  }
  for (const { index, front } of others) {
    for (let k = lowerBound(some, front); some[k]?.front.startsWith(front); k++) {
      // Equal ones were found from the other side.
      if (some[k]!.front !== front) yield [some[k]!.index, index];
    }
  }
}

function lowerBound(list: readonly Candidate[], front: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.front < front) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pathFrontOf(set: RequestSet): string {
  let longest = '';
  for (const { values, lower } of set.get('http.path') ?? []) {
    const front = values
      .map((value) => ('least' in value ? '' : frontOf(value)))
      .reduce((one, other) => commonPrefix(one, other));
    // Of what is looked at in lower case the path itself is not known.
    if (!lower && front.length > longest.length) longest = front;
  }
  return longest;
}
