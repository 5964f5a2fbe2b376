import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { suite, type TestContext, test } from 'node:test';
import { viewOf } from '../../server/flavors/translate.js';
import { failureMessage, isFailure } from '../../server/problems/admin-failure.js';
import { refusalWords } from '../../server/problems/index.js';
import { routerFlavors } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import { AdminClient, type ClientOptions } from '../../server/running/admin-client.js';
import { parseAdminUrl, withoutCredentials } from '../../server/running/admin-url.js';
import { versionIn } from '../../server/running/answers.js';
import { defaultLimits } from '../../server/running/exchange.js';
import { httpExchange } from '../../server/running/http-exchange.js';
import { AdminApi, type AdminApiOptions, sendAsKong, storedRoute } from '../support/admin-api.js';
import { routeVectors } from '../support/vectors.js';

const never = new AbortController().signal;

function clientOf(
  context: TestContext,
  address: string,
  { token = null, ...options }: Partial<Omit<ClientOptions, 'exchange'>> & { token?: string | null } = {},
): AdminClient {
  const parsed = parseAdminUrl(address);
  assert.ok(!('refused' in parsed), address);
  const exchange = httpExchange(token);
  context.after(() => exchange.close());
  return new AdminClient(parsed, { exchange, signal: never, ...options });
}

/** Two lines of what came of a question: the kind of failure, and what is reported about it. */
async function failureOf(asked: Promise<object>): Promise<readonly [kind: string, message: string]> {
  const answer = await asked;
  assert.ok(isFailure(answer), `a failure, not ${JSON.stringify(answer)}`);
  return [answer.failure.kind, failureMessage(answer.failure)];
}

async function answerOf<Value>(asked: Promise<{ readonly value: Value } | object>): Promise<Value> {
  const answer = await asked;
  assert.ok('value' in answer, JSON.stringify(answer));
  return answer.value as Value;
}

