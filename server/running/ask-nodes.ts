/** Several nodes asked at once. */

import { isFailure } from '../problems/index.js';
import { AdminClient, type Asked } from './admin-client.js';
import { inWorkspace, parseAdminUrl, withoutCredentials } from './admin-url.js';
import type { NodeInfo } from './answers.js';
import type { Exchange, Limits } from './exchange.js';
import { askAbout, type NodeReading, type RouteAnswer, type RouteQuestion, readNode } from './read-node.js';

export interface NodeToAsk {
  /** As written. */
  readonly address: string;
}

export interface Asking {
  /** What asks a node, and holds its token. @param address as it may be shown */
  readonly exchangeFor: (address: string) => Exchange;
  readonly signal: AbortSignal;
  readonly limits?: Limits;
  /** `_workspace` of the file: what is asked of an address that names no workspace itself. */
  readonly workspace?: string | null;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface Node<Value> {
  /** As it may be shown. */
  readonly address: string;
  readonly asked: Asked<Value>;
}

/** Reads all nodes, each once, in the order in which they are named. */
export function readNodes(
  nodes: readonly NodeToAsk[],
  questions: readonly RouteQuestion[],
  asking: Asking,
): Promise<Node<NodeReading>[]> {
  const answered = new Map<AdminClient, number>();
  return each(nodes, asking, (client, count) =>
    readNode(client, questions, (number) => {
      answered.set(client, number);
      const done = [...answered.values()].reduce((sum, some) => sum + some, 0);
      asking.onProgress?.(done, count * questions.length);
    }),
  );
}

/** What each node is, and what it says of one route. */
export function askNodes(
  nodes: readonly NodeToAsk[],
  question: RouteQuestion,
  asking: Asking,
): Promise<Node<{ readonly info: NodeInfo; readonly answer: RouteAnswer }>[]> {
  return each(nodes, asking, async (client) => {
    const info = await client.info();
    if (isFailure(info)) return info;
    return { value: { info: info.value, answer: await askAbout(client, question) } };
  });
}

async function each<Value>(
  nodes: readonly NodeToAsk[],
  { exchangeFor, signal, limits, workspace }: Asking,
  ask: (client: AdminClient, count: number) => Promise<Asked<Value>>,
): Promise<Node<Value>[]> {
  const read = nodes.map(({ address }) => ({ written: address, address: parseAdminUrl(address) }));
  const keyOf = ({ written, address }: (typeof read)[number]) =>
    'refused' in address ? written : address.base;
  const distinct = read.filter((node, i) => read.findIndex((other) => keyOf(other) === keyOf(node)) === i);
  return Promise.all(
    distinct.map(async ({ written, address }): Promise<Node<Value>> => {
      if ('refused' in address) {
        const failure = { kind: 'address', reason: address.refused } as const;
        return { address: withoutCredentials(written), asked: { failure } };
      }
      const exchange = exchangeFor(address.base);
      const options = { exchange, signal, ...(limits && { limits }) };
      const client = new AdminClient(inWorkspace(address, workspace ?? null), options);
      try {
        return { address: address.base, asked: await ask(client, distinct.length) };
      } finally {
        exchange.close();
      }
    }),
  );
}
