/** Whether a regex is found in a text of ASCII, without the crate: the crate says the same. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { asciiRegexOf } from '../../grammar/regex/ascii-regex.js';
import { type CrateLibrary, loadCrate } from '../../grammar/regex/crate-library.js';
import { examplesOf } from '../../grammar/regex/examples.js';
import { createPcreRegexes } from '../../server/flavors/router/regexes/pcre-regexes.js';
import { Random } from '../fuzz/random.js';
import { composedPattern, validPatterns } from '../fuzz/regex-generator.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

const patterns = String.raw`
  ^/v1/users/(?<id>\d+)/r5$ ^/users/[\w-]{1,64}/ (?i)^/Admin|^/ops \.(jpe?g|png)$ ^(?:/a|/b)*$ a{2,3}b?c* \bid\b \Bx\B ^$ a||b
  (?m)^b$ (?s)a.b a.b [^/]+/$ (?i)k[st]\x{212a} [a-z&&[^aeiou]]+$ \W\D\S \b{start}a \b{end}/ (a*)*b (?:a?){5}a{5} \pL+\d \p{Lu}
  [[:alpha:]][[:^digit:]] [^\d\s]x é|a [^é]a (?R)a$ \z|a (?i)[^k] (?i)[^\x{212a}]
`
  .trim()
  .split(/\s+/);

const alphabet = 'aAbBkKsSxyz01/.-_~ \n\r\t';

suite('regexes on ASCII without the crate', () => {
  const compare = (library: CrateLibrary, pattern: string, texts: readonly string[]): number => {
    const program = asciiRegexOf(pattern, 'rust');
    if (!program) return 0;
    const made = library.compile(pattern);
    assert.ok('compiled' in made, `the crate refuses ${pattern}`);
    for (const text of texts) {
      const answer = `${JSON.stringify(pattern)} in ${JSON.stringify(text)}`;
      assert.equal(program.isFoundIn(text), library.isMatch(made.compiled, text), answer);
    }
    library.free(made.compiled);
    return texts.length;
  };

  const textsFor = (random: Random, pattern: string): string[] => {
    const texts = ['', '/', '\n', 'a\nb\n'];
    for (let i = 0; i < 12; i++) {
      let text = '';
      for (let length = random.below(9); length > 0; length--)
        text += alphabet[random.below(alphabet.length)];
      texts.push(text);
    }
    for (const example of examplesOf(pattern, 'rust')) {
      texts.push(example, `${example}a`, `/${example}`, example.slice(1), example.toUpperCase());
    }
    return texts.filter((text) => /^[\0-\x7f]*$/.test(text));
  };

  test(`say what the crate says, seed ${seed}`, () => {
    const random = new Random(seed);
    let library = loadCrate();
    let asked = 0;
    for (const pattern of [...patterns, ...validPatterns])
      asked += compare(library, pattern, textsFor(random, pattern));
    for (let round = 0; round < 1_500; round++) {
      const pattern = composedPattern(seed, random);
      asked += compare(library, pattern, textsFor(random, pattern));
      if (library.memoryBytes > 64 * 2 ** 20) library = loadCrate();
    }
    assert.ok(asked > 10_000, `only ${asked} texts`);
  });

  test(`say what PCRE says, at the start and anywhere, seed ${seed}`, () => {
    const random = new Random(seed);
    const pcre = createPcreRegexes([3, 9]);
    let asked = 0;
    const all = [
      ...patterns,
      ...validPatterns,
      ...Array.from({ length: 800 }, () => composedPattern(seed, random)),
    ];
    for (const pattern of all) {
      for (const anchored of [true, false]) {
        const program = asciiRegexOf(pattern, 'pcre', { anchored });
        if (!program) continue;
        for (const text of textsFor(random, pattern)) {
          const answer = pcre.match(pattern, text, anchored);
          if (answer === 'undecided') continue;
          const what = `${JSON.stringify(pattern)} in ${JSON.stringify(text)}, ${anchored}`;
          assert.equal(program.isFoundIn(text), answer !== null && answer !== 'rejected', what);
          asked++;
        }
      }
    }
    assert.ok(asked > 10_000, `only ${asked} texts`);
  });

  test('all of the plain ones are followed', () => {
    const left = patterns.filter((pattern) => asciiRegexOf(pattern, 'rust') === null);
    assert.deepEqual(left, []);
  });

  for (const pattern of ['(', '(?!a)b', '(?-u:a)', String.raw`\w{200}`, '(?mR)^a$', String.raw`\p{Kawi}`]) {
    test(`${pattern} is left to the crate`, () => assert.equal(asciiRegexOf(pattern, 'rust'), null));
  }

  test('the time is linear in the text', () => {
    const program = asciiRegexOf('^(a+)+(a|a)*(a*)*$', 'rust');
    assert.ok(program);
    assert.equal(program.isFoundIn(`${'a'.repeat(20_000)}b`), false);
  });
});
