/** What a router flavor that Kong does not have was meant to be. */

import { distance } from 'fastest-levenshtein';
import { type RouterFlavor, routerFlavors } from '../../routes/index.js';

/**
 * What is written instead: Kong's documentation has `traditional_compat` in many places (`Kong/developer.konghq.com
 * app/gateway/routing/traditional.md`), people name the engine, or the field of a route.
 */
const names: ReadonlyMap<string, RouterFlavor> = new Map([
  ['traditional_compat', 'traditional_compatible'],
  ['compat', 'traditional_compatible'],
  ['compatible', 'traditional_compatible'],
  ['atc', 'expressions'],
  ['atc_router', 'expressions'],
  ['expression', 'expressions'],
  ['expr', 'expressions'],
  ['trad', 'traditional'],
]);

/** @returns `null` if nothing is near */
export function likelyFlavor(text: string): RouterFlavor | null {
  const plain = text
    .replace(/^[\s"']+|[\s"']+$/g, '')
    .toLowerCase()
    .replace(/[-\s]+/g, '_');
  const known = names.get(plain) ?? routerFlavors.find((flavor) => flavor === plain);
  if (known) return known;
  const [nearest] = routerFlavors
    .map((flavor) => ({ flavor, edits: distance(plain, flavor) }))
    .sort((a, b) => a.edits - b.edits);
  return nearest && nearest.edits <= Math.min(3, plain.length / 2) ? nearest.flavor : null;
}
