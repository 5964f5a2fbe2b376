/** What Kong changes in an expression before the engine reads it. */

import { hasEngineOf36 } from '../gateway-version.js';
import type { ExpressionProblem } from '../problems.js';
import type { Span } from '../span.js';
import type { Language } from './language-version.js';

export interface SeenText {
  /** The text that reaches the engine. */
  readonly seen: string;
  readonly problems: ExpressionProblem[];
  /** From a span in `seen` to the text as given; `null` if they are the same. */
  readonly place: ((span: Span) => Span) | null;
}

/**
 * Kong hands the engine a C string, so that a NUL ends the expression; and it replaces `net.port` by
 * `net.dst.port` in the text, in string constants too, when one of `= > < !` follows
 * (Kong/kong `kong/router/transform.lua`, `amending_expression`, since 3.6).
 */
export function seenByEngine(text: string, { gatewayVersion }: Language): SeenText {
  const problems: ExpressionProblem[] = [];
  const nul = text.indexOf('\0');
  const beforeNul = nul === -1 ? text : text.slice(0, nul);
  if (nul !== -1) problems.push({ code: 'expression-nul', args: {}, span: { start: nul, end: nul + 1 } });
  if (!beforeNul.includes('net.port') || !hasEngineOf36(gatewayVersion)) {
    return { seen: beforeNul, problems, place: null };
  }

  /** Where `dst.` is put in, in the text as given: after `net.`. */
  const insertions: number[] = [];
  // White space of PCRE's `\s`, which is not JavaScript's.
  const seen = beforeNul.replace(/net\.port(?=[ \t\n\v\f\r]*[=><!])/g, (_, start: number) => {
    insertions.push(start + 4);
    problems.push({ code: 'expression-net-port', args: {}, span: { start, end: start + 8 } });
    return 'net.dst.port';
  });
  const placeOffset = (offset: number) => {
    let given = offset;
    for (const insertion of insertions) {
      if (given <= insertion) break;
      given = Math.max(insertion, given - 4);
    }
    return given;
  };
  return {
    seen,
    problems,
    place: (span) => ({ start: placeOffset(span.start), end: placeOffset(span.end) }),
  };
}
