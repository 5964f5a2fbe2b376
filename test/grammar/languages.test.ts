/** Regular languages of regexes: what they say of texts, by the crate's own matching, and what they say of each other. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isDisjointWith } from 'refa';
import { languages } from '../../grammar/index.js';
import { loadCrate } from '../../grammar/regex/crate-library.js';
import { Random } from '../fuzz/random.js';
import { composedPattern, damagePattern, validPatterns } from '../fuzz/regex-generator.js';

const { areDisjoint, areSame, complement, containing, endingWith, equalTo, has, intersect, isEmpty } =
  languages;
const { isSubset, languageOf, onlyAscii, shortestText, startingWith, union } = languages;

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

const rust = (pattern: string) => languageOf(pattern, 'rust');

/** Boundaries, lines and cases, which are where an automaton may go wrong. */
const hard = String.raw`
  \bfoo\b ^a$ (?m)^a$ a\b. \Ba (?i)k (?i)s+ ^$ $^ a$b (^a|b$) (?:^|x)a \w+\b/ (?i)[à-ü] [^\w/]{2} \b{start}a \b{end} \<a\>
  \b{start-half}a\b{end-half} (?s). (?R). [a-z&&[^aeiou]] [\w--a] [a-c~~b-d] \p{Lu} \P{L} (?x)[a#b] (?-u:a) (?mR)^a$
`
  .trim()
  .split(/\s+/);

suite('the language of a regex', () => {
  test(`has the texts that the crate matches, seed ${seed}`, () => {
    const random = new Random(seed);
    const crate = loadCrate();
    const patterns = [...hard, ...validPatterns];
    for (let i = 0; i < 250; i++) {
      const composed = composedPattern(seed, random);
      patterns.push(random.chance(0.5) ? composed : damagePattern(random, composed));
    }
    const characters = [...'aabbz/A0-. _é😀ſK\u212a\n\nüß٣'];
    const wrong: string[] = [];
    const counts = { right: 0, undecided: 0 };
    for (const pattern of patterns) {
      const made = crate.compile(pattern);
      if (!('compiled' in made)) continue;
      const language = rust(pattern);
      const texts = Array.from({ length: 20 }, () =>
        Array.from({ length: random.below(7) }, () => random.pick(characters)).join(''),
      );
      const example = shortestText(language);
      // A regex such as `a$b` has no example; then none of the texts may match.
      if (example !== null && example !== 'not-decided' && !crate.isMatch(made.compiled, example.text))
        wrong.push(`${pattern} does not match its example ${JSON.stringify(example.text)}`);
      for (const text of texts) {
        const answer = has(language, text);
        if (answer === 'not-decided') counts.undecided++;
        else if (answer === crate.isMatch(made.compiled, text)) counts.right++;
        else wrong.push(`${pattern} ${answer ? 'does not match' : 'matches'} ${JSON.stringify(text)}`);
      }
      crate.free(made.compiled);
    }
    assert.deepEqual(wrong, []);
    assert.ok(counts.right > 4_000 && counts.undecided < counts.right / 20, JSON.stringify(counts));
  });

  const examples: readonly [pattern: string, text: string][] = [
    ['^/users/(?<id>\\d+)/orders/[a-f0-9]{8}$', '/users/0/orders/aaaaaaaa'],
    ['\\.(jpg|png)$', '.png'],
    ['(?i)^/ADMIN', '/admin'],
    ['^/[^/]+/\\w{3}$', '/a/aaa'],
  ];
  for (const [pattern, text] of examples) {
    test(`${pattern} has ${text}`, () => assert.deepEqual(shortestText(rust(pattern)), { text }));
  }
});

