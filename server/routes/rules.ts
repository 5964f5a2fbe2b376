/**
 * Whether Kong's schema takes a route, and what it says if not: the rules that stand between the two styles of
 * route, for a flavor and a Gateway version.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`, `routes_subschemas.lua`.
 */

import { isAtLeast } from '../../grammar/index.js';
import { defaultProtocols, type Gateway, takesTraditionalFields } from './gateway.js';
import { isSet, type MatchField, matchFields, type Route } from './route.js';

/** Every code of this room, with the arguments of its message. */
export interface RouteProblemArguments {
  'mixed-route': { field: string };
  'expression-in-flavor': { flavor: string };
  'priority-in-flavor': { flavor: string };
  'field-in-flavor': { field: string };
  'expression-missing': Record<never, never>;
  'expression-type': { found: string };
  'priority-type': Record<never, never>;
  'priority-range': Record<never, never>;
  'priority-with-fields': Record<never, never>;
  'priority-without-expression': { kong: string };
  'regex-priority-with-expression': Record<never, never>;
  'match-missing': { kong: string };
}

export type RouteCode = keyof RouteProblemArguments;

/** Where in the data of a route: `['paths', 0]`; empty for the route as a whole. */
export type RoutePath = readonly (string | number)[];

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

/** 46 bits (Kong/kong#12667). */
export const largestPriority = 2n ** 46n - 1n;

/** How Kong begins what it says of fields that do not go together, and what the engine says. */
export const failedValidation = 'Router Expression failed validation: ';
const allMatchFields = "'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations'";

/**
 * Judges a route by these rules.
 *
 * @param route the route as its document has it, without defaults
 * @param data the same as plain data, for what is of the wrong type
 * @returns what Kong refuses; it refuses the route exactly when there is something
 */
export function judge(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
): RouteProblem[] {
  const problems =
    gateway.flavor === 'expressions' ? expressionRules(route, data, gateway) : flavorRules(data, gateway);
  return [...problems, ...matchRule(route, data, gateway)];
}

/** Under the traditional flavors, `expression` and `priority` are no fields of a route. */
function flavorRules(data: Readonly<Record<string, unknown>>, { flavor }: Gateway): RouteProblem[] {
  const problems: RouteProblem[] = [];
  if (isPresent(data.expression)) {
    problems.push({
      code: 'expression-in-flavor',
      args: { flavor },
      path: ['expression'],
      related: [],
      kong: 'expression: unknown field',
    });
  }
  if (isPresent(data.priority)) {
    problems.push({
      code: 'priority-in-flavor',
      args: { flavor },
      path: ['priority'],
      related: [],
      kong: 'priority: unknown field',
    });
  }
  return problems;
}

function expressionRules(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
): RouteProblem[] {
  const problems = typeRules(data, gateway);
  if (!takesTraditionalFields(gateway)) return [...problems, ...expressionsOnlyRules(data)];
  const fields = matchFields.filter((field) => isSet(route, field));
  if (isPresent(data.expression) && fields.length > 0) return [...problems, ...fields.map(mixedRoute)];
  // Both came with 3.8 and were brought back to 3.7.1 (Kong/kong#13142, #13021).
  if (!isAtLeast(gateway.version, '3.7.1')) return problems;

  if (isPresent(data.expression) && Number(route.regex_priority ?? 0) !== 0) {
    problems.push({
      code: 'regex-priority-with-expression',
      args: {},
      path: ['regex_priority'],
      related: [['expression']],
      kong: `${failedValidation}cannot set 'regex_priority' with 'expression' simultaneously`,
    });
  }
  if (fields.length > 0 && Number(route.priority ?? 0) !== 0) {
    problems.push({
      code: 'priority-with-fields',
      args: {},
      path: ['priority'],
      related: fields.map((field) => [field]),
      kong: `${failedValidation}cannot set 'priority' with ${allMatchFields} simultaneously`,
    });
  }
  return problems;
}

const mixedRoute = (field: MatchField): RouteProblem => ({
  code: 'mixed-route',
  args: { field },
  path: [field],
  related: [['expression']],
  kong: `${failedValidation}cannot set 'expression' with ${allMatchFields} simultaneously`,
});

