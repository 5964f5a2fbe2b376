/**
 * Sets of texts. They are built without automata, and looked at without any where that is possible: what the literal parts
 * say, and texts that are tried. An automaton is made only where these leave a question open.
 */

import { commonPrefix, examplesOf, languages } from '../../../grammar/index.js';
import { type Atom, type Conjunction, frontOfAtom, isInside, joined, type Membership } from './atoms.js';
import type { FoundTexts } from './known-texts.js';
import type { TextDomain } from './text-domain.js';
import type { ValueSet } from './value-set.js';

/** Texts that are in a conjunction and in none of some others. */
interface Piece {
  readonly atoms: Conjunction;
  readonly without: readonly Conjunction[];
}

type End = Atom & { readonly kind: 'exact' | 'suffix'; readonly text: string };
const isEnd = (atom: Atom): atom is End => atom.kind === 'exact' || atom.kind === 'suffix';

/** Larger sets are not split. */
const mostPieces = 200;

export class Texts implements ValueSet<Texts, string> {
  readonly #domain: TextDomain;
  readonly #pieces: readonly Piece[];
  /** It may have more texts than it should, since it would have had too many pieces. */
  readonly #isWide: boolean;
  #found: FoundTexts | null = null;

  private constructor(domain: TextDomain, pieces: readonly Piece[], isWide = false) {
    this.#domain = domain;
    this.#pieces = pieces;
    this.#isWide = isWide;
  }

  static of(domain: TextDomain, atoms: readonly Atom[]): Texts {
    return new Texts(
      domain,
      atoms.map((atom) => ({ atoms: [atom], without: [] })),
    );
  }

  static all(domain: TextDomain): Texts {
    return new Texts(domain, [{ atoms: [], without: [] }]);
  }

