import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import {
  type Data,
  type DocumentFormat,
  dataOfRoute,
  readDocument,
  replaceEntries,
} from '../../server/documents/index.js';
import { yamlTokens } from '../../server/documents/yaml-tokens.js';
import { refusalWords } from '../../server/problems/index.js';
import { applyEdits } from '../../server/text/index.js';
import { type File, filesWithRoutes } from './corpus.js';

type Insert = readonly (readonly [key: string, value: Data])[];

const fields = new Set([
  'methods',
  'hosts',
  'paths',
  'headers',
  'snis',
  'sources',
  'destinations',
  'regex_priority',
]);
const converted: Insert = [
  ['expression', 'http.path == "/a"'],
  ['priority', 1],
];

function change(
  text: string,
  remove: ReadonlySet<string>,
  insert: Insert,
  format: DocumentFormat = 'yaml',
  index = 0,
): string {
  const document = readDocument(text, format);
  const route = document.routes[index];
  assert.ok(route);
  const result = replaceEntries(document, route, remove, insert);
  return 'refused' in result ? `refused: ${refusalWords(result.refused)}` : applyEdits(text, result.edits);
}

const head = '_format_version: "3.0"\nroutes:\n';

describe('matching fields become an expression', () => {
  const cases: [name: string, before: string, after: string][] = [
    [
      'in the middle of a block',
      '- name: a\n  paths:\n  - /a\n  - /b\n  strip_path: true\n  methods: [GET]\n  tags: [x]\n',
      '- name: a\n  expression: \'http.path == "/a"\'\n  priority: 1\n  strip_path: true\n  tags: [x]\n',
    ],
    [
      'with comments in and behind what goes',
      '- name: a\n  # about the paths\n  paths: # one\n  - /a # two\n    # three\n  - /b\n  # about the next\n  methods: [GET] # four\n\n  tags: [x] # five\n',
      '- name: a\n  # about the paths\n  # one\n  # two\n  # three\n  # four\n  expression: \'http.path == "/a"\'\n  priority: 1\n  # about the next\n\n  tags: [x] # five\n',
    ],
    [
      'behind the dash',
      '  - paths: [/a] # why\n    name: a\n  - name: b\n',
      '  # why\n  - expression: \'http.path == "/a"\'\n    priority: 1\n    name: a\n  - name: b\n',
    ],
    [
      'alone behind the dash',
      '- paths: [/a]\n- name: b\n',
      '- expression: \'http.path == "/a"\'\n  priority: 1\n- name: b\n',
    ],
    [
      'at the end, without a line break',
      '- name: a\n  paths: [/a]',
      '- name: a\n  expression: \'http.path == "/a"\'\n  priority: 1',
    ],
    [
      'a block scalar and a comment in its header',
      '- name: a\n  hosts: [b]\n  paths:\n  - |- # c\n    /a\n\n  tags: []\n',
      '- name: a\n  # c\n  expression: \'http.path == "/a"\'\n  priority: 1\n\n  tags: []\n',
    ],
    [
      'with an expression that is there already',
      '- expression: "b" # keep me\n  paths: [/a]\n  priority: 3\n  name: a\n',
      '- expression: \'http.path == "/a"\' # keep me\n  priority: 1\n  name: a\n',
    ],
    [
      'with an expression over several lines',
      '- name: a\n  expression: >- # one\n    b ==\n    c\n  paths: [/a] # two\n',
      '- name: a\n  # one\n  expression: \'http.path == "/a"\'\n  # two\n  priority: 1\n',
    ],
    [
      'after a merge',
      '- <<: {tags: [x]}\n  paths: [/a]\n  name: a\n',
      '- <<: {tags: [x]}\n  expression: \'http.path == "/a"\'\n  priority: 1\n  name: a\n',
    ],
    [
      'an alias as the value',
      '- name: &n a\n  paths: *n\n  hosts:\n  - *n\n',
      '- name: &n a\n  expression: \'http.path == "/a"\'\n  priority: 1\n',
    ],
    [
      'braces on one line',
      '- { name: a, paths: [/a], methods: [GET], tags: [x] }\n',
      '- { name: a, expression: \'http.path == "/a"\', priority: 1, tags: [x] }\n',
    ],
    [
      'braces, at the end',
      '- {name: a, paths: [/a], hosts: [b]}\n',
      '- {name: a, expression: \'http.path == "/a"\', priority: 1}\n',
    ],
    [
      'braces without a space, with a comment inside',
      '- {paths: [/a, # one\n    /b], name: a}\n',
      '- { # one\n    expression: \'http.path == "/a"\', priority: 1, name: a}\n',
    ],
    [
      'braces over several lines',
      '- {\n    name: a, # one\n    paths: [/a, # two\n      /b], # three\n    methods: [GET], # four\n    tags: [x],\n    hosts: [b] # five\n  }\n',
      '- {\n    name: a, # one\n    # two\n    expression: \'http.path == "/a"\',\n    priority: 1, # three\n    # four\n    tags: [x] # five\n  }\n',
    ],
    [
      'braces with a comma at the end',
      '- {\n    paths: [/a],\n    name: a,\n    hosts: [b],\n  }\n',
      '- {\n    expression: \'http.path == "/a"\',\n    priority: 1,\n    name: a,\n  }\n',
    ],
  ];
  for (const [name, before, after] of cases) {
    it(name, () => {
      assert.equal(change(head + before, fields, converted), head + after);
      const crlf = (text: string) => (head + text).replaceAll('\n', '\r\n');
      assert.equal(change(crlf(before), fields, converted), crlf(after));
    });
  }

  it('of a document that is one route', () => {
    assert.equal(
      change('# c\npaths: [/a]\nname: a\n', fields, converted),
      '# c\nexpression: \'http.path == "/a"\'\npriority: 1\nname: a\n',
    );
  });

  const jsonCases: [name: string, before: string, after: string][] = [
    [
      'pretty',
      '{\n  "name": "a",\n  "paths": [\n    "/a"\n  ],\n  "strip_path": true,\n  "methods": ["GET"]\n}\n',
      '{\n  "name": "a",\n  "expression": "http.path == \\"/a\\"",\n  "priority": 1,\n  "strip_path": true\n}\n',
    ],
    [
      'one line',
      '{"name": "a", "paths": ["/a"], "hosts": ["b"]}',
      '{"name": "a", "expression": "http.path == \\"/a\\"", "priority": 1}',
    ],
    [
      'compact',
      '{"paths":["/a"],"hosts":["b"],"name":"a"}',
      '{"expression":"http.path == \\"/a\\"","priority":1,"name":"a"}',
    ],
    ['alone', '{ "paths": ["/a"] }', '{ "expression": "http.path == \\"/a\\"", "priority": 1 }'],
    [
      'first and last',
      '{\n\t"paths": ["/a"],\n\t"name": "a",\n\t"tags": [],\n\t"hosts": ["b"]\n}',
      '{\n\t"expression": "http.path == \\"/a\\"",\n\t"priority": 1,\n\t"name": "a",\n\t"tags": []\n}',
    ],
  ];
  for (const [name, before, after] of jsonCases) {
    it(`json: ${name}`, () => {
      assert.equal(change(before, fields, converted, 'json'), after);
      assert.equal(
        change(before.replaceAll('\n', '\r\n'), fields, converted, 'json'),
        after.replaceAll('\n', '\r\n'),
      );
    });
  }
});

