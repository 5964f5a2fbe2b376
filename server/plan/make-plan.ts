/** Plans a change of the router flavor for a workspace. */

import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import { effectiveData, mayBeTemplate, type RouteDocument } from '../documents/index.js';
import { type Verdict, verdicts } from '../flavors/index.js';
import {
  type DeclaredGateway,
  defaultFlavor,
  type Found,
  findControllers,
  unknownVersion,
} from '../gateways/index.js';
import { decisionWords, fillInId, messageOf, type PlanRefusal, sideSourceWords } from '../problems/index.js';
import type { Gateway, RouterFlavor } from '../routes/index.js';
import { placeholder as idPlaceholder } from '../terraform/index.js';
import { folderOf, type SourceFile } from '../text/index.js';
import { assumedVersion, type GatewayOfDocument } from '../workspace/index.js';
import { findAffected } from './affected/affected.js';
import { decisionsOf, downtimeOf } from './decisions.js';
import { Places, placeText } from './line-places.js';
import { controllersOf } from './part-controllers.js';
import type {
  Affected,
  At,
  Decision,
  Part,
  Plan,
  PlannedFile,
  PlannedTable,
  SettingChange,
  Side,
} from './plan-model.js';
import { type Target, whyNotTo } from './plan-target.js';
import { planTable, type Table, unknownRoutes } from './planned-table.js';
import {
  compareVersions,
  type NeededVersion,
  settingChanges,
  tooOldDataPlanes,
  unreadSettings,
} from './settings-edits.js';
import { stagesOf } from './stages.js';
import { partOf } from './steps/steps.js';
import { type Group, groupsOf } from './topology.js';

export interface PlanInput {
  /** URI of the folder that paths count from. */
  readonly root: string;
  /** All files that were read: of gateways, of routes, and other configuration. */
  readonly files: readonly SourceFile[];
  readonly found: Found;
  readonly routeFiles: readonly PlanRouteFile[];
  /** `null`: what the files show. */
  readonly from: Target | null;
  readonly to: Target;
}

export interface PlanRouteFile {
  readonly uri: string;
  readonly document: RouteDocument;
  readonly known: GatewayOfDocument;
  /** Those that read it. */
  readonly gateways: readonly DeclaredGateway[];
}

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
    ...unknown.map((one): Affected => ({ code: 'terraform', ...one, needsPerson: true })),
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
    to: sideOf(
      to.flavor,
      [...after.map(({ version }) => version), ...versions.after(gateways)],
      sideSourceWords({ code: 'set-explicitly', args: {} }),
    ),
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

/** Versions that the rules were not made for, each once. */
function unknownVersions(gateways: readonly Gateway[]): Decision[] {
  const unknown = gateways.flatMap(({ version }) => unknownVersion(version) ?? []);
  const texts = unknown.map((args) => messageOf({ code: 'gateway-version-unknown', args }));
  return [...new Set(texts)].map((text) => ({ text, at: null }));
}

/** The planned file of each URI; the first one if several tables have the file. */
function byUri(tables: readonly PlannedTable[]): ReadonlyMap<string, PlannedFile> {
  const found = new Map<string, PlannedFile>();
  for (const { files } of tables)
    for (const file of files) if (!found.has(file.uri)) found.set(file.uri, file);
  return found;
}

/** Terraform needs the ids of the routes that it keeps. */
const idsToFillIn = (tables: readonly PlannedTable[]): Decision[] =>
  tables.flatMap(({ files }) =>
    files.flatMap(({ routes }) =>
      routes.flatMap(({ name, at, conversion }) =>
        conversion?.edit.newText.includes(idPlaceholder) ? [{ text: fillInId(name), at }] : [],
      ),
    ),
  );
/**
 * What is recognised but not read may change with the flavor, too: that is not known. For objects of Kubernetes and resources of
 * Terraform, the list of affected configuration says more.
 */
