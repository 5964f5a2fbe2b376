/** Simple sets of texts, as the comparisons of a route describe them, and what two of them have to do with one another. */

import type { RegularLanguage } from '../../../grammar/index.js';
import { matchesWhateverFollows, prefixOf } from '../../../grammar/index.js';

/** `undecided`: no engine could say. */
export type Membership = boolean | 'undecided';

/** The possible texts of a field, for atoms (`TextDomain`). */
export interface AtomDomain {
  readonly dialect: RegularLanguage['dialect'];
  isIn(atom: Atom, text: string): Membership;
  facts(atom: Extract<Atom, { kind: 'regex' }>): RegexFacts;
}

export type Atom =
  | { readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains'; readonly text: string }
  /** `anchored`: the match begins at the start of the text, as Kong asks of PCRE. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly anchored: boolean }
  | { readonly kind: 'language'; readonly language: RegularLanguage };

export const exactly = (text: string): Atom => ({ kind: 'exact', text });
export const beginningWith = (text: string): Atom => ({ kind: 'prefix', text });
export const endingWith = (text: string): Atom => ({ kind: 'suffix', text });

/** Texts that are in every one of the atoms. None: every text. */
export type Conjunction = readonly Atom[];

/** Every text is in it. */
const isEverything = (atom: Atom): boolean =>
  (atom.kind === 'prefix' || atom.kind === 'suffix' || atom.kind === 'contains') && atom.text === '';

export const areEqual = (a: Atom, b: Atom): boolean => {
  if (a === b) return true;
  if (a.kind === 'language' || b.kind === 'language') return false;
  if (a.kind === 'regex' || b.kind === 'regex')
    return a.kind === 'regex' && b.kind === 'regex' && a.pattern === b.pattern && a.anchored === b.anchored;
  return a.kind === b.kind && a.text === b.text;
};

/** With what every text of an atom begins. */
export function frontOf(atom: Atom): string {
  switch (atom.kind) {
    case 'exact':
    case 'prefix':
      return atom.text;
    case 'regex':
      return prefixOf(atom.anchored && !atom.pattern.startsWith('^') ? `^(?:${atom.pattern})` : atom.pattern);
    default:
      return '';
  }
}

/** @returns `true` only where every text of the first is in the second */
export function implies(a: Atom, b: Atom, domain: AtomDomain): boolean {
  if (areEqual(a, b) || isEverything(b)) return true;
  if (a.kind === 'exact') return domain.isIn(b, a.text) === true;
  switch (b.kind) {
    case 'exact':
    case 'language':
      return false;
    case 'prefix':
      return frontOfAtom(a, domain).startsWith(b.text);
    case 'suffix':
      return a.kind === 'suffix' && a.text.endsWith(b.text);
    case 'contains':
      return 'text' in a && a.text.includes(b.text);
    case 'regex':
      return (
        a.kind === 'prefix' &&
        domain.facts(b).isOpenEnded &&
        // Where it is found in what all texts begin with, it is found in all of them.
        domain.isIn(b, a.text) === true
      );
  }
}

/** @returns `true` only if no text is in both; cases that need an automaton are not examined */
export function areApart(a: Atom, b: Atom, domain: AtomDomain): boolean {
  if (a.kind === 'exact') return domain.isIn(b, a.text) === false;
  if (b.kind === 'exact') return domain.isIn(a, b.text) === false;
  const [front, other] = [frontOfAtom(a, domain), frontOfAtom(b, domain)];
  if (!front.startsWith(other) && !other.startsWith(front)) return true;
  return a.kind === 'suffix' && b.kind === 'suffix' && !a.text.endsWith(b.text) && !b.text.endsWith(a.text);
}

export const frontOfAtom = (atom: Atom, domain: AtomDomain): string =>
  atom.kind === 'regex' ? domain.facts(atom).front : frontOf(atom);

export interface RegexFacts {
  readonly front: string;
  readonly isOpenEnded: boolean;
}

export const factsOf = (atom: Extract<Atom, { kind: 'regex' }>, domain: AtomDomain): RegexFacts => ({
  front: frontOf(atom),
  isOpenEnded: matchesWhateverFollows(atom.pattern, domain.dialect),
});

/**
 * Two conjunctions joined, without atoms that say nothing more.
 *
 * @returns `null` if no text is in both for a reason that is plain
 */
export function joined(a: Conjunction, b: Conjunction, domain: AtomDomain): Conjunction | null {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  let atoms = a;
  for (const atom of b) {
    if (atoms.some((one) => areApart(one, atom, domain))) return null;
    if (atoms.some((one) => implies(one, atom, domain))) continue;
    atoms = [...atoms.filter((one) => !implies(atom, one, domain)), atom];
  }
  return atoms;
}

/** @returns `true` only where every text of the first is in the second */
export const isInside = (a: Conjunction, b: Conjunction, domain: AtomDomain): boolean =>
  b.every((atom) => a.some((one) => implies(one, atom, domain)));
