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

/** A node reads its table when it starts, and refuses to start with one that its router does not take. */
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
  'A route that the new router refuses keeps Kong from starting: `error parsing declarative config file`.';

function changeFlavor(input: StepInput): Step {
  const { group, to } = input;
  return flavorStep(input, group.gateways, {
    title: `Change the flavor to \`${to.flavor}\``,
    text: [
      `${refusedStart}${isGapless(group) ? ' Replicas that still run the old flavor go on serving.' : ''}`,
    ],
    verify: verifyRoutes(input, true),
    meanwhile: whileRestarting(input),
    back: `Set the flavor back to \`${input.from.flavor}\` and restart; the routes can stay as they are.`,
  });
}

function rewriteDbless(input: StepInput): Step {
  const { group, from } = input;
  return tableStep(input, commandsFor(input, group.gateways, 'routes'), {
    verify: [],
    meanwhile: isGapless(group)
      ? 'Old and new form route alike, but for what is listed above.'
      : 'Nothing answers while Kong restarts; with an Admin API that listens, `curl -F config=@<file> $ADMIN/config` loads the routes without a restart.',
    back: `The files as they were (version control has them), and the same commands. \`${from.flavor}\` took them before.`,
  });
}

/** Without a database a node changes its table and its flavor in the same moment: when it starts. */
function changeBoth(input: StepInput): Step {
  const { group, from, to } = input;
  const files = routeFiles(input);
  const step = flavorStep(input, group.gateways, {
    title: `Change the routes and the flavor to \`${to.flavor}\`, in one restart`,
    text: [
      `Neither router takes the table of the other (below 3.7 \`expressions\` knows no traditional fields), so that the conversions (\`kong-routes plan … --apply\`) and the flavor have to arrive together.`,
      refusedStart,
    ],
    verify: verifyRoutes(input, true),
    meanwhile:
      'Between the change of the file and the restart, a container that is restarted for another reason finds a table that it refuses. Nothing answers while Kong restarts.',
    back: `The files as they were and \`${from.flavor}\`, in one restart.`,
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

/** One command for each workspace: decK takes the files of one at a time. */
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
    title: 'Keep what is stored today',
    text: [
      'Routes may be in the database that are in no file: they are changed, or lost, like the others. Where the dump has more than the files, put it into them before going on.',
    ],
    changes: [],
    commands: [dumpCommand(input), ...deckCommands(input, 'diff')],
    verify: [
      { text: '`deck gateway diff` shows nothing to create, update or delete.', command: null },
      ...countBefore(input),
    ],
    meanwhile: 'From here on nobody else writes routes: no Admin API, no Kong Manager, no other pipeline.',
    back: 'Nothing has changed yet.',
  };
}

/** Beside the workspace, so that nobody takes it for one more file of routes. */
const dumpCommand = (input: StepInput): string =>
  routeFiles(input).some(({ workspace }) => workspace !== null)
    ? '(mkdir -p ../before && cd ../before && deck gateway dump --all-workspaces)'
    : 'deck gateway dump -o ../before.yaml';

function countBefore(input: StepInput) {
  const expected = routeCount(input.tables, false);
  return expected === 0
    ? []
    : [{ text: `The files of this plan have ${count(expected, 'route')}.`, command: null }];
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
      ? ['The stored routes stay as they are: `expressions` reads traditional fields too.']
      : from.flavor === 'expressions'
        ? [
            `A stored route that still has an \`expression\` is no route for \`${to.flavor}\`: ${strayRoute(to.flavor)}`,
          ]
        : ['The stored routes stay as they are, and their fields mean the same to both.'];
  const meanwhile = [
    whileRestarting(input),
    to.flavor === 'expressions'
      ? 'A node of the new flavor stores routes with an `expression`; one of the old flavor does not see it. Write none until all nodes run the new flavor.'
      : '',
  ];
  return flavorStep(input, gateways, {
    title: `Restart the nodes with \`${to.flavor}\`${gateways.length > 1 ? ', one after the other' : ''}`,
    text,
    verify: verifyRoutes(input, true),
    meanwhile: meanwhile.filter(Boolean).join(' '),
    back: `Restart with \`${from.flavor}\`. ${
      to.flavor === 'expressions'
        ? 'As long as no route has an `expression`, the stored routes fit both.'
        : 'The routes in their new form fit both.'
    }`,
  });
}

/** Kong/kong `kong/router/atc.lua`, `add_atc_matcher`; `kong/router/traditional.lua`, `marshall_route`. */
const strayRoute = (flavor: string) =>
  flavor === 'traditional'
    ? 'its router cannot be built (`could not categorize route`), and Kong does not start.'
    : 'it is left out (`could not find expression` in the log), and its requests get 404.';

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
      'decK changes one route after the other. Until it has ended, routes that still have an `expression` are tried before all that have none.',
    back: `\`deck gateway sync\` what was dumped: \`${from.flavor}\` takes both forms.`,
  });
}

/** For a part that has no gateways: what the files tell of the way. */
export const genericAbout = (input: StepInput): string[] => {
  const files = routeFiles(input);
  return [
    `No file here declares the Gateway of ${files.length > 0 ? quotedNames(files.map(({ file }) => file)) : 'these routes'}. The steps name what has to be done, and not where.`,
    `From \`${input.from.flavor}\` ${versionText(input.from)} to \`${input.to.flavor}\` ${versionText(input.to)}.`,
  ];
};
