import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { kubernetesGateways } from '../../server/gateways/kubernetes.js';
import { assertEdits, folder, showGateway, showWritten } from './folder.js';

/** What is found in a folder. */
function find(contents: Readonly<Record<string, string>>) {
  const from = folder(contents);
  const found = kubernetesGateways(from.files);
  assertEdits(from.files, kubernetesGateways);
  return {
    from,
    found,
    gateways: found.gateways.map((gateway) => showGateway(from, gateway)),
    written: showWritten(from, found),
  };
}

const deployment = (container: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: kong
  namespace: edge
spec:
  template:
    metadata:
      labels: { app: kong }
    spec:
      containers:
${container.replace(/^/gm, '      ').trimEnd()}
${more}`;

suite('workloads', () => {
  test('a variable of the container that runs Kong', () => {
    const { gateways, written } = find({
      'kong.yaml': deployment(`- name: proxy
  image: kong/kong-gateway:<|3.4.3.19|>-ubuntu
  env:
  - { name: KONG_DATABASE, value: "off" }
  - name: KONG_ROUTER_FLAVOR
    value: "<|expressions|>"
`),
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'deployment edge/kong at kong.yaml:4:9 kong',
        flavor: 'expressions, written at kong.yaml#2',
        version: '3.4.3.19, image kong/kong-gateway:3.4.3.19-ubuntu at kong.yaml#1',
        database: 'off',
      },
    ]);
    assert.deepEqual(written, ['KONG_ROUTER_FLAVOR expressions at kong.yaml#2']);
  });
});
