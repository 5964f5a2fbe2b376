/** What is known of the routes of one version of a document, for one Gateway. */

import {
  effectiveContext,
  type RouteBody,
  type RouteDocument,
  type SourcedRoute,
} from '../documents/index.js';
import type { Gateway } from '../routes/index.js';
import { Once } from '../text/index.js';
import { RouteAnalysis } from './route-analysis.js';

type Find<Found> = (route: RouteAnalysis) => Found;

/** Of another version, what was found of all of its routes, and how many of them at both ends are the same here. */
interface Previous {
  readonly found: ReadonlyMap<unknown, readonly unknown[]>;
  readonly front: number;
  readonly back: number;
}

export class DocumentAnalysis extends Once {
  readonly document: RouteDocument;
  readonly gateway: Gateway;
  /** The parts of the document and the Gateway that the analysis of a route depends on. */
  readonly #context: string;
  readonly #routes: WeakMap<RouteBody, RouteAnalysis>;
  readonly #found = new Map<unknown, readonly unknown[]>();
  readonly #previous: Previous | null;
  /** By what made it. */
  readonly #carried: Map<unknown, unknown>;

  /** @param previous of another version: routes that are the same there keep what is known of them */
  constructor(document: RouteDocument, gateway: Gateway, previous: DocumentAnalysis | null = null) {
    super();
    this.document = document;
    this.gateway = gateway;
    this.#context = JSON.stringify([document.kind, document.format, gateway, effectiveContext(document)]);
    const isKept = previous !== null && previous.#context === this.#context;
    this.#routes = isKept ? previous.#routes : new WeakMap();
    this.#carried = isKept ? previous.#carried : new Map();
    // Not the other version itself: it would hold on to its own previous one, and so on.
    this.#previous = isKept
      ? { found: previous.#found, ...sameAtEnds(previous.document.routes, document.routes) }
      : null;
  }

  /** @param route of the document */
  of(route: SourcedRoute): RouteAnalysis {
    let analysis = this.#routes.get(route.body);
    if (!analysis) {
      analysis = new RouteAnalysis(this.document, route, this.gateway);
      this.#routes.set(route.body, analysis);
    }
    return analysis;
  }

  /**
   * An object that all versions share until something changes that all routes depend on.
   *
   * @param make the same function each time
   */
  carried<Kept>(make: (gateway: Gateway) => Kept): Kept {
    if (!this.#carried.has(make)) this.#carried.set(make, make(this.gateway));
    return this.#carried.get(make) as Kept;
  }

  /** What a function finds of each route, in the order of the document: found once for each. */
  each<Found>(find: Find<Found>): readonly Found[] {
    const pieces = this.eachInPieces(find);
    for (;;) {
      const piece = pieces.next();
      if (piece.done) return piece.value;
    }
  }

  /** The same in pieces, between which other requests may run: each piece is a route without a result yet. */
  *eachInPieces<Found>(find: Find<Found>): Generator<void, readonly Found[]> {
    const known = this.#found.get(find);
    if (known) return known as readonly Found[];
    const { routes } = this.document;
    const before = this.#previous?.found.get(find) as readonly Found[] | undefined;
    const { front, back } = before ? this.#previous! : { front: 0, back: 0 };
    const found = before ? before.slice(0, front) : [];
    for (let i = front; i < routes.length - back; i++) {
      found.push(this.of(routes[i]!).once(find));
      yield;
    }
    if (before && back > 0) for (const one of before.slice(-back)) found.push(one);
    this.#found.set(find, found);
    return found;
  }
}

/** How many routes at the front and at the back of two versions are the same. */
function sameAtEnds(before: readonly SourcedRoute[], after: readonly SourcedRoute[]) {
  const shorter = Math.min(before.length, after.length);
  let front = 0;
  while (front < shorter && before[front]!.body === after[front]!.body) front++;
  let back = 0;
  while (
    back < shorter - front &&
    before[before.length - 1 - back]!.body === after[after.length - 1 - back]!.body
  )
    back++;
  return { front, back };
}