describe('entries that only go', () => {
  const cases: [name: string, before: string, after: string][] = [
    [
      'behind the dash',
      '- paths: [/a] # one\n  # two\n  hosts: [b]\n  name: a\n',
      '# one\n# two\n- name: a\n',
    ],
    ['in the middle', '- name: a\n  paths: [/a]\n  tags: []\n', '- name: a\n  tags: []\n'],
    ['at the end', '- name: a\n  paths: [/a]\n  # end\n', '- name: a\n  # end\n'],
    ['behind the dash, before a merge', '- paths: [/a]\n  <<: {tags: [x]}\n', '- <<: {tags: [x]}\n'],
    ['braces', '- {paths: [/a], name: a, hosts: [b]}\n', '- {name: a}\n'],
  ];
  for (const [name, before, after] of cases) {
    it(name, () => assert.equal(change(head + before, fields, []), head + after));
  }
  it('json', () => {
    const json = (route: string) => `{"_format_version": "3.0", "routes": [${route}]}`;
    const pretty = '{\n  "paths": ["/a"],\n  "name": "a"\n}';
    assert.equal(change(json(pretty), fields, [], 'json'), json('{\n  "name": "a"\n}'));
    assert.equal(change(json('{"name":"a","paths":["/a"]}'), fields, [], 'json'), json('{"name":"a"}'));
  });
  it('but not all', () => {
    assert.match(change(`${head}- paths: [/a]\n`, fields, []), /^refused: This would leave the route empty/);
    assert.match(
      change(`${head}- {paths: [/a]}\n`, fields, []),
      /^refused: This would leave the route empty/,
    );
  });
});

