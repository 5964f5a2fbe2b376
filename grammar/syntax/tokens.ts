/**
 * Text to tokens.
 *
 * The engine's grammar (Kong/atc-router `src/atc_grammar.pest`) has no separate lexer: what `in`, `10` or
 * `a:b` is depends on where it stands (`in10.0.0.0/8` is an operator and a constant). So there is one mode for each
 * place in a predicate, and every token says in which mode the next one is read:
 *
 *     term ──field──▶ operator ──operator──▶ constant ──constant──▶ connector ──&& ||──▶ term
 *
 * In every mode there are also tokens for what people write by mistake, so that any text becomes tokens and
 * the parser can name the mistake.
 */

import { createToken, EOF, type TokenType } from 'chevrotain';
import type { ComparisonOperator } from './ast.js';

export interface Token {
  /** The number by which Chevrotain compares tokens. */
  readonly tokenTypeIdx: number;
  readonly kind: TokenKind;
  readonly image: string;
  /** UTF-16 units, half open. */
  readonly start: number;
  readonly end: number;
}

/** Where the reader is, by what it expects next. */
type Mode = 'term' | 'operator' | 'constant' | 'connector';

/** What is always written the same. Half of the tokens are such, and take no regex to be told. */
interface Word {
  readonly type: number;
  readonly kind: WordKind;
  readonly image: string;
  /** `null`: the mode stays as it is. */
  readonly next: Mode | null;
}

const wordList = {
  And: { kind: 'And', image: '&&', next: 'term' },
  Or: { kind: 'Or', image: '||', next: 'term' },
  Not: { kind: 'Not', image: '!', next: 'term' },
  LeftParen: { kind: 'LeftParen', image: '(', next: 'term' },
  /** After `lower(http.path` the operator is still to come. */
  RightParen: { kind: 'RightParen', image: ')', next: null },
  Equal: { kind: 'Equal', image: '==', next: 'constant' },
  NotEqual: { kind: 'NotEqual', image: '!=', next: 'constant' },
  Regex: { kind: 'Regex', image: '~', next: 'constant' },
  Prefix: { kind: 'Prefix', image: '^=', next: 'constant' },
  Postfix: { kind: 'Postfix', image: '=^', next: 'constant' },
  GreaterOrEqual: { kind: 'GreaterOrEqual', image: '>=', next: 'constant' },
  Greater: { kind: 'Greater', image: '>', next: 'constant' },
  LessOrEqual: { kind: 'LessOrEqual', image: '<=', next: 'constant' },
  Less: { kind: 'Less', image: '<', next: 'constant' },
  In: { kind: 'In', image: 'in', next: 'constant' },
  Contains: { kind: 'Contains', image: 'contains', next: 'constant' },
} as const satisfies Record<string, { kind: string; image: string; next: Mode | null }>;

type WordKind = keyof typeof wordList;

/** The word that the mode has at a place. In every mode words come before patterns. */
function wordAt(text: string, at: number, mode: Mode): Word | null {
  switch (text[at]) {
    case '(':
      return words.LeftParen;
    case ')':
      return words.RightParen;
    case '&':
      return text[at + 1] === '&' ? words.And : null;
    case '|':
      return text[at + 1] === '|' ? words.Or : null;
  }
  if (mode === 'operator') return operatorAt(text, at);
  return text[at] === '!' && mode !== 'constant' ? words.Not : null;
}

/** The characters of symbols, and those that people take for such. */
const ofSymbols: ReadonlySet<string | undefined> = new Set('=!<>~^*');

function operatorAt(text: string, at: number): Word | null {
  const symbol = symbolAt(text, at);
  // No symbol is part of a longer run: `=^=` is no operator, and not one and something behind it.
  if (symbol !== null) return ofSymbols.has(text[at + symbol.image.length]) ? null : symbol;
  // No word boundary is asked for: the engine tries `in` first and reads on right behind it.
  if (text.startsWith('in', at)) return words.In;
  return text.startsWith('contains', at) ? words.Contains : null;
}

function symbolAt(text: string, at: number): Word | null {
  const second = text[at + 1];
  switch (text[at]) {
    case '=':
      return second === '=' ? words.Equal : second === '^' ? words.Postfix : null;
    case '!':
      return second === '=' ? words.NotEqual : null;
    case '~':
      return words.Regex;
    case '^':
      return second === '=' ? words.Prefix : null;
    case '>':
      return second === '=' ? words.GreaterOrEqual : words.Greater;
    case '<':
      return second === '=' ? words.LessOrEqual : words.Less;
    default:
      return null;
  }
}

