/**
 * Generated expressions, judged by us and by Kong's own engine: every verdict the same, and every tree.
 *
 *     KONG_ROUTES_FUZZ=500000 KONG_ROUTES_SEED=7 node --test out/test/fuzz/
 *
 * Gateway 3.9, whose engine the WebAssembly build is (atc-router 1.6, `cidr` 0.2). Engines in WebAssembly give no memory back:
 * each batch has a process of its own, so that any number of expressions is judged in the memory of one batch.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isLint } from '../../server/problems/messages.js';
import { expressionCodes } from '../support/codes.js';
import { excused } from './differential.js';
import type { Batch } from './differential-batch.js';
import { grammarAlternatives, mistakes, mutations } from './generator.js';
import { pestAlternatives } from './grammar-coverage.js';
import { ruleAlternatives } from './rule-coverage.js';

const count = Number(process.env.KONG_ROUTES_FUZZ ?? 20_000);
const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const perBatch = 20_000;
const mostReported = 5;

const script = fileURLToPath(new URL('differential-batch.js', import.meta.url));

/** @param from the number of the first expression, and `to` that after the last */
async function batchOf(from: number, to: number): Promise<Batch> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--enable-source-maps', script, String(seed), String(from), String(to)],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout) as Batch;
}

function addTo(all: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, times] of Object.entries(counts)) all.set(name, (all.get(name) ?? 0) + times);
}

test(`${count} generated expressions, seed ${seed}: our verdict and tree are Kong's`, async (t) => {
  const [verdicts, made, accepted, codesSeen, excusedTimes, covered, rulesUsed] = Array.from(
    { length: 7 },
    () => new Map<string, number>(),
  ) as [Counts, Counts, Counts, Counts, Counts, Counts, Counts];
  const failures: string[] = [];
  let walked = 0;
  let mostMemory = 0;
  const start = performance.now();
  for (let from = 0; from < count && failures.length < mostReported; from += perBatch) {
    const batch = await batchOf(from, Math.min(count, from + perBatch));
    addTo(verdicts, batch.verdicts);
    addTo(made, batch.made);
    addTo(accepted, batch.accepted);
    addTo(codesSeen, batch.codes);
    addTo(excusedTimes, batch.excused);
    addTo(covered, batch.covered);
    addTo(rulesUsed, batch.rules);
    walked += batch.walked;
    mostMemory = Math.max(mostMemory, batch.memory);
    failures.push(...batch.failures);
  }

  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  t.diagnostic(`seed ${seed}: ${listed(verdicts)} in ${seconds} s, at most ${mostMemory} MB in a process`);
  t.diagnostic(`excused: ${listed(excusedTimes)}`);
  t.diagnostic(`atc_grammar.pest, alternatives in ${walked} accepted: ${listed(covered)}`);
  t.diagnostic(`our rules: ${listed(rulesUsed)}`);
  t.diagnostic(`problems: ${listed(codesSeen.entries())}`);
  t.diagnostic(
    `made (accepted): ${listed([...made].map(([name, times]) => [name, `${times} (${accepted.get(name) ?? 0})`]))}`,
  );
  assert.equal(failures.length, 0, `\n${failures.join('\n\n')}\n`);

  // A generator that leaves something out proves nothing about it.
  const never = [...mistakes, ...mutations].filter((alternative) => !made.has(alternative));
  const neverCovered = pestAlternatives.filter((name) => !covered.get(name));
  const neverRead = ruleAlternatives.filter((name) => !rulesUsed.get(name));
  const neverAccepted = grammarAlternatives.filter((alternative) => !accepted.get(alternative));
  // Nesting that deep is the subject of `test/grammar/total.test.ts`; of older versions there is no engine to ask; and an
  // engine that fails is made by `test/grammar/regex-judge.test.ts`.
  const testedByOthers = new Set<string>([
    'expression-too-deep',
    'expression-since',
    'expression-field-since',
    'expression-regex-not-judged',
  ]);
  // Advice is given on what is right, by another function.
  const unseen = expressionCodes.filter(
    (code) => !testedByOthers.has(code) && !isLint(code) && !codesSeen.has(code),
  );
  assert.deepEqual(
    { never, neverAccepted, neverCovered, neverRead, unseen },
    { never: [], neverAccepted: [], neverCovered: [], neverRead: [], unseen: [] },
  );
  assert.equal(covered.size, pestAlternatives.length, 'each has a name of the list');
  assert.equal(rulesUsed.size, ruleAlternatives.length, 'and each of ours');
  assert.deepEqual([...excusedTimes.keys()].sort(), Object.keys(excused).sort(), 'no excuse is left over');
});

type Counts = Map<string, number>;

const listed = (entries: Iterable<readonly [string, unknown]>): string =>
  [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `${name}: ${times}`)
    .join(', ');
