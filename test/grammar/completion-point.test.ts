/** What may be written where, in expressions that are hardly begun, whole, or wrong. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { completionPoint, readExpression } from '../../grammar/index.js';
import { scan, type TokenKind } from '../../grammar/syntax/index.js';
import { generate } from '../fuzz/generator.js';
import { isRefused, seenByTheEngine } from '../support/kong.js';
import { readMarks } from '../support/marked-text.js';
import { expressionVectors } from '../support/vectors.js';

/** The text with what would be replaced in brackets. */
function at(marked: string): string {
  const { text, ranges } = readMarks(marked);
  const point = completionPoint(text, ranges[0]!.start);
  const { expects, span, needsSpace } = point;
  const use =
    'field' in point
      ? [...('operator' in point ? [point.operator ?? '?'] : []), point.field, ...point.functions]
      : [];
  return [
    expects,
    `[${text.slice(span.start, span.end)}]`,
    ...use,
    ...('isOpen' in point && point.isOpen ? ['open'] : []),
    ...(needsSpace ? ['behind a space'] : []),
  ].join(' ');
}

/** What may be expected at a token of each kind; constants by default. */
const expectedBefore: Partial<Record<TokenKind, readonly string[]>> = {
  Identifier: ['term', 'argument'],
  LeftParen: ['term', 'group'],
  Not: ['term'],
  Operator: ['operator'],
  And: ['connector'],
  Or: ['connector'],
  RightParen: ['connector', 'closing'],
  End: ['connector'],
};

suite('what may be written at a place', () => {
  for (const [marked, expected] of [
    ['<|>', 'term []'],
    ['h<|>', 'term [h]'],
    ['http.pa<|>th == "/a"', 'term [http.path]'],
    ['http.headers.x-req<|>uest-id == "1"', 'term [http.headers.x-request-id]'],
    ['!<|>', 'group []'],
    ['http.path == "/a" && !<|>', 'group []'],
    ['!(<|>', 'term []'],
    ['(<|>', 'term []'],
    ['<|> && http.path == "/a"', 'term []'],
    ['http.path == "/a" && <|>', 'term []'],
    ['http.path == "/a" &&<|>', 'term [] behind a space'],
    ['lower(<|>', 'argument []'],
    ['lower(http.pa<|>) == "a"', 'argument [http.pa]'],
    ['lower(http.path <|>', 'closing []'],
    ['any(lower(http.headers.x)<|>', 'closing [] behind a space'],
    ['http.path <|>', 'operator [] http.path'],
    ['http.path =<|>', 'operator [=] http.path'],
    ['http.path <|>== "/a"', 'operator [] http.path'],
    ['net.src.port ><|>', 'operator [>] net.src.port'],
    ['net.src.port !<|>', 'operator [!] net.src.port'],
    ['net.src.ip not <|>', 'operator [not ] net.src.ip'],
    ['net.src.ip i<|>', 'operator [i] net.src.ip'],
    ['any(lower(http.headers.x)) <|>', 'operator [] http.headers.x lower any'],
    ['http.path ==<|>', 'constant [] == http.path behind a space'],
    ['http.path == <|>', 'constant [] == http.path'],
    ['http.path == "<|>', 'constant ["] == http.path'],
    ['http.path == "<|>"', 'constant [""] == http.path'],
    ['http.path == "/a<|>bc" && x', 'constant ["/abc"] == http.path'],
    ['http.method == "<|> && http.path == "/a"', 'constant ["] == http.method'],
    ['http.path ~ r#"^/<|>', 'constant [r#"^/] ~ http.path'],
    ['http.method == G<|>', 'constant [G] == http.method'],
    ['lower(http.path) ^= <|>', 'constant [] ^= http.path lower'],
    ['http.path like <|>', 'constant [] ? http.path'],
    ['net.src.ip in 10.<|>', 'constant [10.] in net.src.ip'],
    ['http.path == "/a"<|>', 'connector [] behind a space'],
    ['http.path == "/a" <|>', 'connector []'],
    ['http.path == "/a" &<|>', 'connector [&]'],
    ['http.path == "/a" an<|>', 'connector [an]'],
    ['(http.path == "/a" <|>', 'connector [] open'],
    ['(http.path == "/a") <|>', 'connector []'],
    ['net.dst.port == 80<|>', 'constant [80] == net.dst.port'],
    // What is open since before the last `&&` or `||`.
    ['(http.path == "/a" || http.path == "/b" <|>', 'connector [] open'],
    ['(http.path == "/a" || http.path == "/b") && <|>', 'term []'],
    // Mistakes before the place are read as what they mean.
    ['upper(http.path <|>', 'closing []'],
    ['http.path "/a" <|>', 'connector []'],
    ['http.path = "/a" and <|>', 'term []'],
    ["http.path == '/a' <|>", 'connector []'],
    ['(http.path == "/a")) <|>', 'connector []'],
    ['lower(http.path == "/a" && <|>', 'term []'],
  ] as const) {
    test(marked, () => assert.equal(at(marked), expected));
  }

  test('of right expressions, what comes next is what was expected', () => {
    const vectors = expressionVectors().map(({ expression, schema }) => ({
      text: expression,
      subsystem: schema,
    }));
    const texts = [...vectors, ...Array.from({ length: 1_500 }, (_, index) => generate(2, index))].filter(
      ({ text, subsystem }) =>
        text.length < 1_000 &&
        !isRefused(readExpression(text, { subsystem, gatewayVersion: [3, 9] }).problems),
    );
    let count = 0;
    for (const { text: given } of texts) {
      const text = seenByTheEngine(given);
      const { tokens } = scan(text);
      for (const [i, { kind, start }] of tokens.entries()) {
        // The engine reads a call like any name and a parenthesis: at that place it may be an operator as well.
        if (kind === 'LeftParen' && tokens[i - 1]?.kind === 'Identifier') continue;
        const point = completionPoint(text, start);
        // What is before the place may go on: `>80` as `>=80`.
        if (point.span.start < start) continue;
        const isExpected = expectedBefore[kind]?.includes(point.expects) ?? point.expects === 'constant';
        assert.ok(isExpected, `${text.slice(0, start)}<|>${text.slice(start)}: ${point.expects}`);
        if (kind === 'RightParen' && point.expects === 'connector') assert.ok(point.isOpen);
        count++;
      }
    }
    assert.ok(count > 10_000, `${count} places`);
  });

  test('there is an answer anywhere in any text, and what is replaced holds the place', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (index, where) => {
        const { text } = generate(1, index);
        const offset = where % (text.length + 1);
        const { span } = completionPoint(text, offset);
        assert.ok(0 <= span.start && span.start <= offset && offset <= span.end && span.end <= text.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
