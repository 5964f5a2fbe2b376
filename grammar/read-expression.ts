/** Reading an expression as Kong does: what Kong changes in the text before the engine sees it, then the engine. */

import { mendOf } from './fixes/mend.js';
import { asWritten } from './fixes/misread.js';
import type { ExpressionProblem } from './problems.js';
import { check } from './semantics/check.js';
import { hasEngineOf36 } from './semantics/gateway-version.js';
import { checkSyntaxVersion, type Language, precedenceOf } from './semantics/language.js';
import type { Expression, Span } from './syntax/ast.js';
import { parse } from './syntax/parse.js';

export interface ReadExpression {
  /** Whole where the syntax is right, else with gaps; its spans are in the text as given. */
  readonly tree: Expression | null;
  /** In the order of the text. */
  readonly problems: readonly ExpressionProblem[];
}

/**
 * Reads and checks an expression.
 *
 * @param text the value of `expression`
 * @returns tree and problems; Kong refuses the expression exactly when one of the problems is an error
 *   (`server/problems.ts` says which are)
 */
export function readExpression(text: string, language: Language): ReadExpression {
  const { seen, problems, place } = asTheEngineSees(text, language);
  const parsed = parse(seen, precedenceOf(language.gatewayVersion));
  const since = checkSyntaxVersion(parsed.tree, language);
  const meant = check(parsed.tree, language, parsed.problems);
  if (problems.length + parsed.problems.length + since.length + meant.length === 0) {
    return { tree: parsed.tree, problems };
  }
  const found = [...asWritten(parsed.problems, parsed.tree, seen), ...since, ...meant];
  const placed = place
    ? found.map((problem) => ({ ...problem, span: place(problem.span) }) as ExpressionProblem)
    : found;
  const tree = place ? withSpans(parsed.tree, place) : parsed.tree;
  const all = [...problems, ...placed].sort((a, b) => a.span.start - b.span.start);
  // A text with more mistakes is not one that is mended piece by piece.
  if (all.length > mostMends) return { tree, problems: all };
  return { tree, problems: all.map((problem) => withMend(problem, text, tree, language)) };
}

const mostMends = 100;

function withMend(
  problem: ExpressionProblem,
  text: string,
  tree: Expression | null,
  language: Language,
): ExpressionProblem {
  const mend = mendOf(problem, text, tree, language);
  return mend ? { ...problem, mend } : problem;
}

export interface SeenText {
  /** The text that reaches the engine. */
  readonly seen: string;
  readonly problems: ExpressionProblem[];
  /** From a span in `seen` to the text as given; `null` where they are the same. */
  readonly place: ((span: Span) => Span) | null;
}

/**
 * Kong hands the engine a C string, so that a NUL ends the expression; and it replaces `net.port` by
 * `net.dst.port` in the text, in string constants too, when one of `= > < !` follows
 * (Kong/kong `kong/router/transform.lua`, `amending_expression`, since 3.6).
 */
export function asTheEngineSees(text: string, { gatewayVersion }: Language): SeenText {
  const problems: ExpressionProblem[] = [];
  const nul = text.indexOf('\0');
  const beforeNul = nul === -1 ? text : text.slice(0, nul);
  if (nul !== -1) problems.push({ code: 'expression-nul', args: {}, span: { start: nul, end: nul + 1 } });
  if (!beforeNul.includes('net.port') || !hasEngineOf36(gatewayVersion)) {
    return { seen: beforeNul, problems, place: null };
  }

  /** Where `dst.` is put in, in the text as given: behind `net.`. */
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

/** A copy of the tree with every span moved. */
function withSpans<Node>(node: Node, place: (span: Span) => Span): Node {
  if (Array.isArray(node)) return node.map((item) => withSpans(item, place)) as Node;
  if (typeof node !== 'object' || node === null) return node;
  if ('start' in node && 'end' in node) return place(node as unknown as Span) as Node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withSpans(value, place)]),
  ) as Node;
}
