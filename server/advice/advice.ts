/** The form of advice on the fields of a route, and how what was meant becomes data. */

import type { Expression } from '../../grammar/index.js';
import type { AdviceCode, AdviceProblemArguments, FieldFixTitle, RoutePath } from '../problems/index.js';
import type { DataChange, Gateway, Route } from '../routes/index.js';

/** The route as Kong holds it, and its Gateway. */
export interface Judged {
  readonly route: Route;
  readonly data: Readonly<Record<string, unknown>>;
  readonly gateway: Gateway;
  /** Its expression, parsed; `null` if it has none, or one that is no more than mistakes. */
  readonly tree: Expression | null;
}

/** A value of a route that is to be another, or another field with a value. */
export interface FieldChange extends DataChange {
  readonly title: FieldFixTitle;
  /** A field that replaces the one at the path. */
  readonly insert?: readonly [field: string, value: unknown];
}

export type FieldAdvice = {
  [Code in AdviceCode]: {
    readonly code: Code;
    readonly args: AdviceProblemArguments[Code];
    /** In the data of the route. */
    readonly path: RoutePath;
    /** It is about the field, not about its value. */
    readonly isAtKey?: boolean;
    readonly change?: FieldChange;
  };
}[AdviceCode];

/** One lint: a file of its own, and nothing that depends on the others. */
export type FieldLint = (judged: Judged) => readonly FieldAdvice[];

/** Another text for an item of a list of texts, or several. */
export function writeItems(path: RoutePath, values: readonly string[]): FieldChange {
  const title = { code: 'write-value', field: String(path[0]), values } as const;
  return { title, path, value: values[0], items: values };
}

export const removeField = (field: string): FieldChange => ({
  title: { code: 'remove-field', field },
  path: [field],
  value: undefined,
});

export const removeItem = (path: RoutePath, value: string): FieldChange => ({
  title: { code: 'remove-value', value },
  path,
  value: undefined,
  items: [],
});
