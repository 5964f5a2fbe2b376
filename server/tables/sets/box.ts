/** Requests that satisfy conditions on several fields, each by itself; and unions of such sets. */

import type { FieldValues } from './field-values.js';

export interface Box {
  /** Of the fields that are not in it nothing is asked. */
  readonly fields: ReadonlyMap<string, FieldValues>;
  /** All of its requests are meant; else some may not be. */
  readonly isExact: boolean;
}

/** No condition at all. */
export const everything: Box = { fields: new Map(), isExact: true };
export const unknownPart: Box = { fields: new Map(), isExact: false };

/** What a set of requests is made of; they may overlap. All requests that are meant are in one of them. */
export type Region = readonly Box[];

/** What two fields say together: whether no request has both. */
export type Contradiction = (fields: ReadonlyMap<string, FieldValues>) => boolean;

/** @returns `null` if no request is in both */
export function bothOf(a: Box, b: Box, contradicts: Contradiction): Box | null {
  const isExact = a.isExact && b.isExact;
  if (a.fields.size === 0) return { fields: b.fields, isExact };
  if (b.fields.size === 0) return { fields: a.fields, isExact };
  const fields = new Map(a.fields);
  for (const [field, values] of b.fields) {
    const known = fields.get(field);
    const joined = known ? known.and(values) : values;
    if (known && joined.isEmpty()) return null;
    fields.set(field, joined);
  }
  return contradicts(fields) ? null : { fields, isExact };
}

/** Beyond, conditions are left out: the region has more requests then. */
export const mostBoxes = 64;

export function bothRegions(a: Region, b: Region, contradicts: Contradiction): Region {
  const [fewer, more] = a.length <= b.length ? [a, b] : [b, a];
  if (fewer.length * more.length > mostBoxes * 4) return inexact(more);
  const boxes = fewer.flatMap((one) => more.flatMap((two) => bothOf(one, two, contradicts) ?? []));
  return boxes.length > mostBoxes ? inexact(more) : boxes;
}

const inexact = (region: Region): Region => region.map((box) => ({ ...box, isExact: false }));

/** Alternatives, joined where they are about one field. */
export function eitherOf(regions: readonly Region[]): Region {
  const boxes: Box[] = [];
  for (const box of regions.flat()) {
    const [field] = box.fields.keys();
    const at =
      box.fields.size === 1
        ? boxes.findIndex(
            (one) => one.fields.size === 1 && one.isExact === box.isExact && one.fields.has(field!),
          )
        : -1;
    const joined = at === -1 ? null : boxes[at]!.fields.get(field!)!.or(box.fields.get(field!)!);
    if (joined) boxes[at] = { fields: new Map([[field!, joined]]), isExact: box.isExact };
    else boxes.push(box);
  }
  return boxes.length > mostBoxes ? [unknownPart] : boxes;
}

/**
 * The requests of a box that may be outside of another.
 *
 * @param anyOf the values of an unrestricted field
 */
export function without(
  box: Box,
  removed: Box,
  anyOf: (field: string) => FieldValues,
  contradicts: Contradiction,
): Box[] {
  if (!removed.isExact) return [box];
  const left: Box[] = [];
  let rest = box.fields;
  for (const [field, values] of removed.fields) {
    const own = rest.get(field) ?? anyOf(field);
    const inside = own.and(values);
    if (inside.isEmpty()) return [box];
    for (const outside of own.minus(values)) {
      if (outside.isEmpty()) continue;
      const fields = new Map(rest).set(field, outside);
      if (!contradicts(fields)) left.push({ fields, isExact: box.isExact });
    }
    rest = new Map(rest).set(field, inside);
    if (contradicts(rest)) return [box];
  }
  return left;
}
