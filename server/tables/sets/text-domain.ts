/**
 * What the texts of a field can be, and the engines that judge them: the units of its regexes, which values a client can
 * send, which ones people like to read.
 */

import { languages, type RegularLanguage } from '../../../grammar/index.js';
import type { Regexes } from '../../flavors/index.js';
import { type Atom, type AtomDomain, factsOf, type Membership, type RegexFacts } from './atoms.js';
import { KnownTexts } from './known-texts.js';

type Dialect = RegularLanguage['dialect'];

export interface Wishes {
  /** Whether a client can send the text, as the router sees it. */
  readonly isAccepted: (text: string) => boolean;
  /** A regex of texts that are easy to read; other texts are used if there is no such text. */
  readonly nice: string;
  /** A regex that every text of the field matches; `null` if nothing is certain of them. */
  readonly possible: string | null;
  /** What to choose where it is possible, the first first. */
  readonly usual: readonly string[];
}

export class TextDomain implements AtomDomain {
  readonly dialect: Dialect;
  readonly wishes: Wishes;
  readonly #regexes: Regexes;
  readonly #languages = new Map<string, RegularLanguage>();
  readonly #facts = new Map<string, RegexFacts>();
  /** Sets of its texts, and what is in them. */
  readonly known = new KnownTexts();

  constructor(dialect: Dialect, wishes: Wishes, regexes: Regexes) {
    this.dialect = dialect;
    this.wishes = wishes;
    this.#regexes = regexes;
  }

  /** Whether a text is in an atom, as the router's own engine sees it. */
  isIn(atom: Atom, text: string): Membership {
    switch (atom.kind) {
      case 'exact':
        return text === atom.text;
      case 'prefix':
        return text.startsWith(atom.text);
      case 'suffix':
        return text.endsWith(atom.text);
      case 'contains':
        return text.includes(atom.text);
      case 'language': {
        const found = languages.has(atom.language, text);
        return found === 'not-decided' ? 'undecided' : found;
      }
      case 'regex':
        return this.#isFound(atom.pattern, atom.anchored, text);
    }
  }

  #isFound(pattern: string, anchored: boolean, text: string): Membership {
    const { rust, pcre } = this.#regexes;
    if (this.dialect === 'rust') return rust.isMatch(pattern, text);
    const match = pcre.match(pattern, text, anchored);
    return match === 'undecided' ? match : match !== null && match !== 'rejected';
  }

  facts(atom: Extract<Atom, { kind: 'regex' }>): RegexFacts {
    return remembered(this.#facts, atom.pattern, () => factsOf(atom, this));
  }

  languageOf(atom: Atom): RegularLanguage {
    switch (atom.kind) {
      case 'exact':
        return languages.equalTo(atom.text, this.dialect);
      case 'prefix':
        return languages.startingWith(atom.text, this.dialect);
      case 'suffix':
        return languages.endingWith(atom.text, this.dialect);
      case 'contains':
        return languages.containing(atom.text, this.dialect);
      case 'language':
        return atom.language;
      case 'regex': {
        const { pattern, anchored } = atom;
        return this.#languageOfRegex(pattern, anchored);
      }
    }
  }

  #languageOfRegex(pattern: string, anchored: boolean): RegularLanguage {
    return remembered(this.#languages, `${anchored} ${pattern}`, () =>
      languages.languageOf(pattern, this.dialect, { anchored }),
    );
  }

  get possible(): RegularLanguage | null {
    const { possible } = this.wishes;
    return possible === null ? null : this.#languageOfRegex(possible, false);
  }

  get nice(): RegularLanguage {
    return this.#languageOfRegex(this.wishes.nice, false);
  }
}

/** Automata are large: of so many regexes they are kept. */
const mostKept = 400;

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    if (known.size >= mostKept) known.clear();
    known.set(key, value);
  }
  return value;
}
