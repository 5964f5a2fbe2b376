import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type CodeAction, CodeActionKind, type TextDocumentEdit, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LanguageClient } from '../support/language-client.js';

/** What the action is called where other routes keep their fields. */
const convert = 'Convert to expression (evaluated before all routes with traditional fields)';

const text = `# A file with everything.
_format_version: "3.0"
routes:
  - name: traditional # one
    # the paths
    paths:
      - /orders # all orders
    methods: [GET]
    strip_path: false
  - name: mixed-one
    expression: http.path ^= "/a" # the expression
    paths: [/a] # the path
    priority: 5
    tags: [x]
  - name: split-by-kong
    paths: [/a, /longer]
  - name: already
    expression: http.path ^= "/a"
  - name: rejected
    paths: ["~/a(?=b)"]
  - {name: flow, hosts: [a.example.com], preserve_host: true}
  - name: empty
`;

/** The document as it is after the action, which may have to be confirmed. */
function applied(document: TextDocument, { edit }: CodeAction): string {
  assert.ok(edit, 'the action has an edit');
  const toConfirm = (edit.documentChanges ?? []) as TextDocumentEdit[];
  const changes =
    edit.changes ?? Object.fromEntries(toConfirm.map(({ textDocument, edits }) => [textDocument.uri, edits]));
  assert.deepEqual(Object.keys(changes), [document.uri]);
  return TextDocument.applyEdits(document, changes[document.uri] as TextEdit[]);
}

