/** Two tables compared: what is proved equal is, and every difference is one of the routers. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  buildRouter,
  createRegexes,
  type RouteMatch,
  type RouterRoute,
  routerRouteOf,
} from '../../server/flavors/index.js';
import { type Gateway, type RouterFlavor, readRoute } from '../../server/routes/index.js';
import { type ComparedTable, compareTablesAtOnce, type TableComparison } from '../../server/tables/index.js';
import { isChancePath } from '../../server/tables/outcomes.js';
import { Random } from '../fuzz/random.js';
import { randomRequest, randomTable } from '../support/random-tables.js';
import { TraditionalRouter } from '../support/traditional-router.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const rounds = Number(process.env.KONG_ROUTES_ROUNDS ?? 16);

type Data = Readonly<Record<string, unknown>>;

const service = { protocol: 'http', host: 'a', port: 80, path: null, enabled: true };

function tableOf(routes: readonly Data[], gateway: Gateway, keys = routes.map(keyOf)): ComparedTable {
  return { routes: routes.map((data) => routerRouteOf(data, gateway, service)), keys, gateway };
}
const keyOf = ({ name, id }: Data) => String(name ?? id);

/** A copy of a table in which something is otherwise. */
function changed(table: readonly Data[], random: Random): Data[] {
  const routes: Data[] = table.map((route) => ({ ...route }));
  const at = random.below(routes.length);
  const route = routes[at]!;
  switch (random.below(6)) {
    case 0:
      routes.splice(at, 1);
      break;
    case 1:
      routes.reverse();
      break;
    case 2:
      routes[at] = { ...route, id: `ffffffff-0000-4000-8000-${String(random.below(1e9)).padStart(12, '0')}` };
      break;
    case 3:
      routes[at] = route.expression
        ? { ...route, priority: random.below(100) }
        : { ...route, regex_priority: random.below(8) };
      break;
    case 4:
      if (route.paths) routes[at] = { ...route, paths: [...(route.paths as string[]), '/a/b'] };
      break;
    case 5:
      routes[at] = { ...route, strip_path: route.strip_path === false };
      break;
  }
  return routes;
}

suite('two tables', () => {
  const flavors: readonly RouterFlavor[] = ['traditional', 'traditional_compatible', 'expressions'];
  for (const flavor of flavors) {
    for (const subsystem of ['http', 'stream'] as const) {
      test(`are compared as the routers see them: ${flavor}, ${subsystem}`, (t) => {
        const counts = { equal: 0, different: 0, 'not-decided': 0 };
        for (let round = 0; round < rounds; round++) {
          const random = new Random(seed, round);
          const gateway: Gateway = { flavor, version: [3, 9] };
          const before = randomTable(random, subsystem, flavor === 'expressions');
          const [was, is] = [tableOf(before, gateway), tableOf(changed(before, random), gateway)];
          const comparison = compareTablesAtOnce(was, is);
          counts[comparison.verdict]++;
          const routers = [was, is].map(({ routes }) =>
            buildRouter(routes, gateway, subsystem, createRegexes(gateway)),
          );
          const about = JSON.stringify([before, is.routes]);
          for (const { request, before: own, after: other } of comparison.differences) {
            const [one, two] = routers.map((router) => router.match(request));
            assert.equal(one!.route, own, about);
            assert.ok((two!.open?.anyOf ?? [two!.route]).includes(other), about);
            assert.ok(isOther(was, one!, is, two!), about);
          }
          if (comparison.verdict === 'different') assert.ok(comparison.differences.length > 0);
          if (comparison.verdict !== 'equal') continue;
          const answered = (side: 0 | 1, match: RouteMatch) => ({ router: routers[side]!, match });
          for (let i = 0; i < 300; i++) {
            const request = randomRequest(random, subsystem);
            const [one, two] = routers.map((router) => router.match(request));
            assert.ok(
              isChancePath(answered(0, one!), answered(1, two!)) || !isOther(was, one!, is, two!),
              `${JSON.stringify(request)} in ${about}`,
            );
          }
        }
        t.diagnostic(JSON.stringify(counts));
        assert.ok(counts.equal > 0 && counts.different > 0, 'both verdicts are given');
        // In `traditional`, another route may change by which key a request is found, and so which path of its route is cut off.
        const most = rounds / (flavor === 'traditional' ? 2 : 8);
        assert.ok(counts['not-decided'] <= most, 'most is decided');
      });
    }
  }
});

