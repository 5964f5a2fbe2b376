/**
 * Steps for a control plane and its data planes. Each carries the flavor by itself; a data plane judges what it is
 * sent by its own flavor, and keeps its last table where it refuses the new one
 * (Kong/kong `kong/clustering/config_helper.lua`, `update`: `bad config received from control plane`).
 */

import type { DeclaredGateway } from '../../gateways/index.js';
import type { Step } from '../plan-model.js';
import { backup, rewriteStored } from './in-place-steps.js';
import {
  changesOf,
  checkStep,
  decideStep,
  flavorStep,
  quotedNames,
  type StepInput,
  sensitiveRoutes,
  type Verification,
  verifyRoutes,
  versionStep,
} from './step-input.js';
import { twoTableSteps } from './two-table-steps.js';

export function hybridSteps(input: StepInput): Step[] {
  const { group, stages, from, to } = input;
  const controlPlanes = group.gateways.filter(({ role }) => role === 'control_plane');
  const dataPlanes = group.gateways.filter(({ role }) => role !== 'control_plane');
  const prepared = [
    ...decideStep(input),
    ...checkStep(input, dataPlanes[0] ?? controlPlanes[0] ?? null),
    ...(controlPlanes.length > 0 ? [backup(input)] : []),
  ];
  const before = stages.version === 'after' ? [] : upgrade(input, controlPlanes, dataPlanes);
  const after = stages.version === 'after' ? upgrade(input, controlPlanes, dataPlanes) : [];
  if (stages.way === 'two-tables') return [...prepared, ...before, ...twoTableSteps(input), ...after];

  if (from.flavor === to.flavor) return [...prepared, ...before, ...after];
  const steps = [...before];
  if (stages.way === 'table-first') steps.push(rewriteStored(input));
  // Who goes first is who takes what the other still sends.
  if (dataPlanesFirst(from.flavor, to.flavor)) {
    steps.push(...dataPlaneStep(input, dataPlanes), ...controlPlaneStep(input, controlPlanes));
  } else {
    steps.push(...controlPlaneStep(input, controlPlanes), ...dataPlaneStep(input, dataPlanes));
  }
  return [...prepared, ...steps, ...after];
}

/**
 * A control plane with `expressions` sends `priority` with every route (it is required and has a default; Kong/kong
 * `kong/db/schema/init.lua`, `adjust_field_for_context`), which a data plane of another flavor does not know. The other
 * way round all fields are known. Between the traditional flavors the stricter one judges first what is written.
 */
function dataPlanesFirst(from: string, to: string): boolean {
  if (to === 'expressions') return true;
  if (from === 'expressions') return false;
  return to === 'traditional';
}

/**
 * A data plane may be older than its control plane, never newer in its minor version
 * (Kong/kong `kong/clustering/compat/init.lua`, `check_kong_version_compatibility`).
 */
function upgrade(
  input: StepInput,
  controlPlanes: readonly DeclaredGateway[],
  dataPlanes: readonly DeclaredGateway[],
): Step[] {
  const ofControl = changesOf(input, 'version', controlPlanes);
  const ofData = changesOf(input, 'version', dataPlanes);
  const isFalling = input.stages.version === 'after';
  const control = versionStep(input, controlPlanes, true).map((step) => ({
    ...step,
    title: `${step.title}: the control plane`,
  }));
  const [old] = ofData.filter(({ why }) => why !== null);
  const data = versionStep(input, dataPlanes, false).map((step) => ({
    ...step,
    title: `${step.title}: the data planes`,
    text: [
      ...step.text,
      ...(old
        ? [
            `${quotedNames(old.gateways)}: ${old.why}. The control plane says in its log \`unable to send updated configuration to data plane: … does not support mixed mode route\`, and the data plane stays with its last table.`,
          ]
        : []),
    ],
    verify: [dataPlanesInStep],
    meanwhile: 'A data plane may be older than its control plane, and never newer in its minor version.',
    back: 'The old image.',
  }));
  const steps = [...(ofControl.length > 0 ? control : []), ...(ofData.length > 0 ? data : [])];
  return isFalling ? steps.reverse() : steps;
}

