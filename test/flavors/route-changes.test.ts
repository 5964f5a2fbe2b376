/** The comparison of two flavors against what Kong's routers select for the same tables and requests. */

import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import type { TableRoute } from '../../server/flavors/conversion-for.js';
import { type RouteChange, routeChanges } from '../../server/flavors/route-changes.js';
import { matchersOf, withDefaults } from '../../server/flavors/translate.js';
import { type Gateway, type RouterFlavor, routerFlavors } from '../../server/routes/gateway.js';
import { readRoute, subsystemOf } from '../../server/routes/route.js';
import { Engine } from '../support/engine.js';
import { type LoadedMatcher, selectByEngine } from '../support/requests.js';
import { TraditionalRouter } from '../support/traditional-router.js';
import { type MatchVector, matchVectors, type Selected } from '../support/vectors.js';

/** The Gateway that the vectors were made with. */
const gatewayOf = (flavor: RouterFlavor): Gateway => ({ flavor, version: [3, 10] });

const pairs = routerFlavors.flatMap((from) =>
  routerFlavors.filter((to) => to !== from).map((to) => [from, to] as const),
);

const tableOf = ({ routes }: MatchVector): TableRoute[] =>
  routes.map((data) => ({ data, route: readRoute(data) }));

const optionsOf = (selected: Selected): readonly (string | null)[] =>
  typeof selected === 'object' && selected !== null ? selected.anyOf : [selected];

const isSame = (a: Selected, b: Selected) =>
  JSON.stringify([...optionsOf(a)].sort()) === JSON.stringify([...optionsOf(b)].sort());

/** Whether the reported reason explains why the two Gateways select different routes. */
function explains(changes: readonly RouteChange[], was: number | null, is: number | null): boolean {
  const isExplainedAlone = (index: number | null) => {
    if (index === null) return false;
    const { matching, refusals, refusedBefore, conversion } = changes[index]!;
    // What Kong selects without a conversion says nothing of what it selects with it.
    return matching.length > 0 || refusals.length > 0 || refusedBefore.length > 0 || conversion !== null;
  };
  if (isExplainedAlone(was) || isExplainedAlone(is)) return true;
  return was !== null && is !== null && changes[was]!.order.some(({ against }) => against === is);
}

suite('every request that another route gets is explained', () => {
  for (const vector of matchVectors()) {
    test(vector.id, () => {
      const names = vector.routes.map(({ name }) => name);
      const indexOf = (name: string | null) => (name === null ? null : names.indexOf(name));
      for (const [from, to] of pairs) {
        const [was, is] = [vector.expected[from].selected, vector.expected[to].selected];
        if (!was || !is) continue;
        const changes = routeChanges(tableOf(vector), gatewayOf(from), gatewayOf(to));
        for (const [i, request] of vector.requests.entries()) {
          if (isSame(was[i]!, is[i]!)) continue;
          for (const one of optionsOf(was[i]!)) {
            for (const other of optionsOf(is[i]!)) {
              const isExplained = one === other || explains(changes, indexOf(one), indexOf(other));
              assert.ok(isExplained, `${from} → ${to}: ${JSON.stringify(request)}: ${one} → ${other}`);
            }
          }
        }
      }
    });
  }
});

/**
 * Tables in which something changes, without a refusal, that none of the vector's requests shows. Each is checked
 * by hand: the reason is why it changes all the same.
 */
const notShown: Readonly<Record<string, string>> = {
  'regex-nongreedy-flags': 'a possessive quantifier, which the requests do not reach',
  'weight-four': 'with a port in the `Host` header, traditional finds the other route by its path',
  'expr-ties': 'fields order the converted routes otherwise; no request matches just these two',
  'mixed-expr-priority-vs-weight': 'four fields, for which Kong has one of two priorities',
  'stream-destinations': 'a port and a range: traditional looks for the port where no route has the address',
  'host-wildcard-right-b': 'one field each, a wildcard host and a prefix; no request matches both',
  'expr-basic-b': 'fields order the converted routes otherwise; no request matches just these two',
  'stream-sources-b': 'a port beside a range, and a range: as in `stream-destinations`',
  'stream-ipv6-b': '`protocols: [tcp]`; no request comes over another one',
};

