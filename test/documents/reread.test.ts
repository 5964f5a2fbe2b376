import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type RouteDocument, readDocument, rereadDocument } from '../../server/documents/index.js';
import { readWithInsertion } from '../../server/documents/reread.js';
import { filesWithRoutes } from './corpus.js';

/** `text` with `inserted` in the place of what follows `before`, `deleted` characters long. */
function edit(document: RouteDocument, before: string, inserted: string, deleted = 0): RouteDocument {
  const at = document.text.indexOf(before) + before.length;
  assert.ok(at >= before.length, before);
  const text = document.text.slice(0, at) + inserted + document.text.slice(at + deleted);
  const next = rereadDocument(document, text);
  assert.deepEqual(next, readDocument(text, document.format));
  return next;
}

/** Which routes of `next` kept the body of a route of `previous`. */
function kept(previous: RouteDocument, next: RouteDocument): boolean[] {
  const bodies = new Set(previous.routes.map(({ body }) => body));
  return next.routes.map(({ body }) => bodies.has(body));
}

const yaml = `_format_version: "3.0"
services:
- name: s
  routes:
  - name: a
    paths: [/a] # first
  - name: b
    expression: >-
      http.path == "/b" &&
      http.method == "GET"
    priority: 1
  - name: c
    paths:
    - /c
routes:
- name: d
  <<: {tags: [x]}
`;

const json = JSON.stringify(
  {
    _format_version: '3.0',
    routes: [{ name: 'a', paths: ['/a'] }, { name: 'b', tags: ['x'] }, { name: 'c' }],
  },
  null,
  2,
);

describe('after an edit the other routes are the same objects', () => {
  const cases: [
    name: string,
    format: 'yaml' | 'json',
    before: string,
    inserted: string,
    deleted: number,
    kept: string,
  ][] = [
    ['a letter in a scalar', 'yaml', 'http.path == "/b', 'x', 0, 'a c d'],
    ['a whole entry', 'yaml', 'priority: 1', '\n    tags: [x]', 0, 'a c d'],
    ['a key without a colon', 'yaml', 'priority: 1', '\n    tags', 0, 'a c d'],
    ['an entry at the end of the last route', 'yaml', '    - /c\n', '    - /e\n', 0, 'a b d'],
    ['an anchor', 'yaml', '  - name: ', '&x ', 0, 'b c d'],
    ['a quote that is not closed', 'yaml', 'name: ', '"', 0, ''],
    ['a route between two others', 'yaml', '# first\n', '  - name: new\n', 0, 'a b c d'],
    ['a service before them', 'yaml', 'services:\n', '- routes: [{name: x}]\n', 0, 'a b c d'],
    ['a comment behind a value', 'yaml', '# first', ' and last', 0, 'a b c d'],
    ['a comment above the file', 'yaml', '', '# c\n', 0, 'a b c d'],
    ['a route taken away', 'yaml', '  routes:\n', '', 36, 'b c d'],
    ['a merge of no mapping', 'yaml', 'priority: 1', '\n    <<: 5', 0, 'a c d'],
    ['line ends', 'yaml', 'http.method == "GET"', '\r', 0, 'a c d'],
    ['a letter', 'json', '/a', 'x', 0, 'b c'],
    ['an entry', 'json', '"x"\n      ]', ',\n "a": 1', 0, 'a c'],
    ['an entry that is not complete', 'json', '"x"\n      ]', ',\n "a', 0, ''],
    ['an entry without a value', 'json', '"x"\n      ]', ',\n "a"', 0, 'a c'],
    ['an object cut in two', 'json', '"name": "b"', '}, {"name": "e"', 0, 'a c'],
    ['a brace too many', 'json', '"name": "b"', '}', 0, ''],
    ['a new object', 'json', '"routes": [', '{"x": 1},', 0, 'a b c'],
  ];
  for (const [name, format, before, inserted, deleted, want] of cases) {
    it(`${format}: ${name}`, () => {
      const previous = readDocument(format === 'yaml' ? yaml : json, format);
      const next = edit(previous, before, inserted, deleted);
      const same = kept(previous, next);
      const names = next.routes.map(({ body }) => body.entries.find(({ key }) => key === 'name')?.value);
      const found = names.flatMap((value, at) => (same[at] && value?.kind === 'scalar' ? [value.value] : []));
      if (want !== '') assert.equal(found.join(' '), want);
    });
  }

  it('an edit undone gives a route that is equal again', () => {
    const previous = readDocument(yaml, 'yaml');
    const broken = edit(previous, 'name: a', '"');
    const fixed = edit(broken, 'name: a', '', 1);
    assert.deepEqual(fixed, previous);
  });

  it('the same text is the same document', () => {
    const document = readDocument(yaml, 'yaml');
    assert.equal(rereadDocument(document, `${yaml}`), document);
  });

  it('a file without a version is Kong’s only as long as its routes are', () => {
    const previous = readDocument('routes:\n- paths: [/a]\n  name: a\n- paths: [/b]\n', 'yaml');
    assert.equal(edit(previous, 'paths', '_', 0).kind, null);
  });

  it('a tag means what the directives above the file say', () => {
    const previous = readDocument(
      '%TAG !! tag:a.org,2000:\n---\n_format_version: "3.0"\nroutes:\n- name: !!int "1"\n',
      'yaml',
    );
    edit(previous, '"1', '2');
  });

  it('a line indented less than the keys may belong to anything', () => {
    const previous = readDocument('_format_version: "3.0"\nroutes:\n- name: a\n  tags:\n  - x\n', 'yaml');
    edit(previous, '  tags:\n ', '&y ', 2);
  });

  it('a route that only an alias changes is another', () => {
    const text = '_format_version: "3.0"\n_comment: &x /a\nroutes:\n- paths: [*x]\n- paths: [/b]\n';
    const previous = readDocument(text, 'yaml');
    assert.deepEqual(kept(previous, edit(previous, '&x /', 'c')), [false, true]);
  });
});

