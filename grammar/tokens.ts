/**
 * Tokens of the expression language.
 *
 * The engine's grammar (Kong/atc-router `src/atc_grammar.pest`) has no separate lexer: what `in`, `10` or
 * `a:b` is depends on where it stands (`in10.0.0.0/8` is an operator and a constant). So the lexer has one
 * mode for each place in a predicate, and every token says in which mode the next one is read:
 *
 *     term ──field──▶ operator ──operator──▶ constant ──constant──▶ connector ──&& ||──▶ term
 *
 * In every mode there are also tokens for what people write by mistake, so that any text becomes tokens and
 * the parser can name the mistake.
 */

import { createToken, type ITokenConfig, Lexer, type TokenType } from 'chevrotain';

/** Where the lexer is, by what it expects next. */
type Mode = 'term' | 'operator' | 'constant' | 'connector';

const token = (name: string, pattern: RegExp, next?: Mode, more: Partial<ITokenConfig> = {}): TokenType =>
  createToken({ name, pattern, ...(next && { push_mode: next }), ...more });

/**
 * For patterns that can start with any character. Chevrotain picks candidates by the first character, and does
 * so only if it is told the first characters of every pattern; it knows the characters up to 255 one by one
 * and those beyond in buckets of 255.
 */
const anyStart = {
  start_chars_hint: [
    ...Array.from({ length: 256 }, (_, code) => code),
    ...Array.from({ length: 257 }, (_, bucket) => (bucket + 1) * 255),
  ],
};

/** White space of the engine is these four characters and no other; a no-break space is a mistake. */
const WhiteSpace = token('WhiteSpace', /[ \t\r\n]+/, undefined, { group: Lexer.SKIPPED });

export const Identifier = token('Identifier', /[A-Za-z][A-Za-z0-9_.]*/, 'operator');

export const And = token('And', /&&/, 'term');
export const Or = token('Or', /\|\|/, 'term');
export const Not = token('Not', /!/, 'term');
export const LeftParen = token('LeftParen', /\(/, 'term');
/** Leaves the mode as it is: after `lower(http.path` the operator is still to come. */
export const RightParen = token('RightParen', /\)/);

/** A run of operator characters that is no operator, such as `=`, `===`, `=~`, `<>`. */
export const WrongOperator = token('WrongOperator', /[=!<>~^*]+/, 'constant');
const symbol = (name: string, pattern: RegExp) =>
  token(name, pattern, 'constant', { longer_alt: WrongOperator });
export const Equal = symbol('Equal', /==/);
export const NotEqual = symbol('NotEqual', /!=/);
export const Regex = symbol('Regex', /~/);
export const Prefix = symbol('Prefix', /\^=/);
export const Postfix = symbol('Postfix', /=\^/);
export const GreaterOrEqual = symbol('GreaterOrEqual', />=/);
export const Greater = symbol('Greater', />/);
export const LessOrEqual = symbol('LessOrEqual', /<=/);
export const Less = symbol('Less', /</);
/** Needs no word boundary: the engine tries `in` first and reads on right behind it. */
export const In = token('In', /in/, 'constant');
/** The grammar allows any white space between the two words, the engine survives only one space. */
export const NotIn = token('NotIn', /not[ \t\r\n]*in/, 'constant');
export const Contains = token('Contains', /contains/, 'constant');

