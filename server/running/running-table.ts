/** The table of a running Gateway: its routes and services, as a declarative file would have them. */

import { type Failure, isFailure } from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { AdminClient, type ClientOptions } from './admin-client.js';
import { parseAdminUrl } from './admin-url.js';

export interface RunningTable {
  /** JSON of a declarative file. */
  readonly text: string;
  /** `null` if the node does not say what it runs with. */
  readonly gateway: Gateway | null;
}

/** @returns why there is none */
export async function readRunningTable(
  written: string,
  options: ClientOptions,
): Promise<RunningTable | { readonly failure: Failure }> {
  const address = parseAdminUrl(written);
  if ('refused' in address) return { failure: { kind: 'address', reason: address.refused } };
  const client = new AdminClient(address, options);
  const info = await client.info();
  if (isFailure(info)) return info;
  const [routes, services] = await Promise.all([client.routes(), client.services()]);
  if (isFailure(routes)) return routes;
  const data = {
    _format_version: '3.0',
    ...(!isFailure(services) && { services: services.value }),
    routes: routes.value,
  };
  const text = JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? Number(value) : value));
  return { text, gateway: info.value.gateway };
}
