/** `kong-routes convert`: the routes of files in another style. */

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { DocumentAnalysis } from '../../analysis/index.js';
import {
  atOnce,
  convertAll,
  convertDocuments,
  convertModule,
  type RouteConversion,
  type TerraformOptions,
  unknownTerraform,
  type VerifiedConversions,
  verifyOne,
} from '../../conversion/index.js';
import {
  applyEdits,
  dataOfRoute,
  type RouteDocument,
  readDocument,
  type SourcedRoute,
  type TextEdit,
} from '../../documents/index.js';
import { noteWords, refusalWords, type Verification, verificationWords } from '../../problems/index.js';
import type { Style } from '../../protocol.js';
import { type RouteIds, readState } from '../../terraform/index.js';
import { count } from '../../text/index.js';
import { formatOf } from '../../workspace/index.js';
import { nameOf } from '../check/check-gateways.js';
import { unifiedDiff } from '../diff.js';
import { standardInput } from '../documents.js';
import { eachFile } from '../each-file.js';
import { type FileTable, fileTables, likelyWays, type NamedFile, uriOf } from '../file-tables.js';
import { CannotRun, readError, replaceFile } from '../files.js';
import {
  calculation,
  detect,
  type FileOptions,
  format,
  gateway,
  readsFiles,
  settingsOf,
} from '../options.js';
import { fail, json, orComplain, print, problemsFound, say } from '../output.js';

interface ConvertOptions extends FileOptions {
  readonly to: Style;
  readonly route?: string;
  readonly write: boolean;
  readonly diff: boolean;
  readonly state?: string;
  readonly neverApplied: boolean;
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
    .option(
      '--state <file>',
      'Terraform: state file, or output of `terraform show -json`, with the ids of the routes',
    )
    .option(
      '--never-applied',
      'Terraform: the resources were never applied, so no existing route must be kept',
      false,
    )
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
      const { results: read, workspace } = await eachFile(paths, options, ({ file, analysis }) => ({
        file,
        analysis,
      }));
      const ids = options.state === undefined ? null : await readIds(options.state);
      const terraformOf = (file: string): TerraformOptions => {
        const known = workspace.terraformOf(uriOf(file));
        return { isChild: known.isChild, ids: ids ?? known.ids, isNew: options.neverApplied };
      };
      const tables = fileTables(read, workspace, settingsOf(options), likelyWays);
      const files = convertFiles(read, options.to, options.route ?? null, { terraformOf, tables });
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
      if (files.some(isOpen)) fail(problemsFound);
    });

function printConversion(file: ConvertedFile, { write, diff }: ConvertOptions): void {
  if (diff) print(unifiedDiff(file.file, file.document.text, file.text));
  else if (!write) print(file.text);
  const { converted, leftAlone } = file;
  say(`${file.file}: ${count(converted.length, 'route')} converted, ${leftAlone.length} not converted`);
  for (const { route, notes } of converted) for (const note of notes) say(`  ${route}: ${note}`);
  for (const { route, reason } of leftAlone) say(`  ${route} not converted: ${reason}`);
  if (file.verification) say(`  ${verificationWords(file.verification)}`);
  if (file.needsFlavor) say('  needs a Gateway with `router_flavor = expressions`');
}

const isOpen = ({ leftAlone, verification }: ConvertedFile) =>
  leftAlone.length > 0 || verification?.kind === 'different';

export interface ConvertedFile {
  readonly file: string;
  readonly document: RouteDocument;
  /** The whole text; that of the file where nothing could be converted. */
  readonly text: string;
  readonly converted: readonly { readonly route: string; readonly notes: readonly string[] }[];
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
  /** What both routers say of the whole table; `null` if nothing is converted. */
  readonly verification: Verification | null;
  /** The Gateway has to run `router_flavor = expressions`. */
  readonly needsFlavor: boolean;
}

/** The ids of routes in a state of Terraform. */
async function readIds(file: string): Promise<RouteIds> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CannotRun(readError(error), file);
  });
  const ids = readState(text);
  if (!ids)
    throw new CannotRun(
      'is no state of Terraform: name a state file, or the output of `terraform show -json`',
      file,
    );
  return ids;
}

/** What is known of files in addition to their routes. */
export interface ConvertSurroundings {
  readonly terraformOf?: (file: string) => TerraformOptions;
  /** The tables that the files are part of; each file is one of its own where they are not given. */
  readonly tables?: readonly FileTable<NamedFile>[];
}

/**
 * Converts every route that is not of the style yet. The files of one table are converted together, and those of a module
 * of Terraform too, where others of its files change with them.
 *
 * @param only the name, the id or the address of the one route to convert; all where it is `null`
 */
