/**
 * What the analyses of a table keep from one version of it to the next. Most of what is found of a route depends on nothing but
 * the routes that can get a request in common with it; so after an edit it is found again only where such a route has changed.
 */

import type { Subsystem } from '../../grammar/index.js';
import {
  type AtcMatcher,
  AtcShapes,
  buildRouter,
  createRegexes,
  engineOf,
  isOfSubsystem,
  type Regexes,
  type Router,
  type RouterRoute,
} from '../flavors/index.js';
import type { Gateway } from '../routes/index.js';
import { type EntryFacts, factsOf } from './entry-facts.js';
import { KeptFindings } from './kept-findings.js';
import { AtcRegions, RoutingSets, regionsOf } from './routing-sets.js';
import type { TraditionalRegions } from './sets/traditional-region.js';

/** Of the tables of one Gateway, each a later version of the one before. */
export class TableMemory {
  readonly #regexes: Regexes;
  readonly #subsystems: Readonly<Record<Subsystem, SubsystemMemory>>;

  constructor(gateway: Gateway) {
    this.#regexes = createRegexes(gateway);
    this.#subsystems = {
      http: new SubsystemMemory(gateway, 'http', this.#regexes),
      stream: new SubsystemMemory(gateway, 'stream', this.#regexes),
    };
  }

  of(subsystem: Subsystem): SubsystemMemory {
    return this.#subsystems[subsystem];
  }
}

/** A router with what is known of its entries. */
export interface KnownRouter {
  readonly sets: RoutingSets;
  /** The same, for requests of one of some routes. */
  readonly setsFor: (routes: readonly number[]) => RoutingSets;
  readonly kept: KeptFindings;
  readonly factsOf: (entry: number) => EntryFacts;
}

export class SubsystemMemory {
  readonly #gateway: Gateway;
  readonly #subsystem: Subsystem;
  readonly #regexes: Regexes;
  readonly #shapes: AtcShapes;
  readonly #facts = new WeakMap<object, EntryFacts>();
  #regions: AtcRegions | null = null;
  #kept: KeptFindings | null = null;

  constructor(gateway: Gateway, subsystem: Subsystem, regexes: Regexes) {
    this.#gateway = gateway;
    this.#subsystem = subsystem;
    this.#regexes = regexes;
    this.#shapes = new AtcShapes(gateway, subsystem);
  }

  /** @returns in pieces; `null` where there is nothing to compare, or Kong cannot build the router */
  *router(routes: readonly RouterRoute[]): Generator<void, KnownRouter | null> {
    if (engineOf(this.#gateway, this.#subsystem) === 'atc') {
      for (const route of routes) {
        if (!isOfSubsystem(route, this.#subsystem)) continue;
        this.#shapes.of(route);
        yield;
      }
    }
    const router = buildRouter(routes, this.#gateway, this.#subsystem, this.#regexes, this.#shapes);
    yield;
    if (router.failure || router.entries.length < 2) {
      this.#kept = null;
      return null;
    }
    const regions = this.#regionsOf(router);
    const sets = new RoutingSets(router, routes, this.#regexes, regions);
    for (const entry of router.entries.keys()) {
      sets.keysOf(entry);
      yield;
    }
    const kept = new KeptFindings(sets, this.#kept);
    // Later results are kept, even if the caller no longer waits.
    this.#kept = kept;
    yield;
    const open = kept.open();
    const narrow = open && new RoutingSets(router.subset(open.entries), routes, this.#regexes, regions);
    const setsFor = (asked: readonly number[]) =>
      narrow && asked.some((route) => open.routes.has(route)) ? narrow : sets;
    return { sets, setsFor, kept, factsOf: (entry) => this.#factsOf(sets, entry) };
  }

  /** Those of an atc router are kept between versions of the table. */
  #regionsOf(router: Router): AtcRegions | TraditionalRegions {
    if (router.engine === 'traditional') return regionsOf([router], this.#regexes);
    if (!this.#regions?.areOf(router)) this.#regions = new AtcRegions([router], this.#regexes);
    return this.#regions;
  }

  #factsOf({ entries, routes }: RoutingSets, entry: number): EntryFacts {
    const found = entries[entry]!;
    const key = found.engine === 'atc' ? (found as AtcMatcher).term : found;
    let facts = this.#facts.get(key);
    if (!facts) {
      facts = factsOf(found, routes[found.route]!);
      this.#facts.set(key, facts);
    }
    return facts;
  }
}
