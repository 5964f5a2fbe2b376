/** Every kind of advice can be silenced, for a route by a comment and everywhere by the setting; nothing else can. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { ProblemCode } from '../../server/problems/codes.js';
import { isLint, problems } from '../../server/problems/messages.js';
import type { Settings } from '../../server/protocol/index.js';
import { gatewayCodes, tableCodes } from '../support/codes.js';
import { examplesOf, snapshotOfExample } from '../support/problem-examples.js';
import { diagnosticsOf } from '../support/snapshot.js';

const lintCodes = (Object.keys(problems) as ProblemCode[]).filter(isLint);

/** Of several routes: the comment belongs to one of them. */
const ofTables: ReadonlySet<ProblemCode> = new Set(tableCodes);

const found = (example: string, lints: Settings['lints'] = {}) =>
  diagnosticsOf(snapshotOfExample(example, { lints })).map(({ code, severity }) => ({ code, severity }));

const codesIn = (example: string, lints: Settings['lints'] = {}) =>
  found(example, lints).map(({ code }) => code);

/** An example with a comment above each route that has a problem. */
function aboveRouteOf(code: ProblemCode, example: string, comment: string): string {
  const lines = example.split('\n');
  const found = diagnosticsOf(snapshotOfExample(example)).filter((one) => one.code === code);
  const starts = found.map(({ range }) =>
    lines.findLastIndex((line, i) => i <= range.start.line && /^ *- /.test(line)),
  );
  assert.ok(starts.length > 0 && starts.every((start) => start >= 0));
  return lines.flatMap((line, i) => (starts.includes(i) ? [comment, line] : [line])).join('\n');
}

for (const code of lintCodes) {
  suite(code, () => {
    const [example = ''] = examplesOf(code);
    const others = codesIn(example).filter((one) => one !== code);

    test('is silenced by the setting, which can also raise or lower its severity', () => {
      assert.deepEqual(codesIn(example, { [code]: 'off' }), others);
      const { Warning, Information, Hint } = DiagnosticSeverity;
      for (const [name, wanted] of [
        ['warning', Warning],
        ['information', Information],
        ['hint', Hint],
      ] as const) {
        const reported = found(example, { [code]: name }).filter((one) => one.code === code);
        assert.ok(reported.length > 0 && reported.every(({ severity }) => severity === wanted), name);
      }
    });

    if (ofTables.has(code)) {
      test('is silenced by a comment above its route, and not by one with another code', () => {
        assert.deepEqual(codesIn(aboveRouteOf(code, example, `# kong-routes-ignore ${code}`)), others);
        assert.deepEqual(codesIn(aboveRouteOf(code, example, '# kong-routes-ignore')), others);
        const other = aboveRouteOf(code, example, '# kong-routes-ignore expression-none');
        assert.deepEqual(codesIn(other), codesIn(example));
      });
      return;
    }

    test('is silenced by a comment above the route, in it, and after a value', () => {
      const comment = `# kong-routes-ignore ${code}`;
      const lines = example.trimEnd().split('\n');
      assert.deepEqual(codesIn(`${comment}\n${example}`), others);
      assert.deepEqual(
        codesIn(`${lines[0]}\n  ${comment}, expression-none\n${lines.slice(1).join('\n')}\n`),
        others,
      );
      assert.deepEqual(codesIn(`${lines[0]} ${comment}\n${lines.slice(1).join('\n')}\n`), others);
    });

    test('is silenced with all other advice by a comment without codes, and not by one with another code', () => {
      assert.deepEqual(codesIn(`# kong-routes-ignore\n${example}`), []);
      const other = lintCodes.find((one) => one !== code && !others.includes(one))!;
      assert.deepEqual(codesIn(`# kong-routes-ignore ${other}\n${example}`), codesIn(example));
    });
  });
}

test('what Kong refuses is not silenced, and no other warning', () => {
  const ofGateways: ReadonlySet<string> = new Set(gatewayCodes);
  for (const code of Object.keys(problems) as ProblemCode[]) {
    const [example] = examplesOf(code);
    if (isLint(code) || example === undefined || ofGateways.has(code)) continue;
    const codes = codesIn(`# kong-routes-ignore ${code}\n${example}`, { [code]: 'off' });
    assert.ok(codes.includes(code), code);
  }
});
