import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mayDeclareGateways } from '../../server/gateways/index.js';
import { SourceFile } from '../../server/text/source-file.js';
import { disk } from '../../server/workspace/disk.js';
import { searchFolder } from '../../server/workspace/file-search.js';
import { temporaryFolder } from '../support/temporary.js';

const compose = 'services: {kong: {image: kong}}\n';

async function found(folder: string, isDeep = true): Promise<string[]> {
  const files = await searchFolder(disk, pathToFileURL(folder).href, isDeep);
  return files.map(({ uri }) => fileURLToPath(uri).slice(folder.length + 1));
}

suite('the files of a folder', () => {
  test('are those that may declare gateways or hold routes, whatever they are called', async (context) => {
    const folder = temporaryFolder(context, {
      'a/compose.yaml': compose,
      'a/.env': 'A=b\n',
      'Dockerfile.kong': 'FROM kong\n',
      'kong.Dockerfile': 'FROM kong\n',
      'kong.conf.default': '#router_flavor = traditional\n',
      'kong.env': 'KONG_X=1\n',
      'values.yaml': 'image: {tag: "3.9"}\n',
      'values.yaml.gotmpl': 'env: {}\n',
      'values-prod.tpl': 'env: {}\n',
      'deck.json': '{"_format_version": "3.0"}',
      'route.json': '{"paths": ["/a"], "strip_path": true}',
      'ä b.yaml': 'image: kong:3.9\n',
      // None of these.
      'readme.md': compose,
      'nginx.conf': 'server {}\n',
      'package.json': '{"name": "kong"}',
      'dashboard.json': '{"panels": ["Kong"]}',
      'openapi.yaml': 'openapi: 3.0.0\npaths: {}\n',
      'crd.yaml': 'kind: CustomResourceDefinition\nspec: {group: konghq.com}\n',
      'binary.yaml': new Uint8Array([0x6b, 0x6f, 0x6e, 0x67, 0xff]),
      'nul.yaml': 'kong: \0\n',
      'large.yaml': `# kong\n${'a: b\n'.repeat(2_000_000)}`,
    });
    assert.deepEqual((await found(folder)).sort(), [
      'Dockerfile.kong',
      'a/.env',
      'a/compose.yaml',
      'deck.json',
      'kong.Dockerfile',
      'kong.conf.default',
      'kong.env',
      'route.json',
      'values-prod.tpl',
      'values.yaml',
      'values.yaml.gotmpl',
      'ä b.yaml',
    ]);
    assert.deepEqual(
      (await found(folder, false)).filter((path) => path.includes('/')),
      [],
      'without the folders in it',
    );
  });

  test('links to files count, links to folders and circles do not, and nothing waits for a pipe', async (context) => {
    const folder = temporaryFolder(context, { 'a/compose.yaml': compose });
    symlinkSync('a/compose.yaml', join(folder, 'linked.yaml'));
    symlinkSync('gone.yaml', join(folder, 'dangling.yaml'));
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('a', join(folder, 'b'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    assert.deepEqual(await found(folder), ['a/compose.yaml', 'linked.yaml']);
  });

  test('that git leaves out stay out, as the nearest .gitignore has it, up to the root of the repository', async (context) => {
    const names = [
      'above',
      'root',
      'only-here',
      'build/a',
      'a.tmp',
      'kept.tmp',
      'sub',
      'deep/sub',
      'node_modules/a',
      '.x/a',
    ];
    const folder = temporaryFolder(context, {
      '.gitignore': 'above.yaml\n',
      'repository/.git/HEAD': '',
      'repository/.gitignore': 'root.yaml\n/only-here.yaml\nbuild/\n*.tmp.yaml\n.env\n',
      'repository/sub/.gitignore': '!kept.tmp.yaml\nsub.yaml\n',
      'repository/sub/.env': 'A=b\n',
      ...Object.fromEntries(names.map((name) => [`repository/sub/${name}.yaml`, compose])),
    });
    const sub = join(folder, 'repository/sub');
    assert.deepEqual(await found(sub), ['.env', 'above.yaml', 'kept.tmp.yaml', 'only-here.yaml']);
  });

  test('are in the order of their addresses', async (context) => {
    const folder = temporaryFolder(context, { 'b.yaml': compose, 'a/c.yaml': compose, 'a.yaml': compose });
    assert.deepEqual(await found(folder), ['a.yaml', 'a/c.yaml', 'b.yaml']);
  });

  test('of a folder that is not there are none', async () => {
    assert.deepEqual(await found('/nowhere/at/all'), []);
  });
});

suite('whether a file may declare gateways', () => {
  const uri = (name: string) => `file:///a/${name}`;
  const cases: readonly (readonly [name: string, text: string, answer: boolean])[] = [
    ['a.yaml', 'image: Kong:3.9', true],
    ['a.yaml', 'env:\n  ROUTER_FLAVOR: expressions', true],
    ['a.yaml', 'nothing: at all', false],
    ['map.yaml', 'kind: ConfigMap\ndata:\n  flavor: expressions\n', true],
    ['patch.yaml', '- op: replace\n  path: /spec/replicas\n  value: 2\n', true],
    ['kustomization.yaml', 'resources: []', true],
    ['compose.prod.yml', 'services: {}', true],
    ['chart/Chart.yaml', 'name: a', true],
    ['deck.yaml', '# for kong\n_format_version: "3.0"\n', false],
    ['deck.yaml', '\uFEFF"_format_version" : "3.0"\nkong: 1\n', false],
    ['map.yaml', 'kind: ConfigMap\ndata:\n  kong.yml: |\n    _format_version: "3.0"\n', true],
    ['deck.json', '{"_format_version": "3.0", "services": [{"name": "kong"}]}', false],
    ['manifest.json', '{"apiVersion": "apps/v1", "image": "kong"}', true],
    ['cities.json', '{"name": "Hong Kong"}', false],
    ['rbac.yaml', 'kind: ClusterRole\nname: kong\n---\nkind: ServiceAccount\n', false],
    ['all.yaml', 'kind: CustomResourceDefinition\nname: kong\n---\nkind: Deployment\n', true],
    ['large.yaml', `# kong\n${'a: b\n'.repeat(60_000)}`, false],
    ['large.yaml', `KONG_ROUTER_FLAVOR: x\n${'a: b\n'.repeat(60_000)}`, true],
    ['huge.yaml', `KONG_ROUTER_FLAVOR: x\n${'a: b\n'.repeat(300_000)}`, false],
  ];
  for (const [name, text, answer] of cases) {
    test(`${name}: ${JSON.stringify(text.slice(0, 50))} ${answer ? 'may' : 'may not'}`, () => {
      assert.equal(mayDeclareGateways(new SourceFile(uri(name), text)), answer);
    });
  }
});
