/** What a command prints, and the exit code: 0, 1 (problems), 2 (cannot run) or 3 (something of Kong's was not read). */

import { CannotRun } from './files.js';

export const problemsFound = 1;
export const cannotRun = 2;
export const notRead = 3;

/** From the least severe to the most severe. */
const exitCodes: readonly number[] = [0, notRead, problemsFound, cannotRun];

/** To standard output. */
export const print = (text: string): void => void process.stdout.write(text);

export const json = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** To standard error. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The most severe outcome counts. */
export function fail(code: number): void {
  const before = Number(process.exitCode ?? 0);
  process.exitCode = exitCodes.indexOf(code) > exitCodes.indexOf(before) ? code : before;
}

export function complain(message: string): void {
  say(`kong-routes: ${message}`);
  fail(cannotRun);
}

/** A failure is printed, and the work continues with the next item. */
export async function orComplain(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    complain(error.message);
  }
}
