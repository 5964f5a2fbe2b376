/** Constants: the value of a literal, and what the engine refuses in it. */

import type { ExpressionProblem } from '../problems.js';
import type { Span } from '../span.js';
import type { Constant } from './ast.js';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6, readIpv4, readIpv6 } from './ip.js';
import type { Token } from './tokens.js';

export interface ReadConstant {
  readonly constant: Constant | null;
  readonly problem?: ExpressionProblem;
  /** Of the same kind as the first. */
  readonly more?: readonly ExpressionProblem[];
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

/** i64::MAX. The engine parses the digits without the sign, so that -2^63 is too large as well. */
const largestInteger = 2n ** 63n - 1n;

/** So many digits fit into a number, whatever their base: it becomes a bigint sooner than a text does. */
const digitsOfNumber = 15;

/** Reads the token of a constant, or of what is found in its place. */
export function readConstant({ kind, image, start, end }: Omit<Token, 'tokenTypeIdx'>): ReadConstant {
  const span: Span = { start, end };
  switch (kind) {
    case 'StringLiteral': {
      const inner = image.slice(1, -1);
      const value = inner.includes('\\') ? inner.replace(/\\(.)/g, (_, letter) => escapes[letter]!) : inner;
      return { constant: { kind: 'string', value, raw: false, span } };
    }
    case 'RawStringLiteral':
      return { constant: { kind: 'string', value: image.slice(3, -2), raw: true, span } };
    case 'IntLiteral':
      return readInteger(image, span);
    case 'Ipv4Literal':
      return readAddress(image, 4, span);
    case 'Ipv6Literal':
      return readAddress(image, 6, span);
    case 'Ipv4CidrLiteral':
      return readCidr(image, 4, span);
    case 'Ipv6CidrLiteral':
      return readCidr(image, 6, span);
    case 'WrongEscapeString': {
      const [problem, ...more] = wrongEscapes(image, span.start);
      return { constant: null, problem: problem!, more };
    }
    case 'UnclosedString':
      return wrong({ code: 'expression-unclosed', args: { what: 'string' }, span });
    case 'UnclosedRawString':
      return wrong({ code: 'expression-unclosed', args: { what: 'raw-string' }, span });
    default:
      return wrong({
        code: 'expression-syntax',
        args: { expected: 'constant', found: 'text', text: image },
        span,
      });
  }
}

/** Only the constant is wrong, and its end is known. */
export const isWrongValue = ({ code }: ExpressionProblem): boolean =>
  code === 'expression-escape' ||
  code === 'expression-integer-range' ||
  code === 'expression-ip-address' ||
  code === 'expression-cidr-length' ||
  code === 'expression-cidr-host-bits';

/** Every backslash that begins none of the five escapes, with the character after it. */
function wrongEscapes(image: string, offset: number): ExpressionProblem[] {
  const wrong = [...image.matchAll(/\\(.)/gsu)].filter(([, letter]) => !Object.hasOwn(escapes, letter!));
  return wrong.map(({ 0: written, index }) => ({
    code: 'expression-escape',
    args: { escape: written },
    span: { start: offset + index, end: offset + index + written.length },
  }));
}

const wrong = (problem: ExpressionProblem): ReadConstant => ({ constant: null, problem });

function readInteger(text: string, span: Span): ReadConstant {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  // `09` is not an octal number, so the engine's grammar reads it as decimal.
  const octal = digits.startsWith('0') && /^0[0-7]+$/.test(digits);
  const written = octal ? `0o${digits.slice(1)}` : digits;
  const size = BigInt(digits.length <= digitsOfNumber ? Number(written) : written);
  if (size > largestInteger) return wrong({ code: 'expression-integer-range', args: { text }, span });
  return { constant: { kind: 'int', value: negative ? -size : size, span } };
}

function readAddress(text: string, family: 4 | 6, span: Span): ReadConstant {
  const bits = family === 4 ? readIpv4(text) : readIpv6(text);
  if (bits === null) return wrong({ code: 'expression-ip-address', args: { text, family }, span });
  return { constant: { kind: 'ip', family, text, span } };
}

/** As the crate `cidr` parses: the address, a length in decimal, and no bit set after the length. */
function readCidr(text: string, family: 4 | 6, span: Span): ReadConstant {
  const slash = text.indexOf('/');
  const address = text.slice(0, slash);
  const length = Number(text.slice(slash + 1));
  const width = family === 4 ? 32 : 128;
  // Leading zeros in an octet are let through here and judged by version in `check.ts`.
  const isNetwork = family === 4 ? isNetworkOfIpv4(address, length) : isNetworkOfIpv6(address, length);
  if (isNetwork === null) {
    return wrong({ code: 'expression-ip-address', args: { text: address, family }, span });
  }
  if (length > width) {
    return wrong({ code: 'expression-cidr-length', args: { text, longest: width }, span });
  }
  if (isNetwork) return { constant: { kind: 'cidr', family, text, span } };
  const bits = family === 4 ? parseIpv4(address, { leadingZeros: true })! : parseIpv6(address)!;
  const hostBits = BigInt(width - length);
  const network = (bits >> hostBits) << hostBits;
  const written = family === 4 ? formatIpv4(network) : formatIpv6(network);
  return wrong({ code: 'expression-cidr-host-bits', args: { text, network: `${written}/${length}` }, span });
}

/** Whether no bit is set after the length; `null` if it is not an address. Leading zeros are judged in `check.ts`. */
function isNetworkOfIpv4(address: string, length: number): boolean | null {
  const bits = readIpv4(address, { leadingZeros: true });
  // Of 32 bits, those that are not shifted out are after the length.
  return bits === null ? null : length >= 32 || bits << length === 0;
}

function isNetworkOfIpv6(address: string, length: number): boolean | null {
  const groups = readIpv6(address);
  if (!groups) return null;
  for (let i = 0; i < groups.length; i++) {
    const hostBits = Math.min(16, Math.max(0, 16 * (i + 1) - length));
    if ((groups[i]! & ((1 << hostBits) - 1)) !== 0) return false;
  }
  return true;
}
