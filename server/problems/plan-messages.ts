/** The sentences of a plan about a flavor change, apart from those of its steps: decisions, downtime, and what it is for. */

import { count } from '../text/index.js';
import { kindWords } from './gateway-kind.js';
import { matchingChangeWords } from './matching-messages.js';
import { messageOf } from './messages.js';
import { affectedWords } from './plan-affected.js';
import type {
  AlternativeArguments,
  DecisionArguments,
  PartFact,
  PartFactArguments,
  PlanAlternative,
  PlanDecision,
  PlanDowntime,
  PlanEdit,
  PlanEditArguments,
  PlanTopology,
  SideSource,
  SideSourceArguments,
  UnreadKey,
} from './plan-finding.js';
import { quotedNames, settingReasonWords } from './plan-step-messages.js';
import { noteWords, refusalWords } from './refusal-messages.js';
import { setReasonWords } from './set-reason.js';
import { fillInId } from './terraform-messages.js';
import { faultMessage } from './text-fault.js';

type Words<Arguments> = { readonly [Code in keyof Arguments]: (args: Arguments[Code]) => string };

export const decisionMessages: Words<DecisionArguments> = {
  'route-not-expressible': ({ route, reasons }) =>
    `Route \`${route}\` cannot be written in a form that the new router accepts: ${reasons.map(refusalWords).join('; ')}`,
  'convert-by-hand': ({ route, reason }) =>
    `Route \`${route}\` must be converted by hand: ${refusalWords(reason)}`,
  'route-matches-differently': ({ route, change }) =>
    `Route \`${route}\` matches different requests: ${matchingChangeWords(change)}`,
  'route-reordered': ({ route, others, more }) =>
    `Route \`${route}\` is evaluated in a different order relative to ${quotedNames(others)}${more > 0 ? ` and ${count(more, 'more route')}` : ''}. Confirm that this is intended.`,
  'set-by-hand': ({ gateways, what, wanted, why }) =>
    `Set the ${what} of ${quotedNames(gateways)} to \`${wanted}\` by hand: ${settingReasonWords(why)}`,
  'flavor-without-effect': (unread) => `A flavor is set where it has no effect: ${unreadKeyWords(unread)}`,
  'file-not-well-formed': ({ format, fault, isTemplate }) =>
    `Not well-formed ${format.toUpperCase()}, and left out of the plan: ${faultMessage(fault)}${isTemplate ? ' (a template? render it first)' : ''}`,
  'routes-not-read': (args) => messageOf({ code: 'routes-not-read', args }),
  'version-unknown': (args) => messageOf({ code: 'gateway-version-unknown', args }),
  'fill-in-id': ({ route }) => fillInId(route),
  affected: ({ about, more }) => affectedWords(about, more),
};

export const sideSourceMessages: Words<SideSourceArguments> = {
  'set-explicitly': () => 'set explicitly',
  'set-at': ({ place }) => place,
  'route-has-expression': ({ file }) => `a route of ${file} has an expression`,
  'kongs-default': () => "Kong's default: no file sets it",
};

const roles: Readonly<Record<PartFactArguments['gateway']['role'], string>> = {
  traditional: '',
  control_plane: 'control plane',
  data_plane: 'data plane',
};

export const partFactMessages: Words<PartFactArguments> = {
  gateway: ({ name, kind, role, place, flavor, isDefault, version, replicas }) => {
    const known = [
      flavor === null ? 'a flavor that no file sets' : `\`${flavor}\`${isDefault ? ' (a default)' : ''}`,
      version === null ? 'a version that no file sets' : `Gateway ${version}`,
      ...(replicas !== null && replicas !== 1 ? [`${replicas} replicas`] : []),
    ];
    return `\`${name}\` (${[kindWords[kind], roles[role], place].filter(Boolean).join(', ')}): ${known.join(', ')}.`;
  },
  together: ({ reason }) => `These Gateways belong together: ${setReasonWords(reason)}.`,
  controllers: ({ shape, gateways, places }) => {
    const which =
      shape === 'one-per-pod'
        ? 'Each pod has its own controller'
        : `One controller configures ${gateways === 1 ? 'it' : 'all of them'}`;
    return `${which}${places.length > 0 ? ` (${places.join(', ')})` : ''}.`;
  },
  'no-gateway': ({ files }) =>
    `No file in this folder declares the Gateway of ${files.length > 0 ? quotedNames(files) : 'these routes'}. The steps say what to do, but not where.`,
  change: ({ from, fromVersion, to, toVersion }) =>
    `From \`${from}\` ${fromVersion} to \`${to}\` ${toVersion}.`,
};

