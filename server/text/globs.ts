/** Globs in settings. */

const patterns = new Map<string, RegExp>();

/**
 * Whether a glob matches a path: `*`, `?`, `[…]`, `{a,b}`, and `**` for any number of folders. As in VS Code's own
 * settings, a glob without a slash is about names, in any folder; `./` in front makes it one about this folder.
 *
 * @param path with `/` between its parts and none in front
 */
export function matchesGlob(glob: string, path: string): boolean {
  let pattern = patterns.get(glob);
  if (!pattern) {
    pattern = toRegExp(glob);
    patterns.set(glob, pattern);
  }
  return pattern.test(path);
}

function toRegExp(glob: string): RegExp {
  let source = glob.includes('/') ? '' : '(?:.*/)?';
  let depth = 0;
  for (const [piece] of glob.replace(/^\.?\//, '').matchAll(/\*\*\/|\*\*|\[[^\]/]+\]|[\s\S]/g)) {
    if (piece === '**/') source += '(?:.*/)?';
    else if (piece === '**') source += '.*';
    else if (piece === '*') source += '[^/]*';
    else if (piece === '?') source += '[^/]';
    else if (piece.length > 1) source += piece.replace(/\\/g, '\\\\').replace(/^\[!/, '[^');
    else if (piece === '{') {
      source += '(?:';
      depth++;
    } else if (piece === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (piece === ',' && depth > 0) source += '|';
    else source += piece.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  try {
    return new RegExp(`^${source}${')'.repeat(depth)}$`, 'u');
  } catch {
    // Such as `[z-a]`: it matches nothing.
    return /(?!)/;
  }
}
