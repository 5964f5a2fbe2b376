/** A place in an object, whether something is written there or not. */

import type { ObjectIdentity, ObjectPath, Origin, Range, Sourced } from './origin.js';
import { plainData, type Tree } from './tree.js';

interface Home {
  readonly file: string;
  readonly object: ObjectIdentity;
}

/**
 * The value at a path of an object. Never throws: a missing value, or one of another type, is absent.
 * `null` counts as absent, as the API server drops it.
 */
export class Value {
  private readonly home: Home;
  readonly tree: Tree | null;
  readonly path: ObjectPath;
  private readonly range: Range;
  /** Where its key is written. */
  readonly keyRange: Range | null;

  constructor(home: Home, tree: Tree | null, path: ObjectPath, range: Range, keyRange: Range | null = null) {
    this.home = home;
    this.tree = tree?.kind === 'scalar' && tree.value === null ? null : tree;
    this.path = path;
    this.range = range;
    this.keyRange = keyRange;
  }

  get isPresent(): boolean {
    return this.tree !== null;
  }

  get origin(): Origin {
    const { file, object } = this.home;
    return { file, object, range: this.range, path: this.path, isDefault: this.tree === null };
  }

  /** The place of the key, or of the value where it has no key. */
  get keyOrigin(): Origin {
    return this.keyRange ? { ...this.origin, range: this.keyRange } : this.origin;
  }

  /** The place of a mapping's first key, where the mapping as a whole would be too much to underline. */
  get head(): Origin {
    const first = this.tree?.kind === 'map' ? [...this.tree.entries.values()][0] : undefined;
    return first ? { ...this.origin, range: first.keyRange } : this.origin;
  }

  get(...keys: readonly string[]): Value {
    return keys.reduce<Value>((value, key) => value.child(key), this);
  }

  private child(key: string): Value {
    const path = [...this.path, key];
    const entry = this.tree?.kind === 'map' ? this.tree.entries.get(key) : undefined;
    if (!entry) return new Value(this.home, null, path, this.range);
    return new Value(this.home, entry.value, path, entry.value.range, entry.keyRange);
  }

  /** The elements of a list; none if it is not a list. */
  get items(): readonly Value[] {
    if (this.tree?.kind !== 'list') return [];
    return this.tree.items.map(
      (item, index) => new Value(this.home, item, [...this.path, index], item.range),
    );
  }

  /** The members of a mapping, by name. */
  get members(): readonly (readonly [string, Value])[] {
    if (this.tree?.kind !== 'map') return [];
    return [...this.tree.entries.keys()].map((key) => [key, this.child(key)]);
  }

  /** The text of a scalar; a number or a boolean where text is expected is used as it is written. */
  get text(): string | undefined {
    return this.tree?.kind === 'scalar' ? this.tree.text : undefined;
  }

  get integer(): number | undefined {
    if (this.tree?.kind !== 'scalar') return undefined;
    const { value } = this.tree;
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  }

  /** The text, or a default that has the place of what is around it. */
  textOr(text: string): Sourced<string> {
    return { value: this.text ?? text, origin: this.origin };
  }

  get sourcedText(): Sourced<string> | undefined {
    const text = this.text;
    return text === undefined ? undefined : { value: text, origin: this.origin };
  }

  get data(): unknown {
    return this.tree === null ? undefined : plainData(this.tree);
  }

  /** The place of a part of the text, where the text is in the file as it is; else of the whole. */
  part(start: number, end: number): Origin {
    const from = this.tree?.kind === 'scalar' ? this.tree.textStart : null;
    return from === null ? this.origin : { ...this.origin, range: [from + start, from + end] };
  }
}
