/** Whether a route is written as JSON, where YAML would allow more. */

import type { RouteDocument, SourcedRoute } from './document.js';

/** In a file of another tool it is as its Kong document is. */
export function isWrittenAsJson({ format, text, parts }: RouteDocument, { path }: SourcedRoute): boolean {
  const part = parts[Number(path[0])];
  if (!part) return format === 'json';
  return /^\s*[{[]\s*(?:"|\{\s*")/.test(text.slice(part.span.start, part.span.end));
}
