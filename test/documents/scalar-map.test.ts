import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Document, Scalar } from 'yaml';
import {
  type DocumentFormat,
  type RouteDocument,
  readDocument,
  type SourcedRoute,
  type SourcedScalar,
  sourceSpan,
  valueOffset,
} from '../../server/documents/index.js';
import { readMarks, writeMarks } from '../support/marked-text.js';

function expressionOf(text: string, format: DocumentFormat = 'yaml') {
  const document = readDocument(text, format);
  const route = document.routes[0];
  assert.ok(route, `no route in ${JSON.stringify(text)}`);
  const scalar = route.body.entries.find(({ key }) => key === 'expression')?.value;
  assert.equal(scalar?.kind, 'scalar');
  return { document, route, scalar: scalar as SourcedScalar };
}

/** The place of a part of the expression, as marks in the text. */
function marked(text: string, part: string, format: DocumentFormat = 'yaml'): string {
  const { document, route, scalar } = expressionOf(text, format);
  const start = String(scalar.value).indexOf(part);
  assert.ok(start >= 0, `no ${part} in ${JSON.stringify(scalar.value)}`);
  const { start: from, end: to } = sourceSpan(document, route, scalar, { start, end: start + part.length });
  return writeMarks(text, [{ start: route.start + from, end: route.start + to }]);
}

const head = '_format_version: "3.0"\nroutes:\n- name: a\n';

describe('a part of an expression is found in the file, character by character', () => {
  const cases: [name: string, part: string, marked: string][] = [
    ['plain', 'http.host', `${head}  expression: http.path == r#"/a"# && <|http.host|> == r#"b"#\n`],
    [
      'plain over several lines',
      'b.c',
      `${head}  expression: http.path\n\n    ==   \n      <|b.c|>\n  priority: 1\n`,
    ],
    ['plain, from one line to the next', 'path ==', `${head}  expression: http.<|path\n    ==|> r#"x"#\n`],
    ['single-quoted', '"/it\'s"', `${head}  expression: 'http.path == <|"/it''s"|>'\n`],
    ['single-quoted over several lines', 'b', `${head}  expression: 'a\n\n    ''\n    <|b|>'\n`],
    ['double-quoted', '"/a"', `${head}  expression: "http.path == <|\\"/a\\"|>"\n`],
    ['double-quoted, \\x', 'A', `${head}  expression: "http.path <|\\x41|> b"\n`],
    ['double-quoted, \\u', 'é', `${head}  expression: "http.path <|\\u00e9|> b"\n`],
    ['double-quoted, \\U', '\u{1F600}', `${head}  expression: "http.path <|\\U0001F600|> b"\n`],
    ['double-quoted, an escaped line break', 'bc', `${head}  expression: "a <|b\\\n    c|> d"\n`],
    ['double-quoted over several lines', 'd', `${head}  expression: "a \\n\n\n    <|d|>"\n`],
    ['literal', 'b', `${head}  expression: |\n    a ==\n      <|b|>\n  priority: 1\n`],
    ['literal, strip', 'b', `${head}  expression: |-\n    a ==\n    <|b|>\n`],
    ['literal, keep', 'b', `${head}  expression: |+\n    a ==\n    <|b|>\n\n\n  priority: 1\n`],
    ['literal with an indentation indicator', ' a', `${head}  expression: |2\n    <| a|> ==\n     b\n`],
    ['literal, the indicator after the chomping', 'b', `${head}  expression: |-1 # why\n     a\n   <|b|>\n`],
    ['folded', 'b', `${head}  expression: >-\n    a ==\n    <|b|>\n`],
    ['folded, from one line to the next', '== b', `${head}  expression: >\n    a <|==\n    b|> &&\n    c\n`],
    [
      'folded with blank and more indented lines',
      'd',
      `${head}  expression: >\n\n    a\n\n\n    b\n      c\n\n    <|d|>\n\n`,
    ],
    [
      'folded with an indentation indicator',
      'x',
      `${head}  expression: >1+\n     a\n    b\n   c\n   <|x|>\n\n`,
    ],
    ['an astral character before it', 'b', `${head}  expression: '\u{1F600} <|b|>'\n`],
    ['a comment between header and text', 'b', `${head}  expression: > # why\n    a\n    <|b|>\n`],
    ['with an anchor and a tag', 'b', `${head}  expression: !!str &x 'a <|b|>'\n`],
  ];
  for (const [name, part, want] of cases) {
    const { text } = readMarks(want);
    it(`yaml: ${name}`, () => assert.equal(marked(text, part), want));
    const crlf = want.replaceAll('\n', '\r\n');
    it(`yaml with CRLF: ${name}`, () => assert.equal(marked(readMarks(crlf).text, part), crlf));
  }

  const json = (expression: string) =>
    `{"_format_version": "3.0", "routes": [{"expression": "${expression}"}]}`;
  const jsonCases: [name: string, part: string, marked: string][] = [
    ['plain', 'http.path', json('<|http.path|> == 1')],
    ['escaped quotes', '"/a"', json('a == <|\\"/a\\"|>')],
    ['\\u', 'é', json('a <|\\u00e9|> b')],
    ['a surrogate pair', '\u{1F600}', json('a <|\\ud83d\\ude00|> b')],
    ['the second half of a surrogate pair', '\ude00', json('a \\ud83d<|\\ude00|> b')],
    ['control characters', 'b', json('a\\n\\t\\/<|b|>')],
  ];
  for (const [name, part, want] of jsonCases) {
    it(`json: ${name}`, () => assert.equal(marked(readMarks(want).text, part, 'json'), want));
  }
});

