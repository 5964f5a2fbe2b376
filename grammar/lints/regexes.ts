/** Regexes on paths without an anchor, and regexes that are plain text. */

import { isAtLeast } from '../gateway-version.js';
import type { ExpressionFix, ExpressionProblem, PlainDifference } from '../problems.js';
import {
  beginsInsidePath,
  hasAlternatives,
  isAnchored,
  isAnchoredAtEnd,
  type PlainRegex,
  plainRegex,
} from '../regex/index.js';
import type { Language } from '../semantics/index.js';
import { quote } from '../syntax/index.js';
import type { Subject, WholePredicate } from './subject.js';

export function regex(
  predicate: WholePredicate,
  subject: Subject,
  language: Language,
): ExpressionProblem | null {
  const { operator, rhs } = predicate;
  if (operator !== '~' || rhs.kind !== 'string') return null;
  const found = plainRegex(rhs.value);
  const plain = found?.operator === 'contains' && !isAtLeast(language.gatewayVersion, '3.4') ? null : found;
  const isSearch = subject.name === 'http.path' && !isAnchored(rhs.value);
  // A text that does not begin with a slash is meant to match later in the path.
  if (isSearch && !(plain && beginsInsidePath(rhs.value))) return unanchored(predicate, subject);
  return plain && simple(predicate, plain, subject);
}

function unanchored({ rhs }: WholePredicate, { name }: Subject): ExpressionProblem | null {
  if (rhs.kind !== 'string') return null;
  const { value } = rhs;
  const isInside = beginsInsidePath(value);
  if (isInside && isAnchoredAtEnd(value)) return null;
  const at = rhs.span.start + (rhs.raw ? 3 : 1);
  const fix: ExpressionFix = {
    code: 'write-anchor',
    args: {},
    edits: [{ span: { start: at, end: at }, newText: '^' }],
    changes: true,
  };
  const isSimple = !isInside && !value.startsWith('(?') && !hasAlternatives(value);
  const args = { name, begins: isInside ? 'inside' : 'anywhere' } as const;
  return { code: 'expression-unanchored', args, span: rhs.span, ...(isSimple && { fix }) };
}

function simple(
  { lhs, operatorSpan, rhs }: WholePredicate,
  plain: PlainRegex,
  { name }: Subject,
): ExpressionProblem {
  const isRaw = rhs.kind === 'string' && rhs.raw && plain.text.includes('\\') && !plain.text.includes('"#');
  const instead = `${plain.operator} ${isRaw ? `r#"${plain.text}"#` : quote(plain.text)}`;
  const differences: PlainDifference[] = [
    // What a predicate on the path matched is what `strip_path` cuts.
    ...(name === 'http.path' && plain.operator === 'contains' ? ['strip-path-nothing' as const] : []),
    ...(name === 'http.path' && plain.operator !== 'contains' && plain.matchesMore
      ? ['strip-path-less' as const]
      : []),
    ...(plain.takesLineBreaks && mayHaveLineBreaks(name) ? ['line-breaks' as const] : []),
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
