/** Asks two routers for the same requests, and keeps those for which they differ: one for each two routes. */

import type { Subsystem } from '../../grammar/index.js';
import type { RoutedRequest, RouteMatch, Router, RouterRoute } from '../flavors/index.js';
import type { Gateway } from '../routes/index.js';
import { isChancePath, isOtherOutcome } from './outcomes.js';

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
  /** The positions of the routes in their tables; `null` for none. Where Kong's answer is open, possible ones. */
  readonly before: number | null;
  readonly after: number | null;
  /** Whether Kong's own answer is not always the same in one of the tables (`RouteMatch.open`). */
  readonly isOpen: boolean;
}

/** What both routers answer. */
export interface Answers {
  readonly request: RoutedRequest;
  readonly before: RouteMatch;
  readonly after: RouteMatch;
}

/** So many requests are remembered. */
const mostRemembered = 50_000;

export class DifferenceLog {
  readonly differences: TableDifference[] = [];
  requests = 0;
  readonly #before: ComparedTable;
  readonly #after: ComparedTable;
  readonly #was: Router;
  readonly #is: Router;
  readonly #found = new Set<string>();
  readonly #asked = new Set<string>();

  constructor(before: ComparedTable, after: ComparedTable, was: Router, is: Router) {
    this.#before = before;
    this.#after = after;
    this.#was = was;
    this.#is = is;
  }

  /** As `ask`, and nothing for a request that was asked for in this way before. */
  askOnce(request: RoutedRequest): void {
    const key = JSON.stringify(request);
    if (this.#asked.has(key)) return;
    if (this.#asked.size >= mostRemembered) this.#asked.clear();
    this.#asked.add(key);
    this.ask(request);
  }

  /** Notes a difference where there is one. @returns `null` if one of the routers does not look for a route */
  ask(request: RoutedRequest): Answers | null {
    this.requests++;
    const [before, after] = [this.#was.match(request), this.#is.match(request)];
    if (before.failure || after.failure) return null;
    this.#note(request, before, after);
    return { request, before, after };
  }

  /** Whether a difference between two routes was found, given by their positions in the two tables. */
  has(kind: TableDifference['kind'], before: number | null, after: number | null): boolean {
    return this.#found.has(this.#key(kind, before, after));
  }

  isSameRoute(before: number, after: number): boolean {
    return this.#before.keys[before] === this.#after.keys[after];
  }

  #note(request: RoutedRequest, before: RouteMatch, after: RouteMatch): void {
    const winnersOf = ({ route, open }: RouteMatch) => open?.anyOf ?? [route];
    const keyOf = ({ keys }: ComparedTable, route: number | null) => (route === null ? null : keys[route]!);
    const was = winnersOf(before).map((route) => keyOf(this.#before, route));
    // Where Kong's answer is open, none of the possible answers counts as a new one.
    const news = winnersOf(after).filter((route) => !was.includes(keyOf(this.#after, route)));
    const isElsewhere = news.length > 0;
    const isOther =
      !isElsewhere &&
      isOtherOutcome(before, after) &&
      !isChancePath({ router: this.#was, match: before }, { router: this.#is, match: after });
    if (!isElsewhere && !isOther) return;
    const kind = isElsewhere ? 'route' : 'outcome';
    const winner = !isElsewhere || news.includes(after.route) ? after.route : news[0]!;
    const key = this.#key(kind, before.route, winner);
    if (this.#found.has(key)) return;
    this.#found.add(key);
    this.differences.push({
      kind,
      subsystem: this.#was.subsystem,
      request,
      before: before.route,
      after: winner,
      isOpen: before.open !== null || after.open !== null,
    });
  }

  #key(kind: TableDifference['kind'], before: number | null, after: number | null): string {
    const own = before === null ? null : this.#before.keys[before]!;
    const other = after === null ? null : this.#after.keys[after]!;
    return JSON.stringify([kind, own, other]);
  }
}
