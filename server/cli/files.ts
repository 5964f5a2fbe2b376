/** Files of the command line: read whole or not at all, written whole or not at all. */

import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { type RouteDocument, readDocument } from '../documents/index.js';
import { formatOf } from '../workspace.js';

/** Why something could not be done, in one line for the terminal. */
export class CannotRun extends Error {}

/** @throws CannotRun where the file cannot be read, is not text, or is not well-formed YAML or JSON */
export async function readRouteFile(file: string): Promise<RouteDocument> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CannotRun(`${file}: ${readErrors[error.code ?? ''] ?? error.message}`);
  });
  const document = readDocument(decode(file, bytes), formatOf(file, ''));
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
  EISDIR: 'is a directory; name the files in it',
  EACCES: 'may not be read',
};

function decode(file: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: said below.
  }
  throw new CannotRun(`${file}: is not a text file in UTF-8`);
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
