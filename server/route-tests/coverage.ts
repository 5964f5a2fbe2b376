/** The part of a table that route tests cover: its routes, and the values by which they match. */

import { type MatchValue, matchValuesOf, type RoutingTable, ValueEvaluator } from '../routing/index.js';
import type { TestResult } from './run-tests.js';

export interface CoveredRoute {
  /** The position of the route in the table. */
  readonly route: number;
  /** How many requests of the tests go to it. */
  readonly requests: number;
  readonly values: readonly CoveredValue[];
}

export interface CoveredValue {
  readonly value: MatchValue;
  /** By how many of the requests that the route gets it matches. */
  readonly requests: number;
}

/** Of routes and values together. */
export interface CoverageCount {
  readonly covered: number;
  readonly total: number;
}

/**
 * A route is covered where a test's request goes to it. A value is covered where such a request matches by it: an item of
 * a field matches the request, a predicate of an expression is true; inside `!( … )`, false.
 *
 * @param results of tests of this table
 */
export function coverageOf(table: RoutingTable, results: readonly TestResult[]): CoveredRoute[] {
  const evaluator = new ValueEvaluator(table);
  const won = new Map<number, TestResult[]>();
  for (const result of results) {
    const { route } = result.match;
    if (result.table !== table || route === null) continue;
    won.set(route, [...(won.get(route) ?? []), result]);
  }
  return [...table.routes.keys()].flatMap((route): CoveredRoute[] => {
    if (!isInRouter(table, route)) return [];
    const own = (won.get(route) ?? []).map(({ test: { request } }) => ({
      request,
      matchers: table.router.trace(request, route)?.matchers ?? [],
    }));
    const values = matchValuesOf(table, route).map((value): CoveredValue => {
      const wanted = value.isNegated ? 'false' : 'true';
      const isReached = ({ request, matchers }: (typeof own)[number]) =>
        evaluator.stateOf(value, request, matchers).result === wanted;
      return { value, requests: own.filter(isReached).length };
    });
    return [{ route, requests: own.length, values }];
  });
}

/** Routes of the other subsystem are in no router of this one. */
function isInRouter({ routes, router, subsystem }: RoutingTable, route: number): boolean {
  if (router.leftOut.some((left) => left.route === route)) return false;
  const { route: read, service } = routes[route]!.route;
  const isStream = (protocol: string) => /^(?:tcp|tls|tls_passthrough|udp)$/.test(protocol);
  const isOf = (read.protocols ?? []).some((protocol) => isStream(protocol) === (subsystem === 'stream'));
  return isOf && service?.enabled !== false;
}

export function countOf(coverage: readonly CoveredRoute[]): CoverageCount {
  const counts = coverage.flatMap(({ requests, values }) => [requests, ...values.map((one) => one.requests)]);
  return { covered: counts.filter((count) => count > 0).length, total: counts.length };
}

/** In percent, rounded down, so that 100 is everything. */
export const percentOf = ({ covered, total }: CoverageCount): number =>
  total === 0 ? 100 : Math.floor((covered * 1000) / total) / 10;
