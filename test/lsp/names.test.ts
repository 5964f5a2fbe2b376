import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { DocumentSymbol } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { definition } from '../../server/lsp/requests/definition.js';
import { documentSymbols, flatSymbols } from '../../server/lsp/requests/document-symbol.js';
import { references } from '../../server/lsp/requests/references.js';
import { prepareRename, rename } from '../../server/lsp/requests/rename.js';
import { workspaceSymbols } from '../../server/lsp/requests/workspace-symbol.js';
import { refusalWords } from '../../server/problems/index.js';
import { defaultSettings } from '../../server/workspace/index.js';
import { type Folder, pathOf } from '../support/gateway-folder.js';
import { snapshotIn } from '../support/gateway-workspace.js';
import { readMarks } from '../support/marked-text.js';

/** A folder with one `<|>` in it, which is where the cursor is. */
function cursorIn(marked: Folder) {
  const folder: Record<string, string> = {};
  let cursor: { path: string; offset: number } | undefined;
  for (const [path, content] of Object.entries(marked)) {
    const { text, ranges } = readMarks(content);
    folder[path] = text;
    for (const { start } of ranges) {
      assert.equal(cursor, undefined, 'one cursor');
      cursor = { path, offset: start };
    }
  }
  assert.ok(cursor, 'a cursor');
  const snapshot = snapshotIn(folder, cursor.path);
  return { folder, snapshot, offset: cursor.offset, position: snapshot.text.positionAt(cursor.offset) };
}

/** The folder after a rename, or why there is none. */
function renamedIn(marked: Folder, newName: string): Record<string, string> | string | null {
  const { folder, snapshot, position } = cursorIn(marked);
  const renamed = rename(snapshot, position, newName);
  if (renamed === null) return null;
  if ('refused' in renamed) return refusalWords(renamed.refused);
  const after = { ...folder };
  for (const { uri, edits } of renamed.files) {
    const path = pathOf(uri);
    assert.ok(edits.length > 0, 'no file without an edit');
    after[path] = TextDocument.applyEdits(TextDocument.create(uri, '', 0, folder[path]!), [...edits]);
  }
  return after;
}

const shown = (folder: Folder, uri: string, line: number, character: number): string =>
  `${pathOf(uri)}:${line + 1}:${character + 1} ${folder[pathOf(uri)]!.split('\n')[line]!.trim()}`;

const table = `_format_version: "3.0"
services:
  - name: shop
    url: http://shop
    routes:
      - name: orders
        paths: [/orders]
        plugins:
          - name: key-auth
      - name: "cart"
        expression: http.path ^= "/cart"
        priority: 1
routes:
  - name: health
    service: {name: shop}
    methods: [GET]
    paths: [/health]
plugins:
  - name: cors
    route: orders
  - name: acl
    route: {name: 'cart'}
  - name: prometheus
    service: shop
    config: {route: orders}
`;

const tests = `routes: kong.yaml
tests:
  - request: GET /orders
    expect: orders
  - request: GET /cart
    expect: {route: [cart, orders], service: shop}
  - request: GET /x
    expect: no route
`;

const folder = { 'kong.yaml': table, 'kong.kong-test.yaml': tests };

/** The folder with the cursor at the first occurrence of a text of a file. */
const at = (path: keyof typeof folder, before: string): Folder => {
  const text = folder[path];
  const offset = text.indexOf(before) + before.length;
  assert.ok(offset >= before.length, before);
  return { ...folder, [path]: `${text.slice(0, offset)}<|>${text.slice(offset)}` };
};

