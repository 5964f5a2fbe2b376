import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Found, type GatewaySet, judgeAgreement, type RouteTable } from '../../server/gateways/index.js';
import type { RelatedPlace, SetReason } from '../../server/problems/index.js';
import { type Folder, findIn } from '../support/gateway-folder.js';
import { showCodes, showProblem } from '../support/gateway-problems.js';

interface Options {
  readonly flavor?: string;
  readonly version?: string;
  readonly role?: 'control_plane' | 'data_plane';
}

/** A Deployment in a file of its own. */
const deployment = (name: string, { flavor, version = '3.9.1', role }: Options) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: proxy
        image: kong:${version}
        env:
        - { name: KONG_DATABASE, value: "off" }
${role ? `        - { name: KONG_ROLE, value: ${role} }\n` : ''}${flavor ? `        - { name: KONG_ROUTER_FLAVOR, value: ${flavor} }\n` : ''}`;

const folderOf = (deployments: Readonly<Record<string, Options>>): Folder =>
  Object.fromEntries(
    Object.entries(deployments).map(([name, options]) => [`${name}.yaml`, deployment(name, options)]),
  );

const together: SetReason = { code: 'controller', kind: 'Deployment', name: '`kic`', gateways: 2 };

/** What is found in the files, with all of it in one set. */
function inOneSet(folder: Folder, kind: GatewaySet['kind'], why: SetReason = together): Found {
  const { gateways, written } = findIn(folder);
  return { gateways, written, sets: [{ kind, why, members: gateways.map(({ id }) => id) }] };
}

const shown = (kind: GatewaySet['kind'], deployments: Readonly<Record<string, Options>>, why?: SetReason) => {
  const folder = folderOf(deployments);
  return judgeAgreement(inOneSet(folder, kind, why)).map((problem) => showProblem(folder, problem));
};

const codes = (
  kind: GatewaySet['kind'],
  deployments: Readonly<Record<string, Options>>,
  table: RouteTable | null = null,
) => {
  const folder = folderOf(deployments);
  return showCodes(
    folder,
    judgeAgreement(inOneSet(folder, kind), () => table),
  );
};

suite('gateways that one controller configures', () => {
  test('two styles: each is flagged, and points at the other', () => {
    const why = 'the controller of Deployment `kic` discovers both';
    const found = shown(
      'controller',
      { a: { flavor: 'expressions' }, b: { flavor: 'traditional' } },
      together,
    );
    const rest =
      'The controller writes routes for the flavor of whichever Gateway answers first; the others reject them (`expression: unknown field`) or match them differently. Give all of them the same flavor, then restart the controller.';
    assert.deepEqual(found, [
      [
        'warning gateways-disagree a.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> }',
        `Deployment \`a\` runs \`expressions\`, but Deployment \`b\` runs \`traditional\`, and ${why}. ${rest}`,
        'see b.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|traditional|> } Deployment `b` runs `traditional`.',
      ],
      [
        'warning gateways-disagree b.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|traditional|> }',
        `Deployment \`b\` runs \`traditional\`, but Deployment \`a\` runs \`expressions\`, and ${why}. ${rest}`,
        'see a.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> } Deployment `a` runs `expressions`.',
      ],
    ]);
  });

  test('a default counts, and is at the name', () => {
    const found = shown('controller', { a: { flavor: 'expressions' }, b: {} });
    assert.deepEqual(
      found.map(([place, , related]) => [place, related]),
      [
        [
          'warning gateways-disagree a.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> }',
          "see b.yaml:4: name: <|b|> Deployment `b` runs `traditional_compatible` (Kong's default).",
        ],
        [
          'warning gateways-disagree b.yaml:4: name: <|b|>',
          'see a.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> } Deployment `a` runs `expressions`.',
        ],
      ],
    );
  });

  test('of three the odd one names both others, and each of these only the odd one', () => {
    const found = shown('controller', {
      a: { flavor: 'traditional' },
      b: { flavor: 'traditional_compatible' },
      c: { flavor: 'expressions' },
    });
    assert.deepEqual(
      found.map(([, message]) => message!.replace(/, and the controller of .*/, '')),
      [
        'Deployment `a` runs `traditional`, but Deployment `c` runs `expressions`',
        'Deployment `b` runs `traditional_compatible`, but Deployment `c` runs `expressions`',
        'Deployment `c` runs `expressions`, but Deployment `a` runs `traditional`, Deployment `b` runs `traditional_compatible`',
      ],
    );
  });

  test('the same style, not the same router', () => {
    const found = shown('controller', {
      a: { flavor: 'traditional' },
      b: { flavor: 'traditional_compatible' },
    });
    assert.match(found[0]![1]!, /They accept the same routes, but order and match them differently/);
  });

  test('nothing where they agree, or where one of them is not known', () => {
    assert.deepEqual(codes('controller', { a: { flavor: 'expressions' }, b: { flavor: 'expressions' } }), []);
    assert.deepEqual(codes('controller', { a: { flavor: 'expressions' }, b: { flavor: 'typo' } }), []);
    // A controller writes an expression for every route.
    const versions = { a: { flavor: 'expressions' }, b: { flavor: 'expressions', version: '3.6.1' } };
    assert.deepEqual(codes('controller', versions), []);
  });
});

