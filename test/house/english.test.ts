/** What people read uses Kong's and LSP's words: no phrase that is known to read as if translated. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../support/vectors.js';
import { sourcesUnder } from './imports.js';
import { literalsOf } from './literals.js';

/** Each with what to write instead. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b(?:as|of) which\b/i, 'a relative clause with a subject, or two sentences'],
  [/\bbeside\b/i, 'next to, together with'],
  [/\bstands?\b(?! for\b)/i, 'is, is written'],
  [/\b(?:grave|graver|gravest)\b/i, 'severe, severity'],
  [/\blies? over\b/i, 'overrides'],
  [/\b(?:is|are) told\b|\btells of\b/i, 'receives, reports'],
  [/\bKong takes\b|\brouter takes\b|\bGateway takes\b|\bflavor takes\b/i, 'accepts, matches, reads'],
  [/\bchanges its turn\b|\bits turn\b/i, 'is evaluated before, after'],
  [/\bto be decided or done\b/i, 'needs a decision'],
];

const textOf = (path: string) => readFileSync(new URL(path, repositoryRoot), 'utf8');

/** Every text that people read, by its place: pages, settings and commands, and sentences of the program. */
function* texts(): Generator<readonly [place: string, text: string]> {
  const pages = readdirSync(fileURLToPath(new URL('docs', repositoryRoot))).filter((name) =>
    name.endsWith('.md'),
  );
  for (const path of ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...pages.map((name) => `docs/${name}`)])
    for (const paragraph of textOf(path)
      .replace(/```[\s\S]*?```|`[^`\n]*`|<!--[\s\S]*?-->/g, '…')
      .split('\n\n'))
      yield [path, paragraph];
  yield ['package.json', JSON.stringify(JSON.parse(textOf('package.json')).contributes)];
  for (const folder of ['server', 'client', 'grammar/language'])
    for (const [file, source] of sourcesUnder(folder))
      for (const literal of literalsOf(source)) if (/ .* /.test(literal)) yield [file, literal];
}

suite('English that is read once', () => {
  const all = [...texts()];

  for (const [phrase, instead] of phrases) {
    test(`${phrase.source}: ${instead}`, () => {
      const found = all.flatMap(([place, text]) => {
        const at = text.search(phrase);
        return at === -1 ? [] : [`${place}: ${text.slice(Math.max(0, at - 60), at + 60)}`];
      });
      assert.deepEqual(found, []);
    });
  }

  test('looks at all of it', () => assert.ok(all.length > 3000, `${all.length} texts`));
});
