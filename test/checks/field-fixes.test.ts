/** The quick fixes of fields: after each its problem is gone, nothing new is refused, and every other field is as it was. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { parseGatewayVersion } from '../../grammar/index.js';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { fixEdits } from '../../server/checks/fixes.js';
import type { PlacedProblem } from '../../server/checks/placed-problem.js';
import { problemsOf } from '../../server/checks/route-problems.js';
import { dataOfRoute, readDocument } from '../../server/documents/index.js';
import type { Gateway, RouterFlavor } from '../../server/routes/index.js';
import { applyEdits } from '../../server/text/index.js';
import { withoutAnnotations } from '../support/annotated-text.js';
import { fixturePath } from '../support/golden.js';

const errorsIn = (problems: readonly PlacedProblem[]) =>
  problems.filter(({ severity }) => severity === 'error').length;

suite('the quick fixes of fields, in every fixture of a problem', () => {
  const count = { fixed: 0, refused: 0 };
  for (const name of readdirSync(fixturePath('problems'))) {
    test(name, () => {
      for (const section of readFileSync(fixturePath(`problems/${name}`), 'utf8')
        .split(/^=== /m)
        .slice(1)) {
        const [header = '', ...lines] = section.split('\n');
        const [flavor, version] = header.split(/[ ,]+/);
        const set = flavor === 'auto' ? 'traditional_compatible' : (flavor as RouterFlavor);
        const gateway: Gateway = { flavor: set, version: parseGatewayVersion(version!)! };
        tryFixes(withoutAnnotations(lines.join('\n')), header.endsWith(' json') ? 'json' : 'yaml', gateway);
      }
    });
  }

  test('there are enough of them', () => {
    assert.ok(count.fixed > 120, JSON.stringify(count));
    assert.ok(count.refused < count.fixed / 10, JSON.stringify(count));
  });

  function tryFixes(text: string, format: 'yaml' | 'json', gateway: Gateway): void {
    const document = readDocument(text, format);
    const analysis = new DocumentAnalysis(document, gateway);
    for (const [i, route] of document.routes.entries()) {
      const before = problemsOf(analysis, route);
      for (const { code, message, fix } of before) {
        if (!fix?.value) continue;
        const result = fixEdits(document, route, fix);
        if ('refused' in result) {
          count.refused++;
          continue;
        }
        count.fixed++;
        const after = readDocument(applyEdits(text, result.edits), format);
        const now = problemsOf(new DocumentAnalysis(after, gateway), after.routes[i]!);
        const same = (problems: readonly PlacedProblem[]) =>
          problems.filter((one) => one.code === code && one.message === message).length;
        assert.equal(same(now), same(before) - 1, `${fix.title} in ${text}`);
        assert.ok(errorsIn(now) <= errorsIn(before), `${fix.title} in ${text}`);
        const changed = new Set([fix.value.path[0], fix.value.insert?.[0]]);
        const others = (data: object) => Object.entries(data).filter(([field]) => !changed.has(field));
        assert.deepEqual(
          others(dataOfRoute(after.routes[i]!.body)),
          others(dataOfRoute(route.body)),
          `${fix.title} in ${text}`,
        );
      }
    }
  }
});