describe('entries that only come', () => {
  const tags: Insert = [
    ['tags', ['x', 'y']],
    ['headers', { a: ['b'], c: [] }],
  ];
  it('in a block, lists indented as the document does', () => {
    const after = (indent: string) =>
      `  tags:\n${indent}- 'x'\n${indent}- 'y'\n  headers:\n    a:\n  ${indent}- 'b'\n    c: []\n`;
    const flat = `${head}- name: a # c\n  paths:\n  - /a\n  # end\n\n`;
    assert.equal(change(flat, new Set(), tags), flat.replace('  - /a\n', `  - /a\n${after('  ')}`));
    const indented = `${head}- name: a\n  paths:\n    - /a\n`;
    assert.equal(change(indented, new Set(), tags), indented + after('    '));
  });
  it('after the dash, from further down', () => {
    const text = `${head}- hosts: [b] # one\n  # two\n  tags:\n  # three\n  - z\n  name: a\n`;
    const after = `# one\n# two\n# three\n- tags:\n  - 'x'\n  name: a\n`.replace(
      '# two\n# three\n',
      '# three\n',
    );
    assert.equal(change(text, fields, [['tags', ['x']]]), head + after.replace('  name', '  # two\n  name'));
  });
  it('after the blank lines that a block scalar keeps', () => {
    const text = `${head}- name: a\n  tags:\n  - |+\n    x\n\n\n- name: b\n`;
    assert.equal(
      change(text, new Set(), [['priority', 1]]),
      text.replace('\n- name: b', '\n  priority: 1\n- name: b'),
    );
  });
  it('in braces', () => {
    assert.equal(
      change(`${head}- {name: a}\n`, new Set(), tags),
      `${head}- {name: a, tags: ['x', 'y'], headers: { a: ['b'], c: [] }}\n`,
    );
    assert.equal(
      change('{"paths":["/"]}', new Set(), [['tags', ['x']]], 'json'),
      '{"paths":["/"],"tags":["x"]}'.replace(',"', ', "').replace('":["x', '":["x'),
    );
  });
});

describe('how strings are written', () => {
  const written = (value: Data) =>
    change(`${head}- name: a\n`, new Set(), [['expression', value]]).slice(
      head.length + '- name: a\n'.length,
    );
  const cases: [Data, string][] = [
    ["it's", "'it''s'"],
    ['a\\d "b" # c: d', '\'a\\d "b" # c: d\''],
    ['', "''"],
    ['yes', "'yes'"],
    ['a\nb\t"', '"a\\nb\\t\\""'],
    ['\u0085\u2028\ufeff\u0000', '"\\u0085\\u2028\\ufeff\\u0000"'],
    ['\u2028', '"\\u2028"'],
    ['\ufeff', '"\\ufeff"'],
    ['\u{1F600}é', "'\u{1F600}é'"],
    [70368744177664n, '70368744177664'],
    [-0, '-0.0'],
    [true, 'true'],
    [null, 'null'],
  ];
  for (const [value, want] of cases) it(want, () => assert.equal(written(value), `  expression: ${want}\n`));
  it('a tab alone needs no escape', () => assert.equal(written('a\tb'), "  expression: 'a\tb'\n"));
  it('a lone surrogate is escaped', () => assert.equal(written('\ud83d'), '  expression: "\\ud83d"\n'));
});

