/** The built terminal command, run as a process. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './vectors.js';

export const cliBundle = fileURLToPath(new URL('dist/cli.cjs', repositoryRoot));

/** How long anything may take on a slow machine before it counts as not happening. */
export const deadline = 60_000;

export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The command that is run; by default the one that was built. */
  readonly cli?: string;
}

/** Starts the command; standard output and error are pipes, not terminals. */
export function startCli(args: readonly string[], { cwd, env = {}, cli = cliBundle }: RunOptions = {}) {
  const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
  return spawn(process.execPath, [cli, ...args], {
    cwd,
    // A day on which no version has come to its end.
    env: { ...inherited, SOURCE_DATE_EPOCH: '0', ...env },
    stdio: 'pipe',
    timeout: deadline,
  });
}

/** Runs the command to its end. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = startCli(args, options);
  const ended = outcome(child);
  child.stdin.on('error', () => {}); // The command may end without reading what it is given.
  child.stdin.end(options.input ?? '');
  return ended;
}

export async function outcome(child: ChildProcessWithoutNullStreams): Promise<RunResult> {
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) =>
      signal === null
        ? resolve(exitCode)
        : reject(new Error(`The command was ended by ${signal} after ${deadline} ms.`)),
    );
  });
  return { code, stdout: await stdout, stderr: await stderr };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}