/** What a data plane last loaded is what it reports (Kong/kong `kong/clustering/data_plane.lua`, `send_ping`). */
const dataPlanesInStep: Verification = {
  text: 'All data planes report the same `config_hash`, and none of them only zeros: one that refuses its configuration stays with the old hash.',
  command:
    "curl -s $ADMIN/clustering/data-planes | jq -r '.data[] | [.hostname, .version, .config_hash] | @tsv'",
};

function controlPlaneStep(input: StepInput, controlPlanes: readonly DeclaredGateway[]): Step[] {
  const { from, to } = input;
  if (controlPlanes.length === 0) {
    return [
      {
        title: `Set the control plane to \`${to.flavor}\``,
        text: [
          'No file here declares the control plane. Where it is Konnect there is nothing to set: it sends a data plane only what that takes (P243 to P245). One of your own gets the flavor of its data planes, by hand.',
        ],
        changes: [],
        commands: [],
        verify: [dataPlanesInStep],
        meanwhile: refusedBetween(from.flavor, to.flavor),
        back: `The flavor \`${from.flavor}\`.`,
      },
    ];
  }
  const isLast = dataPlanesFirst(from.flavor, to.flavor);
  return [
    flavorStep(input, controlPlanes, {
      title: `Restart the control plane with \`${to.flavor}\``,
      text: [
        to.flavor === 'expressions'
          ? 'Now that every data plane takes it: from here on each route is sent with its `priority`, and routes with an `expression` can be written.'
          : from.flavor === 'expressions'
            ? "It stops sending `priority`, so that data planes of either flavor take what it sends. It goes first, because a data plane that does not run `expressions` refuses everything from a control plane that does: `in 'priority': unknown field`."
            : isLast
              ? 'Its own router has no traffic; what it decides is which routes can be written. Now that no data plane judges by the engine any more, those can be written that only `traditional` takes.'
              : 'Its own router has no traffic; what it decides is which routes can be written. It goes first, so that nothing is written any more that a data plane with the engine would refuse, and with it the whole configuration.',
      ],
      verify: [dataPlanesInStep, ...verifyRoutes(input, true).slice(0, -1)],
      meanwhile: `While it restarts the data planes go on with the table that they have.${isLast ? '' : ` ${refusedBetween(from.flavor, to.flavor)}`}`,
      back: `Restart it with \`${from.flavor}\`${to.flavor === 'expressions' ? ', before any data plane goes back' : ', after the data planes went back'}.`,
    }),
  ];
}

function dataPlaneStep(input: StepInput, dataPlanes: readonly DeclaredGateway[]): Step[] {
  if (dataPlanes.length === 0) return [];
  const { from, to } = input;
  const isFirst = dataPlanesFirst(from.flavor, to.flavor);
  const sensitive = sensitiveRoutes(input.tables);
  return [
    flavorStep(input, dataPlanes, {
      title: `Restart the data planes with \`${to.flavor}\`, one after the other`,
      text: [
        to.flavor === 'expressions'
          ? 'They go first: what a control plane of the old flavor sends has only fields that `expressions` knows.'
          : 'A data plane that starts with another flavor judges the whole table anew; one route that it refuses, and it stays with what it had stored.',
      ],
      verify: [dataPlanesInStep, ...verifyRoutes(input, true).slice(-1)],
      meanwhile:
        [
          isFirst ? refusedBetween(from.flavor, to.flavor) : '',
          sensitive > 0
            ? `${sensitive} of the routes ${sensitive === 1 ? 'is' : 'are'} answered by whichever data plane a request reaches: old and new try or match ${sensitive === 1 ? 'it' : 'them'} differently.`
            : '',
        ]
          .filter(Boolean)
          .join(' ') || null,
      back: `Restart them with \`${from.flavor}\`${isFirst ? '; the control plane has to run the old flavor again by then' : ''}.`,
    }),
  ];
}

function refusedBetween(from: string, to: string): string {
  if (to === 'expressions') {
    return 'Until the control plane follows, a route with an `expression` cannot be written (`unknown field`). Were it to go first, every data plane of the old flavor would refuse its configuration: `priority: unknown field`.';
  }
  if (from === 'expressions') {
    return 'From here on a route with an `expression` cannot be written (`unknown field`).';
  }
  return to === 'traditional'
    ? 'Until the control plane follows, it goes on refusing regexes that only PCRE knows.'
    : 'From here on the control plane refuses regexes that the engine does not know (look-around, backreferences).';
}
