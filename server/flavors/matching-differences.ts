/**
 * The same route, other requests: what two Gateways that both take a route match by it differently.
 */

import type { RoutePath } from '../routes/problem.js';

/** What differs, each where the route has the trait that it is about. */
export type MatchingRule = 'accepted-now';

export interface MatchingDifference {
  readonly rule: MatchingRule;
  /** Where in the data of the route its trait stands. */
  readonly field: RoutePath;
  readonly message: string;
  /** Only requests that no ordinary client sends are matched differently, such as one of `Host: .example.com`. */
  readonly rare: boolean;
}
