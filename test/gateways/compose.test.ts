import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Folder, showGateways } from '../support/gateway-folder.js';

suite('compose files', () => {
  test('a service that runs Kong', () => {
    const folder: Folder = {
      'compose.yaml': `services:
  kong:
    image: kong/kong-gateway:3.11.0.2-ubuntu
    environment:
      KONG_DATABASE: "off"
      KONG_ROUTER_FLAVOR: "expressions"
      KONG_ROUTE_MATCH_CALCULATION: strict
  db:
    image: postgres:13
    environment:
      KONG_ROUTER_FLAVOR: expressions
`,
    };
    assert.deepEqual(showGateways(folder), [
      {
        is: 'compose-service kong',
        place: 'compose.yaml:2: <|kong|>:',
        flavor: 'expressions | written | compose.yaml:6: KONG_ROUTER_FLAVOR: "<|expressions|>"',
        version:
          '3.11.0.2 | image kong/kong-gateway:3.11.0.2-ubuntu | compose.yaml:3: image: kong/kong-gateway:<|3.11.0.2|>-ubuntu',
        calculation: 'strict | written | compose.yaml:7: KONG_ROUTE_MATCH_CALCULATION: <|strict|>',
        database: 'off',
      },
    ]);
  });
});
