/** What is known of the last version of a document, so that of the next one only what changed is looked at. */

import type { StructureKey } from '../documents/index.js';
import { RoutesInDocument } from './routes-in-document.js';

export class DocumentMemory {
  readonly routes = new RoutesInDocument();
  /** Keys of the file, or of a service, with which nothing is wrong. */
  readonly rightKeys = new WeakSet<readonly StructureKey[]>();
}
