/** What one comparison of a value says about another of the same value. */

import { type ComparisonOperator, comparisonOperators } from '../language/index.js';
import { type CidrConstant, type Constant, type IpConstant, parseIpv4, parseIpv6 } from '../syntax/index.js';

/** A comparison without its field. */
export interface Test {
  readonly operator: ComparisonOperator;
  readonly rhs: Constant;
}

interface TextTest {
  readonly operator: ComparisonOperator;
  readonly text: string;
}

/** No value passes both. */
export function excludes(one: Test, other: Test): boolean {
  const texts = textsOf(one, other);
  if (texts) return excludesText(...texts) || excludesText(texts[1], texts[0]);
  const [a, b] = [numbersOf(one), numbersOf(other)];
  return a !== null && b !== null && (areApart(a, b) || areApart(b, a));
}

/** Whatever passes the first passes the second. */
export function implies(first: Test, second: Test): boolean {
  const texts = textsOf(first, second);
  if (texts) return impliesText(...texts);
  const opposite = negated(second);
  return opposite !== null && excludes(first, opposite);
}

/** Every value passes one of them. */
export function covers(one: Test, other: Test): boolean {
  const texts = textsOf(one, other);
  if (texts) return coversText(...texts) || coversText(texts[1], texts[0]);
  const [a, b] = [negated(one), negated(other)];
  return a !== null && b !== null && excludes(a, b);
}

/** Whether it lets all but some values through: only then can two of them let every value through. */
export const isBroad = ({ operator }: Test): boolean => broad.has(operator);

const broad: ReadonlySet<ComparisonOperator> = new Set(['!=', 'not in', '<', '<=', '>', '>=']);

function textsOf(one: Test, other: Test): [TextTest, TextTest] | null {
  if (one.rhs.kind !== 'string' || other.rhs.kind !== 'string') return null;
  return [
    { operator: one.operator, text: one.rhs.value },
    { operator: other.operator, text: other.rhs.value },
  ];
}

/** @returns `null` if it depends on a regex */
export function passes(value: string, { operator, text }: TextTest): boolean | null {
  switch (operator) {
    case '==':
      return value === text;
    case '!=':
      return value !== text;
    case '^=':
      return value.startsWith(text);
    case '=^':
      return value.endsWith(text);
    case 'contains':
      return value.includes(text);
    default:
      return null;
  }
}

function excludesText(one: TextTest, other: TextTest): boolean {
  if (one.operator === '==') return passes(one.text, other) === false;
  if (one.operator !== other.operator) return false;
  if (one.operator === '^=') return !one.text.startsWith(other.text) && !other.text.startsWith(one.text);
  return one.operator === '=^' && !one.text.endsWith(other.text) && !other.text.endsWith(one.text);
}

function impliesText(first: TextTest, second: TextTest): boolean {
  if (first.operator === second.operator && first.text === second.text) return true;
  switch (first.operator) {
    case '==':
      return passes(first.text, second) === true;
    case '^=':
    case '=^':
    case 'contains':
      // What has a part of it has a part of that part, and is not text without it.
      if (second.operator === '!=') return passes(second.text, first) === false;
      if (second.operator === 'contains') return first.text.includes(second.text);
      return second.operator === first.operator && passes(first.text, second) === true;
    default:
      return false;
  }
}

/** Only `!=` is narrow enough in what it does not let through. */
const coversText = (one: TextTest, other: TextTest): boolean =>
  one.operator === '!=' && passes(one.text, other) === true;

/** Integers, or the addresses of a family: those from the least to the greatest, or all others. */
interface Numbers {
  readonly line: 'int' | 'IPv4' | 'IPv6';
  readonly least: bigint | null;
  readonly greatest: bigint | null;
  readonly isOutside: boolean;
}

function numbersOf({ operator, rhs }: Test): Numbers | null {
  const isOutside = operator === '!=' || operator === 'not in';
  if (rhs.kind === 'ip' || rhs.kind === 'cidr') return { ...rangeOf(rhs), isOutside };
  if (rhs.kind !== 'int') return null;
  const { value } = rhs;
  const inside = { line: 'int', least: null, greatest: null, isOutside } as const;
  switch (operator) {
    case '>':
      return { ...inside, least: value + 1n };
    case '>=':
      return { ...inside, least: value };
    case '<':
      return { ...inside, greatest: value - 1n };
    case '<=':
      return { ...inside, greatest: value };
    default:
      return { ...inside, least: value, greatest: value };
  }
}

function rangeOf({ family, text }: IpConstant | CidrConstant): Omit<Numbers, 'isOutside'> {
  const [address = '', length] = text.split('/');
  const width = family === 4 ? 32 : 128;
  const least = family === 4 ? parseIpv4(address, { leadingZeros: true })! : parseIpv6(address)!;
  const hostBits = BigInt(length === undefined ? 0 : width - Number(length));
  return { line: family === 4 ? 'IPv4' : 'IPv6', least, greatest: least + (1n << hostBits) - 1n };
}

function areApart(a: Numbers, b: Numbers): boolean {
  if (a.isOutside) return false;
  if (!b.isOutside) return a.line !== b.line || endsBefore(a, b) || endsBefore(b, a);
  return a.line === b.line && isWithin(a, b);
}

const endsBefore = (a: Numbers, b: Numbers): boolean =>
  a.greatest !== null && b.least !== null && a.greatest < b.least;

/** What is outside of something is outside of a range with two ends. */
const isWithin = (a: Numbers, { least, greatest }: Numbers): boolean =>
  a.least !== null && a.greatest !== null && a.least >= least! && a.greatest <= greatest!;

function negated({ operator, rhs }: Test): Test | null {
  const { opposite } = comparisonOperators[operator];
  return opposite ? { operator: opposite, rhs } : null;
}
