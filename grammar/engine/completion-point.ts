/**
 * What may be written at a place in an expression: what the engine's grammar would match there. A walk through it
 * decides that from the text before the place, whatever is after it.
 */

import {
  type ComparisonOperator,
  comparisonOperatorNames,
  isTransformFunction,
  type TransformFunction,
} from '../language/index.js';
import type { Span } from '../span.js';
import { scan, type Token, type TokenKind } from '../syntax/index.js';
import { type Rule, walkNewestRules } from './atc-grammar.js';
import type { Due } from './pest.js';
import { endOfToken, unfinishedToken } from './unfinished-token.js';

/** Offsets are UTF-16 units of the text; spans half open. */
export type CompletionPoint = {
  /** What is replaced: what is written of it before the place, and the rest of that word or string after it. */
  readonly span: Span;
  /** What is written before the place and needs a space after it: `==` or `&&`. */
  readonly needsSpace: boolean;
} & Expected;

type Expected =
  /** A comparison or a parenthesis. */
  | { readonly expects: 'term' }
  /** The parenthesis after a `!`. */
  | { readonly expects: 'group' }
  /** Between the parentheses of a function. */
  | { readonly expects: 'argument' }
  /** The parenthesis that closes a function. */
  | { readonly expects: 'closing' }
  | ({ readonly expects: 'operator' } & FieldUse)
  | ({ readonly expects: 'constant'; readonly operator: ComparisonOperator | null } & FieldUse)
  /** `&&`, `||`; `isOpen`: or a closing parenthesis. */
  | { readonly expects: 'connector'; readonly isOpen: boolean };

/** The left side of a predicate. */
export interface FieldUse {
  readonly field: string;
  /** The innermost first. */
  readonly functions: readonly TransformFunction[];
}

/** @param place an offset in the text */
export function completionPoint(text: string, place: number): CompletionPoint {
  const before = scan(text.slice(0, place)).tokens.slice(0, -1);
  const begun = unfinishedToken(before, place);
  const ahead = begun ? before.slice(0, before.indexOf(begun)) : before;
  const last = ahead.at(-1);
  const needsSpace = !begun && last?.end === place && last.kind !== 'LeftParen' && last.kind !== 'Not';
  const span = begun
    ? { start: begun.start, end: endOfToken(begun, text, place) }
    : { start: place, end: place };
  return { span, needsSpace, ...expectedAfter(ahead) };
}

function expectedAfter(tokens: readonly Token[]): Expected {
  const due = dueAfter(tokens);
  const expects = rowOf(due)?.expects ?? 'term';
  switch (expects) {
    case 'operator':
      return { expects, ...useIn(tokens) };
    case 'constant':
      return { expects, operator: operatorIn(tokens), ...useIn(tokens) };
    case 'connector':
      return { expects, isOpen: has(due, 'parenthesised_expression', ')') };
    default:
      return { expects };
  }
}

/** The last field of some tokens, and the functions around it. */
function useIn(tokens: readonly Token[]): FieldUse {
  const at = tokens.findLastIndex(({ kind }) => kind === 'Identifier');
  const functions: TransformFunction[] = [];
  for (let i = at - 1; tokens[i]?.kind === 'LeftParen' && tokens[i - 1]?.kind === 'Identifier'; i -= 2) {
    const name = tokens[i - 1]!.image;
    if (isTransformFunction(name)) functions.push(name);
  }
  return { field: tokens[at]?.image ?? '', functions };
}

/** The last operator; `null` if it is none of the language. */
function operatorIn(tokens: readonly Token[]): ComparisonOperator | null {
  const image = tokens.findLast(({ kind }) => operators.has(kind))?.image;
  return comparisonOperatorNames.find((name) => name === image) ?? null;
}

type Row = readonly [rule: Rule, written: string | null];

/**
 * What the terminals mean that the walk has tried last, the first row that fits, and a text to fill in where that is
 * missing. A name can also be followed by the parenthesis of a call; that is no reason to offer one.
 */
