import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { suite, type TestContext, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden, fixturePath } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const cwd = fixturePath('cli/inputs');

suite('manifests of other controllers', () => {
  const other =
    'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: other\nspec:\n  gatewayClassName: someone-elses\n';

  test('are said not to be of Kong where they are named', async (context) => {
    const folder = temporaryFolder(context, { 'gateway.yaml': other });
    const { stdout, code } = await runCli(['check', 'gateway.yaml'], { cwd: folder });
    assert.equal(stdout, 'gateway.yaml  no Kong routes\n\n1 file, 0 routes: nothing to check\n');
    assert.equal(code, 0);
  });

  test('make no folder one with routes', async (context) => {
    const folder = temporaryFolder(context, { 'k8s/gateway.yaml': other });
    const { stderr, code } = await runCli(['check', 'k8s'], { cwd: folder });
    assert.equal(stderr, 'kong-routes: k8s: contains no files with Kong routes\n');
    assert.equal(code, 2);
  });
});

suite('check, for people', () => {
  const reports = [
    { golden: 'check-mixed', args: ['mixed.yaml'], code: 1 },
    { golden: 'check-mixed-traditional', args: ['mixed.yaml', '--flavor', 'traditional'], code: 1 },
    { golden: 'check-mixed-3.6', args: ['mixed.yaml', '--gateway', '3.6'], code: 1 },
    { golden: 'check-places', args: ['places.yaml', 'tabs.json'], code: 1 },
    { golden: 'check-clean', args: ['clean.yaml', 'not-kong.yaml'], code: 0 },
  ];
  for (const { golden, args, code } of reports) {
    test(`check ${args.join(' ')}`, async () => {
      const result = await runCli(['check', ...args], { cwd });
      assert.equal(result.stderr, '');
      expectGolden(`cli/${golden}.txt`, result.stdout);
      assert.equal(result.code, code);
    });
  }

  test('colors are for terminals: none in a pipe, in CI either, unless they are asked for', async () => {
    const colorCode = /\u001b\[/;
    for (const env of [{}, { CI: 'true' }, { FORCE_COLOR: '1', NO_COLOR: '1' }, { FORCE_COLOR: '0' }]) {
      assert.doesNotMatch((await runCli(['check', 'mixed.yaml'], { cwd, env })).stdout, colorCode);
    }
    const env = { FORCE_COLOR: '1' };
    assert.match((await runCli(['check', 'mixed.yaml'], { cwd, env })).stdout, colorCode);
    assert.doesNotMatch(
      (await runCli(['check', 'mixed.yaml', '--format', 'json'], { cwd, env })).stdout,
      colorCode,
    );
  });
});

suite('check --format json', () => {
  test('is exactly of the documented shape', async () => {
    const { stdout, stderr, code } = await runCli(['check', '--format', 'json', 'mixed.yaml', 'clean.yaml'], {
      cwd,
    });
    assert.equal(stderr, '');
    assert.equal(code, 1);
    assert.match(stdout, /^[^\n]+\n$/, 'one line');
    const mixed =
      "A route has either an `expression` or `paths`, not both. Kong: cannot set 'expression' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously";
    assert.deepEqual(JSON.parse(stdout), {
      files: [
        {
          file: 'mixed.yaml',
          flavor: 'expressions',
          routes: 2,
          problems: [
            {
              code: 'mixed-route',
              severity: 'error',
              message: mixed,
              route: 'orders-read',
              range: { start: { line: 7, character: 8 }, end: { line: 7, character: 13 } },
            },
            {
              code: 'expression-unknown-operator',
              severity: 'error',
              message: '`=` is not an operator: write `==`.',
              route: 'services[0].routes[1]',
              range: { start: { line: 9, character: 30 }, end: { line: 9, character: 31 } },
            },
            {
              code: 'expression-net-port',
              severity: 'warning',
              message:
                '`net.port` is deprecated. Kong replaces it with `net.dst.port`, but will stop doing so: write `net.dst.port`.',
              route: 'services[0].routes[1]',
              range: { start: { line: 9, character: 40 }, end: { line: 9, character: 48 } },
            },
            {
              code: 'priority-range',
              severity: 'error',
              message:
                '`priority` must be an unsigned 46-bit integer. Kong: value should be between 0 and 70368744177663',
              route: 'services[0].routes[1]',
              range: { start: { line: 10, character: 18 }, end: { line: 10, character: 20 } },
            },
          ],
        },
        { file: 'clean.yaml', flavor: 'traditional_compatible', routes: 1, problems: [] },
      ],
      summary: { files: 2, routes: 3, errors: 3, warnings: 1 },
    });
  });

  test('positions are in UTF-16 units', async () => {
    const { stdout } = await runCli(['check', '--format', 'json', 'places.yaml'], { cwd });
    const [problem] = JSON.parse(stdout).files[0].problems;
    assert.deepEqual(problem.range, { start: { line: 3, character: 57 }, end: { line: 3, character: 58 } });
  });

  test('an expression of a traditional flavor, and the flavor as asked for', async () => {
    const { stdout } = await runCli(
      ['check', '--format', 'json', '--flavor', 'traditional_compatible', 'mixed.yaml'],
      { cwd },
    );
    const [file] = JSON.parse(stdout).files;
    assert.equal(file.flavor, 'traditional_compatible');
    assert.deepEqual(
      file.problems.map(({ code }: { code: string }) => code),
      ['expression-in-flavor', 'expression-in-flavor', 'match-missing', 'priority-in-flavor'],
    );
  });

  test('a warning alone is a problem, and no error', async (context) => {
    const folder = temporaryFolder(context, {
      'a.yaml': '_format_version: "3.0"\nroutes:\n- expression: net.port == 80\n',
    });
    const { stdout, code } = await runCli(['check', '--format', 'json', 'a.yaml'], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout).summary, { files: 1, routes: 1, errors: 0, warnings: 1 });
    assert.equal(code, 1);
  });

  test('goes on where one of several files cannot be read, and ends with 2', async (context) => {
    const folder = temporaryFolder(context, {
      'a.yaml': '_format_version: "3.0"\nroutes: [{paths: [/a]}]\n',
    });
    const { stdout, stderr, code } = await runCli(['check', '--format', 'json', 'none.yaml', 'a.yaml'], {
      cwd: folder,
    });
    assert.deepEqual(JSON.parse(stdout), {
      files: [{ file: 'a.yaml', flavor: 'traditional_compatible', routes: 1, problems: [] }],
      summary: { files: 1, routes: 1, errors: 0, warnings: 0 },
    });
    assert.equal(stderr, 'kong-routes: none.yaml: no such file\n');
    assert.equal(code, 2);
  });

  test('ends with 2 where a file cannot be read and another has problems', async () => {
    for (const files of [
      ['none.yaml', 'mixed.yaml'],
      ['mixed.yaml', 'none.yaml'],
    ]) {
      assert.equal((await runCli(['check', ...files], { cwd })).code, 2, String(files));
    }
  });
});

