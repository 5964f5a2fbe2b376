/** Colours, selections, folding and layout of expressions. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Range, SelectionRange } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { formatDocument } from '../../server/formatting/layout.js';
import { foldingRanges } from '../../server/lsp/requests/folding-range.js';
import { selectionRanges } from '../../server/lsp/requests/selection-range.js';
import { semanticTokensLegend, tokensOf as tokensIn } from '../../server/lsp/requests/semantic-tokens.js';
import type { Snapshot } from '../../server/workspace/workspace.js';
import { finish } from '../support/generators.js';
import { readMarks } from '../support/marked-text.js';
import { snapshotOf } from '../support/snapshot.js';

/** Each token with its text. */
function tokensOf(snapshot: Snapshot, range?: Range): string[] {
  const data = [...finish(tokensIn(snapshot, range))];
  const { tokenTypes, tokenModifiers } = semanticTokensLegend;
  const tokens: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [lines, characters, length, type, modifiers] = data.slice(i, i + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const start = snapshot.text.offsetAt({ line, character });
    const written = snapshot.text.getText().slice(start, start + length);
    tokens.push(`${tokenTypes[type]}${modifiers ? ` ${tokenModifiers[0]}` : ''} ${written}`);
  }
  return tokens;
}

suite('the colours of an expression', () => {
  const head = '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: ';

  test('by what each piece is', () => {
    const text =
      'any(lower(http.headers.x)) ^= "a" && !(http.path ~ r#"^/\\d"# || net.src.ip not in 10.0.0.0/8) && net.port == 0x50';
    assert.deepEqual(tokensOf(snapshotOf(text, {}, 'kong-expression')), [
      ...[
        'function any',
        'function lower',
        'property http.headers.x',
        'operator ^=',
        'string "a"',
        'operator &&',
      ],
      ...['operator !', 'property http.path', 'operator ~', 'regexp r#"^/\\d"#', 'operator ||'],
      ...['property net.src.ip', 'keyword not in', 'number 10.0.0.0/8', 'operator &&'],
      ...['property deprecated net.port', 'operator ==', 'number 0x50'],
    ]);
  });

  test('none for a field that is none, or that the version does not have', () => {
    const text = 'http.uri == "a" && http.queries.x contains "b"';
    assert.deepEqual(tokensOf(snapshotOf(text, { gatewayVersion: '3.3' }, 'kong-expression')), [
      ...['operator ==', 'string "a"', 'operator &&', 'keyword contains', 'string "b"'],
    ]);
  });

  test('through the escapes of the document, and line by line', () => {
    const snapshot = snapshotOf(
      `${head}"http.path == \\"/\\u0061\\" &&\n      http.method\n      == \\"a\\\n      b\\""\n`,
    );
    assert.deepEqual(tokensOf(snapshot), [
      ...[
        'property http.path',
        'operator ==',
        'string \\"/\\u0061\\"',
        'operator &&',
        'property http.method',
      ],
      ...['operator ==', 'string \\"a\\', 'string b\\"'],
    ]);
  });

  test('of unfinished ones, as far as they go, and of a range alone', () => {
    const text = `${head}http.path ==\n  - name: b\n    expression: http.method == "GET"\n`;
    const snapshot = snapshotOf(text);
    assert.deepEqual(tokensOf(snapshot), [
      ...['property http.path', 'operator ==', 'property http.method', 'operator ==', 'string "GET"'],
    ]);
    const last = { start: { line: 4, character: 0 }, end: { line: 6, character: 0 } };
    assert.deepEqual(tokensOf(snapshot, last), ['property http.method', 'operator ==', 'string "GET"']);
  });

  test('none of what is no expression of Kong’s', () => {
    assert.deepEqual(tokensOf(snapshotOf('rules:\n  - expression: http.path == "/a"\n')), []);
  });
});

