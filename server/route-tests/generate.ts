/**
 * Generates route tests: the fewest requests that distinguish every route, every value and every two neighbours.
 * Mutants of the table represent them: a request distinguishes a mutant if it matches another route there. The
 * comparison of the two tables finds such requests, or proves that there is none.
 */

import { isAtLeast } from '../../grammar/index.js';
import { buildRouter, type RoutedRequest, type Router } from '../flavors/index.js';
import type { RoutingTable } from '../routing/index.js';
import { type ComparedTable, compareTables } from '../tables/index.js';
import { type Mutant, mutantsOf } from './mutants.js';
import { simplerForms } from './simpler-forms.js';

export interface GeneratedTest {
  readonly request: RoutedRequest;
  /** The request as a file of tests has it: `GET https://a.com/b`, or a mapping. */
  readonly written: string | Readonly<Record<string, unknown>>;
  /** The position of the route that it goes to; `null` for none. */
  readonly route: number | null;
  /** The mutants that it distinguishes and that no earlier test does. */
  readonly kills: readonly Mutant[];
}

export interface GeneratedTests {
  readonly tests: readonly GeneratedTest[];
  /** How many mutants there are. */
  readonly mutants: number;
  /** The table with the change is equal to the one without: that is proved. */
  readonly equal: readonly Mutant[];
  /** No request was found that distinguishes it, and it is not proved that there is none. */
  readonly notDecided: readonly Mutant[];
}

/** Pairs of routes that the removal of a route distinguishes. */
const mostNeighbours = 50;

/** One is enough, but the first ones may be about what becomes of a request. */
const mostLookedAt = 20;

/** @returns a generator that pauses often, so that its caller may do something else, or stop */
export function* generateTests(table: RoutingTable): Generator<void, GeneratedTests> {
  const generator = new TestGenerator(table);
  yield* generator.run();
  return generator.result();
}

/** Something to distinguish: the request matches `route` in the table, but not in the mutant. */
interface Goal {
  readonly mutant: Mutant;
  readonly router: Router;
  /** Where a request goes in the mutant, by the key of the route. */
  readonly keys: readonly string[];
  /** Only requests between these two routes count, by their keys; `null`: all. */
  readonly between: readonly [string | null, string | null] | null;
}

class TestGenerator {
  readonly #table: RoutingTable;
  readonly #compared: ComparedTable;
  readonly #requests: RoutedRequest[] = [];
  readonly #goals: Goal[] = [];
  readonly #equal: Mutant[] = [];
  readonly #notDecided: Mutant[] = [];
  #mutants = 0;

  constructor(table: RoutingTable) {
    this.#table = table;
    const keys = table.routes.map(({ label, file }) => `${file} ${label}`);
    this.#compared = { routes: table.routes.map(({ route }) => route), keys, gateway: table.gateway };
  }

  *run(): Generator<void> {
    const { gateway, router } = this.#table;
    if (router.failure) return;
    const readsExpressions = gateway.flavor === 'expressions' || isAtLeast(gateway.version, '3.7');
    for (const mutant of mutantsOf(
      this.#compared.routes,
      gateway,
      readsExpressions && router.engine === 'atc',
    )) {
      this.#mutants++;
      yield* this.#add(mutant);
      yield;
    }
  }

  *#add(mutant: Mutant): Generator<void> {
    const isRemoval = mutant.change.kind === 'route-removed';
    const keys = isRemoval
      ? this.#compared.keys.filter((_, i) => i !== mutant.routes[0])
      : this.#compared.keys;
    const { gateway, subsystem, regexes } = this.#table;
    const router = buildRouter(mutant.table, gateway, subsystem, regexes);
    const goal: Goal = { mutant, router, keys, between: null };
    if (router.failure) {
      this.#notDecided.push(mutant);
      return;
    }
    // An existing request may be enough; but a removal is to be distinguished for each neighbour.
    if (!isRemoval && this.#requests.some((request) => this.#kills(request, goal))) {
      this.#goals.push(goal);
      return;
    }
    const after: ComparedTable = { routes: mutant.table, keys, gateway };
    const found = yield* compareTables(this.#compared, after, {
      mostDifferences: isRemoval ? mostNeighbours : mostLookedAt,
    });
    const own = found.differences.filter(
      (one) => one.subsystem === subsystem && !one.isOpen && one.kind === 'route',
    );
    if (own.length === 0) {
      (found.verdict === 'equal' ? this.#equal : this.#notDecided).push(mutant);
      return;
    }
    for (const { request, before, after: other } of own) {
      this.#requests.push(request);
      const named = (route: number | null, names: readonly string[]) =>
        route === null ? null : names[route]!;
      const between = [named(before, this.#compared.keys), named(other, keys)] as const;
      this.#goals.push(isRemoval ? { ...goal, between } : goal);
    }
  }

  /** Whether a request matches another route in the mutant, and both answers are certain. */
  #kills(request: RoutedRequest, { router, keys, between }: Goal): boolean {
    const [was, is] = [this.#table.router.match(request), router.match(request)];
    if (was.open || is.open || was.failure || is.failure) return false;
    const before = was.route === null ? null : this.#compared.keys[was.route]!;
    const after = is.route === null ? null : keys[is.route]!;
    return before !== after && (between === null || (between[0] === before && between[1] === after));
  }

  /** The fewest requests, nearly: each next one is one that reaches most of what is left. */
  result(): GeneratedTests {
    const tests: GeneratedTest[] = [];
    const killed = this.#requests.map((request) => this.#goals.filter((goal) => this.#kills(request, goal)));
    const left = new Set(this.#goals);
    while (left.size > 0) {
      let [best, most] = [-1, 0];
      for (const [i, goals] of killed.entries()) {
        const count = goals.reduce((sum, goal) => sum + (left.has(goal) ? 1 : 0), 0);
        if (count > most) [best, most] = [i, count];
      }
      if (best === -1) break;
      const kills = killed[best]!.filter((goal) => left.has(goal));
      for (const goal of kills) left.delete(goal);
      const simple = simplerForms(this.#requests[best]!).find(({ request }) =>
        killed[best]!.every((goal) => this.#kills(request, goal)),
      )!;
      const { request } = simple;
      tests.push({
        ...simple,
        route: this.#table.router.match(request).route,
        kills: [...new Set(kills.map(({ mutant }) => mutant))],
      });
    }
    // In the order of the routes.
    tests.sort((a, b) => (a.route ?? Infinity) - (b.route ?? Infinity));
    const notDecided = [...this.#notDecided, ...[...left].map(({ mutant }) => mutant)];
    return { tests, mutants: this.#mutants, equal: this.#equal, notDecided };
  }
}
