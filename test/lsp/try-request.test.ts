import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { TryRequestResult } from '../../server/protocol/index.js';
import { LanguageClient } from '../support/language-client.js';

const yaml = `_format_version: "3.0"
services:
  - name: shop
    url: http://shop.internal/api
    routes:
      - name: read
        id: 00000000-0000-4000-8000-000000000001
        expression: http.path ^= "/orders" && !(http.method == "POST" || http.method == "PUT")
        priority: 10
      - name: all
        id: 00000000-0000-4000-8000-000000000002
        paths: [/orders, /other]
        headers: { x-version: ["2"] }
`;

suite('try a request', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start({ initializationOptions: { triesRequests: true } });
    uri = client.open('table.yaml', yaml);
  });
  after(() => client.kill());

  const ask = (request: string, of = uri) =>
    client.request('kongRoutes/tryRequest', { uri: of, request }) as Promise<TryRequestResult>;

  /** `what is written = value` of each value that is shown. */
  function shown({ values }: TryRequestResult): string[] {
    const document = client.document(uri);
    return values.map(({ range, text }) => `${document.getText(range)} = ${text}`);
  }

  test('each flavor answers, and each value is shown where it is written', async () => {
    const result = await ask("curl http://a.com/orders/7 -H 'x-version: 2'");
    const upstream = 'http://shop.internal:80/api/7';
    assert.deepEqual(
      result.answers.map((answer) => [answer.flavor, answer.route, answer.candidates, answer.upstream]),
      [
        ['expressions', 'read', ['read', 'all'], upstream],
        // This router is not built of a table with a route without match fields.
        ['traditional', null, [], null],
        ['traditional_compatible', 'read', ['read', 'all'], upstream],
      ],
    );
    assert.deepEqual(shown(result), [
      'http.path ^= "/orders" = "/orders/7": true',
      'http.method == "POST" = "GET": false',
      'http.method == "PUT" = "GET": false',
      '/orders = "/orders/7": true',
      '/other = "/orders/7": false',
      '"2" = "2": true',
    ]);
  });

  test('a route that Kong rejects is a warning, in the answer and on the page', async () => {
    const { answers, page } = await ask('http://a.com/orders/7');
    const [expressions, traditional, compatible] = answers.map(({ warnings }) => warnings);
    const rejects = 'read: Kong rejects this route and therefore all routes of this file: ';
    const rejections = [
      `${rejects}expression: unknown field`,
      `${rejects}priority: unknown field`,
      `${rejects}must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'`,
    ];
    assert.deepEqual(expressions, []);
    assert.deepEqual(traditional, [
      'read: Kong cannot build its router: this route has no match field. No request is routed.',
      ...rejections,
    ]);
    assert.deepEqual(compatible, rejections);
    assert.match(page!.markdown, /## `traditional_compatible` 3\.9\n\n- `read`: Kong rejects this route/);
  });

  test('what is not evaluated is reported', async () => {
    assert.deepEqual(shown(await ask('PUT http://a.com/none')), [
      'http.path ^= "/orders" = "/none": false',
      'http.method == "POST" = "PUT": not evaluated',
      'http.method == "PUT" = "PUT": not evaluated',
      '/orders = "/none": false',
      '/other = "/none": false',
      '"2" = not sent: false',
    ]);
  });

  test('the page links to the routes', async () => {
    const { page } = await ask('GET http://a.com/other');
    assert.equal(page!.title, 'GET http://a.com/other');
    assert.match(page!.body, new RegExp(`<a href="${uri}#L6,9">read</a>`));
    assert.match(
      page!.markdown,
      /^# `GET http:\/\/a\.com\/other`\n\n\| Router \| Route \| What happens \|\n/,
    );
  });

  test('why there is no answer', async () => {
    const nothing = { page: null, answers: [], values: [] };
    assert.deepEqual(await ask('curl -v'), { refused: 'the curl command has no URL', ...nothing });
    assert.deepEqual(await ask('/', client.open('other.yaml', 'a: 1\n')), {
      refused: 'the document has no Kong routes',
      ...nothing,
    });
  });

  test('a lens above the first route offers it, to a client that has the command', async () => {
    const offered = (await client.codeLenses(uri)).filter(
      ({ command }) => command!.command === 'kongRoutes.tryRequest',
    );
    assert.deepEqual(
      offered.map(({ range, command }) => [range.start.line, command!.title, command!.arguments]),
      [[5, 'Try a request …', [uri]]],
    );
  });
});
