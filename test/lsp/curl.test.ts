import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CurlForm, CurlResult } from '../../server/protocol/index.js';
import { LanguageClient } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

const yaml = `_format_version: "3.0"
services:
  - name: shop
    url: http://shop
    routes:
      - name: first
        paths: [/a]
        plugins: [{ name: cors }]
      - name: second
        paths: []
`;

const nothing = { route: null, command: null, refused: null, notes: [] };

suite('copy as curl', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start({
      initializationOptions: { copiesCurl: true },
      settings: { adminApi: ['https://admin.example.com/', 'http://other:8001'] },
    });
    uri = client.open('curl.yaml', yaml);
  });
  after(() => client.kill());

  const curlAt = (uri: string, position: object, form: CurlForm) =>
    client.request('kongRoutes/curl', { uri, position, form }) as Promise<CurlResult | null>;
  const curl = (text: string, form: CurlForm) => curlAt(uri, client.rangeOf(uri, text).start, form);

  const command = `# Not included, because this command creates only the route: plugins.
curl -X POST 'https://admin.example.com/services/shop/routes' \\
  -H 'Content-Type: application/json' \\
  --data-binary '{
  "name": "first",
  "paths": ["/a"]
}'`;

  test('the route at a place, for the first address of the settings', async () => {
    assert.deepEqual(await curl('paths: [/a]', 'json'), {
      route: 'first',
      command,
      refused: null,
      notes: ['Not included, because this command creates only the route: plugins.'],
    });
    assert.match((await curl('paths: [/a]', 'form'))!.command!, /^ {2}--form-string 'paths\[1\]=\/a'$/m);
  });

  test('why there is no command, and that there is no route', async () => {
    assert.deepEqual(await curl('second', 'form'), {
      ...nothing,
      route: 'second',
      refused: 'a form cannot represent `paths` exactly: an empty list is not sent',
    });
    assert.deepEqual(await curl('url', 'json'), nothing);
    assert.equal(await curlAt('file:///workspace/none.yaml', { line: 0, character: 0 }, 'json'), null);
  });

  test('a file that is not open', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': yaml });
    const address = pathToFileURL(`${folder}/a.yaml`).href;
    const found = await curlAt(address, client.rangeOf(uri, 'first').start, 'json');
    assert.equal(found?.command, command);
  });

  test('is offered at one route, to a client that can copy', async () => {
    const offered = async (client: LanguageClient, uri: string, text: string) =>
      (await client.codeActions(uri, text)).filter(({ title }) => title === 'Copy as curl');
    const [action, ...others] = await offered(client, uri, 'name: first');
    assert.deepEqual(others, []);
    assert.deepEqual(action, {
      title: 'Copy as curl',
      command: {
        title: 'Copy as curl',
        command: 'kongRoutes.copyAsCurl',
        arguments: [{ uri, position: { line: 5, character: 8 } }],
      },
    });
    assert.deepEqual(await offered(client, uri, 'url: http'), []);
    assert.deepEqual(await offered(client, uri, yaml.slice(yaml.indexOf('- name: first'))), []);
    const other = await LanguageClient.start();
    try {
      assert.deepEqual(await offered(other, other.open('curl.yaml', yaml), 'name: first'), []);
    } finally {
      other.kill();
    }
  });
});

test('without an address in the settings, where Kong listens', async (context) => {
  const client = await LanguageClient.start();
  context.after(() => client.kill());
  const uri = client.open('curl.json', '{"paths": ["/a"]}');
  const position = { line: 0, character: 3 };
  const result = (await client.request('kongRoutes/curl', { uri, position, form: 'json' })) as CurlResult;
  assert.match(result.command!, /^curl -X POST 'http:\/\/localhost:8001\/routes' /);
});