suite('code actions', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start();
    uri = client.open('actions.yaml', text);
    await client.diagnostics(uri, 1);
  });
  after(() => client.kill());

  test('have their edits at once for a client that cannot wait for them', async (context) => {
    const other = await LanguageClient.start({ capabilities: {} });
    context.after(() => other.kill());
    assert.equal(other.open('actions.yaml', text), uri);
    await other.diagnostics(uri, 1);
    let [edits, conversions] = [0, 0];
    for (const place of ['traditional # one', 'mixed-one', 'split-by-kong', 'already', 'rejected', 'flow']) {
      const actions = await other.codeActions(uri, place);
      const later = await client.codeActions(uri, place);
      assert.equal(actions.length, later.length, place);
      for (const [i, { edit, command, ...action }] of actions.entries()) {
        const { edit: editLater, command: commandLater, ...actionLater } = later[i]!;
        assert.deepEqual(action, actionLater, place);
        if (action.disabled) continue;
        if (edit) edits++;
        const isConversion = command?.arguments?.[0].at !== undefined;
        if (isConversion) conversions++;
        assert.deepEqual(
          [edit, command],
          isConversion ? [undefined, command] : [editLater, commandLater],
          place,
        );
      }
    }
    assert.ok(edits > 2);
    assert.ok(conversions > 2, 'conversions are verified by the command first');
  });

  test('of a version that is gone are not made', async () => {
    const edited = client.open('edited.yaml', text);
    await client.diagnostics(edited, 1);
    const params = {
      textDocument: { uri: edited },
      range: client.rangeOf(edited, 'already'),
      context: { diagnostics: [] },
    };
    const actions = (await client.request('textDocument/codeAction', params)) as CodeAction[];
    const waiting = actions.find(({ data }) => data !== undefined);
    assert.ok(waiting && !waiting.edit);
    client.replace(edited, '# A file', '# The file');
    assert.equal((await client.resolveCodeAction(waiting)).edit, undefined);
  });

  async function only(at: string, title: string): Promise<CodeAction> {
    const actions = (await client.codeActions(uri, at)).filter((action) => action.title === title);
    assert.equal(actions.length, 1, `“${title}” on ${at}`);
    return actions[0]!;
  }

  test('“Convert to expression” replaces the matching fields and nothing else', async () => {
    const action = await only('traditional', convert);
    assert.equal(action.kind, CodeActionKind.RefactorRewrite);
    assert.equal(action.disabled, undefined);
    assert.equal(
      applied(client.document(uri), action),
      text.replace(
        `    # the paths
    paths:
      - /orders # all orders
    methods: [GET]
`,
        `    # the paths
    # all orders
    expression: '(http.method == r#"GET"#) && (http.path ^= r#"/orders"#)'
    priority: 1073741831
`,
      ),
    );
  });

  test('a conversion that is not verified has to be confirmed, one that is has not', async (context) => {
    const action = await only('traditional', convert);
    assert.deepEqual(Object.values(action.edit?.changeAnnotations ?? {}), [
      {
        label: convert,
        needsConfirmation: true,
        description:
          'After the conversion some requests go elsewhere. Proof: `GET http://a.example.com/orders` goes to route `traditional`, not to route `flow`. Try: `curl -i --path-as-is --connect-to ::localhost:8000 http://a.example.com/orders`.',
      },
    ]);
    const [change] = (action.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.ok(change!.edits.length > 0);
    assert.ok(change!.edits.every((edit) => 'annotationId' in edit));
    const other = await LanguageClient.start();
    context.after(() => other.kill());
    const alone = other.open('alone.yaml', 'paths: [/a]\nstrip_path: true\n');
    const [verified] = await other.codeActions(alone, 'paths');
    assert.deepEqual(Object.keys(verified!.edit ?? {}), ['changes']);
  });

  test('in flow style too', async () => {
    const action = await only('{name: flow', convert);
    assert.equal(
      applied(client.document(uri), action),
      text.replace(
        'hosts: [a.example.com]',
        `expression: '(http.host == r#"a.example.com"#)', priority: 9126805504`,
      ),
    );
  });

  test('“Keep the expression”, “Keep the fields” and “Join …” fix a mixed route', async () => {
    const actions = await client.codeActions(uri, 'paths: [/a] #');
    assert.deepEqual(
      actions.map(({ title, kind }) => [title, kind]),
      [
        ['Keep the expression', CodeActionKind.QuickFix],
        ['Keep the fields', CodeActionKind.QuickFix],
        ['Join the fields and the expression', CodeActionKind.QuickFix],
      ],
    );
    for (const { diagnostics } of actions) {
      assert.deepEqual(
        diagnostics?.map(({ code, range }) => [code, client.document(uri).getText(range)]),
        [['mixed-route', 'paths']],
      );
    }
    const [expression, fields, joined] = actions.map((action) => applied(client.document(uri), action));
    assert.equal(expression, text.replace('    paths: [/a] # the path\n', '    # the path\n'));
    assert.equal(
      fields,
      text.replace(
        '    expression: http.path ^= "/a" # the expression\n    paths: [/a] # the path\n    priority: 5\n',
        '    # the expression\n    paths: [/a] # the path\n',
      ),
    );
    assert.equal(
      joined,
      text.replace(
        '    expression: http.path ^= "/a" # the expression\n    paths: [/a] # the path\n',
        '    expression: \'(http.path ^= r#"/a"#) && (http.path ^= "/a")\' # the expression\n    # the path\n',
      ),
    );
  });

  test('what was fixed or converted has no problems', async () => {
    const copy = client.open('copy.yaml', text);
    await client.diagnostics(copy, 1);
    for (const [at, title] of [
      ['mixed-one', 'Keep the expression'],
      ['traditional', convert],
    ] as const) {
      const action = (await client.codeActions(copy, at)).find((one) => one.title === title);
      const version = client.change(copy, { text: applied(client.document(copy), action!) });
      await client.diagnostics(copy, version);
    }
    const { diagnostics } = client.published.findLast((params) => params.uri === copy)!;
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['generated-expression', 'match-missing', 'route-unreachable'],
      'those of the other routes, and of the table',
    );
  });

  test('a route that Kong would split becomes several', async () => {
    const action = await only('split-by-kong', convert);
    assert.equal(
      applied(client.document(uri), action),
      text.replace(
        '    paths: [/a, /longer]\n',
        `    expression: '(http.path ^= r#"/a"#)'
    priority: 536870914
  - name: split-by-kong-2
    expression: '(http.path ^= r#"/longer"#)'
    priority: 536870919
`,
      ),
    );
  });

  test('“Convert to traditional fields” replaces the expression', async () => {
    const action = await only('name: already', 'Convert to traditional fields');
    assert.equal(action.kind, CodeActionKind.RefactorRewrite);
    assert.equal(
      applied(client.document(uri), action),
      text.replace(
        '- name: already\n    expression: http.path ^= "/a"\n',
        '- name: already\n    paths:\n      - /a\n',
      ),
    );
  });

  test('equality on a path is offered as a regex path, and the plain conversion says why it is not', async () => {
    const copy = client.open('equal.yaml', 'expression: http.path == "/a.b"\nstrip_path: true\n');
    const [plain, asRegex, ...others] = await client.codeActions(copy, 'expression');
    assert.deepEqual(others, []);
    assert.equal(plain?.title, 'Convert to traditional fields');
    assert.match(plain?.disabled?.reason ?? '', /^`==` on `http\.path`: /);
    assert.equal(asRegex?.title, 'Convert to traditional fields, with `==` as the regex path `~…$`');
    assert.equal(applied(client.document(copy), asRegex!), "paths:\n  - '~/a\\.b$'\nstrip_path: true\n");
  });

  test('where there are several routes to convert, the whole file is offered', async () => {
    const actions = await client.codeActions(uri, 'split-by-kong');
    assert.deepEqual(
      actions.map(({ title, kind, command }) => [title, kind, command]),
      [
        [convert, CodeActionKind.RefactorRewrite, undefined],
        [
          'Convert all 4 traditional routes in this file',
          CodeActionKind.RefactorRewrite,
          {
            title: 'Convert all 4 traditional routes in this file',
            command: 'kongRoutes.convert',
            arguments: [{ uris: [uri], to: 'expressions' }],
          },
        ],
      ],
    );
  });

  test('a route that is alone is not reported as raised', async () => {
    const alone = client.open('alone.yaml', 'paths: [/a]\nstrip_path: true\n');
    const actions = await client.codeActions(alone, 'paths');
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Convert to expression'],
    );
  });

  test('a route that Kong rejects likewise', async () => {
    const { edit, disabled } = await only('name: rejected', convert);
    assert.equal(edit, undefined);
    assert.match(disabled?.reason ?? '', /^Kong already rejects the route: .*look-around/);
  });

  for (const at of ['name: empty', '_format_version', '# A file']) {
    test(`there is none on “${at}”`, async () => assert.deepEqual(await client.codeActions(uri, at), []));
  }

  test('a selection over several routes offers what each can have', async () => {
    const titles = (
      await client.codeActions(uri, text.slice(text.indexOf('- name: mixed'), text.indexOf('name: rejected')))
    ).map(({ title }) => title);
    assert.deepEqual(titles, [
      'Keep the expression',
      'Keep the fields',
      'Join the fields and the expression',
      convert,
      'Convert to traditional fields',
      convert,
      'Convert all 4 traditional routes in this file',
    ]);
  });

  test('the Gateway of the settings decides what can be converted', async (context) => {
    const other = await LanguageClient.start({ settings: { gatewayVersion: '3.1' } });
    context.after(() => other.kill());
    const copy = other.open('old.yaml', text);
    const [action] = await other.codeActions(copy, 'name: rejected');
    assert.match(
      action?.disabled?.reason ?? '',
      /^Gateway 3\.1 accepts the route but leaves it out of its router/,
    );
  });
});
