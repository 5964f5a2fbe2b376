import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runningWords } from '../../server/problems/index.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import type { DataPlane } from '../../server/running/answers.js';
import { type SetMember, type SetRoute, setProblems } from '../../server/running/set-problems.js';
import { listed } from '../../server/text/words.js';

const now = 1_760_000_000;
const assumed: Gateway = { flavor: 'traditional_compatible', version: [3, 9] };

const node = (
  address: string,
  flavor: Gateway['flavor'],
  version: string,
  more: Partial<SetMember> = {},
): SetMember => ({
  address,
  version,
  gateway: { flavor, version: version.split('.').map(Number) },
  role: 'traditional',
  dataPlanes: [],
  ...more,
});

const plane = (hostname: string, version: string, more: Partial<DataPlane> = {}): DataPlane => ({
  hostname,
  version,
  lastSeen: now - 10,
  syncFailure: null,
  ...more,
});

const route = (name: string, data: object): SetRoute => ({
  label: name,
  route: readRoute(data),
  data: { name, ...data },
});

const fields = route('fields', { paths: ['/a'] });
const expression = route('expression', { expression: 'http.path == "/a"' });
const segments = route('segments', { expression: 'http.path.segments.0 == "a"' });
const wildcard = route('wildcard', { protocols: ['https'], snis: ['*.example.com'] });

const found = (members: readonly SetMember[], routes: readonly SetRoute[]) =>
  setProblems(members, routes, assumed, now).map(({ message, addresses }) => ({
    code: message.code,
    message: runningWords(message),
    addresses,
  }));

suite('gateways together', () => {
  test('that go together', () => {
    const members = [node('http://a', 'expressions', '3.9.1'), node('http://b', 'expressions', '3.8.0')];
    assert.deepEqual(found(members, [fields, expression]), []);
    assert.deepEqual(found([], []), []);
  });

  test('of different flavors, of which one refuses some routes', () => {
    const members = [
      node('http://a', 'expressions', '3.9.1'),
      node('http://b', 'traditional_compatible', '3.9.1'),
      node('http://c', 'expressions', '3.9.1'),
      { ...node('http://d', 'traditional', '3.9.1'), gateway: null },
    ];
    assert.deepEqual(found(members, [fields, expression, segments]), [
      {
        code: 'flavors-differ',
        message:
          'The router flavors differ: expressions at http://a and http://c; traditional_compatible at http://b. Of 3 routes, traditional_compatible rejects 2 (expression and segments). Set router_flavor (KONG_ROUTER_FLAVOR) to the same value on all of them, or compare Gateways that serve different routes one at a time.',
        addresses: ['http://a', 'http://c', 'http://b'],
      },
    ]);
  });

  test('of different flavors that take all routes', () => {
    const members = [node('http://a', 'traditional', '3.9.1'), node('http://b', 'expressions', '3.9.1')];
    const [problem] = found(members, [fields]);
    assert.match(problem!.message, /match and order the same routes differently/);
  });

  test('of versions of which one rejects what the other accepts', () => {
    const members = [
      node('http://a', 'traditional_compatible', '3.9.1'),
      node('http://b', 'traditional_compatible', '3.6.1'),
    ];
    assert.deepEqual(found(members, [fields, wildcard]), [
      {
        code: 'versions-differ',
        message:
          "Gateway 3.6.1 at http://b rejects 1 route (wildcard), but Gateway 3.9.1 at http://a accepts them. Kong's answer for wildcard: snis: invalid value: *.example.com. Upgrade both to the same version, or write routes that both accept.",
        addresses: ['http://b', 'http://a'],
      },
    ]);
    assert.deepEqual(found(members, [fields]), []);
  });

  test('before 3.0 nothing is reported about routes', () => {
    const members = [node('http://a', 'traditional', '3.9.1'), node('http://b', 'traditional', '2.8.5')];
    assert.deepEqual(found(members, [wildcard]), []);
  });

  test('that compute priorities in different ways', () => {
    const strict = node('http://b', 'expressions', '3.11.0.0');
    const members = [
      node('http://a', 'expressions', '3.11.0.0'),
      { ...strict, gateway: { ...strict.gateway!, calculation: 'strict' as const } },
    ];
    assert.deepEqual(
      found(members, []).map(({ code, message }) => [code, message]),
      [
        [
          'calculations-differ',
          'route_match_calculation differs: original at http://a; strict at http://b. The Gateways compute different priorities and evaluate the routes in a different order. Set it to the same value on all of them.',
        ],
      ],
    );
  });
});

