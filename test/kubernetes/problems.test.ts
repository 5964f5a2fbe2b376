import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  type ControllerName,
  type ControllerSettings,
  manifestProblems,
  type ProblemCode,
  severities,
} from '../../server/kubernetes/index.js';
import { manifestProblemMessage } from '../../server/problems/index.js';
import { cases, manifestOf, settingsFor, settingsOf, translateCase, translateText } from './cases.js';
import { expectProblem, problemsOf } from './marked.js';

const ingress = (path: string, more = '') => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: o, namespace: n }
spec:
  ingressClassName: kong
  ${more}
  rules: [{ host: a.example.com, http: { paths: [{ ${path} }] } }]
`;
const backend = 'backend: { service: { name: s, port: { number: 80 } } }';
const service =
  '---\napiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: n }\nspec: { ports: [{ port: 80, name: web }] }\n';

const kongRoute = (spec: string) => `
apiVersion: configuration.konghq.com/v1alpha1
kind: KongRoute
metadata: { name: o, namespace: n }
spec: { ${spec} }
`;

const route = (kind: string, spec: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: o, namespace: n }
spec: { ${spec} }
`;

const gateway = (
  listener: string,
  namespace = 'n',
  controllerName = 'konghq.com/kic-gateway-controller',
) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: c }
spec: { controllerName: ${controllerName} }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gw, namespace: ${namespace} }
spec: { gatewayClassName: c, listeners: [{ name: l, port: 80, ${listener} }] }
`;
const parent = 'parentRefs: [{ name: <|gw|> }]';
const rules = 'rules: [{ backendRefs: [{ name: s, port: 80 }] }]';

interface Example {
  readonly code: ProblemCode;
  readonly manifest: string;
  readonly flavors?: string;
  readonly controller?: ControllerName;
  readonly settings?: Partial<ControllerSettings>;
}

const all = 'tce';
const http = (matches: string) =>
  route('HTTPRoute', `rules: [{ matches: [{ ${matches} }], backendRefs: [{ name: s, port: 80 }] }]`);
const many = (count: number, text: string) => Array.from({ length: count }, () => text).join(', ');

const examples: readonly Example[] = [
  {
    code: 'too-deep',
    manifest: ingress(`path: /x, pathType: Exact, ${backend}`).replace(
      'spec',
      `x: ${'['.repeat(499)}<|${'['.repeat(9)}${']'.repeat(9)}|>${']'.repeat(499)}\nspec`,
    ),
  },
  { code: 'api-required', manifest: ingress(`path: <|/x|>, ${backend}`) },
  { code: 'api-required', manifest: ingress(`<|pathType|>: Exact, ${backend}`) },
  { code: 'api-required', manifest: ingress('path: /x, pathType: Exact, <|backend|>: {}') },
  {
    code: 'api-required',
    manifest: ingress('path: /x, pathType: Exact, backend: { <|service|>: { name: s } }'),
  },
  { code: 'api-required', manifest: route('TCPRoute', 'parentRefs: []').replace('spec', '<|spec|>') },
  { code: 'api-required', manifest: route('HTTPRoute', '<|rules|>: []') },
  {
    code: 'api-required',
    manifest: route('GRPCRoute', 'rules: [{ matches: [{ <|method|>: { type: Exact } }] }]'),
  },
  { code: 'api-not-listed', manifest: ingress(`path: /x, pathType: <|exact|>, ${backend}`) },
  { code: 'api-not-listed', manifest: http('path: { type: <|Prefix|>, value: /x }') },
  { code: 'api-not-listed', manifest: http('method: <|get|>') },
  { code: 'api-not-listed', manifest: http('headers: [{ name: a, value: b, type: <|Regex|> }]') },
  { code: 'api-path', manifest: ingress(`path: <|x|>, pathType: Prefix, ${backend}`) },
  { code: 'api-path', manifest: ingress(`path: <|/a//b|>, pathType: Exact, ${backend}`) },
  { code: 'api-path', manifest: ingress(`path: <|/a/..|>, pathType: Exact, ${backend}`) },
  { code: 'api-path', manifest: ingress(`path: <|/a%2fb|>, pathType: Exact, ${backend}`) },
  { code: 'api-path', manifest: ingress(`path: /a//b, pathType: ImplementationSpecific, ${backend}`) },
  { code: 'api-path', manifest: http('path: { value: "<|/a#b|>" }') },
  { code: 'api-path', manifest: http('path: { value: "<|/a b|>" }') },
  { code: 'api-path', manifest: http('path: { type: RegularExpression, value: "/a b#" }') },
  {
    code: 'api-host',
    manifest: ingress(`path: /x, pathType: Exact, ${backend}`).replace('a.example.com', '<|A.example.com|>'),
  },
  { code: 'api-host', manifest: route('HTTPRoute', `hostnames: ["<|a.*.com|>"], ${rules}`) },
  {
    code: 'api-name',
    manifest: ingress(`path: /x, pathType: Exact, ${backend}`).replace('name: o', 'name: <|o_o|>'),
  },
  { code: 'api-type', manifest: ingress(`path: /x, pathType: Exact, ${backend}`).replace('80', '"<|80|>"') },
  { code: 'api-type', manifest: route('HTTPRoute', `hostnames: <|a.example.com|>, ${rules}`) },
  {
    code: 'api-type',
    manifest: ingress(`path: /x, pathType: Exact, ${backend}`).replace(
      'namespace: n }',
      'namespace: n, annotations: { konghq.com/strip-path: <|true|> } }',
    ),
  },
  {
    code: 'api-type',
    manifest: ingress(`path: /x, pathType: Exact, ${backend}`).replace(
      'namespace: n }',
      'namespace: n, labels: { a: <|yes|> } }',
    ),
  },
  { code: 'api-too-many', manifest: route('HTTPRoute', `<|rules|>: [${many(17, '{}')}]`) },
  { code: 'api-too-many', manifest: route('HTTPRoute', `rules: [{ <|matches|>: [${many(65, '{}')}] }]`) },
  {
    code: 'api-too-many',
    manifest: route('HTTPRoute', `<|rules|>: [${many(3, `{ matches: [${many(43, '{}')}] }`)}]`),
  },
  {
    code: 'api-filters',
    manifest: route(
      'HTTPRoute',
      'rules: [{ backendRefs: [{ name: s, port: 80 }], filters: [{ type: <|RequestRedirect|>, requestRedirect: {} }] }]',
    ),
  },
  {
    code: 'api-filters',
    manifest: route(
      'HTTPRoute',
      'rules: [{ filters: [{ type: RequestRedirect, requestRedirect: {} }, { type: <|URLRewrite|>, urlRewrite: { hostname: a } }] }]',
    ),
  },
  {
    code: 'api-filters',
    manifest: route(
      'HTTPRoute',
      'rules: [{ matches: [{ path: { type: Exact, value: /x } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: <|ReplacePrefixMatch|>, replacePrefixMatch: / } } }] }]',
    ),
  },
  {
    code: 'api-grpc-method',
    manifest: route('GRPCRoute', 'rules: [{ matches: [{ method: { service: <|a-b|> } }] }]'),
  },
  { code: 'api-header-twice', manifest: http('headers: [{ name: a, value: b }, { name: <|a|>, value: c }]') },

  {
    code: 'class-other',
    manifest: ingress('').replace('ingressClassName: kong', 'ingressClassName: <|nginx|>'),
  },
  {
    code: 'class-missing',
    manifest: ingress('').replace('ingressClassName: kong', '').replace('name: o', 'name: <|o|>'),
  },
  {
    code: 'kind-not-read',
    manifest: 'apiVersion: configuration.konghq.com/v1beta1\nkind: <|TCPIngress|>\nmetadata: { name: o }\n',
    controller: 'operator',
  },
  {
    code: 'kind-not-read',
    manifest: 'apiVersion: configuration.konghq.com/v1alpha1\nkind: <|KongRoute|>\nmetadata: { name: o }\n',
  },
  { code: 'feature-gate-off', manifest: route('TCPRoute', rules).replace('TCPRoute', '<|TCPRoute|>') },
  {
    code: 'feature-gate-off',
    manifest: route('TCPRoute', rules),
    settings: { featureGates: new Map([['GatewayAlpha', true]]) },
  },
  { code: 'feature-gate-off', manifest: route('TCPRoute', rules), controller: 'operator' },
  {
    code: 'feature-gate-off',
    manifest: `${ingress(
      'path: /x, pathType: Exact, backend: { resource: { apiGroup: incubator.ingress-controller.konghq.com, kind: <|KongServiceFacade|>, name: c } }',
    )}---
apiVersion: incubator.ingress-controller.konghq.com/v1alpha1
kind: KongServiceFacade
metadata: { name: c, namespace: n }
spec: { backendRef: { name: s, port: 80 } }
`,
  },
  {
    code: 'path-notation',
    manifest: ingress(`path: <|/a/(.*)|>, pathType: ImplementationSpecific, ${backend}`),
  },
  {
    code: 'path-notation',
    manifest: ingress(`path: <|/a/(.*)|>, pathType: Prefix, ${backend}`),
    flavors: 'e',
  },
  { code: 'path-notation', manifest: ingress(`path: <|/a/*|>, pathType: Prefix, ${backend}`) },
  { code: 'path-notation', manifest: ingress(`path: <|/a?b=c|>, pathType: Exact, ${backend}`) },
  {
    code: 'path-notation',
    manifest: ingress(`path: "/~/a/(.*)", pathType: ImplementationSpecific, ${backend}`),
  },
  { code: 'path-notation', manifest: ingress(`path: /v1.0, pathType: Exact, ${backend}`) },
  {
    code: 'path-notation',
    manifest: route(
      'HTTPRoute',
      `rules: [{ matches: [{ path: { type: PathPrefix, value: <|/a/(.*)|> } }], backendRefs: [{ name: s, port: 80 }] }]`,
    ),
    flavors: 'e',
  },
  {
    code: 'path-notation',
    manifest: route(
      'HTTPRoute',
      `rules: [{ matches: [{ path: { type: RegularExpression, value: /a/(.*) } }] }]`,
    ),
  },
  {
    code: 'api-field-unknown',
    manifest: kongRoute('paths: [/x], <|expression|>: a'),
    controller: 'operator',
  },
  { code: 'api-field-unknown', manifest: kongRoute('paths: [/x], strip_path: true'), controller: 'operator' },
  {
    code: 'api-control-plane',
    manifest: kongRoute('paths: [/x], controlPlaneRef: { type: <|konnectID|> }'),
    controller: 'operator',
  },
  {
    code: 'api-match-missing',
    manifest: kongRoute('protocols: <|[http]|>, snis: [a]'),
    controller: 'operator',
  },
  { code: 'api-match-missing', manifest: kongRoute('protocols: [https], snis: [a]'), controller: 'operator' },
  { code: 'gateway-unknown', manifest: route('HTTPRoute', `${parent}, ${rules}`) },
  {
    code: 'gateway-other-controller',
    manifest: route('HTTPRoute', `${parent}, ${rules}`) + gateway('protocol: HTTP', 'n', 'example.com/c'),
  },
  {
    code: 'gateway-other-controller',
    manifest: route('HTTPRoute', `parentRefs: [{ name: gw }], ${rules}`) + gateway('protocol: HTTP'),
  },
  {
    code: 'listener-unknown',
    manifest:
      route('HTTPRoute', `parentRefs: [{ name: gw, sectionName: <|m|> }], ${rules}`) +
      gateway('protocol: HTTP'),
  },
  { code: 'listener-kind', manifest: route('HTTPRoute', `${parent}, ${rules}`) + gateway('protocol: TCP') },
  {
    code: 'listener-kind',
    manifest:
      route('HTTPRoute', `${parent}, ${rules}`) +
      gateway('protocol: HTTP, allowedRoutes: { kinds: [{ kind: GRPCRoute }] }'),
  },
  {
    code: 'listener-namespace',
    manifest:
      route('HTTPRoute', `parentRefs: [{ name: <|gw|>, namespace: m }], ${rules}`) +
      gateway('protocol: HTTP', 'm'),
  },
  {
    code: 'listener-namespace',
    manifest:
      route('HTTPRoute', `parentRefs: [{ name: gw, namespace: m }], ${rules}`) +
      gateway('protocol: HTTP, allowedRoutes: { namespaces: { from: All } }', 'm'),
  },
  {
    code: 'listener-hostname',
    manifest:
      route('HTTPRoute', `parentRefs: [{ name: gw }], hostnames: <|[a.example.com]|>, ${rules}`) +
      gateway('protocol: HTTP, hostname: "*.example.org"'),
  },
  {
    code: 'listener-hostname',
    manifest:
      route('HTTPRoute', `parentRefs: [{ name: gw }], hostnames: [a.example.com], ${rules}`) +
      gateway('protocol: HTTP, hostname: "*.example.com"'),
  },
  {
    code: 'listener-not-programmed',
    manifest: route('TCPRoute', `${parent}, ${rules}`) + gateway('protocol: TCP'),
    controller: 'operator',
  },
  {
    code: 'listener-taken',
    manifest:
      route('TCPRoute', `${parent}, ${rules}`) +
      route('TCPRoute', `parentRefs: [{ name: gw }], ${rules}`)
        .replace('name: o', 'name: a')
        .replace('\n', '---\n') +
      gateway('protocol: TCP'),
    controller: 'operator',
    settings: { listenerStatus: 'assumed' },
  },
  {
    code: 'service-unknown',
    manifest: ingress(
      'path: /x, pathType: Exact, backend: { service: { name: <|s|>, port: { number: 80 } } }',
    ),
  },
  {
    code: 'port-unknown',
    manifest:
      ingress('path: /x, pathType: Exact, backend: { service: { name: <|s|>, port: { name: other } } }') +
      service,
  },
  {
    code: 'port-unknown',
    manifest:
      ingress('path: /x, pathType: Exact, backend: { service: { name: s, port: { name: web } } }') + service,
  },
  {
    code: 'backend-kind',
    manifest: route('HTTPRoute', 'rules: [{ backendRefs: [{ kind: <|Bucket|>, name: s }] }]'),
  },
  {
    code: 'reference-not-granted',
    manifest:
      route('HTTPRoute', 'rules: [{ backendRefs: [{ name: s, port: 80, namespace: <|m|> }] }]') +
      service.replace('namespace: n', 'namespace: m'),
  },
  {
    code: 'plugin-unknown',
    manifest: ingress('').replace(
      'namespace: n }',
      'namespace: n, annotations: { konghq.com/plugins: "<|rate|>" } }',
    ),
  },
  { code: 'object-written-twice', manifest: service.replace('name: s', 'name: <|s|>') + service },
  {
    code: 'default-backend-taken',
    manifest:
      ingress('', `<|defaultBackend|>: { service: { name: s, port: { number: 80 } } }`) +
      `---${ingress('', 'defaultBackend: { service: { name: s, port: { number: 80 } } }').replace('name: o', 'name: a')}`,
  },
  {
    code: 'service-replaced',
    manifest: `${ingress(`path: /x, pathType: Exact, ${backend}`).replace('name: o', 'name: <|o|>')}---
apiVersion: configuration.konghq.com/v1beta1
kind: TCPIngress
metadata: { name: t, namespace: n, annotations: { kubernetes.io/ingress.class: kong } }
spec: { rules: [{ port: 9000, backend: { serviceName: s, servicePort: 80 } }] }
`,
  },
  { code: 'regex-prefix-literal', manifest: ingress(`path: <|/~/a|>, pathType: Exact, ${backend}`) },
  { code: 'regex-prefix-literal', manifest: ingress(`path: <|/~/a|>, pathType: Prefix, ${backend}`) },
  {
    code: 'regex-prefix-literal',
    manifest: ingress(`path: /~/a, pathType: ImplementationSpecific, ${backend}`),
  },
  {
    code: 'regex-prefix-literal',
    manifest: ingress(`path: <|/%a|>, pathType: Exact, ${backend}`).replace(
      'namespace: n }',
      "namespace: n, annotations: { konghq.com/regex-prefix: '/%' } }",
    ),
  },
  {
    code: 'template-not-rendered',
    manifest: ingress(`path: /a, pathType: Exact, ${backend}`).replace('a.example.com', '"<|${HOST}|>"'),
  },
  {
    code: 'api-host',
    manifest: ingress(`path: /a, pathType: Exact, ${backend}`).replace('a.example.com', '"${HOST}"'),
  },
  {
    code: 'listener-namespace',
    manifest:
      route('HTTPRoute', 'parentRefs: [{ name: gw }], rules: [{ backendRefs: [{ name: s, port: 80 }] }]') +
      gateway(
        'allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { kubernetes.io/metadata.name: n } } } }, protocol: HTTP',
      ),
  },
  {
    code: 'template-not-rendered',
    manifest: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: <|{{|> include "x" . }}\n  {{- with .a }}\n',
  },
  {
    code: 'kong-advises',
    controller: 'operator',
    manifest: kongRoute('paths: ["<|/users/{id}|>", /a]'),
  },
  {
    code: 'kong-advises',
    controller: 'operator',
    manifest: kongRoute('paths: [/a], regex_priority: <|5|>'),
  },
  { code: 'yaml', manifest: 'apiVersion: v1\nkind: Service\nmetadata: { name: a\n', flavors: 'any' },
];

