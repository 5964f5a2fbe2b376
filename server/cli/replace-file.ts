/** Writing of files: whole or not at all, and without a change of anything but their text. */

import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileFailures } from './failure-words.js';
import { CannotRun } from './files.js';
import { readRegular } from './regular-file.js';
import { repositoryAbove } from './repository.js';

/**
 * Replaces a file in one step, so that nobody ever sees half of it. It keeps its mode, its owner and its other names (hard
 * links); a link stays a link. A file that is read-only is not replaced, though the folder would allow it.
 *
 * @param before the text that the new one was made from; `null` where it was made from nothing
 * @throws CannotRun where it cannot be written: then it is as it was
 */
export async function replaceFile(file: string, text: string, before: string | null = null): Promise<void> {
  try {
    const target = await targetOf(file);
    const stats = await stat(target).catch(() => null);
    if (stats && !stats.isFile()) throw new CannotRun(fileFailures.notWrittenNotRegular, file);
    if (before !== null) await refuseChanged(target, file, before);
    const bytes = Buffer.from(text, 'utf8');
    if (!stats) await replaceByRename(target, bytes, null);
    else {
      // Fails where it is read-only.
      await (await open(target, constants.O_WRONLY)).close();
      const isReplaced = stats.nlink === 1 && (await replaceByRename(target, bytes, stats));
      if (!isReplaced) await overwrite(target, bytes);
    }
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    // In Node's messages the code comes first, then the text, then the call and its paths.
    const words = (error as Error).message.replace(/^[A-Z]+: ([^,]+), .*$/s, '$1');
    throw new CannotRun(fileFailures.notWritten(words), file);
  }
}

/** What a link leads to; not out of the repository, or of the folder where there is none. */
async function targetOf(file: string): Promise<string> {
  const isLink = await lstat(file).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  if (!isLink) return file;
  const target = await realpath(file);
  const folder = await realpath(dirname(resolve(file)));
  const here = await realpath(process.cwd());
  const root = (await repositoryAbove(folder)) ?? (isInside(folder, here) ? here : folder);
  if (!isInside(target, root)) {
    throw new CannotRun(fileFailures.notWrittenLink(target, root), file);
  }
  return target;
}

function isInside(path: string, folder: string): boolean {
  const steps = relative(folder, path);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}

async function refuseChanged(target: string, file: string, before: string): Promise<void> {
  const now = await readRegular(target).catch(() => null);
  if (now === null) throw new CannotRun(fileFailures.notWrittenGone, file);
  if (!now.equals(Buffer.from(before, 'utf8'))) {
    throw new CannotRun(fileFailures.notWrittenChanged, file);
  }
}

/**
 * @param before of the file that is replaced
 * @returns `false` if the new file would have another owner, or the folder does not accept new files
 */
async function replaceByRename(target: string, bytes: Buffer, before: Stats | null): Promise<boolean> {
  // Short: a name has at most 255 bytes.
  const temporary = join(dirname(target), `.kong-routes-${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (before && (error.code === 'EACCES' || error.code === 'EPERM')) return null;
      throw error;
    });
    if (!file) return false;
    try {
      await file.writeFile(bytes);
      if (before) {
        const own = await file.stat();
        if (own.uid !== before.uid || own.gid !== before.gid) {
          const isGiven = await file.chown(before.uid, before.gid).then(
            () => true,
            () => false,
          );
          if (!isGiven) return false;
        }
        await file.chmod(before.mode & 0o7777);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    return true;
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/** In its place, for what a new file cannot be: one with several names, or of another owner. */
async function overwrite(target: string, bytes: Buffer): Promise<void> {
  const before = await readRegular(target);
  const file = await open(target, 'r+');
  try {
    try {
      await writeAll(file, bytes);
    } catch (error) {
      await writeAll(file, before).catch(() => {});
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
    at += bytesWritten;
  }
  await file.truncate(bytes.length);
  await file.sync();
}
