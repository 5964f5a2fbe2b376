/** IP addresses as Rust's standard library reads and writes them (`std::net`), as unsigned integers. */

/** What stands between dots is at most this long, so that a number holds it. */
const octet = /^\d{1,3}$/;

/**
 * @param text four decimal octets; a leading zero is refused, as `Ipv4Addr::from_str` does, unless asked for
 * @returns 32 bits without a sign, or `null`
 */
export function readIpv4(text: string, { leadingZeros = false } = {}): number | null {
  const octets = text.split('.');
  if (octets.length !== 4) return null;
  let bits = 0;
  for (const digits of octets) {
    const value = Number(digits);
    if (!octet.test(digits) || value > 255) return null;
    if (!leadingZeros && digits.length > 1 && digits.startsWith('0')) return null;
    bits = bits * 256 + value;
  }
  return bits;
}

const group = /^[0-9A-Fa-f]{1,4}$/;

/**
 * @param text groups of hexadecimal digits; an embedded IPv4 address is not part of Kong's grammar
 * @returns eight groups of 16 bits, or `null`
 */
export function readIpv6(text: string): number[] | null {
  const gap = text.indexOf('::');
  const groups: number[] = [];
  if (gap === -1) return readGroups(text, groups) && groups.length === 8 ? groups : null;
  if (gap > 0 && !readGroups(text.slice(0, gap), groups)) return null;
  const tail: number[] = [];
  if (gap + 2 < text.length && !readGroups(text.slice(gap + 2), tail)) return null;
  // `::` stands for one group or more, but Rust also reads it where it stands for none behind seven.
  const missing = 8 - groups.length - tail.length;
  if (missing < 1) return null;
  for (let i = 0; i < missing; i++) groups.push(0);
  for (const value of tail) groups.push(value);
  return groups;
}

function readGroups(text: string, groups: number[]): boolean {
  for (const digits of text.split(':')) {
    if (!group.test(digits)) return false;
    groups.push(Number.parseInt(digits, 16));
  }
  return true;
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
