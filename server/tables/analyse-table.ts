/**
 * What a table of routes does to itself, for the router that one Gateway builds of it: routes that no request reaches,
 * orders that are an accident, routes that win although another one was meant.
 *
 * Nothing is found that the router does not confirm with a request. That a route is never reached is proved from sets; where
 * that cannot be decided, it is reported.
 */

import type { RouterEntry, RouterRoute } from '../flavors/index.js';
import { isAccident, type MeantBy, type OrderReason } from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { append, largest } from '../text/index.js';
import type { EntryFacts } from './entry-facts.js';
import type { Outranked, TableFinding, TableFindings, Tie } from './findings.js';
import { entryPairs, requestOfBoth } from './pair-search.js';
import { reachabilityOf } from './reachability.js';
import { resemblanceOf } from './resemblance.js';
import type { RoutingSets } from './routing-sets.js';
import { type KnownRouter, TableMemory } from './table-memory.js';

/** A route is named with no more than so many others. */
const mostPartners = 5;

/** For each route of a table so many pairs are enumerated, and so many looked at closely. */
const mostPairs = { enumerated: 200, atLeast: 200_000, searched: 8, searchedAtLeast: 2_000 };

/**
 * @param routes those that the Gateway has: of all files and workspaces, without those that it rejects
 * @param memory of earlier versions of the table: what still holds is not looked for again
 * @returns a generator that pauses often, so that its caller may do something else, or stop
 */
export function* analyseTable(
  routes: readonly RouterRoute[],
  gateway: Gateway,
  memory: TableMemory = new TableMemory(gateway),
): Generator<void, TableFindings> {
  const findings: TableFinding[] = [];
  const undecided: number[] = [];
  let leftOutPairs = false;
  for (const subsystem of ['http', 'stream'] as const) {
    const known = yield* memory.of(subsystem).router(routes);
    if (!known) continue;
    const analysis = new RouterAnalysis(known);
    yield* analysis.run();
    append(findings, analysis.findings);
    append(undecided, analysis.undecided);
    leftOutPairs ||= analysis.leftOutPairs;
  }
  return { findings: findings.sort((a, b) => a.route - b.route), undecided, leftOutPairs };
}

class RouterAnalysis {
  readonly findings: TableFinding[] = [];
  readonly undecided: number[] = [];
  leftOutPairs = false;
  readonly #known: KnownRouter;
  readonly #sets: RoutingSets;
  readonly #unreachable = new Set<number>();
  /** Pairs of routes with a finding: one is enough. */
  readonly #reported = new Set<string>();
  readonly #partners = new Map<number, number>();
  #searches: number;

  constructor(known: KnownRouter) {
    this.#known = known;
    this.#sets = known.sets;
    this.#searches = Math.max(mostPairs.searchedAtLeast, mostPairs.searched * known.sets.entries.length);
  }

  *run(): Generator<void, void> {
    yield* this.#lookForUnreachable();
    yield* this.#lookForTies();
    yield* this.#lookForOutranked();
  }

