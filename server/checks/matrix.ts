/**
 * What every flavor of every Gateway version makes of a table of routes: accepted, rejected, or accepted with other
 * requests or in another order than today. The question of who has several versions: can all of them run it?
 */

import { parseGatewayVersion } from '../../grammar/index.js';
import {
  effectiveData,
  konnectSpan,
  migratesPaths,
  type RouteDocument,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import { answersOf, leftOutOf, type RouteChange, routeChanges, type TableRoute } from '../flavors/index.js';
import { inOneLine, matchingChangeWords, messageOf, noteWords, reorderedWords } from '../problems/index.js';
import type { RouterFlavor } from '../protocol/index.js';
import {
  flavorsOf,
  type Gateway,
  type GatewayLine,
  gatewayLines,
  hasFlavors,
  outcomeStepOf,
  readRoute,
  type VersionRule,
  versionRules,
} from '../routes/index.js';
import { documentProblems } from './document-problems.js';

/**
 * - `rejected`: Kong refuses a route, and with it the whole table.
 * - `changed`: Kong accepts the table, and some requests go to another route than today, or to none.
 * - `accepted`: the same requests go to the same routes.
 */
export type MatrixOutcome = 'accepted' | 'changed' | 'rejected';

export interface MatrixCell {
  readonly outcome: MatrixOutcome;
  /** How many routes are not accepted as they are today. */
  readonly routes: number;
  /** The first of them, or the first thing about the file; `null` if all is as today. */
  readonly reason: MatrixReason | null;
}

export interface MatrixReason {
  /** `null` if it is a matter of the file. */
  readonly route: string | null;
  readonly file: string;
  readonly text: string;
}

export interface MatrixRow {
  readonly line: GatewayLine;
  /** Of the flavors that the version has. */
  readonly cells: ReadonlyMap<RouterFlavor, MatrixCell>;
}

export interface MatrixFile {
  readonly file: string;
  readonly document: RouteDocument;
}

export interface Matrix {
  readonly files: readonly MatrixFile[];
  /** What the table is compared with. */
  readonly today: Gateway;
  readonly rows: readonly MatrixRow[];
}

/**
 * Judges a table for each line of versions.
 *
 * @param files whose routes are one table
 * @param today the Gateway that has them
 * @param lines the versions to judge for, as the newest patch of each line
 */
export function matrixOf(
  files: readonly MatrixFile[],
  today: Gateway,
  lines: readonly GatewayLine[] = gatewayLines,
): Matrix {
  const places = files.flatMap(({ file, document }) =>
    document.routes.map((route): Place => ({ file, document, route })),
  );
  const known = new Map<string, MatrixCell>();
  const rows = lines.map((line): MatrixRow => {
    const version = parseGatewayVersion(line.line)!;
    const cells = flavorsOf(version).map((flavor): [RouterFlavor, MatrixCell] => {
      const gateway: Gateway = {
        flavor,
        version,
        ...(today.calculation && { calculation: today.calculation }),
      };
      const key = behaviourOf(gateway);
      const cell = known.get(key) ?? cellOf(files, places, today, gateway);
      known.set(key, cell);
      return [flavor, cell];
    });
    return { line, cells: new Map(cells) };
  });
  return { files, today, rows };
}

/** Gateways of one flavor for which every rule has the same outcome do the same with a table. */
const behaviourOf = (gateway: Gateway): string =>
  [
    gateway.flavor,
    hasFlavors(gateway.version),
    ...ruleNames.map((rule) => {
      const { outcome, consequence = '' } = outcomeStepOf(rule, gateway);
      return `${outcome}${consequence}`;
    }),
  ].join();

const ruleNames = Object.keys(versionRules) as VersionRule[];

interface Place {
  readonly file: string;
  readonly document: RouteDocument;
  readonly route: SourcedRoute;
}

function cellOf(
  files: readonly MatrixFile[],
  places: readonly Place[],
  today: Gateway,
  gateway: Gateway,
): MatrixCell {
  const found = files.flatMap((file) => aboutFile(file, gateway));
  const rejected = places.flatMap((place) => {
    const data = effectiveData(place.document, place.route, gateway.version);
    const [answer] = answersOf(readRoute(data), data, gateway);
    return answer === undefined ? [] : [reasonOf(place, inOneLine(answer))];
  });
  const refused = [...rejected, ...found.filter(({ isError }) => isError).map(({ reason }) => reason)];
  if (refused.length > 0) {
    return { outcome: 'rejected', routes: rejected.length, reason: refused[0]! };
  }
  const changed = [...changesOf(places, today, gateway), ...found.map(({ reason }) => reason)];
  if (changed.length === 0) return { outcome: 'accepted', routes: 0, reason: null };
  return {
    outcome: 'changed',
    routes: changed.filter(({ route }) => route !== null).length,
    reason: changed[0]!,
  };
}

/** What a version does not read of a file, apart from its routes. */
function aboutFile(
  { file, document }: MatrixFile,
  gateway: Gateway,
): { isError: boolean; reason: MatrixReason }[] {
  const set = { kind: 'set' } as const;
  const known = { gateway, flavorReason: set, versionReason: set, calculationReason: set };
  return documentProblems(document, known).map(({ severity, message }) => ({
    isError: severity === 'error',
    reason: { route: null, file, text: message },
  }));
}

const reasonOf = ({ file, route }: Place, text: string): MatrixReason => ({
  route: routeLabel(route),
  file,
  text,
});

/** One reason for each route that is not as today. */
function changesOf(places: readonly Place[], today: Gateway, gateway: Gateway): MatrixReason[] {
  const table = places.map(({ document, route }): TableRoute => {
    const data = effectiveData(document, route, today.version);
    const migrates = !hasFlavors(today.version) && migratesPaths(document, gateway.version);
    return { data, route: readRoute(data), migrates, hasOpenDefaults: konnectSpan(document) !== null };
  });
  const changes = routeChanges(table, today, gateway);
  return places.flatMap((place, i) => {
    const text = firstChange(place, changes[i]!, gateway, places);
    return text === null ? [] : [reasonOf(place, text)];
  });
}

/** What hardly anybody meets does not count. */
function firstChange(
  { document, route }: Place,
  { conversion, matching, order, refusedBefore }: RouteChange,
  gateway: Gateway,
  places: readonly Place[],
): string | null {
  const data = effectiveData(document, route, gateway.version);
  const [lost] = leftOutOf(readRoute(data), gateway);
  if (lost) {
    const { consequence, expression, problem } = lost;
    const args = { version: gateway.version.join('.'), consequence, expression, problem };
    return messageOf({ code: 'route-left-out', args });
  }
  // What today's Gateway refuses has no requests that could change.
  if (refusedBefore.length > 0) return null;
  if (conversion?.notes[0] !== undefined) return noteWords(conversion.notes[0]);
  const difference = matching.find(({ rare }) => !rare);
  if (difference) return matchingChangeWords(difference.change);
  const change = order.find(({ rare }) => !rare);
  if (!change) return null;
  const other = places[change.against]!;
  return reorderedWords(routeLabel(other.route), change.why);
}
