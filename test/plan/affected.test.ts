import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { AffectedCode } from '../../server/plan/plan-model.js';
import { affectedWords } from '../../server/problems/index.js';
import { planOf } from './planned.js';

interface BesideCase {
  readonly code: AffectedCode;
  readonly file: string;
  readonly text: string;
  /** What it is found under, for a change to `expressions` and for one from it. */
  readonly to: string;
  readonly from?: string;
  /** The place, as `line: covered text`; `null` where nothing is reported. */
  readonly at: string | null;
  readonly says?: RegExp;
  readonly needsPerson?: boolean;
}

const compatible = 'traditional_compatible@3.9';
const ingress = (annotation: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n  annotations:\n    konghq.com/${annotation}\n`;
const httpRoute = (match: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: shop }\nspec:\n  rules:\n    - matches:\n        - ${match}\n`;
const kongRoute = (annotation: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: shop, annotations: { konghq.com/tags: a${annotation && `, ${annotation}`} } }\nspec: { rules: [{ matches: [{ path: { value: /a } }], backendRefs: [{ name: s, port: 80 }] }] }\n`;
const exactPath = (path: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: shop }\nspec:\n  ingressClassName: kong\n  rules: [{ host: a.example.com, http: { paths: [{ path: "${path}", pathType: Exact, backend: { service: { name: s, port: { number: 80 } } } }] } }]\n`;
const state = (top: string, route: string) =>
  `_format_version: "3.0"\n${top}routes:\n  - name: a\n    ${route}\n`;
const terraform = (type: string, argument: string) =>
  `resource "${type}" "shop" {\n  name = "shop"\n  ${argument}\n}\n`;

const cases: readonly BesideCase[] = [
  {
    code: 'regex-priority',
    file: 'i.yaml',
    text: ingress('regex-priority: "7"'),
    to: 'expressions',
    at: '6: konghq.com/regex-priority',
    says: /is ignored under `expressions`/,
    needsPerson: true,
  },
  {
    code: 'regex-priority',
    file: 'i.yaml',
    text: ingress('regex-priority: "7"'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: '6: konghq.com/regex-priority',
    says: /takes effect again/,
    needsPerson: true,
  },
  {
    code: 'regex-priority',
    file: 'i.yaml',
    text: ingress('regex-priority: "7"'),
    from: 'traditional@3.9',
    to: 'traditional_compatible',
    at: null,
  },
  {
    code: 'path-handling',
    file: 'i.yaml',
    text: ingress('path-handling: v1'),
    from: 'traditional@3.9',
    to: 'expressions',
    at: '6: konghq.com/path-handling',
    needsPerson: true,
  },
  {
    code: 'path-handling',
    file: 'i.yaml',
    text: ingress('path-handling: v1'),
    to: 'expressions',
    at: '6: konghq.com/path-handling',
    needsPerson: false,
  },
  {
    code: 'header-values',
    file: 'i.yaml',
    text: ingress('headers.x-team: Platform'),
    to: 'expressions',
    at: '6: konghq.com/headers.x-team',
    says: /case-sensitive/,
    needsPerson: true,
  },
  {
    code: 'header-values',
    file: 'i.yaml',
    text: httpRoute('headers: [{ name: x-team, value: Platform }]'),
    from: 'expressions@3.9',
    to: 'traditional_compatible',
    at: '7: headers',
    says: /ignores case/,
    needsPerson: true,
  },
  {
    code: 'query-matches',
    file: 'i.yaml',
    text: httpRoute('queryParams: [{ name: q, value: x }]'),
    to: 'expressions',
    at: '7: queryParams',
    needsPerson: false,
  },
  {
    code: 'query-matches',
    file: 'i.yaml',
    text: httpRoute('queryParams: [{ name: q, value: x }]'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: '7: queryParams',
    says: /query param matches are not yet supported/,
    needsPerson: true,
  },
  {
    code: 'gateway-class',
    file: 'i.yaml',
    text: 'apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata:\n  name: kong\n',
    to: 'expressions',
    at: '4: kong',
    needsPerson: false,
  },
  {
    code: 'kong-route',
    file: 'i.yaml',
    text: 'apiVersion: configuration.konghq.com/v1alpha1\nkind: KongRoute\nmetadata:\n  name: shop\n',
    to: 'expressions',
    at: '4: shop',
    needsPerson: false,
  },
  {
    code: 'kong-route',
    file: 'i.yaml',
    text: 'apiVersion: configuration.konghq.com/v1alpha1\nkind: KongRoute\nmetadata:\n  name: shop\n',
    from: 'traditional@3.6',
    to: 'expressions',
    at: '4: shop',
    needsPerson: true,
  },
  {
    code: 'terraform',
    file: 'routes.tf',
    text: terraform('konnect_gateway_route', 'paths = var.paths'),
    to: 'expressions',
    at: '1: resource "konnect_gateway_route" "shop"',
    says: /not known before Terraform runs: `paths` depends on it/,
    needsPerson: true,
  },
  {
    code: 'terraform',
    file: 'routes.tf',
    text: terraform('kong_route', 'paths = ["/x"]'),
    from: 'traditional@3.6',
    to: 'expressions',
    at: null,
  },
  {
    code: 'deck-step',
    file: 'Makefile',
    text: 'sync:\n\tdeck file  namespace --path-prefix=/x -s kong.yaml | deck gateway sync -\n',
    to: 'expressions',
    at: '2: deck file  namespace',
    needsPerson: false,
  },
  {
    code: 'deck-step',
    file: '.github/workflows/x.yml',
    text: 'run: deck file openapi2kong -s api.yaml\n',
    from: 'traditional@3.6',
    to: 'expressions',
    at: '1: deck file openapi2kong',
    needsPerson: true,
  },
  {
    code: 'deck-step',
    file: 'x.sh',
    text: 'deck file patch -s kong.yaml\n',
    from: 'expressions@3.9',
    to: 'traditional',
    at: null,
  },
  {
    code: 'deck-defaults',
    file: 'kong.yaml',
    text: state('_info: { defaults: { route: { regex_priority: 5 } } }\n', 'expression: http.path == "/a"'),
    from: 'expressions@3.6',
    to: 'expressions@3.9',
    at: '2: regex_priority',
    needsPerson: true,
  },
  {
    code: 'deck-defaults',
    file: 'kong.yaml',
    text: state('_info: { defaults: { route: { regex_priority: 5 } } }\n', 'paths: [/a]'),
    to: 'expressions',
    at: null,
  },
  {
    code: 'deck-defaults',
    file: 'kong.yaml',
    text: state('_info: { defaults: { route: { priority: 5 } } }\n', 'expression: http.path == "/a"'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: '2: priority',
    needsPerson: true,
  },
  {
    code: 'format-version',
    file: 'kong.yaml',
    text: state('', 'expression: http.path ^= "/a"').replace('3.0', '2.1'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: '1: _format_version',
    needsPerson: true,
  },
  {
    code: 'format-version',
    file: 'kong.yaml',
    text: state('', 'paths: [/a]').replace('3.0', '1.1'),
    to: 'expressions',
    at: '1: _format_version',
    needsPerson: false,
  },
  {
    code: 'format-version',
    file: 'kong.yaml',
    text: state('', 'paths: [/a]'),
    to: 'expressions',
    at: null,
  },
  {
    code: 'workspaces',
    file: 'kong.yaml',
    text: state('_workspace: team\n', 'paths: [/a]'),
    to: 'expressions',
    at: '2: _workspace',
    needsPerson: false,
  },
  {
    code: 'workspaces',
    file: 'kong.yaml',
    text: state('_workspace: team\n', 'paths: [/a]'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: null,
  },
  {
    code: 'konnect',
    file: 'kong.yaml',
    text: state('_konnect: { control_plane_name: x }\n', 'paths: [/a]'),
    to: 'expressions',
    at: '2: _konnect',
    says: /P245/,
    needsPerson: false,
  },
  {
    code: 'mtls-auth',
    file: 'kong.yaml',
    text: state('', 'expression: http.path ^= "/a"\n    plugins: [{ name: mtls-auth }]'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: '5: mtls-auth',
    says: /asks every client/,
    needsPerson: false,
  },
  {
    code: 'mtls-auth',
    file: 'kong.yaml',
    text: state('', 'paths: [/a]\n    plugins: [{ name: mtls-auth }]'),
    from: 'traditional@3.6',
    to: 'expressions',
    at: '5: mtls-auth',
    says: /every client is asked/,
    needsPerson: true,
  },
  {
    code: 'mtls-auth',
    file: 'kong.yaml',
    text: state('', 'paths: [/a]\n    plugins: [{ name: mtls-auth }]'),
    to: 'expressions',
    at: null,
  },
  {
    code: 'kubernetes-names',
    file: 'i.yaml',
    text: kongRoute(''),
    to: 'expressions',
    at: '3: shop',
    says: /1 route instead of 1, .*`httproute\.default\.shop\.0\.0` becomes `httproute\.default\.shop\._\.0\.0`/,
    needsPerson: false,
  },
  { code: 'kubernetes-names', file: 'i.yaml', text: exactPath('/v1.0'), to: 'expressions', at: null },
  {
    code: 'kubernetes-problem',
    file: 'i.yaml',
    text: kongRoute('konghq.com/methods: GET'),
    to: 'expressions',
    at: '3: konghq.com/methods',
    says: /has no effect on HTTPRoute objects when the Gateway runs the expressions flavor/,
    needsPerson: true,
  },
  {
    code: 'kubernetes-problem',
    file: 'i.yaml',
    text: kongRoute('konghq.com/methods: GET'),
    from: 'expressions@3.9',
    to: 'traditional',
    at: null,
  },
  {
    code: 'kubernetes-problem',
    file: 'i.yaml',
    text: exactPath('/~/a(?!b)').replace('Exact', 'ImplementationSpecific'),
    from: 'traditional@3.9',
    to: 'traditional_compatible',
    at: '6: /~/a(?!b)',
    says: /Kong rejects the route `?.*look-around/,
    needsPerson: true,
  },
  {
    code: 'kubernetes-requests',
    file: 'i.yaml',
    text: exactPath('/v1.0'),
    to: 'expressions',
    at: '3: shop',
    says: /`GET http:\/\/a\.example\.com\/v1X0` goes to `default\.shop\.s\.a\.example\.com\.80` now, and to no route under `expressions`/,
    needsPerson: true,
  },
  { code: 'kubernetes-requests', file: 'i.yaml', text: exactPath('/v1'), to: 'expressions', at: null },
  {
    code: 'placeholder',
    file: 'kong.yaml',
    text: state('', 'hosts: ["a-${ENV}.example.com"]'),
    to: 'expressions',
    at: '3: a',
    says: /^Route `a` is not compared here, and not converted: `hosts` is filled in later\.$/,
    needsPerson: true,
  },
  // What is filled in changes nothing: the route is rejected, or accepted, in any case.
  {
    code: 'placeholder',
    file: 'kong.yaml',
    text: state('', 'paths: [no]\n    tags: ["${TAG}"]'),
    to: 'expressions',
    at: null,
  },
  {
    code: 'placeholder',
    file: 'kong.yaml',
    text: state('', 'paths: ["/${P}"]'),
    to: 'expressions',
    at: null,
  },
];

suite('other affected configuration', () => {
  for (const { code, file, text, from = compatible, to, at, says = /./, needsPerson } of cases) {
    test(`${code} in ${file}, from ${from} to ${to}: ${at ?? 'nothing'}`, () => {
      const files = { [file]: text, 'routes/kong.json': '{"paths": ["/a"], "strip_path": true}' };
      const found = planOf(files, to, from).affected.filter((one) => one.code === code);
      const lines = text.split('\n');
      const places = found.map(({ at: { range } }) => {
        assert.equal(range.start.line, range.end.line);
        const covered = lines[range.start.line]!.slice(range.start.character, range.end.character);
        return `${range.start.line + 1}: ${covered}`;
      });
      assert.deepEqual(places, at === null ? [] : [at]);
      for (const one of found) {
        assert.match(affectedWords(one.about, one.more), says);
        assert.equal(one.needsPerson, needsPerson);
      }
    });
  }

  test('each kind has a case', () => {
    const all: Record<AffectedCode, true> = {
      'deck-defaults': true,
      'format-version': true,
      'regex-priority': true,
      'path-handling': true,
      'header-values': true,
      'query-matches': true,
      'gateway-class': true,
      'kong-route': true,
      'kubernetes-names': true,
      'kubernetes-problem': true,
      'kubernetes-requests': true,
      terraform: true,
      placeholder: true,
      'deck-step': true,
      'mtls-auth': true,
      workspaces: true,
      konnect: true,
    };
    const tried = new Set(cases.filter(({ at }) => at !== null).map(({ code }) => code));
    assert.deepEqual([...tried].sort(), Object.keys(all).sort());
  });
});
