import assert from 'node:assert/strict';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden, fixturePath } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const input = readFileSync(fixturePath('cli/inputs/convert.yaml'), 'utf8');
const convert = (cwd: string, ...args: string[]) =>
  runCli(['convert', '--to', 'expressions', ...args], { cwd });

const routes = '_format_version: "3.0"\nroutes:\n  - paths: [/a]\n';
const converted =
  '_format_version: "3.0"\nroutes:\n  - expression: \'(http.path ^= r#"/a"#)\'\n    priority: 536870914\n';

/** The report about a file in which every conversion keeps the table. */
const verified =
  '  verified: every request goes to the same route\n  needs a Gateway with `router_flavor = expressions`\n';
const isVerified = {
  verification: { kind: 'equal', message: 'verified: every request goes to the same route' },
  needs: { routerFlavor: 'expressions' },
};

suite('convert --to expressions', () => {
  test('prints the file converted, and on standard error what was left alone', async () => {
    const { stdout, stderr, code } = await convert(fixturePath('cli/inputs'), 'convert.yaml');
    expectGolden('cli/convert.yaml', stdout);
    expectGolden('cli/convert-stderr.txt', stderr);
    assert.equal(code, 1, 'routes were left alone');
  });

  test('what it prints is what --write writes, and converting that again changes nothing', async (context) => {
    const folder = temporaryFolder(context, { 'convert.yaml': input });
    const { stdout } = await convert(folder, 'convert.yaml');
    await convert(folder, '--write', '--force', 'convert.yaml');
    assert.equal(readFileSync(`${folder}/convert.yaml`, 'utf8'), stdout);
    assert.equal((await convert(folder, 'convert.yaml')).stdout, stdout);
  });

  test('Kong accepts the result if it accepted the input', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    const { code, stdout, stderr } = await convert(folder, '--write', 'a.yaml');
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 0, stdout: '', stderr: `a.yaml: 1 route converted, 0 not converted\n${verified}` },
    );
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), converted);
    assert.equal((await runCli(['check', 'a.yaml'], { cwd: folder })).code, 0);
  });

  test('reports what the flavor changes by itself, and converts the other routes', async (context) => {
    // `expressions` asks for the protocol of a stream route; `traditional_compatible` does not, so UDP matches.
    const stream = '  - name: ledger\n    protocols: [tcp, tls]\n    destinations: [{port: 9000}]\n';
    const folder = temporaryFolder(context, { 'a.yaml': `${routes}${stream}` });
    const { code, stdout, stderr } = await convert(folder, 'a.yaml');
    assert.equal(stdout, `${converted}${stream}`);
    const [summary, refused, found, needs] = stderr.split('\n');
    assert.equal(summary, 'a.yaml: 1 route converted, 1 not converted');
    const sentToOthers =
      'after the conversion some requests go elsewhere. Proof: a UDP connection from [^ ]+ to [^ ]+:9000 goes to no route, not to route `ledger`.';
    assert.match(refused!, new RegExp(`^ {2}ledger not converted: ${sentToOthers}$`));
    assert.match(found!, new RegExp(`^ {2}${sentToOthers}$`));
    assert.equal(needs, '  needs a Gateway with `router_flavor = expressions`');
    assert.equal(code, 1);
  });

  test('line breaks of Windows stay', async (context) => {
    const folder = temporaryFolder(context, { 'convert.yaml': input.replaceAll('\n', '\r\n') });
    const { stdout } = await convert(folder, 'convert.yaml');
    const plain = await convert(fixturePath('cli/inputs'), 'convert.yaml');
    assert.equal(stdout, plain.stdout.replaceAll('\n', '\r\n'));
  });

  test('JSON', async (context) => {
    const folder = temporaryFolder(context, {
      'a.json': '{\n  "name": "a",\n  "service": null,\n  "paths": ["/a"],\n  "strip_path": false\n}\n',
    });
    const { stdout } = await convert(folder, 'a.json');
    assert.equal(
      stdout,
      '{\n  "name": "a",\n  "service": null,\n  "expression": "(http.path ^= r#\\"/a\\"#)",\n  "priority": 536870914,\n  "strip_path": false\n}\n',
    );
  });

  test('a byte order mark stays', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': `\ufeff${routes}` });
    assert.equal((await convert(folder, 'a.yaml')).stdout, `\ufeff${converted}`);
  });
});

