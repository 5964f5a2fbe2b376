/** The kinds of tokens, for the scanner that makes them and for Chevrotain, which runs the rules on them. */

import { createToken, EOF, type TokenType } from 'chevrotain';

export interface Token {
  /** The number by which Chevrotain compares tokens. */
  readonly tokenTypeIdx: number;
  readonly kind: TokenKind;
  readonly image: string;
  /** UTF-16 units, half open. */
  readonly start: number;
  readonly end: number;
}

/** What the rules of the parser do not distinguish. A token can belong to two. */
export const AnyConnector = createToken({ name: 'AnyConnector' });
export const AnyOperator = createToken({ name: 'AnyOperator' });
export const AnyConstant = createToken({ name: 'AnyConstant' });
/** What cannot begin a term but is found where one should be: `"/a" == http.path`, `== "/a"`, `;`. */
export const Misplaced = createToken({ name: 'Misplaced' });

/** Every kind of token, with what it belongs to. */
const kinds = {
  Identifier: [],
  /** The rest of a name after a hyphen: `http.headers.x` and then `-request-id`. */
  HyphenatedRest: [],
  LeftParen: [],
  RightParen: [],
  Not: [],

  And: [AnyConnector],
  Or: [AnyConnector],
  /** `and`, `or`, `&`, `|` if `&&` or `||` belongs. */
  WrongConnector: [AnyConnector],

  Operator: [AnyOperator],
  /** The engine's grammar allows any white space within `not in`, the engine survives only one space. */
  MisspacedOperator: [AnyOperator],
  /** A run of characters that is not an operator: `=`, `===`, `=~`, `<>`. */
  WrongOperator: [AnyOperator, Misplaced],
  /** `like`, `matches`, … where an operator belongs. */
  WrongOperatorWord: [AnyOperator],
  /** Anything else where an operator belongs, such as `≠`. */
  WrongOperatorText: [AnyOperator],

  StringLiteral: [AnyConstant, Misplaced],
  RawStringLiteral: [AnyConstant, Misplaced],
  Ipv4CidrLiteral: [AnyConstant, Misplaced],
  Ipv6CidrLiteral: [AnyConstant, Misplaced],
  Ipv4Literal: [AnyConstant, Misplaced],
  Ipv6Literal: [AnyConstant, Misplaced],
  IntLiteral: [AnyConstant, Misplaced],
  /** Closed, but with an escape that the language does not have. */
  WrongEscapeString: [AnyConstant, Misplaced],
  UnclosedString: [AnyConstant, Misplaced],
  UnclosedRawString: [AnyConstant, Misplaced],
  SingleQuotedString: [AnyConstant],
  /** Anything else where a constant belongs: a bare word, a path without quotes, another field. */
  WrongConstant: [AnyConstant],

  /** The language has no comments. */
  Comment: [],
  /** Anything else. */
  Unexpected: [Misplaced],
} satisfies Record<string, TokenType[]>;

type WrittenKind = keyof typeof kinds;

export type TokenKind = WrittenKind | 'End';

/** Chevrotain's type of each kind of token. */
export const tokenTypes = Object.fromEntries(
  Object.entries(kinds).map(([name, categories]) => [name, createToken({ name, categories })]),
) as Record<WrittenKind, TokenType>;

/** The number of a kind, as Chevrotain counts. */
export const typeNumberOf = (kind: TokenKind): number =>
  (kind === 'End' ? EOF : tokenTypes[kind]).tokenTypeIdx!;

/** Meant as a constant, whatever is wrong with it. */
export const isQuotedOrNumber = (kind: TokenKind): boolean => quotedOrNumbers.has(kind);

const quotedOrNumbers: ReadonlySet<TokenKind> = new Set(
  (Object.keys(kinds) as WrittenKind[]).filter(
    (kind) => (kinds[kind] as TokenType[]).includes(AnyConstant) && kind !== 'WrongConstant',
  ),
);
