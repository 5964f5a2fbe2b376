/** What "Try a request" found, as a page. */

import type { RouteTrace } from '../flavors/index.js';
import type { At, Block, Cell, Inline } from '../pages/index.js';
import { inOneLine } from '../problems/index.js';
import { count, largest } from '../text/index.js';
import {
  matchWarnings,
  openWords,
  outcomeWords,
  precedenceWords,
  requestWords,
  resultWords,
  termWords,
  valueWords,
} from './routing-words.js';
import type { Trial } from './trial.js';

/** Where a route is written, for a link. */
export type RoutePlace = (trial: Trial, route: number) => At | null;

/** @param trials of one request, each under another flavor; the one of the Gateway itself first */
export function trialPage(trials: readonly Trial[], placeOf: RoutePlace): Block[] {
  const [first] = trials;
  if (!first) return [];
  return [
    heading(1, [`\`${requestWords(first.request)}\``]),
    {
      kind: 'table',
      head: ['Router', 'Route', 'What happens'],
      rows: trials.map((trial): Cell[] => [
        [[routerName(trial)]],
        [routeCell(trial, placeOf)],
        [[outcomeWords(trial.match.outcome(), trial.match.failure)], ...openCell(trial)],
      ]),
    },
    ...trials.flatMap((trial) => trialBlocks(trial, placeOf)),
  ];
}

const heading = (level: 1 | 2 | 3, text: Inline): Block => ({ kind: 'heading', level, text });

const routerName = ({ table: { gateway } }: Trial): string =>
  `\`${gateway.flavor}\` ${gateway.version.join('.')}`;

const routeCell = (trial: Trial, placeOf: RoutePlace): Inline =>
  trial.match.route === null ? ['no route'] : linked(trial, trial.match.route, placeOf);

function linked(trial: Trial, route: number, placeOf: RoutePlace): Inline {
  const at = placeOf(trial, route);
  const { label } = trial.table.routes[route]!;
  return [at ? { at, text: label } : `\`${label}\``];
}

const openCell = ({ match, table }: Trial): Inline[] =>
  match.open ? [[openWords(match.open, (route) => table.routes[route]!.label)]] : [];

function trialBlocks(trial: Trial, placeOf: RoutePlace): Block[] {
  const { candidates, misses, moreMisses } = trial;
  return [
    heading(2, [routerName(trial)]),
    ...warningBlocks(trial),
    ...candidates.flatMap((trace) => routeBlocks(trial, trace, placeOf)),
    ...(misses.length > 0
      ? [
          {
            kind: 'details' as const,
            summary: [
              `${count(misses.length + moreMisses, 'route')} that ${misses.length + moreMisses === 1 ? 'does' : 'do'} not match`,
            ],
            blocks: [
              ...misses.flatMap((trace) => routeBlocks(trial, trace, placeOf)),
              ...(moreMisses > 0
                ? [{ kind: 'paragraph' as const, text: [`${moreMisses} more are not shown.`] }]
                : []),
            ],
          },
        ]
      : []),
  ];
}

/** More are counted, not listed. */
const mostWarnings = 5;

/** Why a Gateway with this table would not answer like this, or not at all. */
function warningBlocks({ table }: Trial): Block[] {
  const warnings = matchWarnings(table);
  if (warnings.length === 0) return [];
  const more = warnings.length - mostWarnings;
  return [
    {
      kind: 'list',
      items: [
        ...warnings
          .slice(0, mostWarnings)
          .map(({ route, message }): Inline => (route === null ? [message] : [code(route), `: ${message}`])),
        ...(more > 0 ? [[`${more} more warnings are not shown.`]] : []),
      ],
    },
  ];
}

function routeBlocks(trial: Trial, trace: RouteTrace, placeOf: RoutePlace): Block[] {
  const { route, verdict, matchers, after } = trace;
  const labelOf = (one: number) => trial.table.routes[one]!.label;
  const isWinner = trial.match.route === route;
  const title = isWinner
    ? ' gets the request'
    : { matches: ' matches', lost: ' does not match', undecided: ' is not decided' }[verdict];
  return [
    heading(3, [...linked(trial, route, placeOf), title]),
    ...(after
      ? [{ kind: 'paragraph' as const, text: [`${precedenceWords(after, (one) => `\`${labelOf(one)}\``)}.`] }]
      : []),
    ...matchers.flatMap(({ expression, priority, terms, paths }): Block[] => [
      ...(expression !== null
        ? [{ kind: 'paragraph' as const, text: [code(inOneLine(expression)), priorityText(priority)] }]
        : (paths ?? []).map((path): Block => ({ kind: 'paragraph', text: ['path ', code(path)] }))),
      {
        kind: 'table',
        head: ['Term', 'Request', ''],
        rows: terms.map((term): Cell[] => [
          [[code(termWords(term))]],
          [[code(valueWords(term.values))]],
          [[resultWords[term.result]]],
        ]),
      },
    ]),
  ];
}

const priorityText = (priority: bigint | null): string => (priority === null ? '' : `, priority ${priority}`);

/** Code in as many backticks as it needs. */
function code(text: string): string {
  const longest = largest(
    [...text.matchAll(/`+/g)].map(([run]) => run.length),
    0,
  );
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
