import assert from 'node:assert/strict';
import { after, before, suite, type TestContext, test } from 'node:test';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { type ClientOptions, LanguageClient, modernCapabilities } from '../support/language-client.js';

const mixed = `_format_version: "3.0"
routes:
  - name: orders
    expression: http.path ^= "/orders"
    paths: [/orders]
`;

async function start(context: TestContext, options: ClientOptions = {}): Promise<LanguageClient> {
  const client = await LanguageClient.start(options);
  context.after(() => client.kill());
  return client;
}

suite('problems of an open document', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start();
  });
  after(() => client.kill());

  const codesOf = async (uri: string, version?: number) =>
    (await client.diagnostics(uri, version)).diagnostics.map(({ code }) => code);

  test('are published with everything that an editor shows', async () => {
    const uri = client.open('mixed.yaml', mixed);
    assert.deepEqual(await client.diagnostics(uri, 1), {
      uri,
      version: 1,
      diagnostics: [
        {
          range: { start: { line: 4, character: 4 }, end: { line: 4, character: 9 } },
          severity: DiagnosticSeverity.Error,
          code: 'mixed-route',
          codeDescription: {
            href: 'https://github.com/kong-routes/kong-routes/blob/main/docs/problems.md#mixed-route',
          },
          source: 'kong-routes',
          message:
            "A route has either an `expression` or `paths`, not both. Kong: cannot set 'expression' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously",
          relatedInformation: [
            {
              location: {
                uri,
                range: { start: { line: 3, character: 4 }, end: { line: 3, character: 14 } },
              },
              message: 'The expression of the same route.',
            },
          ],
        },
      ],
    });
  });

  test('follow an edit, with its version, and the place of what is below it', async () => {
    const uri = client.open('edited.yaml', mixed);
    await client.diagnostics(uri, 1);
    const above = client.replace(uri, 'routes:\n', '# A line more.\nroutes:\n');
    assert.deepEqual(
      (await client.diagnostics(uri, above)).diagnostics.map(({ range, relatedInformation }) => [
        range.start.line,
        relatedInformation?.[0]?.location.range.start.line,
      ]),
      [[5, 4]],
    );
    const fixed = client.replace(uri, '    paths: [/orders]\n', '');
    assert.deepEqual(await codesOf(uri, fixed), []);
    const broken = client.replace(uri, '^=', '=');
    assert.deepEqual(await codesOf(uri, broken), ['expression-unknown-operator']);
  });

  test('are the same after a change of the whole text', async () => {
    const uri = client.open('whole.yaml', '');
    assert.deepEqual(await codesOf(uri, 1), []);
    assert.deepEqual(await codesOf(uri, client.change(uri, { text: mixed })), ['mixed-route']);
  });

  test('are gone when it is closed, and there again when it is opened again', async () => {
    const uri = client.open('closed.yaml', mixed);
    await client.diagnostics(uri, 1);
    const cleared = client.diagnostics(uri);
    client.close(uri);
    assert.deepEqual(await cleared, { uri, diagnostics: [] });
    const again = client.diagnostics(uri);
    client.open('closed.yaml', mixed);
    assert.equal((await again).diagnostics.length, 1);
  });

  test('are those of the last version, which arrive last, however fast it is edited', async () => {
    const uri = client.open('rapid.yaml', mixed);
    let version = 1;
    const numbers = Array.from({ length: 200 }, (_, i) => String(i));
    for (const number of numbers) {
      version = client.change(uri, {
        text: `${mixed}  - name: "${number}"\n    expression: http.path = "/${number}"\n`,
      });
    }
    const last = await client.diagnostics(uri, version);
    assert.deepEqual(
      last.diagnostics.map(({ code }) => code),
      ['mixed-route', 'expression-unknown-operator'],
    );
    // What is answered now was sent after everything that the edits brought about.
    await client.hover(uri, '^=');
    const versions = client.published
      .filter((params) => params.uri === uri)
      .map((params) => params.version ?? 0);
    assert.deepEqual(
      versions,
      versions.toSorted((a, b) => a - b),
    );
    assert.equal(versions.at(-1), version);
  });

  test('are those of each of two documents, edited in turn', async () => {
    const one = client.open('one.yaml', mixed);
    const two = client.open('two.yaml', mixed.replace('paths: [/orders]', 'hosts: [a.io]'));
    const fixed = client.replace(one, '    paths: [/orders]\n', '');
    const broken = client.replace(two, '^=', '=');
    assert.deepEqual(await codesOf(one, fixed), []);
    assert.deepEqual(await codesOf(two, broken), ['expression-unknown-operator', 'mixed-route']);
  });

  test('are those of JSON if the editor says so, whatever the name of the file is', async () => {
    const text = '{"name": "a", "expression": "http.path = \\"/a\\"",}';
    assert.deepEqual(await codesOf(client.open('a', text, 'json'), 1), ['document-syntax']);
    assert.deepEqual(await codesOf(client.open('a.json', text, 'yaml'), 1), ['expression-unknown-operator']);
  });
});

