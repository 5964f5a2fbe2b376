/** Small files with the right answers, positions to the UTF-16 unit. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { moduleOf, readRoutes, readTerraformFile, terraformData } from '../../server/terraform/index.js';
import { repositoryRoot } from '../support/vectors.js';
import { everyProblem } from './judged.js';
import { smallInputs as answers } from './small-inputs.js';

const read = (name: string) =>
  readFileSync(new URL(`test/fixtures/terraform/${name}.tf`, repositoryRoot), 'utf8');

suite('Terraform: small inputs', () => {
  for (const [name, said] of Object.entries(answers)) {
    test(name, () => assert.deepEqual(everyProblem(read(name)), said));
  }

  test('the same with a byte order mark and CRLF', () => {
    for (const [name, said] of Object.entries(answers)) {
      assert.deepEqual(everyProblem(read(name).replaceAll('\n', '\r\n')), said, name);
    }
  });

  test('kong_route: the route in Kong’s fields', () => {
    const { routes } = readRoutes(moduleOf([readTerraformFile('main.tf', read('06-kong-route'))!]));
    assert.deepEqual(terraformData(routes[0]!.body), {
      protocols: ['http'],
      paths: ['~/v\\d+/x'],
      headers: { 'x-env': ['a', 'b'] },
    });
    assert.deepEqual(routes[0]!.service, {
      kind: 'resource',
      type: 'kong_service',
      name: 's',
      span: { start: 43, end: 60 },
    });
  });
});