describe('a keystroke reads its route alone', () => {
  const routes = Array.from({ length: 30 }, (_, i) => ({
    name: `route-${i}`,
    expression: `http.path == "/a/${i}" && http.method == "GET"`,
    priority: i,
    tags: [`t${i}`],
  }));
  const texts = {
    json: JSON.stringify({ _format_version: '3.0', routes }, null, 2),
    yaml: `_format_version: "3.0"\nroutes:\n${routes
      .map(
        ({ name, expression, priority, tags }) =>
          `- name: ${name}\n  expression: '${expression}'\n  priority: ${priority}\n  tags: [${tags}]\n`,
      )
      .join('')}`,
  };
  type Keystrokes = readonly [
    name: string,
    format: 'yaml' | 'json',
    after: string,
    typed: string,
    deleted: number,
    /** Of each keystroke: `.` the route alone, `!` the whole text. */
    want: string,
  ];
  // A line that is not indented yet may belong to anything.
  const cases: readonly Keystrokes[] = [
    ['letters in a value', 'yaml', '/a/15', 'typing', 0, '......'],
    ['letters in a value', 'json', '/a/15', 'typing', 0, '......'],
    ['an entry on a new line', 'yaml', 'tags: [t15]', '\n  hosts: [a]', 0, '.............'],
    ['an entry on a new line', 'json', '"priority": 15,', '\n"id": 7,', 0, '.........'],
    ['an entry above another', 'yaml', 'priority: 14\n  ', 'hosts: [a]\n  ', 0, '..........!!!'],
    ['an entry behind the dash', 'yaml', 'tags: [t14]\n- ', 'hosts: [a]\n  ', 0, '..........!!!'],
    ['a key without a colon', 'yaml', 'priority: 15\n  ', 'host', 0, '....'],
    ['a quote', 'yaml', 'priority: 15\n  ', "id: 'a'", 0, '.......'],
    ['a comment and blank lines', 'yaml', 'tags: [t15]', ' # c\n\n\n', 0, '.......'],
    ['a line taken away', 'yaml', 'priority: 15', '', 13, '.'],
    ['an entry at the end of the file', 'yaml', 'tags: [t29]\n', '  a: b', 0, '......'],
  ];
  for (const [name, format, after, typed, deleted, want] of cases) {
    it(`${format}: ${name}`, () => {
      const text = texts[format];
      const place = text.indexOf(after) + after.length;
      let document = readDocument(text, format);
      let found = '';
      for (let i = Math.min(1, typed.length); i <= typed.length; i++) {
        const next = rereadDocument(
          document,
          text.slice(0, place) + typed.slice(0, i) + text.slice(place + deleted),
        );
        assert.deepEqual(next, readDocument(next.text, format));
        found += next.routes[0] === document.routes[0] ? '.' : '!';
        document = next;
      }
      assert.equal(found, want);
    });
  }
});

