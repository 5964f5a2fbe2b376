import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import {
  type DocumentFormat,
  dataOfRoute,
  mayBeKongs,
  type RouteDocument,
  readDocument,
  type SourcedEntry,
  type SourcedValue,
} from '../../server/documents/index.js';
import { faultMessage } from '../../server/problems/index.js';
import { namesIn, ownFolder, readFrom } from '../support/corpus-folder.js';
import { readMarks, writeMarks } from '../support/marked-text.js';
import { corpus, fixtures } from './corpus.js';

const yaml = (text: string) => readDocument(text, 'yaml');
const json = (text: string) => readDocument(text, 'json');
const data = (document: RouteDocument) => document.routes.map(({ body }) => dataOfRoute(body));
const messages = (document: RouteDocument) => document.syntaxProblems.map(({ fault }) => faultMessage(fault));
const paths = (document: RouteDocument) => document.routes.map(({ path }) => path.join('.'));

describe('which documents are Kong’s', () => {
  const kongs: [name: string, kind: string, routes: number, text: string][] = [
    ['a format version', 'declarative', 0, '_format_version: "3.0"\n'],
    [
      'a decK state',
      'declarative',
      1,
      '_format_version: "3.0"\nservices:\n- name: a\n  routes:\n  - anything: b\n',
    ],
    [
      'services with a url and routes',
      'declarative',
      1,
      'services:\n- url: http://a\n  routes:\n  - paths: [/a]\n',
    ],
    [
      'services with a host and routes',
      'declarative',
      1,
      'services:\n- host: a\n  routes:\n  - expression: http.path == "/"\n',
    ],
    [
      'routes alone',
      'declarative',
      2,
      'routes:\n- paths: [/a]\n  name: a\n- hosts: [a.b]\n  strip_path: true\n',
    ],
    [
      'a path that is filled in later',
      'declarative',
      2,
      'services:\n- url: ${URL}\n  routes:\n  - paths: ["${A}"]\n  - name: b\n    hosts: $HOSTS\n',
    ],
    [
      'a path of decK that is filled in later',
      'declarative',
      1,
      'services:\n- url: http://a\n  routes:\n  - paths:\n    - ${{ env "DECK_A" }}\n',
    ],
    [
      'a route alone with a path that is filled in later',
      'declarative',
      1,
      'routes:\n- paths: ["${A}"]\n  strip_path: false\n',
    ],
    ['one route', 'route', 1, 'name: a\npaths: [/a, ~/b$]\n'],
    ['one expression', 'route', 1, 'name: a\nexpression: net.dst.port == 80\npriority: 1\n'],
    ['one stream route', 'route', 1, 'protocols: [tcp]\nsources:\n- ip: 10.0.0.0/8\n  port: 80\n'],
    [
      'a list of routes',
      'route-list',
      2,
      '{"data": [{"paths": ["/a"]}, {"methods": ["GET"], "protocols": ["http"]}], "next": null}',
    ],
  ];
  for (const [name, kind, routes, text] of kongs) {
    it(name, () => {
      const document = yaml(text);
      assert.deepEqual([document.kind, document.routes.length], [kind, routes]);
    });
  }

  const others: [name: string, text: string][] = [
    ['nothing', ''],
    ['a comment', '# nothing\n'],
    ['a string', 'hello'],
    ['a list', '- paths: [/a]\n'],
    ['tsconfig.json', '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}, "include": ["src"]}'],
    ['tsconfig paths alone', '{"paths": {"@/*": ["./src/*"]}}'],
    ['package.json', '{"name": "a", "version": "1.0.0", "tags": ["b"], "hosts": ["c"]}'],
    ['OpenAPI', 'openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n'],
    ['a GitHub workflow', 'name: CI\non:\n  push:\n    paths:\n    - /src\njobs: {}\n'],
    ['paths of a GitHub filter', 'paths:\n- src/**\n'],
    ['docker compose', 'services:\n  kong:\n    image: kong\n    environment:\n      KONG_DATABASE: "off"\n'],
    ['a Cloudflare rule', '{"expression": "(http.request.uri.path contains \\"/a\\")", "description": "b"}'],
    ['Cloudflare rules', 'routes:\n- pattern: a.com/*\n  zone_name: a.com\n'],
    [
      'a CEL policy',
      'kind: ValidatingAdmissionPolicy\nspec:\n  validations:\n  - expression: object.spec.replicas <= 5\n',
    ],
    [
      'a CEL expression',
      'name: a\nexpression: object.http.path == "/a"\ntags: []\n'.replace('object.http', 'request'),
    ],
    ['Traefik', 'http:\n  routers:\n    a:\n      rule: Host(`a`)\n      service: b\n'],
    [
      'Traefik, Kubernetes',
      'kind: IngressRoute\nspec:\n  routes:\n  - match: PathPrefix(`/a`)\n    priority: 1\n',
    ],
    ['Symfony', 'blog_list:\n  path: /blog\n  methods: [GET]\n'],
    ['routes of another router', 'routes:\n- path: /a\n  methods: [GET]\n'],
    ['Apache APISIX', 'routes:\n- uri: /a\n  methods: [GET]\n  upstream:\n    nodes: {}\n'],
    ['Envoy', 'routes:\n- match: {prefix: /}\n  route: {cluster: a}\n'],
    ['Istio', 'kind: VirtualService\nspec:\n  hosts: [a]\n  http:\n  - route: []\n'],
    ['a KongPlugin', 'apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nplugin: key-auth\n'],
    ['a Helm values file', 'proxy:\n  http:\n    enabled: true\nroutes:\n- paths: [/a]\n'],
    ['services of another tool', 'services:\n- url: http://a\n  routes:\n  - path: /b\n'],
    ['paths of something else', '{"name": "a", "paths": ["/a"], "backend": "b"}'],
    ['a list of another API', '{"data": [{"paths": ["/a"]}], "total": 1}'],
    ['hosts alone', 'hosts: [a, b]\nname: c\n'],
    ['paths that are filled in later, alone', 'name: a\npaths: ["${A}"]\n'],
    [
      'a path that is filled in later, next to keys of another tool',
      'services:\n- host: a\n  routes:\n  - paths: ${P}\n    backend: b\n',
    ],
    ['Admin API services', '{"data": [{"host": "a", "id": "b", "name": "c"}], "next": null}'],
  ];
  for (const [name, text] of others) {
    it(`not ${name}`, () => {
      for (const format of ['yaml', 'json'] as const) {
        const document = readDocument(text, format);
        assert.deepEqual([document.kind, document.routes], [null, []]);
      }
    });
  }

  it('told without reading, where it can be', () => {
    for (const [name, , , text] of kongs) assert.ok(mayBeKongs(text), name);
    for (const { name, text, format } of [...fixtures, ...corpus]) {
      if (readDocument(text, format).kind !== null) assert.ok(mayBeKongs(text), name);
    }
    const recognised = others.filter(([, text]) => !mayBeKongs(text)).map(([name]) => name);
    for (const name of ['OpenAPI', 'a GitHub workflow', 'Istio', 'a Helm values file'])
      assert.ok(recognised.includes(name), name);
    assert.ok(mayBeKongs('# c\n{\n"data": [{\n"paths": ["/a"],\n"plugins": [{\n"other": 1\n}]\n}]}\n'));
    assert.ok(mayBeKongs('openapi: 3.0.0\n---\nroutes:\n- paths: [/a]\n'));
  });

  it('each of several YAML documents by itself', () => {
    const document = yaml(
      'a: b\n---\n_format_version: "2.1"\nroutes:\n- name: x\n---\nroutes:\n- paths: [/a]\n  name: y\n',
    );
    assert.equal(document.kind, 'declarative');
    assert.equal(document.formatVersion, '2.1');
    assert.deepEqual(paths(document), ['1.routes.0', '2.routes.0']);
  });

  it('the format version as it is written', () => {
    assert.equal(yaml('_format_version: 1.10\n').formatVersion, '1.10');
    assert.equal(json('{"_format_version": "3.0"}').formatVersion, '3.0');
  });
});

