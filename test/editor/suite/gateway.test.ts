import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { expectProblems, hoverAt, inWorkspace, open, positionOf, setSetting, until } from './support.js';

/** There for this suite alone: a Gateway in the workspace concerns other suites too. */
const files = {
  'stack/compose.yaml': `services:
  kong:
    image: kong:3.9.1
    environment:
      KONG_DATABASE: "off"
      KONG_DECLARATIVE_CONFIG: /kong/kong.yml
      KONG_ROUTER_FLAVOR: traditional
    volumes:
      - ../stacked.yml:/kong/kong.yml:ro
`,
  'stacked.yml': `_format_version: "3.0"
services:
  - name: shop
    url: http://shop.internal:8080
    routes:
      - name: shop-exact
        expression: http.path == "/shop"
`,
};

/** Under `traditional`, as the compose file next to the folder has it. */
const asDetected = ['6 match-missing shop-exact', '7 expression-in-flavor expression'];

const readsTraditional = () => open('stacked.yml');

async function replaceInFile(name: string, text: string, by: string): Promise<void> {
  const uri = inWorkspace(name);
  const before = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  assert.ok(before.includes(text), `${text} stands in ${name}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(before.replace(text, by)));
}

suite('the Gateway of a file', () => {
  suiteSetup(async () => {
    for (const [name, text] of Object.entries(files)) {
      await vscode.workspace.fs.writeFile(inWorkspace(name), new TextEncoder().encode(text));
    }
  });
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('stacked.yml'));
  });
  teardown(async () => {
    await setSetting('gateways', undefined);
    await setSetting('routerFlavor', undefined);
  });

  test('is found in the compose file that mounts it, and followed on the disk', async () => {
    const document = await readsTraditional();
    await expectProblems(document, asDetected);
    await replaceInFile('stack/compose.yaml', 'FLAVOR: traditional', 'FLAVOR: expressions');
    await expectProblems(document, []);
    await replaceInFile('stack/compose.yaml', 'FLAVOR: expressions', 'FLAVOR: traditional');
    await expectProblems(document, asDetected);
  });

  test('is the one of what is typed, before it is saved', async () => {
    const document = await readsTraditional();
    await expectProblems(document, asDetected);
    const compose = await open('stack/compose.yaml');
    const edit = new vscode.WorkspaceEdit();
    const start = positionOf(compose, 'traditional');
    edit.replace(
      compose.uri,
      new vscode.Range(start, start.translate(0, 'traditional'.length)),
      'expressions',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectProblems(document, []);
    await vscode.window.showTextDocument(compose);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await expectProblems(document, asDetected);
  });

  test('is shown on `_format_version`, which leads to where its flavor is set', async () => {
    const document = await readsTraditional();
    await expectProblems(document, asDetected);
    const markdown = await hoverAt(document, '_format_version');
    assert.match(markdown, /\*\*Router flavor\*\* `traditional`/);
    assert.match(markdown, /\[compose\.yaml:7\]\(file:\/\/.*#L7,27\), service kong, which reads this file/);

    await vscode.commands.executeCommand('kongRoutes.goToFlavor');
    const editor = vscode.window.activeTextEditor!;
    assert.equal(editor.document.uri.toString(), inWorkspace('stack/compose.yaml').toString());
    assert.equal(editor.document.getText(editor.selection), 'traditional');
  });

  test('can be chosen, for the file alone or for the workspace, and given back', async () => {
    const document = await readsTraditional();
    await expectProblems(document, asDetected);
    await vscode.commands.executeCommand('kongRoutes.chooseFlavor', 'expressions', 'file');
    await expectProblems(document, []);
    const entries = () => vscode.workspace.getConfiguration('kongRoutes').get('gateways');
    assert.deepEqual(entries(), [{ routes: './stacked.yml', flavor: 'expressions' }]);
    await vscode.commands.executeCommand('kongRoutes.chooseFlavor', 'traditional_compatible', 'file');
    assert.deepEqual(entries(), [{ routes: './stacked.yml', flavor: 'traditional_compatible' }]);
    await vscode.commands.executeCommand('kongRoutes.backToDetected');
    await until('the entry is gone', () => (entries() as unknown[]).length === 0);
    await expectProblems(document, asDetected);

    await vscode.commands.executeCommand('kongRoutes.chooseFlavor', 'expressions', 'workspace');
    await expectProblems(document, []);
    await vscode.commands.executeCommand('kongRoutes.backToDetected');
    await expectProblems(document, asDetected);
  });

  test('is none any more once its folder is gone', async () => {
    const document = await readsTraditional();
    await expectProblems(document, asDetected);
    await vscode.workspace.fs.delete(inWorkspace('stack'), { recursive: true });
    await expectProblems(document, []);
  });
});
