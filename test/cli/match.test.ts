import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';
import { matchVectors } from '../support/vectors.js';

const table = `_format_version: "3.0"
services:
- name: orders
  url: http://orders.internal:8000/api
  routes:
  - {name: read, methods: [GET], paths: [/orders], id: 00000000-0000-4000-8000-000000000001}
  - {name: all, paths: [/orders], id: 00000000-0000-4000-8000-000000000002}
  - {name: secure, paths: [/pay], protocols: [https], https_redirect_status_code: 301}
`;

suite('match', () => {
  test('for people: the route, what the service gets, and the others', async (t) => {
    const cwd = temporaryFolder(t, { 'kong.yaml': table });
    const ask = (...args: string[]) => runCli(['match', 'kong.yaml', '--url', ...args], { cwd });
    assert.deepEqual(await ask('http://shop.com/orders/7?x=1'), {
      code: 0,
      stderr: '',
      stdout:
        'GET http://shop.com/orders/7?x=1  →  read\n' +
        '  sent to http://orders.internal:8000/api/7?x=1 with Host orders.internal:8000\n' +
        '  also matched by all\n',
    });
    const { stdout } = await ask('http://shop.com/pay', '--method', 'POST', '--header', 'x-a: 1');
    assert.equal(stdout, 'POST http://shop.com/pay  →  secure\n  Kong answers 301: https://shop.com/pay\n');
    assert.match((await ask('http://shop.com/none')).stdout, /→ {2}no route\n {2}Kong answers 404\n$/);
  });

  test('--format json, with traces', async (t) => {
    const requests = [
      { url: 'http://shop.com/orders', method: 'POST' },
      { path: '/pay', scheme: 'https' },
    ];
    const cwd = temporaryFolder(t, { 'kong.yaml': table, 'requests.json': JSON.stringify(requests) });
    const args = ['match', 'kong.yaml', '--flavor', 'traditional_compatible', '--gateway', '3.9'];
    const asked = [...args, '--requests', 'requests.json', '--format', 'json', '--trace'];
    const { stdout, code } = await runCli(asked, { cwd });
    assert.equal(code, 0);
    const { results, warnings, ...others } = JSON.parse(stdout);
    assert.deepEqual([others, warnings], [{}, []]);
    assert.deepEqual(
      results.map(({ route, candidates, outcome }: Record<string, { kind?: string }>) => [
        route,
        candidates,
        outcome!.kind,
      ]),
      [
        ['all', ['all'], 'proxied'],
        ['secure', ['secure'], 'proxied'],
      ],
    );
    const [read] = results[0].traces;
    assert.deepEqual(read.matchers[0].lost, [
      {
        field: 'http.method',
        functions: [],
        operator: '==',
        constants: ['GET'],
        values: ['POST'],
        negated: false,
        predicate: 0,
      },
    ]);
  });

  test('--trace for people, each flavor, and a request as it was copied', async (t) => {
    const cwd = temporaryFolder(t, { 'kong.yaml': table });
    const args = ['match', 'kong.yaml', '--each-flavor', '--trace', '--gateway', '3.9', '--request'];
    const { stdout, code } = await runCli([...args, "curl 'http://shop.com/orders' -X PUT"], { cwd });
    assert.equal(code, 0);
    expectGolden('cli/match-trace.txt', stdout);
    const json = await runCli([...args, '-', '--format', 'json'], { cwd, input: 'GET http://shop.com/pay' });
    const { flavors } = JSON.parse(json.stdout);
    assert.deepEqual(
      flavors.map(({ flavor, gateway, results }: Record<string, never[]>) => [
        flavor,
        gateway,
        results!.length,
      ]),
      [
        ['traditional_compatible', '3.9', 1],
        ['traditional', '3.9', 1],
        ['expressions', '3.9', 1],
      ],
    );
  });

  test('a HAR file holds requests', async (t) => {
    const request = { method: 'GET', url: 'http://shop.com/orders', headers: [] };
    const cwd = temporaryFolder(t, {
      'kong.yaml': table,
      'shop.har': JSON.stringify({
        log: { entries: [{ request }, { request: { ...request, url: 'http://a/' } }] },
      }),
    });
    const { stdout } = await runCli(['match', 'kong.yaml', '--requests', 'shop.har', '--format', 'json'], {
      cwd,
    });
    assert.deepEqual(
      JSON.parse(stdout).results.map(({ route }: { route: string }) => route),
      ['read', null],
    );
  });

  test('recorded tables, also those that Kong rejects', async (t) => {
    const chosen = ['no-match-fields', 'weight-four', 'header-reducer', 'stream-udp', 'regex-brace-literal'];
    for (const vector of matchVectors().filter(({ id }) => chosen.includes(id))) {
      const cwd = temporaryFolder(t, {
        'kong.json': JSON.stringify({ _format_version: '3.0', routes: vector.routes }),
        'requests.json': JSON.stringify(vector.requests),
      });
      for (const flavor of ['traditional', 'traditional_compatible', 'expressions'] as const) {
        const { config, selected, execSelected = {} } = vector.expected[flavor];
        const options = ['--flavor', flavor, '--gateway', '3.10', '--subsystem', vector.subsystem];
        const { stdout, stderr, code } = await runCli(
          ['match', 'kong.json', ...options, '--requests', 'requests.json', '--format', 'json'],
          { cwd },
        );
        assert.equal(code, 0);
        const { results, warnings } = JSON.parse(stdout);
        const codes: string[] = warnings.map((warning: { code: string }) => warning.code);
        assert.equal(codes.includes('route-rejected'), config === 'rejected', `${vector.id} ${flavor}`);
        assert.equal(stderr !== '', warnings.length > 0);
        assert.equal(codes.includes('router-not-built'), selected === null);
        for (const [i, { route, anyOf, reason }] of results.entries()) {
          const expected = execSelected[i] ?? selected?.[i] ?? null;
          if (typeof expected === 'object' && expected !== null) {
            assert.deepEqual([[...anyOf].sort(), reason], [[...expected.anyOf].sort(), expected.reason]);
            assert.ok(expected.anyOf.includes(route));
          } else assert.deepEqual([route, anyOf], [expected, undefined], `${vector.id} ${flavor} ${i}`);
        }
      }
    }
  });

  test('what cannot run is reported in one line', async (t) => {
    const cwd = temporaryFolder(t, {
      'kong.yaml': table,
      'wrong.json': '[{"path":"/a"},{"host":5}]',
      'no.json': '{',
    });
    const reported = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCli(['match', 'kong.yaml', ...args], { cwd });
      assert.deepEqual([code, stdout], [2, '']);
      return stderr.trimEnd();
    };
    const hint =
      "no requests: add '--requests <file>', '--url <url>', '--request <text>' or '--scheme <scheme>'";
    assert.equal(await reported(), `kong-routes: ${hint}`);
    assert.equal(
      await reported('--url', 'a.com'),
      "kong-routes: 'a.com' is not an absolute http or https URL",
    );
    assert.equal(
      await reported('--requests', 'wrong.json'),
      'kong-routes: wrong.json: [1].host must be a string',
    );
    assert.match(
      await reported('--requests', 'no.json'),
      /^kong-routes: no\.json: not well-formed JSON: .+$/,
    );
    assert.equal(await reported('--requests', 'none.json'), 'kong-routes: none.json: no such file');
  });
});
