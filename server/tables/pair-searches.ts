/** Searches for requests that two tables treat otherwise, of entries of the one (before) and of the other (after). */

import type { RoutedRequest, RouterRoute } from '../flavors/index.js';
import type { Answers, DifferenceLog } from './difference-log.js';
import { findRequest, type Judgement, type Search } from './find-request.js';
import { behaviourOf, schemesOf } from './outcomes.js';
import { schemeFor } from './pair-search.js';
import { contradicts, type RoutingSets } from './routing-sets.js';
import { bothRegions, type Region } from './sets/box.js';

/** Entries before are given by `i`, entries after by `h`. */
export class PairSearches {
  readonly #was: RoutingSets;
  readonly #is: RoutingSets;
  readonly #log: DifferenceLog;

  constructor(was: RoutingSets, is: RoutingSets, log: DifferenceLog) {
    this.#was = was;
    this.#is = is;
    this.#log = log;
  }

  /** Requests that go to an entry before and to no route after. */
  lost(i: number): Search {
    const [was, is] = [this.#was, this.#is];
    const { route } = was.entries[i]!;
    return this.#search(was, was.regionOf(i), [was.routes[route]!], (answers) => {
      if (this.#log.has('route', route, null)) return found;
      const { before, after, request } = answers;
      const taken = before.entry === i ? null : was.takenBefore(i, before.entry, request);
      return noneOf(taken ?? (after.entry === null ? null : is.regionOf(after.entry)));
    });
  }

  /** Requests that go to no route before and to an entry after. */
  gained(h: number): Search {
    const [was, is] = [this.#was, this.#is];
    const { route } = is.entries[h]!;
    return this.#search(is, is.regionOf(h), [is.routes[route]!], (answers) => {
      if (this.#log.has('route', null, route)) return found;
      const { before, after, request } = answers;
      const taken = after.entry === h ? null : is.takenBefore(h, after.entry, request);
      return noneOf(taken ?? (before.entry === null ? null : was.regionOf(before.entry)));
    });
  }

  /** Requests that go to one entry before and to one of another route after. */
  moved(i: number, h: number): Search {
    const routes = [this.#was.entries[i]!.route, this.#is.entries[h]!.route] as const;
    return this.#searchBoth(i, h, null, (answers) =>
      this.#log.has('route', ...routes) ? found : (this.#winners(i, h, answers) ?? unknown),
    );
  }

  /** The protocols for whose requests two entries of one route do not do the same for certain. */
  schemesWithOtherBehaviour(i: number, h: number): readonly string[] {
    const [own, other] = [this.#was.entries[i]!, this.#is.entries[h]!];
    const [route, routeAfter] = [this.#was.routes[own.route]!, this.#is.routes[other.route]!];
    const { subsystem } = this.#was.router;
    return schemesOf(subsystem).filter(
      (scheme) =>
        behaviourOf(route, own, subsystem, scheme) !== behaviourOf(routeAfter, other, subsystem, scheme),
    );
  }

  /** Requests of a protocol that go to one entry before and to one of the same route after, with another outcome. */
  treatedOtherwise(i: number, h: number, scheme: string): Search {
    const routes = [this.#was.entries[i]!.route, this.#is.entries[h]!.route] as const;
    return this.#searchBoth(i, h, scheme, (answers) => {
      const winner = this.#winners(i, h, answers);
      if (winner) return winner;
      if (this.#log.has('outcome', ...routes)) return found;
      // What is not gRPC is answered alike, and so is a path of which nothing is left after any cut.
      const { request } = answers;
      this.#log.ask({ ...request, headers: { ...request.headers, 'content-type': ['application/grpc'] } });
      if (request.path !== undefined) this.#log.ask({ ...request, path: `${request.path}x` });
      return this.#log.has('outcome', ...routes) ? found : unknown;
    });
  }

  /** Where another entry gets the request: what is like it. `null` if the two entries get it. */
  #winners(i: number, h: number, { before, after, request }: Answers): Judgement | null {
    if (before.entry === i && after.entry === h) return null;
    const takenBefore = before.entry === i ? null : this.#was.takenBefore(i, before.entry, request);
    const taken = takenBefore ?? (after.entry === h ? null : this.#is.takenBefore(h, after.entry, request));
    return noneOf(taken);
  }

  #searchBoth(i: number, h: number, scheme: string | null, judge: (answers: Answers) => Judgement): Search {
    const [was, is] = [this.#was, this.#is];
    const both = bothRegions(was.regionOf(i), is.regionOf(h), contradicts);
    const region = scheme === null ? both : bothRegions(both, was.regionOfScheme(scheme), contradicts);
    const routes = [was.routes[was.entries[i]!.route]!, is.routes[is.entries[h]!.route]!];
    return this.#search(was, region, routes, judge, scheme);
  }

  #search(
    sets: RoutingSets,
    region: Region,
    routes: readonly RouterRoute[],
    judge: (answers: Answers) => Judgement,
    scheme: string | null = schemeFor(routes),
  ): Search {
    const ask = (request: RoutedRequest): Judgement => {
      const answers = this.#log.ask(request);
      return answers ? judge(answers) : unknown;
    };
    return findRequest(sets, region, ask, { scheme });
  }
}

const found: Judgement = { kind: 'found' };
const unknown: Judgement = { kind: 'unknown' };
const noneOf = (region: Region | null): Judgement =>
  region ? { kind: 'none-of', regions: [region] } : unknown;
