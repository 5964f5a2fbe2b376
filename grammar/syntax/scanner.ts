/**
 * Text to tokens.
 *
 * The engine's grammar (Kong/atc-router `src/atc_grammar.pest`) has no separate lexer: what `in`, `10` or
 * `a:b` is depends on where it is (`in10.0.0.0/8` is an operator and a constant). So there is one mode for each
 * place in a predicate, and every token says in which mode the next one is read:
 *
 *     term ──field──▶ operator ──operator──▶ constant ──constant──▶ connector ──&& ||──▶ term
 *
 * In every mode there are also tokens for what people write by mistake, so that any text becomes tokens and
 * the parser can name the mistake.
 */

import { comparisonOperatorNames, logicalOperators } from '../language/index.js';
import { type Token, type TokenKind, typeNumberOf } from './tokens.js';

export interface Scanned {
  /** Without comments; the last one is the end. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Token[];
}

/** Where the reader is, by what it expects next. */
type Mode = 'term' | 'operator' | 'constant' | 'connector';

/** What is always written the same. Half of the tokens are such, and need no regex. */
interface Word {
  readonly type: number;
  readonly kind: TokenKind;
  readonly image: string;
  /** `null`: the mode stays as it is. */
  readonly next: Mode | null;
}

const word = (kind: TokenKind, image: string, next: Mode | null): Word => ({
  type: typeNumberOf(kind),
  kind,
  image,
  next,
});

const and = word('And', '&&', 'term');
const or = word('Or', '||', 'term');
const not = word('Not', '!', 'term');
const open = word('LeftParen', '(', 'term');
/** After `lower(http.path` the operator is still to come. */
const close = word('RightParen', ')', null);

/** The word that the mode has at a place. In every mode words come before patterns. */
function wordAt(text: string, at: number, mode: Mode): Word | null {
  switch (text[at]) {
    case '(':
      return open;
    case ')':
      return close;
    case '&':
      return text[at + 1] === '&' ? and : null;
    case '|':
      return text[at + 1] === '|' ? or : null;
  }
  if (mode === 'operator') return operatorAt(text, at);
  return text[at] === '!' && mode !== 'constant' ? not : null;
}

const operatorNames: readonly string[] = comparisonOperatorNames;
const isWord = (operator: string) => /^[a-z]/.test(operator);

/** The characters of symbols, and those that people use in symbols of their own. */
const symbolCharacters = [
  ...new Set([...operatorNames.filter((operator) => !isWord(operator)).join(''), ...'=!<>~^*']),
].join('');

const escaped = (characters: string) => characters.replace(/[\\\]^-]/g, '\\$&');

const isSymbolCharacter: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  symbolCharacters.includes(String.fromCharCode(code)),
);

/** By the code of their first character, the longest first. */
const operatorsByStart: readonly (readonly Word[] | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const found = operatorNames.filter((operator) => operator.charCodeAt(0) === code);
  if (found.length === 0) return undefined;
  return found.sort((a, b) => b.length - a.length).map((operator) => word('Operator', operator, 'constant'));
});

function operatorAt(text: string, at: number): Word | null {
  const possible = operatorsByStart[text.charCodeAt(at)];
  if (possible === undefined) return null;
  for (let i = 0; i < possible.length; i++) {
    const found = possible[i]!;
    const { image } = found;
    if (!text.startsWith(image, at)) continue;
    // No symbol is part of a longer run: `=^=` is not an operator, and not one followed by something. Words have no
    // boundary: the engine tries `in` first, and reads on right after it.
    const isPart =
      isSymbolCharacter[text.charCodeAt(at)] && isSymbolCharacter[text.charCodeAt(at + image.length)];
    return isPart ? null : found;
  }
  return null;
}

interface Pattern {
  /** Sticky: matches at a place or not at all. */
  readonly pattern: RegExp;
  /** `null`: the mode stays as it is. */
  readonly next: Mode | null;
  /** Says of a character whether the pattern can start with it; without it, it can start with any. */
  readonly starts?: RegExp;
}