suite('a directory', () => {
  const routes = '_format_version: "3.0"\nroutes: [{paths: [/a]}]\n';
  const files = {
    'all/b.yaml': routes,
    'all/a/c.json': '{"paths": ["/a"], "strip_path": true}',
    'all/z.YML': routes,
    'all/other.yaml': 'rules: []\n',
    'all/broken.json': '{"not": Kong',
    'all/binary.yaml': new Uint8Array([0xff, 0xfe, 0]),
    'all/notes.txt': routes,
    'all/node_modules/d.yaml': routes,
    'all/.git/e.yaml': routes,
  };

  test('is searched for the files that are Kong’s; the others are passed over', async (context) => {
    const folder = temporaryFolder(context, files);
    const { stdout, stderr, code } = await runCli(
      ['check', '--format', 'json', '--fail-on', 'error', 'all'],
      { cwd: folder },
    );
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.deepEqual(
      JSON.parse(stdout).files.map(({ file }: { file: string }) => file.replaceAll('\\', '/')),
      ['all/a/c.json', 'all/b.yaml', 'all/z.YML'],
    );
  });

  test('without any is a mistake', async (context) => {
    const folder = temporaryFolder(context, { 'all/other.yaml': 'rules: []\n', 'a.yaml': routes });
    const { stdout, stderr, code } = await runCli(['check', 'all', 'a.yaml'], { cwd: folder });
    assert.match(stdout, /1 file, 1 route: no problems/);
    assert.equal(stderr, 'kong-routes: all: contains no files with Kong routes\n');
    assert.equal(code, 2);
  });

  test('of which a file of Kong’s is not well-formed has a problem', async (context) => {
    const folder = temporaryFolder(context, { 'all/a.yaml': `${routes}services: [\n`, 'all/b.yaml': routes });
    const { stdout, stderr, code } = await runCli(['check', 'all'], { cwd: folder });
    assert.equal(stderr, '');
    assert.match(stdout, /^error document-syntax {2}[^\n]+\n {2}at all.a\.yaml:3:11$/m);
    assert.equal(code, 1);
  });
});

