/**
 * Where in the file the characters of a string value are written.
 *
 * A value is the outcome of quoting, escaping, folding and indentation; here the way back is found by decoding
 * the source once more, this time noting where every UTF-16 unit of the value comes from. Nothing of this is
 * done when a document is read, only when a place is asked for. Where the decoded text differs from the value
 * (because the source is not well-formed), the whole scalar is the answer.
 */

import type { Span } from '../../grammar/index.js';
import { offsetInText, placeOfText } from '../hcl/index.js';
import { TextMap } from '../text/index.js';
import type { RouteDocument, ScalarStyle, SourcedRoute, SourcedScalar } from './document.js';

/** Where the characters of a string value are written. Offsets in the source count from the start of the route. */
export interface ScalarPlaces {
  /**
   * The characters that make up a span of the value. A span without width, as an error at the end has, stays without
   * width and inside the scalar.
   */
  spanOf(span: Span): Span;
  /**
   * The index in the value of the character that is written at an offset; at the end of the scalar, the length of
   * the value. `null` if no character of the value is written, as on a quote or in indentation, and for values that are
   * not strings or are written at another place.
   */
  offsetAt(offset: number): number | null;
}

/** The scalar is decoded when the first place is asked for. */
export function scalarPlaces(
  document: RouteDocument,
  route: SourcedRoute,
  scalar: SourcedScalar,
): ScalarPlaces {
  const { text } = scalar;
  if (text) return { spanOf: (span) => placeOfText(text, span), offsetAt: (at) => offsetInText(text, at) };
  let decoded: Units | null | undefined;
  const units = () => {
    if (decoded === undefined) decoded = unitsOf(document, route, scalar);
    return decoded;
  };
  return {
    spanOf: (span) => spanIn(units(), scalar, span),
    offsetAt: (offset) => offsetIn(units(), offset),
  };
}

/** One place of `scalarPlaces`. */
export const sourceSpan = (
  document: RouteDocument,
  route: SourcedRoute,
  scalar: SourcedScalar,
  span: Span,
): Span => scalarPlaces(document, route, scalar).spanOf(span);

/** One place of `scalarPlaces`. */
export const valueOffset = (
  document: RouteDocument,
  route: SourcedRoute,
  scalar: SourcedScalar,
  offset: number,
): number | null => scalarPlaces(document, route, scalar).offsetAt(offset);

/**
 * The same of a scalar that is in no route: from its value to the text that it is written in.
 *
 * @param span of the scalar in the text, quotes and block header included
 */
export function scalarMap(text: string, span: Span, style: ScalarStyle, value: string): TextMap {
  const units = decode(text, 0, { span, style }, value);
  return units ? TextMap.of(units.starts, units.ends, units.inside) : TextMap.within(value.length, span);
}

function spanIn(units: Units | null, scalar: SourcedScalar, span: Span): Span {
  if (units === null) return scalar.span;
  const { starts, ends, inside } = units;
  const start = Math.max(0, Math.min(span.start, starts.length));
  const end = Math.max(start, Math.min(span.end, starts.length));
  if (start < end) return { start: starts[start]!, end: ends[end - 1]! };
  const at = start < units.written ? starts[start]! : inside;
  return { start: at, end: at };
}

function offsetIn(units: Units | null, offset: number): number | null {
  if (units === null) return null;
  const { starts, ends } = units;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  if (low < starts.length && starts[low]! <= offset) return low;
  return offset === units.inside ? units.written : null;
}

/** For each UTF-16 unit of a value the characters that made it. */
interface Units {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** How many units there are before the white space at the end of the value. */
  readonly written: number;
  /** The end of the last of those; the inside of the quotes where there are none. */
  readonly inside: number;
}

function unitsOf(document: RouteDocument, route: SourcedRoute, scalar: SourcedScalar): Units | null {
  if (typeof scalar.value !== 'string' || scalar.aliased) return null;
  return decode(document.text, route.start, scalar, scalar.value);
}

