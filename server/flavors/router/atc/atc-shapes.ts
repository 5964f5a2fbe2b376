/** The form of routes in a router of the atc engine. It is found once for each route and shared by all of its tables. */

import {
  engineMessage,
  fieldOf,
  type Language,
  parse,
  precedenceOf,
  predicatesOf,
  readExpression,
  type Subsystem,
} from '../../../../grammar/index.js';
import type { Gateway } from '../../../routes/index.js';
import { type Conditions, conditionsOf } from '../candidates/conditions.js';
import type { BuildFailure, LeftOut } from '../router.js';
import type { RouterRoute } from '../router-route.js';
import type { AtcMatcher } from './atc-matcher.js';
import { partsOf } from './atc-parts.js';
import { type RouterRules, routerRulesOf } from './atc-rules.js';
import { builtExpressionOf } from './built-expression.js';
import { isRefused, termOfRead } from './term-of-read.js';
import { FieldSlots, type Term, termOf } from './terms.js';

/** A route, or a part of it, in any table: without its position. */
export interface AtcPiece {
  readonly matcher: Omit<AtcMatcher, 'route'>;
  readonly conditions: Conditions;
  /** What it is built of. */
  readonly expression: string;
}

export interface AtcShape {
  /** In the order of its parts. */
  readonly pieces: readonly (AtcPiece | Omit<LeftOut, 'route'>)[];
  /** Why no router can be built with it. */
  readonly failure: Omit<BuildFailure, 'route'> | null;
  /** The numbers of the fields that it asks for. */
  readonly slots: ReadonlySet<number>;
}

/** Of one Gateway and subsystem. What is known of a route is kept for as long as the route itself. */
export class AtcShapes {
  readonly slots = new FieldSlots();
  readonly rules: RouterRules;
  readonly #gateway: Gateway;
  readonly #language: Language;
  readonly #known = new WeakMap<RouterRoute, AtcShape>();

  constructor(gateway: Gateway, subsystem: Subsystem) {
    this.rules = routerRulesOf(gateway);
    this.#gateway = gateway;
    this.#language = { subsystem, gatewayVersion: gateway.version };
  }

  of(route: RouterRoute): AtcShape {
    let shape = this.#known.get(route);
    if (!shape) {
      shape = this.#shapeOf(route);
      this.#known.set(route, shape);
    }
    return shape;
  }

  #shapeOf(routed: RouterRoute): AtcShape {
    const pieces: AtcShape['pieces'][number][] = [];
    let failure: AtcShape['failure'] = null;
    const slots = new Set<number>();
    for (const { route: _, ...part } of partsOf(routed.route, 0, this.#gateway, this.rules)) {
      const expression = builtExpressionOf(part.part, this.#gateway, this.rules);
      if (expression === null) {
        pieces.push({ reason: 'no-expression', expression });
        continue;
      }
      const term = this.#termOf(routed, expression);
      if (term === null) {
        failure ??= this.#failureOf(expression);
        pieces.push({ reason: 'expression-refused', expression });
        continue;
      }
      addSlots(term, slots);
      pieces.push({
        matcher: { engine: 'atc', ...part, term },
        conditions: conditionsOf(term),
        expression,
      });
    }
    return { pieces, failure, slots };
  }

  /** @returns `null` if the engine refuses the expression */
  #termOf(routed: RouterRoute, expression: string): Term | null {
    const known = termOfRead(routed, this.#language, this.slots, this.#gateway);
    if (known) return known;
    const read = readExpression(expression, this.#language);
    if (isRefused(read)) return null;
    const { filtersProtocols, rewritesPort } = this.rules;
    if (filtersProtocols || !expression.includes('net.port')) return termOf(read.tree, this.slots);
    // Only `expressions` rewrites the old name of the port. The other flavors have no such field, and keep the text.
    const [seen = ''] = expression.split('\0', 1);
    const { tree } = parse(seen, precedenceOf(this.#language.gatewayVersion));
    const isUnknown = rewritesPort && predicatesOf(tree).some(({ lhs }) => fieldOf(lhs)?.name === 'net.port');
    return isUnknown ? null : termOf(tree, this.slots);
  }

  #failureOf(expression: string): AtcShape['failure'] {
    const answer = engineMessage(expression, this.#language);
    if (answer !== null && answer.kind !== 'refusal') return { reason: 'engine-crash' };
    return this.rules.failsAsWhole ? { reason: 'expression-refused' } : null;
  }
}

function addSlots(term: Term, slots: Set<number>): void {
  switch (term.kind) {
    case 'predicate':
      slots.add(term.slot);
      break;
    case 'not':
      addSlots(term.term, slots);
      break;
    default:
      for (const one of term.terms) addSlots(one, slots);
  }
}
