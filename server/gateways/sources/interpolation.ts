/** Variables in texts, as Docker Compose fills them in (compose-spec/compose-go `template/template.go`). */

import { append } from '../../text/index.js';
import { asVariable, type Piece, slice, type TracedText, textWithBlanks } from './traced-text.js';

/** @returns `undefined` for a variable that no file sets */
export type Lookup = (name: string) => TracedText | undefined;

/**
 * A text with its variables filled in: `$NAME`, `${NAME}`, `${NAME:-default}` (where it is not set or empty) and
 * `${NAME-default}` (where it is not set), `${NAME:+text}` and `${NAME+text}` if it is, `${NAME:?message}` if it
 * has to be; `$$` for a dollar sign. Defaults and texts may have variables, too.
 *
 * @returns `null` if Compose refuses the text
 */
export function interpolate(traced: TracedText, lookup: Lookup): TracedText | null {
  const text = textWithBlanks(traced);
  if (!text.includes('$')) return traced;
  const filled: Piece[] = [];
  let at = 0;
  for (let dollar = text.indexOf('$'); dollar !== -1; dollar = text.indexOf('$', at)) {
    const expression = expressionAt(text, dollar);
    if (expression === 'invalid') return null;
    const end = expression?.end ?? dollar + 1;
    // A dollar sign that begins nothing represents itself.
    append(filled, filledSlice(traced, at, expression ? dollar : end));
    if (expression) {
      const value = expressionValue(expression, traced, dollar, lookup);
      if (!value) return null;
      append(filled, value);
    }
    at = end;
  }
  append(filled, filledSlice(traced, at, text.length));
  return filled.length > 0 ? filled : slice(traced, 0, 0);
}

const filledSlice = (traced: TracedText, start: number, end: number): TracedText =>
  start < end ? slice(traced, start, end) : [];

interface Expression {
  readonly end: number;
  /** `$` for a dollar sign that is doubled. */
  readonly name: string;
  readonly operator: string;
  /** The text after the operator. */
  readonly operand: { readonly start: number; readonly end: number };
}

function expressionAt(text: string, dollar: number): Expression | 'invalid' | null {
  const rest = text.slice(dollar + 1);
  const plain = /^(?:\$|[_a-z]\w*)/i.exec(rest)?.[0];
  if (plain !== undefined) {
    const end = dollar + 1 + plain.length;
    return { end, name: plain, operator: '', operand: { start: end, end } };
  }
  if (!rest.startsWith('{')) return null;
  const [begin, name, operator] = /^\{([_a-z]\w*)(:?[-+?]|(?=\}))/i.exec(rest) ?? [];
  const close = closingBrace(text, dollar + 1);
  if (begin === undefined || close === -1) return 'invalid';
  const start = dollar + 1 + begin.length;
  return { end: close + 1, name: name!, operator: operator!, operand: { start, end: close } };
}

/** In the line of the opening one (`getFirstBraceClosingIndex`): where the braces have no end, the last there is. */
function closingBrace(text: string, open: number): number {
  const newLine = text.indexOf('\n', open);
  const lineEnd = newLine === -1 ? text.length : newLine;
  let depth = 0;
  for (let at = open; at < lineEnd; at++) {
    if (text[at] === '}' && --depth === 0) return at;
    // What follows a brace that opens is not a brace.
    if (text[at] === '{') at += Math.sign(++depth);
  }
  return text.slice(0, lineEnd).indexOf('}', open) === -1 ? -1 : text.lastIndexOf('}', lineEnd - 1);
}

function expressionValue(
  { name, operator, operand, end }: Expression,
  traced: TracedText,
  dollar: number,
  lookup: Lookup,
): TracedText | null {
  if (name === '$') return slice(traced, dollar, dollar + 1);
  const value = lookup(name);
  const other = () => interpolate(slice(traced, operand.start, operand.end), lookup);
  const isSet = value !== undefined && (!operator.startsWith(':') || textWithBlanks(value) !== '');
  if (operator.endsWith('-') && !isSet) {
    const byDefault = other();
    return byDefault && asVariable(name, byDefault);
  }
  if (operator.endsWith('+') && isSet) return other();
  if (value) return operator.endsWith('?') && !isSet ? null : asVariable(name, value);
  const [first] = slice(traced, dollar, end);
  return first ? [{ ...first, text: null, variable: name }] : [];
}
