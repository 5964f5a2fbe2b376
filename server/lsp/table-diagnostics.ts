/** What the routes of one Gateway do to each other, as diagnostics of one of its files. */

import type { Diagnostic } from 'vscode-languageserver';
import {
  type TableFile,
  type TableProblem,
  tableAround,
  tableProblems,
  workspaceOf,
} from '../checks/index.js';
import { uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { diagnostic } from './diagnostic.js';
import { locationOf, rangeOf } from './ranges.js';

/** Larger tables are analysed in the next pause, after all other problems of a document are published. */
const mostAtOnce = 300;

/** The files of the table that a document is in, the document first. */
export function tableOf(snapshot: Snapshot): readonly TableFile[] {
  const { text, analysis, pairing, sources, settings } = snapshot;
  const own: TableFile = { uri: text.uri, analysis, pairing };
  if (pairing.way === 'set' || pairing.way === 'mount') return tableOfGateways(snapshot);
  if (analysis.once(workspaceOf) === null) return [own];
  const files = [...sources.routeFiles(settings)];
  return tableAround<TableFile>(
    own,
    files.map((file) => ({ ...file, pairing: sources.gatewaysOf(file.uri, settings) })),
  );
}

/** All that its gateways read. */
function tableOfGateways({ text, analysis, pairing, sources, settings }: Snapshot): readonly TableFile[] {
  const files = pairing.gateways.flatMap((gateway) => sources.routesOf(gateway, settings));
  return tableAround<TableFile>(
    { uri: text.uri, analysis, pairing },
    distinct(files.map((file) => ({ ...file, pairing: sources.gatewaysOf(file.uri, settings) }))),
  );
}

/**
 * The other files of the table that conversions of a document have to keep: what is in one folder with a gateway is in one
 * table, where nothing says otherwise.
 */
export const restOfTable = (snapshot: Snapshot): readonly TableFile[] =>
  (snapshot.pairing.way === 'folder' ? tableOfGateways(snapshot) : tableOf(snapshot)).slice(1);

const distinct = (files: readonly TableFile[]): TableFile[] => [
  ...new Map(files.map((file) => [uriKey(file.uri), file])).values(),
];

export const isLarge = (table: readonly TableFile[]): boolean =>
  table.reduce((sum, { analysis }) => sum + analysis.document.routes.length, 0) > mostAtOnce;

/** Made in pieces: between two the caller may stop. */
export function* tableDiagnostics(
  { text, sources, settings }: Snapshot,
  table: readonly TableFile[],
): Generator<void, Diagnostic[]> {
  const { problems } = yield* tableProblems(table, settings.lints);
  return problems
    .filter(({ uri }) => uri === text.uri)
    .map(({ code, severity, message, span, related }) => ({
      ...diagnostic(code, severity, message, rangeOf(text, span)),
      relatedInformation: related.map((other) => ({
        location: locationOf({ uri: other.uri, span: other.span }, text, sources),
        message: other.message,
      })),
    }));
}

/** The problems of a table at some of its diagnostics, each with its diagnostic. */
export function* tableProblemsAt(
  { text, settings }: Snapshot,
  table: readonly TableFile[],
  diagnostics: readonly Diagnostic[],
): Generator<void, { readonly problem: TableProblem; readonly diagnostic: Diagnostic }[]> {
  const { problems } = yield* tableProblems(table, settings.lints);
  return problems.flatMap((problem) => {
    const { start } = rangeOf(text, problem.span);
    const found = diagnostics.find(
      ({ code, range }) =>
        code === problem.code && range.start.line === start.line && range.start.character === start.character,
    );
    return problem.uri === text.uri && found ? [{ problem, diagnostic: found }] : [];
  });
}
