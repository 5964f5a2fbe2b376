import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Hover, MarkupContent } from 'vscode-languageserver';
import { expectGolden } from '../support/golden.js';
import { LanguageClient } from '../support/language-client.js';

const yaml = `_format_version: "3.0"
services:
  - name: orders-service
    url: http://orders.internal
    routes:
      - name: two-lengths
        protocols: [https]
        paths: [/orders, /o]
        hosts: [a.example.com]
        strip_path: false # never
      - name: mixed-one
        expression: http.method == "GET"
        snis: [a.example.com]
      - name: many-headers
        headers: {a: ["1"], b: ["2"]}
        methods: [PUT]
        sources: [{ip: 10.0.0.1}]
        destinations: [{port: 80}]
        regex_priority: 8192
      - name: '\`\`\`'
        expression: >-
          lower(http.headers.x_\u{1f98d}role) == "admin"
      - expression: >-
          any(lower(http.headers.x_role)) =^ "min"
          && !(net.src.ip not in 10.0.0.0/8
            || net.src.port >= 1024)
        priority: 7
      - name: regex
        expression: (http.path ~ r#"^/a\\d+"# || http.path == "\\"")
      - name: broken
        expression: http.uri = "/a" && tls.sni == "a"
      - name: stream
        protocols: [tls]
        expression: tls.sni == "b"
      - {name: flow, paths: ["/fl\\u006fw"]}
`;

const json =
  '{"data": [{"name": "of-json", "service": null, "expression": "http.path \\u003d= \\"/\\\\u0061\\""}]}';

const textOf = (hover: Hover | null) => {
  assert.ok(hover && MarkupContent.is(hover.contents));
  assert.equal(hover.contents.kind, 'markdown');
  return hover.contents.value;
};

