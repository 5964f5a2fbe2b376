/** Words of a shell command, with the places of their characters (Shell Command Language, 2.2 and 2.3). */

import type { Span } from '../../grammar/index.js';
import { TextMap } from '../text/index.js';

export interface CommandWord {
  /** As it is written, quotes included. */
  readonly span: Span;
  /** Without quotes. A variable that the shell fills in is written `${NAME}` in it. */
  readonly text: string;
  /** From the text to the file. */
  readonly map: TextMap;
}

export interface Command {
  readonly words: readonly CommandWord[];
  /** After the last word, with what ends it. */
  readonly end: number;
}

/** The rest of a command. Lines that end with a backslash are joined. */
export function commandAt(text: string, offset: number): Command {
  const words: CommandWord[] = [];
  let at = offset;
  for (;;) {
    const blanks = /(?:[ \t]|\\\r?\n|\^\r?\n)*/y;
    blanks.lastIndex = at;
    blanks.exec(text);
    at = blanks.lastIndex;
    if (at >= text.length || /[;&|()<>`\r\n#]/.test(text[at]!)) return { words, end: at };
    const word = wordAt(text, at);
    // Such as a backslash before a CR alone.
    if (word.span.end === at) return { words, end: at };
    words.push(word);
    at = word.span.end;
  }
}

const escaped: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function wordAt(text: string, start: number): CommandWord {
  let value = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const push = (characters: string, from: number, to: number) => {
    value += characters;
    for (let i = 0; i < characters.length; i++) {
      starts.push(characters.length === to - from ? from + i : from);
      ends.push(characters.length === to - from ? from + i + 1 : to);
    }
  };
  let quote: '"' | "'" | "$'" | null = null;
  let at = start;
  for (; at < text.length; ) {
    const char = text[at]!;
    // Other white space is a character like any other.
    if (quote === null && /[ \t\r\n;&|()<>`]/.test(char)) break;
    if (char === '\\' && quote !== "'") {
      const next = text[at + 1] ?? '';
      const isLineEnd = next === '\n' || next === '\r';
      if (isLineEnd && quote === null) break;
      if (isLineEnd) at += next === '\r' ? 3 : 2;
      else {
        const isKept = quote === '"' && !'$`"\\'.includes(next);
        push(isKept ? `\\${next}` : quote === "$'" ? (escaped[next] ?? next) : next, at, at + 2);
        at += 2;
      }
    } else if (quote === null && text.startsWith("$'", at)) {
      quote = "$'";
      at += 2;
    } else if (quote === null && (char === '"' || char === "'")) {
      quote = char;
      at++;
    } else if (quote !== null && char === quote.at(-1)) {
      quote = null;
      at++;
    } else if (char === '$' && quote !== "'" && quote !== "$'") {
      const variable = /\$(?:\{\{[^\n]*?\}\}|\{[^}\n]*\}|\([^)\n]*\)|[A-Za-z_]\w*|[\d@*#?])/y;
      variable.lastIndex = at;
      const found = variable.exec(text)?.[0];
      push(
        found === undefined
          ? '$'
          : /^\$[A-Za-z_]/.test(found)
            ? `\${${found.slice(1)}}`
            : `\${${found.replace(/[^\w]/g, '_')}}`,
        at,
        at + (found?.length ?? 1),
      );
      at += found?.length ?? 1;
    } else {
      push(char, at, at + 1);
      at++;
    }
  }
  return {
    span: { start, end: at },
    text: value,
    map: TextMap.of(starts, ends, start),
  };
}
