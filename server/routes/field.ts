/**
 * Rules for the value of a field, made of parts as Kong's schemas are. A value is what Lua makes of the data: an
 * empty mapping is an empty list, an empty list an empty map. Of a value that breaks several rules, Kong reports
 * the first in its order.
 * Source: Kong/kong `kong/db/schema/init.lua` (`validate_field`, `validators_order`, `validation_errors`).
 */

import type {
  RouteCode,
  RoutePath,
  RouteProblem,
  RouteProblemArguments,
  ValueType,
} from '../problems/index.js';
import type { Gateway } from './gateway.js';

/** Where a value is, and in which Gateway. */
export interface FieldPlace {
  readonly path: RoutePath;
  /** Its name in Kong's answers, which have neither positions nor the names of headers. */
  readonly name: string;
  readonly gateway: Gateway;
}

/** Judges a value. Null is none: a rule accepts it, unless it is `required`. */
export type Rule = (value: unknown, place: FieldPlace) => RouteProblem[];
/** Judges a value of the right type: the first problem of it. */
export type Check<Value> = (value: Value, place: FieldPlace) => RouteProblem | null;

export const inside = (place: FieldPlace, step: string | number): FieldPlace => ({
  ...place,
  path: [...place.path, step],
});

export function problem<Code extends RouteCode>(
  code: Code,
  args: RouteProblemArguments[Code],
  { path, name }: FieldPlace,
  kong: string,
): RouteProblem {
  return { code, args, path, related: [], kong: `${name}: ${kong}` } as RouteProblem;
}

/** The codes whose message is made of Kong's words alone. */
type FormCode = {
  [Code in RouteCode]: { kong: string } extends RouteProblemArguments[Code]
    ? RouteProblemArguments[Code] extends { kong: string }
      ? Code
      : never
    : never;
}[RouteCode];

/** @param find says why a text is not of the form that its field wants, in Kong's words */
export function form(code: FormCode, find: (text: string) => string | null): Check<string> {
  return (text, place) => {
    const kong = find(text);
    return kong === null ? null : problem(code, { kong }, place, kong);
  };
}

/** `len_min`: a string must not be empty unless its field allows it, and no field of a route does. */
export const notEmpty: Check<string> = (text, place) => {
  const kong = 'length must be at least 1';
  return text === '' ? problem('value-empty', { value: place.path, kong }, place, kong) : null;
};

export function oneOf<Value>(...options: readonly Value[]): Check<Value> {
  return (value, place) => {
    if (options.includes(value)) return null;
    const kong = `expected one of: ${options.join(', ')}`;
    return problem('value-not-listed', { value: place.path, kong }, place, kong);
  };
}

export function between(least: number, most: number): Check<number> {
  return (value, place) => {
    if (value >= least && value <= most) return null;
    const kong = `value should be between ${least} and ${most}`;
    return problem('value-range', { value: place.path, kong }, place, kong);
  };
}

export const anything: Rule = () => [];

export const text = (...checks: readonly Check<string>[]): Rule =>
  typed(textOf, 'string', 'a string', (value, place) => firstOf(checks, value, place));

export const integer = (...checks: readonly Check<number>[]): Rule =>
  typed(integerOf, 'integer', 'an integer', (value, place) => firstOf(checks, value, place));

export const boolean = (...checks: readonly Check<boolean>[]): Rule =>
  typed(booleanOf, 'boolean', 'a boolean', (value, place) => firstOf(checks, value, place));

/** @param kind what Kong calls it: a set leaves out what occurs twice, which is judged once and reported twice here */
export function list(
  kind: 'array' | 'set',
  item: Rule,
  ...checks: readonly Check<readonly unknown[]>[]
): Rule {
  return typed(itemsOf, 'list', kind === 'array' ? 'an array' : 'a set', (items, place) => {
    const problems = items.flatMap((value, i) => required(item)(value, inside(place, i)));
    return problems.length > 0 ? problems : firstOf(checks, items, place);
  });
}

/** Kong stops at the first entry with a problem, in an order that is not that of the text; here all are reported. */
export function map(key: readonly Check<string>[], value: Rule): Rule {
  return typed(entriesOf, 'mapping', 'a map', (entries, place) => {
    // The keys of a list are numbers.
    if (typeof entries[0]?.[0] === 'number') return [wrongType('mapping', 'list', 'a string', place)];
    return entries.flatMap(([name, inner]) => {
      const at = inside(place, name);
      const wrongKey = firstOf(key, String(name), at);
      return wrongKey.length > 0 ? wrongKey : required(value)(inner, at);
    });
  });
}

/** A map whose keys are known. */
export function record(fields: ReadonlyMap<string, Rule>, ...checks: readonly Check<Fields>[]): Rule {
  return typed(entriesOf, 'mapping', 'a record', (entries, place) => {
    const problems = entries.flatMap(([step, value]) => {
      // Lists of Lua count from 1.
      const name = String(typeof step === 'number' ? step + 1 : step);
      const at: FieldPlace = { ...inside(place, step), name: `${place.name}: ${name}` };
      const rule = fields.get(name);
      if (!rule) return [problem('field-unknown', { field: name, owner: place.path }, at, 'unknown field')];
      return rule(value, at);
    });
    return [...problems, ...firstOf(checks, new Map(entries), place)];
  });
}

export type Fields = ReadonlyMap<string | number, unknown>;

export function required(rule: Rule): Rule {
  return (value, place) => {
    if (value !== null && value !== undefined) return rule(value, place);
    return [problem('value-null', { value: place.path }, place, 'required field missing')];
  };
}

/** `is_nonempty` */
export function isNonEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** `is_sequence` */
export function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return isTable(value) && Object.keys(value).length === 0 ? [] : null;
}

function entriesOf(value: unknown): (readonly [string | number, unknown])[] | null {
  if (Array.isArray(value)) return [...value.entries()];
  return isTable(value) ? Object.entries(value) : null;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

const booleanOf = (value: unknown) => (typeof value === 'boolean' ? value : null);

/** Numbers are doubles; one without a fraction is an integer, however it is written. */
export function integerOf(value: unknown): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : null;
}

const isTable = (value: unknown): value is object => typeof value === 'object' && value !== null;

function typed<Value>(
  read: (value: unknown) => Value | null,
  wanted: ValueType,
  kong: string,
  judge: (value: Value, place: FieldPlace) => RouteProblem[],
): Rule {
  return (value, place) => {
    if (value === null) return [];
    const typed = read(value);
    return typed === null ? [wrongType(wanted, typeOf(value), kong, place)] : judge(typed, place);
  };
}

function wrongType(wanted: ValueType, found: ValueType, expected: string, place: FieldPlace): RouteProblem {
  const kong = `expected ${expected}`;
  return problem('value-type', { value: place.path, wanted, found, kong }, place, kong);
}

function firstOf<Value>(checks: readonly Check<Value>[], value: Value, place: FieldPlace): RouteProblem[] {
  for (const check of checks) {
    const found = check(value, place);
    if (found) return [found];
  }
  return [];
}

/** @param value anything but null */
export function typeOf(value: unknown): ValueType {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isFinite(value) && !Number.isInteger(value) ? 'fraction' : 'number';
    case 'bigint':
      return 'number';
    default:
      return 'mapping';
  }
}
