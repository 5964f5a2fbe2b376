/** Environment files, as Docker Compose reads them (compose-spec/compose-go `dotenv/parser.go`). */

import type { Place, SourceFile } from '../../text/index.js';
import { interpolate, type Lookup, type TracedText, written } from '../sources/index.js';

export interface EnvLine {
  readonly name: string;
  readonly namePlace: Place;
  /** All of the value, without quotes. */
  readonly place: Place;
  /** Before variables are filled in; `null` for a name alone, whose value is the shell's. */
  readonly value: TracedText | null;
  /** Text in single quotes is used as it is. */
  readonly literal: boolean;
}

export interface EnvVariable extends EnvLine {
  readonly filled: TracedText | null;
}

/** `raw` reads each line as it is, with quotes and dollar signs. */
export type EnvFormat = 'dotenv' | 'raw';

export function envLines(file: SourceFile, format: EnvFormat): readonly EnvLine[] {
  return file.once(format === 'raw' ? allRawLines : allDotenvLines);
}

const allRawLines = (file: SourceFile): readonly EnvLine[] => [...rawLines(file)];
const allDotenvLines = (file: SourceFile): readonly EnvLine[] => [...dotenvLines(file)];

/**
 * The variables of a file with their values, in their order.
 *
 * @param lookup variables of other sources, which override those of the file
 */
export function envVariables(
  file: SourceFile,
  lookup: Lookup,
  format: EnvFormat = 'dotenv',
): readonly EnvVariable[] {
  const own = new Map<string, TracedText>();
  return envLines(file, format).map((line) => {
    const filled = line.literal
      ? line.value
      : line.value
        ? interpolate(line.value, (name) => lookup(name) ?? own.get(name))
        : (lookup(line.name) ?? null);
    if (filled) own.set(line.name, filled);
    return { ...line, filled };
  });
}

/** `kvfile` of docker/cli `pkg/kvfile`. */
function* rawLines({ uri, text }: SourceFile): Generator<EnvLine> {
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const [, indent, name, rest] = /^(\s*)([^#=\s][^=\s]*)(?:=(.*?))?\r?$/s.exec(line) ?? [];
    if (indent === undefined || name === undefined) continue;
    const start = index + indent.length;
    const namePlace = { uri, span: { start, end: start + name.length } };
    yield envLine(name, namePlace, start + name.length + 1, rest ?? null);
  }
}

function envLine(name: string, namePlace: Place, start: number, value: string | null): EnvLine {
  const { uri } = namePlace;
  const at = value === null ? namePlace.span.end : start;
  return {
    name,
    namePlace,
    place: { uri, span: { start: at, end: at + (value?.length ?? 0) } },
    value: value === null ? null : written(uri, at, value),
    literal: true,
  };
}

/** White space within a line, as in the parser. */
const blank = '[\\t\\v\\f\\r \\x85\\xA0]';
const statement = new RegExp(
  `((?:export${blank}+)?)([\\p{L}\\p{N}_.\\-[\\]]+)${blank}*(?:[=:]${blank}*|(?=\\n|$))`,
  'uy',
);

/** What is not a statement is skipped with its line, where Compose would refuse the file. */
function* dotenvLines({ uri, text }: SourceFile): Generator<EnvLine> {
  for (let at = 0; at < text.length; ) {
    const skipped = /[\s\uFEFF]*/y;
    skipped.lastIndex = at;
    at += skipped.exec(text)![0].length;
    statement.lastIndex = at;
    const found = statement.exec(text);
    const lineEnd = endOfLine(text, at);
    if (!found || text[at] === '#') {
      at = lineEnd;
      continue;
    }
    const [whole, prefix, name] = found as unknown as [string, string, string];
    const nameStart = at + prefix.length;
    const namePlace = { uri, span: { start: nameStart, end: nameStart + name.length } };
    const start = at + whole.length;
    if (!/[=:]/.test(whole.slice(prefix.length + name.length))) {
      yield { ...envLine(name, namePlace, start, null), literal: false };
      at = start;
      continue;
    }
    const quote = text[start];
    if (quote === '"' || quote === "'") {
      const end = closingQuote(text, start);
      if (end === null) {
        at = lineEnd;
        continue;
      }
      yield quotedLine(name, namePlace, start, text.slice(start + 1, end), quote);
      at = end + 1;
      continue;
    }
    const value = text.slice(start, lineEnd).replace(/ #.*$/s, '').trimEnd();
    yield { ...envLine(name, namePlace, start, value), literal: false };
    at = lineEnd;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function closingQuote(text: string, open: number): number | null {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === text[open]) return at;
    if (text[at] === '\\') at++;
  }
  return null;
}

/** A backslash before the quote goes; in double quotes those of the shell's escapes do, too. */
function quotedLine(name: string, namePlace: Place, open: number, content: string, quote: string): EnvLine {
  const unquoted = content.replaceAll(`\\${quote}`, quote);
  const value = quote === "'" ? unquoted : unquoted.replace(/\\([abcfnrtv$"\\]|0[0-7]{0,3})/g, unescaped);
  const { place, ...line } = envLine(name, namePlace, open + 1, content);
  const piece = { text: value, place, verbatim: value === content, variable: null };
  return { ...line, place, value: [piece], literal: quote === "'" };
}

/** `\$` becomes `$$`, which variables leave as a dollar sign. */
function unescaped(whole: string, code: string): string {
  const named: Readonly<Record<string, string>> = {
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
    $: '$$',
    '"': '"',
    '\\': '\\',
  };
  if (/^0\d{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
  return named[code] ?? whole;
}
