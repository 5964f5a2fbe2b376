/**
 * The words of a POSIX shell command (Shell Command Language, 2.2 and 2.3), and of bash `$'…'`, in which browsers copy
 * requests as curl. Nothing is expanded, and the command ends where another one begins.
 */

import { type Read, read, unread } from './problems.js';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  e: '\x1b',
};

export function shellWords(command: string): Read<string[]> {
  const words: string[] = [];
  let word: string | null = null;
  const add = (text: string) => {
    word = (word ?? '') + text;
  };
  const end = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (let at = 0; at < command.length; ) {
    const character = command[at]!;
    if (character === '\\') {
      // A backslash before a line break continues the line.
      const continued = /^\\\r?\n/.exec(command.slice(at, at + 3));
      if (continued) at += continued[0].length;
      else {
        add(command[at + 1] ?? '');
        at += 2;
      }
    } else if (character === "'" || character === '"' || (character === '$' && command[at + 1] === "'")) {
      const quoted = quotedText(command, at);
      if (quoted === null) return unread({ code: 'open-quote', quote: character === '"' ? '"' : "'" });
      add(quoted.text);
      at = quoted.end;
    } else if (character === '\n' || character === ';' || character === '|' || character === '&') {
      // An unquoted `&` in a URL is a mistake that people make all the time; the shell ends the command there.
      if (words.length > 0 || word !== null) break;
      at++;
    } else if (/\s/.test(character)) {
      end();
      at++;
    } else {
      add(character);
      at++;
    }
  }
  end();
  return read(words);
}

function quotedText(command: string, start: number): { readonly text: string; readonly end: number } | null {
  if (command[start] === "'") {
    const end = command.indexOf("'", start + 1);
    return end === -1 ? null : { text: command.slice(start + 1, end), end: end + 1 };
  }
  return command[start] === '"' ? doubleQuoted(command, start + 1) : ansiQuoted(command, start + 2);
}

function doubleQuoted(command: string, start: number) {
  let text = '';
  for (let at = start; at < command.length; at++) {
    const character = command[at]!;
    if (character === '"') return { text, end: at + 1 };
    if (character !== '\\') text += character;
    else {
      const next = command[++at] ?? '';
      text += next === '\n' ? '' : '$`"\\'.includes(next) ? next : `\\${next}`;
    }
  }
  return null;
}

/** `$'…'` of bash. */
function ansiQuoted(command: string, start: number) {
  let text = '';
  for (let at = start; at < command.length; at++) {
    const character = command[at]!;
    if (character === "'") return { text, end: at + 1 };
    if (character !== '\\') {
      text += character;
      continue;
    }
    const [code, digits] = /^(?:x([\da-f]{1,2})|u([\da-f]{1,4}))/i.exec(command.slice(at + 1, at + 6)) ?? [];
    if (code !== undefined) {
      text += String.fromCharCode(Number.parseInt(digits ?? code.slice(1), 16));
      at += code.length;
    } else {
      const next = command[++at] ?? '';
      text += escapes[next] ?? next;
    }
  }
  return null;
}
