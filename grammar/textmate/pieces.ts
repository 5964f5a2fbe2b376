/** The pieces of the language as patterns of TextMate grammars, from the table of the language. */

import {
  comparisonOperatorNames,
  fieldRoots,
  logicalOperators,
  transformFunctions,
} from '../language/index.js';

export interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly include?: string;
  readonly contentName?: string;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly endCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Pattern[];
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** One of several texts, the longest first: a pattern matches the first that fits. */
const oneOf = (texts: readonly string[]): string =>
  [...texts]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

const isWord = (operator: string): boolean => /^[a-z]/.test(operator);

/** What every field begins with: `http.`. */
export const fieldStart = `(?:${fieldRoots.map(escaped).join('|')})\\.`;

export const functionNames = `(?:${Object.keys(transformFunctions).map(escaped).join('|')})`;

const suffix = 'kong-expression';

/** In the order in which they are tried. */
export const pieces = {
  'raw-string': {
    name: `string.quoted.other.raw.${suffix}`,
    begin: 'r#"',
    beginCaptures: { '0': { name: `punctuation.definition.string.begin.${suffix}` } },
    end: '"#',
    endCaptures: { '0': { name: `punctuation.definition.string.end.${suffix}` } },
  },
  string: {
    name: `string.quoted.double.${suffix}`,
    begin: '"',
    beginCaptures: { '0': { name: `punctuation.definition.string.begin.${suffix}` } },
    end: '"',
    endCaptures: { '0': { name: `punctuation.definition.string.end.${suffix}` } },
    patterns: [
      { name: `constant.character.escape.${suffix}`, match: '\\\\["\\\\nrt]' },
      { name: `invalid.illegal.escape.${suffix}`, match: '\\\\.' },
    ],
  },
  logical: {
    name: `keyword.operator.logical.${suffix}`,
    match: `${oneOf(Object.keys(logicalOperators))}|!(?=\\s*\\()`,
  },
  function: { name: `support.function.${suffix}`, match: `\\b${functionNames}(?=\\s*\\()` },
  field: { name: `variable.other.field.${suffix}`, match: `\\b${fieldStart}[A-Za-z0-9_.]*` },
  operator: {
    patterns: [
      {
        name: `keyword.operator.comparison.${suffix}`,
        match: oneOf(comparisonOperatorNames.filter((operator) => !isWord(operator))),
      },
      {
        name: `keyword.operator.word.${suffix}`,
        match: `\\b(?:${oneOf(comparisonOperatorNames.filter(isWord))})(?=[\\s\\d:"]|r#")`,
      },
    ],
  },
  address: {
    name: `constant.numeric.address.${suffix}`,
    match:
      '\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?|(?<![\\w.])(?::|[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]*(?:/\\d{1,3})?',
  },
  integer: { name: `constant.numeric.integer.${suffix}`, match: '-?\\b(?:0x[0-9A-Fa-f]+|\\d+)\\b' },
  parenthesis: { name: `punctuation.section.parens.${suffix}`, match: '[()]' },
} satisfies Record<string, Pattern>;

export type PieceName = keyof typeof pieces;

export const pieceNames = Object.keys(pieces) as readonly PieceName[];
