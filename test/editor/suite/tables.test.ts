import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ConvertSummary } from '../../../server/protocol/index.js';
import { codeActionsAt, expectProblems, open, openCopy, positionOf, settle } from './support.js';

const lint = '13 expression-all-values http.headers.x_role';
const shadowed = [lint, '9 route-unreachable report-of-a-year'];

suite('what a table does to itself', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  test('a shadowed route is underlined, with a request as proof and the route that gets it', async () => {
    const document = await open('shadowed.yaml');
    await expectProblems(document, shadowed);
    const problem = vscode.languages.getDiagnostics(document.uri).find(({ range }) => range.start.line === 8);
    assert.match(problem!.message, /reports/);
    assert.match(problem!.message, /curl .*\/reports\/\d{4}/);
    const [related] = problem!.relatedInformation ?? [];
    assert.equal(document.getText(related!.location.range), 'reports');
  });

  test('a quick fix puts it before the other, and nothing else is found', async () => {
    const document = await openCopy('shadowed.yaml');
    await expectProblems(document, shadowed);
    const actions = await codeActionsAt(document, 'name: report-of-a-year'.slice(6));
    const titles = actions.map(({ title }) => title);
    const fix = actions.find(({ title }) => title === 'Evaluate before `reports`: `priority: 6`');
    assert.ok(fix?.edit, `it is offered, with an edit, among: ${titles}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /\[0-9\]\{4\}\$"\n {8}priority: 6\n/);
    await expectProblems(document, [lint]);
  });
});

suite('a conversion', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** Above the line of `text`. */
  async function lensAt(document: vscode.TextDocument, text: string, title: string) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      // How many of them VS Code resolves.
      100,
    );
    const { line } = positionOf(document, text);
    const lens = lenses.find(({ range, command }) => range.start.line === line && command?.title === title);
    assert.ok(lens?.command, `${title} is above ${text}`);
    return lens.command;
  }

  const summaryOf = ({ command, arguments: args = [] }: vscode.Command) =>
    vscode.commands.executeCommand<ConvertSummary>(command, ...args);

  test('is verified over the table, and the lens and the light bulb write the same', async () => {
    const byLens = await openCopy('shadowed.yaml');
    const summary = await summaryOf(await lensAt(byLens, 'name: fields', 'Convert to expression'));
    assert.deepEqual(
      summary.verifications.map(({ kind, message }) => [kind, message]),
      [['equal', 'verified: every request goes to the same route']],
    );
    const byBulb = await openCopy('shadowed.yaml');
    const actions = await codeActionsAt(byBulb, 'name: fields');
    const action = actions.find(({ title }) => title === 'Convert to expression');
    assert.ok(action?.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.equal(byBulb.getText(), byLens.getText());
    assert.match(byLens.getText(), /http\.path \^= r#"\/fields"#/);
  });

  test('that is refused says one reason, on the lens, on the light bulb and in the palette', async () => {
    const document = await openCopy('shadowed.yaml');
    const before = document.getText();
    const byLens = await summaryOf(
      await lensAt(document, 'name: not-fields', 'Convert to traditional fields'),
    );
    const [reason] = byLens.leftAlone.map((one) => one.reason);
    assert.match(reason ?? '', /http\.headers\.x_role/);

    const actions = await codeActionsAt(document, 'name: not-fields');
    const action = actions.find(({ title }) => title === 'Convert to traditional fields');
    // A disabled action is in the menu, with its reason, and not in what this command answers.
    assert.equal(action?.edit, undefined);

    // Others are in the refactor preview, which is discarded.
    const all = await settle(
      vscode.commands.executeCommand<ConvertSummary>('kongRoutes.convertFileToTraditional'),
      'the conversion is discarded',
      async () => vscode.commands.executeCommand('refactorPreview.discard'),
    );
    const inPalette = all.leftAlone.find(({ route }) => route === 'not-fields');
    assert.equal(inPalette?.reason, reason);
    assert.equal(document.getText(), before);
  });
});