suite('what is recognized and not read', () => {
  const check = async (
    context: TestContext,
    files: Readonly<Record<string, string>>,
    ...options: string[]
  ) => {
    const { stdout, code } = await runCli(['check', '.', '--format', 'json', ...options], {
      cwd: temporaryFolder(context, files),
    });
    const report = JSON.parse(stdout) as {
      files: {
        file: string;
        routes: number;
        problems: { code: string; range: { start: { line: number } } }[];
      }[];
      summary: { notRead?: number };
    };
    const reported = report.files.map(({ file, routes, problems }) => [
      file,
      routes,
      problems.map(({ code, range }) => `${code} ${range.start.line}`),
    ]);
    return { code, reported, notRead: report.summary.notRead };
  };

  test('one fault of syntax does not silence a file', async (context) => {
    const { code, reported } = await check(
      context,
      {
        'kong.yaml':
          '_format_version: "3.0"\nroutes:\n- name: a\n  paths: [x]\n- name: b\n  paths: ["/b"\n- name: c\n  paths: [/c]\n',
      },
      '--flavor=traditional',
    );
    assert.equal(code, 1);
    assert.deepEqual(reported[0]!.slice(0, 2), ['kong.yaml', 3]);
    assert.ok((reported[0]![2] as string[]).some((one) => one.startsWith('document-syntax')));
    assert.ok((reported[0]![2] as string[]).includes('path-form 3'));
  });

  const notReadCases = {
    'a template that repeats': {
      'kong.yaml':
        '_format_version: "3.0"\nroutes:\n{{- range .Values.paths }}\n- paths: [{{ . }}]\n{{- end }}\n',
    },
    'a command that sends a file': {
      'setup.sh': 'curl http://kong:8001/services/a/routes -d @route.json\n',
    },
    'an object of Kubernetes in a script': {
      'apply.sh': 'kubectl apply -f - <<EOF\napiVersion: configuration.konghq.com/v1\nkind: KongRoute\nEOF\n',
    },
    'a configuration in a program': { 'setup.ps1': '$c = "_format_version: `"3.0`"`n routes: []"\n' },
  };
  for (const [what, files] of Object.entries(notReadCases)) {
    test(`${what} is said, counted, and ends with 3`, async (context) => {
      const { code, reported, notRead } = await check(context, files);
      assert.equal(code, 3);
      assert.equal(notRead, 1);
      assert.equal(reported.length, 1);
    });
  }

  test('what documentation shows is reported, and ends with 3 only where the file is named', async (context) => {
    const files = {
      'README.md':
        '```yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { ingressClassName: kong }\n```\n',
    };
    const found = await check(context, files);
    assert.deepEqual([found.code, found.notRead], [0, 1]);
    const named = await check(context, files, 'README.md');
    assert.deepEqual([named.code, named.notRead], [3, 1]);
  });

  test('a template of an Ingress is reported, and ends with 3', async (context) => {
    const { code, reported } = await check(context, {
      'ingress.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: { konghq.com/methods: GET }\nspec:\n  rules:\n  - host: {{ .Values.host }}\n',
    });
    assert.deepEqual([code, reported[0]![0]], [3, 'ingress.yaml']);
    assert.ok((reported[0]![2] as string[]).includes('routes-not-read 1'));
  });

  test('a problem is graver', async (context) => {
    const { code } = await check(context, {
      'kong.yaml': '_format_version: "3.0"\nroutes:\n- paths: [a]\n',
      ...notReadCases['a command that sends a file'],
    });
    assert.equal(code, 1);
  });

  test('a comment says that it is known', async (context) => {
    const { code } = await check(context, {
      'kong.yaml': '_format_version: "3.0"\nroutes:\n- paths: [/a]\n',
      'setup.sh':
        '# kong-routes-ignore routes-not-read\ncurl http://kong:8001/services/a/routes -d @route.json\n',
    });
    assert.equal(code, 0);
  });
});