function decode(
  text: string,
  base: number,
  scalar: Pick<SourcedScalar, 'span' | 'style'>,
  value: string,
): Units | null {
  const { style } = scalar;
  if (style === 'hcl' || style === 'hcl-heredoc' || style === 'hcl-json') return null;
  const start = base + scalar.span.start;
  const decoder = new Decoder(text.slice(start, base + scalar.span.end), scalar.span.start);
  const inside = decoder[style](value);
  if (decoder.value !== value) return null;
  const { starts, ends } = decoder;
  const written = value.trimEnd().length;
  return { starts, ends, written, inside: written === 0 ? inside : ends[written - 1]! };
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** A text in HCL knows its places. */
type DecodedStyle = Exclude<ScalarStyle, 'hcl' | 'hcl-heredoc' | 'hcl-json'>;

/** Each style's method answers where an empty value is: a place inside the scalar. */
class Decoder implements Readonly<Record<DecodedStyle, (value: string) => number>> {
  value = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  private readonly source: string;
  private readonly base: number;

  constructor(source: string, base: number) {
    this.source = source;
    this.base = base;
  }

  private push(characters: string, start: number, end: number): void {
    this.value += characters;
    for (let i = 0; i < characters.length; i++) {
      this.starts.push(this.base + start);
      this.ends.push(this.base + end);
    }
  }

  /** Characters that represent themselves. */
  private copy(start: number, end: number): void {
    this.value += this.source.slice(start, end);
    for (let i = start; i < end; i++) {
      this.starts.push(this.base + i);
      this.ends.push(this.base + i + 1);
    }
  }

  text(): number {
    this.copy(0, this.source.length);
    return this.base;
  }

  plain(): number {
    this.foldedLines(0, this.source.length, (start, end) => this.copy(start, end));
    return this.base;
  }

  'single-quoted'(): number {
    this.foldedLines(1, this.source.length - 1, (start, end) => {
      for (let i = start; i < end; i++) {
        if (this.source.startsWith("''", i) && i + 1 < end) {
          this.push("'", i, i + 2);
          i++;
        } else {
          this.copy(i, i + 1);
        }
      }
    });
    return this.base + 1;
  }

  /** YAML 1.2.2, 6.5: one line break becomes a space, several become one less; white space around them goes. */
  private foldedLines(start: number, end: number, line: (start: number, end: number) => void): void {
    const breaks = /[ \t]*(?:\r?\n[ \t]*)+/g;
    breaks.lastIndex = start;
    let from = start;
    for (let found = breaks.exec(this.source); found !== null; found = breaks.exec(this.source)) {
      if (found.index + found[0].length > end) break;
      line(from, found.index);
      from = found.index + found[0].length;
      this.fold(found[0], found.index);
    }
    line(from, end);
  }

  private fold(space: string, start: number): void {
    const count = space.split('\n').length - 1;
    if (count === 1) {
      this.push(' ', start, start + space.length);
      return;
    }
    // The first line break is the one that goes: it is given to the character of the second.
    let from = 0;
    let at = space.indexOf('\n');
    for (let i = 1; i < count; i++) {
      at = space.indexOf('\n', at + 1);
      const to = i === count - 1 ? space.length : at + 1;
      this.push('\n', start + from, start + to);
      from = to;
    }
  }

  'double-quoted'(): number {
    const { source } = this;
    const end = source.length - 1;
    const breaks = /[ \t]*(?:\r?\n[ \t]*)+/y;
    const escapedBreak = /\\\r?\n[ \t]*/y;
    for (let i = 1; i < end; ) {
      escapedBreak.lastIndex = i;
      breaks.lastIndex = i;
      const space = source[i] === '\\' ? escapedBreak.exec(source) : breaks.exec(source);
      if (space !== null) {
        if (source[i] !== '\\') this.fold(space[0], i);
        i += space[0].length;
      } else if (source[i] === '\\') {
        const next = source[i + 1] ?? '';
        const digits = next === 'x' ? 2 : next === 'u' ? 4 : next === 'U' ? 8 : 0;
        if (digits > 0) {
          const code = Number.parseInt(source.slice(i + 2, i + 2 + digits), 16);
          if (code >= 0 && code <= 0x10ffff) this.push(String.fromCodePoint(code), i, i + 2 + digits);
          i += 2 + digits;
        } else {
          this.push(escapes[next] ?? '', i, i + 2);
          i += 2;
        }
      } else {
        this.copy(i, i + 1);
        i++;
      }
    }
    return this.base + 1;
  }

  json(): number {
    const { source } = this;
    const end = source.length - 1;
    for (let i = 1; i < end; ) {
      if (source[i] !== '\\') {
        this.copy(i, i + 1);
        i++;
      } else if (source[i + 1] === 'u') {
        this.push(String.fromCharCode(Number.parseInt(source.slice(i + 2, i + 6), 16)), i, i + 6);
        i += 6;
      } else {
        this.push('"\\/bfnrt'.includes(source[i + 1]!) ? escapes[source[i + 1]!]! : '', i, i + 2);
        i += 2;
      }
    }
    return this.base + 1;
  }

  literal(value: string): number {
    return this.block(value, false);
  }

  folded(value: string): number {
    return this.block(value, true);
  }

  /** YAML 1.2.2, 8.1. The scalar's text ends with its last line that is not blank; what follows is chomped or kept. */
  private block(value: string, folded: boolean): number {
    const { source } = this;
    const header = /^[^\n]*(?:\n|$)/.exec(source)![0].length;
    const lines: { start: number; end: number; next: number }[] = [];
    for (let at = header; at < source.length; ) {
      const newline = source.indexOf('\n', at);
      const next = newline < 0 ? source.length : newline + 1;
      const end = newline < 0 ? next : source[newline - 1] === '\r' && newline > at ? newline - 1 : newline;
      lines.push({ start: at, end, next });
      at = next;
    }
    const spaces = (line: { start: number; end: number }) => {
      let i = line.start;
      while (i < line.end && source[i] === ' ') i++;
      return i - line.start;
    };
    const firstWritten = lines.find((line) => spaces(line) < line.end - line.start);
    if (firstWritten === undefined) {
      this.push(value, source.length, source.length);
      return this.base + source.length;
    }
    // With an indentation indicator in the header the first line may start with spaces of its own.
    const blank = /^[ \n]*/.exec(value)![0];
    const own = blank.length - (blank.lastIndexOf('\n') + 1);
    const indent = spaces(firstWritten) - own;
    this.blockLines(lines, indent, folded);
    const last = source.length;
    const rest = value.slice(this.value.length);
    if (value.startsWith(this.value) && /^[ \t\n]*$/.test(rest)) this.push(rest, last, last);
    return this.base + last;
  }

  private blockLines(
    lines: readonly { start: number; end: number; next: number }[],
    indent: number,
    folded: boolean,
  ): void {
    const { source } = this;
    let pending: { start: number; end: number }[] = [];
    let started = false;
    let previousMoreIndented = false;
    for (const line of lines) {
      const from = Math.min(line.start + indent, line.end);
      const blank = from >= line.end;
      if (!blank) {
        const moreIndented = source[from] === ' ' || source[from] === '\t';
        if (!folded || moreIndented || previousMoreIndented || !started) {
          for (const newline of pending) this.push('\n', newline.start, newline.end);
        } else if (pending.length === 1) {
          this.push(' ', pending[0]!.start, from);
        } else {
          // The first line break is the one that goes.
          pending.slice(1).forEach((newline, index) => {
            this.push('\n', index === 0 ? pending[0]!.start : newline.start, newline.end);
          });
        }
        pending = [];
        this.copy(from, line.end);
        started = true;
        previousMoreIndented = moreIndented;
      }
      pending.push({ start: line.end, end: line.next });
    }
  }
}
