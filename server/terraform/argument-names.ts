/** The names in a route's resource: those that it does not have, and those that it must have. */

import type { Span } from '../../grammar/index.js';
import { type Attribute, attributeOf, attributesOf, type Block, blocksOf } from '../hcl/index.js';
import { fieldsFor } from '../routes/index.js';
import type { Report } from './argument-values.js';
import { argumentTypes, metaArguments, metaBlocks, nestedBlocks, type RouteResource } from './resources.js';

/** What an item of a resource is. */
export type ItemRole = 'meta' | 'argument' | 'nested';

/** @returns `null` for a name that a route cannot have, whatever its provider */
export function roleOf(name: string, isBlock: boolean, isJson: boolean): ItemRole | null {
  if (metaArguments.has(name) && !isBlock) return 'meta';
  // In JSON blocks are written as attributes.
  if (metaBlocks.has(name) && (isBlock || isJson)) return 'meta';
  if (nestedBlocks.has(name)) return 'nested';
  return argumentTypes.has(name) ? 'argument' : null;
}

export function checkNames(block: Block, resource: RouteResource, isJson: boolean, report: Report): void {
  const { arguments: known, nested, type, required } = resource;
  if (!known) return;
  for (const item of attributesOf(block.body)) checkArgument(item, resource, isJson, report);
  for (const inner of blocksOf(block.body)) {
    const span = inner.typeSpan;
    const role = roleOf(inner.type, true, false);
    if (role === 'meta') continue;
    if (role === 'nested' && nested !== 'arguments') {
      checkNested(inner, report);
      continue;
    }
    if (
      known.has(inner.type) ||
      (role === 'nested' && nested === 'arguments' && resource.type === 'kong_route')
    ) {
      report('terraform-argument-not-block', { argument: inner.type, resource: type }, span);
    } else unexpected(inner.type, span, resource, report);
  }
  const isWritten = (name: string) =>
    attributeOf(block.body, name) !== null || blocksOf(block.body).some((inner) => inner.type === name);
  for (const argument of required) {
    if (isWritten(argument)) continue;
    const end = block.labels.at(-1)?.span.end ?? block.typeSpan.end;
    const start = isJson ? (block.labels.at(-1)?.span.start ?? block.typeSpan.start) : block.typeSpan.start;
    report('terraform-argument-missing', { argument, resource: type }, { start, end });
  }
}

/** A `header` has both of its arguments (`kong/resource_kong_route.go`). */
function checkNested(block: Block, report: Report): void {
  if (block.type !== 'header') return;
  for (const argument of ['name', 'values']) {
    if (attributeOf(block.body, argument) === null)
      report('terraform-argument-missing', { argument, resource: block.type }, block.typeSpan);
  }
}

function checkArgument(
  { name, nameSpan }: Attribute,
  resource: RouteResource,
  isJson: boolean,
  report: Report,
): void {
  const { arguments: known, nested, type } = resource;
  const role = roleOf(name, false, isJson);
  if (role === 'meta' || known?.has(name)) return;
  if (role === 'nested' && type === 'kong_route') {
    if (nested === 'blocks' && !isJson)
      report('terraform-block-not-argument', { block: name, resource: type }, nameSpan);
    return;
  }
  unexpected(name, nameSpan, resource, report);
}

function unexpected(argument: string, span: Span, resource: RouteResource, report: Report): void {
  const { type, sibling } = resource;
  if (sibling !== null && isOfOtherStyle(argument, resource)) {
    report('terraform-argument-of-other-resource', { argument, resource: type, other: sibling }, span);
  } else {
    report(
      'terraform-argument-unknown',
      { argument, resource: type, meant: meantBy(argument, resource) },
      span,
    );
  }
}

/** Whether the provider has the argument in its other resource: all that is different between them is the style. */
export const isOfOtherStyle = (argument: string, { arguments: known, sibling }: RouteResource): boolean =>
  sibling !== null && known !== null && !known.has(argument) && styled.has(argument);

const styled: ReadonlySet<string> = new Set(fieldsFor('match', 'order'));

/** The argument that is spelled alike; `null` if there is none, or more than one. */
function meantBy(name: string, { arguments: known, nested }: RouteResource): string | null {
  const names = [...(known?.keys() ?? []), ...(nested === 'arguments' ? [] : nestedBlocks.keys())];
  const most = name.length > 5 ? 2 : 1;
  const close = names.filter((one) => distance(name, one, most) <= most);
  return close.length === 1 ? close[0]! : null;
}

/** How many letters differ, up to a few. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same));
    }
    previous = row;
  }
  return previous[b.length]!;
}
