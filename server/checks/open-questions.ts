/** What cannot be said of a route before its placeholders are filled in. */

import type { RouteAnalysis } from '../analysis/index.js';
import {
  hasPlaceholder,
  hasPlaceholders,
  type RouteDocument,
  type SourcedRoute,
  valueAt,
} from '../documents/index.js';
import type { ProblemCode, RoutePath } from '../problems/index.js';
import { matchFields } from '../routes/index.js';
import { keyText, placedAtKey } from './problem-places.js';

/** Whether the value at a path is still open for a problem. */
export type IsOpen = (code: ProblemCode, path: RoutePath) => boolean;

/**
 * Which problems cannot be reported yet because something is still to be filled in: those of such a value itself,
 * and that something is missing. That a field is there is known.
 */
export const findOpenQuestions = (known: RouteAnalysis): IsOpen => {
  // What is not known of Terraform's values is looked at closer (`certainOf`).
  if (known.alone.terraform || !known.once(findIsFilledIn)) return nothing;
  return openQuestions(known.alone, known.written);
};

/** Whether anything in the route is still to be filled in. */
export const findIsFilledIn = ({ alone, written }: RouteAnalysis): boolean => hasPlaceholders(alone, written);

const nothing: IsOpen = () => false;

function openQuestions(document: RouteDocument, route: SourcedRoute): IsOpen {
  const isOpen = (path: RoutePath) => {
    const value = valueAt(route.body, path);
    return value !== undefined && hasPlaceholders(document, route, value);
  };
  return (code, path) => {
    if (code === 'match-missing' || code === 'priority-without-expression') {
      return [...matchFields, 'expression', 'protocols'].some((field) => isOpen([field]));
    }
    if (code === 'field-not-for-protocol') return isOpen(['protocols']);
    if (code === 'field-unknown' || code === 'header-name')
      return hasPlaceholder(keyText(document, route, path));
    return !placedAtKey.has(code) && (isOpen(['protocols']) || isOpen(path));
  };
}