describe('where routes are', () => {
  it('under services, at the top level, in service packages, in the order of the text', () => {
    const document = yaml(`_format_version: "3.0"
routes:
- name: a
service_packages:
- versions:
  - implementation: {kong: {service: {routes: [{name: b}]}}}
services:
- name: s
- routes: [{name: c}, not a route, {name: d}]
`);
    assert.deepEqual(paths(document), [
      'routes.0',
      'service_packages.0.versions.0.implementation.kong.service.routes.0',
      'services.1.routes.0',
      'services.1.routes.2',
    ]);
    assert.deepEqual(data(document), [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }]);
  });

  it('only in the last of two lists with the same key, as Kong’s parsers have it', () => {
    assert.deepEqual(data(yaml('_format_version: "3.0"\nroutes:\n- name: a\nroutes:\n- name: b\n')), [
      { name: 'b' },
    ]);
    assert.deepEqual(data(json('{"_format_version": "3.0", "routes": [{"a": 1}], "routes": [{"b": 1}]}')), [
      { b: 1 },
    ]);
  });

  it('through an alias', () => {
    const text = '_format_version: "3.0"\nservices:\n- &s\n  routes:\n  - &r {name: a}\n  - *r\n- *s\n';
    const document = yaml(text);
    assert.deepEqual(data(document), [{ name: 'a' }, { name: 'a' }, { name: 'a' }, { name: 'a' }]);
    assert.deepEqual(
      document.routes.map(({ start, body }) => [text.slice(start, start + body.span.end), body.aliased]),
      [
        ['{name: a}', false],
        ['*r', true],
        ['*s', true],
        ['*s', true],
      ],
    );
  });
});