suite('convert --write', () => {
  const isWindows = process.platform === 'win32';

  test('replaces the file in one step: its mode stays, nothing is left next to it', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    chmodSync(`${folder}/a.yaml`, 0o640);
    const before = statSync(`${folder}/a.yaml`);
    const { code } = await convert(folder, '--write', 'a.yaml');
    assert.equal(code, 0);
    const after = statSync(`${folder}/a.yaml`);
    if (!isWindows) {
      assert.equal(after.mode, before.mode);
      assert.notEqual(after.ino, before.ino, 'another file has taken its place');
    }
    assert.deepEqual(readdirSync(folder), ['a.yaml']);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), converted);
  });

  test('a link stays a link', { skip: isWindows && 'links need rights on Windows' }, async (context) => {
    const folder = temporaryFolder(context, { 'target.yaml': routes });
    symlinkSync('target.yaml', `${folder}/link.yaml`);
    await convert(folder, '--write', 'link.yaml');
    assert.ok(lstatSync(`${folder}/link.yaml`).isSymbolicLink());
    assert.equal(readFileSync(`${folder}/target.yaml`, 'utf8'), converted);
  });

  test('a file in which nothing changes is not touched', async (context) => {
    const text = '_format_version: "3.0"\nroutes:\n  - expression: http.path == "/a"\n  - name: empty\n';
    const folder = temporaryFolder(context, { 'a.yaml': text });
    const longAgo = new Date('2001-01-01');
    utimesSync(`${folder}/a.yaml`, longAgo, longAgo);
    const { ino } = statSync(`${folder}/a.yaml`);
    const { stderr, code } = await convert(folder, '--write', 'a.yaml');
    assert.match(stderr, /^a\.yaml: 0 routes converted, 1 not converted\n/);
    assert.equal(code, 1);
    const after = statSync(`${folder}/a.yaml`);
    assert.equal(after.mtimeMs, longAgo.getTime());
    assert.equal(after.ino, ino);
  });

  test('several files, one of which cannot be read: the others are written', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes, 'b.yaml': routes });
    const { stdout, stderr, code } = await convert(folder, '--write', 'a.yaml', 'none.yaml', 'b.yaml');
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      `kong-routes: none.yaml: no such file\na.yaml: 1 route converted, 0 not converted\n${verified}b.yaml: 1 route converted, 0 not converted\n${verified}`,
    );
    assert.equal(code, 2);
    for (const name of ['a.yaml', 'b.yaml'])
      assert.equal(readFileSync(`${folder}/${name}`, 'utf8'), converted);
  });

  test('a folder that may not be written', async (context) => {
    if (isWindows || process.getuid?.() === 0) {
      context.skip('this user may write everywhere');
      return;
    }
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    chmodSync(folder, 0o500);
    const { stderr, code } = await convert(folder, '--write', 'a.yaml');
    chmodSync(folder, 0o700);
    assert.match(stderr, /^kong-routes: a\.yaml: could not be written: [^\n]+\n$/);
    assert.equal(code, 2);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), routes);
  });
});

