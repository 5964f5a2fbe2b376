import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { ownFolder, readFrom } from '../support/corpus-folder.js';
import { temporaryFolder } from '../support/temporary.js';

const routes = '_format_version: "3.0"\nroutes: [{name: a, paths: [/a]}]\n';

const compose = (flavor: string, { tag = '3.9.1', mounted = './kong.yml' } = {}) => `services:
  kong:
    image: kong:${tag}
    environment:
      KONG_ROUTER_FLAVOR: ${flavor}
      KONG_DECLARATIVE_CONFIG: /kong.yml
    volumes: ['${mounted}:/kong.yml']
`;

/** The line over the problems of the only file. */
async function titleOf(cwd: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await runCli(['check', ...args], { cwd });
  assert.equal(stderr, '');
  return stdout.split('\n')[0]!;
}

suite('the Gateway of files in the terminal', () => {
  test('is found in the directory that is named', async (context) => {
    const folder = temporaryFolder(context, {
      'stack/compose.yaml': compose('traditional', { mounted: './api/kong.yml' }),
      'stack/api/kong.yml': routes,
    });
    const found =
      'api/kong.yml  1 route, flavor traditional (compose.yaml:5, service kong), Gateway 3.9.1 (compose.yaml:3, service kong)';
    assert.equal(await titleOf(join(folder, 'stack'), '.'), found);
    assert.equal(
      await titleOf(folder, 'stack'),
      found.replaceAll('api/kong.yml', 'stack/api/kong.yml').replaceAll('compose.yaml', 'stack/compose.yaml'),
    );
    assert.equal(
      await titleOf(folder, 'stack/api'),
      "stack/api/kong.yml  1 route, flavor traditional_compatible (assumed: Kong's default), Gateway 3.9",
    );
  });

  test('of a file that is named, in its repository, and not above it', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('expressions', { mounted: './repository/api/kong.yml' }),
      'repository/compose.yaml': compose('traditional', { mounted: './api/kong.yml' }),
      'repository/api/kong.yml': routes,
    });
    const file = 'repository/api/kong.yml';
    const outside = "(assumed: Kong's default), Gateway 3.9";
    assert.equal(await titleOf(folder, file), `${file}  1 route, flavor traditional_compatible ${outside}`);
    mkdirSync(join(folder, 'repository/.git'));
    assert.equal(
      await titleOf(folder, file),
      `${file}  1 route, flavor traditional (repository/compose.yaml:5, service kong), Gateway 3.9.1 (repository/compose.yaml:3, service kong)`,
    );
  });

  test('next to a file that is in no repository', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional', { mounted: './other.yml' }),
      'kong.yml': routes,
      'below/compose.yaml': compose('expressions', { mounted: '../kong.yml' }),
    });
    assert.match(await titleOf(folder, 'kong.yml'), /flavor traditional \(compose\.yaml:5, service kong\)/);
  });

  test('is overridden by options, each value by its own, and not looked for with --no-detect', async (context) => {
    const folder = temporaryFolder(context, { 'compose.yaml': compose('traditional'), 'kong.yml': routes });
    assert.equal(
      await titleOf(folder, '.', '--flavor', 'expressions'),
      'kong.yml  1 route, flavor expressions (set explicitly), Gateway 3.9.1 (compose.yaml:3, service kong)',
    );
    assert.equal(
      await titleOf(folder, '.', '--gateway', '3.4'),
      'kong.yml  1 route, flavor traditional (compose.yaml:5, service kong), Gateway 3.4',
    );
    assert.equal(
      await titleOf(folder, '.', '--no-detect'),
      "kong.yml  1 route, flavor traditional_compatible (assumed: Kong's default), Gateway 3.9",
    );
  });

  test('an unknown one is reported', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('atc', { tag: '$TAG' }),
      'kong.yml': routes,
    });
    assert.equal(
      await titleOf(folder, '.'),
      "kong.yml  1 route, flavor traditional_compatible (assumed: Kong's default; atc is not a valid router flavor: compose.yaml:5, service kong), Gateway 3.9 (assumed; the version comes from the variable TAG, which no file sets: compose.yaml:3, service kong)",
    );
  });

  test('decides what is a problem', async (context) => {
    const expression = '_format_version: "3.0"\nroutes: [{expression: http.path == "/a"}]\n';
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional'),
      'kong.yml': expression,
    });
    const codes = async (...args: string[]) => {
      const { stdout } = await runCli(['check', '--format', 'json', '.', ...args], { cwd: folder });
      const [file] = JSON.parse(stdout).files;
      return file.problems.map(({ code }: { code: string }) => code);
    };
    assert.deepEqual(await codes(), ['expression-in-flavor', 'match-missing']);
    assert.deepEqual(await codes('--no-detect'), []);
  });

  test('decides how routes are translated and converted', async (context) => {
    const strict = compose('expressions', { tag: '3.14' }).replace(
      '    environment:\n',
      '    environment:\n      KONG_ROUTE_MATCH_CALCULATION: strict\n',
    );
    const folder = temporaryFolder(context, { 'compose.yaml': strict, 'kong.yml': routes });
    const printed = async (...args: string[]) => (await runCli(args, { cwd: folder })).stdout;

    // Since 3.14 a route that names no protocol accepts only https.
    const translate = ['translate', '--format', 'json', 'kong.yml'];
    assert.doesNotMatch(await printed(...translate), /http\.path[^"]*r#\\"http\\"#/);
    assert.match(await printed(...translate, '--gateway', '3.9'), /http\.path[^}]*net\.protocol/);
    assert.match(await printed(...translate, '--no-detect'), /http\.path[^}]*net\.protocol/);

    const priorityOf = async (...args: string[]) =>
      /priority: (\d+)/.exec(await printed('convert', '--to', 'expressions', 'kong.yml', ...args))?.[1];
    const [detected, original] = [await priorityOf(), await priorityOf('--no-detect')];
    assert.notEqual(detected, original);
    assert.equal(await priorityOf('--route-match-calculation', 'original'), original);
    assert.equal(await priorityOf('--no-detect', '--route-match-calculation', 'strict'), detected);
  });

  test('of a stack of many services', async (context) => {
    const files = ['volumes/api/kong.yml', 'docker-compose.yml'];
    const folder = temporaryFolder(
      context,
      Object.fromEntries(files.map((name) => [name, readFrom(ownFolder, `stack/${name}`)])),
    );
    assert.match(
      await titleOf(folder, '.'),
      /, flavor expressions \(docker-compose\.yml:14, service kong\), Gateway 3\.9\.1 \(docker-compose\.yml:7, service kong\)$/,
    );
  });
});
