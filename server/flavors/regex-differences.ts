/** Regexes that PCRE, in the traditional router, and Rust's crate `regex`, in the atc router, read differently. */

import { type RegexTrait, regexTraits } from '../../grammar/index.js';
import type { Behaviour, MatchingSubject, RoutePath } from '../problems/index.js';
import { byEngine, type MatchingRule, type Trait } from './matching-trait.js';

const regexRules: Readonly<
  Record<
    RegexTrait,
    { readonly rule: MatchingRule; readonly pcre: Behaviour; readonly rust: Behaviour; readonly rare?: true }
  >
> = {
  alternation: {
    rule: 'regex-alternation',
    pcre: 'branches-anchored',
    rust: 'first-branch-anchored',
  },
  'group-name': {
    rule: 'regex-group-name',
    pcre: 'group-start-as-written',
    rust: 'group-start-replaced',
  },
  possessive: {
    rule: 'regex-possessive',
    pcre: 'plus-possessive',
    rust: 'plus-repetition',
  },
  class: {
    rule: 'regex-class',
    pcre: 'class-characters',
    rust: 'class-operations',
  },
  escape: {
    rule: 'regex-escape',
    pcre: 'escapes-of-pcre',
    rust: 'escapes-of-rust',
  },
  flag: {
    rule: 'regex-flag',
    pcre: 'flags-of-pcre',
    rust: 'flags-of-rust',
  },
  'line-end': {
    rule: 'regex-line-end',
    pcre: 'end-before-line-break',
    rust: 'end-only',
    rare: true,
  },
  unicode: {
    rule: 'regex-unicode',
    pcre: 'bytes-counted',
    rust: 'characters-counted',
  },
  'unicode-text': {
    rule: 'regex-unicode',
    pcre: 'bytes-of-no-class',
    rust: 'characters-of-classes',
    rare: true,
  },
};

export function regexDifferences(
  regex: string,
  field: RoutePath,
  what: MatchingSubject,
  leaveOut: readonly RegexTrait[],
): Trait[] {
  return [...regexTraits(regex)]
    .filter((trait) => !leaveOut.includes(trait))
    .map((trait) => {
      const { rule, pcre, rust, rare } = regexRules[trait];
      return { rule, field, what, under: byEngine(pcre, rust), rare: rare ?? false };
    });
}