/** `like`, `matches`, … where an operator belongs. */
export const WrongOperatorWord = token('WrongOperatorWord', /[A-Za-z_][A-Za-z0-9_]*/, 'constant');
/** Anything else where an operator belongs, such as `≠`. */
export const WrongOperatorText = token('WrongOperatorText', /[^\s()"&|A-Za-z0-9]+/, 'constant', anyStart);
/** The rest of a name behind a hyphen: `http.headers.x` and then `-request-id`. */
export const HyphenatedRest = token('HyphenatedRest', /-[A-Za-z0-9_.-]*[A-Za-z_][A-Za-z0-9_.-]*/);

// Not `(?:[^"\\]|…)*`, which costs the stack of the regex engine something for every character.
export const StringLiteral = token('StringLiteral', /"[^"\\]*(?:\\["\\nrt][^"\\]*)*"/, 'connector');
export const RawStringLiteral = token('RawStringLiteral', /r#"[\s\S]*?"#/, 'connector');
export const Ipv4CidrLiteral = token('Ipv4CidrLiteral', /\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}/, 'connector');
export const Ipv6CidrLiteral = token(
  'Ipv6CidrLiteral',
  /(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*\/\d{1,3}/,
  'connector',
);
export const Ipv4Literal = token('Ipv4Literal', /\d{1,3}(?:\.\d{1,3}){3}/, 'connector');
export const Ipv6Literal = token('Ipv6Literal', /(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*/, 'connector');
/** Octal is tried first: `018` is octal 1 and then a stray 8; `09` is decimal. */
export const IntLiteral = token('IntLiteral', /-?(?:0[0-7]+|0x[0-9A-Fa-f]+|\d+)/, 'connector');

/** Closed, but with an escape that the language does not have. */
export const WrongEscapeString = token('WrongEscapeString', /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/, 'connector');
export const UnclosedString = token('UnclosedString', /"[^"\\]*(?:\\[\s\S][^"\\]*)*\\?/, 'connector');
export const UnclosedRawString = token('UnclosedRawString', /r#"[\s\S]*/, 'connector');
export const SingleQuotedString = token('SingleQuotedString', /'[^']*'/, 'connector');
/** Anything else where a constant belongs: a bare word, a path without quotes, another field. */
export const WrongConstant = token('WrongConstant', /[^\s()"&|]+/, 'connector', anyStart);

/** `and`, `or`, `&`, `|` where `&&` or `||` belongs. */
export const WrongConnector = token('WrongConnector', /(?:and|or|AND|OR)(?![A-Za-z0-9_.])|[&|]/, 'term');
/** The language has no comments. */
export const Comment = token('Comment', /(?:#|\/\/|--|\/\*)[^\n]*/);
/** Anything else. */
export const Unexpected = token('Unexpected', /[^\s()"&|!]+|[\s\S]/, undefined, anyStart);

const constants = [
  StringLiteral,
  WrongEscapeString,
  UnclosedString,
  RawStringLiteral,
  UnclosedRawString,
  Ipv4CidrLiteral,
  Ipv6CidrLiteral,
  Ipv4Literal,
  Ipv6Literal,
  IntLiteral,
];

const symbols = [
  Equal,
  NotEqual,
  Regex,
  Prefix,
  Postfix,
  GreaterOrEqual,
  Greater,
  LessOrEqual,
  Less,
  WrongOperator,
];

/** In every mode: what comes first is tried first. */
const modes: Record<Mode, TokenType[]> = {
  term: [
    WhiteSpace,
    Identifier,
    LeftParen,
    RightParen,
    And,
    Or,
    Not,
    WrongOperator,
    ...constants.filter((constant) => constant !== IntLiteral),
    WrongConnector,
    Comment,
    IntLiteral,
    Unexpected,
  ],
  operator: [
    WhiteSpace,
    ...symbols,
    In,
    NotIn,
    Contains,
    LeftParen,
    RightParen,
    And,
    Or,
    StringLiteral,
    WrongEscapeString,
    UnclosedString,
    RawStringLiteral,
    UnclosedRawString,
    WrongOperatorWord,
    HyphenatedRest,
    IntLiteral,
    WrongConnector,
    WrongOperatorText,
    Unexpected,
  ],
  constant: [
    WhiteSpace,
    ...constants,
    LeftParen,
    RightParen,
    And,
    Or,
    SingleQuotedString,
    WrongConnector,
    WrongConstant,
    Unexpected,
  ],
  connector: [
    WhiteSpace,
    And,
    Or,
    RightParen,
    WrongConnector,
    Comment,
    Identifier,
    LeftParen,
    Not,
    StringLiteral,
    WrongEscapeString,
    UnclosedString,
    Unexpected,
  ],
};

/** Every token, for the parser. */
export const tokens: TokenType[] = [...new Set(Object.values(modes).flat())];

const lexer = new Lexer({ modes, defaultMode: 'term' }, { positionTracking: 'onlyOffset' });

/** Reads a text as tokens; every character but white space of any kind is part of one. */
export const tokenize = (text: string) => lexer.tokenize(text);
