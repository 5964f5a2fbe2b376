/** Why a router tries one route before another: each reason is evaluated on the numbers that it names. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { atcReason, compareRanked, type RankedPart } from '../../server/flavors/atc-reason.js';
import { calculatedPriorityOf } from '../../server/flavors/priority.js';
import { type OrderReason, orderReasonWords } from '../../server/problems/index.js';
import type { Route, RouteMatchCalculation } from '../../server/routes/index.js';

const ranked = (part: Route, calculation: RouteMatchCalculation, uuid: string | null = null): RankedPart => ({
  part,
  priority: calculatedPriorityOf(part, calculation),
  id: { uuid, isCertain: uuid !== null },
});

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** A part as the router splits routes: its paths are all regexes, or all of one length. */
const parts: fc.Arbitrary<Route> = fc
  .record({
    hosts: some(fc.constantFrom(['a.com'], ['*.a.com'], ['a.com', 'b.*'], [])),
    paths: some(fc.constantFrom(['/'], ['/a'], ['/longer/path'], ['~/a'], ['~/a/b$', '~/c'])),
    methods: some(fc.constant(['GET'])),
    snis: some(fc.constant(['a.com'])),
    headers: some(fc.integer({ min: 1, max: 20 }).map(headersOf)),
    regex_priority: some(
      fc.oneof(fc.integer({ min: -3, max: 8 }), fc.constantFrom(511, 1024, 4095, 4096, 8191, 8192, 8193)),
    ),
  })
  .map((fields) => ({
    protocols: ['https'],
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  }));

function headersOf(count: number): ReadonlyMap<string, readonly string[]> {
  return new Map(Array.from({ length: count }, (_, i) => [`x-${i}`, ['1']]));
}

const fieldsOf = ({ hosts, paths, methods, snis, headers }: Route): number =>
  [hosts, paths, methods, snis].filter((field) => field && field.length > 0).length + (headers ? 1 : 0);
const headerCount = ({ headers }: Route): number => headers?.size ?? 0;
const isRegex = ({ paths }: Route): boolean => paths?.[0]?.startsWith('~') ?? false;
const regexPriority = (route: Route): bigint => BigInt(isRegex(route) ? (route.regex_priority ?? 0) : 0);
const hasPlainHosts = ({ hosts }: Route): boolean => hosts?.every((host) => !host.includes('*')) ?? false;

/** 13 bits of fields, headers and `regex_priority` one over the other, as Kong shifts 32-bit numbers. */
const together = (route: Route): number =>
  Number(
    BigInt.asUintN(
      13,
      (BigInt(fieldsOf(route)) << 10n) | (BigInt(headerCount(route)) << 1n) | regexPriority(route),
    ),
  );

/** Whether what a reason says is true of two routes, of which the first is tried first. */
function holds(reason: OrderReason, first: Route, second: Route): boolean {
  switch (reason.rule) {
    case 'plain-host':
      return hasPlainHosts(first) && !hasPlainHosts(second);
    case 'regex-path':
      return isRegex(first) && !isRegex(second);
    case 'fields':
      return isGreater(reason, fieldsOf(first), fieldsOf(second));
    case 'headers':
      return isGreater(reason, headerCount(first), headerCount(second));
    case 'regex_priority':
      return isGreater(reason, regexPriority(first), regexPriority(second)) || reason.first < 0n;
    case 'path-length':
      return isGreater(reason, first.paths?.[0]?.length ?? 0, second.paths?.[0]?.length ?? 0);
    case 'shared-bits':
      return (
        (
          [
            [reason.first, first],
            [reason.second, second],
          ] as const
        ).every(
          ([named, route]) =>
            named.fields === fieldsOf(route) &&
            named.headers === headerCount(route) &&
            named.regexPriority === regexPriority(route) &&
            named.together === together(route),
        ) && reason.first.together > reason.second.together
      );
    case 'top-bit':
      return reason.by === 'fields'
        ? reason.value === fieldsOf(first) && reason.value >= 4
        : reason.value === regexPriority(first) && (reason.value < 0n || ((reason.value >> 12n) & 1n) === 1n);
    default:
      return false;
  }
}

function isGreater<Size extends number | bigint>(
  named: { readonly first: Size; readonly second: Size },
  first: Size,
  second: Size,
): boolean {
  return named.first === first && named.second === second && first > second;
}

suite('the reason for an order', () => {
  for (const calculation of ['original', 'strict'] as const) {
    test(`is true of the numbers that it names: ${calculation}`, () => {
      const seen = new Map<string, number>();
      fc.assert(
        fc.property(parts, parts, (a, b) => {
          const [one, two] = [ranked(a, calculation), ranked(b, calculation)];
          const order = compareRanked(one, two);
          const reason = atcReason(one, two, calculation);
          seen.set(reason.rule, (seen.get(reason.rule) ?? 0) + 1);
          if (order === 0) return reason.rule === 'id-unknown' || reason.rule === 'interpreter-or-jit';
          return order < 0 ? holds(reason, a, b) : holds(reason, b, a);
        }),
        { numRuns: 20_000 },
      );
      const expected = ['plain-host', 'regex-path', 'fields', 'headers', 'regex_priority', 'path-length'];
      for (const rule of expected) assert.ok(seen.has(rule), rule);
      assert.equal(seen.has('shared-bits'), calculation === 'original');
    });
  }

  test('header count and `regex_priority` share a bit', () => {
    const route = (priority: number): Route => ({
      protocols: ['https'],
      paths: ['~/a'],
      headers: headersOf(1),
      regex_priority: priority,
    });
    const reason = atcReason(ranked(route(2), 'original'), ranked(route(1), 'original'), 'original');
    assert.equal(
      orderReasonWords(reason),
      'match fields, headers and `regex_priority` share bits of the priority: 2 fields, 1 header and `regex_priority` 1 make 2051, 2 fields, 1 header and `regex_priority` 2 make 2050',
    );
  });

  test('equal priorities: the id', () => {
    const route: Route = { protocols: ['https'], paths: ['/a'] };
    const reason = atcReason(ranked(route, 'original', 'aa'), ranked(route, 'original', 'ab'), 'original');
    assert.deepEqual(reason, { rule: 'id', first: 'ab', second: 'aa' });
    assert.deepEqual(atcReason(ranked(route, 'original'), ranked(route, 'original', 'ab'), 'original'), {
      rule: 'id-unknown',
    });
  });
});
