/** Why a router tries one route before another: the rule that decides, with the numbers that it compares. */

/** The parts of an HTTP route that share bits of its priority. */
export interface SharedParts {
  readonly fields: number;
  readonly headers: number;
  /** 0 for a route without a regex path. */
  readonly regexPriority: bigint;
  /** What becomes of them in bits 19 to 31, as a number. */
  readonly together: number;
}

export type TraditionalSubmatch = 'wildcard-with-port' | 'plain-hosts' | 'regex-path' | 'none';

/** The first route is the one that is tried first. */
export type OrderReason =
  // The atc router.
  | { readonly rule: 'priority'; readonly first: bigint; readonly second: bigint }
  | { readonly rule: 'expression-first' }
  /** Four or more match fields set bit 63, which is above those of an expression. */
  | { readonly rule: 'fields-before-expression'; readonly fields: number }
  | { readonly rule: 'plain-host' }
  | { readonly rule: 'regex-path' }
  | { readonly rule: 'fields' | 'headers' | 'path-length'; readonly first: number; readonly second: number }
  | { readonly rule: 'regex_priority'; readonly first: bigint; readonly second: bigint }
  | { readonly rule: 'shared-bits'; readonly first: SharedParts; readonly second: SharedParts }
  | { readonly rule: 'top-bit'; readonly by: 'fields'; readonly value: number }
  | { readonly rule: 'top-bit'; readonly by: 'regex_priority'; readonly value: bigint }
  | { readonly rule: 'stream-sni' | 'stream-both-sides'; readonly bit: number }
  | {
      readonly rule: 'stream-net';
      readonly has: 'address' | 'port' | 'range';
      readonly side: 'sources' | 'destinations';
      readonly bit: number;
    }
  /** Equal priorities; the ids are written, or can be computed from the route. */
  | { readonly rule: 'id'; readonly first: string; readonly second: string }
  | { readonly rule: 'id-unknown' }
  | { readonly rule: 'interpreter-or-jit' }
  // The traditional router.
  | { readonly rule: 'category'; readonly first: string; readonly second: string }
  | { readonly rule: 'submatch'; readonly first: TraditionalSubmatch; readonly second: TraditionalSubmatch }
  | { readonly rule: 'addresses' }
  /** Which of the two is first depends on the request and on the other routes. */
  | { readonly rule: 'found-by-key' }
  | { readonly rule: 'created_at'; readonly first: number; readonly second: number }
  | { readonly rule: 'created_at-unknown' }
  | { readonly rule: 'load-order' };

/** A rule that leaves the order to chance. */
export const isAccident = ({ rule }: OrderReason): boolean =>
  rule === 'id' ||
  rule === 'id-unknown' ||
  rule === 'interpreter-or-jit' ||
  rule === 'created_at' ||
  rule === 'created_at-unknown' ||
  rule === 'load-order';
