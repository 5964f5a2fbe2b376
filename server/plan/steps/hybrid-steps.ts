/**
 * Steps for a control plane and its data planes. Each carries the flavor by itself; a data plane judges what it is
 * sent by its own flavor, and keeps its last table where it refuses the new one
 * (Kong/kong `kong/clustering/config_helper.lua`, `update`: `bad config received from control plane`).
 */

import type { DeclaredGateway } from '../../gateways/index.js';
import { append } from '../../text/index.js';
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
  // The side that accepts what the other one still sends changes first.
  if (dataPlanesFirst(from.flavor, to.flavor)) {
    append(steps, dataPlaneStep(input, dataPlanes));
    append(steps, controlPlaneStep(input, controlPlanes));
  } else {
    append(steps, controlPlaneStep(input, controlPlanes));
    append(steps, dataPlaneStep(input, dataPlanes));
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
            `${quotedNames(old.gateways)}: ${old.why}. The control plane logs \`unable to send updated configuration to data plane: … does not support mixed mode route\`, and the data plane keeps its last configuration.`,
          ]
        : []),
    ],
    verify: [dataPlanesInStep],
    meanwhile: 'A data plane may be older than its control plane, but its minor version must never be newer.',
    back: 'Go back to the old image.',
  }));
  const steps = [...(ofControl.length > 0 ? control : []), ...(ofData.length > 0 ? data : [])];
  return isFalling ? steps.reverse() : steps;
}

/** What a data plane last loaded is what it reports (Kong/kong `kong/clustering/data_plane.lua`, `send_ping`). */
const dataPlanesInStep: Verification = {
  text: 'All data planes report the same `config_hash`, and it is not all zeros. A data plane that rejects its configuration keeps the old hash.',
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
          'No file in this folder declares the control plane. Konnect needs no setting: it sends a data plane only what that data plane accepts (P243 to P245). For your own control plane, set the flavor of its data planes by hand.',
        ],
        changes: [],
        commands: [],
        verify: [dataPlanesInStep],
        meanwhile: refusedBetween(from.flavor, to.flavor),
        back: `Set the flavor back to \`${from.flavor}\`.`,
      },
    ];
  }
  const isLast = dataPlanesFirst(from.flavor, to.flavor);
  return [
    flavorStep(input, controlPlanes, {
      title: `Restart the control plane with \`${to.flavor}\``,
      text: [
        to.flavor === 'expressions'
          ? 'Every data plane now accepts `priority`. After the restart the control plane sends each route with its `priority`, and routes with an `expression` can be created.'
          : from.flavor === 'expressions'
            ? "It stops sending `priority`, so that data planes of both flavors accept what it sends. Restart it first, because a data plane that does not run `expressions` rejects every configuration from a control plane that does: `in 'priority': unknown field`."
            : isLast
              ? 'Its own router handles no traffic, but it decides which routes can be created. No data plane uses the `expressions` engine any more, so routes that only `traditional` accepts can now be created.'
              : 'Its own router handles no traffic, but it decides which routes can be created. Restart it first, so that no route can be created that a data plane with the new engine would reject. Such a data plane would reject the whole configuration.',
      ],
      verify: [dataPlanesInStep, ...verifyRoutes(input, true).slice(0, -1)],
      meanwhile: `While it restarts, the data planes keep their current routes.${isLast ? '' : ` ${refusedBetween(from.flavor, to.flavor)}`}`,
      back:
        to.flavor === 'expressions'
          ? `Restart it with \`${from.flavor}\`, before you change any data plane back.`
          : `Restart it with \`${from.flavor}\`, after you have changed the data planes back.`,
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
          ? 'Restart them first: a control plane with the old flavor sends only fields that `expressions` accepts.'
          : 'A data plane that starts with another flavor validates all routes again. If it rejects one route, it keeps the configuration that it has stored.',
      ],
      verify: [dataPlanesInStep, ...verifyRoutes(input, true).slice(-1)],
      meanwhile:
        [
          isFirst ? refusedBetween(from.flavor, to.flavor) : '',
          sensitive > 0
            ? sensitive === 1
              ? 'For one route the answer depends on which data plane a request reaches: old and new data planes order or match it differently.'
              : `For ${sensitive} routes the answer depends on which data plane a request reaches: old and new data planes order or match them differently.`
            : '',
        ]
          .filter(Boolean)
          .join(' ') || null,
      back: isFirst
        ? `Restart them with \`${from.flavor}\`. The control plane must run the old flavor again before that.`
        : `Restart them with \`${from.flavor}\`.`,
    }),
  ];
}

function refusedBetween(from: string, to: string): string {
  if (to === 'expressions') {
    return 'Until the control plane runs the new flavor, no route with an `expression` can be created (`unknown field`). If you changed the control plane first, every data plane with the old flavor would reject its configuration: `priority: unknown field`.';
  }
  if (from === 'expressions') {
    return 'From now on no route with an `expression` can be created (`unknown field`).';
  }
  return to === 'traditional'
    ? 'Until the control plane runs the new flavor, it rejects regexes that only PCRE supports.'
    : 'From now on the control plane rejects regexes that the engine does not support (look-around, backreferences).';
}
