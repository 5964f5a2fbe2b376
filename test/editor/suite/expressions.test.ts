import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { expectProblems, hoverAt, open, openCopy, positionOf } from './support.js';

/** What is offered after `text`, with the text that each inserts. */
async function completionsAfter(document: vscode.TextDocument, text: string): Promise<Map<string, string>> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    positionOf(document, text).translate(0, text.length),
  );
  const own = items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
  return new Map(
    own.map(({ label, insertText }) => [
      typeof label === 'string' ? label : label.label,
      typeof insertText === 'string' ? insertText : (insertText?.value ?? ''),
    ]),
  );
}

suite('writing an expression', () => {
  test('in YAML, operators and constants are completed in its quotes', async () => {
    const document = await open('expressions.yaml');
    const operators = await completionsAfter(document, 'http.path ');
    assert.deepEqual([...operators.keys()], ['==', '!=', '^=', '=^', '~', 'contains']);
    const methods = await completionsAfter(document, 'http.method == ');
    assert.equal(methods.get('"GET"'), '\\"GET\\"');
  });

  test('fields of routes are completed', async () => {
    const document = await openCopy('expressions.yaml');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().length), '        strip');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok((await completionsAfter(document, '        strip')).has('strip_path'));
  });

  test('in a file of its own it has problems, hovers and a layout', async () => {
    const document = await openCopy('orders.kong-expr');
    assert.equal(document.languageId, 'kong-expression');
    await expectProblems(document, ['1 expression-unknown-operator =']);
    assert.ok((await hoverAt(document, 'http.path')).includes('normalized form'));
    const edit = new vscode.WorkspaceEdit();
    const at = positionOf(document, '= "/orders"');
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, 1)), '==');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectProblems(document, []);
    await vscode.commands.executeCommand('editor.action.formatDocument');
    assert.equal(document.getText(), 'http.path == "/orders" && http.method == "GET"\n');
  });

  test('is coloured by what its pieces are', async () => {
    const document = await open('orders.kong-expr');
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    assert.ok(tokens.data.length >= 5 * 5);
  });

  test('a selection grows to what the engine groups', async () => {
    const document = await open('expressions.yaml');
    const at = positionOf(document, 'a.example.com').translate(0, 1);
    const [selection] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [at],
    );
    const grown: string[] = [];
    for (let range = selection; range; range = range.parent!) grown.push(document.getText(range.range));
    assert.ok(grown.includes('http.host == "a.example.com"'), grown.join('\n'));
  });

  test('YAML still folds by its indentation', async () => {
    const document = await open('expressions.yaml');
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [
        [1, 9],
        [2, 9],
        [4, 9],
        [5, 7],
        [8, 9],
      ],
    );
  });
});
