/** What the judge of regexes does when an engine fails, grows or forgets; and that it stays small in a process. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  createRegexJudge,
  engineMessage,
  type Language,
  Recycled,
  readExpression,
  TextMemory,
} from '../../grammar/index.js';

/** An engine that answers with its number, and fails on request. */
const engines = (fails: (engine: number) => boolean) => {
  let made = 0;
  return () => {
    const engine = ++made;
    return {
      memoryBytes: 0,
      compile(): { readonly refusal: string } {
        if (fails(engine)) throw new RangeError('Maximum call stack size exceeded');
        return { refusal: `error: engine ${engine}` };
      },
      free: () => {},
      isMatch: () => false,
      find: () => null,
      replace: () => '',
      captureNames: () => [],
    };
  };
};

const messageOf = (verdict: unknown) => (verdict as { readonly message: string }).message;

suite('the judge of regexes', () => {
  test('a new engine judges what the old one failed at', () => {
    const failing = new Set([1]);
    const { judge } = createRegexJudge(engines((engine) => failing.has(engine)));
    // The first engine is new, and is not asked twice.
    assert.equal(judge('\\1'), 'engine-failed');
    assert.equal(messageOf(judge('\\2')), 'engine 2');
    assert.equal(messageOf(judge('\\1')), 'engine 2', 'a failure is not remembered');
    failing.add(2);
    assert.equal(messageOf(judge('\\3')), 'engine 3');
  });

  test('what no engine can judge is reported as not judged', () => {
    const { judge } = createRegexJudge(engines(() => true));
    for (let round = 0; round < 3; round++) assert.equal(judge('('), 'engine-failed');
    const { judge: withoutEngine } = createRegexJudge(() => {
      throw new Error('ENOENT');
    });
    assert.equal(withoutEngine('('), 'engine-failed');
    assert.equal(withoutEngine('/plain'), 'accepted');
  });

  test('in an expression it is a problem of its own, of the whole constant', () => {
    const judge = createRegexJudge(engines(() => true));
    const language: Language = { subsystem: 'http', gatewayVersion: [3, 9], judge };
    const { problems } = readExpression('http.path ~ "^/(" && http.path ~ "^/a"', language);
    assert.deepEqual(problems, [
      {
        code: 'expression-regex-not-judged',
        args: { reason: 'engine-failed' },
        span: { start: 12, end: 17 },
      },
    ]);
    assert.equal(engineMessage('http.path ~ "^/("', language), null);
  });
});

suite('an instance', () => {
  test('is replaced when it is spent, and only then', () => {
    let made = 0;
    const recycled = new Recycled(
      () => ({ name: ++made, uses: 0 }),
      ({ uses }) => uses > 2,
    );
    const names = Array.from({ length: 7 }, () =>
      recycled.use((instance) => {
        instance.uses++;
        return instance.name;
      }),
    );
    assert.deepEqual(
      names.map((answer) => answer !== 'failed' && answer.result),
      [1, 1, 1, 2, 2, 2, 3],
    );
  });
});

suite('the memory of verdicts', () => {
  test('forgets what was not asked for the longest time', () => {
    const memory = new TextMemory<string>(4 * (64 + 1));
    const asked: string[] = [];
    const ask = (text: string) =>
      memory.get(text, () => {
        asked.push(text);
        return text.toUpperCase();
      });
    // The fifth is one too many: of `b`, `c`, `d`, `a`, `e` the last two stay.
    for (const text of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'e', 'd'])
      assert.equal(ask(text), text.toUpperCase());
    assert.deepEqual(asked, ['a', 'b', 'c', 'd', 'e', 'd']);
  });
});

test('2,000 expensive regexes in less than 500 MB, and the wrong ones among them are found', async () => {
  const script = fileURLToPath(new URL('../support/judge-many.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const { judged, wrong, expectedWrong, peakMegabytes } = JSON.parse(stdout);
  assert.equal(judged, 2_000);
  assert.equal(expectedWrong.length, 100);
  assert.deepEqual(wrong, expectedWrong);
  assert.ok(peakMegabytes < 500, `${peakMegabytes} MB`);
});
