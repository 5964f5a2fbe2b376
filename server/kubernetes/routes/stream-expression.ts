/** L4 routes as expressions. Source: `subtranslator/l4route_atc.go`. */

import { all, any, portPredicate, print } from '../expressions/matcher.js';
import { sniMatcher } from '../expressions/matchers.js';
import type { Services, TranslationContext } from './context.js';

const streamPriority = 1n;

/** Puts the SNIs and ports of every route into its expression, which is empty if there are none. */
export function makeStreamExpressions(services: Services, { rules }: TranslationContext): void {
  for (const { routes } of services.values()) {
    for (const route of routes) {
      const ports = (route.destinations ?? []).map(({ value, origin }) => portPredicate(value, origin));
      route.expression = print(all([sniMatcher(route.snis ?? [], rules.wildcardSnis), any(ports)]));
      route.priority = streamPriority;
      route.priorityTraits = { kind: 'fixed', priority: streamPriority };
      delete route.destinations;
      delete route.snis;
    }
  }
}