describe('a place without width stays inside the scalar', () => {
  /** Where the end of the value is. */
  const end = (text: string, format: DocumentFormat = 'yaml') => {
    const { document, route, scalar } = expressionOf(text, format);
    const { length } = String(scalar.value);
    const span = sourceSpan(document, route, scalar, { start: length, end: length });
    return writeMarks(text, [{ start: route.start + span.start, end: route.start + span.end }]);
  };
  const cases = [
    `${head}  expression: a ==<|>\n`,
    `${head}  expression: 'a ==<|>'\n`,
    `${head}  expression: "a ==<|>  "\n`,
    `${head}  expression: '<|>'\n`,
    `${head}  expression: "<|>"\n`,
    `${head}  expression: |\n    a ==<|>\n\n`,
    `${head}  expression: >+\n    a ==<|>\n\n\n  priority: 1\n`,
    `${head}  expression: >-<|>\n  priority: 1\n`,
  ];
  for (const want of cases) {
    it(JSON.stringify(want.slice(head.length)), () => assert.equal(end(readMarks(want).text), want));
  }
  it('json', () => {
    const want = '{"_format_version": "3.0", "routes": [{"expression": "<|>"}]}';
    assert.equal(end(readMarks(want).text, 'json'), want);
  });
});

describe('what cannot be mapped is covered whole', () => {
  const whole = (text: string, format: DocumentFormat = 'yaml') => {
    const { document, route, scalar } = expressionOf(text, format);
    const span = sourceSpan(document, route, scalar, { start: 0, end: 1 });
    return writeMarks(text, [{ start: route.start + span.start, end: route.start + span.end }]);
  };
  it('an alias', () => {
    const want = `_format_version: "3.0"\n_comment: &x a == b\nroutes:\n- expression: <|*x|>\n`;
    assert.equal(whole(readMarks(want).text), want);
  });
  it('a string that is not well-formed', () => {
    const want = `{"_format_version": "3.0", "routes": [{"expression": <|"a \\u12 b"|>}]}`;
    assert.equal(whole(readMarks(want).text, 'json'), want);
  });
  it('a number', () => {
    const want = `${head}  expression: <|12|>\n`;
    assert.equal(whole(readMarks(want).text), want);
  });
});

describe('the way back', () => {
  const at = (marked: string, format: DocumentFormat = 'yaml') => {
    const { text, ranges } = readMarks(marked);
    const { document, route, scalar } = expressionOf(text, format);
    const offset = valueOffset(document, route, scalar, ranges[0]!.start - route.start);
    return offset === null ? null : String(scalar.value).slice(0, offset);
  };
  it('on a character', () => assert.equal(at(`${head}  expression: 'it''s <|>b'\n`), "it's "));
  it('inside an escape', () => assert.equal(at(`${head}  expression: "a\\u00<|>e9b"\n`), 'a'));
  it('on the quote before', () => assert.equal(at(`${head}  expression: <|>'a'\n`), null));
  it('at the end', () => assert.equal(at(`${head}  expression: 'ab<|>'\n`), 'ab'));
  it('after the quote', () => assert.equal(at(`${head}  expression: 'ab'<|>\n`), null));
  it('in the indentation of a literal', () =>
    assert.equal(at(`${head}  expression: |\n    a\n  <|>  b\n`), null));
  it('in the indentation of a folded line', () =>
    assert.equal(at(`${head}  expression: >\n    a\n  <|>  b\n`), 'a'));
  it('elsewhere', () => assert.equal(at(`${head}  expression: 'ab'\n  priority: <|>1\n`), null));
});

