import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const table = `_format_version: "3.0"
routes:
- {name: read, methods: [GET], paths: [/orders], id: 00000000-0000-4000-8000-000000000001}
- {name: all, paths: [/orders], id: 00000000-0000-4000-8000-000000000002}
- {name: versioned, paths: [/orders], headers: {x-version: ["2"]}, id: 00000000-0000-4000-8000-000000000003}
- {name: pay, paths: [/pay], id: 00000000-0000-4000-8000-000000000004}
`;

interface Logged {
  readonly method?: string;
  readonly uri: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly route?: string | null;
}

/** A line as http-log sends it. */
const kongLine = ({ method = 'GET', uri, headers = {}, route }: Logged): string =>
  JSON.stringify({
    request: { method, uri, url: `http://shop.com:8000${uri}`, headers: { host: 'shop.com', ...headers } },
    ...(route ? { route: { name: route, id: null }, tries: [{}] } : {}),
    response: { status: route === null ? 404 : 200 },
    client_ip: '10.0.0.1',
  });

const lines = [
  kongLine({ uri: '/orders/1', route: 'read' }),
  kongLine({ uri: '/orders/2?x=1', route: 'read' }),
  kongLine({ uri: '/orders', headers: { 'x-version': '2' }, route: 'versioned' }),
  kongLine({ uri: '/pay', method: 'POST', route: 'all' }),
  kongLine({ uri: '/none', route: null }),
  kongLine({ uri: '/none' }),
  'no line of a log',
];

suite('replay', () => {
  test('against the log itself: which routes it names otherwise, and which none reached', async (t) => {
    const cwd = temporaryFolder(t, { 'kong.yaml': table, 'kong.log': lines.join('\n') });
    const args = [
      'replay',
      'kong.log',
      '--routes',
      'kong.yaml',
      '--flavor',
      'expressions',
      '--gateway',
      '3.9',
    ];
    assert.deepEqual(await runCli(args, { cwd }), {
      code: 1,
      stderr: '',
      stdout: `6 requests, 1 line not read
the log contains the route of 5 requests: 1 of them differ
  1  log: all, here: pay  POST http://shop.com/pay
2 requests without a route
1 route that no request reached
  all
`,
    });
  });

  test('after a change: which requests move where', async (t) => {
    const changed = table.replace('paths: [/pay]', 'paths: [/payments]').replace('methods: [GET], ', '');
    const cwd = temporaryFolder(t, {
      'kong.yaml': table,
      'new.yaml': changed,
      'kong.log': `${lines.join('\r\n')}\r\n`,
    });
    const args = [
      'replay',
      'kong.log',
      '--routes',
      'new.yaml',
      '--before',
      'kong.yaml',
      '--gateway',
      '3.9',
      '--format',
      'json',
    ];
    const { code, stdout } = await runCli(args, { cwd });
    assert.equal(code, 1);
    const { movements, disagreements, routes, ...counts } = JSON.parse(stdout);
    assert.deepEqual(
      movements.map(({ example, ...one }: { example: { path: string } }) => ({ ...one, path: example.path })),
      [
        { before: 'read', after: 'all', count: 2, path: '/orders/1' },
        { before: 'pay', after: null, count: 1, path: '/pay' },
      ],
    );
    assert.equal(disagreements.length, 1);
    assert.deepEqual(
      routes.map(({ route, requests }: Record<string, unknown>) => [route, requests]),
      [
        ['read', 0],
        ['all', 2],
        ['versioned', 1],
        ['pay', 0],
      ],
    );
    assert.deepEqual(counts, {
      requests: 6,
      unread: 1,
      moved: 3,
      open: 0,
      named: 5,
      agreed: 4,
      redacted: 0,
      before: { flavor: 'traditional_compatible', gateway: '3.9' },
      after: { flavor: 'traditional_compatible', gateway: '3.9' },
      noRoute: 3,
      notReached: ['read', 'pay'],
      missing: [],
    });
  });

  test('one table under two routers, from a log of nginx, also packed', async (t) => {
    const line = (request: string) =>
      `10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] "${request} HTTP/1.1" 200 5 "-" "a \\x22b\\x22"`;
    const log = [line('GET /orders'), line('POST /orders/a%20b?x=1'), line('GET /none')].join('\n');
    const cwd = temporaryFolder(t, { 'kong.yaml': table, 'access.log.gz': gzipSync(log) });
    const args = [
      'replay',
      'access.log.gz',
      '--routes',
      'kong.yaml',
      '--from',
      'traditional@3.4',
      '--to',
      'expressions@3.9',
    ];
    assert.deepEqual(await runCli(args, { cwd }), {
      code: 0,
      stderr: '',
      stdout: `3 requests
no request moves to another route
1 request without a route
2 routes that no request reached
  versioned
  pay
the log does not contain http.headers.x_version, which a route compares
`,
    });
  });

  test('any log_format, from standard input', async (t) => {
    const cwd = temporaryFolder(t, { 'kong.yaml': table });
    const format = '{"m":"$request_method","u":"$request_uri","h":"$http_host","v":"$http_x_version"}';
    const input = [
      '{"m":"GET","u":"/orders","h":"a.com","v":"2"}',
      '{"m":"PUT","u":"/orders","h":"a.com","v":"-"}',
    ].join('\n');
    const { stdout, code } = await runCli(
      ['replay', '-', '--routes', 'kong.yaml', '--log-format', format, '--format', 'json'],
      { cwd, input },
    );
    assert.equal(code, 0);
    assert.deepEqual(
      JSON.parse(stdout).routes.map(({ route, requests }: Record<string, unknown>) => [route, requests]),
      [
        ['read', 0],
        ['all', 1],
        ['versioned', 1],
        ['pay', 0],
      ],
    );
  });

  test('what cannot be run', async (t) => {
    const cwd = temporaryFolder(t, { 'kong.yaml': table, 'other.log': 'what is this\n' });
    const reported = async (...args: string[]) => {
      const { code, stderr } = await runCli(['replay', ...args, '--routes', 'kong.yaml'], { cwd });
      assert.equal(code, 2);
      return stderr;
    };
    assert.equal(await reported('none.log'), 'kong-routes: none.log: no such file\n');
    assert.equal(
      await reported('other.log'),
      'kong-routes: no line of the log could be read as a request: set its format with --log-format\n',
    );
    assert.match(
      await reported('other.log', '--log-format', '$status'),
      /^kong-routes: '\$status' is not a log format/,
    );
    assert.match(
      await reported('other.log', '--to', 'expression'),
      /^kong-routes: 'expression' is not a router: /,
    );
  });
});
