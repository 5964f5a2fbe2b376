/** Runs all tests of a file against the tables that they are for. */

import type { Gateway } from '../routes/index.js';
import { type RoutingTable, routingTable } from '../routing/index.js';
import { type CoveredRoute, coverageOf } from './coverage.js';
import { runTest, type TestResult } from './run-tests.js';
import type { RouteTestFile, TestedGateway } from './test-file.js';

/** The routes that are tested, and the Gateway that they are for. */
export interface TestedRoutes {
  readonly files: Parameters<typeof routingTable>[0];
  readonly gateway: Gateway;
}

export interface TableCoverage {
  readonly table: RoutingTable;
  readonly routes: readonly CoveredRoute[];
}

export interface FileRun {
  readonly results: readonly TestResult[];
  /** One for each table that was asked; empty if it is not wanted. */
  readonly coverage: readonly TableCoverage[];
}

/** What is not named stays as it is. */
export const gatewayAs = (gateway: Gateway, { flavor, version }: TestedGateway): Gateway => ({
  ...gateway,
  ...(flavor !== null && { flavor }),
  ...(version !== null && { version }),
});

/** @param gatewayFor what a test is run with, of what it asks for */
export function runFile(
  read: RouteTestFile,
  routes: TestedRoutes,
  withCoverage: boolean,
  gatewayFor: (asked: TestedGateway) => Gateway = (asked) => gatewayAs(routes.gateway, asked),
): FileRun {
  const tables = new Map<string, RoutingTable>();
  const tableOf = (asked: TestedGateway): RoutingTable => {
    const gateway = gatewayFor(asked);
    const key = JSON.stringify(gateway);
    const table = tables.get(key) ?? routingTable(routes.files, gateway, read.subsystem);
    tables.set(key, table);
    return table;
  };
  const results = read.tests.flatMap((test) => {
    const asked = test.gateways.length > 0 ? test.gateways : read.gateways;
    const gateways = asked.length > 0 ? asked : [{ flavor: null, version: null }];
    return gateways.map((gateway) => runTest(test, tableOf(gateway)));
  });
  const coverage = withCoverage
    ? [...tables.values()].map((table) => ({ table, routes: coverageOf(table, results) }))
    : [];
  return { results, coverage };
}
