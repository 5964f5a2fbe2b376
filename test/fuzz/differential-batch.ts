/**
 * Some of the generated expressions of a seed before both judges; what was found goes to standard output as JSON:
 * `node out/test/fuzz/differential-batch.js SEED FROM TO`.
 */

import { Engine } from '../support/engine.js';
import { seenByTheEngine } from '../support/kong.js';
import { compare, gatewayVersion, shown, shrink } from './differential.js';
import { generate } from './generator.js';
import { alternativesIn } from './grammar-coverage.js';
import { ruleAlternativesIn } from './rule-coverage.js';

type Counts = Record<string, number>;

export interface Batch {
  readonly verdicts: Counts;
  /** By alternative of the generator, how often it was made, and how often what has it was accepted. */
  readonly made: Counts;
  readonly accepted: Counts;
  readonly codes: Counts;
  readonly excused: Counts;
  /** Alternatives of the engine's grammar, in so many accepted expressions. */
  readonly covered: Counts;
  readonly walked: number;
  readonly rules: Counts;
  readonly failures: string[];
  /** In megabytes. */
  readonly memory: number;
}

const mostReported = 5;
/** Of so many accepted ones the alternatives of the grammar are told: a walk takes longer than both judges. */
const mostWalked = 5_000;

const add = (counts: Counts, names: Iterable<string>): void => {
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
};

async function judged(seed: number, from: number, to: number): Promise<Batch> {
  const engine = await Engine.start();
  const verdicts: Counts = {};
  const [made, accepted, codesSeen, excused, covered, rules]: Counts[] = [{}, {}, {}, {}, {}, {}];
  const failures: string[] = [];
  let walked = 0;
  for (let index = from; index < to && failures.length < mostReported; index++) {
    const { text, subsystem, produced } = generate(seed, index);
    const { kong, codes, disagreement, excuses } = await compare(engine, text, subsystem);
    add(verdicts, [kong]);
    add(excused!, excuses);
    add(made!, produced);
    if (kong === 'accepted') add(accepted!, produced);
    if (kong === 'accepted' && walked < mostWalked) {
      walked++;
      add(covered!, alternativesIn(seenByTheEngine(text), { subsystem, gatewayVersion }));
    }
    add(rules!, ruleAlternativesIn(text));
    add(codesSeen!, new Set(codes));
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
  return {
    verdicts,
    made: made!,
    accepted: accepted!,
    codes: codesSeen!,
    excused: excused!,
    covered: covered!,
    walked,
    rules: rules!,
    failures,
    memory: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}

const [seed = 0, from = 0, to = 0] = process.argv.slice(2).map(Number);
process.stdout.write(JSON.stringify(await judged(seed, from, to)));
