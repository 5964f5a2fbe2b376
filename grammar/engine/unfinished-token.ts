/** The word or the literal that is being written at a place, and how much of it is after the place. */

import { comparisonOperatorNames } from '../language/index.js';
import { scan, type Token, type TokenKind } from '../syntax/index.js';

/**
 * The token before a place that may go on there: the first of several that are one word to whoever writes it.
 *
 * @param before the tokens before the place
 */
export function unfinishedToken(before: readonly Token[], place: number): Token | null {
  const [last, previous] = [before.at(-1), before.at(-2)];
  if (!last) return null;
  // The first of two words, such as `not in`.
  if (last.kind === 'WrongOperatorWord' && firstWords.has(last.image)) return last;
  if (last.end !== place) return null;
  // A name with a hyphen, as in HTTP, and an incomplete address.
  const isOne = previous?.kind === 'Identifier' ? last.image.startsWith('-') : numbers.has(previous?.kind);
  if (isOne && previous!.end === last.start) return previous!;
  return mayGoOn(last, previous) ? last : null;
}

const firstWords: ReadonlySet<string> = new Set(
  comparisonOperatorNames
    .filter((name) => name.includes(' '))
    .map((name) => name.slice(0, name.indexOf(' '))),
);

const numbers: ReadonlySet<TokenKind | undefined> = new Set(['IntLiteral', 'Ipv4Literal', 'Ipv6Literal']);

function mayGoOn({ kind, image }: Token, previous: Token | undefined): boolean {
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
      // After a field it begins `!=`.
      return previous?.kind === 'Identifier';
    case 'Operator':
      // `>` begins `>=`, and `in` another word; `==` is whole.
      return (
        /^\w/.test(image) || comparisonOperatorNames.some((name) => name !== image && name.startsWith(image))
      );
    default:
      return true;
  }
}

/** Where it ends: after the rest of the word, or after the string if it ends before the next term. */
export function endOfToken(token: Token, text: string, place: number): number {
  if (token.kind === 'UnclosedString' || token.kind === 'UnclosedRawString') {
    const whole = scan(text).tokens.find(({ start }) => start === token.start);
    const isClosed = whole?.kind === 'StringLiteral' || whole?.kind === 'RawStringLiteral';
    return isClosed && !/&&|\|\||[\r\n]/.test(text.slice(place, whole.end)) ? whole.end : place;
  }
  const rest = /^\w/.test(token.image) ? /^[\w.-]*/ : /^[=^~!<>&|]*/;
  return place + rest.exec(text.slice(place))![0].length;
}
