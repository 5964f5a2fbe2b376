/** Sets of texts, as operators of the expression language describe them, and whether two have one in common. */

import { languages, prefixOf, type RegularLanguage } from '../../grammar/index.js';
import { Once } from '../text/index.js';

export type TextSetKind =
  | 'exact'
  | 'prefix'
  | 'suffix'
  | 'contains'
  /** Every text but one, and the absence of any. */
  | 'not'
  /** By Rust's crate, not anchored. */
  | 'regex';

/** A route is compared with many: what is found out about a set is kept with it. */
export class TextSet extends Once {
  readonly kind: TextSetKind;
  /** Of `regex` the pattern. */
  readonly text: string;

  constructor(kind: TextSetKind, text: string) {
    super();
    this.kind = kind;
    this.text = text;
  }
}

/** @returns `true` only where no text is in both */
export function areDisjoint(a: TextSet, b: TextSet): boolean {
  if (a.kind === 'not') return b.kind === 'exact' && a.text === b.text;
  if (b.kind === 'not') return a.kind === 'exact' && a.text === b.text;
  const [front, otherFront] = [frontOf(a), frontOf(b)];
  if (!front.startsWith(otherFront) && !otherFront.startsWith(front)) return true;
  if (a.kind !== 'regex' && b.kind !== 'regex') return areLiterallyDisjoint(a, b);
  return languages.areDisjoint(languageOf(a), languageOf(b)) === true;
}

/** Where one cannot begin as the other does is known. */
function areLiterallyDisjoint(a: TextSet, b: TextSet): boolean {
  if (a.kind === 'exact') return !has(b, a.text);
  if (b.kind === 'exact') return !has(a, b.text);
  return a.kind === 'suffix' && b.kind === 'suffix' && !a.text.endsWith(b.text) && !b.text.endsWith(a.text);
}

/** @param set neither a regex nor all but one text */
function has({ kind, text }: TextSet, whole: string): boolean {
  switch (kind) {
    case 'exact':
      return whole === text;
    case 'prefix':
      return whole.startsWith(text);
    case 'suffix':
      return whole.endsWith(text);
    default:
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
      return set.once(prefixOfRegex);
    default:
      return '';
  }
}

const prefixOfRegex = ({ text }: TextSet): string => prefixOf(text);

const languageOf = (set: TextSet): RegularLanguage => set.once(makeLanguage);

function makeLanguage({ kind, text }: TextSet): RegularLanguage {
  switch (kind) {
    case 'exact':
      return languages.equalTo(text);
    case 'prefix':
      return languages.startingWith(text);
    case 'suffix':
      return languages.endingWith(text);
    case 'contains':
      return languages.containing(text);
    case 'regex':
      return languages.languageOf(text, 'rust');
    case 'not':
      throw new Error('not a language of texts: the field may be absent');
  }
}
