/** What the routes of a table do to each other, while somebody types in one of its files and when others change. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver';
import { LanguageClient } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

/** More routes than are analysed at once; two of them are each written twice. */
const large = `_format_version: "3.0"
routes:
  - { name: first, paths: [/users] }
  - { name: second, paths: [/users] }
${Array.from({ length: 400 }, (_, i) => `  - { name: r${i}, paths: [/items/${i}/] }\n`).join('')}
  - { name: twin-a, paths: [/twin] }
  - { name: twin-b, paths: [/twin] }
`;

async function opened(context: TestContext, files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(context, files);
  const client = await LanguageClient.start({ folders: [folder] });
  context.after(() => client.kill());
  return { client, open: (name: string) => client.openFile(join(folder, name)) };
}

const shown = (client: LanguageClient, uri: string): readonly Diagnostic[] =>
  client.published.findLast((params) => params.uri === uri)?.diagnostics ?? [];

/** Each with the text that is underlined. */
const described = (client: LanguageClient, uri: string): string[] =>
  shown(client, uri).map(
    ({ code, range, message }) => `${code} ${client.document(uri).getText(range)} ${message}`,
  );

suite('a large table', () => {
  test('keeps what was found, moved, until it is found again in a pause', async (context) => {
    const { client, open } = await opened(context, { 'kong.yaml': large });
    const uri = open('kong.yaml');
    await client.until(() => shown(client, uri).length === 2, 'both problems');
    const before = described(client, uri);
    const version = client.replace(uri, 'routes:\n', '# typed\nroutes:\n');
    await client.diagnostics(uri, version);
    const [first] = client.published.filter((params) => params.uri === uri && params.version === version);
    assert.equal(first?.diagnostics.length, 2, 'at once, as they were');
    assert.deepEqual(described(client, uri), before, 'at the same routes');
    const next = client.replace(uri, 'name: twin-b, paths: [/twin]', 'name: twin-b, paths: [/other]');
    await client.until(() => shown(client, uri).length === 1, 'one of them is mended');
    assert.equal(client.published.at(-1)?.version, next);
  });

  test('shows what Kong rejects first, and then advice and what the routes do to each other', async (context) => {
    const rejected = `${large}  - { name: wrong, methods: [get] }\n  - { name: advised, paths: ['/a/*'] }\n`;
    const { client, open } = await opened(context, { 'kong.yaml': rejected });
    const uri = open('kong.yaml');
    await client.until(() => shown(client, uri).length > 2, 'all problems');
    const [first, ...later] = client.published
      .filter((params) => params.uri === uri)
      .map(({ diagnostics }) => diagnostics.map(({ severity, code }) => `${severity} ${code}`));
    assert.ok(first!.length > 0 && first!.every((one) => one.startsWith('1 ')), String(first));
    const last = later.at(-1)!;
    for (const one of [...first!, '2 path-notation', '2 route-order-accidental'])
      assert.ok(last.includes(one), one);
  });

  test('after a burst of edits says what a fresh look at the text says', async (context) => {
    const { client, open } = await opened(context, {
      'kong.yaml': large,
      'fresh.yaml': '_format_version: "3.0"\n',
    });
    const uri = open('kong.yaml');
    await client.until(() => shown(client, uri).length === 2, 'both problems');
    let version = 0;
    for (const [from, to] of [
      ['/items/7/', '/items/7'],
      ['name: r9,', 'name: r9x, methods: [GET],'],
      ['  - { name: r11, paths: [/items/11/] }\n', ''],
      ['/items/20/]', '/items/7/more]'],
      ['/items/30/]', '/items/31/]'],
      ['name: twin-a, ', 'name: twin-a, methods: [POST], '],
    ] as const) {
      version = client.replace(uri, from, to);
    }
    const whole = client.document(uri).getText();
    const fresh = await opened(context, { 'kong.yaml': whole });
    const other = fresh.open('kong.yaml');
    await fresh.client.until(() => shown(fresh.client, other).length > 1, 'problems of the text');
    const expected = described(fresh.client, other);
    await client.until(
      () => String(described(client, uri).sort()) === String([...expected].sort()),
      `the same problems: ${expected.join('\n')}`,
    );
    assert.equal(client.published.findLast((params) => params.uri === uri)?.version, version);
  });
});

suite('a table of several files', () => {
  const file = (workspace: string, path: string) =>
    `_format_version: "3.0"\n_workspace: ${workspace}\nroutes:\n  - { name: of-${workspace}, paths: [${path}] }\n`;

  test('is looked at again in one of them when another one changes', async (context) => {
    const { client, open } = await opened(context, {
      'a.yaml': file('a', '/same'),
      'b.yaml': file('b', '/other'),
    });
    const [a, b] = [open('a.yaml'), open('b.yaml')];
    await client.diagnostics(a, 1);
    await client.diagnostics(b, 1);
    client.replace(b, '/other', '/same');
    const codesOfBoth = () => [...shown(client, a), ...shown(client, b)].map(({ code }) => code);
    await client.until(() => String(codesOfBoth()) === 'route-order-accidental', 'the tie, in one of them');
    client.replace(b, '/same', '/other');
    await client.until(() => codesOfBoth().length === 0, 'no problem any more');
    client.replace(a, '/same', '/other');
    await client.until(
      () => String(codesOfBoth()) === 'route-order-accidental',
      'the tie, made in the other file',
    );
  });
});

suite('a quick fix for the order of routes', () => {
  test('is at the route, with its edit, and nothing is left to find', async (context) => {
    const text = `_format_version: "3.0"
routes:
  - name: all
    expression: http.path ^= "/a"
    priority: 5
  - name: one
    expression: http.path == "/a/b"
    priority: 1
`;
    const { client, open } = await opened(context, { 'kong.yaml': text });
    const uri = open('kong.yaml');
    await client.until(() => shown(client, uri).length === 1, 'the problem');
    const title = 'Evaluate before `all`: `priority: 6`';
    const actions = await client.codeActions(uri, 'one');
    const fix = actions.find((one) => one.title === title);
    assert.ok(fix, `among ${actions.map((one) => one.title)}`);
    assert.deepEqual(
      fix.edit?.changes?.[uri]?.map(({ newText }) => newText),
      ['6'],
    );
    client.replace(uri, 'priority: 1', 'priority: 6');
    await client.until(() => shown(client, uri).length === 0, 'it is gone');
  });
});

test('in a file of more than 1,000 routes only the first has code lenses, and each can be converted', async (context) => {
  const routes = (count: number) =>
    `_format_version: "3.0"\nroutes:\n${Array.from({ length: count }, (_, i) => `- { name: r${i}, paths: [/${i}/] }\n`).join('')}`;
  const { client, open } = await opened(context, { 'most.yaml': routes(1000), 'more.yaml': routes(1001) });
  const linesOf = async (uri: string) =>
    new Set((await client.codeLenses(uri)).map(({ range }) => range.start.line)).size;
  assert.equal(await linesOf(open('most.yaml')), 1000);
  const more = open('more.yaml');
  assert.equal(await linesOf(more), 1);
  const actions = await client.codeActions(more, 'name: r900,');
  assert.ok(actions.some(({ title }) => /expression/.test(title)));
});
