/** Routes with values that the files do not show: counted in every format, and never called free of problems. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const routes = `_format_version: "3.0"
services:
  - name: orders
    url: http://orders
    routes:
      - name: orders-\${{ env "DECK_STAGE" }}
        paths: [/a]
      - name: inside
        paths: [/b, "/c/\${C}"]
      # \${{ env "DECK_COMMENT" }}
      - name: known
        paths: [/d]
        plugins:
          - name: key-auth
            config: { realm: "\${REALM}" }
`;

const terraform = `resource "konnect_gateway_route" "known" {
  name             = "known"
  paths            = ["/a"]
  control_plane_id = konnect_gateway_control_plane.main.id
  service          = { id = konnect_gateway_service.orders.id }
}

resource "konnect_gateway_route" "open" {
  name             = "open"
  paths            = [var.path, "/b"]
  control_plane_id = konnect_gateway_control_plane.main.id
}
`;

const files = { 'routes.yaml': routes, 'main.tf': terraform };

suite('check of routes that are known in part', () => {
  test('for people: which fields, and no all-clear', async (t) => {
    const cwd = temporaryFolder(t, files);
    const { stdout, code } = await runCli(['check', 'routes.yaml', 'main.tf'], { cwd });
    assert.match(stdout, /^routes\.yaml {2}3 routes, 2 checked in part \(name, paths filled in later\), /m);
    assert.match(stdout, /^main\.tf {2}2 routes, 1 checked in part \(paths filled in later\), /m);
    assert.match(
      stdout,
      /\n2 files, 5 routes: no problems in the values that are known, 3 routes checked in part\n$/,
    );
    assert.equal(code, 0, 'they were read');
  });

  test('next to problems', async (t) => {
    const cwd = temporaryFolder(t, {
      'a.yaml': '_format_version: "3.0"\nroutes:\n  - name: a\n    paths: ["${A}"]\n    methods: [get]\n',
    });
    const { stdout, code } = await runCli(['check', 'a.yaml'], { cwd });
    assert.match(stdout, /\n1 file, 1 route: 1 error, 1 route checked in part\n$/);
    assert.equal(code, 1);
  });

  test('an expression alone', async (t) => {
    const cwd = temporaryFolder(t, { 'a.kong-expr': 'http.path == "${A}"' });
    const { stdout } = await runCli(['check', 'a.kong-expr'], { cwd });
    assert.match(stdout, /: no problems in the values that are known, 1 expression checked in part\n$/);
  });

  test('of nothing it is not said that it has no problems', async (t) => {
    const cwd = temporaryFolder(t, { 'a.yaml': 'services: {web: {image: nginx}}\n' });
    const { stdout, code } = await runCli(['check', 'a.yaml'], { cwd });
    assert.match(stdout, /\n1 file, 0 routes: nothing to check\n$/);
    assert.equal(code, 0);
  });

  test('as data', async (t) => {
    const cwd = temporaryFolder(t, files);
    const { stdout } = await runCli(['check', '--format', 'json', 'routes.yaml', 'main.tf'], { cwd });
    const { files: found, summary } = JSON.parse(stdout);
    assert.deepEqual(
      found.map(({ checkedInPart }: { checkedInPart: unknown }) => checkedInPart),
      [
        [
          { route: 'orders-${{ env "DECK_STAGE" }}', fields: ['name'] },
          { route: 'inside', fields: ['paths'] },
        ],
        [{ route: 'open', fields: ['paths'] }],
      ],
    );
    assert.deepEqual(summary, { files: 2, routes: 5, errors: 0, warnings: 0, checkedInPart: 3 });
  });

  test('for code scanning, CI servers and GitHub', async (t) => {
    const cwd = temporaryFolder(t, files);
    const run = async (format: string) =>
      (await runCli(['check', '--format', format, 'routes.yaml'], { cwd })).stdout;
    const [invocation] = JSON.parse(await run('sarif')).runs[0].invocations;
    assert.deepEqual(
      invocation.toolExecutionNotifications.map(({ level, message }: Record<string, unknown>) => [
        level,
        message,
      ]),
      [
        [
          'note',
          {
            text: 'routes.yaml: 2 routes were checked in part: `name` and `paths` have values that are filled in later.',
          },
        ],
      ],
    );
    assert.equal((await run('junit')).match(/<system-out>.*This route was checked in part: /g)?.length, 2);
    assert.match(
      await run('github'),
      /no problems in the values that are known, 2 routes checked in part\n$/,
    );
  });
});

/** A list of three routes of a service, of which the last one has a path that Kong rejects. */
const three = (first: string): string =>
  [
    '_format_version: "3.0"',
    'services:',
    '  - name: a',
    '    url: http://a',
    '    routes:',
    ...first.split('\n').map((line) => `      ${line}`),
    '      - name: second',
    '        paths: ["/b"]',
    '      - name: third',
    '        paths: [c]',
    '',
  ].join('\n');

suite('check of what is not well-formed', () => {
  const ofOneRoute = [
    '- name: first\n  paths: [/a',
    '- name: first\n  paths: ["/a]',
    "- name: first\n  paths: ['/a]",
    '- name: first\n  headers: {x: [a], y: [',
    '- name: "first\n  paths: [/a]',
    "- name: 'first\n  paths: [/a]",
    "- name: 'first\n  paths: [/a",
    '- name: first: x\n  paths: [/a]',
    '- name: first\n  paths: [/a]\n  tags: *nowhere',
  ];
  for (const first of ofOneRoute) {
    test(`the next routes are checked: ${JSON.stringify(first)}`, async (t) => {
      const cwd = temporaryFolder(t, { 'a.yaml': three(first) });
      const { stdout, code } = await runCli(['check', '--format', 'json', 'a.yaml'], { cwd });
      const { files: found, summary } = JSON.parse(stdout);
      assert.equal(found[0].routes, 3);
      const { code: last, route, range } = found[0].problems.at(-1);
      assert.deepEqual(
        [last, route, range.start.line],
        ['path-form', 'third', three(first).split('\n').length - 2],
      );
      assert.deepEqual([summary.notChecked, summary.notReadCompletely], [1, undefined]);
      assert.equal(code, 1);
    });
  }

  const ofTheFile = [
    '- {name: first, paths: [/a]',
    '- name: first\n  paths: [/a]\n-name: hidden\n  paths: [/h]',
    '- name: first\n  paths: [/a]\n - name: hidden\n  paths: [/h]',
    '- name: first\n  paths: [/a]\n\t- name: hidden',
  ];
  for (const first of ofTheFile) {
    test(`the file may have more routes: ${JSON.stringify(first)}`, async (t) => {
      const cwd = temporaryFolder(t, { 'a.yaml': three(first) });
      const { stdout } = await runCli(['check', 'a.yaml'], { cwd });
      assert.match(stdout, /, 1 file not read completely/);
    });
  }

  test('also in a file of another tool', async (t) => {
    const [, ...lines] = three(ofOneRoute[1]!).split('\n');
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kong}\ndata:\n  kong.yml: |\n    _format_version: "3.0"\n${lines.map((line) => `    ${line}`).join('\n')}`;
    const cwd = temporaryFolder(t, { 'a.yaml': map });
    const { stdout } = await runCli(['check', 'a.yaml'], { cwd });
    assert.match(stdout, /\n1 file, 3 routes: 2 errors, 1 route not checked\n$/);
  });
});
