/**
 * Whether two tables send every request to the same route, and to the same place after it. A difference is a request
 * that both routers confirmed. That there is none is proved with sets of requests; if it cannot be proved, the result
 * says so.
 *
 * The proof: two entries with the same term match the same requests in both tables. A request moves only if one entry
 * wins before and another one after. Both match it, so they overlap; and each of the two is, in the table where it
 * wins, not evaluated after the counterpart of the other. Only such pairs are searched.
 */

import type { Subsystem } from '../../grammar/index.js';
import {
  buildRouter,
  createRegexes,
  type Regexes,
  type RoutedRequest,
  type RouteMatch,
  type Router,
  type RouterRoute,
} from '../flavors/index.js';
import type { Gateway } from '../routes/index.js';
import { append } from '../text/index.js';
import { boundaryRequests } from './boundary-requests.js';
import { findRequest, type Judgement, type Search } from './find-request.js';
import { type MatchedEntries, matchEntries } from './matched-entries.js';
import { areOrderedAlike, behaviourOf, hasOpenPaths, isChancePath, isOtherOutcome } from './outcomes.js';
import { entryPairs, schemeFor } from './pair-search.js';
import { pairsToSearch } from './pairs-to-search.js';
import { contradicts, RoutingSets, routingSetsOfTwo } from './routing-sets.js';
import { bothRegions, type Region } from './sets/box.js';

/** One of the tables: the routes that one Gateway has. */
export interface ComparedTable {
  /** Of all files and workspaces, without those that the Gateway rejects. */
  readonly routes: readonly RouterRoute[];
  /** For each route what it is called. Routes with the same key in both tables are the same route, also several of them. */
  readonly keys: readonly string[];
  readonly gateway: Gateway;
}

/** A request for which the tables differ. */
export interface TableDifference {
  readonly kind: /** It goes to another route, or to one in one table only. */
    | 'route'
    /** It goes to the same route, and the service gets another request, or the client another answer. */
    | 'outcome';
  readonly subsystem: Subsystem;
  readonly request: RoutedRequest;
  /** The positions of the routes in their tables; `null` for none. */
  readonly before: number | null;
  readonly after: number | null;
  /** Whether Kong's own answer is not always the same in one of the tables (`RouteMatch.open`). */
  readonly isOpen: boolean;
}

export interface TableComparison {
  readonly verdict: /** Proved: every request goes to the same route, with the same outcome. */
    | 'equal'
    | 'different'
    /** No difference was found, and none is excluded. */
    | 'not-decided';
  /** One for each two routes, or each route whose outcome differs, in the order of the first table. */
  readonly differences: readonly TableDifference[];
  /** Proved: no request moves between two routes that `differences` does not name. */
  readonly isComplete: boolean;
  /** There may be more; not all were looked for. */
  readonly isCutShort: boolean;
  /** So many requests were sent to both routers. */
  readonly requests: number;
  /** The sides whose table Kong cannot build a router from. */
  readonly failures: readonly { readonly side: 'before' | 'after'; readonly subsystem: Subsystem }[];
}

export interface CompareOptions {
  /** After so many differences no more are looked for. */
  readonly mostDifferences?: number;
}

/** So many requests are tried next to those of the entries, where nothing can be proved. */
const mostBoundaries = 100_000;
/** So many searches at least, and for each entry. */
const mostSearches = { atLeast: 20_000, perEntry: 4 };
const mostPairs = { atLeast: 400_000, perEntry: 400 };

