import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const table = `_format_version: "3.0"
services:
- name: orders
  url: http://orders.internal:8000/api
  routes:
  - {name: read, methods: [GET, HEAD], paths: [/orders], id: 00000000-0000-4000-8000-000000000001}
  - {name: all, paths: [/orders], id: 00000000-0000-4000-8000-000000000002}
  - name: secure
    paths: [/pay]
    protocols: [https]
    https_redirect_status_code: 301
    headers: {x-a: ["1"]}
`;

const tests = `gateways: [traditional_compatible@3.9, traditional@3.9]
tests:
  - name: reads an order
    request: GET http://shop.com/orders/7?x=1
    expect: {route: read, service: orders, upstream: "http://orders.internal:8000/api/7?x=1"}
  - request: curl -X PUT http://shop.com/orders
    expect: read
  - request: {url: "http://shop.com/pay", headers: {x-a: "1"}}
    gateways: [expressions@3.9]
    expect: {redirect: "https://shop.com/pay", status: 301}
  - request: http://shop.com/none
    expect: no route
`;

const files = { 'kong.yaml': table, 'kong.kong-test.yaml': tests };

suite('test', () => {
  test('for people, with what no test reaches', async (t) => {
    const cwd = temporaryFolder(t, files);
    const { code, stdout, stderr } = await runCli(['test', '--coverage'], { cwd });
    assert.deepEqual([code, stderr], [1, '']);
    expectGolden('cli/test-pretty.txt', stdout);
  });

  test('--format junit and json', async (t) => {
    const cwd = temporaryFolder(t, files);
    expectGolden('cli/test-junit.xml', (await runCli(['test', '.', '--format', 'junit'], { cwd })).stdout);
    const { stdout } = await runCli(['test', '--format', 'json', '--coverage'], { cwd });
    const [file] = JSON.parse(stdout).files;
    assert.equal(file.file, 'kong.kong-test.yaml');
    assert.deepEqual(
      file.tests.map((one: Record<string, unknown>) => [one.line, one.router, one.passed, one.route]),
      [
        [3, 'traditional_compatible@3.9', true, 'read'],
        [3, 'traditional@3.9', true, 'read'],
        [6, 'traditional_compatible@3.9', false, 'all'],
        [6, 'traditional@3.9', false, 'all'],
        [8, 'expressions@3.9', true, 'secure'],
        [11, 'traditional_compatible@3.9', true, null],
        [11, 'traditional@3.9', true, null],
      ],
    );
    assert.deepEqual(file.tests[2].mismatches, [
      { key: 'route', expected: ['read'], actual: 'all', isOpen: false },
    ]);
    assert.deepEqual(
      file.coverage.map((one: Record<string, unknown>) => [one.router, one.covered, one.total, one.percent]),
      [
        ['traditional_compatible@3.9', 5, 9, 55.5],
        ['traditional@3.9', 5, 9, 55.5],
        ['expressions@3.9', 3, 9, 33.3],
      ],
    );
  });

  test('--fail-under, and options that override the file', async (t) => {
    const passing = `tests:\n  - {request: GET http://a.com/orders, expect: read}\n`;
    const cwd = temporaryFolder(t, { 'kong.yaml': table, 'other.kong-test.yaml': passing });
    const run = (...args: string[]) =>
      runCli(['test', 'other.kong-test.yaml', '--routes', 'kong.yaml', ...args], { cwd });
    assert.equal((await run('--flavor', 'traditional', '--gateway', '3.4')).code, 0);
    const { code, stderr } = await run('--fail-under', '50');
    assert.deepEqual([code, stderr], [1, 'coverage is 33.3%, which is below 50%\n']);
    assert.equal((await run('--fail-under', '33')).code, 0);
  });

  test('what is wrong in a file of tests is reported at its place, and nothing of it runs', async (t) => {
    const wrong = `tests:
  - request: curl
    expect: {rout: read, status: x}
    gateways: [expression]
  - expect: read
  - request: /
    expect: {}
other: 1
`;
    const cwd = temporaryFolder(t, {
      'kong.yaml': table,
      'kong.kong-test.yaml': wrong,
      'alone.kong-test.yaml': 'tests: []\n',
      'broken.kong-test.json': '{"tests": [}',
    });
    const { code, stdout } = await runCli(['test'], { cwd });
    assert.equal(code, 2);
    expectGolden('cli/test-problems.txt', stdout);
    const none = await runCli(['test', 'kong.yaml'], { cwd });
    assert.deepEqual(none, {
      code: 2,
      stdout: '',
      stderr: 'kong-routes: kong.yaml: is not a route test file: its name must end with .kong-test.yaml\n',
    });
  });

  test('an answer that Kong does not always give fails, unless every possible one is expected', async (t) => {
    const tie = `_format_version: "3.0"
routes:
- {name: a, paths: [/x]}
- {name: b, paths: [/x]}
`;
    const both = `gateways: [traditional@3.9]
tests:
  - {request: /x, expect: a}
  - {request: /x, expect: {route: [a, b]}}
`;
    const cwd = temporaryFolder(t, { 'kong.yaml': tie, 'kong.kong-test.yaml': both });
    const { stdout } = await runCli(['test', '--format', 'json'], { cwd });
    assert.deepEqual(
      JSON.parse(stdout).files[0].tests.map(({ passed }: { passed: boolean }) => passed),
      [false, true],
    );
  });
});
