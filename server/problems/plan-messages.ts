/** The sentences of a plan about a flavor change, apart from those of its steps: decisions, downtime, and what it is for. */

import type { RouterFlavor } from '../protocol/index.js';
import { count } from '../text/index.js';
import type { ByHand } from './plan-step.js';
import { quotedNames, settingReasonWords } from './plan-step-messages.js';
import { type SetReason, setReasonWords } from './set-reason.js';
import type { TextFault } from './syntax-fault.js';
import { unknownWords } from './terraform-messages.js';
import { faultMessage } from './text-fault.js';

type None = Record<never, never>;
type Words<Arguments> = { readonly [Code in keyof Arguments]: (args: Arguments[Code]) => string };
type Coded<Arguments> = {
  [Code in keyof Arguments]: { readonly code: Code; readonly args: Readonly<Arguments[Code]> };
}[keyof Arguments];

/** What a plan cannot decide by itself. */
export interface DecisionArguments {
  'route-not-expressible': { route: string; reasons: readonly string[] };
  'convert-by-hand': { route: string; reason: string };
  'route-matches-differently': { route: string; change: string };
  /** `more` routes than the named ones. */
  'route-reordered': { route: string; others: readonly string[]; more: number };
  'set-by-hand': ByHand;
  'flavor-without-effect': { unread: string };
  'file-not-well-formed': { format: string; fault: TextFault; isTemplate: boolean };
}

/** How the flavor of a side is known. Places are texts such as `compose.yaml:12`. */
export interface SideSourceArguments {
  'set-explicitly': None;
  'set-at': { place: string };
  'route-has-expression': { file: string };
  'kongs-default': None;
}

/** What a part of the plan is based on. */
export interface PartFactArguments {
  gateway: {
    name: string;
    kind: string;
    role: 'traditional' | 'control_plane' | 'data_plane';
    place: string;
    flavor: string | null;
    isDefault: boolean;
    version: string | null;
    replicas: number | null;
  };
  together: { reason: SetReason };
  controllers: { shape: 'one-per-pod' | 'one-for-all'; gateways: number; places: readonly string[] };
  'no-gateway': { files: readonly string[] };
  change: { from: RouterFlavor; fromVersion: string; to: RouterFlavor; toVersion: string };
}

/** Another way than that of the steps. */
export interface AlternativeArguments {
  'two-tables': None;
  'maintenance-window': { from: RouterFlavor; to: RouterFlavor; isHybrid: boolean };
}

export type PlanTopology = 'dbless' | 'database' | 'hybrid' | 'controller' | 'operator' | 'unknown';

export const decisionMessages: Words<DecisionArguments> = {
  'route-not-expressible': ({ route, reasons }) =>
    `Route \`${route}\` cannot be written in a form that the new router accepts: ${reasons.join('; ')}`,
  'convert-by-hand': ({ route, reason }) => `Route \`${route}\` must be converted by hand: ${reason}`,
  'route-matches-differently': ({ route, change }) =>
    `Route \`${route}\` matches different requests: ${change}`,
  'route-reordered': ({ route, others, more }) =>
    `Route \`${route}\` is evaluated in a different order relative to ${quotedNames(others)}${more > 0 ? ` and ${count(more, 'more route')}` : ''}. Confirm that this is intended.`,
  'set-by-hand': ({ gateways, what, wanted, why }) =>
    `Set the ${what} of ${quotedNames(gateways)} to \`${wanted}\` by hand: ${settingReasonWords(why)}`,
  'flavor-without-effect': ({ unread }) => `A flavor is set where it has no effect: ${unread}`,
  'file-not-well-formed': ({ format, fault, isTemplate }) =>
    `Not well-formed ${format.toUpperCase()}, and left out of the plan: ${faultMessage(fault)}${isTemplate ? ' (a template? render it first)' : ''}`,
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
    return `\`${name}\` (${[kind, roles[role], place].filter(Boolean).join(', ')}): ${known.join(', ')}.`;
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

export const downtimeMessages = {
  none: 'None: some instance answers requests at every step.',
  restart:
    'Requests fail while Kong restarts. There is no downtime if you start new replicas next to the old ones.',
  'two-tables':
    'None if you start new Gateways next to the old ones, each with its own routes, as the steps describe. An in-place change would cause downtime or a rollout that never finishes, because neither router accepts the routes of the other.',
} as const;

/** What an edit of the plan is, for a list in which each edit is confirmed. */
export const planEditWords = {
  format: { label: 'Format of the file', description: 'becomes 3.0, as decK requires' },
  becomes: { expressions: 'becomes an expression', traditional: 'becomes traditional fields' },
  route: (name: string): string => `Route ${name}`,
  reference: (name: string): string => `Reference to ${name}`,
  setting: (what: 'flavor' | 'version', gateways: readonly string[]): string =>
    `${what === 'flavor' ? 'Router flavor' : 'Version'} of ${gateways.join(', ')}`,
  change: (old: string | null, wanted: string): string => `${old ?? 'not set'} → ${wanted}`,
} as const;

/** A route of Terraform with fields that are not known. */
export const notComparedWords = (fields: Parameters<typeof unknownWords>[0]): string =>
  `${unknownWords(fields)} It is not compared here, and not converted.`;

/** A key of a chart's values that the chart does not read. */
export const unreadKeyWords = (key: string, chart: string, reads: string): string =>
  `\`${key}\` has no effect: chart \`${chart}\` reads \`${reads}\``;

export const decisionWords = ({ code, args }: Coded<DecisionArguments>): string =>
  (decisionMessages[code] as (args: unknown) => string)(args);

export const sideSourceWords = ({ code, args }: Coded<SideSourceArguments>): string =>
  (sideSourceMessages[code] as (args: unknown) => string)(args);

export const partFactWords = ({ code, args }: Coded<PartFactArguments>): string =>
  (partFactMessages[code] as (args: unknown) => string)(args);

export const alternativeWords = ({ code, args }: Coded<AlternativeArguments>) =>
  (alternativeMessages[code] as (args: unknown) => { title: string; text: string })(args);