const refusals: readonly (readonly [
  manifest: string,
  message: string,
  flavors?: string,
  settings?: Partial<ControllerSettings>,
])[] = [
  [
    http('<|queryParams|>: [{ name: a, value: b }]'),
    "HTTPRoute can't be routed: query param matches are not yet supported",
    'tc',
  ],
  [route('HTTPRoute', '<|rules|>: []'), "HTTPRoute can't be routed: no rules provided"],
  [
    route('HTTPRoute', 'rules: [{ filters: [{ type: <|RequestMirror|> }] }]'),
    "HTTPRoute can't be routed: httpFilter RequestMirror unsupported",
  ],
  [
    route(
      'HTTPRoute',
      'rules: [{ filters: [{ type: ExtensionRef, extensionRef: { <|group|>: a, kind: B, name: c } }] }]',
    ),
    "HTTPRoute can't be routed: plugin a/B unsupported",
  ],
  [
    http('headers: [{ name: a, value: b }, { name: a, value: c }]').replace('matches', '<|matches|>'),
    "HTTPRoute can't be routed: multiple header matches for the same header are not allowed: a",
    'tc',
  ],
  [route('TLSRoute', rules).replace('spec', '<|spec|>'), 'no hostnames provided'],
  [route('UDPRoute', 'rules: [{ <|name|>: a }]'), 'no backendRefs in rule'],
  [
    ingress(`path: /x, pathType: Exact, ${backend}`).replace(
      'namespace: n }',
      'namespace: n, annotations: { konghq.com/rewrite: <|/y|> } }',
    ),
    'konghq.com/rewrite annotation not supported when rewrite uris disabled',
  ],
  [
    ingress(`path: /x, pathType: Exact, ${backend}`).replace(
      'namespace: n }',
      'namespace: n, annotations: { konghq.com/rewrite: <|/$a|> } }',
    ),
    'unexpected a at pos 2',
    all,
    { featureGates: new Map([['RewriteURIs', true]]) },
  ],
  [
    ingress(`path: /x, pathType: Exact, ${backend}`).replace(
      'namespace: n }',
      'namespace: n, annotations: { konghq.com/rewrite: <|/a$|> } }',
    ),
    'unexpected end of string',
    all,
    { featureGates: new Map([['RewriteURIs', true]]) },
  ],
  [
    ingress('path: /x, pathType: Exact, backend: { <|resource|>: { apiGroup: a, kind: B, name: c } }'),
    'failed to get backend for ingress path "/x": unknown resource type a/B',
  ],
  [
    ingress(
      'path: /x, pathType: Exact, backend: { resource: { apiGroup: incubator.ingress-controller.konghq.com, kind: KongServiceFacade, name: <|c|> } }',
    ),
    'failed to get backend for ingress path "/x": failed to get KongServiceFacade "c"',
    all,
    { featureGates: new Map([['KongServiceFacade', true]]) },
  ],
];

