/** `check --format pretty`, for people: each problem with its line and carets under the place. */

import type { Severity } from '../../../problems/index.js';
import { count, oneLine, ranges, visible } from '../../../text/index.js';
import { colors } from '../../colors.js';
import { inPartWords, noKongRoutes } from '../../result-words.js';
import {
  type CheckedFile,
  type CheckReport,
  checkedInPart,
  type FileProblem,
  relatedOf,
  verdict,
} from '../report.js';

const severityColors: Readonly<Record<Severity, (text: string) => string>> = {
  error: colors.red,
  warning: colors.yellow,
  information: colors.blue,
  hint: colors.dim,
};

export function prettyReport(report: CheckReport): string {
  const { red, yellow, blue, green } = colors;
  const paint = { error: red, warning: yellow, notice: blue, fine: green };
  return `${report.files.map(fileReport).join('\n')}\n${verdict(report, paint)}\n`;
}

function fileReport(checked: CheckedFile): string {
  const { file, text, isKongs, problems } = checked;
  const named = colors.bold(oneLine(file));
  if (!isKongs) return `${named}  ${noKongRoutes}\n`;
  const lines = text.split(/\r\n|\n|\r/);
  const rangeOf = ranges(text);
  const reports = problems.map((problem) => problemReport(problem, file, lines, rangeOf));
  const title = [named, contents(checked)].filter(Boolean).join('  ');
  return `${[title, ...reports].join('\n\n')}\n`;
}

/** What was checked in a file, and for which Gateway. */
function contents(checked: CheckedFile): string {
  const { subjects, routesFor } = checked;
  const found = subjects.map(({ kind }) => kind);
  const isWithout = routesFor !== null && !found.some((kind) => kind !== 'gateway');
  const kinds = new Set([...(isWithout ? ['route'] : []), ...found]);
  const counts = [...kinds].map((kind) => count(subjects.filter((one) => one.kind === kind).length, kind));
  const inPart = checkedInPart(checked);
  if (inPart.length > 0) {
    const fields = [...new Set(inPart.flatMap(({ open }) => open))];
    counts.push(inPartWords(inPart.length, fields.map(oneLine)));
  }
  if (!routesFor) return counts.join(', ');
  const { gateway, flavorReason, versionReason } = routesFor;
  const flavor = `flavor ${gateway.flavor} (${flavorReason})`;
  const version = `Gateway ${gateway.version.join('.')}${versionReason === null ? '' : ` (${versionReason})`}`;
  return [...counts, flavor, version].join(', ');
}

function problemReport(
  problem: FileProblem,
  file: string,
  lines: readonly string[],
  rangeOf: ReturnType<typeof ranges>,
): string {
  const { code, severity, message, subject, span } = problem;
  const paint = severityColors[severity];
  const { start, end } = rangeOf(span);
  const title = `${paint(severity)} ${colors.dim(code)}  ${oneLine(message)}`;
  const of = subject ? `, ${subject.kind} ${oneLine(subject.label)}` : '';
  const place = colors.dim(`  at ${oneLine(file)}:${start.line + 1}:${start.character + 1}${of}`);
  const { remarks, otherPlaces } = relatedOf(problem);
  const remarkLines = remarks.map((remark) => colors.dim(`  ${oneLine(remark)}`));
  const others = otherPlaces.map((other) => {
    const at = (other.in ? ranges(other.in.text) : rangeOf)(other.span).start;
    const where = `${other.in?.file ?? file}:${at.line + 1}:${at.character + 1}`;
    return colors.dim(oneLine(`  see ${where}: ${other.message}`));
  });
  const line = lines[start.line] ?? '';
  const until = end.line === start.line ? end.character : line.length;
  return [
    title,
    place,
    ...excerpt(line, start.line + 1, start.character, until, paint),
    ...remarkLines,
    ...others,
  ].join('\n');
}

/** For a long line, only the part around the place. */
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
  const before = visible(shown.slice(0, from - cut)).replace(/[^\t]/gu, (one) => ' '.repeat(columns(one)));
  const marked = columns(visible(shown.slice(from - cut, end - cut)));
  return [
    `${colors.dim(`  ${gutter} │`)} ${cut > 0 ? '…' : ''}${visible(shown)}${cut + shown.length < line.length ? '…' : ''}`,
    `${colors.dim(`  ${' '.repeat(gutter.length)} │`)} ${cut > 0 ? ' ' : ''}${before}${paint('^'.repeat(Math.max(1, marked)))}`,
  ];
}

/** The number of terminal columns of a text. East Asian characters and emoji have two. */
function columns(text: string): number {
  const wide =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
  return [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}
