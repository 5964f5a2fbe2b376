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
import { buildRouter, createRegexes, type Regexes, type Router } from '../flavors/index.js';
import { append } from '../text/index.js';
import { compareExamples } from './compare-examples.js';
import { type ComparedTable, DifferenceLog, type TableDifference } from './difference-log.js';
import type { Search } from './find-request.js';
import { matchEntries } from './matched-entries.js';
import { areOrderedAlike, otherPaths } from './outcomes.js';
import { PairSearches } from './pair-searches.js';
import { pairsToSearch } from './pairs-to-search.js';
import { RoutingSets, routingSetsOfTwo } from './routing-sets.js';

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
  readonly #log: DifferenceLog;
  isProved = true;
  isCutShort = false;
  readonly #before: ComparedTable;
  readonly #after: ComparedTable;
  readonly #was: Router;
  readonly #is: Router;
  readonly #most: number;
  #searches: number;

  constructor(before: ComparedTable, after: ComparedTable, was: Router, is: Router, most: number) {
    this.#log = new DifferenceLog(before, after, was, is);
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

  get differences(): readonly TableDifference[] {
    return this.#log.differences;
  }

  get requests(): number {
    return this.#log.requests;
  }

  *run(regexes: Regexes, others: Regexes): Generator<void, void> {
    const sets = routingSetsOfTwo(
      { router: this.#was, routes: this.#before.routes },
      { router: this.#is, routes: this.#after.routes },
      regexes,
    );
    if (sets) {
      yield* this.#compareSets(sets.before, sets.after);
      if (this.isProved || this.differences.length > 0) return;
      // What the sets leave open, a request may show.
      yield* this.#compareExamples(sets.before);
      yield* this.#compareExamples(sets.after);
      return;
    }
    if (this.#isSameTable()) return;
    this.isProved = false;
    yield* this.#compareExamples(new RoutingSets(this.#was, this.#before.routes, regexes));
    yield* this.#compareExamples(new RoutingSets(this.#is, this.#after.routes, others));
  }

  *#compareExamples(sets: RoutingSets): Generator<void, void> {
    const isWhole = yield* compareExamples(sets, this.#log, this.#searches, this.#most);
    if (!isWhole) this.#cutShort();
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
    const matched = matchEntries(was, is, {
      before: (route) => this.#before.keys[route]!,
      after: (route) => this.#after.keys[route]!,
    });
    const searches = new PairSearches(was, is, this.#log);
    for (const [i, h] of matched.after.entries()) {
      if (h === null) continue;
      if (!this.#lookForOutcomes(searches, i, h)) return;
      yield;
    }
    for (const [i, counterpart] of matched.after.entries()) {
      if (counterpart !== null) continue;
      if (!this.#look(() => searches.lost(i))) return;
      yield;
    }
    for (const [h, counterpart] of matched.before.entries()) {
      if (counterpart !== null) continue;
      if (!this.#look(() => searches.gained(h))) return;
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
      const goesOn = this.#log.isSameRoute(own, other)
        ? this.#lookForOutcomes(searches, i, h)
        : this.#log.has('route', own, other) || this.#look(() => searches.moved(i, h));
      if (!goesOn) return;
      yield;
    }
    if (areOrderedAlike(was, is, matched)) return;
    for (const [i, h] of otherPaths(was, is, matched)) {
      if (!this.#lookForOutcomes(searches, i, h)) return;
      yield;
    }
  }

  /** Two entries of one route: whether what becomes of a request is the same. @returns whether to go on */
  #lookForOutcomes(searches: PairSearches, i: number, h: number): boolean {
    for (const scheme of searches.schemesWithOtherBehaviour(i, h)) {
      if (!this.#look(() => searches.treatedOtherwise(i, h, scheme))) return false;
    }
    return true;
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
}
