/** Reading of files that may be anything: a pipe that nobody writes to, a device without an end, a directory. */

import { constants, open, readFile } from 'node:fs/promises';
import { fileFailures } from './failure-words.js';

/** What a shell puts in the place of a file (`<(command)`, `/dev/stdin`) is read to its end, like standard input. */
const ofShell = /^\/(?:dev\/(?:fd\/\d+|stdin|null)|proc\/(?:self|\d+)\/fd\/\d+)$/;

/** @throws an error of the file system; its code is `ENOTREG` for what is neither a file nor a directory */
export async function readRegular(path: string): Promise<Buffer> {
  if (ofShell.test(path)) return readFile(path);
  // Without this, opening a pipe would wait for somebody to write to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (stats.isDirectory() || stats.isFile()) return await file.readFile();
    throw Object.assign(new Error(fileFailures.notRegular), { code: 'ENOTREG' });
  } finally {
    await file.close();
  }
}

export async function readRegularText(path: string): Promise<string> {
  return (await readRegular(path)).toString('utf8');
}
