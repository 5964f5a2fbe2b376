/**
 * The router of the flavors `traditional_compatible` and `expressions`.
 * Source: Kong/kong `kong/router/atc.lua` (`matching`, `set_upstream_uri`), Kong/atc-router `src/router.rs`.
 */

import type { Subsystem } from '../../../../grammar/index.js';
import type { Gateway } from '../../../routes/index.js';
import { CandidateIndex, type Candidates } from '../candidates/candidate-index.js';
import { isLowered, isOfAny, slotOfDimension } from '../candidates/conditions.js';
import { type MatchedPath, type Outcome, outcomeOf } from '../outcome.js';
import type { RustRegexes } from '../regexes/regexes.js';
import { byteLength, withoutFirstBytes } from '../requests/byte-text.js';
import type { RoutedRequest } from '../requests/request.js';
import type { MatchFailure, OpenAnswer, OpenReason, RouteMatch, Router } from '../router.js';
import type { RouterRoute } from '../router-route.js';
import { type MatcherTrace, type Precedence, type RouteTrace, traceVerdicts } from '../trace.js';
import { sanitizedPostfix, upstreamUriV0 } from '../upstream-uri.js';
import { AtcRequest, type FieldRules, fieldFailure, fieldRulesOf, readerOf } from './atc-fields.js';
import type { AtcMatcher } from './atc-matcher.js';
import type { AtcTable } from './atc-table.js';
import { builtExpressionOf } from './built-expression.js';
import { type Evaluation, evaluate, type FieldValue, type Recording, undecided, yes } from './evaluate.js';
import { lostTerms } from './lost-terms.js';
import { tracedTerms } from './traced-terms.js';

type Reader = ReturnType<typeof readerOf>;

export class AtcRouter implements Router {
  readonly engine = 'atc';
  readonly gateway: Gateway;
  readonly subsystem: Subsystem;
  readonly #table: AtcTable;
  readonly #routes: ReadonlyMap<number, RouterRoute>;
  readonly #rust: RustRegexes;
  readonly #fields: FieldRules;
  readonly #readers: readonly Reader[];
  readonly #used: ReadonlySet<string>;
  readonly #usesSni: boolean;
  /** The matchers of each route, in order; found when a route is first traced. */
  #byRoute: Map<number, AtcMatcher[]> | null = null;
  /** Made when the first request is routed. */
  #index: CandidateIndex | null = null;
  /** The matchers that are looked at; all where it is `null`. */
  readonly #subset: readonly number[] | null;

  /**
   * @param routes those of the subsystem, by their positions in the table
   * @param table made of them
   */
  constructor(
    routes: ReadonlyMap<number, RouterRoute>,
    gateway: Gateway,
    subsystem: Subsystem,
    rust: RustRegexes,
    table: AtcTable,
    subset: readonly number[] | null = null,
  ) {
    this.gateway = gateway;
    this.subsystem = subsystem;
    this.#routes = routes;
    this.#rust = rust;
    this.#table = table;
    this.#subset = subset;
    this.#fields = fieldRulesOf(gateway.version, subsystem);
    const names = this.#table.slots.names();
    this.#readers = names.map((name) => readerOf(name, this.#fields));
    this.#used = this.#table.fields;
    this.#usesSni = this.#used.has('tls.sni');
  }

  get failure() {
    return this.#table.failure;
  }

  get leftOut() {
    return this.#table.leftOut;
  }

  get entries(): readonly AtcMatcher[] {
    return this.failure ? [] : this.#table.matchers;
  }

