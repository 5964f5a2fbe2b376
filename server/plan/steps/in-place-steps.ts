/** Steps for gateways that are both planes: DB-less ones, and ones on a database. */

import type { DeclaredGateway } from '../../gateways/index.js';
import { shellWord } from '../../text/index.js';
import type { Step } from '../plan-model.js';
import {
  check,
  checkStep,
  commandsFor,
  conversionPlaces,
  decideStep,
  flavorStep,
  isGapless,
  newFormOf,
  restartOf,
  routeCount,
  routeFiles,
  type StepInput,
  stepOf,
  verifyRoutes,
  versionStep,
} from './step-input.js';
import { twoTableSteps } from './two-table-steps.js';

/** A node reads its table when it starts, and refuses to start with one that its router does not accept. */
export function dblessSteps(input: StepInput): Step[] {
  const { group, stages } = input;
  const { gateways } = group;
  const prepared = [...decideStep(input), ...checkStep(input, gateways[0] ?? null)];
  const before = stages.version === 'before' ? versionStep(input, gateways, false) : [];
  const after = stages.version === 'after' ? versionStep(input, gateways, false) : [];
  switch (stages.way) {
    case 'same-table':
      return [...prepared, ...before, changeFlavor(input), ...after];
    case 'table-first':
      return [...prepared, ...before, rewriteDbless(input), changeFlavor(input), ...after];
    case 'two-tables':
      if (isGapless(group)) return [...prepared, ...before, ...twoTableSteps(input), ...after];
      return [...prepared, ...before, changeBoth(input), ...after];
  }
}

function changeFlavor(input: StepInput): Step {
  const { group, from, to } = input;
  const args = { from: from.flavor, to: to.flavor, ...restartOf(input) };
  return flavorStep(input, group.gateways, { code: 'change-flavor', args }, verifyRoutes(input, true));
}

function rewriteDbless(input: StepInput): Step {
  const { group } = input;
  return stepOf(
    { code: 'rewrite-files', args: { ...newFormOf(input), isGapless: isGapless(group) } },
    {
      changes: conversionPlaces(input),
      commands: commandsFor(input, group.gateways, 'routes'),
      verify: verifyRoutes(input, true),
    },
  );
}

/** Without a database a node changes its table and its flavor in the same moment: when it starts. */
function changeBoth(input: StepInput): Step {
  const { group, from, to } = input;
  const args = { from: from.flavor, to: to.flavor };
  const about = { code: 'change-routes-and-flavor', args } as const;
  const step = flavorStep(input, group.gateways, about, verifyRoutes(input, true));
  return { ...step, changes: [...conversionPlaces(input), ...step.changes] };
}

export function databaseSteps(input: StepInput): Step[] {
  const { group, stages } = input;
  const { gateways } = group;
  const prepared = [...decideStep(input), ...checkStep(input, gateways[0] ?? null), backup(input)];
  const before = stages.version === 'before' ? versionStep(input, gateways, true) : [];
  const after = stages.version === 'after' ? versionStep(input, gateways, true) : [];
  switch (stages.way) {
    case 'same-table':
      return [...prepared, ...before, restartNodes(input, gateways), ...after];
    case 'table-first':
      return [...prepared, ...before, rewriteStored(input), restartNodes(input, gateways), ...after];
    case 'two-tables':
      return [...prepared, ...before, ...twoTableSteps(input), ...after];
  }
}

/** One command for each workspace: decK syncs the files of one workspace at a time. */
function deckCommands(input: StepInput, command: string): string[] {
  const files = routeFiles(input);
  if (files.length === 0) return [`deck gateway ${command} <files>`];
  const workspaces = [...new Set(files.map(({ workspace }) => workspace))];
  return workspaces.map((workspace) => {
    const own = files.filter((file) => file.workspace === workspace).map(({ file }) => shellWord(file));
    return `deck gateway ${command} ${own.join(' ')}`;
  });
}

export function backup(input: StepInput): Step {
  const routes = routeCount(input.tables, false);
  return stepOf(
    { code: 'save-stored-routes', args: {} },
    {
      commands: [dumpCommand(input), ...deckCommands(input, 'diff')],
      verify: [
        check({ code: 'diff-empty', args: {} }),
        ...(routes === 0 ? [] : [check({ code: 'routes-in-files', args: { routes } })]),
      ],
    },
  );
}

/** Next to the workspace, so that it is not read as one more file of routes. */
const dumpCommand = (input: StepInput): string =>
  routeFiles(input).some(({ workspace }) => workspace !== null)
    ? '(mkdir -p ../before && cd ../before && deck gateway dump --all-workspaces)'
    : 'deck gateway dump -o ../before.yaml';

/**
 * Under 3.7 and later `expressions` has all columns of a route; a node of another flavor neither reads nor writes
 * `expression` and `priority` (Kong/kong `kong/db/schema/entities/routes.lua`, columns from `schema:each_field` in
 * `kong/db/strategies/postgres/init.lua`).
 */
function restartNodes(input: StepInput, gateways: readonly DeclaredGateway[]): Step {
  const { from, to } = input;
  const args = { from: from.flavor, to: to.flavor, nodes: gateways.length, ...restartOf(input) };
  return flavorStep(input, gateways, { code: 'restart-nodes', args }, verifyRoutes(input, true));
}

export function rewriteStored(input: StepInput): Step {
  return stepOf(
    { code: 'rewrite-stored-routes', args: newFormOf(input) },
    {
      changes: conversionPlaces(input),
      commands: [...deckCommands(input, 'diff'), ...deckCommands(input, 'sync')],
      verify: [
        ...verifyRoutes(input, true),
        check(
          { code: 'no-stored-expression', args: {} },
          `curl -s "$ADMIN/routes?size=1000" | jq '[.data[] | select(.expression)] | length'`,
        ),
      ],
    },
  );
}