  and(other: Texts): Texts {
    const isWide = this.#isWide || other.#isWide;
    const pieces: Piece[] = [];
    for (const one of this.#pieces) {
      for (const two of other.#pieces) {
        const atoms = joined(one.atoms, two.atoms, this.#domain);
        if (atoms === null) continue;
        const piece = left(atoms, [...one.without, ...two.without], this.#domain);
        if (piece) pieces.push(piece);
        if (pieces.length > mostPieces) return new Texts(this.#domain, this.#pieces, true);
      }
    }
    return new Texts(this.#domain, pieces, isWide);
  }

  or(other: Texts): Texts {
    return new Texts(this.#domain, [...this.#pieces, ...other.#pieces], this.#isWide || other.#isWide);
  }

  minus(other: Texts): Texts {
    if (other.#isWide) return this;
    let isWide = this.#isWide;
    let pieces = this.#pieces;
    for (const { atoms, without } of other.#pieces) {
      const next: Piece[] = [];
      for (const piece of pieces) {
        const rest = left(piece.atoms, [...piece.without, atoms], this.#domain);
        if (rest) next.push(rest);
        for (const kept of without) {
          const both = joined(piece.atoms, kept, this.#domain);
          const inBoth = both && left(both, piece.without, this.#domain);
          if (inBoth) next.push(inBoth);
        }
      }
      if (next.length > mostPieces) {
        isWide = true;
        break;
      }
      pieces = next;
    }
    return new Texts(this.#domain, pieces, isWide);
  }

  isEmpty(): boolean {
    return this.#look().isEmpty;
  }

  example(): string | null {
    return this.#look().text;
  }

  /** With what every text begins. */
  front(): string {
    const fronts = this.#pieces.map(({ atoms }) =>
      atoms
        .map((atom) => frontOfAtom(atom, this.#domain))
        .reduce((best, one) => (one.length > best.length ? one : best), ''),
    );
    return fronts.length === 0 ? '' : fronts.reduce(commonPrefix);
  }

  /** For each text one of these holds: it is equal to a text, or ends with it; `null` if that is not known. */
  ends(): readonly { readonly kind: 'exact' | 'suffix'; readonly text: string }[] | null {
    const found = this.#pieces.flatMap(({ atoms }) => atoms.filter(isEnd).slice(0, 1));
    return found.length === this.#pieces.length ? found : null;
  }

  has(text: string): Membership {
    const found = this.#pieces.map((piece) => isInPiece(piece, text, this.#domain));
    return found.includes(true) || (found.includes('undecided') && 'undecided');
  }

  #look(): FoundTexts {
    this.#found ??= lookInto(this.#pieces, this.#domain);
    return this.#found;
  }
}

/** @returns `null` if nothing is left for a reason that is plain */
function left(atoms: Conjunction, without: readonly Conjunction[], domain: TextDomain): Piece | null {
  const kept: Conjunction[] = [];
  for (const one of without) {
    if (isInside(atoms, one, domain)) return null;
    if (joined(atoms, one, domain) !== null) kept.push(one);
  }
  return { atoms, without: kept };
}

function isInPiece({ atoms, without }: Piece, text: string, domain: TextDomain): Membership {
  const inAll = isInAll(atoms, text, domain);
  if (inAll === false) return false;
  const inOthers = without.map((one) => isInAll(one, text, domain));
  if (inOthers.includes(true)) return false;
  return inOthers.includes('undecided') ? 'undecided' : inAll;
}

function isInAll(atoms: Conjunction, text: string, domain: TextDomain): Membership {
  let all: Membership = true;
  for (const atom of atoms) {
    const found = domain.isIn(atom, text);
    if (found === false) return false;
    if (found === 'undecided') all = found;
  }
  return all;
}

function lookInto(pieces: readonly Piece[], domain: TextDomain): FoundTexts {
  const open: Piece[] = [];
  for (const piece of pieces) {
    const tried = domain.known.tried(keyOf(piece), () => lookByTrying(piece, domain));
    if (tried === null) open.push(piece);
    else if (!tried.isEmpty) return tried;
  }
  let isEmpty = true;
  for (const piece of open) {
    const found = domain.known.found(keyOf(piece), () => lookByAutomaton(piece, domain));
    if (found.text !== null) return found;
    isEmpty &&= found.isEmpty;
  }
  return { text: null, isEmpty };
}

/** @returns `null` if a set includes an automaton, which has no short name */
function keyOf({ atoms, without }: Piece): string | null {
  const hasAutomaton = [atoms, ...without].some((all) => all.some(({ kind }) => kind === 'language'));
  return hasAutomaton ? null : JSON.stringify([atoms, without]);
}

/** @returns `null` if no text was found that way */
function lookByTrying(piece: Piece, domain: TextDomain): FoundTexts | null {
  const text = candidatesOf(piece, domain).find(
    (one) => domain.wishes.isAccepted(one) && isInPiece(piece, one, domain) === true,
  );
  if (text !== undefined) return { text, isEmpty: false };
  // One text is all that is in it: that was tried.
  const [first] = piece.atoms;
  const isNothing = first?.kind === 'exact' && isInPiece(piece, first.text, domain) === false;
  return isNothing ? { text: null, isEmpty: true } : null;
}

function lookByAutomaton({ atoms, without }: Piece, domain: TextDomain): FoundTexts {
  let language = atoms
    .map((atom) => domain.languageOf(atom))
    .reduce(languages.intersect, domain.possible ?? languages.everyText(domain.dialect));
  for (const one of without) {
    if (languages.isEmpty(language) === true) break;
    const others = one.map((atom) => domain.languageOf(atom)).reduce(languages.intersect);
    language = languages.intersect(language, languages.complement(others));
  }
  if (languages.isEmpty(language) === true) return { text: null, isEmpty: true };
  for (const wanted of [languages.intersect(language, domain.nice), language]) {
    const shortest = languages.shortestText(wanted);
    if (typeof shortest !== 'object' || shortest === null) continue;
    const { text } = shortest;
    if (domain.wishes.isAccepted(text) && isInPiece({ atoms, without }, text, domain) === true) {
      return { text, isEmpty: false };
    }
  }
  return { text: null, isEmpty: false };
}

/** Suffixes and prefixes that are tried around a text that is in all atoms. */
const additions = ['', 'a', '/a', '0', '/', '-a', 'ab', '/a/a', 'z', '.a'];

/** Texts that may be in a piece, those that people like to read first. */
function candidatesOf({ atoms, without }: Piece, domain: TextDomain): string[] {
  const { usual } = domain.wishes;
  if (atoms.length === 0) return [...usual, ...additions];
  const exact = atoms.find((atom) => atom.kind === 'exact');
  if (exact && 'text' in exact) return [exact.text];
  const textsOf = (kind: 'prefix' | 'suffix' | 'contains') =>
    atoms.flatMap((atom: Atom) => (atom.kind === kind && 'text' in atom ? [atom.text] : []));
  const [fronts, backs, middles] = [textsOf('prefix'), textsOf('suffix'), textsOf('contains')];
  const longest = (texts: readonly string[]) =>
    texts.reduce((best, one) => (one.length > best.length ? one : best), '');
  const [front, back] = [longest(fronts), longest(backs)];
  const regexes = atoms.flatMap((atom) =>
    atom.kind === 'regex' ? examplesOf(atom.pattern, domain.dialect) : [],
  );
  const bodies = [...new Set([...regexes, overlapping(front, middles.join('')), middles.join('')])];
  const bases = bodies.flatMap((body) => [overlapping(overlapping(front, body), back), body]);
  const grown = [...new Set(bases)]
    .slice(0, 12)
    .flatMap((base) =>
      (without.length === 0 && regexes.length > 0 ? ['', 'a'] : additions).flatMap((added) =>
        backs.length > 0
          ? [front + added + base.slice(base.startsWith(front) ? front.length : 0)]
          : [base + added],
      ),
    );
  return [...new Set([...bases, ...grown, ...usual])];
}

/** Two texts one after the other, what ends the first and begins the second only once. */
function overlapping(first: string, second: string): string {
  if (second.startsWith(first)) return second;
  for (let length = Math.min(first.length, second.length); length > 0; length--) {
    if (first.endsWith(second.slice(0, length))) return first + second.slice(length);
  }
  return first + second;
}
