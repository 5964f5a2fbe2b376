/** `kong-routes match`: which route each request goes to. */

import type { RoutedRequest, RouteMatch, RouteTrace } from '../flavors/index.js';
import {
  type MatchWarning,
  openWords,
  outcomeWords,
  type RoutingTable,
  requestWords,
  traceLines,
  tryRequest,
} from '../routing/index.js';
import { oneLine } from '../text/index.js';
import { colors } from './colors.js';
import { routingResults } from './result-words.js';

/** What was found for a request; the router works out the rest when it is asked. */
export interface MatchedRequest {
  readonly request: RoutedRequest;
  readonly match: RouteMatch;
}

export const matchRequests = (
  { router }: RoutingTable,
  requests: readonly RoutedRequest[],
): MatchedRequest[] => requests.map((request) => ({ request, match: router.match(request) }));

/**
 * `route` and `candidates` are names, or ids or places of routes without a name. `anyOf` and `reason` are there where Kong
 * does not always choose the same, `failure` if it looks for no route. Numbers of 64 bits are decimal text.
 *
 * @param warnings about the table (`matchWarnings`)
 * @param traced whether to say for each route why it matches or not
 */
export function matchReport(
  table: RoutingTable,
  matched: readonly MatchedRequest[],
  warnings: readonly MatchWarning[],
  traced: boolean,
) {
  const labelOf = (route: number | null) => (route === null ? null : table.routes[route]!.label);
  const results = matched.map(({ request, match }) => ({
    request,
    route: labelOf(match.route),
    candidates: match.candidates().map(labelOf),
    ...(match.open && {
      anyOf: match.open.anyOf.map(labelOf),
      reason: match.open.reasons[0],
      reasons: match.open.reasons,
    }),
    ...(match.failure && { failure: match.failure }),
    outcome: match.outcome(),
    ...(traced && {
      traces: table.routes.flatMap((_, route) => {
        const trace = table.router.trace(request, route);
        return trace ? [traceReport(trace, labelOf)] : [];
      }),
    }),
  }));
  return { results, warnings };
}

function traceReport(trace: RouteTrace, labelOf: (route: number) => string | null) {
  const { route, verdict, matchers, after } = trace;
  return {
    route: labelOf(route),
    verdict,
    matchers: matchers.map((matcher) => ({ ...matcher, priority: matcher.priority?.toString() ?? null })),
    after: after && {
      winner: labelOf(after.winner),
      rule: after.rule,
      values: after.values.map((value) => (typeof value === 'bigint' ? value.toString() : value)),
    },
  };
}

/** @param traced whether to show every route with its terms */
export function prettyMatches(
  table: RoutingTable,
  matched: readonly MatchedRequest[],
  traced: boolean,
): string {
  const labelOf = (route: number) => oneLine(table.routes[route]!.label);
  return matched
    .map((one) => {
      const trace = traced ? traceLines(tryRequest(table, one.request)) : [];
      return [prettyMatch(one, labelOf), ...trace.map((line) => `  ${oneLine(line)}\n`)].join('');
    })
    .join('\n');
}

function prettyMatch({ request, match }: MatchedRequest, labelOf: (route: number) => string): string {
  const { route, open, failure } = match;
  const title = route === null ? colors.yellow('no route') : colors.bold(colors.green(labelOf(route)));
  const [, ...others] = match.candidates().map(labelOf);
  const lines = [
    `${oneLine(requestWords(request))}  →  ${title}`,
    ...(open ? [oneLine(openWords(open, labelOf))] : []),
    oneLine(outcomeWords(match.outcome(), failure)),
    ...(others.length > 0 ? [routingResults.alsoMatched(others)] : []),
  ];
  return lines.map((line, i) => (i === 0 ? `${line}\n` : `${colors.dim(`  ${line}`)}\n`)).join('');
}
