/** What of a file that is not well-formed is read, and what is not. */

import type { Span } from '../../grammar/index.js';
import type { RouteDocument, SourcedRoute } from '../documents/index.js';
import type { YamlFault } from '../problems/index.js';

/** Whether a route is not well-formed: the readable part may not be what its author meant. */
export function isBroken({ text, syntaxProblems }: RouteDocument, { start, body }: SourcedRoute): boolean {
  if (syntaxProblems.length === 0) return false;
  // A comment after a value on its line is likely to belong to it.
  const end = start + body.span.end + text.slice(start + body.span.end).search(/[\r\n]|$/);
  return syntaxProblems.some(({ span }) => span.start <= end && start <= span.end);
}

/**
 * Whether every route of a file is read for certain, though some may not be well-formed. A fault outside of routes, and one after
 * which the parser guesses where it is, may hide others.
 */
export function isReadCompletely(document: RouteDocument): boolean {
  const { text, routes, syntaxProblems, unread } = document;
  // What a template hides is reported as not read.
  if (unread.some(({ reason }) => reason === 'template')) return true;
  const isInRoute = ({ start }: Span) =>
    routes.some((route) => route.start <= start && start <= route.start + route.body.span.end);
  return syntaxProblems.every((problem) => hidesNothing(problem, text) && isInRoute(problem.span));
}

/** Faults of one value, after which the rest of the text is read as it is written. */
const ofOneValue: ReadonlySet<YamlFault['code']> = new Set<YamlFault['code']>([
  ...(['alias-unknown', 'alias-in-itself', 'merge-of-no-mapping', 'escape', 'plain-start'] as const),
  ...(['mapping-on-key-line', 'tag', 'two-tags', 'two-anchors', 'alias-properties'] as const),
]);

const opening: Readonly<Record<string, string>> = { ']': '[', '}': '{', '"': '"', "'": "'" };

function hidesNothing({ fault, span }: RouteDocument['syntaxProblems'][number], text: string): boolean {
  // Kong Routes does not follow what nests deeper, but knows where it ends.
  if (fault.syntax === 'any') return fault.fault === 'too-deep';
  if (fault.syntax !== 'yaml') return false;
  // At what is not closed the text is read past it; otherwise the place is where the parser ends it.
  if (fault.fault.code === 'not-closed') return text[span.start] === opening[fault.fault.by];
  return ofOneValue.has(fault.fault.code);
}
