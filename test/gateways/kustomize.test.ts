import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { kubernetesGateways } from '../../server/gateways/kubernetes/kubernetes-gateways.js';
import { assertEdits, folder, showGateway, showPlace, showSets, showWritten } from './folder.js';

/** What is found in a folder, after every edit that it offers was tried. */
function find(contents: Readonly<Record<string, string>>) {
  const from = folder(contents);
  const found = kubernetesGateways(from.files);
  assertEdits(from.files, kubernetesGateways);
  return {
    gateways: found.gateways.map((gateway) => showGateway(from, gateway)),
    written: showWritten(from, found),
    sets: showSets(found),
    insertions: found.gateways.map(
      ({ insertion }) => insertion && `${showPlace(from, insertion.place)} ${JSON.stringify(insertion.text)}`,
    ),
  };
}

const base = (env = '') => ({
  'base/kustomization.yaml': 'resources:\n- kong.yaml\n',
  'base/kong.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: <|kong|>
spec:
  template:
    metadata:
      labels: { app: kong }
    spec:
      containers:
      - name: proxy
        image: kong:<|3.9.1|>
${env}`,
});

const traditional = `        env:
        - name: KONG_DATABASE
          value: "off"
        - name: KONG_ROUTER_FLAVOR
          value: <|traditional|>
`;

const ofBase = {
  gateway: 'deployment kong at base/kong.yaml#1',
  flavor: 'traditional, written at base/kong.yaml#3',
  version: '3.9.1, image kong:3.9.1 at base/kong.yaml#2',
  database: 'off',
};

const patch = (container: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: <|kong|>
spec:
${more}  template:
    spec:
      containers:
      - name: proxy
${container.trimEnd().replace(/^(?=.)/gm, '        ')}
`;

const flavorPatch = (flavor: string) => patch(`env:\n- name: KONG_ROUTER_FLAVOR\n  value: ${flavor}\n`);

suite('an overlay', () => {
  test('with a patch of the flavor', () => {
    const { gateways, written, sets } = find({
      ...base(traditional),
      'prod/kustomization.yaml': 'resources:\n- ../base\npatches:\n- path: kong.yaml\n',
      'prod/kong.yaml': flavorPatch('<|expressions|>'),
    });
    assert.deepEqual(gateways, [
      ofBase,
      {
        ...ofBase,
        gateway: 'deployment kong at prod/kong.yaml#1',
        flavor: 'expressions, written at prod/kong.yaml#2',
      },
    ]);
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR traditional at base/kong.yaml#3',
      'KONG_ROUTER_FLAVOR expressions at prod/kong.yaml#2',
    ]);
    assert.deepEqual(sets, []);
  });

  test('with patches in the kustomization', () => {
    const inline = `resources:
- ../base
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: <|kong|>
    spec:
      template:
        spec:
          containers:
          - name: proxy
            env:
            - name: KONG_ROUTER_FLAVOR
              value: <|expressions|>
`;
    const expected = {
      ...ofBase,
      gateway: 'deployment kong at prod/kustomization.yaml#1',
      flavor: 'expressions, written at prod/kustomization.yaml#2',
    };
    const found = find({ ...base(traditional), 'prod/kustomization.yaml': inline });
    assert.deepEqual(found.gateways[1], expected);
    assert.deepEqual(found.written, [
      'KONG_ROUTER_FLAVOR traditional at base/kong.yaml#3',
      'KONG_ROUTER_FLAVOR expressions at prod/kustomization.yaml#2',
    ]);
    const merge = inline.replace('patches:\n- patch: |-', 'patchesStrategicMerge:\n- |-');
    assert.deepEqual(find({ ...base(traditional), 'prod/kustomization.yaml': merge }).gateways[1], expected);
  });

  test('with operations on paths', () => {
    const operations = (list: string) => ({
      ...base(traditional),
      'prod/kustomization.yaml': `bases:
- ../base
patches:
- target: { kind: Deploy.*, name: kong }
  patch: |-
${list.trimEnd().replace(/^(?=.)/gm, '    ')}
`,
    });
    const env = '/spec/template/spec/containers/0/env';
    const flavor = (list: string) => find(operations(list)).gateways[1]?.flavor;
    assert.equal(
      flavor(`- op: replace\n  path: ${env}/1/value\n  value: <|expressions|>\n`),
      'expressions, written at prod/kustomization.yaml#1',
    );
    assert.equal(
      flavor(`- op: add\n  path: ${env}/-\n  value: { name: KONG_ROUTER_FLAVOR, value: <|expressions|> }\n`),
      'expressions, written at prod/kustomization.yaml#1',
    );
    assert.equal(flavor(`- op: remove\n  path: ${env}/1\n`), 'traditional_compatible, kong-default');
    assert.equal(
      flavor(
        `- op: replace\n  path: ${env}\n  value: [{ name: KONG_ROUTER_FLAVOR, value: <|expressions|> }]\n`,
      ),
      'expressions, written at prod/kustomization.yaml#1',
    );
    // What cannot be done leaves the rest as it is.
    assert.equal(find(operations(`- op: replace\n  path: ${env}/9/value\n  value: x\n`)).gateways.length, 1);
  });

  test('with operations after a patch, which brings what it names to the front', () => {
    const controller =
      '      - name: ingress-controller\n        image: kong/kubernetes-ingress-controller:3.5\n';
    const { gateways } = find({
      ...base(traditional + controller),
      'prod/kustomization.yaml': `resources: [../base]
patches:
- path: kong.yaml
- target: { name: kong }
  patch: '[{ "op": "remove", "path": "/spec/template/spec/containers/1" }]'
`,
      'prod/kong.yaml': patch('resources: {}\n').replace('- name: proxy', '- name: ingress-controller'),
    });
    assert.equal(gateways.length, 1);
  });

  test('with operations for something else', () => {
    const { gateways } = find({
      ...base(traditional),
      'prod/kustomization.yaml': `resources: [../base]
patches:
- target: { kind: Deployment, name: kon }
  patch: |-
    - { op: remove, path: /spec/template/spec/containers/0/env }
`,
    });
    assert.deepEqual(gateways, [ofBase]);
  });

  test('that replaces', () => {
    const flavor = (container: string) =>
      find({
        ...base(traditional),
        'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: kong.yaml }]\n',
        'prod/kong.yaml': patch(container),
      }).gateways[1];
    const replaced = flavor('env:\n- $patch: replace\n- { name: KONG_LOG_LEVEL, value: debug }\n');
    assert.equal(replaced!.flavor, 'traditional_compatible, kong-default');
    assert.equal(replaced!.database, undefined);
    const container = flavor(
      '$patch: replace\nimage: kong:<|3.4|>\nenv:\n- { name: KONG_ROUTER_FLAVOR, value: <|expressions|> }\n',
    );
    assert.equal(container!.flavor, 'expressions, written at prod/kong.yaml#3');
    assert.equal(container!.database, undefined);
    assert.equal(container!.version, '3.4, image kong:3.4 at prod/kong.yaml#2');
  });

  test('that removes the flavor', () => {
    const { gateways } = find({
      ...base(traditional),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: kong.yaml }]\n',
      'prod/kong.yaml': patch('env:\n- name: KONG_ROUTER_FLAVOR\n  $patch: delete\n'),
    });
    assert.equal(gateways[1]!.flavor, 'traditional_compatible, kong-default');
  });

  test('of the image, the replicas, the namespace and the name', () => {
    const { gateways } = find({
      ...base(traditional),
      'prod/kustomization.yaml': `resources:
- <|../base|>
namespace: edge
namePrefix: prod-
images:
- name: kong
  newName: kong/kong-gateway
  newTag: <|3.12.0.1|>-ubuntu
replicas:
- name: kong
  count: 4
`,
    });
    assert.deepEqual(gateways[1], {
      ...ofBase,
      gateway: 'deployment edge/prod-kong at prod/kustomization.yaml#1',
      version: '3.12.0.1, image kong/kong-gateway:3.12.0.1-ubuntu at prod/kustomization.yaml#2',
      replicas: 4,
    });
  });

  test('that changes nothing of the gateway is the base', () => {
    const { gateways, sets } = find({
      ...base(traditional),
      'all/kustomization.yaml': 'resources:\n- ../base\n- service.yaml\ncommonLabels: { team: edge }\n',
      'all/service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: kong-proxy }\nspec: { selector: { app: kong } }\n',
    });
    assert.deepEqual(gateways, [ofBase]);
    assert.deepEqual(sets, []);
  });

  test('with a component', () => {
    const { gateways } = find({
      ...base(traditional),
      'new-router/kustomization.yaml': 'kind: Component\npatches:\n- path: kong.yaml\n',
      'new-router/kong.yaml': flavorPatch('<|expressions|>'),
      'prod/kustomization.yaml': 'resources:\n- ../base\ncomponents:\n- ../new-router\n',
    });
    assert.equal(gateways.length, 2);
    assert.equal(gateways[1]!.flavor, 'expressions, written at new-router/kong.yaml#2');
  });

  test('with ConfigMaps that are generated', () => {
    const settings = (literals: string, behavior = '') =>
      `configMapGenerator:\n- name: settings\n${behavior}${literals}`;
    const from = `        envFrom:\n        - configMapRef: { name: settings }\n`;
    const files = base(from);
    const { gateways, written } = find({
      ...files,
      'base/kustomization.yaml':
        files['base/kustomization.yaml'] +
        settings("  literals:\n  - KONG_DATABASE=off\n  - 'KONG_ROUTER_FLAVOR=<|traditional|>'\n"),
      'prod/kustomization.yaml': `resources:\n- ../base\n${settings('  envs: [kong.env]\n', '  behavior: merge\n')}`,
      'prod/kong.env': '# prod\nKONG_ROUTER_FLAVOR=<|expressions|>\n',
    });
    assert.equal(gateways[0]!.flavor, 'traditional, written at base/kustomization.yaml#1');
    assert.equal(gateways[1]!.flavor, 'expressions, written at prod/kong.env#1');
    assert.equal(gateways[1]!.database, 'off');
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR traditional at base/kustomization.yaml#1',
      'KONG_ROUTER_FLAVOR expressions at prod/kong.env#1',
    ]);
  });

  test('with files that are mounted, at hand or not', () => {
    const mounts = `        env:
        - { name: KONG_DECLARATIVE_CONFIG, value: /opt/kong/kong.yml }
        volumeMounts:
        - { name: routes, mountPath: /opt/kong }
        - { name: conf, mountPath: /etc/kong }
      volumes:
      - { name: routes, configMap: { name: routes } }
      - { name: conf, configMap: { name: conf } }
`;
    const files = base(mounts);
    const { gateways } = find({
      ...files,
      'base/kustomization.yaml': `${files['base/kustomization.yaml']}configMapGenerator:
- name: routes
  files: [kong.yml=routes/all.yaml]
- name: conf
  files: [kong.conf]
`,
      'base/kong.conf': 'router_flavor = <|expressions|>\n',
    });
    assert.equal(gateways[0]!.flavor, 'expressions, written at base/kong.conf#1');
    assert.deepEqual(gateways[0]!.reads, ['base/routes/all.yaml', 'base/kong.conf']);
  });
});

