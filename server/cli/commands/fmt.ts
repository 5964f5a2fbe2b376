/** `kong-routes fmt`: the expressions of files, laid out. */

import { Command } from 'commander';
import type { DocumentAnalysis } from '../../analysis/index.js';
import { type RouteDocument, routeLabel } from '../../documents/index.js';
import { formatExpression } from '../../formatting/index.js';
import { type Refusal, refusalWords } from '../../problems/index.js';
import { applyEdits } from '../../text/index.js';
import { standardInput } from '../documents.js';
import { eachFile } from '../each-file.js';
import { usageFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { detect, type FileOptions, gateway, readsFiles } from '../options.js';
import { fail, orPrintProblem, printRemark, problemsFound } from '../output.js';
import { replaceFile } from '../replace-file.js';
import { formatResults } from '../result-words.js';

interface FormatOptions extends FileOptions {
  readonly check: boolean;
}

export const fmtCommand = (): Command =>
  readsFiles(new Command('fmt'))
    .description('format the expressions in files')
    .option('--check', 'write nothing, and fail if any file would change', false)
    .addOption(gateway())
    .addOption(detect())
    .action(async (paths: string[], options: FormatOptions) => {
      if (!options.check && paths.includes(standardInput)) {
        throw new CannotRun(usageFailures.stdinCanOnlyBeChecked);
      }
      const { results: files } = await eachFile(paths, options, ({ file, analysis }) =>
        formatFile(file, analysis),
      );
      const changed = files.filter(({ document, text }) => text !== document.text);
      for (const { file, text, document, formatted } of changed) {
        await orPrintProblem(async () => {
          if (!options.check) await replaceFile(file, text, document.text);
          printRemark(formatResults.formatted(file, formatted, options.check));
        });
      }
      for (const { file, leftAlone } of files) {
        for (const { route, reason } of leftAlone)
          printRemark(formatResults.leftAlone(file, route, refusalWords(reason)));
      }
      if (options.check && changed.length > 0) fail(problemsFound);
    });

export interface FormattedFile {
  readonly file: string;
  readonly document: RouteDocument;
  /** The whole text; that of the file where nothing changes. */
  readonly text: string;
  /** The routes whose expressions change. */
  readonly formatted: readonly string[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: Refusal }[];
}

/** Routes without an expression, and expressions that Kong would refuse, stay as they are. */
export function formatFile(file: string, analysis: DocumentAnalysis): FormattedFile {
  const { document } = analysis;
  const results = document.routes.flatMap((route) => {
    const result = formatExpression(analysis, route);
    return result ? [{ route: routeLabel(route), result }] : [];
  });
  const edits = results.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  return {
    file,
    document,
    text: applyEdits(document.text, edits),
    formatted: results.flatMap(({ route, result }) =>
      'refused' in result || result.edits.length === 0 ? [] : [route],
    ),
    leftAlone: results.flatMap(({ route, result }) =>
      'refused' in result ? [{ route, reason: result.refused }] : [],
    ),
  };
}
