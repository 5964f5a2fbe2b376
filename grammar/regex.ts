/**
 * Regular expressions, judged by the crate that Kong's router uses: Rust's `regex`, as WebAssembly.
 */

import { RRegex } from 'rregex';
import { certainlyCompiles } from './certain-regex.js';
import type { Span } from './span.js';

export interface RegexProblem {
  /** In the crate's words, one line: `unclosed group`. */
  readonly message: string;
  /** The whole of what the crate says: the pattern, the place marked in it, and the message. */
  readonly report: string;
  /** The part of the pattern that the crate points at, in UTF-16 units; `null` where it points at none. */
  readonly span: Span | null;
}

/** What the crate was asked of: a file is read again with every change to it. */
const known = new Map<string, RegexProblem | null>();
const mostKnown = 50_000;

/** @returns `null` where the crate compiles the pattern */
export function checkRegex(pattern: string): RegexProblem | null {
  if (certainlyCompiles(pattern)) return null;
  let problem = known.get(pattern);
  if (problem === undefined) {
    problem = compile(pattern);
    if (known.size >= mostKnown) known.clear();
    known.set(pattern, problem);
  }
  return problem;
}

function compile(pattern: string): RegexProblem | null {
  try {
    new RRegex(pattern).free();
    return null;
  } catch (error) {
    // It has no memory left: `free` gives none back (rregex 1.13), and after 4 GiB it takes nothing any more. Kong might.
    if (error instanceof Error && error.name === 'RuntimeError') return null;
    return readMessage(error instanceof Error ? error.message : String(error), pattern);
  }
}

/**
 * The crate's message is for a terminal: the pattern, a line of carets below it, and `error: …`. For a
 * pattern of several lines the lines are numbered.
 */
function readMessage(message: string, pattern: string): RegexProblem {
  const text = /^error: ([\s\S]*)$/m.exec(message)?.[1] ?? message;
  const lines = message.split('\n');
  const carets = lines.findIndex((line, i) => i > 1 && /^ *\^[\^ ]*$/.test(line));
  const oneLine = !pattern.includes('\n') && lines[1] === `    ${pattern}`;
  if (carets === -1 || !oneLine) return { message: text.trim(), report: message, span: null };
  const marked = lines[carets]!;
  // Columns are characters; the last run of carets is the offender, an earlier one what it clashes with.
  const runs = [...marked.matchAll(/\^+/g)];
  const last = runs.at(-1)!;
  const characters = [...pattern];
  const unitsBefore = (count: number) => characters.slice(0, count).join('').length;
  const from = last.index - 4;
  return {
    message: text.trim(),
    report: message,
    span: { start: unitsBefore(from), end: unitsBefore(from + last[0].length) },
  };
}
