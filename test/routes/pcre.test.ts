import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { GatewayVersion } from '../../grammar/index.js';
import { checkPcre, type PcreRefusal } from '../../server/routes/pcre.js';

/** Verdicts of PCRE2 10.42 for bytes, anchored, as Kong 3.7 and later ask it. */
const accepted = String.raw`
  /a  /users/(?<id>\d+)$  /(?P<id>[a-z]+)  /a(?=b)  /(?<=a|bc)d  /(a)\1  /a++  /\h+  /\w+\Z  /(?#c)abc  /[a&&b]
  /\Qa.b\E  /\Q(\E  /\Q\x{100}\E  /(?#\x{100})  /\\x{100}  /*a  /]  /}  /{  /a{  /a{1,  /[]a]  /[\w-]  /[-\w]  /[a-c-e]
  /\x{ff}  /\x{0ff}  /\o{377}  /\377  /\0000  /\p{L}  /\pL  /\p{^L}  /\R  /\X  /\C  /(?<=\C)a  /(?|a|b)  /(?i)a  /(?^i)a
  /(?R)  /(?0)  /(?1)(a)  /(?(1)a|b)(c)  /(?(DEFINE)a)  /(*ACCEPT)  /é  /[é-à]  /\_
`;
const refused: readonly (readonly [pattern: string, message: string])[] = [
  ['/a(b', 'missing closing parenthesis'],
  ['/a)', 'unmatched closing parenthesis'],
  ['/[a', 'missing terminating ] for character class'],
  ['/a{2,1}', 'numbers out of order in {} quantifier'],
  ['/?*', 'quantifier does not follow a repeatable item'],
  ['/[z-a]', 'range out of order in character class'],
  ['/[\\w-.]', 'invalid range in character class'],
  ['/[\\d-z]', 'invalid range in character class'],
  ['/\\', '\\ at end of pattern'],
  ['/\\y', 'unrecognized character follows \\'],
  ['/\\u0041', 'PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u'],
  ['/(?<n>a)(?<n>b)', 'two named subpatterns have the same name (PCRE2_DUPNAMES not set)'],
  ['/(?<1n>a)', 'subpattern name must start with a non-digit'],
  ['/(?<n', 'syntax error in subpattern name (missing terminator?)'],
  ['/\\k<n>', 'reference to non-existent subpattern'],
  ['/(a)\\2', 'reference to non-existent subpattern'],
  ['/(*LIMIT_MATCH=5)a', '(*VERB) not recognized or malformed'],
  ['/(*UTF)a', '(*VERB) not recognized or malformed'],
  ['/[[:foo:]]', 'unknown POSIX class name'],
  ['/[:alpha:]', 'POSIX named classes are supported only within a class'],
  ['/[[.a.]]', 'POSIX collating elements are not supported'],
  ['/(?z)', 'unrecognized character after (? or (?-'],
  ['/\\p', 'malformed \\P or \\p sequence'],
  ['/\\pq', 'unknown property name after \\P or \\p'],
  ['/\\x{zz}', 'non-hex character in \\x{} (closing brace missing?)'],
  // For bytes, not for Unicode.
  ['/\\x{100}', 'character code point value in \\x{} or \\o{} is too large'],
  ['/\\o{400}', 'character code point value in \\x{} or \\o{} is too large'],
  ['/\\400', 'octal value is greater than \\377 in 8-bit non-UTF-8 mode'],
  ['/\\N{U+41}', '\\N{U+dddd} is supported only in Unicode (UTF) mode'],
  ['/(?<ú>a)', 'syntax error in subpattern name (missing terminator?)'],
];

suite('regex paths by PCRE', () => {
  for (const pattern of accepted.trim().split(/\s+/)) {
    test(`accepts ${pattern}`, () => assert.equal(checkPcre(pattern, [3, 9]), null));
  }

  for (const [pattern, message] of refused) {
    test(`refuses ${pattern}`, () => assert.equal(refusalOf(pattern, [3, 9])?.message, message));
  }

  test('tells from where on, in characters', () => {
    assert.equal(refusalOf('/é(?<n>a)(?z)', [3, 9])?.rest, 'z)');
    assert.equal(refusalOf('/é\\x{100}é', [3, 9])?.rest, 'é');
  });

  test('PCRE 8, up to Gateway 3.6, accepts what PCRE2 calls an unknown escape or an invalid range', () => {
    for (const pattern of ['/\\y', '/[\\w-.]', '/[\\d-z]']) {
      assert.equal(checkPcre(pattern, [3, 6]), null, pattern);
      assert.notEqual(checkPcre(pattern, [3, 7]), null, pattern);
    }
  });

  test('what came with PCRE2 10.35 to 10.44 is not held against a pattern since Gateway 3.7', () => {
    for (const pattern of [
      '/(?<=a{1,2})b',
      '/(?aT)a',
      '/(?r)a',
      '/(?*a)b',
      '/(?<*a)b',
      '/\\p{Script=Greek}',
      '/\\p{ L }',
      '/\\x{ 41 }',
      `/(?<${'n'.repeat(40)}>a)`,
    ]) {
      assert.equal(checkPcre(pattern, [3, 9]), null, pattern);
      assert.notEqual(checkPcre(pattern, [3, 6]), null, pattern);
    }
  });

  test('deep, long and large patterns', () => {
    const nested = (depth: number) => `/${'('.repeat(depth)}${')'.repeat(depth)}`;
    assert.equal(checkPcre(nested(250), [3, 9]), null);
    assert.equal(refusalOf(nested(251), [3, 9])?.message, 'parentheses are too deeply nested');
    assert.equal(checkPcre(`/${'a'.repeat(20_000)}`, [3, 9]), null);
    assert.equal(refusalOf('/((a{1000}){1000}){1000}', [3, 9])?.message, 'regular expression is too large');
    assert.equal(
      checkPcre(`/${'é'.repeat(10_000_000)}`, [3, 9]),
      'not-judged',
      'what is too large for the library is never said to be right',
    );
    assert.equal(
      refusalOf('/(', [3, 9])?.message,
      'missing closing parenthesis',
      'and the next is judged again',
    );
  });
});

function refusalOf(pattern: string, version: GatewayVersion): PcreRefusal | null {
  const refusal = checkPcre(pattern, version);
  assert.notEqual(refusal, 'not-judged');
  return refusal === 'not-judged' ? null : refusal;
}
