/** What begins with a backslash. */

import type { Cursor } from './cursor.js';
import type { Boundary, ClassSet, Opaque, PerlClass, RegexFault, RegexNode } from './syntax.js';

/** What an escape is: a character, a class, a place in the text, or what is more than these. */
type Escaped =
  | { readonly kind: 'literal'; readonly codePoint: number }
  | { readonly kind: 'class'; readonly set: ClassSet }
  | { readonly kind: 'boundary'; readonly at: Boundary }
  | { readonly kind: 'opaque'; readonly what: Opaque }
  | { readonly kind: 'quoted'; readonly text: string }
  /** PCRE's `\E` that ends nothing. */
  | { readonly kind: 'nothing' };

/** Outside of brackets. */
export function readEscape(cursor: Cursor): RegexNode | null {
  const start = cursor.at;
  const { flags } = cursor;
  const escaped = cursor.isRust ? readRustEscape(cursor) : readPcreEscape(cursor, false);
  const { at: end } = cursor;
  switch (escaped.kind) {
    case 'literal':
    case 'class':
    case 'boundary':
      return { ...escaped, flags, start, end };
    case 'opaque':
      return { ...escaped, node: null, start, end };
    case 'quoted': {
      const nodes = [...escaped.text].map(
        (character): RegexNode => ({
          kind: 'literal',
          codePoint: character.codePointAt(0)!,
          flags,
          start,
          end,
        }),
      );
      // A repetition after it would apply to its last character, which is not modelled.
      if (/[*+?{]/.test(cursor.peek())) return { kind: 'opaque', what: 'escape', node: null, start, end };
      return nodes.length === 1 ? nodes[0]! : { kind: 'sequence', nodes, start, end };
    }
    case 'nothing':
      return null;
  }
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11, e: 27 };

const literal = (codePoint: number): Escaped => ({ kind: 'literal', codePoint });

/** @returns the character after the backslash for itself, where the escape is none */
function wrong(cursor: Cursor, fault: RegexFault, start: number): Escaped {
  cursor.fault(fault, start);
  return literal(cursor.pattern.codePointAt(start + 1) ?? 0x5c);
}

/** What the crate has always let be escaped. */
const syntaxCharacters = '\\.+*?()|[]{}^$#&~-';

/** At the backslash. */
export function readRustEscape(cursor: Cursor): Escaped {
  const start = cursor.at++;
  if (cursor.atEnd) return wrong(cursor, 'escape-unfinished', start);
  const character = String.fromCodePoint(cursor.next());
  switch (character) {
    case 'd':
    case 'w':
    case 's':
      return perl(character, false);
    case 'D':
    case 'W':
    case 'S':
      return perl(character.toLowerCase() as PerlClass, true);
    case 'p':
    case 'P':
      return readProperty(cursor, start, character === 'P');
    case 'x':
    case 'u':
    case 'U':
      return readHexadecimal(cursor, start, { x: 2, u: 4, U: 8 }[character]);
    case 'A':
    case 'z':
    case 'B':
      return { kind: 'boundary', at: character };
    case '<':
    case '>':
      cursor.isNew('word-boundary-angle', start);
      return { kind: 'boundary', at: character === '<' ? 'start' : 'end' };
    case 'b':
      return readWordBoundary(cursor, start);
  }
  const code = character.charCodeAt(0);
  if (code >= 0x30 && code <= 0x39) return wrong(cursor, 'backreference', start);
  if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) {
    const control = character === 'e' ? undefined : controls[character];
    return control === undefined ? wrong(cursor, 'escape', start) : literal(control);
  }
  if (code > 0x7f) return wrong(cursor, 'escape', start);
  // With `x`, a space has always had an escape: `parse_escape` of regex-syntax 0.6.
  const isSpace = character === ' ' && cursor.has('spaced');
  if (!isSpace && !syntaxCharacters.includes(character)) cursor.isNew('escaped-punctuation', start);
  return literal(code);
}

const perl = (name: PerlClass, negated: boolean): Escaped => ({
  kind: 'class',
  set: { kind: 'perl', name, negated },
});

/** A `{` after `\b` that begins with a letter or a hyphen names a special boundary, else it is a count. */
function readWordBoundary(cursor: Cursor, start: number): Escaped {
  const { at } = cursor;
  if (!cursor.take('{')) return { kind: 'boundary', at: 'b' };
  cursor.space();
  if (!/[A-Za-z-]/.test(cursor.peek())) {
    cursor.at = at;
    return { kind: 'boundary', at: 'b' };
  }
  let name = '';
  for (let letter = cursor.match(/[A-Za-z-]/y); letter; letter = cursor.match(/[A-Za-z-]/y)) {
    name += letter[0];
    cursor.space();
  }
  if (!cursor.take('}')) return wrong(cursor, 'escape', start);
  cursor.isNew('word-boundary', start);
  if (!/^(?:start|end)(?:-half)?$/.test(name)) return wrong(cursor, 'escape', start);
  return { kind: 'boundary', at: name as Boundary };
}

