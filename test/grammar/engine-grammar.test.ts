/** Our syntax and the engine's own grammar, walked as pest walks it, accept the same texts: in every version. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walkRules } from '../../grammar/engine/atc-grammar.js';
import {
  type Expression,
  type ExpressionCode,
  type ExpressionProblem,
  type Language,
  type Lhs,
  parse,
  predicatesOf,
} from '../../grammar/index.js';
import { checkSyntaxVersion, precedenceOf } from '../../grammar/semantics/index.js';
import { generate } from '../fuzz/generator.js';
import { seenByTheEngine } from '../support/kong.js';
import { expressionVectors } from '../support/vectors.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

/** What the grammar allows, and something after it refuses. */
const ofMeaning: ReadonlySet<ExpressionCode> = new Set<ExpressionCode>([
  'expression-unknown-function',
  'expression-not-in-spacing',
  'expression-integer-range',
  'expression-ip-address',
  'expression-cidr-length',
  'expression-cidr-host-bits',
]);

/** Whether the problem is one of syntax. */
function isOfSyntax({ code, span }: ExpressionProblem, text: string, tree: Expression | null): boolean {
  if (!ofMeaning.has(code)) return true;
  // `not (http.path == "/a")` is a call that is not closed.
  if (code === 'expression-unknown-function') {
    const call = callsOf(tree).find(({ nameSpan }) => nameSpan.start === span.start);
    const last = call?.argument?.span.end ?? call?.nameSpan.end;
    return call?.span.end === last || text[call!.span.end - 1] !== ')';
  }
  // `1.2.3.0400`: the word goes on after the longest address.
  return code !== 'expression-not-in-spacing' && /^[^ \t\r\n()&|!"]/.test(text.slice(span.end));
}

function callsOf(tree: Expression | null): Extract<Lhs, { kind: 'call' }>[] {
  return predicatesOf(tree).flatMap(({ lhs }) => {
    const calls = [];
    for (let at = lhs; at?.kind === 'call'; at = at.argument) calls.push(at);
    return calls;
  });
}

/** Each with an engine of its own: atc-router 1.0, 1.2 and 1.6. */
const versions = [
  [3, 3],
  [3, 5, 0],
  [3, 10],
].map((gatewayVersion): Language => ({ subsystem: 'http', gatewayVersion }));

function assertAgree(text: string): { matches: boolean } {
  let matches = false;
  for (const language of versions) {
    const { tree, problems } = parse(text, precedenceOf(language.gatewayVersion));
    if (problems.some(({ code }) => code === 'expression-too-deep')) continue;
    const ours = [
      ...problems.filter((one) => isOfSyntax(one, text, tree)),
      ...checkSyntaxVersion(tree, language),
    ];
    matches = 'pairs' in walkRules(text, language);
    assert.equal(
      ours.length === 0,
      matches,
      `${JSON.stringify(text)} for ${language.gatewayVersion}: ${ours.map(({ code }) => code)}`,
    );
  }
  return { matches };
}

test('of the recorded expressions, up to any place', () => {
  let count = 0;
  for (const { expression } of expressionVectors()) {
    const text = seenByTheEngine(expression);
    for (let end = text.length; end >= 0 && end > text.length - 200; end--) {
      assertAgree(text.slice(0, end));
      count++;
    }
  }
  assert.ok(count > 5_000, `${count} texts`);
});

test(`of 6,000 generated expressions, up to one place, seed ${seed}`, () => {
  const count = { matches: 0, fails: 0 };
  for (let index = 0; index < 6_000; index++) {
    const text = seenByTheEngine(generate(seed, index).text);
    for (const one of [text, text.slice(0, (index * 7) % (text.length + 1))]) {
      count[assertAgree(one).matches ? 'matches' : 'fails']++;
    }
  }
  assert.ok(count.matches > 3_000 && count.fails > 3_000, JSON.stringify(count));
});
