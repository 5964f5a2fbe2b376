/** Completion in routes: the document after what is chosen, in every style in which a value is written. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { CompletionItem } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { expressionItems } from '../../server/lsp/completion/expression-completion.js';
import { usedValues } from '../../server/lsp/completion/used-values.js';
import { routeCompletion } from '../../server/lsp/requests/completion.js';
import type { Settings } from '../../server/protocol/index.js';
import { generate } from '../fuzz/generator.js';
import { finish } from '../support/generators.js';
import { readMarks } from '../support/marked-text.js';
import { snapshotOf } from '../support/snapshot.js';

interface Asked {
  readonly text: string;
  readonly items: readonly CompletionItem[];
  readonly choose: (label: string) => string;
}

function complete(
  marked: string,
  languageId: 'yaml' | 'json' | 'kong-expression' = 'yaml',
  settings: Partial<Settings> = { routerFlavor: 'expressions' },
  snippets = false,
): Asked {
  const { text, ranges } = readMarks(marked);
  const snapshot = snapshotOf(text, settings, languageId);
  const position = snapshot.text.positionAt(ranges[0]!.start);
  const items = finish(routeCompletion(snapshot, position, true, { snippets })) ?? [];
  const choose = (label: string) => {
    const chosen = items.filter((item) => item.label === label);
    assert.equal(chosen.length, 1, `${label} among ${items.map((item) => item.label).join(', ')}`);
    const edit = chosen[0]!.textEdit!;
    assert.ok('range' in edit);
    return TextDocument.applyEdits(snapshot.text, [edit]);
  };
  return { text, items, choose };
}

const labels = (asked: Asked) => asked.items.map(({ label }) => label);

const head = '_format_version: "3.0"\nroutes:\n  - name: a\n';
const routes = (value: string) => `${head}    expression: ${value}`;
const after = '\n    priority: 1\n  - name: b\n    hosts: [example.com]\n';

suite('what is chosen is written in the style of the expression', () => {
  for (const [style, before, label, expected] of [
    ['nothing yet', '<|>', 'http.path', 'http.path'],
    ['plain', 'http.path <|>', '^=', 'http.path ^= '],
    ['plain, a constant', 'http.method == <|>', '"GET"', 'http.method == "GET"'],
    ['plain, in the middle', 'http.pa<|>th == "/a"', 'http.host', 'http.host == "/a"'],
    ['plain, behind a symbol', 'http.method ==<|>', '"GET"', 'http.method == "GET"'],
    [
      'plain, on two lines',
      'http.path == "/a" &&\n      http.m<|>',
      'http.method',
      'http.path == "/a" &&\n      http.method',
    ],
    ['single-quoted', "'http.method == <|>'", '"GET"', `'http.method == "GET"'`],
    ['single-quoted and empty', "'<|>'", '!( … )', "'!()'"],
    ['double-quoted', '"http.method == <|>"', '"GET"', '"http.method == \\"GET\\""'],
    ['double-quoted, begun', '"http.method == \\"G<|>\\""', '"GET"', '"http.method == \\"GET\\""'],
    ['double-quoted and not closed', '"http.me<|>', 'http.method', '"http.method'],
    [
      'literal',
      '|\n      http.method == "GET"\n      && http.<|>',
      'http.host',
      '|\n      http.method == "GET"\n      && http.host',
    ],
    ['literal and empty', '|\n      <|>', 'http.host', '|\n      http.host'],
    ['folded', '>-\n      http.method == "<|>"', '"GET"', '>-\n      http.method == "GET"'],
    [
      'folded, a new line',
      '>-\n      http.method == "GET"\n      <|>',
      '&&',
      '>-\n      http.method == "GET"\n      && ',
    ],
  ] as const) {
    test(style, () => {
      assert.equal(complete(routes(before) + after).choose(label), routes(expected) + after);
    });
  }

  for (const [before, label, expected] of [
    ['"http.method == <|>"', '"GET"', '"http.method == \\"GET\\""'],
    ['"http.method == \\"<|>\\""', '"GET"', '"http.method == \\"GET\\""'],
    ['"<|>"', 'path matches', '"http.path ~ r#\\"^/$\\"#"'],
    [' <|>', 'http.path', ' "http.path"'],
  ] as const) {
    test(`JSON: ${before}`, () => {
      const json = (value: string) =>
        `{ "_format_version": "3.0", "routes": [{ "name": "a", "expression": ${value} }] }`;
      assert.equal(complete(json(before), 'json').choose(label), json(expected));
    });
  }

  test('a file that is one expression', () => {
    assert.equal(complete('<|>', 'kong-expression').choose('http.path'), 'http.path');
    const lines = (constant: string) => `http.host == "a"\n  && http.method == ${constant}\n`;
    assert.equal(complete(lines('"<|>"'), 'kong-expression').choose('"GET"'), lines('"GET"'));
  });

  test('whatever is offered, the expression is then what it was with that in it', () => {
    const styles: readonly ((value: string) => string)[] = [
      (value) => `|-\n      ${value}`,
      (value) => JSON.stringify(value),
      (value) => `'${value.replaceAll("'", "''")}'`,
    ];
    const language = { subsystem: 'http', gatewayVersion: [3, 9] } as const;
    let offered = 0;
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(2), (index, where, style) => {
        const { text } = generate(3, index);
        // Line breaks are the subject of other tests.
        if (!/^[\x20-\x7e]+$/.test(text) || /^\s|\s$/.test(text)) return;
        const offset = where % (text.length + 1);
        const marked = styles[style]!(`${text.slice(0, offset)}\ufffc${text.slice(offset)}`);
        const { items, choose, text: file } = complete(`${routes(marked.replace('\ufffc', '<|>'))}\n`);
        const used = finish(usedValues([snapshotOf(file).analysis]));
        const { span, items: meant } = expressionItems(text, offset, language, used);
        assert.deepEqual(
          items.map(({ label }) => label),
          meant.map(({ label }) => label),
        );
        for (const { label, parts } of meant) {
          const plain = parts.map((part) => (typeof part === 'string' ? part : part.fill)).join('');
          const [route] = snapshotOf(choose(label)).document.routes;
          const value = route?.body.entries.find(({ key }) => key === 'expression')?.value;
          const expected = text.slice(0, span.start) + plain + text.slice(span.end);
          assert.equal(value?.kind === 'scalar' && value.value, expected);
          offered++;
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(offered > 500);
  });
});

suite('what fits is offered', () => {
  test('operators by the type of the field', () => {
    assert.deepEqual(labels(complete(routes('http.path <|>'))), ['==', '!=', '^=', '=^', '~', 'contains']);
    assert.deepEqual(labels(complete(routes('net.dst.port <|>'))), ['==', '!=', '>', '>=', '<', '<=']);
    assert.deepEqual(labels(complete(routes('net.src.ip <|>'))), ['in', 'not in', '==', '!=']);
  });

  test('what the version has', () => {
    const of34 = { routerFlavor: 'expressions', gatewayVersion: '3.3' } as const;
    assert.deepEqual(labels(complete(routes('http.path <|>'), 'yaml', of34)), ['==', '!=', '^=', '=^', '~']);
    assert.deepEqual(labels(complete(routes("'<|>'"), 'yaml', of34)), [
      ...['http.method', 'http.host', 'http.path', 'http.headers.…', 'net.protocol', 'tls.sni'],
      ...['lower( … )', 'any( … )', '( … )'],
      ...['path starts with', 'path equals', 'method and path', 'one of two methods', 'host and path'],
      ...['subdomain of a host', 'any value of a header'],
    ]);
  });

  test('on a stream route its own fields and shapes', () => {
    const stream = `${head}    protocols: [tls]\n    expression: '<|>'\n`;
    assert.deepEqual(labels(complete(stream)), [
      ...['net.protocol', 'tls.sni', 'net.src.ip', 'net.src.port', 'net.dst.ip', 'net.dst.port'],
      ...['lower( … )', 'any( … )', '( … )', '!( … )'],
      ...['server name', 'subdomain of a server name', 'port', 'client in a network'],
    ]);
    assert.deepEqual(labels(complete(stream.replace("'<|>'", 'net.protocol == <|>'))), [
      '"tcp"',
      '"tls"',
      '"udp"',
    ]);
  });

  test('between the parentheses of a function only fields and functions', () => {
    const inFunction = labels(complete(routes('lower(<|>)')));
    assert.ok(inFunction.includes('http.path') && inFunction.includes('any( … )'));
    assert.ok(!inFunction.includes('( … )') && !inFunction.includes('path is'));
  });

  test('a parenthesis that is open', () => {
    assert.deepEqual(labels(complete(routes('(http.path == "/a" <|>'))), ['&&', '||', ')']);
    assert.deepEqual(labels(complete(routes('http.path == "/a" <|>'))), ['&&', '||']);
    assert.deepEqual(labels(complete(routes('lower(http.path <|>'))), [')']);
  });

  test('constants that other routes have, expressions or not', () => {
    const others = `  - name: b
    hosts: [api.example.com, '*.example.com']
    paths: [/orders, ~/x/\\d+]
    headers: { X-Version: [v1, ~*v2] }
  - name: c
    expression: http.path ^= "/carts" && lower(http.headers.x_team) == "a" && net.src.ip in 10.1.0.0/16
`;
    const offered = (value: string) => labels(complete(`${routes(value)}\n${others}`));
    assert.deepEqual(offered('http.host == <|>'), ['"api.example.com"']);
    assert.deepEqual(offered('http.path == <|>'), ['"/carts"', '"/orders"']);
    assert.deepEqual(offered('http.headers.x_version == <|>'), ['"v1"']);
    assert.deepEqual(offered('http.headers.x_other == <|>'), ['" … "']);
    assert.deepEqual(offered('net.src.ip in <|>'), [
      ...['10.1.0.0/16', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', 'fc00::/7'],
    ]);
    const segments = `${routes('http.path.segments.<|>')}\n  - name: b\n    expression: ${[
      'http.path.segments.1 == "a"',
      'http.path.segments.2_1 == "b"',
    ].join(' && ')}\n`;
    assert.deepEqual(
      labels(complete(segments)).filter((label) => label.startsWith('http.path.segments.')),
      ['http.path.segments.len', 'http.path.segments.…', 'http.path.segments.1'],
    );
    assert.deepEqual(
      offered('http.headers.<|>').filter((label) => label.startsWith('http.headers.')),
      ['http.headers.…', 'http.headers.x_team', 'http.headers.x_version'],
    );
  });

  test('of what `lower( … )` gives nothing with capitals', () => {
    const asked = complete(routes('lower(http.method) == <|>'));
    assert.deepEqual(labels(asked).slice(0, 2), ['"get"', '"post"']);
  });

  test('regexes raw, and those of paths from their start', () => {
    assert.deepEqual(labels(complete(routes('http.path ~ <|>'))), ['r#"^/ … "#']);
    assert.deepEqual(labels(complete(routes('http.path ~ "<|>"'))), ['"^/ … "']);
    assert.deepEqual(labels(complete(routes('http.host ~ <|>'))), ['r#"^ … "#']);
  });

  test('nothing where nothing of a route is written', () => {
    for (const marked of [
      `<|>${head}`,
      `${head}    # a comment <|>\n`,
      'kind: Deployment\nspec:\n  <|>\n',
      `${head}    plugins:\n      - <|>\n`,
    ]) {
      assert.deepEqual(labels(complete(marked)), [], marked);
    }
  });
});

suite('fields and their values', () => {
  for (const [what, before, label, expected] of [
    ['a key', '    <|>', 'paths', '    paths: [/]'],
    ['a key that is begun', '    pa<|>', 'paths', '    paths: [/]'],
    [
      'a key between others',
      '    hosts: [a]\n    <|>\n    paths: [/a]',
      'methods',
      '    hosts: [a]\n    methods: [GET]\n    paths: [/a]',
    ],
    ['a key that has a value', '    pat<|>: [/a]', 'paths', '    paths: [/a]'],
    ['an item', '    paths:\n      - <|>', '~/ … $', "    paths:\n      - '~/$'"],
    ['an item without its dash', '    methods:\n      <|>', 'GET', '    methods:\n      - GET'],
    ['an item of a flow list', '    methods: [GET, <|>]', 'POST', '    methods: [GET, POST]'],
    ['the first item', '    methods: <|>', 'GET', '    methods: [GET]'],
    ['an item between quotes', '    protocols: ["<|>"]', 'https', '    protocols: ["https"]'],
    ['a boolean', '    strip_path: <|>', 'false', '    strip_path: false'],
    ['a number', '    https_redirect_status_code: <|>', '301', '    https_redirect_status_code: 301'],
  ] as const) {
    test(what, () => {
      const traditional = { routerFlavor: 'traditional_compatible' } as const;
      const file = (text: string) => `${head}${text}\n  - name: b\n    hosts: [example.com]\n`;
      assert.equal(complete(file(before), 'yaml', traditional).choose(label), file(expected));
    });
  }

  for (const [what, before, label, expected] of [
    ['a key', '<|>', 'paths', '"paths": ["/"]'],
    ['a key between quotes', '"pa<|>"', 'paths', '"paths": ["/"]'],
    ['an item', '"methods": [<|>]', 'GET', '"methods": ["GET"]'],
    ['an item between quotes', '"methods": ["<|>"]', 'GET', '"methods": ["GET"]'],
    ['a boolean', '"strip_path": <|>', 'false', '"strip_path": false'],
  ] as const) {
    test(`JSON: ${what}`, () => {
      const file = (text: string) => `{"_format_version": "3.0", "routes": [{"name": "a", ${text}}]}`;
      const asked = complete(file(before), 'json', { routerFlavor: 'traditional' });
      assert.equal(asked.choose(label), file(expected));
    });
  }

  test('those that the flavor, the version and the protocols take, and that are not there yet', () => {
    const offered = (fields: string, settings: Partial<Settings>) =>
      labels(complete(`${head}${fields}    <|>\n`, 'yaml', settings));
    const common = [
      ...['strip_path', 'preserve_host', 'https_redirect_status_code', 'request_buffering'],
      ...['response_buffering', 'tags', 'service', 'id'],
    ];
    assert.deepEqual(offered('', { routerFlavor: 'expressions', gatewayVersion: '3.6' }), [
      ...['protocols', 'expression', 'priority', ...common],
    ]);
    assert.deepEqual(offered('    protocols: [tcp]\n', { routerFlavor: 'traditional' }), [
      ...[
        'snis',
        'sources',
        'destinations',
        'regex_priority',
        'strip_path',
        'preserve_host',
        'path_handling',
      ],
      ...common.slice(2),
    ]);
    assert.deepEqual(offered('    expression: http.path == "/a"\n', { routerFlavor: 'expressions' }), [
      ...['protocols', 'priority', ...common],
    ]);
    assert.deepEqual(offered('    paths: [/a]\n', { routerFlavor: 'expressions' }), [
      ...['protocols', 'methods', 'hosts', 'headers', 'snis', 'sources', 'destinations', 'regex_priority'],
      ...['strip_path', 'preserve_host', 'path_handling', ...common.slice(2)],
    ]);
  });

  test('a snippet where the editor accepts them', () => {
    const asked = complete(`${head}    <|>\n`, 'yaml', { routerFlavor: 'traditional' }, true);
    const [headers] = asked.items.filter(({ label }) => label === 'headers');
    assert.equal(headers?.textEdit?.newText, 'headers: { ${1:name}: [${2:value}] \\}');
  });
});
