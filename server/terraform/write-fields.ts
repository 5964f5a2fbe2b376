/** Fields of a route → arguments of a resource. */

import { type Writable, type WrittenText, writeHeredoc, writeInline, writeValue } from '../hcl/index.js';
import type { Data } from '../routes/index.js';
import { largest } from '../text/index.js';
import type { NestedForm } from './resources.js';
import { type Parts, withSources } from './unknown-parts.js';

/**
 * The lines of a field, from its first: the name, ` = ` and the value. Without the indentation of the first line, and
 * without alignment.
 *
 * @param indent of the arguments of the resource
 */
export function writeField(
  key: string,
  value: Data,
  indent: string,
  nested: NestedForm,
  parts: Parts,
): string {
  if (nested === 'blocks') {
    const blocks = blocksFor(key, value, indent, parts);
    if (blocks) return blocks;
  }
  return `${key} = ${writeArgument(key, value, indent, parts, null)}`;
}

/** @param written how an expression is written now, which it should be still: a marker is that of a heredoc */
export function writeArgument(
  key: string,
  value: Data,
  indent: string,
  parts: Parts,
  written: 'quoted' | { readonly marker: string } | null,
): string {
  if (key === 'expression' && typeof value === 'string') {
    const text = withSources(value, parts);
    const isLine = !text.some((part) => typeof part === 'string' && part.includes('\n'));
    if (written === 'quoted' && isLine) return writeValue({ kind: 'text', text }, indent);
    const heredoc = written && written !== 'quoted' ? writeHeredoc(text, indent, written.marker) : null;
    return heredoc ?? writeExpression(text, indent);
  }
  if ((key === 'sources' || key === 'destinations') && Array.isArray(value)) {
    const inner = `${indent}  `;
    const items = (value as readonly Data[]).map((item) => {
      const fields = entriesOf(item).map(([name, field]) => [name, writable(field, parts)] as const);
      return `${inner}${writeInline(fields)},\n`;
    });
    return items.length === 0 ? '[]' : `[\n${items.join('')}${indent}]`;
  }
  return writeValue(writable(value, parts), indent);
}

/** A heredoc where quotes would have to escape backslashes, and where there are several lines. */
export function writeExpression(text: WrittenText, indent: string): string {
  const isQuoted = !text.some((part) => typeof part === 'string' && /[\\\n]/.test(part));
  const heredoc = isQuoted ? null : writeHeredoc(text, indent);
  return heredoc ?? writeValue({ kind: 'text', text }, indent);
}

/** `header { … }` for each header. */
function blocksFor(key: string, value: Data, indent: string, parts: Parts): string | null {
  const inner = `${indent}  `;
  const block = (type: string, fields: readonly (readonly [string, Data])[]) => {
    const widest = largest(fields.map(([name]) => name.length));
    const lines = fields.map(
      ([name, field]) => `${inner}${name.padEnd(widest)} = ${writeValue(writable(field, parts), inner)}\n`,
    );
    return `${type} {\n${lines.join('')}${indent}}`;
  };
  const type = { headers: 'header', sources: 'source', destinations: 'destination' }[key];
  if (type === undefined) return null;
  const blocks =
    key === 'headers'
      ? entriesOf(value).map(([name, values]) =>
          block(type, [
            ['name', name],
            ['values', values],
          ]),
        )
      : (Array.isArray(value) ? (value as readonly Data[]) : []).map((item) => block(type, entriesOf(item)));
  return blocks.join(`\n${indent}`);
}

const entriesOf = (value: Data): readonly (readonly [string, Data])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

function writable(value: Data, parts: Parts): Writable {
  if (typeof value === 'string') return { kind: 'text', text: withSources(value, parts) };
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item: Data) => writable(item, parts)) };
  if (typeof value === 'object' && value !== null) {
    return {
      kind: 'object',
      entries: Object.entries(value).map(([key, item]) => [key, writable(item, parts)]),
    };
  }
  return { kind: 'plain', value: value as number | bigint | boolean | null };
}
