/**
 * An expression made ready to be evaluated many times: constants are read once, and each field has a number.
 * Source: Kong/atc-router `src/ast.rs`, `src/semantics.rs`.
 */

import {
  type Constant,
  type Expression,
  fieldOf,
  type Lhs,
  type Predicate,
} from '../../../../grammar/index.js';
import { type Network, networkOf } from '../requests/address.js';

export type Term = AndTerm | OrTerm | NotTerm | PredicateTerm;

export interface AndTerm {
  readonly kind: 'and';
  readonly terms: readonly Term[];
}

export interface OrTerm {
  readonly kind: 'or';
  readonly terms: readonly Term[];
}

export interface NotTerm {
  readonly kind: 'not';
  readonly term: Term;
}

export interface PredicateTerm {
  readonly kind: 'predicate';
  readonly field: string;
  /** The number that the table has for the field. */
  readonly slot: number;
  /** In `any( … )`. */
  readonly any: boolean;
  /** In `lower( … )`. */
  readonly lower: boolean;
  readonly operator: NonNullable<Predicate['operator']>;
  readonly constant: TermConstant;
  /** Which of the predicates of the text it is, counted from 0. */
  readonly index: number;
}

export type TermConstant =
  | { readonly kind: 'text'; readonly value: string }
  /** Ports and counts are small: what a double cannot hold is greater or smaller than all of them all the same. */
  | { readonly kind: 'number'; readonly value: number; readonly exact: bigint }
  | { readonly kind: 'network'; readonly network: Network; readonly text: string };

/** The numbers of the fields of a table, in the order in which they were met. */
export class FieldSlots {
  readonly #slots = new Map<string, number>();

  of(field: string): number {
    let slot = this.#slots.get(field);
    if (slot === undefined) {
      slot = this.#slots.size;
      this.#slots.set(field, slot);
    }
    return slot;
  }

  /** By number. */
  names(): readonly string[] {
    return [...this.#slots.keys()];
  }
}

/**
 * @param tree as the engine groups it
 * @returns `null` for a tree with gaps: the engine accepts no such expression
 */
export function termOf(tree: Expression | null, slots: FieldSlots): Term | null {
  let predicates = 0;
  return read(tree);

  function read(expression: Expression | null): Term | null {
    switch (expression?.kind) {
      case undefined:
        return null;
      case 'group': {
        const term = read(expression.expression);
        return term && expression.negated ? { kind: 'not', term } : term;
      }
      case 'logical': {
        const terms: Term[] = [];
        for (const one of expression.terms) {
          const term = read(one);
          if (!term) return null;
          terms.push(term);
        }
        return { kind: expression.operator === '&&' ? 'and' : 'or', terms };
      }
      case 'predicate':
        return predicateOf(expression, predicates++, slots);
    }
  }
}

function predicateOf(
  { lhs, operator, rhs }: Predicate,
  index: number,
  slots: FieldSlots,
): PredicateTerm | null {
  const field = fieldOf(lhs)?.name;
  if (field === undefined || operator === null || rhs === null) return null;
  const constant = constantOf(rhs);
  if (constant === null) return null;
  const [any, lower] = [hasFunction(lhs, 'any'), hasFunction(lhs, 'lower')];
  return { kind: 'predicate', field, slot: slots.of(field), any, lower, operator, constant, index };
}

/** However often a function is applied, and in which order, the engine looks only whether it is (`get_transformations`). */
function hasFunction(lhs: Lhs | null, name: string): boolean {
  for (let at = lhs; at?.kind === 'call'; at = at.argument) if (at.function === name) return true;
  return false;
}

function constantOf(constant: Constant): TermConstant | null {
  switch (constant.kind) {
    case 'string':
      return { kind: 'text', value: constant.value };
    case 'int':
      return { kind: 'number', value: Number(constant.value), exact: constant.value };
    case 'ip':
    case 'cidr': {
      const network = networkOf(constant.text, constant.family);
      return network && { kind: 'network', network, text: constant.text };
    }
  }
}

/** As it is written, without quotes. */
export function termText(constant: TermConstant): string {
  switch (constant.kind) {
    case 'text':
      return constant.value;
    case 'number':
      return String(constant.exact);
    case 'network':
      return constant.text;
  }
}
