/** What is kept of a table after an edit is what a fresh analysis finds, in every version of it. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Subsystem } from '../../grammar/index.js';
import { type RouterRoute, routerRouteOf } from '../../server/flavors/index.js';
import type { Gateway, RouterFlavor } from '../../server/routes/index.js';
import { analyseTable, TableMemory } from '../../server/tables/index.js';
import { Random } from '../fuzz/random.js';
import { CallCounts } from '../support/call-counts.js';
import { finish } from '../support/generators.js';
import { randomTable } from '../support/random-tables.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const rounds = Number(process.env.KONG_ROUTES_ROUNDS ?? 1);
const edits = 8;

/** Routes are changed, added, removed and moved, one to three in each edit. */
function edited(routes: readonly RouterRoute[], random: Random, make: () => RouterRoute[]): RouterRoute[] {
  const next = [...routes];
  for (let i = random.between(1, 3); i > 0; i--) {
    const at = random.below(next.length + 1);
    const [made] = make();
    if (!made) continue;
    switch (random.below(5)) {
      case 0:
        next.splice(at, 0, made);
        break;
      case 1:
        next.splice(at, 1);
        break;
      case 2: {
        const [moved] = next.splice(random.below(next.length), 1);
        if (moved) next.splice(at, 0, moved);
        break;
      }
      default:
        next.splice(at, 1, made);
    }
  }
  return next;
}

/** Some of them have something in common with a few others. */
function plainRoute(i: number, subsystem: Subsystem, random: Random): Readonly<Record<string, unknown>> {
  const name = `plain-${i}`;
  if (subsystem === 'stream')
    return { name, protocols: ['tcp'], destinations: [{ port: 1000 + random.below(60) }] };
  const paths = [`/items/${random.below(12)}/${random.below(8)}`];
  const methods = random.chance(0.5) ? { methods: [random.pick(['GET', 'POST'])] } : {};
  return { name, paths, ...methods };
}

suite('what is kept of a table', () => {
  // Of the traditional router nothing is kept.
  const flavors: readonly RouterFlavor[] = ['traditional_compatible', 'expressions'];
  for (const flavor of flavors) {
    for (const subsystem of ['http', 'stream'] as const) {
      test(`is what a fresh analysis finds: ${flavor}, ${subsystem}`, () => {
        let found = 0;
        for (let round = 0; round < rounds; round++) {
          const random = new Random(seed, round);
          const gateway: Gateway = { flavor, version: [3, 9] };
          const make = () =>
            randomTable(random, subsystem, flavor === 'expressions').map((data) =>
              routerRouteOf(data, gateway),
            );
          const memory = new TableMemory(gateway);
          // Large enough that an edit changes a small part of it, which has little in common with most.
          const others = Array.from({ length: 80 }, (_, i) => plainRoute(i, subsystem, random));
          let routes = [...make(), ...others.map((data) => routerRouteOf(data, gateway))];
          for (let edit = 0; edit < edits; edit++) {
            const kept = analyseTable(routes, gateway, memory);
            // Sometimes the next edit comes before the end.
            const most = random.chance(0.3) ? random.below(400) : Number.POSITIVE_INFINITY;
            let step = kept.next();
            for (let i = 0; i < most && !step.done; i++) step = kept.next();
            if (step.done) {
              const fresh = finish(analyseTable(routes, gateway));
              assert.deepEqual(step.value, fresh, `round ${round}, edit ${edit}`);
              found += fresh.findings.length;
            }
            routes = edited(routes, random, make);
          }
        }
        assert.ok(found > rounds * 10, `only ${found} findings`);
      });
    }
  }

  test('one route that changes is looked at with those that it can share a request with', async () => {
    const gateway: Gateway = { flavor: 'expressions', version: [3, 9] };
    const routeOf = (i: number, path: string) => routerRouteOf({ name: `r${i}`, paths: [path] }, gateway);
    const routes = Array.from({ length: 400 }, (_, i) => routeOf(i, `/items/${i}/`));
    const memory = new TableMemory(gateway);
    finish(analyseTable(routes, gateway, memory));
    const counts = await CallCounts.start();
    const next = routes.with(200, routeOf(200, '/items/17/more'));
    await counts.take();
    finish(analyseTable(next, gateway, memory));
    const calls = await counts.take();
    await counts.stop();
    // The route itself, and `/items/17/`.
    assert.equal(calls('server/tables/reachability.js', 'reachabilityOf'), 2);
    assert.ok(calls('server/flavors/router/atc/atc-router.js', 'match') < 10);
  });
});
