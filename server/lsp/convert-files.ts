/** Converting many routes through one workspace edit: each is an entry of the editor's refactor preview. */

import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  Position,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import {
  convertTable,
  convertToExpression,
  convertToTraditional,
  type RouteConversion,
  verifyOne,
} from '../conversion/index.js';
import { joinEdits, routeAt } from '../documents/index.js';
import { type Verification, verificationWords } from '../problems/index.js';
import type { ConvertedRoute, ConvertSummary, Style } from '../protocol.js';
import type { Snapshot } from '../workspace/index.js';
import { rangeOf } from './ranges.js';

/** The command that converts routes. */
export const convertCommand = 'kongRoutes.convert';

export interface FileConversions {
  readonly edits: readonly TextDocumentEdit[];
  readonly annotations: Readonly<Record<string, ChangeAnnotation>>;
  readonly converted: readonly ConvertedRoute[];
  readonly leftAlone: ConvertSummary['leftAlone'];
  readonly verifications: ConvertSummary['verifications'];
}

/**
 * The conversions of one document.
 *
 * @param version of the document in the editor; `null` where it is not open
 */
export function* convertFile(
  snapshot: Snapshot,
  version: number | null,
  to: Style,
): Generator<void, FileConversions> {
  const { conversions, verification } = yield* convertTable(snapshot.analysis, to);
  return collect(snapshot, version, conversions, verification);
}

/** The conversion of the route at a place. */
export function* convertOneRoute(
  snapshot: Snapshot,
  version: number | null,
  to: Style,
  position: Position,
): Generator<void, FileConversions> {
  const { document, analysis, text } = snapshot;
  const route = routeAt(document, text.offsetAt(position));
  const convert = to === 'expressions' ? convertToExpression : convertToTraditional;
  if (!route) return collect(snapshot, version, [], null);
  const conversion = convert(analysis, route);
  const verification = 'refused' in conversion.result ? null : yield* verifyOne(analysis, conversion, to);
  return collect(snapshot, version, [conversion], verification);
}

function collect(
  { document, text }: Snapshot,
  version: number | null,
  conversions: readonly RouteConversion[],
  verification: Verification | null,
): FileConversions {
  const { uri } = text;
  const edits: AnnotatedTextEdit[] = [];
  const annotations: Record<string, ChangeAnnotation> = {};
  const converted: ConvertedRoute[] = [];
  const leftAlone: { uri: string; route: string; reason: string }[] = [];
  for (const { label, result, notes, route } of conversions) {
    if ('refused' in result) {
      leftAlone.push({ uri, route: label, reason: result.refused });
      continue;
    }
    converted.push({ uri, route: label, notes });
    const annotationId = `${uri}#${route.start}`;
    annotations[annotationId] = {
      label,
      needsConfirmation: true,
      ...(notes.length > 0 && { description: notes.join('; ') }),
    };
    // One entry of the preview a route: half of its edits would make another route of it.
    const { span, newText } = joinEdits(document.text, result.edits);
    edits.push({ range: rangeOf(text, span), newText, annotationId });
  }
  return {
    edits: edits.length > 0 ? [{ textDocument: { uri, version }, edits }] : [],
    annotations,
    converted,
    leftAlone,
    verifications:
      verification && converted.length > 0
        ? [{ uri, kind: verification.kind, message: verificationWords(verification) }]
        : [],
  };
}

/** One edit for all files, so that one undo takes it back; in the newest form that the client knows. */
export function workspaceEdit(
  files: readonly Pick<FileConversions, 'edits' | 'annotations'>[],
  client: { readonly changeAnnotations: boolean; readonly documentChanges: boolean },
): WorkspaceEdit {
  const documentChanges = files.flatMap(({ edits }) => edits);
  if (client.changeAnnotations) {
    const changeAnnotations = Object.assign({}, ...files.map(({ annotations }) => annotations));
    return { documentChanges, changeAnnotations };
  }
  const bare = documentChanges.map(({ textDocument, edits }) => ({
    textDocument,
    edits: (edits as AnnotatedTextEdit[]).map(({ range, newText }) => ({ range, newText })),
  }));
  if (client.documentChanges) return { documentChanges: bare };
  return { changes: Object.fromEntries(bare.map(({ textDocument, edits }) => [textDocument.uri, edits])) };
}