suite('a control plane and its data planes', () => {
  const control = (flavor: Gateway['flavor'], dataPlanes: readonly DataPlane[]) =>
    node('http://cp', flavor, '3.9.1', { role: 'control_plane', dataPlanes });

  test('that go together', () => {
    const members = [control('expressions', [plane('dp', '3.9.1'), plane('old', '3.7.0')])];
    assert.deepEqual(found(members, [fields, expression]), []);
  });

  test('mixed routes and a data plane before 3.7', () => {
    const planes = [plane('new', '3.7.0'), plane('old-1', '3.6.1'), plane('old-2', '3.6.1')];
    assert.deepEqual(found([control('expressions', planes)], [fields, expression]), [
      {
        code: 'mixed-for-data-plane',
        message:
          'The data planes old-1 (3.6.1) and old-2 (3.6.1) of http://cp receive no configuration with these routes: some have an expression and others do not, which data planes accept only from 3.7 on. Upgrade to 3.7 or newer, or convert all routes to expressions. Kong: 3.6.1 does not support mixed mode route',
        addresses: ['http://cp'],
      },
    ]);
    assert.deepEqual(found([control('expressions', planes)], [expression]), [], 'not mixed');
    const compatible = found([control('traditional_compatible', planes)], [fields]);
    assert.deepEqual(compatible, []);
  });

  test('a data plane whose version has not what a route needs', () => {
    const problems = found([control('expressions', [plane('old', '3.6.1')])], [fields]);
    assert.equal(problems.length, 1);
    assert.equal(problems[0]!.code, 'refused-by-data-plane');
    assert.equal(
      problems[0]!.message,
      "The data plane old (3.6.1) of http://cp rejects 1 route (fields), and therefore the whole configuration, if its router_flavor is also expressions. Kong's answer for fields: paths: unknown field. Upgrade the data planes, or write routes that they accept.",
    );
  });

  test('what the control plane refuses itself never comes to its data planes', () => {
    const broken = route('broken', { expression: 'http.path = "/a"' });
    assert.deepEqual(found([control('expressions', [plane('old', '3.4.2')])], [broken]), []);
  });

  test('a data plane that is held back', () => {
    const planes = [plane('dp', '2.8.1', { syncFailure: 'kong_version_incompatible' })];
    const [problem] = found([control('traditional_compatible', planes)], [fields]);
    assert.deepEqual(problem, {
      code: 'data-plane-held-back',
      message:
        'The data plane dp (2.8.1) of http://cp receives no configuration: kong_version_incompatible. Use the same version and plugins on data planes and control plane.',
      addresses: ['http://cp'],
    });
  });

  test('a data plane that is long gone counts for nothing', () => {
    const planes = [
      plane('old', '3.6.1', { lastSeen: now - 3601, syncFailure: 'kong_version_incompatible' }),
    ];
    assert.deepEqual(found([control('expressions', planes)], [fields, expression]), []);
    const seen = [plane('old', '3.6.1', { lastSeen: now - 3600 })];
    assert.equal(found([control('expressions', seen)], [fields, expression]).length, 1);
  });

  test('if the control plane does not report it, its flavor is that of the file', () => {
    const konnect = { ...control('expressions', [plane('dp', '3.6.0.0')]), gateway: null, version: null };
    const routes = [fields, expression];
    const flavored = setProblems([konnect], routes, { ...assumed, flavor: 'expressions' }, now);
    assert.deepEqual(
      flavored.map(({ message }) => message.code),
      ['mixed-for-data-plane'],
    );
  });
});

test('names are listed, but not all of very many', () => {
  assert.equal(listed(['a'], 3), 'a');
  assert.equal(listed(['a', 'b'], 3), 'a and b');
  assert.equal(listed(['a', 'b', 'c'], 3), 'a, b and c');
  assert.equal(listed(['a', 'b', 'c', 'd', 'e'], 3), 'a, b, c and 2 more');
  assert.equal(listed([], 3), '');
});
