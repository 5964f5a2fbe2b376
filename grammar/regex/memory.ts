/** Answers by text, bounded: what was not asked for the longest time is forgotten first. */
export class TextMemory<Value> {
  readonly #known = new Map<string, Value>();
  readonly #mostCharacters: number;
  #characters = 0;

  /** @param mostCharacters how long the remembered texts may be together, in UTF-16 units; each counts 64 more */
  constructor(mostCharacters: number) {
    this.#mostCharacters = mostCharacters;
  }

  /**
   * @param find is asked where nothing is remembered
   * @param lasts whether an answer is one for ever: what failed may succeed later
   */
  get(text: string, find: () => Value, lasts: (value: Value) => boolean = () => true): Value {
    const known = this.#known.get(text);
    if (known !== undefined) {
      this.#known.delete(text);
      this.#known.set(text, known);
      return known;
    }
    const found = find();
    if (!lasts(found)) return found;
    this.#known.set(text, found);
    this.#characters += costOf(text);
    if (this.#characters > this.#mostCharacters) this.#forget();
    return found;
  }

  /** Half of it at once: after deletions, a `Map` is slow to find its oldest entry. */
  #forget(): void {
    for (const oldest of this.#known.keys()) {
      if (this.#characters <= this.#mostCharacters / 2) break;
      this.#known.delete(oldest);
      this.#characters -= costOf(oldest);
    }
  }
}

const costOf = (text: string) => text.length + 64;
