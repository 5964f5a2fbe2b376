/** Problems as LSP diagnostics. */

import type { Diagnostic } from 'vscode-languageserver';
import type { Span } from '../../grammar/index.js';
import {
  type Asked,
  DocumentMemory,
  documentProblems,
  gatewayProblemsIn,
  isBroken,
  problemsInPieces,
  problemsOfOtherGateways,
  type TableFile,
  terraformProblems,
} from '../checks/index.js';
import { reportedProblems, urlOfCode } from '../manifests/index.js';
import { messageOf, severityOf } from '../problems/index.js';
import { append } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { diagnostic, linkedDiagnostic } from './diagnostic.js';
import { manifestsOf } from './manifests.js';
import { locationOf, rangeOf } from './ranges.js';
import { isLarge, tableDiagnostics, tableOf } from './table-diagnostics.js';

/**
 * The diagnostics of a document, in the order of its text, made in pieces: between two the caller may stop. Those of a
 * large table are left to `laterDiagnostics`.
 */
export function* diagnostics(
  snapshot: Snapshot,
  table: readonly TableFile[] = tableOf(snapshot),
): Generator<void, Diagnostic[]> {
  const found = yield* ownDiagnostics(snapshot);
  if (isLarge(table)) return found;
  return [...found, ...(yield* tableDiagnostics(snapshot, table))];
}

/** Without advice on routes and without findings about the table, so that errors appear sooner. */
export const firstDiagnostics = (snapshot: Snapshot): Generator<void, Diagnostic[]> =>
  ownDiagnostics(snapshot, 'rejections');

/** The findings about a large table, which need more time; empty if `diagnostics` contains them. */
export function* laterDiagnostics(
  snapshot: Snapshot,
  table: readonly TableFile[] = tableOf(snapshot),
): Generator<void, Diagnostic[]> {
  return isLarge(table) ? yield* tableDiagnostics(snapshot, table) : [];
}

/** Kept from version to version. */
const documentMemory = (): DocumentMemory => new DocumentMemory();

function* ownDiagnostics(snapshot: Snapshot, asked: Asked = 'all'): Generator<void, Diagnostic[]> {
  const { document, analysis, text, settings } = snapshot;
  const found: Diagnostic[] = [];
  for (const { code, severity, message, span } of documentProblems(
    document,
    snapshot,
    analysis.carried(documentMemory),
  )) {
    found.push(diagnostic(code, severity, message, rangeOf(text, visible(span, document.text))));
  }
  for (const { route, problems } of yield* problemsInPieces(analysis, settings.lints, asked)) {
    // The readable part may not be what its author meant.
    if (isBroken(document, route)) continue;
    for (const problem of problems) {
      const { code, severity, message, span, related } = problem;
      found.push({
        ...diagnostic(code, severity, message, rangeOf(text, span, route.start)),
        ...(related.length > 0 && {
          relatedInformation: related.map((other) => ({
            location: { uri: text.uri, range: rangeOf(text, other.span, route.start) },
            message: other.message,
          })),
        }),
      });
    }
    yield;
  }
  if (document.kind !== null) append(found, terraformDiagnostics(snapshot));
  return [...found, ...gatewayDiagnostics(snapshot)];
}

/** What Terraform cannot read or refuses. */
function terraformDiagnostics({ document, text, sources }: Snapshot): Diagnostic[] {
  return terraformProblems(document).map(({ code, severity, message, span, related }) => ({
    ...diagnostic(code, severity, message, rangeOf(text, visible(span, document.text))),
    ...(related.length > 0 && {
      relatedInformation: related.map((other) => ({
        location: locationOf({ uri: other.uri ?? text.uri, span: other.span }, text, sources),
        message: other.message,
      })),
    }),
  }));
}

/**
 * Those of the settings of gateways that the document has, whether it has routes or not, and of its routes with other
 * gateways than the one that it is for.
 */
export function gatewayDiagnostics(snapshot: Snapshot): Diagnostic[] {
  const { text, analysis, pairing, sources, settings } = snapshot;
  const problems = [
    ...gatewayProblemsIn(text.uri, sources, settings),
    ...problemsOfOtherGateways({ uri: text.uri, analysis, pairing, sources }),
  ];
  const found = problems.map((problem) => {
    const { code, place, related } = problem;
    const span = visible(place.span, text.getText());
    return {
      ...diagnostic(code, severityOf(code), messageOf(problem), rangeOf(text, span)),
      ...(related.length > 0 && {
        relatedInformation: related.map((other) => ({
          location: locationOf(other.place, text, sources),
          message: other.message,
        })),
      }),
    };
  });
  return [...found, ...manifestDiagnostics(snapshot)];
}

/** Those of the objects of Kubernetes that the document has. */
function manifestDiagnostics(snapshot: Snapshot): Diagnostic[] {
  const set = manifestsOf(snapshot);
  const { text } = snapshot;
  return (set ? reportedProblems(set) : []).map(({ code, severity, message, span }) =>
    linkedDiagnostic(
      { code, href: urlOfCode(code) },
      severity,
      message,
      rangeOf(text, visible(span, text.getText())),
    ),
  );
}

/** An editor underlines at least one character: for what is missing, the last one written before. */
function visible(span: Span, text: string): Span {
  if (span.end > span.start) return span;
  const end = Math.max(1, text.slice(0, span.start).trimEnd().length);
  return { start: end - 1, end };
}
