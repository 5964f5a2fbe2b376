/** Words of a POSIX shell command, with their places (Shell Command Language, 2.2 and 2.3). */

import { dockerWord } from '../docker/index.js';
import { type TracedText, textWithBlanks, written } from '../sources/index.js';

export interface ShellWord {
  /** Offsets of the word as it is written, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Without quotes; a piece without text is a variable or a substitution that only the shell knows. */
  readonly text: TracedText;
}

/** What ends a command outside of quotes. The backquote ends a command in the middle of Markdown. */
const ends = /[;&|()<>`\n\r]/;

/**
 * The words of the command that begins at an offset. Lines that end with a backslash are joined.
 *
 * @param text of the whole file
 * @param inMakefile `$$` is a dollar sign of the shell there
 */
export function wordsAt(uri: string, text: string, offset: number): ShellWord[] {
  const words: ShellWord[] = [];
  let at = offset;
  for (;;) {
    at = afterBlanks(text, at);
    if (at >= text.length || ends.test(text[at]!) || text[at] === '#') return words;
    const end = wordEnd(text, at);
    const raw = written(uri, at, text.slice(at, end));
    words.push({ start: at, end, text: dockerWord(raw, unknownVariable(raw), '\\') ?? raw });
    at = end;
  }
}

function afterBlanks(text: string, offset: number): number {
  const blanks = /(?:[ \t]|\\\r?\n)*/y;
  blanks.lastIndex = offset;
  blanks.exec(text);
  return blanks.lastIndex;
}

function wordEnd(text: string, start: number): number {
  let quote: string | null = null;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\' && quote !== "'") {
      if (quote === null && /^\\\r?\n/.test(text.slice(at, at + 3))) return at;
      at++;
    } else if (quote !== null) {
      if (char === quote) quote = null;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '$' && (text[at + 1] === '(' || text[at + 1] === '{'))
      at = substitutionEnd(text, at + 1);
    else if (char === ' ' || char === '\t' || ends.test(char)) return at;
  }
  return text.length;
}

/** @param open offset of the parenthesis or brace */
function substitutionEnd(text: string, open: number): number {
  const [opening, closing] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing && --depth === 0) return at;
  }
  return open;
}

/** The shell knows its variables; this reader does not. */
const unknownVariable =
  (raw: TracedText) =>
  (name: string): TracedText => [{ text: null, place: raw[0]!.place, verbatim: false, variable: name }];

/** The text of a word, with nothing for what only the shell knows. */
export const wordText = ({ text }: ShellWord): string => textWithBlanks(text);
