/**
 * A router as sets: the requests that each of its entries matches, as regions, and the order of the entries. What follows
 * from these is true of every request.
 */

import type {
  AtcMatcher,
  PairKeys,
  Regexes,
  RoutedRequest,
  Router,
  RouterEntry,
  RouterRoute,
  Term,
  TraditionalEntry,
  TraditionalRouter,
} from '../flavors/index.js';
import { type EntryOrder, entryOrderOf } from './entry-order.js';
import { pairKeysOf } from './pair-keys.js';
import { AtcDomains } from './sets/atc-domains.js';
import { type Box, bothRegions, type Contradiction, type Region, without } from './sets/box.js';
import { type RequestWishes, requestOf } from './sets/box-request.js';
import { Choices } from './sets/choices.js';
import { type FieldKind, FieldValues } from './sets/field-values.js';
import { TermRegions } from './sets/term-region.js';
import { TraditionalRegions } from './sets/traditional-region.js';

export class RoutingSets {
  readonly router: Router;
  readonly routes: readonly RouterRoute[];
  readonly entries: readonly RouterEntry[];
  readonly order: EntryOrder;
  readonly #regions: (Region | undefined)[] = [];
  readonly #regionOf: (entry: RouterEntry) => Region;
  readonly #kindOf: (field: string) => FieldKind;
  readonly #any = new Map<string, FieldValues>();
  readonly #keys: WeakMap<Region, readonly PairKeys[]>;
  readonly #uses: string;
  /** Requests for which the router tries two entries in the order in which it tries them for one. */
  readonly #foundAlike: (request: RoutedRequest, own: number, taker: number) => Box | null;

