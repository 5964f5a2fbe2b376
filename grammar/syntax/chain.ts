/** Terms and the operators between them, grouped as the engine groups them. */

import type { LogicalOperator, Precedence } from '../language/index.js';
import type { Span } from '../span.js';
import type { Expression } from './ast.js';

/** A term as it was read: `null` if something else was found, `undefined` if nothing was. */
export type Operand = Expression | null | undefined;

/** An operator and the term after it. */
export interface Link {
  /** Of the operator; empty if it is missing. */
  readonly span: Span;
  readonly isOr: boolean;
  readonly term: Operand;
}

/**
 * Groups terms in a row.
 *
 * @param first the first term; without it, the links continue what a parenthesis too many has interrupted
 * @param links one or more
 */
export function grouped(
  first: { readonly term: Operand } | null,
  links: readonly Link[],
  precedence: Precedence,
): Expression | null {
  return precedence === 'alike' ? fromTheLeft(first, links) : orTighter(first, links);
}

/** Each `||` joins the terms next to it first. It cannot join a term that is missing. */
function orTighter(first: { readonly term: Operand } | null, links: readonly Link[]): Expression | null {
  const terms: (Expression | null)[] = [];
  const spans: Span[] = [];
  let left = first;
  let at = 0;
  if (!left) {
    left = links[0]!;
    spans.push(links[0]!.span);
    at = 1;
  }
  for (;;) {
    let term = left.term ?? null;
    if (left.term !== undefined && links[at]?.isOr) {
      const start = at;
      while (links[at]?.isOr) at++;
      const joined = links.slice(start, at);
      term = chain('||', [term, ...joined.map(termOf)], joined.map(spanOf));
    }
    terms.push(term);
    const next = links[at++];
    if (!next) return chain('&&', terms, spans);
    spans.push(next.span);
    left = next;
  }
}

/** Both operators bind alike: what was read before another operator is the left side of it. */
function fromTheLeft(first: { readonly term: Operand } | null, links: readonly Link[]): Expression | null {
  let terms: (Expression | null)[] = first ? [first.term ?? null] : [];
  let spans: Span[] = [];
  let operator: LogicalOperator = '&&';
  for (const link of links) {
    const wanted = link.isOr ? '||' : '&&';
    if (operator !== wanted && spans.length > 0) {
      terms = [chain(operator, terms, spans)];
      spans = [];
    }
    operator = wanted;
    terms.push(termOf(link));
    spans.push(link.span);
  }
  return chain(operator, terms, spans);
}

const termOf = ({ term }: Link): Expression | null => term ?? null;
const spanOf = ({ span }: Link): Span => span;

/** One term is itself; several are a chain. */
export function chain(
  operator: LogicalOperator,
  terms: readonly (Expression | null)[],
  spans: readonly Span[],
): Expression | null {
  if (terms.length <= 1) return terms[0] ?? null;
  const start = terms[0]?.span.start ?? spans[0]!.start;
  const end = terms.at(-1)?.span.end ?? spans.at(-1)!.end;
  return { kind: 'logical', operator, terms, operators: spans, span: { start, end } };
}
