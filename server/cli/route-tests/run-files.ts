/** Runs the files of route tests that the arguments of `kong-routes test` mean. */

import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { escapePath, glob } from 'tinyglobby';
import {
  gatewayAs,
  isTestFile,
  type RouteTestFile,
  readTestFile,
  runFile,
  type TableCoverage,
  type TestedGateway,
  type TestResult,
} from '../../route-tests/index.js';
import type { Gateway } from '../../routes/index.js';
import { fileFailures } from '../failure-words.js';
import { CannotRun, readError } from '../files.js';
import type { FileOptions } from '../options.js';
import { readRegularText } from '../regular-file.js';
import { namesakeOf, readTableSource, type TableSource } from '../table-source.js';

export interface TestRun {
  readonly file: string;
  readonly text: string;
  readonly read: RouteTestFile;
  readonly results: readonly TestResult[];
  /** One for each table that was asked. */
  readonly coverage: readonly TableCoverage[];
  /** Why nothing of the file could be run. */
  readonly failure: string | null;
}

export interface RunOptions extends FileOptions {
  /** Files of routes, instead of those that the tests name. */
  readonly routes: readonly string[];
  readonly coverage: boolean;
}

/** @throws CannotRun if there is no file of tests */
export async function findTestFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const stats = await stat(path).catch((error: unknown) => {
        throw new CannotRun(readError(error), path);
      });
      if (!stats.isDirectory()) {
        if (!isTestFile(path)) throw new CannotRun(fileFailures.notATestFile, path);
        return [path];
      }
      const names = await glob(`${escapePath(resolve(path))}/**/*.kong-test.{yaml,yml,json}`, {
        ignore: ['**/node_modules/**', '**/.git/**'],
        absolute: true,
        dot: true,
      });
      if (names.length === 0) throw new CannotRun(fileFailures.withoutTests, path);
      return names.sort().map((name) => relative(process.cwd(), name));
    }),
  );
  return [...new Set(found.flat())];
}

export async function runTestFile(file: string, options: RunOptions): Promise<TestRun> {
  const text = await readRegularText(file).catch((error: unknown) => {
    throw new CannotRun(readError(error), file);
  });
  const read = readTestFile(text);
  const nothing = { file, text, read, results: [], coverage: [] };
  if (read.problems.length > 0) return { ...nothing, failure: null };
  try {
    const source = await sourceOf(file, read, options);
    return {
      file,
      text,
      read,
      ...runFile(read, source, options.coverage, (asked) => gatewayWith(source.gateway, asked, options)),
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { ...nothing, failure: error.message };
  }
}

async function sourceOf(file: string, { routes }: RouteTestFile, options: RunOptions): Promise<TableSource> {
  if (options.routes.length > 0) return readTableSource(options.routes, options);
  const named = routes.map((path) => relative(process.cwd(), resolve(dirname(file), path)));
  const namesake = named.length === 0 ? await namesakeOf(file) : null;
  const paths = namesake === null ? named : [relative(process.cwd(), namesake)];
  if (paths.length === 0) {
    throw new CannotRun(fileFailures.testsWithoutRoutes, file);
  }
  return readTableSource(paths, options);
}

/** Options of the command line go first, then what the file of tests says, then what the files of routes are for. */
function gatewayWith(found: Gateway, { flavor, version }: TestedGateway, options: RunOptions): Gateway {
  const isFlavorSet = options.flavor !== undefined && options.flavor !== 'auto';
  const isVersionSet = options.gateway !== 'auto';
  return gatewayAs(found, { flavor: isFlavorSet ? null : flavor, version: isVersionSet ? null : version });
}
