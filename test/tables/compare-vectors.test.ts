/** `compare` of one table under two flavors, on the tables that Kong's own routers were recorded on. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildRouter, createRegexes, routerRouteOf } from '../../server/flavors/index.js';
import { type Gateway, type RouterFlavor, routerFlavors } from '../../server/routes/index.js';
import { type ComparedTable, compareTablesAtOnce } from '../../server/tables/index.js';
import { type MatchVector, matchVectors, type Selected } from '../support/vectors.js';

const gatewayOf = (flavor: RouterFlavor): Gateway => ({ flavor, version: [3, 10] });

const tableOf = ({ routes }: MatchVector, flavor: RouterFlavor): ComparedTable => ({
  routes: routes.map((data) => routerRouteOf(data, gatewayOf(flavor))),
  keys: routes.map((_, i) => String(i)),
  gateway: gatewayOf(flavor),
});

const optionsOf = (selected: Selected): readonly (string | null)[] =>
  typeof selected === 'object' && selected !== null ? selected.anyOf : [selected];

/** What Kong selects as it runs. */
const selectedBy = (vector: MatchVector, flavor: RouterFlavor, i: number): readonly (string | null)[] => {
  const { selected, execSelected = {} } = vector.expected[flavor];
  return optionsOf(i in execSelected ? execSelected[i]! : selected![i]!);
};

const pairs = routerFlavors.flatMap((from) =>
  routerFlavors.filter((to) => to !== from).map((to) => [from, to] as const),
);

suite('one table under two flavors', () => {
  test('differs wherever a recorded request does, and only as both routers say', (t) => {
    const counts = { tables: 0, shown: 0, equal: 0, different: 0, 'not-decided': 0 };
    const missed: string[] = [];
    for (const vector of matchVectors()) {
      for (const [from, to] of pairs) {
        if (!vector.expected[from].selected || !vector.expected[to].selected) continue;
        const [was, is] = [tableOf(vector, from), tableOf(vector, to)];
        const { verdict, differences } = compareTablesAtOnce(was, is);
        counts.tables++;
        counts[verdict]++;
        const routers = [was, is].map(({ routes, gateway }) =>
          buildRouter(routes, gateway, vector.subsystem, createRegexes(gateway)),
        );
        for (const { request, before, after, subsystem } of differences) {
          if (subsystem !== vector.subsystem) continue;
          const [one, two] = routers.map((router) => router.match(request).route);
          assert.deepEqual([one, two], [before, after], `${vector.id}: ${from} to ${to}`);
        }
        const shown = vector.requests.findIndex((_, i) => {
          const own = selectedBy(vector, from, i);
          return selectedBy(vector, to, i).some((name) => !own.includes(name));
        });
        if (shown === -1) continue;
        counts.shown++;
        if (verdict !== 'different') {
          missed.push(
            `${vector.id}: ${from} to ${to}: ${verdict}: ${JSON.stringify(vector.requests[shown])}`,
          );
        }
      }
    }
    t.diagnostic(JSON.stringify(counts));
    assert.deepEqual(missed, []);
    assert.ok(counts.shown > 100 && counts.equal > 50, JSON.stringify(counts));
  });
});
