/** What a running Gateway says of one route, compared with what is known here of its flavor and version. */

import { viewOf } from '../flavors/index.js';
import { type Failure, isFailure, type RunningMessage, runningWords } from '../problems/index.js';
import type { ValidatedNode } from '../protocol/index.js';
import { type Gateway, hasFlavors, readRoute } from '../routes/index.js';
import type { Entity, NodeInfo } from './answers.js';
import type { Node } from './ask-nodes.js';
import type { RouteAnswer } from './read-node.js';

interface RouteVerdict {
  /** `null` if it was not asked. */
  readonly accepted: boolean | null;
  readonly agrees: boolean | null;
  readonly message: RunningMessage;
}

/**
 * What a node says of a route, compared with what is known here.
 *
 * @param gateway the node's; `null` if it does not say
 * @returns `null` if there is no verdict
 */
export function verdictOf(data: Entity, answer: RouteAnswer, gateway: Gateway | null): RouteVerdict | null {
  if (answer.kind === 'withheld') {
    return { accepted: null, agrees: null, message: { code: 'withheld-crash', args: {} } };
  }
  if (answer.kind !== 'verdict') return null;
  // The schema before 3.0 is not known here.
  const view = gateway && hasFlavors(gateway.version) ? viewOf(readRoute(data), data, gateway) : null;
  const ours = view && view.status === 'accepted';
  const { verdict } = answer;
  if (verdict.status === 'accepted') {
    if (ours !== false) return { accepted: true, agrees: ours, message: { code: 'node-accepts', args: {} } };
    const args = { kong: view!.messages[0] ?? '' };
    return { accepted: true, agrees: false, message: { code: 'node-accepts-unexpectedly', args } };
  }
  const args = { kong: verdict.messages, isExpected: ours !== true };
  const agrees = ours === null ? null : !ours;
  return { accepted: false, agrees, message: { code: 'node-rejects', args } };
}

/** What a node says of one route, as a result. */
export function validatedNode(
  data: Entity,
  { address, asked }: Node<{ readonly info: NodeInfo; readonly answer: RouteAnswer }>,
): ValidatedNode {
  const nothing = { address, version: null, flavor: null, accepted: null, agrees: null, messages: [] };
  if (isFailure(asked)) return { ...nothing, failure: failureOf(asked.failure) };
  const { info, answer } = asked.value;
  const node = { ...nothing, version: info.version, flavor: info.gateway?.flavor ?? info.routerFlavor };
  if (answer.kind === 'failed') return { ...node, failure: failureOf(answer.failure) };
  const found = verdictOf(data, answer, info.gateway);
  if (found === null) {
    const open = runningWords({ code: 'withheld-placeholders', args: {} });
    return { ...node, failure: null, messages: [open] };
  }
  const { accepted, agrees, message } = found;
  return { ...node, failure: null, accepted, agrees, messages: [runningWords(message)] };
}

export const failureOf = (failure: Failure, what: 'validation' | 'data-planes' | null = null) => ({
  kind: failure.kind,
  message: runningWords({ code: 'request-failed', args: { what, failure } }),
});
