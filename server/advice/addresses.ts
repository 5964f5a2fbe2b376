/**
 * Addresses of `sources` and `destinations`.
 * Source: Kong/kong `kong/router/traditional.lua` (texts are compared), `kong/router/transform.lua` (`parse_ip_addr`);
 * `ngx_inet6_ntop` of nginx; flavor differences, 23 and 24.
 */

import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../grammar/index.js';
import { engineOf } from '../flavors/index.js';
import { type Net, subsystemOf } from '../routes/index.js';
import type { FieldAdvice, FieldLint, Judged } from './advice.js';

export const addresses: FieldLint = (judged) =>
  (['sources', 'destinations'] as const).flatMap((field) =>
    (judged.route[field] ?? []).flatMap((net, i) => adviceOn(net, [field, i, 'ip'], judged)),
  );

function adviceOn(
  { ip }: Net,
  path: readonly (string | number)[],
  { route, gateway }: Judged,
): FieldAdvice[] {
  if (ip === undefined) return [];
  const network = networkOf(ip);
  if (network !== null && network !== ip) {
    return [{ code: 'address-host-bits', args: { network }, path, change: changeTo(network, path) }];
  }
  const isOld = engineOf(gateway, subsystemOf(route)) === 'traditional';
  const bits = ip.includes('/') ? null : parseIpv6(ip);
  const meant = bits === null ? ip : formatIpv6(bits);
  if (!isOld || meant === ip) return [];
  return [{ code: 'address-spelling', args: { meant }, path, change: changeTo(meant, path) }];
}

const changeTo = (value: string, path: readonly (string | number)[]) => ({
  title: { code: 'write-value', field: String(path[0]), values: [value] } as const,
  path,
  value,
});

/** The network in which an IPv4 address is; `null` if it is not one. */
function networkOf(written: string): string | null {
  const [, address, length] = /^([\d.]+)\/(\d+)$/.exec(written) ?? [];
  const bits = address === undefined ? null : parseIpv4(address);
  if (bits === null || Number(length) > 32) return null;
  const host = 32n - BigInt(length!);
  return `${formatIpv4((bits >> host) << host)}/${length}`;
}
