import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ControllerName, Version } from '../../server/kubernetes/index.js';
import { settingsFor, translateText } from './cases.js';

const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: o, namespace: n }
spec:
  ingressClassName: kong
  defaultBackend: { service: { name: s, port: { number: 80 } } }
  rules: [{ http: { paths: [{ path: /x, pathType: Exact, backend: { service: { name: s, port: { number: 80 } } } }] } }]
`;

const made = (text: string, controller: ControllerName, version: Version, gateway: Version = [3, 9]) => {
  const { translation } = translateText(text, settingsFor(controller, { version, gateway }));
  const routes = (output: 'traditional' | 'expressions') =>
    translation[output].services.flatMap((service) => service.routes);
  return { traditional: routes('traditional'), expressions: routes('expressions'), translation };
};

/** Which protocols the routes of Ingresses have, and what the default backend's expression is. */
const both = ['http', 'https'];
const withProtocols = '(http.path ^= "/") && ((net.protocol == "http") || (net.protocol == "https"))';
const releases: readonly (readonly [
  ControllerName,
  readonly string[],
  string[] | undefined,
  string[] | undefined,
  string,
])[] = [
  ['kic', ['3.4.4', '3.4.11', '3.5.0', '3.5.4'], both, undefined, withProtocols],
  ['kic', ['3.4.12', '3.4.13', '3.5.5', '3.5.6'], both, both, withProtocols],
  ['kic', ['3.4.14', '3.4.20', '3.5.7', '3.5.13', '3.6.0'], undefined, undefined, 'http.path ^= "/"'],
  ['operator', ['2.0.0', '2.0.7', '2.1.0', '2.1.2'], both, undefined, withProtocols],
  ['operator', ['2.0.8', '2.0.11', '2.1.3', '2.1.5'], both, both, withProtocols],
  ['operator', ['2.1.6', '2.1.9', '2.2.0', '2.3.0'], undefined, undefined, 'http.path ^= "/"'],
];

suite('What the versions of the controllers change', () => {
  for (const [controller, versions, traditional, expressions, defaultBackend] of releases) {
    test(`${controller} ${versions.join(', ')}: protocols of Ingresses and of the default backend`, () => {
      for (const version of versions) {
        const routes = made(ingress, controller, version.split('.').map(Number));
        const byName = (list: typeof routes.traditional, name: string) =>
          list.find((route) => route.name === name)?.fields;
        assert.deepEqual(byName(routes.traditional, 'n.o.s..80')?.protocols, traditional, version);
        assert.deepEqual(byName(routes.expressions, 'n.o.s..80')?.protocols, expressions, version);
        assert.equal(byName(routes.expressions, 'n.o')?.expression, defaultBackend, version);
      }
    });
  }

  const http = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: o, namespace: n }
spec:
  rules:
  - matches: [{ path: { type: Exact, value: /a } }, { path: { value: /b }, headers: [{ name: X, value: "1" }, { name: x, value: "2" }] }]
`;

  test('the operator ranks HTTPRoute matches since 2.3, and counts equal headers once since 2.2.1', () => {
    const priorities = (version: Version) =>
      made(http, 'operator', version).traditional.map(({ fields }) => fields.regex_priority);
    assert.deepEqual(priorities([2, 2, 3]), [undefined, undefined]);
    assert.deepEqual(priorities([2, 3, 0]), [1024, undefined]);
    const headers = (version: Version) => made(http, 'operator', version).traditional[1]?.fields.headers;
    assert.deepEqual(headers([2, 2, 0]), { X: ['1'], x: ['2'] });
    assert.deepEqual(headers([2, 2, 1]), { X: ['1'] });
    const headerBits = (version: Version) =>
      (BigInt(made(http, 'operator', version).expressions[1]?.fields.priority as bigint) >> 17n) & 31n;
    assert.deepEqual([headerBits([2, 2, 0]), headerBits([2, 2, 1])], [2n, 1n]);
  });

  const grpc = `
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: o, namespace: n }
spec: { rules: [{ matches: [{ method: { service: p.S, method: Get } }] }] }
`;

  test('the operator escapes and anchors gRPC paths since 2.3', () => {
    const paths = (version: Version) => made(grpc, 'operator', version).traditional[0]?.fields.paths;
    assert.deepEqual(paths([2, 2, 3]), ['~/p.S/Get']);
    assert.deepEqual(paths([2, 3, 0]), ['~/p\\.S/Get$']);
    assert.deepEqual(made(grpc, 'kic', [3, 5, 13]).traditional[0]?.fields.paths, ['~/p.S/Get']);
  });

  const tls = `
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: { name: o, namespace: n }
spec: { hostnames: ["*.example.com"], rules: [{ backendRefs: [{ name: s, port: 80 }] }] }
`;

  test('wildcard SNIs: the operator since 2.2, on Gateways since 3.7', () => {
    const expression = (version: Version, gateway?: Version) =>
      made(tls, 'operator', version, gateway).expressions[0]?.fields.expression;
    assert.equal(expression([2, 1, 9]), '');
    assert.equal(expression([2, 2, 0]), 'tls.sni =^ ".example.com"');
    assert.equal(expression([2, 2, 0], [3, 6, 1]), undefined);
    const { refused } = made(tls, 'operator', [2, 2, 0], [3, 6, 1]).translation.traditional;
    assert.deepEqual(
      refused.map(({ refusal }) => refusal.reason),
      ['wildcard-sni-version'],
    );
  });

  const redirect = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: o, namespace: n }
