import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { readPlainYaml } from '../../server/documents/plain-yaml.js';
import { isPlainTree, parse } from '../../server/documents/yaml-parse.js';
import { bigDeckFile } from '../bench/big-file.js';
import { corpus, fixtures } from './corpus.js';

const readAlone = (text: string): ParsedNode | null => {
  const { documents, problems } = parse(text);
  const root = documents[0]?.contents ?? null;
  return problems.length === 0 && documents.length === 1 && isPlainTree(root) ? root : null;
};

/** All that is read of a tree: of a block the start, of the rest both ends. */
function shape(node: ParsedNode | null): unknown {
  if (node === null) return null;
  const { range, tag, anchor } = node;
  if (isScalar(node)) {
    const { source, type } = node;
    // Blank lines after a block scalar are none of it.
    const end = type?.startsWith('BLOCK') ? 'block' : range[1];
    return { source: source ?? '', type, start: range[0], end, tag, anchor };
  }
  const place = isMap(node) || isSeq(node) ? (node.flow ? range.slice(0, 2) : [range[0]]) : range;
  if (isMap(node)) {
    const pairs = node.items as unknown as readonly { key: ParsedNode; value: ParsedNode | null }[];
    return { place, tag, anchor, pairs: pairs.map(({ key, value }) => [shape(key), shape(value)]) };
  }
  if (isSeq(node)) return { place, tag, anchor, items: (node.items as ParsedNode[]).map(shape) };
  return { place, alias: true };
}

/** @returns whether the text was read without the package */
function compare(text: string, name = text): boolean {
  const plain = readPlainYaml(text, readAlone);
  if (plain === null) return false;
  const { documents, problems } = parse(text);
  assert.deepEqual(problems, [], name);
  assert.equal(documents.length, 1, name);
  assert.deepEqual(shape(plain.contents), shape(documents[0]!.contents), name);
  return true;
}

const pieces = [
  ...[
    'a: b',
    'c: "d e"',
    "f: 'g'",
    'h:',
    'i: [k, l]',
    'm: []',
    'n: {}',
    '- o',
    '- p: q',
    '-',
    '- "r"',
    '- - s',
  ],
  ...[
    't: >-',
    'u: |',
    'v: >',
    'w: |+',
    'x: http://y/z',
    'a: # c',
    '# c',
    '',
    ' ',
    'a: b # c',
    'a: b#c',
    'k: a  ',
  ],
  ...[
    '"q": r',
    'a: {b: c}',
    'a: [b, "c, d", ~/e]',
    'a: [b,',
    'c]',
    'a: x && y',
    'a: &x y',
    'a: *x',
    'a: !t y',
    '---',
  ],
  ...[
    'a: - b',
    'a:b',
    'a: b: c',
    'text',
    '- text # c',
    'a: -1',
    'a: ~',
    'a: ?b',
    "a: ''",
    'a: "\\n"',
    "a: 'b''c'",
  ],
  ...[
    '- a: >-',
    '<<: x',
    'a b: c',
    'a: %b',
    'a: @b',
    'a: [~, -1]',
    'a: b "c"',
    'a: |2',
    '- # c',
    'a: [ b , c ] # d',
  ],
];

suite('Plain YAML', () => {
  test('is read as the `yaml` package reads it, in all files', () => {
    const files = [...fixtures, ...corpus].filter(({ format }) => format === 'yaml');
    const read = files.filter(({ name, text }) => compare(text, name)).length;
    assert.ok(read >= files.length / 3, `${read} of ${files.length}`);
  });

  test('of a large file needs no package', () => {
    const text = bigDeckFile(50);
    assert.notEqual(
      readPlainYaml(text, () => assert.fail('read alone')),
      null,
    );
    assert.ok(compare(text));
  });

  test('of any lines with any indentation', () => {
    const line = fc.tuple(fc.constantFrom(0, 0, 2, 2, 4, 6, 3), fc.constantFrom(...pieces));
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), fc.boolean(), (lines, hasEnd) => {
        const text = lines.map(([indent, piece]) => ' '.repeat(indent) + piece).join('\n');
        if (compare(hasEnd ? `${text}\n` : text)) read++;
      }),
      { numRuns: 20_000 },
    );
    assert.ok(read > 300, String(read));
  });

  test('of lines that are more likely to be right', () => {
    const value = fc.constantFrom(
      ...[
        ' b',
        ' "c"',
        " 'd'",
        ' [e, f]',
        '',
        ' # c',
        ' ~',
        ' >-\n      x\n      y',
        ' |\n      x\n\n',
        ' {}',
        ' g # h',
      ],
      ...[
        ' |\n      x\n       y\n',
        ' >\n      x\n      # y\n',
        ' >-\n      x\n    # c\n',
        ' a\n      b',
        '\n      a',
        '  b  ',
      ],
      ...[
        ' "c\n      d"',
        ' [a,\n      b]',
        ' {a: b}',
        ' a: b',
        ' -',
        ' - a',
        ' |+\n      x\n\n\n',
        '\n      - a\n      - b',
      ],
      ...['\n    - a', '\n      k: v\n      l:\n        - m'],
    );
    const key = fc.constantFrom(
      '    a:',
      '    b:',
      '    - c:',
      '    -',
      '  d:',
      '# c\n    e:',
      '\n    f:',
      '  - g:',
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 6 }), (entries) => {
        const text = `top:\n${entries.map(([one, other]) => one + other).join('\n')}\n`;
        if (compare(text)) read++;
      }),
      { numRuns: 20_000 },
    );
    assert.ok(read > 300, String(read));
  });

  test('of files from which characters are taken, or to which some are added', () => {
    const yaml = [...fixtures, ...corpus].filter(
      ({ format, text }) => format === 'yaml' && text.length < 20_000,
    );
    const added = fc.constantFrom(
      '',
      ' ',
      '\n',
      '  ',
      '- ',
      ': ',
      ':',
      '#',
      ' #',
      '"',
      "'",
      '[',
      ']',
      '|',
      '>-',
      '\n  ',
      '&a ',
      'x',
    );
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...yaml), fc.nat(), fc.nat(4), added, ({ text }, place, gone, more) => {
        const at = place % (text.length + 1);
        if (compare(text.slice(0, at) + more + text.slice(at + gone))) read++;
      }),
      { numRuns: 1_000 },
    );
    assert.ok(read > 50, String(read));
  });
});
