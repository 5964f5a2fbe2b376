import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matchesGlob } from '../../server/text/globs.js';

suite('globs', () => {
  const cases: readonly (readonly [glob: string, matching: string[], other: string[]])[] = [
    ['kong.yml', ['kong.yml', 'a/b/kong.yml'], ['kong.yaml', 'a/xkong.yml', 'kong.yml/a']],
    ['./kong.yml', ['kong.yml'], ['a/kong.yml']],
    ['/kong.yml', ['kong.yml'], ['a/kong.yml']],
    ['*.{yaml,yml}', ['a.yaml', 'x/a.yml'], ['a.json', 'yml']],
    ['deck/*.yaml', ['deck/a.yaml'], ['a/deck/a.yaml', 'deck/b/a.yaml', 'deck/ayaml']],
    ['deck/**', ['deck/a', 'deck/a/b.yaml'], ['deck', 'decks/a']],
    ['**/deck/*', ['deck/a', 'x/y/deck/a'], ['xdeck/a', 'deck/a/b']],
    ['a/**/b', ['a/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['v?.yml', ['v1.yml'], ['v12.yml', 'v/.yml']],
    ['[ab]*.yml', ['a.yml', 'b1.yml'], ['c.yml', '[ab].yml']],
    ['[!ab].yml', ['c.yml'], ['a.yml']],
    ['[[:digit:]]*.yml', ['1.yml', '1a.yml'], ['a.yml']],
    ['[a-c].yml', ['b.yml'], ['d.yml']],
    ['v{1..3}.yml', ['v2.yml'], ['v4.yml']],
    ['!(kong).yml', ['deck.yml', 'a/deck.yml'], ['kong.yml']],
    ['@(prod|test)/*.yml', ['prod/a.yml', 'test/a.yml'], ['dev/a.yml']],
    ['deck?(-old).yml', ['deck.yml', 'deck-old.yml'], ['deck-new.yml']],
    ['+(a|b)/**', ['ab/c', 'a/b/c'], ['c/a']],
    ['.github/*.yml', ['.github/a.yml'], ['github/a.yml']],
    ['*.yml', ['.hidden.yml', '.a/b.yml'], ['a.yaml']],
    ['routes (1).yml', ['routes (1).yml'], ['routes 1.yml']],
    ['\\*.yml', ['*.yml'], ['a.yml']],
    ['{a,b', [], ['a', 'b']],
    ['[z-a]', [], ['z']],
    ['', [], ['a']],
  ];
  for (const [glob, matching, other] of cases) {
    test(glob || 'an empty one', () => {
      const all = [...matching, ...other];
      assert.deepEqual(
        all.filter((path) => matchesGlob(glob, path)),
        matching,
      );
    });
  }
});
