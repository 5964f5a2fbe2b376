/** Why a request goes to another route, as data. */

import type { Precedence, RoutedRequest, TracedTerm } from '../flavors/index.js';
import { append } from '../text/index.js';
import type { Winner } from './winner.js';

export type Reason =
  /** The route that had the request is not there any more. */
  | { readonly kind: 'gone'; readonly route: string }
  | { readonly kind: 'new'; readonly route: string }
  /** In the table after the change it does not match any more: by these terms. */
  | { readonly kind: 'lost'; readonly route: string; readonly terms: readonly TracedTerm[] }
  /** In the table before the change it did not match. */
  | { readonly kind: 'gained'; readonly route: string; readonly terms: readonly TracedTerm[] }
  /** It still matches, and another one is evaluated first. */
  | {
      readonly kind: 'after';
      readonly route: string;
      readonly winner: string;
      readonly precedence: Precedence;
    };

/** @param was keys of the routes before, by which a route is found again after; `is` those after */
export function reasonsFor(
  request: RoutedRequest,
  before: Winner,
  after: Winner,
  was: readonly string[],
  is: readonly string[],
): Reason[] {
  const reasons: Reason[] = [];
  const sameRoute = before.route !== null && after.route !== null && was[before.route] === is[after.route];
  if (sameRoute) return [];
  if (before.route !== null) {
    const route = before.table.routes[before.route]!.label;
    const now = is.indexOf(was[before.route]!);
    append(reasons, now === -1 ? [{ kind: 'gone', route } as const] : stateOf(request, after, now, 'lost'));
  }
  if (after.route !== null) {
    const route = after.table.routes[after.route]!.label;
    const then = was.indexOf(is[after.route]!);
    reasons.push(
      ...(then === -1 ? [{ kind: 'new', route } as const] : stateOf(request, before, then, 'gained')),
    );
  }
  return reasons;
}

/** Why a route of a table does not get the request there. */
function stateOf(
  request: RoutedRequest,
  { table }: Winner,
  route: number,
  lost: 'lost' | 'gained',
): Reason[] {
  const trace = table.router.trace(request, route);
  const { label } = table.routes[route]!;
  if (!trace) return [];
  if (trace.after) {
    // If another route got the request before, that is reported for that route.
    if (lost === 'gained') return [];
    const winner = table.routes[trace.after.winner]!.label;
    return [{ kind: 'after', route: label, winner, precedence: trace.after }];
  }
  if (trace.verdict !== 'lost') return [];
  const [matcher] = [...trace.matchers].sort((a, b) => a.lost.length - b.lost.length);
  const terms = (matcher?.lost ?? []).map(
    ({ negated, ...term }): TracedTerm => ({ ...term, result: negated ? 'true' : 'false' }),
  );
  return [{ kind: lost, route: label, terms }];
}
