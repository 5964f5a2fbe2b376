import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  ClientCapabilities,
  ShowMessageParams,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type ClientOptions, LanguageClient, modernCapabilities } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

const text = `_format_version: "3.0"
routes:
  - name: plain
    paths: [/a]
  - name: split
    paths: [/b, /cc]
    tags: [x]
    regex_priority: 1
  - name: rejected
    paths: ["~/a(?=b)"]
  - name: already
    expression: http.path ^= "/d"
`;

const plain = `    expression: '(http.path ^= r#"/a"#)'\n    priority: 536870914\n`;
const converted = text.replace('    paths: [/a]\n', plain).replace(
  '    paths: [/b, /cc]\n    tags: [x]\n    regex_priority: 1\n',
  `    expression: '(http.path ^= r#"/b"#)'
    priority: 536870914
    tags: [x]
  - name: split-2
    expression: '(http.path ^= r#"/cc"#)'
    priority: 536870915
    tags: [x]
`,
);

const reason =
  'Kong already rejects the route: Router Expression failed validation: look-around, including look-ahead and look-behind, is not supported';
const splitNote = "becomes 2 routes, as in Kong's router, one for each path length: split, split-2";

/** As VS Code says it: progress is shown, changes are previewed. */
const editorCapabilities: ClientCapabilities = {
  window: { workDoneProgress: true },
  workspace: {
    ...modernCapabilities.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};

async function clientOf(context: TestContext, options: ClientOptions = {}): Promise<LanguageClient> {
  const client = await LanguageClient.start({ capabilities: editorCapabilities, ...options });
  context.after(() => client.kill());
  return client;
}

/** The text of a document after the edit. */
function applied(document: TextDocument, edit: WorkspaceEdit): string {
  const changes = edit.documentChanges as TextDocumentEdit[] | undefined;
  const edits = changes?.find(({ textDocument }) => textDocument.uri === document.uri)?.edits;
  return TextDocument.applyEdits(document, (edits ?? edit.changes?.[document.uri] ?? []) as never);
}

const convert = 'kongRoutes.convert';

const notVerified =
  'not verified: Kong rejects route `rejected` of the table as it is. Among the routes that it accepts, every request goes to the same route';

suite('kongRoutes.convert', () => {
  test('converts a file by one edit, with an entry to confirm for each route, and reports the result', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', text);
    const summary = await client.execute(convert, { uris: [uri], to: 'expressions' });
    assert.deepEqual(summary, {
      applied: true,
      converted: [
        { uri, route: 'plain', notes: [] },
        { uri, route: 'split', notes: [splitNote] },
      ],
      leftAlone: [{ uri, route: 'rejected', reason }],
      verifications: [{ uri, kind: 'not-verified', message: notVerified }],
    });
    const [{ label, edit }, ...others] = client.edits as [(typeof client.edits)[0]];
    assert.deepEqual(others, []);
    assert.equal(label, 'Convert routes');
    assert.equal(applied(client.document(uri), edit), converted);
    const [change, ...more] = edit.documentChanges as TextDocumentEdit[];
    assert.deepEqual(more, []);
    assert.deepEqual(change!.textDocument, { uri, version: 1 });
    assert.deepEqual(Object.values(edit.changeAnnotations ?? {}), [
      { label: 'plain', needsConfirmation: true, description: notVerified },
      { label: 'split', needsConfirmation: true, description: `${splitNote}; ${notVerified}` },
    ]);
    const ids = Object.keys(edit.changeAnnotations ?? {});
    assert.deepEqual(
      change!.edits.map((one) => 'annotationId' in one && one.annotationId),
      ids,
      'one edit a route: half of them would make another route of it',
    );
  });

  test('for an editor that shows no changes beforehand there are no annotations', async (context) => {
    const workspaceEdit = { documentChanges: true };
    const client = await clientOf(context, {
      capabilities: { workspace: { ...modernCapabilities.workspace, workspaceEdit } },
    });
    const uri = client.open('a.yaml', text);
    await client.execute(convert, { uris: [uri], to: 'expressions' });
    const { edit } = client.edits[0]!;
    assert.equal(edit.changeAnnotations, undefined);
    assert.doesNotMatch(JSON.stringify(edit), /annotationId/);
    assert.equal(applied(client.document(uri), edit), converted);
    assert.deepEqual(client.progress, [], 'nor is progress told to one that does not show it');
  });

  test('for one that knows no versions of documents there are bare changes', async (context) => {
    const { workspaceEdit: _, ...workspace } = modernCapabilities.workspace!;
    const client = await clientOf(context, { capabilities: { workspace } });
    const uri = client.open('a.yaml', text);
    await client.execute(convert, { uris: [uri], to: 'expressions' });
    const { edit } = client.edits[0]!;
    assert.deepEqual(Object.keys(edit), ['changes']);
    assert.equal(applied(client.document(uri), edit), converted);
  });

  const accepted = text.replace('  - name: rejected\n    paths: ["~/a(?=b)"]\n', '');

  test('converts one route that is verified, without anything to confirm', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', accepted);
    const at = client.rangeOf(uri, 'name: plain').start;
    const message = 'verified: every request goes to the same route';
    assert.deepEqual(await client.execute(convert, { uris: [uri], to: 'expressions', at }), {
      applied: true,
      converted: [{ uri, route: 'plain', notes: [] }],
      leftAlone: [],
      verifications: [{ uri, kind: 'equal', message }],
    });
    const { edit } = client.edits[0]!;
    assert.equal(edit.changeAnnotations, undefined);
    assert.equal(applied(client.document(uri), edit), accepted.replace('    paths: [/a]\n', plain));
    assert.deepEqual(client.asked, []);
  });

  test('one route that moves requests, or is not verified, is confirmed in the preview', async (context) => {
    const client = await clientOf(context);
    const moving = `${accepted}  - name: first\n    expression: http.path ^= "/a"\n    priority: 1\n`;
    for (const [name, content, said] of [
      ['rejected.yaml', text, notVerified],
      ['moving.yaml', moving, /goes to route `plain`, not to route `first`/],
    ] as const) {
      const uri = client.open(name, content);
      const at = client.rangeOf(uri, 'name: plain').start;
      await client.execute(convert, { uris: [uri], to: 'expressions', at });
      const annotations = Object.values(client.edits.at(-1)!.edit.changeAnnotations ?? {});
      assert.equal(annotations.length, 1);
      const { description, ...rest } = annotations[0]!;
      assert.deepEqual(rest, { label: 'plain', needsConfirmation: true });
      if (typeof said === 'string') assert.equal(description, said);
      else assert.match(description ?? '', said);
    }
    assert.deepEqual(client.asked, [], 'the preview asks');
  });

  test('an editor without a preview asks before it converts what is not verified', async (context) => {
    const client = await clientOf(context, { capabilities: {} });
    const uri = client.open('a.yaml', text);
    const at = client.rangeOf(uri, 'name: plain').start;
    for (const args of [
      { uris: [uri], to: 'expressions', at },
      { uris: [uri], to: 'expressions' },
    ]) {
      client.confirms = false;
      client.asked.length = 0;
      const kept = (await client.execute(convert, args)) as { applied: boolean };
      assert.equal(kept.applied, false);
      assert.deepEqual(client.edits, []);
      assert.deepEqual(client.asked, [
        {
          type: 2,
          message: `${notVerified.replace('not', 'Not')}.`,
          actions: [{ title: 'Convert Anyway' }],
        },
      ]);
      client.confirms = true;
      const made = (await client.execute(convert, args)) as { applied: boolean };
      assert.equal(made.applied, true);
      assert.equal(client.edits.splice(0).length, 1);
    }
    const verified = client.open('b.yaml', accepted);
    client.asked.length = 0;
    await client.execute(convert, { uris: [verified], to: 'expressions' });
    assert.deepEqual(client.asked, []);
    assert.equal(client.edits.length, 1);
  });

  test('of one route reports what was not verified after it was converted', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', text);
    const at = client.rangeOf(uri, 'name: plain').start;
    assert.deepEqual(await client.execute(convert, { uris: [uri], to: 'expressions', at }), {
      applied: true,
      converted: [{ uri, route: 'plain', notes: [] }],
      leftAlone: [],
      verifications: [{ uri, kind: 'not-verified', message: notVerified }],
    });
    const { edit } = client.edits[0]!;
    assert.equal(applied(client.document(uri), edit), text.replace('    paths: [/a]\n', plain));
    assert.deepEqual(client.shown.at(-1), { type: 2, message: `${notVerified.replace('not', 'Not')}.` });
  });

  test('converts back', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', text);
    const summary = await client.execute(convert, { uris: [uri], to: 'traditional' });
    assert.deepEqual(summary, {
      applied: true,
      converted: [
        {
          uri,
          route: 'already',
          notes: [
            'its position in the evaluation order changes: it gets the priority of a traditional route instead of 0',
          ],
        },
      ],
      leftAlone: [],
      verifications: [{ uri, kind: 'not-verified', message: notVerified }],
    });
    assert.equal(
      applied(client.document(uri), client.edits[0]!.edit),
      text.replace('    expression: http.path ^= "/d"\n', '    paths:\n      - /d\n'),
    );
  });

  test('converts open documents as they are in the editor, and other files as they are on disk', async (context) => {
    const folder = temporaryFolder(context, {
      'kong.yaml': 'routes:\n  - paths: [/a]\n',
      'route.json': '{"paths": ["/a"], "strip_path": true}',
      'other.yaml': 'rules: []\n',
      'binary.yaml': new Uint8Array([0xff, 0xfe, 0]),
    });
    const onDisk = (name: string) => pathToFileURL(`${folder}/${name}`).href;
    const client = await clientOf(context);
    const open = client.open('open.yaml', text);
    const uris = [open, ...['kong.yaml', 'route.json', 'other.yaml', 'binary.yaml', 'none.yaml'].map(onDisk)];
    const summary = (await client.execute(convert, { uris, to: 'expressions' })) as {
      converted: { uri: string; route: string }[];
    };
    assert.deepEqual(
      summary.converted.map(({ uri, route }) => [uri, route]),
      [
        [open, 'plain'],
        [open, 'split'],
        [onDisk('kong.yaml'), 'routes[0]'],
        [onDisk('route.json'), 'the route'],
      ],
    );
    assert.equal(client.edits.length, 1, 'one edit, so that one undo takes it back');
    assert.deepEqual(
      (client.edits[0]!.edit.documentChanges as TextDocumentEdit[]).map(({ textDocument }) => textDocument),
      [
        { uri: open, version: 1 },
        { uri: onDisk('kong.yaml'), version: null },
        { uri: onDisk('route.json'), version: null },
      ],
    );
  });

  test('reports its progress', async (context) => {
    const client = await clientOf(context);
    const uris = ['a.yaml', 'b.yaml'].map((name) => client.open(name, text));
    await client.execute(convert, { uris, to: 'expressions' });
    assert.deepEqual(client.progress, [
      { kind: 'begin', title: 'Converting routes', percentage: 0, cancellable: true },
      { kind: 'report', percentage: 0, message: '0 of 2 files' },
      { kind: 'report', percentage: 50, message: '1 of 2 files' },
      { kind: 'end' },
    ]);
  });

  test('can be cancelled, and then nothing is changed', async (context) => {
    const client = await clientOf(context);
    client.cancelsProgress = true;
    const uri = client.open('a.yaml', text);
    const uris = [uri, ...Array.from({ length: 5_000 }, (_, i) => `file:///workspace/none-${i}.yaml`)];
    assert.deepEqual(await client.execute(convert, { uris, to: 'expressions' }), {
      applied: false,
      converted: [],
      leftAlone: [],
      verifications: [],
    });
    assert.deepEqual(client.edits, []);
    await client.until(() => client.progress.at(-1)?.kind === 'end', 'end of the progress');
  });

  test('a discarded edit is reported', async (context) => {
    const client = await clientOf(context);
    client.appliesEdits = false;
    const uri = client.open('a.yaml', text);
    const { applied } = (await client.execute(convert, { uris: [uri], to: 'expressions' })) as {
      applied: boolean;
    };
    assert.equal(applied, false);
  });

  test('where nothing can be converted, there is no edit', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', '_format_version: "3.0"\nroutes:\n  - name: empty\n');
    assert.deepEqual(await client.execute(convert, { uris: [uri], to: 'expressions' }), {
      applied: false,
      converted: [],
      leftAlone: [
        {
          uri,
          route: 'empty',
          reason:
            "Kong already rejects the route: must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'",
        },
      ],
      verifications: [],
    });
    assert.deepEqual(client.edits, []);
  });

  test('the setting of route_match_calculation decides the priority', async (context) => {
    const client = await clientOf(context, { settings: { routeMatchCalculation: 'strict' } });
    const uri = client.open('a.yaml', 'paths: [/a]\nstrip_path: true\n');
    await client.execute(convert, { uris: [uri], to: 'expressions' });
    const changed = applied(client.document(uri), client.edits[0]!.edit);
    assert.match(changed, /^priority: 4398046511106$/m);
  });

  test('another command is none of ours', async (context) => {
    const client = await clientOf(context);
    assert.equal(await client.execute('kongRoutes.other'), null);
  });
});

