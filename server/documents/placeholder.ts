/**
 * Text that is filled in before Kong sees it: `${{ env "DECK_PATH" }}` of decK, `{{ .Values.path }}` of Helm,
 * `${HOST}` of a shell, and others. What a value with one of these will be, nobody knows from the file.
 */

import { dataOf, dataOfRoute } from './data.js';
import type { RouteDocument, SourcedRoute, SourcedValue } from './document.js';

const placeholder = /\{\{[\s\S]*?\}\}|\$\{[A-Za-z_][^}]*\}/;

export const hasPlaceholder = (text: string): boolean => placeholder.test(text);

/** Whether there is one in a value of a route, or anywhere in the route. */
export function hasPlaceholders(document: RouteDocument, route: SourcedRoute, value?: SourcedValue): boolean {
  const { start, end } = (value ?? route.body).span;
  const written = document.text.slice(route.start + start, route.start + end);
  // Both as written, where YAML reads `{{ x }}` as a mapping, and as read, where it comes through an alias or an escape.
  if (hasPlaceholder(written)) return true;
  return /[*\\]/.test(written) && isIn(value ? dataOf(value) : dataOfRoute(route.body));
}

function isIn(data: unknown): boolean {
  if (typeof data === 'string') return hasPlaceholder(data);
  return typeof data === 'object' && data !== null && Object.values(data).some(isIn);
}
