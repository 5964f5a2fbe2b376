import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { DocumentAnalysis } from '../../server/analysis/document-analysis.js';
import { convertAll } from '../../server/conversion/conversions.js';
import { dataOfRoute, readDocument } from '../../server/documents/index.js';
import { calculatedPriorityOf, priorityOf } from '../../server/flavors/priority.js';
import { expressionPriority, toExpression } from '../../server/flavors/to-expression.js';
import { matchersOf } from '../../server/flavors/translate.js';
import { refusalWords } from '../../server/problems/index.js';
import { largestPriority } from '../../server/routes/fields.js';
import { type RouteMatchCalculation, routeMatchCalculations } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import { applyEdits } from '../../server/text/index.js';
import { transformVectors } from '../support/vectors.js';

const gateway = { version: [3, 9] };
const convert = (data: Record<string, unknown>, calculation: RouteMatchCalculation = 'original') =>
  toExpression(readRoute(data), data, { ...gateway, calculation });

/** Routes of every shape that a priority is made of. */
const routeData = fc.oneof(
  fc.record(
    {
      protocols: fc.constant(['https']),
      methods: fc.constant(['GET']),
      hosts: fc.constantFrom([], ['a.io'], ['*.a.io'], ['a.io', 'b.*']),
      paths: fc.constantFrom(['/'], ['/abc'], ['/日本'], ['~/x'], ['~/x', '~/y']),
      headers: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constant(['1'])),
      snis: fc.constant(['a.io']),
      sources: fc.constant([{ ip: '10.0.0.1' }]),
      destinations: fc.constant([{ port: 1 }]),
      regex_priority: fc.oneof(fc.integer(), fc.integer({ min: -8193, max: 8193 })),
    },
    { requiredKeys: [] },
  ),
  fc.record(
    {
      protocols: fc.constant(['tcp']),
      snis: fc.constant(['a.io']),
      sources: fc.constantFrom([{ ip: '10.0.0.1' }], [{ ip: '10.0.0.0/8', port: 1 }]),
      destinations: fc.constantFrom([{ port: 1 }], [{ ip: '10.0.0.0/8' }]),
    },
    { requiredKeys: ['protocols'] },
  ),
);

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

suite('the priority of a converted route', () => {
  test('is in 0 … 2^46 − 1 and keeps the order of any two routes, ties included', () => {
    fc.assert(
      fc.property(routeData, routeData, (one, other) => {
        const [a, b] = [priorityOf(readRoute(one)), priorityOf(readRoute(other))];
        for (const value of [a, b].flatMap(({ value, compiled }) =>
          compiled === null ? [value] : [value, compiled],
        )) {
          assert.ok(expressionPriority(value) >= 0n && expressionPriority(value) <= largestPriority);
        }
        assert.equal(
          compare(expressionPriority(a.value), expressionPriority(b.value)),
          compare(a.value, b.value),
        );
        const [x, y] = [a.compiled ?? a.value, b.compiled ?? b.value];
        assert.equal(compare(expressionPriority(x), expressionPriority(y)), compare(x, y));
      }),
      { numRuns: 20_000 },
    );
  });

  test('does so too where the Gateway computes the documented layout', () => {
    fc.assert(
      fc.property(routeData, routeData, (one, other) => {
        const [a, b] = [one, other].map((data) => calculatedPriorityOf(readRoute(data), 'strict').value);
        const [x, y] = [a!, b!].map((value) => expressionPriority(value, 'strict'));
        assert.ok(x! >= 0n && x! <= largestPriority);
        assert.equal(compare(x!, y!), compare(a!, b!));
      }),
      { numRuns: 20_000 },
    );
  });

  test('keeps the order of all priorities in the vectors', () => {
    const values = transformVectors()
      .flatMap(({ expected }) => expected.matchers)
      .flatMap(({ traditional_compatible: { priority, priorityJit } }) => [priority, priorityJit])
      .flatMap((text) => (text === undefined ? [] : [BigInt(text)]))
      // Expression routes have their own priority already.
      .filter((value) => value >> 56n !== 0xffn || value >> 32n === 0xffffffffn);
    const ranked = (order: (value: bigint) => bigint) =>
      [...values]
        .map((value, i) => ({ i, rank: order(value) }))
        .sort((a, b) => compare(a.rank, b.rank) || a.i - b.i);
    assert.deepEqual(
      ranked(expressionPriority).map(({ i }) => i),
      ranked((value) => value).map(({ i }) => i),
    );
  });
});

