/** The text of a resource with other arguments. Unchanged arguments and all comments stay as they are. */

import type { Span } from '../../grammar/index.js';
import { type Attribute, alignmentEdits, type Block, isAligned, type TextEdit } from '../hcl/index.js';
import type { Data } from '../routes/index.js';
import { append, applyEdits } from '../text/index.js';
import type { ModuleFile } from './module.js';
import { nestedBlocks, type RouteResource } from './resources.js';
import type { Parts } from './unknown-parts.js';
import { writeArgument, writeField } from './write-fields.js';

export interface BlockChange {
  /** The type and the name of the resource, where they change. */
  readonly type: string | null;
  readonly name: string | null;
  /** Fields of the route. */
  readonly remove: ReadonlySet<string>;
  readonly insert: readonly (readonly [field: string, value: Data])[];
  readonly parts: Parts;
  /** Other edits in the block, absolute. Those in what is removed are left out. */
  readonly edits: readonly TextEdit[];
}

/**
 * The new text of a block. Fields are written at the place of the first that is removed, or after all others; one that is
 * there already is changed in its place. Where `=` is aligned as `terraform fmt` does it, it is aligned afterwards.
 */
export function changedBlock(
  { hcl }: ModuleFile,
  block: Block,
  resource: RouteResource,
  change: BlockChange,
): string {
  const { text } = hcl;
  const own = text.slice(block.span.start, block.span.end);
  const edits = [...labelEdits(block, change), ...fieldEdits(hcl, block, resource, change)];
  const isGone = (span: Span) =>
    edits.some((edit) => edit.span.start <= span.start && span.end <= edit.span.end);
  append(
    edits,
    change.edits.filter(({ span }) => !isGone(span)),
  );
  const relative = edits.map(({ span, newText }) => ({
    span: { start: span.start - block.span.start, end: span.end - block.span.start },
    newText,
  }));
  const changed = applyEdits(own, relative);
  if (!isAligned(own, { start: 0, end: own.length })) return changed;
  return applyEdits(changed, alignmentEdits(changed, { start: 0, end: changed.length }));
}

function labelEdits({ labels }: Block, { type, name }: BlockChange): TextEdit[] {
  return [type, name].flatMap((written, i) => {
    const label = labels[i];
    if (written === null || !label) return [];
    return [{ span: label.span, newText: label.quoted ? `"${written}"` : written }];
  });
}

/** The items of a block that make a field of the route. */
export const itemsOf = (block: Block, field: string): Block['body']['items'] =>
  block.body.items.filter((item) =>
    item.kind === 'attribute'
      ? item.name === field ||
        nestedBlocks.get(item.name) === field ||
        (field === 'service' && item.name === 'service_id')
      : nestedBlocks.get(item.type) === field ||
        (item.type === 'dynamic' && nestedBlocks.get(item.labels[0]?.text ?? '') === field),
  );

function fieldEdits(
  hcl: ModuleFile['hcl'],
  block: Block,
  resource: RouteResource,
  { remove, insert, parts }: BlockChange,
): TextEdit[] {
  const { text } = hcl;
  const indent = indentIn(text, block);
  const inPlace = new Map<string, Attribute>();
  for (const [field] of insert) {
    const [item] = itemsOf(block, field);
    if (item?.kind === 'attribute' && item.name === field && !remove.has(field)) inPlace.set(field, item);
  }
  const line = ([field, value]: readonly [string, Data]) =>
    writeField(field, value, indent, resource.nested, parts);
  const fresh = insert.filter(([field]) => !inPlace.has(field)).map(line);
  if (isInOneLine(text, block)) {
    const kept = block.body.items.filter(
      (item) => item.kind === 'attribute' && !remove.has(item.name) && !inPlace.has(item.name),
    );
    const lines = [...kept.map(({ span }) => text.slice(span.start, span.end)), ...insert.map(line)];
    const newText = `\n${lines.map((one) => `${indent}${one}\n`).join('')}`;
    return [{ span: { start: block.open! + 1, end: block.close! }, newText }];
  }
  const edits = [...inPlace].map(([field, item]): TextEdit => {
    const [, value] = insert.find(([name]) => name === field)!;
    const written = writeArgument(field, value, indent, parts, formOf(text, item));
    return { span: item.value.span, newText: written };
  });
  const gone = [...remove].flatMap((field) => itemsOf(block, field));
  const regions = gone.map(({ span }) => lineRegion(text, span)).sort((a, b) => a.start - b.start);
  const column = handAlignment(text, gone);
  const added = fresh.map((one) => `${indent}${padded(one, column - indent.length)}\n`).join('');
  for (const [i, region] of regions.entries()) {
    const comments = hcl.comments.filter(({ start, end }) => region.start <= start && end <= region.end);
    const kept = comments.map(({ start, end }) => `${indent}${text.slice(start, end)}\n`).join('');
    const newText = kept + (i === 0 ? added : '');
    edits.push({ span: newText === '' ? withBlankLine(text, region, block) : region, newText });
  }
  if (regions.length === 0 && added !== '') {
    const last = block.body.items.at(-1);
    const at = last ? lineRegion(text, last.span).end : text.indexOf('\n', block.open!) + 1;
    edits.push({ span: { start: at, end: at }, newText: added });
  }
  return edits;
}

/** How the value of an argument is written. */
function formOf(text: string, { value }: Attribute): 'quoted' | { readonly marker: string } | null {
  if (value.kind !== 'template') return null;
  const marker = /^<<-?([^\s]+)/.exec(text.slice(value.span.start, value.span.end))?.[1];
  return marker === undefined ? 'quoted' : { marker };
}

/** The column of `=` of the first item, for lines that are aligned in another way than `terraform fmt` does it. */
function handAlignment(text: string, [first]: Block['body']['items']): number {
  if (first?.kind !== 'attribute' || first.equals === null) return 0;
  return first.equals - (text.lastIndexOf('\n', first.equals) + 1);
}

/** A line `name = value` with its equals sign in a column, where that is further to the right. */
function padded(line: string, column: number): string {
  const [, name, rest] = /^([\w-]+) (=[\s\S]*)$/.exec(line) ?? [];
  return name === undefined ? line : `${name.padEnd(column - 1)} ${rest}`;
}

const isInOneLine = (text: string, { open, close }: Block) =>
  !text.slice(open ?? 0, close ?? 0).includes('\n');

/** The indentation of the first item; where there is none, a step more than that of the block. */
function indentIn(text: string, block: Block): string {
  const at = block.body.items[0]?.span.start ?? block.span.start;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, at))![0];
  return block.body.items.length > 0 && !isInOneLine(text, block) ? indent : `${indent}  `;
}

/** The lines of an item, with the last line end. */
function lineRegion(text: string, { start, end }: Span): Span {
  const lineEnd = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

/** With one of two blank lines that would follow one another, or are at a brace. */
function withBlankLine(text: string, { start, end }: Span, block: Block): Span {
  const before = text.slice(block.open!, start);
  const isBlankBefore = /(?:\{[ \t]*|\n[ \t]*)\r?\n$/.test(before);
  const blankAfter = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0];
  if (isBlankBefore && blankAfter !== undefined) return { start, end: end + blankAfter.length };
  const blankBefore = /\n([ \t]*\r?\n)$/.exec(before)?.[1];
  const isLast = /^[ \t]*\}/.test(text.slice(end));
  return isLast && blankBefore !== undefined ? { start: start - blankBefore.length, end } : { start, end };
}
