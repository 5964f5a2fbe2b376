/** Reading a document again after an edit. */

import type { RouteDocument } from './document.js';
import { readDocument } from './read.js';

/** Equal to `readDocument(text, previous.format)`. */
export function rereadDocument(previous: RouteDocument, text: string): RouteDocument {
  return text === previous.text ? previous : readDocument(text, previous.format);
}
