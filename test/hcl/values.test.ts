import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  attributesOf,
  blocksOf,
  contextOf,
  definitionOf,
  evaluate,
  isKnown,
  offsetInText,
  placeOfText,
  plainValue,
  readHcl,
  readHclJson,
  Scope,
  type SourceText,
  unknownSpans,
  type Value,
  writeHeredoc,
  writeQuoted,
} from '../../server/hcl/index.js';

/** The values of the attributes at the top of a text; `local.x` is one of `locals`. */
function valuesOf(text: string): Record<string, Value> {
  const { body, problems } = readHcl(text);
  assert.deepEqual(problems, []);
  const blocks = blocksOf(body);
  const locals = blocks.filter(({ type }) => type === 'locals').flatMap((block) => attributesOf(block.body));
  const variables = blocks
    .filter(({ type }) => type === 'variable')
    .flatMap((block) =>
      attributesOf(block.body).map(
        (attribute) => [block.labels[0]!.text, definitionOf(text, attribute, true)] as const,
      ),
    );
  const scope = new Scope(
    new Map(locals.map((attribute) => [attribute.name, definitionOf(text, attribute, false)])),
    new Map(variables),
  );
  return Object.fromEntries(
    attributesOf(body).map(({ name, value }) => [name, evaluate(value, contextOf(text, scope))]),
  );
}

const valueIn = (expression: string, around = ''): Value => valuesOf(`x = ${expression}\n${around}`).x!;

/** As `terraform console` prints them. */
const known: readonly (readonly [expression: string, value: unknown])[] = [
  ['"a${1}b${true}"', 'a1btrue'],
  ['"${1}"', 1],
  ['"${["a"]}"', ['a']],
  ['<<-EOT\n    a\n      b\n  \n    EOT', 'a\n  b\n  \n'],
  ['<<EOT\n  \\d $${x}\nEOT', '  \\d ${x}\n'],
  ['join("-", ["a", "b"], ["c"])', 'a-b-c'],
  ['format("%s/%d/%03d/%%/%v", "a", 5, 7, true)', 'a/5/007/%/true'],
  ['trimspace(<<-EOT\n  a b\n  EOT\n)', 'a b'],
  ['concat(["a"], [], ["b"])', ['a', 'b']],
  ['coalesce(null, "", "c")', 'c'],
  ['compact(["a", "", null, "b"])', ['a', 'b']],
  ['lower("AbC")', 'abc'],
  ['upper("aß")', 'ASS'],
  ['replace("a.b.c", ".", "\\\\.")', 'a\\.b\\.c'],
  ['split(",", "a,b,")', ['a', 'b', '']],
  ['trimprefix("/a", "/")', 'a'],
  ['trimsuffix("a/", "/")', 'a'],
  ['chomp("a\\n\\n")', 'a'],
  ['tostring(5)', '5'],
  ['tonumber("5")', 5],
  ['tobool("true")', true],
  ['toset(["b", "a", "b"])', ['a', 'b']],
  ['length(["a", "b"])', 2],
  ['length("e\u0301")', 1],
  ['element(["a", "b"], 3)', 'b'],
  ['lookup({ a = 1 }, "b", 2)', 2],
  ['merge({ a = 1 }, { a = 2, b = 3 })', { a: 2, b: 3 }],
  ['keys({ b = 1, a = 2 })', ['a', 'b']],
  ['values({ b = 1, a = 2 })', [2, 1]],
  ['flatten([["a"], [["b"]]])', ['a', 'b']],
  ['distinct(["a", "b", "a"])', ['a', 'b']],
  ['reverse(["a", "b"])', ['b', 'a']],
  ['try(1.x, "a")', 'a'],
  ['[for v in ["a", "b"] : "/${v}" if v != "a"]', ['/b']],
  ['{ for k, v in { b = 1, a = 2 } : k => v + 1 }', { a: 3, b: 2 }],
  ['[{ a = 1 }, { a = 2 }][*].a', [1, 2]],
  ['[{ a = 1 }, { a = 2 }].*.a', [1, 2]],
  ['{ a = { b = ["c"] } }.a.b[0]', 'c'],
  ['1 + 2 * 3 == 7 ? "yes" : "no"', 'yes'],
  ['-5', -5],
  ['!(true && false)', true],
  ['"%{ if 1 < 2 }a%{ else }b%{ endif }%{ for i, v in ["x", "y"] }${i}${v}%{ endfor }"', 'a0x1y'],
  ['12345678901234567890', 12345678901234567890n],
];

const unknowns: readonly string[] = [
  'var.none',
  'each.value',
  'file("x")',
  'data.a.b.c',
  'uuid()',
  'replace("a", "/a/", "b")',
  'coalesce(var.x, "a")',
  '"a" + 1',
  'local.self',
  'var.x ? "a" : "b"',
  '[for v in var.x : v]',
];

