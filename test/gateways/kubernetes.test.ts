import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { kubernetesGateways } from '../../server/gateways/kubernetes/kubernetes-gateways.js';
import { SourceFile } from '../../server/text/source-file.js';
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

const indented = (text: string, columns: number) => text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(columns));

/** A Deployment with the rest of a container after its name. */
const deployment = (container: string, { name = 'kong', app = 'kong', spec = '', pod = '' } = {}) =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: edge
spec:
${spec === '' ? '' : `${indented(spec, 2)}\n`}  template:
    metadata:
      labels: { app: ${app} }
    spec:
      containers:
      - name: proxy
${indented(container, 8)}
${pod === '' ? '' : `${indented(pod, 6)}\n`}`;

const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: edge }\ndata:\n${indented(data, 2)}\n`;

const service = (name: string, app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: edge }\nspec:\n  clusterIP: None\n  selector: { app: ${app} }\n`;

const nothing = { gateways: [], written: [], sets: [], insertions: [] };

suite('the environment of a container', () => {
  test('a variable', () => {
    const { gateways, written, insertions } = find({
      'kong.yaml': deployment(`image: kong/kong-gateway:<|3.4.3.19|>-ubuntu
env:
- { name: KONG_DATABASE, value: "off" }
- name: KONG_ROUTER_FLAVOR
  value: "<|expressions|>"
`),
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'deployment edge/kong at kong.yaml:4:9 kong',
        flavor: 'expressions, written at kong.yaml#2',
        version: '3.4.3.19, image kong/kong-gateway:3.4.3.19-ubuntu at kong.yaml#1',
        database: 'off',
      },
    ]);
    assert.deepEqual(written, ['KONG_ROUTER_FLAVOR expressions at kong.yaml#2']);
    assert.deepEqual(insertions, [null]);
  });

  test('the last of two, and all that is written', () => {
    const { gateways, written } = find({
      'kong.yaml': deployment(`image: kong:3.9.1
env:
- name: KONG_ROUTER_FLAVOR
  value: <|traditional|>
- name: KONG_ROUTER_FLAVOR
  value: <|traditional_compat|>
`),
    });
    assert.equal(gateways[0]!.flavor, 'null ("traditional_compat"), written at kong.yaml#2');
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR traditional at kong.yaml#1',
      'KONG_ROUTER_FLAVOR traditional_compat at kong.yaml#2',
    ]);
  });

  test('a key of a ConfigMap, whatever it is called', () => {
    const { gateways, written } = find({
      'kong.yaml': deployment(`image: kong:3.9.1
env:
- name: KONG_ROUTER_FLAVOR
  valueFrom:
    configMapKeyRef: { name: settings, key: flavor }
`),
      'settings.yaml': configMap('settings', 'flavor: <|expressions|>\nother: "1"'),
    });
    assert.equal(gateways[0]!.flavor, 'expressions, written at settings.yaml#1');
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR null at kong.yaml:17:13 configMapKeyRef: { name: settings, key: flavor }',
      'flavor expressions at settings.yaml#1',
    ]);
  });

  test('a ConfigMap as a whole, with a prefix; a variable goes before it', () => {
    const whole = `
image: kong:3.9.1
envFrom:
- configMapRef: { name: settings }
- prefix: KONG_
  configMapRef: { name: more }
`;
    const maps =
      configMap('settings', 'KONG_ROUTER_FLAVOR: <|traditional|>\nKONG_DATABASE: postgres') +
      `---\n${configMap('more', 'ROUTER_FLAVOR: <|expressions|>')}`;
    const { gateways, written } = find({ 'kong.yaml': deployment(whole), 'maps.yaml': maps });
    assert.equal(gateways[0]!.flavor, 'expressions, written at maps.yaml#2');
    assert.equal(gateways[0]!.database, 'postgres');
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR traditional at maps.yaml#1',
      'ROUTER_FLAVOR expressions at maps.yaml#2',
    ]);
    const own = `${whole}env:\n- name: KONG_ROUTER_FLAVOR\n  value: <|traditional_compatible|>\n`;
    assert.equal(
      find({ 'kong.yaml': deployment(own), 'maps.yaml': maps }).gateways[0]!.flavor,
      'traditional_compatible, written at kong.yaml#1',
    );
  });

  test('what only the cluster knows', () => {
    const from = (source: string) =>
      find({
        'kong.yaml': deployment(`image: kong:3.9.1
