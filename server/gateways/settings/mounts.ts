/** Files that a container has from outside. */

import { posix } from 'node:path';
import type { UnknownValue } from '../../problems/index.js';
import { encodePath, type FilesByUri, nameOf } from '../../text/index.js';
import type { TracedText } from '../sources/index.js';
import { readConf, settingsByName } from './conf-text.js';
import { readKongConf } from './kong-conf.js';
import type { Launch } from './launch.js';

/** A file or a folder with all that is in it. */
export interface Mount {
  /** Its URI outside, or that of the file that has its content. */
  readonly source: string;
  /** Of a file that is written in another one. */
  readonly content?: TracedText;
  /** Its path in the container, without a slash at its end. */
  readonly target: string;
}

/** What the container sees at a path. Of two mounts the deeper one counts, and of two alike the last. */
function mountAt(mounts: readonly Mount[], path: string): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    const covers = path === mount.target || (!mount.content && path.startsWith(`${mount.target}/`));
    if (covers && mount.target.length >= (found?.target.length ?? 0)) found = mount;
  }
  if (!found || path === found.target) return found;
  return {
    source: found.source.replace(/\/$/, '') + encodePath(path.slice(found.target.length)),
    target: path,
  };
}

/** A path in a container with `.` and `..` gone, and no slash at its end but of the root. */
export function containerPath(folder: string, path: string): string {
  return posix.resolve('/', folder, path);
}

export interface Conf {
  /** The settings of the kong.conf that Kong reads. */
  readonly settings: Launch['conf'];
  /** Its URI. */
  readonly uri: string | null;
  /** What is not at hand, for people; `null` if all is. */
  readonly unseen: UnknownValue | null;
}

/**
 * The kong.conf of a container: what `--conf` names, or else where Kong looks for it (`DEFAULT_PATHS` in Kong/kong
 * `kong/conf_loader/constants.lua`).
 *
 * @param command what the container runs, in `folder`
 */
export function confOf(mounts: readonly Mount[], command: string, folder: string, files: FilesByUri): Conf {
  const named = /\bkong\b[^;&|]*?\s(?:-c|--conf)[= ]\s*["']?([^\s"']+)/.exec(command)?.[1];
  const paths =
    named === undefined ? ['/etc/kong/kong.conf', '/etc/kong.conf'] : [containerPath(folder, named)];
  for (const path of paths) {
    const mount = mountAt(mounts, path);
    if (!mount) continue;
    const { source, content } = mount;
    if (content) return { settings: settingsByName(readConf(content)), uri: source, unseen: null };
    const file = files.get(source);
    if (file) return { settings: readKongConf(file), uri: file.uri, unseen: null };
    // In a folder that is mounted, there need not be such a file.
    const isFile = mounts.some(({ target }) => target === path);
    if (isFile) {
      return {
        settings: new Map(),
        uri: source,
        unseen: { source: 'missing-file', path: nameOf(source) },
      };
    }
  }
  return { settings: new Map(), uri: null, unseen: null };
}

/**
 * The files that a container's declarative configuration may be in: the one at the path that is configured, or else every
 * YAML or JSON file that the container has, because a script may put them there (the entrypoint of supabase/supabase
 * does). If there is such a path, they may be in the folders that it has, too, which end with a slash.
 *
 * @param copies what the image has, which mounts hide
 */
export function declarativeFiles(
  mounts: readonly Mount[],
  copies: readonly Mount[],
  path: string | null,
  files: FilesByUri,
): string[] {
  const target = path && containerPath('/', path);
  const mount = target ? (mountAt(mounts, target) ?? mountAt(copies, target)) : null;
  if (mount) return [files.spelled(mount.source)];
  const sources = [...mounts, ...copies].flatMap(({ source, content }) => {
    if (content) return [];
    if (isData.test(source)) return [files.spelled(source)];
    return target && isFolder(source) ? [`${source.replace(/\/$/, '')}/`] : [];
  });
  return [...new Set(sources)];
}

const isData = /\.(?:ya?ml|json)$/i;

/** As its name shows: `conf`, `conf.d`. */
const isFolder = (uri: string): boolean => !/\.(?!d$)\w+$/.test(nameOf(uri));
