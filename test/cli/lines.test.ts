import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { linesOf } from '../../server/cli/lines.js';

async function linesOfPieces(pieces: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(arriving(pieces))) lines.push(line);
  return lines;
}

async function* arriving(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

suite('the lines of standard input', () => {
  test('only a line feed ends one', async () => {
    assert.deepEqual(await linesOfPieces(['a\u2028b\u2029c\u0085d\u000be\nf\n']), [
      'a\u2028b\u2029c\u0085d\u000be',
      'f',
    ]);
  });

  test('are the same however the text arrives', async () => {
    const piece = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028'), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const whole = pieces.join('').split('\n');
        if (whole.at(-1) === '') whole.pop();
        assert.deepEqual(await linesOfPieces(pieces), whole);
      }),
    );
  });
});
