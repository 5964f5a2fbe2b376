/** `kongRoutes/preview`: a document as it would be with all of its routes in another style. */

import { convertAll } from '../../conversion/index.js';
import { applyEdits } from '../../documents/index.js';
import type { PreviewParams, PreviewResult, Style } from '../../protocol.js';
import type { Snapshot } from '../../workspace/index.js';
import type { RequestHandler } from '../request-handler.js';

export const previewRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/preview',
      async ({ uri, to }: PreviewParams): Promise<PreviewResult | null> => {
        const snapshot = await session.snapshotOfFile(uri);
        return snapshot && preview(snapshot, to);
      },
    ),
};

/** What could not be converted stands in the text as it was. */
export function preview({ document, analysis }: Snapshot, to: Style): PreviewResult {
  const conversions = convertAll(analysis, to);
  const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  const leftAlone = conversions.flatMap(({ label, result }) =>
    'refused' in result ? [{ route: label, reason: result.refused }] : [],
  );
  return { text: applyEdits(document.text, edits), leftAlone };
}
