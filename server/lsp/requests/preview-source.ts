/** `kongRoutes/previewSource`: where the route is written that a place of a generated document shows. */

import type { Location } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { dataOfRoute, readDocument, routeAt } from '../../documents/index.js';
import { deckState } from '../../kubernetes/index.js';
import type { PreviewSourceParams } from '../../protocol/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { manifestsOf } from '../manifests.js';
import { locationOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const previewSourceRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/previewSource',
      async (params: PreviewSourceParams): Promise<Location | null> => {
        const snapshot = await session.snapshotOfFile(params.uri);
        return snapshot && previewSource(snapshot, params);
      },
    ),
};

/** The object that the route at the place is made of; `null` if no route is there. */
export function previewSource(
  snapshot: Snapshot,
  { flavor, position }: Omit<PreviewSourceParams, 'uri'>,
): Location | null {
  const set = manifestsOf(snapshot);
  if (!set) return null;
  const generated = deckState(set.translation, flavor, set.file);
  const offset = TextDocument.create('', 'yaml', 0, generated).offsetAt(position);
  const route = routeAt(readDocument(generated, 'yaml'), offset);
  const name = route && dataOfRoute(route.body).name;
  const { services } = flavor === 'expressions' ? set.translation.expressions : set.translation.traditional;
  const made = services.flatMap((service) => service.routes).find((one) => one.name === name);
  if (!made) return null;
  const { file, range } = made.object.origin;
  return locationOf({ uri: file, span: { start: range[0], end: range[1] } }, snapshot.text, snapshot.sources);
}
