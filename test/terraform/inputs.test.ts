/** Small files with the right answers, positions to the UTF-16 unit. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { moduleOf, readRoutes, readTerraformFile, terraformData } from '../../server/terraform/index.js';
import { repositoryRoot } from '../support/vectors.js';
import { everyProblem } from './judged.js';

const other = 'terraform-argument-of-other-resource';

const answers: Readonly<Record<string, readonly string[]>> = {
  '01-equals': ['3:33-3:34 expression-unknown-operator'],
  '02-escape-range': ['3:46-3:55 expression-unknown-field'],
  '03-heredoc': ['5:22-5:23 expression-unknown-operator'],
  '04-wrong-resource': [`4:3-4:13 ${other}`, `5:3-5:11 ${other}`],
  '05-wrong-resource-2': [`3:3-3:8 ${other}`, `4:3-4:17 ${other}`],
  '06-kong-route': [],
  '07-unknown-part': ['3:65-3:66 expression-unknown-operator'],
  '08-fully-unknown': [],
  '09-bad-hcl-escape': ['3:28-3:30 hcl-invalid-escape', '8:43-8:46 expression-syntax'],
  '10-kong2tf-expression': [`3:3-3:13 ${other}`, '3:37-3:39 hcl-invalid-escape', `4:3-4:11 ${other}`],
};

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