suite('convert --to traditional', () => {
  const text = `_format_version: "3.0"
routes:
  - name: prefix
    expression: '(http.path ^= r#"/a"#)' # one
    priority: 536870914
  - name: moved
    expression: http.path ^= "/b"
  - name: no-form
    expression: '!(http.path == "/a")'
  - name: traditional
    paths: [/c]
`;
  const back = text
    .replace(
      `    expression: '(http.path ^= r#"/a"#)' # one\n    priority: 536870914\n`,
      '    # one\n    paths:\n      - /a\n',
    )
    .replace('    expression: http.path ^= "/b"\n', '    paths:\n      - /b\n');
  const toTraditional = (cwd: string, ...args: string[]) =>
    runCli(['convert', '--to', 'traditional', ...args], { cwd });

  test('converts what the routes that stay do not touch, and verifies it', async (context) => {
    const stays = '  - name: no-form\n    expression: \'!(http.path == "/a")\'\n';
    assert.ok(text.includes(stays));
    const folder = temporaryFolder(context, { 'a.yaml': text.replace(stays, '') });
    assert.deepEqual(await toTraditional(folder, 'a.yaml'), {
      stdout: back.replace(stays, ''),
      stderr: `a.yaml: 2 routes converted, 0 not converted
  moved: its position in the evaluation order changes: it gets the priority of a traditional route instead of 0
  verified: every request goes to the same route
`,
      code: 0,
    });
  });

  test('refuses what a route that is left alone would take requests from', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': text });
    const { stdout, stderr, code } = await toTraditional(folder, 'a.yaml');
    assert.equal(stdout, text, 'the route that stays would get the requests of the others');
    assert.match(stderr, /^a\.yaml: 0 routes converted, 3 not converted\n/);
    assert.match(
      stderr,
      /prefix not converted: after the conversion [^\n]+ goes to route `no-form`, not to route `prefix`/,
    );
    assert.equal(code, 1);
  });

  test('of what was converted to expressions is what it was, but for the style of lists', async (context) => {
    const original =
      '_format_version: "3.0"\nroutes:\n  - name: a\n    paths:\n      - ~/x\n    regex_priority: 3\n';
    const folder = temporaryFolder(context, { 'a.yaml': original });
    assert.equal((await convert(folder, '--write', 'a.yaml')).code, 0);
    assert.notEqual(readFileSync(`${folder}/a.yaml`, 'utf8'), original);
    assert.equal((await toTraditional(folder, '--write', 'a.yaml')).code, 0);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), original);
  });
});

suite('convert --route', () => {
  const two =
    '_format_version: "3.0"\nroutes:\n  - name: one\n    paths: [/a]\n  - id: 5f2c0b7e-0d3b-4f4c-9a53-1f6f5a1f4b0d\n    paths: [/b]\n  - name: done\n    expression: http.path == "/"\n';

  test('converts the one route of that name or id, in whatever file it is', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': two, 'b.yaml': routes });
    const fields = (path: string) =>
      `    expression: '(http.path ^= r#"${path}"#)'\n    priority: 536870914\n`;
    for (const [name, line] of [
      ['one', '  - name: one\n'],
      ['5f2c0b7e-0d3b-4f4c-9a53-1f6f5a1f4b0d', '  - id: 5f2c0b7e-0d3b-4f4c-9a53-1f6f5a1f4b0d\n'],
    ] as const) {
      const { stdout, code } = await convert(folder, '--route', name, 'a.yaml');
      const path = name === 'one' ? '/a' : '/b';
      assert.equal(stdout, two.replace(`${line}    paths: [${path}]\n`, line + fields(path)));
      assert.equal(code, 0);
    }
    const { stderr, code } = await convert(folder, '--route', 'one', '--write', '.');
    assert.equal(
      stderr,
      `a.yaml: 1 route converted, 0 not converted\n${verified}b.yaml: 0 routes converted, 0 not converted\n`,
    );
    assert.equal(code, 0);
    assert.equal(readFileSync(`${folder}/b.yaml`, 'utf8'), routes);
  });

  for (const name of ['none', 'done']) {
    test(`where there is nothing to convert (${name}) ends with 2`, async (context) => {
      const folder = temporaryFolder(context, { 'a.yaml': two });
      const { stderr, code } = await convert(folder, '--route', name, '--diff', 'a.yaml');
      assert.equal(
        stderr,
        `a.yaml: 0 routes converted, 0 not converted\nkong-routes: no route named ${name} needs to be converted\n`,
      );
      assert.equal(code, 2);
    });
  }
});

