/** `kong-routes check`: what the routes of one Gateway do to each other, across the files that were checked. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentAnalysis } from '../../analysis/index.js';
import {
  gatewayTables,
  type TableFile,
  type TableProblem,
  tableAround,
  tableProblems,
} from '../../checks/index.js';
import type { Settings } from '../../protocol.js';
import { uriKey } from '../../text/index.js';
import { type Sources, unpaired } from '../../workspace/index.js';
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

interface ChosenFile extends TableFile {
  readonly index: number | null;
}

/** The files with what their tables do to themselves added to the problems. */
export function checkTables(
  files: readonly AnalysedFile[],
  sources: Sources,
  settings: Settings,
): CheckedTables {
  const chosen = files.map(({ checked, analysis }, index): ChosenFile => {
    const uri = pathToFileURL(resolve(checked.file)).href;
    const pairing = analysis.document.routes.length === 0 ? unpaired : sources.gatewaysOf(uri, settings);
    return { uri, analysis, pairing, index };
  });
  const known = new Set(chosen.map(({ uri }) => uriKey(uri)));
  const texts = new Map(chosen.map(({ uri, analysis }) => [uriKey(uri), analysis.document.text]));
  const textOf = (uri: string) => texts.get(uriKey(uri)) ?? sources.source(uri)?.text ?? '';
  const added = files.map((): FileProblem[] => []);
  const remarks: string[] = [];
  for (const table of gatewayTables(chosen)) {
    const whole = withOthers(table, known, sources, settings);
    const steps = tableProblems(whole, settings.lints);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const { problems, notDecided } = step.value;
    for (const problem of problems) {
      const at = table.find(({ uri }) => uri === problem.uri)?.index;
      if (at != null) added[at]!.push(fileProblem(problem, files[at]!, textOf));
    }
    if (notDecided !== null) {
      remarks.push(`${table.map(({ index }) => files[index!]!.checked.file).join(', ')}: ${notDecided}`);
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

/** The files that the same gateway reads and that were not named. */
function withOthers(
  table: readonly ChosenFile[],
  known: ReadonlySet<string>,
  sources: Sources,
  settings: Settings,
): readonly TableFile[] {
  const [first] = table;
  if (first?.pairing.way !== 'set' && first?.pairing.way !== 'mount') return table;
  const others = first.pairing.gateways.flatMap((gateway) => sources.routesOf(gateway, settings));
  const files = others
    .filter(({ uri }) => !known.has(uriKey(uri)))
    .map((file): TableFile => ({ ...file, pairing: sources.gatewaysOf(file.uri, settings) }));
  const around = tableAround<TableFile>(first, files);
  return around.length === 1 ? table : [...table, ...around.slice(1)];
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