/**
 * Whatever the way there, this must hold: where the characters that a unit is mapped to are replaced in the file,
 * the value changes in that unit and in no other.
 */
function checkByReplacing(text: string, format: DocumentFormat): boolean {
  // Some of what is written here is no single scalar.
  const written = readDocument(text, format).routes[0]?.body.entries.find(
    ({ key }) => key === 'expression',
  )?.value;
  if (written?.kind !== 'scalar') return false;
  const { document, route, scalar } = expressionOf(text, format);
  if (document.syntaxProblems.length > 0 || typeof scalar.value !== 'string') return false;
  const { value } = scalar;
  let last = 0;
  for (let i = 0; i < value.length; ) {
    const width = value.codePointAt(i)! > 0xffff ? 2 : 1;
    const span = sourceSpan(document, route, scalar, { start: i, end: i + width });
    const where = `${JSON.stringify(value)}[${i}] in ${JSON.stringify(text)}`;
    assert.ok(scalar.span.start <= span.start && span.end <= scalar.span.end, `outside: ${where}`);
    assert.ok(span.start >= last, `goes back: ${where}`);
    last = span.end;
    const source = text.slice(route.start + span.start, route.start + span.end);
    checkUnit(document, route, scalar, i, width, source, where);
    if (/\S/.test(value.slice(i, i + width))) {
      const changed = `${text.slice(0, route.start + span.start)}Z${text.slice(route.start + span.end)}`;
      const { scalar: now } = expressionOf(changed, format);
      assert.equal(now.value, `${value.slice(0, i)}Z${value.slice(i + width)}`, where);
    }
    i += width;
  }
  return true;
}

function checkUnit(
  document: RouteDocument,
  route: SourcedRoute,
  scalar: SourcedScalar,
  index: number,
  width: number,
  source: string,
  where: string,
): void {
  const character = String(scalar.value).slice(index, index + width);
  const span = sourceSpan(document, route, scalar, { start: index, end: index + width });
  if (source === '') {
    // Line breaks at the end of a block scalar.
    assert.match(String(scalar.value).slice(index), /^[ \t\n]*$/, where);
    return;
  }
  assert.equal(valueOffset(document, route, scalar, span.start), index, `the way back: ${where}`);
  // The yaml package folds long strings even between the halves of an astral character.
  const unfolded = source.replace(/\\\r?\n[ \t]*/, '');
  if (unfolded === character || source.startsWith('\\') || source === "''") return;
  assert.match(character, /^[ \n]$/, where);
  assert.match(source, /^[ \t]*(\r?\n[ \t]*)+$/, where);
}

