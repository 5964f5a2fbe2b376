import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { annotationEffects, type ControllerName, type Output } from '../../server/kubernetes/index.js';
import { settingsFor, translateText } from './cases.js';
import { expectProblem, problemsOf } from './marked.js';

/** An object of each kind with one annotation, whose key is marked. */
const objects = {
  Ingress: (annotation: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: o, namespace: n, annotations: { ${annotation} } }
spec:
  ingressClassName: kong
  rules: [{ host: a.example.com, http: { paths: [{ path: /x1, pathType: ImplementationSpecific, backend: { service: { name: s, port: { number: 80 } } } }] } }]
`,
  HTTPRoute: (annotation: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: o, namespace: n, annotations: { ${annotation} } }
spec: { hostnames: [a.example.com], rules: [{ matches: [{ path: { value: /x } }], backendRefs: [{ name: s, port: 80 }] }] }
`,
  GRPCRoute: (annotation: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: o, namespace: n, annotations: { ${annotation} } }
spec: { hostnames: [a.example.com], rules: [{ matches: [{ method: { service: p.S } }], backendRefs: [{ name: s, port: 80 }] }] }
`,
  stream: (annotation: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: { name: o, namespace: n, annotations: { ${annotation} } }
spec: { hostnames: [a.example.com], rules: [{ backendRefs: [{ name: s, port: 80 }] }] }
`,
  Service: (annotation: string) => `
apiVersion: v1
kind: Service
metadata: { name: s, namespace: n, annotations: { ${annotation} } }
spec: { ports: [{ port: 80 }] }
`,
} as const;

/** A valid value of each annotation, which is none of the values that routes have without it. */
const values: Readonly<Record<string, string>> = {
  'strip-path': 'true',
  'preserve-host': 'false',
  'request-buffering': 'false',
  'response-buffering': 'false',
  'https-redirect-status-code': '301',
  protocols: 'https',
  methods: 'POST',
  'host-aliases': 'b.example.com',
  headers: 'one',
  'headers-separator': ';',
  snis: 's.example.com',
  'regex-priority': '7',
  'path-handling': 'v1',
  'regex-prefix': '/x',
  rewrite: '/y',
  tags: 'one',
  plugins: 'one',
  override: 'one',
  protocol: 'https',
  path: '/y',
  'host-header': 'h.example.com',
  'connect-timeout': '1',
  'read-timeout': '1',
  'write-timeout': '1',
  retries: '1',
  'tls-verify': 'true',
  'tls-verify-depth': '1',
  'ca-certificates-secrets': 'one',
  'ca-certificates-configmaps': 'one',
  'client-cert': 'one',
  'upstream-policy': 'one',
};

/** What is no part of the routes and services: plugins of others, upstreams and certificates. */
const unseen = new Set([
  'plugins',
  'override',
  'headers-separator',
  'host-header',
  'client-cert',
  'upstream-policy',
]);
for (const name of ['ca-certificates-secrets', 'ca-certificates-configmaps']) unseen.add(name);

const outputs: readonly Output[] = ['traditional', 'expressions'];
const initials = { traditional: 'tc', expressions: 'e' } as const;
const gates = new Map([['RewriteURIs', true]]);