env:
- name: KONG_ROUTER_FLAVOR
  valueFrom: <|${source}|>
`),
      });
    assert.equal(
      from('{ secretKeyRef: { name: kong, key: flavor } }').gateways[0]!.flavor,
      'null, unknown (a secret) at kong.yaml#1',
    );
    assert.equal(
      from('{ configMapKeyRef: { name: kong, key: flavor } }').gateways[0]!.flavor,
      'null, unknown (a ConfigMap) at kong.yaml#1',
    );
    const whole = find({
      'kong.yaml': deployment('image: kong:3.9.1\nenvFrom:\n- configMapRef: { name: elsewhere }\n'),
    });
    assert.equal(whole.gateways[0]!.flavor, 'null, unknown (a ConfigMap)');
    assert.deepEqual(whole.insertions, [null]);
  });

  test('a reference to a variable before it', () => {
    const { gateways } = find({
      'kong.yaml': deployment(`image: kong:3.9.1
env:
- { name: FLAVOR, value: <|expressions|> }
- name: KONG_ROUTER_FLAVOR
  value: $(FLAVOR)
`),
    });
    assert.equal(gateways[0]!.flavor, 'expressions, variable FLAVOR at kong.yaml#1');
  });

  test('nothing after the colon is a text that Kong refuses', () => {
    const { gateways, insertions } = find({
      'kong.yaml': deployment('image: kong:3.9.1\nenv:\n- name: KONG_ROUTER_FLAVOR\n  value:<|>\n'),
    });
    assert.equal(gateways[0]!.flavor, 'null (""), written at kong.yaml#1');
    assert.deepEqual(insertions, ['kong.yaml#1 " %s"']);
    find({ 'kong.yaml': deployment('image: kong:3.9.1\nenv:\n- name: KONG_ROUTER_FLAVOR\n') });
  });

  test('the rest of what is known of a gateway', () => {
    const { gateways } = find({
      'kong.yaml': deployment(
        `image: kong:2.8
env:
- { name: KONG_ROLE, value: control_plane }
- { name: KONG_DATABASE, value: postgres }
- { name: KONG_ROUTE_MATCH_CALCULATION, value: <|strict|> }
- { name: KONG_KIC, value: "on" }
`,
        { spec: 'replicas: 3\nstrategy: { type: Recreate }' },
      ),
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'deployment edge/kong at kong.yaml:4:9 kong',
        flavor: 'traditional, kong-default',
        version: '2.8, image kong:2.8 at kong.yaml:15:21 2.8',
        calculation: 'strict, written at kong.yaml#1',
        role: 'control_plane',
        database: 'postgres',
        replicas: 3,
        rollout: 'recreate',
        controlled: 'ingress-controller',
      },
    ]);
  });
});

test('replicas that something else says', () => {
  const scaler =
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: kong, namespace: edge }\nspec:\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: kong }\n';
  const { gateways } = find({ 'kong.yaml': `${deployment('image: kong:3.9\n')}---\n${scaler}` });
  assert.equal(gateways[0]!.replicas, null);
});

suite('where the flavor can be written', () => {
  const insertion = (container: string) => find({ 'kong.yaml': deployment(container) }).insertions[0];

  test('after the last variable', () => {
    assert.equal(
      insertion(
        'image: kong:3.9\nenv:\n  # ports\n  - name: KONG_PROXY_LISTEN\n    value: 0.0.0.0:8000 # http<|>\n',
      ),
      'kong.yaml#1 "\\n          - name: KONG_ROUTER_FLAVOR\\n            value: %s"',
    );
  });

  test('after the image where there are no variables', () => {
    assert.equal(
      insertion('image: kong:3.9<|>\nports: []\n'),
      'kong.yaml#1 "\\n        env:\\n        - name: KONG_ROUTER_FLAVOR\\n          value: %s"',
    );
  });

  test('in lists in brackets, and in place of nothing', () => {
    assert.equal(
      insertion('image: kong:3.9\nenv: [<|>{ name: KONG_DATABASE, value: "off" }]\n'),
      'kong.yaml#1 "{\\"name\\": \\"KONG_ROUTER_FLAVOR\\", \\"value\\": \\"%s\\"}, "',
    );
    assert.equal(
      insertion('image: kong:3.9\nenv: [<|>]\n'),
      'kong.yaml#1 "{\\"name\\": \\"KONG_ROUTER_FLAVOR\\", \\"value\\": \\"%s\\"}"',
    );
    assert.equal(
      insertion('image: kong:3.9\nenv:<|>\n'),
      'kong.yaml#1 "\\n        - name: KONG_ROUTER_FLAVOR\\n          value: %s"',
    );
  });

  test('with the line breaks of the file', () => {
    const { insertions } = find({
      'kong.yaml': deployment('image: kong:3.9\nports: []\n').replaceAll('\n', '\r\n'),
    });
    assert.match(insertions[0]!, /"\\r\\n {8}env:\\r\\n/);
  });
});

suite('what is mounted', () => {
  const volumes = 'volumes:\n- name: config\n  configMap: { name: kong-config }\n';

  test('routes and settings', () => {
    const { gateways, written } = find({
      'kong.yaml': deployment(
        `image: kong:3.9
