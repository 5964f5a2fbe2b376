import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { routerExpressionOf } from '../../server/flavors/generated-expression.js';
import { documentedPriorityOf, priorityOf } from '../../server/flavors/priority.js';
import { splitByPath } from '../../server/flavors/split.js';
import { readRoute } from '../../server/routes/route.js';
import { transformVectors } from '../support/vectors.js';

/** What Kong's own `transform.lua` made of 127 routes, to the last bit. */
suite('the transform vectors', () => {
  for (const vector of transformVectors()) {
    test(`${vector.id} ${vector.route.name}`, () => {
      const matchers = splitByPath(readRoute(vector.route));
      assert.deepEqual(
        matchers.map((matcher) => ({ id: matcher.id, ...(matcher.paths && { paths: matcher.paths }) })),
        vector.expected.matchers.map(({ id, paths }) => ({ id, ...(paths && { paths }) })),
      );
      for (const [i, expected] of vector.expected.matchers.entries()) {
        for (const flavor of ['traditional_compatible', 'expressions'] as const) {
          const { value, compiled } = priorityOf(matchers[i]!);
          assert.deepEqual(
            {
              expression: routerExpressionOf(matchers[i]!, { flavor, version: [3, 9] }),
              priority: String(value),
              documentedPriority: documentedPriorityOf(matchers[i]!)?.toString() ?? null,
              priorityJit: compiled?.toString(),
            },
            {
              expression: expected[flavor].expression,
              priority: expected[flavor].priority,
              documentedPriority: expected[flavor].documentedPriority,
              priorityJit: expected[flavor].priorityJit,
            },
            flavor,
          );
        }
      }
    });
  }
});
