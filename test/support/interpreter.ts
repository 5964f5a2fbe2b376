/**
 * What the engine does with a request, a second time (Kong/atc-router `src/interpreter.rs`): the WebAssembly build says
 * whether an expression matches, and not what it leaves behind for `strip_path`. Whoever uses this holds the answers to
 * those of the engine.
 */

import { RRegex } from 'rregex';
import {
  type Constant,
  type Expression,
  fieldOf,
  type Lhs,
  type Predicate,
  parseIpv4,
  parseIpv6,
} from '../../grammar/index.js';
import type { RequestValues } from './engine.js';

export interface Interpreted {
  readonly matches: boolean;
  /** The last text that a predicate on `http.path` matched, whether the expression matches or not. */
  readonly path: string | null;
}

/** @param tree without gaps */
export function interpret(tree: Expression, values: RequestValues): Interpreted {
  let path: string | null = null;
  const matches = evaluate(tree);
  return { matches, path };

  function evaluate(expression: Expression): boolean {
    switch (expression.kind) {
      case 'group':
        return evaluate(expression.expression!) !== expression.negated;
      case 'logical':
        return expression.operator === '&&'
          ? expression.terms.every((term) => evaluate(term!))
          : expression.terms.some((term) => evaluate(term!));
      case 'predicate':
        return passes(expression);
    }
  }

  function passes(predicate: Predicate): boolean {
    const { name } = fieldOf(predicate.lhs)!;
    const given = values[name] ?? [];
    if (given.length === 0) return false;
    const isLower = calls(predicate.lhs, 'lower');
    const one = (value: string | number) => {
      const matched = match(predicate, isLower ? String(value).toLowerCase() : value);
      if (typeof matched === 'string' && name === 'http.path') path = matched;
      return matched !== false;
    };
    return calls(predicate.lhs, 'any') ? given.some(one) : given.every(one);
  }
}

const calls = (lhs: Lhs | null, name: string): boolean =>
  lhs?.kind === 'call' && (lhs.function === name || calls(lhs.argument, name));

/** @returns the text that is recorded, or whether it matches where none is */
function match({ operator, rhs }: Predicate, value: string | number): string | boolean {
  if (typeof value === 'number') return compare(operator!, BigInt(value), (rhs as { value: bigint }).value);
  if (rhs?.kind === 'ip' || rhs?.kind === 'cidr')
    return isWithin(value, rhs) === !/^(?:!=|not in)$/.test(operator!);
  const text = (rhs as { value: string }).value;
  switch (operator) {
    case '==':
      return value === text && text;
    case '!=':
      return value !== text;
    case '^=':
      return value.startsWith(text) && text;
    case '=^':
      return value.endsWith(text) && text;
    case 'contains':
      return value.includes(text);
    default:
      return found(text, value);
  }
}

const compiled = new Map<string, RRegex>();

function found(pattern: string, value: string): string | false {
  let regex = compiled.get(pattern);
  if (!regex) {
    regex = new RRegex(pattern);
    compiled.set(pattern, regex);
  }
  return regex.find(value)?.value ?? false;
}

function compare(operator: string, value: bigint, constant: bigint): boolean {
  switch (operator) {
    case '==':
      return value === constant;
    case '!=':
      return value !== constant;
    case '>':
      return value > constant;
    case '>=':
      return value >= constant;
    case '<':
      return value < constant;
    default:
      return value <= constant;
  }
}

function isWithin(address: string, { family, text }: Extract<Constant, { kind: 'ip' | 'cidr' }>): boolean {
  if (address.includes(':') !== (family === 6)) return false;
  const parse =
    family === 4
      ? (one: string) => parseIpv4(one, { leadingZeros: true })!
      : (one: string) => parseIpv6(one)!;
  const [network = '', length] = text.split('/');
  const width = family === 4 ? 32 : 128;
  const hostBits = BigInt(length === undefined ? 0 : width - Number(length));
  return parse(address) >> hostBits === parse(network) >> hostBits;
}
