/**
 * Advice that an author does not want: by a comment in the route or right above it,
 * `# kong-routes-ignore expression-precedence` (without codes: all advice), or by the setting `kongRoutes.advice`.
 * What Kong refuses cannot be silenced.
 */

import type { RouteDocument, SourcedRoute } from '../documents/index.js';

const comment = /(?:#|\/\/)\s*kong-routes-ignore(?:[ \t:]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?/g;

interface Ignored {
  readonly line: number;
  /** `null` for all. */
  readonly codes: ReadonlySet<string> | null;
}

/** Most documents have no such comment, and are looked through once. */
const known = new WeakMap<RouteDocument, readonly Ignored[]>();

function ignoredIn(document: RouteDocument): readonly Ignored[] {
  let found = known.get(document);
  if (!found) {
    found = document.text.includes('kong-routes-ignore')
      ? [...document.text.matchAll(comment)].map(({ index, 1: codes }) => ({
          line: lineOf(document.text, index),
          codes: codes === undefined ? null : new Set(codes.split(/[ \t]*,[ \t]*/)),
        }))
      : [];
    known.set(document, found);
  }
  return found;
}

function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Whether a comment in the lines of a route, or on the line above them, silences a code. */
export function isSilenced(document: RouteDocument, route: SourcedRoute, code: string): boolean {
  const ignored = ignoredIn(document);
  if (ignored.length === 0) return false;
  const first = lineOf(document.text, route.start);
  const last = lineOf(document.text, route.start + route.body.span.end);
  return ignored.some(
    ({ line, codes }) => first - 1 <= line && line <= last && (codes === null || codes.has(code)),
  );
}
