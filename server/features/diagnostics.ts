/** Problems as LSP diagnostics. */

import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import type { Span } from '../../grammar/index.js';
import { type ProblemCode, problemUrl, type Severity } from '../problems.js';
import type { Snapshot } from '../workspace.js';
import { problemsOf } from './route-problems.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * The diagnostics of a document, in the order of its text, a piece at a time: between two pieces the caller
 * may do something else, or stop because the document has changed.
 */
export function* diagnostics(snapshot: Snapshot): Generator<Diagnostic[]> {
  const { document, gateway, text } = snapshot;
  if (document.kind !== null && !isTemplate(document.text)) {
    yield document.syntaxProblems.map(({ message, span }) =>
      diagnostic('document-syntax', 'error', message, rangeOf(text, span)),
    );
  }
  for (const route of document.routes) {
    yield problemsOf(document, route, gateway).map(({ code, severity, message, span, related }) => ({
      ...diagnostic(code, severity, message, rangeOf(text, span, route.start)),
      ...(related.length > 0 && {
        relatedInformation: related.map((other) => ({
          location: { uri: text.uri, range: rangeOf(text, other.span, route.start) },
          message: other.message,
        })),
      }),
    }));
  }
}

function diagnostic(code: ProblemCode, severity: Severity, message: string, range: Range): Diagnostic {
  return {
    range,
    severity: severities[severity],
    code,
    codeDescription: { href: problemUrl(code) },
    source: 'kong-routes',
    message,
  };
}

/** A span as LSP has it; `start` is where the span counts from. */
export function rangeOf(text: Snapshot['text'], span: Span, start = 0): Range {
  return { start: text.positionAt(start + span.start), end: text.positionAt(start + span.end) };
}

/** Helm and the like: such a file is well-formed only once it is rendered. */
export const isTemplate = (text: string) => /\{\{[\s\S]*?\}\}/.test(text);
