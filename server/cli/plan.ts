/** `kong-routes plan`: a change of the router flavor for a directory, told or made. */

import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { appliedText, bothTables, type ChangedFile, changedFiles } from '../features/plan/apply.js';
import { mayStandBeside, standsBeside } from '../features/plan/beside.js';
import { planData } from '../features/plan/data.js';
import { htmlOf } from '../features/plan/html.js';
import { markdownOf } from '../features/plan/markdown.js';
import type { Plan } from '../features/plan/model.js';
import { pageOf, titleOf } from '../features/plan/page.js';
import { makePlan } from '../features/plan/plan.js';
import { routeFileOf } from '../features/plan/route-files.js';
import { parseTarget, type Target, whyNotTo } from '../features/plan/target.js';
import { searchFolder, searchFor } from '../file-search.js';
import type { Settings } from '../protocol.js';
import { Workspace } from '../workspace.js';
import { CannotRun, replaceFile } from './files.js';

export interface PlannedFolder {
  readonly plan: Plan;
  /** By address, as they were read. */
  readonly texts: ReadonlyMap<string, string>;
}

/** @throws CannotRun where an option or the directory is none, or there is nothing to plan */
export async function planFolder(
  folder: string,
  options: { readonly from?: string; readonly to: string },
  settings: Settings,
): Promise<PlannedFolder> {
  const from = options.from === undefined ? null : target('--from', options.from);
  const to = target('--to', options.to);
  const impossible = whyNotTo(to);
  if (impossible !== null) throw new CannotRun(`option '--to': ${impossible}`);
  const path = resolve(folder);
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new CannotRun(`${folder}: there is no such directory`);
  const root = pathToFileURL(path).href;
  const known = await searchFolder(path, true);
  const workspace = new Workspace({ files: () => known, folders: () => [root] });
  const beside = await searchFor(path, mayStandBeside, standsBeside);
  const files = [...new Map([...beside, ...known].map((file) => [file.uri, file])).values()];
  const plan = makePlan({
    root,
    files,
    found: workspace.found(),
    routeFiles: known.flatMap((file) => routeFileOf(file, workspace, settings) ?? []),
    from,
    to,
  });
  if ('refused' in plan) throw new CannotRun(plan.refused);
  return { plan, texts: new Map(files.map(({ uri, text }) => [uri, text])) };
}

function target(option: string, text: string): Target {
  const read = parseTarget(text);
  if ('refused' in read) throw new CannotRun(`option '${option}': ${read.refused}`);
  return read;
}

export function planText(plan: Plan, format: 'md' | 'json' | 'html'): string {
  switch (format) {
    case 'md':
      return markdownOf(pageOf(plan));
    case 'html':
      return htmlOf(pageOf(plan), titleOf(plan));
    case 'json':
      return `${JSON.stringify(planData(plan))}\n`;
  }
}

/** Writes the conversions and the settings into their files, each whole or not at all. @returns what was written */
export async function applyPlan({ plan, texts }: PlannedFolder): Promise<readonly ChangedFile[]> {
  const changed = changedFiles(plan);
  for (const file of changed) {
    await replaceFile(fileURLToPath(file.uri), appliedText(texts.get(file.uri)!, file));
  }
  return changed;
}

/** Writes the routes in both forms below a folder. @returns a line about each file that holds what is refused */
export async function writeTables(plan: Plan, folder: string): Promise<readonly string[]> {
  const told: string[] = [];
  for (const { path, text, refused } of bothTables(plan)) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    } catch (error) {
      throw new CannotRun(`${file}: could not be written: ${(error as Error).message}`);
    }
    if (refused.length > 0) told.push(`${file}: refused as it stands there: ${refused.join(', ')}`);
  }
  return told;
}
