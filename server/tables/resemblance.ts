/** Why a route matches the requests of another, as an author would see it. */

import { isAnchoredAtEnd, prefixOf } from '../../grammar/index.js';
import type { Resemblance } from '../problems/index.js';
import type { EntryFacts, WrittenPath } from './entry-facts.js';

/**
 * @param taker the entry that gets the requests
 * @param other the one that they are meant for too
 */
export function resemblanceOf(taker: EntryFacts, other: EntryFacts): Resemblance | null {
  if (taker.isGrpc !== other.isGrpc) return { kind: 'grpc' };
  for (const path of taker.paths) {
    for (const own of other.paths) {
      const found = resemblanceOfPaths(path, own);
      if (found) return found;
    }
  }
  return null;
}

function resemblanceOfPaths(taker: WrittenPath, other: WrittenPath): Resemblance | null {
  if (taker.kind === 'prefix') {
    const text = other.kind === 'regex' ? prefixOf(`^${other.text}`) : other.text;
    return continuesSegment(taker.text, text) ? { kind: 'prefix', path: taker.text, other: text } : null;
  }
  if (taker.kind !== 'regex') return null;
  const [pattern, own] = [
    withoutNames(taker.text),
    other.kind === 'regex' ? withoutNames(other.text) : other.text,
  ];
  if (other.kind === 'regex' && pattern === own && taker.text !== other.text) {
    return { kind: 'group-names', path: taker.text, other: other.text };
  }
  const isBeginning = pattern !== own && own.startsWith(pattern) && !isAnchoredAtEnd(`^${taker.text}`);
  return isBeginning ? { kind: 'regex', path: taker.text, other: other.text } : null;
}

/** `/users` and `/usersclass`: the second goes on where a segment of the first might have ended. */
function continuesSegment(prefix: string, path: string): boolean {
  if (prefix.endsWith('/') || !path.startsWith(prefix) || path === prefix) return false;
  return path[prefix.length] !== '/';
}

/** The names of groups do not count for what a regex matches. */
const withoutNames = (pattern: string): string => pattern.replace(/\(\?P?<[A-Za-z_]\w*>/g, '(');
