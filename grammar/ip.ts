/** IP addresses as Rust's standard library reads and writes them (`std::net`), as unsigned integers. */

/**
 * @param text four decimal octets; a leading zero is refused, as `Ipv4Addr::from_str` does, unless asked for
 * @returns 32 bits, or `null`
 */
export function parseIpv4(text: string, { leadingZeros = false } = {}): bigint | null {
  const octets = text.split('.');
  if (octets.length !== 4) return null;
  let bits = 0n;
  for (const octet of octets) {
    if (!/^\d{1,3}$/.test(octet) || Number(octet) > 255) return null;
    if (!leadingZeros && octet.length > 1 && octet.startsWith('0')) return null;
    bits = (bits << 8n) | BigInt(octet);
  }
  return bits;
}

/**
 * @param text groups of hexadecimal digits; an embedded IPv4 address is not part of Kong's grammar
 * @returns 128 bits, or `null`
 */
export function parseIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.flat().length;
  // `::` stands for one group or more, but Rust also reads it where it stands for none behind seven.
  if (halves.length === 2 ? count > 7 : count !== 8) return null;
  if (!groups.flat().every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null;
  const [head = [], tail = []] = groups;
  const all = [...head, ...Array(8 - count).fill('0'), ...tail];
  return all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
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
