/** Sets of a few texts: the protocols that a request can have. */

import type { ValueSet } from './value-set.js';

export class Choices implements ValueSet<Choices, string> {
  readonly #chosen: readonly string[];

  constructor(chosen: readonly string[]) {
    this.#chosen = chosen;
  }

  get size(): number {
    return this.#chosen.length;
  }

  has(text: string): boolean {
    return this.#chosen.includes(text);
  }

  and(other: Choices): Choices {
    return new Choices(this.#chosen.filter((one) => other.has(one)));
  }

  or(other: Choices): Choices {
    return new Choices([...this.#chosen, ...other.#chosen.filter((one) => !this.has(one))]);
  }

  minus(other: Choices): Choices {
    return new Choices(this.#chosen.filter((one) => !other.has(one)));
  }

  isEmpty(): boolean {
    return this.#chosen.length === 0;
  }

  example(): string | null {
    return this.#chosen[0] ?? null;
  }
}