export const alternativeMessages: {
  readonly [Code in keyof AlternativeArguments]: (args: AlternativeArguments[Code]) => {
    readonly title: string;
    readonly text: string;
  };
} = {
  'two-tables': () => ({
    title: 'Without downtime, and with a way back at every step: two sets of routes',
    text: 'Start new replicas with the new flavor and its routes next to the old ones. Shift the traffic when you have checked that they route requests the same way.',
  }),
  'maintenance-window': ({ from, to, isHybrid }) => ({
    title: 'With a maintenance window instead',
    text: `Save \`deck gateway dump -o ../before.yaml\` and a backup of the database. Stop ${isHybrid ? 'the control plane and the data planes' : 'all nodes'}, set \`${to}\`, start ${isHybrid ? 'the control plane' : 'one node'}, run \`deck gateway sync\` with the new routes, and start the others. Until the sync has finished, every request fails or is answered with 404: the routes that are stored for \`${from}\` match nothing under \`${to}\` (\`expecting … route while it's not\` in the log). To go back, do the same with \`${from}\` and the backup of the database.`,
  }),
};

const topologyNames: Readonly<Record<PlanTopology, string>> = {
  dbless: 'DB-less',
  database: 'With a database',
  hybrid: 'Control plane and data planes',
  controller: 'Behind an ingress controller',
  operator: 'Managed by the Kong Operator',
  unknown: 'A Gateway that no file declares',
};

export const partTitle = (topology: PlanTopology, gateways: readonly string[]): string =>
  gateways.length === 0
    ? topologyNames[topology]
    : `${topologyNames[topology]}: ${gateways.map((name) => `\`${name}\``).join(', ')}`;

export const downtimeMessages: Readonly<Record<PlanDowntime, string>> = {
  none: 'None: some instance answers requests at every step.',
  restart:
    'Requests fail while Kong restarts. There is no downtime if you start new replicas next to the old ones.',
  'two-tables':
    'None if you start new Gateways next to the old ones, each with its own routes, as the steps describe. An in-place change would cause downtime or a rollout that never finishes, because neither router accepts the routes of the other.',
};

/** What an edit of a plan is, for a list in which each edit is confirmed. */
export interface PlanEditWords {
  readonly label: string;
  readonly description: string | null;
}

export const editMessages: {
  readonly [Code in keyof PlanEditArguments]: (args: PlanEditArguments[Code]) => PlanEditWords;
} = {
  format: () => ({ label: 'Format of the file', description: 'becomes 3.0, as decK requires' }),
  route: ({ route, to, notes }) => ({
    label: `Route ${route}`,
    description: [
      to === 'expressions' ? 'becomes an expression' : 'becomes traditional fields',
      ...notes.map(noteWords),
    ].join('; '),
  }),
  reference: ({ route }) => ({ label: `Reference to ${route}`, description: null }),
  setting: ({ what, gateways, old, wanted }) => ({
    label: `${what === 'flavor' ? 'Router flavor' : 'Version'} of ${gateways.join(', ')}`,
    description: `${old ?? 'not set'} → ${wanted}`,
  }),
};

export const unreadKeyWords = ({ key, chart, reads }: UnreadKey): string =>
  `\`${key}\` has no effect: ${chart === null ? 'Kong' : `chart \`${chart}\``} reads \`${reads}\``;

export const decisionWords = ({ code, args }: PlanDecision): string =>
  (decisionMessages[code] as (args: unknown) => string)(args);

export const sideSourceWords = ({ code, args }: SideSource): string =>
  (sideSourceMessages[code] as (args: unknown) => string)(args);

export const partFactWords = ({ code, args }: PartFact): string =>
  (partFactMessages[code] as (args: unknown) => string)(args);

export const alternativeWords = ({ code, args }: PlanAlternative): { title: string; text: string } =>
  (alternativeMessages[code] as (args: unknown) => { title: string; text: string })(args);

export const planEditWords = ({ code, args }: PlanEdit): PlanEditWords =>
  (editMessages[code] as (args: unknown) => PlanEditWords)(args);
