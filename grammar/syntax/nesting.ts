/** How deep an expression is nested: the parser, and whatever walks its trees, calls itself for every level. */

import type { Token } from './tokens.js';

/** Far beyond what anyone writes, and well within the stack. */
const deepestNesting = 400;

/** The first parenthesis or `!` that is nested too deep to be read. */
export function tooDeepAt(tokens: readonly Token[]): Token | null {
  if (tokens.length <= deepestNesting) return null;
  let depth = 0;
  /** What each open parenthesis adds to it, with every `!` before it. */
  const open: number[] = [];
  let nots = 0;
  for (const token of tokens) {
    if (token.kind === 'Not') {
      nots++;
    } else if (token.kind === 'LeftParen') {
      open.push(nots + 1);
      depth += nots + 1;
      nots = 0;
    } else {
      if (token.kind === 'RightParen') depth -= open.pop() ?? 0;
      nots = 0;
    }
    if (depth + nots > deepestNesting) return token;
  }
  return null;
}
