/** The input of steps, and the steps that several topologies share. */

import type { DeclaredGateway } from '../../gateways/index.js';
import { acceptsTraditionalFields, type Gateway, hasFlavors } from '../../routes/index.js';
import { count, listed } from '../../text/index.js';
import { isTerraform } from '../../workspace/index.js';
import type { Places } from '../line-places.js';
import type { At, PlannedFile, PlannedTable, SettingChange, Step } from '../plan-model.js';
import type { Target } from '../plan-target.js';
import { compareVersions } from '../settings-edits.js';
import type { Stages } from '../stages.js';
import type { Group } from '../topology.js';
import {
  adminFlavorCommand,
  applyCommands,
  checkCommand,
  flavorCommand,
  imageOf,
  parseCommand,
  routeCountCommand,
} from './shell-commands.js';

export interface StepInput {
  readonly group: Group;
  readonly from: Gateway;
  readonly to: Gateway;
  readonly target: Target;
  readonly stages: Stages;
  /** Those that gateways of the group read. */
  readonly tables: readonly PlannedTable[];
  /** Of the gateways of the group. */
  readonly settings: readonly SettingChange[];
  readonly controllers: readonly Controller[];
  /** By the ids of gateways; `null` if it is not a release, or not known. */
  readonly charts: ReadonlyMap<string, Chart | null>;
  readonly places: Places;
}

/** The charts of Kong/charts. */
export type Chart = 'kong/kong' | 'kong/ingress';

/** An ingress controller. */
export interface Controller {
  readonly name: string;
  readonly namespace: string | null;
  readonly kind: string;
  readonly at: At;
  /** In the pods of a gateway, one in each. */
  readonly isInGatewayPods: boolean;
}

export type Verification = Step['verify'][number];

/** `a`, `b` and `c`, each as code. */
export const quotedNames = (names: readonly string[]): string =>
  listed([...new Set(names)].map((name) => `\`${name}\``));

export const versionText = ({ version }: Gateway): string => version.join('.');

const filesOf = (tables: readonly PlannedTable[]): PlannedFile[] => tables.flatMap(({ files }) => files);

export const routeFiles = ({ tables }: StepInput): PlannedFile[] => filesOf(tables);

/** How many routes the Admin API shows: each part of a converted route is one. */
export function routeCount(tables: readonly PlannedTable[], isConverted: boolean): number {
  return filesOf(tables)
    .flatMap(({ routes }) => routes)
    .reduce((sum, { conversion, successors }) => {
      return sum + (isConverted && conversion ? (successors?.length ?? 1) : 1);
    }, 0);
}

/** Routes that another router may answer differently. */
export const sensitiveRoutes = (tables: readonly PlannedTable[]): number =>
  filesOf(tables)
    .flatMap(({ routes }) => routes)
    .filter(({ verdict }) => verdict === 'reordered' || verdict === 'different').length;

/** Routes that need a decision before anything else is done. */
export const openRoutes = (tables: readonly PlannedTable[]): number =>
  filesOf(tables)
    .flatMap(({ routes }) => routes)
    .filter(({ verdict, notWritten }) => verdict === 'inexpressible' || notWritten !== null).length;

const placesOf = (changes: readonly SettingChange[]): At[] =>
  changes.flatMap(({ at, how }) => (at && how !== 'by-hand' ? [at] : []));

const byHand = (changes: readonly SettingChange[]): string[] =>
  changes
    .filter(({ how }) => how === 'by-hand')
    .map(
      ({ gateways, what, new: wanted, why }) =>
        `By hand for ${quotedNames(gateways)}: set the ${what === 'flavor' ? 'router flavor' : 'version'} to \`${wanted}\`; ${why}.`,
    );

export const changesOf = (
  { settings }: StepInput,
  what: SettingChange['what'],
  gateways: readonly DeclaredGateway[],
): SettingChange[] =>
  settings.filter((change) => change.what === what && gateways.some(({ id }) => change.ids.includes(id)));

