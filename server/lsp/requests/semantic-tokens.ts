/** The colours of expressions, by what they are rather than by how they are spelled: an unknown field has none. */

import type { Range } from 'vscode-languageserver';
import {
  SemanticTokenModifiers,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import { findField, type Language, type Piece, piecesOf, readExpression } from '../../../grammar/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { expressionsIn, placeInDocument } from '../expressions-in.js';

const types = [
  SemanticTokenTypes.property,
  SemanticTokenTypes.function,
  SemanticTokenTypes.operator,
  SemanticTokenTypes.keyword,
  SemanticTokenTypes.string,
  SemanticTokenTypes.regexp,
  SemanticTokenTypes.number,
];
type TokenType = (typeof types)[number];

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: types,
  tokenModifiers: [SemanticTokenModifiers.deprecated],
};

/** @param range only what touches it; without one, the whole document */
export function semanticTokens(snapshot: Snapshot, range?: Range): SemanticTokens {
  const { document, text } = snapshot;
  const within = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const builder = new SemanticTokensBuilder();
  for (const expression of expressionsIn(snapshot, within)) {
    // What is not written here is coloured where it is.
    if (expression.scalar.aliased) continue;
    const { tree } = readExpression(expression.text, expression.language);
    for (const piece of piecesOf(tree)) {
      const type = typeOf(piece, expression.language);
      if (type === null) continue;
      const written = expression.text.slice(piece.span.start, piece.span.end);
      const span = { ...piece.span, ...(piece.kind === 'group' && { end: piece.span.start + 1 }) };
      // Kong rewrites it: the tree has the new name.
      const modifiers = piece.kind === 'field' && written === 'net.port' ? 1 : 0;
      for (const { line, character, length } of linesOf(text, placeInDocument(document, expression, span))) {
        builder.push(line, character, length, types.indexOf(type), modifiers);
      }
    }
  }
  return builder.build();
}

function typeOf(piece: Piece, { subsystem, gatewayVersion }: Language): TokenType | null {
  switch (piece.kind) {
    case 'field':
      return findField(piece.field.name, subsystem, gatewayVersion) ? SemanticTokenTypes.property : null;
    case 'function':
      return SemanticTokenTypes.function;
    case 'comparison':
      return /^\w/.test(piece.operator) ? SemanticTokenTypes.keyword : SemanticTokenTypes.operator;
    case 'logical':
    case 'group':
      return SemanticTokenTypes.operator;
    case 'constant':
      if (piece.constant.kind !== 'string') return SemanticTokenTypes.number;
      return piece.predicate.operator === '~' ? SemanticTokenTypes.regexp : SemanticTokenTypes.string;
  }
}

/** A token may not go over the end of a line: what does is several, without the indentation of the lines. */
function linesOf(
  text: Snapshot['text'],
  { start, end }: { readonly start: number; readonly end: number },
): { line: number; character: number; length: number }[] {
  const { line, character } = text.positionAt(start);
  const written = text.getText().slice(start, end);
  return written.split(/\r\n|\n|\r/).flatMap((part, i) => {
    const indent = i === 0 ? 0 : part.length - part.trimStart().length;
    const length = part.trimEnd().length - indent;
    if (length <= 0) return [];
    return [{ line: line + i, character: i === 0 ? character : indent, length }];
  });
}
