/** A workspace that is on no disk, such as a repository in vscode.dev: the server reads its files through the editor. */

import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import type { DocumentGateway } from '../../server/protocol/index.js';
import { LanguageClient } from '../support/language-client.js';

const root = 'vscode-vfs://github/shop';
const routes = `_format_version: "3.0"
routes:
  - name: exact
    expression: http.path == "/a"
`;
const compose = `services:
  kong:
    image: kong:3.9.1
    environment:
      KONG_ROUTER_FLAVOR: traditional
      KONG_DECLARATIVE_CONFIG: /kong/kong.yml
    volumes:
      - ./api/kong.yml:/kong/kong.yml:ro
`;
const files = {
  [`${root}/compose.yaml`]: compose,
  [`${root}/api/kong.yml`]: routes,
  [`${root}/.gitignore`]: 'left-out/\n',
  [`${root}/left-out/compose.yaml`]: compose.replace('./api', '../api').replace('traditional', 'expressions'),
};

async function start(context: TestContext, readsFiles: boolean): Promise<LanguageClient> {
  const client = await LanguageClient.start({
    folders: [root],
    virtualFiles: files,
    initializationOptions: { readsFiles },
  });
  context.after(() => client.kill());
  return client;
}

suite('a virtual workspace', () => {
  test('is searched for Gateways through the editor, without what git leaves out', async (context) => {
    const client = await start(context, true);
    const uri = client.openAt(`${root}/api/kong.yml`, routes, 'yaml');
    const { diagnostics } = await client.diagnostics(uri, 1);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['match-missing', 'expression-in-flavor'],
    );
    const answer = await client.request('kongRoutes/gatewayOfDocument', { uri });
    const gateway = answer as DocumentGateway;
    assert.equal(gateway.label, 'traditional · 3.9.1');
  });

  test('is not searched where the editor does not read files: the flavor is that of the routes', async (context) => {
    const client = await start(context, false);
    const uri = client.openAt(`${root}/api/kong.yml`, routes, 'yaml');
    const { diagnostics } = await client.diagnostics(uri, 1);
    assert.deepEqual(diagnostics, []);
  });
});
