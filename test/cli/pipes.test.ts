import assert from 'node:assert/strict';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { outcome, startCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

/** More than any pipe holds, so that the command is still writing when its reader is gone. */
const manyRoutes = `_format_version: "3.0"\nroutes:\n${'  - {name: a, expression: http.path = "/a"}\n'.repeat(20_000)}`;

suite('a reader that closes early', () => {
  for (const args of [
    ['check'],
    ['check', '--format', 'json'],
    ['translate'],
    ['convert', '--to', 'expressions'],
  ]) {
    test(`kong-routes ${args.join(' ')} FILE | head`, async (context) => {
      const child = startCli([...args, 'routes.yaml'], {
        cwd: temporaryFolder(context, { 'routes.yaml': manyRoutes }),
      });
      const [errors] = [text(child.stderr)];
      await once(child.stdout, 'data');
      child.stdout.destroy();
      const [code, signal] = await once(child, 'close');
      assert.equal(signal, null);
      assert.ok(code === 0 || code === 1, `exit ${code}`);
      assert.doesNotMatch(await errors, /EPIPE|Error|at /);
    });
  }

  test('expression answers while its input is still open', async () => {
    const child = startCli(['expression', '--subsystem', 'http']);
    const ended = outcome(child);
    child.stdin.write('"http.path == 1"\n');
    const [answer] = await once(child.stdout, 'data');
    assert.equal(JSON.parse(String(answer)).ok, false);
    child.stdin.end();
    assert.equal((await ended).code, 1);
  });
});

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const piece of stream) all += piece;
  return all;
}
