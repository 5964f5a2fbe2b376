/** The index of a router leaves out no route that matches: answers are those of trying every route in its order. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { AtcRequest, fieldRulesOf, readerOf } from '../../server/flavors/router/atc/atc-fields.js';
import { AtcShapes } from '../../server/flavors/router/atc/atc-shapes.js';
import { buildAtcTable } from '../../server/flavors/router/atc/atc-table.js';
import { evaluate, yes } from '../../server/flavors/router/atc/evaluate.js';
import {
  buildRouter,
  createRegexes,
  type RoutedRequest,
  routerRouteOf,
} from '../../server/flavors/router/index.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import { Random } from '../fuzz/random.js';
import { randomRequest, randomTable } from '../support/random-tables.js';
import { TraditionalRouter } from '../support/traditional-router.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const tables = Number(process.env.KONG_ROUTES_TABLES ?? 150);
const requestsEach = 20;

suite('the index of the atc router', () => {
  for (const flavor of ['traditional_compatible', 'expressions'] as const) {
    for (const subsystem of ['http', 'stream'] as const) {
      test(`${flavor}, ${subsystem}: all routes that match, in their order`, () => {
        const gateway: Gateway = { flavor, version: [3, 9] };
        const regexes = createRegexes(gateway);
        let matched = 0;
        for (let index = 0; index < tables; index++) {
          const random = new Random(seed, index);
          const data = randomTable(random, subsystem, flavor === 'expressions');
          const routes = data.map((one) => routerRouteOf(one, gateway));
          const router = buildRouter(routes, gateway, subsystem, regexes);
          const table = buildAtcTable(new Map(routes.entries()), new AtcShapes(gateway, subsystem));
          const rules = fieldRulesOf(gateway.version, subsystem);
          const names = table.slots.names();
          const readers = names.map((name) => readerOf(name, rules));
          for (let i = 0; i < requestsEach; i++) {
            const request = randomRequest(random, subsystem);
            const asked = new AtcRequest(request, rules, names.includes('tls.sni'));
            const valuesOf = (slot: number) => readers[slot]!(asked);
            const all = table.matchers.filter(
              ({ term }) => evaluate(term, { valuesOf, plain: 'all', rust: regexes.rust }) === yes,
            );
            const match = router.match(request);
            const expected = [...new Set(all.map(({ route }) => route))];
            assert.deepEqual(match.candidates(), expected, shown(index, data, request));
            assert.equal(match.route, expected[0] ?? null, shown(index, data, request));
            matched += expected.length;
          }
        }
        assert.ok(matched > tables * 10, String(matched));
      });
    }
  }
});

suite('the traditional router', () => {
  for (const subsystem of ['http', 'stream'] as const) {
    test(`${subsystem}: as another one, which has no index`, () => {
      const gateway: Gateway = { flavor: 'traditional', version: [3, 9] };
      const regexes = createRegexes(gateway);
      let matched = 0;
      for (let index = 0; index < tables; index++) {
        const random = new Random(seed, index);
        const data = randomTable(random, subsystem, false);
        const routes = data.map((one) => routerRouteOf(one, gateway));
        const router = buildRouter(routes, gateway, subsystem, regexes);
        const loaded = data.map((one) => ({ route: readRoute(one), createdAt: Number(one.created_at) }));
        const other = new TraditionalRouter(loaded, subsystem);
        for (let i = 0; i < requestsEach; i++) {
          const request = randomRequest(random, subsystem);
          const { route, open } = router.match(request);
          const found = other.select(request as Parameters<TraditionalRouter['select']>[0]);
          if (found !== null) matched++;
          assert.ok((open?.anyOf ?? [route]).includes(found), shown(index, data, request));
        }
      }
      assert.ok(matched > tables * 5, String(matched));
    });
  }
});

const shown = (index: number, data: unknown, request: RoutedRequest) =>
  `seed ${seed}, index ${index}: ${JSON.stringify(data)}\n${JSON.stringify(request)}`;
