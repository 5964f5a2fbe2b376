/** The rules that Chevrotain runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpressionParser } from '../../grammar/syntax/rules.js';

test('Chevrotain finds no fault in the rules: nothing is ambiguous, and one token decides everywhere', () => {
  assert.doesNotThrow(() => new ExpressionParser({ isChecked: true }));
});
