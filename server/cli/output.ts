/**
 * What a command prints, and the exit code: 0, 1 (problems), 2 (cannot run) or 3 (something of Kong's was not read). All
 * that leaves the command goes through here, and what people read is made safe for their terminals and logs.
 */

import { oneLine, visible } from '../text/index.js';
import { withColors } from './colors.js';
import { runFailures } from './failure-words.js';
import { CannotRun } from './files.js';

export const problemsFound = 1;
export const cannotRun = 2;
export const notRead = 3;

/** From the least severe to the most severe. */
const exitCodes: readonly number[] = [0, notRead, problemsFound, cannotRun];

/** To standard output, as it is: data for programs, and files. A terminal gets it as `printText` writes it. */
export const print = (text: string): void =>
  void process.stdout.write(process.stdout.isTTY ? visible(text) : text);

/** To standard output, for people: of a file nothing reaches the terminal but what can be seen. */
export const printText = (text: string): void => void process.stdout.write(shown(text));

/** Without what only a terminal, a page or a runner would obey: JSON has escapes for it. */
export const json = (value: unknown, indent?: number): string =>
  `${JSON.stringify(value, null, indent).replace(commandCharacters, (text) =>
    text.replace(/[^#[]|#(?=\[)/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )}\n`;

const commandCharacters = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]|##\[/gu;

/** A line to standard error. */
export const printRemark = (line: string): void =>
  void process.stderr.write(`${withColors(withoutCommands(oneLine(line)))}\n`);

const shown = (text: string): string => withColors(withoutCommands(visible(text)));

/**
 * The runner of GitHub Actions obeys lines that begin with `::`, and `##[` anywhere in one (actions/runner
 * `src/Runner.Common/ActionCommand.cs`): what comes of files must not be among them.
 */
const withoutCommands = (text: string): string =>
  text.replace(/^(\s*):(?=:)/gm, '$1\\x3a').replaceAll('##[', '#\\x23[');

/** Lines that are meant for the runner of GitHub Actions: their parts are escaped as it reads them. */
export const printCommands = (text: string): void => void process.stdout.write(visible(text));

/** The most severe outcome counts. */
export function fail(code: number): void {
  const before = Number(process.exitCode ?? 0);
  process.exitCode = exitCodes.indexOf(code) > exitCodes.indexOf(before) ? code : before;
}

export function printProblem(message: string): void {
  printRemark(`kong-routes: ${message}`);
  fail(cannotRun);
}

/** An unexpected failure, with what a report of it needs. */
export function printBug(error: Error): void {
  const [first = '', ...stack] = (error.stack ?? String(error)).split('\n');
  printProblem(runFailures.bug(first));
  for (const line of stack) printRemark(line);
}

/** A failure is printed, and the work continues with the next item. */
export async function orPrintProblem(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    printProblem(error.message);
  }
}

/**
 * What becomes of a command whose output cannot be written. A reader that closes early, such as `head`, has seen enough;
 * anything else (a disk that is full) fails the command with one sentence.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') printProblem(runFailures.outputNotWritten(reasonOf(error)));
    process.exit();
  });
  // There is nowhere left to say it.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') fail(cannotRun);
    process.exit();
  });
}

/** Node writes `ENOSPC: no space left on device, write`. */
const reasonOf = ({ message }: Error): string => message.replace(/^[A-Z]+: ([^,]+),.*$/s, '$1');
