/** The parentheses that Kong reads where `&&` and `||` are mixed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { inlayHints } from '../../server/lsp/requests/inlay-hint.js';
import { finish } from '../support/generators.js';
import { snapshotOf } from '../support/snapshot.js';

/** The expression with the hints written into it. */
function hinted(expression: string, gatewayVersion = '3.9'): string {
  const text = `_format_version: "3.0"\nroutes:\n  - expression: ${expression}\n`;
  const snapshot = snapshotOf(text, { routerFlavor: 'expressions', gatewayVersion });
  const range = { start: { line: 0, character: 0 }, end: snapshot.text.positionAt(text.length) };
  const edits = finish(inlayHints(snapshot, range))
    .filter(({ label }) => label === '(' || label === ')')
    .map(({ position, label }) => ({ range: { start: position, end: position }, newText: String(label) }));
  const document = TextDocument.create(snapshot.text.uri, 'yaml', 0, text);
  return TextDocument.applyEdits(document, edits)
    .split('\n')
    .slice(2, -1)
    .join('\n')
    .replace('  - expression: ', '');
}

const [a, b, c] = ['/a', '/b', '/c'].map((path) => `http.path == "${path}"`);

for (const [written, shown, version] of [
  [`${a} && ${b} || ${c}`, `${a} && (${b} || ${c})`, '3.9'],
  [`${a} && ${b} || ${c}`, `(${a} && ${b}) || ${c}`, '3.3'],
  [`${a} || ${b} && ${c}`, `(${a} || ${b}) && ${c}`, '3.9'],
  [`'${a} && ${b} || ${c}'`, `'${a} && (${b} || ${c})'`, '3.9'],
  [`>-\n      ${a} &&\n      ${b} ||\n      ${c}`, `>-\n      ${a} &&\n      (${b} ||\n      ${c})`, '3.9'],
  [`${a} && (${b} || ${c})`, `${a} && (${b} || ${c})`, '3.9'],
  [`${a} && ${b} && ${c}`, `${a} && ${b} && ${c}`, '3.9'],
] as const) {
  test(`${written} on ${version}`, () => assert.equal(hinted(written, version), shown));
}
