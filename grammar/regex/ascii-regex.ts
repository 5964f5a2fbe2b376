/**
 * Whether a regex matches an ASCII text, without the engine. The crate `regex` needs up to ten milliseconds to compile
 * a pattern, because `\d` and `.` are large Unicode classes. For ASCII they are a few bits.
 *
 * The tree of the pattern becomes a program that is run for all of its states at once, as in Pike's virtual machine:
 * the time is linear in the text. It only determines whether there is a match, not which one an engine reports.
 */

import { type AsciiSet, asciiOf, hasCharacter, isWord } from './ascii-set.js';
import { isCertain } from './certain.js';
import { readRegex } from './read-regex.js';
import { type Boundary, type Dialect, flagBits, type NodeOf, type RegexNode } from './syntax.js';

export interface AsciiRegex {
  /** @param text of ASCII alone */
  isFoundIn(text: string): boolean;
}

/** Texts of ASCII alone. */
export const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/**
 * @param anchored whether a match has to begin at the start of the text, as Kong asks of PCRE for paths
 * @returns `null` if the engine has to be asked: it may refuse the pattern, or the pattern is not followed here
 */
export function asciiRegexOf(
  pattern: string,
  dialect: Dialect,
  { anchored = false } = {},
): AsciiRegex | null {
  if (pattern.length > longest) return null;
  const read = readRegex(pattern, dialect);
  if (!isCertain(read)) return null;
  const builder = new Builder(dialect);
  builder.add(read.node);
  return builder.isFollowed ? new Program(builder, anchored) : null;
}

const longest = 2_000;
const mostSteps = 4_000;

/** What a step does. */
const needsCharacter = 0;
const goesEitherWay = 1;
const jumps = 2;
const needsBoundary = 3;

/** Each step has a kind and two numbers: where to go on, or which characters or boundary. After the last step it is found. */
class Builder {
  readonly kinds: number[] = [];
  readonly first: number[] = [];
  readonly second: number[] = [];
  readonly sets: AsciiSet[] = [];
  readonly boundaries: { readonly at: Boundary; readonly isOfLines: boolean }[] = [];
  isFollowed = true;
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  add(node: RegexNode): void {
    if (!this.isFollowed) return;
    if (this.kinds.length > mostSteps) {
      this.isFollowed = false;
      return;
    }
    switch (node.kind) {
      case 'flags':
        return;
      case 'literal':
      case 'any':
      case 'class':
        this.#addCharacter(node);
        return;
      case 'boundary':
        this.#addBoundary(node);
        return;
      case 'group':
        this.add(node.node);
        return;
      case 'sequence':
        for (const one of node.nodes) this.add(one);
        return;
      case 'alternatives':
        this.#addAlternatives(node.nodes);
        return;
      case 'repeat':
        this.#addRepeat(node);
        return;
      case 'opaque':
        this.isFollowed = false;
    }
  }

  #step(kind: number, first: number, second = 0): number {
    this.first.push(first);
    this.second.push(second);
    return this.kinds.push(kind) - 1;
  }

  #addCharacter(node: NodeOf<'literal'> | NodeOf<'any'> | NodeOf<'class'>): void {
    const characters = asciiOf(node, this.#dialect);
    if (characters === null) this.isFollowed = false;
    else this.#step(needsCharacter, this.sets.push(characters) - 1);
  }

  #addBoundary({ at, flags }: NodeOf<'boundary'>): void {
    const isOfLines = (flags & flagBits.multiLine) !== 0;
    // PCRE's `$` is also before a line break that ends the text.
    const place = at === '$' && !isOfLines && this.#dialect === 'pcre' ? 'Z' : at;
    // Lines that end with two characters.
    if (isOfLines && (flags & flagBits.crlf) !== 0) this.isFollowed = false;
    else this.#step(needsBoundary, this.boundaries.push({ at: place, isOfLines }) - 1);
  }

  #addAlternatives(nodes: readonly RegexNode[]): void {
    const ends: number[] = [];
    for (const [i, node] of nodes.entries()) {
      if (i === nodes.length - 1) {
        this.add(node);
        break;
      }
      const choice = this.#step(goesEitherWay, this.kinds.length + 1);
      this.add(node);
      ends.push(this.#step(jumps, 0));
      this.second[choice] = this.kinds.length;
    }
    for (const end of ends) this.first[end] = this.kinds.length;
  }

  #addRepeat({ node, least, most, mode }: NodeOf<'repeat'>): void {
    if (mode === 'possessive') this.isFollowed = false;
    for (let i = 0; i < least && this.isFollowed; i++) this.add(node);
    if (most === Number.POSITIVE_INFINITY) {
      const choice = this.#step(goesEitherWay, this.kinds.length + 1);
      this.add(node);
      this.#step(jumps, choice);
      this.second[choice] = this.kinds.length;
      return;
    }
    const choices: number[] = [];
    for (let i = least; i < most && this.isFollowed; i++) {
      choices.push(this.#step(goesEitherWay, this.kinds.length + 1));
      this.add(node);
    }
    for (const choice of choices) this.second[choice] = this.kinds.length;
  }
}

