import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import { repositoryRoot } from '../support/vectors.js';

interface Progress {
  expect(steps: number): void;
  step<Result>(title: string, work: () => Promise<Result>): Promise<Result>;
}

const { Progress: Shown } = (await import(new URL('scripts/progress.mjs', repositoryRoot).href)) as {
  Progress: new (stream: object) => Progress;
};

/** Progress on a stream whose text is kept. Time passes only when the test advances it. */
function progressOn(context: TestContext, stream: { isTTY: boolean; columns?: number }) {
  context.mock.timers.enable({ apis: ['setInterval', 'Date'] });
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  return {
    progress: new Shown({ ...stream, write }),
    pass(seconds: number) {
      for (let second = 0; second < seconds; second++) context.mock.timers.tick(1_000);
    },
    /** What was written since the last call. */
    text() {
      const text = written;
      written = '';
      return text;
    },
  };
}

const clear = '\r\u001b[K';

suite('progress', () => {
  test('is one line on a terminal, and leaves none', async (context) => {
    const { progress, pass, text } = progressOn(context, { isTTY: true, columns: 80 });
    progress.expect(2);
    const result = await progress.step('Installing', async () => {
      assert.equal(text(), `${clear}[1/2] Installing … 0 s`);
      pass(2);
      assert.equal(text(), `${clear}[1/2] Installing … 1 s${clear}[1/2] Installing … 2 s`);
      return 7;
    });
    assert.equal(result, 7);
    assert.equal(text(), clear);
    pass(5);
    assert.equal(text(), '', 'nothing is written after the step');
    await progress.step('Building', async () => assert.equal(text(), `${clear}[2/2] Building … 0 s`));
    assert.equal(text(), clear);
  });

  test('never wraps', async (context) => {
    const { progress, text } = progressOn(context, { isTTY: true, columns: 20 });
    progress.expect(1);
    await progress.step('Installing what is missing', async () => {});
    assert.equal(text(), `${clear}[1/1] Installing wh${clear}`);
  });

  test('is plain lines elsewhere', async (context) => {
    const { progress, pass, text } = progressOn(context, { isTTY: false });
    progress.expect(1);
    await progress.step('Installing', async () => {
      assert.equal(text(), '[1/1] Installing …\n');
      pass(65);
      assert.equal(text(), '[1/1] Installing … 30 s\n[1/1] Installing … 60 s\n');
    });
    assert.equal(text(), '[1/1] Installing: done in 65 s\n');
  });

  for (const isTTY of [true, false]) {
    test(`says which step failed, ${isTTY ? 'on a terminal' : 'elsewhere'}`, async (context) => {
      const { progress, pass, text } = progressOn(context, { isTTY });
      progress.expect(3);
      const failure = new Error('no network');
      await assert.rejects(
        progress.step('Installing', async () => {
          pass(1);
          text();
          throw failure;
        }),
        failure,
      );
      assert.equal(text(), `${isTTY ? clear : ''}[1/3] Installing: failed after 1 s\n`);
    });
  }

  test('counts a step that was not expected', async (context) => {
    const { progress, text } = progressOn(context, { isTTY: false });
    await progress.step('Building', async () => assert.equal(text(), '[1/1] Building …\n'));
  });
});
