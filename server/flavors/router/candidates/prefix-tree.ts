/**
 * Texts, and which of them a value begins with. The texts are sorted; those that a value begins with lead from the last
 * one that is not greater than the value to shorter and shorter ones.
 */
export class PrefixTree<Item> {
  readonly #texts: readonly string[];
  readonly #items: readonly Item[];
  /** For each text, the longest other text that it begins with; -1 if there is none. */
  readonly #parents: Int32Array;

  constructor(items: ReadonlyMap<string, Item>) {
    const sorted = [...items].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#texts = sorted.map(([text]) => text);
    this.#items = sorted.map(([, item]) => item);
    this.#parents = new Int32Array(sorted.length);
    const open: number[] = [];
    for (const [i, text] of this.#texts.entries()) {
      while (open.length > 0 && !text.startsWith(this.#texts[open.at(-1)!]!)) open.pop();
      this.#parents[i] = open.at(-1) ?? -1;
      open.push(i);
    }
  }

  get size(): number {
    return this.#texts.length;
  }

  /** Calls for each text that the value begins with, the longest first. */
  forEach(value: string, act: (item: Item) => void): void {
    let [low, high] = [0, this.#texts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#texts[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at !== -1; at = this.#parents[at]!) {
      if (value.startsWith(this.#texts[at]!)) act(this.#items[at]!);
    }
  }
}

/** Code units from the last to the first: a suffix of a text is a prefix of it reversed. */
export function reversed(text: string): string {
  let result = '';
  for (let i = text.length - 1; i >= 0; i--) result += text[i];
  return result;
}
