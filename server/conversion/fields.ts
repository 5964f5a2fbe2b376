/** The fields that a route with an expression becomes, and those that a route with fields does. */

import type { Expression } from '../../grammar/index.js';
import type { Data } from '../documents/index.js';
import {
  type ExpressionFields,
  fieldsOf,
  type Reader,
  type RecoverOptions,
  regexPriorityFor,
  type TraditionalFields,
  viewOf,
} from '../flavors/index.js';
import type { Note, Refused } from '../problems/index.js';
import { type Gateway, kindOf, matchFields, type Route, readRoute } from '../routes/index.js';

/** What orders traditional routes goes with the fields. */
export const traditionalKeys: ReadonlySet<string> = new Set([...matchFields, 'regex_priority']);
export const expressionKeys: ReadonlySet<string> = new Set(['expression', 'priority']);

export const expressionEntries = ({ expression, priority }: ExpressionFields) =>
  [
    ['expression', expression],
    ['priority', Number(priority)],
  ] as const;

/** A route as Kong gets to see it. */
export interface EffectiveRoute {
  readonly data: Readonly<Record<string, Data>>;
  readonly route: Route;
  readonly tree: Expression | null;
  readonly read?: Reader;
}

export function traditionalFields(
  { data, route, tree, read }: EffectiveRoute,
  gateway: Gateway,
  options: RecoverOptions,
): Refused | { readonly entries: [string, Data][]; readonly notes: readonly Note[] } {
  const kind = kindOf(route);
  if (kind === 'mixed') return { refused: { code: 'mixed-route', args: {} } };
  if (kind !== 'expression') return { refused: { code: 'no-expression', args: {} } };
  const view = viewOf(route, data, { ...gateway, flavor: 'expressions' }, read);
  if (view.status === 'rejected')
    return { refused: { code: 'rejected-already', args: { kong: view.messages[0]! } } };
  const fields = fieldsOf(route, options, tree);
  if ('refused' in fields) return fields;

  const { expression: _, priority: __, ...others } = data;
  const entries = fieldEntries(fields);
  const recovered: Route = { ...(route.protocols && { protocols: route.protocols }), ...fields };
  const regexPriority = regexPriorityFor(recovered, BigInt(route.priority ?? 0), gateway);
  if (regexPriority) entries.push(['regex_priority', regexPriority]);
  const asFields = { ...others, ...Object.fromEntries(entries) };
  const rejected = viewOf(readRoute(asFields), asFields, { ...gateway, flavor: 'traditional_compatible' });
  if (rejected.status === 'rejected') {
    return { refused: { code: 'rejected-after', args: { what: 'fields', kong: rejected.messages[0]! } } };
  }
  const notes: Note[] =
    regexPriority === null
      ? [{ code: 'traditional-priority', args: { instead: String(route.priority ?? 0) } }]
      : [];
  return { entries, notes };
}

function fieldEntries(fields: TraditionalFields): [string, Data][] {
  return matchFields.flatMap((field): [string, Data][] => {
    const value = fields[field];
    if (value === undefined) return [];
    return [[field, value instanceof Map ? Object.fromEntries(value) : (value as Data)]];
  });
}
