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
    ['[*]{a}[{]b}.yml', ['*a{b}.yml'], ['xa{b}.yml']],
    ['a+(b).yml', ['a+(b).yml'], ['aab.yml']],
    ['{a,b', ['a', 'b'], ['{a,b']],
    ['[z-a]', [], ['z', '[z-a]']],
    ['[', ['['], []],
    ['', [''], ['a']],
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
