/** `kong-routes check`: what the routes of one Gateway do to each other, across the files that were checked. */

import type { DocumentAnalysis } from '../../analysis/index.js';
import { type TableProblem, tableProblems } from '../../checks/index.js';
import type { Settings } from '../../protocol/index.js';
import { uriKey } from '../../text/index.js';
import type { Sources } from '../../workspace/index.js';
import { fileTables, uriOf } from '../file-tables.js';
import { ProgressBar } from '../progress-bar.js';
import { progressWords } from '../result-words.js';
import { nameOf } from './check-gateways.js';
import type { CheckedFile, FileProblem } from './report.js';

/** A file that was checked, with what its problems were found from. */
export interface AnalysedFile {
  readonly checked: CheckedFile;
  readonly analysis: DocumentAnalysis;
}

export interface CheckedTables {
  readonly files: readonly CheckedFile[];
  /** What was left open, a line for each table. */
  readonly remarks: readonly string[];
}

/** The files with what their tables do to themselves added to the problems. */
export function checkTables(
  files: readonly AnalysedFile[],
  sources: Sources,
  settings: Settings,
): CheckedTables {
  const named = files.map(({ checked, analysis }, index) => ({ file: checked.file, analysis, index }));
  const texts = new Map(named.map(({ file, analysis }) => [uriKey(uriOf(file)), analysis.document.text]));
  const textOf = (uri: string) => texts.get(uriKey(uri)) ?? sources.source(uri)?.text ?? '';
  const added = files.map((): FileProblem[] => []);
  const remarks: string[] = [];
  for (const { named: table, whole } of fileTables(named, sources, settings)) {
    const { problems, notDecided } = new ProgressBar().run(
      tableProblems(whole, settings.lints),
      progressWords.tables,
    );
    for (const problem of problems) {
      const at = table.find(({ file }) => uriOf(file) === problem.uri)?.index;
      if (at !== undefined) added[at]!.push(fileProblem(problem, files[at]!, textOf));
    }
    if (notDecided !== null) {
      remarks.push(`${table.map(({ file }) => file).join(', ')}: ${notDecided}`);
    }
  }
  return {
    files: files.map(({ checked }, i) => {
      if (added[i]!.length === 0) return checked;
      const problems = [...checked.problems, ...added[i]!].sort((a, b) => a.span.start - b.span.start);
      return { ...checked, problems };
    }),
    remarks,
  };
}

function fileProblem(
  problem: TableProblem,
  { checked, analysis }: AnalysedFile,
  textOf: (uri: string) => string,
): FileProblem {
  const { code, severity, message, span, route, related, uri } = problem;
  return {
    code,
    severity,
    message,
    span,
    subject: checked.subjects[analysis.document.routes.indexOf(route)] ?? null,
    place: '',
    related: related.map((other) => ({
      in: uriKey(other.uri) === uriKey(uri) ? null : { file: nameOf(other.uri), text: textOf(other.uri) },
      span: other.span,
      message: other.message,
    })),
  };
}
