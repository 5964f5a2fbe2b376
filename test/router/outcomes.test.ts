/** What becomes of a request once its route is found, held to what Kong's own modules compute. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  buildRouter,
  type Outcome,
  type RoutedRequest,
  routerRouteOf,
  routerServiceOf,
} from '../../server/flavors/router/index.js';
import { upstreamUriV0, upstreamUriV1 } from '../../server/flavors/router/upstream-uri.js';
import type { Gateway, RouterFlavor } from '../../server/routes/gateway.js';

type Data = Readonly<Record<string, unknown>>;

function outcome(
  data: Data,
  request: Partial<RoutedRequest>,
  flavor: RouterFlavor = 'traditional_compatible',
  url: string | null = 'http://up:8000/s',
): Outcome {
  const gateway: Gateway = { flavor, version: [3, 9] };
  const service = url === null ? null : routerServiceOf({ url });
  const router = buildRouter([routerRouteOf(data, gateway, service)], gateway, 'http');
  return router.match({ scheme: 'http', method: 'GET', host: 'a.com', path: '/', ...request }).outcome();
}

function upstreamPath(...args: Parameters<typeof outcome>): string | null {
  const found = outcome(...args);
  assert.equal(found.kind, 'proxied');
  return found.kind === 'proxied' ? found.upstream.path : null;
}

suite('the path that is asked of the service', () => {
  // Kong/kong spec/01-unit/08-router_spec.lua ("path_handling"), and `get_upstream_uri_v0` as LuaJIT runs it.
  const rows: readonly (readonly [
    base: string,
    prefix: string,
    path: string,
    v0: string,
    v1: string,
    plain: string,
  ])[] = [
    ['/', '/', '/', '/', '/', '/'],
    ['/', '/foo', '/foo', '/', '/', '/foo'],
    ['/', '/foo', '/foo/bar', '/bar', '/bar', '/foo/bar'],
    ['/', '/foo/', '/foo/bar', '/bar', '/bar', '/foo/bar'],
    ['/', '/foo', '/foobar', '/bar', '/bar', '/foobar'],
    ['/s', '/foo', '/foo', '/s', '/s', '/s/foo'],
    ['/s', '/foo', '/foo/', '/s/', '/s/', '/s/foo/'],
    ['/s', '/foo', '/foo/bar', '/s/bar', '/s/bar', '/s/foo/bar'],
    ['/s', '/foo', '/foobar', '/s/bar', '/sbar', '/s/foobar'],
    ['/s', '/foo/', '/foo/bar', '/s/bar', '/sbar', '/s/foo/bar'],
    ['/s/', '/foo', '/foo', '/s', '/s/', '/s/foo'],
    ['/s/', '/foo', '/foo/', '/s/', '/s/', '/s/foo/'],
    ['/s/', '/foo', '/foobar', '/s/bar', '/s/bar', '/s/foobar'],
  ];
  for (const [base, prefix, path, v0, v1, plain] of rows) {
    test(`${base} for ${path} by ${prefix}`, () => {
      const stripped = { stripPath: true, postfix: path.slice(prefix.length), path, base };
      assert.equal(upstreamUriV0(stripped), v0);
      assert.equal(upstreamUriV1(stripped), v1);
      assert.equal(upstreamUriV0({ ...stripped, stripPath: false }), plain);
    });
  }

  test('`path_handling: v1` counts only in the traditional router', () => {
    const route = { paths: ['/foo'], path_handling: 'v1' };
    assert.equal(upstreamPath(route, { path: '/foobar' }, 'traditional'), '/sbar');
    assert.equal(upstreamPath(route, { path: '/foobar' }), '/s/bar');
  });

  test('an expression cuts as much from the front as its last predicate on the path matched', () => {
    const cut = (expression: string, path: string) =>
      upstreamPath({ expression, protocols: ['http'] }, { path }, 'expressions');
    assert.equal(cut('http.path ^= "/foo"', '/foo/bar'), '/s/bar');
    assert.equal(cut('http.path =^ ".json"', '/a/b.json'), '/s/json');
    assert.equal(cut('http.path contains "/b"', '/a/b'), '/s/a/b');
    assert.equal(cut('http.path ~ "/b" && http.path ^= "/a"', '/a/b'), '/s/b');
    assert.equal(cut('http.path ^= "/a" && http.path ~ "/b/[0-9]+"', '/a/b/12'), '/s/12');
  });

  test('groups of the regex, and bytes that a message cannot have', () => {
    for (const flavor of ['traditional', 'traditional_compatible'] as const) {
      const found = outcome({ paths: ['~/u/(?<id>[0-9]+)/(x)?'] }, { path: '/u/12/é' }, flavor);
      assert.equal(found.kind, 'proxied');
      const { path, prefix, captures } = (found as Extract<Outcome, { kind: 'proxied' }>).upstream;
      assert.deepEqual([path, prefix], ['/s/%C3%A9', '/u/12/']);
      assert.deepEqual(captures, { 1: '12', id: '12' });
    }
  });

  test('what is left of a path begins with no dots', () => {
    assert.equal(upstreamPath({ paths: ['/a'] }, { path: '/a../b' }), '/s/b');
  });
});

suite('what Kong does besides', () => {
  test('the host that the service receives', () => {
    const hostHeader = (data: Data, url: string) => {
      const found = outcome({ paths: ['/'], ...data }, { host: 'A.com:81' }, 'traditional', url);
      return found.kind === 'proxied' && found.upstream.hostHeader;
    };
    assert.equal(hostHeader({}, 'http://up'), 'up');
    assert.equal(hostHeader({}, 'https://up'), 'up');
    assert.equal(hostHeader({}, 'http://up:443'), 'up:443');
    assert.equal(hostHeader({ preserve_host: true }, 'http://up'), 'A.com:81');
  });

  test('a route for https alone answers plain HTTP, or sends it there', () => {
    const https = { paths: ['/'], protocols: ['https'] };
    assert.deepEqual(outcome(https, {}), { kind: 'answered', status: 426, reason: 'https-required' });
    const moved = { ...https, https_redirect_status_code: 301 };
    const location = 'https://a.com/x?y=1';
    const request = { host: 'A.com:80', path: '/x', uri: '/x?y=1' };
    for (const flavor of ['traditional', 'traditional_compatible', 'expressions'] as const) {
      assert.deepEqual(outcome(moved, request, flavor), { kind: 'redirected', status: 301, location });
    }
    assert.equal(outcome(moved, { scheme: 'https' }).kind, 'proxied');
  });

  test('gRPC has a content type', () => {
    const grpc = { paths: ['/'], protocols: ['grpcs'] };
    assert.deepEqual(outcome(grpc, { scheme: 'https' }), {
      kind: 'answered',
      status: 415,
      reason: 'not-grpc',
    });
    const headers = { 'Content-Type': ['application/grpc+proto'] };
    assert.deepEqual(outcome(grpc, { headers }, 'traditional'), {
      kind: 'answered',
      status: 200,
      reason: 'grpcs-required',
    });
    assert.equal(outcome(grpc, { headers, scheme: 'https' }).kind, 'proxied');
  });

  test('no route, no service, a service that is switched off', () => {
    assert.deepEqual(outcome({ paths: ['/x'] }, {}), { kind: 'no-route' });
    assert.deepEqual(outcome({ paths: ['/'] }, {}, 'traditional', null), {
      kind: 'answered',
      status: 503,
      reason: 'no-service',
    });
    const gateway: Gateway = { flavor: 'traditional', version: [3, 9] };
    const off = routerServiceOf({ url: 'http://up', enabled: false });
    const router = buildRouter([routerRouteOf({ paths: ['/'] }, gateway, off)], gateway, 'http');
    assert.equal(router.match({ scheme: 'http', path: '/' }).route, null);
  });
});
