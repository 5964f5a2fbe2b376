/** The tree of a regex, in Rust's syntax or PCRE's. Offsets are in UTF-16 units of the pattern. */

/** `rust`: the crate `regex`, as the atc router uses it. `pcre`: as the traditional router and the schema use it, for bytes. */
export type Dialect = 'rust' | 'pcre';

/** The flags that are on where a piece of the pattern is, as bits. */
export type Flags = number;
export const flagBits = {
  ignoreCase: 1,
  multiLine: 2,
  dotAll: 4,
  spaced: 8,
  swapGreed: 16,
  crlf: 32,
  /** Rust's `(?-u)`: bytes instead of characters. */
  bytes: 64,
} as const;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export type RegexNode = Placed &
  (
    | { readonly kind: 'literal'; readonly codePoint: number; readonly flags: Flags }
    /** `.` */
    | { readonly kind: 'any'; readonly flags: Flags }
    /** Brackets, or an escape for a class: one character of a set. */
    | { readonly kind: 'class'; readonly set: ClassSet; readonly flags: Flags }
    | { readonly kind: 'boundary'; readonly at: Boundary; readonly flags: Flags }
    | {
        readonly kind: 'group';
        /** Its number; `null` if it captures nothing. */
        readonly capture: number | null;
        readonly name: string | null;
        readonly node: RegexNode;
      }
    /** `(?i)` */
    | { readonly kind: 'flags'; readonly flags: Flags }
    | {
        readonly kind: 'repeat';
        readonly node: RegexNode;
        readonly least: number;
        readonly most: number;
        readonly mode: 'greedy' | 'lazy' | 'possessive';
      }
    | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
    | { readonly kind: 'alternatives'; readonly nodes: readonly RegexNode[] }
    /** What is more than a regular expression, or what was not followed. */
    | { readonly kind: 'opaque'; readonly what: Opaque; readonly node: RegexNode | null }
  );

export type NodeOf<Kind extends RegexNode['kind']> = Extract<RegexNode, { readonly kind: Kind }>;

export type Opaque =
  | 'look-around'
  | 'atomic'
  | 'backreference'
  | 'recursion'
  | 'condition'
  | 'branch-reset'
  | 'verb'
  /** `\K`, `\G`, `\R`, `\X`, `\C` */
  | 'escape'
  /** Too deep to follow. */
  | 'unread';

export type Boundary =
  /** `^` and `$`; where the flag for lines is on, of lines. */
  | '^'
  | '$'
  /** `\A`, `\z` and PCRE's `\Z`. */
  | 'A'
  | 'z'
  | 'Z'
  | 'b'
  | 'B'
  /** Rust's `\<` or `\b{start}`, and its halves. */
  | 'start'
  | 'end'
  | 'start-half'
  | 'end-half';

export type ClassSet =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  /** `\d`, or `\D` if it is negated. */
  | { readonly kind: 'perl'; readonly name: PerlClass; readonly negated: boolean }
  /** `[:alpha:]` */
  | { readonly kind: 'posix'; readonly name: string; readonly negated: boolean }
  /** What is between the braces of `\p{…}`, without white space that does not count. */
  | { readonly kind: 'property'; readonly name: string; readonly negated: boolean }
  | { readonly kind: 'bracket'; readonly set: ClassSet; readonly negated: boolean }
  | { readonly kind: 'union'; readonly items: readonly ClassSet[] }
  | {
      readonly kind: 'operation';
      readonly operator: '&&' | '--' | '~~';
      readonly left: ClassSet;
      readonly right: ClassSet;
    };

/** `h` and `v` (horizontal and vertical space) and `N` (no line break) are PCRE's alone. */
export type PerlClass = 'd' | 'w' | 's' | 'h' | 'v' | 'N';

/** Why an engine rejects a pattern, or is not known to accept it. */
export type RegexFault =
  | 'group-unclosed'
  | 'group-unopened'
  | 'group-head'
  | 'group-name'
  | 'group-name-repeated'
  | 'look-around'
  | 'backreference'
  | 'flag'
  | 'repetition-missing'
  | 'repetition-count'
  | 'repetition-order'
  | 'class-unclosed'
  | 'class-range'
  | 'class-escape'
  | 'escape'
  | 'escape-unfinished'
  | 'character-code'
  | 'too-deep';

/** Syntax that only newer versions of the crate have. */
export type NewSyntax =
  | 'escaped-punctuation'
  | 'group-name-form'
  | 'group-name-characters'
  | 'flag-R'
  | 'word-boundary'
  | 'word-boundary-angle';

export interface ReadRegex {
  readonly dialect: Dialect;
  readonly pattern: string;
  readonly node: RegexNode;
  /** In the order of the pattern; none if the syntax is valid. Names of Unicode classes are not checked. */
  readonly faults: readonly (Placed & { readonly fault: RegexFault })[];
  readonly newSyntax: readonly (Placed & { readonly what: NewSyntax })[];
  /** The names of groups, in their order, each with its number and its place. */
  readonly names: readonly (Placed & { readonly name: string; readonly capture: number })[];
  /** How many groups capture. */
  readonly captures: number;
}
