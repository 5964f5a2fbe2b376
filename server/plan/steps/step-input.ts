/** The input of steps, and the steps that several topologies share. */

import type { DeclaredGateway } from '../../gateways/index.js';
import { type ByHand, type PlanCheck, type PlanStep, tablesFolder } from '../../problems/index.js';
import { acceptsTraditionalFields, type Gateway, hasFlavors, type RouterFlavor } from '../../routes/index.js';
import { isTerraform } from '../../workspace/index.js';
import type { Places } from '../line-places.js';
import type { At, Check, PlannedFile, PlannedTable, SettingChange, Step } from '../plan-model.js';
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

/** A step without edits, commands and checks, unless `more` has some. */
export const stepOf = (about: PlanStep, more: Partial<Omit<Step, 'about'>> = {}): Step => ({
  about,
  changes: [],
  byHand: [],
  commands: [],
  verify: [],
  ...more,
});

export const check = (about: PlanCheck, command: string | null = null): Check => ({ about, command });

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

const byHand = (changes: readonly SettingChange[]): ByHand[] =>
  changes.flatMap(({ how, gateways, what, new: wanted, why }) =>
    how === 'by-hand' && why !== null ? [{ gateways, what, wanted, why }] : [],
  );

export const changesOf = (
  { settings }: StepInput,
  what: SettingChange['what'],
  gateways: readonly DeclaredGateway[],
): SettingChange[] =>
  settings.filter((change) => change.what === what && gateways.some(({ id }) => change.ids.includes(id)));

/** Routes that Kong will reject have to be rewritten before anything else. */
export function decideStep({ tables, to }: StepInput): Step[] {
  const routes = openRoutes(tables);
  if (routes === 0) return [];
  const args = { routes, to: to.flavor, version: versionText(to) };
  return [
    stepOf({ code: 'rewrite-rejected-routes', args }, { verify: [check({ code: 'none-listed', args: {} })] }),
  ];
}

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
  const form = isSame ? 'same' : 'both';
  return [
    stepOf(
      { code: 'validate-routes', args: { from: from.flavor, to: to.flavor, form } },
      {
        commands: [
          ...(isSame ? [] : [generate]),
          checkCommand(isSame ? files.map(({ file }) => file) : [folder], to),
          ...dbless.map(({ file }) => parseCommand(inTables(file), to, image)),
        ],
        verify: [
          check({ code: 'no-errors', args: {} }),
          ...(dbless.length > 0 ? [check({ code: 'parse-successful', args: {} })] : []),
        ],
      },
    ),
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

/** Checks that gateways run a flavor. */
export function verifyFlavor(
  { places }: StepInput,
  gateways: readonly DeclaredGateway[],
  flavor: RouterFlavor,
): Check[] {
  const hasAdminApi = gateways.some(({ role }) => role !== 'data_plane');
  return [
    ...(hasAdminApi ? [check({ code: 'admin-api-returns', args: { flavor } }, adminFlavorCommand)] : []),
    ...gateways.flatMap((gateway) => {
      const command = flavorCommand(gateway, places);
      if (command === null) return [];
      return [check({ code: 'gateway-runs', args: { gateway: gateway.name, flavor } }, command)];
    }),
  ];
}

/** Checks that all routes exist, and that the router has all of them. */
export function verifyRoutes({ tables }: StepInput, isConverted: boolean): Check[] {
  const routes = routeCount(tables, isConverted);
  const leftOut = check({ code: 'no-route-left-out', args: {} });
  return routes === 0
    ? [leftOut]
    : [check({ code: 'admin-api-routes', args: { routes } }, routeCountCommand), leftOut];
}

/**
 * Upgrades or downgrades gateways, and keeps the flavor.
 *
 * @param planes if the gateways are only the control plane, or only the data planes
 */
export function versionStep(
  input: StepInput,
  gateways: readonly DeclaredGateway[],
  isDatabase: boolean,
  planes: 'control' | 'data' | null = null,
): Step[] {
  const changes = changesOf(input, 'version', gateways);
  const { stages, to, from, target } = input;
  // Of a Gateway that no file declares, only the files of its routes are known.
  const isUndeclared = gateways.length === 0 && compareVersions(from.version, to.version) !== 0;
  if (changes.length === 0 && !isUndeclared) return [];
  const changing = gateways.filter(({ id }) => changes.some(({ ids }) => ids.includes(id)));
  const wanted = target.versionText ?? changes[0]?.new ?? versionText(to);
  const needed = planes === 'data' ? changes.find(({ why }) => why !== null) : undefined;
  const about: PlanStep = {
    code: 'change-version',
    args: {
      from: from.flavor,
      to: to.flavor,
      wanted,
      fromVersion: versionText(from),
      rises: stages.version !== 'after',
      hasFlavors: hasFlavors(from.version),
      isDatabase,
      needsMixedTables:
        to.flavor === 'expressions' &&
        from.flavor !== 'expressions' &&
        !acceptsTraditionalFields({ ...from, flavor: 'expressions' }),
      planes,
      outdated: needed?.why ? { gateways: needed.gateways, why: needed.why } : null,
    },
  };
  return [
    stepOf(about, {
      changes: placesOf(changes),
      byHand: byHand(changes),
      commands: [
        ...(isDatabase ? ['kong migrations up'] : []),
        ...commandsFor(input, changing),
        ...(isDatabase ? ['kong migrations finish'] : []),
      ],
      verify: [
        check({ code: 'version-returned', args: { version: wanted } }, "curl -s $ADMIN/ | jq -r '.version'"),
      ],
    }),
  ];
}

/** How routes get their new form while the old flavor runs: the common arguments of these steps. */
export function newFormOf(input: StepInput) {
  const { from } = input;
  const files = routeFiles(input);
  const converted = files.flatMap(({ routes }) => routes).filter(({ conversion }) => conversion);
  const router: 'today' | 'new-version' = hasFlavors(from.version) ? 'today' : 'new-version';
  return {
    from: from.flavor,
    version: versionText(from),
    router,
    files: files.length,
    converted: converted.length,
  };
}

/** The first changed place of each file of routes. */
export const conversionPlaces = (input: StepInput): At[] =>
  firstOfEach(
    routeFiles(input).flatMap(({ routes }) =>
      routes.flatMap(({ conversion, at }) => (conversion ? [at] : [])),
    ),
  );

function firstOfEach(places: readonly At[]): At[] {
  const seen = new Set<string>();
  return places.filter(({ uri }) => !seen.has(uri) && seen.add(uri));
}

/** Restarts gateways with the new flavor. */
export function flavorStep(
  input: StepInput,
  gateways: readonly DeclaredGateway[],
  about: PlanStep,
  verify: readonly Check[],
): Step {
  const changes = changesOf(input, 'flavor', gateways);
  return stepOf(about, {
    changes: placesOf(changes),
    byHand: byHand(changes),
    commands: commandsFor(input, gateways),
    verify: [...verifyFlavor(input, gateways, input.to.flavor), ...verify],
  });
}

/** What clients may notice while gateways of the group restart. */
export const restartOf = ({ tables, group }: StepInput) => ({
  isGapless: isGapless(group),
  sensitive: sensitiveRoutes(tables),
});

/** Whether an instance answers while another one restarts: a rolling update starts the new one first. */
export const isGapless = ({ gateways, serveTogether }: Group): boolean =>
  gateways.length > 0 &&
  (gateways.every(({ rollout }) => rollout === 'rolling') || (serveTogether && gateways.length > 1));
