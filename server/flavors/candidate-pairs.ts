/** Which sets of requests can have one in common by host and path alone: so that not every pair is looked at. */

import type { RequestSet } from './request-set.js';
import { commonFront, frontOf } from './text-set.js';

interface Candidate {
  readonly index: number;
  /** With what every path in the set begins. */
  readonly front: string;
}

/**
 * Calls for every pair of which host and path do not say that it has nothing in common, and for a pair with
 * several hosts in common more than once.
 */
export function forEachPair(
  requests: readonly RequestSet[],
  visit: (first: number, second: number) => void,
): void {
  const byHost = new Map<string, Candidate[]>();
  const withHosts: Candidate[] = [];
  const open: Candidate[] = [];
  for (const [index, set] of requests.entries()) {
    const candidate = { index, front: pathFrontOf(set) };
    const hosts = hostsOf(set);
    if (!hosts) open.push(candidate);
    else withHosts.push(candidate);
    for (const host of hosts ?? []) {
      const others = byHost.get(host);
      if (others) others.push(candidate);
      else byHost.set(host, [candidate]);
    }
  }
  for (const list of [open, withHosts, ...byHost.values()]) list.sort(byFront);
  for (const list of [open, ...byHost.values()]) {
    for (const [i, { index, front }] of list.entries()) {
      for (let k = i + 1; k < list.length && list[k]!.front.startsWith(front); k++)
        visit(index, list[k]!.index);
    }
  }
  for (const { index, front } of open) {
    for (let k = lowerBound(withHosts, front); withHosts[k]?.front.startsWith(front); k++)
      visit(index, withHosts[k]!.index);
  }
  for (const { index, front } of withHosts) {
    for (let k = lowerBound(open, front); open[k]?.front.startsWith(front); k++) {
      // Equal ones were found from the other side.
      if (open[k]!.front !== front) visit(open[k]!.index, index);
    }
  }
}

const byFront = (a: Candidate, b: Candidate) => (a.front < b.front ? -1 : a.front > b.front ? 1 : 0);

function lowerBound(list: readonly Candidate[], front: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.front < front) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The hosts of a set that names them all; `null` where it does not. */
function hostsOf(set: RequestSet): ReadonlySet<string> | null {
  for (const { values } of set.get('http.host') ?? []) {
    const hosts = values.flatMap((value) => (value.kind === 'exact' ? [value.text] : []));
    if (hosts.length === values.length) return new Set(hosts);
  }
  return null;
}

function pathFrontOf(set: RequestSet): string {
  let longest = '';
  for (const { values, lower } of set.get('http.path') ?? []) {
    const front = values
      .map((value) => ('least' in value ? '' : frontOf(value)))
      .reduce((one, other) => commonFront(one, other));
    // Of what is looked at in lower case the path itself is not known.
    if (!lower && front.length > longest.length) longest = front;
  }
  return longest;
}
