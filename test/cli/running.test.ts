import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import { AdminApi, type AdminApiOptions, storedRoute, tlsFixture } from '../support/admin-api.js';
import { type RunOptions, type RunResult, runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';
import type { RouteErrors } from '../support/vectors.js';

const other = '5f5b5b5e-0000-4000-8000-000000000002';
const service = '5f5b5b5e-0000-4000-8000-000000000001';
const file = `_format_version: "3.0"
_info:
  select_tags: [shop]
services:
  - name: orders
    url: http://orders.internal
    routes:
      - name: same
        paths: [/same]
      - name: other-hosts
        paths: [/other]
        hosts: [new.example.com]
      - name: missing
        paths: [/missing]
      - name: refused
        paths: [no-slash]
      - name: only-we-refuse
        paths: ["/a//b"]
      - name: only-the-node-refuses
        paths: [/fine]
      - name: crashes
        expression: net.src.ip not  in 10.0.0.0/8
      - name: to-be-filled-in
        paths: ["{{ path }}"]
`;

const bound = { service: { id: service }, tags: ['shop'] };

/** A node that has not quite the routes of the file. */
const node: AdminApiOptions = {
  flavor: 'expressions',
  services: [{ id: service, name: 'orders' }],
  routes: [
    storedRoute({ id: '1', name: 'same', paths: ['/same'], ...bound }),
    storedRoute({
      id: '2',
      name: 'other-hosts',
      paths: ['/other'],
      hosts: ['old.example.com'],
      tags: ['shop'],
    }),
    storedRoute({ id: '3', name: 'only-we-refuse', paths: ['/a//b'], ...bound }),
    storedRoute({ id: '4', name: 'only-the-node-refuses', paths: ['/fine'], ...bound }),
    storedRoute({ id: '5', name: 'left-behind', paths: ['/old'], tags: ['shop', 'x'] }),
    storedRoute({ id: '6', name: 'of-others', paths: ['/others'] }),
    storedRoute({ id: '7', name: 'refused', paths: ['/slash'], ...bound }),
    storedRoute({ id: '8', name: 'crashes', expression: 'net.src.ip not in 10.0.0.0/8', ...bound }),
    storedRoute({ id: '9', name: 'to-be-filled-in', paths: ['/filled'], ...bound }),
  ],
  verdict: ({ name }): RouteErrors | null => {
    if (name === 'refused') return { paths: ['should start with: / (fixed path) or ~/ (regex path)'] };
    return name === 'only-the-node-refuses' ? { '@entity': ['a rule of a newer version'] } : null;
  },
};

/** Ports are others in each run. */
const withoutPorts = (text: string) => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8001');

async function running(
  context: TestContext,
  addresses: readonly string[],
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<RunResult> {
  const cwd = temporaryFolder(context, { 'kong.yaml': file });
  return runCli(['running', ...addresses, ...args], { cwd, ...options });
}

suite('running', () => {
  test('a file that the gateway has not', async (context) => {
    const api = await AdminApi.start(context, node);
    const { code, stdout, stderr } = await running(context, [api.address], ['--file', 'kong.yaml']);
    assert.equal(stderr, '');
    expectGolden('cli/running.txt', withoutPorts(stdout));
    assert.equal(code, 1);
    const asked = api.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body).name);
    assert.deepEqual(asked.sort(), [
      'missing',
      'only-the-node-refuses',
      'only-we-refuse',
      'other-hosts',
      'refused',
      'same',
    ]);
    assert.ok(!api.requests.some(({ body }) => body.includes('not  in')), 'the node is not made to crash');
  });

  test('the same as data', async (context) => {
    const api = await AdminApi.start(context, node);
    const { code, stdout } = await running(
      context,
      [api.address],
      ['--file', 'kong.yaml', '--format', 'json'],
    );
    assert.equal(code, 1);
    assert.match(stdout, /^[^\n]+\n$/, 'one line');
    const report = JSON.parse(stdout);
    assert.deepEqual(Object.keys(report), ['agrees', 'nodes', 'problems', 'notes']);
    assert.equal(report.agrees, false);
    const [{ findings, ...reported }] = report.nodes;
    assert.deepEqual(reported, {
      address: api.address,
      failure: null,
      version: '3.9.1',
      flavor: 'expressions',
      role: 'traditional',
      routes: 9,
      dataPlanes: [],
      notes: [],
    });
    const different = findings.find(({ route }: { route: string }) => route === 'other-hosts');
    assert.deepEqual(different, {
      kind: 'different',
      route: 'other-hosts',
      message: 'The node has different values for hosts and service.',
      fields: [
        { field: 'hosts', expected: '["new.example.com"]', actual: '["old.example.com"]' },
        { field: 'service', expected: '"orders"', actual: null },
      ],
      place: {
        file: 'kong.yaml',
        range: { start: { line: 11, character: 8 }, end: { line: 11, character: 13 } },
      },
    });
  });

  test('what is sent of a route is the route, and nothing else of the file', async (context) => {
    const api = await AdminApi.start(context);
    const folder = temporaryFolder(context, {
      'kong.yaml': `_format_version: "3.0"
services:
- name: s
  url: http://s
  routes:
  - name: r
    paths: [/r]
    regex_priority: 9007199254740993
    _comment: for us
    plugins: [{name: acl}]
`,
    });
    await runCli(['running', api.address, '--file', 'kong.yaml'], { cwd: folder });
    assert.deepEqual(
      api.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]),
      [['/schemas/routes/validate', '{"name":"r","paths":["/r"],"regex_priority":9007199254740992}']],
    );
  });

  test('several gateways, together', async (context) => {
    const routes = [
      storedRoute({ name: 'a', paths: ['/a'] }),
      storedRoute({ id: other, name: 'b', paths: ['/b'] }),
    ];
    const first = await AdminApi.start(context, { routes, flavor: 'expressions' });
    const second = await AdminApi.start(context, {
      routes: [storedRoute({ name: 'a', paths: ['/other'] }), storedRoute({ id: '3', name: 'c' })],
      version: '3.8.0',
    });
    const { code, stdout } = await running(context, [first.address, second.address, `${first.address}/`]);
    assert.equal(code, 1);
    const named = stdout
      .replaceAll(first.address, 'http://first')
      .replaceAll(second.address, 'http://second');
    expectGolden('cli/running-gateways.txt', named);
    assert.equal(first.asked.filter((asked) => asked === 'GET /').length, 1, 'each is asked once');
  });

  test('a control plane with data planes that are too old for it', async (context) => {
    const now = Math.floor(Date.now() / 1000);
    const api = await AdminApi.start(context, {
      flavor: 'expressions',
      configuration: { role: 'control_plane' },
      routes: [
        storedRoute({ name: 'a', paths: ['/a'] }),
        storedRoute({ name: 'b', expression: 'http.path == "/b"', priority: 0 }),
      ],
      dataPlanes: [
        { id: '1', hostname: 'dp-1', version: '3.9.1', last_seen: now },
        { id: '2', hostname: 'dp-2', version: '3.6.1', last_seen: now },
        { id: '3', hostname: 'dp-3', version: '3.6.1', last_seen: now - 100_000 },
      ],
    });
    const { code, stdout } = await running(context, [api.address]);
    assert.equal(code, 1);
    expectGolden('cli/running-data-planes.txt', withoutPorts(stdout));
  });

  test('all is well', async (context) => {
    const routes = [storedRoute({ name: 'a', paths: ['/a'] })];
    const api = await AdminApi.start(context, { routes });
    const cwd = temporaryFolder(context, {
      'one/a.yaml': '_format_version: "3.0"\nroutes:\n- {name: a, paths: [/a]}\n',
      'one/other.yaml': 'a: 1\n',
    });
    const { code, stdout, stderr } = await runCli(['running', api.address, '--file', 'one'], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(
      withoutPorts(stdout),
      'http://127.0.0.1:8001  Gateway 3.9.1, traditional_compatible, 1 route\n\nThe Gateway has the routes of one.\n',
    );
    assert.equal((await runCli(['running', api.address])).code, 0);
  });

  test('several files are one table', async (context) => {
    const routes = ['a', 'b'].map((name) => storedRoute({ id: name, name, paths: [`/${name}`] }));
    const api = await AdminApi.start(context, { routes });
    const cwd = temporaryFolder(context, {
      'a.yaml': '_format_version: "3.0"\nroutes:\n- {name: a, paths: [/a]}\n',
      'b.yaml': '_format_version: "3.0"\nroutes:\n- {name: b, paths: [/b]}\n',
    });
    assert.equal((await runCli(['running', api.address, '--file', 'a.yaml', 'b.yaml'], { cwd })).code, 0);
    const { code, stdout } = await runCli(['running', api.address, '--file', 'a.yaml'], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /extra {2}b: Only the node has this route\./);
  });

  test('a workspace that the file names', async (context) => {
    const routes = [storedRoute({ name: 'a', paths: ['/a'] })];
    const api = await AdminApi.start(context, { routes, workspace: 'team' });
    const cwd = temporaryFolder(context, {
      'a.yaml': '_format_version: "3.0"\n_workspace: team\nroutes:\n- {name: a, paths: [/a]}\n',
    });
    const root = new URL(api.address).origin;
    const { code, stdout } = await runCli(['running', root, '--file', 'a.yaml'], { cwd });
    assert.equal(code, 0, stdout);
    assert.deepEqual(api.asked.slice(0, 3), ['GET /team/', 'GET /team/kong', 'GET /team/routes?size=1000']);
  });
});

