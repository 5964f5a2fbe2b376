/**
 * What `strip_path` cuts from the path of an expression route: as many bytes from the front as the last predicate on
 * `http.path` matched, wherever it matched them (Kong/kong `kong/router/atc.lua` `set_upstream_uri`, Kong/atc-router
 * `src/interpreter.rs`); nothing if none recorded a match.
 */

import { type Expression, fieldOf, isAnchored, type Predicate } from '../../grammar/index.js';

export interface WrongCut {
  readonly predicate: Predicate;
  /** `start`: strips the start, although the match is later; `nothing`: `contains` records no match. */
  readonly cuts: 'start' | 'nothing';
}

/** The predicates on the path with which `strip_path` does not cut what they match. */
export function wrongCuts(tree: Expression | null): WrongCut[] {
  if (!tree) return [];
  return [...lastOf(tree, new Set([null])).whenTrue].flatMap((predicate): WrongCut[] => {
    if (predicate?.rhs?.kind !== 'string') return [];
    const { operator, rhs } = predicate;
    if (operator === 'contains') return [{ predicate, cuts: 'nothing' }];
    const mayMatchLater = operator === '=^' || (operator === '~' && !isAnchored(rhs.value));
    return mayMatchLater ? [{ predicate, cuts: 'start' }] : [];
  });
}

/**
 * Which predicates may have matched the path last; `null`: none. A `contains` represents itself as long as none has
 * recorded a match. What is recorded stays, be it by a term that was false in the end.
 */
type Last = ReadonlySet<Predicate | null>;

interface Lasts {
  readonly whenTrue: Last;
  readonly whenFalse: Last;
}

/** As the engine evaluates it: from the left, and no further than needed. */
function lastOf(expression: Expression | null, before: Last): Lasts {
  switch (expression?.kind) {
    case 'predicate':
      return { whenTrue: whenTrue(expression, before), whenFalse: before };
    case 'group': {
      const { whenTrue, whenFalse } = lastOf(expression.expression, before);
      return expression.negated ? { whenTrue: whenFalse, whenFalse: whenTrue } : { whenTrue, whenFalse };
    }
    case 'logical': {
      const stops: Last[] = [];
      let going = before;
      for (const term of expression.terms) {
        const { whenTrue, whenFalse } = lastOf(term, going);
        const isAnd = expression.operator === '&&';
        going = isAnd ? whenTrue : whenFalse;
        stops.push(isAnd ? whenFalse : whenTrue);
      }
      const stopped = new Set(stops.flatMap((last) => [...last]));
      return expression.operator === '&&'
        ? { whenTrue: going, whenFalse: stopped }
        : { whenTrue: stopped, whenFalse: going };
    }
    default:
      return { whenTrue: before, whenFalse: before };
  }
}

function whenTrue(predicate: Predicate, before: Last): Last {
  const { lhs, operator } = predicate;
  if (fieldOf(lhs)?.name !== 'http.path' || operator === '!=') return before;
  if (operator !== 'contains') return new Set([predicate]);
  return before.has(null) ? new Set([...before, predicate].filter((one) => one !== null)) : before;
}
