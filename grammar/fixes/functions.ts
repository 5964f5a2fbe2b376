/** Functions that the language does not have, and calls without parentheses. */

import { comparisonOperatorNames, comparisonOperators, transformFunctions } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { write } from './edits.js';
import { matcherCall } from './matchers.js';
import type { Mistake } from './mistake.js';

export function unknownFunction(mistake: Mistake, name: string): ExpressionFix | null {
  const { span, text } = mistake;
  if (/^not$/i.test(name)) {
    const open = text.indexOf('(', span.end);
    const edits = [{ span: { start: span.start, end: open }, newText: '!' }];
    return { code: 'write-negation', args: { operator: null }, edits };
  }
  const meant = Object.entries(transformFunctions).find(([, { alsoWritten }]) => alsoWritten?.test(name));
  if (meant) return write(span, meant[0]);
  return comparisonCall(mistake, name) ?? callOfOneField(mistake, name) ?? matcherCall(mistake, span.start);
}

/** `startsWith(http.path, "/a")` */
function comparisonCall({ span: { start }, text }: Mistake, name: string): ExpressionFix | null {
  const operator = comparisonOperatorNames.find((one) =>
    comparisonOperators[one].alsoCalled?.includes(name.toLowerCase()),
  );
  const call = /^\w+\(\s*([A-Za-z][\w.]*)\s*,\s*("[^"]*"|r#"[^"]*"#)\s*\)/.exec(text.slice(start));
  if (!operator || !call) return null;
  const [whole, field, constant] = call;
  return write({ start, end: start + whole.length }, `${field} ${operator} ${constant}`);
}

/** `exists(http.headers.x)`, which begins with the empty text if it is there; `all( … )`, which is the rule. */
function callOfOneField({ span: { start }, text }: Mistake, name: string): ExpressionFix | null {
  const call = /^\w+\(\s*([A-Za-z][\w.]*)\s*\)/.exec(text.slice(start));
  if (!call) return null;
  const [whole, field] = call;
  const end = start + whole.length;
  if (/^all$/i.test(name)) return write({ start, end }, field!);
  const isCompared = /^\s*(?:[=!~^<>]|contains\b|(?:not )?in\b)/.test(text.slice(end));
  const isPresence = /^(?:is_?)?(?:exists?|defined|present|set|has)$/i.test(name);
  return isPresence && !isCompared ? write({ start, end }, `${field} ^= ""`) : null;
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
