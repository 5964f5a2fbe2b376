/** Above each route: what it is in another style, and the way there. */

import type { CodeLens } from 'vscode-languageserver';
import { effectiveData } from '../../documents/index.js';
import type { ConvertArguments } from '../../protocol.js';
import { kindOf, readRoute } from '../../routes/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { rangeOf } from '../ranges.js';
import { convertCommand } from './code-action.js';

/** The command that shows a document beside its translation, run by the client. */
export const previewCommand = 'kongRoutes.previewInFlavor';

export function codeLenses({ document, text }: Snapshot): CodeLens[] {
  // Of an expression alone there is no other half.
  if (document.kind === 'expression') return [];
  return document.routes.flatMap((route): CodeLens[] => {
    const kind = kindOf(readRoute(effectiveData(document, route)));
    const range = rangeOf(text, { start: 0, end: 0 }, route.start);
    const preview = { title: 'Preview in flavor …', command: previewCommand, arguments: [text.uri] };
    if (kind !== 'traditional' && kind !== 'expression') return [{ range, command: preview }];
    const to = kind === 'traditional' ? 'expressions' : 'traditional';
    const args: ConvertArguments = { uris: [text.uri], to, at: range.start };
    const title = kind === 'traditional' ? 'Convert to expression' : 'Convert to traditional fields';
    return [
      { range, command: preview },
      { range, command: { title, command: convertCommand, arguments: [args] } },
    ];
  });
}
