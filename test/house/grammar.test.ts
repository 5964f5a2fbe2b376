/** The folders of the grammar: what each may import. That nothing is imported in a circle is in `layers.test.ts`. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { importsOf, type Sources, sourcesUnder } from './imports.js';

/** From the ground up; a folder may import those before it, by their index.ts. Types count like everything else. */
const parts =
  'span.ts gateway-version.ts language/ regex/ notation/ problems.ts syntax/ semantics/ engine/ lints/ fixes/ textmate/ read-expression.ts index.ts'.split(
    ' ',
  );

const partOf = (file: string): number =>
  parts.findIndex((part) =>
    part.endsWith('/') ? file.startsWith(`grammar/${part}`) : file === `grammar/${part}`,
  );

/** The file by which others import a part. */
const doorOf = (part: string): string => `grammar/${part.endsWith('/') ? `${part}index.ts` : part}`;

/** Whatever of the files breaks the rules. */
function violations(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const own = partOf(file);
    if (own === -1) return [`${file} is in no folder of the list`];
    return importsOf(file, source).flatMap(({ target }) => {
      if (!target.startsWith('grammar/')) return [];
      const other = partOf(target);
      if (other === own) return [];
      // The index.ts of the whole exports single files, too.
      const isKnown = file === 'grammar/index.ts' || target === doorOf(parts[other] ?? '');
      return other < own && isKnown ? [] : [`${file} imports ${target}`];
    });
  });
}

suite('the folders of the grammar', () => {
  const sources = sourcesUnder('grammar');

  test('every import goes down, and through an index.ts', () => {
    assert.ok(sources.size > 25, 'the files are found');
    assert.deepEqual(violations(sources), []);
  });

  test('an import that goes up, or past an index.ts, is noticed', () => {
    for (const [file, source] of Object.entries({
      'grammar/language/a.ts': "import type { Expression } from '../syntax/index.js';",
      'grammar/problems.ts': "import type { Fix } from './fixes/index.js';",
      'grammar/syntax/a.ts': "import { check } from '../semantics/index.js';",
      'grammar/lints/a.ts': "import { parse } from '../syntax/parse.js';",
      'grammar/other.ts': '',
    })) {
      assert.equal(violations(new Map([[file, source]])).length, 1, `${file}: ${source}`);
    }
  });
});