describe('values', () => {
  const route = (text: string) =>
    data(yaml(`_format_version: "3.0"\nroutes:\n- ${text.replaceAll('\n', '\n  ')}\n`))[0];

  it('plain scalars mean what they mean to Kong’s YAML parser', () => {
    const words = {
      yes: true,
      On: true,
      FALSE: false,
      off: false,
      y: 'y',
      null: null,
      '~': null,
      Null: null,
      tRue: 'tRue',
    };
    const numbers = {
      '12': 12,
      '-3': -3,
      '010': 8,
      '0x1F': 31,
      '1_000': 1000,
      '1:30': 90,
      '1.5': 1.5,
      '1e3': 1000,
      '.5': 0.5,
      '08': 8,
    };
    const strings = {
      '/a': '/a',
      '1.2.3.4': '1.2.3.4',
      '1.2.3': '1.2.3',
      '1-2': '1-2',
      '+': '+',
      '~/a': '~/a',
      '0o7': '0o7',
      '-': '-',
    };
    for (const [text, want] of Object.entries({ ...words, ...numbers, ...strings })) {
      if (text !== '-') assert.deepEqual(route(`a: ${text}`), { a: want }, text);
    }
    assert.deepEqual(route('a: .inf\nb: -.INF\nc: .nan\nd: 0b101\ne:\nf: 1:30.5'), {
      a: Infinity,
      b: -Infinity,
      c: NaN,
      d: 5,
      e: null,
      f: 90.5,
    });
  });

  it('integers that a double cannot hold are bigints', () => {
    assert.deepEqual(route('a: 9007199254740991\nb: 9007199254740993\nc: -18446744073709551615'), {
      a: 9007199254740991,
      b: 9007199254740993n,
      c: -18446744073709551615n,
    });
    const document = json('{"paths": ["/"], "priority": 18446744073709551615, "regex_priority": 1.0}');
    assert.deepEqual(data(document), [{ paths: ['/'], priority: 18446744073709551615n, regex_priority: 1 }]);
  });

  it('quotes and tags', () => {
    assert.deepEqual(route(`a: 'no'\nb: "12"\nc: !!str 12\nd: !!int "12"\ne: !own 12\nf: ! 12`), {
      a: 'no',
      b: '12',
      c: '12',
      d: 12,
      e: 12,
      f: 12,
    });
  });

  it('keys that are no strings', () => {
    assert.deepEqual(route('1: a\nyes: b\n? [x]\n: c\n"q": d\n: e'), {
      '1': 'a',
      yes: 'b',
      '[x]': 'c',
      q: 'd',
      '': 'e',
    });
  });

  it('a repeated key is kept twice, and its last value counts', () => {
    const document = yaml('_format_version: "3.0"\nroutes:\n- name: a\n  name: b\n');
    assert.deepEqual(
      document.routes[0]?.body.entries.map(({ key }) => key),
      ['name', 'name'],
    );
    assert.deepEqual(data(document), [{ name: 'b' }]);
    assert.deepEqual(document.syntaxProblems, []);
  });

  it('merges: own keys win, then what is merged first', () => {
    const text = `_format_version: "3.0"
_comment:
  a: &a {name: a, tags: [a], priority: 1}
  b: &b {name: b, paths: [/b], <<: *a}
routes:
- <<: *b
  priority: 2
- priority: 3
  <<: [*a, *b]
- {name: c, <<: {name: d, id: e}}
`;
    const document = yaml(text);
    assert.deepEqual(data(document), [
      { name: 'b', paths: ['/b'], tags: ['a'], priority: 2 },
      { priority: 3, name: 'a', tags: ['a'], paths: ['/b'] },
      { name: 'c', id: 'e' },
    ]);
    const merged = document.routes[0]?.body.entries.find(({ key }) => key === 'paths');
    assert.equal(merged?.merged, true);
    assert.equal(merged?.value.aliased, true);
    const start = document.routes[0]?.start ?? 0;
    assert.equal(text.slice(start + (merged?.span.start ?? 0), start + (merged?.span.end ?? 0)), '<<: *b');
  });

  it('an anchor that is set again holds for what comes after it', () => {
    assert.deepEqual(route('a: &x 1\nb: *x\nc: &x 2\nd: *x'), { a: 1, b: 1, c: 2, d: 2 });
  });
});

