/**
 * What a request must have, whatever else, to be matched by a route: for an index that leaves out routes which a request
 * cannot match. Every condition is necessary; together they need not be sufficient.
 */

import { smallest } from '../../../text/index.js';
import type { PredicateTerm, Term } from '../atc/terms.js';
import { isUtf8 } from '../requests/byte-text.js';
import { literalPrefix } from './literal-prefix.js';

/** A text that is the whole, the beginning or the end of a value. */
export interface Key {
  readonly kind: 'exact' | 'prefix' | 'suffix';
  readonly text: string;
}

/**
 * By dimension: one of the values of the dimension has one of the keys. A dimension is a number that says which values of
 * a request are meant.
 */
export type Conditions = ReadonlyMap<number, readonly Key[]>;

export const unconditional: Conditions = new Map();

/** More alternatives than these are not worth a place in an index. */
const mostKeys = 64;

/** Which values: those of a field, in lower case or as sent, all of them or the first. */
export const dimensionOf = (slot: number, lower: boolean, any: boolean): number =>
  slot * 4 + (lower ? 2 : 0) + (any ? 1 : 0);

export const slotOfDimension = (dimension: number): number => dimension >> 2;
export const isLowered = (dimension: number): boolean => (dimension & 2) !== 0;
/** Whether any value may have the key; else the first value has it where all have. */
export const isOfAny = (dimension: number): boolean => (dimension & 1) !== 0;

export function conditionsOf(term: Term): Conditions {
  switch (term.kind) {
    case 'not':
      return unconditional;
    case 'predicate': {
      const key = keyOf(term);
      return key === null ? unconditional : new Map([[dimensionOf(term.slot, term.lower, term.any), [key]]]);
    }
    case 'and':
      return term.terms.map(conditionsOf).reduce(both);
    case 'or':
      return term.terms.map(conditionsOf).reduce(either);
  }
}

function keyOf({ operator, constant }: PredicateTerm): Key | null {
  if (constant.kind === 'number') {
    return operator === '==' ? { kind: 'exact', text: String(constant.exact) } : null;
  }
  if (constant.kind !== 'text') return null;
  const text = constant.value;
  switch (operator) {
    case '==':
      return { kind: 'exact', text };
    case '^=':
      return text === '' ? null : { kind: 'prefix', text };
    case '=^':
      return text === '' ? null : { kind: 'suffix', text };
    case '~': {
      const prefix = text.startsWith('^') ? literalPrefix(text.slice(1)) : '';
      return prefix === '' || !isUtf8(prefix) ? null : { kind: 'prefix', text: prefix };
    }
    default:
      return null;
  }
}

function both(a: Conditions, b: Conditions): Conditions {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const joined = new Map(a);
  for (const [dimension, keys] of b) {
    const known = joined.get(dimension);
    if (!known || isSharper(keys, known)) joined.set(dimension, keys);
  }
  return joined;
}

/** Both are true; the one that more values fail is the better one. */
function isSharper(keys: readonly Key[], known: readonly Key[]): boolean {
  if (keys.length !== known.length) return keys.length < known.length;
  const sharpness = (all: readonly Key[]) =>
    smallest(all.map(({ kind, text }) => (kind === 'exact' ? 1e6 : text.length)));
  return sharpness(keys) > sharpness(known);
}

function either(a: Conditions, b: Conditions): Conditions {
  const joined = new Map<number, readonly Key[]>();
  for (const [dimension, keys] of a) {
    const others = b.get(dimension);
    if (others && keys.length + others.length <= mostKeys) joined.set(dimension, [...keys, ...others]);
  }
  return joined;
}
