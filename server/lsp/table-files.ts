/** The files that make up the table of the Gateway that reads a document. */

import type { RouteDocument } from '../documents/index.js';
import type { At } from '../pages/index.js';
import type { LabelledRoute } from '../routing/index.js';
import { nameOf, positions, uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';

export interface TableFile {
  /** Its URI. */
  readonly file: string;
  readonly document: RouteDocument;
}

/**
 * The document itself and what else its Gateway reads, where one Gateway is found that reads it. Where several do, or
 * none is known, the document alone.
 */
export function tableFilesOf({ text, document, pairing, sources, settings }: Snapshot): TableFile[] {
  const own: TableFile = { file: text.uri, document };
  const [gateway, ...others] = pairing.gateways;
  if (!gateway || others.length > 0) return [own];
  const files = sources.routesOf(gateway, settings);
  const isOwn = (uri: string) => uriKey(uri) === uriKey(text.uri);
  if (!files.some(({ uri }) => isOwn(uri))) return [own];
  return files.map(({ uri, analysis }) => (isOwn(uri) ? own : { file: uri, document: analysis.document }));
}

/** Where a route is written. */
export function placeOfRoute({ file, document, sourced }: LabelledRoute): At {
  const positionOf = positions(document.text);
  const start = positionOf(sourced.start);
  return { uri: file, file: nameOf(file), range: { start, end: start } };
}
