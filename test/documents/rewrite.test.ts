import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument, rewriteRoutes } from '../../server/documents/index.js';
import { refusalWords } from '../../server/problems/index.js';
import { applyEdits } from '../../server/text/index.js';

suite('many routes of a document at once', () => {
  const hosts = new Set(['hosts']);
  const rewrite = (text: string) => {
    const document = readDocument(text, 'yaml');
    const insert = [['tags', ['xx']]] as const;
    const results = rewriteRoutes(
      document,
      document.routes.map((route) => ({ route, remove: hosts, insert, copies: [] })),
    );
    const edits = results.flatMap((result) => ('refused' in result ? [] : result.edits));
    return {
      text: applyEdits(text, edits),
      refused: results.map((result) => ('refused' in result ? refusalWords(result.refused) : null)),
    };
  };

  test('what each could do alone and not all together is done as far as it goes', () => {
    // As long as one route has hosts, the file shows that it is Kong's.
    const routes = ['a', 'b', 'c'].map((name) => `  - hosts: [${name}.io]\n    name: ${name}\n`);
    assert.deepEqual(rewrite(`services:\n- url: http://s\n  routes:\n${routes.join('')}`), {
      text: `services:
- url: http://s
  routes:
  - tags:
      - xx
    name: a
  - tags:
      - xx
    name: b
  - hosts: [c.io]
    name: c
`,
      refused: [null, null, 'This route is written in a way that cannot be edited safely. Edit it by hand.'],
    });
  });
});
