import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type CompletionItem, CompletionItemTag, type Location, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { flavorCompletion } from '../../server/lsp/completion/flavor-completion.js';
import { definition } from '../../server/lsp/requests/definition.js';
import { hover } from '../../server/lsp/requests/hover.js';
import { references } from '../../server/lsp/requests/references.js';
import { type Folder, folderAddress, pathOf } from '../support/gateway-folder.js';
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
  return { folder, offset: cursor.offset, path: cursor.path, snapshot: snapshotIn(folder, cursor.path) };
}

/** What the hover says, and over what. */
function hoverIn(marked: Folder): { over: string; says: string } | null {
  const { snapshot, offset } = cursorIn(marked);
  const found = hover(snapshot, snapshot.text.positionAt(offset));
  if (!found?.range) return null;
  const { value } = found.contents as { value: string };
  return { over: snapshot.text.getText(found.range), says: value.replaceAll(folderAddress, '') };
}

/** Places as `path:line text`. */
const shown = (folder: Folder, locations: readonly Location[]): string[] =>
  locations.map(({ uri, range }) => {
    const text = TextDocument.create(uri, '', 0, folder[pathOf(uri)]!);
    return `${pathOf(uri)}:${range.start.line + 1} ${text.getText(range)}`.trimEnd();
  });

function definitionIn(marked: Folder): string[] {
  const { folder, snapshot, offset } = cursorIn(marked);
  return shown(folder, definition(snapshot, snapshot.text.positionAt(offset)));
}

function referencesIn(marked: Folder): string[] {
  const { folder, snapshot, offset } = cursorIn(marked);
  return shown(folder, references(snapshot, offset));
}

interface Asked {
  readonly asked?: boolean;
  readonly snippets?: boolean;
}

function completionIn(marked: Folder, { asked = true, snippets = false }: Asked = {}) {
  const { folder, path, snapshot, offset } = cursorIn(marked);
  const items = flavorCompletion(snapshot, snapshot.text.positionAt(offset), asked, { snippets });
  const apply = ({ textEdit }: CompletionItem) =>
    TextDocument.applyEdits(snapshot.text, [textEdit as TextEdit]);
  return { items, labels: items.map(({ label }) => label), folder, path, apply };
}

const flavors = ['traditional_compatible', 'expressions', 'traditional'];

const compose = (environment: string, image = 'kong:3.9.1') =>
  `services:\n  kong:\n    image: ${image}\n    volumes:\n      - ./kong.yaml:/kong/kong.yaml\n    environment:\n      KONG_DATABASE: "off"\n      KONG_DECLARATIVE_CONFIG: /kong/kong.yaml\n${environment}`;

const routes = '_format_version: "3.0"\nroutes:\n  - name: orders\n    paths: [/orders]\n';

