/** Sets of addresses of both families. */

import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../grammar/index.js';
import { Intervals } from './intervals.js';
import type { ValueSet } from './value-set.js';

export class Addresses implements ValueSet<Addresses, string> {
  readonly #ipv4: Intervals;
  readonly #ipv6: Intervals;

  constructor(ipv4: Intervals, ipv6: Intervals) {
    this.#ipv4 = ipv4;
    this.#ipv6 = ipv6;
  }

  static all(): Addresses {
    return new Addresses(
      new Intervals([{ least: 0n, most: 2n ** 32n - 1n }], usualIpv4),
      new Intervals([{ least: 0n, most: 2n ** 128n - 1n }], usualIpv6),
    );
  }

  /** @param prefix the bits of an address without the last `hostBits` */
  static ofNetwork(family: 4 | 6, prefix: bigint, hostBits: bigint): Addresses {
    const least = prefix << hostBits;
    const range = [{ least, most: least | ((1n << hostBits) - 1n) }];
    return new Addresses(
      new Intervals(family === 4 ? range : [], usualIpv4),
      new Intervals(family === 6 ? range : [], usualIpv6),
    );
  }

  and(other: Addresses): Addresses {
    return new Addresses(this.#ipv4.and(other.#ipv4), this.#ipv6.and(other.#ipv6));
  }

  or(other: Addresses): Addresses {
    return new Addresses(this.#ipv4.or(other.#ipv4), this.#ipv6.or(other.#ipv6));
  }

  minus(other: Addresses): Addresses {
    return new Addresses(this.#ipv4.minus(other.#ipv4), this.#ipv6.minus(other.#ipv6));
  }

  isEmpty(): boolean {
    return this.#ipv4.isEmpty() && this.#ipv6.isEmpty();
  }

  has(text: string): boolean {
    const ipv4 = parseIpv4(text);
    if (ipv4 !== null) return this.#ipv4.has(ipv4);
    const ipv6 = parseIpv6(text);
    return ipv6 !== null && this.#ipv6.has(ipv6);
  }

  example(): string | null {
    const ipv4 = this.#ipv4.example();
    if (ipv4 !== null) return formatIpv4(ipv4);
    const ipv6 = this.#ipv6.example();
    return ipv6 === null ? null : formatIpv6(ipv6);
  }
}

/** Of the ranges for documentation (RFC 5737, RFC 3849). */
const usualIpv4 = [0xcb00_7101n, 0xc633_6401n];
const usualIpv6 = [0x2001_0db8n << 96n];
