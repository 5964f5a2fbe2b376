/** The value of an expression, if it can be known without running Terraform. */

import type { Span } from '../../grammar/index.js';
import { type Piece, referredText, type SourceText, sourceText } from './source-text.js';

export type Value =
  | TextValue
  | NumberValue
  | BooleanValue
  | NullValue
  | ListValue
  | ObjectValue
  | UnknownValue;

interface Written {
  /** Where it is written; of a value that is referred to, the reference. */
  readonly span: Span;
  /** A reference, or the result of an operator or a function. */
  readonly referred: boolean;
  /** It is the default of a variable, or made of one: Terraform may be run with another. */
  readonly assumed: boolean;
}

/** A text may have parts that are not known (`unknownSpans`). */
export interface TextValue extends Written {
  readonly kind: 'text';
  readonly text: SourceText;
}

export interface NumberValue extends Written {
  readonly kind: 'number';
  readonly value: number | bigint;
}

export interface BooleanValue extends Written {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullValue extends Written {
  readonly kind: 'null';
}

/** A tuple, list or set. An item that is not known may be any number of items. */
export interface ListValue extends Written {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface ObjectValue extends Written {
  readonly kind: 'object';
  readonly entries: readonly ValueEntry[];
  /** Whether it may have more entries: some keys are not known. */
  readonly open: boolean;
}

export interface ValueEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
  readonly span: Span;
}

export interface UnknownValue extends Written {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
}

/** Why a value is not known. */
export type UnknownReason =
  /** A reference to what only Terraform knows. */
  | 'reference'
  /** A function that is not evaluated here. */
  | 'function'
  /** Terraform would refuse the expression, or it has a gap. */
  | 'invalid'
  /** It refers to itself, or is too large. */
  | 'limit';

export const unknown = (span: Span, reason: UnknownReason): UnknownValue => ({
  kind: 'unknown',
  reason,
  span,
  referred: false,
  assumed: false,
});

/** A value as it is where it is referred to. */
export function referredValue(value: Value, span: Span, assumed = value.assumed): Value {
  const written = { span, referred: true, assumed: assumed || value.assumed };
  switch (value.kind) {
    case 'text':
      return { ...value, ...written, text: referredText(value.text, span) };
    case 'list':
      return { ...value, ...written, items: value.items.map((item) => referredValue(item, span, assumed)) };
    case 'object': {
      const entries = value.entries.map((entry) => ({
        ...entry,
        keySpan: span,
        span,
        value: referredValue(entry.value, span, assumed),
      }));
      return { ...value, ...written, entries };
    }
    default:
      return { ...value, ...written };
  }
}

/** How many parts a value has: what it costs to copy it. */
export function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'text':
      return 1 + value.text.pieces.length + value.text.value.length / 100;
    case 'list':
      return value.items.reduce((size, item) => size + sizeOf(item), 1);
    case 'object':
      return value.entries.reduce((size, entry) => size + 1 + sizeOf(entry.value), 1);
    default:
      return 1;
  }
}

/** Whether all of a value is known. */
export function isKnown(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
      return false;
    case 'text':
      return !value.text.pieces.some((piece) => piece.unknown);
    case 'list':
      return value.items.every(isKnown);
    case 'object':
      return !value.open && value.entries.every((entry) => isKnown(entry.value));
    default:
      return true;
  }
}

/**
 * A value as text, as Terraform converts it; one that is not known is a part that is not known.
 *
 * @param written how a part that is not known is written
 * @returns `null` if it is not text, and cannot be converted
 */
export function piecesOf(value: Value, written: string): readonly Piece[] | null {
  const { span } = value;
  switch (value.kind) {
    case 'text':
      return value.text.pieces;
    case 'number':
    case 'boolean':
      return [{ text: String(value.value), span, copied: false }];
    case 'unknown':
      return [{ text: written, span, copied: false, unknown: true }];
    default:
      return null;
  }
}

export const textValue = (pieces: readonly Piece[], span: Span, from: readonly Value[]): TextValue => ({
  kind: 'text',
  text: sourceText(pieces, span),
  span,
  referred: true,
  assumed: from.some(({ assumed }) => assumed),
});

/** The same without places. A part that is not known is `undefined`, a text with one is a text with its placeholder. */
export function plainValue(value: Value): unknown {
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'null':
      return null;
    case 'text':
      return value.text.value;
    case 'list':
      return value.items.map(plainValue);
    case 'object':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plainValue(entry.value)]));
    default:
      return value.value;
  }
}
