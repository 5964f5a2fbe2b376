/** The TextMate grammars, by VS Code's own engine: what each piece is called. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { textMateGrammars } from '../../grammar/textmate/index.js';
import { expectGenerated } from '../support/generated.js';
import { repositoryRoot } from '../support/vectors.js';

const scopes: Readonly<Record<string, string>> = {
  'source.kong-expression': 'kong-expression',
  'yaml.kong-expression.injection': 'kong-expression.yaml',
  'json.kong-expression.injection': 'kong-expression.json',
  'hcl.kong-expression.injection': 'kong-expression.hcl',
  'markdown.kong-expression.codeblock': 'kong-expression.markdown',
};

/** Hosts with nothing of their own: what the injections find is theirs alone. */
const hosts = ['source.yaml', 'source.json', 'source.hcl.terraform', 'text.html.markdown'];

const injections: Readonly<Record<string, string>> = {
  'source.yaml': 'yaml.kong-expression.injection',
  'source.json': 'json.kong-expression.injection',
  'source.hcl.terraform': 'hcl.kong-expression.injection',
  'text.html.markdown': 'markdown.kong-expression.codeblock',
};

async function registry() {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm).buffer as ArrayBuffer);
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scopeName) => {
      if (hosts.includes(scopeName)) {
        return textmate.parseRawGrammar(JSON.stringify({ scopeName, patterns: [] }), 'host.json');
      }
      const file = `grammar/textmate/${scopes[scopeName]}.tmLanguage.json`;
      return textmate.parseRawGrammar(readFileSync(new URL(file, repositoryRoot), 'utf8'), file);
    },
    getInjections: (scopeName) => (injections[scopeName] ? [injections[scopeName]] : undefined),
  });
}

const shared = registry();

/** Every piece that has a name of the language's own, with the last part of the name. */
async function pieces(scopeName: string, text: string): Promise<string[]> {
  const grammar = (await (await shared).loadGrammar(scopeName))!;
  let stack = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes: names }) => {
      const own = names.filter(
        (name) => name.endsWith('.kong-expression') && !/^(?:source|meta)\./.test(name),
      );
      return own.length === 0
        ? []
        : [`${line.slice(startIndex, endIndex)}  ${own.at(-1)!.replace('.kong-expression', '')}`];
    });
  });
}

const expression = 'any(lower(http.headers.x_env)) == "a\\n" && !(net.src.ip not in 10.0.0.0/8)';
const named = [
  'any  support.function',
  '(  punctuation.section.parens',
  'lower  support.function',
  '(  punctuation.section.parens',
  'http.headers.x_env  variable.other.field',
  '))  punctuation.section.parens',
];

test('the files are made from the table of the language', () => {
  for (const [name, grammar] of Object.entries(textMateGrammars)) {
    expectGenerated(`grammar/textmate/${name}.tmLanguage.json`, `${JSON.stringify(grammar, null, 2)}\n`);
  }
});

suite('the language on its own', () => {
  test('a whole expression', async () => {
    const found = await pieces('source.kong-expression', expression);
    assert.deepEqual(
      found
        .join('\n')
        .replace(/\) {2}punctuation.section.parens\n\)/g, '))')
        .split('\n'),
      [
        ...named,
        '==  keyword.operator.comparison',
        '"  punctuation.definition.string.begin',
        'a  string.quoted.double',
        '\\n  constant.character.escape',
        '"  punctuation.definition.string.end',
        '&&  keyword.operator.logical',
        '!  keyword.operator.logical',
        '(  punctuation.section.parens',
        'net.src.ip  variable.other.field',
        'not in  keyword.operator.word',
        '10.0.0.0/8  constant.numeric.address',
        ')  punctuation.section.parens',
      ],
    );
  });

  for (const [text, ...wanted] of [
    [
      'http.path ~ r#"^/\\d"x"# || net.dst.port >= 0x50',
      'http.path  variable.other.field',
      '~  keyword.operator.comparison',
      'r#"  punctuation.definition.string.begin',
      '^/\\d"x  string.quoted.other.raw',
      '"#  punctuation.definition.string.end',
      '||  keyword.operator.logical',
      'net.dst.port  variable.other.field',
      '>=  keyword.operator.comparison',
      '0x50  constant.numeric.integer',
    ],
    [
      'net.src.ip in fd00::/8',
      'net.src.ip  variable.other.field',
      'in  keyword.operator.word',
      'fd00::/8  constant.numeric.address',
    ],
    [
      'http.path =^ "\\d"',
      'http.path  variable.other.field',
      '=^  keyword.operator.comparison',
      '"  punctuation.definition.string.begin',
      '\\d  invalid.illegal.escape',
      '"  punctuation.definition.string.end',
    ],
  ] as const) {
    test(text, async () => assert.deepEqual(await pieces('source.kong-expression', text), wanted));
  }
});

suite('inside of other languages', () => {
  const field = 'http.path  variable.other.field';
  for (const [style, host, text, count] of [
    ['plain', 'source.yaml', '- expression: http.path == "/a" # http.host', 1],
    ['single-quoted', 'source.yaml', `- expression: '!(http.path == "it''s")'\n  name: http.host`, 1],
    ['double-quoted', 'source.yaml', '- expression: "http.path == \\"/a\\" || http.path == \\"/b\\""', 2],
    [
      'literal',
      'source.yaml',
      '  - expression: |\n      http.path == "/a" &&\n      http.path == "/b"\n    name: http.path',
      2,
    ],
    ['folded', 'source.yaml', '  - expression: >-\n      http.path == "/a"\n  - name: http.path', 1],
    ['another key', 'source.yaml', 'my_expression: http.path == "/a"', 0],
    ['CEL', 'source.yaml', "expression: 'object.spec.replicas <= 5'", 0],
    ['JSON', 'source.json', '{ "expression": "http.path == \\"/a\\"", "name": "http.path" }', 1],
    ['HCL in quotes', 'source.hcl.terraform', '  expression = "http.path == \\"/a\\"" # http.path', 1],
    [
      'HCL with a heredoc',
      'source.hcl.terraform',
      '  expression = <<-EOT\n    http.path == "/a" ||\n    http.path == "/b"\n  EOT\n  x = http.path',
      2,
    ],
    ['an interpolation', 'source.hcl.terraform', '  expression = "http.path == \\"${http.path}\\""', 1],
    ['another argument', 'source.hcl.terraform', '  my_expression = "http.path == \\"/a\\""', 0],
    ['CEL in HCL', 'source.hcl.terraform', '  expression = "request.time < timestamp(1)"', 0],
    ['Markdown', 'text.html.markdown', 'http.path\n```kong-expression\nhttp.path == "/a"\n```\nhttp.path', 1],
  ] as const) {
    test(style, async () => {
      const found = (await pieces(host, text)).filter((piece) => piece === field);
      assert.equal(found.length, count);
    });
  }

  test('the end of a string is not the end of the value', async () => {
    const found = await pieces(
      'source.json',
      '{ "expression": "http.path == \\"/a\\" && http.host == \\"b\\"" }',
    );
    assert.deepEqual(found, [
      field,
      '==  keyword.operator.comparison',
      '\\"/a\\"  string.quoted.double',
      '&&  keyword.operator.logical',
      'http.host  variable.other.field',
      '==  keyword.operator.comparison',
      '\\"b\\"  string.quoted.double',
    ]);
  });
});
