/**
 * An object that does not change, with what was found out about it. A function of it is run once: what it returns is kept
 * here, for as long as the object itself.
 */
export abstract class Once {
  /** Each function and after it what it found. Of a few, a list is smaller than a map, and as fast. */
  readonly #found: unknown[] = [];

  /** @param find the same function each time: what it finds is kept by its identity */
  once<Found>(find: (of: this) => Found): Found {
    const kept = this.#found;
    for (let i = 0; i < kept.length; i += 2) if (kept[i] === find) return kept[i + 1] as Found;
    const found = find(this);
    kept.push(find, found);
    return found;
  }
}
