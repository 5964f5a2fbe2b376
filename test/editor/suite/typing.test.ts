import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { expectProblems, inWorkspace, open, positionOf } from './support.js';

/** Each is a part of a regex that is dear to compile, and no start of it is one that was seen before. */
const typed = Array.from({ length: 21 }, (_, i) => `[\\w\\p{Greek}]{1,${30 + i}}/`).join('');

const before = 'http.path ~ r#"^/users/[\\w-]{1,64}/';
const text = `_format_version: "3.0"
routes:
  - name: typed
    expression: ${before}"#
  - name: other
    expression: http.path ~ r#"^/a(?!x)"#
`;

/** The most memory that the server has had, in megabytes; `null` where the system does not say. */
function mostMemoryOfServer(): number | null {
  if (process.platform !== 'linux') return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const isOurs = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) === process.pid;
      if (isOurs && command.includes('server.cjs')) {
        return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
      }
    } catch {
      // It has ended since.
    }
  }
  return null;
}

suite('a regex that is dear to compile, typed character by character', () => {
  test('leaves the judge able to judge, and the server small', async function () {
    this.timeout(120_000);
    for (const [name, value] of [
      ['autoClosingBrackets', 'never'],
      ['autoClosingQuotes', 'never'],
      ['acceptSuggestionOnCommitCharacter', false],
    ] as const) {
      await vscode.workspace
        .getConfiguration('editor')
        .update(name, value, vscode.ConfigurationTarget.Workspace);
    }
    const uri = inWorkspace('typed.yaml');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const document = await open('typed.yaml');
    const other = '6 expression-regex (?!';
    await expectProblems(document, [other]);

    const editor = vscode.window.activeTextEditor!;
    const at = positionOf(document, before).translate(0, before.length);
    editor.selection = new vscode.Selection(at, at);
    assert.ok(typed.length >= 400, `${typed.length} characters`);
    for (const character of typed) await vscode.commands.executeCommand('type', { text: character });
    assert.equal(document.getText(), text.replace(before, before + typed), 'what was typed is there');
    await expectProblems(document, [`4 expression-regex r#"^/users/[\\w-]{1,64}/${typed}"#`, other]);

    // The next wrong regex is found as well.
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(at, at.translate(0, typed.length)), '(?<=y)');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectProblems(document, ['4 expression-regex (?<=', other]);
    const megabytes = mostMemoryOfServer();
    assert.ok(megabytes === null || megabytes < 500, `${megabytes} MB`);
  });
});