interface Rule {
  /** Sticky: matches at a place or not at all. */
  readonly pattern: RegExp;
  /** `null`: the mode stays as it is. */
  readonly next: Mode | null;
  /** Says of a character whether the pattern can start with it; without it, it can start with any. */
  readonly starts?: RegExp;
}

const rule = (pattern: RegExp, next: Mode | null, starts?: RegExp): Rule => ({
  pattern: new RegExp(pattern.source, 'y'),
  next,
  ...(starts && { starts }),
});

const rules = {
  Identifier: rule(/[A-Za-z][A-Za-z0-9_.]*/, 'operator', /[A-Za-z]/),
  /** A run of characters that is no symbol: `=`, `===`, `=~`, `<>`. */
  WrongOperator: rule(/[=!<>~^*]+/, 'constant', /[=!<>~^*]/),
  /** The grammar allows any white space between the two words, the engine survives only one space. */
  NotIn: rule(/not[ \t\r\n]*in/, 'constant', /n/),
  /** `like`, `matches`, … where an operator belongs. */
  WrongOperatorWord: rule(/[A-Za-z_][A-Za-z0-9_]*/, 'constant', /[A-Za-z_]/),
  /** Anything else where an operator belongs, such as `≠`. */
  WrongOperatorText: rule(/[^\s()"&|A-Za-z0-9]+/, 'constant'),
  /** The rest of a name behind a hyphen: `http.headers.x` and then `-request-id`. */
  HyphenatedRest: rule(/-[A-Za-z0-9_.-]*[A-Za-z_][A-Za-z0-9_.-]*/, null, /-/),

  // Not `(?:[^"\\]|…)*`, which costs the stack of the regex engine something for every character.
  StringLiteral: rule(/"[^"\\]*(?:\\["\\nrt][^"\\]*)*"/, 'connector', /"/),
  RawStringLiteral: rule(/r#"[\s\S]*?"#/, 'connector', /r/),
  Ipv4CidrLiteral: rule(/\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}/, 'connector', /\d/),
  Ipv6CidrLiteral: rule(/(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*\/\d{1,3}/, 'connector', /[0-9A-Fa-f:]/),
  Ipv4Literal: rule(/\d{1,3}(?:\.\d{1,3}){3}/, 'connector', /\d/),
  Ipv6Literal: rule(/(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*/, 'connector', /[0-9A-Fa-f:]/),
  /** Octal is tried first: `018` is octal 1 and then a stray 8; `09` is decimal. */
  IntLiteral: rule(/-?(?:0[0-7]+|0x[0-9A-Fa-f]+|\d+)/, 'connector', /[-\d]/),
  /** Closed, but with an escape that the language does not have. */
  WrongEscapeString: rule(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/, 'connector', /"/),
  UnclosedString: rule(/"[^"\\]*(?:\\[\s\S][^"\\]*)*\\?/, 'connector', /"/),
  UnclosedRawString: rule(/r#"[\s\S]*/, 'connector', /r/),
  SingleQuotedString: rule(/'[^']*'/, 'connector', /'/),
  /** Anything else where a constant belongs: a bare word, a path without quotes, another field. */
  WrongConstant: rule(/[^\s()"&|]+/, 'connector'),

  /** `and`, `or`, `&`, `|` where `&&` or `||` belongs. */
  WrongConnector: rule(/(?:and|or|AND|OR)(?![A-Za-z0-9_.])|[&|]/, 'term', /[aoAO&|]/),
  /** The language has no comments. */
  Comment: rule(/(?:#|\/\/|--|\/\*)[^\n]*/, null, /[#/-]/),
  /** Anything else. */
  Unexpected: rule(/[^\s()"&|!]+|[\s\S]/, null),
} satisfies Record<string, Rule>;

type RuleKind = keyof typeof rules;

export type TokenKind = WordKind | RuleKind | 'End';

const operators: ReadonlyMap<TokenKind, ComparisonOperator> = new Map([
  ['Equal', '=='],
  ['NotEqual', '!='],
  ['Regex', '~'],
  ['Prefix', '^='],
  ['Postfix', '=^'],
  ['GreaterOrEqual', '>='],
  ['Greater', '>'],
  ['LessOrEqual', '<='],
  ['Less', '<'],
  ['In', 'in'],
  ['NotIn', 'not in'],
  ['Contains', 'contains'],
]);

/** The operator that a kind of token is; `null` for every other. */
export const operatorOf = (kind: TokenKind): ComparisonOperator | null => operators.get(kind) ?? null;

const quotedOrNumbers: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...(['StringLiteral', 'RawStringLiteral', 'Ipv4CidrLiteral', 'Ipv6CidrLiteral'] as const),
  ...(['Ipv4Literal', 'Ipv6Literal', 'IntLiteral'] as const),
  ...(['WrongEscapeString', 'UnclosedString', 'UnclosedRawString', 'SingleQuotedString'] as const),
]);

/** Meant as a constant, whatever is wrong with it. */
export const isQuotedOrNumber = (kind: TokenKind): boolean => quotedOrNumbers.has(kind);

/** What the rules of the parser do not distinguish. */
export const Connector = createToken({ name: 'Connector' });
export const Operator = createToken({ name: 'Operator' });
export const Constant = createToken({ name: 'Constant' });
/** What cannot begin a term but is found where one should be: `"/a" == http.path`, `== "/a"`, `;`. */
export const Misplaced = createToken({ name: 'Misplaced' });

const of = (categories: TokenType[], ...kinds: TokenKind[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, categories]));

const categories: Partial<Record<TokenKind, TokenType[]>> = {
  ...of([Connector], 'And', 'Or', 'WrongConnector'),
  ...of([Operator], 'Equal', 'NotEqual', 'Regex', 'Prefix', 'Postfix', 'GreaterOrEqual', 'Greater'),
  ...of(
    [Operator],
    'LessOrEqual',
    'Less',
    'In',
    'NotIn',
    'Contains',
    'WrongOperatorWord',
    'WrongOperatorText',
  ),
  ...of([Operator, Misplaced], 'WrongOperator'),
  ...of([Misplaced], 'Unexpected'),
  ...of([Constant, Misplaced], 'StringLiteral', 'RawStringLiteral', 'Ipv4CidrLiteral', 'Ipv6CidrLiteral'),
  ...of([Constant, Misplaced], 'Ipv4Literal', 'Ipv6Literal', 'IntLiteral'),
  ...of([Constant, Misplaced], 'WrongEscapeString', 'UnclosedString', 'UnclosedRawString'),
  ...of([Constant], 'SingleQuotedString', 'WrongConstant'),
};

/** Chevrotain's type of each kind of token. */
export const tokenTypes = Object.fromEntries(
  [...Object.keys(wordList), ...Object.keys(rules)].map((kind) => [
    kind,
    createToken({ name: kind, categories: categories[kind as TokenKind] ?? [] }),
  ]),
) as Record<Exclude<TokenKind, 'End'>, TokenType>;

const numberOf = (kind: Exclude<TokenKind, 'End'>): number => tokenTypes[kind].tokenTypeIdx!;

const endType: number = EOF.tokenTypeIdx!;

const words = Object.fromEntries(
  Object.entries(wordList).map(([kind, word]) => [kind, { type: numberOf(kind as WordKind), ...word }]),
) as unknown as Record<WordKind, Word>;

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
const modes: Readonly<Record<Mode, readonly RuleKind[]>> = {
  term: [
    ...(['Identifier', 'WrongOperator'] as const),
    ...quoted,
    ...addresses,
    ...(['WrongConnector', 'Comment', 'IntLiteral', 'Unexpected'] as const),
  ],
  operator: [
    ...(['WrongOperator', 'NotIn'] as const),
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

interface Candidate extends Rule {
  readonly type: number;
  readonly kind: RuleKind;
}

/** The rules of a mode that can start with a character: by its code up to 127, and the last for all others. */
type Candidates = readonly (readonly Candidate[])[];

const beyondAscii = 128;

function candidatesOf(mode: Mode): Candidates {
  const all: Candidate[] = modes[mode].map((kind) => ({
    type: numberOf(kind),
    kind,
    ...rules[kind],
  }));
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

/** White space of the engine is these four characters and no other; a no-break space is a mistake. */
const isWhiteSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9;

/** Reads a text as tokens; every character but white space is part of one. The last token is the end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let mode: Mode = 'term';
  let at = 0;
  for (;;) {
    while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) {
      tokens.push({ tokenTypeIdx: endType, kind: 'End', image: '', start: text.length, end: text.length });
      return tokens;
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
    const possible: readonly Candidate[] = candidates[mode][Math.min(text.charCodeAt(at), beyondAscii)]!;
    // The last one matches at any character.
    for (let i = 0; i < possible.length; i++) {
      const { type, kind, pattern, next } = possible[i]!;
      pattern.lastIndex = at;
      if (!pattern.test(text)) continue;
      const end = pattern.lastIndex;
      tokens.push({ tokenTypeIdx: type, kind, image: text.slice(at, end), start: at, end });
      if (next !== null) mode = next;
      at = end;
      break;
    }
  }
}
