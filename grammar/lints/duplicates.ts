/** The same term again. */

import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import type { Span } from '../span.js';
import { type Expression, fieldOf, type Logical, predicatesOf } from '../syntax/index.js';
import { keyOf, leavesOf, unwrapped } from './keys.js';
import type { TextOf } from './subject.js';

/**
 * A term that says what one before it says, be that in parentheses of the same chain.
 *
 * @param tree that is not itself in such parentheses
 */
export function duplicates(tree: Logical, textOf: TextOf): ExpressionProblem[] {
  const seen = new Map<string, number>();
  /** The terms so far, in the order of evaluation. */
  const before: Expression[] = [];
  const problems: ExpressionProblem[] = [];
  const visit = (chain: Logical): void => {
    for (const [i, term] of chain.terms.entries()) {
      const inner = term && unwrapped(term);
      if (!inner) continue;
      const isPart = inner.kind === 'logical' && inner.operator === chain.operator;
      const keys = (isPart ? leavesOf(inner) : [inner]).map(keyOf);
      const firsts = keys.map((key) => seen.get(key));
      if (firsts.includes(undefined)) {
        if (isPart) visit(inner);
        else {
          seen.set(keys[0]!, before.length);
          before.push(inner);
        }
        continue;
      }
      const since = before.slice(
        firsts.reduce<number>((least, first) => Math.min(least, first!), Number.POSITIVE_INFINITY),
      );
      const fix = removal(chain, i, records(inner) && since.slice(1).some(records));
      problems.push({
        code: 'expression-duplicate',
        args: { term: textOf(term!.span) },
        span: term!.span,
        fix,
      });
    }
  };
  visit(tree);
  return problems;
}

function removal({ terms }: Logical, index: number, isRecorded: boolean): ExpressionFix {
  const { span } = terms[index]!;
  const edge: Span =
    index > 0
      ? { start: terms[index - 1]!.span.end, end: span.end }
      : { start: span.start, end: terms[1]!.span.start };
  const edits = [{ span: edge, newText: '' }];
  return { code: 'remove-term', args: { isRecorded }, edits, ...(isRecorded && { changes: true }) };
}

/**
 * Whether it records something when it is true: the last match of the path is what `strip_path` cuts, and of
 * regexes the last ones are the captures (`src/interpreter.rs`).
 */
const records = (term: Expression): boolean =>
  predicatesOf(term).some(
    ({ lhs, operator }) =>
      operator === '~' ||
      (fieldOf(lhs)?.name === 'http.path' && (operator === '==' || operator === '^=' || operator === '=^')),
  );