describe('places', () => {
  /** The place of an entry, its key and its value, as marks. */
  const entryOf = (text: string, key: string, format: DocumentFormat = 'yaml') => {
    const route = readDocument(text, format).routes[0];
    const entry = route?.body.entries.find((one) => one.key === key);
    assert.ok(route && entry);
    const absolute = ({ start, end }: { start: number; end: number }) => ({
      start: route.start + start,
      end: route.start + end,
    });
    return writeMarks(text, [absolute(entry.keySpan), absolute(entry.value.span)]);
  };
  const head = '_format_version: "3.0"\nroutes:\n- name: a\n';
  const cases = [
    `${head}  <|paths|>: <|[/a, /b]|> # c\n`,
    `${head}  <|paths|>:\n  <|- /a # c\n  - /b|> # d\n  # e\n\n`,
    `${head}  <|headers|>:\n    <|a: [b]\n    c:\n    - d|>\n  tags: []\n`,
    `${head}  <|"paths"|>: &x !!str <|'a'|>\n`,
    `${head}  <|paths|>: <||\n    a\n\n    b|>\n\n  tags: []\n`,
    `${head}  <|paths|>: <|a\n    b|>\n`,
    `${head}  <|paths|>: <|*x|>\n`,
    `${head}  ? <|paths|>\n  : <|a|>\n`,
    `\ufeff${head}  <|paths|>: <|a|>\n`,
    `%YAML 1.2\n---\n${head}  <|paths|>: <|a|>\n...\n`,
  ];
  for (const want of cases) {
    const key = want.includes('headers') ? 'headers' : 'paths';
    it(JSON.stringify(want), () => {
      assert.equal(entryOf(readMarks(want).text, key), want);
      const crlf = want.replaceAll('\n', '\r\n');
      assert.equal(entryOf(readMarks(crlf).text, key), crlf);
    });
  }
  it('of a folded scalar: the span ends with the last line that is not blank', () => {
    const text = `${head}  paths: >+ # c\n    a\n\n`;
    assert.equal(entryOf(text, 'paths'), `${head}  <|paths|>: <|>+ # c\n    a|>\n\n`);
  });
  it('json', () => {
    const want = '{"_format_version": "3.0", "routes": [ { <|"paths"|> : <|[ "/a" ]|> } ]}';
    assert.equal(entryOf(readMarks(want).text, 'paths', 'json'), want);
  });

  it('keys and values lie inside the route, in the order of the text', () => {
    for (const { text, format, name } of [...fixtures, ...corpus]) {
      for (const { start, body } of readDocument(text, format).routes) {
        const where = `${name}, ${start}`;
        if (body.aliased) continue;
        assert.equal(body.span.start, 0, where);
        if (body.style === 'block') {
          assert.equal(body.span.end, body.entries.findLast(({ merged }) => !merged)?.span.end, where);
        }
        checkEntries(body.entries, body.span.end, text.slice(start, start + body.span.end), where);
      }
    }
  });

  function checkEntries(entries: readonly SourcedEntry[], end: number, source: string, where: string): void {
    let last = 0;
    for (const { key, keySpan, span, value, merged } of entries) {
      if (merged || value.aliased) continue;
      assert.ok(last <= span.start && span.end <= end, where);
      assert.deepEqual([keySpan.start, value.span.end], [span.start, span.end], where);
      assert.ok(source.slice(keySpan.start, keySpan.end).includes(key), where);
      checkValue(value, span.end, source, where);
      last = span.end;
    }
  }

  function checkValue(value: SourcedValue, end: number, source: string, where: string): void {
    assert.ok(value.span.start <= value.span.end && value.span.end <= end, where);
    if (value.kind === 'object') checkEntries(value.entries, value.span.end, source, where);
    else if (value.kind === 'array') {
      for (const item of value.items) checkValue(item, value.span.end, source, where);
    } else if (value.style === 'plain' && typeof value.value === 'string' && !value.value.includes(' ')) {
      assert.equal(source.slice(value.span.start, value.span.end), value.value, where);
    }
  }
});

