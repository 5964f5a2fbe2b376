/** `kong-routes plan`: a change of the router flavor for a directory, shown or applied. */

import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import { htmlOf, markdownOf } from '../../pages/index.js';
import {
  appliedText,
  bothTables,
  type ChangedFile,
  changedFiles,
  isWorthReading,
  mayBeAffected,
  type Plan,
  pageOf,
  parseTarget,
  placeText,
  planData,
  planInPieces,
  routeFileOf,
  type Target,
  titleOf,
  whyNotTo,
} from '../../plan/index.js';
import { decisionWords, refusalWords } from '../../problems/index.js';
import type { Settings } from '../../protocol/index.js';
import { oneLine } from '../../text/index.js';
import { defaultSettings, disk, searchFolder, searchFor, Workspace } from '../../workspace/index.js';
import { fileFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { fail, json, print, printRemark, printText, problemsFound } from '../output.js';
import { ProgressBar } from '../progress-bar.js';
import { replaceFile } from '../replace-file.js';
import { planResults, progressWords } from '../result-words.js';

interface PlanOptions {
  readonly from?: string;
  readonly to: string;
  readonly format: 'md' | 'json' | 'html';
  readonly apply: boolean;
  readonly force: boolean;
  readonly writeTables?: string;
}

export const planCommand = (): Command =>
  new Command('plan')
    .description(
      'plan a change of the router flavor: routes, settings, other affected configuration, and steps',
    )
    .argument('<directory>', 'directory with the files of routes and Gateways')
    .option(
      '--from <flavor[@version]>',
      'flavor and version that run today (default: detected from the files)',
    )
    .addOption(
      new Option(
        '--to <flavor[@version]>',
        'flavor, and version if it changes: expressions, expressions@3.9',
      ).makeOptionMandatory(),
    )
    .addOption(new Option('--format <format>', 'output format').choices(['md', 'json', 'html']).default('md'))
    .addOption(new Option('--apply', 'write the conversions and settings to the files').default(false))
    .addOption(new Option('--force', 'with --apply: write even while decisions are open').default(false))
    .option(
      '--write-tables <directory>',
      'write the routes in both forms, each into a folder named after its flavor',
    )
    .action(async (directory: string, options: PlanOptions) => {
      const planned = await planFolder(directory, options, defaultSettings);
      const { plan } = planned;
      (options.format === 'json' ? print : printText)(planText(plan, options.format));
      if (options.writeTables !== undefined) {
        for (const line of await writeTables(plan, options.writeTables)) printRemark(line);
      }
      const open = plan.summary.decisions;
      if (options.apply) {
        const isApplied = open.length === 0 || options.force;
        if (!isApplied) {
          printRemark(planResults.notApplied(open.length));
        } else if (open.length > 0) {
          printRemark(planResults.forced(open.length));
        }
        for (const { file, edits } of isApplied ? await applyPlan(planned) : [])
          printRemark(planResults.written(file, edits.length));
        for (const { about, at } of open)
          printRemark(planResults.decision(isApplied, at && placeText(at), decisionWords(about)));
      }
      if (open.length === 0) return;
      fail(problemsFound);
    });

export interface PlannedFolder {
  readonly plan: Plan;
  /** By URI, as they were read. */
  readonly texts: ReadonlyMap<string, string>;
}

/** @throws CannotRun if an option or the directory is none, or there is nothing to plan */
export async function planFolder(
  folder: string,
  options: { readonly from?: string; readonly to: string },
  settings: Settings,
): Promise<PlannedFolder> {
  const from = options.from === undefined ? null : target('--from', options.from);
  const to = target('--to', options.to);
  const impossible = whyNotTo(to);
  if (impossible !== null) throw new CannotRun(`option '--to': ${refusalWords(impossible)}`);
  const path = resolve(folder);
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new CannotRun(fileFailures.missingDirectory(folder));
  const root = pathToFileURL(path).href;
  const known = await searchFolder(disk, root, true);
  const workspace = new Workspace({ files: () => known, folders: () => [root] });
  const candidates = await searchFor(disk, root, mayBeAffected, isWorthReading);
  const files = [...new Map([...candidates, ...known].map((file) => [file.uri, file])).values()];
  const bar = new ProgressBar();
  const pieces = planInPieces({
    root,
    files,
    found: workspace.found(),
    routeFiles: known.flatMap((file) => routeFileOf(file, workspace, settings) ?? []),
    from,
    to,
  });
  let piece = pieces.next();
  while (!piece.done) {
    bar.draw(null, progressWords.planning(oneLine(piece.value)));
    piece = pieces.next();
  }
  bar.clear();
  const plan = piece.value;
  if ('refused' in plan) throw new CannotRun(refusalWords(plan.refused));
  return { plan, texts: new Map(files.map(({ uri, text }) => [uri, text])) };
}

function target(option: string, text: string): Target {
  const read = parseTarget(text);
  if ('refused' in read) throw new CannotRun(`option '${option}': ${refusalWords(read.refused)}`);
  return read;
}

export function planText(plan: Plan, format: 'md' | 'json' | 'html'): string {
  switch (format) {
    case 'md':
      return markdownOf(pageOf(plan));
    case 'html':
      return htmlOf(pageOf(plan), titleOf(plan));
    case 'json':
      return json(planData(plan));
  }
}

/** Writes the conversions and the settings into their files, each whole or not at all. @returns what was written */
export async function applyPlan({ plan, texts }: PlannedFolder): Promise<readonly ChangedFile[]> {
  const changed = changedFiles(plan);
  for (const file of changed) {
    const before = texts.get(file.uri)!;
    await replaceFile(fileURLToPath(file.uri), appliedText(before, file), before);
  }
  return changed;
}

/** Writes the routes in both forms below a folder. @returns a line about each file with routes that the router rejects */
export async function writeTables(plan: Plan, folder: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { path, text, refused } of bothTables(plan)) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await replaceFile(file, text);
    } catch (error) {
      if (error instanceof CannotRun) throw error;
      throw new CannotRun(`${file}: ${fileFailures.notWritten((error as Error).message)}`);
    }
    if (refused.length > 0) problems.push(planResults.rejected(file, refused));
  }
  return problems;
}