const place: RelatedPlace = {
  place: { uri: 'file:///folder/a.yaml', span: { start: 0, end: 10 } },
  message: 'A route.',
};
const mixed: RouteTable = { expression: [place], traditional: [place] };
const traditional: RouteTable = { expression: [], traditional: [place] };
const expressions: RouteTable = { expression: [place], traditional: [] };

suite('gateways that any request may reach', () => {
  test('two styles', () => {
    const found = shown('replicas', { a: { flavor: 'expressions' }, b: { flavor: 'traditional' } });
    assert.match(found[0]![1]!, /Gateways that do not run `expressions` reject or ignore/);
    assert.equal(found.length, 2);
  });

  test('expressions on both sides of 3.7 agree where every route has one', () => {
    const both = { a: { flavor: 'expressions' }, b: { flavor: 'expressions', version: '3.6.1' } };
    const flagged = [
      'gateways-disagree a.yaml:11: image: kong:<|3.9.1|>',
      'gateways-disagree b.yaml:11: image: kong:<|3.6.1|>',
    ];
    assert.deepEqual(codes('replicas', both), flagged);
    assert.deepEqual(codes('replicas', both, mixed), flagged);
    assert.deepEqual(codes('replicas', both, traditional), flagged);
    assert.deepEqual(codes('replicas', both, expressions), []);
  });

  test('Gateway 2 next to Gateway 3', () => {
    const found = shown('replicas', { a: {}, b: { version: '2.8.5' } });
    assert.deepEqual(found[0], [
      'warning gateways-disagree a.yaml:11: image: kong:<|3.9.1|>',
      'Deployment `a` runs Gateway 3.9.1, but Deployment `b` runs Gateway 2.8.5, and the controller of Deployment `kic` discovers both. From Gateway 3.0 on a regex path starts with `~`, before it does not: the same routes match differently. Give all of them the same version.',
      'see b.yaml:11: image: kong:<|2.8.5|> Deployment `b` runs Gateway 2.8.5.',
    ]);
  });

  test('what a controller’s set has said already is not said again', () => {
    const folder = folderOf({ a: { flavor: 'expressions' }, b: { flavor: 'traditional' } });
    const { gateways, sets, written } = inOneSet(folder, 'replicas');
    const twice: Found = { gateways, written, sets: [...sets, { ...sets[0]!, kind: 'controller' }] };
    const problems = judgeAgreement(twice);
    assert.equal(problems.length, 2);
    for (const { args } of problems) assert.equal('kind' in args && args.kind, 'controller-style');
  });
});

