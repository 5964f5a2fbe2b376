/**
 * Our evaluator against Kong's own engine: generated expressions, and requests that tell them apart.
 *
 *     KONG_ROUTES_PAIRS=200000 KONG_ROUTES_SEED=7 node --test out/test/router/evaluate.test.js
 */

import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { type Expression, readExpression, type Subsystem } from '../../grammar/index.js';
import { buildRouter, createRegexes, routerRouteOf } from '../../server/flavors/router/index.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { generate } from '../fuzz/generator.js';
import { generateAdvised } from '../fuzz/lint-generator.js';
import { Random } from '../fuzz/random.js';
import { Engine } from '../support/engine.js';
import { isRefused, seenByTheEngine } from '../support/kong.js';
import { fieldNames, sentRequests, valuesAsked } from '../support/request-generator.js';

const pairs = Number(process.env.KONG_ROUTES_PAIRS ?? 20_000);
const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const requestsEach = 10;

/** The engine that the WebAssembly build is. */
const gateway: Gateway = { flavor: 'expressions', version: [3, 9] };

const protocolsOf: Readonly<Record<Subsystem, readonly string[]>> = {
  // Without a condition on the protocol.
  http: ['https'],
  stream: ['tls'],
};

function acceptedTree(text: string, subsystem: Subsystem): Expression | null {
  const { tree, problems } = readExpression(text, { subsystem, gatewayVersion: gateway.version });
  return isRefused(problems) || text.includes('\0') ? null : tree;
}

suite('the evaluator', () => {
  let engine: Engine;
  before(async () => {
    engine = await Engine.start();
  });

  test(`answers as the engine does on ${pairs} pairs`, (t) => {
    const regexes = createRegexes(gateway);
    const counts = { pairs: 0, matches: 0, expressions: 0 };
    for (let index = 0; counts.pairs < pairs; index++) {
      const { text, subsystem } = index % 2 === 0 ? generate(seed, index) : generateAdvised(seed, index);
      const tree = acceptedTree(text, subsystem);
      if (!tree) continue;
      const random = new Random(seed, index);
      const requests = sentRequests([tree], subsystem, random, requestsEach);
      const names = fieldNames([tree]);
      const expected = engine.matches(
        seenByTheEngine(text),
        subsystem,
        requests.map((request) => valuesAsked(asSeen(request), subsystem, names)),
      );
      const data = { name: 'a', expression: text, protocols: protocolsOf[subsystem] };
      const router = buildRouter([routerRouteOf(data, gateway)], gateway, subsystem, regexes);
      assert.deepEqual([router.failure, router.leftOut], [null, []], text);
      counts.expressions++;
      for (const [i, request] of requests.entries()) {
        counts.pairs++;
        const { route, open, failure } = router.match(request);
        if (expected[i]) counts.matches++;
        const found = { matches: route !== null, open, failure };
        const wanted = { matches: expected[i], open: null, failure: null };
        assert.deepEqual(found, wanted, `seed ${seed}, index ${index}: ${text}\n${JSON.stringify(request)}`);
        const { lost = [] } = router.trace(request, 0)!.matchers[0]!;
        assert.equal(lost.length === 0, expected[i], `what loses ${text}`);
      }

      /** As it runs, Kong treats a request with a server name as TLS if a route matches by one. */
      function asSeen(request: (typeof requests)[number]) {
        if (subsystem === 'http' || request.scheme === 'udp') return request;
        const isTls = request.sni !== undefined && names.has('tls.sni');
        return { ...request, scheme: isTls ? 'tls' : 'tcp' };
      }
    }
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts.matches > counts.pairs / 10, 'many pairs match');
    assert.ok(counts.matches < counts.pairs * 0.9, 'many pairs do not match');
  });
});
