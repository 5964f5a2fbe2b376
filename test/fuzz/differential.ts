/** One expression before two judges: ours and Kong's. */

import {
  type Expression,
  type ExpressionCode,
  type ExpressionProblem,
  predicatesOf,
  readExpression,
  type Subsystem,
} from '../../grammar/index.js';
import type { Engine } from '../support/engine.js';
import { engineTree } from '../support/engine-tree.js';
import { askKong, codesOf, isRefused, type KongVerdict } from '../support/kong.js';

export const gatewayVersion = [3, 9];

/** Of all versions that have the language of today, the first with another engine: atc-router 1.7, `cidr` 0.3. */
const newerVersion = [3, 10];

/**
 * What is excused, each with its reason: faults of the build for WebAssembly (`test/vectors/README.md`), and nothing else.
 * A run counts how often, and fails if one is no longer needed.
 */
export const excused = {
  'an integer that a double cannot hold':
    'The binding throws where it makes a number of JavaScript out of it; the engine has no such limit. It is asked again with 1 in its place.',
  '`not in` with other than one space':
    'The engine panics (`unreachable!()`), which in Kong ends the worker. We refuse it with a code of its own.',
  'an octet with a leading zero in a CIDR range, from Gateway 3.10 on':
    'The build takes it, as the engine of Gateway 3.9 does; atc-router 1.7 does not. Ours is held to both.',
} as const;

export type Excuse = keyof typeof excused;

export interface Comparison {
  readonly kong: KongVerdict['status'];
  readonly codes: readonly string[];
  /** In a sentence, if the two do not agree. */
  readonly disagreement: string | null;
  readonly excuses: readonly Excuse[];
}

export async function compare(engine: Engine, text: string, subsystem: Subsystem): Promise<Comparison> {
  const { tree, problems } = readExpression(text, { subsystem, gatewayVersion });
  const codes: ExpressionCode[] = problems.map(({ code }) => code);
  let kong = await askKong(engine, text, subsystem);
  // The WebAssembly binding throws for an integer that a double cannot hold; the engine itself has no such limit.
  const small = kong.status === 'panic' ? withoutLargeIntegers(text, tree) : text;
  const excuses: Excuse[] = [];
  if (small !== text) {
    excuses.push('an integer that a double cannot hold');
    kong = await askKong(engine, small, subsystem);
  }

  const disagree = (disagreement: string) => ({ kong: kong.status, codes, disagreement, excuses });
  const refused = isRefused(problems);
  if (kong.status === 'panic') {
    if (!codes.includes('expression-not-in-spacing')) {
      return disagree(`the engine panics, we say [${codes}]`);
    }
    excuses.push('`not in` with other than one space');
  }
  if (kong.status !== 'panic' && refused !== (kong.status === 'refused')) {
    return disagree(
      refused ? `Kong accepts it, we say [${codes}]` : `we accept it [${codes}], Kong says: ${kong.message}`,
    );
  }
  const newer = readExpression(text, { subsystem, gatewayVersion: newerVersion }).problems;
  if (refused !== isRefused(newer)) {
    const others = newer.filter(({ code }) => code !== 'expression-ip-address');
    if (refused || isRefused(others) || !leadingZeros.test(text)) {
      return disagree(`for Gateway 3.10 we say [${newer.map(({ code }) => code)}], for 3.9 [${codes}]`);
    }
    excuses.push('an octet with a leading zero in a CIDR range, from Gateway 3.10 on');
  }
  if (kong.status === 'refused' && !hasReason(kong.message!, problems, text)) {
    return disagree(`we refuse it for another reason [${codes}], Kong says: ${kong.message}`);
  }
  if (kong.status === 'accepted') {
    const theirs = JSON.stringify(kong.tree);
    const ours = JSON.stringify(engineTree(tree), (key, value) =>
      key === 'Int' && !Number.isSafeInteger(value) ? 1 : value,
    );
    if (ours !== theirs) return disagree(`the trees differ:\n  ours  ${ours}\n  Kong's ${theirs}`);
  }
  return { kong: kong.status, codes, disagreement: null, excuses };
}

const leadingZeros = /(?<!\d)(?:\d{1,3}\.){0,3}0\d{1,2}(?:\.\d{1,3}){0,3}\/\d/;

/** Whether Kong's reason is one of ours. */
function hasReason(message: string, problems: readonly ExpressionProblem[], text: string): boolean {
  const reasons = codesOf(message);
  if (problems.some(({ code }) => reasons.includes(code))) return true;
  // `1.2.3.0400`: the engine reads `1.2.3.040` and expects an operator where it goes on; we say that it is no address.
  const isSyntax = reasons.includes('expression-syntax');
  return (
    isSyntax && problems.some(({ span }) => span.end > span.start && isWord.test(text.slice(span.end - 1)))
  );
}

/** A character of a literal, and more of it. */
const isWord = /^[^ \t\r\n"#][^ \t\r\n()&|!"]/;

function withoutLargeIntegers(text: string, tree: Expression | null): string {
  let small = text;
  for (const { rhs } of [...predicatesOf(tree)].reverse()) {
    if (rhs?.kind !== 'int' || Number.isSafeInteger(Number(rhs.value))) continue;
    small = `${small.slice(0, rhs.span.start)}1${small.slice(rhs.span.end)}`;
  }
  return small;
}

/** As JSON, and nothing in it that looks like something else. */
export const shown = (text: string): string =>
  JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A shorter text that still fails: the largest parts that can go are removed. */
export async function shrink(
  text: string,
  stillFails: (candidate: string) => Promise<boolean>,
): Promise<string> {
  let characters = [...text];
  for (let size = characters.length >> 1; size > 0; size = size > 1 ? size >> 1 : 0) {
    for (let at = 0; at < characters.length; ) {
      const candidate = characters.toSpliced(at, size);
      if (await stillFails(candidate.join(''))) characters = candidate;
      else at += size;
    }
  }
  return characters.join('');
}