suite('hover over a router flavor', () => {
  test('what it means, for which gateway and for which routes', () => {
    const folder = {
      'compose.yaml': compose('      KONG_ROUTER_FLAVOR: expr<|>essions\n'),
      'kong.yaml': routes,
    };
    assert.deepEqual(hoverIn(folder), {
      over: 'expressions',
      says: [
        '`KONG_ROUTER_FLAVOR: expressions`',
        'Routes have an `expression` and a `priority`, or traditional fields.',
        'Used by service `kong` in [compose.yaml:2](compose.yaml#L2,3) · Gateway 3.9.1 · routes in [kong.yaml](kong.yaml)',
      ].join('\n\n'),
    });
  });

  test('the key says the same; the version counts', () => {
    const folder = { 'compose.yaml': compose('      KONG_<|>ROUTER_FLAVOR: expressions\n', 'kong:3.6') };
    assert.deepEqual(hoverIn(folder), {
      over: 'KONG_ROUTER_FLAVOR',
      says: [
        '`KONG_ROUTER_FLAVOR: expressions`',
        'Routes have an `expression` and a `priority`, and no traditional fields before Gateway 3.7.',
        'Used by service `kong` in [compose.yaml:2](compose.yaml#L2,3) · Gateway 3.6',
      ].join('\n\n'),
    });
  });

  test('a variable, from where it is used and from where it gets its value', () => {
    const value = 'FLAVOR=traditional\n';
    const use = `      KONG_ROUTER_FLAVOR: $${'{FLAVOR}'}\n`;
    const rest = [
      'The router of Kong before 3.0. Routes have traditional fields. Deprecated: the next major version removes it.',
      'Used by service `kong` in [compose.yaml:2](compose.yaml#L2,3) · Gateway 3.9.1',
    ];
    assert.deepEqual(
      hoverIn({ '.env': value, 'compose.yaml': compose(use.replace('FLAVOR}', '<|>FLAVOR}')) }),
      {
        over: '$' + '{FLAVOR}',
        says: ['`KONG_ROUTER_FLAVOR: traditional` · value from [.env:1](.env#L1,8)', ...rest].join('\n\n'),
      },
    );
    assert.deepEqual(hoverIn({ '.env': 'FLAVOR=trad<|>itional\n', 'compose.yaml': compose(use) }), {
      over: 'traditional',
      says: ['`router_flavor: traditional`', ...rest].join('\n\n'),
    });
  });

  test('an environment goes before kong.conf', () => {
    const folder = {
      'compose.yaml': `services:\n  kong:\n    image: kong:3.9.1\n    volumes: ["./kong.conf:/etc/kong/kong.conf"]\n    environment: { KONG_ROUTER_FLAVOR: expressions }\n`,
      'kong.conf': 'router_flavor = <|>traditional\n',
    };
    assert.deepEqual(hoverIn(folder)?.says.split('\n\n').slice(2), [
      'Overridden: service `kong` in [compose.yaml:2](compose.yaml#L2,3) runs `expressions`, set in [compose.yaml:5](compose.yaml#L5,40).',
    ]);
  });

  test('a key that the chart does not read, and gateways that have to agree', () => {
    const chart =
      'apiVersion: v2\nname: edge\nversion: 1.0.0\ndependencies:\n- { name: kong, repository: https://charts.konghq.com, version: 2.48.0 }\n';
    const values = 'kong:\n  gateway:\n    env:\n      router_flavor: <|>expressions\n';
    assert.deepEqual(
      hoverIn({ 'Chart.yaml': chart, 'values.yaml': values })?.says,
      [
        '`kong.gateway.env.router_flavor: expressions`',
        'Routes have an `expression` and a `priority`, from Gateway 3.7 on also traditional fields instead.',
        'This key has no effect: chart `kong/kong` reads `kong.env.router_flavor`.',
      ].join('\n\n'),
    );
    const service = (name: string, flavor: string) =>
      `  ${name}: { image: 'kong:3.9.1', environment: { KONG_DATABASE: postgres, KONG_PG_HOST: db, KONG_ROUTER_FLAVOR: ${flavor} } }\n`;
    const folder = {
      'compose.yaml': `services:\n${service('a', '<|>expressions')}${service('b', 'traditional')}  db: { image: postgres }\n`,
    };
    assert.match(
      hoverIn(folder)!.says,
      /Must be the same: service `b` in \[compose.yaml:3\]\(.*?\) runs `traditional`, set in \[compose.yaml:3\]\(.*?\) \(a and b use the same database\)\.$/,
    );
  });

  test('nothing elsewhere', () => {
    assert.equal(
      hoverIn({
        'compose.yaml': compose('      KONG_ROUTER_FLAVOR: expressions\n').replace('off', 'o<|>ff'),
      }),
      null,
    );
  });
});

