/** What the routes of one Gateway do to each other, as diagnostics of one of its files. */

import type { Diagnostic } from 'vscode-languageserver';
import type { DocumentAnalysis } from '../analysis/index.js';
import { type TableFile, tableAround, tableProblems, workspaceOf } from '../checks/index.js';
import { uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { diagnostic } from './diagnostic.js';
import { locationOf, rangeOf } from './ranges.js';

/** Tables with more routes are analysed in the next pause, after all else of a document was published. */
const mostAtOnce = 300;

/** The files of the table that a document is in. */
export function tableOf({ text, analysis, pairing, sources, settings }: Snapshot): readonly TableFile[] {
  const own: TableFile = { uri: text.uri, analysis, pairing };
  const { way, gateways } = pairing;
  if (way === 'set' || way === 'mount') {
    const files = gateways.flatMap((gateway) => sources.routesOf(gateway, settings));
    return tableAround<TableFile>(
      own,
      distinct(files.map((file) => ({ ...file, pairing: sources.gatewaysOf(file.uri, settings) }))),
    );
  }
  if (analysis.once(workspaceOf) === null) return [own];
  const files = [...sources.routeFiles(settings)];
  return tableAround<TableFile>(
    own,
    files.map((file) => ({ ...file, pairing: sources.gatewaysOf(file.uri, settings) })),
  );
}

/** The other files of the table that a document is in. */
export const restOfTable = (snapshot: Snapshot): readonly DocumentAnalysis[] =>
  tableOf(snapshot)
    .slice(1)
    .map(({ analysis }) => analysis);

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
