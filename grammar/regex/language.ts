/**
 * Regular languages: the texts that a comparison of a route accepts, and what two of them have in common. The algebra is that
 * of `refa`; in front of it is our reader of regexes.
 *
 * A text is a sequence of Unicode characters (code points) for the atc router, which accepts only values that are UTF-8
 * (Kong/atc-router `src/ffi/mod.rs`); and of bytes for PCRE, which Kong runs without UTF. Languages of the two units are
 * compared on texts of ASCII alone (`onlyAscii`), where they are the same.
 *
 * Every question is bounded, and the answer may be that it was not decided. It is never a wrong one: a language that is not
 * known exactly has two bounds, texts that are in it for certain and texts that may be.
 */

import { DFA, isDisjointWith, NFA, TooManyNodesError } from 'refa';
import { automataOf, mostStates } from './automaton.js';
import { lastCharacter } from './character-sets.js';
import { readRegex } from './read-regex.js';
import { shortestTextOf } from './shortest-text.js';
import { haveInCommon, type Sketch, sketchOf } from './sketch.js';
import type { Dialect } from './syntax.js';

export interface Language {
  /** What a symbol of its texts is: a character for Rust, a byte for PCRE. */
  readonly dialect: Dialect;
  /** Texts that are in it for certain. */
  readonly least: NFA;
  /** Texts that may be in it; the same object where it is known exactly. */
  readonly most: NFA;
  /** Of `most`. */
  readonly sketch: Sketch;
}

export type Decision = boolean | 'not-decided';

const optionsOf = (dialect: Dialect) => ({ maxCharacter: lastCharacter(dialect) as never });

/** Its sketch is made when it is first needed, as a route is compared with many others or with none. */
class Bounded implements Language {
  readonly dialect: Dialect;
  readonly least: NFA;
  readonly most: NFA;
  #sketch: Sketch | null = null;

  constructor(dialect: Dialect, least: NFA, most: NFA) {
    this.dialect = dialect;
    this.least = least;
    this.most = most;
  }

  get sketch(): Sketch {
    this.#sketch ??= sketchOf(this.most);
    return this.#sketch;
  }
}

const exactly = (dialect: Dialect, automaton: NFA): Language => new Bounded(dialect, automaton, automaton);

export const everyText = (dialect: Dialect): Language => exactly(dialect, NFA.all(optionsOf(dialect)));
export const noText = (dialect: Dialect): Language => exactly(dialect, NFA.empty(optionsOf(dialect)));

/** Nothing is known of it. */
const unknown = (dialect: Dialect): Language =>
  new Bounded(dialect, NFA.empty(optionsOf(dialect)), NFA.all(optionsOf(dialect)));

/**
 * The texts in which a regex is found.
 *
 * @param pattern of one that its engine accepts: of another, nothing is known
 * @param anchored whether a match has to begin at the start of the text, as Kong asks of PCRE for paths
 */
export function languageOf(pattern: string, dialect: Dialect, { anchored = false } = {}): Language {
  const read = readRegex(pattern, dialect);
  const bounds = read.faults.length === 0 ? automataOf(read, anchored) : null;
  return bounds ? new Bounded(dialect, bounds.least, bounds.most) : unknown(dialect);
}

export const equalTo = (text: string, dialect: Dialect = 'rust'): Language =>
  ofText(text, dialect, false, false);
export const startingWith = (text: string, dialect: Dialect = 'rust'): Language =>
  ofText(text, dialect, false, true);
export const endingWith = (text: string, dialect: Dialect = 'rust'): Language =>
  ofText(text, dialect, true, false);
export const containing = (text: string, dialect: Dialect = 'rust'): Language =>
  ofText(text, dialect, true, true);

/** The symbols of a text, as numbers. */
export const symbolsOf = (text: string, dialect: Dialect): number[] =>
  dialect === 'rust' ? Array.from(text, (character) => character.codePointAt(0)!) : [...Buffer.from(text)];

function ofText(text: string, dialect: Dialect, openFront: boolean, openBack: boolean): Language {
  const symbols = symbolsOf(text, dialect);
  if (symbols.length > mostStates) return unknown(dialect);
  const options = optionsOf(dialect);
  const automaton = NFA.fromWords([symbols as never], options);
  if (openFront) automaton.prependInto(NFA.all(options));
  if (openBack) automaton.appendInto(NFA.all(options));
  return exactly(dialect, automaton);
}

/** Its texts that are of ASCII alone. */
export const onlyAscii = (language: Language): Language =>
  intersect(language, languageOf(String.raw`\A[\x00-\x7F]*\z`, language.dialect));

/** Of languages of two units, their texts of ASCII. */
export function intersect(a: Language, b: Language): Language {
  const [one, other] = sameUnit(a, b);
  return combined(one, other, (x, y) => NFA.fromIntersection(x, y, limited()));
}

export function union(a: Language, b: Language): Language {
  const [one, other] = sameUnit(a, b);
  return combined(one, other, (x, y) => {
    const joined = x.copy(limited());
    joined.unionInto(y, limited());
    return joined;
  });
}

/** Texts of languages of one unit, one after the other. */
export function concatenate(parts: readonly [Language, ...Language[]]): Language {
  return parts.reduce((front, back) =>
    combined(front, back, (x, y) => {
      const joined = x.copy(limited());
      joined.append(y, limited());
      return joined;
    }),
  );
}

