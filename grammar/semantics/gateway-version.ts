/** Versions of Kong Gateway: what the language is, and what a route may have, depends on them. */

/** The numbers of a version such as `3.9.1` or `3.4.3.19`. */
export type GatewayVersion = readonly number[];

/** @returns `null` where the text is no version */
export function parseGatewayVersion(text: string): GatewayVersion | null {
  return /^\d+(\.\d+)+$/.test(text) ? text.split('.').map(Number) : null;
}

/** The rules ask for the same few versions for every route. */
const asked = new Map<string, readonly number[]>();

/**
 * Whether a version has what came with another; a part that is not written is the newest of its kind, so
 * that `3.7` has what came with 3.7.1.
 */
export function isAtLeast(version: GatewayVersion, since: string): boolean {
  let wanted = asked.get(since);
  if (!wanted) {
    wanted = since.split('.').map(Number);
    asked.set(since, wanted);
  }
  for (let i = 0; i < wanted.length; i++) {
    const part = wanted[i]!;
    const has = version[i];
    if (has === undefined) return true;
    if (has !== part) return has > part;
  }
  return true;
}

/**
 * Whether a version has the engine of Gateway 3.6, atc-router 1.6. Enterprise has it since 3.5.0.4 and 3.4.3.5 as
 * well; a version of three parts or fewer is not taken for Enterprise.
 */
export function hasEngineOf36(version: GatewayVersion): boolean {
  if (isAtLeast(version, '3.6')) return true;
  if (version.length < 4) return false;
  return version[1] === 5 ? isAtLeast(version, '3.5.0.4') : isAtLeast(version, '3.4.3.5');
}
