/** A document as it would be with all of its routes in another style. */

import { convertAll } from '../../conversion/index.js';
import { applyEdits } from '../../documents/index.js';
import type { PreviewResult, Style } from '../../protocol.js';
import type { Snapshot } from '../../workspace/index.js';

/** What could not be converted stands in the text as it was. */
export function preview({ document, gateway }: Snapshot, to: Style): PreviewResult {
  const conversions = convertAll(document, to, gateway);
  const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  const leftAlone = conversions.flatMap(({ label, result }) =>
    'refused' in result ? [{ route: label, reason: result.refused }] : [],
  );
  return { text: applyEdits(document.text, edits), leftAlone };
}