/** The step that is about nothing but routes that Kong will refuse. */
export function decideStep({ tables, to }: StepInput): Step[] {
  const open = openRoutes(tables);
  if (open === 0) return [];
  return [
    {
      title: `Rewrite or remove ${count(open, 'route')}`,
      text: [
        open === 1
          ? `One route cannot be converted to a form that \`${to.flavor}\` ${versionText(to)} accepts, or must be converted by hand. The table above shows which route and why. Rewrite or remove it first: if Kong rejects one route, it rejects the whole configuration.`
          : `${open} routes cannot be converted to a form that \`${to.flavor}\` ${versionText(to)} accepts, or must be converted by hand. The table above shows which routes and why. Rewrite or remove them first: if Kong rejects one route, it rejects the whole configuration.`,
      ],
      changes: [],
      commands: [],
      verify: [{ text: 'A new plan lists none of them.', command: null }],
      meanwhile: null,
      back: 'Nothing has changed yet.',
    },
  ];
}

/** Next to the workspace, so that they are not read as files of it. */
export const tablesFolder = '../tables';

/**
 * Asks the new router about the table before anything runs with it: about the files as they are, or about the
 * conversions, which are written next to the workspace for that.
 */
export function checkStep(input: StepInput, gateway: DeclaredGateway | null): Step[] {
  const files = routeFiles(input);
  if (files.length === 0) return [];
  const { from, to, stages, settings } = input;
  const isSame = stages.way === 'same-table';
  const wanted = settings.find(({ what }) => what === 'version')?.new ?? null;
  const image = gateway ? imageOf(gateway, wanted, versionText(to)) : `kong:${versionText(to)}`;
  const folder = `${tablesFolder}/${to.flavor}`;
  const inTables = (file: string) => (isSame ? file : `${folder}/${file}`);
  const dbless = files.filter(({ isDeck, uri }) => !isDeck && !isTerraform(uri));
  const generate = `kong-routes plan . --from ${spelled(from)} --to ${spelled(to)} --write-tables ${tablesFolder}`;
  return [
    {
      title: isSame
        ? `Validate the routes with \`${to.flavor}\``
        : `Write the routes in both forms, and validate the new form with \`${to.flavor}\``,
      text: [
        isSame
          ? 'Both routers accept these files unchanged. This step changes nothing that runs.'
          : `This writes the routes in both forms: unchanged to \`${tablesFolder}/${from.flavor}/\`, converted to \`${folder}/\`. This step changes nothing that runs.`,
      ],
      changes: [],
      commands: [
        ...(isSame ? [] : [generate]),
        checkCommand(isSame ? files.map(({ file }) => file) : [folder], to),
        ...dbless.map(({ file }) => parseCommand(inTables(file), to, image)),
      ],
      verify: [
        { text: '`kong-routes check` reports no errors.', command: null },
        ...(dbless.length > 0 ? [{ text: 'Kong answers `parse successful`.', command: null }] : []),
      ],
      meanwhile: null,
      back: isSame ? 'Nothing has changed yet.' : `Nothing has changed yet. Remove \`${tablesFolder}\`.`,
    },
  ];
}

const spelled = (gateway: Gateway) => `${gateway.flavor}@${versionText(gateway)}`;

/** One after the other. */
export const commandsFor = (
  { places, charts }: StepInput,
  gateways: readonly DeclaredGateway[],
  what: 'settings' | 'routes' = 'settings',
): string[] => [
  ...new Set(
    gateways.flatMap((gateway) => applyCommands(gateway, places, charts.get(gateway.id) ?? null, what)),
  ),
];

