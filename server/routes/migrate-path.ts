/**
 * Paths of DB-less configurations of the formats 1.1 and 2.1, which are older than the `~` before a regex.
 * Source: Kong/kong `kong/db/migrations/migrate_path_280_300.lua`, run on load by
 * `kong/db/declarative/migrations/route_path.lua`.
 */

import { normalizePath } from '../../grammar/index.js';
import { isPlainPath } from './paths.js';

const reserved = new Set("!#$%&'()*+,/:;=?@[]");
const metaCharacters: Readonly<Record<string, string>> = {
  '.': '\\.',
  '^': '\\^',
  '-': '\\-',
  '{': '\\{',
  '}': '\\}',
  '\\': '\\\\',
  '|': '\\|',
};

/** @returns the path as Kong reads it from such a file: with `~` in front where it is not a plain path */
export function migratePath(path: string): string {
  const bytes = Buffer.from(path).toString('latin1');
  const migrated = isPlainPath(path) ? normalizePath(bytes) : `~${decodeUnreserved(bytes)}`;
  return migrated === bytes ? path : Buffer.from(migrated, 'latin1').toString();
}

/** Percent-encoded characters are decoded a last time, those that mean something in a regex with a backslash. */
function decodeUnreserved(regex: string): string {
  return regex.replace(/%([\dA-Fa-f]{2})/g, (triplet: string, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    if (reserved.has(character)) return triplet.toUpperCase();
    return metaCharacters[character] ?? character;
  });
}
