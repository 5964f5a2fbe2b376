/** What becomes of each route: the verdict of two routers on a table, and how a conversion is written into its file. */

import { DocumentAnalysis } from '../analysis/index.js';
import { openFields, problemsOf, routeSpan } from '../checks/index.js';
import {
  fixModule,
  type RouteConversion,
  writeModuleSuccessors,
  writeSuccessors,
} from '../conversion/index.js';
import {
  effectiveData,
  formatVersionSpan,
  isAbsent,
  joinEdits,
  konnectSpan,
  migratesPaths,
  type RouteDocument,
  routeLabel,
  type SourcedRoute,
  type TextEdit,
  unknownFields,
  valueAt,
} from '../documents/index.js';
import { type RouteChange, routeChanges } from '../flavors/index.js';
import { at, textOf, yamlDocuments } from '../gateways/index.js';
import { type Gateway, hasFlavors, isRejected } from '../routes/index.js';
import { append, grouped, SourceFile } from '../text/index.js';
import type { Places } from './line-places.js';
import type {
  At,
  NotCompared,
  PlannedFile,
  PlannedRoute,
  PlannedTable,
  WrittenConversion,
} from './plan-model.js';
import { wholeLines } from './whole-lines.js';

/** A file of routes. */
export interface RouteFile {
  readonly uri: string;
  readonly document: RouteDocument;
}

/** Routes that are tried in one order. */
export interface Table {
  /** How the gateways are called that read it. */
  readonly gateways: readonly string[];
  readonly ids: readonly string[];
  readonly files: readonly RouteFile[];
  readonly from: Gateway;
  readonly to: Gateway;
}

/** The place of a route of a table. */
interface Place {
  readonly file: RouteFile;
  readonly route: SourcedRoute;
}

export function planTable({ gateways, ids, files, from, to }: Table, places: Places): PlannedTable {
  const analyses = new Map(files.map((file) => [file, new DocumentAnalysis(file.document, from)]));
  // What is not known before Terraform runs is reported by itself (`unknownRoutes`).
  const rows = files.flatMap((file) =>
    file.document.routes.filter(isKnownRoute).map((route): Place => ({ file, route })),
  );
  const table = rows.map(({ file, route }) => {
    const migrates = !hasFlavors(from.version) && migratesPaths(file.document, to.version);
    const hasOpenDefaults = konnectSpan(file.document) !== null;
    const { data, route: read, read: reader } = analyses.get(file)!.of(route);
    return { data, route: read, read: reader, migrates, hasOpenDefaults };
  });
  const changes = routeChanges(table, from, to);
  const conversions = new Map<SourcedRoute, RouteConversion>();
  const inModules: Parameters<typeof writeModuleSuccessors>[1][number][] = [];
  const indexes = grouped(rows.keys(), (i) => rows[i]!.file);
  for (const file of files) {
    const successors = (indexes.get(file) ?? []).flatMap((i) => {
      const { conversion } = changes[i]!;
      if (!conversion) return [];
      return [{ route: rows[i]!.route, routes: conversion.routes, notes: conversion.notes }];
    });
    if (file.document.terraform) append(inModules, successors);
    else
      for (const written of writeSuccessors(analyses.get(file)!, successors))
        conversions.set(written.route, written);
  }
  for (const written of inTerraform([...analyses.values()], inModules))
    conversions.set(written.route, written);
  const planned = rows.map(
    (row, i): PlannedRoute => planRoute(row, changes[i]!, conversions.get(row.route) ?? null, rows, places),
  );
  const filledIn = new Map<number, NotCompared>();
  for (const [i, row] of rows.entries()) {
    const fields = fieldsThatDecide(row, changes[i]!, analyses.get(row.file)!, to);
    const { name, at: place } = planned[i]!;
    if (fields.length > 0) filledIn.set(i, { name, at: place, fields });
  }
  const otherFiles = grouped(
    planned.flatMap(({ conversion }) => conversion?.more ?? []),
    ({ uri }) => uri,
  );
  return {
    gateways,
    ids,
    from,
    to,
    files: files.map((file) => {
      const own = (indexes.get(file) ?? []).flatMap((i) => (filledIn.has(i) ? [] : [planned[i]!]));
      return planFile(file, own, otherFiles.get(file.uri) ?? [], { from, to }, places);
    }),
    notCompared: [...filledIn.values()],
  };
}

/**
 * The fields of a route that are filled in later, if a Gateway rejects the route only as it is written, with its
 * placeholders; otherwise none.
 */
function fieldsThatDecide(
  { file, route }: Place,
  { refusals, refusedBefore }: RouteChange,
  analysis: DocumentAnalysis,
  to: Gateway,
): readonly string[] {
  if (file.document.terraform || refusals.length + refusedBefore.length === 0) return [];
  const fields = openFields(analysis.of(route));
  if (fields.length === 0) return [];
  const rejecting = [
    ...(refusedBefore.length > 0 ? [analysis] : []),
    ...(refusals.length > 0 && refusedBefore.length === 0 ? [new DocumentAnalysis(file.document, to)] : []),
  ];
  const isRejected = rejecting.some((one) =>
    problemsOf(one, route).some(({ severity }) => severity === 'error'),
  );
  return isRejected ? [] : fields;
}

const isKnownRoute = ({ body }: SourcedRoute): boolean => !isAbsent(body) && unknownFields(body).length === 0;

