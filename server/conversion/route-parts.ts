/** The routes that a route is split into: the first stays in its place, the others are copies with a name of their own. */

import type { DocumentAnalysis } from '../analysis/index.js';
import { type Data, dataOfRoute, type RouteDocument, routeReferences } from '../documents/index.js';
import type { Refused } from '../problems/index.js';

/** The names of the routes of documents. */
export class Names {
  readonly #documents: readonly RouteDocument[];
  #names: Set<string> | null = null;

  constructor(document: RouteDocument, others: readonly RouteDocument[] = []) {
    this.#documents = [document, ...others];
  }

  /** The first of `name-2`, `name-3` … that no route has; from then on one has it. */
  next(name: string): string {
    this.#names ??= new Set(
      this.#documents.flatMap(({ routes }) => routes.map(({ body }) => String(dataOfRoute(body).name))),
    );
    let number = 2;
    while (this.#names.has(`${name}-${number}`)) number++;
    this.#names.add(`${name}-${number}`);
    return `${name}-${number}`;
  }
}

const findReferences = ({ document }: DocumentAnalysis) => routeReferences(document);

/** @returns the reason why a route that others refer to cannot be split; `null` if nothing refers to it */
export function referredIn(
  analysis: DocumentAnalysis,
  { name, id }: Readonly<Record<string, Data>>,
  parts: number,
): Refused | null {
  const referred = [name, id].find(
    (one) => typeof one === 'string' && analysis.once(findReferences).has(one),
  );
  if (typeof referred !== 'string') return null;
  return { refused: { code: 'split-and-referenced', args: { routes: parts, by: referred } } };
}

/**
 * The first part keeps the name and the id, so that whatever refers to the route finds it. The others get a name
 * of their own, and the id that Kong's router gives to the part: ties are decided by ids as before. What must
 * be unique among plugins is not copied.
 */
export function copyOf(
  entries: readonly (readonly [string, Data])[],
  id: string | null,
  data: Readonly<Record<string, Data>>,
  names: Names,
) {
  const insert: (readonly [string, Data])[] = [...entries];
  let name: string | null = null;
  if (typeof data.name === 'string') {
    name = names.next(data.name);
    insert.push(['name', name]);
  }
  if (id !== null) insert.push(['id', id]);
  for (const key of ['plugins', 'filter_chains']) {
    const nested = data[key];
    if (!Array.isArray(nested)) continue;
    const bare = nested.map(withoutIdentity);
    // What stays the same stays as it is written.
    if (bare.some((entity, i) => entity !== nested[i])) insert.push([key, bare]);
  }
  return { insert, name };
}

function withoutIdentity(entity: Data): Data {
  if (typeof entity !== 'object' || entity === null || Array.isArray(entity)) return entity;
  if (!('id' in entity || 'instance_name' in entity)) return entity;
  const { id: _, instance_name: __, ...others } = entity as Readonly<Record<string, Data>>;
  return others;
}
