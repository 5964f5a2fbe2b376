/** Gateways in compose files, with their environment files. */

import type { Found, SourceFile } from './declared.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function composeGateways(_files: readonly SourceFile[]): Found {
  return { gateways: [], sets: [], written: [] };
}
