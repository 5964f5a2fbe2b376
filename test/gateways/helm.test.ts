import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { helmGateways } from '../../server/gateways/helm/helm-gateways.js';
import { SourceFile } from '../../server/text/source-file.js';
import { assertEdits, folder, showGateway, showPlace, showSets, showWritten } from './folder.js';

/** What is found in a folder, after every edit that it offers was tried. */
function find(contents: Readonly<Record<string, string>>) {
  const from = folder(contents);
  const found = helmGateways(from.files);
  assertEdits(from.files, helmGateways);
  return {
    gateways: found.gateways.map((gateway) => showGateway(from, gateway)),
    written: showWritten(from, found),
    sets: showSets(found),
    insertions: found.gateways.map(
      ({ insertion }) => insertion && `${showPlace(from, insertion.place)} ${JSON.stringify(insertion.text)}`,
    ),
  };
}

const nothing = { gateways: [], written: [], sets: [], insertions: [] };

/** Without the insertions, which have tests of their own. */
function without(contents: Readonly<Record<string, string>>) {
  const { insertions, ...rest } = find(contents);
  return rest;
}

suite('values of kong/kong', () => {
  test('whose keys tell the chart', () => {
    assert.deepEqual(
      without({
        'values.yaml': `image:
  repository: kong/kong-gateway
  tag: "<|3.10.0.1|>"
env:
  database: "off"
  router_flavor: <|expressions|>
ingressController:
  enabled: false
replicaCount: 3
dblessConfig:
  config: |
    _format_version: "3.0"
`,
      }),
      {
        gateways: [
          {
            gateway: 'helm-release kong at values.yaml:1:1 image:',
            flavor: 'expressions, written at values.yaml#2',
            version: '3.10.0.1, image kong/kong-gateway:3.10.0.1 at values.yaml#1',
            database: 'off',
            reads: ['values.yaml'],
            replicas: 3,
          },
        ],
        written: ['env.router_flavor expressions at values.yaml#2'],
        sets: [],
      },
    );
  });

  test('the chart sets traditional where values say nothing', () => {
    assert.deepEqual(
      find({
        'kong/values.yaml': `# The gateway
ingressController:
    ingressClass: internal
proxy:
    type: ClusterIP
`,
      }).gateways,
      [
        {
          gateway: 'helm-release kong at kong/values.yaml:1:1 # The gateway',
          flavor: 'traditional, chart-default kong/kong',
          version: 'null, kong-default',
          database: 'off',
          controlled: 'ingress-controller',
        },
      ],
    );
  });

  test('the flavor of kong/ingress is not read', () => {
    assert.deepEqual(
      without({
        'values.yaml': `ingressController:
  enabled: true
  installCRDs: false
gateway:
  env:
    <|router_flavor|>: <|expressions|>
`,
      }),
      {
        gateways: [
          {
            gateway: 'helm-release kong at values.yaml:1:1 ingressController:',
            flavor: 'traditional, chart-default kong/kong',
            version: 'null, kong-default',
            database: 'off',
            controlled: 'ingress-controller',
          },
        ],
        written: [
          'gateway.env.router_flavor expressions at values.yaml#2; kong/kong reads env.router_flavor',
        ],
        sets: [],
      },
    );
  });

  test('nor if only the keys next to it identify the chart', () => {
    const { gateways, written } = find({
      'values.tpl': `installCRDs: \${crds}
manager:
  enabled: true
gateway:
  env:
    router_flavor: <|expressions|>
admin:
  enabled: true
`,
    });
    assert.equal(gateways[0]!.flavor, 'traditional, chart-default kong/kong');
    assert.deepEqual(written, [
      'gateway.env.router_flavor expressions at values.tpl#1; kong/kong reads env.router_flavor',
    ]);
  });

  test('a number without quotes is a number', () => {
    const { gateways } = find({
      'values.yaml': 'image:\n  tag: <|3.10|>\nenv:\n  database: postgres\n  pg_host: db\n',
    });
    assert.equal(gateways[0]!.version, '3.1, image kong:3.1 at values.yaml#1');
  });
});

