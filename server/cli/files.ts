/** Files of the command line: read whole or not at all, written whole or not at all. */

import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mayBeTemplate, type RouteDocument, readDocument } from '../documents/index.js';
import { faultMessage } from '../problems/index.js';
import { type ModuleFile, readTerraformFile } from '../terraform/index.js';
import { positions } from '../text/index.js';
import { formatOf, isTerraform } from '../workspace/index.js';
import { type Failure, placeOf } from './check/report.js';
import { fileFailures } from './failure-words.js';
import { readRegular } from './regular-file.js';

/** Why something could not be done; its message is one line for the terminal. */
export class CannotRun extends Error {
  readonly failure: Failure;

  /**
   * @param file the file, directory or glob that it is about
   * @param at the place in it
   */
  constructor(reason: string, file: string | null = null, at: Failure['at'] = null) {
    const failure = { file, at, reason };
    const place = placeOf(failure);
    super(place === null ? reason : `${place}: ${reason}`);
    this.failure = failure;
  }
}

/**
 * @param isNamed a file that was found by a search is skipped unless it is Kong's
 * @param mayBeBroken whether the well-formed parts of a broken Kong file are read
 * @throws CannotRun if the file cannot be read, is not text, or is not well-formed YAML or JSON
 */
export async function readRouteFile(
  file: string,
  isNamed: boolean,
  folders: TerraformFolders = new TerraformFolders(),
  mayBeBroken = false,
): Promise<RouteDocument | null> {
  const bytes = await readRegular(file).catch((error: unknown) => {
    throw new CannotRun(readError(error), file);
  });
  return routeDocument(bytes, file, isNamed, mayBeBroken, await folders.siblingsOf(file));
}

/** Standard input as if it were a file. */
export async function readRouteInput(
  input: NodeJS.ReadableStream,
  file: string,
  mayBeBroken = false,
): Promise<RouteDocument | null> {
  const pieces: Buffer[] = [];
  for await (const piece of input) pieces.push(Buffer.from(piece));
  return routeDocument(Buffer.concat(pieces), file, true, mayBeBroken);
}

function routeDocument(
  bytes: Buffer,
  file: string,
  isNamed: boolean,
  mayBeBroken: boolean,
  siblings: readonly ModuleFile[] = [],
): RouteDocument | null {
  const text = decode(bytes);
  if (text === null) {
    if (!isNamed) return null;
    throw new CannotRun(fileFailures.notUtf8, file);
  }
  const document = readDocument(text, formatOf(file, ''), { name: uriOfPath(file), siblings });
  const isKongs = document.kind !== null || document.unread.length > 0;
  if (!isNamed && !isKongs) return null;
  // A Kong file gets a problem that reports UTF-16.
  if (!isKongs && isUtf16(bytes)) throw new CannotRun(fileFailures.notUtf8, file);
  const [problem] = document.syntaxProblems;
  if (problem && !(isKongs && mayBeBroken)) {
    const format = document.format.toUpperCase();
    const what = faultMessage(problem.fault);
    throw new CannotRun(
      problem.fault.syntax === 'any'
        ? what
        : fileFailures.notWellFormedFormat(format, what, mayBeTemplate(document.text)),
      file,
      lineAndColumn(document.text, problem.span.start),
    );
  }
  return document;
}

const uriOfPath = (path: string): string => pathToFileURL(resolve(path)).href;

/** The files of directories of Terraform, each read once. */
export class TerraformFolders {
  readonly #folders = new Map<string, Promise<readonly ModuleFile[]>>();

  /** The other files in the directory of a file; none unless it is a file of Terraform. */
  async siblingsOf(file: string): Promise<readonly ModuleFile[]> {
    if (!isTerraform(file)) return [];
    const folder = dirname(resolve(file));
    const files = this.#folders.get(folder) ?? readTerraformFolder(folder);
    this.#folders.set(folder, files);
    const own = uriOfPath(file);
    return (await files).filter(({ name }) => name !== own);
  }
}

/** Unreadable files are left out: Terraform reports them. */
async function readTerraformFolder(folder: string): Promise<readonly ModuleFile[]> {
  const names = await readdir(folder).catch(() => []);
  const read = names
    .filter(isTerraform)
    .sort()
    .map(async (name) => {
      const bytes = await readRegular(join(folder, name)).catch(() => null);
      const text = bytes && decode(bytes);
      return text === null ? null : readTerraformFile(uriOfPath(join(folder, name)), text);
    });
  return (await Promise.all(read)).filter((file) => file !== null);
}

/** Why a file or a directory could not be read. */
export function readError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return readErrors[code ?? ''] ?? message;
}

const readErrors: Readonly<Record<string, string>> = {
  ENOENT: fileFailures.missing,
  ENOTDIR: fileFailures.missing,
  ENOTREG: fileFailures.notRegular,
  EACCES: fileFailures.notPermitted,
};

/** `null` for binary content. UTF-16 is decoded as UTF-8, as an editor would show it: the readers report it. */
function decode(bytes: Buffer): string | null {
  if (isUtf16(bytes)) return bytes.toString('utf8');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** Counted from one, as terminals and editors show them. */
function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const { line, character } = positions(text)(offset);
  return { line: line + 1, column: character + 1 };
}

/** By its mark, or by the NUL that every second byte of an ASCII text is. */
const isUtf16 = (bytes: Buffer): boolean => {
  const [first = 1, second = 1, third = 1, fourth = 1] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (
    (first === 0) !== (second === 0) && (third === 0) !== (fourth === 0) && (first === 0) === (third === 0)
  );
};
