/**
 * An object that does not change, with what was found out about it. A function of it is run once: what it returns is kept
 * here, for as long as the object itself.
 */
export abstract class Once {
  #found: Map<unknown, unknown> | null = null;

  /** @param find the same function each time: what it finds is kept by its identity */
  once<Found>(find: (of: this) => Found): Found {
    const known = this.#found?.get(find);
    if (known !== undefined || this.#found?.has(find)) return known as Found;
    const found = find(this);
    this.#found ??= new Map();
    this.#found.set(find, found);
    return found;
  }
}
