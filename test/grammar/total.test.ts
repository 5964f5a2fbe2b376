/** Whatever the text: a tree and problems within it, and nothing thrown. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ExpressionCode, print, readExpression, type Subsystem } from '../../grammar/index.js';
import { scan } from '../../grammar/syntax/scanner.js';
import { generate } from '../fuzz/generator.js';
import { engineTree } from '../support/engine-tree.js';
import { isRefused } from '../support/kong.js';
import { partsOf } from '../support/spans.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const languages = (['http', 'stream'] as const).flatMap((subsystem: Subsystem) =>
  [
    [3, 0],
    [3, 4],
    [3, 9],
    [3, 10],
  ].map((gatewayVersion) => ({ subsystem, gatewayVersion })),
);

function assertTokens(text: string): void {
  const { tokens, comments } = scan(text);
  const all = [...tokens, ...comments].sort((a, b) => a.start - b.start || a.end - b.end);
  let last = 0;
  for (const { kind, image, start, end } of all) {
    assert.match(text.slice(last, start), /^[ \t\r\n]*$/);
    assert.equal(text.slice(start, end), image);
    assert.equal(image.length > 0, kind !== 'End');
    last = end;
  }
  assert.equal(last, text.length);
  assert.equal(tokens.at(-1)!.kind, 'End');
}

function assertTotal(text: string): void {
  assertTokens(text);
  for (const language of languages) {
    const { tree, problems } = readExpression(text, language);
    let last = 0;
    for (const { span } of problems) {
      assert.ok(last <= span.start && span.start <= span.end && span.end <= text.length);
      last = span.start;
    }
    if (tree) assert.ok(0 <= tree.span.start && tree.span.end <= text.length);
    for (const { whole, part } of partsOf(tree)) {
      assert.ok(whole.start <= part.start && part.start <= part.end && part.end <= whole.end);
    }
    print(tree);
    const isTooDeep = problems.some(({ code }) => code === 'expression-too-deep');
    if (!isRefused(problems) && !isTooDeep) engineTree(tree);
  }
  // What was read before has no effect.
  assert.deepEqual(readExpression(text, languages[0]!), readExpression(text, languages[0]!));
}

const check = (arbitrary: fc.Arbitrary<string>, numRuns: number) =>
  fc.assert(fc.property(arbitrary, assertTotal), { numRuns, seed });

describe(`any text, seed ${seed}`, () => {
  it('of any characters', () => check(fc.string({ unit: 'binary', maxLength: 60 }), 1_500));

  it('of the characters of the language', () => {
    const characters = [...'ainotr.xX_09:/"#\\\'=!<>~^&|()-, \t\r\n\0ü😀\u00a0\u2028\ufeff\v'];
    check(fc.string({ unit: fc.constantFrom(...characters, '\ud83d', '\udc00'), maxLength: 40 }), 4_000);
  });

  it('of the words of the language', () => {
    const words =
      'http.path net.port lower any == != ~ ^= =^ >= > <= < in not contains && || ! ( ) "a" "\\d" "( r#"b"# r#" ' +
      "80 018 0x 1.2.3.4 1.2.3.4/8 ::1 ::/0 a:b 'c' = & | and or , ; # // -- /* -x-y - 9223372036854775808 \\";
    const word = fc.constantFrom(
      ...words.split(' '),
      ' ',
      ' ',
      '\n',
      '\0',
      'not in',
      'not  in',
      'net.port =',
    );
    check(
      fc.array(word, { maxLength: 30 }).map((chosen) => chosen.join('')),
      3_000,
    );
    check(
      fc.array(word, { maxLength: 30 }).map((chosen) => chosen.join(' ')),
      3_000,
    );
  });

  it('of the generator, up to any place', () => {
    for (let index = 0; index < 1_500; index++) {
      const { text } = generate(seed, index);
      assertTotal(text.slice(0, (index * 7) % (text.length + 1)));
    }
  });
});

describe('size', () => {
  const newest = { subsystem: 'http', gatewayVersion: [3, 10] } as const;
  const codes = (text: string): ExpressionCode[] => [
    ...new Set(readExpression(text, newest).problems.map(({ code }) => code)),
  ];
  const predicate = 'http.path == "a"';
  const nested = (open: string, times: number) => `${open.repeat(times)}${predicate}${')'.repeat(times)}`;

  it('reads nesting up to the limit, where every parenthesis and every `!` counts', () => {
    assert.deepEqual(codes(nested('(', 400)), []);
    assert.deepEqual(codes(nested('!(', 200)), []);
    assert.deepEqual(codes(`${'lower('.repeat(400)}http.path${')'.repeat(400)} == "a"`), []);
    assert.deepEqual(codes(`(${nested('(', 399)} && ${nested('(', 399)})`), []);
  });

  it('is reported beyond the limit, at the first parenthesis that is too deep', () => {
    const { problems, tree } = readExpression(` ${nested('(', 10_000)}`, newest);
    assert.deepEqual(problems, [{ code: 'expression-too-deep', args: {}, span: { start: 401, end: 402 } }]);
    assert.equal(tree, null);
    for (const text of [
      nested('(', 401),
      nested('!(', 201),
      nested('lower(', 401),
      '('.repeat(10_000),
      '!'.repeat(10_000),
      '(!!!!!!!!!'.repeat(10_000),
      // What is closed too often does not make room.
      `${')'.repeat(1_000)}${'('.repeat(1_000)}`,
    ]) {
      assert.deepEqual(codes(text), ['expression-too-deep']);
    }
  });

  it('counts nested levels, not siblings', () => {
    assert.deepEqual(codes(Array(1_000).fill('!(http.path == "a")').join(' && ')), []);
    assert.deepEqual(codes(Array(1_000).fill('!http.path == "a"').join(' && ')), ['expression-not']);
    assert.deepEqual(codes(Array(1_000).fill('lower(any(http.path)) == "a"').join(' || ')), []);
  });

  it('reads long chains', () => {
    for (const operator of [' && ', ' || ']) {
      const { tree, problems } = readExpression(Array(10_000).fill(predicate).join(operator), newest);
      assert.deepEqual(problems, []);
      assert.equal(tree?.kind === 'logical' && tree.terms.length, 10_000);
      // More than a call has room for as arguments.
      assert.deepEqual(codes(Array(150_000).fill('a==1').join(operator)), ['expression-unknown-field']);
    }
  });

  it('reads long literals and long nonsense', () => {
    const length = 10_000_000;
    assert.deepEqual(codes(`http.path == "${'a'.repeat(length)}"`), []);
    assert.deepEqual(codes(`http.path == r#"${'a'.repeat(length)}"#`), []);
    assert.deepEqual(codes(`http.path == "${'\\n'.repeat(length / 10)}"`), []);
    assert.deepEqual(codes(`http.path == "${'a'.repeat(length)}`), ['expression-unclosed']);
    assert.deepEqual(codes(`net.dst.port == ${'1'.repeat(length / 100)}`), ['expression-integer-range']);
    assert.deepEqual(codes('§'.repeat(length)), ['expression-syntax']);
    assert.deepEqual(codes(' '.repeat(length)), ['expression-empty']);
    assert.deepEqual(codes(')'.repeat(length / 100)), ['expression-syntax', 'expression-unopened']);
  });
});
