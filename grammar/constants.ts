/** Constants: what a literal stands for, and what the engine refuses in it. */

import type { IToken } from 'chevrotain';
import type { Constant, Span } from './ast.js';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './ip.js';
import type { ExpressionProblem } from './problems.js';
import * as t from './tokens.js';

export interface ReadConstant {
  readonly constant: Constant | null;
  readonly problem?: ExpressionProblem;
  /** Of the same kind as the first. */
  readonly more?: readonly ExpressionProblem[];
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

/** i64::MAX. The engine parses the digits without the sign, so that -2^63 is too large as well. */
const largestInteger = 2n ** 63n - 1n;

/** Reads the token of a constant, or of what stands in the place of one. */
export function readConstant(token: Pick<IToken, 'image' | 'tokenType' | 'startOffset'>): ReadConstant {
  const { image, tokenType } = token;
  const span: Span = { start: token.startOffset, end: token.startOffset + image.length };
  switch (tokenType) {
    case t.StringLiteral: {
      const inner = image.slice(1, -1);
      const value = inner.includes('\\') ? inner.replace(/\\(.)/g, (_, letter) => escapes[letter]!) : inner;
      return { constant: { kind: 'string', value, raw: false, span } };
    }
    case t.RawStringLiteral:
      return { constant: { kind: 'string', value: image.slice(3, -2), raw: true, span } };
    case t.IntLiteral:
      return readInteger(image, span);
    case t.Ipv4Literal:
      return readAddress(image, 4, span);
    case t.Ipv6Literal:
      return readAddress(image, 6, span);
    case t.Ipv4CidrLiteral:
      return readCidr(image, 4, span);
    case t.Ipv6CidrLiteral:
      return readCidr(image, 6, span);
    case t.WrongEscapeString: {
      const [problem, ...more] = wrongEscapes(image, span.start);
      return { constant: null, problem: problem!, more };
    }
    case t.UnclosedString:
      return wrong({ code: 'expression-unclosed', args: { what: 'string', close: '"' }, span });
    case t.UnclosedRawString:
      return wrong({ code: 'expression-unclosed', args: { what: 'raw string', close: '"#' }, span });
    default:
      return wrong({
        code: 'expression-syntax',
        args: { expected: 'a constant: "text", r#"text"#, a number or an IP address', found: `\`${image}\`` },
        span,
      });
  }
}

/** Every backslash that begins none of the five escapes, with the character behind it. */
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
  // `09` is no octal number, so the engine's grammar takes it as decimal.
  const octal = /^0[0-7]+$/.test(digits);
  const size = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  if (size > largestInteger) return wrong({ code: 'expression-integer-range', args: { text }, span });
  return { constant: { kind: 'int', value: negative ? -size : size, span } };
}

function readAddress(text: string, family: 4 | 6, span: Span): ReadConstant {
  const bits = family === 4 ? parseIpv4(text) : parseIpv6(text);
  if (bits === null)
    return wrong({ code: 'expression-ip-address', args: { text, family: `IPv${family}` }, span });
  return { constant: { kind: 'ip', family, text, span } };
}

/** As the crate `cidr` parses: the address, a length in decimal, and no bit set behind the length. */
function readCidr(text: string, family: 4 | 6, span: Span): ReadConstant {
  const slash = text.indexOf('/');
  const address = text.slice(0, slash);
  const length = Number(text.slice(slash + 1));
  const width = family === 4 ? 32 : 128;
  // Leading zeros in an octet are let through here and judged by version in `check.ts`.
  const bits = family === 4 ? parseIpv4(address, { leadingZeros: true }) : parseIpv6(address);
  if (bits === null) {
    return wrong({ code: 'expression-ip-address', args: { text: address, family: `IPv${family}` }, span });
  }
  if (length > width) {
    return wrong({ code: 'expression-cidr-length', args: { text, longest: String(width) }, span });
  }
  const hostBits = BigInt(width - length);
  const network = (bits >> hostBits) << hostBits;
  if (network !== bits) {
    const written = family === 4 ? formatIpv4(network) : formatIpv6(network);
    const args = { text, network: `${written}/${length}` };
    return wrong({ code: 'expression-cidr-host-bits', args, span });
  }
  return { constant: { kind: 'cidr', family, text, span } };
}
