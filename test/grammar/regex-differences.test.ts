/**
 * Where our judge of regexes is known not to be Kong's. `rregex` holds the crate `regex` 1.13, Gateway 3.9 has 1.10;
 * and WebAssembly is a machine of 32 bits, where Kong runs on 64. Each test fails when its difference is gone.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quote, regexJudge } from '../../grammar/index.js';
import { Engine } from '../support/engine.js';

test('properties that Unicode has had since 15.0: we accept what Kong 3.9 refuses', async () => {
  const engine = await Engine.start();
  const newer = [
    ...['Garay', 'Gurung_Khema', 'Kirat_Rai', 'Ol_Onal', 'Sunuwar', 'Todhri', 'Tulu_Tigalari'],
    ...['Age=15.1', 'Age=16.0', 'ID_Compat_Math_Start', 'Modifier_Combining_Mark'],
  ];
  for (const name of newer) {
    const pattern = `\\p{${name}}`;
    assert.equal(regexJudge.judge(pattern), 'accepted', pattern);
    assert.equal((await engine.parse(`http.path ~ ${quote(pattern)}`, 'http')).status, 'parseError', pattern);
  }
  const older = '\\p{Kawi}\\p{Age=15.0}';
  assert.equal(regexJudge.judge(older), 'accepted');
  assert.equal((await engine.parse(`http.path ~ ${quote(older)}`, 'http')).status, 'ok');
});

/**
 * The limit of 10 MiB on a compiled regex is reached earlier on 64 bits: the crate `regex` 1.10.4, compiled for
 * x86-64, refuses this, and `\w{250}`, `\pL{300}`, `a{500000}`, `(\w{10}){30}`.
 */
test('very large regexes: we accept some that Kong refuses for their size', () => {
  assert.equal(regexJudge.judge('\\d{3000}'), 'accepted');
});
