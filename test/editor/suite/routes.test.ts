import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  codeActionsAt,
  confirmPreview,
  expectProblems,
  hoverAt,
  open,
  openCopy,
  setSetting,
  settle,
  textOnDisk,
  until,
} from './support.js';

/** By `kongRoutes.routerFlavor`: the problems of mixed.yaml, as line, code and the characters underlined. */
const problemsOfMixed = {
  auto: ['10 mixed-route paths', '12 mixed-route methods'],
  traditional: [
    '9 expression-in-flavor expression',
    '14 match-missing orders-health',
    '15 expression-in-flavor expression',
  ],
};

suite('problems', () => {
  teardown(() => setSetting('routerFlavor', undefined));

  test('a mixed route is underlined at each offending key', async () => {
    await expectProblems(await open('mixed.yaml'), problemsOfMixed.auto);
  });

  test('another router flavor in the settings changes the problems of the open file', async () => {
    const document = await open('mixed.yaml');
    await expectProblems(document, problemsOfMixed.auto);
    await setSetting('routerFlavor', 'traditional');
    await expectProblems(document, problemsOfMixed.traditional);
    await setSetting('routerFlavor', undefined);
    await expectProblems(document, problemsOfMixed.auto);
  });

  test('a file that only looks like Kong’s is left alone', async () => {
    const lookalike = await open('lookalike.yaml');
    // What was opened later is reported already, so the look-alike has been read.
    await expectProblems(await openCopy('mixed.yaml'), problemsOfMixed.auto);
    assert.deepEqual(vscode.languages.getDiagnostics(lookalike.uri), []);
  });
});

suite('hover', () => {
  const cases = [
    { file: 'mixed.yaml', at: 'orders-mixed', says: ['traditional_compatible', 'expressions'] },
    {
      file: 'traditional.yaml',
      at: 'reports-read',
      says: ['traditional_compatible', 'http.path ^= r#"/reports"#'],
    },
  ];
  for (const { file, at, says } of cases) {
    test(`on ${at} shows how the flavors read the route`, async () => {
      const markdown = await hoverAt(await open(file), at);
      for (const part of says) assert.ok(markdown.includes(part), `${part} is in:\n${markdown}`);
    });
  }
});

suite('code actions', () => {
  /** `becomes` is the fixture that the file must equal once the action is applied and the file saved. */
  const cases = [
    {
      file: 'traditional.yaml',
      at: 'reports-read',
      action: 'Convert to expression',
      becomes: 'traditional.converted.yaml',
    },
    {
      file: 'mixed.yaml',
      at: 'expression: http',
      action: 'Keep the expression',
      becomes: 'mixed.expression-kept.yaml',
    },
    { file: 'mixed.yaml', at: 'paths:', action: 'Keep the fields', becomes: 'mixed.fields-kept.yaml' },
  ];
  for (const { file, at, action, becomes } of cases) {
    test(`“${action}” turns ${file} into ${becomes}`, async () => {
      const document = await openCopy(file);
      const actions = await codeActionsAt(document, at);
      const chosen = actions.find(({ title }) => title === action);
      assert.ok(chosen?.edit, `it is offered, with an edit, among: ${actions.map(({ title }) => title)}`);
      assert.ok(await vscode.workspace.applyEdit(chosen.edit), 'the edit applies');
      assert.ok(await document.save(), 'the file is saved');
      assert.equal(await textOnDisk(document.uri), await textOnDisk(becomes));
      await expectProblems(document, []);
    });
  }
});

