/** What changes from one Gateway version to another in which route a request goes to. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseGatewayVersion, type Subsystem } from '../../grammar/index.js';
import {
  buildRouter,
  type RoutedRequest,
  type Router,
  routerRouteOf,
} from '../../server/flavors/router/index.js';
import type { Gateway, RouterFlavor } from '../../server/routes/gateway.js';

type Data = Readonly<Record<string, unknown>>;

function routerFor(
  routes: readonly Data[],
  flavor: RouterFlavor,
  version: string,
  subsystem: Subsystem,
): Router {
  const gateway: Gateway = { flavor, version: parseGatewayVersion(version)! };
  return buildRouter(
    routes.map((data) => routerRouteOf(data, gateway)),
    gateway,
    subsystem,
  );
}

/** The name of the route, or what is wrong. */
function selected(
  routes: readonly Data[],
  request: Partial<RoutedRequest>,
  flavor: RouterFlavor,
  version: string,
  subsystem: Subsystem = 'http',
): unknown {
  const router = routerFor(routes, flavor, version, subsystem);
  const { route, failure } = router.match({
    scheme: subsystem === 'http' ? 'http' : 'tcp',
    ...(subsystem === 'http' && { method: 'GET', host: 'a.com', path: '/' }),
    ...request,
  });
  return failure ?? (route === null ? null : routes[route]!.name);
}

/** @param expected by version */
function byVersion(select: (version: string) => unknown, expected: Readonly<Record<string, unknown>>): void {
  const found = Object.fromEntries(Object.keys(expected).map((version) => [version, select(version)]));
  assert.deepEqual(found, expected);
}

const ids = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;

suite('expressions', () => {
  const expression = (text: string, more: Data = {}) => [
    { id: ids(1), name: 'e', expression: text, protocols: ['https'], ...more },
  ];

  test('`||` binds tighter since 3.4', () => {
    const routes = expression('http.method == "GET" && http.path == "/a" || http.path == "/b"');
    byVersion((v) => selected(routes, { method: 'POST', path: '/b', scheme: 'https' }, 'expressions', v), {
      '3.0': 'e',
      '3.3': 'e',
      '3.4': null,
      '3.16': null,
    });
  });

  test('all values count since 3.4, and header values as they are sent since 3.6', () => {
    const two = { headers: { 'x-a': ['1', '2'] }, scheme: 'https' };
    byVersion((v) => selected(expression('http.headers.x_a == "1"'), two, 'expressions', v), {
      '3.3': 'e',
      '3.4': null,
    });
    const capital = { headers: { 'x-a': ['B'] }, scheme: 'https' };
    byVersion((v) => selected(expression('http.headers.x_a == "b"'), capital, 'expressions', v), {
      '3.5': 'e',
      '3.4.3.5': null,
      '3.6': null,
    });
  });

  test('addresses in HTTP: unknown, without a value, an error, filled', () => {
    const routes = [
      ...expression('net.src.ip == 10.0.0.1'),
      { id: ids(2), name: 'other', expression: 'http.path ^= "/"', protocols: ['https'] },
    ];
    byVersion((v) => selected(routes, { srcIp: '10.0.0.1', scheme: 'https' }, 'expressions', v), {
      '3.4.0': 'other',
      '3.4.1': 'router-error',
      '3.5.0': 'router-error',
      '3.6.0': 'other',
      '3.9.0': 'other',
    });
    assert.equal(
      selected(routes.slice(0, 1), { srcIp: '10.0.0.1', scheme: 'https' }, 'expressions', '3.6'),
      'e',
    );
  });

  test('grpc is compared as http since 3.4, and https alone is left open', () => {
    const grpc = expression('http.path ^= "/"', { protocols: ['grpc'] });
    byVersion((v) => selected(grpc, {}, 'expressions', v), { '3.3': null, '3.4': 'e' });
    byVersion((v) => selected(expression('http.path ^= "/"'), {}, 'expressions', v), {
      '3.3': null,
      '3.4': 'e',
    });
  });

  test('fields are read since 3.7', () => {
    const routes = [{ id: ids(1), name: 'f', paths: ['/'], protocols: ['http'] }];
    byVersion((v) => selected(routes, {}, 'expressions', v), { '3.6': null, '3.7': 'f' });
    const router = routerFor(routes, 'expressions', '3.6', 'http');
    assert.deepEqual(router.leftOut, [{ route: 0, reason: 'no-expression', expression: null }]);
  });

  test('an expression that crashes the engine stops all', () => {
    const router = routerFor(expression('net.src.ip not  in 10.0.0.0/8'), 'expressions', '3.9', 'http');
    assert.deepEqual(router.failure, { reason: 'engine-crash', route: 0 });
  });
});

