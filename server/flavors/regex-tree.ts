/**
 * A regex of Rust's crate as a tree of what texts it takes. Where the syntax is not followed, the tree takes more
 * texts than the regex, never fewer.
 */

/** A set of characters: a bit for each ASCII character, and one for all the others. */
export type Symbols = Uint32Array;

const other = 128;

const noSymbols = (): Symbols => new Uint32Array(5);
export const allSymbols = (): Symbols => new Uint32Array([~0, ~0, ~0, ~0, 1]);

function add(symbols: Symbols, symbol: number): void {
  symbols[symbol >> 5]! |= 1 << (symbol & 31);
}

const symbolOf = (codePoint: number) => Math.min(codePoint, other);

function symbolsOf(...ranges: readonly (readonly [from: number, to: number])[]): Symbols {
  const symbols = noSymbols();
  for (const [from, to] of ranges)
    for (let symbol = symbolOf(from); symbol <= symbolOf(to); symbol++) add(symbols, symbol);
  return symbols;
}

const union = (a: Symbols, b: Symbols): Symbols => a.map((bits, i) => bits | b[i]!);

/** A character beyond ASCII may be in the set and outside of it: what stands for all of them stays. */
function complement(symbols: Symbols): Symbols {
  const inverse = symbols.map((bits) => ~bits);
  inverse[4] = 1;
  return inverse;
}

export function haveCommon(a: Symbols, b: Symbols): boolean {
  for (let i = 0; i < a.length; i++) if ((a[i]! & b[i]!) !== 0) return true;
  return false;
}

const code = (character: string) => character.codePointAt(0)!;
const beyond = [other, other] as const;
const digits = symbolsOf([code('0'), code('9')]);
const letters = symbolsOf([code('a'), code('z')], [code('A'), code('Z')]);
const spaces = symbolsOf([9, 13], [32, 32]);
/** Rust's classes are those of Unicode. */
const classes: Readonly<Record<string, Symbols>> = {
  d: union(digits, symbolsOf(beyond)),
  w: union(union(digits, letters), symbolsOf([code('_'), code('_')], beyond)),
  s: union(spaces, symbolsOf(beyond)),
  D: complement(digits),
  W: complement(union(union(digits, letters), symbolsOf([code('_'), code('_')]))),
  S: complement(spaces),
};
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

export type RegexNode =
  | {
      readonly kind: 'symbols';
      readonly symbols: Symbols /** Where it is one character. */;
      readonly character?: string;
    }
  | { readonly kind: 'begin' | 'end' }
  | { readonly kind: 'all' | 'any'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexNode; readonly least: number; readonly most: number };

/** The tree of a text that stands for itself. */
export const literal = (text: string): RegexNode => ({
  kind: 'all',
  nodes: [...text].map((character) => ({ kind: 'symbols', symbols: only(character), character })),
});

/** For each character the same object. */
const single = Array.from({ length: other + 1 }, (_, symbol) => {
  const symbols = noSymbols();
  add(symbols, symbol);
  return symbols;
});

const only = (character: string): Symbols => single[symbolOf(code(character))]!;

const nothing: RegexNode = { kind: 'all', nodes: [] };

/** @returns `null` for syntax that is not followed: any text may match then */
export function parseRegex(pattern: string): RegexNode | null {
  const reader = new RegexReader(pattern);
  const node = reader.alternatives();
  return reader.isLost || !reader.atEnd ? null : node;
}

