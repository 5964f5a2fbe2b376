/** Requests that are tried, and routes that are compared. */

import type { TextRange } from './gateway.js';
import type { Page } from './plan.js';

/** The request `kongRoutes/tryRequest`: which route a request goes to, under each router flavor, and why. */
export interface TryRequestParams {
  /** Of a document with routes. */
  readonly uri: string;
  /** A URL, a curl command, a HAR entry, a line of a log, or JSON as `kong-routes match` reads it. */
  readonly request: string;
}

export interface TryRequestResult {
  /** Why there is no answer, in one line; then there is nothing else. */
  readonly refused: string | null;
  readonly page: Page | null;
  /** One for each flavor, that of the document's own Gateway first. */
  readonly answers: readonly TriedRequest[];
  /** What each value of the document's routes is for the request, under the flavor of its own Gateway. */
  readonly values: readonly TriedValue[];
}

export interface TriedRequest {
  readonly flavor: string;
  readonly version: string;
  /** The name of the route, else its id, else its place; `null` for none. */
  readonly route: string | null;
  /** Those that match, in the order in which they are evaluated. */
  readonly candidates: readonly string[];
  /** What the service gets, as a URL; `null` if nothing is sent to a service. */
  readonly upstream: string | null;
  /** In one line. */
  readonly outcome: string;
  /** Why a Gateway with this table would not answer like this, or not at all, such as a route that Kong rejects. */
  readonly warnings: readonly string[];
}

export interface TriedValue {
  readonly range: TextRange;
  readonly result: 'true' | 'false' | 'undecided' | 'not-evaluated';
  /** `"/orders/7": true`. */
  readonly text: string;
}

/** The request `kongRoutes/compare`: the routes of a document, with those of another text or under another router. */
export interface CompareParams {
  readonly uri: string;
  readonly with:
    | { readonly kind: 'text'; readonly text: string; readonly name: string }
    /** `expressions@3.9`. */
    | { readonly kind: 'router'; readonly router: string };
}

export interface CompareResult {
  readonly refused: string | null;
  readonly page: Page | null;
  readonly verdict: 'equal' | 'different' | 'not-decided' | null;
  /** The notes at the routes of the document. */
  readonly places: readonly { readonly range: TextRange; readonly message: string }[];
}
