/** A tool, run: the command in a process of its own, so that no input can end or block the server that offers it. */

import { spawn } from 'node:child_process';
import { inputOf } from './input.js';
import type { AgentTool, ToolCommand } from './tools.js';

/** How `kong-routes` is started: the program, what comes before its arguments, and where. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ToolAnswer {
  /** `false` if the command could not run; then `text` says why. */
  readonly ok: boolean;
  /** The JSON of the command: one value, or one on each line. */
  readonly text: string;
  /** The other output of the command: files that were not read, what was assumed. May be empty. */
  readonly remarks: string;
}

/** The exit code of a command that could not run. */
const couldNotRun = 2;

/** How much a command may answer, in bytes: more than that fits into no conversation. */
const longestAnswer = 4_000_000;

export async function runTool(
  tool: AgentTool,
  sent: unknown,
  program: Program,
  cancelled: AbortSignal,
): Promise<ToolAnswer> {
  const read = inputOf(tool, sent ?? {});
  if ('refused' in read) return { ok: false, text: read.refused, remarks: '' };
  return runCommand(tool.command(read.input), program, cancelled);
}

function runCommand(
  { args, stdin }: ToolCommand,
  program: Program,
  cancelled: AbortSignal,
): Promise<ToolAnswer> {
  const child = spawn(program.file, [...program.args, ...args], {
    cwd: program.directory,
    env: program.environment,
    signal: cancelled,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let answer = '';
  let remarks = '';
  let isTooLong = false;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    answer += piece;
    isTooLong = answer.length > longestAnswer;
    if (isTooLong) child.kill();
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    if (remarks.length < longestAnswer) remarks += piece;
  });
  // A command that reads no input may have ended before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin ?? '');
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve({ ok: false, text: message, remarks: '' }));
    child.on('close', (code) => {
      if (isTooLong) {
        resolve({ ok: false, text: 'The answer is too long. Name fewer files.', remarks: '' });
      } else if (code === null || code === couldNotRun) {
        resolve({ ok: false, text: remarks.trim() || 'The command ended without an answer.', remarks: '' });
      } else resolve({ ok: true, text: answer.trim(), remarks: remarks.trim() });
    });
  });
}
