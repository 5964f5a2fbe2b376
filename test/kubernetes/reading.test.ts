import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { manifestProblems, readManifests, translate } from '../../server/kubernetes/index.js';
import { cases, manifestOf, settingsFor, translateText } from './cases.js';

const service = (name: string) =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name} }, spec: { ports: [{ port: 80 }] } }`;

const identities = (text: string) =>
  readManifests([{ file: 'a.yaml', text }]).objects.map(
    ({ identity: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`,
  );

suite('Reading manifests', () => {
  test('several documents, lists, lists of one kind, and what is none of Kubernetes', () => {
    const text = `# Source: chart/templates/a.yaml
---
${service('a')}
---
# nothing
---
apiVersion: v1
kind: List
items:
- ${service('b')}
- apiVersion: networking.k8s.io/v1
  kind: IngressList
  items:
  - metadata: { name: c, namespace: n }
---
_format_version: "3.0"
services: []
---
- a list
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: d }
`;
    assert.deepEqual(identities(text), [
      'Service default/a',
      'Service default/b',
      'Ingress n/c',
      'IngressClass /d',
    ]);
  });

  test('JSON, with tabs and escapes', () => {
    const text = JSON.stringify(
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a\u00e9' } },
      null,
      '\t',
    );
    assert.deepEqual(identities(text), ['Service default/a\u00e9']);
  });

  test('anchors, aliases and merge keys are resolved, at the place where they are used', () => {
    const text = `
x: &common { konghq.com/methods: GET }
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: o, annotations: { <<: *common, konghq.com/snis: &host a.example.com } }
spec: { ingressClassName: kong, rules: [{ host: *host }] }
`;
    const [object] = readManifests([{ file: 'a.yaml', text }]).objects;
    assert.deepEqual(object?.annotations.keys, ['konghq.com/snis', 'konghq.com/methods']);
    const host = object?.root.get('spec', 'rules').items[0]?.get('host');
    assert.equal(host?.text, 'a.example.com');
    assert.equal(text.slice(...(host?.origin.range ?? [0, 0])), '*host');
  });

  test('aliases of aliases do not take all memory', () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) =>
        `a${index + 1}: &a${index + 1} [${'*a0 '.replace('0', String(index)).repeat(1)}, *a${index}, *a${index}]`,
    );
    const text = `apiVersion: v1\nkind: Service\nmetadata: { name: a }\na0: &a0 [x]\n${levels.join('\n')}\n`;
    assert.ok(readManifests([{ file: 'a.yaml', text }]));
  });

  test('the place of an annotation element is that of the element', () => {
    const text = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: o
  annotations:
    konghq.com/methods: " get ,  post"
    konghq.com/snis: >-
      a.example.com,
      b.example.com
`;
    const [object] = readManifests([{ file: 'a.yaml', text }]).objects;
    const methods = object?.annotations.methods() ?? [];
    assert.deepEqual(
      methods.map(({ value, origin }) => [value, text.slice(...origin.range)]),
      [
        ['GET', 'get'],
        ['POST', 'post'],
      ],
    );
    // A folded block is not in the file as it is.
    const snis = object?.annotations.list('konghq.com/snis') ?? [];
    assert.deepEqual(
      snis.map(({ value }) => value),
      ['a.example.com', 'b.example.com'],
    );
    assert.match(text.slice(...(snis[0]?.origin.range ?? [0, 0])), /a\.example\.com,\n +b\.example\.com$/);
  });

  test('a block of text may have templates in it, a manifest may not', () => {
    const alerts =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  rules: |\n    summary: {{ $labels.x }}\n';
    assert.deepEqual(identities(alerts), ['ConfigMap default/a']);
    for (const template of [
      '{{- if .Values.x }}\n',
      'a: {{ .Values.x }}\n',
      '  {{ include "x" . | nindent 4 }}\n',
    ]) {
      const { objects, problems } = readManifests([
        { file: 'a.yaml', text: `apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n${template}` },
      ]);
      assert.deepEqual(
        [objects.length, problems.map(({ code }) => code)],
        [0, ['template-not-rendered']],
        template,
      );
    }
  });

  test('an Ingress and its Service may be in different files', () => {
    const ingress =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: o }\nspec: { ingressClassName: kong, rules: [{ http: { paths: [{ path: /x, pathType: Exact, backend: { service: { name: s, port: { number: 80 } } } }] } }] }\n';
    const files = [
      { file: 'a.yaml', text: ingress },
      {
        file: 'b.yaml',
        text: 'apiVersion: v1\nkind: Service\nmetadata: { name: s, annotations: { konghq.com/protocol: https } }\nspec: { ports: [{ port: 80 }] }\n',
      },
    ];
    const manifests = readManifests(files);
    const translation = translate(manifests.objects, settingsFor('kic'));
    assert.equal(translation.expressions.services[0]?.fields.protocol, 'https');
    assert.deepEqual(manifestProblems(manifests, translation), []);
  });

  test('KongRoutes and KongServices of the operator are sent as they are', () => {
    const text = `
apiVersion: configuration.konghq.com/v1alpha1
kind: KongService
metadata: { name: s }
spec: { name: service, host: h.example.com, port: 8080 }
---
apiVersion: configuration.konghq.com/v1alpha1
kind: KongRoute
metadata: { name: r }
spec: { name: route, paths: [/a], regex_priority: 3, headers: { X: [a] }, serviceRef: { type: namespacedRef, namespacedRef: { name: s } } }
`;
    const { translation } = translateText(text, settingsFor('operator'));
    for (const { services } of [translation.traditional, translation.expressions]) {
      const [service] = services;
      assert.equal(service?.name, 'service');
      assert.deepEqual(service?.fields, { host: 'h.example.com', port: 8080 });
      const [route] = service?.routes ?? [];
      assert.deepEqual(route?.fields, { paths: ['/a'], headers: { X: ['a'] }, regex_priority: 3 });
      const origin = route?.origins.get('paths.0');
      assert.equal(origin && text.slice(...origin.range), '/a');
    }
    assert.deepEqual(translateText(text, settingsFor('kic')).translation.traditional.services, []);
  });
});

suite('No text is too broken', () => {
  const everything = (text: string) => {
    for (const controller of ['kic', 'operator'] as const) {
      const { manifests, translation } = translateText(
        text,
        settingsFor(controller, { listenerStatus: 'assumed' }),
      );
      for (const { origin } of manifestProblems(manifests, translation)) {
        const [start, end] = origin.range;
        assert.ok(start >= 0 && start <= end && end <= text.length);
      }
    }
  };

  test('every prefix of the manifests', () => {
    let count = 0;
    for (const one of cases
      .filter(({ id }) => id.startsWith('hand-'))
      .filter((_, index) => index % 8 === 0)) {
      const text = manifestOf(one, 'kic');
      for (let end = 0; end < text.length; end += 9) {
        everything(text.slice(0, end));
        count++;
      }
    }
    assert.ok(count > 300, String(count));
  });

  test('lines that are removed, doubled, moved or given other values', () => {
    const texts = cases.map((one) => manifestOf(one, 'operator')).filter((text) => text.length < 3000);
    const values = [
      'null',
      '[]',
      '{}',
      '7',
      'true',
      '""',
      '"*"',
      '- a',
      '"\u{1f600}"',
      '"/~"',
      '&a *a',
      '0x7fffffffffffffff',
      '-1',
    ];
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(4), fc.nat()), { minLength: 1, maxLength: 4 }),
        (index, changes) => {
          const lines = (texts[index] as string).split('\n');
          for (const [at, how, what] of changes) {
            const line = at % lines.length;
            const value = values[what % values.length] as string;
            if (how === 0) lines.splice(line, 1);
            else if (how === 1) lines.splice(line, 0, lines[line] ?? '');
            else if (how === 2) lines.splice(line, 1, (lines[line] ?? '').replace(/: .*$/, `: ${value}`));
            else if (how === 3) lines.splice(line, 1, `  ${lines[line]}`);
            else lines.splice(what % lines.length, 0, ...lines.splice(line, 1));
          }
          everything(lines.join('\n'));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('deeply nested text', () => {
    everything('['.repeat(20_000));
    everything(`apiVersion: v1\nkind: Service\nmetadata: ${'{ a: '.repeat(5000)}`);
  });
});
