/** What a route is for the other gateways that read its file: refused there, tried in another place, matched otherwise. */

import type { Span } from '../../grammar/index.js';
import type { DocumentAnalysis } from '../analysis/index.js';
import {
  entryOf,
  hasPlaceholders,
  type RouteBody,
  type RouteDocument,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import { type RouteChange, refusalsOf, routeChanges } from '../flavors/index.js';
import { type DeclaredGateway, nameOf } from '../gateways/index.js';
import {
  type GatewayProblem,
  type GatewayProblemArguments,
  type RelatedPlace,
  refusalWords,
} from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { sentenceCase } from '../text/index.js';
import type { Pairing, Sources } from '../workspace/index.js';
import { routeSpan } from './problem-places.js';

/** In a larger file the order and the matching of routes are not compared while someone types. */
export const mostCompared = 300;

/** What was found of a route, counted from its start: it stays true for as long as nothing was looked at anew. */
type OfRoute = {
  readonly code: 'route-refused-elsewhere' | 'route-reordered' | 'route-matches-differently';
  readonly args: GatewayProblemArguments[keyof GatewayProblemArguments];
  readonly span: Span;
  readonly other: DeclaredGateway;
  readonly setting: RelatedPlace;
  readonly against: readonly { readonly body: RouteBody; readonly span: Span; readonly message: string }[];
}[];

/** What was found of a version of a document, by what it was compared with. */
type Comparisons = Map<string, ReadonlyMap<RouteBody, OfRoute>>;
const noComparisons = (): Comparisons => new Map();

/**
 * The problems of a document's routes with the other gateways that read it.
 *
 * During typing, the problems of untouched routes are kept; everything is compared again when
 * the state of the workspace contains the change.
 *
 * @param most routes of a file whose order and matching are compared
 */
export function problemsOfOtherGateways(file: ReadFile, most = mostCompared): GatewayProblem[] {
  const { analysis, uri, sources } = file;
  const { document, gateway } = analysis;
  if (document.routes.length === 0 || document.syntaxProblems.length > 0) return [];
  const others = otherGateways(file);
  if (others.length === 0) return [];
  const settled = sources.settled(uri, analysis);
  if (!settled) return [];
  const known = settled.once(noComparisons);
  const key = JSON.stringify([gateway, most, others.map((one) => [one.gateway, one.declared])]);
  const found = known.get(key) ?? compare(settled, file.pairing, others, most);
  known.set(key, found);
  return placed(file, found);
}

/** A document that gateways read. */
export interface ReadFile {
  readonly uri: string;
  readonly analysis: DocumentAnalysis;
  readonly pairing: Pairing;
  readonly sources: Sources;
}

interface Other {
  readonly gateway: Gateway;
  /** One of those that run like this. */
  readonly declared: DeclaredGateway;
}

/** Those that certainly have the routes of a document and run otherwise than the one that it is checked for. */
function otherGateways({ pairing, sources, analysis: { gateway: own } }: ReadFile): Other[] {
  const { gateways, sets } = sources.found();
  const paired = new Set(pairing.gateways.map(({ id }) => id));
  const byId = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  const sharing = sets
    .filter(
      ({ kind, members }) =>
        (kind === 'hybrid' || kind === 'replicas') && members.some((id) => paired.has(id)),
    )
    .flatMap(({ kind, members }) => members.flatMap((id) => byId.get(id) ?? []).filter(isSharing(kind)));
  // Who is only in the same folder may have nothing to do with it. Of one alone, settings that say otherwise speak.
  const reading = pairing.way === 'folder' || pairing.gateways.length === 1 ? [] : pairing.gateways;
  const others = new Map<string, Other>([[keyOf(own), { gateway: own, declared: pairing.gateways[0]! }]]);
  for (const declared of [...reading, ...sharing]) {
    const { flavor, version, calculation } = declared;
    if (flavor.value === null) continue;
    const gateway: Gateway = {
      flavor: flavor.value,
      version: version.value ?? own.version,
      calculation: calculation.value ?? 'original',
    };
    if (!others.has(keyOf(gateway))) others.set(keyOf(gateway), { gateway, declared });
  }
  return [...others.values()].slice(1);
}

/** Replicas without a database have files of their own. */
const isSharing =
  (kind: 'hybrid' | 'replicas' | 'controller' | 'overlays') =>
  ({ database }: DeclaredGateway): boolean =>
    kind === 'hybrid' || database !== 'off';

const keyOf = ({ flavor, version, calculation = 'original' }: Gateway): string =>
  [flavor, version.join('.'), calculation].join();

/** @returns by the bodies of the routes, for as long as an edit leaves them alone */
function compare(
  analysis: DocumentAnalysis,
  pairing: Pairing,
  others: readonly Other[],
  most: number,
): ReadonlyMap<RouteBody, OfRoute> {
  const { document, gateway: own } = analysis;
  const table = document.routes.map((route) => analysis.of(route));
  const refusedHere = table.map(({ route, data, read }) => refusalsOf(route, data, own, read).length > 0);
  const found = document.routes.map((): OfRoute => []);
  for (const other of others) {
    const refused = table.map(
      ({ route, data, read }) => refusalsOf(route, data, other.gateway, read)[0] ?? null,
    );
    const changes = document.routes.length <= most ? routeChanges(table, own, other.gateway) : null;
    const name = {
      gateway: nameOf(other.declared, pairing.gateways),
      runs: runs(own, other.gateway),
    };
    const setting = settingOf(own, other, name);
    for (const [i, route] of document.routes.entries()) {
      if (refusedHere[i] || hasPlaceholders(document, route)) continue;
      const about = { span: routeSpan(route.body), other: other.declared, setting, against: [] };
      const refusal = refused[i];
      if (refusal) {
        found[i]!.push({
          code: 'route-refused-elsewhere',
          args: { ...name, kong: refusalWords(refusal) },
          ...about,
        });
      } else if (changes) {
        found[i]!.push(
          ...differences(route, changes[i]!, name, { ...about, document }, (j) => refused[j] !== null),
        );
      }
    }
  }
  return new Map(document.routes.map(({ body }, i) => [body, found[i]!]));
}

/** Where the other gateway has what sets it apart. */
const settingOf = (own: Gateway, { gateway, declared }: Other, name: { gateway: string; runs: string }) => ({
  place: declared[difference(own, gateway)].place ?? declared.place,
  message: `${sentenceCase(name.gateway)} runs ${name.runs}.`,
});

/** Routes that both accept. */
function differences(
  { body }: SourcedRoute,
  { order, moreOrder, matching }: RouteChange,
  name: { gateway: string; runs: string },
  {
    document,
    ...about
  }: Pick<OfRoute[number], 'span' | 'other' | 'setting'> & { readonly document: RouteDocument },
  isRefused: (index: number) => boolean,
): OfRoute {
  const reordered = order.filter(({ against, rare }) => !rare && !isRefused(against));
  const common = matching.filter(({ rare }) => !rare);
  const problems: OfRoute = [];
  if (reordered.length > 0) {
    const routes = reordered.map(({ against }) => document.routes[against]!);
    const others = reordered.map(({ was, is, why }, i) => ({
      route: routeLabel(routes[i]!),
      there: is,
      here: was,
      why,
    }));
    const against = routes.map((route) => ({
      body: route.body,
      span: routeSpan(route.body),
      message: `Route ${routeLabel(route)}.`,
    }));
    problems.push({ code: 'route-reordered', args: { ...name, others, more: moreOrder }, ...about, against });
  }
  if (common.length > 0) {
    const [key] = common[0]!.field;
    const span = entryOf(body, String(key))?.keySpan ?? about.span;
    const args = { ...name, differences: common.map(({ change }) => change) };
    problems.push({ code: 'route-matches-differently', args, ...about, span, against: [] });
  }
  return problems;
}

/** What sets it apart. */
function difference(own: Gateway, other: Gateway): 'flavor' | 'version' | 'calculation' {
  if (own.flavor !== other.flavor) return 'flavor';
  return own.version.join() === other.version.join() ? 'calculation' : 'version';
}

function runs(own: Gateway, other: Gateway): string {
  switch (difference(own, other)) {
    case 'flavor':
      return `\`${other.flavor}\``;
    case 'version':
      return `Gateway ${other.version.join('.')}`;
    case 'calculation':
      return `\`route_match_calculation = ${other.calculation ?? 'original'}\``;
  }
}

function placed(
  { analysis: { document }, uri: written, sources }: ReadFile,
  found: ReadonlyMap<RouteBody, OfRoute>,
): GatewayProblem[] {
  const uri = sources.source(written)?.uri ?? written;
  const starts = new Map(document.routes.map(({ body, start }) => [body, start]));
  const placeOf = (start: number, span: Span) => ({
    uri,
    span: { start: start + span.start, end: start + span.end },
  });
  return document.routes.flatMap(({ body, start }) =>
    (found.get(body) ?? []).map(({ code, args, span, other, setting, against }) => {
      const related: RelatedPlace[] = [
        setting,
        ...against.flatMap((one) => {
          const at = starts.get(one.body);
          return at === undefined ? [] : [{ place: placeOf(at, one.span), message: one.message }];
        }),
      ];
      return { code, args, place: placeOf(start, span), related, gateways: [other.id] } as GatewayProblem;
    }),
  );
}
