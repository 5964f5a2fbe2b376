/** The recorded verdicts of the real engine and of Kong's schema (`test/vectors/README.md`). */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExpressionCode, readExpression } from '../../grammar/index.js';
import { engineTree } from '../support/engine-tree.js';
import { codesOf, isRefused } from '../support/kong.js';
import { writeMarks } from '../support/marked-text.js';
import { type ExpressionVector, expressionVectors } from '../support/vectors.js';

const vectors = expressionVectors();
const read = ({ expression, schema }: ExpressionVector) =>
  readExpression(expression, { subsystem: schema, gatewayVersion: [3, 9] });

/** What Kong sees of these is not what the engine alone was given: a NUL, or `net.port`. */
const isChangedByKong = ({ expression }: ExpressionVector) => /\0|net\.port/.test(expression);

test('there are vectors of every kind', () => {
  const count = (status: ExpressionVector['status']) => vectors.filter((v) => v.status === status).length;
  assert.deepEqual(
    [count('ok'), count('validationError'), count('parseError'), count('panic')],
    [164, 54, 187, 3],
  );
});

test('our verdict is Kong’s', async (t) => {
  for (const vector of vectors) {
    await t.test(`${vector.id} ${JSON.stringify(vector.expression)}`, () => {
      const { problems } = read(vector);
      assert.equal(!isRefused(problems), vector.kong.valid === true, JSON.stringify(problems));
      if (vector.status === 'panic') assert.deepEqual(codes(problems), ['expression-not-in-spacing']);
    });
  }
});

test('our first reason is the engine’s', () => {
  for (const vector of vectors) {
    if (vector.message === undefined || isChangedByKong(vector)) continue;
    const expected = codesOf(vector.message);
    const found = codes(read(vector).problems);
    // The engine says what is wrong with the grammar of the whole text before it looks at any constant.
    const reason = vector.errorKind === 'syntax' ? found.find((code) => expected.includes(code)) : found[0];
    assert.ok(reason && expected.includes(reason), `${vector.id}: [${found}] for ${vector.message}`);
  }
});

test('our tree is the engine’s', () => {
  for (const vector of vectors) {
    if (vector.status !== 'ok' || isChangedByKong(vector)) continue;
    assert.deepEqual(engineTree(read(vector).tree), vector.ast, vector.id);
  }
});

/**
 * The engine's place is where its parser got stuck; ours is the word or the literal that is wrong, which is
 * there, ends there or is around it. These are at other places:
 */
const testedByOthers: Readonly<Record<string, string>> = {
  'validate-0093':
    'a call of `not` is reported at its name; the engine stops at the quotes behind `(http.path ==`',
  'validate-0119': 'a parenthesis that is not closed is reported where it opens, not at the end of the text',
};

test('our places are the engine’s', () => {
  const deviations: string[] = [];
  for (const vector of vectors) {
    if (!vector.location || vector.message === undefined || isChangedByKong(vector)) continue;
    const { expression } = vector;
    const units = (bytes: number) => Buffer.from(expression).subarray(0, bytes).toString().length;
    const expected = codesOf(vector.message);
    const problem = read(vector).problems.find(({ code }) => expected.includes(code));
    assert.ok(problem, vector.id);
    const { span } = problem;
    if (vector.location.span) {
      // Ours is the whole literal, sign and `0x` included, or the part of the call or the regex that is wrong.
      const [start, end] = vector.location.span.map(units) as [number, number];
      const isPart = problem.code === 'expression-regex' || problem.code === 'expression-unknown-function';
      const isAround = span.start <= start && span.end === end && start - span.start <= '-0x'.length;
      const isInside = span.start >= start && span.end <= end && span.end > span.start;
      assert.ok(isPart ? isInside : isAround, `${vector.id}: ${writeMarks(expression, [span])}`);
      continue;
    }
    const place = units(vector.location.pos!);
    if (span.start > place || span.end < place) deviations.push(vector.id);
  }
  assert.deepEqual(deviations, Object.keys(testedByOthers));
});

test('problems of a regex have the message of the crate', () => {
  for (const vector of vectors) {
    const words = vector.message && /^error: (.*)$/m.exec(vector.message)?.[1];
    if (!words) continue;
    const problem = read(vector).problems.find(({ code }) => code === 'expression-regex');
    assert.equal(problem?.code === 'expression-regex' && problem.args.message, words, vector.id);
  }
});

const codes = (problems: readonly { readonly code: ExpressionCode }[]) => problems.map(({ code }) => code);
