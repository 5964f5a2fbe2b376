import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseGatewayVersion } from '../../grammar/index.js';
import { routeChanges } from '../../server/flavors/route-changes.js';
import { toExpression } from '../../server/flavors/to-expression.js';
import { matchersOf, viewsOf } from '../../server/flavors/translate.js';
import { refusalWords } from '../../server/problems/index.js';
import type { Gateway, RouterFlavor } from '../../server/routes/gateway.js';
import { migratePath } from '../../server/routes/migrate-path.js';
import { readRoute } from '../../server/routes/route.js';

const gateway = (flavor: RouterFlavor, version: string): Gateway => ({
  flavor,
  version: parseGatewayVersion(version)!,
});

const expressionsIn = (data: Readonly<Record<string, unknown>>, version: string) =>
  matchersOf(readRoute(data), gateway('traditional_compatible', version)).map(({ expression }) => expression);

suite('what the router of a version builds', () => {
  const mixed = { paths: ['/depot', '~/depot/x$'] };

  test('one matcher of all paths up to 3.2, regexes first', () => {
    const whole = '(http.path ~ "^/depot/x$" || http.path ^= "/depot")';
    for (const version of ['3.0', '3.1', '3.2'])
      assert.deepEqual(expressionsIn(mixed, version), [whole], version);
    const split = ['(http.path ^= "/depot")', '(http.path ~ "^/depot/x$")'];
    for (const version of ['3.3', '3.5']) assert.deepEqual(expressionsIn(mixed, version), split, version);
    const raw = ['(http.path ^= r#"/depot"#)', '(http.path ~ r#"^/depot/x$"#)'];
    for (const version of ['3.5.0.4', '3.6', '3.16'])
      assert.deepEqual(expressionsIn(mixed, version), raw, version);
  });

  test('ids of the parts by position from 3.8 on, and before by length', () => {
    const id = '5f2a3ef1-3c5a-4d1c-9b93-3f1b5b9a0c11';
    const ids = (version: string, paths: string[]) =>
      matchersOf(readRoute({ id, paths }), gateway('traditional_compatible', version)).map(
        ({ route }) => route.id,
      );
    // uuid.factory_v5('7f145bf9-0dce-4f91-98eb-debbce4b9f6b')(id .. "#" .. key)
    assert.deepEqual(ids('3.8', ['/a', '/b']), [id]);
    assert.notDeepEqual(ids('3.7', ['/a', '/b']), [id]);
    assert.deepEqual(ids('3.7', ['/a']), [id]);
    assert.deepEqual(ids('3.2', ['/a', '~/b']), [id]);
    const [byPosition, byLength] = [ids('3.8', ['/a', '~/b']), ids('3.7', ['/a', '~/b'])];
    // A prefix of two bytes has the key 2 before 3.8, which is the position of the second part since.
    assert.equal(byLength[0], byPosition[1]);
    assert.notEqual(byLength[1], byPosition[0]);
  });

  test('SNIs after the methods and without parentheses up to 3.3', () => {
    const snis = { methods: ['GET'], snis: ['a.io.'], paths: ['/a'] };
    const of = (version: string) => expressionsIn(snis, version)[0];
    assert.equal(
      of('3.0'),
      '(http.method == "GET") && net.protocol != "https" || (tls.sni == "a.io.") && (http.path ^= "/a")',
    );
    assert.equal(
      of('3.3'),
      '(http.method == "GET") && net.protocol != "https" || (tls.sni == "a.io") && (http.path ^= "/a")',
    );
    assert.equal(
      of('3.4'),
      '(net.protocol != "https" || (tls.sni == "a.io")) && (http.method == "GET") && (http.path ^= "/a")',
    );
  });

  test('a conversion for these has the parentheses that the router reads', () => {
    const data = { protocols: ['https'], methods: ['GET'], snis: ['a.io', 'b.io'], paths: ['/a'] };
    const written = (route: Readonly<Record<string, unknown>>) => {
      const converted = toExpression(readRoute(route), route, gateway('traditional_compatible', '3.3'));
      return 'refused' in converted
        ? refusalWords(converted.refused)
        : converted.parts.map(({ expression }) => expression);
    };
    assert.deepEqual(written(data), [
      '(((http.method == "GET") && net.protocol != "https") || (tls.sni == "a.io" || tls.sni == "b.io")) && (http.path ^= "/a")',
    ]);
    const { methods: _, ...withoutMethods } = data;
    assert.deepEqual(written(withoutMethods), [
      '(net.protocol != "https" || (tls.sni == "a.io" || tls.sni == "b.io")) && (http.path ^= "/a")',
    ]);
  });

  test('a matcher that the engine refuses is not in the router, and its neighbours are', () => {
    const data = { paths: ['/a', '~/a(?!b)'] };
    const leftOut = (version: string) =>
      matchersOf(readRoute(data), gateway('traditional_compatible', version)).map(
        (one) => one.leftOut !== null,
      );
    assert.deepEqual(leftOut('3.1'), [true]);
    assert.deepEqual(leftOut('3.6'), [false, true]);
  });

  test('Gateway 2.x has one view, whatever the path looks like', () => {
    const views = (paths: string[]) => {
      const data = { paths };
      return [...viewsOf(readRoute(data), data, { version: [2, 8] })].map(([flavor, { status }]) => [
        flavor,
        status,
      ]);
    };
    assert.deepEqual(views(['/a(b|c)$']), [['traditional', 'accepted']]);
    assert.deepEqual(views(['~/a']), [['traditional', 'rejected']]);
    assert.deepEqual(views(['/a(b']), [['traditional', 'rejected']]);
  });
});

suite('between major versions', () => {
  test('a path of 2.x as Kong 3.0 stores it', () => {
    for (const [written, migrated] of [
      ['/a', '/a'],
      ['/a/../b', '/b'],
      ['/%41%2f', '/A%2F'],
      ['/caf%C3%A9', '/café'],
      ['/a(b)', '~/a(b)'],
      ['/é', '~/é'],
      ['/a%2eb$', '~/a\\.b$'],
    ] as const) {
      assert.equal(migratePath(written), migrated);
    }
  });

  test('back to 2.x a prefix with regex characters becomes a regex', () => {
    const data = { protocols: ['http'], paths: ['/a(b)'] };
    const [change] = routeChanges(
      [{ data, route: readRoute(data) }],
      gateway('traditional', '3.4'),
      gateway('traditional', '2.8'),
    );
    assert.deepEqual(
      change!.matching.map(({ rule }) => rule),
      ['path-regex-by-characters'],
    );
  });

  test('the flavor of a 2.x Gateway does not matter', () => {
    const data = { protocols: ['http'], paths: ['/a'] };
    const [change] = routeChanges(
      [{ data, route: readRoute(data) }],
      gateway('expressions', '2.8'),
      gateway('traditional', '3.4'),
    );
    assert.equal(change!.verdict, 'unchanged');
  });
});
