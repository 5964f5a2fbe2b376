/** What can be wrong with a route, whatever document it was written in. */

import type { NotJudged } from '../../grammar/index.js';

/** Where in the data of a route: `['paths', 0]`; empty for the route as a whole. */
export type RoutePath = readonly (string | number)[];

/** What a YAML author calls a value. */
export type ValueType = 'string' | 'boolean' | 'number' | 'integer' | 'fraction' | 'list' | 'mapping';

/** Every code about routes, with the arguments of its message. */
export interface RouteProblemArguments {
  'mixed-route': { field: string };
  'expression-in-flavor': { flavor: string };
  'priority-in-flavor': { flavor: string };
  'field-in-flavor': { field: string };
  'field-not-in-version': { field: string; version: string; since: string };
  'expression-missing': Record<never, never>;
  'expression-type': { found: ValueType };
  'priority-type': Record<never, never>;
  'priority-range': Record<never, never>;
  'priority-with-fields': Record<never, never>;
  'priority-without-expression': { kong: string };
  'regex-priority-with-expression': Record<never, never>;
  'match-missing': { kong: string };

  'field-unknown': { field: string; owner: RoutePath };
  'field-not-for-protocol': { field: string; kong: string };
  'value-type': { value: RoutePath; wanted: ValueType; found: ValueType; kong: string };
  'value-null': { value: RoutePath };
  'value-empty': { value: RoutePath; kong: string };
  'value-not-listed': { value: RoutePath; kong: string };
  'value-range': { value: RoutePath; kong: string };
  'protocol-unknown': { protocol: string; kong: string };
  'protocols-exclusive': { kong: string };
  'path-form': { kong: string };
  'path-marker-not-in-version': { version: string; kong: string };
  'path-not-normalized': { normalized: string; kong: string };
  'path-regex': { message: string; rest: string; kong: string };
  'regex-not-judged': { judge: 'pcre' | 'rust'; reason: NotJudged };
  'host-form': { kong: string };
  'method-form': { kong: string };
  'header-name': { kong: string };
  'sni-form': { kong: string };
  'address-form': { kong: string };
  'address-missing': { kong: string };
  'name-form': { kong: string };
  'tag-form': { kong: string };
  'id-form': { kong: string };
}

/** Rows of the table of versions (`server/routes/versions/`): what Kong accepts in a route, and what may do nothing. */
export type IdleRule =
  | 'priority-with-fields'
  | 'regex-priority-with-expression'
  | 'path-not-normalized'
  | 'protocol-websocket'
  | 'stream-expression'
  | 'header-regex';

/** What is accepted without effect. */
export interface IdleProblemArguments {
  'accepted-without-effect': { rule: IdleRule; version: string };
}

/** What happens to a route that the schema accepts and the engine rejects. */
export type LeftOut = 'router-not-rebuilt' | 'route-left-out';

export type RouteCode = keyof RouteProblemArguments;

export type RouteProblem = {
  [Code in RouteCode]: {
    readonly code: Code;
    readonly args: RouteProblemArguments[Code];
    readonly path: RoutePath;
    /** The fields on the other side of the matter. */
    readonly related: readonly RoutePath[];
    /** What Kong answers, in its words. */
    readonly kong: string;
  };
}[RouteCode];

/** How Kong begins what it says of fields that do not go together, and what the engine says. */
export const failedValidation = 'Router Expression failed validation: ';
