/** Regexes that are plain text. */

import { isAtLeast } from '../gateway-version.js';
import type { ExpressionFix, ExpressionProblem, PlainDifference } from '../problems.js';
import { type PlainRegex, plainRegex } from '../regex/index.js';
import type { Language } from '../semantics/index.js';
import { quote } from '../syntax/index.js';
import type { Subject, WholePredicate } from './subject.js';

/** @returns the operator and the text of a regex that is plain text; `null` for other predicates */
export function plainOf({ operator, rhs }: WholePredicate, { gatewayVersion }: Language): PlainRegex | null {
  if (operator !== '~' || rhs.kind !== 'string') return null;
  const plain = plainRegex(rhs.value);
  return plain?.operator === 'contains' && !isAtLeast(gatewayVersion, '3.4') ? null : plain;
}

export function simpleRegex(
  predicate: WholePredicate,
  { name }: Subject,
  language: Language,
): ExpressionProblem | null {
  const plain = plainOf(predicate, language);
  if (!plain) return null;
  const { lhs, operatorSpan, rhs } = predicate;
  const isRaw = rhs.kind === 'string' && rhs.raw && plain.text.includes('\\') && !plain.text.includes('"#');
  const instead = `${plain.operator} ${isRaw ? `r#"${plain.text}"#` : quote(plain.text)}`;
  const differences: PlainDifference[] = [
    // What a predicate on the path matched is what `strip_path` cuts.
    ...(name === 'http.path' && plain.operator === 'contains' ? ['strip-path-nothing' as const] : []),
    ...(name === 'http.path' && plain.operator !== 'contains' && plain.matchesMore
      ? ['strip-path-less' as const]
      : []),
    ...(plain.matchesLineBreaks && mayHaveLineBreaks(name) ? ['line-breaks' as const] : []),
  ];
  const span = { start: operatorSpan.start, end: rhs.span.end };
  const fix: ExpressionFix = {
    code: 'write-plain',
    args: { text: instead, differences },
    // A word must not become part of the name before it.
    edits: [{ span, newText: lhs.span.end === span.start ? ` ${instead}` : instead }],
    ...(differences.length > 0 && { changes: true }),
  };
  return { code: 'expression-simple-regex', args: { instead, differences }, span, fix };
}

/** As `%0A`, which is decoded. */
const mayHaveLineBreaks = (name: string): boolean => /^http\.(?:path|queries)(?:\.|$)/.test(name);
