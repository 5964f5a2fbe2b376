/** Runs route tests: each request against the router of a table, and what happens compared with what is expected. */

import type { Outcome, RouteMatch } from '../flavors/index.js';
import { type RoutingTable, upstreamUrl } from '../routing/index.js';
import type { ExpectKey } from './problems.js';
import type { Expectation, RouteTest } from './test-file.js';

export interface TestResult {
  readonly test: RouteTest;
  readonly table: RoutingTable;
  readonly match: RouteMatch;
  readonly mismatches: readonly Mismatch[];
}

/** What is not as it is expected. `null` is none. */
export interface Mismatch {
  readonly key: ExpectKey;
  readonly expected: readonly (string | number | null)[];
  readonly actual: string | number | null;
  /** Kong does not always answer the same: `actual` is one of the possible answers. */
  readonly isOpen: boolean;
}

export function runTest(test: RouteTest, table: RoutingTable): TestResult {
  const match = table.router.match(test.request);
  return { test, table, match, mismatches: mismatchesOf(test.expect, match, table) };
}

function mismatchesOf(expect: Expectation, match: RouteMatch, { routes }: RoutingTable): Mismatch[] {
  const labelOf = (route: number | null) => (route === null ? null : routes[route]!.label);
  const outcome = match.outcome();
  const possible = match.open?.anyOf.map(labelOf) ?? [labelOf(match.route)];
  const found: Mismatch[] = [];
  if (expect.route) {
    const { route: expected } = expect;
    const wrong = possible.filter((one) => !expected.includes(one));
    if (wrong.length > 0 || match.failure === 'router-not-built') {
      const [actual = null] = wrong;
      found.push({ key: 'route', expected, actual, isOpen: match.open !== null });
    }
  }
  const service = match.route === null ? null : routes[match.route]!.service;
  const status = statusOf(outcome);
  compare('service', expect.service, service);
  compare('upstream', expect.upstream && plainUrl(expect.upstream), plainUrl(upstreamUrl(outcome)));
  compare('redirect', expect.redirect, outcome.kind === 'redirected' ? outcome.location : null);
  compare('status', expect.status, status);
  return found;

  function compare(
    key: ExpectKey,
    expected: string | number | null | undefined,
    actual: string | number | null,
  ): void {
    if (expected !== undefined && expected !== actual) {
      found.push({ key, expected: [expected], actual, isOpen: match.open !== null });
    }
  }
}

/** What Kong answers without the service; `null` if the service answers. */
function statusOf(outcome: Outcome): number | null {
  switch (outcome.kind) {
    case 'no-route':
      return 404;
    case 'redirected':
    case 'answered':
      return outcome.status;
    default:
      return null;
  }
}

/** A port that is the usual one need not be written. */
function plainUrl(url: string | null): string | null {
  return url === null
    ? null
    : url.replace(/^(http:\/\/[^/?#]*?):80(?=[/?#]|$)|^(https:\/\/[^/?#]*?):443(?=[/?#]|$)/, '$1$2');
}
