/**
 * The router of the flavor `traditional`, of Gateway 2.x, and up to 3.3 of stream routes in every flavor.
 * Source: Kong/kong `kong/router/traditional.lua`.
 */

import type { Subsystem } from '../../../../grammar/index.js';
import type { Gateway } from '../../../routes/index.js';
import { type MatchedPath, type Outcome, outcomeOf } from '../outcome.js';
import type { PcreRegexes } from '../regexes/regexes.js';
import type { RoutedRequest } from '../requests/request.js';
import type { BuildFailure, MatchFailure, OpenAnswer, OpenReason, RouteMatch, Router } from '../router.js';
import type { RouterRoute } from '../router-route.js';
import type { RouteTrace } from '../trace.js';
import { upstreamUriV0, upstreamUriV1 } from '../upstream-uri.js';
import { InvalidOrder } from './lua-sort.js';
import { chanceAnswers, usualHits } from './traditional-chance.js';
import type { TraditionalEntry } from './traditional-entry.js';
import { TraditionalIndex } from './traditional-index.js';
import { type KeyCondition, keysOfCategory, type SniOverHttp, sniOverHttp } from './traditional-keys.js';
import { type Hits, type MatchedUri, matchUri, TraditionalRequest } from './traditional-match.js';
import { type FirstHits, inNumber, TraditionalSearch } from './traditional-search.js';
import { buildTraditionalTable, type TraditionalTable } from './traditional-table.js';
import { traceTraditional } from './traditional-trace.js';

interface Built {
  readonly table: TraditionalTable;
  readonly index: TraditionalIndex;
}

/** What was found for a request. */
interface Answer {
  readonly failure: MatchFailure | null;
  /** The entries of the first category with a match, in their order. */
  readonly entries: readonly number[];
  readonly hits: Hits | null;
  readonly routes: ReadonlySet<number | null>;
  /** Those between which chance decides. */
  readonly byChance: ReadonlySet<number>;
  readonly reasons: ReadonlySet<OpenReason>;
  readonly search: TraditionalSearch | null;
  readonly found: FirstHits | null;
}

const noAnswer = (failure: MatchFailure | null): Answer => ({
  failure,
  entries: [],
  hits: null,
  routes: new Set([null]),
  byChance: new Set(),
  reasons: new Set(),
  search: null,
  found: null,
});

export class TraditionalRouter implements Router {
  readonly engine = 'traditional';
  readonly gateway: Gateway;
  readonly subsystem: Subsystem;
  readonly failure: BuildFailure | null;
  readonly leftOut = [];
  readonly #built: Built | null;
  readonly #routes: ReadonlyMap<number, RouterRoute>;
  readonly #pcre: PcreRegexes;

  /** @param routes those of the subsystem, by their positions in the table */
  constructor(
    routes: ReadonlyMap<number, RouterRoute>,
    gateway: Gateway,
    subsystem: Subsystem,
    pcre: PcreRegexes,
  ) {
    this.gateway = gateway;
    this.subsystem = subsystem;
    this.#routes = routes;
    this.#pcre = pcre;
    const built = build(routes, gateway);
    this.failure = 'reason' in built ? built : null;
    this.#built = 'reason' in built ? null : built;
  }

  get entries(): readonly TraditionalEntry[] {
    return this.#built?.table.entries ?? [];
  }

  /** Its entries are found by keys, and are in categories: all stay. */
  subset(): TraditionalRouter {
    return this;
  }

