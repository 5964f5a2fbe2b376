/**
 * What is found of the routes of a table and of pairs of its entries, and how much of it is true in the next version.
 *
 * Whether a request reaches a route is asked with requests that the route matches, and so is what two entries do to each other.
 * Another route has a part in the answer only if it matches such a request too. Where hosts and paths say that no route which came,
 * went or changed can do that, the answer is what it was.
 */

import type { AtcMatcher, PairKeys, RouterRoute, Term } from '../flavors/index.js';
import { append } from '../text/index.js';
import type { Outranked, TableFinding, Tie } from './findings.js';
import { mayOverlap } from './pair-keys.js';
import type { Reachability } from './reachability.js';
import type { RoutingSets } from './routing-sets.js';

type PairFinding = Tie | Outranked | null;

/** By the terms of two entries, in the order in which they are asked about. */
type Pairs = Map<Term, Map<Term, PairFinding>>;

/** Where more routes than this part of a table have changed, everything is found again. */
const mostChanged = 1 / 8;

/** Of one version of a table. Answers name routes by their positions in it. */
export class KeptFindings {
  readonly #sets: RoutingSets;
  readonly #reachability = new Map<number, Reachability>();
  readonly #ties: Pairs = new Map();
  readonly #outranked: Pairs = new Map();
  /** The routes that the answers of the last version do not hold for; `null` where they hold for none. */
  readonly #open: ReadonlySet<number> | null;

