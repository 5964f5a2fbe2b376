import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, FileChangeType, type MarkupContent, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LanguageClient, modernCapabilities } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

async function start(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  capabilities = modernCapabilities,
) {
  const folder = temporaryFolder(context, files);
  const client = await LanguageClient.start({ folders: [folder], capabilities });
  context.after(() => client.kill());
  return { folder, client, uriOf: (path: string) => pathToFileURL(join(folder, path)).href };
}

const last = (client: LanguageClient, uri: string) =>
  client.published.findLast((params) => params.uri === uri);

const codes = (client: LanguageClient, uri: string) => last(client, uri)?.diagnostics.map(({ code }) => code);

const reports = (client: LanguageClient, uri: string, ...expected: string[]) =>
  client.until(
    () => codes(client, uri) !== undefined && String(codes(client, uri)) === String(expected),
    `[${expected}] of ${uri}`,
  );

const deployment = (name: string, flavor: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: proxy-kong-${name}
  namespace: kong
spec:
  replicas: 2
  selector: { matchLabels: { app: proxy-kong, variant: ${name} } }
  template:
    metadata: { labels: { app: proxy-kong, variant: ${name} } }
    spec:
      containers:
        - name: proxy
          image: kong:3.9
          env:
            - name: KONG_DATABASE
              value: "off"
            - name: KONG_ROUTER_FLAVOR
              value: ${flavor}
`;

/** One controller, and what it finds by the Service of the Admin API. */
const controller = `apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress-kong, namespace: kong }
spec:
  selector: { matchLabels: { app: ingress-kong } }
  template:
    metadata: { labels: { app: ingress-kong } }
    spec:
      containers:
        - name: ingress-controller
          image: kong/kubernetes-ingress-controller:3.5
          env:
            - { name: CONTROLLER_KONG_ADMIN_SVC, value: kong/kong-admin }
---
apiVersion: v1
kind: Service
metadata: { name: kong-admin, namespace: kong }
spec:
  clusterIP: None
  selector: { app: proxy-kong }
  ports: [{ name: admin, port: 8444 }]
`;

suite('gateways that do not agree', () => {
  const files = {
    'controller.yaml': controller,
    'a.yaml': deployment('a', 'expressions'),
    'b.yaml': deployment('b', 'traditional_compatible'),
  };

  test('each points at the other, in whichever file that is', async (context) => {
    const { folder, client, uriOf } = await start(context, files);
    const uri = client.openFile(join(folder, 'a.yaml'));
    const { diagnostics } = await client.diagnostics(uri, 1);
    assert.equal(diagnostics.length, 1);
    const [{ code, severity, range, relatedInformation, codeDescription } = {}] = diagnostics as [
      (typeof diagnostics)[number],
    ];
    assert.equal(code, 'gateways-disagree');
    assert.equal(severity, DiagnosticSeverity.Warning);
    assert.match(String(codeDescription?.href), /problems\.md#gateways-disagree$/);
    assert.deepEqual(range, client.rangeOf(uri, 'expressions'));
    assert.deepEqual(relatedInformation, [
      {
        location: {
          uri: uriOf('b.yaml'),
          range: { start: { line: 18, character: 21 }, end: { line: 18, character: 43 } },
        },
        message: 'Deployment `proxy-kong-b` runs `traditional_compatible`.',
      },
    ]);
  });

  test('follow the other file, as it is typed, as it is saved, and as it is closed without', async (context) => {
    const { folder, client } = await start(context, files);
    const a = client.openFile(join(folder, 'a.yaml'));
    await reports(client, a, 'gateways-disagree');
    const b = client.openFile(join(folder, 'b.yaml'));
    await reports(client, b, 'gateways-disagree');
    client.replace(b, 'value: traditional_compatible', 'value: expressions');
    await reports(client, a);
    await reports(client, b);
    client.close(b);
    await reports(client, a, 'gateways-disagree');
    const path = join(folder, 'b.yaml');
    writeFileSync(path, deployment('b', 'expressions'));
    client.tellChanged(path, FileChangeType.Changed);
    await reports(client, a);
  });

  test('the fix sets the flavor that the other has', async (context) => {
    const { folder, client } = await start(context, files);
    const a = client.openFile(join(folder, 'a.yaml'));
    await reports(client, a, 'gateways-disagree');
    const actions = await client.codeActions(a, 'expressions');
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Set the router flavor to `traditional_compatible`, as in Deployment `proxy-kong-b`'],
    );
    assert.deepEqual(
      actions[0]!.diagnostics?.map(({ code }) => code),
      ['gateways-disagree'],
    );
    client.change(
      a,
      ...actions[0]!.edit!.changes![a]!.map(({ range, newText }) => ({ range, text: newText })),
    );
    await reports(client, a);
  });

  test('the setting of one leads to the others', async (context) => {
    const { folder, client, uriOf } = await start(context, files);
    const a = client.openFile(join(folder, 'a.yaml'));
    await reports(client, a, 'gateways-disagree');
    const found = await client.references(a, 'expressions');
    assert.deepEqual(
      found.map(({ uri, range }) => [uri, range.start.line]),
      [[uriOf('b.yaml'), 18]],
    );
  });
});

suite('a setting by itself', () => {
  const conf = 'database = off\n# the router\nrouter_flavor = traditional_compat\n';

  test('in a file that an editor treats as plain text', async (context) => {
    const { folder, client } = await start(context, { 'kong.conf': conf });
    const uri = client.openFile(join(folder, 'kong.conf'), 'properties');
    const { diagnostics } = await client.diagnostics(uri, 1);
    assert.deepEqual(
      diagnostics.map(({ code, severity, message }) => ({ code, severity, message })),
      [
        {
          code: 'flavor-unknown',
          severity: DiagnosticSeverity.Error,
          message:
            "Kong does not start with this router flavor: write `traditional_compatible`. Kong: router_flavor has an invalid value: 'traditional_compat' (traditional, traditional_compatible, expressions)",
        },
      ],
    );
    const [fix] = await client.codeActions(uri, 'traditional_compat');
    assert.equal(fix?.isPreferred, true);
    const edits = fix!.edit!.changes![uri] as TextEdit[];
    assert.equal(TextDocument.applyEdits(client.document(uri), edits), conf.replace('compat', 'compatible'));
    // What is typed is judged as it is typed.
    const version = client.replace(uri, 'traditional_compat', 'atc');
    const next = await client.diagnostics(uri, version);
    assert.match(String(next.diagnostics[0]!.message), /write `expressions`/);
  });

  test('hover, completion and definition', async (context) => {
    const files = {
      'compose.yaml': `services:
  kong:
    image: kong:3.9.1
    environment:
      KONG_DATABASE: "off"
      KONG_DECLARATIVE_CONFIG: /kong.yaml
      KONG_ROUTER_FLAVOR: \${FLAVOR}
    volumes: ["./kong.yaml:/kong.yaml"]
