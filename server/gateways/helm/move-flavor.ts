/** The edit that moves a router flavor to the key that its chart reads. */

import type { Span } from '../../../grammar/index.js';
import { SourceFile } from '../../text/index.js';
import type { WrittenFlavor } from '../model/index.js';
import {
  at,
  pathInsertion,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';

export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * Moves a setting with its quotes and the comment after it, and removes what is empty without it. Where the right
 * key has a value already, that one stays and the other goes.
 *
 * @param written in the file, and not read
 * @returns `null` if it is not a key of a map, or the right key leads through something that is none
 */
export function moveFlavor(file: SourceFile, written: WrittenFlavor): Edit | null {
  const root = rootOf(file, written);
  const found = root && entriesTo(root, written.keyPlace.span.start);
  if (!root || !found || !written.unread) return null;
  const path = written.unread.key.split('.');
  let text = file.text;
  if (!hasValue(at(root, ...path))) {
    const insertion = pathInsertion(root, file, path);
    if (!insertion) return null;
    const value = insertion.text.replace(/"%s"|%s/, () =>
      writtenValue(file.text, found.at(-1)!, insertion.text),
    );
    const { start, end } = insertion.place.span;
    text = text.slice(0, start) + value + text.slice(end);
  }
  // Its current place.
  const after = new SourceFile(file.uri, text);
  const old = yamlDocuments(after).flatMap(
    (document) => entriesAlong(document, written.key.split('.')) ?? [],
  );
  if (old.length === 0) return null;
  const gone = removal(text, old);
  return difference(file.text, text.slice(0, gone.start) + text.slice(gone.end));
}

function rootOf(file: SourceFile, { keyPlace }: WrittenFlavor): YamlMap | null {
  const { start } = keyPlace.span;
  const root = yamlDocuments(file).find(({ span }) => span.start <= start && start <= span.end);
  return root?.kind === 'map' ? root : null;
}

const hasValue = (node: YamlNode | undefined): boolean =>
  node !== undefined && !(node.kind === 'scalar' && node.text === null);

/** The entries around a place, from the outermost to the one whose key begins there. */
function entriesTo(map: YamlMap, keyStart: number): YamlEntry[] | null {
  for (const entry of map.entries) {
    if (entry.merged) continue;
    if (entry.keySpan.start === keyStart) return [entry];
    const inside = entry.value.kind === 'map' ? entriesTo(entry.value, keyStart) : null;
    if (inside) return [entry, ...inside];
  }
  return null;
}

function entriesAlong(node: YamlNode, path: readonly string[]): YamlEntry[] | null {
  const [key, ...rest] = path;
  const entry = node.kind === 'map' ? node.entries.find((one) => one.key === key && !one.merged) : undefined;
  if (!entry) return null;
  if (rest.length === 0) return [entry];
  const inside = entriesAlong(entry.value, rest);
  return inside && [entry, ...inside];
}

/** As it is written: with its quotes, and with the comment after it where it goes to a line of its own. */
function writtenValue(text: string, { value }: YamlEntry, insertion: string): string {
  const { start, end } = quotedSpan(text, value.span);
  const own = text.slice(start, end);
  if (insertion.includes('"%s"')) return /^["']/.test(own) ? own : `"${own}"`;
  return own + (/^[ \t]+#[^\r\n]*/.exec(text.slice(end))?.[0] ?? '');
}

function quotedSpan(text: string, { start, end }: Span): Span {
  const quote = text[start - 1];
  const isQuoted = (quote === '"' || quote === "'") && text[end] === quote;
  return isQuoted ? { start: start - 1, end: end + 1 } : { start, end };
}

/** What goes with the last of the entries: those around it that hold nothing else, and no comments. */
function removal(text: string, entries: readonly YamlEntry[]): Span {
  let index = entries.length - 1;
  while (index > 0) {
    const { value, keySpan } = entries[index - 1]!;
    const isAlone = value.kind === 'map' && value.entries.length === 1;
    const comments = /^[ \t]*#/m.test(text.slice(keySpan.end, entries[index]!.keySpan.start));
    if (!isAlone || comments) break;
    index--;
  }
  const { keySpan, value } = entries[index]!;
  const around = entries[index - 1]?.value;
  const key = quotedSpan(text, keySpan);
  const last = entries.at(-1)!.value;
  const end = Math.max(
    quotedSpan(text, last.span).end,
    value.kind === 'map' && value.flow ? value.span.end : 0,
  );
  const isInFlow =
    around?.kind === 'map' ? around.flow : text.slice(lineStart(text, key.start), key.start).trim() !== '';
  if (!isInFlow) return { start: lineStart(text, key.start), end: lineEnd(text, end) };
  const next = /^\s*,\s*/.exec(text.slice(end))?.[0];
  if (next !== undefined) return { start: key.start, end: end + next.length };
  const before = /\s*,\s*$/.exec(text.slice(0, key.start))?.[0] ?? '';
  return { start: key.start - before.length, end };
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

const lineEnd = (text: string, offset: number): number => {
  const newLine = text.indexOf('\n', offset);
  return newLine === -1 ? text.length : newLine + 1;
};

/** The smallest edit from one text to another. */
function difference(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let same = 0;
  const most = Math.min(before.length, after.length) - start;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return {
    span: { start, end: before.length - same },
    newText: after.slice(start, after.length - same),
  };
}
