/**
 * The judge of regexes: whether Kong's router compiles a regex, asked of the crate that the router uses.
 *
 * A judge is a pool of one engine and a memory of verdicts. It is the same for every document, since a verdict is a fact
 * about a text, and an engine is a resource of the process: hence one instance for all (`regexJudge`), which callers may
 * replace by their own in `Language`.
 */

import type { Span } from '../ast.js';
import { certainlyCompiles } from '../certain-regex.js';
import { loadCrate } from './crate-library.js';
import { TextMemory } from './memory.js';
import { Recycled } from './recycled.js';

export interface RegexProblem {
  /** In the crate's words, one line: `unclosed group`. */
  readonly message: string;
  /** The whole of what the crate says: the pattern, the place marked in it, and the message. */
  readonly report: string;
  /** The part of the pattern that the crate points at, in UTF-16 units; `null` where it points at none. */
  readonly span: Span | null;
}

/** `not-judged`: no engine could answer. That is never said to be right. */
export type RegexVerdict = 'accepted' | 'not-judged' | RegexProblem;

export interface RegexJudge {
  judge(pattern: string): RegexVerdict;
}

/**
 * An instance is replaced beyond this. One pattern adds up to 100 MB, most add less than 20; a dropped instance is
 * garbage that V8 collects when there is too much of it. Measured: 2,000 expensive patterns in less than 250 MB.
 */
const mostMemoryOfInstance = 64 * 2 ** 20;

/** The verdicts on some 50,000 regexes of usual length; each refusal keeps its pattern three times. */
const mostRemembered = 6_000_000;

/** @param load makes an engine: another one only in tests */
export function createRegexJudge(load = loadCrate): RegexJudge {
  const crate = new Recycled(load, ({ memoryBytes }) => memoryBytes > mostMemoryOfInstance);
  const memory = new TextMemory<RegexVerdict>(mostRemembered);
  const ask = (pattern: string): RegexVerdict => {
    const answer = crate.use((library) => {
      const made = library.compile(pattern);
      if ('refusal' in made) return made.refusal;
      library.free(made.compiled);
      return null;
    });
    if (answer === 'failed') return 'not-judged';
    return answer.result === null ? 'accepted' : readRefusal(answer.result, pattern);
  };
  return {
    judge: (pattern) => (certainlyCompiles(pattern) ? 'accepted' : memory.get(pattern, () => ask(pattern))),
  };
}

/** The judge of this process. */
export const regexJudge: RegexJudge = createRegexJudge();

/** For those who read an expression for its tree alone: no regex is compiled for them, and nothing is said of any. */
export const noJudge: RegexJudge = { judge: () => 'accepted' };

/**
 * The crate's message is for a terminal: the pattern, a line of carets below it, and `error: …`. For a pattern of several
 * lines the lines are numbered.
 */
function readRefusal(report: string, pattern: string): RegexProblem {
  const message = (/^error: ([\s\S]*)$/m.exec(report)?.[1] ?? report).trim();
  const lines = report.split('\n');
  const carets = lines.findIndex((line, i) => i > 1 && /^ *\^[\^ ]*$/.test(line));
  const isOneLine = !pattern.includes('\n') && lines[1] === `    ${pattern}`;
  if (carets === -1 || !isOneLine) return { message, report, span: null };
  // Columns are characters; the last run of carets is the offender, an earlier one what it clashes with.
  const last = [...lines[carets]!.matchAll(/\^+/g)].at(-1)!;
  const characters = [...pattern];
  const unitsBefore = (count: number) => characters.slice(0, count).join('').length;
  const from = last.index - 4;
  return { message, report, span: { start: unitsBefore(from), end: unitsBefore(from + last[0].length) } };
}
