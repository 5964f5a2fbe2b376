/** What is published: the extension as vsce packs it, and the npm package of the command. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.js';
import { repositoryRoot } from '../support/vectors.js';

const root = fileURLToPath(repositoryRoot);

/** `files` of package.json is the list of both packages. */
const published = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/cli.cjs',
  'dist/client-browser.cjs',
  'dist/client.cjs',
  'dist/core.cjs',
  'dist/gateways.cjs',
  'dist/kubernetes.cjs',
  'dist/libpcre2.wasm',
  'dist/lsp.cjs',
  'dist/mcp.cjs',
  'dist/plan.cjs',
  'dist/refa.cjs',
  'dist/requests.cjs',
  'dist/rregex.wasm',
  'dist/running.cjs',
  'dist/server-browser.js',
  'dist/server.cjs',
  'dist/tables.cjs',
  'dist/terraform.cjs',
  'docs/problems.md',
  'docs/walkthrough/examples.md',
  'docs/walkthrough/flavors.md',
  'docs/walkthrough/plan.md',
  'docs/walkthrough/problems.md',
  'docs/walkthrough/request.md',
  'examples/admin-api-route.json',
  'examples/checkout.kong-expr',
  'examples/compose/compose.yaml',
  'examples/compose/kong/kong.yml',
  'examples/expressions.yaml',
  'examples/gateways/docker-compose.yml',
  'examples/gateways/kubernetes.yaml',
  'examples/ingress/shop.yaml',
  'examples/mixed.yaml',
  'examples/shop/kong.kong-test.yaml',
  'examples/shop/kong.yaml',
  'examples/terraform/main.tf',
  'examples/traditional.yaml',
  'grammar/textmate/kong-expression.hcl.tmLanguage.json',
  'grammar/textmate/kong-expression.json.tmLanguage.json',
  'grammar/textmate/kong-expression.markdown.tmLanguage.json',
  'grammar/textmate/kong-expression.tmLanguage.json',
  'grammar/textmate/kong-expression.yaml.tmLanguage.json',
  'grammar/textmate/language-configuration.json',
  'media/icon.png',
  'package.json',
  'schemas/kong-test.schema.json',
];

/** Every path in the manifest, such as `./dist/client.cjs`. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^\.\/[\w./-]+\.\w+$/.test(value) ? [value.slice(2)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

suite('what is published', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  test('the extension: what `vsce ls` says', async () => {
    const script = new URL('scripts/packaged-files.mjs', repositoryRoot).href;
    const { packagedFiles } = (await import(script)) as { packagedFiles: () => Promise<string[]> };
    assert.deepEqual(await packagedFiles(), published);
  });

  test('the npm package: what `npm pack` says, and it is small', () => {
    const npm = process.env.npm_execpath;
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
    const options = { cwd: root, encoding: 'utf8' } as const;
    const answer = npm?.endsWith('npm-cli.js')
      ? execFileSync(process.execPath, [npm, ...args], options)
      : execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
    // npm 10 says first that it runs `prepare`, which then does nothing.
    const json = answer.slice(answer.search(/^\[$/m));
    const [{ files, size }] = JSON.parse(json) as [{ files: { path: string }[]; size: number }];
    const forTerminals = published.filter((path) => !/-browser\.c?js$/.test(path));
    assert.deepEqual(files.map(({ path }) => path).sort(), forTerminals);
    assert.ok(size < 3_000_000, `${size} bytes`);
  });

  test('everything that the manifest names is in it', () => {
    const named = pathsIn([manifest.main, manifest.bin, manifest.contributes]);
    assert.ok(named.length > 5, 'grammars and languages are among them');
    assert.deepEqual(
      named.filter((path) => !published.includes(path)),
      [],
    );
  });

  test('nothing else is needed to run the command', (context) => {
    assert.deepEqual(
      manifest.dependencies ?? {},
      {},
      'the bundles hold the packages: they are devDependencies',
    );
    const folder = temporaryFolder(context, { 'routes.yaml': 'routes:\n- expression: http.path = "/a"\n' });
    for (const file of published) cpSync(join(root, file), join(folder, 'package', file));
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [join('package', manifest.bin['kong-routes']), ...args], {
        cwd: folder,
        encoding: 'utf8',
        input: '"http.path ~ r#\\"^/(?<id>[0-9]+)$\\"#"\n',
      });
    assert.equal(run('--version'), `${manifest.version}\n`);
    assert.equal(run('expression', '--subsystem', 'http'), '{"ok":true,"problems":[]}\n');
    // SARIF has what docs/problems.md says of each problem.
    const sarif = run(
      'check',
      '--format',
      'sarif',
      '--fail-on',
      'none',
      '--flavor',
      'expressions',
      'routes.yaml',
    );
    assert.match(sarif, /expression-unknown-operator/);
  });
});
