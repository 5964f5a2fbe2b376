import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type ControllerName, manifestProblems } from '../../server/kubernetes/index.js';
import { cases, settingsFor, translateCase } from './cases.js';
import { expectProblem, problemsOf } from './marked.js';

const ingress = (path: string, pathType: string, annotations = '') => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: o, namespace: n, annotations: { ${annotations} } }
spec:
  ingressClassName: kong
  rules: [{ host: a.example.com, http: { paths: [{ path: "${path}", pathType: ${pathType}, backend: { service: { name: s, port: { number: 80 } } } }] } }]
`;

const route = (kind: string, spec: string, annotations = '') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: o, namespace: n, annotations: { ${annotations} } }
spec: { parentRefs: [{ name: gw }], ${spec} }
`;

/** What Kong refuses, with the flavors in which it does. */
const broken: readonly (readonly [
  what: string,
  manifest: string,
  flavors: string,
  controller?: ControllerName,
])[] = [
  ['a regex that begins with a caret', ingress('<|/~^/a|>', 'ImplementationSpecific'), 'tc'],
  [
    'the same in an HTTPRoute',
    route('HTTPRoute', 'rules: [{ matches: [{ path: { type: RegularExpression, value: <|^/a|> } }] }]'),
    'tc',
  ],
  ['a regex without anything', ingress('<|/~|>', 'ImplementationSpecific'), 'tc'],
  ['an empty prefix of regexes', ingress('<|/x|>', 'Exact', 'konghq.com/regex-prefix: ""'), 'tc'],
  ['the header Host', ingress('/a', 'Exact', 'konghq.com/headers.Host: "<|a.example.com|>"'), 'tc'],
  [
    'methods on a GRPCRoute',
    route('GRPCRoute', 'rules: [{ matches: [{ method: { service: p.S } }] }]', 'konghq.com/methods: <|GET|>'),
    'tc',
  ],
  ['a path that is not normalized', ingress('<|/a/../b|>', 'ImplementationSpecific'), 'tc'],
  ['an unknown protocol', ingress('/a', 'Exact', 'konghq.com/protocols: "<|ohno|>"'), 'tce'],
  ['look-around', ingress('<|/~/a(?!b)|>', 'ImplementationSpecific'), 'ce'],
  ['a regex that is none', ingress('<|/~/a(|>', 'ImplementationSpecific'), 'tce'],
  [
    'a wildcard TLSRoute of the ingress controller',
    route('TLSRoute', 'hostnames: ["<|*.example.com|>"], rules: [{ backendRefs: [{ name: s, port: 80 }] }]'),
    'e',
  ],
  [
    'a TCPRoute without its Gateway',
    route('TCPRoute', 'rules: [{ backendRefs: [{ name: s, port: 80 }] }]').replace('gw', '<|gw|>'),
    'e',
  ],
  [
    'a query parameter with a hyphen',
    route('HTTPRoute', 'rules: [{ matches: [{ queryParams: [{ name: a-b, value: <|c|> }] }] }]'),
    'e',
  ],
  [
    'strip-path with gRPC',
    ingress('/a', 'Exact', 'konghq.com/protocols: grpc, konghq.com/strip-path: "<|true|>"'),
    'e',
  ],
  ['gRPC and HTTP', ingress('/a', 'Exact', 'konghq.com/protocols: "<|grpc|>,http"'), 'e'],
];

suite('What Kong refuses of what the controllers make', () => {
  for (const [what, manifest, flavors, controller = 'kic'] of broken) {
    test(`${what}: reported at the value that causes it`, () => {
      const found = rejectionsOf(manifest, controller);
      const place = /<\|([\s\S]*)\|>/.exec(manifest)?.[1];
      // In both traditional flavors Kong says the same; under expressions the engine may say it with other words.
      const inFlavors = [...new Set(found.flatMap((one) => [...one.flavors]))].sort().join('');
      assert.equal(
        inFlavors,
        [...flavors, ...also(what)]
          .filter((one, index, all) => all.indexOf(one) === index)
          .sort()
          .join(''),
        JSON.stringify(found),
      );
      for (const one of found) assert.equal(one.place, place, JSON.stringify(one));
      assert.ok(found.length > 0);
    });
  }

  test('a redirect with two matches makes two routes of one name', () => {
    const text = route(
      'HTTPRoute',
      'rules: [{ matches: [{ path: { value: /a } }, { path: { value: /b } }], filters: [{ type: <|RequestRedirect|>, requestRedirect: { hostname: x.example.com } }] }]',
    );
    expectProblem(text, 'route-name-twice', 'tc', settingsFor('kic'));
    expectProblem(text, 'route-name-twice', 'tc', settingsFor('operator'));
    const one = text.replace(', { path: { value: /b } }', '').replace('<|', '').replace('|>', '');
    expectProblem(one, 'route-name-twice', '', settingsFor('kic'));
  });

  test('the operator accepts wildcards of TLSRoutes', () => {
    const text = route(
      'TLSRoute',
      'hostnames: ["*.example.com"], rules: [{ backendRefs: [{ name: s, port: 80 }] }]',
    );
    // The engine of `traditional` has no wildcard SNIs.
    assert.deepEqual(
      rejectionsOf(text, 'operator').map(({ flavors }) => flavors),
      ['t'],
    );
  });

  test('of the recorded cases exactly these are refused', () => {
    const refused = (controller: ControllerName) =>
      cases.flatMap((one) => {
        const { manifests, translation } = translateCase(one, controller);
        const codes = manifestProblems(manifests, translation).map(({ code }) => code);
        return codes.includes('kong-rejects') || codes.includes('route-name-twice') ? [one.id] : [];
      });
    assert.deepEqual(refused('kic'), [
      'hand-ing-regex-default-prefix',
      'hand-ing-protocols-grpc',
      'hand-ing-case-host',
      'hand-http-regex-anchor',
      'hand-grpc-annotations',
      'hand-tcp-no-gateway',
      'hand-tcpingress-ports',
      'example-op-gateway-tlsroute-hostname-intersection',
    ]);
    assert.deepEqual(refused('operator'), [
      'hand-ing-regex-default-prefix',
      'hand-ing-protocols-grpc',
      'hand-ing-case-host',
      'hand-http-regex-anchor',
      'hand-grpc-annotations',
      'example-op-gateway-tlsroute-hostname-intersection',
    ]);
  });
});

/** A TCPRoute without destinations is refused in every flavor. */
const also = (what: string): readonly string[] =>
  what.startsWith('a TCPRoute') ? ['t', 'c'] : what.startsWith('a wildcard') ? ['t'] : [];

function rejectionsOf(marked: string, controller: ControllerName) {
  const text = marked.replace('<|', '').replace('|>', '');
  return problemsOf(text, settingsFor(controller)).filter(({ code }) => code === 'kong-rejects');
}
