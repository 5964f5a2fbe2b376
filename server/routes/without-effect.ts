/**
 * Fields that Kong accepts in a route and ignores in this Gateway version: the second outcome of the table of versions.
 * What needs the engine is in `server/flavors/acceptance.ts`.
 */

import type { IdleProblemArguments, IdleRule, RoutePath } from '../problems/index.js';
import { isNonEmpty } from './field.js';
import { asItRuns, type Gateway } from './gateway.js';
import { normalFormOf } from './paths.js';
import { isSet, type Route, subsystemOf } from './route.js';
import { matchFields } from './route-fields.js';
import { outcomeOf } from './versions/index.js';

export interface IdleProblem {
  readonly code: 'accepted-without-effect';
  readonly args: IdleProblemArguments['accepted-without-effect'];
  /** Where in the data of the route. */
  readonly path: RoutePath;
}

/** In the order of the rules; a place is named once for each value that it is about. */
export function withoutEffect(route: Route, gateway: Gateway): IdleProblem[] {
  const running = asItRuns(gateway);
  const found: IdleProblem[] = [];
  for (const rule of idleRules) {
    if (outcomeOf(rule, running) !== 'without-effect') continue;
    const paths = places[rule](route);
    if (paths.length === 0) continue;
    const args = { rule, version: gateway.version.join('.') };
    for (const path of paths) found.push({ code: 'accepted-without-effect', args, path });
  }
  return found;
}

/** Where a route has what a rule is about. */
const places: Readonly<Record<IdleRule, (route: Route) => readonly RoutePath[]>> = {
  'priority-with-fields': (route) =>
    Number(route.priority ?? 0) !== 0 && matchFields.some((field) => isSet(route, field))
      ? [['priority']]
      : [],
  'regex-priority-with-expression': (route) =>
    Number(route.regex_priority ?? 0) !== 0 && isNonEmpty(route.expression) ? [['regex_priority']] : [],
  'path-not-normalized': ({ paths = [] }) =>
    paths.flatMap((path, i) => (path.startsWith('/') && normalFormOf(path) !== null ? [['paths', i]] : [])),
  'protocol-websocket': ({ protocols = [] }) =>
    protocols.flatMap((protocol, i) => (protocol === 'ws' || protocol === 'wss' ? [['protocols', i]] : [])),
  'stream-expression': (route) =>
    route.expression !== undefined && subsystemOf(route) === 'stream' ? [['expression']] : [],
  'header-regex': ({ headers }) =>
    [...(headers ?? [])].flatMap(([name, values]) =>
      values.flatMap((value, i) => (value.startsWith('~*') ? [['headers', name, i]] : [])),
    ),
};

const idleRules = Object.keys(places) as IdleRule[];