  /** @param before of the last version; `null` where there was none */
  constructor(sets: RoutingSets, before: KeptFindings | null) {
    this.#sets = sets;
    this.#open = before && sets.isLike(before.#sets) ? this.#openAfter(before) : null;
    if (before && this.#open) this.#copyFrom(before, this.#open);
  }

  /** The routes that nothing is known of, and the entries that may match one of their requests; `null` for all. */
  open(): { readonly routes: ReadonlySet<number>; readonly entries: readonly number[] } | null {
    if (this.#open === null) return null;
    const { entries } = this.#sets;
    const routes = new Set<number>();
    const asked: PairKeys[] = [];
    for (const [entry, { route }] of entries.entries()) {
      if (this.#reachability.has(route)) continue;
      routes.add(route);
      append(asked, this.#sets.keysOf(entry));
      if (asked.length > entries.length * mostChanged) return null;
    }
    const subset: number[] = [];
    for (const entry of entries.keys()) if (overlapsAny(this.#sets.keysOf(entry), asked)) subset.push(entry);
    return { routes, entries: subset };
  }

  reachabilityOf(route: number, find: () => Reachability): Reachability {
    let found = this.#reachability.get(route);
    if (!found) {
      found = find();
      this.#reachability.set(route, found);
    }
    return found;
  }

  /** @param a an entry, and `b` another one */
  tieOf(a: number, b: number, find: () => Tie | null): Tie | null {
    return this.#pairOf(this.#ties, a, b, find);
  }

  outrankedBy(winner: number, loser: number, find: () => Outranked | null): Outranked | null {
    return this.#pairOf(this.#outranked, winner, loser, find);
  }

  #pairOf<Finding extends PairFinding>(pairs: Pairs, a: number, b: number, find: () => Finding): Finding {
    const [one, other] = [this.#termOf(a), this.#termOf(b)];
    if (!one || !other) return find();
    let known = pairs.get(one);
    if (!known) {
      known = new Map();
      pairs.set(one, known);
    }
    let found = known.get(other) as Finding | undefined;
    if (found === undefined) {
      found = find();
      known.set(other, found);
    }
    return found;
  }

  #termOf(entry: number): Term | null {
    const found = this.#sets.entries[entry]!;
    return found.engine === 'atc' ? (found as AtcMatcher).term : null;
  }

  /** @returns the routes that may get a request in common with one that has changed, and those themselves */
  #openAfter(before: KeptFindings): ReadonlySet<number> | null {
    const [old, own] = [before.#sets, this.#sets];
    const [known, kept] = [new Set(old.routes), new Set(own.routes)];
    const most = own.entries.length * mostChanged;
    const changed: PairKeys[] = [];
    const collect = (sets: RoutingSets, others: ReadonlySet<RouterRoute>): boolean => {
      for (const [entry, { route }] of sets.entries.entries()) {
        if (!others.has(sets.routes[route]!)) append(changed, sets.keysOf(entry));
        if (changed.length > most) return false;
      }
      return true;
    };
    if (!isInOrder(old.routes, own.routes) || !collect(old, kept) || !collect(own, known)) return null;
    const open = new Set<number>();
    for (const [entry, { route }] of own.entries.entries()) {
      if (!known.has(own.routes[route]!)) open.add(route);
      else if (!open.has(route) && overlapsAny(own.keysOf(entry), changed)) open.add(route);
    }
    return open;
  }

  /** Copies the findings that are still valid. */
  #copyFrom(before: KeptFindings, open: ReadonlySet<number>): void {
    const positions = new Map(this.#sets.routes.map((route, position) => [route, position]));
    const moved = before.#sets.routes.map((route) => positions.get(route) ?? -1);
    for (const [route, found] of before.#reachability) {
      const now = moved[route]!;
      if (now !== -1 && !open.has(now)) this.#reachability.set(now, movedReachability(found, moved));
    }
    if (before.#ties.size + before.#outranked.size === 0) return;
    const routeOf = new Map(this.#sets.entries.map(({ route }, entry) => [this.#termOf(entry), route]));
    const holdsFor = (term: Term): boolean | null => {
      const route = routeOf.get(term);
      return route === undefined ? null : !open.has(route);
    };
    copyPairs(before.#ties, this.#ties, holdsFor, moved);
    copyPairs(before.#outranked, this.#outranked, holdsFor, moved);
  }
}

/** @param holdsFor whether what is known of the route of a term still holds; `null` where it is gone */
function copyPairs(
  before: Pairs,
  now: Pairs,
  holdsFor: (term: Term) => boolean | null,
  moved: readonly number[],
): void {
  for (const [one, pairs] of before) {
    const isFirstKept = holdsFor(one);
    if (isFirstKept === null) continue;
    const kept = new Map<Term, PairFinding>();
    for (const [other, found] of pairs) {
      const isSecondKept = holdsFor(other);
      // A changed route that gets a request which both match also gets requests of each of them.
      if (isSecondKept === null || !(isFirstKept || isSecondKept)) continue;
      kept.set(other, found && movedFinding(found, moved));
    }
    if (kept.size > 0) now.set(one, kept);
  }
}

/** Where nothing else decides, routes are in the order of the table: those that stay have to be in the order that they had. */
function isInOrder(before: readonly RouterRoute[], after: readonly RouterRoute[]): boolean {
  const positions = new Map(before.map((route, position) => [route, position]));
  let last = -1;
  for (const route of after) {
    const position = positions.get(route);
    if (position === undefined) continue;
    if (position < last) return false;
    last = position;
  }
  return true;
}

const overlapsAny = (keys: readonly PairKeys[], others: readonly PairKeys[]): boolean =>
  keys.some((one) => others.some((other) => mayOverlap(one, other)));

const movedReachability = (found: Reachability, moved: readonly number[]): Reachability =>
  found.finding ? { ...found, finding: movedFinding(found.finding, moved) } : found;

/** @param moved by the position of a route its position now */
function movedFinding<Finding extends TableFinding>(finding: Finding, moved: readonly number[]): Finding {
  return inPositions(finding, moved) as Finding;
}

function inPositions(finding: TableFinding, moved: readonly number[]): TableFinding {
  const route = moved[finding.route]!;
  switch (finding.kind) {
    case 'unreachable':
      return { ...finding, route, winners: finding.winners.map((winner) => moved[winner]!) };
    case 'tie': {
      const { other, winner } = finding;
      return { ...finding, route, other: moved[other]!, winner: winner === null ? null : moved[winner]! };
    }
    case 'outranked':
      return { ...finding, route, winner: moved[finding.winner]! };
    case 'open-ended':
      return { ...finding, route, other: moved[finding.other]! };
  }
}