const rows: readonly {
  readonly expects: Expected['expects'];
  readonly tried: readonly Row[];
  readonly filler: string;
}[] = [
  { expects: 'operator', tried: [['binary_operator', null]], filler: '==' },
  { expects: 'constant', tried: [['str_literal', '"']], filler: '""' },
  { expects: 'closing', tried: [['transform_func', ')']], filler: ')' },
  { expects: 'connector', tried: [['and_op', null]], filler: '&&' },
  {
    expects: 'term',
    tried: [
      ['ident', null],
      ['parenthesised_expression', '('],
    ],
    filler: 'x == 1',
  },
  { expects: 'argument', tried: [['ident', null]], filler: 'x' },
  { expects: 'group', tried: [['parenthesised_expression', '(']], filler: '(' },
];

const rowOf = (due: Due<Rule>) =>
  rows.find(({ tried }) => tried.every(([rule, text]) => has(due, rule, text)));

const has = ({ tried }: Due<Rule>, rule: Rule, text: string | null): boolean =>
  tried.some((one) => one.rule === rule && (text === null || one.terminal.written === `"${text}"`));

/**
 * What the engine's grammar would match after some tokens. Only those since the last `&&` or `||` count, with the
 * parentheses that are open there: what is before is whole, or wrong whatever follows.
 *
 * Mistakes are read as what they were meant to be. Where the walk still stops before the end, what is missing is put in, or
 * tokens that do not fit are left out until the rest is accepted.
 */
function dueAfter(tokens: readonly Token[]): Due<Rule> {
  const start = tokens.findLastIndex(({ kind }) => connectors.has(kind)) + 1;
  const open = Array<string>(openGroups(tokens.slice(0, start))).fill('(');
  const pieces = [...open, ...tokens.slice(start).map(asMeant)].filter((piece) => piece !== '');
  for (;;) {
    const { due, stopsAt } = walkPieces(pieces);
    if (stopsAt === pieces.length) return due;
    const missing = rowOf(due)?.filler;
    const filled = missing === undefined ? pieces : pieces.toSpliced(stopsAt, 0, missing);
    // Each time the walk comes one piece further, or one piece is gone.
    if (missing !== undefined && walkPieces(filled).stopsAt > stopsAt + 1) pieces.splice(stopsAt, 0, missing);
    else pieces.splice(stopsAt, 1);
  }
}

const connectors: ReadonlySet<TokenKind> = new Set<TokenKind>(['And', 'Or', 'WrongConnector']);

const operators: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'Operator',
  'MisspacedOperator',
  'WrongOperator',
  'WrongOperatorWord',
  'WrongOperatorText',
]);

/** How many parentheses are open after some tokens. */
const openGroups = (tokens: readonly Token[]): number =>
  tokens.reduce((open, { kind }) => {
    if (kind === 'LeftParen') return open + 1;
    return kind === 'RightParen' ? Math.max(0, open - 1) : open;
  }, 0);

/** A text that the engine reads as what the token was meant to be. */
function asMeant({ kind, image }: Token): string {
  switch (kind) {
    case 'MisspacedOperator':
    case 'WrongOperator':
    case 'WrongOperatorWord':
    case 'WrongOperatorText':
      return '==';
    case 'WrongEscapeString':
    case 'UnclosedString':
    case 'UnclosedRawString':
    case 'SingleQuotedString':
    case 'WrongConstant':
      return '""';
    case 'HyphenatedRest':
      return '';
    default:
      return image;
  }
}

/** Where the walk stops: before the piece with this index, or after all. */
function walkPieces(pieces: readonly string[]): { readonly due: Due<Rule>; readonly stopsAt: number } {
  const { due } = walkNewestRules(pieces.join(' '));
  let end = -1;
  const stopsAt = pieces.findIndex((piece) => {
    end += 1 + piece.length;
    return due.position < end;
  });
  return { due, stopsAt: stopsAt === -1 ? pieces.length : stopsAt };
}