class RegexReader {
  /** Something was found that is not followed. */
  isLost = false;
  readonly #characters: readonly string[];
  #at = 0;
  #ignoresCase = false;
  /** `^` and `$` stand at lines. */
  #isMultiline = false;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  get atEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  alternatives(): RegexNode {
    const [ignoresCase, isMultiline] = [this.#ignoresCase, this.#isMultiline];
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    // Flags that are set inside of a group end with it.
    [this.#ignoresCase, this.#isMultiline] = [ignoresCase, isMultiline];
    return nodes.length === 1 ? nodes[0]! : { kind: 'any', nodes };
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (!this.atEnd && !this.isLost && this.#peek() !== '|' && this.#peek() !== ')') {
      nodes.push(this.#quantified(this.#atom()));
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'all', nodes };
  }

  #quantified(node: RegexNode): RegexNode {
    let quantified = node;
    for (;;) {
      if (this.#take('*')) quantified = { kind: 'repeat', node: quantified, least: 0, most: Infinity };
      else if (this.#take('+')) quantified = { kind: 'repeat', node: quantified, least: 1, most: Infinity };
      else if (this.#take('?')) quantified = { kind: 'repeat', node: quantified, least: 0, most: 1 };
      else if (this.#peek() === '{') quantified = { kind: 'repeat', node: quantified, ...this.#counts() };
      else return quantified;
      // Lazy: other captures, the same texts.
      this.#take('?');
    }
  }

  #counts(): { least: number; most: number } {
    const [whole, least, comma, most] = /^\{\s*(\d+)\s*(,?)\s*(\d*)\s*\}/.exec(this.#rest(24)) ?? [];
    if (whole === undefined) return this.#lost({ least: 0, most: Infinity });
    this.#at += whole.length;
    return { least: Number(least), most: most ? Number(most) : comma ? Infinity : Number(least) };
  }

  #atom(): RegexNode {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'symbols', symbols: this.#class() };
      case '.':
        return { kind: 'symbols', symbols: allSymbols() };
      case '^':
        return this.#isMultiline ? nothing : { kind: 'begin' };
      case '$':
        return this.#isMultiline ? nothing : { kind: 'end' };
      case '\\':
        return this.#escape();
      default:
        return this.#literal(character);
    }
  }

  #literal(character: string): RegexNode {
    if (!this.#ignoresCase) return { kind: 'symbols', symbols: only(character), character };
    const symbols = noSymbols();
    // Letters beyond ASCII fold to ASCII too, such as the Kelvin sign.
    for (const one of [character, character.toLowerCase(), character.toUpperCase()])
      add(symbols, symbolOf(code(one)));
    if (/[a-z]/i.test(character)) add(symbols, other);
    return { kind: 'symbols', symbols };
  }

  #group(): RegexNode {
    const [head, flags] = /^\?(?:P?<[^>]*>|([A-Za-z-]*)(?=[:)]))/.exec(this.#rest(200)) ?? [];
    if (head === undefined && this.#peek() === '?') return this.#lost(nothing);
    this.#at += [...(head ?? '')].length;
    const [ignoresCase, isMultiline] = [this.#ignoresCase, this.#isMultiline];
    if (flags) this.#setFlags(flags);
    // `(?i)` holds until the group around it ends.
    if (flags !== undefined && this.#take(')')) return nothing;
    if (flags !== undefined) this.#take(':');
    const node = this.alternatives();
    [this.#ignoresCase, this.#isMultiline] = [ignoresCase, isMultiline];
    return this.#take(')') ? node : this.#lost(node);
  }

  #setFlags(flags: string): void {
    const [on = '', off = ''] = flags.split('-');
    // White space that is none, and bytes instead of characters.
    if (/x/.test(flags) || off.includes('u')) this.isLost = true;
    if (on.includes('i')) this.#ignoresCase = true;
    if (off.includes('i')) this.#ignoresCase = false;
    if (on.includes('m')) this.#isMultiline = true;
    if (off.includes('m')) this.#isMultiline = false;
  }

  #escape(): RegexNode {
    const character = this.#next();
    const symbols = classes[character];
    if (symbols) return { kind: 'symbols', symbols };
    switch (character) {
      case 'A':
        return { kind: 'begin' };
      case 'z':
        return { kind: 'end' };
      case 'b':
      case 'B':
      case '<':
      case '>':
        this.#braced();
        return nothing;
      case 'p':
      case 'P':
        if (this.#braced() === null) this.#next();
        return { kind: 'symbols', symbols: allSymbols() };
      default:
        return this.#literal(this.#escaped(character));
    }
  }

  /** The character that an escape stands for, behind its first letter. */
  #escaped(character: string): string {
    const control = controls[character];
    if (control !== undefined) return String.fromCodePoint(control);
    const length = { x: 2, u: 4, U: 8 }[character];
    if (length === undefined) return /[0-9A-Za-z]/.test(character) ? this.#lost(character) : character;
    const hexadecimal = this.#braced() ?? this.#rest(length);
    if (this.#characters[this.#at - 1] !== '}') this.#at += length;
    const codePoint = Number.parseInt(hexadecimal, 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : this.#lost(character);
  }

  #braced(): string | null {
    if (this.#peek() !== '{') return null;
    const end = this.#characters.indexOf('}', this.#at);
    if (end === -1) return this.#lost(null);
    const inner = this.#characters.slice(this.#at + 1, end).join('');
    this.#at = end + 1;
    return inner;
  }

  #class(): Symbols {
    const isNegated = this.#take('^');
    let symbols = noSymbols();
    let isFirst = true;
    while (!this.atEnd && !this.isLost && (isFirst || this.#peek() !== ']')) {
      isFirst = false;
      if (this.#peek() === '[') return this.#nested();
      if (/^(?:&&|--|~~)/.test(this.#rest(2))) return this.#nested();
      symbols = union(symbols, this.#classItem());
    }
    if (!this.#take(']')) this.isLost = true;
    return isNegated ? complement(symbols) : symbols;
  }

  #classItem(): Symbols {
    const from = this.#classCharacter();
    if (typeof from !== 'string') return from;
    const isRange = this.#peek() === '-' && !/^-(?:\]|-)/.test(this.#rest(2));
    if (!isRange) return this.#folded(symbolsOf([code(from), code(from)]));
    this.#next();
    const to = this.#classCharacter();
    return this.#folded(typeof to === 'string' ? symbolsOf([code(from), code(to)]) : allSymbols());
  }

  #classCharacter(): string | Symbols {
    const character = this.#next();
    if (character !== '\\') return character;
    const escaped = this.#next();
    if (/[pP]/.test(escaped)) {
      if (this.#braced() === null) this.#next();
      return allSymbols();
    }
    return classes[escaped] ?? this.#escaped(escaped);
  }

  #folded(symbols: Symbols): Symbols {
    return this.#ignoresCase && haveCommon(symbols, letters)
      ? union(symbols, union(letters, symbolsOf(beyond)))
      : symbols;
  }

  /** A class in a class, or two that are set against each other: any character, up to the end of the outer one. */
  #nested(): Symbols {
    for (let depth = 1; depth > 0 && !this.atEnd; ) {
      const character = this.#next();
      if (character === '\\') this.#next();
      else if (character === '[') depth++;
      else if (character === ']') depth--;
    }
    return allSymbols();
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    return this.#characters[this.#at++] ?? this.#lost('\0');
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #rest(length: number): string {
    return this.#characters.slice(this.#at, this.#at + length).join('');
  }

  #lost<Value>(value: Value): Value {
    this.isLost = true;
    return value;
  }
}