const notReadIn = (uri: string, { unread }: RouteDocument, places: Places): Decision[] =>
  unread
    .filter(({ reason }) => reason !== 'kubernetes' && reason !== 'terraform')
    .map(({ reason, what, routes, span }) => ({
      text: messageOf({ code: 'routes-not-read', args: { reason, what, routes } }),
      at: places.at(uri, span),
    }));

/** The readable part of a broken file is not its meaning, and a template is not a table before it is rendered. */
function cannotRead({ uri, document }: PlanRouteFile, places: Places): Decision {
  const [problem] = document.syntaxProblems;
  const args = {
    format: document.format,
    fault: problem!.fault,
    isTemplate: mayBeTemplate(document.text),
  };
  return {
    text: decisionWords({ code: 'file-not-well-formed', args }),
    at: places.at(uri, problem!.span),
  };
}

/** The flavors that gateways run with, each with who runs it. */
export function runningFlavors(
  found: Found,
  places: Places,
): { readonly flavor: RouterFlavor; readonly gateways: readonly string[]; readonly at: At }[] {
  const running = new Map<RouterFlavor, { gateways: string[]; at: At }>();
  for (const { name, flavor, place } of found.gateways) {
    if (flavor.value === null) continue;
    const { uri, span } = flavor.place ?? place;
    const known = running.get(flavor.value) ?? { gateways: [], at: places.at(uri, span) };
    known.gateways.push(name);
    running.set(flavor.value, known);
  }
  return [...running].map(([flavor, who]) => ({ flavor, ...who }));
}

/** What was found below one folder. */
export function foundIn({ gateways, sets, written }: Found, root: string): Found {
  const folder = root.endsWith('/') ? root : `${root}/`;
  const own = gateways.filter(({ place }) => place.uri.startsWith(folder));
  const ids = new Set(own.map(({ id }) => id));
  return {
    gateways: own,
    sets: sets.filter(({ members }) => members.filter((id) => ids.has(id)).length > 1),
    written: written.filter(({ place }) => place.uri.startsWith(folder)),
  };
}

/** What the change starts from, and which gateways it is about. */
interface Origin {
  readonly flavor: RouterFlavor;
  readonly gateways: readonly DeclaredGateway[];
  readonly known: string;
}

function originOf(
  { from, to, found, routeFiles }: PlanInput,
  places: Places,
): Origin | { refused: PlanRefusal } {
  const { gateways } = found;
  const withFlavor = gateways.filter(({ flavor }) => flavor.value !== null);
  const at = (gateway: DeclaredGateway) => {
    const { uri, span } = gateway.flavor.place ?? gateway.place;
    return placeText(places.at(uri, span));
  };
  if (from) {
    const concerned = gateways.filter(({ flavor }) => flavor.value === from.flavor || flavor.value === null);
    if (withFlavor.length > 0 && concerned.length === 0) {
      const others = withFlavor.map((gateway) => `${gateway.flavor.value} (${at(gateway)})`);
      return {
        refused: { code: 'flavor-not-running', args: { flavor: from.flavor, running: [...new Set(others)] } },
      };
    }
    const [running] = concerned.filter(({ flavor }) => flavor.value !== null);
    const known = running ? at(running) : sideSourceWords({ code: 'set-explicitly', args: {} });
    return { flavor: from.flavor, gateways: withPeers(concerned, found), known };
  }
  const flavors = new Map<RouterFlavor, DeclaredGateway>();
  for (const gateway of withFlavor) {
    const value = gateway.flavor.value!;
    if (value !== to.flavor && !flavors.has(value)) flavors.set(value, gateway);
  }
  if (flavors.size > 1) {
    const all = [...flavors].map(([flavor, gateway]) => `${flavor} (${at(gateway)})`);
    return { refused: { code: 'several-flavors', args: { running: all } } };
  }
  const [detected] = flavors;
  if (detected) {
    const [flavor, gateway] = detected;
    const concerned = gateways.filter((one) => one.flavor.value === flavor || one.flavor.value === null);
    return { flavor, gateways: withPeers(concerned, found), known: at(gateway) };
  }
  const [first] = withFlavor;
  if (first) return { flavor: to.flavor, gateways, known: at(first) };
  const [withExpression] = routeFiles.filter(({ known }) => known.gateway.flavor === 'expressions');
  if (withExpression) {
    const args = { file: places.fileName(withExpression.uri) };
    const known = sideSourceWords({ code: 'route-has-expression', args });
    return { flavor: 'expressions', gateways, known };
  }
  const [file] = routeFiles;
  const flavor = file ? file.known.gateway.flavor : defaultFlavor(null);
  return { flavor, gateways, known: sideSourceWords({ code: 'kongs-default', args: {} }) };
}

