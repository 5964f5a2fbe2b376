/** What a command prints, and the exit code: 0, 1 (problems) or 2 (cannot run). */

import { CannotRun } from './files.js';

export const problemsFound = 1;
export const cannotRun = 2;

/** To standard output. */
export const print = (text: string): void => void process.stdout.write(text);

export const json = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** To standard error. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The gravest outcome counts. */
export function fail(code: number): void {
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
}

export function complain(message: string): void {
  say(`kong-routes: ${message}`);
  fail(cannotRun);
}

/** What cannot be done is said, and what comes after it is done. */
export async function orComplain(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    complain(error.message);
  }
}