suite('traditional_compatible', () => {
  test('the port on which the Gateway listens counts since 3.6', () => {
    const routes = [{ id: ids(1), name: 'p', hosts: ['a.com:8000'] }];
    byVersion((v) => selected(routes, { dstPort: 8000 }, 'traditional_compatible', v), {
      '3.0': null,
      '3.5': null,
      '3.6': 'p',
    });
  });

  test('SNIs without parentheses before 3.4: a server name makes up for the method', () => {
    const routes = [{ id: ids(1), name: 's', methods: ['POST'], snis: ['b.com'], paths: ['/'] }];
    const request = { scheme: 'https', sni: 'b.com' };
    byVersion((v) => selected(routes, request, 'traditional_compatible', v), { '3.3': 's', '3.4': null });
  });

  test('a regex that the engine refuses stops all in 3.0.0, and is left out since', () => {
    const routes = [
      { id: ids(1), name: 'bad', paths: ['~/(?!a)'] },
      { id: ids(2), name: 'ok', paths: ['/'] },
    ];
    byVersion((v) => selected(routes, {}, 'traditional_compatible', v), {
      '3.0.0': 'router-not-built',
      '3.0.1': 'ok',
      '3.9': 'ok',
    });
  });

  test('paths are split since 3.3, and before the longest counts for all', () => {
    const routes = [
      { id: ids(1), name: 'two', paths: ['/a', '/longest'] },
      { id: ids(2), name: 'one', paths: ['/a/b'] },
    ];
    byVersion((v) => selected(routes, { path: '/a/b' }, 'traditional_compatible', v), {
      '3.2': 'two',
      '3.3': 'one',
    });
  });

  test('ids of parts are made of their lengths before 3.8, of their positions since', () => {
    const split = (version: string) => {
      const routes = [{ id: ids(1), name: 'a', paths: ['/x', '/long'] }];
      const others = Array.from({ length: 10 }, (_, i) => ({
        id: `${i}${ids(2).slice(1)}`,
        name: `${i}`,
        paths: ['/x'],
      }));
      return others.map((other) =>
        selected([...routes, other], { path: '/x' }, 'traditional_compatible', version),
      );
    };
    assert.notDeepEqual(split('3.7'), split('3.8'));
    assert.deepEqual(split('3.8'), split('3.16'));
  });

  test('stream routes have the traditional router before 3.4', () => {
    const router = (version: string) =>
      routerFor(
        [{ id: ids(1), name: 's', snis: ['a.com'], protocols: ['tls'] }],
        'traditional_compatible',
        version,
        'stream',
      );
    assert.deepEqual(
      ['3.3', '3.4'].map((version) => router(version).engine),
      ['traditional', 'atc'],
    );
  });

  test('a stream route with SNIs alone matches every connection from 3.4 to 3.6', () => {
    const routes = [{ id: ids(1), name: 's', snis: ['a.com'], protocols: ['tls'] }];
    const request = { scheme: 'tls', sni: 'b.com' };
    byVersion((v) => selected(routes, request, 'traditional_compatible', v, 'stream'), {
      '3.3': null,
      '3.4': 's',
      '3.6': 's',
      '3.7': null,
    });
  });
});

