/** Generated tests of the tables that Kong's own routers were recorded on: each mutant is killed, or proved to be equal. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../server/documents/index.js';
import { buildRouter } from '../../server/flavors/router/index.js';
import { type GeneratedTests, generateTests } from '../../server/route-tests/index.js';
import { type RouterFlavor, routerFlavors } from '../../server/routes/index.js';
import { type RoutingTable, routingTable } from '../../server/routing/index.js';
import { type MatchVector, matchVectors } from '../support/vectors.js';

/** Of the tables that may be generated for, so many in each flavor; 0 for all. */
const most = Number(process.env.KONG_ROUTES_TABLES ?? 40);
const mostRoutes = 6;

function tableOf({ routes, subsystem }: MatchVector, flavor: RouterFlavor): RoutingTable {
  const named = routes.map((route, i) => ({ name: `r${i}`, ...route }));
  const text = JSON.stringify({ _format_version: '3.0', routes: named });
  const gateway = { flavor, version: [3, 10] } as const;
  return routingTable([{ file: 'kong.json', document: readDocument(text, 'json') }], gateway, subsystem);
}

function generated(table: RoutingTable): GeneratedTests {
  const steps = generateTests(table);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Addresses in brackets as hosts of `traditional` are not decided. */
const openOfTraditional = { 'route-removed': most === 0 ? 2 : 1 };
/** Priorities that Kong's interpreter and its compiler calculate differently, and values that are not ASCII. */
const openOfOthers =
  most === 0 ? { 'route-removed': 4, 'field-removed': 3, 'value-changed': 2, 'priorities-swapped': 1 } : {};

suite('generated route tests of recorded tables', () => {
  for (const flavor of routerFlavors) {
    test(flavor, (t) => {
      const counts = { tables: 0, mutants: 0, killed: 0, equal: 0, notDecided: 0 };
      const open = new Map<string, number>();
      const small = [...matchVectors()].filter(
        ({ routes, expected }) => routes.length <= mostRoutes && expected[flavor].selected,
      );
      const step = most === 0 ? 1 : Math.max(1, Math.ceil(small.length / most));
      for (const vector of small.filter((_, i) => i % step === 0)) {
        const table = tableOf(vector, flavor);
        if (table.router.failure) continue;
        const { tests, mutants, equal, notDecided } = generated(table);
        const killed = new Set(tests.flatMap(({ kills }) => kills));
        counts.tables++;
        counts.mutants += mutants;
        counts.killed += killed.size;
        counts.equal += equal.length;
        counts.notDecided += notDecided.length;
        assert.equal(killed.size + equal.length + notDecided.length, mutants, vector.id);
        for (const { change } of notDecided) open.set(change.kind, (open.get(change.kind) ?? 0) + 1);
        for (const mutant of killed) {
          const router = buildRouter(mutant.table, table.gateway, table.subsystem, table.regexes);
          const labels = mutant.table.map(({ route }) => route.name ?? null);
          const isKilled = tests.some(({ request, route }) => {
            const other = router.match(request).route;
            const expected = route === null ? null : (table.routes[route]!.route.route.name ?? null);
            return (other === null ? null : labels[other]) !== expected;
          });
          assert.ok(isKilled, `${vector.id}: ${JSON.stringify(mutant.change)}`);
        }
        // What is said to be equal is so for the recorded requests.
        for (const mutant of equal) {
          const router = buildRouter(mutant.table, table.gateway, table.subsystem, table.regexes);
          for (const request of vector.requests) {
            const [was, is] = [table.router.match(request), router.match(request)];
            if (was.open || is.open) continue;
            const nameOf = (route: number | null, all: RoutingTable['routes'][number]['route'][]) =>
              route === null ? null : (all[route]!.route.name ?? null);
            const own = nameOf(
              was.route,
              table.routes.map(({ route }) => route),
            );
            assert.equal(
              nameOf(is.route, [...mutant.table]),
              own,
              `${vector.id}: ${JSON.stringify([mutant.change, request])}`,
            );
          }
        }
      }
      t.diagnostic(JSON.stringify({ ...counts, open: Object.fromEntries(open) }));
      assert.ok(counts.tables > 10 && counts.killed > 5 * counts.tables);
      assert.deepEqual(Object.fromEntries(open), flavor === 'traditional' ? openOfTraditional : openOfOthers);
    });
  }
});
