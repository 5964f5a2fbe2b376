/** Predicates that Kong accepts, and that are probably not what their author meant. */

import type { ExpressionFix, ExpressionProblem, PlainDifference } from '../problems.js';
import {
  beginsInsidePath,
  hasAlternatives,
  isAnchored,
  isAnchoredAtEnd,
  type PlainRegex,
  plainRegex,
} from '../regex/index.js';
import { hasEngineOf36, isAtLeast, type Language, presenceOf } from '../semantics/index.js';
import { quote } from '../syntax/index.js';
import { neverTrue } from './never.js';
import { type Subject, subjectOf, type TextOf, type WholePredicate, written } from './subject.js';

export function lintPredicate(
  predicate: WholePredicate,
  language: Language,
  textOf: TextOf,
): ExpressionProblem[] {
  const never = neverTrue(predicate, language);
  // What never matches needs no further advice.
  if (never) return [never];
  const subject = subjectOf(predicate.lhs);
  return [
    headerCase(predicate, subject),
    hostCase(predicate, subject),
    absent(predicate, subject, language, textOf),
    allValues(predicate, subject, language, textOf),
    regex(predicate, subject, language),
  ].filter((problem) => problem !== null);
}

/** OpenResty finds a header whatever the case of the name that it is asked for (`ngx.req.get_headers`). */
function headerCase({ lhs }: WholePredicate, { name }: Subject): ExpressionProblem | null {
  const right = name.toLowerCase();
  if (!name.startsWith('http.headers.') || name === right) return null;
  let field = lhs;
  while (field.kind === 'call') field = field.argument!;
  const edits = [{ span: field.span, newText: right }];
  const fix: ExpressionFix = { code: 'write', args: { text: right }, edits };
  return { code: 'expression-header-case', args: { name, right }, span: field.span, fix };
}

/** Kong compares the `Host` header as it is sent (Kong/kong `kong/router/atc.lua`). */
function hostCase({ operator, rhs }: WholePredicate, { name, lower }: Subject): ExpressionProblem | null {
  if (name !== 'http.host' || lower || rhs.kind !== 'string') return null;
  const right = rhs.value.toLowerCase();
  if (rhs.value === right || (operator === '~' && !plainRegex(rhs.value))) return null;
  const constant = rhs.raw ? `r#"${right}"#` : quote(right);
  const fix: ExpressionFix = {
    code: 'write-host',
    args: { text: constant },
    edits: [{ span: rhs.span, newText: constant }],
    changes: true,
  };
  return { code: 'expression-host-case', args: {}, span: rhs.span, fix };
}

/**
 * `!=` is false where there is nothing to compare (`src/interpreter.rs`: no value, no match). That every value differs is
 * the opposite of that one is equal. A `not in` is never concerned: every request has its addresses.
 */
function absent(
  { operator, operatorSpan, lhs, rhs, span }: WholePredicate,
  subject: Subject,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  const { name, any } = subject;
  const presence = presenceOf(name);
  // All but requests of HTTP/1.0 have a host.
  if (operator !== '!=' || presence === 'always' || name === 'http.host' || !hasEngineOf36(gatewayVersion)) {
    return null;
  }
  const opposite = presence === 'often' ? written({ ...subject, any: !any }) : textOf(lhs.span);
  const fix: ExpressionFix = {
    code: 'write-opposite',
    args: { name },
    edits: [{ span, newText: `!(${opposite} == ${textOf(rhs.span)})` }],
    changes: true,
  };
  return { code: 'expression-absent', args: { name, operator }, span: operatorSpan, fix };
}

/** Since atc-router 1.1 (Gateway 3.4) all values have to match (`src/interpreter.rs`). */
function allValues(
  { operator, lhs }: WholePredicate,
  { name, any }: Subject,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  if (presenceOf(name) !== 'often' || any || operator === '!=' || !isAtLeast(gatewayVersion, '3.4')) {
    return null;
  }
  const fix: ExpressionFix = {
    code: 'write-any',
    args: {},
    edits: [{ span: lhs.span, newText: `any(${textOf(lhs.span)})` }],
    changes: true,
  };
  return { code: 'expression-all-values', args: { name }, span: lhs.span, fix };
}

function regex(predicate: WholePredicate, subject: Subject, language: Language): ExpressionProblem | null {
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