describe('what is not well-formed', () => {
  const problems = (marked: string, format: DocumentFormat) => {
    const { text } = readMarks(marked);
    const document = readDocument(text, format);
    return writeMarks(
      text,
      document.syntaxProblems.map(({ span }) => span),
    );
  };
  const jsonCases = [
    '{"_format_version": "3.0", <|// a comment|>\n"routes": []}',
    '{"_format_version": "3.0", "routes": [{"a": 1},<|]|>}',
    '{"_format_version": "3.0", "routes": [],<|}|>',
    '{"_format_version": "3.0", "routes": [{"a": <|}|>]}',
    '{"_format_version": "3.0", "a": <|b|>, "routes": []}',
    '{"_format_version": "3.0"<|>',
    '{"_format_version": "3.0"} <|x|>',
  ];
  for (const want of jsonCases) {
    it(`json ${want}`, () => assert.equal(problems(want, 'json'), want));
  }
  const yamlCases = [
    '_format_version: "3.0"\nroutes:\n- a: <|*x|>\n',
    '_format_version: "3.0"\nplugins:\n- a: <|*x|>\nroutes: []\n',
    '_format_version: "3.0"\nroutes:\n- name: a\n  <|path|>\n',
  ];
  for (const want of yamlCases) {
    it(`yaml ${JSON.stringify(want)}`, () => assert.equal(problems(want, 'yaml'), want));
  }

  it('still gives the routes that can be read', () => {
    const document = yaml('_format_version: "3.0"\nroutes:\n- name: a\n  tags: [\n- name: b\n');
    assert.ok(document.syntaxProblems.length > 0);
    assert.equal(data(document)[0]?.name, 'a');
    assert.deepEqual(data(json('{"_format_version": "3.0", "routes": [{"name": "a"}, {"name": "b", ')), [
      { name: 'a' },
      { name: 'b' },
    ]);
  });

  it('what the parser reports is a code of its own', () => {
    const codes = (text: string) =>
      yaml(text).syntaxProblems.map(({ fault }) =>
        fault.syntax === 'yaml' ? fault.fault.code : fault.syntax,
      );
    const cases: readonly (readonly [text: string, ...codes: readonly string[]])[] = [
      ['a: b: c\n', 'mapping-on-key-line'],
      ['a:\n  b: 1\n c: 2\n', 'column'],
      ['a: [b\nc: d\n', 'not-closed'],
      ['a: "b\n', 'not-closed'],
      ["a: 'b\n", 'not-closed'],
      ['a: {b: 1, c: ]}\n', 'not-closed', 'unexpected-value'],
      ['a: "\\d"\n', 'escape'],
      ['a: @b\n', 'plain-start'],
      ['a:\n\t- b\n', 'tab'],
      ['a: &b &c d\n', 'two-anchors'],
      ['a: !b !c d\n', 'two-tags'],
      ['a: | b\n', 'unexpected-value'],
      ['a: {b: 1 c: 2}\n', 'block-in-flow'],
      ['a: [1, , 2]\n', 'unexpected'],
      ['a\nb: c\n', 'key-lines'],
      ['a: |\n b\na', 'value-missing'],
      ['a: *\n', 'alias-empty'],
    ];
    for (const [text, ...expected] of cases) assert.deepEqual([text, ...codes(text)], [text, ...expected]);
  });

  it('messages are one line', () => {
    for (const text of ['a: "b\nc', '[a: b: c\n}', '\u0000\n\u0001', '%a\nb', 'a: &b &c d\n- e']) {
      for (const { fault } of yaml(text).syntaxProblems) assert.match(faultMessage(fault), /^[^\n]+[.?]$/);
    }
  });

  it('an alias in its own value', () => {
    const document = yaml(
      '_format_version: "3.0"\nroutes:\n- &r\n  name: a\n  tags: [*r]\n- &m\n  <<: *m\n  name: b\n',
    );
    assert.deepEqual(data(document), [{ name: 'a', tags: [null] }, { name: 'b' }]);
    assert.equal(document.syntaxProblems.length, 2);
    assert.match(messages(document)[0]!, /inside the value that it refers to/);
  });

  it('a merge of what is no mapping', () => {
    const want = '_format_version: "3.0"\nroutes:\n- <<: <|5|>\n- <<: [{name: a}, <|b|>]\n';
    assert.equal(problems(want, 'yaml'), want);
  });

  // Read in full they would never end.
  it('aliases that multiply', { timeout: 60_000 }, () => {
    for (const list of [
      '[*P, *P, *P, *P, *P, *P, *P, *P, *P]',
      '{<<: [*P, *P, *P, *P, *P, *P, *P, *P, *P]}',
    ]) {
      const levels = Array.from(
        { length: 12 },
        (_, i) => `  l${i + 1}: &l${i + 1} ${list.replaceAll('*P', `*l${i}`)}`,
      );
      const text = `_format_version: "3.0"\n_comment:\n  l0: &l0 {a: b}\n${levels.join('\n')}\nroutes:\n- name: a\n  tags: *l12\n- *l12\n`;
      const document = yaml(text);
      assert.match(messages(document).at(-1)!, /expand to more data/);
    }
  });

  it('nesting beyond the stack', () => {
    const deep = 50_000;
    for (const text of [
      `{"_format_version": "3.0", "routes": [{"name": "a", "tags": ${'['.repeat(deep)}`,
      `{"_format_version": "3.0", "routes": [{"name": "a", "tags": ${'['.repeat(deep)}${']'.repeat(deep)}}]}`,
    ]) {
      assert.ok(json(text).syntaxProblems.length > 0);
    }
    const lists = `_format_version: "3.0"\nroutes:\n- name: a\n  tags: ${'['.repeat(deep)}${']'.repeat(deep)}\n- name: b\n`;
    assert.ok(yaml(lists).syntaxProblems.length > 0);
  });
});

