/** The language of a Gateway version: what it has, and how it binds. */

import { type GatewayVersion, isSince } from '../gateway-version.js';
import {
  type ComparisonOperator,
  comparisonOperators,
  type Feature,
  features,
  type Precedence,
  type Subsystem,
} from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import type { RegexJudge } from '../regex/index.js';
import type { Span } from '../span.js';
import { type Expression, predicatesOf } from '../syntax/index.js';

export interface Language {
  readonly subsystem: Subsystem;
  readonly gatewayVersion: GatewayVersion;
  /** Who judges the regexes; by default the judge of the process. */
  readonly judge?: RegexJudge;
}

export const hasFeature = (feature: Feature, version: GatewayVersion): boolean =>
  isSince(features[feature].since, version);

export function hasOperator(operator: ComparisonOperator, version: GatewayVersion): boolean {
  const { since } = comparisonOperators[operator];
  return since === undefined || isSince(since, version);
}

export const precedenceOf = (version: GatewayVersion): Precedence =>
  hasFeature('or-tighter', version) ? 'or-tighter' : 'alike';

/** The versions that brought something. */
const versionsWithNews: readonly string[] = [
  ...new Set(
    [...Object.values(comparisonOperators), ...Object.values(features)].flatMap(({ since = [] }) => since),
  ),
];

/** What a well-formed expression uses that its version does not have yet. */
export function checkSyntaxVersion(
  expression: Expression | null,
  { gatewayVersion }: Language,
): ExpressionProblem[] {
  if (versionsWithNews.every((since) => isSince(since, gatewayVersion))) return [];
  const problems: ExpressionProblem[] = [];
  const report = (what: ComparisonOperator | Feature, since: string, span: Span) =>
    problems.push({ code: 'expression-since', args: { what, since }, span });
  if (!hasFeature('negation', gatewayVersion)) {
    for (const span of negationsOf(expression)) report('negation', features.negation.since, span);
  }
  const hasRawStrings = hasFeature('raw-string', gatewayVersion);
  for (const { operator, operatorSpan, rhs } of predicatesOf(expression)) {
    if (operator && operatorSpan && !hasOperator(operator, gatewayVersion)) {
      report(operator, comparisonOperators[operator].since!, operatorSpan);
    }
    if (!hasRawStrings && rhs?.kind === 'string' && rhs.raw) {
      report('raw-string', features['raw-string'].since, rhs.span);
    }
  }
  return problems;
}

/** Where the `!` are. */
function negationsOf(expression: Expression | null): Span[] {
  if (expression?.kind === 'logical') return expression.terms.flatMap(negationsOf);
  if (expression?.kind !== 'group') return [];
  const { start } = expression.span;
  return [...(expression.negated ? [{ start, end: start + 1 }] : []), ...negationsOf(expression.expression)];
}
