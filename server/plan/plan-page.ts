/** The plan in words, as blocks that can be written in Markdown and in HTML. */

import type { Verdict } from '../flavors/index.js';
import type { Block, Cell, Inline, Piece } from '../pages/index.js';
import { checkWords, quotedNames, settingReasonWords, stepWords } from '../problems/index.js';
import { append, count } from '../text/index.js';
import { placeText } from './line-places.js';
import type {
  At,
  Part,
  Plan,
  PlannedFile,
  PlannedOrder,
  PlannedRoute,
  PlannedTable,
  SettingChange,
  Side,
  Step,
} from './plan-model.js';

export function pageOf(plan: Plan): Block[] {
  const { from, to } = plan;
  return [
    heading(1, [titleOf(plan)]),
    ...summary(plan),
    heading(2, ['Needs a decision']),
    ...decisions(plan),
    heading(2, ['Routes']),
    ...routes(plan),
    heading(2, ['Settings']),
    ...settings(plan),
    ...(plan.affected.length > 0 ? [heading(2, ['Other configuration affected']), ...affected(plan)] : []),
    heading(2, [from.flavor === to.flavor ? 'Steps' : `Steps to \`${to.flavor}\``]),
    ...stepsIntroduction(plan),
    ...plan.parts.flatMap(partBlocks),
  ];
}

export const titleOf = ({ from, to }: Plan): string =>
  `Router flavor: \`${spelled(from)}\` to \`${spelled(to)}\``;

/** With the version where it changes, or is one for all. */
const spelled = ({ flavor, versions }: Side): string =>
  versions.length === 1 ? `${flavor}@${versions[0]}` : flavor;

const heading = (level: 1 | 2 | 3 | 4, text: Inline): Block => ({ kind: 'heading', level, text });
const paragraph = (...text: Inline): Block => ({ kind: 'paragraph', text });
const link = (at: At): Piece => ({ at, text: placeText(at) });

const verdictNames: Readonly<Record<Verdict, string>> = {
  unchanged: 'unchanged',
  convert: 'to be converted',
  reordered: 'evaluated in a different order',
  different: 'matching different requests',
  inexpressible: 'not expressible',
};

function summary({
  from,
  to,
  summary: { routes: total, verdicts, downtime, decisions: open },
}: Plan): Block[] {
  const counts = (Object.keys(verdictNames) as Verdict[])
    .filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${verdicts[verdict]} ${verdictNames[verdict]}`);
  const versions = (side: Side) =>
    side.versions.length > 0 ? `, Gateway ${side.versions.join(' and ')}` : '';
  return [
    {
      kind: 'table',
      head: ['', ''],
      rows: [
        row('From', `\`${from.flavor}\`${versions(from)} (${from.known})`),
        row('To', `\`${to.flavor}\`${versions(to)}`),
        row('Routes', total === 0 ? 'none in these files' : `${total}: ${counts.join(', ')}`),
        row('Downtime', downtime.text),
        row('Needs a decision', open.length === 0 ? 'nothing' : `${count(open.length, 'point')}, below`),
      ],
    },
  ];
}

const row = (head: string, text: string): Cell[] => [[[head]], [[text]]];

function decisions({ summary: { decisions: open } }: Plan): Block[] {
  if (open.length === 0) {
    return [paragraph('Nothing. Applying the edits and the steps of this plan is enough.')];
  }
  return [{ kind: 'list', items: open.map(({ text, at }) => (at ? [link(at), `: ${text}`] : [text])) }];
}

