/** What is offered to convert: a route, or all routes of its file; and the edit of one that has to be confirmed. */

import { type CodeAction, CodeActionKind, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver';
import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import {
  convertToExpression,
  convertToTraditional,
  foldIntoExpression,
  keepExpression,
  keepFields,
  type RouteConversion,
  refusalOf,
  verifyOne,
} from '../conversion/index.js';
import type { EditResult, SourcedRoute } from '../documents/index.js';
import type { Refusal, Verification } from '../problems/index.js';
import type { ConvertArguments, Style } from '../protocol/index.js';
import type { RouteKind } from '../routes/index.js';
import type { Snapshot } from '../workspace/index.js';
import { convertCommand } from './convert-files.js';
import { restOfTable } from './table-diagnostics.js';
import { actionTitles } from './words/editor-words.js';

/** An action on a route whose edit is made when it is needed. */
export interface Offer {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly diagnostics?: Diagnostic[];
  readonly isPreferred?: boolean;
  /** Why it cannot be done, if that is known before the edit is made. */
  readonly refused?: Refusal | null;
  readonly edit: () => EditResult;
  /** Of a conversion, what both routers say of the table with it. */
  readonly verify?: () => Generator<void, Verification>;
  /** The same conversion through the command, which verifies it and asks what has to be confirmed. */
  readonly command?: ConvertArguments;
}

/** Of one route: to the other style, or out of both. */
export function conversions(
  snapshot: Snapshot,
  route: SourcedRoute,
  diagnostics: readonly Diagnostic[],
): Offer[] {
  const { document, analysis, text, sources } = snapshot;
  const { RefactorRewrite, QuickFix } = CodeActionKind;
  const at = text.positionAt(route.start);
  const verified = (
    conversion: () => RouteConversion,
    to: Style,
    more: Pick<ConvertArguments, 'equalityAsRegex'> = {},
  ) => ({
    command: { uris: [text.uri], to, at, ...more },
    edit: () => conversion().result,
    verify: () =>
      verifyOne(
        analysis,
        conversion(),
        to,
        restOfTable(snapshot).map((file) => file.analysis),
      ),
  });
  const terraform = { ...sources.terraformOf(text.uri), isNew: false };
  switch (analysis.of(route).kind) {
    case 'traditional': {
      // An expression route is tried before every route without one, whatever their priorities.
      const isAlone = numberOf(analysis, 'traditional') === 1;
      return [
        {
          title: actionTitles.toExpression(isAlone),
          kind: RefactorRewrite,
          refused: refusalOf(analysis, route, 'expressions'),
          ...verified(() => convertToExpression(analysis, route, terraform), 'expressions'),
        },
      ];
    }
    case 'expression': {
      const asRegex = { equalityAsRegex: true };
      const refused = refusalOf(analysis, route, 'traditional');
      const plain: Offer = {
        title: actionTitles.toFields,
        kind: RefactorRewrite,
        refused,
        ...verified(() => convertToTraditional(analysis, route, undefined, terraform), 'traditional'),
      };
      if (refused === null || refusalOf(analysis, route, 'traditional', asRegex) !== null) return [plain];
      return [
        plain,
        {
          title: actionTitles.toFieldsWithRegex,
          kind: RefactorRewrite,
          ...verified(
            () => convertToTraditional(analysis, route, asRegex, terraform),
            'traditional',
            asRegex,
          ),
        },
      ];
    }
    case 'mixed': {
      const fixed = diagnostics.filter(
        ({ code }) => code === 'mixed-route' || code === 'expression-in-flavor',
      );
      const offer = (title: string, edit: () => EditResult): Offer => ({
        title,
        kind: QuickFix,
        diagnostics: fixed,
        edit,
      });
      return [
        offer(actionTitles.keepExpression, () => keepExpression(document, route)),
        offer(actionTitles.keepFields, () => keepFields(document, route)),
        offer(actionTitles.join, () => foldIntoExpression(analysis, route)),
      ];
    }
    default:
      return [];
  }
}

/** Where there is more than one route to convert; the whole file goes through a preview. */
export function wholeFile({ analysis, text }: Snapshot, to: Style, from: RouteKind): CodeAction[] {
  const count = numberOf(analysis, from);
  if (count < 2) return [];
  const title = actionTitles.convertAll(count, to);
  const args: ConvertArguments = { uris: [text.uri], to };
  const command = { title, command: convertCommand, arguments: [args] };
  return [{ title, kind: CodeActionKind.RefactorRewrite, command }];
}

const kindOf = (route: RouteAnalysis): RouteKind => route.kind;

/** How many routes of a document are of a kind. */
const numberOf = (analysis: DocumentAnalysis, kind: RouteKind): number =>
  analysis.each(kindOf).filter((one) => one === kind).length;

/** The edit of an action, which the editor shows before it makes it. */
export function editToConfirm({ title, edit }: CodeAction, description: string): WorkspaceEdit {
  const annotationId = 'conversion';
  const documentChanges = Object.entries(edit?.changes ?? {}).map(([uri, edits]) => ({
    textDocument: { uri, version: null },
    edits: edits.map((one) => ({ ...one, annotationId })),
  }));
  return {
    documentChanges,
    changeAnnotations: { [annotationId]: { label: title, needsConfirmation: true, description } },
  };
}
