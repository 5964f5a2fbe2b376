import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Attribute, type Body, blocksOf, readHcl, readHclJson } from '../../server/hcl/index.js';
import { readMarks } from '../support/marked-text.js';

/** Each text with its problems marked, and their codes in order. */
const mistakes: readonly (readonly [text: string, ...codes: string[]])[] = [
  ['a = "x<|\\d|>y<|\\w|>"\n', 'hcl-invalid-escape', 'hcl-invalid-escape'],
  ['a = "<|\\u12|>"\n', 'hcl-invalid-escape'],
  ['a = "<|\\uD800|>"\n', 'hcl-invalid-escape'],
  ['a = "x<|\n|>b = 1\n', 'hcl-newline-in-string'],
  ['a = <|"x|>', 'hcl-unclosed-string'],
  ['a = <|<<EOT|>\nx\n', 'hcl-unclosed-heredoc'],
  ['a = <|<<-EOT|>\n  x\n  EOT', 'hcl-unclosed-heredoc'],
  ['a = <|<<"EOT"|>\nx\nEOT\n', 'hcl-heredoc-start'],
  ["a = <|<<'EOT'|>\nx\nEOT\n", 'hcl-heredoc-start'],
  ['a = <|<< EOT|>\nx\nEOT\n', 'hcl-heredoc-start'],
  ['a = <|<<EOT # x|>\nx\nEOT\n', 'hcl-heredoc-start'],
  ['a =<| \n|><<EOF\nx\nEOF\n', 'hcl-heredoc-on-next-line'],
  ['<|/*|> x\na = 1\n', 'hcl-unclosed-comment'],
  ['a = <|[|>1\nb = 2\n', 'hcl-unclosed-bracket'],
  ['a = [1 <|2|>]\n', 'hcl-unexpected'],
  ['a = "<|${|>x"\n', 'hcl-unclosed-interpolation'],
  ['<|b {|>\n  a = 1\n', 'hcl-unclosed-block'],
  ['a =<|>\nb = 1\n', 'hcl-unexpected'],
  ['<|a|>\nb = 1\n', 'hcl-unexpected'],
  ['a<|:|> 1\n', 'hcl-unexpected'],
  ['<|}|>\na = 1\n', 'hcl-unexpected'],
  ['a = 1 <|b|> = 2\n', 'hcl-unexpected'],
  ["a = <|'x'|>\n", 'hcl-single-quotes'],
  ['a = 1\n<|a|> = 2\n', 'hcl-attribute-redefined'],
  ['b <|"x${y}"|> {\n}\n', 'hcl-template-in-label'],
  ['b { a = 1<|,|> c = 2 }\n', 'hcl-single-line-block'],
  ['b { a = 1<|>\n}\n', 'hcl-single-line-block'],
  ['a = "%{ <|id|> }"\n', 'hcl-directive'],
  ['a = "<|%{ if x }|>y"\n', 'hcl-unbalanced-directive'],
  ['a = "y<|%{ endif }|>"\n', 'hcl-unbalanced-directive'],
  ['a = <|{for x in y : x}|>\n', 'hcl-for-key'],
  ['a = <|[for x in y : x => x]|>\n', 'hcl-for-key'],
  ['a = x.<|0.1|>\n', 'hcl-number'],
];

/** Texts that are valid, however they look. */
const valid: readonly string[] = [
  'a = "~/a$"\nb = "50%"\nc = "$$"\nd = "$"\n',
  'a = "$${x} %%{y}"\n',
  'a = <<-EOT\n    ${x}\n  EOT\n',
  'a = <<EOT\nresource "x" "y" {\n  z = <<EOT2\nEOT\n',
  'b { a = 1 }\nc {}\nresource a b {\n}\n',
  'a = {\n  b = 1,\n  c : 2\n  x-env = 3\n  "q" = 4\n  (d) = 5\n}\n',
  'a = "${\n  x\n}"\n',
  'é = 1\nΩ-x = 2 // y\n/* z\n*/ c = 3\n',
  'a = f(\n  1,\n  2,\n)\n',
  'a = [for x in y : x if x != null]\nb = { for k, v in m : k => v... }\n',
  'a = x ? y : z\nb = !x && -1 < 2\nc = x[*].y.*.z\nd = x.0.y\ne = provider::a::b(1)\n',
  'a = "%{ if x ~} y %{~ else }z%{ endif }%{ for i, v in l }${v}%{ endfor }"\n',
  '\ufeffa = 1',
  '',
];

