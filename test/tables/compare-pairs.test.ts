/**
 * `compare` on pairs of tables: equal by construction, or with one edit. No difference that random requests find is missed;
 * each one that is printed holds in both routers, and in the real engine (for `traditional`, in the router that the tests
 * have written a second time).
 *
 * `KONG_ROUTES_PAIRS` sets how many pairs (2,000 for the record), `KONG_ROUTES_REQUESTS` how many requests in all.
 */

import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { type Expression, normalizePath, readExpression, type Subsystem } from '../../grammar/index.js';
import {
  buildRouter,
  createRegexes,
  type RoutedRequest,
  refusalsOf,
  routerRouteOf,
} from '../../server/flavors/index.js';
import { type Gateway, type RouterFlavor, readRoute, routerFlavors } from '../../server/routes/index.js';
import { type ComparedTable, compareTablesAtOnce } from '../../server/tables/index.js';
import { isChancePath } from '../../server/tables/outcomes.js';
import { Random } from '../fuzz/random.js';
import { Engine } from '../support/engine.js';
import { EngineTable } from '../support/engine-table.js';
import { isRefused } from '../support/kong.js';
import { sharpRequests } from '../support/mixed-tables.js';
import { randomTable } from '../support/random-tables.js';
import type { Request } from '../support/requests.js';
import { TraditionalRouter } from '../support/traditional-router.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const pairs = Number(process.env.KONG_ROUTES_PAIRS ?? 60);
const requests = Number(process.env.KONG_ROUTES_REQUESTS ?? 50 * pairs);

type Data = Readonly<Record<string, unknown>>;

let engine: Engine;
before(async () => {
  engine = await Engine.start();
});

const service = { protocol: 'http', host: 'a', port: 80, path: null, enabled: true };
const keyOf = ({ name }: Data): string => String(name).replace(/ .*/, '');
const tableOf = (routes: readonly Data[], gateway: Gateway): ComparedTable => ({
  routes: routes.map((data) => routerRouteOf(data, gateway, service)),
  keys: routes.map(keyOf),
  gateway,
});

type Change = (table: readonly Data[], random: Random, gateway: Gateway) => readonly Data[];

/** What leaves every request where it was. */
const equal: Readonly<Record<string, Change>> = {
  reordered: (table, random) =>
    table
      .map((route) => ({ route, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ route }) => route),
  'captures renamed': (table) =>
    table.map((route) => JSON.parse(JSON.stringify(route).replaceAll('(?<id>', '(?<key>'))),
  'headers written otherwise': (table, _, { flavor }) =>
    table.map((route) => {
      const { headers } = route as { headers?: Record<string, readonly string[]> };
      if (!headers) return route;
      // In `traditional` the headers of a route are in the order of a hash table, and the router of the tests takes the first.
      if (flavor === 'traditional') {
        const turned = Object.entries(headers).map(([name, values]) => [name, values.toReversed()] as const);
        return { ...route, headers: Object.fromEntries(turned) };
      }
      const names = Object.keys(headers).map((name) => name.toLowerCase());
      // Two spellings of one name are two conditions.
      if (new Set(names).size < names.length) return route;
      return { ...route, headers: Object.fromEntries(Object.entries(headers).reverse()) };
    }),
  'lists split': (table, random, gateway) => {
    const at = random.below(table.length);
    const route = table[at]!;
    const methods = route.methods as string[] | undefined;
    if (!methods || methods.length < 2 || !hasOwnPriority(table, at, gateway)) return table;
    return table.flatMap((one, i) =>
      i === at
        ? methods.map((method, k) => ({
            ...one,
            methods: [method],
            ...(k > 0 && {
              name: `${one.name} ${k}`,
              id: `11111111-0000-4000-8000-${`${i}`.padStart(12, '0')}`,
            }),
          }))
        : [one],
    );
  },
};

/** Where a route shares its priority, the id of its parts would decide. */
function hasOwnPriority(table: readonly Data[], at: number, gateway: Gateway): boolean {
  const { entries } = buildRouter(tableOf(table, gateway).routes, gateway, 'http', createRegexes(gateway));
  const priorities = entries.flatMap((entry) => (entry.engine === 'atc' ? [entry] : []));
  if (priorities.length < entries.length) return false;
  const own = priorities.filter(({ route }) => route === at);
  return own.every(({ priority }) =>
    priorities.every((other) => other.route === at || other.priority.value !== priority.value),
  );
}

