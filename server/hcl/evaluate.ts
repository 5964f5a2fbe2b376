/**
 * Expressions → values. Literals, templates, operators, `for`, the locals and variables of the module, and functions of
 * those; everything else is not known.
 * Source: hashicorp/hcl `hclsyntax/spec.md`, hashicorp/terraform `internal/lang`.
 */

import type { Span } from '../../grammar/index.js';
import { callFunction } from './functions.js';
import { operate } from './operators.js';
import type { Definition, Scope } from './scope.js';
import { type Piece, sourceText } from './source-text.js';
import type { Expression, ForExpression, ObjectExpression, Step, Template, TemplatePart } from './tree.js';
import {
  piecesOf,
  referredValue,
  sizeOf,
  textValue,
  unknown,
  type Value,
  type ValueEntry,
} from './values.js';

/** Where an expression is evaluated. */
export interface Context {
  /** The text of its file. */
  readonly text: string;
  readonly scope: Scope;
  /** Names that `for` and `dynamic` give to values. */
  readonly bindings: ReadonlyMap<string, Value>;
}

export const contextOf = (text: string, scope: Scope): Context => ({ text, scope, bindings: new Map() });

export function evaluate(expression: Expression, context: Context): Value {
  const { span } = expression;
  if (!context.scope.spend(1)) return unknown(span, 'limit');
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value, span);
    case 'template':
      return templateValue(expression, context);
    case 'tuple': {
      const items = expression.items.map((item) => evaluate(item, context));
      return { kind: 'list', items, span, referred: false, assumed: items.some(({ assumed }) => assumed) };
    }
    case 'object':
      return objectValue(expression, context);
    case 'parentheses':
      return { ...evaluate(expression.inner, context), span };
    case 'variable':
      return bound(expression.name, span, context) ?? unknown(span, 'reference');
    case 'traversal':
      return traversalValue(expression.source, expression.steps, span, context);
    case 'call': {
      const args = expression.args.map((arg) => evaluate(arg, context));
      return made(callFunction(expression, args, context.text), context, span);
    }
    case 'conditional': {
      const condition = evaluate(expression.condition, context);
      if (condition.kind !== 'boolean')
        return unknown(span, condition.kind === 'unknown' ? condition.reason : 'invalid');
      const chosen = evaluate(condition.value ? expression.whenTrue : expression.whenFalse, context);
      return { ...chosen, assumed: chosen.assumed || condition.assumed };
    }
    case 'operation':
    case 'unary':
      return operate(expression, span, (operand) => evaluate(operand, context));
    case 'for':
      return forValue(expression, context);
    case 'missing':
      return unknown(span, 'invalid');
  }
}

function literal(value: number | bigint | boolean | null, span: Span): Value {
  const written = { span, referred: false, assumed: false };
  if (value === null) return { kind: 'null', ...written };
  if (typeof value === 'boolean') return { kind: 'boolean', value, ...written };
  return { kind: 'number', value, ...written };
}

/** A value that a function made, unless it is too large. */
const made = (value: Value, { scope }: Context, span: Span): Value =>
  scope.spend(sizeOf(value)) ? value : unknown(span, 'limit');

function templateValue({ parts, span, content }: Template, context: Context): Value {
  const [only] = parts;
  // Alone it is the value itself, whatever its type.
  if (parts.length === 1 && only?.kind === 'interpolation') {
    const value = evaluate(only.expression, context);
    return value.kind === 'unknown' ? { ...value, span } : value;
  }
  const values: Value[] = [];
  const pieces = piecesOfParts(parts, context, values);
  if (pieces === null) return unknown(span, 'invalid');
  const isLiteral = parts.every(({ kind }) => kind === 'text');
  const text = sourceText(pieces, { start: content.start, end: content.start });
  const assumed = values.some((value) => value.assumed);
  if (!isLiteral && !context.scope.spend(pieces.length + text.value.length / 100))
    return unknown(span, 'limit');
  return { kind: 'text', text, span, referred: false, assumed };
}

/** `null` if a part is not text. */
function piecesOfParts(
  parts: readonly TemplatePart[],
  context: Context,
  values: Value[],
): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const more = piecesOfPart(part, context, values);
    if (more === null) return null;
    for (const piece of more) pieces.push(piece);
  }
  return pieces;
}

