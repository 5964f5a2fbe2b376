/** What a progress bar writes, and when. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ProgressBar } from '../../server/cli/progress-bar.js';
import { checkResults, progressWords } from '../../server/cli/result-words.js';

/** A terminal that keeps what is written to it, and a clock that somebody else sets. */
function terminal(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 1_000 };
  const bar = new ProgressBar({ isTTY, write: (text) => written.push(text) }, () => clock.now);
  return { bar, written, clock };
}

const gone = '\r\x1b[K';

suite('the progress bar', () => {
  test('appears after half a second, and moves ten times a second at most', () => {
    const { bar, written, clock } = terminal(true);
    for (; clock.now < 1_500; clock.now += 10) bar.draw(0.1, 'early');
    assert.deepEqual(written, []);
    bar.draw(0.5, progressWords.files(1, 2));
    bar.draw(0.6, 'too soon');
    clock.now += 100;
    bar.draw(1, progressWords.files(2, 2));
    assert.deepEqual(written, [
      `${gone}${'█'.repeat(15)}${'░'.repeat(15)} 50%  1 of 2 files`,
      `${gone}${'█'.repeat(30)} 100%  2 of 2 files`,
    ]);
  });

  test('leaves nothing on the screen, and writes nothing where it was not drawn', () => {
    const { bar, written, clock } = terminal(true);
    bar.clear();
    assert.deepEqual(written, []);
    clock.now += 600;
    bar.draw(0, 'a');
    bar.clear();
    bar.clear();
    assert.deepEqual(written.slice(1), [gone]);
  });

  test('moves where nobody knows how much there is to do, and is removed when that fails', () => {
    const { bar, written, clock } = terminal(true);
    function* steps(): Generator<void, string> {
      for (let step = 0; step < 40; step += 1) {
        clock.now += 100;
        yield;
      }
      return 'done';
    }
    assert.equal(bar.run(steps(), progressWords.comparing), 'done');
    const drawn = written.slice(0, -1);
    assert.equal(drawn.length, 36);
    for (const line of drawn) {
      assert.match(line, /^\r\x1b\[K░*█{6}░* {2}comparing routers$/);
      assert.equal(line.length, `${gone}${'░'.repeat(30)}  comparing routers`.length);
    }
    assert.ok(new Set(drawn).size > 20);
    assert.equal(written.at(-1), gone);
    // biome-ignore lint/correctness/useYield: it fails before it does anything.
    function* failing(): Generator<void, never> {
      bar.draw(null, 'failing');
      throw new Error('expected');
    }
    clock.now += 600;
    assert.throws(() => bar.run(failing(), 'failing'), /expected/);
    assert.equal(written.at(-1), gone);
  });

  test('is not drawn where standard error is no terminal', () => {
    const { bar, written, clock } = terminal(false);
    clock.now += 10_000;
    bar.draw(0.5, checkResults.nothing);
    bar.clear();
    assert.deepEqual(written, []);
  });
});
