/** The problems of the settings of gateways, in whichever files they stand: for the editor and for the terminal. */

import { effectiveData } from '../documents/index.js';
import {
  addressKey,
  type DeclaredGateway,
  type GatewayProblem,
  judgeAgreement,
  judgeSettings,
  type RelatedPlace,
  type RouteTable,
} from '../gateways/index.js';
import type { Settings } from '../protocol.js';
import { kindOf, readRoute } from '../routes/route.js';
import type { RouteFile, Sources } from '../workspace.js';
import { routeLabel } from './route-label.js';
import { routeSpan } from './route-problems.js';

/** What was found out stays true until a file changes. */
const known = new WeakMap<readonly unknown[], Map<string, readonly GatewayProblem[]>>();

/** The problems of all gateways of the workspace, in the order of files and places. */
export function gatewayProblems(
  sources: Sources,
  settings: Pick<Settings, 'gateways'>,
): readonly GatewayProblem[] {
  const files = sources.files();
  const kept = known.get(files) ?? new Map<string, readonly GatewayProblem[]>();
  known.set(files, kept);
  const key = JSON.stringify(settings.gateways);
  let problems = kept.get(key);
  if (!problems) {
    const found = sources.found();
    problems = [
      ...judgeSettings(found, sources.today()),
      ...judgeAgreement(found, (gateway) => tableOf(gateway, sources, settings)),
    ].sort(inOrder);
    kept.set(key, problems);
  }
  return problems;
}

/** Those that stand in one file. */
export function gatewayProblemsIn(
  uri: string,
  sources: Sources,
  settings: Pick<Settings, 'gateways'>,
): readonly GatewayProblem[] {
  const key = addressKey(uri);
  return gatewayProblems(sources, settings).filter(({ place }) => addressKey(place.uri) === key);
}

function inOrder({ place: a }: GatewayProblem, { place: b }: GatewayProblem): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.span.start - b.span.start;
}

function tableOf(
  gateway: DeclaredGateway,
  sources: Sources,
  settings: Pick<Settings, 'gateways'>,
): RouteTable | null {
  const files = sources.routesOf(gateway, settings);
  if (files.length === 0) return null;
  const routes = files.flatMap(routesIn);
  return {
    expression: routes.flatMap(({ kind, related }) => (kind === 'expression' ? [related] : [])),
    traditional: routes.flatMap(({ kind, related }) => (kind === 'traditional' ? [related] : [])),
  };
}

function routesIn({ uri, document }: RouteFile): { kind: string; related: RelatedPlace }[] {
  return document.routes.map((route) => {
    const kind = kindOf(readRoute(effectiveData(document, route)));
    const { start, end } = routeSpan(route.body);
    const place = { uri, span: { start: route.start + start, end: route.start + end } };
    const has = kind === 'expression' ? 'has an `expression`' : 'has traditional fields';
    return { kind, related: { place, message: `Route ${routeLabel(route)} ${has}.` } };
  });
}
