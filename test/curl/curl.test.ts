/** "Copy as curl": what is copied, and what arrives at Kong when a shell runs it. */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { type Curl, curlOf } from '../../server/curl/curl-command.js';
import { type Data, readDocument } from '../../server/documents/index.js';
import { refusalWords } from '../../server/problems/index.js';
import type { CurlForm } from '../../server/protocol/index.js';
import { deadline } from '../support/command-line.js';
import { argumentsAsKongReads, bodyAsKongReads } from '../support/kong-form.js';
import { temporaryFolder } from '../support/temporary.js';

const local = 'http://localhost:8001';

/** The command for the last route of a file. */
function curl(
  text: string,
  form: CurlForm = 'json',
  address = local,
  format: 'yaml' | 'json' = 'yaml',
): Curl {
  const document = readDocument(text, format);
  return curlOf(document, document.routes.at(-1)!, { address, form });
}

function command(...args: Parameters<typeof curl>): string {
  const result = curl(...args);
  assert.ok('command' in result, JSON.stringify(result));
  return result.command;
}

function refusal(text: string, form: CurlForm = 'form', address = local): string {
  const result = curl(text, form, address);
  assert.ok('refused' in result, JSON.stringify(result));
  return refusalWords(result.refused);
}

const route = (...lines: readonly string[]) =>
  `_format_version: "3.0"\nroutes:\n  - name: a\n${lines.map((line) => `    ${line}\n`).join('')}`;

const orders = `_format_version: "3.0"
_info: { defaults: { route: { preserve_host: true, strip_path: false } } }
services:
  - name: orders
    url: http://orders
    routes:
      - name: orders-read
        expression: (http.path ^= "/orders" && http.headers.it's == 'x')
        priority: 9007199254740993
        strip_path: false
        tags: [a, "b c"]
        plugins: [{ name: cors }]
        _comment: mine
`;

