/** `textDocument/semanticTokens`: the colours of expressions, by what they are rather than by how they are spelled. */

import {
  type Range,
  SemanticTokenModifiers,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findField, type Language, type Piece, piecesOf } from '../../../grammar/index.js';
import type { RouteAnalysis } from '../../analysis/index.js';
import { routesIn } from '../../documents/index.js';
import type { Snapshot } from '../../workspace/index.js';
import type { RequestHandler } from '../request-handler.js';

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

export const semanticTokensRequest: RequestHandler = {
  capabilities: () => ({
    semanticTokensProvider: { legend: semanticTokensLegend, full: { delta: true }, range: true },
  }),
  register: (session) => {
    const { semanticTokens } = session.connection.languages;
    /** What each open document was answered last: the next answer is what changed of it. */
    const answered = new Map<string, { readonly resultId: string; readonly data: Uint32Array }>();
    let number = 0;
    const keep = (uri: string, data: Uint32Array) => {
      const resultId = String(++number);
      answered.set(uri, { resultId, data });
      return resultId;
    };
    session.texts.onDidClose(({ document }) => answered.delete(document.uri));

    semanticTokens.on(async ({ textDocument: { uri } }, cancelled): Promise<SemanticTokens> => {
      const snapshot = await session.snapshotOf(uri);
      if (!snapshot) return { data: [] };
      const data = await session.answerInSlices(snapshot, cancelled, tokensOf);
      return { resultId: keep(uri, data), data: [...data] };
    });

    semanticTokens.onDelta(async ({ textDocument: { uri }, previousResultId }, cancelled) => {
      const snapshot = await session.snapshotOf(uri);
      if (!snapshot) return { data: [] };
      const data = await session.answerInSlices(snapshot, cancelled, tokensOf);
      const before = answered.get(uri);
      const resultId = keep(uri, data);
      if (before?.resultId !== previousResultId) return { resultId, data: [...data] };
      return { resultId, ...difference(before.data, data) };
    });

    semanticTokens.onRange(async ({ textDocument, range }, cancelled): Promise<SemanticTokens> => {
      const snapshot = await session.snapshotOf(textDocument.uri);
      if (!snapshot) return { data: [] };
      const data = await session.answerInSlices(snapshot, cancelled, (one) => tokensOf(one, range));
      return { data: [...data] };
    });
  },
};

/** Numbers of LSP for each token: lines, characters, length, type, modifiers. */
const numbers = 5;

/**
 * The tokens of a document as LSP encodes them.
 *
 * @param range only the routes that touch it; without one, the whole document
 */
export function* tokensOf(snapshot: Snapshot, range?: Range): Generator<void, Uint32Array> {
  const { document, analysis, text } = snapshot;
  const within = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const routes = within ? routesIn(document.routes, within) : document.routes;
  const found = within
    ? routes.map((route) => analysis.of(route).once(findTokens))
    : yield* analysis.eachInPieces(findTokens);
  const data = new Uint32Array(found.reduce((size, tokens) => size + (tokens?.data.length ?? 0), 0));
  let at = 0;
  let last = { line: 0, character: 0 };
  for (const [i, route] of routes.entries()) {
    const tokens = found[i];
    if (!tokens) continue;
    const start = text.positionAt(route.start);
    const placed = ({ line, character }: Place) => ({
      line: start.line + line,
      character: line === 0 ? start.character + character : character,
    });
    const first = placed(tokens.first);
    data.set(tokens.data, at);
    data[at] = first.line - last.line;
    data[at + 1] = first.line === last.line ? first.character - last.character : first.character;
    at += tokens.data.length;
    last = placed(tokens.last);
  }
  return data;
}

/** Counted from the start of the route: the first line begins there. */
interface Place {
  readonly line: number;
  readonly character: number;
}

/** The tokens of one route, relative to its start: an edit of another route does not change them. */
interface RouteTokens {
  /** As LSP encodes them, each from the one before; the first has no place yet. */
  readonly data: Uint32Array;
  readonly first: Place;
  readonly last: Place;
}

function findTokens({ alone, expression, tree }: RouteAnalysis): RouteTokens | null {
  // What is not written here is coloured where it is.
  if (!expression || expression.scalar.aliased) return null;
  const text = TextDocument.create('', '', 0, alone.text);
  const data: number[] = [];
  let first: Place | null = null;
  let last: Place = { line: 0, character: 0 };
  for (const piece of piecesOf(tree)) {
    const type = typeOf(piece, expression.language);
    if (type === null) continue;
    const written = expression.text.slice(piece.span.start, piece.span.end);
    const span = { ...piece.span, ...(piece.kind === 'group' && { end: piece.span.start + 1 }) };
    // Kong rewrites it: the tree has the new name.
    const modifiers = piece.kind === 'field' && written === 'net.port' ? 1 : 0;
    for (const { line, character, length } of linesOf(text, expression.places.spanOf(span))) {
      const characters = line === last.line ? character - last.character : character;
      data.push(line - last.line, characters, length, types.indexOf(type), modifiers);
      last = { line, character };
      first ??= last;
    }
  }
  return first && { data: Uint32Array.from(data), first, last };
}

/** The one edit that makes tokens of others: what they have in common at both ends stays. */
export function difference(before: Uint32Array, after: Uint32Array): Pick<SemanticTokensDelta, 'edits'> {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return { edits: [] };
  // Whole tokens, as editors expect.
  start -= start % numbers;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  end -= end % numbers;
  const data = [...after.subarray(start, after.length - end)];
  return { edits: [{ start, deleteCount: before.length - end - start, data }] };
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

/** A token must not span lines: a longer piece becomes several tokens, without the indentation of the lines. */
function linesOf(
  text: TextDocument,
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