suite('malformed documents', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start();
  });
  after(() => client.kill());

  const head = '_format_version: "3.0"\nroutes:\n';
  const texts: Readonly<Record<string, string>> = {
    empty: '',
    'a NUL': '\0',
    'only a mark': '\ufeff',
    'an unclosed list': `${head}  - paths: [/a\n`,
    'an unclosed quote': `${head}  - expression: "http.path\n  - paths: [/b]\n`,
    'a key alone': `${head}  - expression\n`,
    'tabs as indentation': `${head}\t- paths: [/a]\n`,
    'routes that are none': '_format_version: "3.0"\nroutes: 5\nservices: {a: b}\n',
    'values of every wrong type': `${head}  - {name: [], expression: {}, paths: 5, hosts: {a: b}, headers: [], priority: [], protocols: {}, sources: x, methods: true, snis: null}\n  - 5\n  - null\n  - []\n`,
    'an alias to nothing': `${head}  - *nothing\n`,
    'an alias into itself': `${head}  - &a\n    paths: [/a]\n    headers: *a\n`,
    'merged with itself': `${head}  - &a\n    <<: *a\n    paths: [/a]\n`,
    'deep nesting': `${head}  - paths: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
    'lone surrogates': `${head}  - expression: http.path == "\ud800"\n`,
    'a bell and other controls': `${head}  - expression: "http.path == \\"\u0007\\""\n`,
    'many documents': `${`---\n${head}  - expression: http.path = "/a"\n`.repeat(50)}`,
    'a wrong token in an expression, very long': `${head}  - expression: '${'http.path == "/a" || '.repeat(20_000)}'\n`,
    'half a JSON': '{"_format_version": "3.0", "routes": [{"expression": "http.pa',
  };
  for (const [what, text] of Object.entries(texts)) {
    test(`${what}: the server answers and lives`, async () => {
      const uri = client.open(`${what}.yaml`, text);
      await client.diagnostics(uri, 1);
      const json = client.open(`${what}.json`, text);
      await client.diagnostics(json, 1);
      assert.deepEqual(client.log, []);
    });
  }

  test('after all of them it still reports', async () => {
    const uri = client.open('last.yaml', mixed);
    assert.equal((await client.diagnostics(uri, 1)).diagnostics.length, 1);
  });
});

suite('settings', () => {
  const codes = (client: LanguageClient, uri: string) =>
    client.published.findLast((params) => params.uri === uri)?.diagnostics.map(({ code }) => code);
  const wait = (client: LanguageClient, uri: string, expected: string[]) =>
    client.until(
      () => String(codes(client, uri)) === String(expected),
      `[${expected}], only [${codes(client, uri)}]`,
    );

  test('are asked for, of each document, and asked for again when they change', async (context) => {
    const client = await start(context, { settings: { routerFlavor: 'traditional', gatewayVersion: '3.9' } });
    await client.until(
      () => client.registered.includes('workspace/didChangeConfiguration'),
      'a registration',
    );
    const uri = client.open('a.yaml', mixed);
    await wait(client, uri, ['expression-in-flavor']);
    assert.deepEqual(client.askedFor, [`kongRoutes ${uri}`]);

    client.settings = { routerFlavor: 'expressions', gatewayVersion: '3.6' };
    client.tellSettings();
    await wait(client, uri, ['field-in-flavor']);
    client.settings = { routerFlavor: 'auto' };
    client.tellSettings();
    await wait(client, uri, ['mixed-route']);
    const version = client.replace(uri, '^=', '=');
    await client.diagnostics(uri, version);
    assert.equal(client.askedFor.length, 3, 'not for every version');
  });

  test('that make no sense are the default ones', async (context) => {
    const client = await start(context, { settings: { routerFlavor: 'atc', gatewayVersion: 39 } });
    const uri = client.open('a.yaml', mixed);
    await wait(client, uri, ['mixed-route']);
    client.settings = 'nonsense';
    client.tellSettings();
    const two = client.open('b.yaml', mixed);
    await wait(client, two, ['mixed-route']);
  });

  test('of a client that fails to answer are the default ones', async (context) => {
    const client = await start(context, { settings: new Error('no settings today') });
    const uri = client.open('a.yaml', mixed);
    await wait(client, uri, ['mixed-route']);
    assert.notEqual(await client.hover(uri, 'orders\n'), null);
  });

  test('of a client that cannot be asked are the default ones, until it sends them', async (context) => {
    const client = await start(context, { capabilities: {}, settings: { routerFlavor: 'traditional' } });
    const uri = client.open('a.yaml', mixed);
    await wait(client, uri, ['mixed-route']);
    client.tellSettings({ kongRoutes: { routerFlavor: 'expressions', gatewayVersion: '3.6' } });
    await wait(client, uri, ['field-in-flavor']);
    client.tellSettings({});
    await wait(client, uri, ['mixed-route']);
    assert.deepEqual(client.askedFor, []);
    assert.deepEqual(client.registered, []);
  });

  test('are asked for only if the client can be asked', async (context) => {
    const client = await start(context, {
      capabilities: { workspace: { ...modernCapabilities.workspace, configuration: false } },
    });
    const uri = client.open('a.yaml', mixed);
    await wait(client, uri, ['mixed-route']);
    assert.deepEqual(client.askedFor, []);
  });
});

suite('a file of 10,000 routes', () => {
  const routes = Array.from(
    { length: 10_000 },
    (_, i) =>
      `      - name: route-${i}\n        expression: http.path ^= "/${i}" && http.method ${i % 1000 === 0 ? '=' : '=='} "GET"\n`,
  );
  const big = `_format_version: "3.0"\nservices:\n  - name: big\n    routes:\n${routes.join('')}`;

  test('is checked while one hover after the other is answered', async (context) => {
    const client = await start(context);
    // So much that the check takes many slices on a fast machine too.
    const more = Array.from(
      { length: 8 },
      (_, i) => ` && (any(http.queries.q${i}) == "${i}" || net.src.ip in 10.${i}.0.0/16)`,
    );
    const uri = client.open('big.yaml', big.replaceAll(/("GET")/g, `$1${more.join('')}`));
    let answered = 0;
    while (client.published.length === 0) {
      assert.ok(await client.hover(uri, 'route-9999'));
      answered++;
    }
    // The first may come before the check, the last after it; a check in one piece would let no other pass.
    assert.ok(answered > 3, `${answered} hovers`);
    assert.equal((await client.diagnostics(uri, 1)).diagnostics.length, 10);
  });

  test('an edit of one route is followed by the problems of all, and stops the check of the text before', async (context) => {
    const client = await start(context);
    const uri = client.open('big.yaml', big);
    const version = client.replace(uri, '/5000"', '/five-thousand');
    const { diagnostics } = await client.diagnostics(uri, version);
    assert.deepEqual(diagnostics.map(({ code, range }) => `${range.start.line} ${code}`).slice(4, 7), [
      '8005 expression-unknown-operator',
      '10005 expression-syntax',
      '12005 expression-unknown-operator',
    ]);
    assert.deepEqual(
      client.published.map((params) => params.version),
      [version],
    );
  });
});