export function convertFiles(
  files: readonly NamedFile[],
  to: Style,
  only: string | null,
  { terraformOf = () => unknownTerraform, tables = [] }: ConvertSurroundings = {},
): ConvertedFile[] {
  const isWanted = ({ body, path }: SourcedRoute): boolean => {
    const { name, id } = dataOfRoute(body);
    const isAddress = body.terraform !== undefined && path.slice(1).join('.') === only;
    return only === null || name === only || id === only || isAddress;
  };
  const modules = new Map<string, NamedFile[]>();
  for (const read of files) {
    if (!read.analysis.document.terraform) continue;
    const folder = dirname(resolve(read.file));
    modules.set(folder, [...(modules.get(folder) ?? []), read]);
  }
  const inModules = new Map<RouteDocument, ConvertedFile>();
  const changedToo: ConvertedFile[] = [];
  for (const own of modules.values()) {
    const analyses = own.map(({ analysis }) => analysis);
    const conversions = convertModule(analyses, to, isWanted, terraformOf(own[0]!.file));
    const converted = convertedModule(own, conversions, to);
    for (const file of converted) {
      if (own.some(({ analysis }) => analysis.document === file.document)) inModules.set(file.document, file);
      else changedToo.push(file);
    }
  }
  const results = new Map<DocumentAnalysis, VerifiedConversions>();
  const apart = files.filter(({ analysis }) => !analysis.document.terraform);
  for (const { named, others } of tablesOf(apart, tables)) {
    const documents = named.map(({ analysis }) => analysis);
    const around = others.map(({ analysis }) => analysis);
    if (only === null) {
      const all = atOnce(convertDocuments(documents, to, { others: around }));
      for (const [one, conversions] of all.conversions) {
        results.set(one, { conversions, verification: all.verification });
      }
      continue;
    }
    for (const one of documents) {
      const besides = [...documents.filter((other) => other !== one), ...around];
      results.set(one, convertOne(one, to, isWanted, besides));
    }
  }
  const converted = files.map(({ file, analysis }): ConvertedFile => {
    const known = inModules.get(analysis.document);
    if (known) return known;
    const { conversions, verification } = results.get(analysis)!;
    const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
    return convertedFile(file, analysis.document, edits, conversions, to, verification);
  });
  return [...converted, ...changedToo];
}

/** Each file in one table. */
function tablesOf(
  files: readonly NamedFile[],
  tables: readonly FileTable<NamedFile>[],
): Pick<FileTable<NamedFile>, 'named' | 'others'>[] {
  const wanted = new Set(files.map(({ analysis }) => analysis));
  const whole = tables.flatMap(({ named, others }) => {
    const own = named.filter(({ analysis }) => wanted.delete(analysis));
    return own.length > 0 ? [{ named: own, others }] : [];
  });
  const single = files.filter(({ analysis }) => wanted.has(analysis));
  return [...whole, ...single.map((one) => ({ named: [one], others: [] }))];
}

/** The files of a module, each with the edits that all conversions make in it. */
function convertedModule(
  files: readonly NamedFile[],
  conversions: readonly RouteConversion[],
  to: Style,
): ConvertedFile[] {
  const { terraform } = files[0]!.analysis.document;
  const elsewhere = conversions.flatMap(({ result }) =>
    'refused' in result ? [] : (result.elsewhere ?? []),
  );
  const own = files.map(({ file, analysis: { document } }) => {
    const here = conversions.filter(({ route }) => document.routes.includes(route));
    const edits = [
      ...here.flatMap(({ result }) => ('refused' in result ? [] : result.edits)),
      ...elsewhere.filter((edit) => edit.file === document.terraform?.file.name),
    ];
    return convertedFile(file, document, distinct(edits), here, to, ofModule);
  });
  const names = new Set(files.map(({ analysis }) => analysis.document.terraform?.file.name));
  const others = (terraform?.siblings ?? []).flatMap(({ name, hcl: { text } }) => {
    const edits = elsewhere.filter(({ file }) => file === name);
    if (names.has(name) || edits.length === 0) return [];
    const document = readDocument(text, formatOf(name, ''), { name, siblings: [] });
    return [convertedFile(nameOf(name), document, distinct(edits), [], to, ofModule)];
  });
  return [...own, ...others];
}

const ofModule: Verification = { kind: 'not-verified', reason: 'terraform' };

/** A single route is converted even if that affects other routes; the effect is reported. */
function convertOne(
  analysis: DocumentAnalysis,
  to: Style,
  isWanted: (route: SourcedRoute) => boolean,
  others: readonly DocumentAnalysis[],
): VerifiedConversions {
  const documents = others.map(({ document }) => document);
  const conversions = convertAll(analysis, to, isWanted, undefined, documents);
  const [first] = conversions;
  const verification: Verification = first
    ? atOnce(verifyOne(analysis, first, to, others))
    : { kind: 'equal' };
  return { conversions, verification };
}

/** Two routes may have the same edit in a third file. */
const distinct = (edits: readonly TextEdit[]): TextEdit[] => [
  ...new Map(
    edits.map((edit) => [JSON.stringify([edit.span.start, edit.span.end, edit.newText]), edit]),
  ).values(),
];

function convertedFile(
  file: string,
  document: RouteDocument,
  edits: readonly TextEdit[],
  conversions: readonly RouteConversion[],
  to: Style,
  verification: Verification,
): ConvertedFile {
  return {
    file,
    document,
    text: applyEdits(document.text, edits),
    converted: conversions.flatMap(({ label, result, notes }) =>
      'refused' in result ? [] : [{ route: label, notes: notes.map(noteWords) }],
    ),
    leftAlone: conversions.flatMap(({ label, result }) =>
      'refused' in result ? [{ route: label, reason: refusalWords(result.refused) }] : [],
    ),
    verification: edits.length > 0 ? verification : null,
    needsFlavor: to === 'expressions' && edits.length > 0,
  };
}

/** What was done, as data; `text` only where it was not written. */
export function convertReport(files: readonly ConvertedFile[], written: boolean) {
  return {
    files: files.map(({ file, text, converted, leftAlone, verification, needsFlavor }) => ({
      file,
      verification: verification && {
        kind: verification.kind,
        message: verificationWords(verification),
        ...('request' in verification && { request: verification.request }),
      },
      ...(needsFlavor && { needs: { routerFlavor: 'expressions' } }),
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
