/** Versions of Kong Gateway: what the language is, and what a route may have, depends on them. */

/** The numbers of a version such as `3.9.1` or `3.4.3.19`. */
export type GatewayVersion = readonly number[];

/** @returns `null` if the text is not a version */
export function parseGatewayVersion(text: string): GatewayVersion | null {
  return /^\d+(\.\d+)+$/.test(text) ? text.split('.').map(Number) : null;
}

/**
 * Whether a version has what came with another; a part that is not written is the newest of its kind, so
 * that `3.7` has what came with 3.7.1.
 *
 * @param since numbers with dots between them
 */
export function isAtLeast(version: GatewayVersion, since: string): boolean {
  // Asked several times for every route, and so without a list of its numbers.
  let at = 0;
  for (let i = 0; at < since.length; i++) {
    let part = 0;
    for (; at < since.length && since[at] !== '.'; at++) part = part * 10 + since.charCodeAt(at) - 48;
    at++;
    const has = version[i];
    if (has === undefined) return true;
    if (has !== part) return has > part;
  }
  return true;
}

/**
 * Whether a version has the engine of Gateway 3.6, atc-router 1.6. Enterprise has it since 3.5.0.4 and 3.4.3.5 as
 * well; a version of three parts or fewer does not count as Enterprise.
 */
export function hasEngineOf36(version: GatewayVersion): boolean {
  if (isAtLeast(version, '3.6')) return true;
  if (version.length < 4) return false;
  return version[1] === 5 ? isAtLeast(version, '3.5.0.4') : isAtLeast(version, '3.4.3.5');
}

/** Whether what came to the language with a version is there: what came with 3.6 is wherever its engine is. */
export const isSince = (since: string, version: GatewayVersion): boolean =>
  since === '3.6' ? hasEngineOf36(version) : isAtLeast(version, since);