export function complement(language: Language): Language {
  const { dialect, least, most } = language;
  const inverse = (automaton: NFA) => attempt(() => NFA.fromFA(complementOf(automaton), limited()));
  const ofMost = inverse(most);
  const ofLeast = least === most ? ofMost : inverse(least);
  if (ofMost && ofMost === ofLeast) return exactly(dialect, ofMost);
  const all = unknown(dialect);
  return new Bounded(dialect, ofMost ?? all.least, ofLeast ?? all.most);
}

/** Whether there is no text in it. */
export function isEmpty({ least, most }: Language): Decision {
  if (most.isEmpty) return true;
  return least.isEmpty ? 'not-decided' : false;
}

/** Whether no text is in both. */
export function areDisjoint(a: Language, b: Language): Decision {
  if (a.dialect !== b.dialect) return isEmpty(intersect(a, b)) === false ? false : 'not-decided';
  const common = haveInCommon(a.sketch, b.sketch);
  if (common === false) return true;
  if (common === true && a.least === a.most && b.least === b.most) return false;
  if (attempt(() => isDisjointWith(a.most, b.most, mostProduct)) === true) return true;
  return attempt(() => isDisjointWith(a.least, b.least, mostProduct)) === false ? false : 'not-decided';
}

/** Whether every text of the first is in the second. */
export function isSubset(a: Language, b: Language): Decision {
  if (a.dialect !== b.dialect) return 'not-decided';
  const leavesOut = (of: NFA, from: NFA): boolean | null =>
    attempt(() => !isDisjointWith(of, complementOf(from), mostProduct));
  if (leavesOut(a.most, b.least) === false) return true;
  return leavesOut(a.least, b.most) === true ? false : 'not-decided';
}

/** Whether both have the same texts. */
export function areSame(a: Language, b: Language): Decision {
  const [there, back] = [isSubset(a, b), isSubset(b, a)];
  if (there === false || back === false) return false;
  return there === true && back === true ? true : 'not-decided';
}

export function has({ dialect, least, most }: Language, text: string): Decision {
  const symbols = symbolsOf(text, dialect) as never;
  if (least.test(symbols)) return true;
  return least === most || !most.test(symbols) ? false : 'not-decided';
}

/**
 * One of the shortest texts, of characters that are easy to read where there is a choice. Bytes that are not UTF-8 become the
 * replacement character.
 *
 * @returns `null` if there is none
 */
export function shortestText(language: Language): { readonly text: string } | 'not-decided' | null {
  if (language.most.isEmpty) return null;
  const symbols = shortestTextOf(language.least);
  if (symbols === null) return 'not-decided';
  const text =
    language.dialect === 'rust'
      ? Array.from(symbols, (symbol) => String.fromCodePoint(symbol)).join('')
      : Buffer.from(symbols).toString();
  return { text };
}

/** A product of more pairs of states is not looked at. */
const mostProduct = 20_000;
const limited = () => new NFA.LimitedNodeFactory(mostStates);

function complementOf(automaton: NFA): DFA {
  const factory = new DFA.LimitedNodeFactory(mostStates);
  const deterministic = DFA.fromFA(automaton, factory);
  deterministic.complement(factory);
  return deterministic;
}

/** @returns `null` if it would become too large */
function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooManyNodesError) return null;
    throw error;
  }
}

function combined(a: Language, b: Language, join: (a: NFA, b: NFA) => NFA): Language {
  const { dialect } = a;
  const most = attempt(() => join(a.most, b.most));
  const isExact = a.least === a.most && b.least === b.most;
  const least = isExact ? most : attempt(() => join(a.least, b.least));
  const all = unknown(dialect);
  return new Bounded(dialect, least ?? all.least, most ?? all.most);
}

/** Languages of characters and of bytes agree about texts of ASCII, and nothing else is known of the others. */
function sameUnit(a: Language, b: Language): readonly [Language, Language] {
  if (a.dialect === b.dialect) return [a, b];
  return [asCharacters(a), asCharacters(b)];
}

function asCharacters(language: Language): Language {
  if (language.dialect === 'rust') return language;
  const ascii = onlyAscii(language);
  const beyond = languageOf('[^\\x00-\\x7F]', 'rust');
  const widened = (automaton: NFA): NFA => rebuilt(automaton);
  const least = widened(ascii.least);
  const most = widened(ascii.most);
  most.unionInto(beyond.most);
  return new Bounded('rust', least, most);
}

/** The same automaton over more symbols. */
function rebuilt(automaton: NFA): NFA {
  const builder = new NFA.Builder(new NFA.LimitedNodeFactory(mostStates));
  const nodes = new Map([[automaton.initial, builder.initial]]);
  const nodeOf = (old: NFA.ReadonlyNode): NFA.Node => {
    let node = nodes.get(old as NFA.Node);
    if (!node) {
      node = builder.createNode();
      nodes.set(old as NFA.Node, node);
    }
    return node;
  };
  const maximum = lastCharacter('rust') as never;
  for (const node of automaton.nodes()) {
    if (automaton.finals.has(node)) builder.makeFinal(nodeOf(node));
    for (const [to, characters] of node.out)
      builder.linkNodes(nodeOf(node), nodeOf(to), characters.resize(maximum));
  }
  return NFA.fromBuilder(builder, { maxCharacter: maximum });
}