  match(request: RoutedRequest): RouteMatch {
    const usual = this.#answer(request, false);
    const routes = new Set(usual.answer.routes);
    const reasons = new Set(usual.answer.reasons);
    if (usual.wasNeeded) {
      const other = this.#answer(request, true).answer;
      for (const route of other.routes) routes.add(route);
      for (const reason of other.reasons) reasons.add(reason);
      if (routes.size > usual.answer.routes.size) reasons.add('regex-undecided');
    }
    const open = routes.size > 1 ? { anyOf: [...routes], reasons: [...reasons] } : null;
    return new TraditionalMatch(this, request, usual.answer, this.#routeOf(usual.answer), open);
  }

  trace(request: RoutedRequest, route: number): RouteTrace | null {
    if (!this.#built || !this.#routes.has(route)) return null;
    const { answer } = this.#answer(request, false);
    return traceTraditional(this.#built.table, answer.search, answer.hits, route);
  }

  /**
   * What a request has that makes the router try two entries of a category in this order. Whatever else is in a request that
   * has the same, the second of them does not get it if the first matches.
   *
   * @param own the entry that is tried later for `request`
   * @param taker the entry that gets it
   * @returns `null` if the order may still depend on the request, or on chance
   */
  keysAt(request: RoutedRequest, own: number, taker: number): readonly KeyCondition[] | null {
    if (!this.#built) return null;
    const { table, index } = this.#built;
    // Before, addresses are sorted by a rule that contradicts itself.
    if (!table.rules.comparesAddresses || table.categoryOf[own] !== table.categoryOf[taker]) return null;
    const { answer, wasNeeded } = this.#answer(request, false);
    const { search, hits, found } = answer;
    if (wasNeeded || !search || !hits || !found || answer.entries[0] !== taker) return null;
    const tried = search.search(hits, inNumber, false).entries;
    if (!tried.includes(own)) return null;
    const category = table.categories[table.categoryOf[own]!]!;
    return keysOfCategory(category, table, index, search, found, this.subsystem === 'http');
  }

  /** When an entry with SNIs matches plain HTTP. */
  sniOverHttp({ rules }: TraditionalEntry): SniOverHttp {
    return this.#built ? sniOverHttp(rules, this.#built.table, this.#built.index) : 'never';
  }

  #routeOf({ entries }: Answer): number | null {
    const [first] = entries;
    return first === undefined ? null : this.#built!.table.entries[first]!.route;
  }

  /** @param matches how regexes are answered that could not be judged */
  #answer(
    request: RoutedRequest,
    matches: boolean,
  ): { readonly answer: Answer; readonly wasNeeded: boolean } {
    if (!this.#built) return { answer: noAnswer('router-not-built'), wasNeeded: false };
    const { table, index } = this.#built;
    const isHttp = this.subsystem === 'http';
    const assumption = { matches, wasNeeded: false };
    const asked = new TraditionalRequest(request, isHttp, table.rules);
    const search = new TraditionalSearch(table, index, this.#pcre, asked, isHttp, assumption);
    const found = search.firstHits();
    if (found.isRefused) return { answer: noAnswer('regex-refused'), wasNeeded: assumption.wasNeeded };
    const hits = usualHits(found);
    const searched = search.search(hits, inNumber, true);
    const { entries } = searched;
    const chance = chanceAnswers(search, found, table, searched);
    const route = entries[0] === undefined ? null : table.entries[entries[0]]!.route;
    const routes = chance ? new Set([route, ...chance.routes]) : new Set([route]);
    const byChance = chance?.entries ?? new Set<number>();
    const reasons = chance?.reasons ?? new Set<OpenReason>();
    return {
      answer: { failure: null, entries, hits, routes, byChance, reasons, search, found },
      wasNeeded: assumption.wasNeeded,
    };
  }

  /** All routes that match, in order. */
  matching({ search, hits }: Answer): number[] {
    if (!search || !hits) return [];
    const { entries } = search.search(hits, inNumber, false);
    return [...new Set(entries.map((entry) => this.#built!.table.entries[entry]!.route))];
  }

  outcome(request: RoutedRequest, { entries, search, hits }: Answer): Outcome {
    const entry = entries[0] === undefined ? undefined : this.#built!.table.entries[entries[0]]!;
    const route = entry && this.#routes.get(entry.route);
    if (!entry || !route || !search || !hits) return { kind: 'no-route' };
    const matched = () =>
      this.subsystem === 'stream' ? null : pathOf(request, route, matchUri(entry, search.matching(hits)));
    return outcomeOf(route, request, matched);
  }
}

function build(routes: ReadonlyMap<number, RouterRoute>, { version }: Gateway): Built | BuildFailure {
  try {
    const table = buildTraditionalTable(routes, version);
    if (table.uncategorized !== null) return { reason: 'no-match-field', route: table.uncategorized };
    return { table, index: new TraditionalIndex(table.entries, version) };
  } catch (error) {
    if (error instanceof InvalidOrder) return { reason: 'invalid-order', route: null };
    throw error;
  }
}

function pathOf(
  { path = '' }: RoutedRequest,
  { stripPath, pathHandling, service }: RouterRoute,
  matched: MatchedUri | null,
): MatchedPath {
  const parts = { stripPath, postfix: matched?.postfix ?? path.slice(1), path, base: service?.path ?? '/' };
  return {
    prefix: stripPath ? (matched?.prefix ?? null) : null,
    upstreamUri: pathHandling === 'v1' ? upstreamUriV1(parts) : upstreamUriV0(parts),
    captures: matched?.captures ?? new Map(),
  };
}

class TraditionalMatch implements RouteMatch {
  readonly route: number | null;
  readonly entry: number | null;
  readonly failure: MatchFailure | null;
  readonly open: OpenAnswer | null;
  readonly entriesByChance: readonly number[];
  readonly #router: TraditionalRouter;
  readonly #request: RoutedRequest;
  readonly #answer: Answer;

  constructor(
    router: TraditionalRouter,
    request: RoutedRequest,
    answer: Answer,
    route: number | null,
    open: OpenAnswer | null,
  ) {
    this.#router = router;
    this.#request = request;
    this.#answer = answer;
    this.failure = answer.failure;
    this.route = route;
    this.entry = answer.entries[0] ?? null;
    this.open = open;
    this.entriesByChance = answer.byChance.size > 1 ? [...answer.byChance] : [];
  }

  candidates(): readonly number[] {
    return this.#router.matching(this.#answer);
  }

  outcome(): Outcome {
    return this.#router.outcome(this.#request, this.#answer);
  }
}
