/** What the command says of regexes when it has no engine to judge them with: its own, without the WebAssembly. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { cliBundle, runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

/** @param missing which of the engines is not there */
function brokenCli(t: TestContext, missing: 'rregex.wasm' | 'libpcre2.wasm'): string {
  const root = join(cliBundle, '../..');
  const bundles = readdirSync(join(root, 'dist')).filter((name) => /\.(?:cjs|wasm)$/.test(name));
  const names = [...bundles.map((name) => `dist/${name}`), 'package.json', 'docs/problems.md'];
  const kept = names.filter((name) => name !== `dist/${missing}`);
  const files = kept.map((name) => [name, readFileSync(join(root, name))]);
  return join(temporaryFolder(t, Object.fromEntries(files)), 'dist/cli.cjs');
}

const file = `_format_version: "3.0"
routes:
- name: by-expression
  expression: http.path ~ "^/(a"
- name: by-path
  paths: ["~/(?<id>\\\\d+)(?=x)"]
- name: plain
  expression: http.path ~ "^/a[bc]"
`;

async function problemsIn(t: TestContext, cli: string, flavor: string) {
  const cwd = temporaryFolder(t, { 'kong.yaml': file });
  const args = ['check', '--flavor', flavor, '--gateway', '3.9', '--format', 'json', 'kong.yaml'];
  const { stdout, code } = await runCli(args, { cwd, cli });
  const { files } = JSON.parse(stdout) as {
    files: { problems: { code: string; severity: string; route: string }[] }[];
  };
  return { code, problems: files.flatMap(({ problems }) => problems) };
}

suite('without an engine for regexes', () => {
  test('`expression` never answers that it is right, and ends with 1', async (t) => {
    const { stdout, code } = await runCli(['expression', '--subsystem', 'http'], {
      cli: brokenCli(t, 'rregex.wasm'),
      input: '"http.path ~ \\"^/(\\""\n"http.path ~ \\"^/a\\""\n',
    });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      answers.map(({ ok, problems }) => [ok, problems.map((problem: { code: string }) => problem.code)]),
      [
        [false, ['expression-regex-not-judged']],
        [true, []],
      ],
    );
    assert.equal(code, 1);
  });

  test('`check` says of each regex that it was not judged', async (t) => {
    const { problems, code } = await problemsIn(t, brokenCli(t, 'rregex.wasm'), 'expressions');
    assert.equal(code, 1, 'what was not judged does not pass');
    const codes = problems.map(({ code, severity }) => `${severity} ${code}`);
    assert.deepEqual(codes, ['warning expression-regex-not-judged', 'warning regex-not-judged']);
  });

  test('`check` reports it for PCRE', async (t) => {
    const { problems } = await problemsIn(t, brokenCli(t, 'libpcre2.wasm'), 'traditional_compatible');
    assert.ok(problems.some(({ code, severity }) => code === 'regex-not-judged' && severity === 'warning'));
  });
});

test('`check` reports each of 400 regexes that are too large', async (t) => {
  const routes = Array.from(
    { length: 400 },
    (_, i) => `- {name: r${i}, expression: 'http.path ~ "^/r${i}/[^/]{1000}{1000}"'}\n`,
  );
  const cwd = temporaryFolder(t, { 'kong.yaml': `_format_version: "3.0"\nroutes:\n${routes.join('')}` });
  const { stdout, code } = await runCli(['check', '--gateway', '3.9', '--format', 'json', 'kong.yaml'], {
    cwd,
  });
  const { files } = JSON.parse(stdout) as { files: { problems: { code: string }[] }[] };
  const found = files
    .flatMap(({ problems }) => problems)
    .filter((problem) => problem.code === 'expression-regex');
  assert.equal(found.length, 400);
  assert.equal(code, 1);
});
