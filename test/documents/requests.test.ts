/** Requests to the Admin API that are written as data, and what is recognised and not read. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type DocumentFormat, dataOfRoute, readDocument } from '../../server/documents/index.js';

/** The routes of a text, with what is at the first of their paths. */
function read(text: string, format: DocumentFormat = 'yaml') {
  const { routes, unread } = readDocument(text, format);
  return {
    routes: routes.map(({ body }) => dataOfRoute(body)),
    paths: routes.flatMap(({ start, body }) => {
      const paths = body.entries.find(({ key }) => key === 'paths')?.value;
      const first = paths?.kind === 'array' ? paths.items[0]?.span : undefined;
      return first ? [text.slice(start + first.start, start + first.end)] : [];
    }),
    unread: unread.map(({ reason, span }) => [reason, text.slice(span.start, span.end)]),
  };
}

const json = String.raw`{"name":"r","paths":["/x\\d"]}`;
const route = { name: 'r', paths: ['/x\\d'] };

suite('Requests written as data', () => {
  test('a task of Ansible: a mapping, a text, a form, and a template that says nothing', () => {
    const task = (body: string) =>
      `- ansible.builtin.uri:\n    url: "{{ kong admin }}/services/a/routes"\n    method: POST\n${body}`;
    const mapping = read(task('    body_format: json\n    body:\n      name: r\n      paths: ["/x"]\n'));
    assert.deepEqual(mapping, { routes: [{ name: 'r', paths: ['/x'] }], paths: ['"/x"'], unread: [] });
    const flow = read(task('    body: { name: r, paths: [/x] }\n'));
    assert.deepEqual(flow, { routes: [{ name: 'r', paths: ['/x'] }], paths: ['/x'], unread: [] });
    const text = read(task(`    body: '${json}'\n`));
    assert.deepEqual(text, { routes: [route], paths: [String.raw`"/x\\d"`], unread: [] });
    const form = read(
      task('    body_format: form-urlencoded\n    body:\n      name: r\n      paths[]: [/x, /y]\n'),
    );
    assert.deepEqual(form.routes, [{ name: 'r', paths: ['/x', '/y'] }]);
    const unknown = read(task('    body: "{{ route | to_json }}"\n'));
    assert.deepEqual(unknown.unread, [['command', '"{{ route | to_json }}"']]);
    assert.deepEqual(read(task('    body: { paths: [/x] }\n').replace('POST', 'GET')).routes, []);
  });

  test('collections of Postman and Insomnia, and HAR files', () => {
    const postman = (body: unknown) =>
      JSON.stringify({
        info: { schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
        item: [{ request: { method: 'PUT', url: { raw: 'http://localhost:8001/routes/r' }, body } }],
      });
    const raw = read(postman({ mode: 'raw', raw: json }), 'json');
    assert.deepEqual(raw.routes, [route]);
    assert.deepEqual(raw.paths, [JSON.stringify(String.raw`"/x\\d"`).slice(1, -1)]);
    const urlencoded = [
      { key: 'name', value: 'r' },
      { key: 'paths[]', value: '/x' },
      { key: 'hosts[]', value: 'h', disabled: true },
    ];
    assert.deepEqual(read(postman({ mode: 'urlencoded', urlencoded }), 'json').routes, [
      { name: 'r', paths: ['/x'] },
    ]);
    const insomnia = `resources:\n- url: http://localhost:8001/routes\n  method: POST\n  body: { text: '${json}' }\n`;
    assert.deepEqual(read(insomnia).routes, [route]);
    const har = JSON.stringify({
      log: {
        entries: [{ request: { method: 'POST', url: 'http://a:8001/routes', postData: { text: json } } }],
      },
    });
    assert.deepEqual(read(har, 'json').routes, [route]);
  });

  test('a request to another API is none of Kong', () => {
    const other =
      '- uri:\n    url: https://maps.example.com/routes\n    method: POST\n    body: { from: a, to: b }\n';
    assert.deepEqual(read(other), { routes: [], paths: [], unread: [] });
  });
});

suite('Recognised and not read', () => {
  const cases: readonly (readonly [
    string,
    DocumentFormat,
    string,
    readonly (readonly [string, string])[],
  ])[] = [
    [
      'a program that posts a route',
      'text',
      'requests.post("http://localhost:8001/services/a/routes", json={"paths": ["x"]})\n',
      [['program', '"http://localhost:8001/services/a/routes"']],
    ],
    ['a program that gets routes', 'text', 'get("http://localhost:8001/routes")\npaths: 1\n', []],
    ['a router of a web framework', 'text', 'app.post("/routes", { paths: [] })\n', []],
    [
      'a resource of Pulumi',
      'text',
      'import * as kong from "@pulumi/kong";\nnew kong.Route("r", { paths: ["/x"] });\n',
      [['program', 'new kong.Route(']],
    ],
    [
      'an OpenAPI description with settings of routes',
      'yaml',
      'openapi: 3.0.0\nx-kong-route-defaults:\n  regex_priority: 5\npaths:\n  /a: {}\n',
      [['openapi', 'x-kong-route-defaults']],
    ],
    ['an OpenAPI description', 'yaml', 'openapi: 3.0.0\npaths:\n  /a: {}\n', []],
    [
      'a template of an Ingress',
      'yaml',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: { konghq.com/methods: GET }\nspec:\n  rules:\n  - host: {{ .Values.host }}\n',
      [['manifest-template', 'Ingress']],
    ],
    [
      'an Ingress that is no template',
      'yaml',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: { konghq.com/methods: GET, x: "{{ a }}" }\n',
      [],
    ],
  ];
  for (const [name, format, text, unread] of cases) {
    test(name, () => assert.deepEqual(read(text, format).unread, unread));
  }

  test('resources and a here-document in one file of Terraform are both read, `yamlencode` is recognised', () => {
    const text = `resource "konnect_gateway_route" "a" {
  paths = ["/a"]
}
locals {
  one = <<-EOT
    _format_version: "3.0"
    routes:
    - name: b
      paths: ["/b"]
  EOT
  two = yamlencode({
    _format_version = "3.0"
    routes = [{ name = "c", paths = ["/c"] }]
  })
}
`;
    const { routes, unread } = read(text, 'hcl');
    assert.deepEqual(
      routes.map(({ paths }) => paths),
      [['/a'], ['/b']],
    );
    assert.deepEqual(unread, [['form', '_format_version']]);
  });
});