/** One edit, which may change something. */
const edits: Readonly<Record<string, Change>> = {
  'a route removed': (table, random) => {
    const at = random.below(table.length);
    return table.filter((_, i) => i !== at);
  },
  'a path added': (table, random) =>
    edited(table, random, ({ paths = [], ...route }) =>
      route.expression || !isHttp(route) ? route : { ...route, paths: [...(paths as string[]), '/a/b/x'] },
    ),
  'a path removed': (table, random) =>
    edited(table, random, (route) => {
      const { paths = [] } = route as { paths?: string[] };
      return paths.length > 1 ? { ...route, paths: paths.slice(1) } : route;
    }),
  'a host added': (table, random) =>
    edited(table, random, ({ hosts = [], ...route }) =>
      route.expression || !isHttp(route)
        ? { ...route }
        : { ...route, hosts: [...(hosts as string[]), 'new.a.com'] },
    ),
  'another priority': (table, random) =>
    edited(table, random, (route) =>
      route.expression
        ? { ...route, priority: random.below(50) }
        : { ...route, regex_priority: random.below(9) },
    ),
  'another id': (table, random) =>
    edited(table, random, (route) => ({ ...route, id: 'ffffffff-0000-4000-8000-000000000000' })),
  'strip_path turned': (table, random) =>
    edited(table, random, (route) => ({ ...route, strip_path: route.strip_path === false })),
  'other protocols': (table, random) =>
    edited(table, random, (route) =>
      isHttp(route) && !route.snis ? { ...route, protocols: ['http'] } : route,
    ),
};

const isHttp = ({ protocols }: Data): boolean => protocols === undefined;

function edited(table: readonly Data[], random: Random, edit: (route: Data) => Data): Data[] {
  const at = random.below(table.length);
  return table.map((route, i) => (i === at ? edit(route) : route));
}

/** Which routes Kong may answer with, by their keys. */
function judgeOf(routes: readonly Data[], gateway: Gateway, subsystem: Subsystem) {
  const read = routerRoutes(routes, gateway);
  const table = new EngineTable(engine, read, gateway, subsystem);
  const keys = (positions: readonly (number | null)[]) =>
    positions.map((position) => (position === null ? null : keyOf(routes[position]!)));
  if (gateway.flavor !== 'traditional') {
    return { table, answers: (all: readonly Request[]) => table.answers(all).map(keys) };
  }
  const loaded = routes.map((data) => ({ route: readRoute(data), createdAt: Number(data.created_at) }));
  const router = new TraditionalRouter(loaded, subsystem);
  return { table, answers: (all: readonly Request[]) => all.map((one) => keys([router.select(one)])) };
}

const routerRoutes = (routes: readonly Data[], gateway: Gateway) =>
  routes.map((data) => routerRouteOf(data, gateway).route);

interface Counts {
  pairs: number;
  requests: number;
  printed: number;
  byEngine: number;
  equal: number;
  different: number;
  'not-decided': number;
}

