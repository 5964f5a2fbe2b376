import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { helmGateways } from '../../server/gateways/helm.js';
import { assertEdits, folder, showGateway, showSets, showWritten } from './folder.js';

/** What is found in a folder, after every edit that it offers was tried. */
function find(contents: Readonly<Record<string, string>>) {
  const from = folder(contents);
  const found = helmGateways(from.files);
  assertEdits(from.files, helmGateways);
  return {
    gateways: found.gateways.map((gateway) => showGateway(from, gateway)),
    written: showWritten(from, found),
    sets: showSets(found),
  };
}

const nothing = { gateways: [], written: [], sets: [] };

suite('values of kong/kong', () => {
  test('whose keys tell the chart', () => {
    assert.deepEqual(
      find({
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
      find({
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
      find({
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