suite('the order of a table', () => {
  /** Routes that Kong accepts, of one subsystem each, and some that it splits. */
  const table = fc.array(
    fc.oneof(
      routeData,
      fc.record({
        paths: fc.uniqueArray(fc.constantFrom('/', '/a', '/ab', '/b', '~/x', '~/y'), { minLength: 2 }),
        regex_priority: fc.integer({ min: 0, max: 4 }),
      }),
    ),
    { minLength: 2, maxLength: 8 },
  );

  for (const calculation of routeMatchCalculations) {
    test(`is that of its converted document, ties included (${calculation})`, () => {
      let converted = 0;
      fc.assert(
        fc.property(table, (routes) => {
          const named = routes.map((route, i) => ({ name: `r${i}`, ...route }));
          const text = JSON.stringify({ _format_version: '3.0', routes: named });
          const document = readDocument(text, 'json');
          const gateway = { flavor: 'traditional_compatible', version: [3, 9], calculation } as const;
          const conversions = convertAll(new DocumentAnalysis(document, gateway), 'expressions');
          const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
          const after = readDocument(applyEdits(text, edits), 'json').routes.map(({ body }) =>
            dataOfRoute(body),
          );

          const accepted = named.filter((_, i) => !('refused' in conversions[i]!.result));
          const before = accepted.flatMap((route) =>
            matchersOf(readRoute(route), gateway).map((matcher) => matcher.priority.value),
          );
          const written = after.filter(({ expression }) => expression !== undefined);
          assert.equal(written.length, before.length);
          // Both in the order of the text, a route's parts in the order in which Kong splits it.
          for (const [i, a] of before.entries()) {
            for (const [j, b] of before.entries()) {
              const [x, y] = [written[i]!, written[j]!].map(({ priority }) => BigInt(priority as number));
              assert.equal(compare(x!, y!), compare(a, b), text);
            }
          }
          converted += written.length;
        }),
        { numRuns: 300 },
      );
      assert.ok(converted > 500, `${converted} routes were converted`);
    });
  }
});

suite('converting to an expression', () => {
  for (const { id, route, schemaValid } of transformVectors()) {
    if (!schemaValid.traditional_compatible) continue;
    test(`${id}: the router builds the same expressions from the converted routes, their order kept`, () => {
      const conversion = convert(route);
      assert.ok(!('refused' in conversion), 'refused' in conversion ? refusalWords(conversion.refused) : '');
      const built = (data: Record<string, unknown>) =>
        matchersOf(readRoute({ protocols: route.protocols, ...data }), {
          flavor: 'expressions',
          version: [3, 9],
        });
      const parts = built(route);
      assert.deepEqual(
        conversion.parts.map(({ expression }) => built({ expression }).map((matcher) => matcher.expression)),
        parts.map(({ expression }) => [expression]),
      );
      assert.deepEqual(
        conversion.parts.map(({ priority }) => priority),
        parts.map(({ priority }) => expressionPriority(priority.value)),
      );
    });
  }

  test('refuses what is no traditional route, or is none that Kong accepts', () => {
    const reason = (data: Record<string, unknown>) => {
      const conversion = convert(data);
      return 'refused' in conversion ? refusalWords(conversion.refused) : null;
    };
    assert.equal(reason({ expression: 'http.path == "/"' }), 'it already has an expression');
    assert.equal(
      reason({ expression: 'http.path == "/"', paths: ['/'] }),
      'it has both an expression and traditional fields; remove one of them first',
    );
    assert.equal(
      reason({ name: 'x' }),
      "Kong already rejects the route: must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'",
    );
    assert.match(
      reason({ paths: ['~/a(?=b)'] }) ?? '',
      /^Kong already rejects the route: Router Expression failed/,
    );
  });
});
