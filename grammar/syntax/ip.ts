/** IP addresses as Rust's standard library reads and writes them (`std::net`), as unsigned integers. */

// Character by character: with regexes and splitting, an address was as slow to read as all else in its predicate.

const zero = 0x30;

/** The value of a hexadecimal digit, by its code; -1 if it is not one. */
function digitOf(code: number): number {
  if (code >= zero && code < zero + 10) return code - zero;
  // Letters differ from their capitals by one bit.
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/**
 * @param text four decimal octets; a leading zero is refused, as `Ipv4Addr::from_str` does, unless asked for
 * @returns 32 bits without a sign, or `null`
 */
export function readIpv4(text: string, { leadingZeros = false } = {}): number | null {
  let bits = 0;
  let at = 0;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0 && text[at++] !== '.') return null;
    const start = at;
    let value = 0;
    for (; at < text.length; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const digits = at - start;
    if (digits === 0 || digits > 3 || value > 255) return null;
    if (!leadingZeros && digits > 1 && text[start] === '0') return null;
    bits = bits * 256 + value;
  }
  return at === text.length ? bits : null;
}

/**
 * @param text groups of hexadecimal digits; an embedded IPv4 address is not part of Kong's grammar
 * @returns eight groups of 16 bits, or `null`
 */
export function readIpv6(text: string): number[] | null {
  const groups: number[] = [];
  /** The group that `::` is before. */
  let gap = text.startsWith('::') ? 0 : null;
  let at = gap === null ? 0 : 2;
  while (at < text.length) {
    const start = at;
    let value = 0;
    for (; at < text.length; at++) {
      const digit = digitOf(text.charCodeAt(at));
      if (digit === -1) break;
      value = value * 16 + digit;
    }
    if (at === start || at - start > 4) return null;
    groups.push(value);
    if (at === text.length) break;
    // One colon, and another group; or the gap, and perhaps no more.
    if (text[at++] !== ':' || at === text.length) return null;
    if (text[at] !== ':') continue;
    if (gap !== null) return null;
    gap = groups.length;
    at++;
  }
  if (gap === null) return groups.length === 8 ? groups : null;
  // It replaces one group or more.
  const missing = 8 - groups.length;
  if (missing < 1) return null;
  groups.splice(gap, 0, ...Array<number>(missing).fill(0));
  return groups;
}

/** As `readIpv4`, but 32 bits as a bigint. */
export function parseIpv4(text: string, options?: { leadingZeros?: boolean }): bigint | null {
  const bits = readIpv4(text, options);
  return bits === null ? null : BigInt(bits);
}

/** As `readIpv6`, but 128 bits. */
export function parseIpv6(text: string): bigint | null {
  const groups = readIpv6(text);
  return groups?.reduce((bits, value) => (bits << 16n) | BigInt(value), 0n) ?? null;
}

export function formatIpv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
}

/** In the form of RFC 5952: the longest run of two or more zero groups as `::`. */
export function formatIpv6(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const runs = [
    ...groups
      .map((group) => (group === '0' ? '0' : 'x'))
      .join('')
      .matchAll(/00+/g),
  ];
  const longest = runs.sort((a, b) => b[0].length - a[0].length || a.index - b.index)[0];
  if (!longest) return groups.join(':');
  const end = longest.index + longest[0].length;
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(end).join(':')}`;
}
