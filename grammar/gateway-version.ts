/** Versions of Kong Gateway: what the language is, and what a route may have, depends on them. */

/** The numbers of a version such as `3.9.1` or `3.4.3.19`. */
export type GatewayVersion = readonly number[];

/** @returns `null` where the text is no version */
export function parseGatewayVersion(text: string): GatewayVersion | null {
  return /^\d+(\.\d+)+$/.test(text) ? text.split('.').map(Number) : null;
}

/**
 * Whether a version has what came with another; a part that is not written is the newest of its kind, so
 * that `3.7` has what came with 3.7.1.
 */
export function isAtLeast(version: GatewayVersion, since: string): boolean {
  const wanted = since.split('.').map(Number);
  for (const [i, part] of wanted.entries()) {
    const has = version[i];
    if (has === undefined) return true;
    if (has !== part) return has > part;
  }
  return true;
}
