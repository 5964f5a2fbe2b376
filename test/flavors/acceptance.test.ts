import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { toExpression } from '../../server/flavors/to-expression.js';
import { viewOf } from '../../server/flavors/translate.js';
import { refusalWords } from '../../server/problems/index.js';
import type { RouterFlavor } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';

const view = (data: Record<string, unknown>, flavor: RouterFlavor, version: number[]) =>
  viewOf(readRoute(data), data, { flavor, version });

suite('what Kong accepts', () => {
  const lookAhead = { paths: ['~/a(?=b)'] };

  test('traditional_compatible asks the engine since 3.2', () => {
    assert.equal(view(lookAhead, 'traditional_compatible', [3, 1]).status, 'accepted');
    assert.equal(view(lookAhead, 'traditional_compatible', [3, 2]).status, 'rejected');
    assert.equal(view(lookAhead, 'traditional', [3, 9]).status, 'accepted');
  });

  test('the engine is not asked if one of the fields that it would receive is wrong', () => {
    const wrong = { ...lookAhead, expression: '(' };
    assert.deepEqual(view(wrong, 'traditional_compatible', [3, 9]).messages, ['expression: unknown field']);
    // Up to 3.5 it receives only the paths.
    const [unknown, refused] = view(wrong, 'traditional_compatible', [3, 5]).messages;
    assert.equal(unknown, 'expression: unknown field');
    assert.match(refused!, /look-around/);
  });

  test('the fields are compared with one another only where each is in order', () => {
    const mixed = { expression: 'http.path == "/a"', paths: ['/a'] };
    assert.match(view(mixed, 'expressions', [3, 9]).messages.join(), /simultaneously/);
    assert.deepEqual(view({ ...mixed, priority: -1 }, 'expressions', [3, 9]).messages, [
      'priority: value should be between 0 and 70368744177663',
    ]);
    assert.deepEqual(view({ ...mixed, expression: '' }, 'expressions', [3, 9]).messages, [
      'expression: length must be at least 1',
    ]);
  });

  test('protocols default to http and https, since 3.14 to https alone', () => {
    const terms = (version: number[]) =>
      view({ paths: ['/a'] }, 'expressions', version).matchers?.map(({ expression }) => expression);
    assert.deepEqual(terms([3, 13]), [
      '(http.path ^= r#"/a"#) && (net.protocol == r#"http"# || net.protocol == r#"https"#)',
    ]);
    assert.deepEqual(terms([3, 14]), ['(http.path ^= r#"/a"#)']);
  });
});

suite('converting', () => {
  const convert = (data: Record<string, unknown>) => toExpression(readRoute(data), data, { version: [3, 9] });

  /** In words; `null` for a route that is converted. */
  const refusalOf = (data: Record<string, unknown>): string | null => {
    const converted = convert(data);
    return 'refused' in converted ? refusalWords(converted.refused) : null;
  };

  test('a priority of 0, which Kong shows on every route, is replaced; another one is not', () => {
    assert.deepEqual(convert({ paths: ['/a'], priority: 0 }), convert({ paths: ['/a'] }));
    assert.equal(
      refusalOf({ paths: ['/a'], priority: 1 }),
      'Kong already rejects the route: priority: unknown field',
    );
  });

  test('the reason for what Kong rejects is one line, whatever the engine draws', () => {
    assert.equal(
      refusalOf({ paths: ['~/a(?=b)'] }),
      'Kong already rejects the route: Router Expression failed validation: look-around, including look-ahead and look-behind, is not supported',
    );
    assert.equal(
      refusalOf({ headers: { a: [] } }),
      'Kong already rejects the route: Router Expression failed validation: expected term',
    );
  });
});
