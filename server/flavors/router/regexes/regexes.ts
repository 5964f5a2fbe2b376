/** The regex engines of a router. They are passed as arguments, so that they can be replaced. */

/** `undecided`: no engine here could say what Kong's would. */
export type Decision = boolean | 'undecided';

/** What the groups of a regex matched. */
export interface RegexMatch {
  /** The whole match. */
  readonly text: string;
  /** By number from 1, and by name; groups that did not participate are not in it. */
  readonly groups: ReadonlyMap<number | string, string>;
}

/** Rust's crate `regex`, as atc-router uses it: not anchored, for Unicode, in linear time. */
export interface RustRegexes {
  isMatch(pattern: string, text: string): Decision;
  /** @returns `null` if nothing matches */
  match(pattern: string, text: string): RegexMatch | 'undecided' | null;
}

/** What a traditional regex path matched: always at the start. */
export interface PcreMatch extends RegexMatch {
  /** How many groups the pattern has. */
  readonly count: number;
}

/**
 * PCRE, as the traditional router uses it (`ngx.re` with the options `ajo` or `jo`): for bytes, with a limit of steps.
 * Patterns and subjects are texts; bytes that are not UTF-8 are as in `byte-text.ts`.
 */
export interface PcreRegexes {
  /**
   * @param anchored whether the match must begin at the start
   * @returns `null` if nothing matches, `rejected` if PCRE does not compile the pattern: then Kong logs an error
   */
  match(pattern: string, subject: string, anchored: boolean): PcreMatch | 'rejected' | 'undecided' | null;
}

export interface Regexes {
  readonly rust: RustRegexes;
  readonly pcre: PcreRegexes;
}