suite('copy as curl', () => {
  test('the action copies the route', async () => {
    const document = await open('traditional.yaml');
    const actions = await codeActionsAt(document, 'reports-read');
    const command = actions.find(({ title }) => title === 'Copy as curl')?.command;
    assert.ok(command, 'it is offered, with a command');
    const copied = await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    assert.match(String(copied), /^curl -X POST 'http:\/\/localhost:8001\/services\/reports\/routes'/);
    assert.match(String(copied), /"name": "reports-read"/);
    assert.equal(await vscode.env.clipboard.readText(), copied);
  });

  test('the command uses the route at the cursor', async () => {
    const document = await open('traditional.yaml');
    const at = document.positionAt(document.getText().indexOf('methods:'));
    vscode.window.activeTextEditor!.selection = new vscode.Selection(at, at);
    const copied = await vscode.commands.executeCommand('kongRoutes.copyAsCurlForm');
    assert.match(String(copied), /--form-string 'methods\[1\]=GET'/);
  });
});

suite('converting a whole file', () => {
  interface Summary {
    readonly applied: boolean;
    readonly converted: readonly { readonly route: string }[];
  }
  const convert = () => vscode.commands.executeCommand<Summary>('kongRoutes.convertFileToExpressions');

  test('waits in the refactor preview, and is undone in one step', async () => {
    const document = await openCopy('table.yaml');
    const before = document.getText();
    const { applied, converted } = await settle(convert(), 'the conversion is confirmed', confirmPreview);
    assert.equal(applied, true);
    assert.deepEqual(
      converted.map(({ route }) => route),
      // The last one has an expression already: a higher priority keeps its place.
      ['shop-admin', 'shop-files', 'shop-search'],
    );
    assert.equal(document.getText(), await textOnDisk('table.converted.yaml'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  test('can be discarded there', async () => {
    const document = await openCopy('table.yaml');
    const before = document.getText();
    const { applied } = await settle(convert(), 'the conversion is discarded', async () =>
      vscode.commands.executeCommand('refactorPreview.discard'),
    );
    assert.equal(applied, false);
    assert.equal(document.getText(), before);
  });
});

suite('preview in another flavor', () => {
  test('opens next to the file, and follows it as it is edited', async () => {
    const document = await openCopy('table.yaml');
    await vscode.commands.executeCommand(
      'kongRoutes.previewInFlavor',
      document.uri.toString(),
      'expressions',
    );
    const input = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await until('the diff editor is there', () => input() instanceof vscode.TabInputTextDiff);
    const { original, modified } = input() as vscode.TabInputTextDiff;
    assert.equal(original.toString(), document.uri.toString());
    const translated = await vscode.workspace.openTextDocument(modified);
    assert.equal(translated.getText(), await textOnDisk('table.converted.yaml'));

    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('admin.shop'));
    edit.insert(document.uri, at, 'new.');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('the preview follows', () =>
      translated.getText().includes('r#"new.admin.shop.example.com"#'),
    );
  });
});

suite('in the lines of the editor', () => {
  test('code lenses offer the preview and the conversion', async () => {
    const document = await open('table.yaml');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      // How many of them VS Code resolves.
      100,
    );
    assert.deepEqual(
      lenses.map(({ range, command }) => `${range.start.line + 1} ${command?.title}`),
      [
        '8 Preview in flavor …',
        '8 Convert to expression',
        '8 Try a request …',
        '10 Preview in flavor …',
        '10 Convert to expression',
        '13 Preview in flavor …',
        '13 Convert to traditional fields',
      ],
    );
  });

  test('the code lens converts its route', async () => {
    const document = await openCopy('table.yaml');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      // How many of them VS Code resolves.
      100,
    );
    const { command } = lenses[1]!;
    const run = vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
    await settle(run, 'the route is converted', confirmPreview);
    const line =
      '        expression: \'(http.host == r#"admin.shop.example.com"#)\'\n        priority: 9126805504\n';
    assert.equal(
      document.getText(),
      (await textOnDisk('table.yaml')).replace('        hosts: [admin.shop.example.com]\n', line),
    );
  });

  test('inlay hints show the position of each route in the evaluation order', async () => {
    const document = await open('table.yaml');
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    assert.deepEqual(
      hints.map(({ position, label }) => `${position.line + 1} ${label}`),
      ['8 #2 of 4', '10 #3, #4 of 4', '13 #1 of 4'],
    );
  });
});
