/** How two tables of files differ: which requests match another route, and why. Routes have the names of the files. */

import type { RoutedRequest, RouterRoute } from '../flavors/index.js';
import { type Gateway, matchFields } from '../routes/index.js';
import {
  type LabelledRoute,
  type MatchWarning,
  matchWarnings,
  type RoutingTable,
  routingTable,
} from '../routing/index.js';
import {
  type ComparedTable,
  compareTables,
  type TableComparison,
  type TableDifference,
} from '../tables/index.js';
import { type Reason, reasonsFor } from './reasons.js';
import type { Winner } from './winner.js';

export type TableFiles = Parameters<typeof routingTable>[0];

export interface ComparedSide {
  readonly files: TableFiles;
  readonly gateway: Gateway;
}

export interface Comparison extends Omit<TableComparison, 'differences'> {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly differences: readonly Difference[];
  /** How many routes there are. */
  readonly routes: { readonly before: number; readonly after: number };
  /** What makes that a Gateway would not do as the routers here, on each side. */
  readonly warnings: { readonly before: readonly MatchWarning[]; readonly after: readonly MatchWarning[] };
}

/** Requests that match another route: one of them, and the routes before and after. */
export interface Difference {
  readonly kind: TableDifference['kind'];
  readonly subsystem: TableDifference['subsystem'];
  readonly request: RoutedRequest;
  readonly before: Winner;
  readonly after: Winner;
  readonly isOpen: boolean;
  readonly reasons: readonly Reason[];
}

export interface CompareOptions {
  readonly mostDifferences?: number;
}

/** @returns a generator that pauses often, so that its caller may do something else, or stop */
export function* compareSides(
  before: ComparedSide,
  after: ComparedSide,
  options: CompareOptions = {},
): Generator<void, Comparison> {
  const tables = { before: tablesOf(before), after: tablesOf(after) };
  yield;
  const [was, is] = [comparedTable(before, tables.before.http), comparedTable(after, tables.after.http)];
  const { differences, ...compared } = yield* compareTables(was, is, options);
  const isKnown = [tables.before, tables.after].every(isKnownTable) || isSameText(before, after);
  // Values that are filled in later may be any.
  const found = isKnown
    ? compared
    : {
        ...compared,
        isComplete: false,
        verdict: compared.verdict === 'equal' ? ('not-decided' as const) : compared.verdict,
      };
  return {
    ...found,
    warnings: { before: warningsOf(tables.before), after: warningsOf(tables.after) },
    before,
    after,
    routes: { before: was.routes.length, after: is.routes.length },
    differences: differences.map((one): Difference => {
      const winners = {
        before: { table: tables.before[one.subsystem], route: one.before },
        after: { table: tables.after[one.subsystem], route: one.after },
      };
      return {
        ...one,
        ...winners,
        reasons: reasonsFor(one.request, winners.before, winners.after, was.keys, is.keys),
      };
    }),
  };
}

/** Runs the generator to its end. */
export function compareAtOnce(
  before: ComparedSide,
  after: ComparedSide,
  options: CompareOptions = {},
): Comparison {
  const steps = compareSides(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** One for each subsystem: the routes are the same, and the routers are not. */
const tablesOf = ({ files, gateway }: ComparedSide) => ({
  http: routingTable(files, gateway, 'http'),
  stream: routingTable(files, gateway, 'stream'),
});

const comparedTable = ({ gateway }: ComparedSide, { routes }: RoutingTable): ComparedTable => ({
  gateway,
  routes: routes.map(({ route }) => route),
  keys: routes.map(keyOf),
});

type BothTables = ReturnType<typeof tablesOf>;

const isKnownTable = ({ http: { routes, unknown } }: BothTables): boolean =>
  unknown.length === 0 && routes.every(({ filledIn }) => filledIn.length === 0);

/** The same files under the same router are one table, whatever is filled in. */
function isSameText(before: ComparedSide, after: ComparedSide): boolean {
  const textOf = ({ files, gateway }: ComparedSide) =>
    JSON.stringify([files.map(({ document }) => document.text), gateway]);
  return textOf(before) === textOf(after);
}

/** What is about routes is said once for both subsystems. */
function warningsOf({ http, stream }: BothTables): MatchWarning[] {
  const all = [...matchWarnings(http), ...matchWarnings(stream)];
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Its name or id; a route with neither is named by what it matches, because its place in the file may change. */
function keyOf({ label, route }: LabelledRoute): string {
  const { name, id } = route.route;
  return name !== undefined || id !== undefined ? label : `${matchText(route)}`;
}

const matchText = ({ route }: RouterRoute): string =>
  JSON.stringify(
    [...matchFields, 'expression' as const].map((field) => {
      const value = route[field];
      return value instanceof Map ? [...value] : (value ?? null);
    }),
  );