suite('kongRoutes/preview', () => {
  test('is the text converted, and what is shown as it is', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', text);
    assert.deepEqual(await client.request('kongRoutes/preview', { uri, to: 'expressions' }), {
      text: converted,
      leftAlone: [{ route: 'rejected', reason }],
      verification: { kind: 'not-verified', message: notVerified },
    });
  });

  test('is of the newest version', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', text);
    client.replace(uri, '/cc]', '/d]');
    const { text: now } = (await client.request('kongRoutes/preview', { uri, to: 'expressions' })) as {
      text: string;
    };
    assert.match(now, /http\.path \^= r#"\/b"# \|\| http\.path \^= r#"\/d"#/);
  });

  test('of a file that is not open is read from the disk', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': text });
    const client = await clientOf(context);
    const uri = pathToFileURL(`${folder}/a.yaml`).href;
    const { text: read } = (await client.request('kongRoutes/preview', { uri, to: 'expressions' })) as {
      text: string;
    };
    assert.equal(read, converted);
    assert.equal(await client.request('kongRoutes/preview', { uri: `${uri}.none`, to: 'expressions' }), null);
  });
});

suite('code lenses', () => {
  test('are above each route: the preview, and the possible conversion', async (context) => {
    const client = await clientOf(context);
    const uri = client.open(
      'a.yaml',
      `${text}  - name: mixed\n    expression: http.path ^= "/"\n    paths: [/]\n  - name: empty\n`,
    );
    const document = client.document(uri);
    const lenses = (await client.codeLenses(uri)).map(({ range, command }) => {
      assert.deepEqual(range.start, range.end);
      const line = document.getText({
        start: range.start,
        end: { line: range.start.line + 1, character: 0 },
      });
      return [line.trim(), command?.title, command?.command, ...(command?.arguments ?? [])];
    });
    const preview = (line: string) => [line, 'Preview in flavor …', 'kongRoutes.previewInFlavor', uri];
    const lens = (line: string, title: string, to: string) => [
      line,
      title,
      convert,
      { uris: [uri], to, at: client.rangeOf(uri, line).start },
    ];
    assert.deepEqual(lenses, [
      preview('name: plain'),
      lens('name: plain', 'Convert to expression', 'expressions'),
      preview('name: split'),
      lens('name: split', 'Convert to expression', 'expressions'),
      preview('name: rejected'),
      lens('name: rejected', 'Convert to expression', 'expressions'),
      preview('name: already'),
      lens('name: already', 'Convert to traditional fields', 'traditional'),
      preview('name: mixed'),
      preview('name: empty'),
    ]);
  });

  test('are not there where they are turned off, or where nothing is Kong’s', async (context) => {
    const client = await clientOf(context, { settings: { codeLens: false } });
    assert.deepEqual(await client.codeLenses(client.open('a.yaml', text)), []);
    const other = await clientOf(context);
    assert.deepEqual(await other.codeLenses(other.open('b.yaml', 'rules: []\n')), []);
  });
});

