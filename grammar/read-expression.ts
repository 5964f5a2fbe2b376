/** Reading an expression as Kong does: what Kong changes in the text before the engine sees it, then the engine. */

import { fixFor, withWordsBeforeFields } from './fixes/index.js';
import type { ExpressionProblem } from './problems.js';
import { check, checkSyntaxVersion, type Language, precedenceOf, seenByEngine } from './semantics/index.js';
import type { Span } from './span.js';
import { type Expression, parse } from './syntax/index.js';

/** An expression as it is parsed, before anything is checked. */
export interface ParsedExpression {
  /** Whole where the syntax is right, else with gaps; its spans are in the text as given. */
  readonly tree: Expression | null;
  readonly seen: ReturnType<typeof seenByEngine>;
  /** The tree in the text that the engine sees. */
  readonly parsed: ReturnType<typeof parse>;
}

/** Parses an expression. No regex is compiled for this. */
export function parseExpression(text: string, language: Language): ParsedExpression {
  const seen = seenByEngine(text, language);
  const parsed = parse(seen.seen, precedenceOf(language.gatewayVersion));
  return { tree: seen.place ? withSpans(parsed.tree, seen.place) : parsed.tree, seen, parsed };
}

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
 * @param known the expression as it was parsed in the same language before
 * @returns tree and problems; Kong refuses the expression exactly when one of the problems is an error
 *   (`server/problems.ts` says which are)
 */
export function readExpression(
  text: string,
  language: Language,
  known: ParsedExpression = parseExpression(text, language),
): ReadExpression {
  const { tree, parsed } = known;
  const { seen, problems, place } = known.seen;
  const since = checkSyntaxVersion(parsed.tree, language);
  const meant = check(parsed.tree, language, parsed.problems);
  if (problems.length + parsed.problems.length + since.length + meant.length === 0) {
    return { tree, problems };
  }
  const found = [...withWordsBeforeFields(parsed.problems, parsed.tree, seen), ...since, ...meant];
  const placed = place
    ? found.map((problem) => ({ ...problem, span: place(problem.span) }) as ExpressionProblem)
    : found;
  const all = problems.length === 0 ? placed : [...problems, ...placed];
  if (all.length > 1) all.sort((a, b) => a.span.start - b.span.start);
  // A text with more mistakes is not corrected piece by piece.
  if (all.length > mostFixes) return { tree, problems: all };
  return { tree, problems: all.map((problem) => withFix(problem, text, tree, language)) };
}

const mostFixes = 100;

function withFix(
  problem: ExpressionProblem,
  text: string,
  tree: Expression | null,
  language: Language,
): ExpressionProblem {
  const fix = fixFor(problem, text, tree, language);
  if (!fix) return problem;
  // No spread: it would cost as much time as reading the expression.
  const { code, args, span } = problem;
  return { code, args, span, fix } as ExpressionProblem;
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
