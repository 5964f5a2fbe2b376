import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CompareParams,
  CompareResult,
  RouteTestsResult,
  RunRouteTestsResult,
} from '../../server/protocol/index.js';
import { LanguageClient } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

const routes = `_format_version: "3.0"
routes:
  - name: read
    id: 00000000-0000-4000-8000-000000000001
    methods: [GET, HEAD]
    paths: [/orders]
  - name: all
    id: 00000000-0000-4000-8000-000000000002
    paths: [/orders]
`;
const tests = `gateways: [traditional_compatible@3.9, expressions@3.9]
tests:
  - {name: reads, request: GET http://a.com/orders, expect: read}
  - request: POST http://a.com/orders
    expect: read
`;

suite('route tests over the protocol', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start({});
  });
  after(() => client.kill());

  const ask = <Result>(method: string, params: unknown) => client.request(method, params) as Promise<Result>;

  test('are found, run, traced and counted', async (t) => {
    const folder = temporaryFolder(t, { 'kong.yaml': routes, 'kong.kong-test.yaml': tests });
    const uri = pathToFileURL(join(folder, 'kong.kong-test.yaml')).href;
    const found = await ask<RouteTestsResult>('kongRoutes/routeTests', { uri });
    assert.deepEqual(
      found.tests.map(({ name, range }) => `${range.start.line}:${range.start.character} ${name}`),
      ['2:4 reads', '3:4 POST http://a.com/orders'],
    );
    const ran = await ask<RunRouteTestsResult>('kongRoutes/runRouteTests', { uri, coverage: true });
    assert.equal(ran.failure, null);
    assert.deepEqual(
      ran.results.map(({ test: position, router, expected, actual }) => [position, router, expected, actual]),
      [
        [0, 'traditional_compatible@3.9', null, null],
        [0, 'expressions@3.9', null, null],
        [1, 'traditional_compatible@3.9', 'route: read', 'route: all'],
        [1, 'expressions@3.9', 'route: read', 'route: all'],
      ],
    );
    assert.match(
      ran.results[2]!.trace,
      /^all matches\n {2}.*\n {4}http\.path \^= "\/orders" {2}"\/orders" {2}true$/m,
    );
    const [covered] = ran.coverage;
    assert.deepEqual(
      covered!.routes.map(({ name, requests }) => [name, requests]),
      [
        ['read', 2],
        ['all', 2],
      ],
    );
    const lines = routes.split('\n');
    assert.deepEqual(
      covered!.values.map(({ range: { start, end }, requests }) => [
        lines[start.line]!.slice(start.character, end.character),
        requests,
      ]),
      [
        ['GET', 2],
        ['HEAD', 0],
        ['/orders', 2],
        ['/orders', 2],
      ],
    );
  });

  test('open files count, and the reason why nothing ran is shown', async (t) => {
    const folder = temporaryFolder(t, { 'a.kong-test.yaml': tests });
    const path = join(folder, 'a.kong-test.yaml');
    const uri = pathToFileURL(path).href;
    const ran = () => ask<RunRouteTestsResult>('kongRoutes/runRouteTests', { uri, coverage: false });
    assert.equal((await ran()).failure, "the file names no route files: add 'routes'");
    writeFileSync(join(folder, 'kong.yaml'), routes);
    const text = `routes: kong.yaml\n${tests.replaceAll('expect: read', 'expect: all')}`;
    client.openFile(path, 'yaml', text);
    assert.deepEqual(
      (await ran()).results.map(({ failures }) => failures.length === 0),
      [false, false, true, true],
    );
    client.change(uri, { text: 'tests: [{request: 5}]\n' });
    assert.match((await ran()).failure!, /^line 1: /);
  });
});

