import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ClientCapabilities, TextDocumentEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ApplyPlanSummary, PlanResult, PlanTablesResult } from '../../server/protocol/index.js';
import { LanguageClient, modernCapabilities } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

const compose = `services:
  kong:
    image: kong:3.9.1
    environment:
      KONG_DATABASE: "off"
      KONG_DECLARATIVE_CONFIG: /kong.yml
      KONG_ROUTER_FLAVOR: expressions
    volumes:
      - ./kong.yml:/kong.yml:ro
`;
const routes = `_format_version: "3.0"
routes:
  - name: plain
    expression: http.path ^= "/a" # kept
  - name: no-form
    expression: '!(http.path == "/<b>")'
`;

const capabilities: ClientCapabilities = {
  window: { workDoneProgress: true },
  workspace: {
    ...modernCapabilities.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};

async function start(
  context: TestContext,
): Promise<{ client: LanguageClient; folder: string; root: string }> {
  const root = temporaryFolder(context, { 'compose.yaml': compose, 'kong.yml': routes });
  const folder = pathToFileURL(root).href;
  const client = await LanguageClient.start({ capabilities, folders: [root] });
  context.after(() => client.kill());
  return { client, folder, root };
}

const plan = 'kongRoutes/planFlavorChange';

suite('kongRoutes/planFlavorChange', () => {
  test('answers with a page and its Markdown', async (context) => {
    const { client, folder } = await start(context);
    const result = (await client.request(plan, {
      folder,
      from: null,
      to: 'traditional_compatible',
    })) as PlanResult;
    assert.equal(result.refused, null);
    const { title, body, style, markdown, changes, decisions } = result.page!;
    assert.equal(title, 'Router flavor: expressions@3.9.1 to traditional_compatible@3.9.1');
    assert.match(body, /^<h1>Router flavor: <code>expressions@3\.9\.1<\/code>/);
    assert.ok(body.includes(`href="${folder}/kong.yml#L5,11"`), 'links are addresses of places');
    assert.ok(body.includes('&lt;b&gt;'));
    assert.doesNotMatch(body, /<b>|<script|style=/);
    assert.match(style, /--vscode-editor-background/);
    assert.match(markdown, /^# Router flavor: `expressions@3\.9\.1` to `traditional_compatible@3\.9\.1`\n/);
    assert.ok(markdown.includes('](kong.yml#L5)'), 'links are paths from the folder');
    assert.deepEqual({ changes, decisions }, { changes: 2, decisions: 1 });
    assert.deepEqual(
      client.progress.map(({ kind }) => kind),
      ['begin', 'report', 'end'],
    );
  });

  test('is about what is in the editor, saved or not', async (context) => {
    const { client, folder, root } = await start(context);
    const uri = client.openFile(`${root}/kong.yml`);
    client.change(uri, { text: '_format_version: "3.0"\nroutes:\n  - name: a\n    paths: [/a]\n' });
    const target = { folder, from: null, to: 'traditional_compatible' };
    const { page } = (await client.request(plan, target)) as PlanResult;
    assert.deepEqual({ changes: page!.changes, decisions: page!.decisions }, { changes: 1, decisions: 0 });
  });

  test('says in one line why there is no plan', async (context) => {
    const { client, folder } = await start(context);
    const ask = async (from: string | null, to: string) =>
      ((await client.request(plan, { folder, from, to })) as PlanResult).refused;
    assert.match((await ask(null, 'expression'))!, /^'expression' is not a router flavor: /);
    assert.equal(
      await ask('traditional', 'expressions'),
      'no Gateway in this folder runs traditional: expressions (compose.yaml:7)',
    );
  });

  test('can be cancelled', async (context) => {
    const { client, folder } = await start(context);
    client.cancelsProgress = true;
    assert.equal(await client.request(plan, { folder, from: null, to: 'traditional_compatible' }), null);
  });
});

suite('kongRoutes/runningFlavors', () => {
  test('reports what the gateways run', async (context) => {
    const { client, folder } = await start(context);
    assert.deepEqual(await client.request('kongRoutes/runningFlavors', { folder }), [
      { flavor: 'expressions', gateways: ['kong'], place: 'compose.yaml:7' },
    ]);
  });
});

suite('kongRoutes/planTables', () => {
  test('answers with the routes in both forms', async (context) => {
    const { client, folder } = await start(context);
    const target = { folder, from: null, to: 'traditional_compatible' };
    const { tables } = (await client.request('kongRoutes/planTables', target)) as PlanTablesResult;
    assert.deepEqual(
      tables.map(({ path, refused }) => ({ path, refused })),
      [
        { path: 'expressions/kong.yml', refused: [] },
        { path: 'traditional_compatible/kong.yml', refused: ['no-form'] },
      ],
    );
    assert.equal(tables[0]!.text, routes);
  });
});

suite('kongRoutes.applyPlan', () => {
  test('writes conversions and settings through one edit, each an entry to be confirmed', async (context) => {
    const { client, folder, root } = await start(context);
    client.openFile(`${root}/compose.yaml`);
    const target = { folder, from: null, to: 'traditional_compatible' };
    const held = (await client.execute('kongRoutes.applyPlan', target)) as ApplyPlanSummary;
    assert.deepEqual([held.applied, held.changes, held.left.length, client.edits.length], [false, 0, 1, 0]);
    const forced = { ...target, force: true };
    const summary = (await client.execute('kongRoutes.applyPlan', forced)) as ApplyPlanSummary;
    assert.deepEqual(summary, {
      applied: true,
      changes: 2,
      left: [
        'kong.yml:5: Route `no-form` cannot be written in a form that the new router accepts: `!(http.path == "/<b>")` cannot be written as a traditional field',
      ],
    });
    const [{ label, edit }, ...others] = client.edits as [(typeof client.edits)[0]];
    assert.deepEqual(others, []);
    assert.equal(label, 'Router flavor: expressions@3.9.1 to traditional_compatible@3.9.1');
    const changes = edit.documentChanges as TextDocumentEdit[];
    assert.deepEqual(
      changes.map(({ textDocument }) => textDocument),
      [
        { uri: `${folder}/kong.yml`, version: null },
        { uri: `${folder}/compose.yaml`, version: 1 },
      ],
    );
    const applied = changes.map(({ textDocument: { uri }, edits }) => {
      const text = readFileSync(new URL(uri), 'utf8');
      return TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), edits as never);
    });
    assert.deepEqual(applied, [
      routes.replace('    expression: http.path ^= "/a" # kept', '    # kept\n    paths:\n      - /a'),
      compose.replace('FLAVOR: expressions', 'FLAVOR: traditional_compatible'),
    ]);
    assert.deepEqual(Object.values(edit.changeAnnotations ?? {}), [
      {
        label: 'Route plain',
        needsConfirmation: true,
        description:
          'becomes traditional fields; its position in the evaluation order changes: it gets the priority of a traditional route instead of 0',
      },
      {
        label: 'Router flavor of kong',
        needsConfirmation: true,
        description: 'expressions → traditional_compatible',
      },
    ]);
    assert.equal(readFileSync(`${root}/kong.yml`, 'utf8'), routes, 'the editor writes, not the server');
  });
});
