/** The quick fixes of expressions, in every style in which an expression is written. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CodeActionKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../server/lsp/requests/code-action.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

/** Every quick fix of the file that can be done, as title and file. */
function fixes(text: string, languageId: 'yaml' | 'json' = 'yaml'): { title: string; text: string }[] {
  const snapshot = snapshotOf(text, {}, languageId);
  const diagnostics = diagnosticsOf(snapshot);
  const range = { start: { line: 0, character: 0 }, end: snapshot.text.positionAt(text.length) };
  return codeActions(snapshot, { textDocument: snapshot.text, range, context: { diagnostics } })
    .filter(({ kind, edit }) => kind === CodeActionKind.QuickFix && edit)
    .map(({ title, edit, diagnostics: fixed, isPreferred }) => {
      assert.equal(fixed?.length, 1, 'it names its problem');
      assert.equal(isPreferred, true);
      const document = TextDocument.create(snapshot.text.uri, languageId, 0, text);
      return { title, text: TextDocument.applyEdits(document, edit!.changes![document.uri]!) };
    });
}

const file = (value: string) =>
  `_format_version: "3.0"\nroutes:\n  - name: a\n    expression: ${value}\n    priority: 1 # one\n`;

suite('a fix is written in the style of its scalar', () => {
  for (const [style, before, after] of [
    ['plain', 'http.path = "/a" # why', 'http.path == "/a" # why'],
    ['plain, on two lines', 'http.path\n      = "/a"', 'http.path\n      == "/a"'],
    [
      'single-quoted',
      `'http.path == "it''s" & http.method == "GET"'`,
      `'http.path == "it''s" && http.method == "GET"'`,
    ],
    ['single-quoted, with a quote in what is corrected', `'http.path == ''/a'''`, `'http.path == "/a"'`],
    ['double-quoted', '"http.path = \\"/a\\""', '"http.path == \\"/a\\""'],
    ['double-quoted, with quotes in the fix', '"http.path == /a"', '"http.path == \\"/a\\""'],
    ['literal', '|\n      http.path = "/a"', '|\n      http.path == "/a"'],
    [
      'folded',
      '>-\n      http.method == "GET" &&\n      http.path = "/a"',
      '>-\n      http.method == "GET" &&\n      http.path == "/a"',
    ],
  ] as const) {
    test(style, () => {
      const [fix, ...others] = fixes(file(before));
      assert.deepEqual(others, []);
      assert.equal(fix?.text, file(after));
    });
  }

  test('JSON', () => {
    const json = (value: string) =>
      `{ "_format_version": "3.0", "routes": [{ "name": "a", "expression": "${value}" }] }\n`;
    assert.deepEqual(fixes(json('http.path == /a'), 'json'), [
      { title: 'Write `"/a"`', text: json('http.path == \\"/a\\"') },
    ]);
  });
});

test('where a value is shared, only the route that is corrected gets its own', () => {
  const head =
    '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: &e http.path = "/a"\n  - name: b\n';
  assert.deepEqual(fixes(`${head}    expression: *e\n`), [
    { title: 'Write `==`', text: `${head}    expression: 'http.path == "/a"'\n` },
  ]);
});