suite('Problems of manifests', () => {
  for (const { code, manifest, flavors = all, controller = 'kic', settings } of examples) {
    const what = manifest.trim().split('\n').at(-1)?.trim().slice(0, 90);
    test(`${code} in ${what}`, () => {
      const all = settingsFor(controller, settings);
      if (flavors === 'any') assert.ok(problemsOf(manifest, all).some((one) => one.code === code));
      else expectProblem(manifest, code, flavors, all);
    });
  }

  for (const [manifest, message, flavors = all, settings] of refusals) {
    test(`refused: ${message}`, () => {
      const found = expectProblem(manifest, 'refused', flavors, settingsFor('kic', settings));
      assert.ok(
        found && manifestProblemMessage(found.problem).endsWith(message),
        found ? manifestProblemMessage(found.problem) : '',
      );
    });
  }

  test('each of several values that Kong rejects has its own reason', () => {
    const paths = ['/~/a/(?!x)', '/~/b{id}']
      .map((path) => `{ path: "${path}", pathType: ImplementationSpecific, ${backend} }`)
      .join(', ');
    const text = ingress('x').replace('{ x }', paths);
    // One for the field, one for the expression.
    const problems = problemsOf(text, settingsFor('kic'))
      .filter(({ code }) => code === 'kong-rejects')
      .map(({ place, problem }) => [place, /validation: (.*)\n/.exec(manifestProblemMessage(problem))?.[1]]);
    assert.deepEqual(problems, [
      ...Array(2).fill(['/~/a/(?!x)', 'look-around, including look-ahead and look-behind, is not supported']),
      ...Array(2).fill(['/~/b{id}', 'repetition quantifier expects a valid decimal']),
    ]);
  });

  test('each code has an example', () => {
    const testedByOthers = [
      'kong-rejects',
      'route-name-twice',
      'annotation-without-effect',
      'annotation-value-ignored',
      'annotation-unknown',
    ];
    const tried = new Set([...examples.map(({ code }) => code), 'refused', ...testedByOthers]);
    assert.deepEqual(
      Object.keys(severities).filter((code) => !tried.has(code)),
      [],
    );
  });

  test('Services with different annotations lose their Kong service, each with an event', () => {
    const two = 'rules: [{ backendRefs: [{ name: s, port: 80 }, { name: t, port: 80 }] }]';
    const annotated = service.replace('namespace: n', 'namespace: n, annotations: { konghq.com/path: /a }');
    const text = route('HTTPRoute', two) + annotated + service.replace('name: s', 'name: t');
    const { translation } = translateText(text, settingsFor('kic'));
    assert.deepEqual(translation.traditional.services, []);
    assert.deepEqual(
      translation.expressions.refused.map(({ object }) => object.name),
      ['s', 't'],
    );
  });

  test('the API server rejects the recorded cases that are marked as invalid', () => {
    const refused = cases.flatMap((one) => {
      const { manifests, translation } = translateCase(one, 'kic');
      const codes = manifestProblems(manifests, translation).map(({ code }) => code);
      return codes.some((code) => code.startsWith('api-')) ? [one.id] : [];
    });
    const invalid = cases.filter(({ tags }) => tags.includes('k8s-invalid')).map(({ id }) => id);
    // Nobody marked these two: names with underscores, and a UDPRoute with an empty list of rules.
    assert.deepEqual(
      refused.sort(),
      [...invalid, 'test-RewriteURIAnnotation-02', 'test-IngressRulesFromUDPRoutes-04'].sort(),
    );
  });

  test('every problem of every case has a sentence and a place', () => {
    let count = 0;
    for (const controller of ['kic', 'operator'] satisfies ControllerName[]) {
      for (const one of cases) {
        const text = manifestOf(one, controller);
        for (const { place, problem } of problemsOf(text, settingsOf(one, controller))) {
          assert.match(manifestProblemMessage(problem), /^[A-Z"].*[^ ]$/s);
          assert.ok(place.length > 0 && place.length < 400, `${one.id}: ${problem.code} at ${place}`);
          count++;
        }
      }
    }
    assert.ok(count > 200, String(count));
  });
});