suite('convert --write of what is not verified', () => {
  /** `b` loses requests to `a` if `a` alone is converted. */
  const moving = '_format_version: "3.0"\nroutes:\n  - {name: a, paths: [/]}\n  - {name: b, paths: [/b]}\n';
  /** What Kong rejects has no router that could be compared. */
  const rejected =
    '_format_version: "3.0"\nroutes:\n  - {name: a, paths: [/]}\n  - {name: bad, expression: http.path}\n';
  const placeholder =
    '_format_version: "3.0"\nroutes:\n  - {name: a, paths: [/]}\n  - {name: b, paths: ["${{ env "DECK_B" }}"]}\n';

  const traditional = {
    'compose.yaml': 'services: {kong: {image: kong:3.9, environment: {KONG_ROUTER_FLAVOR: traditional}}}\n',
  };

  for (const [what, text, args, said, files] of [
    ['a route that moves requests', moving, ['--route', 'a'], /goes to route `a`, not to route `b`/, {}],
    [
      'a table with a rejected route',
      rejected,
      [],
      /not verified: Kong rejects route `bad` of the table/,
      {},
    ],
    [
      'a table with placeholders',
      placeholder,
      ['--route', 'a'],
      /not verified: a file of the table has placeholders/,
      {},
    ],
    ['what `traditional` runs', routes, [], /not verified: .* under `traditional`/, traditional],
  ] as const) {
    test(`${what}: needs --force, and ends with 1`, async (context) => {
      const folder = temporaryFolder(context, { 'a.yaml': text, ...files });
      const held = await convert(folder, '--write', ...args, 'a.yaml');
      assert.match(held.stderr, said);
      assert.match(held.stderr, /^ {2}not written, because it is not verified .*--force/m);
      assert.equal(held.code, 1);
      assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), text);
      const json = await convert(folder, '--write', '--format', 'json', ...args, 'a.yaml');
      const [file] = JSON.parse(json.stdout).files;
      assert.deepEqual([file.written, json.code], [false, 1]);
      assert.notEqual(file.text, text, 'the result is there, for whoever wants it');
      assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), text);
      const shown = await convert(folder, '--diff', ...args, 'a.yaml');
      assert.match(shown.stdout, /^\+.*expression: /m);
      assert.equal(shown.code, 1);
      const forced = await convert(folder, '--write', '--force', ...args, 'a.yaml');
      assert.match(forced.stderr, /^ {2}written with --force, although it is not verified/m);
      assert.equal(forced.code, 1);
      assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), file.text);
    });
  }

  test('files of other tables are written', async (context) => {
    const folder = temporaryFolder(context, { 'dev/a.yaml': rejected, 'prod/a.yaml': routes });
    const { code } = await convert(folder, '--write', 'dev', 'prod');
    assert.equal(code, 1);
    assert.equal(readFileSync(`${folder}/dev/a.yaml`, 'utf8'), rejected);
    assert.equal(readFileSync(`${folder}/prod/a.yaml`, 'utf8'), converted);
  });
});

