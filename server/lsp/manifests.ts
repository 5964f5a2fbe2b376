/** The manifests of a document, for the requests about it. */

import { type ManifestSet, manifestSetOf } from '../manifests/index.js';
import type { Snapshot } from '../workspace/index.js';

/** @returns `null` for a document that holds no objects that Kong's controllers look at */
export const manifestsOf = ({ text, document, sources, settings }: Snapshot): ManifestSet | null =>
  document.kind === null ? manifestSetOf({ uri: text.uri, text: text.getText() }, sources, settings) : null;
