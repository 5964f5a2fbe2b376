/** What a controller makes of manifests, as a document like any other: routes with their services. */

import { type RouteDocument, readDocument } from '../documents/index.js';
import { deckState, type Flavor, type Translation } from '../kubernetes/index.js';

/** @param file where only the routes of one file are wanted */
export const generatedDocument = (translation: Translation, flavor: Flavor, file?: string): RouteDocument =>
  readDocument(deckState(translation, flavor, file), 'yaml');