env:
- { name: KONG_DECLARATIVE_CONFIG, value: /opt/kong/routes.yaml }
volumeMounts:
- { name: config, mountPath: /opt/kong }
- { name: config, mountPath: /etc/kong/kong.conf, subPath: kong.conf }
`,
        { pod: volumes },
      ),
      'config.yaml': configMap(
        'kong-config',
        `routes.yaml: |
  _format_version: "3.0"
kong.conf: |
  # settings
  database = off
  <|router_flavor|> = <|expressions|> # new
`,
      ),
    });
    assert.equal(gateways[0]!.flavor, 'expressions, written at config.yaml#2');
    assert.equal(gateways[0]!.database, 'off');
    assert.deepEqual(gateways[0]!.reads, ['config.yaml']);
    assert.deepEqual(written, ['router_flavor expressions at config.yaml#2']);
  });

  test('a kong.conf that Kong does not look for has no say', () => {
    const { gateways } = find({
      'kong.yaml': deployment('image: kong:3.9\nvolumeMounts:\n- { name: config, mountPath: /srv }\n', {
        pod: volumes,
      }),
      'config.yaml': configMap('kong-config', 'kong.conf: |\n  router_flavor = expressions\n'),
    });
    assert.equal(gateways[0]!.flavor, 'traditional_compatible, kong-default');
  });
});

suite('what runs a Gateway', () => {
  test('workloads of every kind, lists, JSON', () => {
    const pod = { containers: [{ name: 'kong', image: 'kong:3.9' }] };
    const workload = (kind: string, name: string, more = {}) => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name },
      spec: { ...more, template: { spec: pod } },
    });
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [
        workload('DaemonSet', 'a'),
        workload('StatefulSet', 'b', { replicas: 2 }),
        workload('Rollout', 'c'),
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'd' }, spec: pod },
        workload('Job', 'e'),
      ],
    };
    const { gateways } = find({ 'all.json': JSON.stringify(list, null, 2) });
    assert.deepEqual(
      gateways.map(({ gateway, replicas, rollout }) => [
        String(gateway).replace(/ at .*/, ''),
        replicas,
        rollout,
      ]),
      [
        ['daemonset a', null, undefined],
        ['statefulset b', 2, undefined],
        ['deployment c', undefined, undefined],
        ['pod d', undefined, 'recreate'],
      ],
    );
  });

  test('two of one name in a file are two', () => {
    const from = folder({
      'a.yaml': `${deployment('image: kong:3.9\n')}---\n${deployment('image: kong:3.8\n')}`,
    });
    const ids = kubernetesGateways(from.files).gateways.map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
  });

  test('an image of its own, by its environment', () => {
    const { gateways } = find({
      'kong.yaml': deployment(
        'image: registry.example.com:5000/edge/gateway:1.4.2\nenv:\n- { name: KONG_PROXY_LISTEN, value: 0.0.0.0:80 }\n',
      ),
    });
    assert.equal(gateways.length, 1);
  });

  test('not the controller, nor what else is around Kong', () => {
    const look = (container: string) => find({ 'app.yaml': deployment(container) });
    assert.deepEqual(
      look('image: kong/kubernetes-ingress-controller:3.5\nargs: [--kong-admin-url=x]\n'),
      nothing,
    );
    assert.deepEqual(
      look('image: pantsel/konga:latest\nenv:\n- { name: KONG_ADMIN_URL, value: x }\n'),
      nothing,
    );
    assert.deepEqual(look('image: kong/deck:1.40\nenv:\n- { name: KONG_DATABASE, value: x }\n'), nothing);
    assert.deepEqual(
      look('image: example/app:1\nenv:\n- { name: KONG_ADMIN_URL, value: http://kong }\n'),
      nothing,
    );
    assert.deepEqual(look('image: kong:3.9\ncommand: [kong, migrations, up]\n'), nothing);
    assert.deepEqual(
      find({
        'crd.yaml':
          'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: kongplugins.configuration.konghq.com }\n',
        'service.yaml': service('kong-proxy', 'kong'),
      }),
      nothing,
    );
  });

  test('a container without an image is part of something else', () => {
    const { gateways, written } = find({
      'patch.yaml': deployment('env:\n- name: KONG_ROUTER_FLAVOR\n  value: <|expressions|>\n'),
    });
    assert.deepEqual(gateways, []);
    assert.deepEqual(written, ['KONG_ROUTER_FLAVOR expressions at patch.yaml#1']);
  });

  test('a template of Helm, as far as it can be read', () => {
    const template = deployment(`image: kong:{{ .Values.image.tag }}