function routes({ tables }: Plan): Block[] {
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
  if (refusals.length > 0) lines.push([`The new router rejects it: ${refusals.join('; ')}.`]);
  if (refusedBefore.length > 0)
    lines.push([`Today's router already rejects it: ${refusedBefore.join('; ')}.`]);
  if (notWritten !== null) lines.push([`Convert it by hand: ${notWritten}.`]);
  if (conversion) {
    const to = conversion.to === 'expressions' ? 'an `expression`' : 'traditional fields';
    const notes = conversion.notes.length > 0 ? `: ${conversion.notes.join('; ')}` : '';
    lines.push([`Becomes ${to} (see below)${notes}.`]);
  }
  for (const { message, at } of matching.filter(({ rare }) => !rare))
    lines.push([`${message} (`, link(at), ').']);
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

const orderLine = ({ name, at, was, is, why }: PlannedOrder): Inline => [
  `Relative to \`${name}\` (`,
  link(at),
  `): ${positions[was]} today, ${positions[is]} after the change. ${sentence(why)}`,
];

const rareOf = ({ matching, order }: PlannedRoute): Inline[] => [
  ...matching.filter(({ rare }) => rare).map(({ message, at }): Inline => [`${message} (`, link(at), ').']),
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

/** Lines that both texts have at the start and at the end appear once. */
export function diffOf(before: string, after: string): string {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++;
  return [
    ...old.slice(0, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end).map((line) => ` ${line}`),
  ].join('\n');
}

/** The largest number of names in a list. */
const mostUnchanged = 200;

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

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

function settings({ settings: all, unread, from, to }: Plan): Block[] {
  if (all.length === 0 && unread.length === 0) {
    const text =
      from.flavor === to.flavor
        ? 'These files need no changes.'
        : 'No file in this folder sets the flavor of a Gateway. Set it where the Gateway is configured (`router_flavor` in kong.conf, `KONG_ROUTER_FLAVOR` in the environment).';
    return [paragraph(text)];
  }
  return [
    ...(all.length > 0
      ? [
          {
            kind: 'table' as const,
            head: ['Place', 'Gateway', 'Setting', 'Today', 'After the change'],
            rows: all.map(settingRow),
          },
        ]
      : []),
    ...all.filter(({ how }) => how === 'insert').map(insertion),
    ...(unread.length > 0
      ? [
          paragraph('These settings have no effect where they are written. The plan does not change them:'),
          { kind: 'list' as const, items: unread.map(({ at, text }): Inline => [link(at), `: ${text}`]) },
        ]
      : []),
  ];
}

function settingRow({ at, gateways, what, how, old, new: wanted, why }: SettingChange): Cell[] {
  const today = how === 'insert' ? 'not set' : old === null ? 'unknown' : `\`${old}\``;
  const hand = how === 'by-hand' ? 'by hand: ' : '';
  return [
    [at ? [link(at)] : ['–']],
    [[quotedNames(gateways)]],
    [[what === 'flavor' ? 'router flavor' : 'version']],
    [[today]],
    [[`${hand}\`${wanted}\`${why === null ? '' : ` (${settingReasonWords(why)})`}`]],
  ];
}

const insertion = ({ at, lines }: SettingChange): Block => ({
  kind: 'details',
  summary: ['Insertion at ', link(at!)],
  blocks: [{ kind: 'code', language: 'diff', text: diffOf(lines!.before, lines!.after) }],
});

function affected({ affected: all }: Plan): Block[] {
  const known = all.filter(({ needsPerson }) => !needsPerson);
  const asked = all.length - known.length;
  const others =
    asked === 0
      ? ''
      : asked === 1
        ? ' 1 more point needs a decision and is listed above.'
        : ` ${asked} more points need a decision and are listed above.`;
  return [
    paragraph(`Other configuration in this folder behaves differently after the change.${others}`),
    ...(known.length > 0
      ? [{ kind: 'list' as const, items: known.map(({ at, text }): Inline => [link(at), `: ${text}`]) }]
      : []),
  ];
}

/** `--apply` writes all edits at once, but each step needs only its own. */
function stepsIntroduction({ parts }: Plan): Block[] {
  const changing = parts.flatMap(({ steps }) => steps.filter(({ changes }) => changes.length > 0));
  if (changing.length < 2) return [];
  return [
    paragraph(
      'Each step lists the lines that change in it. `--apply` and the button in the editor write all of them at once: commit them, and roll them out to the Gateways step by step.',
    ),
  ];
}

function partBlocks(part: Part): Block[] {
  return [
    heading(3, [part.title]),
    { kind: 'list', items: part.about.map((line): Inline => [line]) },
    ...(part.steps.length > 0
      ? part.steps.flatMap((step, i) => stepBlocks(step, i + 1))
      : [paragraph('Nothing to do: this Gateway already has the wanted settings.')]),
    ...part.others.map(
      ({ title, text, steps }): Block => ({
        kind: 'details',
        summary: [title],
        blocks: [paragraph(text), ...steps.flatMap((step, i) => stepBlocks(step, i + 1))],
      }),
    ),
  ];
}

function stepBlocks({ about, byHand, changes, commands, verify }: Step, number: number): Block[] {
  const { title, text, meanwhile, back } = stepWords(about, byHand);
  return [
    heading(4, [`${number}. ${title}`]),
    ...text.map((line) => paragraph(line)),
    ...(changes.length > 0
      ? [
          paragraph(
            'Changes: ',
            ...changes.flatMap((at, i): Piece[] => (i === 0 ? [link(at)] : [', ', link(at)])),
          ),
        ]
      : []),
    ...(commands.length > 0
      ? [{ kind: 'code' as const, language: 'sh' as const, text: commands.join('\n') }]
      : []),
    ...(verify.length > 0
      ? [
          paragraph('Check:'),
          {
            kind: 'list' as const,
            items: verify.map(
              ({ about: what, command }): Inline => [
                command === null ? checkWords(what) : `${checkWords(what)} \`${command}\``,
              ],
            ),
          },
        ]
      : []),
    ...(meanwhile === null ? [] : [paragraph(`Meanwhile: ${meanwhile}`)]),
    paragraph(`Going back: ${back}`),
  ];
}