suite('convert --diff', () => {
  test('prints a diff that patch accepts, and changes nothing', async (context) => {
    const folder = temporaryFolder(context, { 'in/a.yaml': routes, 'in/b.yaml': '_format_version: "3.0"\n' });
    const { stdout, stderr, code } = await convert(folder, '--diff', 'in');
    assert.equal(
      stdout,
      `--- a/in/a.yaml
+++ b/in/a.yaml
@@ -1,3 +1,4 @@
 _format_version: "3.0"
 routes:
-  - paths: [/a]
+  - expression: '(http.path ^= r#"/a"#)'
+    priority: 536870914
`,
    );
    assert.equal(
      stderr,
      `in/a.yaml: 1 route converted, 0 not converted\n${verified}in/b.yaml: 0 routes converted, 0 not converted\n`,
    );
    assert.equal(code, 0);
    assert.equal(readFileSync(`${folder}/in/a.yaml`, 'utf8'), routes);
  });

  test('with line breaks of Windows, and without one at the end', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes.trimEnd().replaceAll('\n', '\r\n') });
    const { stdout } = await convert(folder, '--diff', 'a.yaml');
    assert.equal(
      stdout,
      `--- a/a.yaml
+++ b/a.yaml
@@ -1,3 +1,4 @@
 _format_version: "3.0"\r
 routes:\r
-  - paths: [/a]
\\ No newline at end of file
+  - expression: '(http.path ^= r#"/a"#)'\r
+    priority: 536870914
\\ No newline at end of file
`,
    );
  });
});

suite('convert, over a directory', () => {
  test('--write changes every file of Kong’s in it', async (context) => {
    const folder = temporaryFolder(context, {
      'all/a.yaml': routes,
      'all/deep/b.json': '{"paths": ["/a"], "strip_path": true}',
      'all/other.yaml': 'rules: []\n',
    });
    const { stdout, stderr, code } = await convert(folder, '--write', 'all');
    assert.equal(stdout, '');
    assert.equal(
      stderr.replaceAll('\\', '/'),
      `all/a.yaml: 1 route converted, 0 not converted\n${verified}all/deep/b.json: 1 route converted, 0 not converted\n${verified}`,
    );
    assert.equal(code, 0);
    assert.equal(readFileSync(`${folder}/all/a.yaml`, 'utf8'), converted);
    assert.equal(readFileSync(`${folder}/all/other.yaml`, 'utf8'), 'rules: []\n');
  });

  test('of one file prints that', async (context) => {
    const folder = temporaryFolder(context, { 'all/a.yaml': routes });
    assert.equal((await convert(folder, 'all')).stdout, converted);
  });
});

suite('convert in one of several files next to one gateway', () => {
  const compose = `services:
  kong:
    image: kong:3.9
    environment:
      KONG_ROUTER_FLAVOR: expressions
`;
  const admin =
    '_format_version: "3.0"\nroutes:\n  - {name: admin, expression: \'http.path == "/rest/"\', priority: 1}\n';
  const open = '_format_version: "3.0"\nroutes:\n  - {name: open, paths: [/rest/]}\n';

  test('is refused where a route in another file would lose its requests', async (context) => {
    const files = { 'compose.yaml': compose, 'a.yaml': open, 'b.yaml': admin };
    const folder = temporaryFolder(context, files);
    const { stdout, stderr, code } = await convert(folder, 'a.yaml');
    assert.equal(code, 1);
    assert.equal(stdout, open);
    assert.match(stderr, /open not converted: after the conversion some requests go elsewhere/);
    assert.match(stderr, /curl .*\/rest\//);
    assert.match(stderr, /goes to route `open`, not to route `admin`/);
  });

  test('raises the priorities in all files where all are named', async (context) => {
    const files = { 'compose.yaml': compose, 'a.yaml': open, 'b.yaml': admin };
    const folder = temporaryFolder(context, files);
    const { stderr, code } = await convert(folder, '--write', 'a.yaml', 'b.yaml');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /admin: its `priority` becomes 536870919 instead of 1/);
    assert.match(readFileSync(`${folder}/b.yaml`, 'utf8'), /priority: 536870919/);
    assert.match(readFileSync(`${folder}/a.yaml`, 'utf8'), /priority: 536870918/);
  });

  test('one route alone is held against the other files too', async (context) => {
    const files = { 'compose.yaml': compose, 'a.yaml': open, 'b.yaml': admin };
    const folder = temporaryFolder(context, files);
    const { stderr, code } = await convert(folder, '--route', 'open', 'a.yaml');
    assert.equal(code, 1);
    assert.match(stderr, /goes to route `open`, not to route `admin`/);
  });
});

