/** Each flavor's router against what Kong's own routers select, on every recorded table. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildRouter, createRegexes, type Router, routerRouteOf } from '../../server/flavors/router/index.js';
import type { Gateway, RouteMatchCalculation, RouterFlavor } from '../../server/routes/gateway.js';
import { Random } from '../fuzz/random.js';
import { type MatchVector, matchVectors, type Selected } from '../support/vectors.js';

/** The Gateway that the vectors were made with. */
const gatewayOf = (flavor: RouterFlavor, calculation: RouteMatchCalculation): Gateway => ({
  flavor,
  version: [3, 10],
  calculation,
});

const regexes = createRegexes({ version: [3, 10] });

const routerOf = (
  routes: MatchVector['routes'],
  { subsystem }: MatchVector,
  flavor: RouterFlavor,
  calculation: RouteMatchCalculation = 'original',
): Router => {
  const gateway = gatewayOf(flavor, calculation);
  return buildRouter(
    routes.map((data) => routerRouteOf(data, gateway)),
    gateway,
    subsystem,
    regexes,
  );
};

const flavors = ['traditional', 'traditional_compatible', 'expressions'] as const;

const nameIn = (routes: MatchVector['routes'], route: number | null) =>
  route === null ? null : (routes[route]!.name as string);

/** What a router answers in the form of the vectors. */
function answersOf(router: Router, vector: MatchVector, routes = vector.routes): Selected[] {
  return vector.requests.map((request): Selected => {
    const { route, open } = router.match(request);
    if (!open) return nameIn(routes, route);
    const anyOf = open.anyOf.map((one) => nameIn(routes, one)).sort();
    return { anyOf, reason: open.reasons[0]! };
  });
}

/** What Kong selects as it runs (`exec`), without what only its second run shows. */
function expectedOf(vector: MatchVector, flavor: RouterFlavor): Selected[] | null {
  const { selected, execSelected = {} } = vector.expected[flavor];
  return (
    selected?.map((one, i): Selected => {
      const found = i in execSelected ? execSelected[i]! : one;
      return typeof found === 'object' && found !== null
        ? { anyOf: [...found.anyOf].sort(), reason: found.reason! }
        : found;
    }) ?? null
  );
}

const sorted = (names: readonly unknown[]) => [...new Set(names)].sort();

for (const flavor of flavors) {
  suite(`the router of ${flavor}`, () => {
    for (const vector of matchVectors()) {
      test(vector.id, () => {
        const router = routerOf(vector.routes, vector, flavor);
        const expected = expectedOf(vector, flavor);
        assert.equal(router.failure === null, expected !== null, vector.expected[flavor].build);
        if (!expected) return;
        assert.deepEqual(answersOf(router, vector), expected);
        const skipped = (vector.expected[flavor].skipped ?? []).map(({ route }) => route);
        const leftOut = router.leftOut.map(({ route }) => nameIn(vector.routes, route));
        assert.deepEqual(sorted(leftOut), sorted(skipped));
      });
    }
  });
}

suite('the documented layout of priorities', () => {
  const documented = matchVectors().flatMap((vector) =>
    (['traditional_compatible', 'expressions'] as const).flatMap((flavor) => {
      const { selectedDocumented } = vector.expected[flavor];
      return selectedDocumented ? [{ vector, flavor, selectedDocumented }] : [];
    }),
  );
  assert.ok(documented.length >= 24, 'the vectors have tables for it');
  for (const { vector, flavor, selectedDocumented } of documented) {
    test(`${flavor}: ${vector.id}`, () => {
      const router = routerOf(vector.routes, vector, flavor, 'strict');
      assert.deepEqual(answersOf(router, vector), selectedDocumented);
    });
  }
});

suite('whatever the order of the routes', () => {
  for (const flavor of flavors) {
    test(flavor, () => {
      const random = new Random(11);
      let permuted = 0;
      for (const vector of matchVectors()) {
        const expected = expectedOf(vector, flavor);
        if (!expected) continue;
        for (let round = 0; round < 5; round++) {
          const routes = shuffled(vector.routes, random);
          const router = routerOf(routes, vector, flavor);
          assert.deepEqual(answersOf(router, vector, routes), expected, vector.id);
          permuted++;
        }
      }
      assert.ok(permuted > 300);
    });
  }
});

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

suite('candidates and traces agree with the answer', () => {
  for (const flavor of flavors) {
    test(flavor, () => {
      let traced = 0;
      for (const vector of matchVectors()) {
        const router = routerOf(vector.routes, vector, flavor);
        if (router.failure) continue;
        for (const request of vector.requests) {
          const match = router.match(request);
          const candidates = match.candidates();
          const where = `${vector.id} ${JSON.stringify(request)}`;
          assert.equal(candidates[0] ?? null, match.route, where);
          for (const route of vector.routes.keys()) {
            const trace = router.trace(request, route);
            if (!trace || match.open) continue;
            traced++;
            const matches = trace.matchers.some(({ verdict }) => verdict === 'matches');
            for (const { verdict, lost } of trace.matchers) {
              assert.equal(lost.length === 0, verdict === 'matches', where);
            }
            if (router.engine === 'atc') assert.equal(matches, candidates.includes(route), where);
            // The traditional router does not come to the categories before the one that it begins with.
            else if (candidates.includes(route)) assert.ok(matches, where);
            const isAfter = candidates.includes(route) && route !== match.route;
            assert.equal(trace.after?.winner ?? null, isAfter ? match.route : null, where);
          }
        }
      }
      assert.ok(traced > 1400, String(traced));
    });
  }
});
