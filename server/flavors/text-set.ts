/** Sets of texts, as operators of the expression language describe them, and whether two have one in common. */

import { languages, prefixOf, type RegularLanguage } from '../../grammar/index.js';

export type TextSet =
  | { readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains'; readonly text: string }
  /** Every text but one, and the absence of any. */
  | { readonly kind: 'not'; readonly text: string }
  /** By Rust's crate, not anchored. */
  | { readonly kind: 'regex'; readonly pattern: string };

/** @returns `true` only where no text is in both */
export function areDisjoint(a: TextSet, b: TextSet): boolean {
  if (a.kind === 'not') return b.kind === 'exact' && a.text === b.text;
  if (b.kind === 'not') return a.kind === 'exact' && a.text === b.text;
  const [front, otherFront] = [frontOf(a), frontOf(b)];
  if (!front.startsWith(otherFront) && !otherFront.startsWith(front)) return true;
  if (a.kind !== 'regex' && b.kind !== 'regex') return areLiterallyDisjoint(a, b);
  return languages.areDisjoint(languageOf(a), languageOf(b)) === true;
}

type LiteralSet = Exclude<TextSet, { kind: 'regex' | 'not' }>;

/** Where one cannot begin as the other does is known. */
function areLiterallyDisjoint(a: LiteralSet, b: LiteralSet): boolean {
  if (a.kind === 'exact') return !has(b, a.text);
  if (b.kind === 'exact') return !has(a, b.text);
  return a.kind === 'suffix' && b.kind === 'suffix' && !a.text.endsWith(b.text) && !b.text.endsWith(a.text);
}

function has({ kind, text }: LiteralSet, whole: string): boolean {
  switch (kind) {
    case 'exact':
      return whole === text;
    case 'prefix':
      return whole.startsWith(text);
    case 'suffix':
      return whole.endsWith(text);
    case 'contains':
      return whole.includes(text);
  }
}

/** With what every text of the set begins. */
export function frontOf(set: TextSet): string {
  switch (set.kind) {
    case 'exact':
    case 'prefix':
      return set.text;
    case 'regex':
      return remembered(fronts, set, () => prefixOf(set.pattern));
    default:
      return '';
  }
}

/** A route is compared with many; what is known of a set is gone with it. */
const fronts = new WeakMap<TextSet, string>();
const made = new WeakMap<TextSet, RegularLanguage>();

function remembered<Value>(known: WeakMap<TextSet, Value>, set: TextSet, find: () => Value): Value {
  const value = known.get(set) ?? find();
  known.set(set, value);
  return value;
}

const languageOf = (set: Exclude<TextSet, { kind: 'not' }>): RegularLanguage =>
  remembered(made, set, () => {
    switch (set.kind) {
      case 'exact':
        return languages.equalTo(set.text);
      case 'prefix':
        return languages.startingWith(set.text);
      case 'suffix':
        return languages.endingWith(set.text);
      case 'contains':
        return languages.containing(set.text);
      case 'regex':
        return languages.languageOf(set.pattern, 'rust');
    }
  });
