/** A unified diff says what `diff` can apply, and takes a time that grows with the file. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { applyPatch, createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { unifiedDiff } from '../../server/cli/diff.js';

suite('a unified diff', () => {
  test('makes the second text of the first, and of the second the first', () => {
    const line = fc.constantFrom('a', 'b', 'c', '', 'name: x', 'name: y', 'paths:');
    const text = fc
      .tuple(fc.array(line, { maxLength: 24 }), fc.boolean())
      .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = unifiedDiff('kong.yaml', before, after);
        if (before === after) assert.equal(patch, '');
        else assert.equal(applyPatch(before, patch), after, patch);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is written as by the library, where the lines that change are plain', () => {
    const before = `${Array.from({ length: 60 }, (_, i) => `line ${i}\n`).join('')}end`;
    const after = before
      .replace('line 3\n', 'third\n')
      .replace('line 9\n', '')
      .replace('line 40\n', 'line 40\nmore\n')
      .replace('end', 'end\n');
    const ours = unifiedDiff('kong.yaml', before, after);
    const theirs = createTwoFilesPatch('a/kong.yaml', 'b/kong.yaml', before, after, '', '', { context: 3 });
    assert.equal(ours, theirs.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*)\t$/gm, '$1 $2'));
  });

  test('of 20,000 routes that all change', () => {
    const route = (i: number, lines: string) => `  - name: r${i}\n${lines}`;
    const file = (lines: (i: number) => string) =>
      `routes:\n${Array.from({ length: 20_000 }, (_, i) => route(i, lines(i))).join('')}`;
    const before = file((i) => `    paths:\n      - /orders/${i}/items\n    methods: [GET]\n`);
    const after = file((i) => `    expression: http.path ^= "/orders/${i}/items"\n    priority: 1\n`);
    const patch = unifiedDiff('kong.yaml', before, after);
    assert.equal(patch.match(/^\+ {4}expression/gm)?.length, 20_000);
    assert.equal(patch.match(/^ {3}- name/gm)?.length, 20_000, 'names stay');
  });
});
