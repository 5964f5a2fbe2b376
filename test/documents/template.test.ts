import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { dataOfRoute, readDocument, rereadDocument } from '../../server/documents/index.js';
import { maskActions } from '../../server/documents/template.js';

suite('templates', () => {
  const helm = `{{- if .Values.kong.enabled }}
_format_version: "3.0"
services:
- name: a
  url: http://{{ .Values.upstream | default "a" }}:80
  routes:
  - name: first
    hosts: [{{ .Values.host }}, b.example]
    paths:
    - {{ .Values.path }}
    - "/x/{{ .Values.version }}"
  {{- if .Values.extra }}
  - name: second
    paths: [/b]
  {{- end }}
{{- end }}
`;

  test('are read with their actions as text, at their places', () => {
    const document = readDocument(helm, 'yaml');
    assert.deepEqual(document.syntaxProblems, []);
    assert.deepEqual(document.template, { notation: 'braces', first: { start: 0, end: 30 }, open: null });
    assert.deepEqual(
      document.routes.map(({ body }) => dataOfRoute(body)),
      [
        {
          name: 'first',
          hosts: ['{{ .Values.host }}', 'b.example'],
          paths: ['{{ .Values.path }}', '/x/{{ .Values.version }}'],
        },
        { name: 'second', paths: ['/b'] },
      ],
    );
    const [route] = document.routes;
    const hosts = route!.body.entries[1]!.value;
    assert.ok(hosts.kind === 'array');
    const { span } = hosts.items[0]!;
    assert.equal(helm.slice(route!.start + span.start, route!.start + span.end), '{{ .Values.host }}');
  });

  test('an action that adds or repeats text is open', () => {
    for (const line of [
      '{{ include "routes" . }}',
      '{{- range .Values.paths }}',
      '{% for r in routes %}',
      '<%= r %>',
    ]) {
      const text = `_format_version: "3.0"\nroutes:\n  ${line}\n- name: a\n  paths: [/a]\n`;
      const { template, routes, syntaxProblems } = readDocument(text, 'yaml');
      assert.equal(text.slice(template!.open!.start, template!.open!.end), line);
      assert.deepEqual([routes.length, syntaxProblems], [1, []]);
    }
    for (const line of [
      '{{/* note */}}',
      '{{ end }}',
      '{% endif %}',
      '{# note #}',
      '<% end %>',
      '{{ $x := 1 }}',
    ]) {
      const text = `_format_version: "3.0"\nroutes:\n  ${line}\n- name: a\n  paths: [/a]\n`;
      assert.equal(readDocument(text, 'yaml').template?.open, null, line);
    }
  });

  test('what is well-formed as it is is no template', () => {
    const text = `_format_version: "3.0"\nroutes:\n- name: a\n  regex_priority: \${{ env "DECK_P" | toInt }}\n  paths: ["/{{ x }}"]\n`;
    const document = readDocument(text, 'yaml');
    assert.equal(document.template, null);
    assert.deepEqual(dataOfRoute(document.routes[0]!.body).paths, ['/{{ x }}']);
  });

  test('JSON, with actions in the place of values and within strings', () => {
    const text = `{"_format_version": "3.0", "routes": [{"name": "a", "regex_priority": {{ .P }}, "paths": ["/{{ env "X" }}/b"]}]}`;
    const document = readDocument(text, 'json');
    assert.deepEqual(document.syntaxProblems, []);
    assert.deepEqual(dataOfRoute(document.routes[0]!.body), {
      name: 'a',
      regex_priority: '{{ .P }}',
      paths: ['/{{ env "X" }}/b'],
    });
  });

  test('a mask has the length and the line breaks of what it masks', () => {
    const masked = maskActions(helm, 'yaml')!;
    assert.equal(masked.text.length, helm.length);
    assert.equal(masked.text.split('\n').length, helm.split('\n').length);
    assert.equal(maskActions('a: b', 'yaml'), null);
  });

  test('an edit of one is read as the whole is', () => {
    let document = readDocument(helm, 'yaml');
    for (const [from, to] of [
      ['/b', '/b{{ x }}'],
      ['b.example', '{{ y }}'],
      ['{{- if .Values.extra }}', '{{ range }}'],
      ['{{- if .Values.kong.enabled }}', ''],
    ] as const) {
      const text = document.text.replace(from, to);
      document = rereadDocument(document, text);
      assert.deepEqual(document, readDocument(text, 'yaml'));
    }
  });
});
