/**
 * A table as Kong's atc router answers it, with the real engine for what an expression matches. Which matchers a route
 * becomes is read from `transform.json`'s subject (`partsOf`, `builtExpressionOf`); the order is written a second time:
 * Kong/atc-router `src/router.rs` (`MatcherKey`).
 */

import { isAtLeast, type Subsystem } from '../../grammar/index.js';
import { type AtcPart, partsOf } from '../../server/flavors/router/atc/atc-parts.js';
import { routerRulesOf } from '../../server/flavors/router/atc/atc-rules.js';
import { builtExpressionOf } from '../../server/flavors/router/atc/built-expression.js';
import { type Gateway, type Route, subsystemOf } from '../../server/routes/index.js';
import type { Engine } from './engine.js';
import { type Request, valuesOf } from './requests.js';

interface Row {
  readonly part: AtcPart;
  readonly expression: string;
  /** The same, with the fields that the engine of the tests has. */
  readonly seen: string;
  readonly least: bigint;
  readonly most: bigint;
}

export class EngineTable {
  readonly #engine: Engine;
  readonly #subsystem: Subsystem;
  readonly #rows: readonly Row[];
  readonly #detectsTlsBySni: boolean;
  readonly #asksForPortOfHost: boolean;

  /** @param routes with Kong's defaults; `null` where the table has no route at that position */
  constructor(engine: Engine, routes: readonly (Route | null)[], gateway: Gateway, subsystem: Subsystem) {
    this.#engine = engine;
    this.#subsystem = subsystem;
    const rules = routerRulesOf(gateway);
    this.#detectsTlsBySni = isAtLeast(gateway.version, '3.6');
    this.#asksForPortOfHost = subsystem === 'http' && !isAtLeast(gateway.version, '3.6');
    this.#rows = routes.flatMap((route, position) => {
      if (!route || subsystemOf(route) !== subsystem) return [];
      return partsOf(route, position, gateway, rules).flatMap((part): Row[] => {
        const expression = builtExpressionOf(part.part, gateway, rules);
        if (expression === null) return [];
        const seen = this.#asksForPortOfHost ? expression.replaceAll('net.port', 'net.dst.port') : expression;
        const { value, compiled } = part.priority;
        const other = compiled ?? value;
        const [least, most] = value < other ? [value, other] : [other, value];
        return [{ part, expression, seen, least, most }];
      });
    });
  }

  get expressions(): readonly string[] {
    return this.#rows.map(({ expression }) => expression);
  }

  /** Since 3.6 a connection is TLS only if a route asks for its server name (Kong/kong `kong/router/atc.lua`, `exec`). */
  #asSeen(request: Request): Request {
    // Before 3.6 `net.port` is the port of the header `Host` (Kong/kong `kong/router/atc.lua`, `select`).
    if (this.#asksForPortOfHost) {
      const { dstPort: _, ...others } = request;
      return others as Request;
    }
    if (this.#subsystem === 'http' || request.scheme === 'udp') return request;
    const asksForSni = this.#rows.some(({ expression }) => expression.includes('tls.sni'));
    const isTls = request.sni !== undefined && (asksForSni || !this.#detectsTlsBySni);
    return { ...request, scheme: isTls ? 'tls' : 'tcp' };
  }

  /** For each request the positions of the routes that Kong may answer with; `[null]` where none matches. */
  answers(requests: readonly Request[]): (readonly (number | null)[])[] {
    const expressions = this.#rows.map(({ seen }) => seen);
    const text = expressions.join('\n');
    const known = new Map<string, boolean>();
    // Kong hands over what a table asks for, and nothing else.
    const asked = (field: string) => {
      const isAsked = known.get(field) ?? text.includes(field);
      known.set(field, isAsked);
      return isAsked;
    };
    const values = requests.map((request) => {
      const all = Object.entries(valuesOf(this.#asSeen(request), this.#subsystem));
      return Object.fromEntries(all.filter(([field, sent]) => asked(field) && sent[0] !== undefined));
    });
    const matches = this.#engine.matchesOfEach(expressions, this.#subsystem, values);
    return requests.map((_, i) => {
      const matching = this.#rows.filter((_, row) => matches[row]?.[i]);
      if (matching.length === 0) return [null];
      const possible = matching.filter((one) => matching.every((other) => mayWin(one, other)));
      return [...new Set(possible.map(({ part }) => part.route))];
    });
  }
}

/** Where a priority is one of two numbers, or an id is not known, either may be first. */
function mayWin(one: Row, other: Row): boolean {
  if (one === other || one.most > other.least) return true;
  if (one.most < other.least) return false;
  const [own, id] = [one.part.id, other.part.id];
  if (!own.isCertain || !id.isCertain || own.uuid === null || id.uuid === null) return true;
  return own.uuid >= id.uuid;
}
