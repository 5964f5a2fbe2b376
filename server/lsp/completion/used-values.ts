/** What the routes of a workspace compare fields with: whoever writes another route is likely to mean the same again. */

import {
  type ComparisonOperator,
  type Constant,
  fieldOf,
  parse,
  predicatesOf,
  printConstant,
  quote,
} from '../../../grammar/index.js';
import { dataOfRoute, type RouteBody, type RouteDocument } from '../../documents/index.js';
import { readRoute } from '../../routes/index.js';

/** Of each field, the constants as an expression has them, without regexes. */
export type UsedValues = ReadonlyMap<string, ReadonlySet<string>>;

/** What was found in a body stays true of it. */
const known = new WeakMap<RouteBody, readonly UsedValue[]>();

interface UsedValue {
  readonly field: string;
  readonly constant: string;
}

export function usedValues(documents: readonly RouteDocument[]): UsedValues {
  const values = new Map<string, Set<string>>();
  for (const { routes } of documents) {
    for (const { body } of routes) {
      let found = known.get(body);
      if (!found) {
        found = valuesIn(body);
        known.set(body, found);
      }
      for (const { field, constant } of found) {
        const constants = values.get(field) ?? new Set();
        values.set(field, constants.add(constant));
      }
    }
  }
  return values;
}

function valuesIn(body: RouteBody): UsedValue[] {
  const route = readRoute(dataOfRoute(body));
  const texts = (field: string, values: readonly string[] | undefined) =>
    (values ?? []).map((value) => ({ field, constant: quote(value) }));
  const nets = (field: string, values: typeof route.sources) =>
    (values ?? []).flatMap(({ ip, port }) => [
      ...(ip === undefined ? [] : [{ field: `${field}.ip`, constant: ip }]),
      ...(port === undefined ? [] : [{ field: `${field}.port`, constant: String(port) }]),
    ]);
  return [
    ...(route.expression === undefined ? [] : comparedIn(route.expression)),
    ...texts('http.method', route.methods),
    ...texts(
      'http.host',
      route.hosts?.filter((host) => !/[*:]/.test(host)),
    ),
    ...texts(
      'http.path',
      route.paths?.filter((path) => path.startsWith('/')),
    ),
    ...[...(route.headers ?? [])].flatMap(([name, values]) =>
      texts(
        `http.headers.${name.toLowerCase().replaceAll('-', '_')}`,
        values.filter((value) => !value.startsWith('~*')),
      ),
    ),
    ...texts('tls.sni', route.snis),
    ...nets('net.src', route.sources),
    ...nets('net.dst', route.destinations),
  ];
}

function comparedIn(expression: string): UsedValue[] {
  return predicatesOf(parse(expression).tree).flatMap(({ lhs, operator, rhs }) => {
    const field = fieldOf(lhs)?.name;
    if (field === undefined || !rhs || !operator || !isWhole(operator)) return [];
    return [{ field, constant: written(rhs) }];
  });
}

/** A regex or a part of a text is hardly meant twice. */
const isWhole = (operator: ComparisonOperator) =>
  operator !== '~' && operator !== '=^' && operator !== 'contains';

/** A text in quotes, raw or not where it was found. */
const written = (constant: Constant): string =>
  constant.kind === 'string' ? quote(constant.value) : printConstant(constant);
