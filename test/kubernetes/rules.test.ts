import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { all, any, predicate, print } from '../../server/kubernetes/expressions/matcher.js';
import { ingressPriority } from '../../server/kubernetes/expressions/priorities.js';
import { sortStable } from '../../server/kubernetes/expressions/stable-sort.js';
import type { ControllerName, ControllerSettings } from '../../server/kubernetes/index.js';
import {
  atoi,
  byteLength,
  compareText,
  joinPath,
  quoteMeta,
  trimSpace,
} from '../../server/kubernetes/objects/go-text.js';
import { isHost, isSni } from '../../server/kubernetes/objects/words.js';
import { rewriteTemplate } from '../../server/kubernetes/routes/rewrite.js';
import { settingsFor, translateText } from './cases.js';

const routesOf = (
  text: string,
  controller: ControllerName = 'kic',
  changes: Partial<ControllerSettings> = {},
) => {
  const { translation } = translateText(text, settingsFor(controller, changes));
  const of = (output: 'traditional' | 'expressions') =>
    translation[output].services.flatMap(({ routes }) => routes);
  return { traditional: of('traditional'), expressions: of('expressions') };
};

const ingress = (path: string, pathType: string, annotations = '', name = 'o') => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: n, annotations: { ${annotations} } }
spec:
  ingressClassName: kong
  rules: [{ http: { paths: [{ path: "${path}", pathType: ${pathType}, backend: { service: { name: s, port: { number: 80 } } } }] } }]
`;

suite('Rules of the controllers that no recorded case shows', () => {
  test('an empty prefix of regexes is in front of every traditional path, and none under expressions', () => {
    const routes = routesOf(ingress('/x', 'Prefix', 'konghq.com/regex-prefix: ""'));
    assert.deepEqual(routes.traditional[0]?.fields.paths, ['~/x/', '~~/x$']);
    assert.equal(routes.expressions[0]?.fields.expression, '(http.path == "/x") || (http.path ^= "/x/")');
  });

  test('legacy detection of regexes acts on traditional paths alone', () => {
    const parameters = (enabled: boolean) => `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: kong }
spec:
  controller: ingress-controllers.konghq.com/kong
  parameters: { apiGroup: configuration.konghq.com, kind: IngressClassParameters, scope: Namespace, namespace: p, name: q }
---
apiVersion: configuration.konghq.com/v1alpha1
kind: IngressClassParameters
metadata: { name: q, namespace: p }
spec: { enableLegacyRegexDetection: ${enabled} }
`;
    const paths = (enabled: boolean, path: string) =>
      routesOf(parameters(enabled) + ingress(path, 'ImplementationSpecific')).traditional[0]?.fields.paths;
    assert.deepEqual(paths(true, '/a(b)'), ['~/a(b)']);
    assert.deepEqual(paths(false, '/a(b)'), ['/a(b)']);
    assert.deepEqual(paths(true, '/a.b-c_d~e%20'), ['/a.b-c_d~e%20']);
    const expression = routesOf(parameters(true) + ingress('/a(b)', 'ImplementationSpecific')).expressions[0];
    assert.equal(expression?.fields.expression, 'http.path ^= "/a(b)"');
  });

  test('one rejected rewrite removes the routes of other Ingresses with the same service', () => {
    const text = ingress('/x', 'Exact', 'konghq.com/rewrite: /y') + ingress('/z', 'Exact', '', 'p');
    assert.deepEqual(routesOf(text).traditional, []);
    const gates = { featureGates: new Map([['RewriteURIs', true]]) };
    assert.deepEqual(
      routesOf(text, 'kic', gates).traditional.map(({ plugins }) => plugins),
      [[{ name: 'request-transformer', config: { replace: { uri: '/y' } } }], []],
    );
  });

  test('templates of rewrites', () => {
    assert.equal(rewriteTemplate('/a/$12b\\$c$3'), '/a/$(uri_captures[12])b$c$(uri_captures[3])');
    assert.deepEqual(rewriteTemplate('/\u00e9$x'), {
      reason: 'rewrite-form',
      args: { character: 'x', position: 4 },
    });
    assert.deepEqual(rewriteTemplate('a\\'), { reason: 'rewrite-end', args: {} });
  });

  test('a namespace that one parent of a GRPCRoute names goes on for the next; an unknown parent allows all hosts', () => {
    const gateway = (name: string, namespace: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec: { gatewayClassName: c, listeners: [{ name: l, port: 80, protocol: HTTP, hostname: ${name}.${namespace}.example.com }] }
`;
    const route = (parents: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: o, namespace: n }
