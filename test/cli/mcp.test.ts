import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { agentTools } from '../../server/agents/index.js';
import { repositoryRoot } from '../support/vectors.js';

const routes = `_format_version: "3.0"
routes:
- name: orders
  paths: [/orders]
- name: mixed
  paths: [/mixed]
  expression: http.path == "/mixed"
`;

const folder = mkdtempSync(join(tmpdir(), 'kong-routes-'));
writeFileSync(join(folder, 'kong.yaml'), routes);
writeFileSync(join(folder, 'after.yaml'), routes.replace('[/orders]', '[/sales]'));

const client = new Client({ name: 'test', version: '1' });

before(async () => {
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [fileURLToPath(new URL('dist/cli.cjs', repositoryRoot)), 'mcp'],
      cwd: folder,
    }),
  );
});
after(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

async function call(name: string, input: Record<string, unknown>) {
  const { isError, content } = await client.callTool({ name, arguments: input });
  const texts = (content as { text: string }[]).map(({ text }) => text);
  return { isError: isError === true, texts };
}

/** The JSON of a tool that could run. */
async function answer(name: string, input: Record<string, unknown>) {
  const { isError, texts } = await call(name, input);
  assert.equal(isError, false, texts[0]);
  return JSON.parse(texts[0]!);
}

suite('kong-routes mcp', () => {
  test('all tools are listed, and only read', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      agentTools.map(({ name }) => name),
    );
    assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint === true));
    // None of them runs a command that could write.
    const written = /--(?:write|apply|fix|update|force|generate)/;
    for (const { command, name } of agentTools) {
      const input = {
        paths: ['--write'],
        expressions: ['--apply'],
        before: '--fix',
        directory: '--apply',
        to: '--write',
      };
      const { args } = command(input);
      const options = args.slice(0, args.indexOf('--') < 0 ? args.length : args.indexOf('--'));
      assert.ok(
        !options.some((option) => written.test(option.split('=')[0]!)),
        `${name}: ${options.join(' ')}`,
      );
    }
  });

  test('check, of files and of a text', async () => {
    const { files } = await answer('kong_routes_check', { paths: ['kong.yaml'] });
    const codes = (all: { problems: { code: string }[] }[]) =>
      all.flatMap(({ problems }) => problems.map(({ code }) => code));
    assert.ok(codes(files).includes('mixed-route'), JSON.stringify(codes(files)));
    const text = await answer('kong_routes_check', { text: routes, fileName: 'a.yaml' });
    assert.deepEqual(codes(text.files), codes(files));
  });

  test('translate', async () => {
    const report = await answer('kong_routes_translate', { paths: ['kong.yaml'] });
    assert.ok(JSON.stringify(report).includes('traditional_compatible'));
  });

  test('match', async () => {
    const input = {
      paths: ['kong.yaml'],
      request: 'curl http://localhost/orders',
      flavor: 'traditional_compatible',
    };
    const { results } = await answer('kong_routes_match', input);
    assert.equal(results[0].route, 'orders');
    const { flavors } = await answer('kong_routes_match', { ...input, eachFlavor: true });
    assert.equal(flavors.length, 3);
  });

  test('compare', async () => {
    const report = await answer('kong_routes_compare', { before: 'kong.yaml', after: 'after.yaml' });
    assert.ok(JSON.stringify(report).includes('/sales'));
  });

  test('plan, which writes nothing', async () => {
    await answer('kong_routes_plan', { directory: '.', to: 'expressions@3.9' });
    assert.equal(readFileSync(join(folder, 'kong.yaml'), 'utf8'), routes);
  });

  test('matrix', async () => {
    assert.ok(JSON.stringify(await answer('kong_routes_matrix', { paths: ['kong.yaml'] })).includes('3.14'));
  });

  test('expressions, one answer for each', async () => {
    const { texts } = await call('kong_routes_expression', { expressions: ['http.path == "/a"', '('] });
    assert.deepEqual(
      texts[0]!.split('\n').map((line) => JSON.parse(line).ok),
      [true, false],
    );
  });

  const refused: [name: string, input: Record<string, unknown>, why: RegExp][] = [
    ['kong_routes_check', {}, /^Give either paths or text\.$/],
    ['kong_routes_check', { paths: ['a'], text: 'b' }, /^Give either paths or text\.$/],
    ['kong_routes_check', { path: 'a' }, /^There is no argument path\. There are paths, /],
    ['kong_routes_check', { paths: 'kong.yaml' }, /^The argument paths must be a list of texts\.$/],
    ['kong_routes_check', { paths: ['gone.yaml'] }, /gone\.yaml/],
    ['kong_routes_check', { paths: ['--fix'] }, /--fix/],
    [
      'kong_routes_compare',
      { before: 'http://127.0.0.1:1', after: 'kong.yaml' },
      /^The tools do not use the network\./,
    ],
    [
      'kong_routes_compare',
      { before: 'kong.yaml', after: 'HTTPS://127.0.0.1:1' },
      /^The tools do not use the network\./,
    ],
    [
      'kong_routes_match',
      { paths: ['http://127.0.0.1:1'], request: 'GET /' },
      /^The tools do not use the network\./,
    ],
    ['kong_routes_match', { paths: ['kong.yaml'] }, /^The argument request is missing\.$/],
    ['kong_routes_plan', { directory: '.', to: '--apply' }, /--to/],
  ];
  for (const [name, input, why] of refused) {
    test(`${name} ${JSON.stringify(input)} is refused with the reason`, async () => {
      const { isError, texts } = await call(name, input);
      assert.equal(isError, true, texts[0]);
      assert.match(texts[0]!, why);
    });
  }

  test('an unknown tool is an error of the protocol', async () => {
    await assert.rejects(client.callTool({ name: 'x', arguments: {} }), /There is no tool x/);
  });
});

test('VS Code has the same tools', () => {
  const { contributes } = JSON.parse(readFileSync(new URL('package.json', repositoryRoot), 'utf8'));
  const described = agentTools.map(({ name, title, description, properties, required }) => ({
    name,
    displayName: title,
    toolReferenceName: `kongRoutes${name.slice('kong_routes_'.length).replace(/^./, (letter) => letter.toUpperCase())}`,
    canBeReferencedInPrompt: true,
    modelDescription: description,
    inputSchema: { type: 'object', properties, required, additionalProperties: false },
  }));
  assert.deepEqual(contributes.languageModelTools, described);
});