suite('the outline of a document', () => {
  const outline = (text: string, path = 'kong.yaml'): string[] => {
    const snapshot = snapshotIn({ [path]: text }, path);
    const lines = (symbols: readonly DocumentSymbol[], indent: string): string[] =>
      symbols.flatMap(({ name, detail, selectionRange, children }) => [
        `${indent}${name}${detail ? ` | ${detail}` : ''} @${snapshot.text.getText(selectionRange)}`,
        ...lines(children ?? [], `${indent}  `),
      ]);
    return lines(documentSymbols(snapshot), '');
  };

  test('services with their routes, in the order of the text', () => {
    assert.deepEqual(outline(table), [
      'shop @shop',
      '  orders | /orders @orders',
      '  cart | http.path ^= "/cart" @"cart"',
      'health | GET /health @health',
    ]);
  });

  test('what has no name is called by its place', () => {
    const text =
      '{"_format_version": "3.0", "services": [{"url": "http://a", "routes": [{"paths": ["/a"]}]}]}';
    assert.deepEqual(outline(text, 'kong.json'), ['services[0] @', '  services[0].routes[0] | /a @']);
  });

  test('a route that an alias repeats is listed where the alias is', () => {
    const text =
      '_format_version: "3.0"\nservices:\n- &s\n  name: s\n  routes:\n  - name: r\n    paths: [/r]\n- *s\n';
    assert.deepEqual(outline(text), ['s @s', '  r | /r @r', 's @*s', '  r | /r @*s']);
  });

  test('routes of a document in another file', () => {
    const text =
      'kind: ConfigMap\ndata:\n  kong.yml: |\n    _format_version: "3.0"\n    services:\n    - name: s\n      routes:\n      - name: r\n        paths: [/r]\n';
    assert.deepEqual(outline(text), ['s @s', '  r | /r @r']);
  });

  test('without a tree, each with its service', () => {
    const found = flatSymbols(snapshotIn({ 'kong.yaml': table }, 'kong.yaml'));
    assert.deepEqual(
      found.map(({ name, containerName }) => [name, containerName]),
      [
        ['shop', undefined],
        ['orders', 'shop'],
        ['cart', 'shop'],
        ['health', undefined],
      ],
    );
  });

  test('of a file that is one expression there is none', () => {
    assert.deepEqual(outline('http.path == "/a"', 'a.kong-expr'), []);
  });
});

suite('symbols of the workspace', () => {
  const found = (query: string): string[] => {
    const { sources } = snapshotIn(folder, 'kong.yaml');
    const steps = workspaceSymbols(sources, defaultSettings, query);
    for (;;) {
      const step = steps.next();
      if (!step.done) continue;
      return step.value.map(({ name, containerName }) => (containerName ? `${containerName}/${name}` : name));
    }
  };

  test('the letters of the query, in order and in any case', () => {
    assert.deepEqual(found('OR'), ['shop/orders']);
    assert.deepEqual(found('h'), ['shop', 'health']);
    assert.deepEqual(found(''), ['shop', 'shop/orders', 'shop/cart', 'health']);
    assert.deepEqual(found('xyz'), []);
  });
});

suite('the definition and the references of a name', () => {
  const definitionsAt = (marked: Folder): string[] => {
    const { snapshot, position, folder } = cursorIn(marked);
    return definition(snapshot, position).map(({ uri, range: { start } }) =>
      shown(folder, uri, start.line, start.character),
    );
  };
  const referencesAt = (marked: Folder, withDeclaration = true): string[] => {
    const { snapshot, offset, folder } = cursorIn(marked);
    return references(snapshot, offset, withDeclaration).map(({ uri, range: { start } }) =>
      shown(folder, uri, start.line, start.character),
    );
  };

  test('a plugin, a service of a route, and a test lead to the declaration', () => {
    const orders = ['kong.yaml:6:15 - name: orders'];
    assert.deepEqual(definitionsAt(at('kong.yaml', 'route: or')), orders);
    assert.deepEqual(definitionsAt(at('kong.kong-test.yaml', 'expect: or')), orders);
    assert.deepEqual(definitionsAt(at('kong.yaml', "route: {name: 'c")), ['kong.yaml:10:15 - name: "cart"']);
    assert.deepEqual(definitionsAt(at('kong.yaml', 'service: {name: sh')), ['kong.yaml:3:11 - name: shop']);
  });

  test('what a plugin has in its own configuration refers to nothing', () => {
    assert.deepEqual(definitionsAt(at('kong.yaml', 'config: {route: or')), []);
  });

  test('every place that names it', () => {
    const used = [
      'kong.yaml:20:12 route: orders',
      'kong.kong-test.yaml:4:13 expect: orders',
      'kong.kong-test.yaml:6:28 expect: {route: [cart, orders], service: shop}',
    ];
    assert.deepEqual(referencesAt(at('kong.yaml', '- name: or'), false), used);
    assert.deepEqual(referencesAt(at('kong.yaml', '- name: or')), ['kong.yaml:6:15 - name: orders', ...used]);
  });

  test('by id', () => {
    const id = '11111111-1111-4111-8111-111111111111';
    const text = `_format_version: "3.0"\nroutes:\n- name: r\n  id: ${id}\n  paths: [/r]\nplugins:\n- name: cors\n  route: {id: ${id}}\n`;
    const marked = { 'kong.yaml': text.replace('{id: 1', '{id: <|>1') };
    assert.deepEqual(definitionsAt(marked), ['kong.yaml:3:9 - name: r']);
    assert.deepEqual(referencesAt({ 'kong.yaml': text.replace('- name: r', '- name: <|>r') }, false), [
      `kong.yaml:8:15 route: {id: ${id}}`,
    ]);
  });
});

