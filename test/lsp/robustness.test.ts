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
