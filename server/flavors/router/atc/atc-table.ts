/**
 * A table as the atc router holds it: matchers in the order in which they are tried, each with its expression ready to be
 * evaluated.
 * Source: Kong/atc-router `src/router.rs` (`MatcherKey`: the highest priority first, then the highest id).
 */

import type { Conditions } from '../candidates/conditions.js';
import type { BuildFailure, LeftOut } from '../router.js';
import type { RouterRoute } from '../router-route.js';
import type { AtcMatcher } from './atc-matcher.js';
import type { RouterRules } from './atc-rules.js';
import type { AtcShapes } from './atc-shapes.js';
import type { FieldSlots } from './terms.js';

export interface AtcTable {
  readonly failure: BuildFailure | null;
  readonly leftOut: readonly LeftOut[];
  /** In the order in which they are tried. */
  readonly matchers: readonly AtcMatcher[];
  /** Of each of them, what a request must have. */
  readonly conditions: readonly Conditions[];
  readonly slots: FieldSlots;
  /** The names of the fields that its matchers ask for. */
  readonly fields: ReadonlySet<string>;
  /** A priority of the table is one of two numbers. */
  readonly isUnstable: boolean;
  readonly rules: RouterRules;
}

/** @param routes those of the subsystem, by their positions */
export function buildAtcTable(routes: ReadonlyMap<number, RouterRoute>, shapes: AtcShapes): AtcTable {
  const leftOut: LeftOut[] = [];
  let failure: BuildFailure | null = null;
  const found: { readonly matcher: AtcMatcher; readonly conditions: Conditions }[] = [];
  /** By id, the priorities of the matchers that have it: mostly one. */
  const prioritiesById = new Map<string, bigint[]>();
  const slots = new Set<number>();
  for (const [route, routed] of routes) {
    const shape = shapes.of(routed);
    if (shape.failure) failure ??= { ...shape.failure, route };
    for (const slot of shape.slots) slots.add(slot);
    for (const piece of shape.pieces) {
      if (!('matcher' in piece)) {
        leftOut.push({ route, ...piece });
        continue;
      }
      const { matcher, conditions, expression } = piece;
      const { uuid } = matcher.id;
      const { value } = matcher.priority;
      const known = uuid === null ? undefined : prioritiesById.get(uuid);
      if (known?.includes(value)) {
        leftOut.push({ route, reason: 'same-id', expression });
        continue;
      }
      if (known) known.push(value);
      else if (uuid !== null) prioritiesById.set(uuid, [value]);
      found.push({ matcher: { ...matcher, route }, conditions });
    }
  }
  found.sort((a, b) => inOrder(a.matcher, b.matcher));
  const names = shapes.slots.names();
  return {
    failure,
    leftOut,
    matchers: found.map(({ matcher }) => matcher),
    conditions: found.map(({ conditions }) => conditions),
    slots: shapes.slots,
    fields: new Set([...slots].sort((a, b) => a - b).map((slot) => names[slot]!)),
    isUnstable: found.some(({ matcher }) => matcher.priority.compiled !== null),
    rules: shapes.rules,
  };
}

/** Matchers without an id come last among those of their priority, in the order of the table. */
function inOrder(a: AtcMatcher, b: AtcMatcher): number {
  if (a.priority.value !== b.priority.value) return a.priority.value > b.priority.value ? -1 : 1;
  const [one, other] = [a.id.uuid ?? '', b.id.uuid ?? ''];
  return one === other ? a.route - b.route : one > other ? -1 : 1;
}