suite('a control plane and its data planes', () => {
  const hybrid = (control: Options, data: Options, table: RouteTable | null = null) =>
    codes(
      'hybrid',
      { cp: { ...control, role: 'control_plane' }, dp: { ...data, role: 'data_plane' } },
      table,
    ).map((line) => line.split(' ').slice(0, 2).join(' '));

  test('flavors', () => {
    const [trad, compat, expr] = ['traditional', 'traditional_compatible', 'expressions'].map((flavor) => ({
      flavor,
    })) as [Options, Options, Options];
    const refused = ['data-plane-flavor dp.yaml:15:'];
    const differ = ['gateways-disagree cp.yaml:15:', 'gateways-disagree dp.yaml:15:'];
    assert.deepEqual(hybrid(expr, trad), refused);
    assert.deepEqual(hybrid(expr, compat), refused);
    assert.deepEqual(hybrid(trad, expr), differ);
    assert.deepEqual(hybrid(compat, expr), differ);
    assert.deepEqual(hybrid(compat, { ...expr, version: '3.6.1' }), refused);
    assert.deepEqual(hybrid(trad, compat), differ);
    assert.deepEqual(hybrid(expr, expr), []);
  });

  test('a refusal says why, and points at the control plane', () => {
    const cp: Options = { flavor: 'expressions', role: 'control_plane' };
    assert.deepEqual(shown('hybrid', { cp, dp: { role: 'data_plane' } }), [
      [
        'error data-plane-flavor dp.yaml:4: name: <|dp|>',
        'The control plane runs `expressions`. A data plane that runs `traditional_compatible` rejects every configuration from it that has a route: give both the same flavor. Kong: bad config received from control plane … priority: unknown field',
        'see cp.yaml:15: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> } Deployment `cp` runs `expressions`.',
      ],
    ]);
  });

  test('versions: of the same major, and not newer than the control plane', () => {
    const versions = (control: string, data: string) => hybrid({ version: control }, { version: data });
    const refused = ['data-plane-version dp.yaml:11:'];
    assert.deepEqual(versions('3.8.0', '3.9.1'), refused);
    assert.deepEqual(versions('3.8', '3.9'), refused);
    assert.deepEqual(versions('3.9.1', '2.8.5'), refused);
    assert.deepEqual(versions('3.9.0', '3.9.1'), []);
    assert.deepEqual(versions('3.9.1', '3.0.0'), []);
    assert.deepEqual(versions('3.10', '3.9'), []);
    assert.deepEqual(versions('latest', '3.9'), []);
    const cp: Options = { version: '3.8.0', role: 'control_plane' };
    const [[, message] = []] = shown('hybrid', { cp, dp: { role: 'data_plane' } });
    assert.equal(
      message,
      'A control plane does not serve data planes that are newer than itself: upgrade the control plane first. Kong: data plane version 3.9.1 is incompatible with older control plane version 3.8.0',
    );
  });

  test('routes that a data plane before 3.7 does not take', () => {
    const both = (data: string, table: RouteTable | null, control = '3.9.1') =>
      hybrid({ flavor: 'expressions', version: control }, { flavor: 'expressions', version: data }, table);
    const refused = ['data-plane-routes dp.yaml:11:'];
    const differ = ['gateways-disagree cp.yaml:11:', 'gateways-disagree dp.yaml:11:'];
    assert.deepEqual(both('3.6.1', mixed), refused);
    assert.deepEqual(both('3.6.1', traditional), refused);
    assert.deepEqual(both('3.6.1', expressions), []);
    assert.deepEqual(both('3.6.1', null), differ);
    assert.deepEqual(both('3.7.0', mixed), []);
    // A control plane before 3.7 accepts no such routes itself.
    assert.deepEqual(both('3.6.1', mixed, '3.6.1'), []);
    assert.deepEqual(both('latest', mixed), []);
  });

  test('a mixed table, in Kong’s words', () => {
    const folder = folderOf({
      cp: { flavor: 'expressions', role: 'control_plane' },
      dp: { flavor: 'expressions', version: '3.6.1', role: 'data_plane' },
    });
    const [problem] = judgeAgreement(inOneSet(folder, 'hybrid'), () => mixed);
    assert.deepEqual(showProblem({ ...folder, 'a.yaml': 'expression' }, problem!), [
      'error data-plane-routes dp.yaml:11: image: kong:<|3.6.1|>',
      'Before Gateway 3.7, `expressions` accepts only routes with an `expression`, and some routes have none: a data plane of version 3.6.1 receives no routes until it is upgraded. Kong: unable to send updated configuration to data plane: 3.6.1 does not support mixed mode route',
      'see a.yaml:1: <|expression|> A route.',
      'see a.yaml:1: <|expression|> A route.',
    ]);
  });

  test('each data plane by itself; without their control plane, as replicas', () => {
    const found = codes('hybrid', {
      cp: { flavor: 'expressions', role: 'control_plane' },
      a: { flavor: 'expressions', role: 'data_plane' },
      b: { flavor: 'traditional', role: 'data_plane' },
    });
    assert.deepEqual(found, [
      'data-plane-flavor b.yaml:15: - { name: KONG_ROUTER_FLAVOR, value: <|traditional|> }',
    ]);
    const otherNamespace = codes('hybrid', {
      a: { flavor: 'expressions', role: 'data_plane' },
      b: { flavor: 'traditional', role: 'data_plane' },
    });
    assert.deepEqual(
      otherNamespace.map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['gateways-disagree a.yaml:15:', 'gateways-disagree b.yaml:15:'],
    );
  });
});