  /**
   * @param routes from which the router was built, with `regexes`
   * @param shared the regions of routers of one engine and version: routers that have the same ones share their sets
   */
  constructor(
    router: Router,
    routes: readonly RouterRoute[],
    regexes: Regexes,
    shared: AtcRegions | TraditionalRegions = regionsOf([router], regexes),
  ) {
    this.router = router;
    this.routes = routes;
    this.entries = router.entries;
    this.order = entryOrderOf(router, routes);
    if (shared instanceof TraditionalRegions) {
      this.#keys = new WeakMap();
      this.#uses = '';
      const traditional = router as TraditionalRouter;
      this.#regionOf = (entry) => shared.regionOf(entry as TraditionalEntry, traditional);
      this.#foundAlike = (request, own, taker) => {
        const keys = traditional.keysAt(request, own, taker);
        return keys && shared.boxOfKeys(keys);
      };
      this.#kindOf = (field) => shared.kindOf(field);
    } else {
      this.#keys = shared.keys;
      this.#uses = shared.uses;
      this.#foundAlike = () => null;
      this.#regionOf = (entry) => shared.regionOf((entry as AtcMatcher).term);
      this.#kindOf = (field) => shared.kindOf(field);
    }
  }

  /** The requests that an entry matches. @param entry its position in `Router.entries` */
  regionOf(entry: number): Region {
    let region = this.#regions[entry];
    if (!region) {
      region = this.#regionOf(this.entries[entry]!);
      this.#regions[entry] = region;
    }
    return region;
  }

  /** All requests of a protocol. */
  regionOfScheme(scheme: string): Region {
    const protocols = FieldValues.every(this.#kindOf('net.protocol'), new Choices([scheme]));
    return [{ fields: new Map([['net.protocol', protocols]]), isExact: true }];
  }

  /**
   * Requests that do not go to an entry, because they are like one that another entry gets before it.
   *
   * @param taker gets `request`
   * @returns `null` if nothing is known of other requests
   */
  takenBefore(own: number, taker: number | null, request: RoutedRequest): Region | null {
    if (taker === null) return null;
    const order = this.order.compare(taker, own);
    if (order < 0) return this.regionOf(taker);
    if (order > 0) return null;
    const alike = this.#foundAlike(request, own, taker);
    return alike && bothRegions(this.regionOf(taker), [alike], contradicts);
  }

  /** By which hosts and paths the requests of an entry are found, for each box of its region. */
  keysOf(entry: number): readonly PairKeys[] {
    const region = this.regionOf(entry);
    let keys = this.#keys.get(region);
    if (!keys) {
      keys = region.map(pairKeysOf);
      this.#keys.set(region, keys);
    }
    return keys;
  }

  /**
   * Whether all that routes have in common is as in another version of the table: which fields are read, and how. `false` also
   * where one route may change what becomes of all.
   */
  isLike(other: RoutingSets): boolean {
    const key = this.#commonKey();
    return key !== null && key === other.#commonKey();
  }

  #commonKey(): string | null {
    const { engine, leftOut } = this.router;
    if (engine !== 'atc' || leftOut.length > 0) return null;
    const isUnstable = this.entries.some((entry) => (entry as AtcMatcher).priority.compiled !== null);
    return `${isUnstable} ${this.#uses}`;
  }

  /** The requests of boxes that are not for certain in a region. */
  without(boxes: readonly Box[], removed: Region): Box[] {
    let left = [...boxes];
    for (const box of removed) {
      left = left.flatMap((one) => without(one, box, (field) => this.#anyOf(field), contradicts));
    }
    return left;
  }

  requestOf(box: Box, wishes: RequestWishes): RoutedRequest | null {
    return requestOf(box, this.router.subsystem, wishes, this.#kindOf);
  }

  #anyOf(field: string): FieldValues {
    let any = this.#any.get(field);
    if (!any) {
      any = FieldValues.any(this.#kindOf(field));
      this.#any.set(field, any);
    }
    return any;
  }
}

/** The regions of the terms of atc routers of one version, over the same values of fields; each is found once. */
export class AtcRegions {
  readonly #domains: AtcDomains;
  readonly #regions: TermRegions;
  /** What is found of a region, by the region. */
  readonly keys = new WeakMap<Region, readonly PairKeys[]>();
  readonly #known = new WeakMap<Term, Region>();
  /** The properties of requests that the routers compare. */
  readonly uses: string;

  constructor(routers: readonly Router[], regexes: Regexes) {
    const [{ subsystem, gateway }] = routers as readonly [Router];
    const uses = usesOf(routers.flatMap(termsOf));
    this.#domains = new AtcDomains(subsystem, gateway.version, regexes, uses.fields.has('tls.sni'));
    this.#regions = new TermRegions(this.#domains, contradicts, uses.lowered);
    this.uses = keyOfUses(uses);
  }

  /** Whether the regions are those of another router as well, of the same subsystem and version. */
  areOf(router: Router): boolean {
    return this.uses === keyOfUses(usesOf(termsOf(router)));
  }

  regionOf(term: Term): Region {
    let region = this.#known.get(term);
    if (!region) {
      region = this.#regions.regionOf(term);
      this.#known.set(term, region);
    }
    return region;
  }

  kindOf(field: string): FieldKind {
    return this.#domains.kindOf(field);
  }
}

export function regionsOf(routers: readonly Router[], regexes: Regexes): AtcRegions | TraditionalRegions {
  const [{ engine, subsystem }] = routers as readonly [Router];
  return engine === 'traditional'
    ? new TraditionalRegions(subsystem, regexes, contradicts)
    : new AtcRegions(routers, regexes);
}

const keyOfUses = ({ fields, lowered }: Uses): string =>
  JSON.stringify([[...fields].sort(), [...lowered].sort()]);

const termsOf = ({ engine, entries }: Router): Term[] =>
  engine === 'atc' ? entries.map((entry) => (entry as AtcMatcher).term) : [];

interface RoutedTable {
  readonly router: Router;
  readonly routes: readonly RouterRoute[];
}

/**
 * Two routers as sets over the same values: regions of one can be joined with regions of the other.
 *
 * @param regexes with which both were built
 * @returns `null` if the two do not read requests alike: other engines, other versions, or TLS seen by one alone
 */
export function routingSetsOfTwo(
  before: RoutedTable,
  after: RoutedTable,
  regexes: Regexes,
): { readonly before: RoutingSets; readonly after: RoutingSets } | null {
  const routers = [before.router, after.router];
  if (before.router.engine !== after.router.engine) return null;
  if (new Set(routers.map(({ gateway }) => gateway.version.join('.'))).size > 1) return null;
  const usesSni = new Set(routers.map((router) => usesOf(termsOf(router)).fields.has('tls.sni')));
  if (before.router.subsystem === 'stream' && usesSni.size > 1) return null;
  const shared = regionsOf(routers, regexes);
  return {
    before: new RoutingSets(before.router, before.routes, regexes, shared),
    after: new RoutingSets(after.router, after.routes, regexes, shared),
  };
}

/** A server name comes with TLS alone, and in the stream subsystem TLS is what comes with one. */
export const contradicts: Contradiction = (fields) => {
  const sni = fields.get('tls.sni');
  const protocols = fields.get('net.protocol')?.present?.every;
  if (!sni || !(protocols instanceof Choices)) return false;
  const isSecure = protocols.has('https') || protocols.has('tls');
  if (!sni.mayBeAbsent) return !isSecure;
  return sni.isNeverPresent() && protocols.size === 1 && protocols.has('tls');
};

/** The properties of requests that the entries of a router compare. */
interface Uses {
  readonly fields: ReadonlySet<string>;
  /** Fields that are compared in lower case. */
  readonly lowered: ReadonlySet<string>;
}

function usesOf(terms: readonly Term[]): Uses {
  const fields = new Set<string>();
  const lowered = new Set<string>();
  const look = (term: Term): void => {
    switch (term.kind) {
      case 'predicate':
        fields.add(term.field);
        if (term.lower)
          lowered.add(term.field.startsWith('http.headers.') ? term.field.toLowerCase() : term.field);
        break;
      case 'not':
        look(term.term);
        break;
      default:
        for (const one of term.terms) look(one);
    }
  };
  for (const term of terms) look(term);
  return { fields, lowered };
}
