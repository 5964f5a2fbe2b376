/** Functions that the language does not have, and calls without parentheses. */

import { transformFunctions } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { write } from './edits.js';
import type { Mistake } from './mistake.js';

export function unknownFunction({ span, text }: Mistake, name: string): ExpressionFix | null {
  if (/^not$/i.test(name)) {
    const open = text.indexOf('(', span.end);
    const edits = [{ span: { start: span.start, end: open }, newText: '!' }];
    return { code: 'write-negation', args: { operator: null }, edits };
  }
  const meant = Object.entries(transformFunctions).find(([, { alsoWritten }]) => alsoWritten?.test(name));
  return meant ? write(span, meant[0]) : null;
}

/** `lower http.path` */
export function wordBeforeArgument({ span, text }: Mistake): ExpressionFix {
  const before = text.slice(0, span.start).trimEnd().length;
  return {
    code: 'write-call',
    args: {},
    edits: [
      { span: { start: before, end: span.start }, newText: '(' },
      { span: { start: span.end, end: span.end }, newText: ')' },
    ],
  };
}
