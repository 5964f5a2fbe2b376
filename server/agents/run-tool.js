/** A tool, run: the command in a process of its own, so that no input can end or block the server that offers it. */
import { spawn } from 'node:child_process';
import { inputOf } from './input.js';

/** The exit code of a command that could not run. */
const couldNotRun = 2;
/** How much a command may answer, in bytes: more than that fits into no conversation. */
const longestAnswer = 4_000_000;
export async function runTool(tool, sent, program, cancelled) {
  const read = inputOf(tool, sent ?? {});
  if ('refused' in read) return { ok: false, text: read.refused, remarks: '' };
  return runCommand(tool.command(read.input), program, cancelled);
}
function runCommand({ args, stdin }, program, cancelled) {
  const child = spawn(program.file, [...program.args, ...args], {
    cwd: program.directory,
    env: program.environment,
    signal: cancelled,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let answer = '';
  let remarks = '';
  let isTooLong = false;
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    answer += piece;
    isTooLong = answer.length > longestAnswer;
    if (isTooLong) child.kill();
  });
  child.stderr.setEncoding('utf8').on('data', (piece) => {
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
//# sourceMappingURL=run-tool.js.map