suite('variants of one workload', () => {
  const variant = (flavor: string, replicas = 2, strategy = ''): string =>
    deployment('kong', { flavor }).replace('replicas: 2', `replicas: ${replicas}${strategy}`);
  const found = (folder: Folder) =>
    judgeAgreement(inOneSet(folder, 'overlays')).map((problem) => showProblem(folder, problem));

  test('a change that is rolled out over several replicas runs both flavors for a while', () => {
    const folder = { 'base/k.yaml': variant('traditional'), 'prod/k.yaml': variant('expressions') };
    assert.deepEqual(found(folder), [
      [
        'information rolling-update-mixes base/k.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|traditional|> }',
        'A rolling update of Deployment `kong` of prod/k.yaml runs `traditional` next to `expressions` until the last replica is replaced. To change the flavor, replace all replicas at once.',
        'see prod/k.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> } Deployment `kong` of prod/k.yaml runs `expressions`.',
      ],
      [
        'information rolling-update-mixes prod/k.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|expressions|> }',
        'A rolling update of Deployment `kong` of base/k.yaml runs `expressions` next to `traditional` until the last replica is replaced. To change the flavor, replace all replicas at once.',
        'see base/k.yaml:14: - { name: KONG_ROUTER_FLAVOR, value: <|traditional|> } Deployment `kong` of base/k.yaml runs `traditional`.',
      ],
    ]);
  });

  test('nothing of workloads that are called alike and are not the same', () => {
    const base = variant('traditional');
    const other = variant('expressions').replace('value: "off"', 'value: postgres');
    assert.deepEqual(found({ 'base/k.yaml': base, 'prod/k.yaml': other }), []);
    const otherNamespace = variant('expressions').replace('  name: kong\n', '  name: kong\n  namespace: b\n');
    assert.deepEqual(found({ 'base/k.yaml': base, 'prod/k.yaml': otherNamespace }), []);
  });

  test('nothing of one replica, of all replaced at once, of one flavor, or of a default', () => {
    const strategy = '\n  strategy: { type: Recreate }';
    const other = { 'prod/k.yaml': variant('expressions', 1) };
    assert.deepEqual(found({ 'base/k.yaml': variant('traditional', 1), ...other }), []);
    assert.deepEqual(found({ 'base/k.yaml': variant('traditional', 2, strategy), ...other }), []);
    assert.deepEqual(found({ 'base/k.yaml': variant('expressions', 2), ...other }), []);
    assert.deepEqual(found({ 'base/k.yaml': deployment('kong', {}), ...other }), []);
  });

  test('with a controller the new replicas may never become ready', () => {
    const folder = { 'base/k.yaml': variant('traditional', 1), 'prod/k.yaml': variant('expressions', 1) };
    const { gateways, sets, written } = inOneSet(folder, 'overlays');
    const controlled = gateways.map((gateway) => ({ ...gateway, controlled: 'ingress-controller' as const }));
    const [problem] = judgeAgreement({ gateways: controlled, sets, written });
    assert.equal(
      showProblem(folder, problem!)[1],
      'A rolling update of Deployment `kong` of prod/k.yaml runs `traditional` next to `expressions` until the last replica is replaced. The controller continues to write routes for the flavor that it found when it started, so new replicas may never become ready. To change the flavor, replace all replicas at once, then restart the controller.',
    );
  });
});