function piecesOfPart(part: TemplatePart, context: Context, values: Value[]): readonly Piece[] | null {
  switch (part.kind) {
    case 'text':
      return part.pieces;
    case 'interpolation': {
      const value = evaluate(part.expression, context);
      values.push(value);
      const pieces = piecesOf(value, placeholder(context.text, part.span));
      // What is not known is all of the interpolation.
      return value.kind === 'unknown' ? pieces!.map((piece) => ({ ...piece, span: part.span })) : pieces;
    }
    case 'if': {
      const condition = evaluate(part.condition, context);
      values.push(condition);
      if (condition.kind === 'boolean') {
        return piecesOfParts(condition.value ? part.whenTrue : part.whenFalse, context, values);
      }
      return condition.kind === 'unknown' ? unknownPart(part.span, context) : null;
    }
    case 'for': {
      const collection = evaluate(part.collection, context);
      values.push(collection);
      const pairs = pairsOf(collection);
      if (pairs === null) return collection.kind === 'unknown' ? unknownPart(part.span, context) : null;
      const pieces: Piece[] = [];
      for (const [key, value] of pairs) {
        const more = piecesOfParts(part.body, within(context, part.key, key, part.value, value), values);
        if (more === null || !context.scope.spend(more.length + 1)) return unknownPart(part.span, context);
        for (const piece of more) pieces.push(piece);
      }
      return pieces;
    }
  }
}

const unknownPart = (span: Span, { text }: Context): readonly Piece[] => [
  { text: placeholder(text, span), span, copied: false, unknown: true },
];