function readHexadecimal(cursor: Cursor, start: number, length: number): Escaped {
  cursor.space();
  let digits = '';
  const isBraced = cursor.take('{');
  for (;;) {
    cursor.space();
    if (!isBraced && digits.length === length) break;
    const found = cursor.match(/[\da-f]/iy);
    if (!found) break;
    digits += found[0];
  }
  const isClosed = isBraced ? cursor.take('}') : digits.length === length;
  const codePoint = Number.parseInt(digits, 16);
  if (!isClosed || digits === '') return wrong(cursor, 'escape-unfinished', start);
  if (isBraced) cursor.space();
  // Also too long for a number of 32 bits, unless by zeros.
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff))
    return wrong(cursor, 'character-code', start);
  return literal(codePoint);
}

function readProperty(cursor: Cursor, start: number, isUpper: boolean): Escaped {
  cursor.space();
  const set = (name: string, negated = isUpper): Escaped => ({
    kind: 'class',
    set: { kind: 'property', name, negated },
  });
  if (!cursor.take('{')) {
    if (cursor.atEnd || cursor.peek() === '\\') return wrong(cursor, 'escape-unfinished', start);
    const name = String.fromCodePoint(cursor.next());
    cursor.space();
    return set(name);
  }
  const end = cursor.pattern.indexOf('}', cursor.at);
  if (end === -1) return wrong(cursor, 'escape-unfinished', start);
  let name = cursor.pattern.slice(cursor.at, end);
  cursor.at = end + 1;
  if (cursor.has('spaced')) name = name.replace(/\s/g, '');
  return set(name);
}

/** At the backslash. */
export function readPcreEscape(cursor: Cursor, isInClass: boolean): Escaped {
  const start = cursor.at++;
  if (cursor.atEnd) return wrong(cursor, 'escape-unfinished', start);
  const character = String.fromCodePoint(cursor.next());
  const lower = character.toLowerCase();
  if (/^[dwshv]$/.test(lower)) return perl(lower as PerlClass, character !== lower);
  switch (character) {
    case 'Q': {
      const end = cursor.pattern.indexOf('\\E', cursor.at);
      const text = cursor.pattern.slice(cursor.at, end === -1 ? undefined : end);
      cursor.at = end === -1 ? cursor.pattern.length : end + 2;
      return text === '' ? { kind: 'nothing' } : { kind: 'quoted', text };
    }
    case 'E':
      return { kind: 'nothing' };
    case 'p':
    case 'P': {
      const found = cursor.match(/\{\^?[^}]*\}|[A-Z]/y)?.[0];
      if (found === undefined) return wrong(cursor, 'escape-unfinished', start);
      const name = found.replace(/[{}]/g, '');
      const negated = (character === 'P') !== name.startsWith('^');
      return { kind: 'class', set: { kind: 'property', name: name.replace('^', ''), negated } };
    }
    case 'x': {
      const braced = cursor.match(/\{([\da-f]+)\}/iy);
      if (!braced && cursor.peek() === '{') return wrong(cursor, 'character-code', start);
      const digits = braced ? braced[1]! : cursor.match(/[\da-f]{0,2}/iy)![0];
      const codePoint = digits === '' ? 0 : Number.parseInt(digits, 16);
      return codePoint > 0xff ? wrong(cursor, 'character-code', start) : literal(codePoint);
    }
    case 'o': {
      const digits = cursor.match(/\{([0-7]+)\}/y)?.[1];
      const codePoint = Number.parseInt(digits ?? '', 8);
      return codePoint <= 0xff ? literal(codePoint) : wrong(cursor, 'character-code', start);
    }
    case 'c': {
      const control = cursor.match(/[ -~]/y)?.[0];
      return control === undefined
        ? wrong(cursor, 'escape-unfinished', start)
        : literal(control.toUpperCase().charCodeAt(0) ^ 64);
    }
    case 'b':
      return isInClass ? literal(8) : { kind: 'boundary', at: 'b' };
    case 'N':
      return isInClass ? wrong(cursor, 'class-escape', start) : perl('N', false);
  }
  if (/\d/.test(character)) return readDigits(cursor, start, character, isInClass);
  if (!isInClass) {
    if (/[AzZB]/.test(character)) return { kind: 'boundary', at: character as Boundary };
    if (/[KGRXC]/.test(character)) return { kind: 'opaque', what: 'escape' };
    if (/[gk]/.test(character)) {
      cursor.match(/\{[^}]*\}|<[^>]*>|'[^']*'|[+-]?\d+/y);
      return { kind: 'opaque', what: 'backreference' };
    }
  }
  const control = controls[character];
  if (control !== undefined) return literal(control);
  return /[a-z\d]/i.test(character)
    ? wrong(cursor, isInClass ? 'class-escape' : 'escape', start)
    : literal(character.codePointAt(0)!);
}

/** A reference, or the code of a character in octal digits. */
function readDigits(cursor: Cursor, start: number, first: string, isInClass: boolean): Escaped {
  cursor.at = start + 1;
  if (first === '0' || isInClass) {
    const octal = cursor.match(/[0-7]{1,3}/y)?.[0];
    if (octal === undefined) {
      cursor.at++;
      return wrong(cursor, 'escape', start);
    }
    const codePoint = Number.parseInt(octal, 8);
    return codePoint > 0xff ? wrong(cursor, 'character-code', start) : literal(codePoint);
  }
  cursor.match(/\d+/y);
  return { kind: 'opaque', what: 'backreference' };
}
