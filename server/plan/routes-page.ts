/** What becomes of the routes, on the page of a plan. */

import type { Verdict } from '../flavors/index.js';
import type { Block, Cell, Inline } from '../pages/index.js';
import {
  matchingChangeWords,
  noteWords,
  orderChangeWords,
  quotedNames,
  refusalWords,
} from '../problems/index.js';
import { append, count } from '../text/index.js';
import { placeText } from './line-places.js';
import { diffOf, heading, link, paragraph } from './plan-blocks.js';
import type {
  Plan,
  PlannedDifference,
  PlannedFile,
  PlannedOrder,
  PlannedRoute,
  PlannedTable,
} from './plan-model.js';

export const verdictNames: Readonly<Record<Verdict, string>> = {
  unchanged: 'unchanged',
  convert: 'to be converted',
  reordered: 'evaluated in a different order',
  different: 'matching different requests',
  inexpressible: 'not expressible',
};

export function routesSection({ tables }: Plan): Block[] {
  if (tables.length === 0) {
    return [paragraph('These files contain no Kong routes. The plan covers only the Gateways.')];
  }
  return tables.flatMap((table) => tableBlocks(table));
}

function tableBlocks({ gateways, files, from, to }: PlannedTable): Block[] {
  const names = files.map(({ file }) => `\`${file}\``).join(', ');
  const readers = gateways.length > 0 ? `, read by ${quotedNames(gateways)}` : '';
  const all = files.flatMap((file) => file.routes);
  const concerned = all.filter(isConcerned);
  const same = all.filter((route) => !isConcerned(route));
  const version = from.version.join('.');
  const after = to.version.join('.');
  return [
    heading(3, [`${names}${readers}`]),
    paragraph(
      `Compared: \`${from.flavor}\` ${version} with \`${to.flavor}\` ${after}${from.calculation === 'strict' ? ', `route_match_calculation` strict' : ''}.`,
    ),
    ...(concerned.length > 0
      ? [
          {
            kind: 'table' as const,
            head: ['Route', 'Verdict', 'Details'],
            rows: concerned.map((route): Cell[] => [
              [[{ at: route.at, text: route.name }], [placeText(route.at)]],
              [[verdictNames[route.verdict]]],
              whatOf(route),
            ]),
          },
        ]
      : []),
    ...rareDifferences(concerned),
    ...files.flatMap(conversions),
    ...(same.length > 0 ? [unchanged(same, concerned.length > 0)] : []),
  ];
}

const isConcerned = ({ verdict, refusedBefore, notWritten }: PlannedRoute): boolean =>
  verdict !== 'unchanged' || refusedBefore.length > 0 || notWritten !== null;

/** The details of a route, whatever its verdict. Rare differences are listed below the table. */
function whatOf(route: PlannedRoute): Cell {
  const { conversion, notWritten, refusals, refusedBefore, order, moreOrder, matching } = route;
  const lines: Inline[] = [];
  if (refusals.length > 0)
    lines.push([`The new router rejects it: ${refusals.map(refusalWords).join('; ')}.`]);
  if (refusedBefore.length > 0)
    lines.push([`Today's router already rejects it: ${refusedBefore.map(refusalWords).join('; ')}.`]);
  if (notWritten !== null) lines.push([`Convert it by hand: ${refusalWords(notWritten)}.`]);
  if (conversion) {
    const to = conversion.to === 'expressions' ? 'an `expression`' : 'traditional fields';
    const notes = conversion.notes.length > 0 ? `: ${conversion.notes.map(noteWords).join('; ')}` : '';
    lines.push([`Becomes ${to} (see below)${notes}.`]);
  }
  append(lines, matching.filter(({ rare }) => !rare).map(differenceLine));
  append(lines, order.filter(({ rare }) => !rare).map(orderLine));
  if (moreOrder > 0) lines.push([`Its order also changes relative to ${count(moreOrder, 'more route')}.`]);
  const rare = rareOf(route).length;
  if (rare > 0) {
    const differences = count(rare, 'difference');
    lines.push([
      lines.length === 0
        ? `Only ${differences} that no ordinary client notices (see below).`
        : `Also ${differences} that no ordinary client notices (see below).`,
    ]);
  }
  return lines;
}

const differenceLine = ({ change, at }: PlannedDifference): Inline => [
  `${matchingChangeWords(change)} (`,
  link(at),
  ').',
];

const orderLine = ({ name, at, was, is, why }: PlannedOrder): Inline => [
  `Relative to \`${name}\` (`,
  link(at),
  `): ${positions[was]} today, ${positions[is]} after the change. ${sentence(orderChangeWords(why))}`,
];

const rareOf = ({ matching, order }: PlannedRoute): Inline[] => [
  ...matching.filter(({ rare }) => rare).map(differenceLine),
  ...order.filter(({ rare }) => rare).map(orderLine),
];

function rareDifferences(routes: readonly PlannedRoute[]): Block[] {
  const items = routes.flatMap((route) =>
    rareOf(route).map((line): Inline => [`\`${route.name}\`: `, ...line]),
  );
  if (items.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: [`${count(items.length, 'difference')} for requests that no ordinary client sends`],
      blocks: [{ kind: 'list', items }],
    },
  ];
}

const positions = {
  first: 'evaluated first',
  second: 'evaluated second',
  undecided: 'not determined by the files',
} as const;

const sentence = (text: string) =>
  text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

function conversions({ routes: all, file }: PlannedFile): Block[] {
  const converted = all.filter(({ conversion }) => conversion);
  if (converted.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: [`${count(converted.length, 'conversion')} in \`${file}\``],
      blocks: converted.flatMap(({ name, at, conversion }): Block[] => [
        paragraph(`\`${name}\` (`, link(at), ')'),
        { kind: 'code', language: 'diff', text: diffOf(conversion!.before, conversion!.after) },
      ]),
    },
  ];
}

/** The largest number of names in a list. */
const mostUnchanged = 200;

function unchanged(same: readonly PlannedRoute[], isRest: boolean): Block {
  const places = same.slice(0, mostUnchanged).map(({ name, at }): Inline => [`\`${name}\` (`, link(at), ')']);
  const more = same.length - places.length;
  if (more > 0) places.push([`and ${count(more, 'more route')}`]);
  return {
    kind: 'details',
    summary: [
      `${unchangedRoutes(same.length, isRest)} as ${same.length === 1 ? 'it is, and matches' : 'they are, and match'} the same requests in the same order`,
    ],
    blocks: [{ kind: 'list', items: places }],
  };
}

function unchangedRoutes(number: number, isRest: boolean): string {
  if (number === 1) return isRest ? '1 route stays' : 'The one route stays';
  if (isRest) return `${number} routes stay`;
  return number === 2 ? 'Both routes stay' : `All ${number} routes stay`;
}
