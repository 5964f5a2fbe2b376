/** A version of a document is read once, and each of its expressions parsed once, whatever is asked about it. */

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { CodeAction, Command } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { curlAt } from '../../server/curl/curl-command.js';
import { diagnostics, gatewayDiagnostics } from '../../server/lsp/diagnostics.js';
import { codeActions, resolvedAction } from '../../server/lsp/requests/code-action.js';
import { codeLenses } from '../../server/lsp/requests/code-lens.js';
import { completion } from '../../server/lsp/requests/completion.js';
import { definition } from '../../server/lsp/requests/definition.js';
import { foldingRanges } from '../../server/lsp/requests/folding-range.js';
import { documentGateway } from '../../server/lsp/requests/gateway-of-document.js';
import { hover } from '../../server/lsp/requests/hover.js';
import { inlayHints } from '../../server/lsp/requests/inlay-hint.js';
import { preview } from '../../server/lsp/requests/preview.js';
import { references } from '../../server/lsp/requests/references.js';
import { selectionRanges } from '../../server/lsp/requests/selection-range.js';
import { tokensOf } from '../../server/lsp/requests/semantic-tokens.js';
import { SourceFile } from '../../server/text/source-file.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { type Snapshot, Workspace } from '../../server/workspace/workspace.js';
import { CallCounts } from '../support/call-counts.js';
import { finish } from '../support/generators.js';

const uri = 'file:///folder/kong.yaml';
const number = 40;
/** Of each route: its start, the start of its expression, and a place in that. */
const places = 3;
/** Completion reads the item with a mark at the cursor, as it was and as it is then: to see where that is. */
const tries = number * places * 2;

/** None of these has traditional fields, so that no other expression is made of one. */
const expressions = [
  'http.path == "/a" || http.host == "b"',
  'http.path ~ r#"^/x\\d+$"# && http.method != "GET"',
  'any(lower(http.headers.x_a)) != "1" && !(net.src.ip in 10.0.0.0/8)',
  'http.path ^= "/y" || http.path contains "z" && http.queries.q == "1"',
];
const text = `_format_version: "3.0"\nroutes:\n${Array.from(
  { length: number },
  (_, i) => `  - name: r${i}\n    expression: ${expressions[i % expressions.length]!}\n`,
).join('')}`;

/** The workspace has the file, too, as the editor does. */
function opened(content: string) {
  let files = [new SourceFile(uri, content)];
  const workspace = new Workspace({ files: () => files, folders: () => ['file:///work'] });
  let document = TextDocument.create(uri, 'yaml', 1, content);
  const settings = { ...defaultSettings, routerFlavor: 'expressions' as const };
  return {
    snapshot: () => workspace.snapshot(document, settings),
    workspace,
    replace(old: string, by: string) {
      const start = document.getText().indexOf(old);
      const range = { start: document.positionAt(start), end: document.positionAt(start + old.length) };
      document = TextDocument.update(
        TextDocument.create(uri, 'yaml', 1, document.getText()),
        [{ range, text: by }],
        document.version + 1,
      );
    },
    /** As after a pause. */
    settle() {
      files = [new SourceFile(uri, document.getText())];
    },
  };
}

/** Everything that an editor can ask, at every route. */
function askAll(snapshot: Snapshot, workspace: Workspace): CodeAction[] {
  const { text: lines, document } = snapshot;
  const end = lines.positionAt(lines.getText().length);
  const whole = { start: { line: 0, character: 0 }, end };
  finish(diagnostics(snapshot));
  gatewayDiagnostics(snapshot);
  finish(tokensOf(snapshot));
  finish(tokensOf(snapshot, whole));
  finish(codeLenses(snapshot));
  finish(inlayHints(snapshot, whole));
  foldingRanges(snapshot);
  documentGateway(snapshot, workspace.found(), null);
  preview(snapshot, 'expressions');
  const actions: CodeAction[] = [];
  for (const route of document.routes) {
    const value = lines.getText().indexOf('http.', route.start);
    for (const position of [route.start, value, value + 8].map((offset) => lines.positionAt(offset))) {
      hover(snapshot, position);
      definition(snapshot, position);
      references(snapshot, lines.offsetAt(position));
      selectionRanges(snapshot, [position]);
      finish(completion(snapshot, position, true, { snippets: true }));
      curlAt(snapshot, position, 'json');
      const params = {
        textDocument: { uri },
        range: { start: position, end: position },
        context: { diagnostics: [] },
      };
      actions.push(
        ...codeActions(snapshot, params, {
          copiesCurl: true,
          codeActionResolve: true,
          changeAnnotations: true,
        }),
      );
    }
  }
  return actions;
}