describe('what is refused, and why', () => {
  const cases: [name: string, reason: RegExp, text: string, index?: number][] = [
    [
      'a field that is merged in',
      /^refused: `paths` is merged into this route by `<<`/,
      `_format_version: "3.0"\n_comment: &x {paths: [/a]}\nroutes:\n- <<: *x\n  name: a\n`,
    ],
    [
      'a field of its own over one that is merged in',
      /^refused: Without its own `paths` this route would inherit/,
      `_format_version: "3.0"\n_comment: &x {paths: [/a]}\nroutes:\n- <<: *x\n  paths: [/b]\n`,
    ],
    [
      'an anchor that is used elsewhere',
      /^refused: The anchor `&p` in this route is used elsewhere as `\*p`/,
      `${head}- paths: &p [/a]\n- paths: *p\n`,
    ],
    [
      'an anchor inside that is used elsewhere',
      /^refused: The anchor `&p`/,
      `${head}- name: a\n  paths:\n  - &p /a\n- name: *p\n`,
    ],
    [
      'a key that is written twice',
      /^refused: `paths` is set twice in this route/,
      `${head}- name: a\n  paths: [/a]\n  paths: [/b]\n`,
    ],
    ['a route that is an alias', /^refused: This route is an alias/, `${head}- &r {paths: [/a]}\n- *r\n`, 1],
    [
      'a route that has an alias',
      /^refused: Other routes use this route/,
      `${head}- &r\n  paths: [/a]\n- *r\n`,
    ],
    [
      'a route that is merged into another',
      /^refused: Other routes use this route/,
      `${head}- &r\n  paths: [/a]\n- <<: *r\n  name: b\n`,
    ],
    ['an explicit key', /^refused: .*by hand/, `${head}- name: a\n  ? paths\n  : [/a]\n`],
    ['a key with an anchor', /^refused: .*by hand/, `${head}- name: a\n  &k paths: [/a]\n`],
    [
      'a file that would be Kong’s no more',
      /^refused: .*`_format_version`/,
      `routes:\n- paths: [/a]\n  name: a\n`,
    ],
    [
      'a route that is not well-formed',
      /^refused: This route is not well-formed/,
      `${head}- name: a\n  paths: [/a\n- name: b\n`,
    ],
  ];
  for (const [name, reason, text, index] of cases) {
    const insert = name.includes('no more') ? [] : converted;
    it(name, () => assert.match(change(text, fields, insert, 'yaml', index), reason));
  }
  it('a field of its own over one that is merged in is none of these', () => {
    const text = `_format_version: "3.0"\n_comment: &x {priority: 7}\nroutes:\n- <<: *x\n  paths: [/b]\n`;
    assert.equal(
      change(text, fields, converted),
      text.replace('paths: [/b]', 'expression: \'http.path == "/a"\'\n  priority: 1'),
    );
  });
  it('an anchor that only this route uses goes with it', () => {
    assert.equal(
      change(`${head}- paths: &p [/a]\n  hosts: *p\n`, fields, [['name', 'b']]),
      `${head}- name: 'b'\n`,
    );
  });
  it('a fault elsewhere in the file is no reason', () => {
    const text = `${head}- paths: [/a]\n- name\n  tags: x\n- name: b\n`;
    assert.match(change(text, fields, converted), /expression/);
  });
});

