/** Addresses and networks as numbers. */

import { parseIpv4, parseIpv6 } from '../../../../grammar/index.js';

/** An address, or those that begin with the same bits. */
export interface Network {
  readonly family: 4 | 6;
  /** The address without its host bits. */
  readonly prefix: bigint;
  readonly hostBits: bigint;
}

export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly text: string;
}

/**
 * @param text an address, or one with a length
 * @returns `null` if it is not one
 */
export function networkOf(text: string, family: 4 | 6): Network | null {
  const [address = '', length] = text.split('/');
  const bits = family === 4 ? parseIpv4(address, { leadingZeros: true }) : parseIpv6(address);
  if (bits === null) return null;
  const width = family === 4 ? 32 : 128;
  const hostBits = BigInt(length === undefined ? 0 : width - Number(length));
  return { family, prefix: bits >> hostBits, hostBits };
}

/**
 * An address as Rust's `IpAddr` reads it; in contrast to a constant it may end with an IPv4 address.
 *
 * @returns `null` if it is not an address
 */
export function addressOf(text: string): Address | null {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== null) return { family: 4, bits: ipv4, text };
  const [, head, tail] = /^(.*:)([\d.]+)$/.exec(text) ?? [];
  const embedded = tail?.includes('.') ? parseIpv4(tail) : null;
  const whole =
    embedded === null
      ? text
      : `${head}${(embedded >> 16n).toString(16)}:${(embedded & 0xffffn).toString(16)}`;
  const ipv6 = parseIpv6(whole);
  return ipv6 === null ? null : { family: 6, bits: ipv6, text };
}

/** Addresses of another family are in no network. */
export const isInside = ({ family, bits }: Address, network: Network): boolean =>
  family === network.family && bits >> network.hostBits === network.prefix;
