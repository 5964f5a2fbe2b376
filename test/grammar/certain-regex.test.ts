/** What is said to compile without being compiled, before those who do compile: Kong's own engine, and PCRE. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { certainlyCompiles, quote } from '../../grammar/index.js';
import { checkPcre } from '../../server/routes/pcre.js';
import { Random } from '../fuzz/random.js';
import { composedPattern, damagePattern, invalidPatterns } from '../fuzz/regex-generator.js';
import { Engine } from '../support/engine.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

/** As people write them. */
const plain = String.raw`
  /users ^/v\d+/x$ ^/users/(?<id>[a-z]+)/?$ (?P<id>[^/]+)-(\d{1,3}) (?i)^/admin|^/ops /a(?i:b|c)d (?s).*? \.(jpe?g|png)$
  [\w.-]+@[\w.-]+ ^(www\.)?acme\.io$ [a-zA-Z0-9_-]{8,} a{2}b{2,}? () a||b ^* \b(x|y)+\b []a] [^]a] [-a] [a-] [.] } ]
  [[:alpha:]] \x41\x{e9} \pL\p{N} \/\-\_ [a&&b~~c] (((((((((((a))))))))))) a{1001} 日本 (?s-i:a) [&&] [~~&&-]
  a** (?x)a (?u)a [a-z&&[^aeiou]] [\x41-\x5A] [é-ü] \b{start} \u0041 (?<a.b>x) \w{100} a{5000} \p{Greek} [\p{Lu}_] /users/[\w-]{1,64}/
`;

/** What needs Unicode tables or the exact size, and what is invalid. */
const rare = String.raw`
  (?-u:a) \p{Kawi} [[:alpha:]\p{Lu}a\p{Letter}] \p{^L} a{,3} \w{180} a{300000} \p{
`;

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

suite('regexes that are certain to compile', () => {
  for (const pattern of wordsOf(plain)) {
    test(`${pattern} is`, () => assert.ok(certainlyCompiles(pattern)));
  }

  for (const pattern of [...wordsOf(rare), ...invalidPatterns]) {
    test(`${pattern} is not`, () => assert.ok(!certainlyCompiles(pattern)));
  }

  test(`of patterns with and without mistakes, seed ${seed}: both engines take what is`, async () => {
    const engine = await Engine.start();
    const random = new Random(seed);
    const wrong: string[] = [];
    let certain = 0;
    const judge = async (pattern: string) => {
      // With a look-around it is not certain, and PCRE is asked.
      if (certainlyCompiles(pattern, 'pcre') && checkPcre(`(?!)|${pattern}`, [3, 6]) !== null)
        wrong.push(`PCRE refuses ${pattern}`);
      if (!certainlyCompiles(pattern)) return;
      certain++;
      const { status } = await engine.parse(`http.path ~ ${quote(pattern)}`, 'http');
      if (status !== 'ok') wrong.push(`Kong's engine refuses ${pattern}`);
      // With a comment it is not certain, and PCRE is asked.
    };
    for (let round = 0; round < 8_000; round++) {
      await judge(joined(random, pieces, 9));
      await judge(`[${joined(random, inSets, 7)}]`);
      await judge(damagePattern(random, composedPattern(seed, random)));
    }
    assert.deepEqual(wrong, []);
    assert.ok(certain > 8_000, `only ${certain}`);
  });

  test('as large as they may be: both engines take them', async () => {
    const engine = await Engine.start();
    const growing: readonly ((size: number) => string)[] = [
      (size) => `a{${size}}`,
      (size) => `(?i)k{${size}}`,
      (size) => `\\w{${size}}`,
      (size) => `(?i)[^\\w.-]{${size}}`,
      (size) => `[^日本語]{${size}}`,
      (size) => `(a){${size}}`,
      (size) => `(|){${size}}`,
      (size) => '\\W'.repeat(size),
      (size) => 'a?'.repeat(size),
      (size) => 'x|'.repeat(size),
      (size) => `(?i)${'s'.repeat(size)}`,
      (size) => `${'(?:(?:x*|y)*|'.repeat(size)}a${')*'.repeat(size)}`,
    ];
    for (const grow of growing) {
      let size = 1;
      for (let step = 2 ** 18; step >= 1; step /= 2) if (certainlyCompiles(grow(size + step))) size += step;
      const largest = grow(size);
      const name = `${grow(1)}, of ${size}`;
      assert.ok(size > 10, name);
      assert.equal((await engine.parse(`http.path ~ ${quote(largest)}`, 'http')).status, 'ok', name);
      let ofPcre = 1;
      for (let step = 2 ** 18; step >= 1; step /= 2)
        if (certainlyCompiles(grow(ofPcre + step), 'pcre')) ofPcre += step;
      assert.equal(checkPcre(`(?!)|${grow(ofPcre)}`, [3, 6]), null, `PCRE, ${grow(1)}, of ${ofPcre}`);
    }
  });
});

const pieces = [
  ...wordsOf(
    'a b z A 0 9 - - ^ [ ] [^ [a-z] [z-a] ( ( ) ) (?: (?i) (?i: (?s-i: (?-i) (?ii) (?i-i: (?) (?- (?',
  ),
  ...wordsOf(
    '(?<n> (?P<n> (?P<m> (?= (?# {2} {2,} {2,1} {1,3} {,3} { } * + ? *? . | $ < > # : = & && ~ ~~ --',
  ),
  ...wordsOf(
    '\\ \\\\ \\d \\w \\] \\- \\b \\B \\A \\z \\< \\a \\v \\_ \\@ \\/ \\x41 \\x{e9} \\x{ \\x \\pL \\p{L} \\p',
  ),
  ...wordsOf('[[:upper:]] [:alpha:] [: :] [. .] [= =] é 😀 ☃'),
  ' ',
  '\n',
];

const inSets = [
  ...wordsOf('a z A 0 . : = é _ - - - ^ ] & & ~ ~ \\d \\] \\- \\b [:alpha:] [:^digit:] [:foo:]'),
  ...wordsOf('a-z z-a 0-9 A-Z !-/'),
];

const joined = (random: Random, some: readonly string[], most: number): string =>
  Array.from({ length: random.between(1, most) }, () => random.pick(some)).join('');
