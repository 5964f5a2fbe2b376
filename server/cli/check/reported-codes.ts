/** Every code that `check` reports, whichever kind of file the problem is in. */

import {
  isManifestCode,
  type ManifestCode,
  manifestCodes,
  severityOfCode,
  titleOfCode,
  urlOfCode,
} from '../../manifests/index.js';
import { type ProblemCode, problems, problemUrl, type Severity } from '../../problems/index.js';

export type ReportedCode = ProblemCode | ManifestCode;

/** In the order of the tables in the documentation. */
export const reportedCodes = (): readonly ReportedCode[] => [
  ...(Object.keys(problems) as ProblemCode[]),
  ...manifestCodes,
];

export const titleOf = (code: ReportedCode): string =>
  isManifestCode(code) ? titleOfCode(code) : problems[code].title;

export const usualSeverityOf = (code: ReportedCode): Severity =>
  isManifestCode(code) ? severityOfCode(code) : problems[code].severity;

/** The page and section about a code. */
export const urlOf = (code: ReportedCode): string =>
  isManifestCode(code) ? urlOfCode(code) : problemUrl(code);
