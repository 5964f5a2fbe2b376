/** `kong-routes convert`: the routes of files in another style. */

import { Command, Option } from 'commander';
import type { DocumentAnalysis } from '../../analysis/index.js';
import { convertAll } from '../../conversion/index.js';
import { applyEdits, dataOfRoute, type RouteDocument } from '../../documents/index.js';
import type { Style } from '../../protocol.js';
import { count } from '../../text/index.js';
import { unifiedDiff } from '../diff.js';
import { standardInput } from '../documents.js';
import { eachFile } from '../each-file.js';
import { CannotRun, replaceFile } from '../files.js';
import { calculation, detect, type FileOptions, format, gateway, readsFiles } from '../options.js';
import { fail, json, orComplain, print, problemsFound, say } from '../output.js';

interface ConvertOptions extends FileOptions {
  readonly to: Style;
  readonly route?: string;
  readonly write: boolean;
  readonly diff: boolean;
}

export const convertCommand = (): Command =>
  readsFiles(new Command('convert'))
    .description('convert routes, and print the result, print a diff, or write the files')
    .addOption(
      new Option('--to <style>', 'style to convert to')
        .choices(['expressions', 'traditional'])
        .makeOptionMandatory(),
    )
    .option('--route <name>', 'convert only the route with this name or id')
    .addOption(new Option('--write', 'write the result to the files').default(false).conflicts('diff'))
    .option('--diff', 'print a unified diff instead of the result', false)
    .addOption(format())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .action(async (paths: string[], options: ConvertOptions) => {
      if (options.diff && options.format === 'json') {
        throw new CannotRun("option '--diff' cannot be used with option '--format json'");
      }
      if (options.write && paths.includes(standardInput)) {
        throw new CannotRun("option '--write' cannot be used with standard input");
      }
      const { results: files } = await eachFile(paths, options, ({ file, analysis }) =>
        convertFile(file, analysis, options.to, options.route ?? null),
      );
      const isJson = options.format === 'json';
      if (files.length > 1 && !options.write && !options.diff && !isJson) {
        throw new CannotRun('several files cannot be printed one after the other: add --diff or --write');
      }
      for (const file of files) {
        await orComplain(async () => {
          if (options.write && file.text !== file.document.text) await replaceFile(file.file, file.text);
          if (!isJson) printConversion(file, options);
        });
      }
      if (isJson) print(json(convertReport(files, options.write)));
      const found = files.some(({ converted, leftAlone }) => converted.length + leftAlone.length > 0);
      if (options.route !== undefined && !found) {
        throw new CannotRun(`no route named ${options.route} needs to be converted`);
      }
      if (files.some(({ leftAlone }) => leftAlone.length > 0)) fail(problemsFound);
    });

function printConversion(file: ConvertedFile, { write, diff }: ConvertOptions): void {
  if (diff) print(unifiedDiff(file.file, file.document.text, file.text));
  else if (!write) print(file.text);
  const { converted, leftAlone } = file;
  say(`${file.file}: ${count(converted.length, 'route')} converted, ${leftAlone.length} not converted`);
  for (const { route, notes } of converted) for (const note of notes) say(`  ${route}: ${note}`);
  for (const { route, reason } of leftAlone) say(`  ${route} not converted: ${reason}`);
}

export interface ConvertedFile {
  readonly file: string;
  readonly document: RouteDocument;
  /** The whole text; that of the file where nothing could be converted. */
  readonly text: string;
  readonly converted: readonly { readonly route: string; readonly notes: readonly string[] }[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
}

/**
 * Converts every route that is not of the style yet.
 *
 * @param only the name or id of the one route to convert; all where it is `null`
 */
export function convertFile(
  file: string,
  analysis: DocumentAnalysis,
  to: Style,
  only: string | null,
): ConvertedFile {
  const conversions = convertAll(analysis, to, ({ body }) => {
    const { name, id } = dataOfRoute(body);
    return only === null || name === only || id === only;
  });
  const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  const { document } = analysis;
  return {
    file,
    document,
    text: applyEdits(document.text, edits),
    converted: conversions.flatMap(({ label, result, notes }) =>
      'refused' in result ? [] : [{ route: label, notes }],
    ),
    leftAlone: conversions.flatMap(({ label, result }) =>
      'refused' in result ? [{ route: label, reason: result.refused }] : [],
    ),
  };
}

/** What was done, as data; `text` only where it was not written. */
export function convertReport(files: readonly ConvertedFile[], written: boolean) {
  return {
    files: files.map(({ file, text, converted, leftAlone }) => ({
      file,
      routes: [
        ...converted.map(({ route, notes }) => ({ route, status: 'converted', notes })),
        ...leftAlone.map(({ route, reason }) => ({ route, status: 'left-alone', reason })),
      ],
      ...(!written && { text }),
    })),
    summary: {
      files: files.length,
      converted: files.reduce((count, file) => count + file.converted.length, 0),
      leftAlone: files.reduce((count, file) => count + file.leftAlone.length, 0),
    },
  };
}