`,
      '.env': 'FLAVOR=expressions\n',
      'kong.yaml': '_format_version: "3.0"\nroutes:\n  - name: orders\n    paths: [/orders]\n',
    };
    const { folder, client, uriOf } = await start(context, files);
    const compose = client.openFile(join(folder, 'compose.yaml'), 'dockercompose');
    await reports(client, compose);
    const hover = await client.hover(compose, '${FLAVOR}', 3);
    assert.match(
      (hover!.contents as MarkupContent).value,
      /^`KONG_ROUTER_FLAVOR: expressions` · value from \[\.env:1\][\s\S]* · Gateway 3\.9\.1 · routes in \[kong\.yaml\]/,
    );
    assert.deepEqual(await client.definition(compose, '${FLAVOR}'), [
      { uri: uriOf('.env'), range: { start: { line: 0, character: 7 }, end: { line: 0, character: 18 } } },
    ]);
    const env = client.openFile(join(folder, '.env'), 'dotenv');
    await reports(client, env);
    assert.deepEqual(await client.definition(env, 'expressions'), [
      {
        uri: uriOf('kong.yaml'),
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } },
      },
    ]);
    client.replace(env, 'expressions', '');
    const items = await client.completion(env, 'FLAVOR=', '=');
    assert.deepEqual(
      items.map(({ label }) => label),
      ['traditional_compatible', 'expressions', 'traditional'],
    );
    assert.deepEqual((items[1]!.textEdit as TextEdit).range, {
      start: { line: 0, character: 7 },
      end: { line: 0, character: 7 },
    });
    // The key, where one is missing, as the editor can fill it in.
    client.replace(compose, '      KONG_ROUTER_FLAVOR: ${FLAVOR}\n', '      KONG_R\n');
    const [key, ...rest] = await client.completion(compose, 'KONG_R');
    assert.deepEqual(rest, []);
    assert.equal((key!.textEdit as TextEdit).newText, 'KONG_ROUTER_FLAVOR: ');
  });

  test('opened with what was not saved', async (context) => {
    const { folder, client } = await start(context, { 'kong.conf': conf.replace('compat', 'compatible') });
    // Waits until the file on the disk is known.
    const other = client.open('other.yaml', 'a: 1\n');
    await reports(client, other);
    const uri = client.openFile(join(folder, 'kong.conf'), 'properties', conf);
    await reports(client, uri, 'flavor-unknown');
  });

  test('of a file that is in no workspace folder', async (context) => {
    const folder = temporaryFolder(context, { 'kong.conf': conf });
    const client = await LanguageClient.start();
    context.after(() => client.kill());
    const uri = client.openFile(join(folder, 'kong.conf'), 'ini');
    await reports(client, uri, 'flavor-unknown');
  });
});

suite('routes that several gateways read', () => {
  const service = (name: string, flavor: string) =>
    `  ${name}:\n    image: kong:3.9.1\n    environment: { KONG_DATABASE: "off", KONG_DECLARATIVE_CONFIG: /k.yaml, KONG_ROUTER_FLAVOR: ${flavor} }\n    volumes: ["./kong.yaml:/k.yaml"]\n`;
  const files = {
    'compose.yaml': `services:\n${service('blue', 'traditional_compatible')}${service('green', 'traditional')}`,
    'kong.yaml':
      '_format_version: "3.0"\nroutes:\n  - name: host\n    hosts: [example.com]\n  # kong-routes-ignore route-outranked\n  - name: method\n    methods: [GET]\n    paths: [/x]\n',
  };

  test('what another one makes of them stays while they are typed, and is looked at again in a pause', async (context) => {
    const { folder, client } = await start(context, files);
    const uri = client.openFile(join(folder, 'kong.yaml'));
    await reports(client, uri, 'route-reordered', 'route-reordered');
    const version = client.replace(uri, 'name: method', 'name: methods');
    const { diagnostics } = await client.diagnostics(uri, version);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['route-reordered'],
      'of the route that was not touched',
    );
    await reports(client, uri, 'route-reordered', 'route-reordered');
    client.replace(uri, '    methods: [GET]\n', '');
    await reports(client, uri);
  });

  test('follow the settings', async (context) => {
    const { folder, client } = await start(context, files);
    const uri = client.openFile(join(folder, 'kong.yaml'));
    await reports(client, uri, 'route-reordered', 'route-reordered');
    const path = join(folder, 'compose.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('traditional }', 'traditional_compatible }'));
    client.tellChanged(path, FileChangeType.Changed);
    await reports(client, uri);
  });
});