suite('running, where something cannot be asked', () => {
  test('a token is read from the environment, and never shown', async (context) => {
    const api = await AdminApi.start(context, { token: 'sekret' });
    const refused = await running(context, [api.address]);
    assert.equal(refused.code, 2);
    assert.match(refused.stdout, /not asked {2}requires a token \(401\)/);
    const wrong = await running(context, [api.address], [], { env: { KONG_ADMIN_TOKEN: 'wr0ng' } });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stdout, /rejects the token \(401\)/);
    assert.doesNotMatch(wrong.stdout + wrong.stderr, /wr0ng/);
    const answer = await running(context, [api.address], [], { env: { KONG_ADMIN_TOKEN: 'sekret\n' } });
    assert.equal(answer.code, 0, answer.stdout);
    assert.doesNotMatch(answer.stdout + answer.stderr, /sekret/);
  });

  test('one gateway of two', async (context) => {
    const api = await AdminApi.start(context);
    const gone = await AdminApi.start(context);
    const { address } = gone;
    gone.stop();
    const { code, stdout } = await running(context, [api.address, address]);
    assert.equal(code, 2);
    assert.match(stdout, /Gateway 3\.9\.1, traditional_compatible, 0 routes/);
    assert.match(stdout, /not asked {2}nothing listens there/);
    assert.match(stdout, /\n1 Gateway could not be reached\.\n$/);
  });

  test('an address with a password', async (context) => {
    const { code, stdout, stderr } = await running(context, ['http://admin:sekret@127.0.0.1:1']);
    assert.equal(code, 2);
    assert.match(stdout, /must not contain a user name or password/);
    assert.doesNotMatch(stdout + stderr, /sekret/);
  });

  test('a role that may read routes and ask for no verdict', async (context) => {
    const api = await AdminApi.start(context, {
      ...node,
      instead: (request, response) => {
        if (request.method !== 'POST') return false;
        response.writeHead(403, { server: 'kong/3.9.1' }).end('{"message":"you may not"}');
        return true;
      },
    });
    const { code, stdout } = await running(context, [api.address], ['--file', 'kong.yaml']);
    assert.equal(code, 2);
    assert.match(
      stdout,
      /not asked {2}it did not validate the routes: denies access to \/schemas\/routes\/validate \(403\): you may not/,
    );
    assert.match(stdout, /missing: The node does not have this route\./);
    const asked = api.asked.filter((one) => one.startsWith('POST')).length;
    assert.ok(
      asked <= 6,
      `after the first refusal nothing more is asked, but for what is under way: ${asked}`,
    );
  });

  test('a gateway that does not answer in time', async (context) => {
    const api = await AdminApi.start(context, { instead: () => true });
    const { code, stdout } = await running(context, [api.address], ['--timeout', '0.2']);
    assert.equal(code, 2);
    assert.match(stdout, /did not answer within 0\.2 s/);
  });

  test('a file that cannot be read: then nothing is asked', async (context) => {
    const api = await AdminApi.start(context);
    const { code, stdout, stderr } = await running(context, [api.address], ['--file', 'nowhere.yaml']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'kong-routes: nowhere.yaml: no such file\n');
    assert.deepEqual(api.asked, []);
  });

  test('a file that is not Kong’s: then nothing is asked', async (context) => {
    const api = await AdminApi.start(context);
    const cwd = temporaryFolder(context, { 'other.yaml': 'a: 1\n' });
    const { code, stderr } = await runCli(['running', api.address, '--file', 'other.yaml'], { cwd });
    assert.deepEqual([code, stderr], [2, 'kong-routes: other.yaml has no Kong routes\n']);
    assert.deepEqual(api.asked, []);
  });

  test('routes on standard input', async (context) => {
    const api = await AdminApi.start(context);
    const input = '_format_version: "3.0"\nroutes: [{name: a, paths: [/a]}]\n';
    const { code, stdout } = await runCli(['running', api.address, '--file', '-'], { input });
    assert.equal(code, 1);
    assert.match(stdout, /missing {2}a: The node does not have this route\./);
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /missing required argument 'url'/],
    [['http://a', '--timeout', '0'], /Enter a number of seconds/],
    [['http://a', '--format', 'xml'], /Allowed choices are pretty, json/],
  ];
  for (const [args, message] of wrong) {
    test(`running ${args.join(' ')}`, async () => {
      const { code, stderr } = await runCli(['running', ...args]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }
});

suite('running, over TLS', () => {
  const trusting = (name: string) => ({ env: { NODE_EXTRA_CA_CERTS: tlsFixture(name) } });

  test('a certificate that is trusted by NODE_EXTRA_CA_CERTS', async (context) => {
    const api = await AdminApi.start(context, { tls: 'self-signed', token: 't' });
    const options = { env: { ...trusting('self-signed').env, KONG_ADMIN_TOKEN: 't' } };
    const { code, stdout } = await running(context, [api.address], [], options);
    assert.equal(code, 0, stdout);
  });

  const faults = [
    { tls: 'self-signed', trusts: false, message: /its certificate is self-signed/ },
    { tls: 'expired', trusts: true, message: /its certificate has expired \(CERT_HAS_EXPIRED\)/ },
    {
      tls: 'other-host',
      trusts: true,
      message: /its certificate is for another host \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    },
  ] as const;
  for (const { tls, trusts, message } of faults) {
    test(`a certificate that is ${tls}`, async (context) => {
      const api = await AdminApi.start(context, { tls });
      const options = { env: { ...(trusts && trusting(tls).env), KONG_ADMIN_TOKEN: 't' } };
      const { code, stdout } = await running(context, [api.address], [], options);
      assert.equal(code, 2);
      assert.match(stdout, message);
      assert.deepEqual(api.asked, [], 'no token is sent');
    });
  }
});
