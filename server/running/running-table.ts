/** The table of a running Gateway: its routes and services, as a declarative file would have them. */

import type { Gateway } from '../routes/index.js';
import { AdminClient, type ClientOptions } from './admin-client.js';
import { parseAddress } from './admin-url.js';
import { failureMessage, isFailure } from './failure.js';

export interface RunningTable {
  /** JSON of a declarative file. */
  readonly text: string;
  /** `null` where the node does not say what it runs with. */
  readonly gateway: Gateway | null;
}

/** @returns why there is none, in one line */
export async function readRunningTable(
  written: string,
  options: ClientOptions,
): Promise<RunningTable | { readonly refused: string }> {
  const address = parseAddress(written);
  if ('refused' in address) return { refused: address.refused };
  const client = new AdminClient(address, options);
  const info = await client.info();
  if (isFailure(info)) return { refused: failureMessage(info.failure) };
  const [routes, services] = await Promise.all([client.routes(), client.services()]);
  if (isFailure(routes)) return { refused: failureMessage(routes.failure) };
  const data = {
    _format_version: '3.0',
    ...(!isFailure(services) && { services: services.value }),
    routes: routes.value,
  };
  const text = JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? Number(value) : value));
  return { text, gateway: info.value.gateway };
}
