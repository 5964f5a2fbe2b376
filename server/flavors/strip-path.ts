/**
 * What `strip_path` cuts from the path of an expression route: as many characters from the front as the last predicate
 * on `http.path` matched, wherever it matched them (Kong/kong `kong/router/atc.lua` `set_upstream_uri`, Kong/atc-router
 * `src/interpreter.rs`); nothing where the predicate records no match.
 */

import { type Expression, fieldOf, isAnchored, type Predicate, predicatesOf } from '../../grammar/index.js';

export interface WrongCut {
  readonly predicate: Predicate;
  /** `elsewhere`: not where the match is; `nothing`: `contains` records no match. */
  readonly cuts: 'elsewhere' | 'nothing';
}

/** The predicates on the path with which `strip_path` does not cut what they match. */
export function wrongCuts(tree: Expression | null): WrongCut[] {
  return predicatesOf(tree).flatMap((predicate): WrongCut[] => {
    const { lhs, operator, rhs } = predicate;
    if (fieldOf(lhs)?.name !== 'http.path' || rhs?.kind !== 'string') return [];
    if (operator === 'contains') return [{ predicate, cuts: 'nothing' }];
    const isElsewhere = operator === '=^' || (operator === '~' && !isAnchored(rhs.value));
    return isElsewhere ? [{ predicate, cuts: 'elsewhere' }] : [];
  });
}
