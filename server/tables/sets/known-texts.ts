/**
 * What was found in sets of texts, by what the sets are written as: the pairs of a table have the same sets in common again and
 * again.
 */

/** What is known of a set of texts: one of them, and whether there is none. */
export interface FoundTexts {
  readonly text: string | null;
  readonly isEmpty: boolean;
}

/** Beyond, all are forgotten. */
const mostKnown = 20_000;

export class KnownTexts {
  readonly #tried = new Map<string, FoundTexts | null>();
  readonly #found = new Map<string, FoundTexts>();

  /** By trying texts; `null` if that does not decide it. @param key which set it is; `null`: it is not remembered */
  tried(key: string | null, look: () => FoundTexts | null): FoundTexts | null {
    return remembered(this.#tried, key, look);
  }

  /** By an automaton. */
  found(key: string | null, look: () => FoundTexts): FoundTexts {
    return remembered(this.#found, key, look);
  }
}

function remembered<Value>(known: Map<string, Value>, key: string | null, look: () => Value): Value {
  if (key === null) return look();
  let value = known.get(key);
  if (value === undefined) {
    value = look();
    if (known.size >= mostKnown) known.clear();
    known.set(key, value);
  }
  return value;
}
