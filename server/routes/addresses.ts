/**
 * Sources and destinations: an address or a network, a port, or both.
 * Source: Kong/kong `kong/db/schema/typedefs.lua` (`sources`, `destinations`, `ip_or_cidr`, `port`),
 * `kong/tools/ip.lua` (`is_valid_ip_or_cidr`), api7/lua-resty-ipmatcher `resty/ipmatcher.lua`.
 */

import { parseIpv4, parseIpv6 } from '../../grammar/index.js';
import {
  between,
  form,
  integer,
  isNonEmpty,
  list,
  notEmpty,
  problem,
  type Rule,
  record,
  text,
} from './field.js';

const ip = text(
  notEmpty,
  form('address-form', (address) =>
    isAddressOrNetwork(address) ? null : `invalid ip or cidr range: '${address}'`,
  ),
);

export const nets: Rule = list(
  'set',
  record(
    new Map([
      ['ip', ip],
      ['port', integer(between(0, 65_535))],
    ]),
    (fields, place) =>
      isNonEmpty(fields.get('ip')) || isNonEmpty(fields.get('port'))
        ? null
        : problem('address-missing', { kong: noneOfBoth }, place, noneOfBoth),
  ),
);

const noneOfBoth = "at least one of these fields must be non-empty: 'ip', 'port'";

function isAddressOrNetwork(written: string): boolean {
  const slash = written.indexOf('/');
  if (slash === -1) return isIpv4(written) || isIpv6(written);
  const [address, length] = [written.slice(0, slash), written.slice(slash + 1)];
  if (!/^(?:0|[1-9]\d*)$/.test(length)) return false;
  return (isIpv4(address) && Number(length) <= 32) || (isIpv6(address) && Number(length) <= 128);
}

/** C's `inet_pton` accepts the addresses that Rust accepts. */
const isIpv4 = (address: string) => parseIpv4(address) !== null;

/** In brackets or without; the last two groups may be an IPv4 address. */
function isIpv6(written: string): boolean {
  const address = /^\[.*\]$/s.test(written) ? written.slice(1, -1) : written;
  const [, head, tail] = /^(.*:)([\d.]+\.[\d.]+)$/.exec(address) ?? [];
  if (head === undefined) return parseIpv6(address) !== null;
  return isIpv4(tail!) && parseIpv6(`${head}0:0`) !== null;
}
