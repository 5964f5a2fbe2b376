/** What older Gateways do not accept: as their crate says it, which is another one than ours. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { type GatewayVersion, quote, regexJudge } from '../../grammar/index.js';
import { readRegex } from '../../grammar/regex/read-regex.js';
import { Engine } from '../support/engine.js';
import { repositoryRoot } from '../support/vectors.js';

/**
 * `test/fixtures/regex-crates.json`: the verdicts of the crate `regex` 1.7.0, 1.9.1, 1.10.3 and 1.11.1, compiled for x86-64 and
 * asked once. For each pattern the last line of each answer, `ok` where it is accepted.
 */
const recorded = JSON.parse(
  readFileSync(new URL('test/fixtures/regex-crates.json', repositoryRoot), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

const gateways: readonly GatewayVersion[] = [
  [3, 3],
  [3, 5],
  [3, 8],
  [3, 9],
];

suite('regexes, by the crate of each Gateway', () => {
  for (const [i, version] of gateways.entries()) {
    test(`Gateway ${version.join('.')}`, () => {
      const wrong: string[] = [];
      let judged = 0;
      for (const [pattern, verdicts] of Object.entries(recorded)) {
        const verdict = regexJudge.judge(pattern, version);
        if (verdict === 'engine-differs' || verdict === 'size-unknown') continue;
        judged++;
        const answer = typeof verdict === 'string' ? verdict : verdict.message;
        const real = verdicts[i] === 'ok' ? 'accepted' : verdicts[i]!.replace(/^error: /, '');
        // Which of several mistakes is reported first may differ.
        const isSame = answer === real || (answer !== 'accepted' && real !== 'accepted');
        if (!isSame) wrong.push(`${pattern}: ${answer}, not ${real}`);
      }
      assert.deepEqual(wrong, []);
      assert.ok(judged > 0.9 * Object.keys(recorded).length, `${judged} were judged`);
    });
  }

  const newer: readonly [pattern: string, before: GatewayVersion, since: GatewayVersion, message: string][] =
    [
      ['^/a\\/b', [3, 3], [3, 4], 'unrecognized escape sequence'],
      ['^/(?<id>a)', [3, 3], [3, 4], 'unrecognized flag'],
      ['^/(?P<größe>a)', [3, 3], [3, 4], 'invalid capture group character'],
      ['(?R)a', [3, 3], [3, 4], 'unrecognized flag'],
      ['\\p{Sc}', [3, 3], [3, 4], 'Unicode property not found'],
      ['\\<a', [3, 5], [3, 6], 'unrecognized escape sequence'],
      ['\\b{start}a', [3, 5], [3, 6], 'repetition quantifier expects a valid decimal'],
      ['\\p{Garay}', [3, 8], [3, 9], 'Unicode property not found'],
      ['[a\\p{Is_Kirat-Rai}]', [3, 8], [3, 9], 'Unicode property not found'],
      ['\\p{sc=Sunuwar}', [3, 8], [3, 9], 'Unicode property value not found'],
      ['\\p{age=15.1}', [3, 8], [3, 9], 'Unicode property value not found'],
    ];
  for (const [pattern, before, since, message] of newer) {
    test(`${pattern} is accepted since ${since.join('.')}`, () => {
      const verdict = regexJudge.judge(pattern, before);
      assert.equal(typeof verdict === 'object' && verdict.message, message);
      assert.equal(regexJudge.judge(pattern, since), 'accepted');
    });
  }

  test('the report of an older crate is in the form of the real engine', async () => {
    const engine = await Engine.start();
    // The engine in WebAssembly has `regex` 1.10, as Gateway 3.8 has.
    for (const pattern of ['\\p{Garay}', 'ä\\p{age=16.0}x']) {
      const verdict = regexJudge.judge(pattern, [3, 8]);
      const answer = await engine.parse(`http.path ~ ${quote(pattern)}`, 'http');
      assert.ok(typeof verdict === 'object' && answer.status === 'parseError');
      const withoutFrame = (text: string) => text.replace(/^ *= /gm, '').replace(/^ +/gm, '');
      assert.ok(
        withoutFrame(JSON.stringify(answer).replaceAll('\\n', '\n')).includes(verdict.message),
        JSON.stringify(answer),
      );
    }
  });
});

test('the reader finds the faults of Rust’s syntax, and no others', () => {
  let right = 0;
  const wrong: string[] = [];
  for (const [pattern, verdicts] of Object.entries(recorded)) {
    const newest = verdicts.at(-1)!;
    // What is decided from tables or from the size.
    if (/Unicode|UTF-8|size limit|nested/.test(newest)) continue;
    const { faults } = readRegex(pattern, 'rust');
    if ((faults.length === 0) !== (newest === 'ok'))
      wrong.push(`${pattern}: ${newest}, [${faults.map(({ fault }) => fault)}]`);
    else right++;
  }
  assert.deepEqual(wrong, []);
  assert.ok(right > 5_000, `${right}`);
});
