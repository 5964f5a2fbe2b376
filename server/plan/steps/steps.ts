/** The steps for gateways that belong together, in the order in which they are to be done. */

import { type DeclaredGateway, kindWords } from '../../gateways/index.js';
import { placeText } from '../line-places.js';
import type { Part, Step, TopologyKind } from '../plan-model.js';
import { compareVersions } from '../settings-edits.js';
import { isDbless } from '../topology.js';
import { controllerSteps, operatorSteps, shapeOf } from './controller-steps.js';
import { hybridSteps } from './hybrid-steps.js';
import { databaseSteps, dblessSteps, genericAbout } from './in-place-steps.js';
import { checkStep, decideStep, isGapless, type StepInput, versionStep } from './step-input.js';
import { twoTableSteps } from './two-table-steps.js';

const titles: Readonly<Record<TopologyKind, string>> = {
  dbless: 'DB-less',
  database: 'With a database',
  hybrid: 'Control plane and data planes',
  controller: 'Behind an ingress controller',
  operator: 'Managed by the Kong Operator',
  unknown: 'A Gateway that no file declares',
};

export function partOf(input: StepInput): Part {
  const { group, stages } = input;
  const { kind, gateways } = group;
  const names = [...new Set(gateways.map(({ name }) => name))];
  const isTwoTables = stages.way === 'two-tables';
  const isControlled = kind === 'controller' || kind === 'operator';
  const isOffered = !isControlled && !(isTwoTables && !(kind === 'dbless' && !isGapless(group)));
  const changesFlavor = input.from.flavor !== input.to.flavor;
  return {
    topology: kind,
    title:
      names.length > 0 ? `${titles[kind]}: ${names.map((name) => `\`${name}\``).join(', ')}` : titles[kind],
    about: gateways.length > 0 ? aboutOf(input) : genericAbout(input),
    gateways: names,
    downtime: downtimeKind(input),
    steps: isNothing(input) ? [] : changesFlavor ? stepsOf(input) : versionSteps(input),
    others: [
      ...(isOffered && changesFlavor
        ? [
            {
              title: 'Without downtime, and with a way back at every step: two sets of routes',
              text: 'Start new replicas with the new flavor and its routes next to the old ones. Shift the traffic when you have checked that they route requests the same way.',
              steps: twoTableSteps(input),
            },
          ]
        : []),
      ...(isTwoTables && (kind === 'database' || kind === 'hybrid') ? [window(input)] : []),
    ],
  };
}

/** Everything is as it shall be already. */
const isNothing = ({ from, to, settings, tables }: StepInput): boolean =>
  from.flavor === to.flavor &&
  settings.length === 0 &&
  tables.every(({ from: before, to: after }) => compareVersions(before.version, after.version) === 0);

/** Another version, and the flavor stays. */
function versionSteps(input: StepInput): Step[] {
  const { group } = input;
  if (group.kind === 'hybrid') return hybridSteps(input);
  const isDatabase =
    group.kind === 'database' || (group.kind === 'controller' && !group.gateways.every(isDbless));
  return [
    ...decideStep(input),
    ...checkStep(input, group.gateways[0] ?? null),
    ...versionStep(input, group.gateways, isDatabase),
  ];
}

function downtimeKind(input: StepInput): Part['downtime'] {
  const { group, stages } = input;
  const { kind, gateways } = group;
  const isInPlace = stages.way !== 'two-tables';
  switch (kind) {
    case 'controller': {
      const isOnePerPod = shapeOf(input) === 'beside-each' && gateways.every(isDbless);
      if (isOnePerPod || stages.way === 'same-table') return isGapless(group) ? 'none' : 'restart';
      return 'two-tables';
    }
    case 'operator':
      return stages.way === 'same-table' ? 'none' : 'two-tables';
    case 'hybrid': {
      const dataPlanes = gateways.filter(({ role }) => role !== 'control_plane');
      if (!isInPlace) return 'two-tables';
      return dataPlanes.length !== 1 || dataPlanes[0]!.rollout === 'rolling' ? 'none' : 'restart';
    }
    case 'dbless':
      if (!isInPlace && isGapless(group)) return 'two-tables';
      return isGapless(group) ? 'none' : 'restart';
    default:
      if (!isInPlace) return 'two-tables';
      return isGapless(group) && gateways.length > 0 ? 'none' : 'restart';
  }
}

function stepsOf(input: StepInput): Step[] {
  switch (input.group.kind) {
    case 'dbless':
      return dblessSteps(input);
    case 'database':
      return databaseSteps(input);
    case 'hybrid':
      return hybridSteps(input);
    case 'controller':
      return controllerSteps(input);
    case 'operator':
      return operatorSteps(input);
    case 'unknown':
      return input.tables.some(({ files }) => files.some(({ isDeck }) => isDeck))
        ? databaseSteps(input)
        : dblessSteps(input);
  }
}

/**
 * Below 3.7 a node of the new flavor has no expression, or no fields, for what is stored
 * (Kong/kong 3.6 `kong/router/expressions.lua`: `expecting an expression route while it's not`).
 */
function window({ from, to, group }: StepInput): Part['others'][number] {
  const isHybrid = group.kind === 'hybrid';
  const planes = isHybrid ? 'the control plane and the data planes' : 'all nodes';
  return {
    title: 'With a maintenance window instead',
    text: `Save \`deck gateway dump -o ../before.yaml\` and a backup of the database. Stop ${planes}, set \`${to.flavor}\`, start ${isHybrid ? 'the control plane' : 'one node'}, run \`deck gateway sync\` with the new routes, and start the others. Until the sync has finished, every request fails or is answered with 404: the routes that are stored for \`${from.flavor}\` match nothing under \`${to.flavor}\` (\`expecting … route while it's not\` in the log). To go back, do the same with \`${from.flavor}\` and the backup of the database.`,
    steps: [],
  };
}

const roles: Readonly<Record<DeclaredGateway['role'], string>> = {
  traditional: '',
  control_plane: 'control plane',
  data_plane: 'data plane',
};

/** One line a gateway: what it is, and what it runs with. */
function aboutOf(input: StepInput): string[] {
  const { group, places, controllers } = input;
  const lines = group.gateways.map((gateway) => {
    const { kind, name, role, flavor, version, place, replicas } = gateway;
    const known = [
      flavor.value
        ? `\`${flavor.value}\`${flavor.place ? '' : ' (a default)'}`
        : 'a flavor that no file sets',
      version.value ? `Gateway ${version.text ?? version.value.join('.')}` : 'a version that no file sets',
      ...(replicas !== null && replicas !== 1 ? [`${replicas} replicas`] : []),
    ];
    const at = placeText(places.at(place.uri, place.span));
    return `\`${name}\` (${[kindWords[kind], roles[role], at].filter(Boolean).join(', ')}): ${known.join(', ')}.`;
  });
  const isByController = group.kind === 'controller';
  const shape =
    shapeOf(input) === 'beside-each'
      ? 'Each pod has its own controller'
      : `One controller configures ${group.gateways.length === 1 ? 'it' : 'all of them'}`;
  return [
    ...lines,
    ...group.why.map((why) => `These Gateways belong together: ${why}.`),
    ...(isByController
      ? [
          `${shape}${controllers.length > 0 ? ` (${controllers.map(({ at }) => placeText(at)).join(', ')})` : ''}.`,
        ]
      : []),
  ];
}