suite('two languages', () => {
  const pairs: readonly [one: string, other: string, relation: 'apart' | 'within' | 'same' | 'overlap'][] = [
    ['^/a/\\w+$', '^/a/[^/]+$', 'within'],
    ['^/users/\\d+$', '^/users/[a-z]+$', 'apart'],
    ['^/a/', '^/a', 'within'],
    ['^/[\\w-]{1,64}/x$', '^/[\\w-]{1,65}/x$', 'within'],
    ['\\.json$', '^/a', 'overlap'],
    ['^(?:a|b)$', '^[ab]$', 'same'],
    ['^/a.*', '^/a', 'same'],
    ['^/(?i:abc)$', '^/[aA][bB][cC]$', 'same'],
    // The Kelvin sign is a `k` where case does not matter.
    ['^/(?i:k)$', '^/[kK]$', 'overlap'],
    ['^a\\b', '^a(?:\\W|$)', 'same'],
    ['^/\\d$', '^/[0-9]$', 'overlap'],
  ];
  for (const [one, other, relation] of pairs) {
    test(`${one} and ${other}: ${relation}`, () => {
      const [a, b] = [rust(one), rust(other)];
      assert.equal(areDisjoint(a, b), relation === 'apart');
      assert.equal(isSubset(a, b), relation === 'within' || relation === 'same');
      assert.equal(areSame(a, b), relation === 'same');
      assert.equal(isEmpty(intersect(a, b)), relation === 'apart');
    });
  }

  test('comparisons without a regex are languages, too', () => {
    assert.equal(areSame(equalTo('/a'), rust('^/a$')), true);
    assert.equal(areSame(startingWith('/a'), rust('^/a')), true);
    assert.equal(areSame(endingWith('.b'), rust('\\.b$')), true);
    assert.equal(areSame(containing('ü'), rust('ü')), true);
    assert.equal(isEmpty(intersect(rust('^/a'), complement(startingWith('/a')))), true);
    assert.equal(areSame(union(equalTo('a'), equalTo('b')), rust('^[ab]$')), true);
  });

  test('for PCRE they are of bytes, and agree with those of characters about ASCII', () => {
    const path = languageOf('/a/.$', 'pcre', { anchored: true });
    assert.equal(has(path, '/a/b'), true);
    assert.equal(has(path, '/a/b\n'), true, '`$` is before a last line break, too');
    assert.equal(has(path, '/a/é'), false, 'two bytes');
    assert.equal(has(rust('^/a/.$'), '/a/é'), true);
    assert.equal(areDisjoint(path, rust('^/b')), 'not-decided', 'texts beyond ASCII are not compared');
    assert.equal(areDisjoint(path, rust('^/a')), false);
    const ascii = onlyAscii(rust('^/a/[^\\n]\\n?$'));
    assert.equal(isEmpty(intersect(ascii, path)), false);
  });

  test(`are apart where refa finds nothing in common, seed ${seed}`, () => {
    const random = new Random(seed);
    const patterns = Array.from({ length: 80 }, () => `^${composedPattern(seed, random)}$`);
    const exact = [...patterns, '^/\\d$', '^/[^\\w/]$', '^é$', '^[^\\x00-\\x7F]$', '^/a$']
      .map((pattern) => ({ pattern, language: rust(pattern) }))
      .filter(({ language }) => language.least === language.most);
    const wrong: string[] = [];
    let apart = 0;
    for (const [i, one] of exact.entries()) {
      for (const other of exact.slice(i)) {
        const answer = areDisjoint(one.language, other.language);
        if (answer !== isDisjointWith(one.language.most, other.language.most))
          wrong.push(`${one.pattern} and ${other.pattern}: ${answer}`);
        if (answer === true) apart++;
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(apart > 300, `${apart}`);
  });

  test('what is not decided is reported, and what is decided is right', () => {
    const lookAhead = languageOf('/a(?!b)', 'pcre', { anchored: true });
    assert.equal(has(lookAhead, '/ac'), 'not-decided');
    assert.equal(has(lookAhead, '/b'), false);
    assert.equal(areDisjoint(lookAhead, startingWith('/b', 'pcre')), true);
    assert.equal(isSubset(lookAhead, startingWith('/a', 'pcre')), true);
    assert.equal(isSubset(startingWith('/a', 'pcre'), lookAhead), 'not-decided');
    const large = rust('^/(?:[a-z]{1,200}/){1,200}x$');
    assert.equal(areDisjoint(large, large), 'not-decided');
    // Its complement has exponentially many states.
    assert.equal(isSubset(rust('a'), rust('a.{40}$')), 'not-decided');
  });
});