describe('any string in any style', () => {
  const runs = { numRuns: Number(process.env.RUNS ?? 400), includeErrorInReport: true };
  const piece = fc.constantFrom(
    ...[
      'a',
      'b ',
      ' c',
      '"',
      "'",
      '\\',
      '#',
      ' # ',
      ': ',
      ':',
      '\n',
      '\n\n',
      '  ',
      '\t',
      '\u00e9',
      '\u{1F600}',
      '\u0007',
    ],
    ...[
      'http.path == "/x"',
      ' && ',
      '|',
      '>',
      '- ',
      '? ',
      '%',
      '@',
      '`',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a',
      '*a',
      '!',
      '\u2028',
      '\u00a0',
    ],
  );
  const anyString = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
  const eol = fc.constantFrom('\n', '\r\n');

  for (const type of [
    Scalar.PLAIN,
    Scalar.QUOTE_SINGLE,
    Scalar.QUOTE_DOUBLE,
    Scalar.BLOCK_LITERAL,
    Scalar.BLOCK_FOLDED,
  ] as const) {
    it(`written by the yaml package as ${type}`, () => {
      let mapped = 0;
      fc.assert(
        fc.property(
          anyString,
          fc.integer({ min: 1, max: 6 }),
          fc.constantFrom(0, 20, 40),
          eol,
          (value, indent, lineWidth, end) => {
            const scalar = new Scalar(value);
            scalar.type = type;
            const data = { _format_version: '3.0', routes: [{ name: 'a', expression: scalar, priority: 1 }] };
            const text = new Document(data)
              .toString({ indent, lineWidth, minContentWidth: 0 })
              .replaceAll('\n', end);
            if (checkByReplacing(text, 'yaml')) mapped++;
          },
        ),
        runs,
      );
      assert.ok(mapped > runs.numRuns / 2, `only ${mapped} were mapped`);
    });
  }

  it('written as JSON', () => {
    const escapeSome = (text: string, seed: number) =>
      [...JSON.stringify(text).slice(1, -1)].length === text.length && seed % 2 === 0
        ? text.replace(/./gs, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : JSON.stringify(text).slice(1, -1);
    fc.assert(
      fc.property(anyString, fc.nat(9), (value, seed) => {
        const text = `{"_format_version": "3.0", "routes": [{"expression": "${escapeSome(value, seed)}", "priority": 1}]}`;
        assert.ok(checkByReplacing(text, 'json'));
      }),
      runs,
    );
  });

  const blockLine = fc.constantFrom(
    '',
    '',
    ' ',
    '   ',
    'a',
    'b c',
    ' more',
    '  even more',
    '\tt',
    'x  ',
    '# no comment',
    '\u{1F600}',
  );
  it('blocks written by hand', () => {
    let mapped = 0;
    const block = fc.record({
      style: fc.constantFrom('|', '>'),
      chomping: fc.constantFrom('', '-', '+'),
      indicator: fc.boolean(),
      indicatorFirst: fc.boolean(),
      indent: fc.integer({ min: 1, max: 9 }),
      lines: fc.array(blockLine, { maxLength: 8 }),
      end: eol,
      open: fc.boolean(),
    });
    fc.assert(
      fc.property(block, ({ style, chomping, indicator, indicatorFirst, indent, lines, end, open }) => {
        const number = indicator ? String(indent) : '';
        const header = style + (indicatorFirst ? number + chomping : chomping + number);
        const body = lines.map((line) => (line.trim() === '' ? line : ' '.repeat(2 + indent) + line));
        const after = open ? [] : ['  priority: 1', ''];
        const text = [...head.split('\n').slice(0, -1), `  expression: ${header}`, ...body, ...after].join(
          end,
        );
        if (checkByReplacing(text, 'yaml')) mapped++;
      }),
      { ...runs, numRuns: runs.numRuns * 2 },
    );
    assert.ok(mapped > runs.numRuns / 2, `only ${mapped} were mapped`);
  });

  const flowPiece = fc.constantFrom(
    ...['a', 'b', '  ', ' ', '\n', '\n\n', '\n   \n', '\t', '\u{1F600}', 'x=y', '{', '#a', ':z'],
  );
  const doubleQuotedPiece = fc.oneof(
    flowPiece,
    fc.constantFrom('\\\n', '\\n', '\\"', '\\\\', '\\x41', '\\u00e9', '\\U0001F600', '\\ ', '\\\t', '\\_'),
  );
  it('plain and quoted scalars written by hand', () => {
    let mapped = 0;
    const flow = fc.oneof(
      fc.array(flowPiece, { maxLength: 12 }).map((pieces) => `a${pieces.join('')}`),
      fc
        .array(fc.oneof(flowPiece, fc.constant("''")), { maxLength: 12 })
        .map((pieces) => `'${pieces.join('')}'`),
      fc.array(doubleQuotedPiece, { maxLength: 12 }).map((pieces) => `"${pieces.join('')}"`),
    );
    fc.assert(
      fc.property(flow, fc.integer({ min: 3, max: 6 }), eol, (scalar, indent, end) => {
        const folded = scalar.replace(/\n(?! *\n)/g, `\n${' '.repeat(indent)}`);
        const text = `${head}  expression: ${folded}\n  priority: 1\n`.replaceAll('\n', end);
        if (checkByReplacing(text, 'yaml')) mapped++;
      }),
      { ...runs, numRuns: runs.numRuns * 3 },
    );
    assert.ok(mapped > runs.numRuns, `only ${mapped} were mapped`);
  });
});
