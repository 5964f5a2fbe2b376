/** The expression language of a Gateway version: what it has, and how it binds. */

import type { ExpressionProblem } from '../problems.js';
import { type Expression, type Precedence, predicatesOf, type Span } from '../syntax/ast.js';
import type { Subsystem } from './fields.js';
import { type GatewayVersion, hasEngineOf36, isAtLeast } from './gateway-version.js';

export interface Language {
  readonly subsystem: Subsystem;
  readonly gatewayVersion: GatewayVersion;
}

/** The engine of Gateway 3.4, atc-router 1.2 (Kong/kong#11082). */
const hasEngineOf34 = (version: GatewayVersion) => isAtLeast(version, '3.4');

/** `PrecClimber` with both operators on one level up to atc-router 1.1, `PrattParser` since (`src/parser.rs`). */
export const precedenceOf = (version: GatewayVersion): Precedence =>
  hasEngineOf34(version) ? 'or-tighter' : 'alike';

/** What of the syntax a version does not have. */
export interface MissingSyntax {
  readonly rawStrings: boolean;
  readonly contains: boolean;
  readonly negation: boolean;
}

/** Kong/atc-router `src/atc_grammar.pest` in 1.0.5, 1.2.0 and 1.6.0. */
export function missingSyntax(version: GatewayVersion): MissingSyntax {
  const before34 = !hasEngineOf34(version);
  return { rawStrings: before34, contains: before34, negation: !hasEngineOf36(version) };
}

/** What a well-formed expression uses that its version does not have yet. */
export function checkSyntaxVersion(
  expression: Expression | null,
  { gatewayVersion }: Language,
): ExpressionProblem[] {
  if (hasEngineOf36(gatewayVersion)) return [];
  const missing = missingSyntax(gatewayVersion);
  const problems: ExpressionProblem[] = [];
  const report = (what: string, since: string, span: Span) =>
    problems.push({ code: 'expression-since', args: { what, since }, span });
  for (const span of negationsOf(expression)) report('`!( … )`', '3.6', span);
  if (!missing.contains) return problems;
  for (const { operator, operatorSpan, rhs } of predicatesOf(expression)) {
    if (operator === 'contains' && operatorSpan) report('`contains`', '3.4', operatorSpan);
    if (rhs?.kind === 'string' && rhs.raw) report('A raw string (`r#"…"#`)', '3.4', rhs.span);
  }
  return problems;
}

/** Where the `!` stand. */
function negationsOf(expression: Expression | null): Span[] {
  if (expression?.kind === 'logical') return expression.terms.flatMap(negationsOf);
  if (expression?.kind !== 'group') return [];
  const { start } = expression.span;
  return [...(expression.negated ? [{ start, end: start + 1 }] : []), ...negationsOf(expression.expression)];
}
