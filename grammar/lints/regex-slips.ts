/** Regexes that match other texts than they seem to: a star after a slash, a dot, a host that may go on. */

import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { isAnchored, isAnchoredAtEnd, loneDots, starredSlashes } from '../regex/index.js';
import type { Span } from '../span.js';
import { quote } from '../syntax/index.js';
import { subjectOf, type WholePredicate } from './subject.js';

export function regexSlips(predicate: WholePredicate): ExpressionProblem[] {
  const { lhs, operator, rhs } = predicate;
  if (operator !== '~' || rhs.kind !== 'string') return [];
  const { name } = subjectOf(lhs);
  const isHost = name === 'http.host' || name === 'tls.sni';
  return [
    ...(name === 'http.path' ? stars(predicate, rhs.value) : []),
    ...(isHost || name === 'http.path' || name.startsWith('http.headers.') ? dots(predicate, rhs.value) : []),
    ...(isHost ? openHost(predicate, name, rhs.value) : []),
  ];
}

function stars(predicate: WholePredicate, pattern: string): ExpressionProblem[] {
  const places = starredSlashes(pattern);
  if (places.length === 0) return [];
  const meant = edited(pattern, places, ({ start, end }) => {
    const slash = pattern.slice(start, end - 1);
    return `${slash}${end === pattern.length ? '.*' : '[^/]+'}`;
  });
  const fix = writeRegex(predicate, meant);
  return [{ code: 'expression-starred-slash', args: {}, span: predicate.rhs.span, fix }];
}

function dots(predicate: WholePredicate, pattern: string): ExpressionProblem[] {
  const places = loneDots(pattern);
  const [first] = places;
  if (!first) return [];
  const piece = pattern.slice(first.start - 1, first.end + 1);
  const args = { piece, meant: piece.replace('.', '\\.') };
  const fix = writeRegex(
    predicate,
    edited(pattern, places, () => '\\.'),
  );
  return [{ code: 'expression-regex-dot', args, span: predicate.rhs.span, fix }];
}

/** `example\.com` is also in `example.com.other.org`, and in `another-example.com`. */
function openHost(predicate: WholePredicate, name: string, pattern: string): ExpressionProblem[] {
  const isNamed = /\w\\?\.[a-z]{2,}\)*$/i.test(pattern);
  const isOpenAtEnd = isNamed && !isAnchoredAtEnd(pattern);
  const isOpenAtStart = /^\w[\w-]*\\?\./.test(pattern) && !isAnchored(pattern);
  if (!isOpenAtEnd && !isOpenAtStart) return [];
  const side = isOpenAtEnd && isOpenAtStart ? 'both' : isOpenAtEnd ? 'end' : 'start';
  const isChoice = pattern.includes('|');
  const meant = isChoice
    ? `${isOpenAtStart ? '^' : ''}(?:${pattern})${isOpenAtEnd ? '$' : ''}`
    : `${isOpenAtStart ? '^' : ''}${pattern}${isOpenAtEnd ? '$' : ''}`;
  const fix = writeRegex(predicate, meant);
  return [{ code: 'expression-host-open', args: { name, side }, span: predicate.rhs.span, fix }];
}

const edited = (text: string, places: readonly Span[], write: (place: Span) => string): string =>
  places
    .toReversed()
    .reduce((now, place) => now.slice(0, place.start) + write(place) + now.slice(place.end), text);

function writeRegex({ rhs }: WholePredicate, pattern: string): ExpressionFix {
  const isRaw = rhs.kind === 'string' && rhs.raw && !pattern.includes('"#');
  const text = isRaw ? `r#"${pattern}"#` : quote(pattern);
  return { code: 'write', args: { text }, edits: [{ span: rhs.span, newText: text }], changes: true };
}
