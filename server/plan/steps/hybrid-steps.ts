/**
 * Steps for a control plane and its data planes. Each has its own flavor. A data plane validates what it receives for its own
 * flavor, and keeps its last table if it rejects the new one
 * (Kong/kong `kong/clustering/config_helper.lua`, `update`: `bad config received from control plane`).
 */

import type { DeclaredGateway } from '../../gateways/index.js';
import { append } from '../../text/index.js';
import type { Check, Step } from '../plan-model.js';
import { backup, rewriteStored } from './in-place-steps.js';
import {
  changesOf,
  check,
  checkStep,
  decideStep,
  flavorStep,
  type StepInput,
  sensitiveRoutes,
  stepOf,
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
 * way round all fields are known. Between the traditional flavors the stricter one judges new routes first.
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
  const control = versionStep(input, controlPlanes, true, 'control');
  const data = versionStep(input, dataPlanes, false, 'data').map((step) => ({
    ...step,
    verify: [dataPlanesInStep],
  }));
  const steps = [...(ofControl.length > 0 ? control : []), ...(ofData.length > 0 ? data : [])];
  return isFalling ? steps.reverse() : steps;
}

/** What a data plane last loaded is what it reports (Kong/kong `kong/clustering/data_plane.lua`, `send_ping`). */
const dataPlanesInStep: Check = check(
  { code: 'data-planes-agree', args: {} },
  "curl -s $ADMIN/clustering/data-planes | jq -r '.data[] | [.hostname, .version, .config_hash] | @tsv'",
);

function controlPlaneStep(input: StepInput, controlPlanes: readonly DeclaredGateway[]): Step[] {
  const change = { from: input.from.flavor, to: input.to.flavor };
  if (controlPlanes.length === 0) {
    return [stepOf({ code: 'set-control-plane', args: change }, { verify: [dataPlanesInStep] })];
  }
  const isLast = dataPlanesFirst(change.from, change.to);
  return [
    flavorStep(input, controlPlanes, { code: 'restart-control-plane', args: { ...change, isLast } }, [
      dataPlanesInStep,
      ...verifyRoutes(input, true).slice(0, -1),
    ]),
  ];
}

function dataPlaneStep(input: StepInput, dataPlanes: readonly DeclaredGateway[]): Step[] {
  if (dataPlanes.length === 0) return [];
  const change = { from: input.from.flavor, to: input.to.flavor };
  const isFirst = dataPlanesFirst(change.from, change.to);
  const args = { ...change, isFirst, sensitive: sensitiveRoutes(input.tables) };
  return [
    flavorStep(input, dataPlanes, { code: 'restart-data-planes', args }, [
      dataPlanesInStep,
      ...verifyRoutes(input, true).slice(-1),
    ]),
  ];
}
