/** The report of `check` for people: each problem with its line and carets under the place. */

import type { Severity } from '../problems.js';
import type { FlavorReason } from '../workspace.js';
import { type CheckedFile, type FileProblem, positions, summarize } from './check.js';
import { colors } from './colors.js';

const reasons: Readonly<Record<FlavorReason, string>> = {
  set: 'as asked',
  'expression-found': 'assumed: a route has an expression',
  default: "assumed: Kong's default",
};

const severityColors: Readonly<Record<Severity, (text: string) => string>> = {
  error: colors.red,
  warning: colors.yellow,
  information: colors.blue,
  hint: colors.dim,
};

export function prettyReport(files: readonly CheckedFile[]): string {
  const { routes, errors, warnings } = summarize(files);
  const counts = `${count(files.length, 'file')}, ${count(routes, 'route')}`;
  const verdict =
    errors + warnings === 0
      ? colors.green('no problems')
      : [
          errors > 0 && colors.red(count(errors, 'error')),
          warnings > 0 && colors.yellow(count(warnings, 'warning')),
        ]
          .filter(Boolean)
          .join(', ');
  return `${files.map(fileReport).join('\n')}\n${counts}: ${verdict}\n`;
}

function fileReport({ file, document, gateway, flavorReason, problems }: CheckedFile): string {
  if (document.kind === null) return `${colors.bold(file)}  no Kong routes\n`;
  const version = gateway.version.join('.');
  const title = `${colors.bold(file)}  ${count(document.routes.length, 'route')}, flavor ${gateway.flavor} (${reasons[flavorReason]}), Gateway ${version}`;
  const lines = document.text.split(/\r\n|\n|\r/);
  const positionAt = positions(document.text);
  return `${[title, ...problems.map((problem) => problemReport(problem, file, lines, positionAt))].join('\n\n')}\n`;
}

function problemReport(
  { code, severity, message, route, span, related }: FileProblem,
  file: string,
  lines: readonly string[],
  positionAt: ReturnType<typeof positions>,
): string {
  const paint = severityColors[severity];
  const start = positionAt(span.start);
  const end = positionAt(span.end);
  const title = `${paint(severity)} ${colors.dim(code)}  ${message}`;
  const place = colors.dim(`  at ${file}:${start.line + 1}:${start.character + 1}, route ${route}`);
  const others = related.map((other) => {
    const { line, character } = positionAt(other.span.start);
    return colors.dim(`  see ${file}:${line + 1}:${character + 1}: ${other.message}`);
  });
  const line = lines[start.line] ?? '';
  const until = end.line === start.line ? end.character : line.length;
  return [title, place, ...excerpt(line, start.line + 1, start.character, until, paint), ...others].join(
    '\n',
  );
}

/** Of a long line, what stands around the place. */
const widest = 120;

function excerpt(
  line: string,
  number: number,
  from: number,
  until: number,
  paint: (text: string) => string,
): string[] {
  const cut = line.length > widest ? Math.max(0, Math.min(from - 20, line.length - widest)) : 0;
  const shown = line.slice(cut, cut + widest);
  const end = Math.min(until, cut + shown.length);
  const gutter = String(number);
  const before = shown.slice(0, from - cut).replace(/[^\t]/gu, (character) => ' '.repeat(columns(character)));
  const marked = columns(shown.slice(from - cut, end - cut));
  return [
    `${colors.dim(`  ${gutter} │`)} ${cut > 0 ? '…' : ''}${shown}${cut + shown.length < line.length ? '…' : ''}`,
    `${colors.dim(`  ${' '.repeat(gutter.length)} │`)} ${cut > 0 ? ' ' : ''}${before}${paint('^'.repeat(Math.max(1, marked)))}`,
  ];
}

/** How many columns a terminal gives a text; East Asian characters and emoji take two. */
function columns(text: string): number {
  const wide =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
  return [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
