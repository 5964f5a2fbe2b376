/** How two tables differ, as a page: for a pull request, for the panel of an editor. */

import type { At, Block, Cell, Inline } from '../pages/index.js';
import { curlOfRequest, inOneLine } from '../problems/index.js';
import type { ComparedSide, Comparison, Difference } from './compare.js';
import { differenceWords, outcomeChange, reasonWords, verdictWords, winnerName } from './comparison-words.js';
import type { Winner } from './winner.js';

export type WinnerPlace = (winner: Winner) => At | null;

/** @param names how the tables are called */
export function comparisonPage(
  comparison: Comparison,
  names: { readonly before: string; readonly after: string },
  placeOf: WinnerPlace,
): Block[] {
  const { before, after, differences, requests, routes } = comparison;
  const commands = differences.flatMap(({ request }) => curlOfRequest(request) ?? []);
  return [
    { kind: 'heading', level: 2, text: [titleOf(comparison)] },
    { kind: 'paragraph', text: [verdictWords(comparison)] },
    ...(differences.length > 0
      ? [
          {
            kind: 'table' as const,
            head: ['Before', 'After', 'Requests', 'Why'],
            rows: differences.map((one) => differenceRow(one, placeOf)),
          },
        ]
      : []),
    ...warningBlocks(comparison, names),
    ...(commands.length > 0
      ? [
          {
            kind: 'details' as const,
            summary: ['The requests, to try them'],
            blocks: [{ kind: 'code' as const, language: 'sh' as const, text: commands.join('\n') }],
          },
        ]
      : []),
    {
      kind: 'paragraph',
      text: [
        `Compared: ${names.before} (${routes.before} routes, ${routerName(before)}) with ${names.after} (${routes.after} routes, ${routerName(after)}). ${
          requests > 0 ? `Both routers confirm each difference.` : ''
        }`.trim(),
      ],
    },
  ];
}

/** The same warning of both sides is said once. */
function warningBlocks(
  { warnings }: Comparison,
  names: { readonly before: string; readonly after: string },
): Block[] {
  const lines = new Map<string, string[]>();
  for (const side of ['before', 'after'] as const) {
    for (const { route, message } of warnings[side]) {
      const text = `${route === null ? '' : `\`${route}\`: `}${inOneLine(message)}`;
      lines.set(text, [...(lines.get(text) ?? []), names[side]]);
    }
  }
  if (lines.size === 0) return [];
  const items = [...lines].map(([text, sides]): Inline => [`${[...new Set(sides)].join(', ')}: ${text}`]);
  return [
    { kind: 'paragraph', text: ['A Gateway may not do what is compared here:'] },
    { kind: 'list', items },
  ];
}

const titleOf = ({ verdict, failures }: Comparison): string => {
  if (failures.length > 0) return 'Routes: not compared';
  return {
    equal: 'Routes: no request changes',
    different: 'Routes: requests change',
    'not-decided': 'Routes: not decided',
  }[verdict];
};

const routerName = ({ gateway }: ComparedSide): string =>
  `\`${gateway.flavor}\` ${gateway.version.join('.')}`;

function differenceRow(difference: Difference, placeOf: WinnerPlace): Cell[] {
  const { before, after, reasons } = difference;
  const change = difference.kind === 'outcome' ? outcomeChange(difference) : null;
  return [
    [linked(before, placeOf)],
    [linked(after, placeOf)],
    [[differenceWords(difference)]],
    [
      ...reasons.map((reason): Inline => [inOneLine(reasonWords(reason))]),
      ...(change === null ? [] : [[`Before: ${change[0]}.`], [`After: ${change[1]}.`]]),
    ],
  ];
}

function linked(winner: Winner, placeOf: WinnerPlace): Inline {
  const at = winner.route === null ? null : placeOf(winner);
  return [at ? { at, text: winnerName(winner).replaceAll('`', '') } : winnerName(winner)];
}