  subset(entries: readonly number[]): AtcRouter {
    return new AtcRouter(this.#routes, this.gateway, this.subsystem, this.#rust, this.#table, entries);
  }

  match(request: RoutedRequest): RouteMatch {
    const asked = new AtcRequest(request, this.#fields, this.#usesSni);
    const failure = this.failure ? 'router-not-built' : fieldFailure(asked, this.#used);
    if (failure) return new AtcMatch(this, request, null, null, failure, null);
    return new AtcSearch(this, this.#evaluation(asked)).answer(request);
  }

  trace(request: RoutedRequest, route: number): RouteTrace | null {
    const own = this.#matchersOf(route);
    if (own.length === 0) return null;
    const asked = new AtcRequest(request, this.#fields, this.#usesSni);
    const evaluation = this.#evaluation(asked);
    const matchers = own.map((matcher) => this.#traceMatcher(matcher, evaluation));
    const verdicts = matchers.map(({ verdict }) => verdict);
    const verdict =
      (['matches', 'undecided'] as const).find((one) => verdicts.includes(one)) ?? ('lost' as const);
    const first = own[verdicts.indexOf('matches')];
    const winner = first ? this.match(request).route : null;
    const after =
      first && winner !== null && winner !== route ? this.#precedence(winner, first, evaluation) : null;
    return { route, verdict, matchers, after };
  }

  #matchersOf(route: number): readonly AtcMatcher[] {
    if (!this.#byRoute) {
      this.#byRoute = new Map();
      for (const matcher of this.#table.matchers) {
        const own = this.#byRoute.get(matcher.route);
        if (own) own.push(matcher);
        else this.#byRoute.set(matcher.route, [matcher]);
      }
    }
    return this.#byRoute.get(route) ?? [];
  }

  #traceMatcher(matcher: AtcMatcher, evaluation: Evaluation): MatcherTrace {
    const verdict = evaluate(matcher.term, evaluation);
    const { part, priority } = matcher;
    return {
      paths: part.expression === undefined ? (part.paths ?? null) : null,
      expression: builtExpressionOf(part, this.gateway, this.#table.rules),
      priority: priority.value,
      verdict: traceVerdicts[verdict],
      lost: lostTerms(matcher.term, evaluation),
      terms: tracedTerms(matcher.term, evaluation),
    };
  }

  #precedence(winner: number, other: AtcMatcher, evaluation: Evaluation): Precedence | null {
    const first = this.#table.matchers.find(
      (matcher) => matcher.route === winner && evaluate(matcher.term, evaluation) !== 0,
    );
    if (!first) return null;
    return first.priority.value === other.priority.value
      ? { winner, rule: 'id', values: [first.id.uuid, other.id.uuid] }
      : { winner, rule: 'priority', values: [first.priority.value, other.priority.value] };
  }

  #evaluation(asked: AtcRequest): Evaluation {
    const known: (readonly FieldValue[] | null | undefined)[] = [];
    const valuesOf = (slot: number) => {
      let values = known[slot];
      if (values === undefined) {
        values = this.#readers[slot]!(asked);
        known[slot] = values;
      }
      return values;
    };
    return { valuesOf, plain: this.#fields.plain, rust: this.#rust };
  }

  /** @returns positions of matchers that the request may match */
  candidates({ valuesOf }: Evaluation): Candidates {
    this.#index ??= new CandidateIndex(this.#table.conditions, this.#subset);
    return this.#index.candidates((dimension) => {
      const values = valuesOf(slotOfDimension(dimension));
      if (values === null) return [];
      const counting = isOfAny(dimension) ? values : values.slice(0, 1);
      const texts = counting.map(String);
      return isLowered(dimension) ? texts.map((text) => text.toLowerCase()) : texts;
    });
  }

  matcher(position: number): AtcMatcher {
    return this.#table.matchers[position]!;
  }

  get isUnstable(): boolean {
    return this.#table.isUnstable;
  }

  /** All routes that match, in order. */
  matching(request: RoutedRequest): number[] {
    const asked = new AtcRequest(request, this.#fields, this.#usesSni);
    if (this.failure || fieldFailure(asked, this.#used)) return [];
    const evaluation = this.#evaluation(asked);
    const candidates = this.candidates(evaluation);
    const found = new Set<number>();
    for (let at = candidates.next(); at !== -1; at = candidates.next()) {
      const { term, route } = this.matcher(at);
      if (evaluate(term, evaluation) === yes) found.add(route);
    }
    return [...found];
  }

  outcome(request: RoutedRequest, route: number | null): Outcome {
    const found = route === null ? undefined : this.#routes.get(route);
    if (!found) return { kind: 'no-route' };
    const matched = () => (this.subsystem === 'stream' ? null : this.#matchedPath(request, route!, found));
    return outcomeOf(found, request, matched);
  }

  /** As many bytes are cut from the front as the last predicate on the path matched, wherever it matched them. */
  #matchedPath(request: RoutedRequest, route: number, { stripPath, service }: RouterRoute): MatchedPath {
    const evaluation = this.#evaluation(new AtcRequest(request, this.#fields, this.#usesSni));
    const record: Recording = { matched: new Map(), captures: new Map() };
    const candidates = this.candidates(evaluation);
    for (let at = candidates.next(); at !== -1; at = candidates.next()) {
      const matcher = this.matcher(at);
      if (matcher.route !== route) continue;
      record.matched.clear();
      record.captures.clear();
      if (evaluate(matcher.term, { ...evaluation, record }) === yes) break;
    }
    const path = request.path ?? '';
    const prefix = (stripPath && record.matched.get('http.path')) || null;
    const postfix = sanitizedPostfix(withoutFirstBytes(path, byteLength(prefix ?? '/')));
    const base = service?.path ?? '/';
    return {
      prefix,
      upstreamUri: upstreamUriV0({ stripPath, postfix, path, base }),
      // The whole match is not one of the groups.
      captures: new Map([...record.captures].filter(([group]) => group !== 0)),
    };
  }
}

class AtcMatch implements RouteMatch {
  readonly route: number | null;
  readonly entry: number | null;
  readonly failure: MatchFailure | null;
  readonly open: OpenAnswer | null;
  readonly entriesByChance = [];
  readonly #router: AtcRouter;
  readonly #request: RoutedRequest;

  constructor(
    router: AtcRouter,
    request: RoutedRequest,
    route: number | null,
    entry: number | null,
    failure: MatchFailure | null,
    open: OpenAnswer | null,
  ) {
    this.#router = router;
    this.#request = request;
    this.route = route;
    this.entry = entry;
    this.failure = failure;
    this.open = open;
  }

  candidates(): readonly number[] {
    return this.#router.matching(this.#request);
  }

  outcome(): Outcome {
    return this.#router.outcome(this.#request, this.route);
  }
}

/** One request among the matchers of a table. */
class AtcSearch {
  readonly #router: AtcRouter;
  readonly #evaluation: Evaluation;
  readonly #candidates: Candidates;
  /** Matchers before the winner that have a regex that could not be judged. */
  readonly #undecided: AtcMatcher[] = [];
  /** The position of the matcher that was found last. */
  #last = -1;

  constructor(router: AtcRouter, evaluation: Evaluation) {
    this.#router = router;
    this.#evaluation = evaluation;
    this.#candidates = router.candidates(evaluation);
  }

  answer(request: RoutedRequest): RouteMatch {
    const winner = this.#next();
    const entry = winner && this.#last;
    const route = winner?.route ?? null;
    const reasons = new Set<OpenReason>();
    const possible = new Set<number | null>([route]);
    for (const matcher of this.#undecided) {
      possible.add(matcher.route);
      reasons.add('regex-undecided');
    }
    if (winner) {
      if (this.#router.isUnstable) this.#addUnstable(winner, possible, reasons);
      else this.#addUnknownIds(winner, possible, reasons);
    }
    const open = possible.size === 1 ? null : { anyOf: [...possible], reasons: [...reasons] };
    return new AtcMatch(this.#router, request, route, entry, null, open);
  }

  /** The next matcher that matches. */
  #next(): AtcMatcher | null {
    for (let at = this.#candidates.next(); at !== -1; at = this.#candidates.next()) {
      const matcher = this.#router.matcher(at);
      const verdict = evaluate(matcher.term, this.#evaluation);
      if (verdict === yes) {
        this.#last = at;
        return matcher;
      }
      if (verdict === undecided) this.#undecided.push(matcher);
    }
    return null;
  }

  /** Those of the same priority, where one of the ids is not certain. */
  #addUnknownIds(winner: AtcMatcher, possible: Set<number | null>, reasons: Set<OpenReason>): void {
    for (let at = this.#candidates.next(); at !== -1; at = this.#candidates.next()) {
      const matcher = this.#router.matcher(at);
      if (matcher.priority.value !== winner.priority.value) return;
      if (winner.id.isCertain && matcher.id.isCertain) continue;
      if (possible.has(matcher.route) || evaluate(matcher.term, this.#evaluation) !== yes) continue;
      possible.add(matcher.route);
      reasons.add('generated-id');
    }
  }

  /** A matcher may be first where one of its priorities is not less than one of each other matcher that matches. */
  #addUnstable(winner: AtcMatcher, possible: Set<number | null>, reasons: Set<OpenReason>): void {
    const all = [winner];
    for (let next = this.#next(); next !== null; next = this.#next()) all.push(next);
    for (const matcher of all) {
      const canBeFirst = all.every((other) => other === matcher || canPrecede(matcher, other));
      if (!canBeFirst || possible.has(matcher.route)) continue;
      possible.add(matcher.route);
      const isUnstable = all.some(({ priority }) => priority.compiled !== null);
      const isTie = matcher.priority.value === winner.priority.value;
      reasons.add(isUnstable && !isTie ? 'interpreter-or-jit' : 'generated-id');
    }
  }
}

const prioritiesOf = ({ priority: { value, compiled } }: AtcMatcher): readonly bigint[] =>
  compiled === null ? [value] : [value, compiled];

function canPrecede(a: AtcMatcher, b: AtcMatcher): boolean {
  return prioritiesOf(a).some((one) =>
    prioritiesOf(b).some((other) => one > other || (one === other && canHaveHigherId(a, b))),
  );
}

const canHaveHigherId = ({ id: a }: AtcMatcher, { id: b }: AtcMatcher): boolean =>
  !a.isCertain || !b.isCertain || a.uuid! >= b.uuid!;
