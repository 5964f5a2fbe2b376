/**
 * The one table of all problems: severity, title and message of each code. Each code has a section of the same name in
 * `docs/problems.md`.
 *
 * The contract of severities: `error` means exactly that Kong, in this flavor and Gateway version, would reject the route
 * or the expression; for a setting of a Gateway, that the Gateway would not start or would reject its routes. What Kong
 * accepts is never an error.
 */

import { advice, fieldFixTitle } from './advice-messages.js';
import type { FieldFixTitle } from './advice-problem.js';
import type { AnyProblem, FixableProblem, ProblemArguments, ProblemCode, Severity } from './codes.js';
import { documentMessages } from './document-messages.js';
import { expressionErrors } from './expression-error-messages.js';
import { expressionLimits, expressionLints } from './expression-lint-messages.js';
import { fixTitle } from './fix-titles.js';
import { gatewayMessages } from './gateway-messages.js';
import type { ProblemKind, ProblemKinds } from './problem-kind.js';
import { routeMessages } from './route-messages.js';
import { tableMessages } from './table-messages.js';
import type { TableCode } from './table-problem.js';
import { terraformMessages } from './terraform-messages.js';

/** Where the sections are. */
const page = 'https://github.com/kong-routes/kong-routes/blob/main/docs/problems.md';

/** The page and section about a code. */
export const problemUrl = (code: ProblemCode) => `${page}#${code}`;

export const problems: ProblemKinds<ProblemArguments> = {
  ...documentMessages,
  ...routeMessages,
  ...expressionErrors,
  ...expressionLints,
  ...advice,
  ...expressionLimits,
  ...terraformMessages,

  ...gatewayMessages,
  'route-unreachable': {
    severity: 'warning',
    title: 'A route that no request reaches',
    message: tableMessages['route-unreachable'],
  },
  'route-order-accidental': {
    severity: 'warning',
    title: 'Two routes whose order is an accident',
    message: tableMessages['route-order-accidental'],
  },
  'route-outranked': {
    severity: 'information',
    title: 'A route that is evaluated after one that it was meant to precede',
    message: tableMessages['route-outranked'],
  },
  'path-open-ended': {
    severity: 'information',
    title: 'A path that also matches requests meant for another route',
    message: tableMessages['path-open-ended'],
  },
};

/**
 * The sentence for a problem. It ends with the most likely fix, if there is an obvious one.
 *
 * @param problem a problem of an expression may have a fix
 */
export function messageOf(problem: FixableProblem): string {
  const { message, hint, endsWithFix, kong } = problems[problem.code] as ProblemKind<unknown>;
  const sentence = message(problem.args, messageOf);
  const title = problem.fix && fixTitle(problem.fix);
  if (!hint) return endsWithFix && title ? `${sentence} ${title}.` : sentence;
  const meant = title && `${sentence.slice(0, -1)}: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`;
  return [meant ?? sentence, meant ? '' : hint(problem.args), kong ? `Kong: ${kong}` : '']
    .filter(Boolean)
    .join(' ');
}

/** The sentence for what Kong refuses, with what was most likely meant. */
export function refusalWithMeant(problem: AnyProblem, meant: FieldFixTitle): string {
  const [sentence = '', ...kong] = messageOf(problem).split(/ (?=Kong: )/);
  return [sentence, `${fieldFixTitle(meant)}.`, ...kong].join(' ');
}

export const severityOf = (code: ProblemCode): Severity => problems[code].severity;

/** Whether the problem means "not checked": Kong may accept or reject the route, so it never counts as valid. */
export const isUnjudged = (code: string): boolean =>
  code === 'regex-not-judged' || code === 'expression-regex-not-judged';

/** Whether the problem means that a Kong document was recognized but not read. */
export const isUnread = (code: string): boolean => unreadCodes.has(code);

const unreadCodes: ReadonlySet<string> = new Set<ProblemCode>([
  'routes-not-read',
  'document-too-deep',
  'document-encoding',
  'document-line-ends',
]);

const tableCodes = Object.keys(tableMessages) as TableCode[];

/** Lints: Kong accepts the route, and an author may want to silence them. */
const lints: ReadonlySet<string> = new Set([
  ...Object.keys(expressionLints),
  ...Object.keys(advice),
  ...(['expression-net-port', ...tableCodes] satisfies ProblemCode[]),
]);

export const isLint = (code: ProblemCode): boolean => lints.has(code);
