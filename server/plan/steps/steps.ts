/** The steps for gateways that belong together, in the order in which they are to be done. */

import type { PartFact, PlanDowntime } from '../../problems/index.js';
import { placeText } from '../line-places.js';
import type { Part, Step } from '../plan-model.js';
import { compareVersions } from '../settings-edits.js';
import { isDbless } from '../topology.js';
import { controllerSteps, operatorSteps, shapeOf } from './controller-steps.js';
import { hybridSteps } from './hybrid-steps.js';
import { databaseSteps, dblessSteps } from './in-place-steps.js';
import {
  checkStep,
  decideStep,
  isGapless,
  routeFiles,
  type StepInput,
  versionStep,
  versionText,
} from './step-input.js';
import { twoTableSteps } from './two-table-steps.js';

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
    about: gateways.length > 0 ? aboutOf(input) : aboutUndeclared(input),
    gateways: names,
    downtime: downtimeKind(input),
    steps: isNothing(input) ? [] : changesFlavor ? stepsOf(input) : versionSteps(input),
    others: [
      ...(isOffered && changesFlavor
        ? [{ about: { code: 'two-tables' as const, args: {} }, steps: twoTableSteps(input) }]
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

function downtimeKind(input: StepInput): PlanDowntime {
  const { group, stages } = input;
  const { kind, gateways } = group;
  const isInPlace = stages.way !== 'two-tables';
  switch (kind) {
    case 'controller': {
      const isOnePerPod = shapeOf(input) === 'one-per-pod' && gateways.every(isDbless);
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
  const args = { from: from.flavor, to: to.flavor, isHybrid: group.kind === 'hybrid' };
  return { about: { code: 'maintenance-window', args }, steps: [] };
}

/** One line for each gateway, then what connects them. */
function aboutOf(input: StepInput): PartFact[] {
  const { group, places, controllers } = input;
  const { gateways } = group;
  return [
    ...gateways.map(
      ({ kind, name, role, flavor, version, place, replicas }): PartFact => ({
        code: 'gateway',
        args: {
          name,
          kind,
          role,
          place: placeText(places.at(place.uri, place.span)),
          flavor: flavor.value,
          isDefault: flavor.place === null,
          version: version.value && (version.text ?? version.value.join('.')),
          replicas,
        },
      }),
    ),
    ...group.why.map((reason): PartFact => ({ code: 'together', args: { reason } })),
    ...(group.kind === 'controller'
      ? [
          {
            code: 'controllers' as const,
            args: {
              shape: shapeOf(input),
              gateways: gateways.length,
              places: controllers.map(({ at }) => placeText(at)),
            },
          },
        ]
      : []),
  ];
}

/** For a part without gateways: what the files show. */
function aboutUndeclared(input: StepInput): PartFact[] {
  const { from, to } = input;
  const change = {
    from: from.flavor,
    fromVersion: versionText(from),
    to: to.flavor,
    toVersion: versionText(to),
  };
  return [
    { code: 'no-gateway', args: { files: routeFiles(input).map(({ file }) => file) } },
    { code: 'change', args: change },
  ];
}
