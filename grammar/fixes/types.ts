/** Fields, operators and constants whose types do not go together. */

import type { FieldType } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { findField } from '../semantics/index.js';
import type { Span } from '../span.js';
import { type Constant, fieldOf, type Lhs, predicatesOf, quote } from '../syntax/index.js';
import { write, writeOperator } from './edits.js';
import { textInList } from './lists.js';
import { type Mistake, predicateAt } from './mistake.js';

/** The operator for the constant that is there, or the constant as the field's type has it. */
export function wrongTypes(mistake: Mistake): ExpressionFix | null {
  const { text } = mistake;
  const predicate = predicateAt(mistake);
  const type = predicate && typeOf(predicate.lhs);
  if (!type || !predicate.rhs || !predicate.operatorSpan) return null;
  const { operator, operatorSpan, rhs } = predicate;
  const isMembership = operator === 'in' || operator === 'not in';
  if (type === 'IpAddr' && rhs.kind === 'cidr' && (operator === '==' || operator === '!=')) {
    return writeOperator(operatorSpan, operator === '==' ? 'in' : 'not in', text);
  }
  if (type === 'IpAddr' && rhs.kind === 'ip' && isMembership) {
    return write(operatorSpan, operator === 'in' ? '==' : '!=');
  }
  if (type === 'Int' && rhs.kind === 'int' && isMembership) {
    return write(operatorSpan, operator === 'in' ? '==' : '!=');
  }
  if (type === 'String' && rhs.kind === 'string' && isMembership) return textInList(mistake);
  if (type === 'String' && rhs.kind !== 'string' && !isMembership) {
    return write(rhs.span, quote(text.slice(rhs.span.start, rhs.span.end)));
  }
  return rhs.kind === 'string' ? withoutQuotes(rhs, type, isMembership) : null;
}

/** A string as the number, the address or the range that is in it. */
function withoutQuotes(
  { value, span }: Extract<Constant, { kind: 'string' }>,
  type: FieldType,
  isMembership: boolean,
): ExpressionFix | null {
  if (type === 'IpAddr' && isMembership && /^[\da-f:.]+\/\d{1,3}$/i.test(value)) return write(span, value);
  if (type === 'Int') {
    return !isMembership && /^-?\d{1,18}$/.test(value) ? write(span, String(BigInt(value))) : null;
  }
  const isAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]+)$/.test(value);
  return isAddress ? write(span, value) : null;
}

const typeOf = (lhs: Lhs | null): FieldType | undefined => {
  const name = fieldOf(lhs)?.name;
  return name === undefined ? undefined : (findField(name, 'http') ?? findField(name, 'stream'))?.type;
};

/** The field without `lower( … )`, however often it is there. */
export function loweredNonText({ tree, span }: Mistake): ExpressionFix | null {
  const predicate = predicatesOf(tree).find(({ lhs }) => lhs?.span.start === span.start);
  const edits: { span: Span; newText: string }[] = [];
  let lhs = predicate?.lhs ?? null;
  for (; lhs?.kind === 'call'; lhs = lhs.argument) {
    if (!lhs.argument) return null;
    if (lhs.function !== 'lower') continue;
    edits.push(
      { span: { start: lhs.span.start, end: lhs.argument.span.start }, newText: '' },
      { span: { start: lhs.argument.span.end, end: lhs.span.end }, newText: '' },
    );
  }
  return edits.length > 0 ? { code: 'remove-function', args: { name: 'lower' }, edits } : null;
}