suite('what cannot be run is one clear line on standard error, and exit 2', () => {
  const files = {
    'folder/a.yaml': '',
    'broken.yaml': '_format_version: "3.0"\nroutes:\n  - paths: [/a\n',
    'broken.json': '{"_format_version": "3.0", "routes": [}',
    'helm.yaml': '_format_version: "3.0"\n{{- range .Values.routes }}\nroutes: [\n',
    'binary.yaml': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 0xff, 0xfe]),
    'nul.yaml': 'a: \0\n',
    'utf-16.yaml': new Uint8Array(Buffer.from('\ufeffa: b\n', 'utf16le')),
    'fine.yaml': '_format_version: "3.0"\n',
  };
  const commands =
    'the commands are check, translate, match, compare, test, replay, matrix, convert, fmt, plan, expression, running, lsp, mcp, completion (kong-routes --help)';
  const cases: readonly (readonly [args: string[], line: string | RegExp])[] = [
    [[], `no command given; ${commands}`],
    [['cheque', 'a.yaml'], `unknown command 'cheque'; ${commands}`],
    [['--bogus'], "unknown option '--bogus'"],
    [['check'], "missing required argument 'path'"],
    [['check', '--bogus', 'fine.yaml'], "unknown option '--bogus'"],
    [
      ['check', '--flavor', 'atc', 'fine.yaml'],
      "option '--flavor <flavor>' argument 'atc' is invalid. Allowed choices are auto, traditional, traditional_compatible, expressions.",
    ],
    [
      ['check', '--gateway', 'newest', 'fine.yaml'],
      "option '--gateway <version>' argument 'newest' is invalid. Name a version such as 3.9 or 3.4.1.",
    ],
    [
      ['check', '--format', 'xml', 'fine.yaml'],
      "option '--format <format>' argument 'xml' is invalid. Allowed choices are pretty, json, sarif, github, junit.",
    ],
    [['check', '--format'], "option '--format <format>' argument missing"],
    [['check', 'none.yaml'], 'none.yaml: no such file'],
    [['check', 'fine.yaml/none.yaml'], 'fine.yaml/none.yaml: no such file'],
    [
      ['translate', 'broken.yaml'],
      'broken.yaml:3:12: not well-formed YAML: A closing `]` is missing, or is not indented deep enough.',
    ],
    [['translate', 'broken.json'], /^broken\.json:1:39: not well-formed JSON: \S/],
    [['translate', 'helm.yaml'], /^helm\.yaml:3:.*\(a template\? render it first\)$/],
    [['check', 'binary.yaml'], 'binary.yaml: is not a UTF-8 text file'],
    [['check', 'nul.yaml'], 'nul.yaml: is not a UTF-8 text file'],
    [['check', 'utf-16.yaml'], 'utf-16.yaml: is not a UTF-8 text file'],
    [['translate', 'none.yaml'], 'none.yaml: no such file'],
    [['translate'], "missing required argument 'path'"],
    [['convert', 'fine.yaml'], "required option '--to <style>' not specified"],
    [
      ['convert', '--to', 'strict', 'fine.yaml'],
      "option '--to <style>' argument 'strict' is invalid. Allowed choices are expressions, traditional.",
    ],
    [['convert', '--to', 'expressions', 'none.yaml'], 'none.yaml: no such file'],
    [
      ['convert', '--to', 'expressions', 'fine.yaml', 'fine.yaml'],
      'several files cannot be printed one after the other: add --diff or --write',
    ],
    [['expression'], "required option '--subsystem <subsystem>' not specified"],
    [
      ['expression', '--subsystem', 'tcp'],
      "option '--subsystem <subsystem>' argument 'tcp' is invalid. Allowed choices are http, stream.",
    ],
    [['lsp'], "required option '--stdio' not specified"],
  ];
  for (const [args, line] of cases) {
    test(`kong-routes ${args.join(' ')}`, async (context) => {
      const { stdout, stderr, code } = await runCli(args, { cwd: temporaryFolder(context, files) });
      assert.equal(stdout, '');
      assert.match(stderr, /^kong-routes: [^\n]+\n$/, 'one line');
      const reported = stderr.slice('kong-routes: '.length, -1);
      if (typeof line === 'string') assert.equal(reported, line);
      else assert.match(reported, line);
      assert.equal(code, 2);
    });
  }

  test('a file that may not be read', async (context) => {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      context.skip('this user may read every file');
      return;
    }
    const folder = temporaryFolder(context, { 'a.yaml': '' });
    chmodSync(`${folder}/a.yaml`, 0);
    const { stderr, code } = await runCli(['check', 'a.yaml'], { cwd: folder });
    assert.equal(stderr, 'kong-routes: a.yaml: may not be read\n');
    assert.equal(code, 2);
  });
});

suite('help', () => {
  for (const args of [['--help'], ['-h'], ['help'], ['check', '--help'], ['help', 'check']]) {
    test(`kong-routes ${args.join(' ')}`, async () => {
      const { stdout, stderr, code } = await runCli(args);
      assert.match(
        stdout,
        args.includes('check') ? /^Usage: kong-routes check / : /^Usage: kong-routes <command>/,
      );
      assert.equal(stderr, '');
      assert.equal(code, 0);
    });
  }
});
