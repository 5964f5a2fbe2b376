/**
 * The values by which a route matches: each item of its match fields, each predicate of its expression; and which of them
 * are true for a request. An editor shows them in the document, and the coverage of route tests counts them.
 */

import { type Expression, isAtLeast, predicatesOf, type Span, type Subsystem } from '../../grammar/index.js';
import { DocumentAnalysis } from '../analysis/index.js';
import { dataOfRoute, valueAt } from '../documents/index.js';
import {
  buildRouter,
  type MatcherTrace,
  type RoutedRequest,
  type Router,
  type TracedTerm,
} from '../flavors/index.js';
import type { RoutePath } from '../problems/index.js';
import { matchFields, type Net, type Route } from '../routes/index.js';
import type { LabelledRoute, RoutingTable } from './routing-table.js';

export interface MatchValue {
  /** The position of the route in the table. */
  readonly route: number;
  readonly kind: 'item' | 'predicate';
  /** `paths`, `headers.x-version`, or the field of a predicate as it is written. */
  readonly field: string;
  /** What is written. */
  readonly text: string;
  /** Counts from the start of the route. */
  readonly span: Span;
  /** Of a predicate: which one of the expression it is; and whether it is inside an odd number of `!( … )`. */
  readonly predicate: number | null;
  readonly isNegated: boolean;
}

/** The values of one route. Of an expression that does not parse there are none. */
export function matchValuesOf(table: RoutingTable, route: number): MatchValue[] {
  const labelled = table.routes[route]!;
  const { gateway, router } = table;
  // Since 3.7 the router of every atc flavor reads an expression where there is one (Kong/kong `kong/router/transform.lua`).
  const readsExpression =
    router.engine === 'atc' && (gateway.flavor === 'expressions' || isAtLeast(gateway.version, '3.7'));
  if (readsExpression && labelled.route.route.expression !== undefined) return predicateValues(table, route);
  return itemValues(labelled, route);
}

function predicateValues({ gateway, routes }: RoutingTable, route: number): MatchValue[] {
  const { document, sourced } = routes[route]!;
  const { expression, tree } = new DocumentAnalysis(document, gateway).of(sourced);
  if (!expression) return [];
  const negated = negatedIn(tree);
  return predicatesOf(tree).map((predicate, index): MatchValue => {
    const text = expression.text.slice(predicate.span.start, predicate.span.end);
    return {
      route,
      kind: 'predicate',
      field: 'expression',
      text,
      span: expression.places.spanOf(predicate.span),
      predicate: index,
      isNegated: negated.has(predicate),
    };
  });
}

/** Predicates that must be false for the expression to be true. */
function negatedIn(tree: Expression | null, isNegated = false): ReadonlySet<Expression> {
  switch (tree?.kind) {
    case 'group':
      return negatedIn(tree.expression, isNegated !== tree.negated);
    case 'logical':
      return new Set(tree.terms.flatMap((term) => [...negatedIn(term, isNegated)]));
    case 'predicate':
      return new Set(isNegated ? [tree] : []);
    default:
      return new Set();
  }
}

function itemValues({ sourced, route: { route: read } }: LabelledRoute, route: number): MatchValue[] {
  const written = dataOfRoute(sourced.body);
  const item = (path: RoutePath, field: string, value: unknown): MatchValue[] => {
    const found = valueAt(sourced.body, path);
    if (!found) return [];
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return [{ route, kind: 'item', field, text, span: found.span, predicate: null, isNegated: false }];
  };
  return matchFields.flatMap((field): MatchValue[] => {
    const value = read[field];
    if (value === undefined || !(field in written)) return [];
    if (!(value instanceof Map)) {
      return (value as readonly unknown[]).flatMap((one, i) => item([field, i], field, one));
    }
    return [...(value as NonNullable<Route['headers']>)].flatMap(([name, values]) =>
      values.flatMap((one, i) => item(['headers', name, i], `headers.${name}`, one)),
    );
  });
}

export type ValueResult = TracedTerm['result'];

export interface ValueState {
  readonly result: ValueResult;
  /** What the request has there; `null` if it has nothing, or where that is not known. */
  readonly values: readonly string[] | null;
}

/** Finds which values of a table are true for a request. It keeps the routers that it builds for that. */
export class ValueEvaluator {
  readonly #table: RoutingTable;
  readonly #routers = new Map<string, Router>();

  constructor(table: RoutingTable) {
    this.#table = table;
  }

  /** @param trace the route's own trace for the request, where it is known already */
  stateOf(value: MatchValue, request: RoutedRequest, matchers: readonly MatcherTrace[]): ValueState {
    const terms = matchers.flatMap((matcher) => matcher.terms);
    if (value.kind === 'predicate') {
      const term = terms.find(({ predicate }) => predicate === value.predicate);
      return { result: term?.result ?? 'undecided', values: term?.values ?? null };
    }
    const match = this.#routerOf(value).match(request);
    const isOpen = match.open !== null || match.failure !== null;
    const result = isOpen ? 'undecided' : match.route === null ? 'false' : 'true';
    return { result, values: terms.find((term) => isOfField(term, value.field))?.values ?? null };
  }

  /** A router with one route, which has one value and nothing else. */
  #routerOf(value: MatchValue): Router {
    const key = `${value.route} ${value.span.start} ${value.text}`;
    const known = this.#routers.get(key);
    if (known) return known;
    const { routes, gateway, subsystem, regexes } = this.#table;
    const own = routes[value.route]!.route;
    const router = buildRouter(
      [{ ...own, route: alone(own.route, value, subsystem) }],
      gateway,
      subsystem,
      regexes,
    );
    this.#routers.set(key, router);
    return router;
  }
}

const everyProtocol = { http: ['http', 'https'], stream: ['tcp', 'tls', 'udp'] };

/** The route with one of its values only. */
function alone(route: Route, { field, text }: MatchValue, subsystem: Subsystem): Route {
  const [key = '', ...rest] = field.split('.');
  const protocols = everyProtocol[subsystem];
  const { regex_priority = 0 } = route;
  if (key === 'headers') return { protocols, regex_priority, headers: new Map([[rest.join('.'), [text]]]) };
  const isNet = key === 'sources' || key === 'destinations';
  return { protocols, regex_priority, [key]: [isNet ? (JSON.parse(text) as Net) : text] };
}

/** The fields of an expression that Kong makes of each field of a route. */
const fieldsOf: Readonly<Record<string, RegExp>> = {
  paths: /^(?:http\.path|paths)$/,
  hosts: /^(?:http\.host|hosts)$/,
  methods: /^(?:http\.method|methods)$/,
  snis: /^(?:tls\.sni|snis)$/,
  sources: /^(?:net\.src\.ip|sources)$/,
  destinations: /^(?:net\.dst\.ip|destinations)$/,
};

function isOfField(term: TracedTerm, field: string): boolean {
  if (!field.startsWith('headers.')) return fieldsOf[field]?.test(term.field) ?? false;
  const name = field.slice('headers.'.length).toLowerCase().replaceAll('-', '_');
  const [, asked = ''] = /headers\.(.*)$/.exec(term.field) ?? [];
  return asked.toLowerCase().replaceAll('-', '_') === name;
}