env:
{{- if .Values.database }}
- name: KONG_DATABASE
  value: {{ .Values.database | quote }}
{{- end }}
- name: KONG_ROUTER_FLAVOR
  value: <|expressions|>
`).replace('name: kong\n', 'name: {{ include "kong.name" . }}\n');
    assert.deepEqual(find({ 'templates/deployment.yaml': template }).gateways, [
      {
        gateway:
          'deployment edge/{{ include "kong.name" . }} at templates/deployment.yaml:4:9 {{ include "kong.name" . }}',
        flavor: 'expressions, written at templates/deployment.yaml#1',
        version: 'null, kong-default',
        calculation: 'null, unknown (a template)',
      },
    ]);
    const without = deployment('image: kong:3.9\nenv:\n{{- toYaml .Values.env | nindent 8 }}\n');
    const { gateways, insertions } = find({ 'templates/deployment.yaml': without });
    assert.equal(gateways[0]!.flavor, 'null, unknown (a template)');
    assert.deepEqual(insertions, [null]);
    const valued = deployment(
      'image: kong:3.9\nenv:\n- name: KONG_ROUTER_FLAVOR\n  value: <|{{ .Values.flavor }}|>\n',
    );
    assert.equal(
      find({ 'templates/deployment.yaml': valued }).gateways[0]!.flavor,
      'null, unknown (a template) at templates/deployment.yaml#1',
    );
  });
});

suite('gateways that have to agree', () => {
  const gateway = (name: string, flavor: string, env = '', app = name) =>
    deployment(`image: kong:3.9\nenv:\n- { name: KONG_ROUTER_FLAVOR, value: ${flavor} }\n${env}`, {
      name,
      app,
    });
  const controller = (env: string) =>
    deployment(`image: kong/kubernetes-ingress-controller:3.5\nenv:\n${env}`, {
      name: 'ingress-kong',
      app: 'ingress-kong',
    });

  test('one controller in the same pod configures that pod', () => {
    const { gateways, sets } = find({
      'kong.yaml': deployment('image: kong:3.9\n', {
        pod: '',
      }).replace(
        /$/,
        '      - name: ingress-controller\n        image: my-kic:1\n        env:\n        - { name: CONTROLLER_KONG_ADMIN_URL, value: "https://127.0.0.1:8444" }\n',
      ),
    });
    assert.equal(gateways[0]!.controlled, 'ingress-controller');
    assert.deepEqual(sets, []);
  });

  test('a controller discovers all Gateways of a Service', () => {
    const { gateways, sets } = find({
      'a.yaml': gateway('gateway-a', 'traditional', '', 'gateway'),
      'b.yaml': gateway('gateway-b', 'expressions', '', 'gateway'),
      'other.yaml': gateway('other', 'expressions'),
      'admin.yaml': service('kong-admin', 'gateway'),
      'controller.yaml': controller('- { name: CONTROLLER_KONG_ADMIN_SVC, value: edge/kong-admin }\n'),
    });
    assert.deepEqual(sets, [
      'controller gateway-a gateway-b: the controller of Deployment ingress-kong discovers both',
    ]);
    assert.deepEqual(
      gateways.map(({ controlled }) => controlled),
      ['ingress-controller', 'ingress-controller', undefined],
    );
  });

  test('or by several addresses, or without a Service all that are for it', () => {
    const kic = '- { name: KONG_KIC, value: "on" }\n';
    const files = {
      'a.yaml': gateway('a', 'traditional', kic),
      'b.yaml': gateway('b', 'expressions', kic),
      'c.yaml': gateway('c', 'expressions'),
      'services.yaml': `${service('admin-a', 'a')}---\n${service('admin-b', 'b')}`,
    };
    const urls = '"https://admin-a.edge.svc:8444,https://admin-b:8444"';
    const both = ['controller a b: the controller of Deployment ingress-kong discovers both'];
    assert.deepEqual(
      find({ ...files, 'kic.yaml': controller(`- { name: CONTROLLER_KONG_ADMIN_URL, value: ${urls} }\n`) })
        .sets,
      both,
    );
    assert.deepEqual(
      find({ ...files, 'kic.yaml': controller('- { name: CONTROLLER_KONG_ADMIN_SVC, value: edge/gone }\n') })
        .sets,
      both,
    );
  });

  test('a control plane and its data planes', () => {
    const plane =
      '- { name: KONG_ROLE, value: data_plane }\n- { name: KONG_CLUSTER_CONTROL_PLANE, value: "cluster.edge.svc:8005" }\n';
    const files = {
      'cp.yaml': gateway('cp', 'expressions', '- { name: KONG_ROLE, value: control_plane }\n'),
      'dp-a.yaml': gateway('dp-a', 'expressions', plane),
      'dp-b.yaml': gateway('dp-b', 'traditional', plane),
    };
    const wanted = ['hybrid cp dp-a dp-b: cp is the control plane of dp-a and dp-b'];
    assert.deepEqual(find({ ...files, 'service.yaml': service('cluster', 'cp') }).sets, wanted);
    assert.deepEqual(find(files).sets, wanted);
    const otherNamespace = {
      ...files,
      'dp-b.yaml': files['dp-b.yaml'].replace('cluster.edge.svc', 'x.cp0.konghq.com'),
    };
    assert.deepEqual(find(otherNamespace).sets, ['hybrid cp dp-a: cp is the control plane of dp-a']);
  });

  test('several with one Service, or with one database', () => {
    const proxy = service('kong-proxy', 'gateway');
    assert.deepEqual(
      find({
        'a.yaml': gateway('a', 'traditional', '', 'gateway'),
        'b.yaml': gateway('b', 'expressions', '', 'gateway'),
        'proxy.yaml': `${proxy}---\n${proxy.replace('kong-proxy', 'kong-metrics')}`,
      }).sets,
      ['replicas a b: Service kong-proxy sends requests to both'],
    );
    const database = (host: string) =>
      `- { name: KONG_DATABASE, value: postgres }\n- { name: KONG_PG_HOST, value: ${host} }\n`;
    assert.deepEqual(
      find({
        'a.yaml': gateway('a', 'traditional', database('postgres')),
        'b.yaml': gateway('b', 'expressions', database('postgres.edge.svc.cluster.local')),
        'c.yaml': gateway('c', 'expressions', database('other')),
      }).sets,
      ['replicas a b: both use the database kong at postgres'],
    );
    const stack = (name: string, flavor: string) =>
      `${gateway(name, flavor, database('postgres'))}---\n${service('postgres', 'db')}`;
    assert.deepEqual(
      find({ 'one.yaml': stack('a', 'traditional'), 'other.yaml': stack('b', 'expressions') }).sets,
      [],
      'each brings its own',
    );
  });

  test('not what another folder has, nor what has a controller of its own', () => {
    const proxy = service('kong-proxy', 'gateway');
    assert.deepEqual(
      find({
        'a/all.yaml': `${gateway('a', 'traditional', '', 'gateway')}---\n${proxy}`,
        'b/all.yaml': `${gateway('b', 'expressions', '', 'gateway')}---\n${proxy}`,
      }).sets,
      [],
    );
    const kic = '- { name: KONG_KIC, value: "on" }\n';
    const siblings =
      '      - name: ingress-controller\n        image: kong/kubernetes-ingress-controller:3.5\n        env:\n        - { name: CONTROLLER_KONG_ADMIN_URL, value: "https://127.0.0.1:8444" }\n';
    assert.deepEqual(
      find({
        'a.yaml': `${gateway('a', 'traditional', kic).trimEnd()}\n${siblings}`,
        'b.yaml': gateway('b', 'expressions', kic),
        'c.yaml': gateway('c', 'expressions', kic),
      }).sets,
      [],
    );
  });

  test('not two variants of one workload, in folders or files of their own', () => {
    const all = (flavor: string) => `${gateway('kong', flavor)}---\n${service('kong-proxy', 'kong')}`;
    const variants = { 'all.yaml': all('traditional'), 'enterprise.yaml': all('expressions') };
    assert.deepEqual(find(variants).sets, []);
    assert.deepEqual(find({ 'a/kong.yaml': all('traditional'), 'b/kong.yaml': all('expressions') }).sets, []);
  });
});

suite('the Kong Operator', () => {
  const dataPlane = (env: string) => `apiVersion: gateway-operator.konghq.com/v1beta1