suite('addresses', () => {
  const accepted: readonly (readonly [string, string, string])[] = [
    ['http://localhost:8001', 'http://localhost:8001', 'gateway'],
    [' HTTPS://Kong.Example.com:8444/ ', 'https://kong.example.com:8444', 'gateway'],
    ['http://localhost:8001/default/', 'http://localhost:8001/default', 'gateway'],
    ['http://[::1]:8001', 'http://[::1]:8001', 'gateway'],
    [
      'https://eu.api.konghq.com/v2/control-planes/9524ec7d-36d9-465d-a8c5-83a3c9390458/core-entities',
      'https://eu.api.konghq.com/v2/control-planes/9524ec7d-36d9-465d-a8c5-83a3c9390458',
      'konnect',
    ],
  ];
  for (const [text, base, kind] of accepted) {
    test(text, () => assert.deepEqual(parseAdminUrl(text), { base, kind }));
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['localhost:8001', /must start with http:\/\/ or https:\/\//],
    ['', /must start with http/],
    ['ftp://localhost', /not ftp/],
    ['http://', /not a valid URL/],
    ['http://admin:secret@localhost:8001', /user name or password/],
    ['http://admin@localhost:8001', /user name or password/],
    ['http://localhost:8001/?token=secret', /must not contain \? or #/],
  ];
  for (const [text, reason] of refused) {
    test(`${JSON.stringify(text)} is refused`, () => {
      const parsed = parseAdminUrl(text);
      assert.ok('refused' in parsed);
      assert.match(refusalWords(parsed.refused), reason);
      assert.doesNotMatch(refusalWords(parsed.refused), /secret/);
    });
  }

  test('are shown without what is before an @', () => {
    assert.equal(withoutCredentials('http://admin:se/c@ret@localhost:8001/x'), 'http://…@localhost:8001/x');
    assert.equal(withoutCredentials('admin:secret@localhost'), '…@localhost');
    assert.equal(withoutCredentials('http://localhost:8001'), 'http://localhost:8001');
  });
});

test('the version in what a node writes', () => {
  assert.deepEqual(versionIn('3.9.1'), [3, 9, 1]);
  assert.deepEqual(versionIn('3.14.0.8-enterprise-edition'), [3, 14, 0, 8]);
  assert.deepEqual(versionIn('3.7.0-rc.1'), [3, 7, 0]);
  assert.deepEqual(versionIn('0.10.3'), [0, 10, 3]);
  for (const text of ['', 'dev', '3', null]) assert.equal(versionIn(text), null);
});

suite('what a node is', () => {
  test('is read from its root', async (context) => {
    const api = await AdminApi.start(context, {
      version: '3.14.0.8-enterprise-edition',
      flavor: 'expressions',
      configuration: { role: 'control_plane', route_match_calculation: 'strict' },
    });
    assert.deepEqual(await answerOf(clientOf(context, api.address).info()), {
      version: '3.14.0.8-enterprise-edition',
      routerFlavor: 'expressions',
      gateway: { flavor: 'expressions', version: [3, 14, 0, 8], calculation: 'strict' },
      role: 'control_plane',
      hostname: 'kong-1',
    });
    assert.deepEqual(api.asked, ['GET /']);
  });

  const flavors = [
    { version: '2.8.5', flavor: null, gateway: { flavor: 'traditional', version: [2, 8, 5] } },
    // A role that may not read the configuration.
    { version: '3.9.1', flavor: null, gateway: null },
    { version: '3.99.0', flavor: 'quantum', gateway: null },
    { version: 'next', flavor: 'expressions', gateway: null },
  ];
  for (const { version, flavor, gateway } of flavors) {
    test(`Kong ${version} that says ${flavor}`, async (context) => {
      const api = await AdminApi.start(context, { version, flavor });
      const info = await answerOf(clientOf(context, api.address).info());
      assert.deepEqual(info.gateway, gateway);
      assert.equal(info.routerFlavor, flavor);
    });
  }

  test('is asked at /kong after the path of a workspace', async (context) => {
    const api = await AdminApi.start(context, { workspace: 'default' });
    assert.equal((await answerOf(clientOf(context, api.address).info())).version, '3.9.1');
    assert.deepEqual(api.asked, ['GET /default/', 'GET /default/kong']);
  });
});

suite('tokens', () => {
  test('are sent in Kong-Admin-Token, and nothing is where there is none', async (context) => {
    const api = await AdminApi.start(context, { token: 'a secret' });
    await answerOf(clientOf(context, api.address, { token: 'a secret' }).info());
    assert.equal(api.requests[0]!.headers['kong-admin-token'], 'a secret');
    assert.deepEqual(await failureOf(clientOf(context, api.address).info()), [
      'unauthorized',
      'requires a token (401): Invalid credentials. Token or User credentials required',
    ]);
    assert.equal('kong-admin-token' in api.requests[1]!.headers, false);
    assert.deepEqual(await failureOf(clientOf(context, api.address, { token: 'wrong' }).info()), [
      'unauthorized',
      'rejects the token (401): Invalid credentials. Token or User credentials required',
    ]);
  });

  test('that no header can carry are not sent', async (context) => {
    const api = await AdminApi.start(context);
    for (const token of ['two\nlines', 'ümlaut', ' ', '']) {
      const [kind, message] = await failureOf(clientOf(context, api.address, { token }).info());
      assert.equal(kind, 'token-form');
      assert.ok(token.trim() === '' || !message.includes(token));
    }
    assert.deepEqual(api.asked, []);
  });

  test('go to Konnect as those of its API', async (context) => {
    const id = '9524ec7d-36d9-465d-a8c5-83a3c9390458';
    const api = await AdminApi.start(context, {
      instead(request, response) {
        const path = request.url!.replace(`/v2/control-planes/${id}`, '').replace(/\?.*/, '');
        const answers: Record<string, unknown> = {
          '': { id, name: 'cp', config: {} },
          '/core-entities/routes': { data: [{ id: 'r', name: 'a' }], offset: null },
          '/nodes': { items: [{ id: 'n', hostname: 'dp', version: '3.6.0.0', last_ping: 5 }], page: {} },
        };
        const isRefused = request.method === 'POST';
        const refusal = {
          code: 3,
          message: 'validation error',
          details: [{ type: 'ERROR_TYPE_FIELD', field: 'paths[0]', messages: ['should start with: /'] }],
        };
        sendAsKong(response, 'x', isRefused ? 400 : 200, isRefused ? refusal : answers[path]);
        return true;
      },
    });
    const client = clientOf(context, `${api.address}/v2/control-planes/${id}`, { token: 'kpat_x' });
    const info = await answerOf(client.info());
    assert.deepEqual([info.version, info.gateway, info.role], [null, null, 'control_plane']);
    assert.deepEqual(await answerOf(client.routes()), [{ id: 'r', name: 'a' }]);
    assert.deepEqual(await answerOf(client.dataPlanes()), [
      { hostname: 'dp', version: '3.6.0.0', lastSeen: 5, syncFailure: null },
    ]);
    assert.deepEqual(await answerOf(client.validate('{}')), {
      status: 'refused',
      messages: ['paths[0]: should start with: /'],
    });
    for (const { headers } of api.requests) {
      assert.equal(headers.authorization, 'Bearer kpat_x');
      assert.equal('kong-admin-token' in headers, false);
    }
  });
});

suite('collections', () => {
  const routes = Array.from({ length: 7 }, (_, i) => storedRoute({ id: String(i), name: `route-${i}` }));

  test('are read page by page, after the path of the workspace too', async (context) => {
    const api = await AdminApi.start(context, { routes, pageSize: 3, workspace: 'team' });
    assert.deepEqual(await answerOf(clientOf(context, api.address).routes()), routes);
    assert.deepEqual(api.asked, [
      'GET /team/routes?size=1000',
      'GET /team/routes?size=1000&offset=Mw%3D%3D',
      'GET /team/routes?size=1000&offset=Ng%3D%3D',
    ]);
  });

  test('without anything in them may be a table of Lua', async (context) => {
    const api = await AdminApi.start(context, {
      instead: (_, response) => {
        sendAsKong(response, '3.9.1', 200, { data: {}, next: null });
        return true;
      },
    });
    assert.deepEqual(await answerOf(clientOf(context, api.address).routes()), []);
  });

  test('whose pages lead in a circle are given up', async (context) => {
    const api = await AdminApi.start(context, {
      instead: (_, response) => {
        sendAsKong(response, '3.9.1', 200, { data: [{}], offset: 'again' });
        return true;
      },
    });
    assert.deepEqual(await failureOf(clientOf(context, api.address).routes()), [
      'endless',
      'answers /routes with an endless number of pages',
    ]);
    assert.equal(api.asked.length, 2);
  });

  test('that are larger than anything that Kong has are given up', async (context) => {
    let page = 0;
    const api = await AdminApi.start(context, {
      instead: (_, response) => {
        sendAsKong(response, '3.9.1', 200, { data: [{ name: 'x'.repeat(900) }], offset: String(++page) });
        return true;
      },
    });
    const limits = { ...defaultLimits, size: 1024 };
    const [kind] = await failureOf(clientOf(context, api.address, { limits }).routes());
    assert.equal(kind, 'too-large');
    assert.equal(page, 9, 'eight of the largest answers');
  });

  test('data planes', async (context) => {
    const dataPlanes = [
      { id: 'a', hostname: 'dp-1', version: '3.6.1', last_seen: 1760000000, sync_status: 'normal' },
      { id: 'b', hostname: 'dp-2', version: '2.8.1', sync_status: 'kong_version_incompatible' },
    ];
    const api = await AdminApi.start(context, { dataPlanes, configuration: { role: 'control_plane' } });
    assert.deepEqual(await answerOf(clientOf(context, api.address).dataPlanes()), [
      { hostname: 'dp-1', version: '3.6.1', lastSeen: 1760000000, syncFailure: null },
      { hostname: 'dp-2', version: '2.8.1', lastSeen: null, syncFailure: 'kong_version_incompatible' },
    ]);
  });
});

suite('verdicts on routes', () => {
  test('are those of the node, in its words; for every recorded route of Kong the same as ours', async (context) => {
    const vectors = new Map(routeVectors().map((vector) => [JSON.stringify(vector.route), vector]));
    for (const flavor of routerFlavors) {
      const api = await AdminApi.start(context, {
        verdict(route) {
          const verdict = vectors.get(JSON.stringify(route))!.expected[flavor];
          return verdict.valid ? null : verdict.errors;
        },
      });
      const client = clientOf(context, api.address);
      for (const { id, route, approximateMessage } of vectors.values()) {
        const verdict = await answerOf(client.validate(JSON.stringify(route)));
        const view = viewOf(readRoute(route), route, { flavor, version: [3, 9] });
        assert.equal(verdict.status, view.status === 'accepted' ? 'accepted' : 'refused', `${id} ${flavor}`);
        if (verdict.status !== 'refused' || approximateMessage) continue;
        const ours = view.messages.flatMap((message) =>
          message.startsWith("'snis'") ? message.split('; ') : [message],
        );
        assert.deepEqual([...verdict.messages].sort(), ours.sort(), `${id} ${flavor}`);
      }
    }
  });

  test('nested deeper than any schema are cut short', async (context) => {
    const nested = (depth: number): unknown => (depth === 0 ? 'deep' : [nested(depth - 1)]);
    const text = `{"code":2,"name":"schema violation","message":"m","fields":{"a":"b","c":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;
    const api = await AdminApi.start(context, {
      verdict: (route) => ({ paths: nested(route.deep as number) }),
      instead: (request, response) => {
        if (request.headers['content-length'] !== '2') return false;
        response.writeHead(400).end(text);
        return true;
      },
    });
    const client = clientOf(context, api.address);
    const messages = async (body: string) => {
      const verdict = await answerOf(client.validate(body));
      return verdict.status === 'refused' ? verdict.messages : null;
    };
    assert.deepEqual(await messages('{"deep":20}'), ['paths: deep']);
    assert.deepEqual(await messages('{}'), ['a: b']);
  });

  test('are none where the question was not understood', async (context) => {
    const bodies: readonly (readonly [number, unknown, string])[] = [
      [400, { message: 'Cannot parse JSON body' }, 'node-error'],
      [415, undefined, 'node-error'],
      [404, { message: "No entity named 'routes'" }, 'no-admin-api'],
      [403, { message: 'you may not' }, 'forbidden'],
    ];
    for (const [status, body, kind] of bodies) {
      const api = await AdminApi.start(context, {
        instead: (_, response) => {
          sendAsKong(response, '3.9.1', status, body);
          return true;
        },
      });
      assert.equal((await failureOf(clientOf(context, api.address).validate('{}')))[0], kind);
    }
  });
});

suite('answers that are not Kong’s', () => {
  /** What the other side does with the first question, and what is reported about it. */
  const others: Readonly<Record<string, readonly [AdminApiOptions['instead'], string, string | RegExp]>> = {
    'a web page': [
      (_, response) => !!response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><p>Hi'),
      'not-kong',
      "is not Kong's Admin API: it answers with a web page, status 200 (Kong Manager uses port 8002, the Admin API port 8001)",
    ],
    'a web page that is not found': [
      (_, response) => !!response.writeHead(404).end('<html><h1>404 Not Found</h1></html>'),
      'not-kong',
      /a web page, status 404/,
    ],
    'JSON of another server': [
      (_, response) =>
        !!response.end('{"version":{"number":"8.1"},"tagline":"You Know, for Search","name":"node-1"}'),
      'not-kong',
      "is not Kong's Admin API: it answers with unknown JSON, status 200",
    ],
    'JSON of a server with a version': [
      (_, response) => !!response.end('{"version":"1.2.3","name":"thing"}'),
      'not-kong',
      /unknown JSON/,
    ],
    'broken JSON': [
      (_, response) => !!response.end('{"version":"3.9.1","tagline":"Welcome to ko'),
      'not-kong',
      /plain text, status 200/,
    ],
    'a list': [(_, response) => !!response.end('[1]'), 'not-kong', /unknown JSON/],
    nothing: [(_, response) => !!response.end(), 'not-kong', /with nothing, status 200/],
    'the proxy of Kong': [
      (_, response) => {
        sendAsKong(response, '3.9.1', 404, {
          message: 'no Route matched with those values',
          request_id: 'a',
        });
        return true;
      },
      'proxy-port',
      'is the proxy port of Kong, not its Admin API, which listens on port 8001, and on 8444 for https, by default',
    ],
    'the Status API of Kong': [
      (_, response) => {
        sendAsKong(response, '3.9.1', 404, { message: 'Not found' });
        return true;
      },
      'no-admin-api',
      'is Kong, but has nothing at / (404): it is not the Admin API, or the workspace does not exist',
    ],
    'a port of TLS that is spoken to in clear text': [
      (_, response) =>
        !!response
          .writeHead(400, { server: 'nginx' })
          .end('<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>'),
      'speaks-https',
      'uses TLS on this port; write https:// instead of http://',
    ],
    'a redirect': [
      (_, response) =>
        !!response.writeHead(302, { location: 'https://sso.example.com/login?state=secret' }).end(),
      'redirect',
      'redirects to https://sso.example.com/login (302), which was not followed; use that URL if it is the Admin API',
    ],
    'a redirect to nowhere': [
      (_, response) => !!response.writeHead(301).end(),
      'redirect',
      'redirects (301) without saying where; use the URL of the Admin API itself',
    ],
    'a role that may not': [
      (_, response) => {
        sendAsKong(response, '3.9.1', 403, {
          message: 'ann, you do not have permissions to read this resource',
        });
        return true;
      },
      'forbidden',
      'denies access to / (403): ann, you do not have permissions to read this resource; the role of the token needs read access',
    ],
    'an error of Kong': [
      (_, response) => {
        sendAsKong(response, '3.9.1', 500, { message: 'An unexpected error occurred' });
        return true;
      },
      'node-error',
      'answers / with an error (500): An unexpected error occurred',
    ],
    'an error of a proxy between': [
      (_, response) => !!response.writeHead(502).end('<html>Bad Gateway</html>'),
      'not-kong',
      /a web page, status 502/,
    ],
  };
  for (const [name, [instead, kind, message]] of Object.entries(others)) {
    test(name, async (context) => {
      const api = await AdminApi.start(context, { instead: instead! });
      const [found, answered] = await failureOf(clientOf(context, api.address).info());
      assert.equal(found, kind);
      if (typeof message === 'string') assert.equal(answered, message);
      else assert.match(answered, message);
      assert.equal(api.asked.length, 1, 'a redirect is not followed');
    });
  }

  test('what the other side says is one short line', async (context) => {
    const api = await AdminApi.start(context, {
      instead: (_, response) => {
        sendAsKong(response, '3.9.1', 500, { message: `a\n\u001b[31m${'b'.repeat(5000)}` });
        return true;
      },
    });
    const [, message] = await failureOf(clientOf(context, api.address).info());
    assert.match(message, /^answers \/ with an error \(500\): a \[31mb+ …$/);
    assert.ok(message.length < 400);
  });
});

suite('connections', () => {
  test('nothing listens', async (context) => {
    const api = await AdminApi.start(context);
    const { address } = api;
    api.stop();
    assert.deepEqual(await failureOf(clientOf(context, address).info()), [
      'connection-refused',
      'nothing listens there (connection refused); the Admin API of Kong listens on port 8001, and on 8444 for https',
    ]);
  });

  test('no such host', async (context) => {
    const asked = clientOf(context, 'http://kong.invalid:8001').info();
    assert.equal((await failureOf(asked))[0], 'unknown-host');
  });

  test('a certificate that nobody vouches for', async (context) => {
    const api = await AdminApi.start(context, { tls: 'self-signed' });
    assert.deepEqual(await failureOf(clientOf(context, api.address).info()), [
      'tls',
      'its certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT); to trust it, set NODE_EXTRA_CA_CERTS to its file, or use http:// if that is enabled',
    ]);
    assert.deepEqual(api.asked, [], 'nothing is sent to it');
  });

  test('https where http is spoken', async (context) => {
    const api = await AdminApi.start(context);
    const asked = clientOf(context, api.address.replace('http:', 'https:')).info();
    assert.equal((await failureOf(asked))[0], 'speaks-http');
  });

  test('http where https is spoken, by a server that only hangs up', async (context) => {
    const api = await AdminApi.start(context, { tls: 'self-signed' });
    const asked = clientOf(context, api.address.replace('https:', 'http:')).info();
    assert.equal((await failureOf(asked))[0], 'connection-lost');
  });

  test('another protocol', async (context) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => server.close());
    const { port } = server.address() as { port: number };
    const [kind, message] = await failureOf(clientOf(context, `http://127.0.0.1:${port}`).info());
    assert.equal(kind, 'connection-lost');
    assert.match(message, /^the connection was closed before the answer arrived \(\w+\)$/);
  });

  test('no answer in time', async (context) => {
    const api = await AdminApi.start(context, { instead: () => true });
    const limits = { ...defaultLimits, timeout: 100 };
    assert.deepEqual(await failureOf(clientOf(context, api.address, { limits }).info()), [
      'time-out',
      'did not answer within 0.1 s',
    ]);
  });

  test('an answer that comes too slowly', async (context) => {
    const timers: NodeJS.Timeout[] = [];
    context.after(() => timers.forEach(clearInterval));
    const api = await AdminApi.start(context, {
      instead: (_, response) => {
        response.writeHead(200);
        timers.push(setInterval(() => response.write(' '), 10));
        return true;
      },
    });
    const limits = { ...defaultLimits, timeout: 200 };
    assert.equal((await failureOf(clientOf(context, api.address, { limits }).info()))[0], 'time-out');
  });

  test('an answer that is cut off', async (context) => {
    const api = await AdminApi.start(context, {
      instead: (request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{"tagline"', () => request.socket.destroy());
        return true;
      },
    });
    assert.equal((await failureOf(clientOf(context, api.address).info()))[0], 'connection-lost');
  });

  test('an answer that is too large is not read to its end', async (context) => {
    let written = 0;
    const api = await AdminApi.start(context, {
      instead: (_, response) => {
        const piece = 'x'.repeat(64 * 1024);
        const more = () => {
          while (!response.destroyed && response.write(piece)) written += piece.length;
        };
        response.on('drain', more);
        more();
        return true;
      },
    });
    const limits = { ...defaultLimits, size: 1024 * 1024 };
    assert.deepEqual(await failureOf(clientOf(context, api.address, { limits }).info()), [
      'too-large',
      'sent more than 1 MB, which is too much for an answer of an Admin API',
    ]);
    assert.ok(written < 64 * 1024 * 1024);
  });

  test('cancelled while an answer is awaited, and before', async (context) => {
    const abort = new AbortController();
    const api = await AdminApi.start(context, {
      instead: () => {
        abort.abort();
        return true;
      },
    });
    const client = clientOf(context, api.address, { signal: abort.signal });
    assert.deepEqual(await failureOf(client.info()), ['cancelled', 'was cancelled']);
    assert.equal((await failureOf(client.routes()))[0], 'cancelled');
    assert.equal(api.asked.length, 1);
  });

  test('a kept connection that the node closes is opened again', async (context) => {
    const api = await AdminApi.start(context, {
      instead: (request, response) => {
        sendAsKong(response, '3.9.1', 200, { data: [] });
        // Behind the answer, as a node does that reloads.
        response.on('finish', () => request.socket.destroySoon());
        return true;
      },
    });
    const client = clientOf(context, api.address);
    for (let i = 0; i < 20; i++) await answerOf(client.routes());
    assert.equal(api.asked.length, 20);
  });
});
