/** Gateways in kong.conf, environment files and Dockerfiles. */

import type { Found, SourceFile } from './declared.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function kongConfGateways(_files: readonly SourceFile[]): Found {
  return { gateways: [], sets: [], written: [] };
}