/** What represents an unknown part: its source, if that does not break the text around it. */
function placeholder(text: string, { start, end }: Span): string {
  const written = text.slice(start, end);
  return /["\\\r\n]/.test(written) || !written.startsWith('${') ? '${…}' : written;
}

function objectValue({ entries, span }: ObjectExpression, context: Context): Value {
  const found = new Map<string, ValueEntry>();
  let open = false;
  for (const { key, value, span } of entries) {
    const name = key.kind === 'name' ? key.name : keyOf(key.expression, context);
    const evaluated = evaluate(value, context);
    if (name === null) open = true;
    // The last one counts.
    else found.set(name, { key: name, keySpan: key.span, value: evaluated, span });
  }
  const values = [...found.values()];
  const assumed = values.some((entry) => entry.value.assumed);
  return { kind: 'object', entries: values, open, span, referred: false, assumed };
}

/** HCL refuses a reference as a key ("ambiguous attribute key") unless it is in parentheses. */
const keyOf = (expression: Expression, context: Context): string | null =>
  expression.kind === 'traversal' ? null : keyText(evaluate(expression, context));

/** A key is a text, a number or a boolean; `null` if it is not known. */
function keyText(value: Value): string | null {
  if (value.kind === 'number' || value.kind === 'boolean') return String(value.value);
  if (value.kind !== 'text' || value.text.pieces.some((piece) => piece.unknown)) return null;
  return value.text.value;
}

function bound(name: string, span: Span, { bindings, scope }: Context): Value | null {
  const value = bindings.get(name);
  if (!value) return null;
  return scope.spend(sizeOf(value)) ? referredValue(value, span) : unknown(span, 'limit');
}

function traversalValue(source: Expression, steps: readonly Step[], span: Span, context: Context): Value {
  if (source.kind !== 'variable') return stepped(evaluate(source, context), steps, span, context);
  const { name } = source;
  const value = bound(name, span, context);
  if (value) return stepped(value, steps, span, context);
  const [first, ...rest] = steps;
  if (first?.kind !== 'attribute') return unknown(span, 'reference');
  const { locals, variables } = context.scope;
  const definitions = name === 'local' ? locals : name === 'var' ? variables : null;
  const definition = definitions?.get(first.name);
  if (!definition) return unknown(span, 'reference');
  return stepped(referred(definition, span, context.scope), rest, span, context);
}

/** References that are followed, one from the other. */
const deepest = 40;

function referred(definition: Definition, span: Span, scope: Scope): Value {
  const found = scope.known.get(definition);
  if (found === null || scope.depth >= deepest) return unknown(span, 'limit');
  let value = found;
  if (value === undefined) {
    scope.known.set(definition, null);
    scope.depth++;
    value = evaluate(definition.expression, contextOf(definition.text, scope));
    scope.depth--;
    scope.known.set(definition, value);
  }
  if (!scope.spend(sizeOf(value))) return unknown(span, 'limit');
  return referredValue(value, span, definition.assumed);
}

function stepped(start: Value, steps: readonly Step[], span: Span, context: Context): Value {
  let value = start;
  for (const [i, step] of steps.entries()) {
    if (value.kind === 'unknown') return { ...value, span };
    if (step.kind === 'splat') return splat(value, steps.slice(i + 1), step.full, span, context);
    const key = step.kind === 'attribute' ? step.name : keyText(evaluate(step.key, context));
    if (key === null) return unknown(span, 'reference');
    const next = elementOf(value, key);
    if (next === null) return unknown(span, value.kind === 'object' && value.open ? 'reference' : 'invalid');
    value = next;
  }
  return value === start && steps.length === 0 ? value : referredValue(value, span);
}

function elementOf(value: Value, key: string): Value | null {
  if (value.kind === 'object') return value.entries.find((entry) => entry.key === key)?.value ?? null;
  if (value.kind !== 'list' || !/^\d+$/.test(key)) return null;
  const index = Number(key);
  // What is not known may be several items.
  const isCertain = value.items.slice(0, index).every((item) => item.kind !== 'unknown');
  return isCertain ? (value.items[index] ?? null) : null;
}

function splat(value: Value, steps: readonly Step[], full: boolean, span: Span, context: Context): Value {
  const items = value.kind === 'list' ? value.items : value.kind === 'null' ? [] : [value];
  const attributes = steps.findIndex((step) => step.kind !== 'attribute');
  const count = full || attributes < 0 ? steps.length : attributes;
  const each = items.map((item) => stepped(item, steps.slice(0, count), span, context));
  const list: Value = { kind: 'list', items: each, span, referred: true, assumed: value.assumed };
  return stepped(list, steps.slice(count), span, context);
}

/** Keys and values that `for` goes through; `null` if they are not known. */
export function pairsOf(collection: Value): readonly (readonly [key: Value, value: Value])[] | null {
  const { span } = collection;
  const written = { span, referred: true, assumed: collection.assumed };
  if (collection.kind === 'list') {
    if (collection.items.some(({ kind }) => kind === 'unknown')) return null;
    return collection.items.map((item, value) => [{ kind: 'number', value, ...written }, item]);
  }
  if (collection.kind !== 'object' || collection.open) return null;
  return [...collection.entries]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((entry) => [
      textValue([{ text: entry.key, span: entry.keySpan, copied: false }], entry.keySpan, [collection]),
      entry.value,
    ]);
}

/** A context with two more names. */
export function within(
  context: Context,
  keyName: string | null,
  key: Value,
  valueName: string,
  value: Value,
): Context {
  const bindings = new Map(context.bindings);
  if (keyName !== null) bindings.set(keyName, key);
  bindings.set(valueName, value);
  return { ...context, bindings };
}

function forValue(expression: ForExpression, context: Context): Value {
  const { span, resultKey, resultValue, condition, grouped } = expression;
  const collection = evaluate(expression.collection, context);
  const pairs = pairsOf(collection);
  if (pairs === null) return unknown(span, collection.kind === 'unknown' ? collection.reason : 'reference');
  const items: Value[] = [];
  const entries = new Map<string, ValueEntry>();
  for (const [key, value] of pairs) {
    const inner = within(context, expression.key, key, expression.value, value);
    if (condition) {
      const kept = evaluate(condition, inner);
      if (kept.kind !== 'boolean') return unknown(span, kept.kind === 'unknown' ? kept.reason : 'invalid');
      if (!kept.value) continue;
    }
    const result = evaluate(resultValue, inner);
    if (!context.scope.spend(sizeOf(result))) return unknown(span, 'limit');
    if (resultKey === null) {
      items.push(result);
      continue;
    }
    const name = keyText(evaluate(resultKey, inner));
    if (name === null || grouped) return unknown(span, 'reference');
    entries.set(name, { key: name, keySpan: resultKey.span, value: result, span });
  }
  const assumed = collection.assumed;
  if (resultKey === null) return referredValue({ kind: 'list', items, span, referred: true, assumed }, span);
  const object: Value = {
    kind: 'object',
    entries: [...entries.values()],
    open: false,
    span,
    referred: true,
    assumed,
  };
  return referredValue(object, span);
}
