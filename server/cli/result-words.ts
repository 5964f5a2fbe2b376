/** The lines that report what a command found or did, apart from those about problems and requests. */

import { count } from '../text/index.js';

export const noKongRoutes = 'no Kong routes';

/** What a command does, next to its progress bar. */
export const progressWords = {
  files: (done: number, of: number): string => `${done} of ${count(of, 'file')}`,
  routes: (done: number, of: number): string => `${done} of ${count(of, 'route')}`,
  tables: 'looking for routes that no request reaches',
  converting: 'converting routes',
  comparing: 'comparing routers',
  generating: 'generating tests',
  planning: (files: string): string => `planning ${files}`,
  replay: (bytes: number, lines: number): string =>
    `${Math.floor(bytes / 2 ** 20)} MB, ${count(lines, 'line')}`,
} as const;

export const checkResults = {
  nothing: 'nothing to check',
  problems: (isCompared: boolean, isInPart: boolean): string =>
    `${isCompared ? 'no new problems' : 'no problems'}${isInPart ? ' in the values that are known' : ''}`,
  notRead: (places: number): string => `${count(places, 'place')} not read`,
  notReadCompletely: (files: number): string => `${count(files, 'file')} not read completely`,
  notCheckedCount: (routes: number, noun: string): string => `${count(routes, noun)} not checked`,
  inPart: (routes: number, noun: string): string => `${count(routes, noun)} checked in part`,
  fixed: (problems: number, files: number, isDiff: boolean): string =>
    `${count(problems, 'problem')} ${isDiff ? 'would be fixed' : 'fixed'} in ${count(files, 'file')}`,
  stale: (baseline: string, problems: number): string => {
    const what =
      problems === 1
        ? '1 problem in the baseline no longer occurs'
        : `${problems} problems in the baseline no longer occur`;
    return `${baseline}: ${what} (--update-baseline removes them):`;
  },
  notChecked: 'This could not be checked',
  repository: 'The root of the repository.',
} as const;

export const convertResults = {
  converted: (file: string, converted: number, left: number): string =>
    `${file}: ${count(converted, 'route')} converted, ${left} not converted`,
  leftAlone: (route: string, why: string): string => `  ${route} not converted: ${why}`,
  notWritten: '  not written, because it is not verified to keep every request (--force writes it)',
  forced: '  written with --force, although it is not verified to keep every request',
  needsFlavor: '  needs a Gateway with `router_flavor = expressions`',
} as const;

export const formatResults = {
  formatted: (file: string, routes: readonly string[], isCheck: boolean): string =>
    `${file}: ${count(routes.length, 'expression')} ${isCheck ? 'would be formatted' : 'formatted'}: ${routes.join(', ')}`,
  leftAlone: (file: string, route: string, why: string): string => `${file}: ${route} not formatted: ${why}`,
} as const;

const openDecisions = (open: number): string =>
  `${count(open, 'decision')} ${open === 1 ? 'is' : 'are'} open`;

export const planResults = {
  notApplied: (open: number): string => `nothing was written: ${openDecisions(open)} (--force writes anyway)`,
  forced: (open: number): string => `written with --force, although ${openDecisions(open)}`,
  written: (file: string, changes: number): string => `${file}: ${count(changes, 'change')} written`,
  decision: (isApplied: boolean, place: string | null, decision: string): string =>
    `${isApplied ? 'to do' : 'to decide'}: ${place === null ? '' : `${place}: `}${decision}`,
  rejected: (file: string, routes: readonly string[]): string =>
    `${file}: the router rejects these routes as written: ${routes.join(', ')}`,
} as const;

export const replayResults = {
  requests: (requests: number, notRead: number): string =>
    `${count(requests, 'request')}${notRead > 0 ? `, ${count(notRead, 'line')} not read` : ''}`,
  nothingMoves: 'no request moves to another route',
  moves: (requests: number, percent: string): string =>
    `${count(requests, 'request')} (${percent}%) ${requests === 1 ? 'moves' : 'move'} to another route`,
  notDecided: (requests: number): string =>
    `${count(requests, 'request')} not decided: Kong does not always choose the same route`,
  allAgree: (requests: number): string =>
    `the log contains the route of ${count(requests, 'request')}: all of them agree`,
  someDiffer: (requests: number, differing: number): string =>
    `the log contains the route of ${count(requests, 'request')}: ${differing} of them differ`,
  withoutRoute: (requests: number): string => `${count(requests, 'request')} without a route`,
  fieldMissing: (field: string): string => `the log does not contain ${field}, which a route compares`,
  headerRedacted: (requests: number): string =>
    `${count(requests, 'request')} without the value of a header that a route compares`,
  more: (number: number): string => `  and ${number} more (--format json)`,
  notReached: (routes: number): string => `${count(routes, 'route')} that no request reached`,
} as const;

export const testResults = {
  notRun: (files: number): string => `${count(files, 'file')} could not be run`,
  coverage: (router: string, percent: string | number, covered: number, total: number): string =>
    `  coverage under ${router}: ${percent}% (${covered} of ${total} routes and values)`,
  coverageBelow: (percent: number, least: number): string =>
    `coverage is ${percent}%, which is below ${least}%`,
  detected: (tests: number, detected: number, mutants: number, file: string | null): string =>
    `${count(tests, 'test')} ${tests === 1 ? 'detects' : 'detect'} ${detected} of ${count(mutants, 'mutant')}${file === null ? '' : `, written to ${file}`}`,
  equal: (mutant: string): string => `equal for every request: ${mutant}`,
  notDecided: (mutant: string): string => `not decided: ${mutant}`,
} as const;

export const routingResults = {
  alsoMatched: (routes: readonly string[]): string => `also matched by ${routes.join(', ')}`,
  notInRouter: (why: string): string => `not in the router: ${why}`,
} as const;

/** @param fields with values that are filled in later */
export const inPartWords = (routes: number, fields: readonly string[]): string =>
  `${routes} checked in part (${fields.join(', ')} filled in later)`;
