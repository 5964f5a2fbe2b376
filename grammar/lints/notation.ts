/**
 * Constants that are compared as they are written, and that are written as a pattern: a regex, a glob, a placeholder, or the
 * `~*` that a regex of a header has in the fields of a traditional route.
 */

import type { ComparisonOperator } from '../language/index.js';
import { escapeRegex, headerNotation, pathNotation } from '../notation/index.js';
import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { quote } from '../syntax/index.js';
import { subjectOf, type WholePredicate } from './subject.js';

/** What the operators compare that have a text on their right. */
const literal: ReadonlySet<ComparisonOperator> = new Set(['==', '!=', '^=', '=^', 'contains']);

export function notation(predicate: WholePredicate): ExpressionProblem[] {
  const { lhs, operator, rhs } = predicate;
  if (rhs.kind !== 'string') return [];
  const { name } = subjectOf(lhs);
  if (operator === '~') return marker(predicate, name, rhs.value);
  if (!literal.has(operator)) return [];
  if (name === 'http.path') return ofPath(predicate, rhs.value);
  if (name.startsWith('http.headers.')) return ofHeader(predicate, name, rhs.value);
  return [];
}

/** What begins a regex in `paths` (`~/`) and `headers` (`~*`) begins no regex here. */
function marker(predicate: WholePredicate, name: string, pattern: string): ExpressionProblem[] {
  const ofPath = name === 'http.path' ? /^\^?~\*?\s*\^?(\/.*)$/s.exec(pattern)?.[1] : undefined;
  const ofHeader = name.startsWith('http.headers.') ? /^~\*(.+)$/s.exec(pattern)?.[1] : undefined;
  const meant = ofPath === undefined ? ofHeader : `^${ofPath}`;
  return meant === undefined ? [] : [problem(predicate, `~ ${rawOf(meant)}`, 'marker')];
}

function ofPath(predicate: WholePredicate, text: string): ExpressionProblem[] {
  const found = text.startsWith('/') ? pathNotation(text) : null;
  if (!found || found.notation === 'query' || found.notation === 'blank') return [];
  const { operator } = predicate;
  const { meant } = found;
  if (!meant) return [problem(predicate, null)];
  if (meant.kind === 'prefixes') {
    const [path] = meant.paths;
    const isOne = meant.paths.length === 1 && (operator === '==' || operator === '^=');
    return [problem(predicate, isOne ? `^= ${constantOf(path || '/', predicate)}` : null)];
  }
  const end = operator === '==' && !meant.pattern.endsWith('$') ? '$' : '';
  const start = operator === '^=' ? meant.pattern.replace(/(?<!\\)\$$/, '') : meant.pattern;
  const isRegex = operator === '==' || operator === '^=';
  return [problem(predicate, isRegex ? `~ ${rawOf(`^${start}${end}`)}` : null)];
}

function ofHeader(predicate: WholePredicate, name: string, text: string): ExpressionProblem[] {
  const marked = /^~\*?\s*(.+)$/s.exec(text)?.[1];
  const header = name.slice('http.headers.'.length).replaceAll('_', '-');
  const found = headerNotation(header, text);
  if (!found && (marked === undefined || !text.startsWith('~*'))) return [];
  if (predicate.operator !== '==') return [problem(predicate, null)];
  const value = found?.meant.length === 1 ? found.meant[0]! : text;
  const isList = found?.notation === 'list';
  const pattern = isList ? `^(?:${found.meant.map(escapeRegex).join('|')})$` : value.replace(/^~\*/, '');
  return [problem(predicate, `~ ${rawOf(pattern)}`)];
}

/** @param instead an operator and a constant */
function problem(
  { lhs, operatorSpan, rhs }: WholePredicate,
  instead: string | null,
  as: 'text' | 'marker' = 'text',
): ExpressionProblem {
  const span = { start: operatorSpan.start, end: rhs.span.end };
  const space = span.start === lhs.span.end ? ' ' : '';
  const fix: ExpressionFix | null =
    instead === null
      ? null
      : {
          code: 'write',
          args: { text: instead },
          edits: [{ span, newText: space + instead }],
          changes: true,
        };
  const args = { name: subjectOf(lhs).name, as, instead };
  return { code: 'expression-notation', args, span: rhs.span, ...(fix && { fix }) };
}

const constantOf = (text: string, { rhs }: WholePredicate): string =>
  rhs.kind === 'string' && rhs.raw && !text.includes('"#') ? `r#"${text}"#` : quote(text);

/** A regex is written raw wherever it can be. */
const rawOf = (pattern: string): string => (pattern.includes('"#') ? quote(pattern) : `r#"${pattern}"#`);
