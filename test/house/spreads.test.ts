import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesUnder } from './imports.js';

/** V8 puts every item on the stack, and a file may have more items than that has room for. */
const spread =
  /(?:\b(?:push|unshift|splice|concat|fromCharCode|fromCodePoint)|\bMath\.(?:max|min))\((?:[^()[\]{}\n]*, ?)?\.\.\./;

/** Lists that are as long as what the code itself says. */
const bounded = [
  'grammar/syntax/ip.ts: groups.splice(gap, 0, ...Array<number>(missing).fill(0));',
  'server/flavors/router/regexes/pcre-regexes.ts: return [String.fromCharCode(...entry.subarray(1, end)), entry[0]!] as const;',
  'server/routes/pcre.ts: const message = String.fromCharCode(...units.subarray(start, start + length));',
  'grammar/engine/pest-errors.ts: if (quoted.length === 2 && quoted[1]![0] - line > 1) shown.splice(1, 0, `${margin} | ...`);',
];

test('no call spreads a list of any length', () => {
  const found = [...sourcesUnder('grammar'), ...sourcesUnder('server')].flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line) =>
        spread.test(line) && !/^ *(?:\*|\/\/)/.test(line) ? [`${path}: ${line.trim()}`] : [],
      ),
  );
  assert.deepEqual(
    found.filter((line) => !bounded.includes(line)),
    [],
  );
});
