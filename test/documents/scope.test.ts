import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { documentScope, readDocument } from '../../server/documents/index.js';

/** The services of all routes of a document. */
function services(text: string, format: 'yaml' | 'json' = 'yaml') {
  const document = readDocument(text, format);
  const { serviceOf } = documentScope(document);
  return document.routes.map(serviceOf);
}

suite('the service of a route', () => {
  test('of a declarative file', () => {
    const text = `_format_version: "3.0"
routes:
  - {name: alone, paths: [/a]}
  - {name: nothing, paths: [/a], service: null}
  - {name: by-name, paths: [/a], service: orders}
  - {name: by-mapping, paths: [/a], service: {name: orders}}
  - {name: by-id, paths: [/a], service: {id: 00000000-0000-0000-0000-000000000001}}
services:
  - name: orders
    id: 00000000-0000-0000-0000-000000000002
    routes: [{name: nested, paths: [/a]}]
  - url: http://nameless
    routes: [{name: of-a-nameless, paths: [/a]}]
`;
    assert.deepEqual(services(text), [
      null,
      null,
      { id: null, name: 'orders' },
      { id: null, name: 'orders' },
      { id: '00000000-0000-0000-0000-000000000001', name: null },
      { id: '00000000-0000-0000-0000-000000000002', name: 'orders' },
      undefined,
    ]);
  });

  test('after anchors and merge keys, in the second document of a file', () => {
    const text = `a: 1
---
_format_version: "3.0"
services:
  - &base {name: base, url: http://a, routes: [{name: one, paths: [/a]}]}
  - <<: *base
    name: other
`;
    assert.deepEqual(services(text), [
      { id: null, name: 'base' },
      { id: null, name: 'other' },
    ]);
  });

  test('in decK’s old form', () => {
    const text = `_format_version: "1.1"
service_packages:
  - name: p
    versions:
      - version: v
        implementation: {kong: {service: {name: inner, routes: [{name: r, paths: [/a]}]}}}
`;
    assert.deepEqual(services(text), [{ id: null, name: 'inner' }]);
  });

  test('as the Admin API speaks', () => {
    const one = '{"name": "a", "paths": ["/a"], "strip_path": true}';
    assert.deepEqual(services(one, 'json'), [undefined]);
    assert.deepEqual(services('{"name":"a","paths":["/a"],"service":null}', 'json'), [null]);
    const list = '{"data": [{"name": "a", "paths": ["/a"], "service": {"id": "x"}}], "next": null}';
    assert.deepEqual(services(list, 'json'), [{ id: 'x', name: null }]);
  });

  test('of what cannot be made out is not told', () => {
    const text =
      '_format_version: "3.0"\nservices:\n- name: a\n  routes:\n  - {name: b, paths: [/a]}\nc: *nowhere\n';
    assert.deepEqual(services(text), [undefined]);
  });
});

test('tags that decK selects by, and the workspace', () => {
  const scope = (text: string) => {
    const { selectTags, workspace } = documentScope(readDocument(text, 'yaml'));
    return { selectTags, workspace };
  };
  assert.deepEqual(scope('_format_version: "3.0"\n_workspace: team\n_info: {select_tags: [a, b, a]}\n'), {
    selectTags: ['a', 'b'],
    workspace: 'team',
  });
  assert.deepEqual(scope('_format_version: "3.0"\n_info: {select_tags: a}\n_workspace: 5\n'), {
    selectTags: [],
    workspace: null,
  });
  assert.deepEqual(scope(': ['), { selectTags: [], workspace: null });
});
