/** "Compare with Running Gateways": what nodes answered, held against one another and against the routes of files. */

import type { Span } from '../../grammar/index.js';
import type { DocumentAnalysis } from '../analysis/index.js';
import { routeSpan } from '../checks/index.js';
import {
  type Data,
  documentScope,
  effectiveData,
  entryOf,
  hasPlaceholder,
  type RouteDocument,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import { type Failure, isFailure, type RunningMessage, runningWords } from '../problems/index.js';
import type { RunningFinding, RunningNode, RunningPlace, RunningReport } from '../protocol/index.js';
import { defaultsOf, type Gateway, readRoute } from '../routes/index.js';
import type { Entity } from './answers.js';
import type { Node } from './ask-nodes.js';
import { compareRoutes, type TableRoute } from './compare-routes.js';
import type { NodeReading, RouteQuestion } from './read-node.js';
import { failureOf, verdictOf } from './route-verdict.js';
import { isGone, type SetMember, type SetRoute, setProblems } from './set-problems.js';

/** A file whose routes the gateways are meant to have. */
export interface RunningFile {
  readonly name: string;
  /** For the Gateway that the file is assumed to be for if a node does not report its own. */
  readonly analysis: DocumentAnalysis;
  /** @param span absolute */
  readonly rangeOf: (span: Span) => RunningPlace['range'];
}

const findScope = ({ document }: DocumentAnalysis) => documentScope(document);

interface FileRoute extends TableRoute {
  readonly label: string;
  readonly file: RunningFile;
  readonly route: SourcedRoute;
}

interface NodeRoute extends TableRoute {
  readonly label: string;
}

/** What to ask a node about, route by route: in the order of the files. */
export const questionsOf = (files: readonly RunningFile[]): RouteQuestion[] =>
  files.flatMap(({ analysis: { document } }) => document.routes.map((route) => questionOf(document, route)));

/** What to ask a node about a route. */
export const questionOf = (document: RouteDocument, route: SourcedRoute): RouteQuestion =>
  openFields(document, route).size > 0 ? null : effectiveData(document, route);

/** Fields with something that is still to be filled in. */
const openFields = (document: RouteDocument, { start, body }: SourcedRoute): Set<string> =>
  new Set([
    // Also what is known only when Terraform runs.
    ...(body.terraform?.unknown ?? []).map(({ path }) => String(path[0])),
    ...body.entries
      .filter(({ span }) => hasPlaceholder(document.text.slice(start + span.start, start + span.end)))
      .map(({ key }) => key),
  ]);

/** The one workspace of Kong that files name; `null` if they name none, or several. */
export function workspaceOf(files: readonly RunningFile[]): string | null {
  const names = new Set(files.map(({ analysis }) => analysis.once(findScope).workspace));
  return names.size === 1 ? [...names][0]! : null;
}

/**
 * @param nodes with their answers to `questionsOf(files)`. Without files they are held against the first of them.
 * @param now in seconds since 1970
 */
export function compareWithRunning(
  files: readonly RunningFile[],
  nodes: readonly Node<NodeReading>[],
  assumed: Gateway,
  now: number,
): RunningReport {
  const routes = files.flatMap(fileRoutes);
  const read = nodes.flatMap(({ address, asked }) => (isFailure(asked) ? [] : [{ address, ...asked.value }]));
  const first = files.length === 0 ? read[0] : undefined;
  const meant = first
    ? first.routes.map((data) => setRouteOf(data, first.info.gateway))
    : routes.flatMap(setRoute);
  const problems = setProblems(read.map(memberOf), meant, assumed, now);
  const reported = nodes.map(({ address, asked }): RunningNode => {
    if (isFailure(asked)) return unasked(address, asked.failure);
    const reading = asked.value;
    const gateway = reading.info.gateway ?? assumed;
    const findings = first
      ? againstNode(first.address, nodeRoutes(first), nodeRoutes(reading), gateway)
      : [...verdictFindings(routes, reading), ...againstFiles(files, routes, nodeRoutes(reading), gateway)];
    return nodeReport(address, reading, findings, now);
  });
  const isDisagreeing = ({ failure, findings }: RunningNode) => failure !== null || findings.length > 0;
  return {
    agrees: problems.length === 0 && !reported.some(isDisagreeing),
    nodes: reported,
    problems: problems.map(({ message, addresses }) => ({
      code: message.code,
      message: runningWords(message),
      addresses,
    })),
    notes: notesOf(files, routes),
  };
}

function fileRoutes(file: RunningFile): FileRoute[] {
  const { document } = file.analysis;
  const { serviceOf, selectTags } = file.analysis.once(findScope);
  return document.routes.map((route) => {
    const { data } = file.analysis.of(route);
    return {
      label: routeLabel(route),
      file,
      route,
      data: selectTags.length > 0 ? { ...data, tags: withTags(data.tags, selectTags) } : data,
      service: hasPlaceholder(serviceOf(route)?.name ?? '') ? undefined : serviceOf(route),
      open: openFields(document, route),
    };
  });
}

/** decK gives the tags that it selects by to everything that it writes. */
const withTags = (tags: Data | undefined, added: readonly string[]): Data[] => [
  ...new Set([...(Array.isArray(tags) ? (tags as Data[]) : []), ...added]),
];

function nodeRoutes({ routes, serviceNames }: NodeReading): NodeRoute[] {
  return routes.map((data) => {
    const { service } = data;
    const id = isEntity(service) && typeof service.id === 'string' ? service.id : null;
    return {
      label: typeof data.name === 'string' ? data.name : String(data.id ?? '(no name)'),
      data,
      service: id === null ? null : { id, name: serviceNames?.get(id) ?? null },
      open: new Set<string>(),
    };
  });
}

const isEntity = (data: Data | undefined): data is Entity =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

const memberOf = ({ address, info, dataPlanes }: { address: string } & NodeReading): SetMember => ({
  address,
  version: info.version,
  gateway: info.gateway,
  role: info.role,
  dataPlanes,
});

const setRoute = ({ label, data, open }: FileRoute): SetRoute[] =>
  open.size > 0 ? [] : [{ label, route: readRoute(data), data }];

/** A node's route as it may have been written: the node shows every field, so fields with their default are left out. */
function setRouteOf({ created_at, updated_at, ...data }: Entity, gateway: Gateway | null): SetRoute {
  const defaults = gateway ? defaultsOf(data, gateway) : {};
  const written = Object.fromEntries(
    Object.entries(data).filter(
      ([field, value]) => value !== null && (field === 'protocols' || value !== defaults[field]),
    ),
  );
  return { label: String(data.name ?? data.id), route: readRoute(written), data: written };
}

/** What the node says of each route of the files, and what is known here of its flavor and version. */
function verdictFindings(routes: readonly FileRoute[], { info, answers }: NodeReading): RunningFinding[] {
  return routes.flatMap((route, i): RunningFinding[] => {
    const answer = answers[i]!;
    const found = verdictOf(route.data, answer, info.gateway);
    if (found === null || (found.accepted === true && found.agrees !== false)) return [];
    const kind = found.agrees === false ? 'disagreement' : 'refused';
    const finding = { kind, route: route.label, message: runningWords(found.message), fields: [] } as const;
    return [{ ...finding, place: placeOf(route, routeSpan(route.route.body)) }];
  });
}

function againstFiles(
  files: readonly RunningFile[],
  routes: readonly FileRoute[],
  actual: readonly NodeRoute[],
  gateway: Gateway,
): RunningFinding[] {
  const { pairs, onlyLeft, onlyRight } = compareRoutes(routes, actual, gateway, true);
  const missing = onlyLeft.map(
    (route): RunningFinding => ({
      kind: 'missing',
      route: route.label,
      message: runningWords({ code: 'route-missing', args: {} }),
      fields: [],
      place: placeOf(route, routeSpan(route.route.body)),
    }),
  );
  const different = pairs.flatMap(({ left, right, differences }): RunningFinding[] => {
    if (differences.length === 0) return [];
    const names = differences.map(({ field }) => field);
    const entry = names.map((name) => entryOf(left.route.body, name)).find(Boolean);
    const nameThere = right.label === left.label ? null : right.label;
    return [
      {
        kind: 'different',
        route: left.label,
        message: runningWords({ code: 'route-different', args: { fields: names, nameThere } }),
        fields: differences.map(({ field, left, right }) => ({ field, expected: left, actual: right })),
        place: placeOf(left, entry?.keySpan ?? routeSpan(left.route.body)),
      },
    ];
  });
  const extra = onlyRight
    .filter(({ data }) => files.some(({ analysis }) => isConcernOf(analysis, data)))
    .map(
      ({ label }): RunningFinding => ({
        kind: 'extra',
        route: label,
        message: runningWords({ code: 'route-extra', args: {} }),
        fields: [],
        place: null,
      }),
    );
  return [...missing, ...different, ...extra];
}

/** Whether a document would name a route if it were to be there: one with a single route names no others. */
function isConcernOf(analysis: DocumentAnalysis, { tags }: Entity): boolean {
  const { document } = analysis;
  if (document.kind === null || document.kind === 'route') return false;
  const has = Array.isArray(tags) ? tags : [];
  return analysis.once(findScope).selectTags.every((tag) => has.includes(tag));
}

function againstNode(
  address: string,
  expected: readonly NodeRoute[],
  actual: readonly NodeRoute[],
  gateway: Gateway,
): RunningFinding[] {
  const { pairs, onlyLeft, onlyRight } = compareRoutes(expected, actual, gateway, false);
  const finding = (kind: RunningFinding['kind'], route: string, message: RunningMessage): RunningFinding => ({
    kind,
    route,
    message: runningWords(message),
    fields: [],
    place: null,
  });
  return [
    ...onlyLeft.map(({ label }) =>
      finding('missing', label, { code: 'route-missing-on-node', args: { other: address } }),
    ),
    ...pairs
      .filter(({ differences }) => differences.length > 0)
      .map(({ left, differences }) => ({
        ...finding('different', left.label, {
          code: 'route-different-on-node',
          args: { other: address, fields: differences.map(({ field }) => field) },
        }),
        fields: differences.map(({ field, left, right }) => ({ field, expected: left, actual: right })),
      })),
    ...onlyRight.map(({ label }) =>
      finding('extra', label, { code: 'route-extra-on-node', args: { other: address } }),
    ),
  ];
}

const placeOf = ({ file, route }: FileRoute, { start, end }: Span): RunningPlace => ({
  file: file.name,
  range: file.rangeOf({ start: route.start + start, end: route.start + end }),
});

function nodeReport(
  address: string,
  { info, routes, serviceNames, dataPlanes, dataPlanesFailure, answers }: NodeReading,
  findings: readonly RunningFinding[],
  now: number,
): RunningNode {
  const failed = answers.find((answer) => answer.kind === 'failed');
  const failure = failed ? failed.failure : dataPlanesFailure;
  const gone = dataPlanes.filter((plane) => isGone(plane, now));
  const notes: RunningMessage[] = [];
  if (info.role === 'control_plane') {
    notes.push({ code: 'control-plane-flavor', args: { konnect: info.version === null } });
  } else if (info.gateway === null) {
    const { routerFlavor: flavor, version } = info;
    notes.push(
      flavor === null
        ? { code: 'flavor-not-reported', args: {} }
        : { code: 'gateway-not-known', args: { flavor, version: String(version) } },
    );
  }
  if (serviceNames === null) notes.push({ code: 'services-not-read', args: {} });
  if (gone.length > 0) {
    notes.push({ code: 'planes-gone', args: { hostnames: gone.map(({ hostname }) => hostname) } });
  }
  return {
    address,
    failure: failure && failureOf(failure, failed ? 'validation' : 'data-planes'),
    version: info.version,
    flavor: info.gateway?.flavor ?? info.routerFlavor,
    role: info.role,
    routes: routes.length,
    dataPlanes: dataPlanes.map((plane) => ({
      hostname: plane.hostname,
      version: plane.version,
      gone: isGone(plane, now),
    })),
    findings,
    notes: notes.map(runningWords),
  };
}

const unasked = (address: string, failure: Failure): RunningNode => ({
  address,
  failure: failureOf(failure),
  version: null,
  flavor: null,
  role: null,
  routes: null,
  dataPlanes: [],
  findings: [],
  notes: [],
});

function notesOf(files: readonly RunningFile[], routes: readonly FileRoute[]): string[] {
  const broken = files.filter(({ analysis: { document } }) => document.syntaxProblems.length > 0);
  const open = routes.filter(({ open }) => open.size > 0);
  const notes: RunningMessage[] = broken.map(({ name }) => ({
    code: 'file-not-well-formed',
    args: { file: name },
  }));
  if (open.length > 0) {
    notes.push({ code: 'routes-withheld', args: { routes: open.map(({ label }) => label) } });
  }
  return notes.map(runningWords);
}
