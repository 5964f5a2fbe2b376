/**
 * Names and addresses of hosts, as Kong reads them.
 * Source: Kong/kong `kong/tools/ip.lua` (up to 3.7 in `kong/tools/utils.lua`), `kong/db/schema/typedefs.lua`;
 * names in the comments are theirs.
 */

import { type Check, form, list, notEmpty, problem, type Rule, text } from './field.js';
import { isInEffect } from './versions/index.js';

/** `typedefs.hosts` */
export const hosts: Rule = list(
  'array',
  text(
    notEmpty,
    form('host-form', (host) =>
      wildcardsIn(host) > 1 ? 'invalid wildcard: must have at most one wildcard' : null,
    ),
    form('host-form', (host) =>
      wildcardsIn(host) === 0 || host.startsWith('*.') || host.endsWith('.*')
        ? null
        : 'invalid wildcard: must be placed at leftmost or rightmost label',
    ),
    form('host-form', (host) => refusalOf(readHost(host.replaceAll('*', 'abc')))),
  ),
);

const wildcardsIn = (host: string) => host.split('*').length - 1;

/** `snis_elements_type` in `kong/db/schema/entities/routes.lua`. */
const sni: Check<string> = (name, place) => {
  const kong = isInEffect('wildcard-snis', place.gateway) ? wildcardSniRefusal(name) : sniRefusal(name);
  return kong === null ? null : problem('sni-form', { kong }, place, kong);
};

export const snis: Rule = list('set', text(notEmpty, sni));

function wildcardSniRefusal(name: string): string | null {
  const wildcard = name.indexOf('*');
  if (wildcard === -1) return sniRefusal(name);
  if (wildcard !== 0 && wildcard !== name.length - 1)
    return 'wildcard must be leftmost or rightmost character';
  if (wildcardsIn(name) > 1) return 'only one wildcard must be specified';
  return sniRefusal(name.replace('*', 'wildcard'));
}

/** `validate_sni`: a port out of range is a port like another. */
function sniRefusal(name: string): string | null {
  const host = readHost(name);
  if ('refused' in host && host !== portOutOfRange) return `invalid value: ${name}`;
  if ('type' in host && host.type !== 'name') return 'must not be an IP';
  return 'refused' in host || host.hasPort ? 'must not have a port' : null;
}

type HostType = 'name' | 'ipv4' | 'ipv6';

type Host = { readonly refused: string } | { readonly type: HostType; readonly hasPort: boolean };

const refusalOf = (host: Host) => ('refused' in host ? host.refused : null);

/** `normalize_ip`: a name, an IPv4 address or an IPv6 address in brackets, each with a port or without. */
function readHost(written: string): Host {
  const type = hostType(written);
  return { name: readName, ipv4: readIpv4, ipv6: readIpv6 }[type](written);
}

/** `hostname_type`: two colons make an IPv6 address; digits and dots, with a colon or without, an IPv4 address. */
function hostType(written: string): HostType {
  if (written.split(':').length > 2) return 'ipv6';
  return /^[\d.]+$/.test(written.replace(':', '')) ? 'ipv4' : 'name';
}

const portOutOfRange = { refused: 'invalid port number' };
const isOutOfRange = (port: string | undefined) => port !== undefined && Number(port) > 65_535;

/** `normalize_ipv4`: octets are decimal, whatever they begin with. */
function readIpv4(written: string): Host {
  const [, a, b, c, d, port] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::(\d+))?$/.exec(written) ?? [];
  const isAddress = [a, b, c, d].every((octet) => Number(octet) <= 255);
  if (!isAddress) return { refused: `invalid ipv4 address: ${written}` };
  return isOutOfRange(port) ? portOutOfRange : { type: 'ipv4', hasPort: port !== undefined };
}

/** `normalize_ipv6`: `::` is filled up, and then there are eight groups. */
function readIpv6(written: string): Host {
  const [, inBrackets, rest = ''] = /^\[([^\]]*)\](.*)$/s.exec(written) ?? [];
  const [, port] = /^:(\d+)$/.exec(rest) ?? [];
  // At a colon without a port, Kong fails instead.
  if (rest !== '' && port === undefined) return { refused: 'invalid ipv6 address' };
  if (isOutOfRange(port)) return portOutOfRange;
  let address = inBrackets ?? written;
  if (address.startsWith(':')) address = `0${address}`;
  if (address.endsWith(':')) address = `${address}0`;
  const missing = 8 - (address.split(':').length - 1);
  address = address.replace('::', `:${'0:'.repeat(Math.max(0, missing))}`);
  if (!/^(?:[\da-f]{1,4}:){7}[\da-f]{1,4}$/i.test(address))
    return { refused: `invalid ipv6 address: ${written}` };
  return { type: 'ipv6', hasPort: port !== undefined };
}

/** `check_hostname`: a label ends in no hyphen, and only the last one may be empty. */
function readName(written: string): Host {
  const [, name = written, port] = /^(.*):(\d+)$/s.exec(written) ?? [];
  if (isOutOfRange(port)) return portOutOfRange;
  const labels = name.split('.');
  const isName =
    /^[\da-zA-Z._-]+$/.test(name) &&
    labels.every((label, i) => !label.endsWith('-') && (label !== '' || i === labels.length - 1));
  return isName ? { type: 'name', hasPort: port !== undefined } : { refused: `invalid hostname: ${written}` };
}