/** Up to 3.6, `expression` is required and the traditional fields are none of a route's. */
function expressionsOnlyRules(data: Readonly<Record<string, unknown>>): RouteProblem[] {
  const unknown = [...matchFields, 'regex_priority', 'path_handling'].filter((field) =>
    isPresent(data[field]),
  );
  const problems = unknown.map(
    (field): RouteProblem => ({
      code: 'field-in-flavor',
      args: { field },
      path: [field],
      related: [],
      kong: `${field}: unknown field`,
    }),
  );
  if (!isPresent(data.expression)) {
    problems.push({
      code: 'expression-missing',
      args: {},
      path: [],
      related: [],
      kong: 'expression: required field missing',
    });
  }
  return problems;
}

function typeRules(
  { expression, priority }: Readonly<Record<string, unknown>>,
  gateway: Gateway,
): RouteProblem[] {
  const problems: RouteProblem[] = [];
  if (isPresent(expression) && typeof expression !== 'string') {
    problems.push({
      code: 'expression-type',
      args: { found: typeName(expression) },
      path: ['expression'],
      related: [],
      kong: 'expression: expected a string',
    });
  }
  if (!isPresent(priority)) return problems;
  if (typeof priority !== 'bigint' && !Number.isInteger(priority)) {
    problems.push({
      code: 'priority-type',
      args: {},
      path: ['priority'],
      related: [],
      kong: 'priority: expected an integer',
    });
  } else if (isAtLeast(gateway.version, '3.7') && !isWithinPriority(BigInt(priority as number | bigint))) {
    problems.push({
      code: 'priority-range',
      args: {},
      path: ['priority'],
      related: [],
      kong: `priority: value should be between 0 and ${largestPriority}`,
    });
  }
  return problems;
}

/** What a YAML author calls it. */
function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'mapping';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

const isWithinPriority = (priority: bigint) => priority >= 0n && priority <= largestPriority;

/**
 * "must set one of …": the first protocol of the list that has a rule decides
 * (`conditional_at_least_one_of` in `routes_subschemas.lua`).
 */
function matchRule(route: Route, data: Readonly<Record<string, unknown>>, gateway: Gateway): RouteProblem[] {
  if (!takesTraditionalFields(gateway)) return [];
  const rule = ruleOf(route.protocols ?? defaultProtocols(gateway.version));
  if (!rule) return [];
  const takesExpression = gateway.flavor === 'expressions';
  if (takesExpression && isPresent(data.expression)) return [];
  if (rule.fields.some((field) => isSet(route, field))) return [];

  const { protocol } = rule;
  const fields = [...rule.fields, ...(takesExpression ? ['expression'] : [])]
    .map((field) => `'${field}'`)
    .join(', ');
  const kong = rule.sentence ?? `must set one of ${fields} when 'protocols' is ${protocol}`;
  if (takesExpression && isPresent(data.priority)) {
    return [{ code: 'priority-without-expression', args: { kong }, path: ['priority'], related: [], kong }];
  }
  return [{ code: 'match-missing', args: { kong }, path: [], related: [], kong }];
}

interface MatchRule {
  readonly protocol: string;
  readonly fields: readonly MatchField[];
  readonly sentence?: string;
}

function ruleOf(protocols: readonly string[]): MatchRule | null {
  const has = (protocol: string) => protocols.includes(protocol);
  switch (protocols[0]) {
    case 'http':
    case 'https':
      return has('https')
        ? { protocol: "'https'", fields: ['methods', 'hosts', 'headers', 'paths', 'snis'] }
        : { protocol: "'http'", fields: ['methods', 'hosts', 'headers', 'paths'] };
    case 'grpc':
    case 'grpcs':
      return has('grpcs')
        ? { protocol: "'grpcs'", fields: ['hosts', 'headers', 'paths', 'snis'] }
        : { protocol: "'grpc'", fields: ['hosts', 'headers', 'paths'] };
    case 'tcp':
    case 'tls':
    case 'udp':
      return { protocol: "'tcp', 'tls' or 'udp'", fields: ['sources', 'destinations', 'snis'] };
    case 'tls_passthrough':
      return {
        protocol: "'tls_passthrough'",
        fields: ['snis'],
        sentence: "must set snis when 'protocols' is 'tls_passthrough'",
      };
    default:
      return null;
  }
}

const isPresent = (value: unknown) => value !== undefined && value !== null;
