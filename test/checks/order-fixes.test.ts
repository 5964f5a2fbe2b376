/** Fixes of the order of routes: each leaves a table without the problem, in which nothing else has moved. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { fixEdits, tableProblems } from '../../server/checks/index.js';
import { type RouteDocument, readDocument, rereadDocument } from '../../server/documents/index.js';
import type { Gateway } from '../../server/routes/index.js';
import { applyEdits } from '../../server/text/index.js';
import { unpaired } from '../../server/workspace/index.js';

function atOnce<Value>(steps: Generator<void, Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const problemsIn = (document: RouteDocument, gateway: Gateway) =>
  atOnce(
    tableProblems([
      { uri: 'file:///a.yaml', analysis: new DocumentAnalysis(document, gateway), pairing: unpaired },
    ]),
  ).problems;

const documentOf = (routes: readonly string[]) =>
  readDocument(`_format_version: "3.0"\nroutes:\n${routes.map((one) => `- ${one}\n`).join('')}`, 'yaml');

/** For each problem its code, its route and its fixes; each fix is made once. */
function fixesOf(routes: readonly string[], gateway: Gateway): string[] {
  const document = documentOf(routes);
  return problemsIn(document, gateway).flatMap((problem) => {
    const fixes = atOnce(problem.fixes());
    const at = `${problem.code} at ${document.text.slice(problem.span.start, problem.span.end)}`;
    for (const fix of fixes) {
      const made = fixEdits(document, problem.route, fix);
      assert.ok('edits' in made, fix.title);
      const fixed = rereadDocument(document, applyEdits(document.text, made.edits));
      const left = problemsIn(fixed, gateway).map(({ code, span }) => [code, span.start]);
      assert.ok(
        !left.some(([code, start]) => code === problem.code && start === problem.span.start),
        fix.title,
      );
    }
    return fixes.length === 0 ? [`${at}: none`] : fixes.map(({ title }) => `${at}: ${title}`);
  });
}

const expressions: Gateway = { flavor: 'expressions', version: [3, 9] };

suite('fixes of the order of routes', () => {
  test('a route that is covered goes before the others', () => {
    const routes = [
      `{ name: all, expression: 'http.path ^= "/a"', priority: 5 }`,
      `{ name: one, expression: 'http.path == "/a/b"', priority: 1 }`,
    ];
    assert.deepEqual(fixesOf(routes, expressions), [
      'route-unreachable at one: Evaluate before `all`: `priority: 6`',
    ]);
  });

  test('it does not, where requests of a third route would move', () => {
    const routes = [
      `{ name: all, expression: 'http.path ^= "/a"', priority: 5 }`,
      `{ name: top, expression: 'http.path == "/a/b" && http.method == "GET"', priority: 6 }`,
      `{ name: one, expression: 'http.path == "/a/b"', priority: 1 }`,
    ];
    assert.deepEqual(fixesOf(routes, expressions), ['route-unreachable at one: none']);
  });

  test('it does not, where it would cover another one', () => {
    const routes = [
      `{ name: all, expression: 'http.path ^= "/a"', priority: 5 }`,
      `{ name: same, expression: 'http.path ^= "/a/"', priority: 1 }`,
      `{ name: wide, expression: 'http.path ^= "/a" || http.path ^= "/a/"', priority: 0 }`,
    ];
    assert.ok(fixesOf(routes, expressions).includes('route-unreachable at wide: none'));
  });

  test('of two with equal priority, either may be first', () => {
    const routes = [
      `{ name: a, expression: 'http.path ^= "/a"', priority: 5 }`,
      `{ name: b, expression: 'http.method == "GET"', priority: 5 }`,
    ];
    assert.deepEqual(fixesOf(routes, expressions), [
      'route-order-accidental at b: Evaluate before `a`: `priority: 6`',
      'route-order-accidental at b: Evaluate after `a`: `priority: 4`',
    ]);
  });

  test('regexes have a `regex_priority`, prefixes have none that counts', () => {
    const compatible: Gateway = { flavor: 'traditional_compatible', version: [3, 9] };
    const regexes = ['{ name: a, paths: [~/a/.*] }', '{ name: b, paths: ["~/[a-z]/b$"] }'];
    assert.deepEqual(fixesOf(regexes, compatible), [
      'route-order-accidental at b: Evaluate before `a`: `regex_priority: 1`',
    ]);
    for (const gateway of [compatible, { ...compatible, flavor: 'traditional' } as const]) {
      const prefixes = [
        '{ name: a, paths: [/a], hosts: [a.com] }',
        '{ name: b, paths: [/a], hosts: [a.com] }',
      ];
      const found = fixesOf(prefixes, gateway);
      assert.ok(found.length > 0 && found.every((one) => one.endsWith(': none')), `${found}`);
    }
  });
});