/** @returns a generator that pauses often, so that its caller may do something else, or stop */
export function* compareTables(
  before: ComparedTable,
  after: ComparedTable,
  { mostDifferences = 100 }: CompareOptions = {},
): Generator<void, TableComparison> {
  const differences: TableDifference[] = [];
  const failures: { side: 'before' | 'after'; subsystem: Subsystem }[] = [];
  let [isProved, isCutShort, requests] = [true, false, 0];
  const regexes = createRegexes(before.gateway);
  const others = isSameVersion(before, after) ? regexes : createRegexes(after.gateway);
  for (const subsystem of ['http', 'stream'] as const) {
    const was = buildRouter(before.routes, before.gateway, subsystem, regexes);
    yield;
    const is = buildRouter(after.routes, after.gateway, subsystem, others);
    yield;
    if (was.failure) failures.push({ side: 'before', subsystem });
    if (is.failure) failures.push({ side: 'after', subsystem });
    if (was.failure || is.failure) {
      isProved &&= was.failure !== null && is.failure !== null;
      continue;
    }
    if (was.entries.length === 0 && is.entries.length === 0) continue;
    const comparison = new Comparison(before, after, was, is, mostDifferences - differences.length);
    yield* comparison.run(regexes, others);
    append(differences, comparison.differences);
    isProved &&= comparison.isProved;
    isCutShort ||= comparison.isCutShort;
    requests += comparison.requests;
  }
  const verdict = differences.length > 0 ? 'different' : isProved ? 'equal' : 'not-decided';
  differences.sort((a, b) => (a.before ?? Infinity) - (b.before ?? Infinity));
  return { verdict, differences, isComplete: isProved, isCutShort, requests, failures };
}

