/** Copies of a route: Kong splits some routes, and what it does in memory can be written down as several. */

import { applyEdits } from '../text/index.js';
import type { Data, RouteDocument, SourcedRoute } from './document.js';
import type { EditResult } from './edit-plan.js';
import { replaceEntries } from './edits.js';
import { lineBreakNear } from './line-break.js';
import { readDocument } from './read.js';
import { isWrittenAsJson } from './written-as-json.js';
import { yamlComments, yamlTokens } from './yaml-tokens.js';

/** What a copy has otherwise than the route that it is copied from. */
export interface CopyChange {
  readonly remove: ReadonlySet<string>;
  readonly insert: readonly (readonly [key: string, value: Data])[];
}

/**
 * Copies of a route, written after it in its style. Comments stay with the route and are not copied.
 *
 * @returns one edit, at the end of the route, which the caller tries
 */
export function copiesAfter(
  document: RouteDocument,
  route: SourcedRoute,
  changes: readonly CopyChange[],
): EditResult {
  const item = route.body.aliased ? null : itemOf(document, route);
  if (item === null) {
    return { refused: { code: 'copy-unsafe', args: {} } };
  }
  const pieces: string[] = [];
  for (const change of changes) {
    const piece = changedCopy(item, change);
    if (typeof piece !== 'string') return piece;
    pieces.push(piece);
  }
  const edit = { span: { start: item.end, end: item.end }, newText: pieces.map(item.join).join('') };
  return { edits: [edit] };
}

const unsafe: EditResult = { refused: { code: 'copies-unsafe', args: {} } };

/** The text of a list's item, and how it becomes a document of its own. */
interface Item {
  readonly text: string;
  /** Absolute; where copies are put in. */
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly format: RouteDocument['format'];
  /** A copy as it is put in after the route. */
  readonly join: (copy: string) => string;
}

function itemOf(document: RouteDocument, route: SourcedRoute): Item | null {
  return blockItem(document, route) ?? flowItem(document, route);
}

/** The lines of a block sequence's item, from its dash to the last line of its last value; or of braces after a dash. */
function blockItem({ text, format }: RouteDocument, route: SourcedRoute): Item | null {
  const lineStart = text.lastIndexOf('\n', route.start - 1) + 1;
  if (!/^ *- +$/.test(text.slice(lineStart, route.start))) return null;
  const eol = lineBreakNear(text, route.start);
  const newline = text.indexOf('\n', route.start + route.body.span.end);
  const end = newline === -1 ? text.length : newline + 1;
  const written = text.slice(lineStart, end);
  if (yamlTokens(written).some(({ type }) => type === 'anchor')) return null;
  const bare = withoutComments(written);
  return {
    text: bare.endsWith('\n') ? bare : bare + eol,
    end,
    before: `_format_version: "3.0"${eol}routes:${eol}`,
    after: '',
    format,
    join: newline === -1 ? (copy) => eol + copy.replace(/\r?\n$/, '') : (copy) => copy,
  };
}

function withoutComments(text: string): string {
  const edits = yamlComments(text, 0).map((span) => {
    const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
    const isAlone = text.slice(lineStart, span.start).trim() === '';
    const newline = text.indexOf('\n', span.end);
    const lineEnd = newline === -1 ? text.length : newline + 1;
    const blank = /[ \t]*$/.exec(text.slice(lineStart, span.start))![0].length;
    const remove = isAlone
      ? { start: lineStart, end: lineEnd }
      : { start: span.start - blank, end: span.end };
    return { span: remove, newText: '' };
  });
  return applyEdits(text, edits);
}

/** An object between braces, as an element of a list between brackets. */
function flowItem(document: RouteDocument, route: SourcedRoute): Item | null {
  const { text } = document;
  const format = isWrittenAsJson(document, route) ? 'json' : document.format;
  if (route.body.style === 'block') return null;
  const end = route.start + route.body.span.end;
  const written = text.slice(route.start, end);
  if (!/^[\s\S]*[[,][ \t\r\n]*$/.test(text.slice(Math.max(0, route.start - 500), route.start))) return null;
  if (format !== 'json' && yamlTokens(written).some(({ type }) => type === 'anchor' || type === 'comment'))
    return null;
  const lineStart = text.lastIndexOf('\n', route.start - 1) + 1;
  const lead = text.slice(lineStart, route.start);
  const eol = lineBreakNear(text, route.start);
  const separator = /^[ \t]*$/.test(lead) && lineStart > 0 ? `,${eol}${lead}` : ', ';
  return {
    text: written,
    end,
    before: '{"_format_version": "3.0", "routes": [',
    after: ']}',
    format,
    join: (copy) => separator + copy,
  };
}

function changedCopy(item: Item, { remove, insert }: CopyChange): string | EditResult {
  const document = readDocument(item.before + item.text + item.after, item.format);
  const [copy, ...others] = document.routes;
  // An alias of something outside of the item has no meaning here.
  if (copy === undefined || others.length > 0 || document.syntaxProblems.length > 0) return unsafe;
  const result = replaceEntries(document, copy, remove, insert);
  if ('refused' in result) return result;
  const changed = applyEdits(document.text, result.edits);
  return changed.slice(item.before.length, changed.length - item.after.length);
}