suite('inlay hints', () => {
  // A route that no Gateway accepts has no rank, and does not change the ranks of others.
  const routes = `_format_version: "3.0"
routes:
  - name: short
    paths: [/]
  - name: split
    paths: [/aaaa, /b]
  - name: host
    hosts: [a.io]
  - name: as-short
    paths: [/]
  - paths: [/aa]
  - name: empty
  - name: mixed
    paths: [/bb]
    expression: http.path == "/bb"
  - name: stream
    protocols: [tcp]
    destinations: [{port: 1}]
`;
  /** What is before each hint in its line, and the hint. */
  async function hintsOf(client: LanguageClient, uri: string) {
    const document = client.document(uri);
    return (await client.inlayHints(uri)).map(({ position, label, tooltip }) => {
      const before = document.getText({ start: { line: position.line, character: 0 }, end: position });
      return [before.trim(), label, tooltip];
    });
  }
  const one = (rank: number, of: number) =>
    `Position ${rank} of ${of} in the evaluation order. Routes with the same position are ordered by route id.`;

  test('show the position of each route in the evaluation order of its subsystem', async (context) => {
    const client = await clientOf(context);
    assert.deepEqual(await hintsOf(client, client.open('a.yaml', routes)), [
      ['- name: short', '#5 of 6', one(5, 6)],
      [
        '- name: split',
        '#2, #4 of 6',
        'Kong splits this route. Its parts have positions 2, 4 of 6 in the evaluation order.',
      ],
      ['- name: host', '#1 of 6', one(1, 6)],
      ['- name: as-short', '#5 of 6', one(5, 6)],
      ['- paths', '#3 of 6', one(3, 6)],
      ['- name: stream', '#1 of 1', one(1, 1)],
    ]);
  });

  test('an expression is evaluated before every route without one', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', `${routes}  - name: last\n    expression: http.path == "/x"\n`);
    const hints = await hintsOf(client, uri);
    assert.deepEqual(hints.at(-1), ['- name: last', '#1 of 7', one(1, 7)]);
  });

  test('follow the text', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', routes);
    await client.inlayHints(uri);
    client.replace(uri, 'hosts: [a.io]', 'paths: [/b]');
    const hints = await hintsOf(client, uri);
    assert.deepEqual(
      hints.map(([, label]) => label),
      ['#5 of 6', '#1, #3 of 6', '#3 of 6', '#5 of 6', '#2 of 6', '#1 of 1'],
    );
  });

  test('only those of the range that is asked for', async (context) => {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', routes);
    const hints = await client.inlayHints(uri, client.rangeOf(uri, 'hosts: [a.io]'));
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['#1 of 6'],
    );
  });

  test('are not there where they are turned off, nor under traditional, which has no such order', async (context) => {
    for (const settings of [{ inlayHints: false }, { routerFlavor: 'traditional' }]) {
      const client = await clientOf(context, { settings });
      assert.deepEqual(await client.inlayHints(client.open('a.yaml', routes)), []);
    }
  });
});

