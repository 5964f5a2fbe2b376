/** The plan in words, as blocks that can be written in Markdown and in HTML. */

import type { Verdict } from '../flavors/index.js';
import type { Block, Cell, Inline } from '../pages/index.js';
import {
  affectedWords,
  decisionWords,
  downtimeMessages,
  quotedNames,
  settingReasonWords,
  sideSourceWords,
  unreadKeyWords,
} from '../problems/index.js';
import { count } from '../text/index.js';
import { diffOf, heading, link, paragraph } from './plan-blocks.js';
import type { Plan, SettingChange, Side } from './plan-model.js';
import { routesSection, verdictNames } from './routes-page.js';
import { stepsSection } from './steps-page.js';

export function pageOf(plan: Plan): Block[] {
  const { from, to } = plan;
  return [
    heading(1, [titleOf(plan)]),
    ...summary(plan),
    heading(2, ['Needs a decision']),
    ...decisions(plan),
    heading(2, ['Routes']),
    ...routesSection(plan),
    heading(2, ['Settings']),
    ...settings(plan),
    ...(plan.affected.length > 0 ? [heading(2, ['Other configuration affected']), ...affected(plan)] : []),
    heading(2, [from.flavor === to.flavor ? 'Steps' : `Steps to \`${to.flavor}\``]),
    ...stepsSection(plan),
  ];
}

export const titleOf = ({ from, to }: Plan): string =>
  `Router flavor: \`${spelled(from)}\` to \`${spelled(to)}\``;

/** With the version where it changes, or is one for all. */
const spelled = ({ flavor, versions }: Side): string =>
  versions.length === 1 ? `${flavor}@${versions[0]}` : flavor;

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
        row('From', `\`${from.flavor}\`${versions(from)} (${sideSourceWords(from.known)})`),
        row('To', `\`${to.flavor}\`${versions(to)}`),
        row('Routes', total === 0 ? 'none in these files' : `${total}: ${counts.join(', ')}`),
        row('Downtime', downtimeMessages[downtime]),
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
  const items = open.map(({ about, at }): Inline => {
    const text = decisionWords(about);
    return at ? [link(at), `: ${text}`] : [text];
  });
  return [{ kind: 'list', items }];
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
          {
            kind: 'list' as const,
            items: unread.map(({ at, ...key }): Inline => [link(at), `: ${unreadKeyWords(key)}`]),
          },
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
      ? [
          {
            kind: 'list' as const,
            items: known.map(({ at, about, more }): Inline => [link(at), `: ${affectedWords(about, more)}`]),
          },
        ]
      : []),
  ];
}
