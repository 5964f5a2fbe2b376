import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { moveFlavor } from '../../server/gateways/helm/move-flavor.js';
import { findGateways } from '../../server/gateways/index.js';
import { SourceFile } from '../../server/text/source-file.js';

/** Values of a chart after the flavor that it does not read was moved to where it does. */
function moved(text: string, chart = 'kong'): string {
  const uri = 'file:///folder/values.yaml';
  const chartFile = new SourceFile(
    'file:///folder/Chart.yaml',
    `apiVersion: v2\nname: edge\nversion: 1.0.0\ndependencies:\n- name: ${chart}\n  repository: https://charts.konghq.com\n  version: 0.1.0\n`,
  );
  const file = new SourceFile(uri, text);
  const { written } = findGateways([chartFile, file]);
  const unread = written.filter((one) => one.unread);
  assert.equal(unread.length, 1, 'one that is not read');
  const edit = moveFlavor(file, unread[0]!);
  assert.ok(edit, 'it can be moved');
  const result = text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
  const after = findGateways([chartFile, new SourceFile(uri, result)]);
  assert.deepEqual(
    after.written.map(({ unread }) => unread),
    [null],
    result,
  );
  const [gateway] = after.gateways;
  assert.equal(gateway?.flavor.origin.kind, 'written', result);
  return result;
}

suite('a flavor that the chart does not read is moved', () => {
  test('into keys that are not there yet; what is empty then goes', () => {
    assert.equal(
      moved('kong:\n  gateway:\n    env:\n      router_flavor: expressions\n'),
      'kong:\n  env:\n    router_flavor: expressions\n',
    );
    assert.equal(
      moved('ingress:\n  env:\n    router_flavor: expressions\n', 'ingress'),
      'ingress:\n  gateway:\n    env:\n      router_flavor: expressions\n',
    );
  });

  test('with quotes and comments; what stays keeps its own', () => {
    assert.equal(
      moved(`# Ours
kong:
  gateway:
    # The environment
    env:
      # Until everybody has moved
      router_flavor: "expressions" # was traditional
      log_level: debug # noisy
  # The proxy
  proxy:
    type: ClusterIP
`),
      `# Ours
kong:
  env:
    router_flavor: "expressions" # was traditional
  gateway:
    # The environment
    env:
      # Until everybody has moved
      log_level: debug # noisy
  # The proxy
  proxy:
    type: ClusterIP
`,
    );
  });

  test('into keys that are there', () => {
    assert.equal(
      moved(`kong:
  env:
    database: "off"
  gateway:
    env:
      router_flavor: expressions
    replicaCount: 2
`),
      `kong:
  env:
    router_flavor: expressions
    database: "off"
  gateway:
    replicaCount: 2
`,
    );
    assert.equal(
      moved('kong:\n  env:\n  gateway:\n    env: { router_flavor: expressions, log_level: debug }\n'),
      'kong:\n  env:\n    router_flavor: expressions\n  gateway:\n    env: { log_level: debug }\n',
    );
  });

  test('where a comment would go with it, an empty key stays', () => {
    assert.equal(
      moved('kong:\n  gateway:\n    # All of it\n    env:\n      router_flavor: expressions\n'),
      'kong:\n  env:\n    router_flavor: expressions\n  gateway:\n    # All of it\n',
    );
  });

  test('where the right key has a value, that one stays', () => {
    assert.equal(
      moved(
        'kong:\n  env:\n    router_flavor: traditional\n  gateway:\n    env:\n      router_flavor: expressions\n',
      ),
      'kong:\n  env:\n    router_flavor: traditional\n',
    );
  });

  test('with the line breaks of the file, and without one at its end', () => {
    assert.equal(
      moved('kong:\r\n  gateway:\r\n    env:\r\n      router_flavor: expressions'),
      'kong:\r\n  env:\r\n    router_flavor: expressions\r\n',
    );
  });

  test('in flow style', () => {
    assert.equal(
      moved('kong: {gateway: {env: {log_level: debug, router_flavor: expressions}}}\n'),
      'kong: {"env": {"router_flavor": "expressions"}, gateway: {env: {log_level: debug}}}\n',
    );
    assert.equal(
      moved('{"kong": {"gateway": {"env": {"router_flavor": "expressions"}}, "x": 1}}\n'),
      '{"kong": {"env": {"router_flavor": "expressions"}, "x": 1}}\n',
    );
  });
});
