/** What the routes of one Gateway do to each other, each finding at the route that it is about. */

import type { Span } from '../../grammar/index.js';
import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import {
  controlPlaneOf,
  documentScope,
  hasPlaceholders,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import { type RouterRoute, refusalsOf, routerRouteOf, routerServiceOf } from '../flavors/index.js';
import {
  type AnyProblem,
  messageOf,
  type ProblemCode,
  type Severity,
  severityOf,
  tableNotDecidedWords,
} from '../problems/index.js';
import type { Settings } from '../protocol/index.js';
import type { Gateway } from '../routes/index.js';
import { analyseTable, proofOf, type TableFinding, TableMemory } from '../tables/index.js';
import { append } from '../text/index.js';
import type { Fix } from './fixes.js';
import { type TableFile, workspaceOf } from './gateway-tables.js';
import { type OrderedRow, orderFixes } from './order-fixes.js';
import { routeSpan } from './problem-places.js';
import { type RepeatedName, repeatedAcross } from './repeated-across.js';
import { isSilenced } from './suppressions.js';

/** A problem of a table at its place: spans count from the start of the file. */
export interface TableProblem {
  readonly uri: string;
  readonly route: SourcedRoute;
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** The other routes that it is about. */
  readonly related: readonly { readonly uri: string; readonly span: Span; readonly message: string }[];
  /** Fixes that were tried on the whole table. Found when asked; a generator that pauses often. */
  readonly fixes: () => Generator<void, Fix[]>;
}

export interface TableProblems {
  readonly problems: readonly TableProblem[];
  /** What was left open, in words; `null` if everything was decided. */
  readonly notDecided: string | null;
}

interface Row {
  readonly file: TableFile;
  readonly sourced: SourcedRoute;
  readonly route: RouterRoute;
}

/**
 * Analyses the table that files make. Routes that Kong rejects, and those with placeholders, are left out. Each control
 * plane of Konnect has a table of its own.
 *
 * @param lints the severity of each code where that is not as in the table
 * @returns a generator that pauses often, so that its caller may do something else, or stop
 */
export function* tableProblems(
  files: readonly TableFile[],
  lints: Settings['lints'] = {},
): Generator<void, TableProblems> {
  const [first] = files;
  const rows: Row[] = [];
  for (const file of files) {
    if (file.analysis.document.syntaxProblems.length > 0) return nothing;
    append(rows, yield* rowsOf(file));
  }
  if (!first) return nothing;
  const { gateway } = first.analysis;
  const problems: TableProblem[] = repeatedAcross(files).flatMap((one) => placeRepeated(one, lints));
  const open = { routes: 0, pairs: false };
  for (const table of tablesOf(rows)) {
    const memory =
      table.length === rows.length ? first.analysis.carried(tableMemory) : new TableMemory(gateway);
    const { undecided, leftOutPairs, found } = yield* problemsOfTable(table, gateway, memory, lints);
    append(problems, found);
    open.routes += undecided.length;
    open.pairs ||= leftOutPairs;
  }
  return { problems, notDecided: open.routes > 0 || open.pairs ? tableNotDecidedWords(open) : null };
}

function tablesOf(rows: readonly Row[]): (readonly Row[])[] {
  const tables = new Map<string | null, Row[]>();
  for (const row of rows) {
    const plane = controlPlaneOf(row.file.analysis.document, row.sourced);
    const table = tables.get(plane);
    if (table) table.push(row);
    else tables.set(plane, [row]);
  }
  return [...tables.values()].filter(({ length }) => length > 1);
}

function placeRepeated(
  { file, route, field, value, first }: RepeatedName,
  lints: Settings['lints'],
): TableProblem[] {
  const code = 'route-repeated';
  const severity = lints[code] ?? severityOf(code);
  if (severity === 'off' || isSilenced(file.analysis, route, code)) return [];
  const message = messageOf({ code, args: { field, value: value.value, within: 'files' } });
  const span = { start: route.start + value.span.start, end: route.start + value.span.end };
  const related = {
    uri: first.file.uri,
    span: spanOf({ sourced: first.route }),
    message: `Route ${routeLabel(first.route)}.`,
  };
  return [{ uri: file.uri, route, code, severity, message, span, related: [related], fixes: noFixes }];
}

function* noFixes(): Generator<void, Fix[]> {
  yield;
  return [];
}

function* problemsOfTable(
  rows: readonly Row[],
  gateway: Gateway,
  memory: TableMemory,
  lints: Settings['lints'],
) {
  const { findings, undecided, leftOutPairs } = yield* analyseTable(
    rows.map(({ route }) => route),
    gateway,
    memory,
  );
  const found: TableProblem[] = [];
  const ordered = (): OrderedRow[] =>
    rows.map(({ file, sourced, route }) => ({
      ...{ name: routeLabel(sourced), route },
      data: file.analysis.of(sourced).data,
    }));
  for (const group of grouped(findings)) {
    const { route } = group[0]!;
    const others = [...new Set(group.flatMap(othersOf))];
    const fixes = () => orderFixes(ordered(), gateway, route, others, findings);
    const placed = place(group, rows, lints, fixes);
    if (placed) found.push(placed);
  }
  return { found, undecided, leftOutPairs };
}

/** It stays with the first file of the table. */
const tableMemory = (gateway: Gateway): TableMemory => new TableMemory(gateway);

const nothing: TableProblems = { problems: [], notDecided: null };

function* rowsOf(file: TableFile): Generator<void, Row[]> {
  const { document } = file.analysis;
  // Of a service it matters only whether it is switched off.
  const scope = document.text.includes('enabled') ? documentScope(document) : null;
  const found = yield* file.analysis.eachInPieces(routerRoute);
  return document.routes.flatMap((sourced, i): Row[] => {
    const route = found[i];
    if (!route || hasPlaceholders(document, sourced)) return [];
    const service = scope?.serviceDataOf(sourced);
    return service && routerServiceOf(service)?.enabled === false ? [] : [{ file, sourced, route }];
  });
}

/** `null` for a route that Kong rejects. */
const routerRoute = ({ route, data, gateway, read, acceptance }: RouteAnalysis): RouterRoute | null =>
  refusalsOf(route, data, gateway, read, acceptance).length > 0
    ? null
    : routerRouteOf(data, gateway, undefined, read);

/** Findings of one kind about one route are one problem. */
function grouped(findings: readonly TableFinding[]): TableFinding[][] {
  const groups = new Map<string, TableFinding[]>();
  for (const finding of findings) {
    const key = `${finding.kind} ${finding.route}`;
    const known = groups.get(key);
    if (known) known.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

function place(
  findings: readonly TableFinding[],
  rows: readonly Row[],
  lints: Settings['lints'],
  fixes: TableProblem['fixes'],
): TableProblem | null {
  const [finding] = findings as readonly [TableFinding];
  const row = rows[finding.route]!;
  const problem = problemOf(findings, rows);
  const severity = lints[problem.code] ?? severityOf(problem.code);
  if (severity === 'off' || isSilenced(row.file.analysis, row.sourced, problem.code)) return null;
  const others = [...new Set(findings.flatMap(othersOf))].slice(0, 5);
  return {
    uri: row.file.uri,
    route: row.sourced,
    code: problem.code,
    severity,
    message: messageOf(problem),
    span: spanOf(row),
    related: others.map((other) => ({
      uri: rows[other]!.file.uri,
      span: spanOf(rows[other]!),
      message: `Route ${routeLabel(rows[other]!.sourced)}.`,
    })),
    fixes,
  };
}

function spanOf({ sourced }: Pick<Row, 'sourced'>): Span {
  const { start, end } = routeSpan(sourced.body);
  return { start: sourced.start + start, end: sourced.start + end };
}

function othersOf(finding: TableFinding): readonly number[] {
  switch (finding.kind) {
    case 'unreachable':
      return finding.winners;
    case 'outranked':
      return [finding.winner];
    default:
      return [finding.other];
  }
}

function problemOf(findings: readonly TableFinding[], rows: readonly Row[]): AnyProblem {
  const [finding] = findings as readonly [TableFinding];
  const labelOf = (route: number) => routeLabel(rows[route]!.sourced);
  const request = proofOf(finding.request);
  const more = findings.length - 1;
  switch (finding.kind) {
    case 'unreachable': {
      const { reason, resemblance } = finding;
      const args = { winners: finding.winners.map(labelOf), reason, resemblance, request };
      return { code: 'route-unreachable', args };
    }
    case 'tie': {
      const { route, other, reason, resemblance } = finding;
      const winner = finding.winner === null ? null : finding.winner === route ? 'own' : 'other';
      const workspaces = workspacesOf(rows[route]!.file.analysis, rows[other]!.file.analysis);
      const args = { other: labelOf(other), more, reason, resemblance, winner, workspaces, request } as const;
      return { code: 'route-order-accidental', args };
    }
    case 'outranked': {
      const { reason, meant } = finding;
      return {
        code: 'route-outranked',
        args: { winner: labelOf(finding.winner), more, reason, meant, request },
      };
    }
    case 'open-ended': {
      const { other, resemblance } = finding;
      return { code: 'path-open-ended', args: { other: labelOf(other), resemblance, request } };
    }
  }
}

function workspacesOf(own: DocumentAnalysis, other: DocumentAnalysis) {
  const [one, two] = [own, other].map((analysis) => analysis.once(workspaceOf) ?? 'default');
  return one === two ? null : { own: one!, other: two! };
}
