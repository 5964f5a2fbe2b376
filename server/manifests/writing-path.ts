/**
 * Where in an object text is being written, found by the indentation of the lines above: text that is being written is
 * seldom well-formed YAML.
 */

import type { Span } from '../../grammar/index.js';

export interface WritingPlace {
  /** `kind` of the document; empty if none is written. */
  readonly kind: string;
  /** Keys from the root of the object; `[]` represents an item of a list. */
  readonly path: readonly string[];
  /** The key whose value is being written; `null` if a key is. */
  readonly key: string | null;
  /** What is written of it so far, and after the cursor. */
  readonly span: Span;
  /** Keys that the mapping has already. */
  readonly siblings: ReadonlySet<string>;
}

interface Line {
  readonly indent: number;
  readonly key: string | null;
  readonly isItem: boolean;
}

/** @returns `null` in comments, in text within braces, and in other formats than block YAML */
export function writingPathAt(text: string, offset: number): WritingPlace | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const after = /^[\w./~-]*/.exec(text.slice(offset))?.[0] ?? '';
  if (/(?:^|\s)#|[{[]/.test(before)) return null;
  const { document, at } = documentAround(text, lineStart);
  const kind = /^kind:[ \t]*["']?(\w+)/m.exec(document)?.[1] ?? '';
  const value = /^([ \t]*(?:- )*)["']?([\w./-]+)["']?:[ \t]+["']?([\w./~-]*)$/.exec(before);
  const written = value ? (value[3] as string) : (/[\w./~-]*$/.exec(before)?.[0] ?? '');
  const span = { start: offset - written.length, end: offset + after.length };
  const lead = /^[ \t]*(?:- )*/.exec(before)?.[0] ?? '';
  if (!value && !/^[ \t]*(?:- )*["']?[\w./~-]*$/.test(before)) return null;
  const above = document.slice(0, at).split(/\r?\n/).slice(0, -1).map(readLine);
  const { path, siblings } = pathAbove(above, lead.length, lead);
  const below = document.slice(at).split(/\r?\n/).slice(1).map(readLine);
  for (const line of below) {
    if (line && (line.indent < lead.length || line.isItem)) break;
    if (line?.key && line.indent === lead.length) siblings.add(line.key);
  }
  return { kind, path, key: value ? (value[2] as string) : null, span, siblings };
}

/** The YAML document that a line is in. @returns where the line is in it */
function documentAround(text: string, lineStart: number): { document: string; at: number } {
  const head = text.slice(0, lineStart);
  const start = Math.max(head.startsWith('---') ? 3 : 0, head.lastIndexOf('\n---') + 1);
  const next = text.slice(lineStart).search(/^---/m);
  const end = next === -1 ? text.length : lineStart + next;
  return { document: text.slice(start, end), at: lineStart - start };
}

function readLine(line: string): Line | null {
  const [, lead = '', key] = /^([ ]*(?:- +)*)(?:["']?([\w./-]+)["']?:(?:[ \t]|$))?/.exec(line) ?? [];
  if (line.trim() === '' || /^\s*#/.test(line)) return null;
  return { indent: lead.length, key: key ?? null, isItem: lead.includes('-') };
}

function pathAbove(
  lines: readonly (Line | null)[],
  indent: number,
  lead: string,
): { path: string[]; siblings: Set<string> } {
  const path: string[] = [];
  const siblings = new Set<string>();
  /** The column of the mapping that the line is in; of an item, that of its dash. */
  let column = indent;
  let isInItem = false;
  const enterItem = (dash: number) => {
    path.unshift('[]');
    column = dash;
    isInItem = true;
  };
  if (lead.includes('-')) enterItem(lead.indexOf('-'));
  for (const line of [...lines].reverse()) {
    if (!line) continue;
    if (!isInItem && line.indent === column) {
      if (path.length === 0 && line.key) siblings.add(line.key);
      if (line.isItem) enterItem(dashOf(line));
    } else if (line.key && (isInItem ? line.indent <= column : line.indent < column)) {
      path.unshift(line.key);
      column = line.indent;
      isInItem = false;
      if (line.isItem) enterItem(dashOf(line));
    }
    if (column === 0 && !isInItem) break;
  }
  return { path, siblings };
}

/** Where the dash of an item is: two columns before its first key, as people write it. */
const dashOf = ({ indent }: Line): number => Math.max(0, indent - 2);
