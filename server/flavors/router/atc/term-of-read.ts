/**
 * A route's own expression as in the router, from what was read of it before: the router appends a condition on the
 * protocol, and reads nothing else.
 */

import type { Language, ReadExpression } from '../../../../grammar/index.js';
import { severityOf } from '../../../problems/index.js';
import type { Gateway } from '../../../routes/index.js';
import { appendedProtocols, routedExpressionOf } from '../../generated-expression.js';
import type { RouterRoute } from '../router-route.js';
import { type FieldSlots, type PredicateTerm, type Term, termOf } from './terms.js';

/** What is wrong with the name of a segment is found by Kong's schema alone: the engine does not look at it. */
export const isRefused = ({ problems }: ReadExpression): boolean =>
  problems.some(({ code }) => severityOf(code) === 'error' && code !== 'expression-segments');

/** @returns `null` if no one has read it, or where the router does more than append: then the whole is read */
export function termOfRead(
  { route, read }: RouterRoute,
  language: Language,
  slots: FieldSlots,
  gateway: Gateway,
): Term | null {
  const { expression } = route;
  if (!read || gateway.flavor !== 'expressions' || expression === undefined) return null;
  // What follows a NUL is not seen by the engine, and neither is what is appended.
  if (expression.includes('\0') || routedExpressionOf(route, gateway) !== expression) return null;
  const own = read(expression, language);
  const term = isRefused(own) ? null : termOf(own.tree, slots);
  return term && withProtocols(term, appendedProtocols(route, gateway), slots);
}

/** `… && (net.protocol == "http" || net.protocol == "https")`: every version adds this as one more term. */
function withProtocols(term: Term, protocols: readonly string[], slots: FieldSlots): Term {
  if (protocols.length === 0) return term;
  const before = predicatesIn(term);
  const predicates = protocols.map(
    (value, i): PredicateTerm => ({
      kind: 'predicate',
      field: 'net.protocol',
      slot: slots.of('net.protocol'),
      any: false,
      lower: false,
      operator: '==',
      constant: { kind: 'text', value },
      index: before + i,
    }),
  );
  const [first, ...others] = predicates as [PredicateTerm, ...PredicateTerm[]];
  const condition: Term = others.length === 0 ? first : { kind: 'or', terms: predicates };
  return { kind: 'and', terms: [...(term.kind === 'and' ? term.terms : [term]), condition] };
}

function predicatesIn(term: Term): number {
  switch (term.kind) {
    case 'predicate':
      return 1;
    case 'not':
      return predicatesIn(term.term);
    default:
      return term.terms.reduce((sum, one) => sum + predicatesIn(one), 0);
  }
}
