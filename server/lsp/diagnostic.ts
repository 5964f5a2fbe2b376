/** A problem as an LSP diagnostic. */

import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import { type ProblemCode, problemUrl, type Severity } from '../problems/index.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const diagnostic = (
  code: ProblemCode,
  severity: Severity,
  message: string,
  range: Range,
): Diagnostic => linkedDiagnostic({ code, href: problemUrl(code) }, severity, message, range);

/** @param href where the code is explained */
export const linkedDiagnostic = (
  { code, href }: { readonly code: string; readonly href: string },
  severity: Severity,
  message: string,
  range: Range,
): Diagnostic => ({
  range,
  severity: severities[severity],
  code,
  codeDescription: { href },
  source: 'kong-routes',
  message: message.length > mostCharacters ? `${message.slice(0, mostCharacters)} …` : message,
});

/** A value of a file, or a request that was made for it, may be of any length; nobody reads more of a message. */
const mostCharacters = 4_000;
