/** Route tests. */

import type { TextRange } from './gateway.js';

/** The request `kongRoutes/routeTests`: the route tests in a file (`*.kong-test.yaml`); `null` if it cannot be read. */
export interface RouteTestsParams {
  readonly uri: string;
}

export interface RouteTestsResult {
  readonly tests: readonly RouteTestItem[];
  readonly problems: readonly { readonly message: string; readonly range: TextRange }[];
}

export interface RouteTestItem {
  readonly name: string;
  readonly range: TextRange;
  /** As JSON, which `kongRoutes/tryRequest` reads. */
  readonly request: string;
}

/** The request `kongRoutes/runRouteTests`: runs all tests of a file, which is hardly slower than running one. */
export interface RunRouteTestsParams extends RouteTestsParams {
  readonly coverage: boolean;
}

export interface RunRouteTestsResult {
  /** Why nothing was run, in one line. */
  readonly failure: string | null;
  readonly results: readonly RouteTestResult[];
  readonly coverage: readonly RouteCoverage[];
  /** URIs of the files of routes. */
  readonly routes: readonly string[];
}

export interface RouteTestResult {
  /** The position of the test in `RouteTestsResult.tests`. */
  readonly test: number;
  /** `expressions@3.9`. */
  readonly router: string;
  /** The differences from the expectation, one a line; empty if the test passes. */
  readonly failures: readonly string[];
  readonly expected: string | null;
  readonly actual: string | null;
  /** Every route with its terms, as `kong-routes match --trace` shows them. */
  readonly trace: string;
}

/** What tests reach of a file of routes, under all routers together. */
export interface RouteCoverage {
  readonly uri: string;
  readonly routes: readonly { readonly name: string; readonly range: TextRange; readonly requests: number }[];
  /** Items of match fields, and predicates of expressions. */
  readonly values: readonly { readonly range: TextRange; readonly requests: number }[];
}