describe('any text at all', () => {
  const runs = { numRuns: Number(process.env.RUNS ?? 500), includeErrorInReport: true };
  const piece = fc.constantFrom(
    ...[
      '\n',
      '\r\n',
      ' ',
      '  ',
      '- ',
      ': ',
      '? ',
      ':',
      '#',
      "'",
      '"',
      '|',
      '>',
      '|+1',
      '&a ',
      '*a',
      '!!str ',
      '! ',
      '<<: ',
      '{',
      '}',
    ],
    ...[
      '[',
      ']',
      ',',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '%TAG ! a\n',
      '\ufeff',
      '\t',
      '\\',
      '\0',
      '\ud800',
      '_format_version: "3.0"\n',
    ],
    ...[
      'routes:\n',
      'services:\n',
      '- name: a\n',
      '  paths: [/a]\n',
      '"routes"',
      '"data"',
      '{"_format_version": "3.0", "routes": [',
      'a',
      '1',
    ],
  );
  const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('never throws, and every place lies in the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.string({ unit: 'binary' })),
        fc.constantFrom('yaml', 'json'),
        (text, format) => {
          const document = readDocument(text, format);
          const inside = (start: number, end: number) => 0 <= start && start <= end && end <= text.length;
          for (const { span } of document.syntaxProblems) assert.ok(inside(span.start, span.end));
          for (const { start, body } of document.routes) assert.ok(inside(start, start + body.span.end));
        },
      ),
      runs,
    );
  });

  const lines = fc.constantFrom(
    ...[
      '- name: a',
      '- ',
      '-',
      '  paths:',
      '  - /a',
      '    - /b',
      '  tags: [a,',
      '    b]',
      '  <<: *x',
      '  _: &x {a: b}',
      '  expression: >',
      '    a',
    ],
    ...[
      '  # c',
      '# c',
      '',
      '   ',
      "  q: 'a",
      "  b'",
      '  headers: {a: [b]}',
      '  ? a',
      '  : b',
      '- &x',
      '- *x',
      'services: []',
      '\tx: y',
    ],
  );
  it('never throws on something like routes, and gives its places', () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 14 }), (written) => {
        const text = `_format_version: "3.0"\nroutes:\n${written.join('\n')}`;
        for (const { start, body } of yaml(text).routes) {
          for (const { span, keySpan, value } of body.entries) {
            for (const one of [span, keySpan, value.span]) {
              assert.ok(0 <= one.start && one.start <= one.end && start + one.end <= text.length);
            }
          }
        }
      }),
      runs,
    );
  });
});