suite('where a router flavor leads', () => {
  const use = `      KONG_ROUTER_FLAVOR: $${'{FLAVOR:-expressions}'}\n`;

  test('to the value of its variable', () => {
    const marked = use.replace('FLAVOR:', 'FLAV<|>OR:');
    assert.deepEqual(definitionIn({ '.env': 'A=1\nFLAVOR=traditional\n', 'compose.yaml': compose(marked) }), [
      '.env:2 traditional',
    ]);
  });

  test('to the routes that it is for', () => {
    const folder = {
      'compose.yaml': compose('      KONG_ROUTER_FLAVOR: <|>expressions\n'),
      'kong.yaml': routes,
    };
    assert.deepEqual(definitionIn(folder), ['kong.yaml:3']);
  });

  test('from a variable to its uses; from one gateway to those that have to agree', () => {
    assert.deepEqual(referencesIn({ '.env': 'FLAVOR=<|>traditional\n', 'compose.yaml': compose(use) }), [
      'compose.yaml:9 $' + '{FLAVOR:-expressions}',
    ]);
    const service = (name: string, flavor: string) =>
      `  ${name}: { image: 'kong:3.9.1', environment: { KONG_DATABASE: postgres, KONG_PG_HOST: db, KONG_ROUTER_FLAVOR: ${flavor} } }\n`;
    assert.deepEqual(
      referencesIn({
        'compose.yaml': `services:\n${service('a', '<|>expressions')}${service('b', 'traditional')}  db: { image: postgres }\n`,
      }),
      ['compose.yaml:3 traditional'],
    );
  });

  test('nowhere from elsewhere', () => {
    assert.deepEqual(definitionIn({ 'compose.yaml': compose('<|>') }), []);
    assert.deepEqual(referencesIn({ 'compose.yaml': compose('<|>') }), []);
  });
});

suite('completion of the values', () => {
  const places: Readonly<Record<string, Folder>> = {
    'kong.conf, nothing written': { 'kong.conf': 'database = off\nrouter_flavor = <|>\n' },
    'kong.conf, a part of it': { 'kong.conf': 'router_flavor=exp<|>\n' },
    'a map of compose': { 'compose.yaml': compose('      KONG_ROUTER_FLAVOR: <|>\n') },
    'a list of compose': {
      'compose.yaml':
        'services:\n  kong:\n    image: kong\n    environment:\n      - KONG_ROUTER_FLAVOR=<|>\n',
    },
    'a default in compose': {
      'compose.yaml': compose('      KONG_ROUTER_FLAVOR: "$' + '{X:-expr<|>essions}"\n'),
    },
    'the value of a variable': {
      '.env': 'FLAVOR=expr<|>\n',
      'compose.yaml': compose('      KONG_ROUTER_FLAVOR: $FLAVOR\n'),
    },
    'an environment file': { 'kong.env': 'KONG_ROUTER_FLAVOR=<|>\n' },
    'a Dockerfile': { Dockerfile: 'FROM kong:3.9\nENV KONG_ROUTER_FLAVOR=<|>\n' },
    'a manifest': {
      'k.yaml': 'containers:\n- image: kong\n  env:\n  - name: KONG_ROUTER_FLAVOR\n    value: <|>\n',
    },
    'a manifest in flow style': { 'k.yaml': 'env: [{ name: KONG_ROUTER_FLAVOR, value: <|> }]\n' },
    'values of a chart': { 'values.yaml': 'env:\n  router_flavor: "<|>"\n' },
    JSON: { 'k.json': '{"env": [{"name": "KONG_ROUTER_FLAVOR", "value": "<|>"}]}' },
  };

  for (const [name, folder] of Object.entries(places)) {
    test(name, () => {
      const { items, labels, apply, folder: plain, path } = completionIn(folder, { asked: false });
      assert.deepEqual(labels, flavors);
      const after = apply(items[1]!);
      const [before, rest] = folder[path]!.split('<|>') as [string, string];
      const written = `${before.replace(/\w*$/, '')}expressions${rest.replace(/^\w*/, '')}`;
      assert.equal(after, written, `in place of what is typed in ${plain[path]}`);
    });
  }

  test('what each is, for the version of the Gateway', () => {
    const { items } = completionIn({
      'compose.yaml': compose('      KONG_ROUTER_FLAVOR: <|>x\n', 'kong:3.6'),
    });
    assert.deepEqual(
      items.map(({ label, detail, documentation, tags, sortText }) => [
        label,
        detail,
        (documentation as { value: string }).value,
        tags,
        sortText,
      ]),
      [
        [
          'traditional_compatible',
          "Kong's default",
          "Kong's default since 3.0. Routes have traditional fields, which Kong translates into expressions when it builds the router.",
          undefined,
          '0',
        ],
        [
          'expressions',
          'routes with an expression',
          'Routes have an `expression` and a `priority`, and no traditional fields before Gateway 3.7.',
          undefined,
          '1',
        ],
        [
          'traditional',
          'the router before 3.0, deprecated',
          'The router of Kong before 3.0. Routes have traditional fields. Deprecated: the next major version removes it.',
          [CompletionItemTag.Deprecated],
          '2',
        ],
      ],
    );
  });

  test('not in a comment, not of other keys', () => {
    for (const text of [
      '# router_flavor = <|>\n',
      'my_router_flavor = <|>\n',
      'database = <|>\n',
      'router_flavor <|>\n',
    ]) {
      assert.deepEqual(
        completionIn({ 'kong.conf': `admin_listen = off\n${text}` }, { asked: false }).labels,
        [],
        text,
      );
    }
  });
});

