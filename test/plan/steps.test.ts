import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { alternativeWords } from '../../server/problems/index.js';
import { compose, planOf, titles } from './planned.js';

const deck = (route: string) =>
  `_format_version: "3.0"\n_info:\n  select_tags: [x]\nroutes:\n  - name: a\n    ${route}\n`;
const fields = deck('paths: [/a]');
const expression = deck('expression: http.path ^= "/a"');

const hybrid = (flavor: string, versions: Partial<Record<'control' | 'data', string>> = {}) =>
  compose({
    control: {
      image: `kong:${versions.control ?? '3.9.1'}`,
      env: { ROLE: 'control_plane', ROUTER_FLAVOR: flavor },
    },
    data: {
      image: `kong:${versions.data ?? '3.9.1'}`,
      env: {
        ROLE: 'data_plane',
        DATABASE: 'off',
        CLUSTER_CONTROL_PLANE: 'control:8005',
        ROUTER_FLAVOR: flavor,
      },
    },
  });

const planes = (all: string[][]) => all.flat().filter((title) => /control plane|data planes/.test(title));

suite('a control plane and its data planes', () => {
  /** The side that accepts what the other still sends goes first. */
  const orders: readonly (readonly [from: string, to: string, routes: string, first: string])[] = [
    ['traditional_compatible', 'expressions', fields, 'data planes'],
    ['traditional', 'expressions', fields, 'data planes'],
    ['expressions', 'traditional_compatible', expression, 'control plane'],
    ['expressions', 'traditional', expression, 'control plane'],
    ['traditional', 'traditional_compatible', fields, 'control plane'],
    ['traditional_compatible', 'traditional', fields, 'data planes'],
  ];
  for (const [from, to, routes, first] of orders) {
    test(`from ${from} to ${to} the ${first} goes first`, () => {
      const steps = planes(titles(planOf({ 'compose.yaml': hybrid(from), 'kong.yaml': routes }, to)));
      const last = first === 'control plane' ? 'data planes' : 'control plane';
      const title = (who: string) =>
        `Restart the ${who} with ${to}${who === 'data planes' ? ', one after the other' : ''}`;
      assert.deepEqual(steps, [title(first), title(last)]);
    });
  }

  test('a data plane below 3.7 is upgraded to its control plane first', () => {
    const files = {
      'compose.yaml': hybrid('traditional_compatible', { data: '3.6.1' }),
      'kong.yaml': fields,
    };
    const plan = planOf(files, 'expressions');
    assert.deepEqual(planes(titles(plan)), [
      'Upgrade to Gateway 3.9.1: the data planes',
      'Restart the data planes with expressions, one after the other',
      'Restart the control plane with expressions',
    ]);
    const versions = plan.settings.filter(({ what }) => what === 'version');
    assert.deepEqual(
      versions.map(({ gateways, old, new: wanted, why }) => ({ gateways, old, wanted, why })),
      [
        {
          gateways: ['data'],
          old: '3.6.1',
          wanted: '3.9.1',
          why: { code: 'no-mixed-tables-for-data-plane', args: {} },
        },
      ],
    );
  });

  test('not where every route has an expression already', () => {
    const files = { 'compose.yaml': hybrid('traditional', { data: '3.6.1' }), 'kong.yaml': expression };
    assert.deepEqual(
      planOf(files, 'expressions').settings.map(({ what }) => what),
      ['flavor', 'flavor'],
    );
  });

  test('a version that rises does so first on the control plane, one that falls last on it', () => {
    const files = { 'compose.yaml': hybrid('traditional'), 'kong.yaml': fields };
    assert.deepEqual(planes(titles(planOf(files, 'traditional_compatible@3.10'))), [
      'Upgrade to Gateway 3.10: the control plane',
      'Upgrade to Gateway 3.10: the data planes',
      'Restart the control plane with traditional_compatible',
      'Restart the data planes with traditional_compatible, one after the other',
    ]);
    assert.deepEqual(planes(titles(planOf(files, 'traditional_compatible@3.8'))), [
      'Restart the control plane with traditional_compatible',
      'Restart the data planes with traditional_compatible, one after the other',
      'Go to Gateway 3.8: the data planes',
      'Go to Gateway 3.8: the control plane',
    ]);
  });

  test('below 3.7 another pair is next to it', () => {
    const files = {
      'compose.yaml': hybrid('traditional', { control: '3.6.1', data: '3.6.1' }),
      'kong.yaml': fields,
    };
    const plan = planOf(files, 'expressions');
    assert.deepEqual(titles(plan), [
      [
        'Write the routes in both forms, and validate the new form with expressions',
        'Save the stored routes',
        'Start new replicas with expressions next to the old ones',
        'Shift the traffic',
        'Remove the old replicas, and keep the new routes',
      ],
    ]);
    assert.equal(plan.summary.downtime, 'two-tables');
    assert.deepEqual(
      plan.parts[0]!.others.map(({ about }) => alternativeWords(about).title),
      ['With a maintenance window instead'],
    );
  });

  test('without the control plane somebody has to know of it', () => {
    const files = {
      'compose.yaml': compose({
        edge: {
          env: {
            ROLE: 'data_plane',
            DATABASE: 'off',
            CLUSTER_CONTROL_PLANE: 'abc.eu.cp0.konghq.com:443',
            ROUTER_FLAVOR: 'traditional_compatible',
          },
        },
      }),
    };
    assert.deepEqual(planes(titles(planOf(files, 'expressions'))), [
      'Restart the data planes with expressions, one after the other',
      'Set the control plane to expressions',
    ]);
  });
});

