/**
 * What the routes of a document have in common with each other: names and ids that are written twice, and keys. It is kept from
 * version to version, because an edit changes few of thousands of routes.
 */

import {
  entryOf,
  type RepeatedKey,
  type RouteBody,
  type RouteDocument,
  repeatedInRoute,
  type SourcedRoute,
  type SourcedScalar,
} from '../documents/index.js';

/** Keys whose values are unique in a Gateway. */
const unique = ['name', 'id'] as const;

export type UniqueField = (typeof unique)[number];

/** What is written in a route, wherever it is. */
interface Written {
  readonly body: RouteBody;
  readonly name: string | null;
  readonly id: string | null;
  readonly repeatedKeys: readonly RepeatedKey[];
}

export interface RepeatedValue {
  readonly route: SourcedRoute;
  readonly field: UniqueField;
  readonly value: SourcedScalar & { readonly value: string };
}

export class RoutesInDocument {
  /** Of the routes of the version that was seen last, in its order. */
  #written: readonly Written[] = [];
  /** How many routes have a value. */
  readonly #counts = { name: new Map<string, number>(), id: new Map<string, number>() };
  /** How many values are in the place of one that another route has. */
  readonly #repeated = { name: 0, id: 0 };
  #withRepeatedKeys = 0;

  /** The second and later routes with a name, then those with an id, each in the order of the document. */
  repeatedValues(document: RouteDocument): readonly RepeatedValue[] {
    this.#see(document);
    return unique.flatMap((field) => {
      // Several documents of a file may go to several Gateways: then the path of each route begins with a number.
      const isOne = typeof document.routes[0]?.path[0] !== 'number';
      if (isOne && this.#repeated[field] === 0) return [];
      const seen = new Set<string>();
      return document.routes.flatMap((route, i): RepeatedValue[] => {
        const text = this.#written[i]![field];
        if (text === null) return [];
        const key = `${typeof route.path[0] === 'number' ? route.path[0] : 0} ${text}`;
        if (!seen.has(key)) {
          seen.add(key);
          return [];
        }
        return [{ route, field, value: textOf(route.body, field)! }];
      });
    });
  }

  /** Keys that their mapping already has; absolute spans. */
  repeatedKeys(document: RouteDocument): readonly RepeatedKey[] {
    this.#see(document);
    if (this.#withRepeatedKeys === 0) return [];
    return document.routes.flatMap(({ start }, i) =>
      this.#written[i]!.repeatedKeys.map(({ key, span }) => ({
        key,
        span: { start: start + span.start, end: start + span.end },
      })),
    );
  }

  /** Looks at the routes that are not those of the version that was seen last. */
  #see({ routes }: RouteDocument): void {
    const before = this.#written;
    const shorter = Math.min(before.length, routes.length);
    let front = 0;
    while (front < shorter && before[front]!.body === routes[front]!.body) front++;
    if (front === routes.length && front === before.length) return;
    let back = 0;
    while (
      back < shorter - front &&
      before[before.length - 1 - back]!.body === routes[routes.length - 1 - back]!.body
    )
      back++;
    const now = routes.slice(front, routes.length - back).map(({ body }) => writtenIn(body));
    for (const gone of before.slice(front, before.length - back)) this.#count(gone, -1);
    for (const added of now) this.#count(added, 1);
    this.#written = before.slice(0, front).concat(now, before.slice(before.length - back));
  }

  #count(written: Written, by: 1 | -1): void {
    if (written.repeatedKeys.length > 0) this.#withRepeatedKeys += by;
    for (const field of unique) {
      const value = written[field];
      if (value === null) continue;
      const counts = this.#counts[field];
      const known = counts.get(value) ?? 0;
      if (by === 1 ? known > 0 : known > 1) this.#repeated[field] += by;
      if (known + by === 0) counts.delete(value);
      else counts.set(value, known + by);
    }
  }
}

const writtenIn = (body: RouteBody): Written => ({
  body,
  name: textOf(body, 'name')?.value ?? null,
  id: textOf(body, 'id')?.value ?? null,
  repeatedKeys: repeatedInRoute(body),
});

function textOf(body: RouteBody, field: UniqueField): RepeatedValue['value'] | null {
  const value = entryOf(body, field)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string'
    ? (value as RepeatedValue['value'])
    : null;
}
