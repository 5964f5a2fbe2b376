/**
 * A table as the atc router holds it: matchers in the order in which they are tried, each with its expression ready to be
 * evaluated, and an index over them.
 * Source: Kong/atc-router `src/router.rs` (`MatcherKey`: the highest priority first, then the highest id).
 */

import {
  engineMessage,
  fieldOf,
  type Language,
  parse,
  precedenceOf,
  predicatesOf,
  type ReadExpression,
  readExpression,
  type Subsystem,
} from '../../../../grammar/index.js';
import { severityOf } from '../../../problems/index.js';
import type { Gateway } from '../../../routes/index.js';
import { CandidateIndex } from '../candidates/candidate-index.js';
import { type Conditions, conditionsOf } from '../candidates/conditions.js';
import type { BuildFailure, LeftOut } from '../router.js';
import type { RouterRoute } from '../router-route.js';
import type { AtcMatcher } from './atc-matcher.js';
import { partsOf } from './atc-parts.js';
import { type RouterRules, routerRulesOf } from './atc-rules.js';
import { builtExpressionOf } from './built-expression.js';
import { FieldSlots, type Term, termOf } from './terms.js';

export interface AtcTable {
  readonly failure: BuildFailure | null;
  readonly leftOut: readonly LeftOut[];
  /** In the order in which they are tried. */
  readonly matchers: readonly AtcMatcher[];
  readonly index: CandidateIndex;
  readonly slots: FieldSlots;
  /** A priority of the table is one of two numbers. */
  readonly isUnstable: boolean;
  readonly rules: RouterRules;
}

/** @param routes those of the subsystem, by their positions */
export function buildAtcTable(
  routes: ReadonlyMap<number, RouterRoute>,
  gateway: Gateway,
  subsystem: Subsystem,
): AtcTable {
  const rules = routerRulesOf(gateway);
  const language: Language = { subsystem, gatewayVersion: gateway.version };
  const slots = new FieldSlots();
  const leftOut: LeftOut[] = [];
  let failure: BuildFailure | null = null;
  const found: { readonly matcher: AtcMatcher; readonly conditions: Conditions }[] = [];
  const keys = new Set<string>();
  for (const [position, { route }] of routes) {
    for (const part of partsOf(route, position, gateway, rules)) {
      const expression = builtExpressionOf(part.part, gateway, rules);
      if (expression === null) {
        leftOut.push({ route: position, reason: 'no-expression', expression });
        continue;
      }
      const term = readTerm(expression, language, slots, rules);
      if (term === null) {
        failure ??= failureOf(expression, language, position, rules);
        leftOut.push({ route: position, reason: 'expression-refused', expression });
        continue;
      }
      const { uuid } = part.id;
      const key = `${part.priority.value} ${uuid}`;
      if (uuid !== null && keys.has(key)) {
        leftOut.push({ route: position, reason: 'same-id', expression });
        continue;
      }
      keys.add(key);
      found.push({ matcher: { engine: 'atc', ...part, term }, conditions: conditionsOf(term) });
    }
  }
  found.sort((a, b) => inOrder(a.matcher, b.matcher));
  return {
    failure,
    leftOut,
    matchers: found.map(({ matcher }) => matcher),
    index: new CandidateIndex(found.map(({ conditions }) => conditions)),
    slots,
    isUnstable: found.some(({ matcher }) => matcher.priority.compiled !== null),
    rules,
  };
}

/** Matchers without an id come last among those of their priority, in the order of the table. */
function inOrder(a: AtcMatcher, b: AtcMatcher): number {
  if (a.priority.value !== b.priority.value) return a.priority.value > b.priority.value ? -1 : 1;
  const [one, other] = [a.id.uuid ?? '', b.id.uuid ?? ''];
  return one === other ? a.route - b.route : one > other ? -1 : 1;
}

/** @returns `null` if the engine refuses the expression */
function readTerm(
  expression: string,
  language: Language,
  slots: FieldSlots,
  rules: RouterRules,
): Term | null {
  const read = readExpression(expression, language);
  if (isRefused(read)) return null;
  if (rules.filtersProtocols || !expression.includes('net.port')) return termOf(read.tree, slots);
  // Only `expressions` rewrites the old name of the port; elsewhere it is in no schema, and in a text it stays.
  const [seen = ''] = expression.split('\0', 1);
  const { tree } = parse(seen, precedenceOf(language.gatewayVersion));
  const isUnknown =
    rules.amendsPort && predicatesOf(tree).some(({ lhs }) => fieldOf(lhs)?.name === 'net.port');
  return isUnknown ? null : termOf(tree, slots);
}

/** What is wrong with the name of a segment is found by Kong's schema alone: the engine does not look at it. */
const isRefused = ({ problems }: ReadExpression): boolean =>
  problems.some(({ code }) => severityOf(code) === 'error' && code !== 'expression-segments');

function failureOf(
  expression: string,
  language: Language,
  route: number,
  rules: RouterRules,
): BuildFailure | null {
  const answer = engineMessage(expression, language);
  if (answer !== null && answer.kind !== 'refusal') return { reason: 'engine-crash', route };
  return rules.failsAsWhole ? { reason: 'expression-refused', route } : null;
}
