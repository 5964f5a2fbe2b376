/** What files say must not reach a terminal, a log, a page or the runner of GitHub Actions as anything but text. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

/** Colors, a title, C1, what reads backwards, what has no width, a command of GitHub, a cell, a tag. */
const name = 'evil\n::error::injected\r\n##[error]x\x1b[31m\x1b]0;title\x07\x9b31m\u202e\u200b\u2028|<b>&`_*';
const quoted = JSON.stringify(name).replace(
  /[\x7f-\uffff]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
);

const files = {
  'routes.yaml': `_format_version: "3.0"
routes:
  - name: ${quoted}
    paths: ["/a\\e[31m", "/b\\n::error::x"]
    tags: [${quoted}]
  - name: ${quoted}
    hosts: ["${'\\e[2J'}"]
  - name: other\u202e
    expression: "http.path == \\"/x\\e[2J\\" && http.header.x == 1"
`,
  'compose.yaml':
    'services:\n  "k\\e]0;x\\a":\n    image: kong:3.9\n    environment: { KONG_ROUTER_FLAVOR: traditional_compatible }\n    volumes: ["./routes.yaml:/routes.yaml"]\n',
  'routes.kong-test.yaml': `routes: [routes.yaml]\ntests:\n  - name: ${quoted}\n    request: { method: GET, url: "http://a/a" }\n    expect: { route: ${quoted} }\n`,
  'ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${quoted}, annotations: { konghq.com/methods: ${quoted} } }
spec:
  ingressClassName: kong
  rules: [{ http: { paths: [{ path: ${quoted}, pathType: Prefix, backend: { service: { name: s, port: { number: 80 } } } }] } }]
`,
};

/** All but line feeds and tabs. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/u;
const runnerCommand = /^\s*::|##\[/m;

const forPeople: readonly (readonly string[])[] = [
  ['check', '.'],
  ['check', '--flavor', 'expressions', '.'],
  ['translate', 'routes.yaml'],
  ['translate', '--controller', 'kic', 'ingress.yaml'],
  ['plan', '.', '--to', 'expressions'],
  ['plan', '.', '--to', 'expressions', '--format', 'html'],
  ['match', 'routes.yaml', '--url', 'http://a/a', '--trace', '--each-flavor'],
  ['matrix', 'routes.yaml'],
  ['matrix', 'routes.yaml', '--format', 'md'],
  ['compare', 'routes.yaml', '--from', 'traditional', '--to', 'expressions'],
  ['compare', 'routes.yaml', '--from', 'traditional', '--to', 'expressions', '--format', 'md'],
  ['test', 'routes.kong-test.yaml'],
  ['convert', '--to', 'expressions', '--diff', 'routes.yaml'],
  ['check', 'no\x1b[31m\nfile.yaml'],
  ['check', '--format', 'x\x1b\n::error::y'],
];

suite('texts of files in what people read', () => {
  for (const args of forPeople) {
    for (const env of [{}, { FORCE_COLOR: '1' }]) {
      test(`kong-routes ${JSON.stringify(args)}${'FORCE_COLOR' in env ? ' in color' : ''}`, async (context) => {
        const { code, stdout, stderr } = await runCli(args, { cwd: temporaryFolder(context, files), env });
        assert.ok(stdout.length + stderr.length > 0);
        assert.doesNotMatch(stderr, /this is a bug/);
        assert.ok(code !== null);
        for (const text of [stdout, stderr]) {
          // Only colors of our own: bold, dim, and the simple ones, each ended.
          const uncolored = text.replace(/\x1b\[(?:[0-9]|2[0-9]|3[0-9])m/g, (found) =>
            'FORCE_COLOR' in env ? '' : found,
          );
          assert.doesNotMatch(uncolored, unseen);
          assert.doesNotMatch(uncolored, runnerCommand);
          assert.doesNotMatch(text, /\x1b\[31m\x1b\]|\x1b\[2J/);
        }
      });
    }
  }

  test('no line of check begins within a name', async (context) => {
    const { stdout } = await runCli(['check', 'routes.yaml'], { cwd: temporaryFolder(context, files) });
    assert.match(stdout, /, route evil\\n::error::injected\\r\\n#\\x23\[error\]x\\x1b\[31m/);
    assert.doesNotMatch(stdout, /^\s*(?:::|\\x3a)/m);
  });

  test('carets are under what they mark, also after escaped text', async (context) => {
    const text = '_format_version: "3.0"\nroutes:\n- {name: "a\u202e", tags: [\u200b"a b"], pats: [/a]}\n';
    const { stdout } = await runCli(['check', 'routes.yaml'], {
      cwd: temporaryFolder(context, { 'routes.yaml': text }),
    });
    const lines = stdout.split('\n');
    const drawn = lines.flatMap((line, i) => {
      const caret = line.indexOf('^');
      return caret < 0 ? [] : [lines[i - 1]!.slice(caret, line.lastIndexOf('^') + 1)];
    });
    assert.ok(drawn.includes('pats'), drawn.join('\n'));
    assert.ok(drawn.includes('"a\\u202e"'), drawn.join('\n'));
  });

  test('tables of Markdown keep their columns, and links their texts', async (context) => {
    const { stdout } = await runCli(['plan', '.', '--to', 'expressions'], {
      cwd: temporaryFolder(context, files),
    });
    const tables = stdout.split('\n\n').filter((block) => block.startsWith('| '));
    assert.ok(tables.length >= 3, `${tables.length} tables`);
    for (const table of tables) {
      const widths = table
        .trim()
        .split('\n')
        .map((row) => row.replace(/\\\|/g, '').split('|').length);
      assert.deepEqual(new Set(widths).size, 1, table);
    }
    for (const line of stdout.split('\n'))
      assert.doesNotMatch(line.replace(/(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)/g, ''), /<b>/);
  });

  test('a page of HTML has no tag of a file', async (context) => {
    const { stdout } = await runCli(['plan', '.', '--to', 'expressions', '--format', 'html'], {
      cwd: temporaryFolder(context, files),
    });
    assert.match(stdout, /&lt;b&gt;/);
    assert.doesNotMatch(stdout, /<b>/);
  });
});

suite('texts of files in what programs read', () => {
  test('commands for GitHub are one line each', async (context) => {
    for (const args of [
      ['check', '--format', 'github', '.'],
      ['compare', 'routes.yaml', '--from', 'traditional', '--to', 'expressions', '--format', 'github'],
    ]) {
      const { stdout } = await runCli(args, { cwd: temporaryFolder(context, files) });
      assert.doesNotMatch(stdout, unseen);
      for (const line of stdout.trimEnd().split('\n'))
        assert.match(line, /^(?:::(?:error|warning|notice) [^:]*::|[^:]*: \d|[A-Z])/);
      assert.doesNotMatch(stdout, /^::error::/m);
    }
  });

  test('JSON is the data as it is, in characters that can be seen', async (context) => {
    const cwd = temporaryFolder(context, files);
    const translated = await runCli(['translate', '--format', 'json', 'routes.yaml'], { cwd });
    assert.doesNotMatch(translated.stdout, unseen);
    assert.doesNotMatch(translated.stdout, /##\[/);
    assert.equal(JSON.parse(translated.stdout).files[0].routes[0].name, name);
    for (const format of ['json', 'sarif']) {
      const { stdout } = await runCli(['check', '--format', format, '.'], { cwd });
      assert.doesNotMatch(stdout, unseen);
      assert.ok(JSON.stringify(JSON.parse(stdout)).includes(JSON.stringify(name).slice(1, -1)));
    }
  });

  test('a converted file has what the file has', async (context) => {
    const text = '_format_version: "3.0"\nroutes:\n- name: a\n  paths: [/a]\n  tags: ["\u202e\u200b"]\n';
    const { stdout } = await runCli(['convert', '--to', 'expressions', 'a.yaml'], {
      cwd: temporaryFolder(context, { 'a.yaml': text }),
    });
    assert.ok(stdout.includes('"\u202e\u200b"'));
  });
});