spec: { rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { hostname: x.example.com, statusCode: 301 } }] }] }
`;

  test('a redirect is the plugin redirect since Gateway 3.9, before two others', () => {
    const plugins = (gateway: Version) => made(redirect, 'kic', [3, 5], gateway).expressions[0]?.plugins;
    assert.deepEqual(plugins([3, 9]), [
      {
        name: 'redirect',
        config: { status_code: 301, location: 'http://x.example.com', keep_incoming_path: true },
      },
    ]);
    assert.deepEqual(plugins([3, 8]), [
      { name: 'request-termination', config: { status_code: 301 } },
      { name: 'response-transformer', config: { add: { headers: ['Location:http://x.example.com'] } } },
    ]);
  });

  test('the operator splits services by timeout since 2.3', () => {
    const rule = (timeout: string) =>
      `{ backendRefs: [{ name: s, port: 80 }], timeouts: { backendRequest: ${timeout} } }`;
    const text = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: o, namespace: n }
spec: { rules: [${rule('1s')}, ${rule('500ms')}, ${rule('0.5s')}, ${rule('0s')}] }
`;
    const services = (version: Version, combined: boolean) => {
      const featureGates = new Map([['CombinedServicesFromDifferentHTTPRoutes', combined]]);
      const { translation } = translateText(text, settingsFor('operator', { version, featureGates }));
      return translation.traditional.services.map(({ name, fields }) => [name, fields.read_timeout]);
    };
    assert.deepEqual(services([2, 2, 3], false), [['httproute.n.o.0', 0]]);
    assert.deepEqual(services([2, 3, 0], false), [
      ['httproute.n.o.0', 1000],
      ['httproute.n.o.1', 500],
      ['httproute.n.o.3', 2147483646],
    ]);
    assert.deepEqual(services([2, 3, 0], true), [
      ['httproute.n.svc.n.s.80.1.timeout.1000', 1000],
      ['httproute.n.svc.n.s.80.1.timeout.500', 500],
      ['httproute.n.svc.n.s.80.1.timeout.2147483646', 2147483646],
    ]);
  });

  test('a long name of a combined service ends in its hash', () => {
    const references = Array.from(
      { length: 16 },
      (_, index) => `{ name: ${'s'.repeat(40)}-${index}, port: 80 }`,
    ).join(', ');
    const text = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: o, namespace: n }
spec: { rules: [{ backendRefs: [${references}] }] }
`;
    const featureGates = new Map([['CombinedServicesFromDifferentHTTPRoutes', true]]);
    const { translation } = translateText(text, settingsFor('kic', { featureGates }));
    assert.match(
      translation.traditional.services[0]?.name ?? '',
      /^httproute\.n\.svc\.n\.s{40}-0\.80\.1_combined\.[0-9a-f]{64}$/,
    );
  });
});
