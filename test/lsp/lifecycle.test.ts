import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import { CodeActionKind, TextDocumentSyncKind } from 'vscode-languageserver';
import {
  type ClientOptions,
  LanguageClient,
  modernCapabilities,
  serverCommands,
} from '../support/language-client.js';

function clientOf(context: TestContext, options: ClientOptions = {}): LanguageClient {
  const client = new LanguageClient(options);
  context.after(() => client.kill());
  return client;
}

for (const command of Object.keys(serverCommands) as (keyof typeof serverCommands)[]) {
  suite(command, () => {
    test('says what it can', async (context) => {
      const client = clientOf(context, { command });
      assert.deepEqual(await client.initialize(modernCapabilities), {
        serverInfo: { name: 'kong-routes' },
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          documentSymbolProvider: { label: 'Kong Routes' },
          hoverProvider: true,
          semanticTokensProvider: {
            legend: {
              tokenTypes: ['property', 'function', 'operator', 'keyword', 'string', 'regexp', 'number'],
              tokenModifiers: ['deprecated'],
            },
            full: { delta: true },
            range: true,
          },
          selectionRangeProvider: true,
          completionProvider: { triggerCharacters: [...'=: .("~^!<>&|/'] },
          definitionProvider: true,
          referencesProvider: true,
          renameProvider: true,
          workspaceSymbolProvider: true,
          codeLensProvider: { resolveProvider: true },
          inlayHintProvider: true,
          executeCommandProvider: { commands: ['kongRoutes.convert', 'kongRoutes.applyPlan'] },
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite],
            resolveProvider: true,
          },
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        },
      });
    });

    test('exits with 0 after shutdown', async (context) => {
      const client = clientOf(context, { command });
      await client.initialize(modernCapabilities);
      await client.shutdown();
      assert.equal(await client.exit(), 0);
    });

    test('exits with 1 without shutdown', async (context) => {
      const client = clientOf(context, { command });
      await client.initialize(modernCapabilities);
      assert.equal(await client.exit(), 1);
    });

    test('does not outlive the editor', async (context) => {
      const client = clientOf(context, { command });
      await client.initialize(modernCapabilities);
      assert.equal(await client.hangUp(), 1);
    });

    test('reports problems', async (context) => {
      const client = clientOf(context, { command });
      await client.initialize(modernCapabilities);
      const uri = client.open('a.yaml', '_format_version: "3.0"\nroutes:\n- expression: http.path = "/a"\n');
      const { diagnostics } = await client.diagnostics(uri, 1);
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['expression-unknown-operator'],
      );
    });
  });
}