const sticky = (pattern: RegExp | string, next: Mode | null, starts?: RegExp): Pattern => ({
  pattern: new RegExp(typeof pattern === 'string' ? pattern : pattern.source, 'y'),
  next,
  ...(starts && { starts }),
});

const wrongConnectors = Object.values(logicalOperators).flatMap(({ alsoWritten }) => alsoWritten);
const wrongConnectorWords = wrongConnectors.filter((one) => /^\w/.test(one)).join('|');
const wrongConnectorSigns = wrongConnectors.filter((one) => !/^\w/.test(one)).join('');

/** Operators of several words, with whatever is between them. */
const misspaced = operatorNames
  .filter((operator) => operator.includes(' '))
  .map((operator) => operator.replaceAll(' ', '[ \\t\\r\\n]*'));

const patterns = {
  Identifier: sticky(/[A-Za-z][A-Za-z0-9_.]*/, 'operator', /[A-Za-z]/),
  WrongOperator: sticky(
    `[${escaped(symbolCharacters)}]+`,
    'constant',
    new RegExp(`[${escaped(symbolCharacters)}]`),
  ),
  MisspacedOperator: sticky(misspaced.join('|'), 'constant', /[a-z]/),
  WrongOperatorWord: sticky(/[A-Za-z_][A-Za-z0-9_]*/, 'constant', /[A-Za-z_]/),
  WrongOperatorText: sticky(/[^\s()"&|A-Za-z0-9]+/, 'constant'),
  HyphenatedRest: sticky(/-[A-Za-z0-9_.-]*[A-Za-z_][A-Za-z0-9_.-]*/, null, /-/),

  // Not `(?:[^"\\]|…)*`, which costs the stack of the regex engine something for every character.
  StringLiteral: sticky(/"[^"\\]*(?:\\["\\nrt][^"\\]*)*"/, 'connector', /"/),
  RawStringLiteral: sticky(/r#"[\s\S]*?"#/, 'connector', /r/),
  Ipv4CidrLiteral: sticky(/\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}/, 'connector', /\d/),
  Ipv6CidrLiteral: sticky(/(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*\/\d{1,3}/, 'connector', /[0-9A-Fa-f:]/),
  Ipv4Literal: sticky(/\d{1,3}(?:\.\d{1,3}){3}/, 'connector', /\d/),
  Ipv6Literal: sticky(/(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*/, 'connector', /[0-9A-Fa-f:]/),
  /** Octal is tried first: `018` is octal 1 and then a stray 8; `09` is decimal. */
  IntLiteral: sticky(/-?(?:0[0-7]+|0x[0-9A-Fa-f]+|\d+)/, 'connector', /[-\d]/),
  WrongEscapeString: sticky(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/, 'connector', /"/),
  UnclosedString: sticky(/"[^"\\]*(?:\\[\s\S][^"\\]*)*\\?/, 'connector', /"/),
  UnclosedRawString: sticky(/r#"[\s\S]*/, 'connector', /r/),
  SingleQuotedString: sticky(/'[^']*'/, 'connector', /'/),
  WrongConstant: sticky(/[^\s()"&|]+/, 'connector'),

  WrongConnector: sticky(
    `(?:${wrongConnectorWords})(?![A-Za-z0-9_.])|[${escaped(wrongConnectorSigns)}]`,
    'term',
    new RegExp(`[${escaped(wrongConnectors.map((one) => one.charAt(0)).join(''))}]`),
  ),
  Comment: sticky(/(?:#|\/\/|--|\/\*)[^\n]*/, null, /[#/-]/),
  Unexpected: sticky(/[^\s()"&|!]+|[\s\S]/, null),
} satisfies Partial<Record<TokenKind, Pattern>>;

type PatternKind = keyof typeof patterns;

const quoted = [
  'StringLiteral',
  'WrongEscapeString',
  'UnclosedString',
  'RawStringLiteral',
  'UnclosedRawString',
] as const;

/** What is an address of one version is none of the other, but a range begins with an address. */
const addresses = ['Ipv4CidrLiteral', 'Ipv4Literal', 'Ipv6CidrLiteral', 'Ipv6Literal'] as const;

/** In every mode: what comes first is tried first. */
const modes: Readonly<Record<Mode, readonly PatternKind[]>> = {
  term: [
    ...(['Identifier', 'WrongOperator'] as const),
    ...quoted,
    ...addresses,
    ...(['WrongConnector', 'Comment', 'IntLiteral', 'Unexpected'] as const),
  ],
  operator: [
    ...(['WrongOperator', 'MisspacedOperator'] as const),
    ...quoted,
    ...(['WrongOperatorWord', 'HyphenatedRest', 'IntLiteral', 'WrongConnector'] as const),
    ...(['WrongOperatorText', 'Unexpected'] as const),
  ],
  constant: [
    ...quoted,
    ...addresses,
    ...(['IntLiteral', 'SingleQuotedString', 'WrongConnector', 'WrongConstant', 'Unexpected'] as const),
  ],
  connector: [
    ...(['WrongConnector', 'Comment', 'Identifier'] as const),
    ...(['StringLiteral', 'WrongEscapeString', 'UnclosedString', 'Unexpected'] as const),
  ],
};

interface Candidate extends Pattern {
  readonly type: number;
  readonly kind: PatternKind;
}

/** The patterns of a mode that can start with a character: by its code up to 127, and the last for all others. */
type Candidates = readonly (readonly Candidate[])[];

const beyondAscii = 128;

function candidatesOf(mode: Mode): Candidates {
  const all: Candidate[] = modes[mode].map((kind) => ({ type: typeNumberOf(kind), kind, ...patterns[kind] }));
  return Array.from({ length: beyondAscii + 1 }, (_, code) =>
    all.filter(({ starts }) => !starts || (code < beyondAscii && starts.test(String.fromCharCode(code)))),
  );
}

const candidates: Readonly<Record<Mode, Candidates>> = {
  term: candidatesOf('term'),
  operator: candidatesOf('operator'),
  constant: candidatesOf('constant'),
  connector: candidatesOf('connector'),
};

const stringType = typeNumberOf('StringLiteral');
const endType = typeNumberOf('End');

/** White space of the engine is these four characters and no other; a no-break space is a mistake. */
const isWhiteSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9;

const noComments: readonly Token[] = [];

/** Reads a text as tokens; every character but white space is part of one. */
export function scan(text: string): Scanned {
  const tokens: Token[] = [];
  let comments: Token[] | null = null;
  let mode: Mode = 'term';
  let at = 0;
  let firstBackslash = text.indexOf('\\');
  if (firstBackslash === -1) firstBackslash = text.length;
  for (;;) {
    while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) {
      tokens.push({ tokenTypeIdx: endType, kind: 'End', image: '', start: text.length, end: text.length });
      return { tokens, comments: comments ?? noComments };
    }
    const word = wordAt(text, at, mode);
    if (word !== null) {
      const { type, kind, image, next } = word;
      const end = at + image.length;
      tokens.push({ tokenTypeIdx: type, kind, image, start: at, end });
      if (next !== null) mode = next;
      at = end;
      continue;
    }
    if (text[at] === '"') {
      // Without an escape it ends at the next quotation mark, and needs no regex. Every mode has strings.
      const end = text.indexOf('"', at + 1) + 1;
      if (end !== 0 && end <= firstBackslash) {
        tokens.push({
          tokenTypeIdx: stringType,
          kind: 'StringLiteral',
          image: text.slice(at, end),
          start: at,
          end,
        });
        mode = 'connector';
        at = end;
        continue;
      }
    }
    const possible: readonly Candidate[] = candidates[mode][Math.min(text.charCodeAt(at), beyondAscii)]!;
    // The last one matches at any character.
    for (let i = 0; i < possible.length; i++) {
      const { type, kind, pattern, next } = possible[i]!;
      pattern.lastIndex = at;
      if (!pattern.test(text)) continue;
      const end = pattern.lastIndex;
      const token: Token = { tokenTypeIdx: type, kind, image: text.slice(at, end), start: at, end };
      if (kind !== 'Comment') tokens.push(token);
      else if (comments === null) comments = [token];
      else comments.push(token);
      if (next !== null) mode = next;
      at = end;
      break;
    }
  }
}
