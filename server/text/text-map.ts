/**
 * Where in a file the characters of a text are written that is in another one: what is left of quotes, escapes,
 * indentation and encodings, with the way back. Offsets are UTF-16 units.
 */

import type { Span } from '../../grammar/index.js';

/** Maps are monotone: what comes later in the inner text is not written earlier in the outer one. */
export class TextMap {
  /** For each unit of the inner text, the outer characters that made it. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  /** Where an empty text is. */
  readonly #at: number;

  private constructor(starts: Uint32Array, ends: Uint32Array, at: number) {
    this.#starts = starts;
    this.#ends = ends;
    this.#at = at;
  }

  /**
   * @param starts for each unit of the inner text, where it begins in the outer one
   * @param ends and where it ends
   * @param at where the text is when it is empty
   */
  static of(starts: ArrayLike<number>, ends: ArrayLike<number>, at: number): TextMap {
    return new TextMap(Uint32Array.from(starts), Uint32Array.from(ends), at);
  }

  /** For a text whose only known place is one span. */
  static within(length: number, { start, end }: Span): TextMap {
    return new TextMap(new Uint32Array(length).fill(start), new Uint32Array(length).fill(end), start);
  }

  /** Of the rest of the text, from an offset on. */
  from(offset: number): TextMap {
    return new TextMap(this.#starts.slice(offset), this.#ends.slice(offset), this.#startOf(offset));
  }

  /** Of a text in a text that this one maps: straight to where the outer one is written. */
  over(outer: TextMap): TextMap {
    const starts = this.#starts.map((start) => outer.#startOf(start));
    const ends = this.#ends.map((end, i) => (end > this.#starts[i]! ? outer.#endOf(end) : starts[i]!));
    return new TextMap(starts, ends, outer.#startOf(this.#at));
  }

  /** Units of the inner text. */
  get length(): number {
    return this.#starts.length;
  }

  /** From the first character to the last. */
  get span(): Span {
    return this.spanOf({ start: 0, end: this.length });
  }

  /**
   * The outer characters that make up a span of the inner text. A span without width stays without width: at the
   * character that follows, or at the end of the last one.
   */
  spanOf({ start, end }: Span): Span {
    const from = Math.max(0, Math.min(start, this.length));
    const to = Math.max(from, Math.min(end, this.length));
    if (from === to) {
      const at = this.#startOf(from);
      return { start: at, end: at };
    }
    return { start: this.#starts[from]!, end: Math.max(this.#starts[from]!, this.#ends[to - 1]!) };
  }

  /** The place in the inner text that is nearest to an outer offset, from the front. */
  offsetOf(outer: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle]! <= outer && this.#starts[middle]! < outer) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether an outer offset is at or between the characters of the inner text. */
  covers(outer: number): boolean {
    const { start, end } = this.span;
    return start <= outer && outer <= end;
  }

  #startOf(offset: number): number {
    if (offset < this.length) return this.#starts[offset]!;
    return this.length === 0 ? this.#at : this.#ends[this.length - 1]!;
  }

  #endOf(offset: number): number {
    return offset > 0 && offset <= this.length ? this.#ends[offset - 1]! : this.#startOf(offset);
  }
}
