/** By which hosts and paths the requests of a box are found, and whether two boxes may have one in common by these alone. */

import { hostKey, type PairKeys } from '../flavors/index.js';
import type { Box } from './sets/box.js';
import { Texts } from './sets/texts.js';

export function pairKeysOf({ fields }: Box): PairKeys {
  const path = fields.get('http.path')?.present?.every;
  const host = fields.get('http.host');
  const ends =
    host?.mayBeAbsent === false && host.present?.every instanceof Texts ? host.present.every.ends() : null;
  return {
    front: path instanceof Texts ? path.front() : '',
    hosts: ends && ends.length > 0 ? new Set(ends.map(({ kind, text }) => hostKey(kind, text))) : null,
  };
}

/** @returns `false` only where no request is in both */
export function mayOverlap(a: PairKeys, b: PairKeys): boolean {
  if (!a.front.startsWith(b.front) && !b.front.startsWith(a.front)) return false;
  if (a.hosts === null || b.hosts === null) return true;
  for (const host of a.hosts) {
    for (const other of b.hosts) if (host.startsWith(other) || other.startsWith(host)) return true;
  }
  return false;
}