function compare(
  before: readonly Data[],
  after: readonly Data[],
  gateway: Gateway,
  subsystem: Subsystem,
  random: Random,
  isEqual: boolean,
  counts: Counts,
): void {
  const [was, is] = [tableOf(before, gateway), tableOf(after, gateway)];
  const comparison = compareTablesAtOnce(was, is);
  const about = () => `${JSON.stringify(gateway)}\n${JSON.stringify(before)}\n${JSON.stringify(after)}`;
  counts.pairs++;
  counts[comparison.verdict]++;
  assert.ok(
    !isEqual || comparison.verdict !== 'different',
    `equal by construction: ${JSON.stringify(comparison.differences)} ${about()}`,
  );
  const [first, second] = [before, after].map((routes) => judgeOf(routes, gateway, subsystem));
  confirm(comparison.differences);

  const language = { subsystem, gatewayVersion: gateway.version };
  const trees = [first, second]
    .flatMap((judge) => judge!.table.expressions)
    .map((expression) => readExpression(expression, language))
    .filter(({ tree, problems }) => tree !== null && !isRefused(problems))
    .map(({ tree }) => tree as Expression);
  if (trees.length === 0) return;
  const sent = sharpRequests(trees, subsystem, random, Math.ceil(requests / pairs));
  counts.requests += sent.length;
  const [one, two] = [first!.answers(sent), second!.answers(sent)];
  const isFound = sent.some((_, i) => two[i]!.some((key) => !one[i]!.includes(key)));
  assert.ok(!isFound || comparison.verdict !== 'equal', `a difference is missed: ${about()}`);
  compareOutcomes(sent as readonly RoutedRequest[]);
  if (isFound && comparison.verdict !== 'different') {
    const i = sent.findIndex((_, k) => two[k]!.some((key) => !one[k]!.includes(key)));
    assert.fail(`not found: ${JSON.stringify(sent[i])}: ${one[i]} to ${two[i]}: ${about()}`);
  }

  /** Requests that go to one route in both tables, and are treated otherwise, are no surprise either. */
  function compareOutcomes(all: readonly RoutedRequest[]): void {
    if (comparison.verdict !== 'equal' && !comparison.isComplete) return;
    const named = new Set(
      comparison.differences.map(({ kind, before, after }) =>
        JSON.stringify([
          kind,
          before === null ? null : was.keys[before],
          after === null ? null : is.keys[after],
        ]),
      ),
    );
    const [old, now] = [was, is].map(({ routes }) =>
      buildRouter(routes, gateway, subsystem, createRegexes(gateway)),
    );
    // Kong brings paths to their normal form before it routes.
    const sent = all.filter(({ path = '/' }) => normalizePath(path) === path);
    for (const request of sent.slice(0, 200)) {
      const [x, y] = [old!.match(request), now!.match(request)];
      if (x.open || y.open || x.failure || y.failure) continue;
      const [own, other] = [
        x.route === null ? null : was.keys[x.route],
        y.route === null ? null : is.keys[y.route],
      ];
      const kind = own === other ? 'outcome' : 'route';
      if (own === other && isSameOutcome(x.outcome(), y.outcome())) continue;
      if (own === other && isChancePath({ router: old!, match: x }, { router: now!, match: y })) continue;
      assert.ok(
        named.has(JSON.stringify([kind, own, other])),
        `${kind} from ${own} to ${other} is missed: ${JSON.stringify(request)}: ${about()}`,
      );
    }
  }

  /** Each difference holds in both routers, and where it is one of routes in the engine. */
  function confirm(differences: typeof comparison.differences): void {
    const routers = [was, is].map(({ routes }) =>
      buildRouter(routes, gateway, subsystem, createRegexes(gateway)),
    );
    for (const { request, kind, before: own, after: other, isOpen } of differences) {
      counts.printed++;
      const [a, b] = routers.map((router) => router.match(request));
      assert.equal(a!.route, own, about());
      assert.ok((b!.open?.anyOf ?? [b!.route]).includes(other), about());
      if (kind !== 'route') {
        assert.notDeepEqual(a!.outcome(), b!.outcome(), about());
        continue;
      }
      const asSent = [asRequest(request)];
      const [x, y] = [first!.answers(asSent)[0]!, second!.answers(asSent)[0]!];
      if (isOpen && gateway.flavor === 'traditional') continue;
      counts.byEngine++;
      assert.ok(
        y.some((key) => !x.includes(key)),
        `${JSON.stringify(request)}: ${x} to ${y}: ${about()}`,
      );
    }
  }
}

/** What regexes capture is not compared. */
const isSameOutcome = (one: object, other: object): boolean =>
  isDeepStrictEqual(withoutCaptures(one), withoutCaptures(other));

const withoutCaptures = (outcome: object): unknown =>
  JSON.parse(JSON.stringify(outcome, (key, value) => (key === 'captures' ? undefined : value)));

const asRequest = (request: RoutedRequest): Request => ({
  srcIp: '10.0.0.1',
  srcPort: 50_000,
  dstIp: '10.0.0.2',
  dstPort: request.scheme === 'https' ? 443 : 80,
  ...(request as Partial<Request> & { scheme: string }),
});

/** A table of routes that the Gateway accepts. */
function drawn(random: Random, subsystem: Subsystem, gateway: Gateway): Data[] {
  const table = randomTable(random, subsystem, gateway.flavor === 'expressions').slice(0, 16);
  // Of routes with one age, chance decides in `traditional`.
  const aged = table.map((route, i) => ({ ...route, created_at: 1_700_000_000 + i }));
  return aged.filter((data) => refusalsOf(readRoute(data), data, gateway).length === 0);
}

suite('pairs of tables', () => {
  for (const flavor of routerFlavors as readonly RouterFlavor[]) {
    test(flavor, (t) => {
      const counts: Counts = {
        ...{ pairs: 0, requests: 0, printed: 0, byEngine: 0 },
        ...{ equal: 0, different: 0, 'not-decided': 0 },
      };
      const changes = [
        ...Object.values(equal).map((change) => ({ change, isEqual: true })),
        ...Object.values(edits).map((change) => ({ change, isEqual: false })),
      ];
      for (let index = 0; counts.pairs < pairs / routerFlavors.length; index++) {
        const random = new Random(seed, index);
        const subsystem = index % 5 === 4 ? 'stream' : 'http';
        const gateway: Gateway = { flavor, version: [3, 9] };
        const table = drawn(random, subsystem, gateway);
        if (table.length < 2) continue;
        const { change, isEqual } = changes[index % changes.length]!;
        compare(table, change(table, random, gateway), gateway, subsystem, random, isEqual, counts);
      }
      t.diagnostic(JSON.stringify(counts));
      assert.ok(counts.equal > 0 && counts.different > 0 && counts.printed > 0);
      assert.ok(
        counts['not-decided'] <= counts.pairs / (flavor === 'traditional' ? 8 : 30),
        'most is decided',
      );
    });
  }
});