kind: DataPlane
metadata:
  name: <|dp|>
spec:
  deployment:
    replicas: 2
    podTemplateSpec:
      spec:
        containers:
        - name: proxy
          image: kong/kong-gateway:<|3.12|>
${indented(env, 10)}
`;

  test('a DataPlane, with the ControlPlane that configures it', () => {
    const env = 'env:\n- name: KONG_ROUTER_FLAVOR\n  value: <|expressions|>\n';
    const expected = {
      gateway: 'dataplane dp at dp.yaml#1',
      flavor: 'expressions, written at dp.yaml#3',
      version: '3.12, image kong/kong-gateway:3.12 at dp.yaml#2',
      database: 'off',
      replicas: 2,
    };
    assert.deepEqual(find({ 'dp.yaml': dataPlane(env) }).gateways, [expected]);
    const plane = (version: string, target: string) =>
      `apiVersion: gateway-operator.konghq.com/${version}\nkind: ControlPlane\nmetadata: { name: cp }\nspec:\n  dataplane: ${target}\n`;
    for (const cp of [plane('v1beta1', 'dp'), plane('v2beta1', '{ type: ref, ref: { name: dp } }')]) {
      assert.deepEqual(find({ 'dp.yaml': dataPlane(env), 'cp.yaml': cp }).gateways, [
        { ...expected, controlled: 'operator' },
      ]);
    }
  });

  test('a GatewayConfiguration, with what the operator does by itself', () => {
    const bare = `apiVersion: gateway-operator.konghq.com/v2beta1
