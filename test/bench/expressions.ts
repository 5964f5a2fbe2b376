/** Reading and checking expressions, next to the real engine: in one process, on the same inputs. */

import { readExpression } from '../../grammar/index.js';
import { Engine } from '../support/engine.js';
import { expressionVectors } from '../support/vectors.js';
import { type Contestant, compare, median } from './throughput.js';

const language = { subsystem: 'http', gatewayVersion: [3, 9] } as const;

const rounds = 51;
/** V8 compiles JavaScript and WebAssembly the better the more often they have run. */
const turnsToWarmUp = 25;

export async function expressions(): Promise<void> {
  const engine = await Engine.start();
  const contestants: readonly Contestant[] = [
    { name: 'ours', act: (text) => readExpression(text, language) },
    // It makes a tree for JavaScript as well, as ours does.
    { name: "the real engine's Parser.parse", act: (text) => engine.parseOrThrow(text, 'http') },
    // The least that Kong asks of it to judge an expression.
    { name: 'its addMatcher and removeMatcher', act: (text) => engine.answerOrThrow(text, 'http') },
  ];
  const measure = (what: string, turn: () => readonly string[]) => {
    compare(contestants, turnsToWarmUp, turn);
    console.log(`parse and check ${what}`);
    for (const { name, perSecond, ratio } of compare(contestants, rounds, turn)) {
      const rate = Math.round(perSecond).toLocaleString('en').padStart(11);
      const times = name === contestants[0]!.name ? '' : `  ours is ${ratio.toFixed(1)} ×`;
      console.log(`  ${name.padEnd(34)}${rate} a second${times}`);
    }
  };

  const recorded = expressionVectors()
    .filter(({ status, schema }) => status === 'ok' && schema === 'http')
    .map(({ expression }) => expression);
  const plain = recorded.filter((text) => !text.includes('~'));
  const many = Array.from({ length: 40 }, () => plain).flat();
  measure(`without regexes: ${described(plain)}`, () => many);

  const regexes = recorded.filter((text) => text.includes('~'));
  const some = Array.from({ length: 4 }, () => regexes).flat();
  measure(`with regexes that were seen before: ${described(regexes)}`, () => some);

  let literals = 0;
  const renewed = () => regexes.map((text) => text.replace(/~ *r?#?"/, `$&new-${literals++}`));
  measure('with regexes that are new to the process: the same, a new literal in each', renewed);
}

function described(texts: readonly string[]): string {
  const lengths = texts.map(({ length }) => length);
  const longest = Math.max(...lengths).toLocaleString('en');
  return `${texts.length} recorded expressions of ${Math.min(...lengths)} to ${longest} characters, half of them up to ${median(lengths)}`;
}
