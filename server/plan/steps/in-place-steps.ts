/** Steps for gateways that are both planes: DB-less ones, and ones on a database. */

import type { DeclaredGateway } from '../../gateways/index.js';
import { count, shellWord } from '../../text/index.js';
import type { Step } from '../plan-model.js';
import {
  checkStep,
  commandsFor,
  decideStep,
  flavorStep,
  isGapless,
  quotedNames,
  routeCount,
  routeFiles,
  type StepInput,
  tableStep,
  verifyRoutes,
  versionStep,
  versionText,
  whileRestarting,
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

/** Kong/kong `kong/init.lua`, `parse_declarative_config`: one bad route, and the node does not start. */
const refusedStart =
  'Kong does not start if the new router rejects a route: `error parsing declarative config file`.';

function changeFlavor(input: StepInput): Step {
  const { group, to } = input;
  return flavorStep(input, group.gateways, {
    title: `Change the flavor to \`${to.flavor}\``,
    text: [
      `${refusedStart}${isGapless(group) ? ' Replicas that still run the old flavor go on serving.' : ''}`,
    ],
    verify: verifyRoutes(input, true),
    meanwhile: whileRestarting(input),
    back: `Set the flavor back to \`${input.from.flavor}\` and restart. The routes can stay unchanged.`,
  });
}

function rewriteDbless(input: StepInput): Step {
  const { group, from } = input;
  return tableStep(input, commandsFor(input, group.gateways, 'routes'), {
    verify: [],
    meanwhile: isGapless(group)
      ? 'The old and the new form route requests the same way, except for the differences listed above.'
      : 'Requests fail while Kong restarts. If the Admin API is enabled, `curl -F config=@<file> $ADMIN/config` loads the routes without a restart.',
    back: `Restore the old files from version control, and run the same commands. \`${from.flavor}\` accepted them before.`,
  });
}

/** Without a database a node changes its table and its flavor in the same moment: when it starts. */
function changeBoth(input: StepInput): Step {
  const { group, from, to } = input;
  const files = routeFiles(input);
  const step = flavorStep(input, group.gateways, {
    title: `Change the routes and the flavor to \`${to.flavor}\`, in one restart`,
    text: [
      `Neither router accepts the routes of the other (before 3.7 \`expressions\` has no traditional fields), so the conversions (\`kong-routes plan … --apply\`) and the flavor must change together.`,
      refusedStart,
    ],
    verify: verifyRoutes(input, true),
    meanwhile:
      'A container that restarts for another reason between the change of the file and the change of the flavor rejects the routes. Requests fail while Kong restarts.',
    back: `Restore the old files and \`${from.flavor}\`, in one restart.`,
  });
  const converted = files.flatMap(({ routes }) =>
    routes.flatMap(({ conversion, at }) => (conversion ? [at] : [])),
  );
  const first = converted.filter(({ uri }, i) => converted.findIndex((other) => other.uri === uri) === i);
  return { ...step, changes: [...first, ...step.changes] };
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
  return {
    title: 'Save the stored routes',
    text: [
      'The database may contain routes that are in no file. They are changed or lost like the others. If the dump contains more than the files, add the missing routes to the files before you continue.',
    ],
    changes: [],
    commands: [dumpCommand(input), ...deckCommands(input, 'diff')],
    verify: [
      { text: '`deck gateway diff` shows nothing to create, update or delete.', command: null },
      ...countBefore(input),
    ],
    meanwhile:
      'From now on nobody else may change routes: not through the Admin API, Kong Manager or another pipeline.',
    back: 'Nothing has changed yet.',
  };
}

/** Next to the workspace, so that it is not read as one more file of routes. */
const dumpCommand = (input: StepInput): string =>
  routeFiles(input).some(({ workspace }) => workspace !== null)
    ? '(mkdir -p ../before && cd ../before && deck gateway dump --all-workspaces)'
    : 'deck gateway dump -o ../before.yaml';

function countBefore(input: StepInput) {
  const expected = routeCount(input.tables, false);
  return expected === 0
    ? []
    : [{ text: `The files of this plan contain ${count(expected, 'route')}.`, command: null }];
}

/**
 * Under 3.7 and later `expressions` has all columns of a route; a node of another flavor neither reads nor writes
 * `expression` and `priority` (Kong/kong `kong/db/schema/entities/routes.lua`, columns from `schema:each_field` in
 * `kong/db/strategies/postgres/init.lua`).
 */
function restartNodes(input: StepInput, gateways: readonly DeclaredGateway[]): Step {
  const { from, to } = input;
  const text =
    to.flavor === 'expressions'
      ? ['The stored routes stay unchanged: `expressions` also accepts traditional fields.']
      : from.flavor === 'expressions'
        ? [
            `\`${to.flavor}\` cannot use a stored route that still has an \`expression\`: ${strayRoute(to.flavor)}`,
          ]
        : ['The stored routes stay unchanged, and both routers read their fields the same way.'];
  const meanwhile = [
    whileRestarting(input),
    to.flavor === 'expressions'
      ? 'A node with the new flavor can store routes with an `expression`, but a node with the old flavor ignores the `expression`. Do not create such routes until all nodes run the new flavor.'
      : '',
  ];
  return flavorStep(input, gateways, {
    title: `Restart the nodes with \`${to.flavor}\`${gateways.length > 1 ? ', one after the other' : ''}`,
    text,
    verify: verifyRoutes(input, true),
    meanwhile: meanwhile.filter(Boolean).join(' '),
    back: `Restart with \`${from.flavor}\`. ${
      to.flavor === 'expressions'
        ? 'As long as no route has an `expression`, both flavors accept the stored routes.'
        : 'Both flavors accept the routes in their new form.'
    }`,
  });
}

/** Kong/kong `kong/router/atc.lua`, `add_atc_matcher`; `kong/router/traditional.lua`, `marshall_route`. */
const strayRoute = (flavor: string) =>
  flavor === 'traditional'
    ? 'its router cannot be built (`could not categorize route`), and Kong does not start.'
    : 'the router leaves it out (`could not find expression` in the log), and its requests are answered with 404.';

export function rewriteStored(input: StepInput): Step {
  const { from } = input;
  return tableStep(input, [...deckCommands(input, 'diff'), ...deckCommands(input, 'sync')], {
    verify: [
      {
        text: 'No stored route has an `expression` any more (0).',
        command: `curl -s "$ADMIN/routes?size=1000" | jq '[.data[] | select(.expression)] | length'`,
      },
    ],
    meanwhile:
      'decK changes one route after another. Until it has finished, routes that still have an `expression` are evaluated before all other routes.',
    back: `Run \`deck gateway sync\` with the dump: \`${from.flavor}\` accepts both forms.`,
  });
}

/** For a part without gateways: what the files show. */
export const genericAbout = (input: StepInput): string[] => {
  const files = routeFiles(input);
  return [
    `No file in this folder declares the Gateway of ${files.length > 0 ? quotedNames(files.map(({ file }) => file)) : 'these routes'}. The steps say what to do, but not where.`,
    `From \`${input.from.flavor}\` ${versionText(input.from)} to \`${input.to.flavor}\` ${versionText(input.to)}.`,
  ];
};