suite('what a selection grows to', () => {
  function grown(marked: string, languageId: 'yaml' | 'kong-expression' = 'yaml'): string[] | null {
    const { text, ranges } = readMarks(marked);
    const snapshot = snapshotOf(text, {}, languageId);
    const [selection] = selectionRanges(snapshot, [snapshot.text.positionAt(ranges[0]!.start)]) ?? [];
    const texts: string[] = [];
    for (let at: SelectionRange | undefined = selection; at; at = at.parent)
      texts.push(snapshot.text.getText(at.range));
    return selection ? texts : null;
  }

  test('in an expression, as the engine groups it', () => {
    const text = 'a.b == "x" && (http.path ^= "/a<|>b" || http.method == "GET" && net.src.port == 1)';
    const plain = text.replace('<|>', '');
    assert.deepEqual(grown(text, 'kong-expression'), [
      '/ab',
      '"/ab"',
      'http.path ^= "/ab"',
      'http.path ^= "/ab" || http.method == "GET"',
      'http.path ^= "/ab" || http.method == "GET" && net.src.port == 1',
      '(http.path ^= "/ab" || http.method == "GET" && net.src.port == 1)',
      plain,
    ]);
  });

  test('through functions, and out of the scalar to its route', () => {
    const file =
      '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: \'lower(http.ho<|>st) == "a"\'\n';
    const text = file.replace('<|>', '');
    assert.deepEqual(grown(file), [
      'http.host',
      'lower(http.host)',
      'lower(http.host) == "a"',
      '\'lower(http.host) == "a"\'',
      'expression: \'lower(http.host) == "a"\'',
      'name: a\n    expression: \'lower(http.host) == "a"\'',
      text,
    ]);
  });

  test('in traditional fields, value by value', () => {
    const file = '_format_version: "3.0"\nroutes:\n  - name: a\n    headers:\n      x-a: [v<|>1, v2]\n';
    assert.deepEqual(grown(file)!.slice(0, -1), [
      'v1',
      '[v1, v2]',
      'x-a: [v1, v2]',
      'headers:\n      x-a: [v1, v2]',
      'name: a\n    headers:\n      x-a: [v1, v2]',
    ]);
    assert.deepEqual(grown(file.replace('v<|>1', 'v1').replace('x-a', '<|>x-a'))!.slice(0, 2), [
      'x-a',
      'x-a: [v1, v2]',
    ]);
  });

  test('to the document outside of routes, and to nothing in other files', () => {
    const file = '_format_version: "3.0"\nroutes:\n  - name: a\n    paths: [/a]\n';
    assert.deepEqual(grown(`<|>${file}`), [file]);
    assert.equal(grown('kind: <|>Deployment\n'), null);
  });
});

suite('a file that is one expression', () => {
  const long = `(\n  http.path ^= "/a"\n  || !(\n    http.method == "GET"\n    && http.host == "b"\n  )\n)\n`;

  test('folds what is between parentheses on several lines', () => {
    const folds = foldingRanges(snapshotOf(long, {}, 'kong-expression'));
    assert.deepEqual(
      folds.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [0, 5],
        [2, 4],
      ],
    );
    assert.deepEqual(foldingRanges(snapshotOf('(\nhttp.path == "/a")', {}, 'kong-expression')), []);
  });

  const formatted = (before: string): string | null => {
    const snapshot = snapshotOf(before, {}, 'kong-expression');
    const edits = formatDocument(snapshot.analysis)?.map(({ span, newText }) => ({
      range: { start: snapshot.text.positionAt(span.start), end: snapshot.text.positionAt(span.end) },
      newText,
    }));
    return edits ? TextDocument.applyEdits(snapshot.text, edits) : null;
  };

  test('is laid out as a whole', () => {
    assert.equal(
      formatted('http.path=="/a"&&\r\n  http.method=="GET"'),
      'http.path == "/a" && http.method == "GET"\r\n',
    );
    assert.equal(formatted('http.path == "/a"\n'), 'http.path == "/a"\n');
    const paths = ['first', 'second', 'third', 'fourth'].map((name) => `http.path ^= "/${name}/path"`);
    assert.equal(formatted(paths.join('||')), `${paths.join('\n|| ')}\n`);
  });

  test('is left as it is where Kong would not take it', () => {
    assert.equal(formatted('http.path = "/a"'), null);
    assert.equal(formatted(' '), null);
  });
});
