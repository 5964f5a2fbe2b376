/** Which sets of requests can have one in common by host and path alone: so that not every pair is looked at. */

import { commonPrefix } from '../../grammar/index.js';
import type { RequestSet, ValueSet } from './request-set.js';
import { frontOf } from './text-set.js';

interface Candidate {
  readonly index: number;
  /** With what every path in the set begins. */
  readonly front: string;
}

/**
 * Calls for every pair of which host and path do not say that it has nothing in common; for a pair with several
 * hosts in common more than once.
 */
export function forEachPair(
  requests: readonly RequestSet[],
  visit: (first: number, second: number) => void,
): void {
  const hosts = new Map<string, HostGroup>();
  const withHosts: Candidate[] = [];
  const open: Candidate[] = [];
  for (const [index, set] of requests.entries()) {
    const candidate = { index, front: pathFrontOf(set) };
    const names = hostsOf(set);
    (names ? withHosts : open).push(candidate);
    for (const name of names ?? []) {
      const group = hosts.get(name) ?? { name, candidates: [] };
      group.candidates.push(candidate);
      hosts.set(name, group);
    }
  }
  const groups = [...hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const list of [open, withHosts, ...groups.map(({ candidates }) => candidates)]) list.sort(byFront);
  forEachIn(open, visit);
  forEachBetween(open, withHosts, visit);
  for (const [i, { name, candidates }] of groups.entries()) {
    forEachIn(candidates, visit);
    const below = groupsBelow(groups, i, name);
    if (below.length > 0)
      forEachBetween(candidates, below.flatMap((group) => group.candidates).sort(byFront), visit);
  }
}

/** The sets of a host, or of all hosts with an end. */
interface HostGroup {
  /** The host from its end; the end of others without a mark, a host with one. */
  readonly name: string;
  readonly candidates: Candidate[];
}

/** Comes before every character of a host, so that a host stands behind the end that it is, and none has it for an end. */
const wholeHost = '\0';

/** The groups of hosts with this end, which stand behind it. */
function groupsBelow(groups: readonly HostGroup[], index: number, end: string): readonly HostGroup[] {
  if (end.endsWith(wholeHost)) return [];
  let last = index + 1;
  while (groups[last]?.name.startsWith(end)) last++;
  return groups.slice(index + 1, last);
}

/** The names of the groups of a set that says all its hosts or their ends; `null` where it does not. */
function hostsOf(set: RequestSet): ReadonlySet<string> | null {
  for (const { values, lower } of set.get('http.host') ?? []) {
    const names = lower ? [] : values.flatMap(groupOf);
    if (names.length === values.length && names.length > 0) return new Set(names);
  }
  return null;
}

function groupOf(value: ValueSet): string[] {
  if (value.kind === 'exact') return [`${reversed(value.text)}${wholeHost}`];
  return value.kind === 'suffix' ? [reversed(value.text)] : [];
}

const reversed = (text: string) => [...text].reverse().join('');

const byFront = (a: Candidate, b: Candidate) => (a.front < b.front ? -1 : a.front > b.front ? 1 : 0);

/** What begins as another does stands behind it. */
function forEachIn(sorted: readonly Candidate[], visit: (first: number, second: number) => void): void {
  for (let i = 0; i < sorted.length; i++) {
    const { index, front } = sorted[i]!;
    for (let k = i + 1; k < sorted.length && sorted[k]!.front.startsWith(front); k++) {
      visit(index, sorted[k]!.index);
    }
  }
}

function forEachBetween(
  some: readonly Candidate[],
  others: readonly Candidate[],
  visit: (first: number, second: number) => void,
): void {
  for (const { index, front } of some) {
    for (let k = lowerBound(others, front); others[k]?.front.startsWith(front); k++)
      visit(index, others[k]!.index);
  }
  for (const { index, front } of others) {
    for (let k = lowerBound(some, front); some[k]?.front.startsWith(front); k++) {
      // Equal ones were found from the other side.
      if (some[k]!.front !== front) visit(some[k]!.index, index);
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
