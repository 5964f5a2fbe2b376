/** The page about the language is made from the language. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { expectGenerated } from '../support/generated.js';
import { diagramFolder, languageDiagrams, languageTables, withTables } from '../support/language-page.js';
import { repositoryRoot } from '../support/vectors.js';

const page = readFileSync(new URL('docs/language.md', repositoryRoot), 'utf8');

test('its tables are those of the language', () => {
  for (const name of Object.keys(languageTables)) {
    assert.ok(page.includes(`<!-- table: ${name} -->`), `the page has the table of ${name}`);
  }
  expectGenerated('docs/language.md', withTables(page));
});

test('its diagrams are those of the rules, and the page shows each', () => {
  const diagrams = languageDiagrams();
  assert.ok(diagrams.size >= 20, `${diagrams.size} diagrams`);
  for (const [name, svg] of diagrams) {
    expectGenerated(`${diagramFolder}/${name}.svg`, svg);
    assert.ok(page.includes(`](images/language/${name}.svg)`), `the page shows ${name}`);
  }
  const files = readdirSync(new URL(`${diagramFolder}/`, repositoryRoot)).sort();
  assert.deepEqual(
    files,
    [...diagrams.keys()].map((name) => `${name}.svg`).sort(),
    'and there are no others',
  );
});
