/** Plans a change of the router flavor for a workspace. */

import type { GatewayVersion } from '../../grammar/index.js';
import { effectiveData, type RouteDocument } from '../documents/index.js';
import { type Verdict, verdicts } from '../flavors/index.js';
import type { DeclaredGateway } from '../gateways/index.js';
import type { PlanRefusal, SideSource } from '../problems/index.js';
import type { Gateway, RouterFlavor } from '../routes/index.js';
import { assumedVersion } from '../workspace/index.js';
import { findAffected } from './affected/affected.js';
import { decisionsOf, downtimeOf } from './decisions.js';
import { cannotRead, idsToFillIn, notReadIn, unknownVersions } from './file-decisions.js';
import { Places } from './line-places.js';
import type { PlanInput, PlanRouteFile } from './plan-input.js';
import type { Affected, Plan, PlannedFile, PlannedTable, Side } from './plan-model.js';
import { originOf } from './plan-origin.js';
import { partsOf } from './plan-parts.js';
import { tablesOf, versionsOf } from './plan-tables.js';
import { whyNotTo } from './plan-target.js';
import { planTable, unknownRoutes } from './planned-table.js';
import { compareVersions, settingChanges, tooOldDataPlanes, unreadSettings } from './settings-edits.js';
import { groupsOf } from './topology.js';

type Planned = Plan | { readonly refused: PlanRefusal };

/** @returns or why there is nothing to plan, in one line */
export function makePlan(input: PlanInput): Planned {
  const pieces = planInPieces(input);
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}

/** `makePlan`, a table at a time: between two of them the caller may do something else, or stop. */
export function* planInPieces(input: PlanInput): Generator<string, Planned> {
  const impossible = whyNotTo(input.to);
  if (impossible !== null) return { refused: impossible };
  const places = new Places(input.root, input.files);
  const origin = originOf(input, places);
  if ('refused' in origin) return origin;
  const { flavor, gateways } = origin;
  const { to, found } = input;

  const concerned = input.routeFiles.filter((file) => isConcerned(file, gateways));
  const broken = concerned.filter(({ document }) => document.syntaxProblems.length > 0);
  const notRead = concerned.flatMap(({ uri, document }) =>
    document.syntaxProblems.length > 0 ? [] : notReadIn(uri, document, places),
  );
  const routeFiles = concerned.filter((file) => !broken.includes(file) && file.document.routes.length > 0);
  const groups = groupsOf(
    gateways,
    found.sets.filter(({ members }) => gateways.some(({ id }) => members.includes(id))),
  );
  const isMixed = routeFiles.length === 0 || routeFiles.some(({ document }) => hasFields(document));
  const needed = groups.flatMap((group) => tooOldDataPlanes(group.gateways, to, isMixed));
  const versions = versionsOf(input, needed);
  const tables: PlannedTable[] = [];
  for (const table of tablesOf(routeFiles, groups, flavor, to.flavor, versions)) {
    yield table.files.map(({ uri }) => places.fileName(uri)).join(', ');
    tables.push(planTable(table, places));
  }
  const settings = settingChanges(gateways, to, needed, places);
  const parts = partsOf(groups, tables, settings, flavor, versions, input, places);
  const changed = [...tables, ...parts];
  const before = changed.map(({ from }) => from);
  const after = changed.map((one) => one.to);
  const unknown = routeFiles.flatMap((file) => unknownRoutes(file, places));
  const affectedFiles = findAffected(input.files, gateways, {
    from: lowestGateway(before, flavor),
    to: lowestGateway(after, to.flavor),
    tables,
    plannedFiles: byUri(tables),
    places,
  });
  const affected = [
    ...affectedFiles,
    ...unknown.map(
      ({ at, fields }): Affected => ({
        code: 'terraform',
        at,
        about: { code: 'route-not-compared', args: { fields } },
        more: null,
        needsPerson: true,
      }),
    ),
    ...tables.flatMap(({ notCompared }) =>
      notCompared.map(
        ({ name, at, fields }): Affected => ({
          code: 'placeholder',
          at,
          about: { code: 'route-filled-in', args: { route: name, fields } },
          more: null,
          needsPerson: true,
        }),
      ),
    ),
  ];
  const unread = unreadSettings(found, places);
  // A wrong folder must not pass for one where nothing has to be done.
  if (gateways.length + concerned.length + affected.length + unread.length === 0) {
    return { refused: { code: 'nothing-to-plan', args: {} } };
  }
  const routes = tables.flatMap(({ files }) => files.flatMap((file) => file.routes));
  const counted = Object.fromEntries(
    verdicts.map((verdict) => [verdict, routes.filter((route) => route.verdict === verdict).length]),
  ) as Record<Verdict, number>;
  return {
    from: sideOf(
      flavor,
      [...before.map(({ version }) => version), ...versions.before(gateways)],
      origin.known,
    ),
    to: sideOf(to.flavor, [...after.map(({ version }) => version), ...versions.after(gateways)], {
      code: 'set-explicitly',
      args: {},
    }),
    summary: {
      routes: routes.length,
      verdicts: counted,
      downtime: downtimeOf(parts.map(({ part }) => part)),
      decisions: [
        ...broken.map((file) => cannotRead(file, places)),
        ...notRead,
        ...unknownVersions([...before, ...after]),
        ...decisionsOf({ tables, settings, unread, affected }),
        ...idsToFillIn(tables),
      ],
    },
    tables,
    settings,
    unread,
    affected,
    parts: parts.map(({ part }) => part),
  };
}

/** The planned file of each URI; the first one if several tables have the file. */
function byUri(tables: readonly PlannedTable[]): ReadonlyMap<string, PlannedFile> {
  const found = new Map<string, PlannedFile>();
  for (const { files } of tables)
    for (const file of files) if (!found.has(file.uri)) found.set(file.uri, file);
  return found;
}

/** A file that only gateways read that do not change does not change either. */
const isConcerned = ({ document, gateways: readers }: PlanRouteFile, gateways: readonly DeclaredGateway[]) =>
  document.routes.length + document.unread.length > 0 &&
  (readers.length === 0 || readers.some((reader) => gateways.some(({ id }) => id === reader.id)));

const hasFields = (document: RouteDocument): boolean =>
  document.routes.some((route) => !('expression' in effectiveData(document, route)));

function sideOf(flavor: RouterFlavor, versions: readonly GatewayVersion[], known: SideSource): Side {
  const sorted = versions.toSorted(compareVersions).map((version) => version.join('.'));
  return { flavor, versions: [...new Set(sorted)], known };
}

function lowestGateway(gateways: readonly Gateway[], flavor: RouterFlavor): Gateway {
  const [first] = gateways.toSorted((a, b) => compareVersions(a.version, b.version));
  return { ...(first ?? { version: assumedVersion }), flavor };
}