/** Runs the generator to its end. */
export function compareTablesAtOnce(
  before: ComparedTable,
  after: ComparedTable,
  options: CompareOptions = {},
): TableComparison {
  const steps = compareTables(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const isSameVersion = (a: ComparedTable, b: ComparedTable): boolean =>
  a.gateway.version.join('.') === b.gateway.version.join('.');

/** One subsystem. */
class Comparison {
  readonly differences: TableDifference[] = [];
  isProved = true;
  isCutShort = false;
  requests = 0;
  readonly #before: ComparedTable;
  readonly #after: ComparedTable;
  readonly #was: Router;
  readonly #is: Router;
  readonly #most: number;
  /** Pairs of routes, or routes, that a difference was found for. */
  readonly #found = new Set<string>();
  #searches: number;
  #boundaries = mostBoundaries;

  constructor(before: ComparedTable, after: ComparedTable, was: Router, is: Router, most: number) {
    this.#before = before;
    this.#after = after;
    this.#was = was;
    this.#is = is;
    this.#most = most;
    this.#searches = Math.max(
      mostSearches.atLeast,
      mostSearches.perEntry * (was.entries.length + is.entries.length),
    );
  }

  *run(regexes: Regexes, others: Regexes): Generator<void, void> {
    const sets = routingSetsOfTwo(
      { router: this.#was, routes: this.#before.routes },
      { router: this.#is, routes: this.#after.routes },
      regexes,
    );
    if (sets) {
      yield* this.#compareSets(sets.before, sets.after);
      return;
    }
    if (this.#isSameTable()) return;
    this.isProved = false;
    yield* this.#compareExamples(new RoutingSets(this.#was, this.#before.routes, regexes));
    yield* this.#compareExamples(new RoutingSets(this.#is, this.#after.routes, others));
  }

  /** The same routes in the same order make the same router, whatever it is. */
  #isSameTable(): boolean {
    const textOf = ({ routes, keys, gateway }: ComparedTable) =>
      JSON.stringify([routes, keys, gateway], (_, value) =>
        value instanceof Map ? [...value] : typeof value === 'bigint' ? String(value) : value,
      );
    return textOf(this.#before) === textOf(this.#after);
  }

  *#compareSets(was: RoutingSets, is: RoutingSets): Generator<void, void> {
    const matched = matchEntries(was.entries, is.entries, {
      before: (route) => this.#before.keys[route]!,
      after: (route) => this.#after.keys[route]!,
    });
    yield* this.#compareOutcomes(was, is, matched);
    if (!areOrderedAlike(was, is, matched)) {
      const isOpen = hasOpenPaths(was) || hasOpenPaths(is);
      if (isOpen) this.isProved = false;
      yield;
    }
    for (const [i, counterpart] of matched.after.entries()) {
      if (counterpart !== null) continue;
      if (!this.#look(() => this.#searchLost(was, is, i))) return;
      yield;
    }
    for (const [h, counterpart] of matched.before.entries()) {
      if (counterpart !== null) continue;
      if (!this.#look(() => this.#searchGained(was, is, h))) return;
      yield;
    }
    let pairs = Math.max(mostPairs.atLeast, mostPairs.perEntry * (was.entries.length + is.entries.length));
    for (const pair of pairsToSearch(was, is, matched)) {
      if (pairs-- === 0) {
        this.#cutShort();
        return;
      }
      if (pair === null) {
        yield;
        continue;
      }
      const [i, h] = pair;
      const [own, other] = [was.entries[i]!.route, is.entries[h]!.route];
      if (this.#before.keys[own] === this.#after.keys[other]) continue;
      if (this.#found.has(this.#pairKey('route', own, other))) continue;
      if (!this.#look(() => this.#searchPair(was, is, i, h))) return;
      yield;
    }
  }

  /** @returns whether to go on */
  #look(search: () => Search): boolean {
    if (this.#searches-- === 0 || this.differences.length >= this.#most) {
      this.#cutShort();
      return false;
    }
    if (search().kind === 'not-decided') this.isProved = false;
    return true;
  }

  #cutShort(): void {
    this.isCutShort = true;
    this.isProved = false;
  }

  /** Requests that go to an entry before and to no route after. */
  #searchLost(was: RoutingSets, is: RoutingSets, i: number): Search {
    return this.#search(was, was.regionOf(i), was.entries[i]!.route, null, (before, after) => {
      if (before.entry === null) return null;
      if (was.order.compare(before.entry, i) < 0) return was.regionOf(before.entry);
      return after.entry === null ? null : is.regionOf(after.entry);
    });
  }

  /** Requests that go to no route before and to an entry after. */
  #searchGained(was: RoutingSets, is: RoutingSets, h: number): Search {
    return this.#search(is, is.regionOf(h), null, is.entries[h]!.route, (before, after) => {
      if (after.entry === null) return null;
      if (is.order.compare(after.entry, h) < 0) return is.regionOf(after.entry);
      return before.entry === null ? null : was.regionOf(before.entry);
    });
  }

  /** Requests that go to one entry before and to another one after. */
  #searchPair(was: RoutingSets, is: RoutingSets, i: number, h: number): Search {
    const region = bothRegions(was.regionOf(i), is.regionOf(h), contradicts);
    const routes = [was.entries[i]!.route, is.entries[h]!.route] as const;
    return this.#search(was, region, ...routes, (before, after) => {
      if (before.entry !== null && was.order.compare(before.entry, i) < 0) return was.regionOf(before.entry);
      if (after.entry !== null && is.order.compare(after.entry, h) < 0) return is.regionOf(after.entry);
      return null;
    });
  }

  /** @param excluded requests that must not be found; `null` if none are known */
  #search(
    sets: RoutingSets,
    region: Region,
    own: number | null,
    other: number | null,
    excluded: (before: RouteMatch, after: RouteMatch) => Region | null,
  ): Search {
    const judge = (request: RoutedRequest): Judgement => {
      const [before, after] = this.#ask(request);
      if (before.failure || after.failure) return { kind: 'unknown' };
      if (this.#note(request, before, after)) return { kind: 'found' };
      const region = excluded(before, after);
      return region ? { kind: 'none-of', regions: [region] } : { kind: 'unknown' };
    };
    const routes = [
      ...(own === null ? [] : [this.#before.routes[own]!]),
      ...(other === null ? [] : [this.#after.routes[other]!]),
    ];
    return findRequest(sets, region, judge, { scheme: schemeFor(routes) });
  }

  #ask(request: RoutedRequest): readonly [before: RouteMatch, after: RouteMatch] {
    this.requests++;
    return [this.#was.match(request), this.#is.match(request)];
  }

  /** @returns whether the request matches another route, or is answered differently */
  #note(request: RoutedRequest, before: RouteMatch, after: RouteMatch): boolean {
    const keysOf = ({ route, open }: RouteMatch, { keys }: ComparedTable) =>
      (open?.anyOf ?? [route]).map((one) => (one === null ? null : keys[one]!));
    const [was, is] = [keysOf(before, this.#before), keysOf(after, this.#after)];
    // Where Kong's answer is open, whichever of the possible ones is given is none that is new.
    const isElsewhere = is.some((key) => !was.includes(key));
    const isOther =
      !isElsewhere &&
      isOtherOutcome(before, after) &&
      !isChancePath(this.#was.entries[before.entry!], this.#is.entries[after.entry!]);
    if (!isElsewhere && !isOther) return false;
    const kind = isElsewhere ? 'route' : 'outcome';
    const key = this.#pairKey(kind, before.route, after.route);
    if (!this.#found.has(key)) {
      this.#found.add(key);
      this.differences.push({
        kind,
        subsystem: this.#was.subsystem,
        request,
        before: before.route,
        after: after.route,
        isOpen: before.open !== null || after.open !== null,
      });
    }
    return true;
  }

  #pairKey(kind: TableDifference['kind'], before: number | null, after: number | null): string {
    const own = before === null ? null : this.#before.keys[before]!;
    const other = after === null ? null : this.#after.keys[after]!;
    return JSON.stringify([kind, own, other]);
  }

  /** For the same term, the outcome of a request follows from the other fields of the route. */
  *#compareOutcomes(was: RoutingSets, is: RoutingSets, { after }: MatchedEntries): Generator<void, void> {
    for (const [i, counterpart] of after.entries()) {
      if (counterpart === null) continue;
      const own = this.#before.routes[was.entries[i]!.route]!;
      const other = this.#after.routes[is.entries[counterpart]!.route]!;
      if (behaviourOf(own) === behaviourOf(other)) continue;
      const isDecided = this.#compareExample(was, was.regionOf(i), own);
      if (!isDecided) this.isProved = false;
      yield;
    }
  }

  /** @returns whether a difference was found */
  #compareExample(sets: RoutingSets, region: Region, route: RouterRoute): boolean {
    let isFound = false;
    for (const box of region.slice(0, 8)) {
      const request = sets.requestOf(box, { scheme: schemeFor([route]) });
      if (request === null) continue;
      const [before, after] = this.#ask(request);
      if (before.failure || after.failure) continue;
      isFound = this.#note(request, before, after) || isFound;
    }
    return isFound;
  }

  /** Requests next to those of an entry, as long as the table is not too large for that. */
  #compareAround(sets: RoutingSets, region: Region, route: RouterRoute): void {
    for (const box of region.slice(0, 4)) {
      const request = sets.requestOf(box, { scheme: schemeFor([route]) });
      if (request === null) continue;
      for (const near of boundaryRequests(request, route.route.paths)) {
        if (this.#boundaries-- <= 0) return;
        const [before, after] = this.#ask(near);
        if (!before.failure && !after.failure) this.#note(near, before, after);
      }
    }
  }

  /** Without a proof: one request for each entry, and for each two that overlap. */
  *#compareExamples(sets: RoutingSets): Generator<void, void> {
    for (const [entry, { route }] of sets.entries.entries()) {
      if (this.differences.length >= this.#most) return this.#cutShort();
      this.#compareExample(sets, sets.regionOf(entry), sets.routes[route]!);
      this.#compareAround(sets, sets.regionOf(entry), sets.routes[route]!);
      yield;
    }
    const all = sets.entries.map((_, entry) => entry);
    for (const [a, b] of entryPairs(sets, all)) {
      if (this.#searches-- <= 0 || this.differences.length >= this.#most) return this.#cutShort();
      const region = bothRegions(sets.regionOf(a), sets.regionOf(b), contradicts);
      this.#compareExample(sets, region, sets.routes[sets.entries[a]!.route]!);
      yield;
    }
  }
}
