/** The entries of two routers between which a request may have moved. */

import type { AtcMatcher } from '../flavors/index.js';
import type { MatchedEntries } from './matched-entries.js';
import { areOrderedAlike } from './outcomes.js';
import { entryPairs, pairsAcross } from './pair-search.js';
import type { RoutingSets } from './routing-sets.js';

/** A pair of entries: the first may win before, the second after. Positions before and after; `null`: no entry. */
export function* pairsToSearch(
  was: RoutingSets,
  is: RoutingSets,
  matched: MatchedEntries,
): Generator<readonly [number, number] | null, void> {
  const all = was.entries.map((_, i) => i);
  const unmatchedBefore = all.filter((i) => matched.after[i] === null);
  const unmatchedAfter = matched.before.flatMap((i, h) => (i === null ? [h] : []));
  const moved = movedEntries(is, matched);
  // In `traditional`, the rest of the table decides which key a request is looked up by, and so which of two entries is tried first.
  const dependsOnTable = was.router.engine === 'traditional' && !areOrderedAlike(was, is, matched);
  for (const [a, b] of entryPairs(was, moved)) {
    const [one, other] = [matched.after[a]!, matched.after[b]!];
    const [order, orderAfter] = [was.order.compare(a, b), is.order.compare(one, other)];
    if (order < 0 && orderAfter >= 0) yield [a, other];
    else if (order > 0 && orderAfter <= 0) yield [b, one];
    else if (order === 0 && dependsOnTable) {
      if (orderAfter >= 0) yield [a, other];
      if (orderAfter <= 0) yield [b, one];
    } else yield null;
  }
  for (const [i, h] of pairsAcross(was, all, is, unmatchedAfter)) {
    const counterpart = matched.after[i];
    if (counterpart != null && is.order.compare(counterpart, h) < 0) yield null;
    else yield [i, h];
  }
  const matchedAfter = matched.before.flatMap((i, h) => (i === null ? [] : [h]));
  for (const [i, h] of pairsAcross(was, unmatchedBefore, is, matchedAfter)) {
    if (was.order.compare(matched.before[h]!, i) < 0) yield null;
    else yield [i, h];
  }
}

/** Entries with a counterpart that are not in the same order with all others. */
function movedEntries(is: RoutingSets, { after }: MatchedEntries): number[] {
  const kept = after.flatMap((h, i) => (h === null ? [] : [{ i, h }]));
  let highest = -1;
  const isAfterLater = kept.map(({ h }) => {
    const found = h < highest;
    highest = Math.max(highest, h);
    return found;
  });
  let lowest = Number.POSITIVE_INFINITY;
  const isBeforeEarlier = kept
    .map(({ h }, k) => ({ h, k }))
    .reverse()
    .map(({ h }) => {
      const found = h > lowest;
      lowest = Math.min(lowest, h);
      return found;
    })
    .reverse();
  const { entries } = is;
  // Which of them are tried in the order of the table depends on the request.
  if (!entries.every((entry) => entry.engine === 'atc')) return kept.map(({ i }) => i);
  const tied = tiedPriorities(entries);
  const isOpen = kept.map(({ h }) => {
    const { priority } = entries[h]!;
    return priority.compiled !== null || tied.has(priority.value);
  });
  return kept.flatMap(({ i }, k) => (isAfterLater[k] || isBeforeEarlier[k] || isOpen[k] ? [i] : []));
}

/** The priorities of several entries if some of their ids are not known for certain. */
function tiedPriorities(entries: readonly AtcMatcher[]): ReadonlySet<bigint> {
  const [seen, several, uncertain] = [new Set<bigint>(), new Set<bigint>(), new Set<bigint>()];
  for (const { priority, id } of entries) {
    if (seen.has(priority.value)) several.add(priority.value);
    seen.add(priority.value);
    if (!id.isCertain) uncertain.add(priority.value);
  }
  return new Set([...several].filter((value) => uncertain.has(value)));
}
