/** Answers by text, bounded: what was not asked for the longest time is forgotten first. */
export class TextMemory<Value> {
  readonly #known = new Map<string, Value>();
  readonly #mostCharacters: number;
  #characters = 0;

  /** @param mostCharacters how long the remembered texts may be together, in UTF-16 units; each counts 64 more */
  constructor(mostCharacters: number) {
    this.#mostCharacters = mostCharacters;
  }

  /** @param find is asked where nothing is remembered */
  get(text: string, find: () => Value): Value {
    const known = this.#known.get(text);
    if (known !== undefined) {
      this.#known.delete(text);
      this.#known.set(text, known);
      return known;
    }
    const found = find();
    this.#known.set(text, found);
    this.#characters += costOf(text);
    for (const oldest of this.#known.keys()) {
      if (this.#characters <= this.#mostCharacters) break;
      this.#known.delete(oldest);
      this.#characters -= costOf(oldest);
    }
    return found;
  }
}

const costOf = (text: string) => text.length + 64;
