/** Converting many routes through one workspace edit: each is an entry of the editor's refactor preview. */

import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  Position,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { gatewayTables } from '../checks/index.js';
import {
  convertDocuments,
  convertModule,
  convertToExpression,
  convertToTraditional,
  type RouteConversion,
  verifiedConversion,
  verifyModuleFiles,
} from '../conversion/index.js';
import { joinEdits, routeAt } from '../documents/index.js';
import {
  isVerified,
  noteWords,
  refusalWords,
  type Verification,
  verificationWords,
} from '../problems/index.js';
import type { ConvertedRoute, ConvertSummary, Style } from '../protocol/index.js';
import { uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { editsOfOtherFiles } from './edits-of-other-files.js';
import { rangeOf } from './ranges.js';
import { restOfTable } from './table-diagnostics.js';

/** The command that converts routes. */
export const convertCommand = 'kongRoutes.convert';

export interface FileConversions {
  readonly edits: readonly TextDocumentEdit[];
  readonly annotations: Readonly<Record<string, ChangeAnnotation>>;
  readonly converted: readonly ConvertedRoute[];
  readonly leftAlone: ConvertSummary['leftAlone'];
  readonly verifications: ConvertSummary['verifications'];
}

/** A document, as it is. */
export interface ConvertedFile {
  readonly snapshot: Snapshot;
  /** Of the document in the editor; `null` if it is not open. */
  readonly version: number | null;
}

/** The conversions of documents: those of one table are found together. */
export function* convertTables(
  files: readonly ConvertedFile[],
  to: Style,
): Generator<void, FileConversions[]> {
  const found: FileConversions[] = [];
  const chosen = files.map((file) => {
    const { text, analysis, pairing } = file.snapshot;
    return { uri: text.uri, analysis, pairing, file };
  });
  for (const table of gatewayTables(chosen)) {
    const documents = table.map(({ analysis }) => analysis);
    const known = new Set(table.map(({ uri }) => uriKey(uri)));
    const [{ snapshot }] = table.map(({ file }) => file) as [ConvertedFile];
    const others = restOfTable(snapshot)
      .filter(({ uri }) => !known.has(uriKey(uri)))
      .map(({ analysis }) => analysis);
    const { conversions, verification } = yield* convertDocuments(documents, to, { others });
    for (const { file, analysis } of table) {
      found.push(collect(file.snapshot, file.version, conversions.get(analysis)!, verification));
    }
  }
  return found;
}

/** The conversion of the route at a place. */
export function* convertOneRoute(
  snapshot: Snapshot,
  version: number | null,
  to: Style,
  position: Position,
  equalityAsRegex = false,
): Generator<void, FileConversions> {
  const { document, analysis, text } = snapshot;
  const route = routeAt(document, text.offsetAt(position));
  const terraform = { ...snapshot.sources.terraformOf(text.uri), isNew: false };
  if (!route) return collect(snapshot, version, [], null);
  const conversion =
    to === 'expressions'
      ? convertToExpression(analysis, route, terraform)
      : convertToTraditional(analysis, route, { equalityAsRegex }, terraform);
  if ('refused' in conversion.result) return collect(snapshot, version, [conversion], null);
  const others = restOfTable(snapshot).map((file) => file.analysis);
  const verified = yield* verifiedConversion(analysis, conversion, to, others);
  return collect(snapshot, version, [verified.conversion], verified.verification);
}

/**
 * The conversions of several files. Those of one module of Terraform are found together: an edit of a reference may be
 * in the resource that another one changes.
 *
 * @param versions of the documents in the editor; `null` if it is not open
 */
export function* convertModuleFiles(
  snapshots: readonly ConvertedFile[],
  to: Style,
): Generator<void, FileConversions[]> {
  const [first] = snapshots;
  if (!first) return [];
  const terraform = { ...first.snapshot.sources.terraformOf(first.snapshot.text.uri), isNew: false };
  const analyses = snapshots.map(({ snapshot }) => snapshot.analysis);
  const conversions = convertModule(analyses, to, () => true, terraform);
  const verification = yield* verifyModuleFiles(analyses, conversions, to);
  return snapshots.map(({ snapshot, version }) =>
    collect(
      snapshot,
      version,
      conversions.filter(({ route }) => snapshot.document.routes.includes(route)),
      verification,
    ),
  );
}

function collect(
  snapshot: Snapshot,
  version: number | null,
  conversions: readonly RouteConversion[],
  verification: Verification | null,
): FileConversions {
  const { document, text } = snapshot;
  const { uri } = text;
  const edits: AnnotatedTextEdit[] = [];
  const others: TextDocumentEdit[] = [];
  const annotations: Record<string, ChangeAnnotation> = {};
  const converted: ConvertedRoute[] = [];
  const leftAlone: { uri: string; route: string; reason: string }[] = [];
  const warnings = verification && !isVerified(verification) ? [verificationWords(verification)] : [];
  for (const { label, result, notes, route } of conversions) {
    if ('refused' in result) {
      leftAlone.push({ uri, route: label, reason: refusalWords(result.refused) });
      continue;
    }
    const noteTexts = notes.map(noteWords);
    converted.push({ uri, route: label, notes: noteTexts });
    const annotationId = `${uri}#${route.start}`;
    const description = [...noteTexts, ...warnings].join('; ');
    annotations[annotationId] = { label, needsConfirmation: true, ...(description && { description }) };
    // One entry of the preview a route: half of its edits would make another route of it. References to a resource of
    // Terraform may be anywhere in its module; what is between them may be another route's.
    const own = document.terraform ? result.edits : [joinEdits(document.text, result.edits)];
    for (const { span, newText } of own) edits.push({ range: rangeOf(text, span), newText, annotationId });
    for (const [other, found] of Object.entries(editsOfOtherFiles(snapshot, result.otherFiles ?? []))) {
      const annotated = found.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId }));
      others.push({ textDocument: { uri: other, version: null }, edits: annotated });
    }
  }
  return {
    edits: [...(edits.length > 0 ? [{ textDocument: { uri, version }, edits }] : []), ...others],
    annotations,
    converted,
    leftAlone,
    verifications:
      verification && converted.length > 0
        ? [{ uri, kind: verification.kind, message: verificationWords(verification) }]
        : [],
  };
}

/** Edits of one document are made at once. */
function onePerDocument(all: readonly TextDocumentEdit[]): TextDocumentEdit[] {
  const byUri = new Map<string, TextDocumentEdit>();
  for (const { textDocument, edits } of all) {
    const known = byUri.get(textDocument.uri);
    byUri.set(textDocument.uri, {
      textDocument: known?.textDocument.version == null ? textDocument : known.textDocument,
      edits: [...(known?.edits ?? []), ...edits],
    });
  }
  return [...byUri.values()];
}

/** One edit for all files, so that one undo reverts it; in the newest form that the client supports. */
export function workspaceEdit(
  files: readonly Pick<FileConversions, 'edits' | 'annotations'>[],
  client: { readonly changeAnnotations: boolean; readonly documentChanges: boolean },
): WorkspaceEdit {
  const documentChanges = onePerDocument(files.flatMap(({ edits }) => edits));
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