suite('hover', () => {
  let client: LanguageClient;
  let uri: string;
  before(async () => {
    client = await LanguageClient.start();
    uri = client.open('hover.yaml', yaml);
  });
  after(() => client.kill());

  /** `at` is the place of the cursor: a text that occurs once, and an offset in it. */
  async function expectHover(at: readonly [text: string, offset: number], covers: string, golden: string) {
    const hover = await client.hover(uri, ...at);
    const markdown = textOf(hover);
    assert.equal(client.document(uri).getText(hover!.range), covers);
    expectGolden(`protocol/hover/${golden}.md`, `${markdown}\n`);
  }

  suite('on a route', () => {
    const previews = [
      { at: ['two-lengths', 3], covers: 'name', golden: 'two-lengths' },
      { at: ['[https]', 0], covers: 'protocols', golden: 'two-lengths' },
      { at: ['paths: [/orders', 0], covers: 'paths', golden: 'two-lengths' },
      { at: ['paths: [/orders', 9], covers: 'paths', golden: 'two-lengths' },
      { at: ['hosts: [a', 0], covers: 'hosts', golden: 'two-lengths' },
      { at: ['mixed-one', 0], covers: 'name', golden: 'mixed' },
      { at: ['snis: [a', 0], covers: 'snis', golden: 'mixed' },
      { at: ['expression: http.method', 4], covers: 'expression', golden: 'mixed' },
      { at: ['headers: {a', 0], covers: 'headers', golden: 'many-headers' },
      { at: ['b: ["2"]', 5], covers: 'headers', golden: 'many-headers' },
      { at: ['methods: [PUT]', 0], covers: 'methods', golden: 'many-headers' },
      { at: ['sources:', 0], covers: 'sources', golden: 'many-headers' },
      { at: ['destinations:', 0], covers: 'destinations', golden: 'many-headers' },
      { at: ['regex_priority: 8192', 16], covers: 'regex_priority', golden: 'many-headers' },
      { at: ['priority: 7', 0], covers: 'priority', golden: 'unnamed' },
      { at: ['broken', 0], covers: 'name', golden: 'broken' },
      { at: ['name: stream', 6], covers: 'name', golden: 'stream' },
      { at: ['flow, paths', 0], covers: 'name', golden: 'flow' },
      { at: ['u006f', 2], covers: 'paths', golden: 'flow' },
      { at: ['```', 0], covers: 'name', golden: 'backticks' },
    ] as const;
    for (const { at, covers, golden } of previews) {
      test(`at ${at[1]} in “${at[0]}”: the preview ${golden}`, () => expectHover(at, covers, golden));
    }
  });

  test('on a route that is not well-formed, no more than that', async () => {
    const open = client.open(
      'open.yaml',
      '_format_version: "3.0"\nroutes:\n- name: open\n  paths: ["/a]\n- name: b\n  paths: [/b]\n',
    );
    assert.match(textOf(await client.hover(open, 'name: open')), /^This route is not well-formed/);
    assert.match(textOf(await client.hover(open, 'name: b')), /^Route `b`/);
  });

  suite('in an expression', () => {
    const pieces = [
      { at: ['http.method == "GET"', 0], covers: 'http.method', golden: 'field-method' },
      { at: ['http.method == "GET"', 10], covers: 'http.method', golden: 'field-method' },
      { at: ['http.method == "GET"', 12], covers: '==', golden: 'operator-equals' },
      { at: ['any(lower', 0], covers: 'any', golden: 'function-any' },
      { at: ['any(lower', 5], covers: 'lower', golden: 'function-lower' },
      { at: ['http.headers.x_role', 18], covers: 'http.headers.x_role', golden: 'field-header' },
      { at: ['=^ "min"', 1], covers: '=^', golden: 'operator-ends' },
      { at: ['&& !(net', 0], covers: '&&', golden: 'operator-and' },
      { at: ['net.src.ip', 4], covers: 'net.src.ip', golden: 'field-address' },
      { at: ['not in', 5], covers: 'not in', golden: 'operator-not-in' },
      { at: ['|| net', 1], covers: '||', golden: 'operator-or' },
      { at: ['net.src.port', 0], covers: 'net.src.port', golden: 'field-port' },
      { at: ['>= 1024', 0], covers: '>=', golden: 'operator-at-least' },
      { at: ['tls.sni == "a"', 2], covers: 'tls.sni', golden: 'field-sni' },
      { at: ['"GET"', 2], covers: '"GET"', golden: 'constant-text' },
      { at: ['== "\\""', 5], covers: '"\\""', golden: 'constant-quote' },
      { at: ['r#"', 0], covers: 'r#"^/a\\d+"#', golden: 'constant-regex' },
      { at: ['10.0.0.0/8', 3], covers: '10.0.0.0/8', golden: 'constant-network' },
      { at: ['1024', 1], covers: '1024', golden: 'constant-integer' },
      {
        at: ['!(net', 0],
        covers: '!(net.src.ip not in 10.0.0.0/8\n            || net.src.port >= 1024)',
        golden: 'group-not',
      },
      {
        at: ['(http.path ~', 0],
        covers: '(http.path ~ r#"^/a\\d+"# || http.path == "\\"")',
        golden: 'group',
      },
    ] as const;
    for (const { at, covers, golden } of pieces) {
      test(`at ${at[1]} in “${at[0]}”: ${golden}`, () => expectHover(at, covers, `${golden}`));
    }

    const expected = [
      { what: 'a space', at: ['http.method == "GET"', 11], golden: 'mixed' },
      { what: 'an unknown field', at: ['http.uri', 2], golden: 'broken' },
      { what: 'an unknown operator', at: ['= "/a" && tls', 0], golden: 'broken' },
      { what: 'what is no part of the language', at: ['x_\u{1f98d}role', 2], golden: 'backticks' },
    ] as const;
    for (const { what, at, golden } of expected) {
      test(`on ${what}: the preview of its route`, () => expectHover(at, 'expression', golden));
    }
  });

  test('on the name of a field that matches nothing, what it is for', async () => {
    const hover = await client.hover(uri, 'strip_path', 2);
    assert.equal(client.document(uri).getText(hover!.range), 'strip_path');
    assert.match(textOf(hover), /^Whether Kong removes the matched part of the path/);
  });

  suite('nowhere else', () => {
    const places = [
      ['a key of the file', 'services:'],
      ['a key of the service', 'url'],
      ['the name of the service', 'orders-service'],
      ['the key over the routes', 'routes:'],
      ['the value of a field that matches nothing', 'false # never'],
      ['a comment', '# never'],
    ] as const;
    for (const [what, text] of places) {
      test(`on ${what} there is none`, async () => assert.equal(await client.hover(uri, text), null));
    }

    test('in a document that is none of Kong’s there is none', async () => {
      const other = client.open('other.yaml', 'rules:\n  - expression: http.path == "/a"\n');
      assert.equal(await client.hover(other, 'http.path'), null);
    });

    test('in a document that is not open there is none', async () => {
      assert.equal(await client.hoverAt('file:///workspace/closed.yaml', { line: 0, character: 0 }), null);
    });

    test('after the end of the document there is none', async () => {
      assert.equal(await client.hoverAt(uri, { line: 1000, character: 1000 }), null);
    });
  });

  test('in a file that is one expression, what it is made of, and next to that how it is grouped', async () => {
    const text =
      'http.method == "GET"\n  && !!(http.path == "/a" || http.path == "/b")\n  && http.host == "a"';
    const single = client.open('hover.kong-expr', text.replace('!!', '!'), 'kong-expression');
    const whole = await client.hover(single, '\n  && !', 1);
    assert.equal(
      textOf(whole),
      [
        'Kong reads:\n\n- **all of**\n  - `http.method == "GET"`\n  - **none of**',
        '    - `http.path == "/a"`\n    - `http.path == "/b"`\n  - `http.host == "a"`',
      ].join('\n'),
    );
    const field = await client.hover(single, 'http.host');
    expectGolden('protocol/hover/field-host.md', `${textOf(field)}\n`);
    assert.equal(await client.hover(client.open('one.kong-expr', 'a ', 'kong-expression'), 'a', 1), null);
  });

  test('in JSON, through its escapes', async () => {
    const uriOfJson = client.open('hover.json', json);
    const operator = await client.hover(uriOfJson, '\\u003d=', 3);
    assert.equal(client.document(uriOfJson).getText(operator!.range), '\\u003d=');
    expectGolden('protocol/hover/operator-equals.md', `${textOf(operator)}\n`);
    const name = await client.hover(uriOfJson, 'of-json');
    assert.equal(client.document(uriOfJson).getText(name!.range), '"name"');
    expectGolden('protocol/hover/json.md', `${textOf(name)}\n`);
  });

  test('shows the documented priorities where the Gateway computes them', async (context) => {
    const other = await LanguageClient.start({ settings: { routeMatchCalculation: 'strict' } });
    context.after(() => other.kill());
    const markdown = textOf(await other.hover(other.open('hover.yaml', yaml), 'two-lengths'));
    assert.match(markdown, /^Priority 5764607523034234887: 2 fields, plain host, prefix of 7 bytes\.$/m);
    assert.doesNotMatch(markdown, /documentation/);
  });

  test('says which flavor the file is for, and why', async (context) => {
    const traditional = '_format_version: "3.0"\nroutes:\n  - name: only\n    paths: [/a]\n';
    assert.match(
      textOf(await client.hover(client.open('t.yaml', traditional), 'only')),
      /\*\*traditional_compatible\*\* \(assumed/,
    );
    assert.match(
      textOf(await client.hover(uri, 'two-lengths')),
      /\*\*expressions\*\* \(assumed for this file: a route in it has/,
    );
    const other = await LanguageClient.start({
      settings: { routerFlavor: 'traditional', gatewayVersion: '3.4.1' },
    });
    context.after(() => other.kill());
    const hover = await other.hover(other.open('t.yaml', traditional), 'only');
    assert.match(textOf(hover), /Gateway 3\.4\.1/);
    assert.match(textOf(hover), /\*\*traditional\*\* \(set for this file\)/);
  });
});
