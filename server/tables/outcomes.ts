/** Whether two tables do the same with a request that goes to the same route. */

import type { Subsystem } from '../../grammar/index.js';
import type {
  PredicateTerm,
  RouteMatch,
  Router,
  RouterEntry,
  RouterRoute,
  Term,
  TraditionalEntry,
} from '../flavors/index.js';
import { grouped } from '../text/index.js';
import { type MatchedEntries, termKey, withoutGroupNames } from './matched-entries.js';
import type { RoutingSets } from './routing-sets.js';

export function isOtherOutcome(before: RouteMatch, after: RouteMatch): boolean {
  const [was, is] = [before.outcome(), after.outcome()];
  if (was.kind === 'service-unknown' || is.kind === 'service-unknown') return false;
  return JSON.stringify(was, withoutCaptures) !== JSON.stringify(is, withoutCaptures);
}

/** What a regex captures reaches plugins alone, under the names that its groups have. */
const withoutCaptures = (key: string, value: unknown): unknown => (key === 'captures' ? undefined : value);

/** The protocols that the requests of a subsystem can have. */
export const schemesOf = (subsystem: Subsystem): readonly string[] =>
  subsystem === 'http' ? ['http', 'https'] : ['tcp', 'tls', 'udp'];

/** What decides the outcome of the requests of a protocol that go to an entry: equal texts mean equal outcomes. */
export function behaviourOf(
  { route, service, ...fields }: RouterRoute,
  entry: RouterEntry,
  subsystem: Subsystem,
  scheme: string,
): string {
  const has = (protocol: string) => route.protocols?.includes(protocol) ?? false;
  if (has('https') && !has('http') && scheme !== 'https') {
    return JSON.stringify(['redirected', fields.httpsRedirectStatusCode]);
  }
  const grpc = has('grpc') || has('grpcs') ? (has('grpc') || scheme === 'https' ? 'grpc' : 'grpcs') : null;
  if (service === null) return JSON.stringify([grpc, 'no service']);
  const served = [grpc, service ?? 'unknown', fields.preserveHost];
  if (subsystem === 'stream') return JSON.stringify(served);
  // Where the service has no path, both ways of joining paths make the same one. The atc flavors know only one way.
  const hasBase = (service?.path ?? '/') !== '/';
  const handling = entry.engine === 'traditional' && hasBase ? fields.pathHandling : 'v0';
  return JSON.stringify([...served, handling, fields.stripPath ? cutOf(entry) : nothingCut]);
}

const nothingCut = 'nothing';

/**
 * What is cut off of the path of a request. So many bytes, where that does not depend on the request; to cut off `/` is to
 * cut off nothing, since Kong removes a second slash before it routes.
 */
function cutOf(entry: RouterEntry): string {
  if (entry.engine === 'atc') return cutByTerm(entry.term);
  const { uri } = entry;
  if (uri === null) return nothingCut;
  return uri.isRegex ? `regex ${withoutGroupNames(uri.value)}` : cutBytes(uri.value);
}

const cutBytes = (text: string): string => {
  const length = Buffer.byteLength(text);
  return length < 2 ? nothingCut : `${length} bytes`;
};

/** The last predicate that matched the path decides (`recorded` in `flavors/router/atc/evaluate.ts`). */
function cutByTerm(term: Term): string {
  const cuts = new Set(cutting(term).map(({ operator, constant }) => cutBy(operator, constant)));
  const [first = nothingCut] = cuts;
  const isOne = cuts.size <= 1 && first !== null;
  return isOne && (first === nothingCut || cutsAlways(term)) ? first : termKey(term);
}

const cutBy = (operator: PredicateTerm['operator'], constant: PredicateTerm['constant']): string | null =>
  operator !== '~' && constant.kind === 'text' ? cutBytes(constant.value) : null;

const isCutting = ({ field, operator }: PredicateTerm): boolean =>
  field === 'http.path' && ['==', '^=', '=^', '~'].includes(operator);

function cutting(term: Term): PredicateTerm[] {
  switch (term.kind) {
    case 'predicate':
      return isCutting(term) ? [term] : [];
    case 'not':
      return cutting(term.term);
    default:
      return term.terms.flatMap(cutting);
  }
}

/** Whether some predicate on the path matches wherever the term does. */
function cutsAlways(term: Term): boolean {
  switch (term.kind) {
    case 'predicate':
      return isCutting(term);
    case 'not':
      return false;
    case 'and':
      return term.terms.some(cutsAlways);
    case 'or':
      return term.terms.every(cutsAlways);
  }
}

/**
 * In `traditional`, chance may decide which of several paths of one route is cut off: Lua's sort is not stable, so that paths
 * which nothing sorts have any order, and so have the regexes by which the router looks up paths. Which path it is in our
 * run is no difference.
 */
export function isChancePath(was: AnsweredBy, is: AnsweredBy): boolean {
  return mayCut(was, pathOf(is)) || mayCut(is, pathOf(was));
}

/** A router and its answer to a request. */
export interface AnsweredBy {
  readonly router: Router;
  readonly match: RouteMatch;
}

const pathOf = ({ router, match }: AnsweredBy): string | null => pathText(router.entries[match.entry ?? -1]);

function mayCut({ router, match }: AnsweredBy, path: string | null): boolean {
  const own = match.entriesByChance.filter((entry) => router.entries[entry]!.route === match.route);
  return path !== null && own.length > 1 && own.some((entry) => pathText(router.entries[entry]) === path);
}

const pathText = (entry: RouterEntry | undefined): string | null =>
  entry?.engine === 'traditional' && entry.uri ? `${entry.uri.isRegex ? '~' : ''}${entry.uri.value}` : null;

/** What sorts an entry, but for its age. */
const rankOf = ({ rules, submatch, headers, regexPriority, uriLength }: TraditionalEntry): string =>
  [rules, submatch, headers.length, regexPriority, uriLength].join();

/** Whether two tables of `traditional` have the same entries, which are sorted by the same. */
export const areOrderedAlike = (was: RoutingSets, is: RoutingSets, matched: MatchedEntries): boolean =>
  was.entries.length === is.entries.length &&
  matched.after.every((counterpart, i) => {
    const [one, other] = [was.entries[i]!, counterpart === null ? undefined : is.entries[counterpart]];
    if (one.engine !== 'traditional' || other?.engine !== 'traditional') return false;
    return rankOf(one) === rankOf(other) && one.createdAt === other.createdAt;
  });

/**
 * Two paths of one route, the first of which a request may be found by before, and the second after. In `traditional` other
 * routes of the table may decide which path is cut off.
 */
export function* otherPaths(
  was: RoutingSets,
  is: RoutingSets,
  { after }: MatchedEntries,
): Generator<readonly [number, number], void> {
  if (was.router.engine !== 'traditional') return;
  for (const own of grouped(was.entries.keys(), (entry) => was.entries[entry]!.route).values()) {
    const kept = own.flatMap((i) => (after[i] == null ? [] : [{ i, h: after[i] }]));
    for (const [at, one] of kept.entries()) {
      for (const other of kept.slice(at + 1)) {
        const order = was.order.compare(one.i, other.i);
        const orderAfter = is.order.compare(one.h, other.h);
        if (order <= 0 && orderAfter >= 0) yield [one.i, other.h];
        if (order >= 0 && orderAfter <= 0) yield [other.i, one.h];
      }
    }
  }
}
