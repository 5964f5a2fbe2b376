/** Writing expressions, as an editor asks for it over stdio. */

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type {
  FoldingRange,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  TextEdit,
} from 'vscode-languageserver';
import { LanguageClient, modernCapabilities } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

const yaml = `_format_version: "3.0"
routes:
  - name: orders
    expression: http.method == "GET" && http.path ^=
    priority: 1
`;

suite('writing expressions', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start();
    uri = client.open('orders.yaml', yaml);
  });
  after(() => client.kill());

  test('completion, asked for and brought about by a character', async () => {
    const operators = await client.completion(uri, 'http.path ^');
    assert.deepEqual(
      operators.map(({ label }) => label),
      ['==', '!=', '^=', '=^', '~', 'contains'],
    );
    const constants = await client.completion(uri, 'http.method == "', '"');
    assert.ok(constants.some(({ label }) => label === '"GET"'));
    const keys = await client.completion(uri, 'routes:\n  ', ' ');
    assert.deepEqual(keys, [], 'a space alone asks for no field');
  });

  test('colours after an edit are what changed of them', async (context) => {
    const other = await LanguageClient.start();
    context.after(() => other.kill());
    const many = `_format_version: "3.0"\nroutes:\n${Array.from(
      { length: 50 },
      (_, i) => `  - name: r${i}\n    expression: http.path == "/${i}" && http.port == ${i}\n`,
    ).join('')}`;
    const edited = other.open('many.yaml', many);
    const textDocument = { uri: edited };
    const full = async () =>
      (await other.request('textDocument/semanticTokens/full', { textDocument })) as SemanticTokens;
    let { resultId, data } = await full();
    for (const [old, by] of [
      ['"/20"', '"/twenty"'],
      ['  - name: r30\n    expression: http.path == "/30" && http.port == 30\n', ''],
      ['name: r7\n', 'name: seven\n'],
      ['"/49" &&', '"/49" && !(tls.sni == "a") &&\n     '],
    ] as const) {
      other.replace(edited, old, by);
      const params = { textDocument, previousResultId: resultId };
      const delta = (await other.request(
        'textDocument/semanticTokens/full/delta',
        params,
      )) as SemanticTokensDelta;
      const [edit] = delta.edits;
      assert.ok(delta.edits.length <= 1 && (edit?.data?.length ?? 0) < 60, 'no more than what changed');
      if (edit) data.splice(edit.start, edit.deleteCount, ...(edit.data ?? []));
      resultId = delta.resultId;
      const whole = await full();
      assert.deepEqual(data, whole.data);
      ({ resultId, data } = whole);
    }
    const unknown = { textDocument, previousResultId: 'another' };
    assert.deepEqual(
      ((await other.request('textDocument/semanticTokens/full/delta', unknown)) as SemanticTokens).data,
      data,
      'all of them where it is not known what the editor has',
    );
  });

  test('completion offers constants of the other files of the workspace', async (context) => {
    const folder = temporaryFolder(context, {
      'other.yaml': '_format_version: "3.0"\nroutes:\n  - name: b\n    paths: [/elsewhere]\n',
    });
    const other = await LanguageClient.start({ folders: [folder] });
    context.after(() => other.kill());
    const text = '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: http.path == \n';
    const items = await other.completion(other.openFile(`${folder}/a.yaml`, 'yaml', text), 'http.path == ');
    assert.deepEqual(
      items.map(({ label }) => label),
      ['"/elsewhere"'],
    );
  });

  test('colours of a document and of a part of it', async () => {
    const textDocument = { uri };
    const all = (await client.request('textDocument/semanticTokens/full', {
      textDocument,
    })) as SemanticTokens;
    assert.equal(all.data.length / 5, 6);
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    const none = await client.request('textDocument/semanticTokens/range', { textDocument, range });
    assert.deepEqual((none as SemanticTokens).data, []);
  });

  test('selections', async () => {
    const positions = [client.rangeOf(uri, 'ET"').start];
    const params = { textDocument: { uri }, positions };
    const [selection] = (await client.request('textDocument/selectionRange', params)) as SelectionRange[];
    assert.equal(client.document(uri).getText(selection!.range), 'GET');
    assert.equal(client.document(uri).getText(selection!.parent!.range), '"GET"');
  });

  test('a file that is one expression: problems, folding and layout', async () => {
    const text = '(http.path=="/a"\n|| http.path == "/b"\n|| http.path == "/c")\n';
    const single = client.open('a.kong-expr', text, 'kong-expression');
    assert.deepEqual((await client.diagnostics(single, 1)).diagnostics, []);
    const textDocument = { uri: single };
    const folds = (await client.request('textDocument/foldingRange', { textDocument })) as FoldingRange[];
    assert.deepEqual(
      folds.map(({ startLine, endLine }) => [startLine, endLine]),
      [[0, 1]],
    );
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await client.request('textDocument/formatting', { textDocument, options });
    assert.deepEqual(edits, [
      {
        range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
        newText: '(http.path == "/a" || http.path == "/b" || http.path == "/c")\n',
      },
    ] satisfies TextEdit[]);
  });

  test('nothing of that for YAML, which others lay out', async () => {
    const textDocument = { uri };
    assert.deepEqual(await client.request('textDocument/foldingRange', { textDocument }), []);
    const options = { tabSize: 2, insertSpaces: true };
    assert.equal(await client.request('textDocument/formatting', { textDocument, options }), null);
  });

  test('formatting and folding are registered only for these files', async (context) => {
    const dynamic = { dynamicRegistration: true };
    const textDocument = { formatting: dynamic, foldingRange: dynamic };
    const other = await LanguageClient.start({ capabilities: { ...modernCapabilities, textDocument } });
    context.after(() => other.kill());
    const isThere = () =>
      ['formatting', 'foldingRange'].every((one) => other.registered.includes(`textDocument/${one}`));
    await other.until(isThere, 'registration');
    assert.deepEqual(other.registrations.get('textDocument/formatting'), {
      documentSelector: [{ language: 'kong-expression' }],
    });
  });
});