suite('the code lens of a conversion', () => {
  const table = `_format_version: "3.0"
routes:
  - name: orders
    paths: [/orders]
  - name: admin
    expression: http.path ^= "/orders" && http.headers.x_role == "admin"
    priority: 10
  - name: alone
    paths: [/alone]
`;

  /** What is shown once the conversion of a route is chosen. */
  async function shownFor(context: TestContext, route: string, to: string): Promise<string> {
    const client = await clientOf(context);
    const uri = client.open('a.yaml', table);
    const at = client.rangeOf(uri, `name: ${route}`).start;
    await client.execute(convert, { uris: [uri], to, at });
    await client.until(() => client.shown.length > 0, 'a message');
    const [{ type, message }, ...others] = client.shown as [ShowMessageParams, ...ShowMessageParams[]];
    assert.deepEqual(others, []);
    return `${type} ${message}`;
  }

  test('says a request that goes elsewhere', async (context) => {
    const message = await shownFor(context, 'orders', 'expressions');
    assert.match(message, /^2 After the conversion some requests go elsewhere\. Proof: .*x-role: admin/);
  });

  test('says that every request goes to the same route', async (context) => {
    const message = await shownFor(context, 'alone', 'expressions');
    assert.match(message, /^3 Verified: every request goes to the same route.*\.$/);
  });

  test('says why a route is refused', async (context) => {
    const message = await shownFor(context, 'admin', 'traditional');
    assert.match(message, /^3 Route `admin` was not converted: .*http\.headers\.x_role.*\.$/);
  });
});
