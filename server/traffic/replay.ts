/**
 * Replays recorded requests against one or two tables: how many move, which routes no request reached, and whether the
 * log names the same routes. Memory use depends on the tables, never on the number of requests.
 */

import type { RoutedRequest, RouteMatch, Router } from '../flavors/index.js';
import type { LoggedRequest, LoggedRoute } from './kong-log.js';

/** A table as a replay needs it. */
export interface ReplayTable {
  readonly router: Router;
  /** What each route is called. Routes with the same key in both tables are the same. */
  readonly keys: readonly string[];
  /** Ids and names by which a log may name each route. */
  readonly identities: readonly LoggedRoute[];
}

/** Requests that go from one route to another; `null` is not a route. */
export interface Movement {
  readonly before: number | null;
  readonly after: number | null;
  /** The first of them. */
  readonly example: RoutedRequest;
  count: number;
}

/** Requests for which the log names another route than we. */
export interface Disagreement {
  readonly logged: LoggedRoute | null;
  readonly ours: number | null;
  readonly example: RoutedRequest;
  count: number;
}

export interface ReplayCounts {
  readonly requests: number;
  /** Lines that are not requests. */
  readonly unread: number;
  /** Requests that go to another route after the change. */
  readonly moved: number;
  /** Kong does not always answer the same, and one of the possible answers is another route. */
  readonly open: number;
  /** The log names the route that Kong chose, or that there was none. */
  readonly named: number;
  readonly agreed: number;
  /** Header values are missing in the log that a route looks at. */
  readonly redacted: number;
}

/** More different movements than these are counted and not listed. */
const mostListed = 10_000;

export class Replay {
  readonly #before: ReplayTable | null;
  readonly #after: ReplayTable;
  readonly #redactable: ReadonlySet<string>;
  readonly #movements = new Map<string, Movement>();
  readonly #disagreements = new Map<string, Disagreement>();
  /** How many requests each route gets, before and after; the last number is that of no route. */
  readonly #reachedBefore: number[];
  readonly #reachedAfter: number[];
  readonly #counts = { requests: 0, unread: 0, moved: 0, open: 0, named: 0, agreed: 0, redacted: 0 };

  /**
   * @param before `null` to compare with nothing but the log
   * @param headers names of headers that routes look at, in lower case
   */
  constructor(before: ReplayTable | null, after: ReplayTable, headers: Iterable<string>) {
    this.#before = before;
    this.#after = after;
    this.#redactable = new Set(headers);
    this.#reachedBefore = new Array<number>((before?.keys.length ?? 0) + 1).fill(0);
    this.#reachedAfter = new Array<number>(after.keys.length + 1).fill(0);
  }

  get counts(): ReplayCounts {
    return { ...this.#counts };
  }

  /** The most frequent first. */
  get movements(): readonly Movement[] {
    return [...this.#movements.values()].sort((a, b) => b.count - a.count);
  }

  get disagreements(): readonly Disagreement[] {
    return [...this.#disagreements.values()].sort((a, b) => b.count - a.count);
  }

  /** How many requests each route of the table after the change gets; the last number is that of no route. */
  get reached(): readonly number[] {
    return this.#reachedAfter;
  }

  skip(): void {
    this.#counts.unread++;
  }

  add({ request, route, redacted }: LoggedRequest): void {
    this.#counts.requests++;
    if (redacted.some((name) => this.#redactable.has(name))) this.#counts.redacted++;
    const after = this.#after.router.match(request);
    this.#reachedAfter[after.route ?? this.#after.keys.length]!++;
    let now: RouteMatch = after;
    if (this.#before) {
      const before = this.#before.router.match(request);
      this.#reachedBefore[before.route ?? this.#before.keys.length]!++;
      this.#compare(this.#before, before, after, request);
      now = before;
    }
    if (route !== undefined) this.#check(route, now, this.#before ?? this.#after, request);
  }

  #compare(table: ReplayTable, before: RouteMatch, after: RouteMatch, request: RoutedRequest): void {
    const was = possible(before).map((one) => keyOf(table, one));
    const is = possible(after).map((one) => keyOf(this.#after, one));
    if (is.every((key) => was.includes(key))) return;
    // One possible answer in common: whether the request moves is not decided.
    if (is.some((key) => was.includes(key))) {
      this.#counts.open++;
      return;
    }
    this.#counts.moved++;
    const key = `${before.route} ${after.route}`;
    const known = this.#movements.get(key);
    if (known) known.count++;
    else if (this.#movements.size < mostListed) {
      this.#movements.set(key, { before: before.route, after: after.route, example: request, count: 1 });
    }
  }

  #check(logged: LoggedRoute | null, match: RouteMatch, table: ReplayTable, request: RoutedRequest): void {
    this.#counts.named++;
    const isLogged = (route: number | null) =>
      route === null || logged === null ? route === logged : isSame(table.identities[route]!, logged);
    if (possible(match).some(isLogged)) {
      this.#counts.agreed++;
      return;
    }
    const key = JSON.stringify([logged, match.route]);
    const known = this.#disagreements.get(key);
    if (known) known.count++;
    else if (this.#disagreements.size < mostListed) {
      this.#disagreements.set(key, { logged, ours: match.route, example: request, count: 1 });
    }
  }
}

const possible = ({ open, route }: RouteMatch): readonly (number | null)[] => open?.anyOf ?? [route];

const keyOf = ({ keys }: ReplayTable, route: number | null): string | null =>
  route === null ? null : keys[route]!;

/** By the id where both have one that is written, else by the name. */
const isSame = (own: LoggedRoute, logged: LoggedRoute): boolean =>
  own.id !== null && logged.id !== null && own.id === logged.id
    ? true
    : own.name !== null && logged.name !== null
      ? own.name === logged.name
      : false;
