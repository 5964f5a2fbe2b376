/** The requests that an entry of a router matches, as regions, against the router itself. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readExpression, type Subsystem } from '../../grammar/index.js';
import {
  buildRouter,
  createRegexes,
  type RoutedRequest,
  type RouterRoute,
  routerRouteOf,
} from '../../server/flavors/index.js';
import type { Gateway } from '../../server/routes/index.js';
import { RoutingSets } from '../../server/tables/routing-sets.js';
import { generate } from '../fuzz/generator.js';
import { generateAdvised } from '../fuzz/lint-generator.js';
import { Random } from '../fuzz/random.js';
import { isRefused } from '../support/kong.js';
import { randomRequest, randomTable } from '../support/random-tables.js';
import { regionHas } from '../support/region-membership.js';
import { sentRequests } from '../support/request-generator.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

interface Counts {
  requests: number;
  inside: number;
  exact: number;
  samples: number;
  confirmed: number;
  regions: number;
  empty: number;
}
const counted = (): Counts => ({
  requests: 0,
  inside: 0,
  exact: 0,
  samples: 0,
  confirmed: 0,
  regions: 0,
  empty: 0,
});

/** What is matched is in the region, and what is certainly in an exact box is matched. */
function compare(
  routes: readonly RouterRoute[],
  gateway: Gateway,
  subsystem: Subsystem,
  requests: readonly RoutedRequest[],
  counts: Counts,
  regexes = createRegexes(gateway),
): void {
  const router = buildRouter(routes, gateway, subsystem, regexes);
  if (router.failure) return;
  const sets = new RoutingSets(router, routes, regexes);
  const matches = (request: RoutedRequest, route: number) =>
    router.match(request).candidates().includes(route);
  for (const request of requests) {
    const { failure } = router.match(request);
    if (failure) continue;
    const matching = new Set(router.match(request).candidates());
    const about = () => `${JSON.stringify(request)} in ${JSON.stringify(routes.map(({ route }) => route))}`;
    const certain = new Set<number>();
    const possible = new Set<number>();
    for (const [entry, { route }] of sets.entries.entries()) {
      const region = sets.regionOf(entry);
      if (regionHas(region, request, sets) !== false) possible.add(route);
      const exact = region.filter(({ isExact }) => isExact);
      if (regionHas(exact, request, sets) === true) certain.add(route);
    }
    for (const route of matching)
      assert.ok(possible.has(route), `${route} matches, and is not in it: ${about()}`);
    for (const route of certain)
      assert.ok(matching.has(route), `${route} is in it, and does not match: ${about()}`);
    counts.requests++;
    counts.inside += matching.size;
    counts.exact += certain.size;
  }
  for (const [entry, { route }] of sets.entries.entries()) {
    const region = sets.regionOf(entry);
    counts.regions++;
    if (region.length === 0) counts.empty++;
    for (const box of region) {
      const request = sets.requestOf(box, { scheme: null });
      if (!request) continue;
      counts.samples++;
      if (matches(request, route)) counts.confirmed++;
    }
  }
}

suite('regions of requests', () => {
  test('of generated expressions', (t) => {
    const gateway: Gateway = { flavor: 'expressions', version: [3, 9] };
    const counts = counted();
    const regexes = createRegexes(gateway);
    for (let index = 0; index < 1500; index++) {
      const { text, subsystem } = index % 2 === 0 ? generate(seed, index) : generateAdvised(seed, index);
      const { tree, problems } = readExpression(text, { subsystem, gatewayVersion: gateway.version });
      if (isRefused(problems) || text.includes('\0') || !tree) continue;
      // A server name comes with TLS alone.
      const requests = sentRequests([tree], subsystem, new Random(seed, index), 12).filter(
        ({ sni, scheme }) => sni === undefined || (scheme !== 'http' && scheme !== 'udp'),
      );
      const data = { name: 'a', expression: text, protocols: [subsystem === 'http' ? 'https' : 'tls'] };
      compare([routerRouteOf(data, gateway)], gateway, subsystem, requests, counts, regexes);
    }
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts.inside > 1000);
    assert.ok(counts.exact > counts.inside * 0.8, 'most are known exactly');
    assert.ok(counts.confirmed > counts.samples * 0.8, 'most samples match');
  });

  for (const flavor of ['traditional', 'traditional_compatible', 'expressions'] as const) {
    for (const subsystem of ['http', 'stream'] as const) {
      test(`of random tables: ${flavor}, ${subsystem}`, (t) => {
        const gateway: Gateway = { flavor, version: [3, 9] };
        const counts = counted();
        const regexes = createRegexes(gateway);
        for (let round = 0; round < 60; round++) {
          const random = new Random(seed, round);
          const table = randomTable(random, subsystem, flavor === 'expressions');
          const routes = table.map((data) => routerRouteOf(data, gateway));
          const requests = Array.from({ length: 20 }, () => randomRequest(random, subsystem)).filter(
            ({ srcIp, dstIp }) => ![srcIp, dstIp].includes('fd00:0::5'),
          );
          compare(routes, gateway, subsystem, requests, counts, regexes);
        }
        t.diagnostic(JSON.stringify(counts));
        assert.ok(counts.inside > 500);
        assert.ok(counts.exact > counts.inside * 0.7, 'most are known exactly');
        assert.ok(counts.confirmed > counts.samples * 0.8, 'most samples match');
      });
    }
  }
});