suite('values of kong/ingress', () => {
  test('has the environment of the Gateway below gateway', () => {
    assert.deepEqual(
      without({
        'values.yaml': `controller:
  ingressController:
    ingressClass: kong
gateway:
  image: { repository: kong, tag: "<|3.6|>" }
  env: {}
env:
  router_flavor: <|expressions|>
`,
      }),
      {
        gateways: [
          {
            gateway: 'helm-release ingress at values.yaml:1:1 controller:',
            flavor: 'traditional, chart-default kong/ingress',
            version: '3.6, image kong:3.6 at values.yaml#1',
            database: 'off',
            controlled: 'ingress-controller',
          },
        ],
        written: [
          'env.router_flavor expressions at values.yaml#2; kong/ingress reads gateway.env.router_flavor',
        ],
        sets: [],
      },
    );
  });
});

suite('values of others', () => {
  test('have no gateway', () => {
    assert.deepEqual(
      find({
        'app/values.yaml': 'image:\n  repository: kong-console\nenv:\n  LOG_LEVEL: debug\nreplicaCount: 2\n',
        'istio/values.yaml': 'gateway:\n  env:\n    ISTIO_META_KONG: "x"\ncontroller:\n  replicaCount: 1\n',
        'konga/values.yaml': 'image:\n  repository: pantsel/konga\nconfig:\n  kong: true\nservice: {}\n',
      }),
      nothing,
    );
  });
});

const flavors = (contents: Readonly<Record<string, string>>) =>
  find(contents).gateways.map(({ gateway, flavor }) => `${String(gateway).replace(/ at .*/, '')}: ${flavor}`);

suite('the environment that the chart makes', () => {
  const values = (rest: string) => `ingressController: { enabled: false }\nproxy: {}\n${rest}`;

  test('customEnv goes before env', () => {
    const { gateways, written } = find({
      'values.yaml': values(
        'env:\n  router_flavor: <|traditional|>\ncustomEnv:\n  kong_router_flavor: <|expressions|>\n  router_flavor: <|x|>\n',
      ),
    });
    assert.equal(gateways[0]!.flavor, 'expressions, written at values.yaml#2');
    assert.deepEqual(written, [
      'env.router_flavor traditional at values.yaml#1; kong/kong reads customEnv.kong_router_flavor',
      'customEnv.kong_router_flavor expressions at values.yaml#2',
      'customEnv.router_flavor x at values.yaml#3; kong/kong reads customEnv.kong_router_flavor',
    ]);
  });

  test('keys that become another variable, or that the default goes over', () => {
    const { gateways, written } = find({
      'values.yaml': values(
        'env:\n  KONG_ROUTER_FLAVOR: <|a|>\n  ROUTER_FLAVOR: <|b|>\ningressController:\n  env:\n    router_flavor: <|c|>\nextraEnv:\n- name: KONG_ROUTER_FLAVOR\n  value: <|d|>\n',
      ),
    });
    assert.equal(gateways[0]!.flavor, 'traditional, chart-default kong/kong');
    assert.deepEqual(
      written,
      [
        'ingressController.env.router_flavor c at values.yaml#3',
        'env.KONG_ROUTER_FLAVOR a at values.yaml#1',
        'env.ROUTER_FLAVOR b at values.yaml#2',
        'extraEnv.KONG_ROUTER_FLAVOR d at values.yaml#4',
      ].map((line) => `${line}; kong/kong reads env.router_flavor`),
    );
  });

  test('null removes the default of the chart', () => {
    const { gateways, insertions } = find({ 'values.yaml': values('env:\n  router_flavor:<|>\n') });
    assert.equal(gateways[0]!.flavor, 'traditional_compatible, kong-default');
    assert.deepEqual(insertions, ['values.yaml#1 " %s"']);
  });

  test('what only the cluster or the template engine knows', () => {
    const flavor = (value: string) =>
      find({ 'values.yaml': values(`env:\n  router_flavor:\n    ${value}\n`) }).gateways[0]!.flavor;
    assert.equal(
      flavor('valueFrom: <|{ secretKeyRef: { name: a, key: b } }|>'),
      'null, unknown (a secret) at values.yaml#1',
    );
    assert.equal(flavor('"<|{{ .Values.flavor }}|>"'), 'null, unknown (a template) at values.yaml#1');
    assert.equal(flavor('<|${flavor}|>'), 'null, unknown (a template) at values.yaml#1');
    assert.deepEqual(
      find({
        'values.yaml.gotmpl': values(
          'env:\n  {{- if .Values.new }}\n  router_flavor: <|expressions|>\n  {{- end }}\n  database: {{ .Values.database | quote }}\n',
        ),
      }).gateways[0]!.flavor,
      'expressions, written at values.yaml.gotmpl#1',
    );
  });
});

