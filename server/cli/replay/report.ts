/** What a replay found, for people and as data. */

import { type RoutingTable, requestWords } from '../../routing/index.js';
import { oneLine } from '../../text/index.js';
import type { LoggedRoute, Replay } from '../../traffic/index.js';
import { colors } from '../colors.js';
import { replayResults } from '../result-words.js';

export interface ReplayReport {
  readonly replay: Replay;
  readonly before: RoutingTable | null;
  readonly after: RoutingTable;
  /** What the log does not say and a route looks at. */
  readonly missing: readonly string[];
}

const labelIn = (table: RoutingTable, route: number | null): string | null =>
  route === null ? null : table.routes[route]!.label;

const loggedName = (route: LoggedRoute | null): string | null =>
  route === null ? null : (route.name ?? route.id);

/** Positions of routes that no request went to. */
export const unreached = ({ replay, after }: ReplayReport): number[] =>
  [...after.routes.keys()].filter((route) => replay.reached[route] === 0 && isInRouter(after, route));

function isInRouter({ routes, subsystem }: RoutingTable, route: number): boolean {
  const { protocols = [] } = routes[route]!.route.route;
  const isStream = (protocol: string) => /^(?:tcp|tls|tls_passthrough|udp)$/.test(protocol);
  return protocols.some((protocol) => isStream(protocol) === (subsystem === 'stream'));
}

export function replayData(report: ReplayReport) {
  const { replay, before, after, missing } = report;
  const was = before ?? after;
  return {
    ...replay.counts,
    before: before && routerOf(before),
    after: routerOf(after),
    movements: replay.movements.map((one) => ({
      before: before && labelIn(before, one.before),
      after: labelIn(after, one.after),
      count: one.count,
      example: one.example,
    })),
    disagreements: replay.disagreements.map((one) => ({
      logged: one.logged,
      ours: labelIn(was, one.ours),
      count: one.count,
      example: one.example,
    })),
    routes: after.routes.map(({ label, file }, route) => ({
      route: label,
      file,
      requests: replay.reached[route],
    })),
    noRoute: replay.reached.at(-1),
    notReached: unreached(report).map((route) => labelIn(after, route)),
    missing,
  };
}

const routerOf = ({ gateway }: RoutingTable) => ({
  flavor: gateway.flavor,
  gateway: gateway.version.join('.'),
});

const mostShown = 20;

export function replayText(report: ReplayReport): string {
  const { replay, before, after, missing } = report;
  const { requests, unread, moved, open, named, agreed, redacted } = replay.counts;
  const name = (table: RoutingTable, route: number | null) => labelIn(table, route) ?? 'no route';
  const percent = (part: number) => (requests === 0 ? '0' : ((part * 100) / requests).toFixed(2));
  const lines = [
    replayResults.requests(requests, unread),
    ...(before
      ? [
          moved === 0
            ? colors.green(replayResults.nothingMoves)
            : colors.red(replayResults.moves(moved, percent(moved))),
          ...replay.movements
            .slice(0, mostShown)
            .map(
              (one) =>
                `  ${one.count}  ${name(before, one.before)} → ${name(after, one.after)}  ${colors.dim(requestWords(one.example))}`,
            ),
          ...more(replay.movements.length),
          ...(open > 0 ? [replayResults.notDecided(open)] : []),
        ]
      : []),
    ...(named > 0
      ? [
          named === agreed
            ? colors.green(replayResults.allAgree(named))
            : colors.red(replayResults.someDiffer(named, named - agreed)),
          ...replay.disagreements
            .slice(0, mostShown)
            .map(
              (one) =>
                `  ${one.count}  log: ${loggedName(one.logged) ?? 'no route'}, here: ${name(before ?? after, one.ours)}  ${colors.dim(requestWords(one.example))}`,
            ),
          ...more(replay.disagreements.length),
        ]
      : []),
    ...(replay.reached.at(-1)! > 0 ? [replayResults.withoutRoute(replay.reached.at(-1)!)] : []),
    ...notReached(report),
    ...missing.map((field) => colors.yellow(replayResults.fieldMissing(field))),
    ...(redacted > 0 ? [colors.yellow(replayResults.headerRedacted(redacted))] : []),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

const more = (number: number): string[] =>
  number > mostShown ? [replayResults.more(number - mostShown)] : [];

function notReached(report: ReplayReport): string[] {
  const routes = unreached(report);
  if (routes.length === 0) return [];
  return [
    replayResults.notReached(routes.length),
    ...routes.slice(0, mostShown).map((route) => `  ${report.after.routes[route]!.label}`),
    ...more(routes.length),
  ];
}
