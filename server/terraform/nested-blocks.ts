/**
 * The blocks of `kong_route`: `header { name, values }`, `source { ip, port }`, `destination { … }`, also where they are
 * made by `dynamic`, and the same written as an attribute.
 * Source: kevholditch/terraform-provider-kong `kong/resource_kong_route.go`.
 */

import type { Span } from '../../grammar/index.js';
import {
  attributeOf,
  attributesOf,
  type Block,
  type Body,
  blocksOf,
  type Context,
  evaluate,
  type ObjectValue,
  pairsOf,
  type Value,
  type ValueEntry,
  within,
} from '../hcl/index.js';
import { type ArgumentValues, netFields } from './argument-values.js';
import { nestedBlocks } from './resources.js';
import type { TerraformEntry, TerraformValue } from './route.js';

/** One block: its values, and where it is. */
interface Nested {
  readonly value: Value;
  readonly keySpan: Span;
}

/** The field of a route that its blocks make; `null` if it has none. */
export function readNested(
  block: Block,
  field: 'headers' | 'sources' | 'destinations',
  context: Context,
  values: ArgumentValues,
  isJson: boolean,
): TerraformEntry | null {
  const name = [...nestedBlocks].find(([, made]) => made === field)![0];
  const found = [...nestedIn(block.body, name, context), ...written(block, name, context, isJson)];
  if (found.length === 0) return null;
  const objects: { object: ObjectValue; keySpan: Span }[] = [];
  for (const { value, keySpan } of found) {
    if (value.kind === 'object') objects.push({ object: value, keySpan });
    else if (value.kind !== 'null') values.open([field], value.span);
  }
  const keySpan = values.relative(found[0]!.keySpan);
  const span = { start: keySpan.start, end: values.relative(found.at(-1)!.value.span).end };
  const node = { span, aliased: false, anchor: null } as const;
  const value: TerraformValue =
    field === 'headers'
      ? { kind: 'object', ...node, entries: headerEntries(objects, values) }
      : {
          kind: 'array',
          ...node,
          items: objects.map(({ object }, i) => values.fields(object, name, [field, i], netFields)),
        };
  return { key: field, keySpan, value, span, merged: false };
}

function headerEntries(
  headers: readonly { object: ObjectValue; keySpan: Span }[],
  values: ArgumentValues,
): readonly TerraformEntry[] {
  const entries = new Map<string, TerraformEntry>();
  for (const { object } of headers) {
    const name = object.entries.find(({ key }) => key === 'name');
    const list = object.entries.find(({ key }) => key === 'values');
    if (!name || !list) {
      if (object.open) values.open(['headers'], object.span);
      continue;
    }
    const key = values.convert(name.value, 'string', 'name', ['headers', '']);
    if (
      key?.kind !== 'scalar' ||
      (name.value.kind === 'text' && name.value.text.pieces.some((piece) => piece.unknown))
    ) {
      values.open(['headers'], name.span);
      continue;
    }
    const value = values.convert(list.value, 'strings', 'values', ['headers', String(key.value)]);
    if (!value) continue;
    const span = values.relative(object.span);
    entries.set(String(key.value), { key: String(key.value), keySpan: key.span, value, span, merged: false });
  }
  return [...entries.values()];
}

function nestedIn(body: Body, name: string, context: Context): readonly Nested[] {
  return blocksOf(body).flatMap((block): readonly Nested[] => {
    if (block.type === name) return [{ value: bodyValue(block, context), keySpan: block.typeSpan }];
    if (block.type !== 'dynamic' || block.labels[0]?.text !== name) return [];
    return dynamicBlocks(block, name, context).map((value) => ({ value, keySpan: block.labels[0]!.span }));
  });
}

/** `dynamic "header" { for_each = … content { … } }` */
function dynamicBlocks(block: Block, name: string, context: Context): readonly Value[] {
  const gap: Value = {
    kind: 'unknown',
    reason: 'reference',
    span: block.span,
    referred: false,
    assumed: false,
  };
  const each = attributeOf(block.body, 'for_each');
  const content = blocksOf(block.body).find(({ type }) => type === 'content');
  const pairs = each && pairsOf(evaluate(each.value, context));
  if (!content || !pairs) return [gap];
  const written = attributeOf(block.body, 'iterator')?.value;
  const iterator = written ? (written.kind === 'variable' ? written.name : null) : name;
  if (iterator === null) return [gap];
  return pairs.map(([key, value]) => {
    const entry = (name: string, of: Value): ValueEntry => ({
      key: name,
      keySpan: of.span,
      value: of,
      span: of.span,
    });
    const bound: Value = {
      kind: 'object',
      entries: [entry('key', key), entry('value', value)],
      open: false,
      span: block.span,
      referred: true,
      assumed: value.assumed,
    };
    return bodyValue(content, within(context, null, key, iterator, bound));
  });
}

function bodyValue({ body, span }: Block, context: Context): ObjectValue {
  const entries = attributesOf(body).map(({ name, nameSpan, value, span }) => ({
    key: name,
    keySpan: nameSpan,
    value: evaluate(value, context),
    span,
  }));
  return { kind: 'object', entries, open: false, span, referred: false, assumed: false };
}

/** `header = [{ … }]`; in JSON also one object alone. */
function written(block: Block, name: string, context: Context, isJson: boolean): readonly Nested[] {
  const attribute = attributeOf(block.body, name);
  if (!attribute) return [];
  const value = evaluate(attribute.value, context);
  const items = value.kind === 'list' ? value.items : isJson || value.kind !== 'object' ? [value] : [];
  return items.map((item) => ({ value: item, keySpan: attribute.nameSpan }));
}