suite('a chart that is named', () => {
  const umbrella = (dependencies: string) =>
    `apiVersion: v2\nname: edge\nversion: 0.1.0\ndependencies:\n${dependencies}`;
  const kong = '- name: kong\n  version: 2.42.0\n  repository: https://charts.konghq.com\n';

  test('by the chart that it is a dependency of', () => {
    assert.deepEqual(
      without({
        'edge/Chart.yaml': umbrella(kong),
        'edge/values.yaml':
          'kong:\n  env:\n    router_flavor: <|expressions|>\nenv:\n  router_flavor: <|traditional|>\n',
      }),
      {
        gateways: [
          {
            gateway: 'helm-release kong at edge/values.yaml:1:1 kong',
            flavor: 'expressions, written at edge/values.yaml#1',
            version: '3.7, chart-default kong/kong',
            database: 'off',
            controlled: 'ingress-controller',
          },
        ],
        written: [
          'kong.env.router_flavor expressions at edge/values.yaml#1',
          'env.router_flavor traditional at edge/values.yaml#2; kong/kong reads kong.env.router_flavor',
        ],
        sets: [],
      },
    );
  });

  test('under another name, twice, below others, or turned off', () => {
    const alias = (name: string) => `${kong}  alias: ${name}\n  condition: ${name}.enabled\n`;
    assert.deepEqual(
      flavors({
        'edge/Chart.yaml': umbrella(alias('inner') + alias('outer') + alias('gone')),
        'edge/values.yaml': 'inner: { env: { router_flavor: <|expressions|> } }\ngone: { enabled: false }\n',
      }),
      [
        'helm-release inner: expressions, written at edge/values.yaml#1',
        'helm-release outer: traditional, chart-default kong/kong',
      ],
    );
    const ingress =
      '- name: ingress\n  version: 0.12.0\n  repository: "https://charts.konghq.com"\n  alias: kong\n';
    const below = '- name: edge\n  repository: file://../edge\n';
    const { gateways, written } = find({
      'edge/Chart.yaml': umbrella(ingress),
      'all/Chart.yaml': umbrella(below),
      'all/values.yaml':
        'edge:\n  kong:\n    env: { router_flavor: <|expressions|> }\n    gateway: { env: { router_flavor: <|traditional|> } }\n',
    });
    assert.deepEqual(
      gateways.map(({ flavor, version }) => [flavor, version]),
      [
        ['traditional, chart-default kong/ingress', '3.6, chart-default kong/ingress'],
        ['traditional, written at all/values.yaml#2', '3.6, chart-default kong/ingress'],
      ],
    );
    assert.deepEqual(written, [
      'edge.kong.env.router_flavor expressions at all/values.yaml#1; kong/ingress reads edge.kong.gateway.env.router_flavor',
      'edge.kong.gateway.env.router_flavor traditional at all/values.yaml#2',
    ]);
  });

  test('values of the other dependencies are for those', () => {
    const { written } = find({
      'edge/Chart.yaml': umbrella(`${kong}- name: app\n  repository: https://example.com\n`),
      'edge/values.yaml':
        'kong: { env: { router_flavor: <|expressions|> } }\napp: { env: { KONG_ROUTER_FLAVOR: traditional } }\n',
    });
    assert.deepEqual(written, ['kong.env.router_flavor expressions at edge/values.yaml#1']);
  });

  test('another chart of that name is another chart', () => {
    const bitnami = kong.replace('charts.konghq.com', 'charts.bitnami.com/bitnami');
    const values =
      'kong:\n  ingressController: { enabled: true }\n  image: { repository: kong, tag: "3.4" }\n';
    assert.deepEqual(find({ 'a/Chart.yaml': umbrella(bitnami), 'a/values.yaml': values }), nothing);
    assert.deepEqual(find({ 'a/Chart.yaml': umbrella('[]\n'), 'a/values.yaml': values }), nothing);
  });

  test('before the chart had a flavor of its own, Kong has', () => {
    const old = kong.replace('2.42.0', '2.12.0');
    assert.deepEqual(
      flavors({ 'a/Chart.yaml': umbrella(old), 'a/values.yaml': 'kong: { image: { tag: "3.0" } }\n' }),
      ['helm-release kong: traditional_compatible, kong-default'],
    );
    const { gateways } = find({ 'a/Chart.yaml': umbrella(old.replace('name: kong', 'name: <|kong|>')) });
    assert.deepEqual(
      [gateways[0]!.gateway, gateways[0]!.flavor, gateways[0]!.version],
      ['helm-release kong at a/Chart.yaml#1', 'traditional, kong-default', '2.8, chart-default kong/kong'],
    );
  });

  test('by Argo CD', () => {
    const application = (source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: <|edge|>
spec:
  destination: { namespace: kong }
  source:
    repoURL: https://charts.konghq.com
    chart: ingress
    targetRevision: 0.22.0
${source.trimEnd().replace(/^(?=.)/gm, '    ')}
`;
    const expected = {
      gateway: 'helm-release kong/edge at app.yaml#1',
      flavor: 'expressions, written at app.yaml#2',
      version: '3.9, chart-default kong/ingress',
      database: 'off',
      controlled: 'ingress-controller',
    };
    for (const source of [
      'helm:\n  values: |\n    gateway:\n      env:\n        router_flavor: <|expressions|>\n',
      'helm:\n  valuesObject:\n    gateway: { env: { router_flavor: <|expressions|> } }\n',
      'helm:\n  parameters:\n  - name: gateway.env.router_flavor\n    value: <|expressions|>\n',
      'helm:\n  valuesObject:\n    gateway: { env: { router_flavor: traditional } }\n  parameters:\n  - { name: gateway.env.router_flavor, value: <|expressions|> }\n',
    ]) {
      assert.deepEqual(find({ 'app.yaml': application(source) }).gateways, [expected]);
    }
    const { gateways, insertions, written } = find({
      'app.yaml': application('helm:\n  values: |\n    <|>env:\n      router_flavor: <|expressions|>\n'),
    });
    assert.equal(gateways[0]!.flavor, 'traditional, chart-default kong/ingress');
    assert.deepEqual(written, [
      'env.router_flavor expressions at app.yaml#3; kong/ingress reads gateway.env.router_flavor',
    ]);
    assert.deepEqual(insertions, [
      'app.yaml#2 "gateway:\\n          env:\\n            router_flavor: %s\\n        "',
    ]);
    find({ 'app.yaml': application('') });
    find({
      'app.yaml': application('helm:\n  parameters:\n  - name: gateway.env.database\n    value: "off"\n'),
    });
  });

  test('by Argo CD, with values of another source', () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: edge }
spec:
  sources:
  - { repoURL: https://git.example.com/edge.git, ref: values }
  - repoURL: https://charts.konghq.com
    chart: kong
    helm: { valueFiles: [$values/kong/prod.yaml] }
`;
    assert.deepEqual(
      flavors({
        'apps/edge.yaml': application,
        'kong/prod.yaml': 'env: { router_flavor: <|expressions|> }\n',
      }),
      ['helm-release edge: expressions, written at kong/prod.yaml#1'],
    );
    assert.deepEqual(flavors({ 'apps/edge.yaml': application }), [
      'helm-release edge: null, unknown (a values file)',
    ]);
  });

  const fluxRelease = (spec: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: kong, namespace: edge }
spec:
${spec.trimEnd().replace(/^(?=.)/gm, '  ')}
`;
  const fluxChart =
    'chart:\n  spec:\n    chart: kong\n    version: ">=2.40.0 <3.0.0"\n    sourceRef: { kind: HelmRepository, name: kong }\n';

  test('by Flux', () => {
    const { gateways, written } = find({
      'release.yaml': fluxRelease(
        `${fluxChart}values:\n  gateway: { env: { router_flavor: <|expressions|> } }\n  image: { tag: "<|3.8.1|>" }\n`,
      ),
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'helm-release edge/kong at release.yaml:3:19 kong',
        flavor: 'traditional, chart-default kong/kong',
        version: '3.8.1, image kong:3.8.1 at release.yaml#2',
        database: 'off',
        controlled: 'ingress-controller',
      },
    ]);
    assert.deepEqual(written, [
      'gateway.env.router_flavor expressions at release.yaml#1; kong/kong reads env.router_flavor',
    ]);
    find({ 'release.yaml': fluxRelease(fluxChart) });
    const from = 'valuesFrom:\n- { kind: ConfigMap, name: kong-values }\n';
    const map =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kong-values }\ndata:\n  values.yaml: |\n    env:\n      router_flavor: <|expressions|>\n';
    assert.deepEqual(flavors({ 'release.yaml': fluxRelease(fluxChart + from), 'values.yaml': map }), [
      'helm-release edge/kong: expressions, written at values.yaml#1',
    ]);
    assert.deepEqual(flavors({ 'release.yaml': fluxRelease(fluxChart + from) }), [
      'helm-release edge/kong: null, unknown (values that Flux reads from another source)',
    ]);
  });

  test('by Flux, with an overlay of kustomize for each environment', () => {
    const overlay = (values: string) => ({
      kustomization: 'resources: [../../base]\npatches: [{ path: kong.yaml }]\n',
      patch: fluxRelease(`values:\n${values}`),
    });
    const dev = overlay('  env: { router_flavor: <|expressions|> }\n');
    const prod = overlay('  replicaCount: 3\n');
    const { gateways, sets, insertions } = find({
      'base/kustomization.yaml': 'resources: [kong.yaml]\n',
      'base/kong.yaml': fluxRelease(`${fluxChart}values:\n  env: { router_flavor: <|traditional|> }\n`),
      'clusters/dev/kustomization.yaml': dev.kustomization,
      'clusters/dev/kong.yaml': dev.patch,
      'clusters/prod/kustomization.yaml': prod.kustomization,
      'clusters/prod/kong.yaml': prod.patch,
    });
    assert.deepEqual(
      gateways.map(({ flavor, replicas }) => [flavor, replicas]),
      [
        ['traditional, written at base/kong.yaml#1', undefined],
        ['expressions, written at clusters/dev/kong.yaml#1', undefined],
        ['traditional, written at base/kong.yaml#1', 3],
      ],
    );
    assert.deepEqual(sets, [
      'overlays kong kong: dev/kong.yaml and prod/kong.yaml are values of kong/kong for different environments',
    ]);
    assert.deepEqual(insertions, [null, null, null]);
    const { insertions: unset } = find({
      'base/kustomization.yaml': 'resources: [kong.yaml]\n',
      'base/kong.yaml': fluxRelease(`${fluxChart}values: { replicaCount: 2 }\n`),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: kong.yaml }]\n',
      'prod/kong.yaml': fluxRelease('<|>interval: 5m\n'),
    });
    assert.equal(unset[1], 'prod/kong.yaml#1 "values:\\n    env:\\n      router_flavor: %s\\n  "');
  });

  test('by helmfile, kustomize and K3s', () => {
    const helmfile = `repositories:
- { name: edge, url: https://charts.konghq.com }
releases:
- name: outer
  chart: edge/ingress
  version: 0.24.0
  values: [outer.yaml]
- name: inner
  chart: kong/kong
  values:
  - env: { router_flavor: <|expressions|> }
- { name: none, chart: kong/kong }
- { name: other, chart: bitnami/kong }
`;
    const { insertions } = find({ 'helmfile.yaml': helmfile, 'outer.yaml': 'controller: {}\n' });
    assert.equal(insertions.length, 3);
    assert.deepEqual(
      flavors({
        'helmfile.yaml': helmfile,
        'outer.yaml': 'gateway: { env: { router_flavor: <|traditional|> } }\n',
      }),
      [
        'helm-release outer: traditional, written at outer.yaml#1',
        'helm-release inner: expressions, written at helmfile.yaml#1',
        'helm-release none: traditional, chart-default kong/kong',
      ],
    );
    const charts = `helmCharts:
- name: kong
  repo: https://charts.konghq.com
  version: 2.47.0
  releaseName: edge
  valuesFile: kong.yaml
  valuesInline: { replicaCount: 2 }
`;
    assert.deepEqual(
      flavors({ 'kustomization.yaml': charts, 'kong.yaml': 'env: { router_flavor: <|expressions|> }\n' }),
      ['helm-release edge: expressions, written at kong.yaml#1'],
    );
    const k3s = `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: kong, namespace: kube-system }
spec:
  chart: kong
  repo: https://charts.konghq.com
  targetNamespace: edge
  valuesContent: |-
    env:
      router_flavor: <|expressions|>
`;
    assert.deepEqual(flavors({ 'kong.yaml': k3s }), [
      'helm-release edge/kong: expressions, written at kong.yaml#1',
    ]);
  });
});

suite('values for several environments', () => {
  const values = (flavor: string) =>
    `ingressController: { enabled: false }\nproxy: {}\nenv:\n  router_flavor: ${flavor}\n`;

  test('over those that all have', () => {
    const { gateways, sets } = find({
      'kong/values.yaml': values('<|traditional|>'),
      'kong/values-dev.yaml': 'env: { router_flavor: <|expressions|> }\n',
      'kong/values-prod.yaml': 'replicaCount: 5\n',
      'kong/values-redis.yaml': 'replicaCount: 5\n',
    });
    assert.deepEqual(
      gateways.map(({ flavor, replicas }) => [flavor, replicas]),
      [
        ['traditional, written at kong/values.yaml#1', undefined],
        ['expressions, written at kong/values-dev.yaml#1', undefined],
        ['traditional, written at kong/values.yaml#1', 5],
      ],
    );
    assert.deepEqual(sets, [
      'overlays kong kong: values-dev.yaml and values-prod.yaml are values of kong/kong for different environments',
    ]);
  });

  test('in folders, with the base alone, of a chart of one’s own, of a helmfile', () => {
    assert.deepEqual(
      find({ 'dev/kong.yaml': values('expressions'), 'prod/kong.yaml': values('traditional') }).sets,
      [
        'overlays kong kong: dev/kong.yaml and prod/kong.yaml are values of kong/kong for different environments',
      ],
    );
    assert.deepEqual(
      find({ 'values.yaml': values('traditional'), 'values-prod.yaml': values('expressions') }).sets,
      [
        'overlays kong kong: values.yaml and values-prod.yaml are values of kong/kong for different environments',
      ],
    );
    const chart =
      'apiVersion: v2\nname: edge\ndependencies:\n- { name: kong, version: 2.47.0, repository: "https://charts.konghq.com" }\n';
    assert.deepEqual(
      find({
        'charts/edge/Chart.yaml': chart,
        'charts/edge/values.yaml': 'kong: { replicaCount: 2 }\n',
        'charts/edge/values/dev.yaml': 'kong: { env: { router_flavor: expressions } }\n',
        'charts/edge/values/prod.yaml': 'kong: { replicaCount: 4 }\n',
        'charts/edge/values/other.yaml': 'app: {}\n',
        'charts/edge/templates/values.yaml': 'kong: {}\n',
      }).sets,
      ['overlays kong kong: dev.yaml and prod.yaml are values of kong/kong for different environments'],
    );
    const { gateways, sets } = find({
      'helmfile.yaml':
        'releases:\n- name: edge\n  chart: kong/kong\n  values: ["values/{{ .Environment.Name }}.yaml"]\n',
      'values/dev.yaml': 'env: { router_flavor: expressions }\n',
      'values/prod.yaml': 'env: { router_flavor: traditional }\n',
    });
    assert.equal(gateways.length, 2);
    assert.deepEqual(sets, [
      'overlays edge edge: dev.yaml and prod.yaml are values of kong/kong for different environments',
    ]);
  });

  test('not those of different gateways', () => {
    assert.deepEqual(
      find({ 'inner/kong.yaml': values('expressions'), 'outer/kong.yaml': values('traditional') }).sets,
      [],
    );
  });

  test('a control plane and its data planes', () => {
    const plane = (env: string) => `ingressController: { enabled: false }\nproxy: {}\nenv:\n${env}`;
    const control = plane('  role: control_plane\n  database: postgres\n  router_flavor: expressions\n');
    const data = plane('  role: data_plane\n  cluster_control_plane: kong-cp-kong-cluster.kong.svc:8005\n');
    assert.deepEqual(
      find({ 'cp-values.yaml': control, 'dp-values.yaml': data, 'other/dp-values.yaml': data }).sets,
      ['hybrid kong kong: cp-values.yaml is the control plane of dp-values.yaml'],
    );
    const konnect = data.replace('kong-cp-kong-cluster.kong.svc', 'a.us.cp0.konghq.com');
    assert.deepEqual(find({ 'cp-values.yaml': control, 'dp-values.yaml': konnect }).sets, []);
  });
});

suite('where values can set the flavor', () => {
  const insertion = (values: string) => find({ 'values.yaml': values }).insertions[0];

  test('as the file is indented', () => {
    assert.equal(
      insertion('<|>ingressController:\n    ingressClass: kong\nproxy: {}\n'),
      'values.yaml#1 "env:\\n    router_flavor: %s\\n"',
    );
    assert.equal(
      insertion('proxy: {}\nenv:\n  <|>database: "off"\n  pg_host: db\n'),
      'values.yaml#1 "router_flavor: %s\\n  "',
    );
    assert.equal(
      insertion('env:<|>\nproxy: {}\ndblessConfig: { config: "" }\n'),
      'values.yaml#1 "\\n  router_flavor: %s"',
    );
    assert.equal(
      insertion('env: {<|>}\nproxy: {}\ndblessConfig: { config: "" }\n'),
      'values.yaml#1 "\\"router_flavor\\": \\"%s\\""',
    );
  });

  test('at the end of a file that has but comments', () => {
    const { insertions } = find({
      'a/Chart.yaml':
        'apiVersion: v2\nname: a\ndependencies:\n- { name: kong, repository: "https://charts.konghq.com" }\n',
      'a/values.yaml': '# nothing yet<|>',
    });
    assert.deepEqual(insertions, ['a/values.yaml#1 "\\nkong:\\n  env:\\n    router_flavor: %s\\n"']);
  });
});

suite('texts of every kind', () => {
  const sample =
    'ingressController: &c { enabled: false }\nproxy: {}\nenv:\n  <<: *c\n  router_flavor: expressions\n  pg_host: "x"\n';

  test('nothing is thrown, wherever a file ends', () => {
    for (let end = 0; end < sample.length; end++) {
      for (const name of ['values.yaml', 'Chart.yaml', 'helmfile.yaml', 'kustomization.yaml'])
        helmGateways([new SourceFile(`file:///folder/kong/${name}`, sample.slice(0, end))]);
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
          '*c',
          '&b ',
          '|\n',
          '"',
          '\n---\n',
          '<<: *c',
          '\u0000',
        ),
        (at, piece) => {
          const text = sample.slice(0, at) + piece + sample.slice(at);
          helmGateways([new SourceFile('file:///folder/values.yaml', text)]);
        },
      ),
    );
  });
});