/** The conversions of files of Terraform; resources of the wrong type become what their arguments are of. */
function inTerraform(
  analyses: readonly DocumentAnalysis[],
  successors: Parameters<typeof writeModuleSuccessors>[1],
): RouteConversion[] {
  const own = analyses.filter(({ document }) => document.terraform);
  if (own.length === 0) return [];
  const converted = writeModuleSuccessors(own, successors);
  const known = new Set(converted.map(({ route }) => route));
  return [...converted, ...fixModule(own, (route) => !known.has(route))];
}

/** The headings of routes that are not known before Terraform runs, with why. */
export function unknownRoutes(
  { uri, document }: RouteFile,
  places: Places,
): { at: At; fields: readonly string[] }[] {
  return document.routes.flatMap(({ start, body }) => {
    const fields = isAbsent(body) ? [] : unknownFields(body);
    if (fields.length === 0 || !body.terraform) return [];
    return [{ at: places.at(uri, body.terraform.heading, start), fields }];
  });
}

/** @param more edits of the file that conversions in other files need, and those of its own routes outside of them */
function planFile(
  { uri, document }: RouteFile,
  routes: readonly PlannedRoute[],
  more: readonly (TextEdit & { readonly uri: string })[],
  change: Pick<Table, 'from' | 'to'>,
  places: Places,
): PlannedFile {
  const formatEdit = routes.every(({ notWritten }) => notWritten === null)
    ? formatChange(document, change)
    : null;
  return {
    uri,
    file: places.fileName(uri),
    text: document.text,
    isDeck: document.deck !== null,
    workspace: workspaceOf(new SourceFile(uri, document.text)),
    routes,
    formatEdit,
    edits: [
      ...(formatEdit ? [formatEdit] : []),
      ...routes.flatMap(({ conversion }) => (conversion ? [conversion.edit] : [])),
      ...more,
    ].sort((a, b) => a.span.start - b.span.start),
  };
}

/** decK syncs no file of format 1.1 to a Gateway from 3.0 on; the paths then have to be in the form of 3.0. */
function formatChange(document: RouteDocument, { from, to }: Pick<Table, 'from' | 'to'>): TextEdit | null {
  const span = formatVersionSpan(document);
  const isNeeded = isRejected('deck-format-1.1', to) && !isRejected('deck-format-1.1', from);
  const isOld = document.formatVersion === '1.1' || document.formatVersion === '2.1';
  if (!span || !document.deck || !isOld || !isNeeded) return null;
  const entry = document.text.slice(span.start, span.end);
  return { span, newText: entry.replace(/:([ \t]*)["']?[\d.]+["']?$/, ':$1"3.0"') };
}

const workspaceOf = (file: SourceFile): string | null =>
  file.text.includes('_workspace') ? textOf(at(yamlDocuments(file)[0], '_workspace')) : null;

function planRoute(
  { file, route }: Place,
  { verdict, conversion, refusals, refusedBefore, order, moreOrder, matching }: RouteChange,
  written: RouteConversion | null,
  rows: readonly Place[],
  places: Places,
): PlannedRoute {
  const { uri, document } = file;
  const here = placeOf({ file, route }, places);
  const isWritten = written !== null && !('refused' in written.result);
  return {
    name: routeLabel(route),
    at: here,
    verdict,
    isExpression: 'expression' in effectiveData(document, route),
    conversion: isWritten
      ? shown({ file, route }, conversion?.to ?? styleIn(document, route), written)
      : null,
    successors: conversion ? conversion.routes.map(({ data }) => data) : null,
    notWritten: written && 'refused' in written.result ? written.result.refused : null,
    refusals,
    refusedBefore,
    order: order.map(({ against, was, is, why, rare }) => {
      const other = rows[against]!;
      const at = placeOf(other, places);
      return { name: routeLabel(other.route), at, was, is, why, rare };
    }),
    moreOrder,
    matching: matching.map(({ rule, field, change, rare }) => {
      const span = valueAt(route.body, field)?.span;
      return {
        rule,
        change,
        rare,
        at: span ? places.at(uri, span, route.start) : here,
      };
    }),
  };
}

const placeOf = ({ file, route }: Place, places: Places) =>
  places.at(file.uri, routeSpan(route.body), route.start);

/** Of a resource of Terraform whose type is not that of its arguments. */
const styleIn = (document: RouteDocument, route: SourcedRoute): WrittenConversion['to'] =>
  'expression' in effectiveData(document, route) ? 'expressions' : 'traditional';

function shown(
  { file: { uri, document }, route }: Place,
  to: WrittenConversion['to'],
  { result, notes }: RouteConversion,
): WrittenConversion | null {
  const edits = 'refused' in result ? [] : result.edits;
  if (edits.length === 0) return null;
  if (!document.terraform) {
    const edit = joinEdits(document.text, edits);
    return { to, ...wholeLines(document.text, edit), notes, edit };
  }
  const [start, end] = [route.start, route.start + route.body.span.end];
  const isOwn = ({ span }: TextEdit) => start <= span.start && span.end <= end;
  const edit = joinEdits(document.text, edits.filter(isOwn));
  const otherFiles = 'refused' in result ? [] : (result.otherFiles ?? []);
  const more = [
    ...edits.filter((one) => !isOwn(one)).map((one) => ({ ...one, uri })),
    ...otherFiles.map(({ file, span, newText }) => ({ uri: file, span, newText })),
  ];
  return { to, ...wholeLines(document.text, edit), notes, edit, ...(more.length > 0 && { more }) };
}