suite('the command', () => {
  test('with JSON', () => {
    assert.equal(
      command(orders),
      `# Not included, because this command creates only the route: plugins, _comment.
# Not included, because the defaults of the file set it: preserve_host.
curl -X POST 'http://localhost:8001/services/orders/routes' \\
  -H 'Content-Type: application/json' \\
  --data-binary '{
  "name": "orders-read",
  "expression": "(http.path ^= \\"/orders\\" && http.headers.it'\\''s == '\\''x'\\'')",
  "priority": 9007199254740993,
  "strip_path": false,
  "tags": ["a", "b c"]
}'`,
    );
  });

  test('with a form', () => {
    assert.equal(
      command(orders, 'form'),
      `# Not included, because this command creates only the route: plugins, _comment.
# Not included, because the defaults of the file set it: preserve_host.
curl -X POST 'http://localhost:8001/services/orders/routes' \\
  --form-string 'name=orders-read' \\
  --form-string 'expression=(http.path ^= "/orders" && http.headers.it'\\''s == '\\''x'\\'')' \\
  --form-string 'priority=9007199254740993' \\
  --form-string 'strip_path=false' \\
  --form-string 'tags[1]=a' \\
  --form-string 'tags[2]=b c'`,
    );
  });

  test('with a form: lists, mappings and records as Kong names what is in them', () => {
    const text = route(
      'protocols: [tcp]',
      'headers: { X-Version: [v1, v2], b: ["1"] }',
      'sources: [{ ip: 10.0.0.0/8, port: 80 }, { port: 81 }]',
      'service: null',
    );
    assert.deepEqual(command(text, 'form').split(' \\\n  ').slice(1), [
      "--form-string 'name=a'",
      "--form-string 'protocols[1]=tcp'",
      "--form-string 'headers.X-Version[1]=v1'",
      "--form-string 'headers.X-Version[2]=v2'",
      "--form-string 'headers.b[1]=1'",
      "--form-string 'sources[1].ip=10.0.0.0/8'",
      "--form-string 'sources[1].port=80'",
      "--form-string 'sources[2].port=81'",
      "--form-string 'service='",
    ]);
  });

  test('keeps placeholders, and reports them', () => {
    const text = route('paths: ["${{ env \'P\' }}"]', 'hosts: {{ hosts }}', 'priority: ${{ env "N" }}');
    const note = '# The command contains placeholders: fill them in first.\n';
    assert.equal(
      command(text),
      `${note}curl -X POST 'http://localhost:8001/routes' \\
  -H 'Content-Type: application/json' \\
  --data-binary '{
  "name": "a",
  "paths": ["\${{ env '\\''P'\\'' }}"],
  "hosts": "{{ hosts }}",
  "priority": "\${{ env \\"N\\" }}"
}'`,
    );
    assert.equal(
      command(text, 'form'),
      `${note}curl -X POST 'http://localhost:8001/routes' \\
  --form-string 'name=a' \\
  --form-string 'paths[1]=\${{ env '\\''P'\\'' }}' \\
  --form-string 'hosts={{ hosts }}' \\
  --form-string 'priority=\${{ env "N" }}'`,
    );
  });

  test('says nothing in a comment that a shell might take for more', () => {
    const [first] = command(route('"_$(reboot)`x`": 1', '_b: 2')).split('\n');
    assert.equal(first, '# Not included, because this command creates only the route: _b, others.');
  });

  test('escapes what a terminal would not show or would obey', () => {
    assert.match(command(route('tags: ["\\e\\x07\\x7f\\x9b\\r"]')), /\["\\u001b\\u0007\\u007f\\u009b\\r"\]/);
  });

  test('paths of an old format are as Kong reads them there', () => {
    const text = '_format_version: "2.1"\nroutes:\n  - paths: ["/a/\\\\d+", /b]\n';
    assert.match(command(text), /^# The paths are rewritten as Kong rewrites paths of format 2\.1\.\n/);
    assert.match(command(text), /"paths": \["~\/a\/\\\\d\+", "\/b"\]/);
  });
});

suite('where it goes', () => {
  const url = (text: string, address = local, format: 'yaml' | 'json' = 'yaml') =>
    /^curl -X POST '(.*)' \\$/m.exec(command(text, 'json', address, format))?.[1];
  const top = (service: string) => route(`service: ${service}`, 'paths: [/a]');

  for (const [what, text, expected] of [
    ['without a service', route('paths: [/a]'), '/routes'],
    ['in its service', orders, '/services/orders/routes'],
    ['a service by name', top('{ name: a b/ü }'), '/services/a%20b%2F%C3%BC/routes'],
    ['a service by its name alone', top('orders'), '/services/orders/routes'],
    [
      'a service by id',
      top('{ id: 9524ec7d-36d9-465d-a8c5-83a3c9390458 }'),
      '/services/9524ec7d-36d9-465d-a8c5-83a3c9390458/routes',
    ],
    ['no service', top('null'), '/routes'],
    ['a placeholder', top('{ name: "${{ env \'S\' }}" }'), "/services/${{ env '\\''S'\\'' }}/routes"],
    ['a workspace', `_workspace: team a\n${route('paths: [/a]')}`, '/team%20a/routes'],
    ['the default workspace', `_workspace: default\n${route('paths: [/a]')}`, '/routes'],
    ['half a character', top('{ name: "\\uD800" }'), '/services/%EF%BF%BD/routes'],
  ] as const) {
    test(what, () => assert.equal(url(text), `${local}${expected}`));
  }

  test('the service is in the address, and not in the body', () => {
    assert.doesNotMatch(command(top('{ name: b }')), /"service"/);
    assert.match(command(top('null')), /"service": null/);
  });

  test('an address with a path, and a control plane of Konnect', () => {
    const text = `_workspace: team\n${route('paths: [/a]')}`;
    assert.equal(url(text, 'https://admin.example.com/own/'), 'https://admin.example.com/own/routes');
    const plane = 'https://eu.api.konghq.com/v2/control-planes/9524ec7d-36d9-465d-a8c5-83a3c9390458';
    assert.equal(url(text, plane), `${plane}/core-entities/routes`);
  });

  test('an address that is none', () => {
    assert.equal(
      refusal(route('paths: [/a]'), 'json', 'localhost:8001'),
      'the setting kongRoutes.adminApi: the URL must start with http:// or https://, such as http://localhost:8001',
    );
  });
});

suite('what cannot be told exactly is refused', () => {
  for (const [lines, why] of [
    [['expression: ""'], '`expression` exactly: Kong reads an empty string as null'],
    [['paths: [/a, ""]'], '`paths[2]` exactly: Kong reads an empty string as null'],
    [['paths: []'], '`paths` exactly: an empty list is not sent'],
    [['headers: {}'], '`headers` exactly: an empty mapping is not sent'],
    [['strip_path: "true"'], '`strip_path` exactly: Kong would read the string as a boolean'],
    [['priority: "5"'], '`priority` exactly: Kong would read the string as a number'],
    [['paths: /a'], '`paths` exactly: Kong would read the string as a list'],
    [['headers: { a: x }'], '`headers.a` exactly: Kong would read the string as a list'],
    [['tags: [1]'], '`tags[1]` exactly: Kong would read 1 as a string'],
    [['tags: [true]'], '`tags[1]` exactly: Kong would read true as a string'],
    [['priority: true'], '`priority` exactly: Kong would read true as a number'],
    [['expression: [a]'], '`expression` exactly: Kong would read the list as a string'],
    [['headers: [a]'], '`headers` exactly: Kong would read the list as a mapping'],
    [['sources: { ip: a }'], '`sources` exactly: Kong would read the mapping as a list'],
    [['foo: null'], '`foo` exactly: Kong has no such field, and would read null as a string'],
    [['foo: 1'], '`foo` exactly: Kong would read 1 as a string'],
    [['tags: ["\\r"]'], '`tags[1]` exactly: it contains control characters'],
    [['tags: ["\\uD800"]'], '`tags[1]` exactly: it contains half of a surrogate pair'],
    [
      ['headers: { a.b: [x] }'],
      '`headers.a.b`: names may contain only letters, digits, _ and -, and must not be numbers',
    ],
    [
      ['headers: { "12": [x] }'],
      '`headers.12`: names may contain only letters, digits, _ and -, and must not be numbers',
    ],
    [
      ['headers: { INF: [x] }'],
      '`headers.INF`: names may contain only letters, digits, _ and -, and must not be numbers',
    ],
    [['"a;b": x'], '`a;b`: names may contain only letters, digits, _ and -, and must not be numbers'],
  ] as const) {
    test(lines.join(), () => {
      assert.equal(refusal(route(...lines)), `a form cannot represent ${why}`);
      command(route(...lines));
    });
  }

  test('a route without fields', () => {
    const text = '_format_version: "3.0"\nroutes: [{ _comment: x }]\n';
    assert.equal(refusal(text), 'a form needs at least one field, but the route has none');
    assert.match(command(text), /--data-binary '\{\}'$/);
  });

  test('numbers that JSON does not have, and files that are not well-formed', () => {
    for (const form of ['json', 'form'] as const) {
      assert.equal(
        refusal(route('priority: .inf'), form),
        '`priority` contains a number that JSON cannot represent',
      );
      assert.equal(
        refusal(`${route('paths: [/a]')}  - [`, form),
        'the file is not well-formed; correct it first',
      );
    }
  });
});

/** Texts that a shell, curl, JSON or a form might take for something else. */
const tricky = [
  `it's "quoted" \`x\` $HOME $(id) \${x} \\ ! # ~ * ?`,
  '(http.path == "/a")',
  '@/etc/passwd',
  '</etc/passwd',
  '=a;type=text/html;filename=b',
  'a\nb\n\n',
  ' leading and trailing ',
  '\ttab',
  'ü 日本 😀 \u2028 \ufeff',
  '-- -X -d @x',
  '\\\\ \\n %41 %20 + & ; \\u0041',
  'true',
  '12',
  'null',
  "'",
  "''\\'''",
  '--boundary\r\n'.trim(),
];

const full: Record<string, Data> = {
  id: '9524ec7d-36d9-465d-a8c5-83a3c9390458',
  name: 'a',
  protocols: ['https'],
  tags: tricky,
  paths: ['/a', '~/\\d+$'],
  headers: { 'X-Version': ['v1', 'v2'], x_y: ['(a)'] },
  sources: [{ ip: '10.0.0.0/8', port: 80 }, { port: 81 }],
  regex_priority: 0,
  priority: 70368744177663,
  created_at: 1700000000,
  strip_path: false,
  preserve_host: true,
  path_handling: null,
  expression: tricky.join('\n'),
};

const documentOf = (data: Readonly<Record<string, Data>>) =>
  JSON.stringify({ _format_version: '3.0', routes: [data] });

const onWindows = process.platform === 'win32' && 'there is no POSIX shell';

suite('in a shell', { skip: onWindows }, () => {
  /** The arguments that a program called curl gets. */
  function argumentsOf(context: TestContext, command: string): string[] {
    const folder = temporaryFolder(context);
    const script = `#!${process.execPath}\nrequire('fs').writeFileSync(process.env.ARGUMENTS, JSON.stringify(process.argv.slice(2)));\n`;
    writeFileSync(`${folder}/curl`, script);
    chmodSync(`${folder}/curl`, 0o755);
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${folder}${delimiter}${process.env.PATH}`, ARGUMENTS: `${folder}/arguments.json` },
    });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    return JSON.parse(readFileSync(`${folder}/arguments.json`, 'utf8'));
  }

  test('the JSON arrives as it is', (context) => {
    const [request, method, address, header, type, option, body, ...others] = argumentsOf(
      context,
      command(documentOf(full), 'json', local, 'json'),
    );
    assert.deepEqual(
      [request, method, address, header, type, option, others],
      ['-X', 'POST', `${local}/routes`, '-H', 'Content-Type: application/json', '--data-binary', []],
    );
    assert.deepEqual(JSON.parse(body!), full);
  });

  test('what JSON alone can hold', (context) => {
    const data = { name: '', tags: ['\u0000\r\u001b\ud800', ''], paths: [], headers: { 'a.b': [] }, x: 1.5 };
    const body = argumentsOf(context, command(documentOf(data), 'json', local, 'json')).at(-1)!;
    assert.deepEqual(JSON.parse(body), data);
  });

  test('the fields arrive as they are', (context) => {
    const [, , address, ...options] = argumentsOf(context, command(documentOf(full), 'form', local, 'json'));
    assert.equal(address, `${local}/routes`);
    const parts = options.flatMap((option, i) => {
      if (i % 2 === 0) assert.equal(option, '--form-string');
      const [, name, text] = /^([^=]*)=([\s\S]*)$/.exec(option) ?? [];
      return i % 2 === 1 ? [[name!, text!] as const] : [];
    });
    assert.equal(new Set(parts.map(([name]) => name)).size, parts.length, 'Lapis keeps one of each name');
    assert.deepEqual(argumentsAsKongReads(new Map(parts)), full);
  });

  const hasCurl = !onWindows && spawnSync('curl', ['--version']).status === 0;

  test('real curl sends Kong the route', { skip: !hasCurl && 'curl is not there' }, async (context) => {
    const received: { path: string; type: string; body: Buffer }[] = [];
    const server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const type = request.headers['content-type'] ?? '';
      received.push({ path: `${request.method} ${request.url}`, type, body: Buffer.concat(pieces) });
      response.writeHead(201).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => server.close());
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const data = { ...full, service: { name: 'ö/x' } };
    for (const form of ['json', 'form'] as const) {
      const text = command(documentOf(data), form, address, 'json');
      await promisify(execFile)('sh', ['-c', text], {
        env: { ...process.env, NO_PROXY: '*' },
        timeout: deadline,
      });
    }
    assert.deepEqual(
      received.map(({ path }) => path),
      ['POST /services/%C3%B6%2Fx/routes', 'POST /services/%C3%B6%2Fx/routes'],
    );
    for (const { type, body } of received) assert.deepEqual(bodyAsKongReads(type, body), full);
  });
});

test('integers that a double cannot hold stay as they are', () => {
  const text = '{"_format_version": "3.0", "routes": [{"priority": 18446744073709551615}]}';
  assert.match(command(text, 'json', local, 'json'), /"priority": 18446744073709551615\n/);
  assert.match(command(text, 'form', local, 'json'), /'priority=18446744073709551615'$/);
});