suite('Annotations', () => {
  test('each has a value to be tried with', () => {
    assert.deepEqual(Object.keys(values).sort(), Object.keys(annotationEffects).sort());
  });

  for (const [name, effects] of Object.entries(annotationEffects)) {
    test(`${name}: a problem exactly where the table says that it has no effect, on every kind`, () => {
      const key = name === 'headers' ? 'konghq.com/headers.X-A' : `konghq.com/${name}`;
      for (const kind of Object.keys(objects) as (keyof typeof objects)[]) {
        for (const controller of ['kic', 'operator'] satisfies ControllerName[]) {
          const settings = settingsFor(controller, { featureGates: gates });
          const isRemoved = name === 'override' && controller === 'operator';
          const lost = isRemoved ? outputs : outputs.filter((output) => !effects[kind].includes(output));
          const mark = lost.length > 0 ? `<|${key}|>` : key;
          const text = objects[kind](`${mark}: "${values[name]}"`);
          const flavors = lost.map((output) => initials[output]).join('');
          expectProblem(text, 'annotation-without-effect', flavors, settings);
        }
      }
    });

    test(`${name}: the table agrees with what is made of it`, () => {
      if (unseen.has(name)) return;
      const key = name === 'headers' ? 'konghq.com/headers.X-A' : `konghq.com/${name}`;
      for (const kind of Object.keys(objects) as (keyof typeof objects)[]) {
        // A Service is seen through the Ingress that has it as its backend.
        const around = kind === 'Service' ? `${objects.Ingress('')}---` : '';
        const others = kind === 'Service' ? '' : `---${objects.Service('')}`;
        const made = (annotation: string) =>
          translateText(
            around + objects[kind](annotation) + others,
            settingsFor('kic', { featureGates: gates }),
          ).translation;
        const [without, annotated] = [made(''), made(`${key}: "${values[name]}"`)];
        const changed = outputs.filter((output) => seen(without[output]) !== seen(annotated[output]));
        assert.deepEqual(changed, effects[kind], `${key} on ${kind}`);
      }
    });
  }

  test('on a default backend, matches have no effect under expressions', () => {
    const ingress = (annotation: string, rules = '') => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: o, namespace: n, annotations: { ${annotation} } }
spec: { ingressClassName: kong, defaultBackend: { service: { name: s, port: { number: 80 } } } ${rules} }
`;
    const rule =
      ', rules: [{ http: { paths: [{ path: /x, pathType: Exact, backend: { service: { name: s, port: { number: 80 } } } }] } }]';
    for (const annotation of ['methods', 'snis', 'host-aliases', 'headers.X']) {
      const value = annotation === 'methods' ? 'GET' : 'a.example.com';
      const settings = settingsFor('kic');
      expectProblem(
        ingress(`<|konghq.com/${annotation}|>: ${value}`),
        'annotation-without-effect',
        'e',
        settings,
      );
      expectProblem(
        ingress(`konghq.com/${annotation}: ${value}`, rule),
        'annotation-without-effect',
        'e',
        settings,
      );
    }
  });

  test('a value that is none is reported at the value', () => {
    const ignored = (
      kind: keyof typeof objects,
      annotation: string,
      flavors: string,
      controller: ControllerName = 'kic',
      gateway = [3, 9],
    ) =>
      expectProblem(
        objects[kind](annotation),
        'annotation-value-ignored',
        flavors,
        settingsFor(controller, { gateway }),
      );
    ignored('Ingress', 'konghq.com/strip-path: "<|yes|>"', 'tce');
    ignored('Ingress', 'konghq.com/strip-path: "TRUE"', '');
    ignored('Ingress', 'konghq.com/preserve-host: "<|1|>"', 'tce');
    ignored('GRPCRoute', 'konghq.com/request-buffering: "<|on|>"', 'tce');
    ignored('GRPCRoute', 'konghq.com/response-buffering: "1"', '');
    ignored('Ingress', 'konghq.com/https-redirect-status-code: "<|303|>"', 'tce');
    ignored('Ingress', 'konghq.com/regex-priority: "<|1.5|>"', 'tc');
    ignored('HTTPRoute', 'konghq.com/path-handling: "<|2|>"', 'tc');
    ignored('Ingress', 'ingress.kubernetes.io/force-ssl-redirect: "<|yes|>"', 'tce');
    ignored('HTTPRoute', 'konghq.com/protocols: "http, <|ohno|>"', 'tce');
    ignored('Ingress', 'konghq.com/protocols: "http,ohno"', '');
    ignored('Service', 'konghq.com/protocol: "<|htp|>"', 'tce');
    ignored('Service', 'konghq.com/path: "<|x|>"', 'tce');
    ignored('Service', 'konghq.com/read-timeout: "<|5s|>"', 'tce');
    ignored('Service', 'konghq.com/retries: "+3"', '');
    ignored('Service', 'konghq.com/tls-verify: "<|yes|>"', 'tce');
    ignored('Ingress', 'konghq.com/snis: "*.example.com"', 'tce', 'operator', [3, 7]) === null ||
      assert.fail();
    ignored('Ingress', 'konghq.com/snis: "<|*.example.com|>"', 'tc', 'operator', [3, 6]);
  });

  test('one wrong element loses the list in the traditional flavors, and itself under expressions', () => {
    for (const [annotation, wrong] of [
      ['methods', 'GE T'],
      ['snis', 'bad_sni'],
      ['snis', '*.example.com'],
      ['host-aliases', 'a_b.example.com'],
    ]) {
      const text = objects.Ingress(`konghq.com/${annotation}: "ok, ${wrong}"`);
      const found = problemsOf(text, settingsFor('kic')).filter(
        ({ code }) => code === 'annotation-value-ignored',
      );
      assert.deepEqual(
        found.map(({ place, flavors, problem }) => [
          place,
          flavors,
          'what' in problem.args && problem.args.what,
        ]),
        [
          [wrong, 'tc', 'list'],
          [wrong, 'e', 'item'],
        ],
      );
    }
  });

  test('an unknown annotation of Kong is reported, with what was likely meant', () => {
    for (const [annotation, likely] of [
      ['headers/x-a', 'konghq.com/headers.x-a'],
      ['header.x-a', 'konghq.com/headers.x-a'],
      ['strip_path', 'konghq.com/strip-path'],
      ['method', 'konghq.com/methods'],
      ['something-else', null],
    ] as const) {
      const text = objects.Ingress(`<|konghq.com/${annotation}|>: a`);
      const found = expectProblem(text, 'annotation-unknown', 'tce', settingsFor('kic'));
      assert.deepEqual(found?.problem.args, { annotation: `konghq.com/${annotation}`, likely });
    }
    expectProblem(objects.Ingress('example.com/strip_path: a'), 'annotation-unknown', '', settingsFor('kic'));
  });
});

type Made = ReturnType<typeof translateText>['translation']['traditional'];

/** The routes and services as one text, with what is bound to them. */
const seen = ({ services, refused }: Made): string =>
  JSON.stringify(
    [
      services.map(({ name, fields, tags, routes }) => [
        name,
        fields,
        tags,
        routes.map((route) => [route.fields, route.tags, route.plugins]),
      ]),
      refused.map(({ refusal }) => refusal),
    ],
    (_, value) => (typeof value === 'bigint' ? String(value) : value),
  );
