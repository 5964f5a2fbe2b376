/** What clients send that is wrong, too much, or withdrawn. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Random } from '../fuzz/random.js';
import { deadline } from '../support/command-line.js';
import { LanguageClient, serverCommands } from '../support/language-client.js';
import { repositoryRoot } from '../support/vectors.js';

suite('headers that cannot be read end the server', () => {
  const broken = [
    'Content-Length: abc\r\n\r\n{}',
    'Content-Length: -5\r\n\r\n{}',
    'Content-Type: x\r\n\r\n{}',
    'no header\r\n\r\n',
    'x'.repeat(10_000),
  ];
  for (const [script, ...args] of Object.values(serverCommands)) {
    for (const text of broken) {
      test(`${script}: ${JSON.stringify(text.slice(0, 30))}`, async () => {
        const server = spawn(process.execPath, [fileURLToPath(new URL(script, repositoryRoot)), ...args], {
          stdio: ['pipe', 'pipe', 'pipe'],
          timeout: deadline,
        });
        let output = '';
        server.stderr.on('data', (piece) => {
          output += piece;
        });
        server.stdin.on('error', () => {});
        // Standard input stays open: the server ends by itself.
        server.stdin.write(text);
        const [code] = await once(server, 'close');
        assert.equal(code, 1);
        assert.match(output, /^kong-routes: .*; the server ends\n$/);
      });
    }
  }
});

const start = `_format_version: "3.0"
routes:
  - name: a
    paths: [/a]
  - name: b
    expression: http.path == "/b" && http.method == "GET"
    priority: 1
  - name: c
    paths: ["~/c/(\\\\d+)$"]
    headers: { x-a: [b] }
`;

const inserted = [
  '[',
  '{',
  '"',
  '\n',
  '  ',
  '- ',
  'x: y\n',
  ': ',
  '#',
  '&a ',
  '*a',
  '|',
  '\t',
  '\r',
  '\u202e',
  '==',
  '(',
  "'",
  '\0',
  '{{',
];

suite('bursts of edits', () => {
  for (const seed of [1, 2, 3, 4]) {
    test(`after a burst the answers are those of a text that was just opened (seed ${seed})`, async () => {
      const client = await LanguageClient.start();
      const random = new Random(seed);
      const uri = client.open('burst.yaml', start);
      for (let i = 0; i < 40; i++) {
        const document = client.document(uri);
        const length = document.getText().length;
        const at = random.below(length + 1);
        const isDeleted = random.chance(0.4);
        const until = Math.min(length, at + (isDeleted ? 1 + random.below(12) : 0));
        client.change(uri, {
          range: { start: document.positionAt(at), end: document.positionAt(until) },
          text: isDeleted ? '' : inserted[random.below(inserted.length)]!,
        });
        // Questions whose answers nobody waits for are overtaken by the next edit.
        if (i % 3 === 0) void client.hoverAt(uri, document.positionAt(at)).catch(() => null);
        if (i % 5 === 0) void client.codeLenses(uri).catch(() => null);
      }
      const text = client.document(uri).getText();
      const { version } = client.document(uri);
      const { diagnostics: found } = await client.diagnostics(uri, version);
      client.close(uri);
      const fresh = client.open('fresh.yaml', text);
      const { diagnostics: expected } = await client.diagnostics(fresh, 1);
      const plain = (diagnostics: typeof found) => JSON.stringify(diagnostics).replaceAll(uri, fresh);
      assert.equal(plain(found), plain(expected), text);
      const published = client.published
        .filter((one) => one.uri === uri)
        .flatMap(({ version }) => version ?? []);
      assert.deepEqual(
        published,
        published.toSorted((a, b) => a - b),
        'versions never cross',
      );
      await client.stop();
    });
  }
});

/** Ten names for each name of the level below: a thousand million values, if anybody wrote them out. */
const bomb = [
  'x0: &x0 [a, a, a, a, a, a, a, a, a, a]',
  ...Array.from({ length: 8 }, (_, i) => `x${i + 1}: &x${i + 1} [${Array(10).fill(`*x${i}`).join(', ')}]`),
].join('\n');

/** Each is read in a time that grows with its length, and the wrong value of the other route is reported. */
const hostile: Readonly<Record<string, () => string>> = {
  'an alias bomb around the routes': () => `${bomb}\n_bomb: *x8\n${start}`,
  'an alias bomb in the tags of a route': () =>
    `${start}  - name: d\n    tags: &t0 [a]\n    paths: *x8\n${bomb}\n`,
  'an alias that contains itself': () =>
    `${start}  - &self\n    name: d\n    paths: [/d]\n    tags: [*self]\n`,
  'a merge key that merges itself': () => `${start}  - &self\n    name: d\n    <<: *self\n`,
  'a comment of 50 MB in one line': () => `${start}# ${'x'.repeat(50_000_000)}\n`,
  'a host of 8 MB': () => `${start}  - name: d\n    hosts: [${'x'.repeat(8_000_000)}]\n`,
  'a million brackets in one line': () => `${start}  - name: d\n    paths: ${'['.repeat(1_000_000)}\n`,
  'a hundred thousand brackets, closed': () =>
    `${start}  - name: d\n    paths: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
};

suite('files that are made to exhaust the server', () => {
  for (const [name, textOf] of Object.entries(hostile)) {
    test(name, async (context) => {
      const client = await LanguageClient.start();
      context.after(() => client.kill());
      const wrong = textOf().replace('paths: [/a]', 'paths: [a]');
      const uri = client.open('hostile.yaml', wrong);
      const { diagnostics } = await client.diagnostics(uri, 1);
      const first = diagnostics.find(({ code }) => code === 'path-form');
      assert.ok(first, JSON.stringify(diagnostics).slice(0, 2_000));
      // It answers still, and reads what is typed next.
      const version = client.replace(uri, 'paths: [a]', 'paths: [/a]');
      const { diagnostics: then } = await client.diagnostics(uri, version);
      assert.ok(
        !then.some(({ code, range }) => code === 'path-form' && range.start.line === first.range.start.line),
      );
      assert.ok((await client.hover(uri, 'name: a', 6)) !== undefined);
      assert.ok(JSON.stringify(then).length < 300_000, 'what it says stays small');
    });
  }
});
