/** All that is asked of one node: what it is, which routes it has, what it says of those of a file. */

import { engineMessage } from '../../grammar/index.js';
import { expressionOf } from '../flavors/index.js';
import { type Failure, isFailure } from '../problems/index.js';
import { readRoute, subsystemOf } from '../routes/index.js';
import type { AdminClient, Asked } from './admin-client.js';
import type { DataPlane, Entity, NodeInfo, Verdict } from './answers.js';

/** What came of the question about one route. */
export type RouteAnswer =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** Not sent: its expression would crash the engine and the node's worker process. */
  | { readonly kind: 'withheld' }
  /** Not asked: something in it is still to be filled in. */
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface NodeReading {
  readonly info: NodeInfo;
  readonly routes: readonly Entity[];
  /** By id; `null` if they may not be read. */
  readonly serviceNames: ReadonlyMap<string, string> | null;
  readonly dataPlanes: readonly DataPlane[];
  /** Why a control plane does not list its data planes. */
  readonly dataPlanesFailure: Failure | null;
  /** In the order of the questions. */
  readonly answers: readonly RouteAnswer[];
}

/** A route to ask about: its data as Kong gets to see it; `null` for one with something still to be filled in. */
export type RouteQuestion = Entity | null;

/** How many questions about routes are under way at once. */
const atOnce = 6;

/**
 * @param onProgress called after each answer about a route, with the number of answers so far
 * @returns a failure where the node does not say what it is, or does not show its routes
 */
export async function readNode(
  client: AdminClient,
  questions: readonly RouteQuestion[],
  onProgress: (answered: number) => void = () => {},
): Promise<Asked<NodeReading>> {
  // First alone: where this fails, nothing else need be asked.
  const info = await client.info();
  if (isFailure(info)) return info;
  const [routes, services, dataPlanes, answers] = await Promise.all([
    client.routes(),
    client.services(),
    info.value.role === 'control_plane' ? client.dataPlanes() : { value: [] },
    askAll(client, questions, onProgress),
  ]);
  if (isFailure(routes)) return routes;
  const ended = answers.find((answer) => answer.kind === 'failed' && answer.failure.kind === 'cancelled');
  if (ended) return { failure: { kind: 'cancelled' } };
  return {
    value: {
      info: info.value,
      routes: routes.value,
      serviceNames: isFailure(services) ? null : namesById(services.value),
      dataPlanes: isFailure(dataPlanes) ? [] : dataPlanes.value,
      dataPlanesFailure: isFailure(dataPlanes) ? dataPlanes.failure : null,
      answers,
    },
  };
}

/** Asks about each route; where one question fails, the others would too and are not asked. */
async function askAll(
  client: AdminClient,
  questions: readonly RouteQuestion[],
  onProgress: (answered: number) => void,
): Promise<RouteAnswer[]> {
  const answers: RouteAnswer[] = [];
  const left = questions.entries();
  let failure: Failure | null = null;
  let answered = 0;
  const work = async () => {
    for (const [index, question] of left) {
      answers[index] = failure ? { kind: 'failed', failure } : await askAbout(client, question);
      const answer = answers[index];
      if (answer.kind === 'failed') failure = answer.failure;
      onProgress(++answered);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

/** Asks about one route, unless that would do harm. */
export async function askAbout(client: AdminClient, question: RouteQuestion): Promise<RouteAnswer> {
  if (question === null) return { kind: 'open' };
  if (crashesEngine(question)) return { kind: 'withheld' };
  const asked = await client.validate(routeBody(question));
  return isFailure(asked)
    ? { kind: 'failed', failure: asked.failure }
    : { kind: 'verdict', verdict: asked.value };
}

/** Whatever version the node is of: the engines before crash on the same. */
function crashesEngine(data: Entity): boolean {
  const route = readRoute(data);
  const version = [3, 9];
  const language = { subsystem: subsystemOf(route), gatewayVersion: version };
  return engineMessage(expressionOf(route, version), language)?.kind === 'panic';
}

/** What is in a route of a file and is not a field of the route: other entities, notes, and what Kong adds. */
const notOfTheRoute: ReadonlySet<string> = new Set([
  ...['plugins', 'filter_chains', 'service', '_comment', '_ignore', 'ws_id', 'updated_at'],
]);

/** JSON of a route as the Admin API accepts it. Kong receives a number that a double cannot hold as the nearest one. */
function routeBody(data: Entity): string {
  const fields = Object.entries(data).filter(([field]) => !notOfTheRoute.has(field));
  return JSON.stringify(Object.fromEntries(fields), (_, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
}

function namesById(services: readonly Entity[]): Map<string, string> {
  return new Map(
    services.flatMap(({ id, name }) =>
      typeof id === 'string' && typeof name === 'string' ? [[id, name]] : [],
    ),
  );
}
