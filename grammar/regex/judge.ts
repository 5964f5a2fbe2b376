/**
 * The judge of regexes: whether Kong's router compiles a regex, asked of the crate that the router uses.
 *
 * A judge is a pool of one engine and a memory of verdicts. It is the same for every document, since a verdict is a fact
 * about a text, and an engine is a resource of the process: hence one instance for all (`regexJudge`), which callers may
 * replace by their own in `Language`.
 */

import type { GatewayVersion } from '../gateway-version.js';
import type { Span } from '../span.js';
import { isCertain, isCertainlyTooLarge, mayBeTooLarge } from './certain.js';
import { loadCrate } from './crate-library.js';
import { type CrateVersion, crateOf } from './crates.js';
import { TextMemory } from './memory.js';
import { type OlderVerdict, verdictOfCrate } from './older-crates.js';
import { readRegex } from './read-regex.js';
import { Recycled } from './recycled.js';

export interface RegexProblem {
  /** In the crate's words, one line: `unclosed group`. */
  readonly message: string;
  /** The whole of what the crate says: the pattern, the place marked in it, and the message. */
  readonly report: string;
  /** The part of the pattern that the crate points at, in UTF-16 units; `null` if it points at none. */
  readonly span: Span | null;
}

/** Why it is not known whether Kong accepts a regex. Such a regex is never called valid. */
export type NotJudged =
  /** No engine could answer. */
  | 'engine-failed'
  /** The version of the crate that this Gateway has may read the pattern in another way. */
  | 'engine-differs'
  /** It is about as large as the crate's limit. */
  | 'size-unknown';

export type RegexVerdict = 'accepted' | NotJudged | RegexProblem;

export interface RegexJudge {
  /** @param version of the Gateway: each has its version of the crate; by default the newest */
  judge(pattern: string, version?: GatewayVersion): RegexVerdict;
}

/**
 * An instance is replaced beyond this. One pattern adds up to 100 MB, most add less than 20; a dropped instance is
 * garbage that V8 collects when there is too much of it. Measured: 2,000 expensive patterns in less than 250 MB.
 */
const mostMemoryOfInstance = 64 * 2 ** 20;

/** The verdicts on some 40,000 regexes of usual length; each refusal keeps its pattern three times. */
const mostRemembered = 4_000_000;

/** @param load makes an engine: another one only in tests */
export function createRegexJudge(load = loadCrate): RegexJudge {
  const crate = new Recycled(load, ({ memoryBytes }) => memoryBytes > mostMemoryOfInstance);
  /** What the crate says, and for each version of it the whole verdict. */
  const memory = new TextMemory<RegexVerdict>(mostRemembered);
  const verdicts = {
    7: new TextMemory<RegexVerdict>(mostRemembered),
    9: new TextMemory<RegexVerdict>(mostRemembered),
    10: new TextMemory<RegexVerdict>(mostRemembered),
    11: new TextMemory<RegexVerdict>(mostRemembered),
  };
  const ask = (pattern: string): RegexVerdict => {
    const answer = crate.use((library) => {
      const made = library.compile(pattern);
      if ('refusal' in made) return made.refusal;
      library.free(made.compiled);
      return null;
    });
    if (answer === 'failed') return 'engine-failed';
    return answer.result === null ? 'accepted' : readRefusal(answer.result, pattern);
  };
  const verdictOf = (pattern: string, crateVersion: CrateVersion): RegexVerdict => {
    const read = readRegex(pattern, 'rust');
    const isSure = isCertain(read);
    const isSmall = isSure && crateVersion > 7;
    if (!isSure) {
      // A 64-bit engine needs more memory than this 32-bit copy, which is slow to reach the limit.
      if (isCertainlyTooLarge(read)) return tooLarge;
      const verdict = memory.get(pattern, () => ask(pattern), isLasting);
      // Up to 1.7 `(?-u:\W)` was accepted.
      const isOfBytes = typeof verdict === 'object' && verdict.message.includes('invalid UTF-8');
      if (isOfBytes && crateVersion < 9) return 'engine-differs';
      if (verdict !== 'accepted') return verdict;
    }
    const older = verdictOfCrate(read, crateVersion);
    // What is certain for later versions is so for 1.7 only if it is small.
    if (older === null) return isSmall || !mayBeTooLarge(read, crateVersion) ? 'accepted' : 'size-unknown';
    return older === 'differs' ? 'engine-differs' : problemOf(pattern, older);
  };
  return {
    judge(pattern, version) {
      const crateVersion = version ? crateOf(version) : 11;
      return verdicts[crateVersion].get(pattern, () => verdictOf(pattern, crateVersion), isLasting);
    },
  };
}

const isLasting = (verdict: RegexVerdict) => verdict !== 'engine-failed';

const tooLargeMessage = 'Compiled regex exceeds size limit of 10485760 bytes.';
const tooLarge: RegexProblem = { message: tooLargeMessage, report: tooLargeMessage, span: null };

/** A refusal in the form that the crate gives it for a terminal. */
function problemOf(pattern: string, { message, span }: Exclude<OlderVerdict, string | null>): RegexProblem {
  const before = [...pattern.slice(0, span.start)].length;
  const marked = [...pattern.slice(span.start, span.end)].length;
  const carets = `${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`;
  return { message, report: `regex parse error:\n    ${pattern}\n    ${carets}\nerror: ${message}`, span };
}

/** The judge of this process. */
export const regexJudge: RegexJudge = createRegexJudge();

/** For reading an expression only for its tree: no regex is compiled, and none has a problem. */
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