/** That a flavor has arrived. */
export function verifyFlavor(
  { places }: StepInput,
  gateways: readonly DeclaredGateway[],
  flavor: string,
): Verification[] {
  const own = gateways.map((gateway) => ({ gateway, command: flavorCommand(gateway, places) }));
  const asked = own.flatMap(({ gateway, command }) =>
    command === null ? [] : [{ text: `\`${gateway.name}\` runs \`${flavor}\`.`, command }],
  );
  const hasAdminApi = gateways.some(({ role }) => role !== 'data_plane');
  return [
    ...(hasAdminApi
      ? [
          {
            text: `The Admin API returns \`${flavor}\` (\`$ADMIN\` is its URL).`,
            command: adminFlavorCommand,
          },
        ]
      : []),
    ...asked,
  ];
}

/** That all routes are there, and none was left out when the router was built. */
export function verifyRoutes({ tables }: StepInput, isConverted: boolean): Verification[] {
  const expected = routeCount(tables, isConverted);
  const leftOut = {
    text: 'The log contains no `could not find expression`, `could not add route` or `expecting a … route`: such a route is stored but matches no requests.',
    command: null,
  };
  if (expected === 0) return [leftOut];
  const more = expected > 1000 ? ' (a page contains 1000; follow `next`)' : '';
  return [
    { text: `The Admin API returns ${count(expected, 'route')}${more}.`, command: routeCountCommand },
    leftOut,
  ];
}

/** Raising or lowering the version, with the flavor as it is. */
export function versionStep(
  input: StepInput,
  gateways: readonly DeclaredGateway[],
  isDatabase: boolean,
): Step[] {
  const changes = changesOf(input, 'version', gateways);
  const { stages, to, from, target } = input;
  // Of a Gateway that no file declares, nothing but the files of its routes is known.
  const isUndeclared = gateways.length === 0 && compareVersions(from.version, to.version) !== 0;
  if (changes.length === 0 && !isUndeclared) return [];
  const changing = gateways.filter(({ id }) => changes.some(({ ids }) => ids.includes(id)));
  const isBefore = stages.version !== 'after';
  const flavor = isBefore ? from.flavor : to.flavor;
  const wanted = target.versionText ?? changes[0]?.new ?? versionText(to);
  const why = !hasFlavors(from.version)
    ? `Gateway ${versionText(from)} has no flavors. In Gateway 3 its router is \`router_flavor = traditional\`: set it together with the new version (\`KONG_ROUTER_FLAVOR=traditional\`), so that only one thing changes at a time. Without this setting Kong runs \`traditional_compatible\`.`
    : from.flavor === to.flavor
      ? `The flavor stays \`${flavor}\`.`
      : isBefore
        ? `The flavor stays \`${flavor}\`, so that only one thing changes at a time.`
        : `The flavor is \`${flavor}\` already.`;
  const mixed =
    to.flavor === 'expressions' &&
    from.flavor !== 'expressions' &&
    !acceptsTraditionalFields({ ...from, flavor: 'expressions' })
      ? ' From 3.7 on `expressions` also accepts traditional fields. The steps below rely on this.'
      : '';
  return [
    {
      title: `${isBefore ? 'Upgrade' : 'Go'} to Gateway ${wanted}`,
      text: [
        `${why}${mixed}`,
        ...upgradePath(from),
        ...(isDatabase
          ? [
              'A new minor version migrates its database: run `kong migrations up` before you start the new nodes, and `kong migrations finish` when no old node runs any more.',
            ]
          : []),
        ...byHand(changes),
      ],
      changes: placesOf(changes),
      commands: [
        ...(isDatabase ? ['kong migrations up'] : []),
        ...commandsFor(input, changing),
        ...(isDatabase ? ['kong migrations finish'] : []),
      ],
      verify: [{ text: `The Admin API returns ${wanted}.`, command: "curl -s $ADMIN/ | jq -r '.version'" }],
      meanwhile: null,
      back: isDatabase
        ? 'Before `kong migrations finish`, go back to the old image. After it, restore the backup of the database.'
        : 'Go back to the old image.',
    },
  ];
}

