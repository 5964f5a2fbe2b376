/** Functions of lists and objects, and those that choose among values. */

import type { Evaluator } from './evaluator.js';
import type { Call } from './tree.js';
import {
  isKnown,
  type ListValue,
  type ObjectValue,
  plainValue,
  textValue,
  type Value,
  type ValueEntry,
} from './values.js';

export const collectionFunctions: Readonly<Record<string, Evaluator>> = {
  /** An argument that is not known may be any number of items. */
  concat: (args, call) => {
    if (args.some(({ kind }) => kind !== 'list' && kind !== 'unknown')) return null;
    return list(
      args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg])),
      call,
      args,
    );
  },

  /** The first that is neither null nor an empty text. */
  coalesce: (args) => {
    for (const arg of args) {
      if (arg.kind === 'unknown') return null;
      if (arg.kind === 'text' && arg.text.pieces.length === 0) continue;
      if (arg.kind !== 'null') return arg;
    }
    return null;
  },

  coalescelist: (args) => {
    for (const arg of args) {
      if (arg.kind !== 'list') return null;
      if (arg.items.length > 0) return arg.items.some(({ kind }) => kind === 'unknown') ? null : arg;
    }
    return null;
  },

  compact: ([value], call) => {
    if (value?.kind !== 'list') return null;
    const isEmpty = (item: Value) =>
      item.kind === 'null' || (item.kind === 'text' && item.text.pieces.length === 0);
    return list(
      value.items.filter((item) => !isEmpty(item)),
      call,
      [value],
    );
  },

  distinct: ([value], call) => {
    const items = value?.kind === 'list' && isKnown(value) ? value.items : null;
    if (!items) return null;
    const known = new Set<string>();
    const isNew = (item: Value) => {
      const key = `${item.kind} ${JSON.stringify(plainValue(item), (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))}`;
      return !known.has(key) && known.add(key);
    };
    return list(items.filter(isNew), call, [value!]);
  },

  flatten: ([value], call) => {
    const flat = (item: Value): readonly Value[] =>
      item.kind === 'list' ? item.items.flatMap(flat) : [item];
    return value?.kind === 'list' ? list(flat(value), call, [value]) : null;
  },

  reverse: ([value], call) =>
    value?.kind === 'list' && value.items.every(({ kind }) => kind !== 'unknown')
      ? list([...value.items].reverse(), call, [value])
      : null,

  tolist: ([value]) => (value?.kind === 'list' ? value : null),
  /** In the order of its texts, as Terraform goes through a set. */
  toset: ([value], call) => {
    if (value?.kind !== 'list' || !isKnown(value)) return null;
    if (value.items.some(({ kind }) => kind !== 'text')) return null;
    const texts = new Map(value.items.map((item) => [String(plainValue(item)), item]));
    return list(
      [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item),
      call,
      [value],
    );
  },
  tomap: ([value]) => (value?.kind === 'object' ? value : null),
  sensitive: ([value]) => value ?? null,
  nonsensitive: ([value]) => value ?? null,

  tonumber: ([value], call) => {
    if (value?.kind === 'number' || value?.kind === 'null') return value;
    if (value?.kind !== 'text' || !/^-?\d{1,15}$/.test(value.text.value)) return null;
    return { kind: 'number', value: Number(value.text.value), ...made(call, [value]) };
  },

  tobool: ([value], call) => {
    if (value?.kind === 'boolean' || value?.kind === 'null') return value;
    const text = value?.kind === 'text' ? value.text.value : '';
    if (text !== 'true' && text !== 'false') return null;
    return { kind: 'boolean', value: text === 'true', ...made(call, [value!]) };
  },

  length: ([value], call) => {
    if (!value) return null;
    const count = countOf(value);
    return count === null ? null : { kind: 'number', value: count, ...made(call, [value]) };
  },

  element: ([value, index]) => {
    if (value?.kind !== 'list' || index?.kind !== 'number' || !isSettled(value)) return null;
    const count = value.items.length;
    const at = Number(index.value);
    return count > 0 && Number.isSafeInteger(at) ? value.items[((at % count) + count) % count]! : null;
  },

  keys: ([value], call) =>
    value?.kind === 'object' && !value.open
      ? list(
          sorted(value).map(({ key, keySpan }) =>
            textValue([{ text: key, span: keySpan, copied: false }], keySpan, [value]),
          ),
          call,
          [value],
        )
      : null,

  values: ([value], call) =>
    value?.kind === 'object' && !value.open
      ? list(
          sorted(value).map((entry) => entry.value),
          call,
          [value],
        )
      : null,

  lookup: ([value, key, otherwise]) => {
    if (value?.kind !== 'object' || key?.kind !== 'text' || !isKnown(key)) return null;
    const found = value.entries.find((entry) => entry.key === key.text.value);
    return found?.value ?? (value.open ? null : (otherwise ?? null));
  },

  merge: (args, call) => {
    const entries = new Map<string, ValueEntry>();
    for (const arg of args) {
      if (arg.kind === 'null') continue;
      if (arg.kind !== 'object') return null;
      for (const entry of arg.entries) entries.set(entry.key, entry);
    }
    const open = args.some((arg) => arg.kind === 'object' && arg.open);
    return { kind: 'object', entries: [...entries.values()], open, ...made(call, args) };
  },

  /** The first that Terraform can evaluate. */
  try: (args) => {
    for (const arg of args) {
      if (arg.kind !== 'unknown') return arg;
      if (arg.reason !== 'invalid') return null;
    }
    return null;
  },
};

const made = ({ span }: Call, from: readonly Value[]) => ({
  span,
  referred: true,
  assumed: from.some(({ assumed }) => assumed),
});

const list = (items: readonly Value[], call: Call, from: readonly Value[]): ListValue => ({
  kind: 'list',
  items,
  ...made(call, from),
});

const isSettled = ({ items }: ListValue) => items.every(({ kind }) => kind !== 'unknown');

function countOf(value: Value): number | null {
  if (value.kind === 'list') return isSettled(value) ? value.items.length : null;
  if (value.kind === 'object') return value.open ? null : value.entries.length;
  if (value.kind !== 'text' || !isKnown(value)) return null;
  // In characters as a person counts them.
  return [...new Intl.Segmenter().segment(value.text.value)].length;
}

const sorted = ({ entries }: ObjectValue) =>
  [...entries].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
