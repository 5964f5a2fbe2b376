/** Which files a search skips because of an ignore file. */

import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { readRegularText } from './regular-file.js';

/** In each directory, the later counts more. Both have git's syntax (gitignore(5)). */
const names = ['.gitignore', '.kong-routes-ignore'];

/**
 * The ignore files between a root and whatever is asked about. All paths are absolute.
 */
export class IgnoreFiles {
  readonly #root: string;
  /** The rules of every directory in one list, so that a deeper one can override a higher one. */
  readonly #rules: Ignore;
  readonly #read = new Map<string, Promise<void>>();

  /** @param root the repository, whose ignore files hold for everything in it */
  constructor(root: string) {
    this.#root = root;
    this.#rules = ignore({ ignorecase: process.platform === 'win32' || process.platform === 'darwin' });
  }

  /** What is not below the root is not ignored. */
  async ignores(path: string, isDirectory: boolean): Promise<boolean> {
    const from = relative(this.#root, path);
    if (from === '' || from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from)) return false;
    await this.#readDown(dirname(path));
    return this.#rules.ignores(slashed(from) + (isDirectory ? '/' : ''));
  }

  /** Reads the files of a directory once, after those of the directories above it: the last rule that fits counts. */
  #readDown(directory: string): Promise<void> {
    const known = this.#read.get(directory);
    if (known) return known;
    const reading = (async () => {
      if (directory !== this.#root) await this.#readDown(dirname(directory));
      const texts = await Promise.all(
        names.map((name) => readRegularText(join(directory, name)).catch(() => '')),
      );
      const at = slashed(relative(this.#root, directory));
      this.#rules.add(texts.flatMap((text) => rulesOf(text, at)));
    })();
    this.#read.set(directory, reading);
    return reading;
  }
}

const slashed = (path: string) => path.split(sep).join('/');

/**
 * The rules of an ignore file as the root would have to say them.
 *
 * @param at the directory of the file, from the root, with slashes; empty for the root itself
 */
export function rulesOf(text: string, at: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (at === '') return lines;
  const folder = at.replace(/[\\*?[\]!# ]/g, '\\$&');
  return lines.map((line) => {
    const isNegative = line.startsWith('!');
    // An escape that only the start of a line needs.
    const pattern = (isNegative ? line.slice(1) : line).replace(/^\\(?=[!#])/, '');
    // A slash anywhere but at the end ties a pattern to the directory of its file.
    const isTied = pattern.trimEnd().slice(0, -1).includes('/');
    return `${isNegative ? '!' : ''}/${folder}/${isTied ? pattern.replace(/^\//, '') : `**/${pattern}`}`;
  });
}