suite('values of expressions', () => {
  for (const [expression, value] of known) {
    test(expression, () => assert.deepEqual(plainValue(valueIn(expression)), value));
  }

  for (const expression of unknowns) {
    test(`${expression} is not known`, () => {
      assert.equal(valueIn(expression, 'locals {\n  self = local.self\n}\n').kind, 'unknown');
    });
  }

  test('locals and defaults of variables', () => {
    const around =
      'locals {\n  a = "/x"\n  b = "${local.a}/${var.v}"\n}\nvariable "v" {\n  default = "y"\n}\n';
    const value = valueIn('local.b', around);
    assert.equal(plainValue(value), '/x/y');
    assert.ok(value.referred && value.assumed);
    assert.ok(!valueIn('local.a', around).assumed);
  });

  test('what is not known is a part of the text', () => {
    const value = valueIn('"http.host == \\"${var.host}\\""');
    assert.ok(value.kind === 'text' && !isKnown(value));
    assert.equal(value.text.value, 'http.host == "${var.host}"');
    assert.deepEqual(unknownSpans(value.text), [{ start: 14, end: 25 }]);
  });

  test('a list with an item that may be several', () => {
    const value = valueIn('concat(["a"], var.more)');
    assert.deepEqual(value.kind === 'list' && value.items.map(({ kind }) => kind), ['text', 'unknown']);
  });
});

/** The text of the one attribute of a file. */
function textIn(file: ReturnType<typeof readHcl>): SourceText {
  assert.deepEqual(file.problems, [], file.text);
  const blocks = blocksOf(file.body);
  const [attribute] = attributesOf(blocks[0]?.body ?? file.body);
  const value = evaluate(attribute!.value, contextOf(file.text, new Scope()));
  assert.ok(value.kind === 'text', file.text);
  return value.text;
}

/** Each unit leads to its place and back; a unit that is copied is written there. */
function checkPlaces(text: SourceText, source: string): void {
  let at = 0;
  for (const { text: part, span, copied } of text.pieces) {
    for (let i = 0; i < part.length; i++) {
      const place = placeOfText(text, { start: at + i, end: at + i + 1 });
      if (!copied) assert.deepEqual(place, span);
      else assert.equal(source.slice(place.start, place.end), part[i]);
      assert.equal(offsetInText(text, place.start), copied ? at + i : at);
    }
    at += part.length;
  }
  const end = placeOfText(text, { start: text.value.length, end: text.value.length });
  assert.equal(offsetInText(text, end.start), text.value.trimEnd().length);
}

const content = fc
  .array(
    fc.oneof(
      fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', ' ', '\t', 'é', '😀', 'a', '${', 'EOT', '#', "'"),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').normalize('NFC'))
  .filter((text) => !/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));

suite('places of the characters of a text', () => {
  test('quoted', () => {
    fc.assert(
      fc.property(content, (value) => {
        const source = `x = ${writeQuoted([value])}\n`;
        const text = textIn(readHcl(source));
        assert.equal(text.value, value);
        checkPlaces(text, source);
      }),
    );
  });

  test('heredocs', () => {
    let written = 0;
    fc.assert(
      fc.property(content, fc.constantFrom('', '  ', '\t'), (value, indent) => {
        const heredoc = writeHeredoc([value], indent);
        if (heredoc === null) return;
        written++;
        const source = `x = ${heredoc}\n`;
        const text = textIn(readHcl(source));
        assert.equal(text.value, `${value.replace(/\n$/, '')}\n`);
        checkPlaces(text, source);
      }),
    );
    assert.ok(written > 20);
  });

  test('JSON', () => {
    fc.assert(
      fc.property(content, (value) => {
        const escaped = value.replace(/[$%](?=\{)/g, '$&$&');
        const source = `{"locals": {"x": ${JSON.stringify(escaped)}}}`;
        const text = textIn(readHclJson(source));
        assert.equal(text.value, value);
        checkPlaces(text, source);
      }),
    );
  });

  test('functions keep the places', () => {
    const source = 'x = join("/", [trimspace(<<-EOT\n    a\\d\n  EOT\n  ), "b\\\\d"])\n';
    const text = textIn(readHcl(source));
    assert.equal(text.value, 'a\\d/b\\d');
    const at = source.indexOf('a\\d');
    assert.deepEqual(placeOfText(text, { start: 0, end: 3 }), { start: at, end: at + 3 });
    const second = source.indexOf('\\\\d');
    assert.deepEqual(placeOfText(text, { start: 5, end: 6 }), { start: second, end: second + 2 });
  });
});