describe('files of every kind', () => {
  const files = namesIn(ownFolder)
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .map((name) => ({
      name,
      text: readFrom(ownFolder, name),
      format: name.endsWith('.json') ? ('json' as const) : ('yaml' as const),
    }));
  const kongs = /^(?:deck|expressions|openapi2kong|kic|stack\/volumes|helm\/templates)\//;

  it('are recognised where they are Kong’s, and only there', () => {
    const [of, others] = [
      files.filter(({ name }) => kongs.test(name)),
      files.filter(({ name }) => !kongs.test(name)),
    ];
    assert.ok(of.length >= 9 && others.length >= 7, `${of.length} and ${others.length}`);
    for (const { name, text, format } of of)
      assert.equal(readDocument(text, format).kind, 'declarative', name);
    for (const { name, text, format } of others) assert.equal(readDocument(text, format).kind, null, name);
  });

  it('read as the yaml package reads them', () => {
    let routes = 0;
    for (const { name, text, format } of files) {
      const document = readDocument(text, format);
      if (document.template !== null || document.parts.length > 0) continue;
      assert.deepEqual(document.syntaxProblems, []);
      const [whole] = parseAllDocuments(text, { merge: true, version: '1.1' }).map((one) => one.toJS());
      for (const { path, body } of document.routes) {
        const want = path.reduce((value, key) => value[key], whole);
        assert.deepEqual(dataOfRoute(body), want, `${name} ${path.join('.')}`);
        routes++;
      }
    }
    assert.ok(routes >= 25, `${routes} routes`);
  });

  it('are well-formed, and one is a template', () => {
    const read = files.map(({ name, text, format }) => ({ name, ...readDocument(text, format) }));
    const namesOf = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);
    const broken = read.filter(({ kind, syntaxProblems }) => kind !== null && syntaxProblems.length > 0);
    assert.deepEqual(namesOf(broken), []);
    assert.deepEqual(namesOf(read.filter(({ template }) => template !== null)), ['deck/chart.yml']);
  });
});
