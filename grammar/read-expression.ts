/** Reading an expression as Kong does: what Kong changes in the text before the engine sees it, then the engine. */

import { fixFor, withWordsBeforeFields } from './fixes/index.js';
import type { ExpressionProblem } from './problems.js';
import { check, checkSyntaxVersion, type Language, precedenceOf, seenByEngine } from './semantics/index.js';
import type { Span } from './span.js';
import { type Expression, parse } from './syntax/index.js';

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
  const { seen, problems, place } = seenByEngine(text, language);
  const parsed = parse(seen, precedenceOf(language.gatewayVersion));
  const since = checkSyntaxVersion(parsed.tree, language);
  const meant = check(parsed.tree, language, parsed.problems);
  if (problems.length + parsed.problems.length + since.length + meant.length === 0) {
    return { tree: parsed.tree, problems };
  }
  const found = [...withWordsBeforeFields(parsed.problems, parsed.tree, seen), ...since, ...meant];
  const placed = place
    ? found.map((problem) => ({ ...problem, span: place(problem.span) }) as ExpressionProblem)
    : found;
  const tree = place ? withSpans(parsed.tree, place) : parsed.tree;
  const all = problems.length === 0 ? placed : [...problems, ...placed];
  if (all.length > 1) all.sort((a, b) => a.span.start - b.span.start);
  // Nobody corrects a text with more mistakes piece by piece.
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
  // Not by a spread, which would take as long as to read the expression.
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
