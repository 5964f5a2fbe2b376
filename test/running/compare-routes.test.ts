import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultsOf } from '../../server/routes/defaults.js';
import type { Gateway } from '../../server/routes/gateway.js';
import type { Entity } from '../../server/running/answers.js';
import { compareRoutes, type TableRoute } from '../../server/running/compare-routes.js';
import { storedRoute } from '../support/admin-api.js';

const gateway: Gateway = { flavor: 'traditional_compatible', version: [3, 9, 1] };

const route = (data: object, options: Partial<TableRoute> = {}): TableRoute => ({
  data: data as Entity,
  service: undefined,
  open: new Set(),
  ...options,
});

const stored = (data: Entity, options: Partial<TableRoute> = {}) => route(storedRoute(data), options);

/** What differs between a route as it is written and as a node has it, as `field: left | right`. */
function differences(left: object, right: Entity, as = gateway): string[] {
  const comparison = compareRoutes(
    [route({ name: 'a', ...left })],
    [stored({ name: 'a', ...right })],
    as,
    true,
  );
  assert.equal(comparison.pairs.length, 1);
  return comparison.pairs[0]!.differences.map(({ field, left, right }) => `${field}: ${left} | ${right}`);
}

suite('a route and how a node lists it', () => {
  const same: readonly (readonly [string, object, Entity, Gateway?])[] = [
    ['nothing but its name', {}, {}],
    ['what is written as it is by default', { strip_path: true, path_handling: 'v0', tags: null }, {}],
    [
      'the order of lists',
      { paths: ['/a', '/b'], methods: ['PUT', 'GET'] },
      { paths: ['/b', '/a'], methods: ['GET', 'PUT'] },
    ],
    ['lists and mappings without anything in them', { hosts: [], headers: {} }, {}],
    [
      'headers and addresses, whatever comes first in them',
      { headers: { b: ['2', '1'], a: ['x'] }, sources: [{ port: 1, ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
      {
        headers: { a: ['x'], b: ['1', '2'] },
        sources: [
          { ip: '10.0.0.2', port: null },
          { ip: '10.0.0.1', port: 1 },
        ],
      },
    ],
    [
      'numbers that a double cannot hold',
      { regex_priority: 9007199254740993n },
      { regex_priority: 9007199254740993n },
    ],
    ['times', {}, { created_at: 1, updated_at: 2 }],
    ['strip_path of a gRPC route', { protocols: ['grpc'] }, { protocols: ['grpc'], strip_path: false }],
    [
      'the priority of every route under expressions',
      { expression: 'http.path == "/a"' },
      { expression: 'http.path == "/a"', priority: 0 },
      { flavor: 'expressions', version: [3, 9] },
    ],
    ['protocols since 3.14', {}, { protocols: ['https'] }, { ...gateway, version: [3, 14, 0, 8] }],
  ];
  for (const [name, left, right, as] of same) {
    test(`are the same but for ${name}`, () => assert.deepEqual(differences(left, right, as), []));
  }

  const different: readonly (readonly [object, Entity, readonly string[], Gateway?])[] = [
    [{ paths: ['/a'] }, { paths: ['/a', '/b'] }, ['paths: ["/a"] | ["/a", "/b"]']],
    [{ paths: ['/a'] }, { hosts: ['x'] }, ['hosts: null | ["x"]', 'paths: ["/a"] | null']],
    [{}, { strip_path: false }, ['strip_path: true | false']],
    [{}, { protocols: ['https'] }, ['protocols: ["http", "https"] | ["https"]']],
    [
      { protocols: ['http', 'https'] },
      { protocols: ['https'] },
      ['protocols: ["http", "https"] | ["https"]'],
      { ...gateway, version: [3, 14] },
    ],
    [
      { headers: { a: ['1'] } },
      { headers: { a: ['1'], b: ['2'] } },
      ['headers: {a: ["1"]} | {a: ["1"], b: ["2"]}'],
    ],
    [
      { sources: [{ ip: '10.0.0.1' }] },
      { sources: [{ port: 1 }] },
      ['sources: [{ip: "10.0.0.1"}] | [{port: 1}]'],
    ],
    [{ tags: ['x'] }, { tags: null }, ['tags: ["x"] | null']],
    [
      { id: '00000000-0000-0000-0000-000000000001' },
      {},
      ['id: "00000000-0000-0000-0000-000000000001" | "4506673d-c825-444c-a25b-602e3c2ec16e"'],
    ],
  ];
  for (const [left, right, wanted, as] of different) {
    test(wanted.join(', '), () => assert.deepEqual(differences(left, right, as).sort(), [...wanted].sort()));
  }

  test('what is still to be filled in is not compared', () => {
    const left = route({ name: 'a', hosts: ['{{ host }}'], paths: ['/a'] }, { open: new Set(['hosts']) });
    const { pairs } = compareRoutes(
      [left],
      [stored({ name: 'a', hosts: ['x'], paths: ['/b'] })],
      gateway,
      true,
    );
    assert.deepEqual(
      pairs[0]!.differences.map(({ field }) => field),
      ['paths'],
    );
  });
});

suite('which route is which', () => {
  const matched = (left: readonly TableRoute[], right: readonly TableRoute[]) => {
    const { pairs, onlyLeft, onlyRight } = compareRoutes(left, right, gateway, true);
    return {
      pairs: pairs.map((pair) => [left.indexOf(pair.left), right.indexOf(pair.right), pair.by]),
      onlyLeft: onlyLeft.map((one) => left.indexOf(one)),
      onlyRight: onlyRight.map((one) => right.indexOf(one)),
    };
  };

  test('by id before name, by name before content', () => {
    const left = [
      route({ id: '1', name: 'b' }),
      route({ name: 'a' }),
      route({ paths: ['/c'] }),
      route({ name: 'd', paths: ['/d'] }),
    ];
    const right = [
      stored({ id: '9', name: 'other', paths: ['/d'] }),
      stored({ id: '8', paths: ['/c'] }),
      stored({ id: '7', name: 'a' }),
      stored({ id: '1', name: 'renamed' }),
    ];
    assert.deepEqual(matched(left, right), {
      pairs: [
        [0, 3, 'id'],
        [1, 2, 'name'],
        [2, 1, 'content'],
        [3, 0, 'content'],
      ],
      onlyLeft: [],
      onlyRight: [],
    });
  });

  test('each only once', () => {
    const left = [route({ name: 'a' }), route({ name: 'a' })];
    const right = [stored({ name: 'a' }), stored({ name: 'b', paths: ['/b'] })];
    assert.deepEqual(matched(left, right), { pairs: [[0, 0, 'name']], onlyLeft: [1], onlyRight: [1] });
  });

  test('of two that are equal, the one of the same service', () => {
    const of = (name: string) => ({ service: { id: null, name } });
    const left = [route({ paths: ['/a'] }, of('x')), route({ paths: ['/a'] }, of('y'))];
    const right = [
      stored({ paths: ['/a'] }, { service: { id: '2', name: 'y' } }),
      stored({ paths: ['/a'] }, { service: { id: '1', name: 'x' } }),
    ];
    assert.deepEqual(matched(left, right).pairs, [
      [0, 1, 'content'],
      [1, 0, 'content'],
    ]);
  });

  test('a route with something to be filled in has no content to be found by, and no name that is one', () => {
    const left = [
      route({ paths: ['/a'] }, { open: new Set(['hosts']) }),
      route({ name: '{{ x }}' }, { open: new Set(['name']) }),
    ];
    const right = [stored({ paths: ['/a'] }), stored({ name: '{{ x }}' })];
    assert.deepEqual(matched(left, right), { pairs: [], onlyLeft: [0, 1], onlyRight: [0, 1] });
  });
});

suite('the service of a route', () => {
  const cases: readonly (readonly [TableRoute['service'], TableRoute['service'], string | null])[] = [
    [undefined, { id: '1', name: 'x' }, null],
    [null, null, null],
    [null, { id: '1', name: 'x' }, 'null | "x"'],
    [{ id: null, name: 'x' }, null, '"x" | null'],
    [{ id: null, name: 'x' }, { id: '1', name: 'x' }, null],
    [{ id: null, name: 'x' }, { id: '1', name: 'y' }, '"x" | "y"'],
    [{ id: '1', name: null }, { id: '1', name: 'y' }, null],
    [{ id: '1', name: null }, { id: '2', name: null }, '"1" | "2"'],
    // The services of the node may not be read.
    [{ id: null, name: 'x' }, { id: '1', name: null }, null],
  ];
  for (const [left, right, wanted] of cases) {
    test(`${JSON.stringify(left)} and ${JSON.stringify(right)}: ${wanted ?? 'nothing differs'}`, () => {
      const { pairs } = compareRoutes(
        [route({ name: 'a' }, { service: left })],
        [stored({ name: 'a' }, { service: right })],
        gateway,
        true,
      );
      const found = pairs[0]!.differences.map(({ field, left, right }) => [field, `${left} | ${right}`]);
      assert.deepEqual(found, wanted === null ? [] : [['service', wanted]]);
    });
  }
});

test('what is nested deeper than any field does no harm', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  assert.equal(differences({}, { paths: deep }).length, 1);
});

test('ids that a database made up are not compared', () => {
  const [left, right] = [stored({ id: '1', name: 'a' }), stored({ id: '2', name: 'a' })];
  assert.deepEqual(compareRoutes([left], [right], gateway, false).pairs[0]!.differences, []);
  assert.equal(compareRoutes([left], [right], gateway, true).pairs[0]!.differences.length, 1);
});

test('defaults are those that the flavor and the version have fields for', () => {
  const fields = (flavor: Gateway['flavor'], version: readonly number[]) =>
    Object.keys(defaultsOf({}, { flavor, version })).filter((field) =>
      ['regex_priority', 'path_handling', 'priority'].includes(field),
    );
  assert.deepEqual(fields('traditional', [3, 9]), ['regex_priority', 'path_handling']);
  assert.deepEqual(fields('expressions', [3, 6, 1]), ['priority']);
  assert.deepEqual(fields('expressions', [3, 7]), ['regex_priority', 'path_handling', 'priority']);
  // Without subschemas gRPC routes are like the others.
  assert.equal(
    defaultsOf({ protocols: ['grpc'] }, { flavor: 'expressions', version: [3, 6] }).strip_path,
    true,
  );
  assert.equal(
    defaultsOf({ protocols: ['grpcs'] }, { flavor: 'expressions', version: [3, 7] }).strip_path,
    false,
  );
});
