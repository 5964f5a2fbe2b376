import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { ask } from '../../client/ask.js';
import type { RunningResult, ValidateResult } from '../../server/protocol/index.js';
import { AdminApi, storedRoute } from '../support/admin-api.js';
import { expectGolden } from '../support/golden.js';
import { LanguageClient, modernCapabilities } from '../support/language-client.js';

const yaml = `_format_version: "3.0"
routes:
  - name: same
    paths: [/same]
  - name: "*other*"
    paths: [/new]
  - name: refused
    paths: [/a//b]
  - name: open
    paths: ["{{ path }}"]
  - name: crashes
    expression: net.src.ip not  in 10.0.0.0/8
`;

const routes = [
  storedRoute({ id: '1', name: 'same', paths: ['/same'] }),
  storedRoute({ id: '2', name: '*other*', paths: ['/old'] }),
  storedRoute({ id: '3', name: '[x](http://elsewhere)', paths: ['/x'] }),
];

suite('running gateways', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start({
      capabilities: { ...modernCapabilities, window: { workDoneProgress: true } },
      initializationOptions: { asksAdminApis: true },
    });
    uri = client.open('running.yaml', yaml);
  });
  after(() => client.kill());

  const compare = (uri: string | null, nodes: readonly object[]) =>
    client.request('kongRoutes/compareWithRunning', { uri, nodes }) as Promise<RunningResult | null>;

  const validate = (at: string, nodes: readonly object[]) =>
    client.request('kongRoutes/validateOnRunning', {
      uri,
      position: client.rangeOf(uri, at).start,
      nodes,
    }) as Promise<ValidateResult | null>;

  test('next to a document: a page with links to the places', async (context) => {
    const api = await AdminApi.start(context, {
      flavor: 'expressions',
      routes,
      verdict: ({ name }) => (name === 'refused' ? { paths: ['must not have empty segments'] } : null),
    });
    const result = await compare(uri, [{ address: api.address }]);
    assert.ok(result);
    expectGolden('protocol/running.md', result.markdown.replaceAll(api.address, 'http://admin:8001'));
    assert.equal(result.report.agrees, false);
    const [node] = result.report.nodes;
    const different = node!.findings.find(({ kind }) => kind === 'different');
    assert.deepEqual(different?.place, {
      file: uri,
      range: { start: { line: 5, character: 4 }, end: { line: 5, character: 9 } },
    });
    assert.equal(client.document(uri).getText(different.place.range), 'paths');
  });

  test('next to the text that is open, not the file that was saved', async (context) => {
    const api = await AdminApi.start(context, { routes: [storedRoute({ name: 'a', paths: ['/b'] })] });
    const uri = client.open('edited.yaml', '_format_version: "3.0"\nroutes: [{name: a, paths: [/a]}]\n');
    const nodes = [{ address: api.address }];
    assert.equal((await compare(uri, nodes))?.report.agrees, false);
    client.replace(uri, '/a', '/b');
    assert.deepEqual((await compare(uri, nodes))?.markdown.split('\n\n').slice(0, 2), [
      '# Running Gateways',
      '**The Gateway has the routes of edited.yaml.**',
    ]);
  });

  test('without a file, with each other', async (context) => {
    const one = await AdminApi.start(context, { routes: [storedRoute({ name: 'a' })] });
    const other = await AdminApi.start(context);
    const result = await compare(null, [{ address: one.address }, { address: other.address }]);
    assert.deepEqual(
      result?.report.nodes.map(({ findings }) =>
        findings.map(({ kind, route, place }) => [kind, route, place]),
      ),
      [[], [['missing', 'a', null]]],
    );
  });

  test('alone, where the document is not Kong’s', async (context) => {
    const api = await AdminApi.start(context, { routes });
    const uri = client.open('other.yaml', 'a: 1\n');
    const result = await compare(uri, [{ address: api.address }]);
    assert.match(result!.markdown, /\*\*The Gateway answers\.\*\*/);
  });

  test('are offered at a route where addresses are set, and only there', async (context) => {
    const uri = client.open('offered.yaml', yaml);
    const offered = async () =>
      (await client.codeActions(uri, 'paths: [/same]')).filter(({ command }) =>
        command?.command.startsWith('kongRoutes.validateRoute'),
      );
    assert.deepEqual(await offered(), []);
    context.after(() => {
      client.settings = null;
      client.tellSettings();
    });
    client.settings = { adminApi: ['http://localhost:8001'] };
    client.tellSettings();
    const title = 'Validate this route on the running Gateway';
    assert.deepEqual(await offered(), [
      {
        title,
        command: {
          title,
          command: 'kongRoutes.validateRouteOnRunningGateway',
          arguments: [{ uri, position: client.rangeOf(uri, 'name: same').start }],
        },
      },
    ]);
  });

  test('of a document that is not there', async () => {
    assert.equal(await compare('file:///nowhere.yaml', []), null);
  });

  test('nothing is asked but by the request', async (context) => {
    const api = await AdminApi.start(context);
    client.settings = { adminApi: [api.address] };
    client.tellSettings();
    const uri = client.open('quiet.yaml', yaml);
    await client.diagnostics(uri, 1);
    await client.codeActions(uri, 'paths: [/same]');
    await client.hover(uri, 'paths: [/same]');
    client.settings = null;
    client.tellSettings();
    assert.deepEqual(api.asked, []);
  });

  suite('tokens', () => {
    test('come to the node, and into no message', async (context) => {
      const api = await AdminApi.start(context, { token: 'a-very-secret-token' });
      client.tokens.set(api.address, 'a-very-secret-token');
      const trace = await client.trace();
      const result = await compare(null, [{ address: api.address }]);
      assert.equal(result?.report.nodes[0]?.failure, null);
      assert.equal(api.requests[0]?.headers['kong-admin-token'], 'a-very-secret-token');
      const written = trace.join('\n');
      assert.match(written, /kongRoutes\/ask/, 'the trace is there');
      assert.doesNotMatch(written, /a-very-secret-token/);
    });

    test('go to their own address only', async (context) => {
      const api = await AdminApi.start(context, { token: 't' });
      client.tokens.set('http://localhost:1', 't');
      const result = await compare(null, [{ address: api.address }]);
      assert.deepEqual(result?.report.nodes[0]?.failure, {
        kind: 'unauthorized',
        message: 'requires a token (401): Invalid credentials. Token or User credentials required',
      });
      const otherHost = { address: 'http://localhost:1', url: `${api.address}/`, method: 'GET' as const };
      const limits = {
        body: null,
        tokenHeader: { name: 'kong-admin-token', prefix: '' },
        timeout: 1000,
        size: 1000,
      };
      const answer = await ask({ ...otherHost, ...limits }, 't', new AbortController().signal);
      assert.equal('hadToken' in answer && answer.hadToken, false);
      assert.ok(api.requests.every(({ headers }) => !('kong-admin-token' in headers)));
    });

    test('that no header can carry are not sent', async (context) => {
      const api = await AdminApi.start(context);
      client.tokens.set(api.address, 'two\nlines');
      const result = await compare(null, [{ address: api.address }]);
      assert.equal(result?.report.nodes[0]?.failure?.kind, 'token-form');
      assert.deepEqual(api.asked, []);
    });
  });

  suite('what the client answers', () => {
    test('that nothing listens, that it took too long, that it is too much', async (context) => {
      const api = await AdminApi.start(context, { instead: () => true });
      const question = {
        address: api.address,
        url: `${api.address}/`,
        method: 'GET' as const,
        body: null,
        tokenHeader: { name: 'kong-admin-token', prefix: '' },
        timeout: 50,
        size: 1_000_000,
      };
      const { signal } = new AbortController();
      assert.deepEqual(await ask(question, null, signal), { failed: 'time-out' });
      const open = await AdminApi.start(context);
      const asked = { ...question, address: open.address, url: `${open.address}/`, timeout: 5_000 };
      assert.deepEqual(await ask({ ...asked, size: 10 }, null, signal), { failed: 'too-large' });
      const nowhere = { ...asked, address: 'http://127.0.0.1:1', url: 'http://127.0.0.1:1/' };
      const refused = await ask(nowhere, null, signal);
      assert.equal('code' in refused && refused.code, 'ECONNREFUSED');
      const result = await compare(null, [{ address: 'http://127.0.0.1:1' }]);
      assert.equal(result?.report.nodes[0]?.failure?.kind, 'connection-refused');
    });

    test('nothing, as it cannot: the server asks, without a token', async (context) => {
      const other = await LanguageClient.start();
      context.after(() => other.kill());
      const api = await AdminApi.start(context);
      const result = (await other.request('kongRoutes/compareWithRunning', {
        uri: null,
        nodes: [{ address: api.address }],
      })) as RunningResult;
      assert.equal(result.report.nodes[0]?.failure, null);
    });
  });

  suite('one route', () => {
    test('that a node accepts', async (context) => {
      const api = await AdminApi.start(context);
      const result = await validate('paths: [/same]', [{ address: api.address }]);
      assert.equal(result?.route, 'same');
      assert.deepEqual(result.nodes, [
        {
          address: api.address,
          failure: null,
          version: '3.9.1',
          flavor: 'traditional_compatible',
          accepted: true,
          agrees: true,
          messages: ['The node accepts this route.'],
        },
      ]);
      assert.deepEqual(api.asked, ['GET /', 'POST /schemas/routes/validate']);
    });

    test('that one node refuses and another cannot be asked about', async (context) => {
      const api = await AdminApi.start(context, {
        version: '3.4.0',
        verdict: () => ({ paths: ['must not have empty segments'] }),
      });
      const result = await validate('name: refused', [
        { address: api.address },
        { address: 'localhost:8001' },
      ]);
      assert.deepEqual(
        result?.nodes.map(({ accepted, agrees, messages, failure }) => [
          accepted,
          agrees,
          messages,
          failure?.kind,
        ]),
        [
          [
            false,
            true,
            ['The node rejects this route. Kong: paths: must not have empty segments'],
            undefined,
          ],
          [null, null, [], 'address'],
        ],
      );
      expectGolden(
        'protocol/running-validate.md',
        result!.markdown.replaceAll(api.address, 'http://admin:8001'),
      );
    });

    for (const [at, why] of [
      ['name: open', /contains placeholders/],
      ['name: crashes', /crashes Kong's router/],
    ] as const) {
      test(`that is not asked about: ${at}`, async (context) => {
        const api = await AdminApi.start(context, { flavor: 'expressions' });
        const result = await validate(at, [{ address: api.address }]);
        assert.match(result!.nodes[0]!.messages.join(), why);
        assert.deepEqual(api.asked, ['GET /']);
      });
    }

    test('that is not there', async () => {
      assert.deepEqual(await validate('_format_version', []), { route: null, nodes: [], markdown: '' });
    });
  });

  suite('work in progress', () => {
    test('is reported, with its progress', async (context) => {
      const api = await AdminApi.start(context);
      const from = client.progress.length;
      await compare(uri, [{ address: api.address }]);
      const progress = client.progress.slice(from);
      assert.deepEqual(progress[0], { kind: 'begin', title: 'Querying Gateways', cancellable: true });
      assert.deepEqual(progress.at(-2), { kind: 'report', message: '5 of 5 answers' });
      assert.deepEqual(progress.at(-1), { kind: 'end' });
    });

    test('ends when its progress is cancelled', async (context) => {
      const api = await AdminApi.start(context, { instead: () => true });
      client.cancelsProgress = true;
      context.after(() => {
        client.cancelsProgress = false;
      });
      const result = await compare(uri, [{ address: api.address }]);
      assert.equal(result?.report.nodes[0]?.failure?.kind, 'cancelled');
    });

    test('ends when the request is cancelled', async (context) => {
      const source = new CancellationTokenSource();
      const api = await AdminApi.start(context, {
        instead: () => {
          source.cancel();
          return true;
        },
      });
      const params = { uri, nodes: [{ address: api.address }] };
      const result = (await client.request(
        'kongRoutes/compareWithRunning',
        params,
        source.token,
      )) as RunningResult;
      assert.equal(result.report.nodes[0]?.failure?.kind, 'cancelled');
    });
  });
});