class Program implements AsciiRegex {
  readonly #anchored: boolean;
  readonly #kinds: Uint8Array;
  readonly #first: Int32Array;
  readonly #second: Int32Array;
  readonly #sets: readonly AsciiSet[];
  readonly #boundaries: Builder['boundaries'];
  /** By step, the place in the text for which it was reached last. */
  readonly #reachedAt: Int32Array;

  constructor({ kinds, first, second, sets, boundaries }: Builder, anchored: boolean) {
    this.#anchored = anchored;
    this.#kinds = Uint8Array.from(kinds);
    this.#first = Int32Array.from(first);
    this.#second = Int32Array.from(second);
    this.#sets = sets;
    this.#boundaries = boundaries;
    this.#reachedAt = new Int32Array(kinds.length + 1);
  }

  isFoundIn(text: string): boolean {
    this.#reachedAt.fill(-1);
    let waiting: number[] = [];
    for (let at = 0; at <= text.length; at++) {
      const characters: number[] = [];
      const mayBegin = at === 0 || !this.#anchored;
      if (mayBegin && this.#follow(0, text, at, characters)) return true;
      for (const step of waiting) if (this.#follow(step + 1, text, at, characters)) return true;
      if (at === text.length) break;
      const code = text.charCodeAt(at);
      waiting = characters.filter((step) => hasCharacter(this.#sets[this.#first[step]!]!, code));
    }
    return false;
  }

  /**
   * Follows all steps that need no character.
   *
   * @param characters receives the steps that need one
   * @returns whether the regex is found
   */
  #follow(from: number, text: string, at: number, characters: number[]): boolean {
    const pending = [from];
    for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
      if (step === this.#kinds.length) return true;
      if (this.#reachedAt[step] === at) continue;
      this.#reachedAt[step] = at;
      const first = this.#first[step]!;
      switch (this.#kinds[step]) {
        case needsCharacter:
          characters.push(step);
          break;
        case jumps:
          pending.push(first);
          break;
        case goesEitherWay:
          pending.push(this.#second[step]!, first);
          break;
        case needsBoundary: {
          const { at: boundary, isOfLines } = this.#boundaries[first]!;
          if (isBoundary(boundary, isOfLines, text, at)) pending.push(step + 1);
        }
      }
    }
    return false;
  }
}

const lineBreak = 10;

function isBoundary(boundary: Boundary, isOfLines: boolean, text: string, at: number): boolean {
  const isAfterWord = at > 0 && isWord(text.charCodeAt(at - 1));
  const isBeforeWord = at < text.length && isWord(text.charCodeAt(at));
  switch (boundary) {
    case 'A':
      return at === 0;
    case '^':
      return at === 0 || (isOfLines && text.charCodeAt(at - 1) === lineBreak);
    case 'z':
      return at === text.length;
    case 'Z':
      return at === text.length || (at === text.length - 1 && text.charCodeAt(at) === lineBreak);
    case '$':
      return at === text.length || (isOfLines && text.charCodeAt(at) === lineBreak);
    case 'b':
      return isAfterWord !== isBeforeWord;
    case 'B':
      return isAfterWord === isBeforeWord;
    case 'start':
      return !isAfterWord && isBeforeWord;
    case 'end':
      return isAfterWord && !isBeforeWord;
    case 'start-half':
      return !isAfterWord;
    case 'end-half':
      return !isBeforeWord;
  }
}