suite('one plane', () => {
  const database = (flavor: string, version = '3.9.1') =>
    compose({ kong: { image: `kong:${version}`, env: { DATABASE: 'postgres', ROUTER_FLAVOR: flavor } } });

  const ways: readonly (readonly [from: string, to: string, routes: string, steps: string[]])[] = [
    [
      'traditional@3.9.1',
      'traditional_compatible',
      fields,
      ['Validate', 'Save', 'Restart the nodes with traditional_compatible'],
    ],
    [
      'traditional_compatible@3.9.1',
      'expressions',
      fields,
      ['Validate', 'Save', 'Restart the nodes with expressions'],
    ],
    [
      'expressions@3.9.1',
      'traditional_compatible',
      expression,
      [
        'Write the routes in both forms',
        'Save',
        'Write the routes in their new form, still under expressions',
        'Restart the nodes with traditional_compatible',
      ],
    ],
    ['expressions@3.9.1', 'traditional', fields, ['Validate', 'Save', 'Restart the nodes with traditional']],
    [
      'expressions@3.6.1',
      'traditional_compatible',
      expression,
      ['Write the routes in both forms', 'Save', 'Start new', 'Shift the traffic', 'Remove the old'],
    ],
    [
      'expressions@3.6.1',
      'traditional_compatible@3.9',
      expression,
      [
        'Write the routes in both forms',
        'Save',
        'Upgrade to Gateway 3.9',
        'Write the routes in their new form, still under expressions',
        'Restart the nodes with traditional_compatible',
      ],
    ],
    [
      'traditional@3.4.2',
      'expressions@3.9',
      fields,
      ['Validate', 'Save', 'Upgrade to Gateway 3.9', 'Restart the nodes with expressions'],
    ],
    ['expressions@3.6.1', 'expressions@3.9', expression, ['Validate', 'Upgrade to Gateway 3.9']],
  ];
  for (const [from, to, routes, steps] of ways) {
    test(`on a database, from ${from} to ${to}`, () => {
      const [flavor, version] = from.split('@');
      const files = { 'compose.yaml': database(flavor!, version), 'kong.yaml': routes };
      const found = titles(planOf(files, to))[0]!;
      assert.deepEqual(
        found.map((title, i) => title.startsWith(steps[i] ?? '—')),
        steps.map(() => true),
        found.join('\n'),
      );
    });
  }

  test('without a database table and flavor change in one restart', () => {
    const dbless = `services:
  kong:
    image: kong:3.6.1
    environment: { KONG_DATABASE: "off", KONG_DECLARATIVE_CONFIG: /k.yml, KONG_ROUTER_FLAVOR: traditional }
    volumes: [./kong.yml:/k.yml]
`;
    const routes = '_format_version: "3.0"\nroutes:\n  - name: a\n    paths: [/a]\n';
    const plan = planOf({ 'compose.yaml': dbless, 'kong.yml': routes }, 'expressions');
    assert.deepEqual(titles(plan)[0]!.slice(1), [
      'Change the routes and the flavor to expressions, in one restart',
    ]);
    assert.equal(plan.summary.downtime, 'restart');
  });

  test('files of routes belong to the only gateways that there are, else to nobody', () => {
    const other = compose({ other: { env: { DATABASE: 'postgres', ROUTER_FLAVOR: 'traditional' } } });
    const one = { 'a/compose.yaml': database('traditional'), 'deck/kong.yaml': fields };
    assert.deepEqual(planOf(one, 'expressions').tables[0]!.gateways, ['kong']);
    const two = planOf({ ...one, 'b/compose.yaml': other }, 'expressions');
    assert.deepEqual(two.tables[0]!.gateways, []);
    assert.deepEqual(
      two.parts.map(({ topology }) => topology),
      ['database', 'database', 'unknown'],
    );
  });

  test('gateways of another flavor, and what only they read, are left alone', () => {
    const files = {
      'a/compose.yaml': database('traditional'),
      'a/kong.yaml': fields,
      'b/compose.yaml': compose({ b: { env: { DATABASE: 'postgres', ROUTER_FLAVOR: 'expressions' } } }),
      'b/kong.yaml': expression,
    };
    const plan = planOf(files, 'traditional_compatible', 'traditional');
    assert.deepEqual(
      plan.tables.flatMap((table) => table.files.map(({ file }) => file)),
      ['a/kong.yaml'],
    );
    assert.deepEqual(
      plan.settings.map(({ at }) => at!.file),
      ['a/compose.yaml'],
    );
  });
});