suite('renaming', () => {
  test('a route, with its plugins and its tests, each in its own quotes', () => {
    const after = renamedIn(at('kong.yaml', '- name: "ca'), 'basket');
    assert.deepEqual(after, {
      'kong.yaml': table.replace('name: "cart"', 'name: "basket"').replace("name: 'cart'", "name: 'basket'"),
      'kong.kong-test.yaml': tests.replace('[cart', '[basket'),
    });
  });

  test('a service, from one of its references', () => {
    const after = renamedIn(at('kong.kong-test.yaml', 'service: sh'), 'store');
    assert.deepEqual(after, {
      'kong.yaml': table
        .replace('name: shop', 'name: store')
        .replace('{name: shop}', '{name: store}')
        .replace('service: shop', 'service: store'),
      'kong.kong-test.yaml': tests.replace('service: shop', 'service: store'),
    });
  });

  test('the name of a plugin is none', () => {
    assert.equal(renamedIn(at('kong.yaml', '- name: key'), 'x'), null);
    assert.equal(renamedIn(at('kong.yaml', 'config: {route: or'), 'x'), null);
  });

  test('the editor is shown the name without its quotes', () => {
    const { snapshot, position } = cursorIn(at('kong.yaml', '- name: "ca'));
    const prepared = prepareRename(snapshot, position)!;
    assert.equal(prepared.placeholder, 'cart');
    assert.equal(snapshot.text.getText(prepared.range), 'cart');
  });

  test('a name that would be read as a number gets quotes', () => {
    const after = renamedIn(at('kong.yaml', '- name: or'), '1.0') as Record<string, string>;
    assert.ok(after['kong.yaml']!.includes("name: '1.0'"));
  });

  test('a file next to it that declares the name again is another table', () => {
    const other = '_format_version: "3.0"\nroutes:\n- name: orders\n  paths: [/o]\n';
    const plugin = '_format_version: "3.0"\nplugins:\n- name: cors\n  route: orders\n';
    const after = renamedIn(
      { ...at('kong.yaml', '- name: or'), 'other.yaml': other, 'plugins.yaml': plugin },
      'sales',
    ) as Record<string, string>;
    assert.equal(after['other.yaml'], other);
    assert.equal(after['plugins.yaml'], plugin.replace('route: orders', 'route: sales'));
  });

  const refusals: [what: string, marked: Folder, newName: string, refusal: string][] = [
    [
      'a name that Kong does not accept',
      at('kong.yaml', '- name: or'),
      'two words',
      'Kong accepts letters, digits, ., -, _ and ~ in a name.',
    ],
    [
      'a name that another route has',
      at('kong.yaml', '- name: or'),
      'health',
      'There is already a route health.',
    ],
    [
      'a route that nothing declares',
      { 'kong.yaml': '_format_version: "3.0"\nroutes: []\nplugins:\n- name: cors\n  route: go<|>ne\n' },
      'x',
      'No file of this Gateway declares the route gone.',
    ],
    [
      'a name in a block scalar',
      {
        'kong.yaml':
          '_format_version: "3.0"\nroutes:\n- name: |-\n    orders\n  paths: [/r]\nplugins:\n- name: cors\n  route: or<|>ders\n',
      },
      'x',
      'kong.yaml uses this name in a place where Kong Routes does not rename. Rename it by hand.',
    ],
  ];
  for (const [what, marked, newName, refusal] of refusals) {
    test(`is refused for ${what}`, () => assert.equal(renamedIn(marked, newName), refusal));
  }
});