suite('where an overlay can set the flavor', () => {
  test('in its patch', () => {
    const { insertions } = find({
      ...base('        env:\n        - name: KONG_DATABASE\n          value: "off"\n'),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: kong.yaml }]\n',
      'prod/kong.yaml': patch('resources: {}\n', '  replicas: 2\n'),
    });
    assert.equal(
      insertions[1],
      'prod/kong.yaml:10:20 "\\n        env:\\n        - name: KONG_ROUTER_FLAVOR\\n          value: %s"',
    );
  });

  test('in a patch of the kustomization', () => {
    const { insertions } = find({
      ...base(),
      'prod/kustomization.yaml': '<|>resources:\n- ../base\nnamespace: prod\n',
    });
    assert.match(
      insertions[1]!,
      /^prod\/kustomization\.yaml#1 "patches:\\n- patch: \|-\\n {4}apiVersion: apps\/v1/,
    );
    const { insertions: more } = find({
      ...base(),
      'prod/kustomization.yaml':
        'resources:\n- ../base\nnamespace: prod\npatches:\n- target: { kind: Service }\n  path: service.yaml<|>\n',
    });
    assert.match(more[1]!, /^prod\/kustomization\.yaml#1 "\\n- patch: \|-\\n {4}apiVersion: apps\/v1/);
  });
});

