/** What becomes of a request that goes to the same route in two tables: proved to be the same, or a request for which it is not. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { routerRouteOf } from '../../server/flavors/index.js';
import { type Gateway, type RouterFlavor, routerFlavors } from '../../server/routes/index.js';
import { type ComparedTable, compareTablesAtOnce } from '../../server/tables/index.js';

type Data = Readonly<Record<string, unknown>>;

const service = { protocol: 'http', host: 'a', port: 80, path: null, enabled: true };

function compared(flavor: RouterFlavor, before: readonly Data[], after: readonly Data[]) {
  const gateway: Gateway = { flavor, version: [3, 9] };
  const tableOf = (routes: readonly Data[]): ComparedTable => ({
    routes: routes.map((data) => routerRouteOf(data, gateway, service)),
    keys: routes.map(({ name }) => String(name)),
    gateway,
  });
  const { verdict, isComplete, differences } = compareTablesAtOnce(tableOf(before), tableOf(after));
  const found = differences.map(({ kind, request: { scheme, path } }) => `${kind} ${scheme} ${path}`);
  return { verdict, isComplete, found };
}

const host = { name: 'a', hosts: ['a.com'] };

/** The change of one route, and what it does in every flavor. */
const cases: readonly (readonly [what: string, before: Data, after: Data, found: readonly string[]])[] = [
  ['a route without a path has nothing that is cut off', host, { ...host, strip_path: false }, []],
  [
    'nothing is cut off of the path /',
    { ...host, paths: ['/'] },
    { ...host, paths: ['/'], strip_path: false },
    [],
  ],
  [
    'a path is cut off, or is not',
    { ...host, paths: ['/x'] },
    { ...host, paths: ['/x'], strip_path: false },
    ['outcome http /x'],
  ],
  [
    'a path that is left out is covered by another: less is cut off',
    { name: 'a', paths: ['/x', '/x/y'] },
    { name: 'a', paths: ['/x'] },
    ['outcome http /x/y'],
  ],
  [
    'a path that is left out is covered by another, and nothing is cut off',
    { name: 'a', paths: ['/x', '/x/y'], strip_path: false },
    { name: 'a', paths: ['/x'], strip_path: false },
    [],
  ],
  ['a service without a path joins paths in one way', host, { ...host, path_handling: 'v1' }, []],
];

suite('a request that goes to the same route', () => {
  for (const flavor of routerFlavors) {
    for (const [what, before, after, found] of cases) {
      test(`${flavor}: ${what}`, () => {
        assert.deepEqual(compared(flavor, [before], [after]), {
          verdict: found.length > 0 ? 'different' : 'equal',
          isComplete: true,
          found,
        });
      });
    }

    test(`${flavor}: plain HTTP is redirected where it was served`, () => {
      const secure = { ...host, protocols: ['https'] };
      assert.deepEqual(compared(flavor, [host], [secure]).found, ['outcome http /']);
    });
  }

  test('the protocol https decides nothing where no request of it is treated otherwise', () => {
    for (const flavor of ['traditional', 'traditional_compatible'] as const) {
      assert.equal(compared(flavor, [host], [{ ...host, protocols: ['http'] }]).verdict, 'equal', flavor);
    }
  });

  test('a connection has no path to cut off', () => {
    for (const flavor of routerFlavors) {
      const route = { name: 'a', protocols: ['tcp'], destinations: [{ port: 9000 }] };
      assert.equal(compared(flavor, [route], [{ ...route, strip_path: false }]).verdict, 'equal', flavor);
    }
  });

  test('a regex in place of a prefix may cut off more', () => {
    for (const flavor of routerFlavors) {
      const { verdict } = compared(flavor, [{ name: 'a', paths: ['~/a/?'] }], [{ name: 'a', paths: ['/a'] }]);
      assert.notEqual(verdict, 'equal', flavor);
    }
  });
});

suite('in the traditional router, another route changes which of two is found first', () => {
  test('plain HTTP leaves a route with SNIs where a route without any has the same fields', () => {
    const secure = { name: 'a', paths: ['/a'], snis: ['a.com'] };
    const { verdict, found } = compared('traditional', [secure], [secure, { name: 'b', paths: ['/b'] }]);
    assert.equal(verdict, 'different');
    assert.ok(found.includes('route http /a'), JSON.stringify(found));
  });

  test('the fewest routes that a key finds are tried first', () => {
    const udp = (name: string, created_at: number, more: Data) => ({
      ...{ name, created_at, protocols: ['udp'] },
      ...more,
    });
    const own = udp('a', 1, { sources: [{ ip: '10.0.0.1' }], destinations: [{ ip: '10.0.0.0/8' }] });
    const other = udp('b', 2, { sources: [{ ip: '10.0.0.0/8' }], destinations: [{ port: 80 }] });
    const third = udp('c', 3, { sources: [{ ip: '10.0.0.1' }], destinations: [{ port: 443 }] });
    const { verdict, isComplete, found } = compared('traditional', [own, other, third], [own, other]);
    // Which of the two gets a connection from 10.0.0.1 to port 80 of 10.0.0.0/8 is not to be said to be the same unseen.
    assert.ok(verdict !== 'equal');
    assert.ok(!isComplete || found.length > 0, JSON.stringify(found));
  });
});