suite('completion of the key, wherever it would be read', () => {
  const deployment = (env: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: kong }\nspec:\n  template:\n    spec:\n      containers:\n        - name: proxy\n          image: kong:3.9.1\n          env:\n            - name: KONG_DATABASE\n              value: "off"\n${env}        - name: other\n          image: busybox\n          env:\n            - name: A\n              value: b\n`;
  const places: Readonly<Record<string, readonly [Folder, string]>> = {
    'a map of compose': [{ 'compose.yaml': compose('      KONG_R<|>\n') }, 'KONG_ROUTER_FLAVOR: '],
    'a map of compose, nothing typed': [{ 'compose.yaml': compose('      <|>\n') }, 'KONG_ROUTER_FLAVOR: '],
    'a list of compose': [
      {
        'compose.yaml':
          'services:\n  kong:\n    image: kong\n    environment:\n      - KONG_DATABASE=off\n      - kong<|>\n',
      },
      'KONG_ROUTER_FLAVOR=',
    ],
    'the environment of a container': [
      { 'k.yaml': deployment('            - <|>\n') },
      'name: KONG_ROUTER_FLAVOR\n              value: ',
    ],
    'the name of a variable': [
      { 'k.yaml': deployment('            - name: KONG_<|>\n') },
      'KONG_ROUTER_FLAVOR\n              value: ',
    ],
    'values of a chart': [
      {
        'values.yaml':
          'ingressController:\n  enabled: true\nproxy:\n  type: ClusterIP\nenv:\n  database: "off"\n  ro<|>\n',
      },
      'router_flavor: ',
    ],
    'kong.conf': [{ 'kong.conf': 'database = off\nrole = control_plane\n<|>\n' }, 'router_flavor = '],
    'a Dockerfile': [
      { Dockerfile: 'FROM kong:3.9\nENV KONG_DATABASE=off\nENV KONG<|>\n' },
      'KONG_ROUTER_FLAVOR=',
    ],
    'an environment file': [
      {
        'compose.yaml': 'services:\n  kong:\n    image: kong:3.9\n    env_file: kong.env\n',
        'kong.env': 'KONG_DATABASE=off\nK<|>\n',
      },
      'KONG_ROUTER_FLAVOR=',
    ],
  };

  for (const [name, [folder, written]] of Object.entries(places)) {
    test(name, () => {
      const { items, apply, path } = completionIn(folder);
      assert.deepEqual(
        items.map((item) => apply(item)),
        [folder[path]!.replace(/\w*<\|>/, () => written)],
      );
      assert.deepEqual(completionIn(folder, { asked: false }).labels, [], 'only where it is asked for');
      const [snippet] = completionIn(folder, { snippets: true }).items;
      assert.equal(
        (snippet!.textEdit as TextEdit).newText,
        `${written}$${'{1|traditional_compatible,expressions,traditional|}'}`,
      );
    });
  }

  test('not where nothing reads it', () => {
    const otherFolders: readonly Folder[] = [
      { 'compose.yaml': compose('      KONG_ROUTER_FLAVOR: expressions\n      KONG_<|>\n') },
      { 'compose.yaml': compose('').replace('    volumes', '    <|>\n    volumes') },
      { 'compose.yaml': `${compose('')}  db:\n    image: postgres\n    environment:\n      <|>\n` },
      { 'k.yaml': deployment('').replace('value: b\n', 'value: b\n            - <|>\n') },
      { 'values.yaml': 'gateway:\n  <|>\ningressController:\n  enabled: true\nproxy:\n  type: ClusterIP\n' },
      { 'kong.conf': 'database = o<|>\n' },
    ];
    for (const folder of otherFolders) {
      assert.deepEqual(completionIn(folder).labels, [], Object.values(folder).join());
    }
  });
});