suite('convert --format json', () => {
  test('is exactly of the documented shape', async (context) => {
    const split = '_format_version: "3.0"\nroutes:\n- {name: s, paths: [/a, /bb]}\n- {name: empty}\n';
    const folder = temporaryFolder(context, { 'a/a.yaml': routes, 'b.yaml': split });
    const { stdout, stderr, code } = await convert(folder, '--format', 'json', 'a/a.yaml', 'b.yaml');
    assert.equal(stderr, '');
    assert.equal(code, 1);
    assert.match(stdout, /^[^\n]+\n$/, 'one line');
    assert.deepEqual(JSON.parse(stdout), {
      files: [
        {
          file: 'a/a.yaml',
          ...isVerified,
          routes: [{ route: 'routes[0]', status: 'converted', notes: [] }],
          text: converted,
        },
        {
          file: 'b.yaml',
          ...isVerified,
          verification: {
            kind: 'not-verified',
            message:
              'not verified: Kong rejects route `empty` of the table as it is. Among the routes that it accepts, every request goes to the same route',
          },
          routes: [
            {
              route: 's',
              status: 'converted',
              notes: ["becomes 2 routes, as in Kong's router, one for each path length: s, s-2"],
            },
            {
              route: 'empty',
              status: 'left-alone',
              reason:
                "Kong already rejects the route: must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'",
            },
          ],
          text: `_format_version: "3.0"
routes:
- {name: s, expression: '(http.path ^= r#"/a"#)', priority: 536870914}
- {name: s-2, expression: '(http.path ^= r#"/bb"#)', priority: 536870915}
- {name: empty}
`,
        },
      ],
      summary: { files: 2, converted: 2, leftAlone: 1 },
    });
  });

  test('with --write it has no text, which is in the file', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    const { stdout } = await convert(folder, '--format', 'json', '--write', 'a.yaml');
    assert.deepEqual(JSON.parse(stdout).files, [
      {
        file: 'a.yaml',
        ...isVerified,
        written: true,
        routes: [{ route: 'routes[0]', status: 'converted', notes: [] }],
      },
    ]);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), converted);
  });
});

suite('convert, other options', () => {
  test('--route-match-calculation strict writes documented priorities', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    const { stdout } = await convert(folder, '--route-match-calculation', 'strict', 'a.yaml');
    assert.equal(stdout, converted.replace('536870914', '4398046511106'));
  });

  test('--gateway decides what Kong accepts', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes.replace('[/a]', '["/%41"]') });
    assert.equal((await convert(folder, 'a.yaml')).code, 1);
    assert.equal((await convert(folder, '--gateway', '3.0', 'a.yaml')).code, 0);
  });

  const wrong: readonly (readonly [args: string[], line: string])[] = [
    [['--write', '--diff', 'a.yaml'], "option '--write' cannot be used with option '--diff'"],
    [['--diff', '--format', 'json', 'a.yaml'], "option '--diff' cannot be used with option '--format json'"],
    [
      ['--route-match-calculation', 'exact', 'a.yaml'],
      "option '--route-match-calculation <calculation>' argument 'exact' is invalid. Allowed choices are auto, original, strict.",
    ],
    [['a.yaml', 'a.yaml'], 'several files cannot be printed one after the other: add --diff or --write'],
    [[], "missing required argument 'path'"],
  ];
  for (const [args, line] of wrong) {
    test(`kong-routes convert ${args.join(' ')}`, async (context) => {
      const folder = temporaryFolder(context, { 'a.yaml': routes });
      assert.deepEqual(await convert(folder, ...args), {
        stdout: '',
        stderr: `kong-routes: ${line}\n`,
        code: 2,
      });
      assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), routes);
    });
  }
});
