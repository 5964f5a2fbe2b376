/** `kong-routes matrix`: what every flavor of every Gateway version makes of the routes of files. */

import { Command } from 'commander';
import {
  type Matrix,
  type MatrixCell,
  type MatrixFile,
  type MatrixOutcome,
  matrixOf,
} from '../../checks/index.js';
import { type Gateway, type GatewayLine, gatewayLines, routerFlavors } from '../../routes/index.js';
import { count, largest, oneLine } from '../../text/index.js';
import type { GatewayOfDocument } from '../../workspace/index.js';
import { colors } from '../colors.js';
import { eachFile } from '../each-file.js';
import { usageFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { calculation, detect, type FileOptions, flavor, format, gateway, readsFiles } from '../options.js';
import { json, print, printText } from '../output.js';

const matrixFormats = ['pretty', 'json', 'md'] as const;

interface MatrixOptions extends FileOptions {
  readonly format: (typeof matrixFormats)[number];
  readonly since: string;
}

export const matrixCommand = (): Command =>
  readsFiles(new Command('matrix'))
    .description('show how each router flavor of each Gateway version reads the routes')
    .addOption(format(matrixFormats))
    .option('--since <line>', 'oldest Gateway version to show, such as 2.8', '3.0')
    .addOption(flavor())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .action(async (paths: string[], options: MatrixOptions) => {
      const lines = linesSince(options.since);
      const { results } = await eachFile(paths, options, (read) => read);
      const matrices = tablesOf(results).map(({ files, today }) => matrixOf(files, today, lines));
      if (options.format === 'json') print(json(matrixReport(matrices)));
      else printText(matrices.map(options.format === 'md' ? markdownMatrix : prettyMatrix).join('\n'));
    });

/** @throws CannotRun if it is not a line of versions */
function linesSince(since: string): readonly GatewayLine[] {
  const first = gatewayLines.findIndex(({ line }) => line === since);
  if (first === -1) {
    const [oldest, newest] = [gatewayLines[0]!.line, gatewayLines.at(-1)!.line];
    throw new CannotRun(usageFailures.sinceNeedsVersion(oldest, newest));
  }
  return gatewayLines.slice(first);
}

/** Files with routes, by the Gateway that has them: those of one are one table. */
function tablesOf(
  files: readonly (MatrixFile & { readonly known: GatewayOfDocument })[],
): { files: MatrixFile[]; today: Gateway }[] {
  const tables = new Map<string, { files: MatrixFile[]; today: Gateway }>();
  for (const { file, document, known } of files) {
    if (document.routes.length === 0) continue;
    const key = JSON.stringify(known.gateway);
    const table = tables.get(key) ?? { files: [], today: known.gateway };
    table.files.push({ file, document });
    tables.set(key, table);
  }
  return [...tables.values()];
}

/** For other programs; `docs/versions.md` describes it. */
export function matrixReport(matrices: readonly Matrix[]) {
  return {
    tables: matrices.map(({ files, today, rows }) => ({
      files: files.map(({ file }) => file),
      routes: routesIn(files),
      today: { flavor: today.flavor, version: today.version.join('.') },
      versions: rows.map(({ line, cells }) => ({
        version: line.line,
        lts: line.lts,
        supportedUntil: line.supportedUntil,
        flavors: Object.fromEntries([...cells].map(([flavor, cell]) => [flavor, cell])),
      })),
    })),
  };
}

const routesIn = (files: readonly MatrixFile[]): number =>
  files.reduce((sum, { document }) => sum + document.routes.length, 0);

const marks: Readonly<
  Record<MatrixOutcome, { readonly text: string; readonly paint: (text: string) => string }>
> = {
  accepted: { text: 'accepted', paint: colors.green },
  changed: { text: 'changed', paint: colors.yellow },
  rejected: { text: 'rejected', paint: colors.red },
};

const lineName = ({ line, lts }: GatewayLine): string => (lts ? `${line} LTS` : line);

/** The reasons, each once, numbered in the order in which they first appear. */
function reasonsOf({ rows }: Matrix): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { cells } of rows) {
    for (const cell of cells.values()) {
      const text = reasonText(cell);
      if (text !== null && !numbers.has(text)) numbers.set(text, numbers.size + 1);
    }
  }
  return numbers;
}

function reasonText({ outcome, reason, routes }: MatrixCell): string | null {
  if (!reason) return null;
  const more = routes > 1 ? ` (and ${routes - 1} more)` : '';
  const who = reason.route === null ? reason.file : `${reason.route}${more}`;
  return oneLine(`${outcome}: ${who}: ${reason.text}`);
}

function titleOf({ files, today }: Matrix): string {
  const names = files.map(({ file }) => file).join(', ');
  return `${oneLine(names)}: ${count(routesIn(files), 'route')}, compared with ${today.flavor} ${today.version.join('.')}`;
}

function cellText(cell: MatrixCell | undefined, numbers: ReadonlyMap<string, number>): string {
  if (!cell) return '–';
  const text = reasonText(cell);
  return `${marks[cell.outcome].text}${text === null ? '' : ` [${numbers.get(text)}]`}`;
}

export function prettyMatrix(matrix: Matrix): string {
  const numbers = reasonsOf(matrix);
  const head = ['', 'supported until', ...routerFlavors];
  const table = matrix.rows.map(({ line, cells }) => [
    { text: lineName(line), paint: (text: string) => text },
    { text: line.supportedUntil ?? '', paint: colors.dim },
    ...routerFlavors.map((flavor) => {
      const cell = cells.get(flavor);
      return { text: cellText(cell, numbers), paint: cell ? marks[cell.outcome].paint : colors.dim };
    }),
  ]);
  const widths = head.map((title, i) =>
    largest(
      table.map((row) => row[i]!.text.length),
      title.length,
    ),
  );
  const titles = head.map((title, i) => title.padEnd(widths[i]!)).join('  ');
  const lines = table.map((row) =>
    row.map(({ text, paint }, i) => paint(text.padEnd(widths[i]!))).join('  '),
  );
  return [
    colors.bold(titleOf(matrix)),
    '',
    colors.dim(titles.trimEnd()),
    ...lines.map((line) => line.trimEnd()),
    ...(numbers.size > 0 ? ['', ...[...numbers].map(([text, number]) => `[${number}] ${text}`)] : []),
    '',
  ].join('\n');
}

export function markdownMatrix(matrix: Matrix): string {
  const numbers = reasonsOf(matrix);
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '\\|');
  const rows = matrix.rows.map(({ line, cells }) => {
    const texts = routerFlavors.map((flavor) => cellText(cells.get(flavor), numbers));
    return `| ${[lineName(line), line.supportedUntil ?? '', ...texts].join(' | ')} |`;
  });
  return [
    `### ${escaped(titleOf(matrix))}`,
    '',
    `| Gateway | supported until | ${routerFlavors.map((flavor) => `\`${flavor}\``).join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(numbers.size > 0 ? ['', ...[...numbers].map(([text, number]) => `${number}. ${text}`)] : []),
    '',
  ].join('\n');
}