suite('one reading', () => {
  let counts: CallCounts;
  before(async () => {
    counts = await CallCounts.start();
  });
  after(() => counts.stop());

  const readings = async () => {
    const calls = await counts.take();
    return {
      documents: calls('server/documents/yaml.js', 'readYaml'),
      items: calls('server/documents/yaml.js', 'readYamlItem'),
      expressions: calls('grammar/syntax/parse.js', 'parse'),
    };
  };

  test('of a document and of each of its expressions', async () => {
    const file = opened(text);
    await readings();
    const actions = askAll(file.snapshot(), file.workspace);
    assert.ok(actions.length > number * 3, 'there are actions at each place');
    assert.deepEqual(await readings(), { documents: 1, items: tries, expressions: number });
    askAll(file.snapshot(), file.workspace);
    assert.deepEqual(await readings(), { documents: 0, items: tries, expressions: 0 });
  });

  test('after an edit, of the route that it touched', async () => {
    const file = opened(text);
    askAll(file.snapshot(), file.workspace);
    for (const [old, by] of [
      ['"/a" ||', '"/ab" ||'],
      ['r#"^/x', 'r#"^/xy'],
      ['"/ab" ||', '"/abc" ||'],
    ] as const) {
      file.replace(old, by);
      await readings();
      askAll(file.snapshot(), file.workspace);
      // The item alone: as it was, to see that it reads alone as in its place, and as it is.
      assert.deepEqual(await readings(), { documents: 0, items: 2 + tries, expressions: 1 });
    }
    file.settle();
    askAll(file.snapshot(), file.workspace);
    assert.deepEqual(await readings(), { documents: 0, items: tries, expressions: 0 });
  });

  test('an edit of a name reads its route again, and no other', async () => {
    const file = opened(text);
    askAll(file.snapshot(), file.workspace);
    file.replace('name: r7\n', 'name: renamed\n');
    await readings();
    askAll(file.snapshot(), file.workspace);
    const { expressions, documents } = await readings();
    assert.deepEqual([documents, expressions], [0, 1], 'the route is another one now');
  });

  test('an action that is chosen makes its edit then, and parses only what it makes', async () => {
    const file = opened(text);
    const snapshot = file.snapshot();
    const position = snapshot.text.positionAt(text.indexOf('http.path ^= "/y"'));
    const range = { start: position, end: position };
    const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
    const actions = codeActions(snapshot, params, {
      copiesCurl: false,
      codeActionResolve: true,
      changeAnnotations: true,
    });
    assert.ok(actions.every(({ edit, command, disabled }) => !edit || command || disabled));
    const waiting = actions.filter(({ data }) => data !== undefined);
    assert.ok(waiting.length > 0);
    await readings();
    for (const action of waiting) {
      const resolved = resolvedAction(snapshot, action, action.data);
      assert.ok(resolved.edit, action.title);
    }
    const { documents, expressions } = await readings();
    assert.equal(documents, 0, 'an edit is tried by reading the route alone');
    assert.ok(expressions <= waiting.length, 'one new text for each');
    /** The command verifies a conversion, for a client that cannot wait for that. */
    const isConversion = (command?: Command) =>
      command?.command === 'kongRoutes.convert' && command.arguments?.[0].at !== undefined;
    const inline = codeActions(snapshot, params, {
      copiesCurl: false,
      codeActionResolve: false,
      changeAnnotations: true,
    });
    assert.deepEqual(
      inline.map(({ title, edit, command }) => [title, edit !== undefined || isConversion(command)]),
      actions.map(({ title, command, disabled }) => [title, !command && !disabled]),
    );
  });
});
