/** The table that words on the command line mean: files, files of a git revision, or what a running Gateway has. */

import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { basename, dirname, posix, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type RouteDocument, readDocument } from '../documents/index.js';
import { generatedDocument, manifestSetOfFiles, mayBeManifest } from '../manifests/index.js';
import { failureMessage, faultMessage } from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { defaultLimits, httpExchange, readRunningTable } from '../running/index.js';
import { formatOf, gatewayOf, type Workspace } from '../workspace/index.js';
import { textsOf } from './check/check-manifests.js';
import type { NamedText } from './check/report.js';
import { askedController, type ControllerOptions } from './controller-options.js';
import { eachFile, type FoundFiles } from './each-file.js';
import { CannotRun } from './files.js';
import { type FileOptions, settingsOf } from './options.js';

/** Documents that are one table, and the Gateway that they are for. */
export interface TableSource {
  readonly files: readonly { readonly file: string; readonly document: RouteDocument }[];
  readonly gateway: Gateway;
  /** Of a revision of git. */
  readonly commit?: string;
}

/** Manifests are read as a controller does. */
export type TableOptions = FileOptions & ControllerOptions;

/** @throws CannotRun if something cannot be read, or the files are for different gateways */
export async function readTableSource(words: readonly string[], options: TableOptions): Promise<TableSource> {
  const [first = ''] = words;
  if (/^https?:\/\//.test(first) && words.length === 1) return runningTable(first, options);
  const revision = words.length === 1 ? await revisionOf(first) : null;
  if (revision) return tableOfRevision(revision, options);
  const found = await eachFile(
    words,
    options,
    ({ file, document, known }): TableFile => ({ file, document, gateway: known.gateway }),
    (path, _, surroundings) => isManifestFile(path, surroundings),
  );
  if (found.failures.length > 0) throw new CannotRun('not all files could be read');
  const files = await withManifests(found, options);
  return { files, gateway: gatewayOfAll(files) };
}

function isManifestFile(path: string, surroundings: Pick<Workspace, 'source'>): boolean {
  const file = surroundings.source(pathToFileURL(path).href);
  return file !== undefined && mayBeManifest(file);
}

/** The files are one table only if one Gateway reads them. */
export function gatewayOfAll(files: readonly { readonly gateway: Gateway }[]): Gateway {
  const [first] = files;
  if (!first) throw new CannotRun('no routes found: name a file with Kong routes');
  if (files.some(({ gateway }) => JSON.stringify(gateway) !== JSON.stringify(first.gateway))) {
    throw new CannotRun('the files are read by different Gateways: choose one with --flavor and --gateway');
  }
  return first.gateway;
}

interface Revision {
  readonly revision: string;
  /** From the root of the repository. */
  readonly path: string;
  readonly folder: string;
}

const run = promisify(execFile);

/** Runs git. @returns `null` if it fails */
async function git(folder: string, ...args: string[]): Promise<string | null> {
  const options = { cwd: folder, maxBuffer: 1 << 28, encoding: 'utf8' as const };
  return run('git', args, options).then(
    ({ stdout }) => stdout,
    () => null,
  );
}

/** `HEAD~1:kong/`: a path counts from the current folder, as that of `git diff` does. */
async function revisionOf(word: string): Promise<Revision | null> {
  const [, revision, written] = /^([^:\s]{2,}):(.*)$/.exec(word) ?? [];
  if (revision === undefined || written === undefined) return null;
  if (await stat(word).catch(() => null)) return null;
  const here = process.cwd();
  const commit = await git(here, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (commit === null) throw new CannotRun(`git has no revision '${revision}'`, word);
  const root = (await git(here, 'rev-parse', '--show-toplevel'))!.trim();
  const path = relative(resolve(root), resolve(here, written)).split(sep).join(posix.sep);
  return { revision: commit.trim(), path, folder: root };
}

async function tableOfRevision(
  { revision, path, folder }: Revision,
  options: TableOptions,
): Promise<TableSource> {
  const kind = path === '' ? 'tree' : (await git(folder, 'cat-file', '-t', `${revision}:${path}`))?.trim();
  if (kind === undefined) throw new CannotRun('no such file in that revision', path);
  const names =
    kind === 'tree'
      ? (await git(
          folder,
          'ls-tree',
          '-r',
          '-z',
          '--name-only',
          revision,
          '--',
          ...(path === '' ? [] : [path]),
        ))!
          .split('\0')
          .filter((name) => /\.(?:ya?ml|json|kong-expr)$/i.test(name))
      : [path];
  const files: { file: string; document: RouteDocument; gateway: Gateway }[] = [];
  for (const name of names) {
    const text = await git(folder, 'show', `${revision}:${name}`);
    const document = readDocument(text ?? '', formatOf(name, ''));
    if (document.kind === null) continue;
    const [problem] = document.syntaxProblems;
    if (problem) throw new CannotRun(`not well-formed: ${faultMessage(problem.fault)}`, name);
    files.push({ file: name, document, gateway: gatewayOf(document, settingsOf(options)).gateway });
  }
  if (files.length === 0) throw new CannotRun('that revision contains no files with Kong routes', path);
  // The current files decide which Gateway reads these.
  const today = resolve(folder, path === '' ? '.' : path);
  const exists = (await stat(today).catch(() => null)) !== null;
  const gateway = exists ? await gatewayOfPath(today, options).catch(() => null) : null;
  return { files, gateway: gateway ?? gatewayOfAll(files), commit: revision };
}

const gatewayOfPath = async (path: string, options: TableOptions): Promise<Gateway> =>
  gatewayOfAll((await eachFile([path], options, ({ known }) => ({ gateway: known.gateway }))).results);

/** The routes and services of a Gateway that runs, as a declarative file would have them. */
async function runningTable(address: string, options: TableOptions): Promise<TableSource> {
  const token = process.env.KONG_ADMIN_TOKEN?.trim() || null;
  const read = await readRunningTable(address, {
    exchange: httpExchange(token),
    signal: new AbortController().signal,
    limits: { ...defaultLimits, timeout: 10_000 },
  });
  if ('failure' in read) throw new CannotRun(failureMessage(read.failure), address);
  const document = readDocument(read.text, 'json');
  const assumed = gatewayOf(document, settingsOf(options)).gateway;
  const isSet = options.flavor !== undefined && options.flavor !== 'auto';
  return {
    files: [{ file: address, document }],
    gateway: {
      ...(read.gateway ?? assumed),
      ...(isSet && { flavor: assumed.flavor }),
      ...(options.gateway !== 'auto' && { version: assumed.version }),
    },
  };
}

/** The file of routes that a file of tests is named after: `kong.kong-test.yaml` is for `kong.yaml`. */
export async function namesakeOf(testFile: string): Promise<string | null> {
  const stem = resolve(dirname(testFile), basename(testFile).replace(/\.kong-test\.\w+$/i, ''));
  for (const extension of ['yaml', 'yml', 'json']) {
    const path = `${stem}.${extension}`;
    if (await stat(path).catch(() => null)) return path;
  }
  return null;
}

interface TableFile {
  readonly file: string;
  readonly document: RouteDocument;
  readonly gateway: Gateway;
}

/** In the place of manifests, the routes that a controller makes of them; all of them are read together. */
async function withManifests(
  { results, passedOver, workspace, surroundings }: FoundFiles<TableFile>,
  options: TableOptions,
): Promise<TableFile[]> {
  const sources = options.detect ? workspace : surroundings.withoutGateways();
  const named = results.map(({ file, document }) => ({ file, text: document.text }));
  const manifests = [
    ...named.filter((_, index) => results[index]?.document.kind === null),
    ...(await textsOf(passedOver, sources)),
  ].filter(isManifest);
  const opened = manifests.map(({ file, text }) => ({ uri: uriOf(file), text }));
  const set = manifestSetOfFiles(opened, sources, settingsOf(options), askedController(options));
  if (!set) return [...results];
  const { gateway } = set.known;
  const generated = manifests.map(({ file }) => {
    const document = generatedDocument(set.translation, gateway.flavor, uriOf(file));
    return { file, document, gateway };
  });
  return [...results.filter(({ file }) => !manifests.some((one) => one.file === file)), ...generated];
}

const uriOf = (file: string): string => pathToFileURL(resolve(file)).href;

/** Standard input has no file name that shows its format. */
const isManifest = ({ file, text }: NamedText): boolean =>
  mayBeManifest({ uri: /\.(?:ya?ml|json)$/i.test(file) ? file : `${file}.yaml`, text });