/** Kong/developer.konghq.com `app/gateway/upgrade/lts-upgrade-28-34.md`, `reference.md`. */
function upgradePath(from: Gateway): string[] {
  if (hasFlavors(from.version)) return [];
  return [
    'Kong recommends upgrading from the LTS version 2.8 to the LTS version 3.4, and from there to 3.10 and 3.14. Upgrade an older 2.x to 2.8 first. With a database, `kong migrations up` rewrites the stored paths as this plan rewrites the paths in the files.',
  ];
}

/** Writing routes in the form of the new flavor while the old one runs. */
export function tableStep(
  input: StepInput,
  commands: readonly string[],
  extra: {
    readonly meanwhile: string | null;
    readonly verify: readonly Verification[];
    readonly back: string;
  },
): Step {
  const { from, tables } = input;
  const files = routeFiles(input);
  const converted = files.flatMap(({ routes }) => routes).filter(({ conversion }) => conversion);
  const changes = files.flatMap(({ routes }) =>
    routes.flatMap(({ conversion, at }) => (conversion ? [at] : [])),
  );
  const router = hasFlavors(from.version) ? "Today's router" : `\`${from.flavor}\` of the new version`;
  return {
    title: `Write the routes in their new form, still under \`${from.flavor}\``,
    text: [
      files.length === 0
        ? `Convert every route with an \`expression\` to traditional fields. \`${from.flavor}\` ${versionText(from)} accepts both.`
        : converted.length === 0
          ? `Rewrite the routes in the table above by hand. ${router} also accepts the new form, so you can test it before anything else changes.`
          : converted.length === 1
            ? `Rewrite 1 route as shown above (\`kong-routes plan … --apply\` writes it). ${router} also accepts the new form, so you can test it before anything else changes.`
            : `Rewrite ${converted.length} routes as shown above (\`kong-routes plan … --apply\` writes them). ${router} also accepts the new form, so you can test it before anything else changes.`,
    ],
    changes: firstOfEach(changes),
    commands,
    verify: [...verifyRoutes({ ...input, tables }, true), ...extra.verify],
    meanwhile: extra.meanwhile,
    back: extra.back,
  };
}

function firstOfEach(places: readonly At[]): At[] {
  const seen = new Set<string>();
  return places.filter(({ uri }) => !seen.has(uri) && seen.add(uri));
}

/** Restarting gateways with the new flavor. */
export function flavorStep(
  input: StepInput,
  gateways: readonly DeclaredGateway[],
  step: Pick<Step, 'title' | 'text' | 'meanwhile' | 'back'> & { readonly verify?: readonly Verification[] },
): Step {
  const changes = changesOf(input, 'flavor', gateways);
  return {
    ...step,
    text: [...step.text, ...byHand(changes)],
    changes: placesOf(changes),
    commands: commandsFor(input, gateways),
    verify: [...verifyFlavor(input, gateways, input.to.flavor), ...(step.verify ?? [])],
  };
}

/** What clients see while gateways of a group are restarted. */
export function whileRestarting({ tables, group }: StepInput): string {
  const sensitive = sensitiveRoutes(tables);
  if (!isGapless(group)) {
    return 'Requests fail while Kong restarts.';
  }
  if (sensitive === 0) return 'Either router answers requests, and both answer them the same way.';
  return sensitive === 1
    ? 'Either router answers requests. For the route that is evaluated in a different order or matches different requests, the answer depends on which replica a request reaches. Keep this phase short.'
    : `Either router answers requests. For the ${sensitive} routes that are evaluated in a different order or match different requests, the answer depends on which replica a request reaches. Keep this phase short.`;
}

/** Whether some process goes on serving while another one restarts: a rolling update starts the new one first. */
export const isGapless = ({ gateways, serveTogether }: Group): boolean =>
  gateways.length > 0 &&
  (gateways.every(({ rollout }) => rollout === 'rolling') || (serveTogether && gateways.length > 1));