suite('several overlays', () => {
  const overlay = (name: string, flavor: string, under = '../base') => ({
    [`${name}/kustomization.yaml`]: `resources:\n- ${under}\npatches:\n- path: kong.yaml\n`,
    [`${name}/kong.yaml`]: flavorPatch(flavor),
  });

  test('of one base', () => {
    const { gateways, sets } = find({
      ...base(),
      ...overlay('dev', 'expressions'),
      ...overlay('prod', 'traditional'),
    });
    assert.equal(gateways.length, 3);
    assert.deepEqual(sets, ['overlays kong kong: dev and prod are overlays of base']);
  });

  test('of one overlay', () => {
    const { gateways, sets } = find({
      ...base(),
      ...overlay('prod', 'traditional'),
      ...overlay('prod-eu', 'traditional_compatible', '../prod'),
      ...overlay('prod-us', 'expressions', '../prod'),
    });
    assert.equal(gateways.length, 4);
    assert.deepEqual(sets, ['overlays kong kong: prod-eu and prod-us are overlays of base']);
  });

  test('of one file', () => {
    const { gateways, sets } = find({
      'base/kong.yaml': base()['base/kong.yaml'],
      'base/kustomization.yaml': 'resources: [kong.yaml]\n',
      'kustomization.yaml': 'resources: [base/kong.yaml]\nnamespace: a\n',
    });
    assert.deepEqual(
      gateways.map(({ gateway }) => gateway),
      ['deployment kong at base/kong.yaml#1', 'deployment a/kong at base/kong.yaml#1'],
    );
    assert.deepEqual(sets, []);
  });

  test('in a circle', () => {
    find({
      ...overlay('a', 'expressions', '../b'),
      ...overlay('b', 'expressions', '../a'),
      'c/kustomization.yaml': 'resources: [../c, ., https://example.com/x]\ncomponents: [../c]\n',
    });
  });
});