  #factsOf(entry: number): EntryFacts {
    return this.#known.factsOf(entry);
  }

  *#lookForUnreachable(): Generator<void, void> {
    const byRoute = new Map<number, number[]>();
    for (const [entry, { route }] of this.#sets.entries.entries()) {
      const known = byRoute.get(route);
      if (known) known.push(entry);
      else byRoute.set(route, [entry]);
    }
    for (const [route, entries] of byRoute) {
      const { setsFor, factsOf, kept } = this.#known;
      const { isReachable, finding } = kept.reachabilityOf(route, () =>
        reachabilityOf(setsFor([route]), route, entries, factsOf),
      );
      if (isReachable === false) this.#unreachable.add(route);
      if (isReachable === null) this.undecided.push(route);
      if (finding) this.findings.push(finding);
      yield;
    }
  }

  /** Only entries of one group can be tied. */
  *#lookForTies(): Generator<void, void> {
    const groups = new Map<string, number[]>();
    for (const [entry, found] of this.#sets.entries.entries()) {
      const key = tieKey(found);
      const known = groups.get(key);
      if (known) known.push(entry);
      else groups.set(key, [entry]);
    }
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      for (const [a, b] of this.#pairsOf(group)) {
        const tie = this.#tieOf(a, b);
        if (tie) this.findings.push(tie);
        yield;
      }
    }
  }

  *#lookForOutranked(): Generator<void, void> {
    if (!this.#mayBeInverted()) return;
    const all = this.#sets.entries.map((_, entry) => entry);
    for (const [a, b] of this.#pairsOf(all)) {
      const order = this.#sets.order.compare(a, b);
      if (order === 0) continue;
      const [winner, loser] = order < 0 ? [a, b] : [b, a];
      const meant = meantOver(this.#factsOf(loser), this.#factsOf(winner));
      if (!meant) continue;
      const finding = this.#outrankedBy(winner, loser, meant);
      if (finding) this.findings.push(finding);
      yield;
    }
  }

  /** The pairs that can be enumerated in a time that grows linearly with the table. */
  *#pairsOf(entries: readonly number[]): Generator<readonly [number, number], void> {
    let left = Math.max(mostPairs.atLeast, mostPairs.enumerated * entries.length);
    for (const pair of entryPairs(this.#sets, entries)) {
      if (left-- === 0) {
        this.leftOutPairs = true;
        return;
      }
      yield pair;
    }
  }

  /** Whether two routes are to be compared; each such pair once, and no more than so many of a route. */
  #isOpen(a: number, b: number): boolean {
    const [one, other] = [this.#sets.entries[a]!.route, this.#sets.entries[b]!.route];
    if (this.#reported.has(`${one} ${other}`)) return false;
    const partners = [one, other].map((route) => this.#partners.get(route) ?? 0);
    if (partners.every((count) => count >= mostPartners)) return false;
    if (this.#searches-- > 0) return true;
    this.leftOutPairs = true;
    return false;
  }

  #report(one: number, other: number): void {
    this.#reported.add(`${one} ${other}`).add(`${other} ${one}`);
    for (const route of [one, other]) this.#partners.set(route, (this.#partners.get(route) ?? 0) + 1);
  }

  #tieOf(a: number, b: number): Tie | null {
    const { entries, order } = this.#sets;
    const reason = order.reason(a, b);
    if (!isAccident(reason) || !this.#isOpen(a, b)) return null;
    const pair = [entries[a]!.route, entries[b]!.route] as const;
    // That no request reaches one of them was said, with who gets its requests.
    if (pair.some((route) => this.#unreachable.has(route))) return null;
    const tie = this.#known.kept.tieOf(a, b, () => this.#findTie(a, b, pair, reason));
    if (tie) this.#report(...pair);
    return tie;
  }

  #findTie(a: number, b: number, pair: readonly [number, number], reason: OrderReason): Tie | null {
    const sets = this.#known.setsFor(pair);
    const { entries } = sets;
    const search = requestOfBoth(sets, [a, b], (route) => pair.includes(route));
    if (search.kind !== 'found') return null;
    const { open, route: chosen } = sets.router.match(search.request);
    const isOpen = open !== null && pair.every((route) => open.anyOf.includes(route));
    const winner = isOpen ? null : chosen;
    const loser = winner === null ? largest(pair) : pair.find((route) => route !== winner)!;
    const other = pair.find((route) => route !== loser)!;
    const [own, otherEntry] = entries[a]!.route === loser ? [a, b] : [b, a];
    const resemblance =
      resemblanceOf(this.#factsOf(otherEntry), this.#factsOf(own)) ??
      resemblanceOf(this.#factsOf(own), this.#factsOf(otherEntry));
    return { kind: 'tie', route: loser, other, reason, resemblance, winner, request: search.request };
  }

  #outrankedBy(winner: number, loser: number, meant: MeantBy): Outranked | null {
    const { entries, order } = this.#sets;
    const [first, second] = [entries[winner]!.route, entries[loser]!.route];
    if (this.#unreachable.has(second) || !this.#isOpen(winner, loser)) return null;
    const outranked = this.#known.kept.outrankedBy(winner, loser, () => {
      const sets = this.#known.setsFor([first, second]);
      const search = requestOfBoth(sets, [winner, loser], (route) => route === first);
      if (search.kind !== 'found') return null;
      const reason = order.reason(winner, loser);
      return { kind: 'outranked', route: second, winner: first, reason, meant, request: search.request };
    });
    if (outranked) this.#report(first, second);
    return outranked;
  }

  /** Whether any two entries could be in another order than their authors meant: for most tables that is plain. */
  #mayBeInverted(): boolean {
    const fields = new Set<number>();
    const regexPriorities = new Set<bigint>();
    let hasBonus = false;
    for (const entry of this.#sets.entries.keys()) {
      const facts = this.#factsOf(entry);
      if (facts.fields !== null) fields.add(facts.fields);
      if (facts.regexPriority !== null) {
        regexPriorities.add(facts.regexPriority);
        hasBonus = true;
      }
      if (this.#sets.routes[this.#sets.entries[entry]!.route]!.route.hosts) hasBonus = true;
      if (regexPriorities.size > 1 || (fields.size > 1 && hasBonus)) return true;
    }
    return false;
  }
}

/** Entries with different keys are never tied. */
function tieKey(entry: RouterEntry): string {
  if (entry.engine === 'atc') {
    const { value, compiled } = entry.priority;
    return compiled === null ? String(value) : 'unstable';
  }
  const { rules, submatch, headers, regexPriority, uriLength } = entry;
  return [rules, submatch, headers.length, regexPriority, uriLength].join();
}

/** The reason why one route is meant to be evaluated before another. */
function meantOver(own: EntryFacts, other: EntryFacts): MeantBy | null {
  if (own.fields === null || other.fields === null) return null;
  if (own.regexPriority !== null && other.regexPriority !== null && own.regexPriority > other.regexPriority) {
    return { by: 'regex_priority', own: own.regexPriority, other: other.regexPriority };
  }
  return own.fields > other.fields ? { by: 'fields', own: own.fields, other: other.fields } : null;
}
