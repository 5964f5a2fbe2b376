/** `check --format github`: workflow commands, which GitHub Actions shows as annotations next to the lines. */

import type { Severity } from '../../../problems/index.js';
import { ranges } from '../../../text/index.js';
import { checkResults } from '../../result-words.js';
import { type CheckedFile, type CheckReport, type Failure, relatedOf, verdict } from '../report.js';
import { titleOf, urlOf } from '../reported-codes.js';
import type { Context } from './context.js';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** One command a problem, and a line with the counts: GitHub shows only the first ten annotations of each kind. */
export function githubReport(report: CheckReport, context: Context): string {
  const lines = [
    ...report.failures.map((failure) => failureCommand(failure, context)),
    ...report.files.flatMap((file) => fileCommands(file, context)),
    verdict(report),
  ];
  return `${lines.join('\n')}\n`;
}

function failureCommand({ file, at, reason }: Failure, { pathOf }: Context): string {
  const place = {
    ...(file !== null && { file: pathOf(file) }),
    ...(at && { line: at.line, col: at.column }),
  };
  return command('error', { ...place, title: checkResults.notChecked }, reason);
}

function fileCommands({ file, text, problems: found }: CheckedFile, { pathOf }: Context): string[] {
  const rangeOf = ranges(text);
  return found.map((problem) => {
    const { code, severity, message, subject, span } = problem;
    const { start, end } = rangeOf(span);
    const place = {
      file: pathOf(file),
      line: start.line + 1,
      endLine: end.line + 1,
      // GitHub shows columns only for a place within one line.
      ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    };
    const title = `${titleOf(code)} (${code})`;
    const { remarks, otherPlaces } = relatedOf(problem);
    const see = otherPlaces.map((other) => {
      const { line, character } = (other.in ? ranges(other.in.text) : rangeOf)(other.span).start;
      return `See ${pathOf(other.in?.file ?? file)}:${line + 1}:${character + 1}: ${other.message}`;
    });
    const of = subject ? [`In the ${subject.kind} ${subject.label}.`] : [];
    const lines = [message, ...remarks, ...see, ...of, urlOf(code)];
    return command(commands[severity], { ...place, title }, lines.join('\n'));
  });
}

/** As the runner reads it (actions/runner `src/Runner.Common/ActionCommand.cs`). */
function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const written = Object.entries(properties).map(
    ([key, value]) => `${key}=${escapedProperty(String(value))}`,
  );
  return `::${name} ${written.join(',')}::${escaped(message)}`;
}

const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