describe('any edits to any file', () => {
  const files = filesWithRoutes();
  const piece = fc.constantFrom(
    ...[
      '\n',
      ' ',
      '  ',
      '    ',
      'a',
      'x: y',
      '- ',
      '-',
      '"',
      "'",
      '|',
      '>',
      ': ',
      ':',
      '#',
      ' # c',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&a ',
    ],
    ...[
      '*a',
      '!!str ',
      '<<: ',
      '\t',
      '\n- ',
      '\n    - name: z\n',
      '\n---\n',
      '\n...\n',
      '\r\n',
      '\r',
      '\\',
      '? ',
      'paths',
      '\n      tags',
    ],
    ...[
      '\n    # c\n',
      '\n# c\n',
      '|+\n',
      '>-\n',
      '\u{1F600}',
      '\n\n\n',
      '@',
      '`',
      '~',
      '- - ',
      '\n  ',
      '\n\t',
      '"a": 1,',
      '//',
      '/*',
      'null',
      '',
    ],
  );
  const change = fc.record({
    /** Which route, and where from its start; or anywhere. */
    route: fc.option(fc.nat(50), { nil: null }),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    deleted: fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(80) }),
    inserted: piece,
  });

  it('are read as the whole text is read', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        (file, changes) => {
          let document = readDocument(file.text, file.format);
          for (const { route, place, deleted, inserted } of changes) {
            const near =
              route === null ? undefined : document.routes[route % Math.max(1, document.routes.length)];
            const length = near === undefined ? document.text.length : near.body.span.end + 12;
            const at = Math.max(
              0,
              Math.min(document.text.length, (near?.start ?? 6) - 6 + Math.round(place * length)),
            );
            const text = document.text.slice(0, at) + inserted + document.text.slice(at + deleted);
            const next = rereadDocument(document, text);
            const whole = readDocument(text, document.format);
            const { text: _, ...rest } = next;
            const { text: __, ...want } = whole;
            assert.deepEqual(rest, want, `${file.name}: ${JSON.stringify({ at, deleted, inserted })}`);
            document = next;
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 1000), includeErrorInReport: true },
    );
  });
});

describe('a route that is read alone with an insertion', () => {
  it('is as it is read in the whole text with it, at every place', () => {
    let alone = 0;
    for (const [format, text] of [
      ['yaml', yaml],
      ['json', json],
    ] as const) {
      const document = readDocument(text, format);
      for (let offset = 0; offset <= text.length; offset++) {
        for (const inserted of ['word', 'word: 0', '"word"', '- word']) {
          const read = readWithInsertion(document, offset, inserted);
          if (!read) continue;
          alone++;
          const whole = readDocument(text.slice(0, offset) + inserted + text.slice(offset), format);
          const [route] = read.document.routes;
          const same = whole.routes.find(({ start }) => start === read.start + route!.start);
          assert.deepEqual(route!.body, same?.body, `${inserted} at ${offset}`);
          assert.deepEqual(route!.path, same?.path);
          const end = read.start + read.document.text.length;
          assert.equal(read.document.text, whole.text.slice(read.start, end));
        }
      }
    }
    assert.ok(alone > 400, String(alone));
  });
});
