/**
 * A route as the fields of a form, as the Admin API reads them: names with dots and brackets become mappings and lists
 * (Kong/kong `kong/api/arguments_decoder.lua`, `decode`), and the text of a value is what the schema of its field wants
 * (`kong/api/arguments.lua`, `infer_value`).
 */

import type { Span } from '../../grammar/index.js';
import { routeFields } from '../routes/index.js';
import { largest, smallest } from '../text/index.js';
import type { Data, SourcedEntry, SourcedValue } from './document.js';

/** A field of the form. Spans are absolute. */
export interface FormField {
  readonly name: string;
  readonly nameSpan: Span;
  /** A text, or data where the client writes JSON. */
  readonly value: Data;
  readonly valueSpan: Span;
}

interface Slot {
  readonly fields: FormField[];
  readonly inner: Map<string, Slot>;
}

/** @param base what spans count from */
export function entriesOfForm(fields: readonly FormField[], base: number): SourcedEntry[] {
  const root: Slot = { fields: [], inner: new Map() };
  for (const field of fields) {
    let slot = root;
    for (const step of stepsOf(field.name)) {
      const next = slot.inner.get(step) ?? { fields: [], inner: new Map() };
      slot.inner.set(step, next);
      slot = next;
    }
    slot.fields.push(field);
  }
  return [...root.inner].map(([key, slot]) => entry(key, slot, base, key));
}

/** `headers.x-a[]` as `headers`, `x-a`, and a step without a name. */
const stepsOf = (name: string): string[] =>
  name
    .split(/\.|\[|\]\.?/)
    .filter((step, i, all) => step !== '' || (i > 0 && i < all.length - 1 && name.includes('[]')));

const fieldsIn = ({ fields, inner }: Slot): FormField[] => [
  ...fields,
  ...[...inner.values()].flatMap(fieldsIn),
];

function entry(key: string, slot: Slot, base: number, field: string): SourcedEntry {
  const all = fieldsIn(slot);
  const [first] = all;
  const { nameSpan } = first!;
  const end = largest(all.map(({ valueSpan }) => valueSpan.end));
  return {
    key,
    keySpan: { start: nameSpan.start - base, end: nameSpan.end - base },
    span: { start: nameSpan.start - base, end: end - base },
    value: slotValue(slot, base, field, key),
    merged: false,
  };
}

const lists: ReadonlySet<string> = new Set(['texts', 'nets']);

/** @param field of the route that the value is in */
function slotValue(slot: Slot, base: number, field: string, key: string): SourcedValue {
  const { fields, inner } = slot;
  const all = fieldsIn(slot);
  const spans = all.map(({ valueSpan }) => valueSpan);
  const span = {
    start: smallest(spans.map(({ start }) => start)) - base,
    end: largest(spans.map(({ end }) => end)) - base,
  };
  const node = { span, aliased: true, anchor: null };
  const kind = Object.hasOwn(routeFields, field)
    ? routeFields[field as keyof typeof routeFields].kind
    : undefined;
  const isItems = inner.size > 0 && [...inner.keys()].every((step) => step === '' || /^\d+$/.test(step));
  if (isItems || (inner.size === 0 && (fields.length > 1 || isList(kind, field, key)))) {
    const [only] = fields;
    if (!isItems && fields.length === 1 && typeof only!.value === 'object' && only!.value !== null)
      return dataValue(only!.value, node);
    const items = isItems
      ? [...inner].flatMap(([, item]) =>
          item.inner.size > 0
            ? [slotValue(item, base, field, '')]
            : item.fields.map((one) => scalar(one, base, kind)),
        )
      : fields.map((one) => scalar(one, base, kind));
    return { kind: 'array', ...node, items };
  }
  if (inner.size > 0) {
    return {
      kind: 'object',
      ...node,
      entries: [...inner].map(([step, one]) => entry(step, one, base, field)),
    };
  }
  return scalar(fields[0]!, base, kind);
}

/** A single value for a field that is a list becomes a list of it; so does the value of a header. */
const isList = (kind: string | undefined, field: string, key: string): boolean =>
  (kind !== undefined && lists.has(kind) && key === field) || (kind === 'headers' && key !== field);

function scalar({ value, valueSpan }: FormField, base: number, kind: string | undefined): SourcedValue {
  const node = {
    span: { start: valueSpan.start - base, end: valueSpan.end - base },
    aliased: true,
    anchor: null,
  };
  if (typeof value === 'object' && value !== null) return dataValue(value, node);
  return { kind: 'scalar', ...node, style: 'text', value: inferred(value, kind) };
}

/** What a text is to a field. */
function inferred(
  value: Exclude<Data, object> | null,
  kind: string | undefined,
): string | number | bigint | boolean | null {
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (kind === 'integer' && /^-?\d+$/.test(value)) {
    return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
  }
  return value;
}

type Node = Pick<SourcedValue, 'span' | 'aliased' | 'anchor'>;

/** JSON within a field: all of it is at the place of the field. */
function dataValue(data: Data, node: Node): SourcedValue {
  if (Array.isArray(data))
    return { kind: 'array', ...node, items: data.map((item: Data) => dataValue(item, node)) };
  if (typeof data === 'object' && data !== null) {
    const entries = Object.entries(data).map(([key, value]) => ({
      key,
      keySpan: node.span,
      span: node.span,
      value: dataValue(value, node),
      merged: false,
    }));
    return { kind: 'object', ...node, entries };
  }
  return { kind: 'scalar', ...node, style: 'text', value: data as Exclude<Data, object> | null };
}
