/** No module remembers anything: what was found out hangs on the object that it is true of (`docs/architecture.md`). */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sourcesUnder } from './imports.js';

/** A variable of a module, and a constant that is made empty and is not for reading only. */
const variable = /^(?:export )?(?:let|var) (\w+)/gm;
const emptyCollection =
  /^(?:export )?const (\w+)(?:: ((?:Weak)?(?:Map|Set)<.*|\w+\[\]|Record<.*))? = (?:new (?:Weak)?(?:Map|Set)(?:<[^\n]*>)?\(\)|\[\]|\{\});/gm;

const remembering = (source: string): string[] =>
  [...source.matchAll(variable), ...source.matchAll(emptyCollection)].map(([, name]) => name!);

suite('the state of modules', () => {
  const sources = [...sourcesUnder('grammar'), ...sourcesUnder('server')];

  test('there is none', () => {
    assert.ok(sources.length > 300, 'the files are found');
    const found = sources.flatMap(([file, source]) => remembering(source).map((name) => `${file}: ${name}`));
    assert.deepEqual(found, []);
  });

  test('it would be noticed', () => {
    for (const source of [
      'let compiled: object | null = null;',
      'const known = new WeakMap<Route, string>();',
      'export const known: Map<string, number> = new Map();',
      'const known = [];',
      'const known: Record<string, number> = {};',
    ]) {
      assert.equal(remembering(source).length, 1, source);
    }
    for (const source of [
      'export const everyRequest: RequestSet = new Map();',
      "const none: ReadonlySet<string> = new Set();\nconst some = new Set(['a']);",
      'function count() {\n  let found = 0;\n  const seen = new Set();\n}',
    ]) {
      assert.deepEqual(remembering(source), [], source);
    }
  });
});
