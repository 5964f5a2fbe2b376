/** “Format expression”, in every style in which an expression is written. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatExpression } from '../../server/formatting/layout.js';
import { applyEdits } from '../../server/text/index.js';
import { snapshotOf } from '../support/snapshot.js';

/** The file with all of its expressions formatted, twice: the second time nothing changes. */
function formatted(text: string, languageId: 'yaml' | 'json' = 'yaml'): string {
  const once = (before: string) => {
    const { document, analysis } = snapshotOf(before, {}, languageId);
    const edits = document.routes.flatMap((route) => {
      const result = formatExpression(analysis, route);
      return result && 'edits' in result ? result.edits : [];
    });
    return applyEdits(before, edits);
  };
  const result = once(text);
  assert.equal(once(result), result);
  return result;
}

const file = (value: string) =>
  `_format_version: "3.0"\nroutes:\n  - name: a\n    expression: ${value}\n    priority: 1 # one\n`;
const long = (encoded = (text: string) => text) =>
  ['a', 'b', 'c'].map((name) => encoded(`http.path ^= "/a/long/path/of/${name}"`));

suite('in the style that it has', () => {
  for (const [style, before, after] of [
    ['plain', 'http.path=="/a" # why', 'http.path == "/a" # why'],
    ['plain, long', long().join('||'), long().join('\n      || ')],
    ['single-quoted', `'http.path=="it''s"'`, `'http.path == "it''s"'`],
    ['single-quoted, long', `'${long().join('||')}'`, `'${long().join('\n      || ')}'`],
    ['double-quoted', '"http.path==\\"/a\\""', '"http.path == \\"/a\\""'],
    [
      'literal',
      '|\n      http.path=="/a"\n      &&http.method=="GET"',
      '|\n      http.path == "/a" && http.method == "GET"',
    ],
    ['folded', `>-\n        ${long().join('||')}`, `>-\n        ${long().join('\n        || ')}`],
    ['folded, kept', '>-\n      http.path == "/a"', '>-\n      http.path == "/a"'],
    ['what Kong refuses', 'http.path=="/a"&&', 'http.path=="/a"&&'],
    ['a placeholder', '\'http.path=="{{ .Values.path }}"\'', '\'http.path=="{{ .Values.path }}"\''],
  ] as const) {
    test(style, () => assert.equal(formatted(file(before)), file(after)));
  }

  test('JSON, in one line', () => {
    const json = (value: string) =>
      `{ "_format_version": "3.0", "routes": [{ "name": "a", "expression": "${value}" }] }\n`;
    const escaped = long((text) => text.replaceAll('"', '\\"'));
    assert.equal(formatted(json(escaped.join('||')), 'json'), json(escaped.join(' || ')));
  });
});