describe('any entries of any route in any file', () => {
  // The data of a template, or of a document inside another file, are not those that a parser of YAML finds.
  const files = filesWithRoutes().filter(({ text, format }) => {
    const { template, parts } = readDocument(text, format);
    return template === null && parts.length === 0;
  });
  const keys = [
    'paths',
    'methods',
    'hosts',
    'headers',
    'name',
    'strip_path',
    'expression',
    'priority',
    'tags',
    'protocols',
    'id',
    'plugins',
  ];
  const scalar = fc.oneof(
    fc.constantFrom<Data>(
      'http.path == "/a"',
      "it's",
      'a\nb',
      '',
      'yes',
      '# x',
      'a: b',
      '\u{1F600}',
      '- x',
      7,
      2n ** 63n,
      true,
      null,
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.array(scalar, { maxLength: 2 }), {
      maxKeys: 2,
    }),
  );
  const inserts = fc.uniqueArray(fc.tuple(fc.constantFrom(...keys, 'a b'), value), {
    maxLength: 3,
    selector: ([key]) => key,
  });

  /** `false` where the edit is refused. */
  function checked(file: File, at: number, remove: readonly string[], insert: Insert): boolean {
    const document = readDocument(file.text, file.format);
    const index = at % document.routes.length;
    const route = document.routes[index]!;
    const result = replaceEntries(document, route, new Set(remove), insert);
    if ('refused' in result) return false;
    const text = applyEdits(file.text, result.edits);
    const where = `${file.name}: ${JSON.stringify({ remove, insert: insert.map(([key]) => key) })}\n${file.text}\n=>\n${text}`;
    const leaving = new Set([...remove, ...insert.map(([key]) => key)]);

    const after = readDocument(text, file.format);
    const kept = Object.entries(dataOfRoute(route.body)).filter(([key]) => !leaving.has(key));
    const intended = Object.fromEntries([...kept, ...insert]);
    assert.deepEqual(plain(dataOfRoute(after.routes[index]!.body)), plain(intended), where);
    const others = everythingElse(file.text, file.format, route.path);
    assert.deepEqual(everythingElse(text, file.format, after.routes[index]!.path), others, where);
    assert.deepEqual(after.syntaxProblems.length, document.syntaxProblems.length, where);

    // The lines of the route, and blank ones after it.
    const spaceAfter = /[^\n]*(\n[ \t\r]*(?=\n|$))*\n?/y;
    spaceAfter.lastIndex = route.start + route.body.span.end;
    spaceAfter.test(file.text);
    const region = { start: file.text.lastIndexOf('\n', route.start) + 1, end: spaceAfter.lastIndex };
    for (const { span } of result.edits) {
      assert.ok(region.start <= span.start && span.end <= region.end, where);
    }
    if (file.format === 'yaml') assert.deepEqual(comments(text), comments(file.text), where);
    assert.equal(text.includes('\r\n'), file.text.includes('\r\n'), where);
    assert.equal(/[^\r]\n/.test(text), /[^\r]\n/.test(file.text), where);
    checkOtherLines(file.text, text, route, leaving, where);
    return true;
  }

  const runs = { numRuns: Number(process.env.RUNS ?? 1000), includeErrorInReport: true };

  it('the document then reads as intended, and no comment or other line is lost', () => {
    let done = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.nat(40),
        fc.subarray(keys),
        inserts,
        (file, at, remove, insert) => {
          if (checked(file, at, remove, insert)) done++;
        },
      ),
      runs,
    );
    assert.ok(done > runs.numRuns / 2, `only ${done} edits of ${runs.numRuns}`);
  });

  /** Each entry in several ways to write it; a `#` is a comment unless the text says otherwise. */
  const blockEntries = [
    [
      'paths: [/a]',
      'paths:\n- /a',
      'paths: # c1\n  # c2\n  - /a # c3\n\n  - "/b" # c4',
      'paths: [/a, # c5\n  /b]',
    ],
    [
      'hosts:\n  - |\n    a\n    # no comment\n  # c6',
      'hosts: &h [a] # c7',
      "hosts:\n\n\n- 'a # no comment'",
    ],
    [
      'name: a',
      "name: 'a' # c8",
      '"name": "a"',
      'name:\n  a # c9',
      'name: >-\n  a\n  # no comment',
      'name: # c10\n  a',
    ],
    [
      'headers:\n  x:\n  # c11\n  - b # c12\n  # c13',
      'headers: {x: [a], # c14\n  y: [b]} # c15',
      'headers: {}',
    ],
    [
      'expression: a == b # c16',
      'expression: |- # c17\n  a\n   b',
      'expression: >\n  a\n\n  b\n',
      'expression: |+\n  a\n\n',
    ],
    [
      "expression: 'a\n  b' # c18",
      'expression: # c19',
      'expression: |2\n    a\n   b',
      'expression: >+1 # c20\n a\n\n\n',
    ],
    ['priority: 1', 'strip_path: true # c21', 'tags: []', 'tags:\n- a\n-\n- # c22\n  b'],
  ] as const;
  const between = fc.constantFrom(
    '\n',
    '\n',
    '\n\n',
    '\n# s1\n',
    '\n    # s2\n',
    '\n# s3\n\n# s4\n',
    '\n\n\n',
    '\n \n',
  );
  const blockRoute = fc
    .tuple(
      fc
        .subarray([...blockEntries], { minLength: 1 })
        .chain((some) => fc.tuple(...some.map((ways) => fc.constantFrom(...ways)))),
      fc.array(between, { minLength: 8, maxLength: 8 }),
      fc.constantFrom('- ', '-   '),
    )
    .map(([entries, gaps, dash]) => {
      const body = entries.map((entry, at) => entry + gaps[at]).join('');
      return dash + body.replace(/\n(?=[^\n])/g, `\n${' '.repeat(dash.length)}`);
    });

  const flowEntries = [
    ['paths: [/a]', 'paths: [/a, # f1\n      /b]', '"paths": ["/a"]'],
    ["hosts: ['a, # no comment']", 'hosts: [a]'],
    ['name: a', 'name:\n      a', '"name":"a"'],
    ['tags: [] # f2', 'headers: {a: [b]}'],
    ['expression: "a # b"', "expression: 'a'"],
    ['priority: 1', '? priority\n    : 1'],
  ] as const;
  const comma = fc.constantFrom(', ', ',', ',\n    ', ', # g1\n    ', ' # g2\n    , ', ',\n    # g3\n    ');
  const flowRoute = fc
    .tuple(
      fc
        .subarray([...flowEntries], { minLength: 1 })
        .chain((some) => fc.tuple(...some.map((ways) => fc.constantFrom(...ways)))),
      fc.array(comma, { minLength: 6, maxLength: 6 }),
      fc.constantFrom('{', '{ ', '{\n    ', '{ # o1\n    '),
      fc.constantFrom('}', ' }', '\n  }', ',\n  }', ' # e1\n  }', ', # e2\n  }'),
    )
    .map(([entries, commas, open, close]) => {
      const body = entries.map((entry, at) => {
        const gap = at === entries.length - 1 ? '' : commas[at]!;
        return entry.includes('# f2') ? `${entry}\n    ${gap}` : entry + gap;
      });
      return `- ${open}${body.join('')}${close}\n`;
    });

  it('of any route however it is written', () => {
    let done = 0;
    const route = fc.oneof(blockRoute, flowRoute);
    const around = fc.constantFrom('', '- name: other # o\n', '- {name: other}\n', '# between\n');
    fc.assert(
      fc.property(
        fc.tuple(around, route, around, fc.constantFrom('', '  '), fc.constantFrom('\n', '\r\n')),
        fc.nat(2),
        fc.subarray(keys),
        inserts,
        ([before, written, after, indent, eol], at, remove, insert) => {
          const lines = (before + written + after).replace(/^(?=[^\n])/gm, indent);
          const text = `${head}${lines}`.replaceAll('\n', eol);
          const file: File = { name: 'generated', format: 'yaml', text };
          if (checked(file, at, remove, insert)) done++;
        },
      ),
      { ...runs, numRuns: runs.numRuns * 2 },
    );
    assert.ok(done > runs.numRuns, `only ${done} edits of ${runs.numRuns * 2}`);
  });

  /** Bigints as numbers of the same size are the same data. */
  function plain(value: Data): unknown {
    return JSON.parse(
      JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)),
    );
  }

  /** All data of the file as the yaml package reads it, but for one route. */
  function everythingElse(text: string, format: DocumentFormat, path: readonly (string | number)[]): unknown {
    const documents =
      format === 'json'
        ? [JSON.parse(text)]
        : parseAllDocuments(text, { merge: true }).map((one) => one.toJS());
    const whole = documents.length > 1 ? documents : documents[0];
    const parent = path.slice(0, -1).reduce((value, key) => value[key], whole);
    if (path.length > 0) parent[path.at(-1)!] = 'the route';
    return path.length > 0 ? whole : null;
  }

  function comments(text: string): string[] {
    return yamlTokens(text)
      .filter(({ type }) => type === 'comment')
      .map(({ source }) => source.trim())
      .sort();
  }

  /** The lines that hold nothing of an entry that left are in the new text, in their order. */
  function checkOtherLines(
    before: string,
    after: string,
    { start, body }: ReturnType<typeof readDocument>['routes'][number],
    leaving: ReadonlySet<string>,
    where: string,
  ): void {
    if (body.style === 'flow') return;
    const gone = body.entries
      .filter(({ key, merged }) => leaving.has(key) && !merged)
      .map(({ span }) => ({ start: start + span.start, end: start + span.end }));
    // Where the entry after the dash goes, the next one moves up to the dash.
    const firstGoes = gone[0]?.start === start;
    let offset = 0;
    const lines: string[] = [];
    for (const line of before.split('\n')) {
      const end = offset + line.length;
      const touched = gone.some((span) => span.start <= end && offset <= span.end);
      const moves = firstGoes && offset <= start + body.span.end && end >= start;
      if (!touched && !moves) lines.push(line.trimEnd());
      offset = end + 1;
    }
    const found = after.split('\n').map((line) => line.trimEnd());
    let at = 0;
    for (const line of lines) {
      at = found.indexOf(line, at) + 1;
      assert.ok(at > 0, `the line ${JSON.stringify(line)} is lost. ${where}`);
    }
  }
});