kind: GatewayConfiguration
metadata: { name: kong, namespace: edge }
spec:
  <|>controlPlaneOptions: { watchNamespaces: { type: all } }
`;
    const { gateways, insertions } = find({ 'config.yaml': bare });
    assert.deepEqual(gateways, [
      {
        gateway: 'gateway-configuration edge/kong at config.yaml:3:19 kong',
        flavor: 'traditional_compatible, operator-default',
        version: 'null, operator-default',
        database: 'off',
        controlled: 'operator',
      },
    ]);
    assert.match(insertions[0]!, /^config\.yaml#1 "dataPlaneOptions:\\n/);
    const konnect = bare.replace('<|>', 'konnect: { authRef: { name: konnect } }\n  ');
    assert.equal(find({ 'config.yaml': konnect }).gateways[0]!.role, 'data_plane');
  });
});

suite('texts of every kind', () => {
  const sample = deployment(
    'image: kong:3.9\nenv:\n- &a { name: KONG_ROUTER_FLAVOR, value: expressions }\n- *a\nenvFrom:\n- configMapRef: { name: m }\n',
  );

  test('nothing is thrown, wherever a file ends', () => {
    for (let end = 0; end < sample.length; end++) {
      kubernetesGateways([new SourceFile('file:///folder/a.yaml', sample.slice(0, end))]);
    }
  });

  test('nor with anything in it', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: sample.length }),
        fc.constantFrom(
          '{{',
          '}}',
          '[',
          '{',
          '- ',
          ': ',
          '\t',
          '*a',
          '&b ',
          '|\n',
          '"',
          '\n---\n',
          '<<: *a',
          '\u0000',
        ),
        (at, piece) => {
          const text = sample.slice(0, at) + piece + sample.slice(at);
          kubernetesGateways([new SourceFile('file:///folder/a.yaml', text)]);
        },
      ),
    );
  });
});
