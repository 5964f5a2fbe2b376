/** Files of the command line: read whole or not at all, written whole or not at all. */

import { chmod, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RouteDocument, readDocument } from '../documents/index.js';
import { formatOf } from '../workspace.js';

/** Why something could not be done, in one line for the terminal. */
export class CannotRun extends Error {}

/**
 * The files below a directory that may hold routes, in the order of their names.
 *
 * @returns `null` for what is no directory
 */
export async function filesIn(path: string): Promise<string[] | null> {
  const isDirectory = await stat(path).then(
    (stats) => stats.isDirectory(),
    // What cannot be looked at is said when it is read.
    () => false,
  );
  return isDirectory ? filesBelow(path) : null;
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new CannotRun(`${directory}: ${readErrors[error.code ?? ''] ?? error.message}`);
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(path)));
    else if (/\.(ya?ml|json)$/i.test(entry.name)) found.push(path);
  }
  return found;
}

/**
 * @param isNamed a file that was only found is passed over where it is not Kong's
 * @throws CannotRun where the file cannot be read, is not text, or is not well-formed YAML or JSON
 */
export async function readRouteFile(file: string, isNamed: boolean): Promise<RouteDocument | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CannotRun(`${file}: ${readErrors[error.code ?? ''] ?? error.message}`);
  });
  const text = decode(bytes);
  if (text === null) {
    if (!isNamed) return null;
    throw new CannotRun(`${file}: is not a text file in UTF-8`);
  }
  const document = readDocument(text, formatOf(file, ''));
  if (!isNamed && document.kind === null) return null;
  const [problem] = document.syntaxProblems;
  if (problem) {
    const { line, column } = lineAndColumn(document.text, problem.span.start);
    const template = document.text.includes('{{') ? ' (a template? render it first)' : '';
    const name = document.format.toUpperCase();
    throw new CannotRun(`${file}:${line}:${column}: not well-formed ${name}: ${problem.message}${template}`);
  }
  return document;
}

const readErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'may not be read',
};

function decode(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** Counted from one, as terminals and editors show them. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Replaces a file in one step, so that nobody ever sees half of it; a link stays a link. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = await realpath(file);
  const beside = `${target}.${process.pid}.kong-routes`;
  try {
    await writeFile(beside, text);
    await chmod(beside, (await stat(target)).mode);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw new CannotRun(`${file}: could not be written: ${(error as Error).message}`);
  }
}
