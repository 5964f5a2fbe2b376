/** The problems of the settings of gateways, in whichever files they are: for the editor and for the terminal. */

import { routeLabel } from '../documents/index.js';
import { type DeclaredGateway, judgeAgreement, judgeSettings, type RouteTable } from '../gateways/index.js';
import type { GatewayProblem, RelatedPlace } from '../problems/index.js';
import { relatedWords } from '../problems/index.js';
import type { Settings } from '../protocol/index.js';
import { uriKey } from '../text/index.js';
import type { RouteFile, Sources } from '../workspace/index.js';
import { routeSpan } from './problem-places.js';

/** By the entries of `kongRoutes.gateways`, which say who reads which file. */
const noProblems = () => new Map<string, readonly GatewayProblem[]>();

/** The problems of all gateways of the workspace, in the order of files and places. */
export function gatewayProblems(sources: Sources, settings: Settings): readonly GatewayProblem[] {
  const kept = sources.state().once(noProblems);
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

/** Those that are in one file. */
export function gatewayProblemsIn(
  uri: string,
  sources: Sources,
  settings: Settings,
): readonly GatewayProblem[] {
  const key = uriKey(uri);
  return gatewayProblems(sources, settings).filter(({ place }) => uriKey(place.uri) === key);
}

function inOrder({ place: a }: GatewayProblem, { place: b }: GatewayProblem): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.span.start - b.span.start;
}

function tableOf(gateway: DeclaredGateway, sources: Sources, settings: Settings): RouteTable | null {
  const files = sources.routesOf(gateway, settings);
  if (files.length === 0) return null;
  const routes = files.flatMap(routesIn);
  return {
    expression: routes.flatMap(({ kind, related }) => (kind === 'expression' ? [related] : [])),
    traditional: routes.flatMap(({ kind, related }) => (kind === 'traditional' ? [related] : [])),
  };
}

function routesIn({ uri, analysis }: RouteFile): { kind: string; related: RelatedPlace }[] {
  return analysis.document.routes.map((route) => {
    const { kind } = analysis.of(route);
    const { start, end } = routeSpan(route.body);
    const place = { uri, span: { start: route.start + start, end: route.start + end } };
    const style = kind === 'expression' ? 'expression' : 'fields';
    const args = { route: routeLabel(route), style } as const;
    return { kind, related: { place, message: relatedWords({ code: 'route-of-style', args }) } };
  });
}