spec: { parentRefs: [${parents}], rules: [{}] }
`;
    const hosts = (parents: string) =>
      routesOf(route(parents) + gateway('a', 'm') + gateway('b', 'm') + gateway('b', 'n')).traditional[0]
        ?.fields.hosts;
    assert.deepEqual(hosts('{ name: a, namespace: m }, { name: b }'), ['a.m.example.com', 'b.m.example.com']);
    assert.deepEqual(hosts('{ name: b }'), ['b.n.example.com']);
    assert.deepEqual(hosts('{ name: b }, { name: x }'), undefined);
  });

  test('headers: two spellings are two conditions, Host is left out but counts', () => {
    const annotations =
      'konghq.com/headers.X-A: "1", konghq.com/headers.x_a: "~*2", konghq.com/headers.Host: a';
    const [route] = routesOf(ingress('/x', 'Exact', annotations)).expressions;
    assert.equal(
      route?.fields.expression,
      '(http.path == "/x") && ((http.headers.x_a == "1") && (http.headers.x_a ~ "2"))',
    );
    assert.deepEqual(route?.priorityTraits, {
      kind: 'Ingress',
      matchFields: 2,
      headerCount: 3,
      plainHostsOnly: false,
      hasRegexPath: true,
      longestPath: 2,
    });
  });

  test('forced TLS keeps gRPC apart, and a valid list of protocols wins over it', () => {
    const forced = 'ingress.kubernetes.io/force-ssl-redirect: "true"';
    const fields = (annotations: string) =>
      routesOf(ingress('/x', 'Exact', annotations)).traditional[0]?.fields;
    assert.deepEqual(fields(forced)?.protocols, ['https']);
    assert.equal(fields(forced)?.https_redirect_status_code, 302);
    assert.deepEqual(fields(`${forced}, konghq.com/protocols: "ohno"`)?.protocols, ['https']);
    assert.deepEqual(fields(`${forced}, konghq.com/protocols: "http"`)?.protocols, ['http']);
    const grpc = fields('konghq.com/protocols: "http,grpc", konghq.com/strip-path: "true"');
    assert.deepEqual([grpc?.protocols, grpc?.strip_path], [['http', 'https'], undefined]);
  });

  test('a gate that is explicitly off disables the routes that need it', () => {
    const text =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: TLSRoute\nmetadata: { name: o }\nspec: { hostnames: [a.example.com], rules: [{}] }\n';
    assert.equal(routesOf(text).traditional.length, 1);
    assert.equal(
      routesOf(text, 'kic', { featureGates: new Map([['GatewayAlpha', false]]) }).traditional.length,
      0,
    );
  });

  test('a facade in the files is read unless its gate is off explicitly', () => {
    const facade =
      'apiVersion: incubator.ingress-controller.konghq.com/v1alpha1\nkind: KongServiceFacade\nmetadata: { name: f, namespace: n }\nspec: { backendRef: { name: s, port: 80 } }\n';
    const backend =
      'resource: { apiGroup: incubator.ingress-controller.konghq.com, kind: KongServiceFacade, name: f }';
    const one = ingress('/x', 'Exact').replace(/service: \{ name: .*? \} \}/, backend);
    assert.match(one, /KongServiceFacade/);
    const names = (text: string, gate?: boolean) =>
      routesOf(text, 'kic', {
        featureGates: new Map(gate === undefined ? [] : [['KongServiceFacade', gate]]),
      }).traditional.map(({ name }) => name);
    const both = `${one}---\n${facade}`;
    assert.deepEqual(names(both), ['n.o..f.svc.facade']);
    assert.deepEqual(names(both, true), ['n.o..f.svc.facade']);
    assert.deepEqual(names(both, false), []);
    assert.deepEqual(names(one), []);
  });

  test('ids are those of the workspace, or none without the gate', () => {
    const id = (changes: Partial<ControllerSettings>) =>
      routesOf(ingress('/x', 'Exact'), 'kic', changes).traditional[0]?.id;
    assert.match(id({}) ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(id({ workspace: 'w' }), id({}));
    assert.equal(id({ featureGates: new Map([['FillIDs', false]]) }), null);
  });
});

suite('Expressions as the controllers write them', () => {
  test('groups of one are bare, empty groups are left out', () => {
    const a = predicate('http.path', '==', 'a"\\\n\t\r', null);
    const b = predicate('tls.sni', '=^', '.b', null);
    assert.equal(print(all([any([]), a, null])).text, 'http.path == "a\\"\\\\\\n\\t\\r"');
    assert.equal(
      print(all([any([b, b]), all([]), b])).text,
      '((tls.sni =^ ".b") || (tls.sni =^ ".b")) && (tls.sni =^ ".b")',
    );
    assert.equal(print(all([])).text, '');
  });

  test('the documented priorities', () => {
    const traits = { kind: 'Ingress', matchFields: 2, headerCount: 0, plainHostsOnly: true } as const;
    assert.equal(ingressPriority({ ...traits, hasRegexPath: true, longestPath: 1 }), 57178899677185n);
    assert.equal(ingressPriority({ ...traits, hasRegexPath: false, longestPath: 4 }), 57178899611652n);
  });

  test("Go's stable sort: any stable sort where the comparison is one, reversed where every answer is yes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat()), { maxLength: 200 }), (items) => {
        const sorted = sortStable(items, (a, b) => a[0] < b[0]);
        assert.deepEqual(
          sorted,
          [...items].sort((a, b) => a[0] - b[0]),
        );
      }),
    );
    const few = Array.from({ length: 20 }, (_, index) => index);
    assert.deepEqual(
      sortStable(few, () => true),
      [...few].reverse(),
    );
    const many = Array.from({ length: 90 }, (_, index) => index);
    assert.deepEqual(new Set(sortStable(many, () => true)), new Set(many));
  });
});

suite("Go's texts", () => {
  test('order, length, white space, numbers, paths', () => {
    assert.ok(
      compareText('\uffff', '\u{1f600}') < 0 && compareText('a', 'aa') < 0 && compareText('b', 'aa') > 0,
    );
    assert.equal(byteLength('a\u00e9\u{1f600}'), 7);
    assert.deepEqual(trimSpace('\u0085 a\ufeff\u00a0'), { text: 'a\ufeff', before: 2 });
    assert.deepEqual(['+7', '-07', '7.0', '', '9223372036854775808'].map(atoi), [7, -7, null, null, null]);
    assert.equal(quoteMeta('a.b+c{1}-_/'), 'a\\.b\\+c\\{1\\}-_/');
    assert.deepEqual(
      [joinPath('h:1', '/'), joinPath('h', '/a/../b//c/'), joinPath('', '/x'), joinPath('', '')],
      ['h:1', 'h/b/c', '/x', ''],
    );
  });

  test('hosts and SNIs, without a text that takes long', () => {
    assert.deepEqual(['a', 'a-b.c', '*.a', 'a.*', '*', '-a', 'a_b', 'a..b', ''].map(isHost), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    assert.deepEqual(['a.b', '*.a', 'a.'].map(isSni), [true, false, false]);
    assert.equal(isHost(`${'a'.repeat(100_000)}!`), false);
    assert.equal(isSni(`${'a-'.repeat(50_000)}`), false);
  });
});
