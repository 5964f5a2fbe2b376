import type { RouteBody, SyntaxProblem } from './document.js';

/** A route that is read from its own text alone. */
export interface RoutePart {
  /** Where the route starts in that text. */
  readonly start: number;
  readonly body: RouteBody;
  /** Counted from the start of that text. */
  readonly problems: readonly SyntaxProblem[];
}