/** Gateways that have to agree with one that changes, change too. */
function withPeers(gateways: readonly DeclaredGateway[], { gateways: all, sets }: Found): DeclaredGateway[] {
  const ids = new Set(gateways.map(({ id }) => id));
  for (let size = -1; size !== ids.size; ) {
    size = ids.size;
    for (const { kind, members } of sets) {
      if (kind === 'overlays' || !members.some((id) => ids.has(id))) continue;
      for (const id of members) ids.add(id);
    }
  }
  return all.filter(({ id }) => ids.has(id));
}

/** A file that only gateways read that do not change does not change either. */
const isConcerned = ({ document, gateways: readers }: PlanRouteFile, gateways: readonly DeclaredGateway[]) =>
  document.routes.length + document.unread.length > 0 &&
  (readers.length === 0 || readers.some((reader) => gateways.some(({ id }) => id === reader.id)));

const hasFields = (document: RouteDocument): boolean =>
  document.routes.some((route) => !('expression' in effectiveData(document, route)));

/** The lowest version among gateways, before and after the change; `null` if none is known. */
interface Versions {
  from(gateways: readonly DeclaredGateway[]): GatewayVersion | null;
  /** Of each gateway whose version is known. */
  before(gateways: readonly DeclaredGateway[]): GatewayVersion[];
  after(gateways: readonly DeclaredGateway[]): GatewayVersion[];
  to(gateways: readonly DeclaredGateway[]): GatewayVersion | null;
}

function versionsOf({ from, to }: PlanInput, needed: readonly NeededVersion[]): Versions {
  const before = ({ version }: DeclaredGateway) => version.value;
  const after = (gateway: DeclaredGateway) => {
    const need = needed.find((one) => one.gateway === gateway);
    return need ? parseGatewayVersion(need.versionText) : before(gateway);
  };
  return {
    before: (gateways) => (from?.version ? [] : gateways.map(before).filter((version) => version !== null)),
    after: (gateways) =>
      (to.version ?? from?.version) ? [] : gateways.map(after).filter((version) => version !== null),
    from: (gateways) => from?.version ?? lowest(gateways.map(before)),
    to: (gateways) =>
      to.version ?? (from?.version && needed.length === 0 ? from.version : lowest(gateways.map(after))),
  };
}

const lowest = (versions: readonly (GatewayVersion | null)[]): GatewayVersion | null =>
  versions.filter((version) => version !== null).sort(compareVersions)[0] ?? null;

/** Files that the same groups of gateways read are one table; so are decK's files of one folder that nothing reads. */
function tablesOf(
  files: readonly PlanRouteFile[],
  groups: readonly Group[],
  from: RouterFlavor,
  to: RouterFlavor,
  versions: Versions,
): Table[] {
  const tables = new Map<string, { files: PlanRouteFile[]; groups: Group[] }>();
  const configured = groups.filter((group) => !isControlled(group));
  for (const file of files) {
    const reading = groups.filter((group) =>
      group.gateways.some(({ id }) => file.gateways.some((reader) => reader.id === id)),
    );
    // What no file leads to belongs to the only ones that there are: decK's files are mounted nowhere.
    const readers = reading.length === 0 && configured.length === 1 ? configured : reading;
    const key =
      readers.length > 0
        ? readers.map((group) => groups.indexOf(group)).join()
        : file.document.deck || file.document.terraform
          ? folderOf(file.uri)
          : file.uri;
    const table = tables.get(key) ?? { files: [], groups: readers };
    table.files.push(file);
    tables.set(key, table);
  }
  return [...tables.values()].map((table) => {
    const gateways = table.groups.flatMap((group) => group.gateways);
    const { gateway, versionReason } = table.files[0]!.known;
    // A version that is not known does not change.
    const known = versionReason.kind === 'default' ? versions.to(gateways) : null;
    const before = versions.from(gateways) ?? known ?? gateway.version;
    const after = versions.to(gateways) ?? before;
    return {
      gateways: gateways.map(({ name }) => name),
      ids: gateways.map(({ id }) => id),
      files: table.files,
      from: { ...gateway, flavor: from, version: before },
      to: { ...gateway, flavor: to, version: after },
    };
  });
}

