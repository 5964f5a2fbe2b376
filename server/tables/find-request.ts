/**
 * Looks for a request in a region that a router treats in a certain way, or proves that there is none: a request is tried;
 * if the router treats it differently, all requests known to be like it are removed from the region, and another one is tried.
 */

import type { RoutedRequest } from '../flavors/index.js';
import type { RoutingSets } from './routing-sets.js';
import type { Box, Region } from './sets/box.js';
import type { RequestWishes } from './sets/box-request.js';

export type Judgement =
  /** It is one of those that are looked for. */
  | { readonly kind: 'found' }
  /** It is not, and neither is any other request of these regions. */
  | { readonly kind: 'none-of'; readonly regions: readonly Region[] }
  /** It is not, and nothing is known of others. */
  | { readonly kind: 'unknown' };

export type Search =
  | { readonly kind: 'found'; readonly request: RoutedRequest }
  /** Proved: no request of the region is one of those that are looked for. */
  | { readonly kind: 'none' }
  | { readonly kind: 'not-decided' };

/** So many requests are tried. */
const mostTries = 60;
/** What is left of a region is not looked at in more pieces. */
const mostPieces = 120;

export function findRequest(
  sets: RoutingSets,
  region: Region,
  judge: (request: RoutedRequest) => Judgement,
  wishes: RequestWishes = { scheme: null },
): Search {
  let boxes: readonly Box[] = region;
  let isProof = true;
  for (let tries = 0; tries < mostTries && boxes.length > 0; tries++) {
    const [box, ...others] = boxes as [Box, ...Box[]];
    if (hasNothing(box)) {
      boxes = others;
      continue;
    }
    const request = sets.requestOf(box, wishes);
    const judgement = request ? judge(request) : ({ kind: 'unknown' } as const);
    if (judgement.kind === 'found') return { kind: 'found', request: request! };
    if (judgement.kind === 'unknown') {
      isProof = false;
      boxes = others;
      continue;
    }
    const left = judgement.regions.reduce<readonly Box[]>(
      (rest, removed) => sets.without(rest, removed),
      boxes,
    );
    // Where the box is as it was, the same request would be tried again.
    if (left[0] === box) {
      isProof = false;
      boxes = left.slice(1);
    } else boxes = left;
    if (boxes.length > mostPieces) return { kind: 'not-decided' };
  }
  return boxes.length === 0 && isProof ? { kind: 'none' } : { kind: 'not-decided' };
}

const hasNothing = ({ fields }: Box): boolean => [...fields.values()].some((values) => values.isEmpty());
