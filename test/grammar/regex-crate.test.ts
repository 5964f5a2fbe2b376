import { strict as assert } from 'node:assert';
import { suite, test } from 'node:test';
import { parseGatewayVersion, readExpression, regexJudge } from '../../grammar/index.js';

const versions = ['3.0', '3.3', '3.4', '3.4.3.4', '3.4.3.5', '3.5', '3.5.0.4', '3.6', '3.9', '3.16'];

/** Up to 3.3, up to the engine of 3.6, from then on: what is refused there, at which piece. */
const cases: readonly (readonly [
  pattern: string,
  piece: string | null,
  refusedIn: 'none' | '3.0' | '3.5',
])[] = [
  ['^/a/[^/]+$', null, 'none'],
  ['[^\\/]', '\\/', '3.0'],
  ['a\\_b', '\\_', '3.0'],
  ['a\\%20', '\\%', '3.0'],
  ['a\\ b', '\\ ', '3.0'],
  ['(?x)a\\ b', null, 'none'],
  ['a\\.b\\-c\\&\\~\\#', null, 'none'],
  ['\\d\\w\\b', null, 'none'],
  ['\\\\/', null, 'none'],
  ['(?<id>\\d)', '<', '3.0'],
  ['(?P<id>\\d)', null, 'none'],
  ['(?P<größe>\\d)', 'ö', '3.0'],
  ['(?:a)(?i)b(?i:c)', null, 'none'],
  ['(?R)$', 'R', '3.0'],
  ['\\<a\\>', '\\<', '3.5'],
  ['\\b{start}a', 's', '3.5'],
];

suite('regexes that older crates refuse', () => {
  for (const [pattern, piece, refusedIn] of cases) {
    test(pattern, () => {
      for (const version of versions) {
        const numbers = parseGatewayVersion(version)!;
        const found = regexJudge.judge(pattern, numbers);
        const isOld = ['3.0', '3.3'].includes(version);
        const isMiddle = ['3.4', '3.4.3.4', '3.5'].includes(version);
        const isRefused = refusedIn !== 'none' && (isOld || (isMiddle && refusedIn === '3.5'));
        assert.equal(
          typeof found === 'string' ? found !== 'accepted' : true,
          isRefused,
          `Gateway ${version}`,
        );
        if (typeof found !== 'string' && found.span)
          assert.equal(pattern.slice(found.span.start, found.span.end), piece);
      }
    });
  }

  test('an expression with one is refused, in the words of the crate', () => {
    const text = 'http.path ~ "^/a[^\\\\/]"';
    const problemsIn = (version: string) =>
      readExpression(text, { subsystem: 'http', gatewayVersion: parseGatewayVersion(version)! }).problems;
    assert.deepEqual(problemsIn('3.3'), [
      {
        code: 'expression-regex',
        args: { message: 'unrecognized escape sequence' },
        span: { start: 12, end: 23 },
      },
    ]);
    assert.deepEqual(problemsIn('3.4'), []);
  });
});
