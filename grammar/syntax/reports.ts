/**
 * Which mistakes are reported. A term has one syntax problem: what follows from it would only confuse. Mistakes that
 * leave the rest of their term as it is do not count for that.
 */

import type { Expected, ExpressionProblem, Found } from '../problems.js';
import type { Span } from '../span.js';
import type { Expression } from './ast.js';
import type { Token } from './tokens.js';

export class Reports {
  readonly problems: ExpressionProblem[] = [];
  /** The term has its problem. */
  termIsBroken = false;
  /** In `lower(http.path == "/a")` the parenthesis is reported where it is missing, not where it is then. */
  private unclosedCalls = 0;
  /** Where the last `!` without a parenthesis is. */
  private lastNot = -1;

  /** What is wrong with a term, and makes the rest of it unreadable. */
  add(problem: ExpressionProblem): void {
    if (!this.termIsBroken) this.problems.push(problem);
    this.termIsBroken = true;
  }

  /** A mistake after which the term can be read on. */
  addAside(problem: ExpressionProblem): void {
    if (!this.termIsBroken) this.problems.push(problem);
  }

  /** Something is missing before a token. */
  missing(expected: Exclude<Expected, 'call'>, { kind, image, start, end }: Token): void {
    const found: Found = kind === 'End' ? { found: 'end' } : { found: 'text', text: image };
    this.add({ code: 'expression-syntax', args: { expected, ...found }, span: { start, end } });
  }

  /** A token is something else. */
  unexpected(expected: Exclude<Expected, 'call'>, { image, start, end }: Token): void {
    const args = { expected, found: 'text', text: image } as const;
    this.add({ code: 'expression-syntax', args, span: { start, end } });
  }

  /** A group that is not closed: a mistake of its own, whatever else is wrong between the parentheses. */
  unclosedGroup(open: Span): void {
    this.problems.push({ code: 'expression-unclosed', args: { what: 'group' }, span: open });
  }

  unclosedCall(): void {
    this.unclosedCalls++;
  }

  /** A parenthesis that closes nothing. */
  unopened(close: Span): void {
    if (this.unclosedCalls > 0) this.unclosedCalls--;
    else this.problems.push({ code: 'expression-unopened', args: {}, span: close });
  }

  /**
   * A `!` before anything but a parenthesis; of several in a row one is reported.
   *
   * @param term what was read after it
   * @param wasBroken whether the term already had its problem before
   */
  not(not: Span, term: Expression | null, wasBroken: boolean): void {
    const problem = { code: 'expression-not', args: {}, span: not } as const;
    if (!term || wasBroken) this.add(problem);
    // Whatever else is wrong in the term.
    else if (term.span.start !== this.lastNot) this.problems.push(problem);
    this.lastNot = not.start;
  }
}
