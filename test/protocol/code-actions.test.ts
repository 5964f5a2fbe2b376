import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LanguageClient } from '../support/language-client.js';

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

/** The document as it is after the action. */
function applied(document: TextDocument, { edit }: CodeAction): string {
  assert.ok(edit?.changes, 'the action has an edit');
  assert.deepEqual(Object.keys(edit.changes), [document.uri]);
  return TextDocument.applyEdits(document, edit.changes[document.uri]!);
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

  async function only(at: string, title: string): Promise<CodeAction> {
    const actions = (await client.codeActions(uri, at)).filter((action) => action.title === title);
    assert.equal(actions.length, 1, `“${title}” on ${at}`);
    return actions[0]!;
  }

  test('“Convert to expression” replaces the matching fields and nothing else', async () => {
    const action = await only('traditional', 'Convert to expression');
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

  test('in flow style too', async () => {
    const action = await only('{name: flow', 'Convert to expression');
    assert.equal(
      applied(client.document(uri), action),
      text.replace(
        'hosts: [a.example.com]',
        `expression: '(http.host == r#"a.example.com"#)', priority: 9126805504`,
      ),
    );
  });

  test('“Keep the expression” and “Keep the fields” mend a mixed route', async () => {
    const actions = await client.codeActions(uri, 'paths: [/a] #');
    assert.deepEqual(
      actions.map(({ title, kind }) => [title, kind]),
      [
        ['Keep the expression', CodeActionKind.QuickFix],
        ['Keep the fields', CodeActionKind.QuickFix],
      ],
    );
    for (const { diagnostics } of actions) {
      assert.deepEqual(
        diagnostics?.map(({ code, range }) => [code, client.document(uri).getText(range)]),
        [['mixed-route', 'paths']],
      );
    }
    const [expression, fields] = actions.map((action) => applied(client.document(uri), action));
    assert.equal(expression, text.replace('    paths: [/a] # the path\n', '    # the path\n'));
    assert.equal(
      fields,
      text.replace(
        '    expression: http.path ^= "/a" # the expression\n    paths: [/a] # the path\n    priority: 5\n',
        '    # the expression\n    paths: [/a] # the path\n',
      ),
    );
  });

  test('what was mended or converted has no problems', async () => {
    const copy = client.open('copy.yaml', text);
    await client.diagnostics(copy, 1);
    for (const [at, title] of [
      ['mixed-one', 'Keep the expression'],
      ['traditional', 'Convert to expression'],
    ] as const) {
      const action = (await client.codeActions(copy, at)).find((one) => one.title === title);
      const version = client.change(copy, { text: applied(client.document(copy), action!) });
      await client.diagnostics(copy, version);
    }
    const { diagnostics } = client.published.findLast((params) => params.uri === copy)!;
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['generated-expression', 'match-missing'],
      'those of the other routes',
    );
  });

  test('a route that Kong would split keeps a disabled action, with the reason', async () => {
    const { edit, disabled } = await only('split-by-kong', 'Convert to expression');
    assert.equal(edit, undefined);
    assert.deepEqual(disabled, {
      reason:
        'Kong makes 2 routes of different priority, one for each length of its prefix paths and one for its regex paths; split it by hand first',
    });
  });

  test('a route that Kong rejects likewise', async () => {
    const { edit, disabled } = await only('name: rejected', 'Convert to expression');
    assert.equal(edit, undefined);
    assert.match(disabled?.reason ?? '', /^Kong rejects it as it is: .*look-around/);
  });

  for (const at of ['name: already', 'name: empty', '_format_version', '# A file']) {
    test(`there is none on “${at}”`, async () => assert.deepEqual(await client.codeActions(uri, at), []));
  }

  test('a selection over several routes offers what each can have', async () => {
    const titles = (
      await client.codeActions(uri, text.slice(text.indexOf('- name: mixed'), text.indexOf('name: rejected')))
    ).map(({ title }) => title);
    assert.deepEqual(titles, [
      'Keep the expression',
      'Keep the fields',
      'Convert to expression',
      'Convert to expression',
    ]);
  });

  test('the Gateway of the settings decides what can be converted', async (context) => {
    const other = await LanguageClient.start({ settings: { gatewayVersion: '3.1' } });
    context.after(() => other.kill());
    const copy = other.open('old.yaml', text);
    const [action] = await other.codeActions(copy, 'name: rejected');
    assert.equal(action?.disabled, undefined, 'before 3.2 Kong took it');
  });
});