suite('compare over the protocol', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start({
      settings: { routerFlavor: 'traditional_compatible', gatewayVersion: '3.9' },
    });
    uri = client.open('table.yaml', routes);
  });
  after(() => client.kill());

  const compare = (other: CompareParams['with']) =>
    client.request('kongRoutes/compare', { uri, with: other }) as Promise<CompareResult>;

  test('with another text', async () => {
    const text = routes.replace('[GET, HEAD]', '[GET]');
    const { verdict, places, page } = await compare({ kind: 'text', text, name: 'the saved file' });
    assert.equal(verdict, 'different');
    assert.deepEqual(places, [
      {
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } },
        message: 'Requests such as HEAD /orders on example.com move from all to read.',
      },
    ]);
    assert.equal(page!.title, '1 kind of requests changes; nothing else changes.');
  });

  test('with the same text, and under another router', async () => {
    assert.equal((await compare({ kind: 'text', text: routes, name: 'HEAD' })).verdict, 'equal');
    assert.equal((await compare({ kind: 'router', router: 'expressions' })).verdict, 'equal');
  });

  test('what is not decided is said on the page, and does not look equal', async () => {
    // For `traditional` and another router there is no proof.
    const open = await compare({ kind: 'router', router: 'traditional' });
    assert.deepEqual([open.verdict, open.places], ['not-decided', []]);
    assert.equal(
      open.page!.title,
      'No difference was found, but there may be differences: not everything could be decided.',
    );
    for (const shown of [open.page!.body, open.page!.markdown]) {
      assert.match(shown, /Routes: not decided/);
      assert.match(shown, /there may be differences: not everything could be decided/);
      assert.doesNotMatch(shown, /no request changes|Every request/);
    }
    const text = routes
      .replace('[GET, HEAD]', '[GET]')
      .replace('paths: [/orders]', 'hosts: [a.com]\n    paths: [/orders]');
    const other = client.open(
      'open.yaml',
      `${routes}  - name: filled\n    paths: ["/\${{ env 'DECK_PATH' }}"]\n`,
    );
    const asked = { uri: other, with: { kind: 'text', text, name: 'the saved file' } };
    const { verdict, page } = (await client.request('kongRoutes/compare', asked)) as CompareResult;
    assert.equal(verdict, 'different');
    assert.match(page!.title, /changes?; there may be more: not everything could be decided\.$/);
    assert.match(page!.markdown, /the document: `filled`: Placeholders in `paths` are filled in later/);
    assert.match(page!.body, /A Gateway may not do what is compared here/);
  });

  test('placeholders and rejected routes are never silently equal', async () => {
    const filled = `${routes}  - name: filled\n    paths: ["/\${{ env 'DECK_PATH' }}"]\n`;
    const other = client.open('filled.yaml', filled);
    const compared = async (compareWith: CompareParams['with']) => {
      const params = { uri: other, with: compareWith };
      const { verdict, page } = (await client.request('kongRoutes/compare', params)) as CompareResult;
      return { verdict, markdown: page!.markdown };
    };
    assert.equal((await compared({ kind: 'router', router: 'expressions' })).verdict, 'not-decided');
    const renamed = filled.replace('name: all', 'name: all # said otherwise');
    assert.equal((await compared({ kind: 'text', text: renamed, name: 'HEAD' })).verdict, 'not-decided');
    const same = await compared({ kind: 'text', text: filled, name: 'HEAD' });
    assert.equal(same.verdict, 'equal', 'the same text is the same table, whatever is filled in');
    assert.match(same.markdown, /Placeholders in `paths`/);
    const rejected = client.open('rejected.yaml', `${routes}  - {name: bad, paths: [no-slash]}\n`);
    const said = (await client.request('kongRoutes/compare', {
      uri: rejected,
      with: { kind: 'router', router: 'expressions' },
    })) as CompareResult;
    assert.match(said.page!.markdown, /`bad`: Kong rejects this route and therefore all routes of this file/);
  });

  test('what cannot be compared', async () => {
    const nothing = { page: null, verdict: null, places: [] };
    assert.deepEqual(await compare({ kind: 'text', text: 'a: [', name: 'HEAD' }), {
      refused: 'HEAD is not well-formed',
      ...nothing,
    });
    assert.deepEqual(await compare({ kind: 'router', router: 'x' }), {
      refused: "'x' is not a router: write a flavor such as expressions@3.9",
      ...nothing,
    });
  });
});
