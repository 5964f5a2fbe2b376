import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  codeActionsAt,
  confirmPreview,
  expectProblems,
  hoverAt,
  inWorkspace,
  open,
  positionOf,
  settle,
} from './support.js';

const file = 'terraform/main.tf';
const text = `resource "konnect_gateway_route_expression" "orders" {
  control_plane_id = var.control_plane
  expression = <<-EOT
    http.path ^= "/orders" &&
    http.methd == "GET"
  EOT
}

resource "konnect_gateway_route" "public" {
  control_plane_id = var.control_plane
  name             = "public" # for everyone
  paths            = ["/public"]
}
`;

const problem = '5 expression-unknown-field http.methd';

suite('Terraform', () => {
  suiteSetup(() => vscode.workspace.fs.writeFile(inWorkspace(file), new TextEncoder().encode(text)));
  suiteTeardown(() => vscode.workspace.fs.delete(inWorkspace('terraform'), { recursive: true }));
  teardown(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  const languages = [
    { says: 'no extension knows the language', language: null },
    { says: 'another extension contributes the language', language: 'terraform' },
  ];
  for (const { says, language } of languages) {
    test(`where ${says}: problems, hover and completion in a heredoc`, async () => {
      const opened = await open(file);
      const document = language ? await vscode.languages.setTextDocumentLanguage(opened, language) : opened;
      assert.equal(document.languageId, language ?? 'plaintext');
      await expectProblems(document, [problem]);
      assert.match(await hoverAt(document, 'http.methd'), /unknown field/i);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        positionOf(document, 'methd').translate(0, 1),
      );
      assert.ok(
        items.some(({ label }) => label === 'http.method'),
        JSON.stringify(items.slice(0, 5)),
      );
    });

    test(`where ${says}: a route becomes the other type, and stays the same route`, async () => {
      const opened = await open(file);
      const document = language ? await vscode.languages.setTextDocumentLanguage(opened, language) : opened;
      await expectProblems(document, [problem]);
      const actions = await codeActionsAt(document, '"public" {');
      const convert = actions.find(({ title }) => title.startsWith('Convert to expression'));
      assert.ok(convert, actions.map(({ title }) => title).join('\n'));
      assert.ok(convert.edit ?? convert.command);
      const { edit, command } = convert;
      if (edit) await settle(vscode.workspace.applyEdit(edit), 'the edit is confirmed', confirmPreview);
      if (command) {
        const run = vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
        await settle(run, 'the conversion is confirmed', confirmPreview);
      }
      const after = document.getText();
      assert.match(after, /resource "konnect_gateway_route_expression" "public" \{/);
      assert.match(after, /removed \{\n {2}from = konnect_gateway_route\.public\n/);
      assert.match(after, /import \{[\s\S]* to = konnect_gateway_route_expression\.public\n/);
      assert.ok(after.startsWith(text.slice(0, text.indexOf('resource "konnect_gateway_route" "public"'))));
    });
  }
});
