/**
 * Generated expressions, judged by us and by Kong's own engine: every verdict the same, and every tree.
 *
 *     KONG_ROUTES_FUZZ=250000 KONG_ROUTES_SEED=7 node --test out/test/fuzz/
 *
 * Gateway 3.9, whose engine the WebAssembly build is (atc-router 1.6, `cidr` 0.2).
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLint } from '../../server/problems/messages.js';
import { expressionCodes } from '../support/codes.js';
import { Engine } from '../support/engine.js';
import { seenByTheEngine } from '../support/kong.js';
import { compare, type Excuse, excused, gatewayVersion, shown, shrink } from './differential.js';
import { type Alternative, generate, grammarAlternatives, mistakes, mutations } from './generator.js';
import { alternativesIn, pestAlternatives } from './grammar-coverage.js';
import { ruleAlternatives, ruleAlternativesIn } from './rule-coverage.js';

const count = Number(process.env.KONG_ROUTES_FUZZ ?? 20_000);
const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const mostReported = 5;
/** Of so many accepted ones the alternatives of the grammar are told: a walk takes longer than both judges. */
const mostWalked = 5_000;

test(`${count} generated expressions, seed ${seed}: our verdict and tree are Kong's`, async (t) => {
  const engine = await Engine.start();
  const verdicts = { accepted: 0, refused: 0, panic: 0 };
  const made = new Map<Alternative, { times: number; accepted: number }>();
  const codesSeen = new Map<string, number>();
  const excusedTimes = new Map<Excuse, number>();
  const covered = new Map(pestAlternatives.map((name) => [name, 0]));
  const rulesUsed = new Map(ruleAlternatives.map((name) => [name, 0]));
  const failures: string[] = [];
  const start = performance.now();

  for (let index = 0; index < count && failures.length < mostReported; index++) {
    const { text, subsystem, produced } = generate(seed, index);
    const { kong, codes, disagreement, excuses } = await compare(engine, text, subsystem);
    verdicts[kong]++;
    for (const excuse of excuses) excusedTimes.set(excuse, (excusedTimes.get(excuse) ?? 0) + 1);
    for (const alternative of produced) {
      const { times, accepted } = made.get(alternative) ?? { times: 0, accepted: 0 };
      made.set(alternative, { times: times + 1, accepted: accepted + (kong === 'accepted' ? 1 : 0) });
    }
    if (kong === 'accepted' && verdicts.accepted <= mostWalked) {
      const used = alternativesIn(seenByTheEngine(text), { subsystem, gatewayVersion });
      for (const name of used) covered.set(name, covered.get(name)! + 1);
    }
    for (const name of ruleAlternativesIn(text)) rulesUsed.set(name, rulesUsed.get(name)! + 1);
    for (const code of new Set(codes)) codesSeen.set(code, (codesSeen.get(code) ?? 0) + 1);
    if (disagreement === null) continue;
    const shorter = await shrink(
      text,
      async (candidate) => (await compare(engine, candidate, subsystem)).disagreement !== null,
    );
    const { disagreement: why } = await compare(engine, shorter, subsystem);
    failures.push(
      `seed ${seed}, index ${index}, ${subsystem}: ${disagreement}\n  ${shown(text)}\n  shrunk to ${shown(shorter)}: ${why}`,
    );
  }

  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  t.diagnostic(`seed ${seed}: ${JSON.stringify(verdicts)} in ${seconds} s`);
  t.diagnostic(`excused: ${listed(excusedTimes)}`);
  t.diagnostic(
    `atc_grammar.pest, alternatives in ${Math.min(verdicts.accepted, mostWalked)} accepted: ${listed(covered)}`,
  );
  t.diagnostic(`our rules: ${listed(rulesUsed)}`);
  t.diagnostic(`problems: ${listed(codesSeen.entries())}`);
  t.diagnostic(
    `made (accepted): ${listed([...made].map(([name, m]) => [name, `${m.times} (${m.accepted})`]))}`,
  );
  assert.equal(failures.length, 0, `\n${failures.join('\n\n')}\n`);

  // A generator that leaves something out proves nothing about it.
  const never = [...mistakes, ...mutations].filter((alternative) => !made.has(alternative));
  const neverCovered = pestAlternatives.filter((name) => covered.get(name) === 0);
  const neverRead = ruleAlternatives.filter((name) => rulesUsed.get(name) === 0);
  const neverAccepted = grammarAlternatives.filter((alternative) => !made.get(alternative)?.accepted);
  // Nesting that deep is the subject of `test/grammar/total.test.ts`; of older versions there is no engine to ask; and an
  // engine that fails is made by `test/grammar/regex-judge.test.ts`.
  const elsewhere = new Set<string>([
    'expression-too-deep',
    'expression-since',
    'expression-field-since',
    'expression-regex-not-judged',
  ]);
  // Advice is given on what is right, by another function.
  const unseen = expressionCodes.filter(
    (code) => !elsewhere.has(code) && !isLint(code) && !codesSeen.has(code),
  );
  assert.deepEqual(
    { never, neverAccepted, neverCovered, neverRead, unseen },
    { never: [], neverAccepted: [], neverCovered: [], neverRead: [], unseen: [] },
  );
  assert.equal(covered.size, pestAlternatives.length, 'each has a name of the list');
  assert.equal(rulesUsed.size, ruleAlternatives.length, 'and each of ours');
  assert.deepEqual([...excusedTimes.keys()].sort(), Object.keys(excused).sort(), 'no excuse is left over');
});

const listed = (entries: Iterable<readonly [string, unknown]>): string =>
  [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `${name}: ${times}`)
    .join(', ');