interface PlannedPart {
  readonly part: Part;
  readonly from: Gateway;
  readonly to: Gateway;
}

function partsOf(
  groups: readonly Group[],
  tables: readonly PlannedTable[],
  settings: readonly SettingChange[],
  flavor: RouterFlavor,
  versions: Versions,
  { to, files, found }: PlanInput,
  places: Places,
): PlannedPart[] {
  const controllers = groups.some(isControlled) ? findControllers(files) : [];
  const noGateways: Group = { kind: 'unknown', gateways: [], why: [], serveTogether: false };
  const unread = tables.filter(({ ids }) => ids.length === 0);
  const all = groups.length === 0 || unread.length > 0 ? [...groups, noGateways] : groups;
  return all.map((group) => {
    const own =
      group === noGateways
        ? unread
        : tables.filter(({ ids }) => group.gateways.some(({ id }) => ids.includes(id)));
    const version =
      versions.from(group.gateways) ?? own[0]?.from.version ?? versions.to(group.gateways) ?? assumedVersion;
    const from: Gateway = { ...own[0]?.from, flavor, version };
    const after: Gateway = {
      ...from,
      flavor: to.flavor,
      version: versions.to(group.gateways) ?? own[0]?.to.version ?? version,
    };
    const stages = isControlled(group) ? stagesOf(from, after, []) : stagesOf(from, after, own);
    const part = partOf({
      group,
      from,
      to: after,
      target: to,
      stages,
      tables: own,
      settings: settings.filter(({ ids }) => group.gateways.some(({ id }) => ids.includes(id))),
      controllers: isControlled(group) ? controllersOf(controllers, group.gateways, places) : [],
      charts: new Map(group.gateways.map(({ id }) => [id, chartOf(id, found)])),
      places,
    });
    return { part, from, to: after };
  });
}

/** The chart of a release: its default is in use, or the key of its flavor shows it. */
function chartOf(id: string, { gateways, written }: Found): 'kong/kong' | 'kong/ingress' | null {
  const { flavor, kind } = gateways.find((gateway) => gateway.id === id)!;
  if (kind !== 'helm-release') return null;
  if (flavor.origin.kind === 'chart-default')
    return flavor.origin.chart === 'kong/ingress' ? 'kong/ingress' : 'kong/kong';
  const key = written.find(
    ({ place }) => place.uri === flavor.place?.uri && place.span.start === flavor.place.span.start,
  )?.key;
  if (key === undefined) return null;
  return /(?:^|\.)gateway\.env\./.test(key) ? 'kong/ingress' : 'kong/kong';
}

/** A controller creates the routes, even if there are files of routes, too. */
const isControlled = ({ kind }: Group) => kind === 'controller' || kind === 'operator';

function sideOf(flavor: RouterFlavor, versions: readonly GatewayVersion[], known: string): Side {
  const sorted = versions.toSorted(compareVersions).map((version) => version.join('.'));
  return { flavor, versions: [...new Set(sorted)], known };
}

function lowestGateway(gateways: readonly Gateway[], flavor: RouterFlavor): Gateway {
  const [first] = gateways.toSorted((a, b) => compareVersions(a.version, b.version));
  return { ...(first ?? { version: assumedVersion }), flavor };
}
