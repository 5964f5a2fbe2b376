/** What "Try a request" found, as lines for a terminal. */

import type { MatcherTrace, RouteTrace } from '../flavors/index.js';
import { inOneLine } from '../problems/index.js';
import { largest } from '../text/index.js';
import { precedenceWords, resultWords, termWords, valueWords } from './routing-words.js';
import type { Trial } from './trial.js';

/** Each route with its terms: those that match first, then those that nearly do. */
export function traceLines({ table, candidates, misses, moreMisses }: Trial): string[] {
  const labelOf = (route: number) => table.routes[route]!.label;
  const lines = [...candidates, ...misses].flatMap((trace) => routeLines(trace, labelOf));
  return moreMisses > 0 ? [...lines, `${moreMisses} more routes do not match`] : lines;
}

function routeLines(trace: RouteTrace, labelOf: (route: number) => string): string[] {
  const { route, verdict, matchers, after } = trace;
  const title = { matches: 'matches', lost: 'does not match', undecided: 'not decided' }[verdict];
  const reason = after === null ? '' : `; ${precedenceWords(after, labelOf)}`;
  return [`${labelOf(route)} ${title}${reason}`, ...matchers.flatMap(matcherLines)];
}

function matcherLines({ expression, priority, terms, paths }: MatcherTrace): string[] {
  const title =
    expression === null
      ? (paths?.map((path) => `path ${path}`) ?? [])
      : [`${inOneLine(expression)}${priority === null ? '' : `  (priority ${priority})`}`];
  const rows = terms.map((term) => [termWords(term), valueWords(term.values), resultWords[term.result]]);
  const widths = [0, 1].map((column) =>
    largest(
      rows.map((row) => row[column]!.length),
      0,
    ),
  );
  return [
    ...title.map((line) => `  ${line}`),
    ...rows.map(
      ([term, value, result]) => `    ${term!.padEnd(widths[0]!)}  ${value!.padEnd(widths[1]!)}  ${result}`,
    ),
  ];
}
