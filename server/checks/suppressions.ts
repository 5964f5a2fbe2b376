/**
 * Advice that an author does not want: by a comment in the route or right above it,
 * `# kong-routes-ignore expression-precedence` (without codes: all advice), or by the setting `kongRoutes.advice`.
 * What Kong refuses cannot be silenced.
 */

import type { DocumentAnalysis } from '../analysis/index.js';
import type { SourcedRoute } from '../documents/index.js';

const comment = /(?:#|\/\/)\s*kong-routes-ignore(?:[ \t:]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?/g;

interface Ignored {
  readonly offset: number;
  /** `null` for all. */
  readonly codes: ReadonlySet<string> | null;
}

/** Most documents have no such comment, and are looked through once. */
const findIgnored = ({ document: { text } }: DocumentAnalysis): readonly Ignored[] =>
  text.includes('kong-routes-ignore')
    ? [...text.matchAll(comment)].map(({ index, 1: codes }) => ({
        offset: index,
        codes: codes === undefined ? null : new Set(codes.split(/[ \t]*,[ \t]*/)),
      }))
    : [];

/** Whether a comment on the line of a place, or on the line above it, silences a code. */
export function isSilencedAt(text: string, offset: number, code: string): boolean {
  if (!text.includes('kong-routes-ignore')) return false;
  const line = text.lastIndexOf('\n', offset - 1);
  const first = line <= 0 ? 0 : text.lastIndexOf('\n', line - 1) + 1;
  const end = text.indexOf('\n', offset);
  const lines = text.slice(first, end === -1 ? text.length : end);
  return [...lines.matchAll(comment)].some(
    ([, codes]) => codes === undefined || codes.split(/[ \t]*,[ \t]*/).includes(code),
  );
}

/** Whether a comment in the lines of a route, or on the line above them, silences a code. */
export function isSilenced(analysis: DocumentAnalysis, { start, body }: SourcedRoute, code: string): boolean {
  const ignored = analysis.once(findIgnored);
  if (ignored.length === 0) return false;
  const { text } = analysis.document;
  const line = text.lastIndexOf('\n', start - 1);
  const first = line <= 0 ? 0 : text.lastIndexOf('\n', line - 1) + 1;
  const end = text.indexOf('\n', start + body.span.end);
  const last = end === -1 ? text.length : end;
  return ignored.some(
    ({ offset, codes }) => first <= offset && offset <= last && (codes === null || codes.has(code)),
  );
}
