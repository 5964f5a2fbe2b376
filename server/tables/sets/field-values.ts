/**
 * What a request has of one field: nothing, one value, or several. A condition on several values is about all of them, about
 * one of them, or about the first.
 */

import type { Addresses } from './addresses.js';
import type { Membership } from './atoms.js';
import type { Choices } from './choices.js';
import type { Intervals } from './intervals.js';
import type { Texts } from './texts.js';

export type Values = Texts | Intervals | Addresses | Choices;

/** Sets of one field are of one kind. */
interface AnySet {
  and(other: unknown): Values;
  or(other: unknown): Values;
  minus(other: unknown): Values;
}
const and = (a: Values, b: Values): Values => (a as AnySet).and(b);
const or = (a: Values, b: Values): Values => (a as AnySet).or(b);
const minus = (a: Values, b: Values): Values => (a as AnySet).minus(b);

const has = (values: Values, value: string | bigint): Membership =>
  (values as { has(value: string | bigint): Membership }).has(value);

const all = (found: readonly Membership[]): Membership =>
  found.includes(false) ? false : found.includes('undecided') ? 'undecided' : true;
const any = (found: readonly Membership[]): Membership =>
  found.includes(true) || (found.includes('undecided') && 'undecided');

interface Present {
  readonly every: Values;
  /** For each of them, some value is in it. */
  readonly some: readonly Values[];
  readonly first: Values | null;
}

export interface FieldKind {
  readonly isMultiple: boolean;
  readonly mayBeAbsent: boolean;
  readonly all: Values;
}

export class FieldValues {
  readonly kind: FieldKind;
  /** Whether a request without the field is meant too. */
  readonly mayBeAbsent: boolean;
  /** `null`: only requests without the field are meant. */
  readonly present: Present | null;
  #isNeverPresent: boolean | null = null;

  private constructor(kind: FieldKind, mayBeAbsent: boolean, present: Present | null) {
    this.kind = kind;
    this.mayBeAbsent = mayBeAbsent && kind.mayBeAbsent;
    this.present = present;
  }

  static any(kind: FieldKind): FieldValues {
    return FieldValues.every(kind, kind.all, true);
  }

  static absent(kind: FieldKind): FieldValues {
    return new FieldValues(kind, true, null);
  }

  static every(kind: FieldKind, values: Values, orAbsent = false): FieldValues {
    return new FieldValues(kind, orAbsent, { every: values, some: [], first: null });
  }

  static some(kind: FieldKind, values: Values, orAbsent = false): FieldValues {
    if (!kind.isMultiple) return FieldValues.every(kind, values, orAbsent);
    return new FieldValues(kind, orAbsent, { every: kind.all, some: [values], first: null });
  }

  static first(kind: FieldKind, values: Values, orAbsent = false): FieldValues {
    if (!kind.isMultiple) return FieldValues.every(kind, values, orAbsent);
    return new FieldValues(kind, orAbsent, { every: kind.all, some: [], first: values });
  }

  and(other: FieldValues): FieldValues {
    const [a, b] = [this.present, other.present];
    const present = a &&
      b && {
        every: and(a.every, b.every),
        some: [...a.some, ...b.some],
        first: a.first && b.first ? and(a.first, b.first) : (a.first ?? b.first),
      };
    return new FieldValues(this.kind, this.mayBeAbsent && other.mayBeAbsent, present);
  }

  /** @returns `null` if the requests of both together are not the values of a field */
  or(other: FieldValues): FieldValues | null {
    const { kind, present: a } = this;
    const b = other.present;
    const mayBeAbsent = this.mayBeAbsent || other.mayBeAbsent;
    if (!a || !b) return new FieldValues(kind, mayBeAbsent, a ?? b);
    if (!kind.isMultiple) {
      return new FieldValues(kind, mayBeAbsent, { every: or(a.every, b.every), some: [], first: null });
    }
    const isOfSome = (one: Present) => one.every === kind.all && one.some.length === 1 && one.first === null;
    if (!isOfSome(a) || !isOfSome(b)) return null;
    return new FieldValues(kind, mayBeAbsent, { ...a, some: [or(a.some[0]!, b.some[0]!)] });
  }

  /** Requests that are here, and not for certain in the other; their sets may overlap. */
  minus(other: FieldValues): FieldValues[] {
    const left: FieldValues[] = [];
    if (this.mayBeAbsent && !other.mayBeAbsent) left.push(FieldValues.absent(this.kind));
    const { present, kind } = this;
    if (!present) return left;
    const removed = other.present;
    if (!removed) return [...left, new FieldValues(kind, false, present)];
    const outside = (values: Values) => minus(kind.all, values);
    if (!kind.isMultiple) {
      return [
        ...left,
        new FieldValues(kind, false, { ...present, every: minus(present.every, removed.every) }),
      ];
    }
    const rest = [
      { ...present, some: [...present.some, outside(removed.every)] },
      ...removed.some.map((values) => ({ ...present, every: minus(present.every, values) })),
    ];
    if (removed.first) {
      const first = outside(removed.first);
      rest.push({ ...present, first: present.first ? and(present.first, first) : first });
    }
    return [...left, ...rest.map((one) => new FieldValues(kind, false, one))];
  }

  /** `false` also where that could not be decided. */
  isEmpty(): boolean {
    return !this.mayBeAbsent && this.isNeverPresent();
  }

  isNeverPresent(): boolean {
    this.#isNeverPresent ??= this.#hasNoValues();
    return this.#isNeverPresent;
  }

  #hasNoValues(): boolean {
    if (!this.present) return true;
    const { every, some, first } = this.present;
    if (every.isEmpty()) return true;
    if (first && and(first, every).isEmpty()) return true;
    return some.some((values) => and(values, every).isEmpty());
  }

  /** @param sent `null` for none */
  accepts(sent: readonly (string | bigint)[] | null): Membership {
    if (sent === null) return this.mayBeAbsent;
    if (!this.present) return false;
    const { every, some, first } = this.present;
    const inEach = (values: Values) => sent.map((value) => has(values, value));
    return all([
      ...inEach(every),
      ...some.map((values) => any(inEach(values))),
      ...(first ? [has(first, sent[0]!)] : []),
    ]);
  }

  /** Values that satisfy all conditions, as few as possible; `null` for none at all, `undefined` if none were found. */
  example(): readonly (string | bigint)[] | null | undefined {
    if (this.mayBeAbsent) return null;
    if (!this.present) return undefined;
    const { every, some, first } = this.present;
    const all = first ? [...some, first] : some;
    // One value may be enough for all.
    const one = [every, ...all].reduce(and).example();
    if (one !== null) return [one];
    if (all.length === 0) return undefined;
    const values = [...(first ? [first] : []), ...some].map((set) => and(set, every).example());
    return values.some((value) => value === null) ? undefined : [...new Set(values as (string | bigint)[])];
  }
}
