/**
 * The order in which the atc router tries the matchers of a table: by priority, then by id, the highest first.
 * Source: Kong/atc-router `src/router.rs` (`MatcherKey`), Kong/kong `kong/router/transform.lua` (`get_priority`).
 */

import { type Gateway, isSet, type Route, subsystemOf } from '../routes/index.js';
import { type Priority, type PriorityParts, priorityParts, routerPriorityOf } from './priority.js';
import { against, type Entry, type TableOrder } from './table-order.js';

interface Ranked {
  readonly entry: Entry;
  readonly priority: Priority;
}

/** The order of a table whose every entry the router takes. */
export class AtcOrder implements TableOrder {
  readonly #ranked: readonly Ranked[];
  readonly #gateway: Gateway;
  readonly #byPriority: Int32Array;
  readonly #byId: Int32Array;
  readonly #isUnstable: Uint8Array;

  constructor(entries: readonly Entry[], gateway: Gateway) {
    this.#gateway = gateway;
    const known = new Map<Route, Priority>();
    this.#ranked = entries.map((entry) => {
      const priority = known.get(entry.part) ?? routerPriorityOf(entry.part, gateway);
      known.set(entry.part, priority);
      return { entry, priority };
    });
    this.#byPriority = placesOf(this.#ranked.map(({ priority }) => priority.value));
    this.#byId = placesOf(this.#ranked.map(({ entry }) => entry.id.uuid));
    this.#isUnstable = Uint8Array.from(this.#ranked, ({ priority }) => (priority.compiled === null ? 0 : 1));
  }

  compare(a: number, b: number): number {
    if (this.#isUnstable[a] || this.#isUnstable[b]) {
      const order = comparePriorities(this.#ranked[a]!.priority, this.#ranked[b]!.priority);
      if (order !== null) return order;
    }
    const byPriority = this.#byPriority[a]! - this.#byPriority[b]!;
    if (byPriority !== 0) return byPriority;
    const [one, other] = [this.#byId[a]!, this.#byId[b]!];
    return one === unknown || other === unknown ? 0 : one - other;
  }

  keyOf(entry: number): string {
    const { entry: ranked, priority } = this.#ranked[entry]!;
    return priority.compiled === null
      ? ranked.id.name
      : `${priority.value} ${priority.compiled} ${ranked.id.name}`;
  }

  isSameAs(other: TableOrder): boolean {
    return (
      other instanceof AtcOrder &&
      this.#ranked.every(({ priority: { value, compiled } }, i) => {
        const { priority } = other.#ranked[i]!;
        return priority.value === value && priority.compiled === compiled && this.keyOf(i) === other.keyOf(i);
      })
    );
  }

  explain(a: number, b: number): string {
    const [one, other] = [this.#ranked[a]!, this.#ranked[b]!];
    const order = comparePriorities(one.priority, other.priority);
    if (order === null) return idWords(one.entry, other.entry);
    if (order === 0) return unstableWords;
    const [first, second] = order < 0 ? [one, other] : [other, one];
    return priorityWords(first, second, this.#gateway);
  }
}

/** The places of values, the highest first; equal ones have the same. */
function placesOf<Value extends bigint | string>(values: readonly (Value | null)[]): Int32Array {
  const sorted = [...new Set(values)].filter((value) => value !== null);
  sorted.sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  const places = new Map(sorted.map((value, place) => [value, place]));
  return Int32Array.from(values, (value) => (value === null ? unknown : places.get(value)!));
}

const unknown = -1;

/**
 * A part that LuaJIT may have compiled or not has one of two priorities, whatever the other has.
 *
 * @returns 0 where that decides, `null` where they are equal
 */
function comparePriorities(a: Priority, b: Priority): number | null {
  if (a.compiled === null && b.compiled === null) {
    return a.value === b.value ? null : a.value > b.value ? -1 : 1;
  }
  const orders = new Set(
    valuesOf(a).flatMap((one) => valuesOf(b).map((other) => (one === other ? null : one > other ? -1 : 1))),
  );
  const [order = 0] = orders;
  return orders.size === 1 ? order : 0;
}

const valuesOf = ({ value, compiled }: Priority) => (compiled === null ? [value] : [value, compiled]);

function idWords(a: Entry, b: Entry): string {
  return a.id.uuid === null || b.id.uuid === null
    ? 'the priorities are equal, and the higher `id` wins, but `id` is not set for both'
    : 'the priorities are equal, and the higher `id` wins';
}

const unstableWords =
  'the priority of a route with 4 or more match fields, or with a `regex_priority` of more than 13 bits, depends on whether LuaJIT has compiled the code';

/** By the highest bit in which the two priorities differ. */
function priorityWords(first: Ranked, second: Ranked, gateway: Gateway): string {
  const [a, b] = [first.entry.part, second.entry.part];
  if (a.expression !== undefined && b.expression !== undefined) {
    return `the higher \`priority\` wins: ${against(BigInt(a.priority ?? 0), BigInt(b.priority ?? 0))}`;
  }
  if (a.expression !== undefined) return 'routes with an `expression` come before routes without';
  if (b.expression !== undefined)
    return 'a route with 4 or more match fields comes even before an `expression` (bit 63)';
  const bit = highestBit(first.priority.value ^ second.priority.value);
  if (subsystemOf(a) === 'stream') return streamWords(bit, a);
  const [one, other] = [priorityParts(a), priorityParts(b)];
  return gateway.calculation === 'strict' ? laidOutWords(bit, one, other) : computedWords(bit, one, other);
}

const highestBit = (bits: bigint) => bits.toString(2).length - 1;

/** `stream_get_priority`: per side an address (3), a port (2), a range (0), those of the source 4 bits higher. */
function streamWords(bit: number, first: Route): string {
  if (bit >= 29) {
    return isSet(first, 'snis')
      ? `an SNI comes first (bit ${bit})`
      : 'sources and destinations together come first (bit 61)';
  }
  const what = ['a range', '', 'a port', 'an address'][bit % 4]!;
  return `${what} among the \`${bit >= 4 ? 'sources' : 'destinations'}\` comes first (bit ${bit})`;
}

const plainHostWords = 'a plain host (bit 60) comes first';
const regexWords = 'a regex path (bit 51) comes first';

/** As the documentation lays the bits out. */
function laidOutWords(bit: number, one: PriorityParts, other: PriorityParts): string {
  if (bit > 60) return weightWords(one, other);
  if (bit === 60) return plainHostWords;
  if (bit > 51) return headerWords(one, other);
  if (bit === 51) return regexWords;
  return bit >= 19 ? regexPriorityWords(one, other) : lengthWords(one, other);
}

/** As the code computes them. */
function computedWords(bit: number, one: PriorityParts, other: PriorityParts): string {
  if (bit > 60 && one.weight >= 4) return '4 or more match fields come first (bit 63)';
  if (bit > 60) return `the \`regex_priority\` ${one.regexPriority} sets the highest bit (63)`;
  if (bit === 60) return plainHostWords;
  if (bit === 51) return regexWords;
  if (bit < 19) return lengthWords(one, other);
  const isSame = (part: 'weight' | 'headers' | 'regexPriority') => one[part] === other[part];
  const only = (part: 'weight' | 'headers' | 'regexPriority') =>
    (['weight', 'headers', 'regexPriority'] as const).every((each) => each === part || isSame(each));
  if (only('weight')) return weightWords(one, other);
  if (only('headers')) return headerWords(one, other);
  if (only('regexPriority')) return regexPriorityWords(one, other);
  // With one of them 0 on both sides the others keep their bits to themselves.
  if (bit >= 29 && isSame('regexPriority') && one.regexPriority === 0) return weightWords(one, other);
  return 'the sum of match fields, headers and `regex_priority`, which share bits, is greater';
}

const weightWords = (one: PriorityParts, other: PriorityParts) =>
  `more match fields win: ${against(one.weight, other.weight)}`;
const headerWords = (one: PriorityParts, other: PriorityParts) =>
  `more headers win: ${against(one.headers, other.headers)}`;
const regexPriorityWords = (one: PriorityParts, other: PriorityParts) =>
  `the higher \`regex_priority\` wins: ${against(one.regexPriority, other.regexPriority)}`;
const lengthWords = (one: PriorityParts, other: PriorityParts) =>
  `the longer path wins: ${against(one.pathLength, other.pathLength)} bytes`;
