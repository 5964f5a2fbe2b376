/** Whatever the text is, it is read: nothing is thrown, all spans are in the text, and the time grows with the length alone. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  type Body,
  contextOf,
  evaluate,
  type HclFile,
  readHcl,
  readHclJson,
  Scope,
  visitExpressions,
} from '../../server/hcl/index.js';
import { Random } from '../fuzz/random.js';
import { HclGenerator } from './generator.js';

function checked(file: HclFile): HclFile {
  const { text } = file;
  const check = ({ start, end }: { start: number; end: number }, what: string) => {
    if (0 <= start && start <= end && end <= text.length) return;
    assert.fail(`${what} at ${start}-${end} of ${JSON.stringify(text)}`);
  };
  for (const { span, code } of file.problems) check(span, code);
  const visit = (body: Body): void => {
    for (const item of body.items) {
      check(item.span, item.kind);
      if (item.kind === 'block') visit(item.body);
      else check(item.nameSpan, item.name);
    }
  };
  visit(file.body);
  const context = contextOf(text, new Scope());
  visitExpressions(file.body, (expression) => {
    check(expression.span, expression.kind);
    evaluate(expression, context);
  });
  return file;
}

const pieces = [
  ...[
    '"',
    '\\',
    '\\d',
    '${',
    '%{',
    '~}',
    '}',
    '{',
    '[',
    ']',
    '(',
    ')',
    '\n',
    '\r\n',
    '\r',
    '=',
    ',',
    ':',
    '.',
    '*',
    '?',
  ],
  ...[
    '<<EOT\n',
    '<<-E\n',
    'EOT\n',
    'E',
    '#',
    '//',
    '/*',
    '*/',
    'resource "a" "b" {',
    'locals {',
    'for',
    'in',
    'if',
    'endif',
  ],
  ...[
    'else',
    'a',
    'é',
    '😀',
    '\ud800',
    '1',
    '1.5e',
    '=>',
    '...',
    '::',
    '&&',
    '!',
    '-',
    "'",
    '\ufeff',
    '\0',
    ' ',
    '\t',
  ],
];

suite('HCL of any kind', () => {
  test('every beginning of a file', () => {
    for (let i = 0; i < 1; i++) {
      const text = new HclGenerator(3, i).file();
      for (let end = 0; end <= text.length; end++) checked(readHcl(text.slice(0, end)));
    }
  });

  test('files with characters changed', () => {
    const random = new Random(5);
    for (let i = 0; i < 400; i++) {
      const characters = [...new HclGenerator(4, i % 40).file()];
      for (let changes = random.between(1, 6); changes > 0; changes--) {
        const at = random.below(characters.length);
        characters[at] = random.chance(0.3) ? '' : random.pick(pieces);
      }
      checked(readHcl(characters.join('')));
    }
  });

  test('any pieces', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (parts) => {
        checked(readHcl(parts.join('')));
        checked(readHclJson(parts.join('')));
        checked(readHclJson(JSON.stringify({ resource: { a: { b: { c: parts.join('') } } } })));
      }),
      { numRuns: 800 },
    );
  });

  test('the time grows with the length alone', () => {
    const hostile: Readonly<Record<string, string>> = {
      quotes: '"',
      'quotes in lines': 'a = "\n',
      interpolations: '${',
      'interpolations in strings': '"${',
      heredocs: 'a = <<EOT\n',
      'indented heredocs': 'a = <<-EOT\n  x\n',
      comments: '/*',
      brackets: '[',
      'closed brackets': '[]',
      braces: 'a {\n',
      'closing braces': '}',
      parentheses: '(',
      objects: '{a=',
      operators: '1+',
      negations: '-',
      conditions: 'a?b:',
      dots: 'a.',
      indexes: 'a[',
      directives: '%{if a}',
      'directives in strings': '"%{if a}',
      words: 'a ',
      equals: 'a = ',
      names: 'a = [\nb\n',
      blocks: 'resource "a" "b" {\n',
      'blocks with heredocs': 'resource "a" "b" {\nx = <<A\n',
      backslashes: '"\\',
      dollars: '"$',
      calls: 'f(',
      splats: 'a[*]',
      arrows: '{for a in b : c => ',
      digits: '1.',
      'carriage returns': '\r',
    };
    const timeOf = (text: string) => {
      const start = process.cpuUsage();
      readHcl(text);
      return process.cpuUsage(start).user / 1000;
    };
    for (const [name, part] of Object.entries(hostile)) {
      for (const lead of ['', 'x = ']) {
        const short = lead + part.repeat(Math.ceil(20_000 / part.length));
        const long = lead + part.repeat(Math.ceil(160_000 / part.length));
        readHcl(short.slice(0, 4000));
        const [before, after] = [
          Math.min(timeOf(short), timeOf(short)),
          Math.min(timeOf(long), timeOf(long)),
        ];
        // Eight times the length: sixty-four times the time would be quadratic.
        assert.ok(after < 30 * before + 150, `${name}: ${before.toFixed(1)} ms, then ${after.toFixed(1)} ms`);
      }
    }
  });

  test('references without end, and texts that double', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `l${i} = "\${local.l${i + 1}}\${local.l${i + 1}}"`,
    ).join('\n');
    const file = readHcl(`locals {\n${doubling}\nl60 = "ab"\na = local.b\nb = local.a\n}\n`);
    assert.deepEqual(file.problems, []);
    const locals = new Map<string, never>();
    const scope = new Scope(locals);
    const [block] = file.body.items;
    assert.ok(block?.kind === 'block');
    for (const item of block.body.items) {
      if (item.kind === 'attribute') {
        (locals as Map<string, unknown>).set(item.name, {
          text: file.text,
          expression: item.value,
          assumed: false,
        });
      }
    }
    for (const item of block.body.items) {
      if (item.kind === 'attribute') evaluate(item.value, contextOf(file.text, scope));
    }
  });
});
