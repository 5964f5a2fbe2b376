/**
 * What the engine records for `strip_path`: its build in WebAssembly says whether an expression matches, and not
 * what it recorded. Whoever uses this holds the answers to those of the engine.
 */

import type { Expression } from '../../grammar/index.js';
import { evaluate, type Recording, yes } from '../../server/flavors/router/atc/evaluate.js';
import { FieldSlots, termOf } from '../../server/flavors/router/atc/terms.js';
import { createRustRegexes } from '../../server/flavors/router/regexes/rust-regexes.js';
import { addressOf } from '../../server/flavors/router/requests/address.js';
import type { RequestValues } from './engine.js';

export interface Interpreted {
  readonly matches: boolean;
  /** The last text that a predicate on `http.path` matched, whether the expression matches or not. */
  readonly path: string | null;
}

const rust = createRustRegexes();

/** @param tree without gaps */
export function interpret(tree: Expression, values: RequestValues): Interpreted {
  const slots = new FieldSlots();
  const term = termOf(tree, slots)!;
  const names = slots.names();
  const record: Recording = { matched: new Map(), captures: new Map() };
  const valuesOf = (slot: number) => {
    const name = names[slot]!;
    const isAddress = name.endsWith('.ip');
    return (values[name] ?? []).map((value) => (isAddress ? addressOf(String(value))! : value));
  };
  const matches = evaluate(term, { valuesOf, plain: 'all', rust, record }) === yes;
  return { matches, path: record.matched.get('http.path') ?? null };
}
