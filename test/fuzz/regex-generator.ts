/** Patterns for the operator `~`: known ones, composed ones, and composed ones with a character changed. */

import { Random } from './random.js';

export const validPatterns = [
  '',
  '^/v\\d+/x$',
  '^/users/(?<id>[a-z]+)/?$',
  '(?P<id>[a-z]+)-(?P<other>\\d+)',
  '(?i)^/admin|^/ops',
  '(?i:a)(?-i)b(?s-m:.)',
  '(?x) a # comment\n b',
  '(?m)^a$|(?s).|(?U)a+?|(?u)é|(?R)$',
  '[[:alpha:]][[:^digit:]][^a-z&&[^aeiou]][\\d--5][a-c~~b-d]',
  '[]a][^]a][a\\]-][\\x41-\\x5A][\\u{41}-\\u{5A}]',
  '\\p{Greek}\\P{L}\\pN\\p{sc=Latin}[\\p{Lu}\\p{^Ll}]',
  '\\x41\\x{1F600}\\u0041\\U0001F600\\a\\f\\t\\n\\r\\v\\-\\/\\ ',
  '\\b\\B\\A\\z\\b{start}\\b{end}\\b{start-half}\\b{end-half}\\<\\>',
  'a{2}b{2,}c{2,3}d{,3}e*?f+?g??h{2}?',
  'a**|b*+|c?+',
  '(((((((((((a)))))))))))',
  '日本|ü+|😀{2}',
  '(?-u:\\w)(?-u:[a-z])',
  '[\\d.]{3}',
  'a{1001}',
  '}|]|"|\'|~|#|&&',
  '\\.(jpe?g|png)$',
  '"#',
  '\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\^\\$\\#\\&\\~\\"',
];

export const invalidPatterns = [
  '(?!x)',
  '(?=x)',
  '(?<!x)y',
  '(?<=x)y',
  '\\1',
  '\\k<id>',
  '\\h',
  '\\R',
  '\\Z',
  '\\e',
  '\\cA',
  '(?>a)',
  '(?|a|b)',
  '(?#c)a',
  '(',
  ')',
  '(?',
  '(?i',
  '(?i-',
  '(?P<a>x)(?P<a>y)',
  '(?P<1a>x)',
  '(?P<>x)',
  '(?P=id)',
  '[',
  '[a',
  '[z-a]',
  '[\\d-z]',
  '[[:foo:]',
  '[]',
  '*a',
  '+',
  '?a',
  'a{2,1}',
  'a{}',
  'a{',
  'a{x}',
  'a{99999999999}',
  '/api/{id}',
  '\\',
  '\\p{Foo}',
  '\\p{',
  '\\x{110000}',
  '\\x{D800}',
  '\\u{}',
  '\\xG',
  '\\b{foo}',
  '(?-u)\\xff',
  '(?-u:.)',
  '(?-u:\\W)',
  '(?ii)a',
  '(?i-i)a',
  '(?z)a',
  'a\n(b\nc',
  '😀(😀',
  '((((((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}',
  '\\w{1000}{1000}',
];

const atoms = [
  'a',
  'b',
  '/',
  '-',
  '.',
  '^',
  '$',
  '\\d',
  '\\w',
  '\\S',
  '\\.',
  '\\b',
  'ü',
  '😀',
  ' ',
  '[a-z]',
  '[^/]',
  '[\\w.-]',
  '[[:upper:]]',
  '\\pL',
  '\\x{e9}',
  '"',
];
const quantifiers = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{0,}', '{,2}', '{3,1}'];
const openings = ['(', '(?:', '(?<n>', '(?P<m>', '(?i:', '(?s-i:', '(?=', '(?-u:'];

/** Compiling takes a millisecond or so, so that there are only so many patterns to a seed. */
const mostComposed = 2_000;

export const composedPattern = (seed: number, random: Random): string =>
  composePattern(new Random(~seed, random.below(mostComposed)), 2);

function composePattern(random: Random, depth: number): string {
  const branches = random.chance(0.2) ? 2 : 1;
  return Array.from({ length: branches }, () => {
    let branch = '';
    for (let i = random.between(0, 4); i > 0; i--) {
      const isGroup = depth > 0 && random.chance(0.2);
      branch += isGroup
        ? `${random.pick(openings)}${composePattern(random, depth - 1)})`
        : random.pick(atoms);
      if (random.chance(0.25)) branch += random.pick(quantifiers);
    }
    return branch;
  }).join('|');
}

const intruders = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '\\',
  '*',
  '?',
  '+',
  '-',
  '|',
  '^',
  '&&',
  '#',
  'q',
  '\n',
  'é',
  '1',
  ',',
  ':',
];

/** One character more, less or other. */
export function damagePattern(random: Random, pattern: string): string {
  const characters = [...pattern];
  const removed = random.below(2);
  const added = random.chance(0.6) || removed === 0 ? [random.pick(intruders)] : [];
  characters.splice(random.below(characters.length + 1), removed, ...added);
  return characters.join('');
}
