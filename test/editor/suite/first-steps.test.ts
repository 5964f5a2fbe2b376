import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { expectProblems, open, openCopy, positionOf, textOnDisk, until } from './support.js';

/** The id of the process of the language server; `undefined` if there is none. */
function serverProcess(): number | undefined {
  const pattern = `server\\.cjs.*--clientProcessId=${process.pid}`;
  const { stdout } = spawnSync('pgrep', ['-f', pattern], { encoding: 'utf8' });
  const [first] = stdout.trim().split('\n');
  return first ? Number(first) : undefined;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly markdown: string };
      }[];
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly languageModelTools: readonly { readonly name: string }[];
  };
}

const extension = vscode.extensions.getExtension<void>('kong-routes.kong-routes')!;
const { contributes } = extension.packageJSON as Manifest;

suite('first steps', () => {
  suiteSetup(async () => {
    await open('mixed.yaml');
    await extension.activate();
  });

  test('every command of the palette, the menus and the walkthrough is there', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const used = [
      ...contributes.commands.map(({ command }) => command),
      ...Object.values(contributes.menus).flatMap((items) => items.flatMap(({ command }) => command ?? [])),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ description }) =>
          [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command!),
        ),
      ),
    ];
    assert.ok(used.length >= 30, String(used.length));
    assert.deepEqual(
      used.filter((command) => !known.has(command)),
      [],
    );
  });

  test('every picture and page of the walkthrough is in the package', async () => {
    const pages = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown));
    assert.equal(pages.length, 5);
    for (const page of pages) {
      const { size } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(extension.extensionUri, page));
      assert.ok(size > 100, page);
    }
  });

  test('the examples are in the package, with problems to see', async () => {
    const examples = vscode.Uri.joinPath(extension.extensionUri, 'examples');
    const folder = mkdtempSync(join(tmpdir(), 'kong-routes-'));
    try {
      const copy = vscode.Uri.file(join(folder, 'examples'));
      await vscode.workspace.fs.copy(examples, copy);
      const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(copy, 'mixed.yaml'));
      await vscode.window.showTextDocument(document);
      const problems = () => vscode.languages.getDiagnostics(document.uri).length;
      await until('problems in the examples', () => problems() >= 3);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('the outline has services and routes', async () => {
    const document = await open('mixed.yaml');
    await expectProblems(document, ['10 mixed-route paths', '12 mixed-route methods']);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const shown = symbols.map(({ name, children }) => [name, children.map((child) => child.name)]);
    assert.deepEqual(shown, [['orders', ['orders-mixed', 'orders-health']]]);
  });

  test('a route is renamed', async () => {
    const document = await openCopy('table.yaml');
    const at = positionOf(document, 'shop-files');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      'shop-assets',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText().includes('shop-assets'), true);
    assert.equal(document.getText().includes('shop-files'), false);
    await document.save();
    assert.ok((await textOnDisk(document.uri)).includes('shop-assets'));
  });

  test('the language server is started again on demand, and answers', async () => {
    const document = await open('mixed.yaml');
    await vscode.commands.executeCommand('kongRoutes.restartServer');
    await expectProblems(document, ['10 mixed-route paths', '12 mixed-route methods']);
  });

  test('the language server is started again when it ends by itself, and answers', async function () {
    if (process.platform === 'win32') return this.skip();
    const document = await openCopy('mixed.yaml');
    await expectProblems(document, ['10 mixed-route paths', '12 mixed-route methods']);
    const before = serverProcess();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    await until('another server runs', () => ![undefined, before].includes(serverProcess()));
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, document.lineAt(11).rangeIncludingLineBreak);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectProblems(document, ['10 mixed-route paths']);
  });

  test('language models get the tools of the package', async () => {
    const expected = contributes.languageModelTools.map(({ name }) => name);
    assert.equal(expected.length, 7);
    const known = vscode.lm.tools.map(({ name }) => name);
    assert.deepEqual(
      expected.filter((name) => !known.includes(name)),
      [],
    );
    const result = await vscode.lm.invokeTool('kong_routes_check', {
      input: { text: '_format_version: "3.0"\nroutes:\n- name: r\n  expression: http.path = "/"\n' },
      toolInvocationToken: undefined,
    });
    const [first] = result.content as vscode.LanguageModelTextPart[];
    const { files } = JSON.parse(first!.value) as { files: { problems: { code: string }[] }[] };
    assert.ok(
      files[0]!.problems.some(({ code }) => code === 'expression-unknown-operator'),
      first!.value,
    );
  });
});
