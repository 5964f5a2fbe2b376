/** A file that is one expression (`.kong-expr`) → a route with nothing else. */

import { emptyDocument, type RouteDocument, type SourcedRoute, type SourcedScalar } from './document.js';

export function readExpressionFile(text: string): RouteDocument {
  const nothing: RouteDocument = { ...emptyDocument(text, 'expression'), kind: 'expression' };
  // A byte order mark is not part of the expression.
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const value = text.slice(start);
  // A file that was just made has no mistakes yet.
  if (value.trim() === '') return nothing;
  const span = { start: 0, end: value.length };
  const scalar: SourcedScalar = { kind: 'scalar', style: 'text', value, span, aliased: false, anchor: null };
  const entry = { key: 'expression', keySpan: { start: 0, end: 0 }, value: scalar, span, merged: false };
  const route: SourcedRoute = {
    start,
    path: ['expression'],
    body: { span, style: 'block', aliased: false, entries: [entry] },
  };
  return { ...nothing, routes: [route] };
}

/**
 * Which protocols the route of an expression must have for it to make sense. The file does not say; what only a stream
 * has does.
 */
export function protocolsOf(expression: string): readonly string[] {
  const compared = expression.matchAll(/\bnet\.protocol\s*[=!]=\s*(?:r#)?"(tcp|udp|tls)"/g);
  const protocols = [...new Set(Array.from(compared, ([, protocol]) => protocol!))];
  return protocols.length > 0 && !/\bhttp\./.test(expression) ? protocols : ['http', 'https'];
}
