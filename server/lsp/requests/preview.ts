/** `kongRoutes/preview`: a document as it would be with all of its routes in another style. */

import { convertTable } from '../../conversion/index.js';
import { deckState } from '../../kubernetes/index.js';
import { refusalWords, verificationWords } from '../../problems/index.js';
import type { PreviewParams, PreviewResult, RouterFlavor, Style } from '../../protocol/index.js';
import { applyEdits } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { manifestsOf } from '../manifests.js';
import type { RequestHandler } from '../request-handler.js';
import { inSlices } from '../slices.js';
import { restOfTable } from '../table-diagnostics.js';

export const previewRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/preview',
      async ({ uri, to, flavor }: PreviewParams): Promise<PreviewResult | null> => {
        const snapshot = await session.snapshotOfFile(uri);
        const generated = snapshot && generatedPreview(snapshot, to, flavor);
        if (!snapshot || generated) return generated;
        const made = await inSlices(preview(snapshot, to), () => false);
        return made?.result ?? null;
      },
    ),
};

/** Routes that could not be converted stay unchanged in the text. */
export function* preview(snapshot: Snapshot, to: Style): Generator<void, PreviewResult> {
  const { document, analysis } = snapshot;
  const others = restOfTable(snapshot).map((file) => file.analysis);
  const { conversions, verification } = yield* convertTable(analysis, to, { others });
  const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  const leftAlone = conversions.flatMap(({ label, result }) =>
    'refused' in result ? [{ route: label, reason: refusalWords(result.refused) }] : [],
  );
  return {
    text: applyEdits(document.text, edits),
    leftAlone,
    verification:
      edits.length === 0 ? null : { kind: verification.kind, message: verificationWords(verification) },
  };
}

/**
 * Of a manifest: the decK state of what the controller makes of its objects, with the services.
 *
 * @returns `null` for other documents
 */
export function generatedPreview(
  snapshot: Snapshot,
  to: Style,
  flavor: RouterFlavor = to === 'expressions' ? 'expressions' : 'traditional_compatible',
): PreviewResult | null {
  const set = manifestsOf(snapshot);
  return set && { text: deckState(set.translation, flavor, set.file), isGenerated: true, leftAlone: [] };
}