suite('Gateway 2.x', () => {
  test('a path is a regex by its characters, whatever flavor is asked for', () => {
    const routes = [{ id: ids(1), name: 'r', paths: ['/a(b|c)$'] }];
    byVersion((v) => selected(routes, { path: '/ab' }, 'expressions', v), { '2.8': 'r' });
    byVersion((v) => selected(routes, { path: '/ab' }, 'traditional', v), { '2.8': 'r', '3.0': null });
  });

  test('`~*` begins a regex since 2.8', () => {
    const routes = [{ id: ids(1), name: 'h', headers: { 'x-a': ['~*^b'] } }];
    const request = { headers: { 'x-a': ['bc'] } };
    byVersion((v) => selected(routes, request, 'traditional', v), { '2.7': null, '2.8': 'h', '3.9': 'h' });
  });

  test('`regex_priority` counts for every route before 2.6', () => {
    const routes = [
      { id: ids(1), name: 'long', paths: ['/a/b'], created_at: 1 },
      { id: ids(2), name: 'high', paths: ['/a'], regex_priority: 1, created_at: 2, hosts: ['a.com'] },
      { id: ids(3), name: 'longer', paths: ['/a/b'], created_at: 3, hosts: ['a.com'] },
    ];
    // The prefix that is found first is the longest one in any case.
    byVersion((v) => selected(routes, { path: '/a/b' }, 'traditional', v), {
      '2.5': 'longer',
      '2.6': 'longer',
    });
  });
});

suite('what the table does not say', () => {
  const open = (routes: readonly Data[], flavor: RouterFlavor, request: Partial<RoutedRequest> = {}) => {
    const router = routerFor(routes, flavor, '3.9', 'http');
    const found = router.match({ scheme: 'http', method: 'GET', host: 'a.com', path: '/a', ...request }).open;
    return found && { anyOf: [...found.anyOf].sort(), reasons: found.reasons };
  };
  const a = { name: 'a', paths: ['/a'] };
  const b = { name: 'b', paths: ['/a'] };

  test('ids, and how old routes are', () => {
    assert.deepEqual(open([a, b], 'traditional_compatible'), { anyOf: [0, 1], reasons: ['generated-id'] });
    const known = [
      { ...a, id: ids(1) },
      { ...b, id: ids(2) },
    ];
    assert.equal(open(known, 'traditional_compatible'), null);
    assert.deepEqual(open([a, b], 'traditional'), { anyOf: [0, 1], reasons: ['created-at-unknown'] });
    const same = known.map((one) => ({ ...one, created_at: 5 }));
    assert.deepEqual(open(same, 'traditional'), { anyOf: [0, 1], reasons: ['load-order'] });
  });

  test('priorities that are one of two numbers', () => {
    const four = {
      id: ids(1),
      name: 'four',
      hosts: ['*.com'],
      methods: ['GET'],
      paths: ['/a'],
      headers: { x: ['1'] },
    };
    const high = { id: ids(2), name: 'high', paths: ['~/a'], regex_priority: -1 };
    assert.deepEqual(open([four, high], 'traditional_compatible', { headers: { x: ['1'] } })?.reasons, [
      'interpreter-or-jit',
    ]);
  });

  test('a regex that takes too long', () => {
    const routes = [
      { id: ids(1), name: 'slow', paths: ['~/(a+)+$'], created_at: 1 },
      { id: ids(2), name: 'any', paths: ['/'], created_at: 1 },
    ];
    const path = `/${'a'.repeat(60)}!`;
    assert.deepEqual(open(routes, 'traditional', { path }), { anyOf: [0, 1], reasons: ['regex-undecided'] });
    // Rust's crate takes linear time.
    assert.equal(open(routes, 'traditional_compatible', { path }), null);
  });
});
