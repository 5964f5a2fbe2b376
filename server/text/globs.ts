/** Globs in settings. */

import picomatch from 'picomatch';

/**
 * Whether a glob matches a path, as in Bash with `extglob`, `globstar` and `dotglob`. As in VS Code's own settings, a
 * glob without a slash is about names, in any folder; `./` in front makes it one about this folder. Parentheses that are
 * part of a file's name represent themselves.
 *
 * @param path with `/` between its parts and none in front
 */
export function matchesGlob(glob: string, path: string): boolean {
  const plain = glob.replace(/^\.?\//, '').replace(/(?<![@?*+!\\])\(([^()]*)\)/g, '\\($1\\)');
  if (plain === '') return false;
  const pattern = glob.includes('/') ? plain : `**/${plain}`;
  try {
    return picomatch.isMatch(path, pattern, options);
  } catch {
    // Longer than any path is.
    return false;
  }
}

/** With `posix`, `[!a]` and `[[:digit:]]` are classes. */
const options: picomatch.PicomatchOptions = {
  dot: true,
  nonegate: true,
  posix: true,
  literalBrackets: false,
  strictSlashes: true,
};