suite('reported changes', () => {
  test('is shown by a request, but for known tables', (t) => {
    const found: string[] = [];
    let changed = 0;
    for (const vector of matchVectors()) {
      for (const [from, to] of pairs) {
        const [was, is] = [vector.expected[from].selected, vector.expected[to].selected];
        if (!was || !is) continue;
        const changes = routeChanges(tableOf(vector), gatewayOf(from), gatewayOf(to));
        const isRefused = changes.some(
          ({ refusals, refusedBefore }) => refusals.length + refusedBefore.length > 0,
        );
        const isChanged = changes.some(({ order, matching }) =>
          [...order, ...matching].some(({ rare }) => !rare),
        );
        if (isRefused || !isChanged) continue;
        changed++;
        const isShown = vector.requests.some((_, i) => !isSame(was[i]!, is[i]!));
        if (!isShown) found.push(`${vector.id}: ${from} → ${to}`);
      }
    }
    t.diagnostic(`${changed} tables and pairs of flavors change, ${found.length} of them are not shown to`);
    assert.deepEqual([...new Set(found.map((one) => one.replace(/:.*/, '')))], Object.keys(notShown));
  });
});

suite('the routers of the tests', () => {
  let engine: Engine;
  before(async () => {
    engine = await Engine.start();
  });

  /** PCRE reads these, JavaScript does not or otherwise. */
  const isForPcre = (vector: MatchVector) =>
    /\(\?[^:i<=!]|\(\?i\)|\+\+|\\h|\(\?>|٣|é/.test(JSON.stringify(vector));

  for (const vector of matchVectors()) {
    const names = vector.routes.map(({ name }) => name as string);
    const nameOf = (index: number | null) => (index === null ? null : names[index]!);

    const { traditional, traditional_compatible, expressions } = vector.expected;
    if (traditional.selected && traditional.config === 'accepted' && !isForPcre(vector)) {
      test(`traditional: ${vector.id}`, () => {
        const loaded = vector.routes.map((data) => ({
          route: readRoute(data),
          createdAt: Number(data.created_at),
        }));
        const router = new TraditionalRouter(loaded, vector.subsystem);
        for (const [i, request] of vector.requests.entries()) {
          const name = nameOf(router.select(request));
          assert.ok(
            optionsOf(traditional.selected![i]!).includes(name),
            `${JSON.stringify(request)}: ${name}`,
          );
        }
      });
    }

    for (const [flavor, { config, selected }] of Object.entries({ traditional_compatible, expressions })) {
      // Of a field in capitals, Kong finds the header all the same; these requests have fields in lower case.
      if (config === 'rejected' || vector.id === 'expr-header-names') continue;
      test(`${flavor}: ${vector.id}`, () => {
        const gateway = gatewayOf(flavor as RouterFlavor);
        const matchers = vector.routes.flatMap((data, index): LoadedMatcher[] => {
          const route = withDefaults(readRoute(data), gateway);
          if (subsystemOf(route) !== vector.subsystem) return [];
          return matchersOf(route, gateway).map(({ expression, priority, route: part }) => ({
            route: index,
            expression,
            priority: priority.value,
            id: part.id!,
          }));
        });
        const found = selectByEngine(engine, matchers, vector.subsystem, vector.requests);
        for (const [i, index] of found.entries()) {
          const name = nameOf(index);
          const isExpected = optionsOf(selected![i]!).includes(name);
          assert.ok(isExpected, `${JSON.stringify(vector.requests[i])}: ${name}`);
        }
      });
    }
  }
});
