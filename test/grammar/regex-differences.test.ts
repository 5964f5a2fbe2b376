/**
 * Where our judge of regexes is known not to be the engine in WebAssembly that the tests run next to it: that one has the
 * crate `regex` 1.10 and runs on 32 bits, Gateway 3.9 has 1.11 and runs on 64.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quote, regexJudge } from '../../grammar/index.js';
import { Engine } from '../support/engine.js';

test('properties that Unicode has had since 15.0: as the crate of each Gateway', async () => {
  const engine = await Engine.start();
  const newer = [
    ...['Garay', 'Gurung_Khema', 'Kirat_Rai', 'Ol_Onal', 'Sunuwar', 'Todhri', 'Tulu_Tigalari'],
    ...['Age=15.1', 'Age=16.0', 'ID_Compat_Math_Start', 'Modifier_Combining_Mark'],
  ];
  for (const name of newer) {
    const pattern = `\\p{${name}}`;
    assert.equal(regexJudge.judge(pattern, [3, 9]), 'accepted', pattern);
    assert.equal(typeof regexJudge.judge(pattern, [3, 8]), 'object', pattern);
    assert.equal((await engine.parse(`http.path ~ ${quote(pattern)}`, 'http')).status, 'parseError', pattern);
  }
  const older = '\\p{Kawi}\\p{Age=15.0}';
  assert.equal(regexJudge.judge(older, [3, 8]), 'accepted');
  assert.equal((await engine.parse(`http.path ~ ${quote(older)}`, 'http')).status, 'ok');
});

/** The limit of 10 MiB is reached earlier on 64 bits. `test/fixtures/regex-crates.json` has the verdicts. */
test('very large regexes: as on 64 bits, or reported as about as large as the limit', () => {
  for (const pattern of ['\\d{3000}', '\\w{250}', '\\pL{300}', 'a{500000}', '(\\w{10}){30}']) {
    assert.equal(typeof regexJudge.judge(pattern, [3, 9]), 'object', pattern);
  }
  assert.equal(regexJudge.judge('\\w{200}', [3, 9]), 'size-unknown');
  assert.equal(regexJudge.judge('\\w{100}', [3, 9]), 'accepted');
  assert.equal(regexJudge.judge('\\w{100}', [3, 3]), 'size-unknown');
});