const attributes = (body: Body): Attribute[] => body.items.filter((item) => item.kind === 'attribute');

suite('HCL', () => {
  for (const [marked, ...codes] of mistakes) {
    test(`mistake: ${JSON.stringify(marked)}`, () => {
      const { text, ranges } = readMarks(marked);
      const { problems } = readHcl(text);
      assert.deepEqual(
        problems.map(({ code }) => code),
        codes,
      );
      assert.deepEqual(
        problems.map(({ span }) => span),
        ranges,
      );
    });
  }

  for (const text of valid) {
    test(`valid: ${JSON.stringify(text)}`, () => assert.deepEqual(readHcl(text).problems, []));
  }

  test('a mistake in a string costs that string, and a half-typed block costs itself', () => {
    const text = [
      'resource "a" "one" {',
      '  x = "a',
      '  list = ["b, "c"]',
      '  y = "z"',
      '}',
      '',
      'resource "a" "two" {',
      '  header {',
      '    name = "${var.x',
      '',
      'resource "a" "three" {',
      '  z = 1',
      '}',
      '',
    ].join('\n');
    const blocks = blocksOf(readHcl(text).body);
    assert.deepEqual(
      blocks.map(({ labels }) => labels[1]?.text),
      ['one', 'two', 'three'],
    );
    assert.deepEqual(
      attributes(blocks[0]!.body).map(({ name }) => name),
      ['x', 'list', 'y'],
    );
    assert.equal(blocks[2]!.close, text.length - 2);
  });

  test('a label without its quote, and a brace on the next line', () => {
    for (const text of ['resource "a" "b {\n  x = 1\n}\n', 'resource "a" "b"\n{\n  x = 1\n}\n']) {
      const [block] = blocksOf(readHcl(text).body);
      assert.deepEqual(
        block?.labels.map((label) => label.text),
        ['a', 'b'],
      );
      assert.equal(block?.body.items.length, 1);
    }
  });

  test('the end of a heredoc of another block does not end one that has none', () => {
    const block = (name: string, end: string) => `resource "a" "${name}" {\n  x = <<EOT\n  y\n${end}}\n`;
    // The other mistake: without it the first block would go on to the end of the heredoc in the second.
    const found = blocksOf(readHcl(`${block('one', '')}${block('two', 'EOT\n')}x =\n`).body);
    assert.deepEqual(
      found.map(({ labels }) => labels[1]?.text),
      ['one', 'two'],
    );
    assert.notEqual(found[1]?.close, null);
  });

  test('JSON: blocks by their shape, and strings as templates', () => {
    const text = JSON.stringify({
      '//': 'comment',
      resource: { konnect_gateway_route: { a: { paths: ['/x/${var.y}'], n: 5 }, b: [{ n: 6 }, { n: 7 }] } },
      locals: { x: 1 },
      variable: { v: { default: 'a\nb' } },
    });
    const { body, problems } = readHclJson(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      blocksOf(body).map(({ type, labels }) => [type, ...labels.map((label) => label.text)]),
      [
        ['resource', 'konnect_gateway_route', 'a'],
        ['resource', 'konnect_gateway_route', 'b'],
        ['resource', 'konnect_gateway_route', 'b'],
        ['locals'],
        ['variable', 'v'],
      ],
    );
  });

  test('JSON: what is wrong', () => {
    assert.deepEqual(
      readHclJson('{"locals": {"a": "${x"}, }').problems.map(({ code }) => code),
      ['hcl-unclosed-interpolation', 'hcl-json'],
    );
  });
});
