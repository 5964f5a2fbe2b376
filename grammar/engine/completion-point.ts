/**
 * What may be written at a place in an expression, told from the tokens before it: whatever is behind the place, and
 * however unfinished the expression is.
 */

import { type ComparisonOperator, comparisonOperators, type TransformFunction } from '../language/index.js';
import type { Span } from '../span.js';
import { scan, type Token, type TokenKind } from '../syntax/index.js';

/** Offsets are UTF-16 units of the text; spans half open. */
export type CompletionPoint = {
  /** What is replaced: what is written of it before the place, and the rest of that word or string behind it. */
  readonly span: Span;
  /** What is written before the place and needs a space behind it: `==` or `&&`. */
  readonly needsSpace: boolean;
} & (
  | { readonly expects: 'term' }
  /** Between the parentheses of a function. */
  | { readonly expects: 'argument' }
  /** The parenthesis that closes a function. */
  | { readonly expects: 'closing' }
  | ({ readonly expects: 'operator' } & FieldUse)
  | ({ readonly expects: 'constant'; readonly operator: ComparisonOperator | null } & FieldUse)
  /** @param isOpen whether there is a parenthesis to be closed */
  | { readonly expects: 'connector'; readonly isOpen: boolean }
);

/** The left side of a predicate. */
export interface FieldUse {
  readonly field: string;
  /** The innermost first. */
  readonly functions: readonly TransformFunction[];
}

/** @param offset of the place */
export function completionPoint(text: string, offset: number): CompletionPoint {
  const before = scan(text.slice(0, offset)).tokens.slice(0, -1);
  const begun = unfinished(before, offset);
  const ahead = begun ? before.slice(0, before.indexOf(begun)) : before;
  const last = ahead.at(-1);
  const needsSpace = !begun && last?.end === offset && last.kind !== 'LeftParen' && last.kind !== 'Not';
  const span = begun
    ? { start: begun.start, end: endOf(begun, text, offset) }
    : { start: offset, end: offset };
  return { span, needsSpace, ...expected(ahead) };
}

type Expected = CompletionPoint extends infer Point
  ? Point extends unknown
    ? Omit<Point, 'span' | 'needsSpace'>
    : never
  : never;

function expected(ahead: readonly Token[]): Expected {
  const last = ahead.findLast(({ kind }) => kind !== 'RightParen' && kind !== 'HyphenatedRest');
  if (last === undefined || opensTerm.has(last.kind)) {
    const isArgument = last?.kind === 'LeftParen' && ahead.at(-2)?.kind === 'Identifier';
    return { expects: isArgument ? 'argument' : 'term' };
  }
  if (last.kind === 'Identifier') {
    const { functions, open, ...use } = fieldUse(ahead);
    return open > 0 ? { expects: 'closing' } : { expects: 'operator', functions, ...use };
  }
  if (isOperator(last)) {
    const { open: _, ...use } = fieldUse(ahead.slice(0, ahead.indexOf(last)));
    return { expects: 'constant', operator: operatorOf(last), ...use };
  }
  return { expects: 'connector', isOpen: depth(ahead) > 0 };
}

const opensTerm: ReadonlySet<TokenKind> = new Set(['LeftParen', 'Not', 'And', 'Or', 'WrongConnector']);

const isOperator = ({ kind }: Token): boolean => /Operator/.test(kind);

const operatorOf = ({ image }: Token): ComparisonOperator | null =>
  Object.hasOwn(comparisonOperators, image) ? (image as ComparisonOperator) : null;

/** The field at the end of some tokens, what stands around it, and how many of its functions are still open. */
function fieldUse(tokens: readonly Token[]): FieldUse & { readonly open: number } {
  const at = tokens.findLastIndex(({ kind }) => kind === 'Identifier');
  const closed = tokens.slice(at + 1).filter(({ kind }) => kind === 'RightParen').length;
  const functions: TransformFunction[] = [];
  for (let i = at - 1; tokens[i]?.kind === 'LeftParen' && tokens[i - 1]?.kind === 'Identifier'; i -= 2) {
    const name = tokens[i - 1]!.image;
    if (name === 'lower' || name === 'any') functions.push(name);
  }
  return { field: tokens[at]?.image ?? '', functions, open: functions.length - closed };
}

/** How many parentheses are open. */
const depth = (tokens: readonly Token[]): number =>
  tokens.reduce((open, { kind }) => open + (kind === 'LeftParen' ? 1 : kind === 'RightParen' ? -1 : 0), 0);

const numbers: ReadonlySet<TokenKind | undefined> = new Set(['IntLiteral', 'Ipv4Literal', 'Ipv6Literal']);

/** The token before the place that may go on there: the first of several that are one word to whoever writes it. */
function unfinished(before: readonly Token[], offset: number): Token | null {
  const [last, ahead] = [before.at(-1), before.at(-2)];
  if (!last) return null;
  // Of `not in`.
  if (last.kind === 'WrongOperatorWord' && last.image === 'not') return last;
  if (last.end !== offset) return null;
  // A name with a hyphen, as headers are written elsewhere, and an address that is not whole.
  const isOne = ahead?.kind === 'Identifier' ? last.image.startsWith('-') : numbers.has(ahead?.kind);
  if (isOne && ahead!.end === last.start) return ahead!;
  return mayGoOn(last, ahead) ? last : null;
}

function mayGoOn({ kind, image }: Token, ahead: Token | undefined): boolean {
  switch (kind) {
    case 'LeftParen':
    case 'RightParen':
    case 'And':
    case 'Or':
    case 'StringLiteral':
    case 'RawStringLiteral':
    case 'WrongEscapeString':
    case 'SingleQuotedString':
      return false;
    case 'Not':
      // Behind a field it begins `!=`.
      return ahead?.kind === 'Identifier';
    default:
      // Of the symbols only these are the beginning of another.
      return (
        image === '>' || image === '<' || !(Object.hasOwn(comparisonOperators, image) && /^\W/.test(image))
      );
  }
}

/** Behind the place: the rest of the word, or the string to its end if it ends before the next term. */
function endOf(touching: Token, text: string, offset: number): number {
  if (touching.kind === 'UnclosedString' || touching.kind === 'UnclosedRawString') {
    const whole = scan(text).tokens.find(({ start }) => start === touching.start);
    const isClosed = whole?.kind === 'StringLiteral' || whole?.kind === 'RawStringLiteral';
    return isClosed && !/&&|\|\||[\r\n]/.test(text.slice(offset, whole.end)) ? whole.end : offset;
  }
  const rest = /^\w/.test(touching.image) ? /^[\w.-]*/ : /^[=^~!<>&|]*/;
  return offset + rest.exec(text.slice(offset))![0].length;
}