function isOther(was: ComparedTable, one: RouteMatch, is: ComparedTable, two: RouteMatch): boolean {
  const possible = ({ open, route }: RouteMatch, { keys }: ComparedTable) =>
    (open?.anyOf ?? [route]).map((at) => (at === null ? null : keys[at]));
  const before = possible(one, was);
  if (possible(two, is).some((key) => !before.includes(key))) return true;
  return JSON.stringify(one.outcome()) !== JSON.stringify(two.outcome());
}

suite('the description of a difference', () => {
  const gateway: Gateway = { flavor: 'expressions', version: [3, 9] };
  const compare = (
    before: readonly Data[],
    after: readonly Data[],
    keys?: readonly string[],
  ): TableComparison =>
    compareTablesAtOnce(tableOf(before, gateway), tableOf(after, gateway, keys ? [...keys] : undefined));

  test('a route that is lifted above another gets its requests', () => {
    const before = [
      { name: 'root', expression: 'http.path == "/rest/v1/"', protocols: ['http'] },
      { name: 'rest', paths: ['/rest/v1/'], protocols: ['http'] },
    ];
    const after = [
      before[0]!,
      { name: 'rest', expression: 'http.path ^= "/rest/v1/"', priority: 9, protocols: ['http'] },
    ];
    const { verdict, differences } = compare(before, after);
    assert.equal(verdict, 'different');
    assert.deepEqual(
      differences.map(({ kind, before, after, request }) => [kind, before, after, request.path]),
      [['route', 0, 1, '/rest/v1/']],
    );
  });

  test('a route that is written in another style and stays in its place is proved to be the same', () => {
    const before = [
      { name: 'a', paths: ['/a'], hosts: ['a.com'], protocols: ['http'] },
      { name: 'b', paths: ['/'], protocols: ['http'] },
    ];
    const after = [
      {
        name: 'a',
        expression: 'http.host == "a.com" && http.path ^= "/a"',
        priority: 2,
        protocols: ['http'],
      },
      { name: 'b', expression: 'http.path ^= "/"', priority: 1, protocols: ['http'] },
    ];
    const { verdict, requests } = compare(before, after);
    assert.deepEqual([verdict, requests], ['equal', 0]);
  });

  test('requests are found next to one that is taken in lower case', () => {
    const lowered = {
      name: 'lowered',
      expression: 'lower(http.path) == "/a" || http.path == "/b"',
      priority: 9,
      protocols: ['http'],
    };
    const table = (regex: number, prefix: number) => [
      lowered,
      { name: 'regex', expression: 'http.path ~ "^/(a|b)"', priority: regex, protocols: ['http'] },
      { name: 'prefix', expression: 'http.path ^= "/"', priority: prefix, protocols: ['http'] },
    ];
    const { verdict, differences } = compare(table(2, 1), table(1, 2));
    assert.equal(verdict, 'different');
    assert.deepEqual(
      differences.map(({ before, after }) => [before, after]),
      [[1, 2]],
    );
  });

  test('where the sets leave a table open, requests are tried', () => {
    const fields = { hosts: ['a.com:8080', '*.a.com', '*.a.com:8080'], paths: ['/A'] };
    const expression =
      '((http.host == "a.com" && net.dst.port == 8080) || http.host =^ ".a.com") && http.path ^= "/A"';
    const table = (first: Data) => [
      { name: 'first', protocols: ['grpc', 'grpcs'], strip_path: false, ...first },
      { name: 'lowered', expression: 'lower(http.path) == "/a" || http.path == "/b"', priority: 2 ** 40 },
      { name: 'rest', expression: '!(http.path ^= "/a")', priority: 1, protocols: ['http', 'https'] },
    ];
    // Before, the route with fields is evaluated after those with an expression.
    const { differences } = compareTablesAtOnce(
      tableOf(table(fields), { flavor: 'expressions', version: [3, 9] }),
      tableOf(table({ expression, priority: 2 ** 30 }), { flavor: 'expressions', version: [3, 9] }),
    );
    assert.ok(differences.some(({ before, after }) => before === 2 && after === 0));
  });

  suite('a regex of another route, whose text is a prefix, is the key that finds the prefix', () => {
    const gateway: Gateway = { flavor: 'traditional', version: [3, 9] };
    const regex = { name: 'regex', paths: ['~/.*'], created_at: 1 };
    const prefix = { name: 'prefix', paths: ['/a'], created_at: 2 };
    const other = { name: 'other', hosts: ['h.com'], paths: ['~/a'], created_at: 3 };
    const request = { scheme: 'http', method: 'GET', host: 'x.com', path: '/ax', headers: {}, queries: {} };

    test('a new route with that regex moves requests between two others', () => {
      const [before, after] = [
        [regex, prefix],
        [regex, prefix, other],
      ];
      const chosen = [before, after].map((routes) => {
        const loaded = routes.map((data) => ({ route: readRoute(data), createdAt: data.created_at }));
        const found = new TraditionalRouter(loaded, 'http').select({
          ...request,
          srcIp: '10.0.0.1',
        } as never);
        return routes[found!]!.name;
      });
      assert.deepEqual(chosen, ['regex', 'prefix'], 'the router that the tests have written says so');
      const { differences } = compareTablesAtOnce(tableOf(before, gateway), tableOf(after, gateway));
      assert.deepEqual(
        differences.map((one) => [before[one.before!]?.name, after[one.after!]?.name, one.kind]),
        [
          ['regex', 'other', 'route'],
          ['regex', 'prefix', 'route'],
        ],
      );
    });

    test('and changes what is cut off of the path of one route', () => {
      const both = { name: 'both', paths: ['~/.*', '/a'], created_at: 1 };
      const [before, after] = [
        [both, { ...other, paths: ['~/b'] }],
        [both, other],
      ];
      const { verdict, differences } = compareTablesAtOnce(tableOf(before, gateway), tableOf(after, gateway));
      assert.equal(verdict, 'different');
      assert.ok(differences.some(({ kind, before }) => kind === 'outcome' && before === 0));
    });
  });

  test('where chance decides after the change, the route that it may newly choose is named', () => {
    const table = [
      { name: 'a', hosts: ['a.com'], paths: ['~/a'], protocols: ['http'] },
      { name: 'b', hosts: ['a.com:80'], paths: ['~/a/?'], protocols: ['http'] },
    ];
    const [was, is] = (['traditional', 'traditional_compatible'] as const).map((flavor) =>
      tableOf(table, { flavor, version: [3, 9] }),
    );
    const { differences } = compareTablesAtOnce(was!, is!);
    assert.ok(differences.length > 0);
    for (const { kind, before, after, request } of differences) {
      if (kind === 'route') assert.notEqual(before, after);
      assert.match(request.path!, /^\/a/);
    }
  });

  test('a route that is gone, one that is new, and one with another service', () => {
    const was = [{ name: 'a', paths: ['/a'], protocols: ['http'] }];
    const is = [{ name: 'b', paths: ['/b'], protocols: ['http'] }];
    const { differences } = compare(was, is);
    assert.deepEqual(
      differences.map(({ before, after, request }) => [before, after, request.path]),
      [
        [0, null, '/a'],
        [null, 0, '/b'],
      ],
    );
    const moved: RouterRoute = { ...routerRouteOf(was[0]!, gateway), service: { ...service, host: 'b' } };
    const other = { routes: [moved], keys: ['a'], gateway };
    const [difference, ...more] = compareTablesAtOnce(tableOf(was, gateway), other).differences;
    assert.deepEqual([difference?.kind, more], ['outcome', []]);
  });
});
