import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, type TestContext, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const compose = (flavor: string, image = 'kong:3.9.1') => `services:
  kong:
    image: ${image}
    environment:
      KONG_DATABASE: "off"
      KONG_DECLARATIVE_CONFIG: /kong.yml
      KONG_ROUTER_FLAVOR: ${flavor}
    volumes:
      - ./kong.yml:/kong.yml:ro
`;

const prefix = '_format_version: "3.0"\nroutes:\n  - name: a\n    paths: [/a]\n';
const expression = `_format_version: "3.0"
routes:
  - name: plain
    expression: http.path ^= "/a" # kept
  - name: no-form
    expression: '!(http.path == "/b")'
`;

function folderOf(context: TestContext, routes: string, flavor: string, image?: string): string {
  return temporaryFolder(context, { 'compose.yaml': compose(flavor, image), 'kong.yml': routes });
}

const plan = (cwd: string, ...args: string[]) => runCli(['plan', '.', ...args], { cwd });

suite('plan, exit codes', () => {
  test('0 where the edits and the steps are all there is', async (context) => {
    const folder = folderOf(context, prefix, 'traditional_compatible');
    const { stdout, stderr, code } = await plan(folder, '--to', 'expressions');
    assert.match(stdout, /^# Router flavor: `traditional_compatible@3\.9\.1` to `expressions@3\.9\.1`\n/);
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });

  test('1 where something needs a person', async (context) => {
    const folder = folderOf(context, expression, 'expressions');
    assert.equal((await plan(folder, '--to', 'traditional_compatible')).code, 1);
  });

  test('nothing to do if the settings are already right', async (context) => {
    const folder = folderOf(context, prefix, 'expressions');
    const { stdout, code } = await plan(folder, '--to', 'expressions');
    assert.match(stdout, /\nThese files need no changes\.\n/);
    assert.match(stdout, /\nNothing to do: this Gateway already has the wanted settings\.\n$/);
    assert.equal(code, 0);
  });

  const wrong: readonly (readonly [args: string[], line: string])[] = [
    [
      ['--to', 'expression'],
      "option '--to': 'expression' is not a router flavor: write one of traditional, traditional_compatible, expressions, followed by @ and a version if that changes too (expressions@3.9); did you mean expressions?",
    ],
    [
      ['--from', 'classic', '--to', 'expressions'],
      "option '--from': 'classic' is not a router flavor: write one of traditional, traditional_compatible, expressions, followed by @ and a version if that changes too (expressions@3.9)",
    ],
    [
      ['--to', 'expressions@new'],
      "option '--to': 'new' is not a Gateway version: write expressions@3.9 or expressions@3.4.1",
    ],
    [
      ['--to', 'expressions@3.9@3.10'],
      "option '--to': '3.9@3.10' is not a Gateway version: write expressions@3.9 or expressions@3.4.1",
    ],
    [
      ['--to', 'traditional@2.8'],
      "option '--to': Gateway 2.8 has no router flavors: a plan can start from it, but must lead to 3.0 or later",
    ],
    [
      ['--from', 'expressions', '--to', 'traditional'],
      'no Gateway in this folder runs expressions: traditional_compatible (compose.yaml:7)',
    ],
    [[], "required option '--to <flavor[@version]>' not specified"],
    [
      ['--to', 'expressions', '--format', 'pdf'],
      "option '--format <format>' argument 'pdf' is invalid. Allowed choices are md, json, html.",
    ],
  ];
  for (const [args, line] of wrong) {
    test(`2: kong-routes plan . ${args.join(' ')}`, async (context) => {
      const folder = folderOf(context, prefix, 'traditional_compatible');
      assert.deepEqual(await plan(folder, ...args), {
        stdout: '',
        stderr: `kong-routes: ${line}\n`,
        code: 2,
      });
    });
  }

  test('2 where the directory is none', async (context) => {
    const folder = folderOf(context, prefix, 'traditional_compatible');
    for (const path of ['nowhere', 'kong.yml']) {
      const { stderr, code } = await runCli(['plan', path, '--to', 'expressions'], { cwd: folder });
      assert.equal(stderr, `kong-routes: ${path}: no such directory\n`);
      assert.equal(code, 2);
    }
  });

  test('2 where there is nothing of Kong’s: it may be the wrong directory', async (context) => {
    const folder = temporaryFolder(context, { 'rules.yaml': 'rules: []\n' });
    const { stderr, code } = await plan(folder, '--to', 'expressions');
    assert.equal(stderr, 'kong-routes: no file in this folder declares a Gateway or contains Kong routes\n');
    assert.equal(code, 2);
  });

  test('2 where gateways run different flavors and nobody says which is meant', async (context) => {
    const folder = temporaryFolder(context, {
      'a/compose.yaml': compose('traditional'),
      'b/compose.yaml': compose('traditional_compatible'),
    });
    const { stderr, code } = await plan(folder, '--to', 'expressions');
    assert.equal(
      stderr,
      'kong-routes: the Gateways in this folder run different flavors, traditional (a/compose.yaml:7) and traditional_compatible (b/compose.yaml:7): choose one with --from\n',
    );
    assert.equal(code, 2);
    const chosen = await plan(folder, '--from', 'traditional', '--to', 'expressions', '--format', 'json');
    assert.deepEqual(
      JSON.parse(chosen.stdout).settings.map((one: { place: { file: string } }) => one.place.file),
      ['a/compose.yaml'],
      'the other one is left alone',
    );
  });
});

suite('plan --format json', () => {
  test('is exactly of the documented shape', async (context) => {
    const folder = folderOf(context, expression, 'expressions');
    const { stdout, code } = await plan(folder, '--to', 'traditional_compatible', '--format', 'json');
    assert.equal(code, 1);
    assert.match(stdout, /^[^\n]+\n$/, 'one line');
    const { parts, ...rest } = JSON.parse(stdout);
    const range = (line: number, start: number, end: number) => ({
      start: { line, character: start },
      end: { line, character: end },
    });
    const refusal = '`!(http.path == "/b")` cannot be written as a traditional field';
    assert.deepEqual(rest, {
      version: 1,
      from: { flavor: 'expressions', versions: ['3.9.1'], known: 'compose.yaml:7' },
      to: { flavor: 'traditional_compatible', versions: ['3.9.1'], known: 'set explicitly' },
      summary: {
        routes: 2,
        verdicts: { unchanged: 0, convert: 1, reordered: 0, different: 0, inexpressible: 1 },
        downtime: {
          kind: 'restart',
          text: 'Requests fail while Kong restarts. There is no downtime if you start new replicas next to the old ones.',
        },
        decisions: [
          {
            text: `Route \`no-form\` cannot be written in a form that the new router accepts: ${refusal}`,
            place: { file: 'kong.yml', range: range(4, 10, 17) },
          },
        ],
      },
      tables: [
        {
          gateways: ['kong'],
          from: { flavor: 'expressions', version: '3.9.1' },
          to: { flavor: 'traditional_compatible', version: '3.9.1' },
          files: [
            {
              file: 'kong.yml',
              routes: [
                {
                  name: 'plain',
                  range: range(2, 10, 15),
                  verdict: 'convert',
                  conversion: {
                    to: 'traditional',
                    before: '    expression: http.path ^= "/a" # kept',
                    after: '    # kept\n    paths:\n      - /a',
                    notes: [
                      'its position in the evaluation order changes: it gets the priority of a traditional route instead of 0',
                    ],
                  },
                  notWritten: null,
                  refusals: [],
                  refusedBefore: [],
                  order: [],
                  moreOrder: 0,
                  matching: [],
                },
                {
                  name: 'no-form',
                  range: range(4, 10, 17),
                  verdict: 'inexpressible',
                  conversion: null,
                  notWritten: null,
                  refusals: [refusal],
                  refusedBefore: [],
                  order: [],
                  moreOrder: 0,
                  matching: [],
                },
              ],
            },
          ],
        },
      ],
      settings: [
        {
          gateways: ['kong'],
          what: 'flavor',
          how: 'replace',
          place: { file: 'compose.yaml', range: range(6, 26, 37) },
          old: 'expressions',
          new: 'traditional_compatible',
          newText: 'traditional_compatible',
          why: null,
        },
      ],
      unread: [],
      affected: [],
    });
    assert.equal(parts.length, 1);
    const [{ steps, others, ...part }] = parts;
    assert.deepEqual(part, {
      topology: 'dbless',
      title: 'DB-less: `kong`',
      about: ['`kong` (service, compose.yaml:2): `expressions`, Gateway 3.9.1.'],
      gateways: ['kong'],
      downtime: 'restart',
    });
    assert.deepEqual(
      steps.map(({ title }: { title: string }) => title),
      [
        'Rewrite or remove 1 route',
        'Write the routes in both forms, and validate the new form with `traditional_compatible`',
        'Write the routes in their new form, still under `expressions`',
        'Change the flavor to `traditional_compatible`',
      ],
    );
    for (const step of steps) {
      assert.deepEqual(Object.keys(step), [
        'title',
        'text',
        'changes',
        'commands',
        'verify',
        'meanwhile',
        'back',
      ]);
    }
    assert.deepEqual(Object.keys(others[0]), ['title', 'text', 'steps']);
  });
});

suite('plan --apply', () => {
  test('writes nothing while a decision is open', async (context) => {
    const folder = folderOf(context, expression, 'expressions');
    const { stderr, code } = await plan(folder, '--to', 'traditional_compatible', '--apply');
    assert.equal(
      stderr,
      `nothing was written: 1 decision is open (--force writes anyway)
to decide: kong.yml:5: Route \`no-form\` cannot be written in a form that the new router accepts: \`!(http.path == "/b")\` cannot be written as a traditional field
`,
    );
    assert.equal(code, 1);
    assert.equal(readFileSync(`${folder}/compose.yaml`, 'utf8'), compose('expressions'));
    assert.equal(readFileSync(`${folder}/kong.yml`, 'utf8'), expression);
  });

  test('writes with --force what it can, and reports what remains', async (context) => {
    const folder = folderOf(context, expression, 'expressions');
    const { stderr, code } = await plan(folder, '--to', 'traditional_compatible', '--apply', '--force');
    assert.equal(
      stderr,
      `written with --force, although 1 decision is open
kong.yml: 1 change written
compose.yaml: 1 change written
to do: kong.yml:5: Route \`no-form\` cannot be written in a form that the new router accepts: \`!(http.path == "/b")\` cannot be written as a traditional field
`,
    );
    assert.equal(code, 1);
    assert.equal(readFileSync(`${folder}/compose.yaml`, 'utf8'), compose('traditional_compatible'));
    assert.equal(
      readFileSync(`${folder}/kong.yml`, 'utf8'),
      expression.replace('    expression: http.path ^= "/a" # kept', '    # kept\n    paths:\n      - /a'),
    );
    const again = await plan(folder, '--to', 'traditional_compatible', '--apply', '--format', 'json');
    assert.deepEqual(JSON.parse(again.stdout).settings, []);
  });

  test('changes the version in the tag of the image', async (context) => {
    const folder = folderOf(
      context,
      prefix,
      'traditional',
      'registry.example.com:5000/kong/kong-gateway:3.4.1-ubuntu',
    );
    const { code } = await plan(folder, '--to', 'expressions@3.10', '--apply');
    assert.equal(code, 0);
    assert.equal(
      readFileSync(`${folder}/compose.yaml`, 'utf8'),
      compose('expressions', 'registry.example.com:5000/kong/kong-gateway:3.10-ubuntu'),
    );
  });

  test('what only the process knows is left to a person', async (context) => {
    const folder = folderOf(context, prefix, '${FLAVOR}');
    const { stderr, code } = await plan(folder, '--from', 'traditional', '--to', 'expressions', '--apply');
    assert.match(
      stderr,
      /^nothing was written: 1 decision is open [^\n]+\nto decide: compose\.yaml:7: Set the flavor of `kong` to `expressions` by hand: only the running process knows the value: KONG_ROUTER_FLAVOR comes from [^\n]+\n$/,
    );
    assert.equal(code, 1);
    assert.equal(readFileSync(`${folder}/compose.yaml`, 'utf8'), compose('${FLAVOR}'));
  });
});

suite('plan --write-tables', () => {
  test('writes both forms, and touches nothing else', async (context) => {
    const folder = folderOf(context, expression, 'expressions');
    const { stderr, code } = await plan(
      folder,
      '--to',
      'traditional_compatible',
      '--write-tables',
      'out/tables',
    );
    assert.equal(
      stderr.replaceAll('\\', '/'),
      'out/tables/traditional_compatible/kong.yml: the router rejects these routes as written: no-form\n',
    );
    assert.equal(code, 1);
    assert.equal(readFileSync(`${folder}/out/tables/expressions/kong.yml`, 'utf8'), expression);
    assert.match(
      readFileSync(`${folder}/out/tables/traditional_compatible/kong.yml`, 'utf8'),
      /^ {2}- name: plain\n {4}# kept\n {4}paths:\n {6}- \/a\n/m,
    );
    assert.equal(readFileSync(`${folder}/kong.yml`, 'utf8'), expression);
    assert.equal(existsSync(`${folder}/out/tables/expressions/compose.yaml`), false);
  });

  test('says where they cannot be written', async (context) => {
    const folder = folderOf(context, prefix, 'traditional');
    const { stderr, code } = await plan(folder, '--to', 'expressions', '--write-tables', 'kong.yml');
    assert.match(
      stderr.replaceAll('\\', '/'),
      /^kong-routes: kong\.yml\/traditional\/kong\.yml: could not be written: [^\n]+\n$/,
    );
    assert.equal(code, 2);
  });
});

suite('plan --format html', () => {
  test('is one page, and what files say is text in it', async (context) => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
    const routes = `_format_version: "3.0"\nroutes:\n  - name: '${evil}'\n    expression: '!(http.path == "</code></pre><b>")'\n`;
    const folder = folderOf(context, routes, 'expressions');
    const { stdout } = await plan(folder, '--to', 'traditional', '--format', 'html');
    assert.match(stdout, /^<!doctype html>\n<html lang="en">/);
    assert.match(stdout, /&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
    const tags = new Set([...stdout.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
    assert.deepEqual(
      [...tags].sort(),
      // biome-ignore format: a list
      ['a', 'body', 'br', 'code', 'details', 'div', 'h1', 'h2', 'h3', 'h4', 'head', 'html', 'li', 'main', 'meta', 'p', 'pre', 'style', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'title', 'tr', 'ul'],
    );
    assert.doesNotMatch(stdout, /(?:src|href)="?(?:https?:|\/\/|data:)/, 'it needs nothing else');
  });
});
