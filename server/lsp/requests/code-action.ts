/**
 * `textDocument/codeAction`: what can be done with the routes under the cursor, and about the settings of gateways. Edits
 * are made when an action is chosen, where the client can wait for them until then.
 */

import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  MessageType,
  type Range,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { Span } from '../../../grammar/index.js';
import type { DocumentAnalysis, RouteAnalysis } from '../../analysis/index.js';
import { fixEdits, problemsOf, terraformProblems } from '../../checks/index.js';
import {
  convertToExpression,
  convertToTraditional,
  foldIntoExpression,
  keepExpression,
  keepFields,
  type RouteConversion,
  refusalOf,
  verifyOne,
} from '../../conversion/index.js';
import { type EditResult, editsOfFiles, routesIn, type SourcedRoute } from '../../documents/index.js';
import { formatExpression, mayFormat } from '../../formatting/index.js';
import { type Refusal, refusalWords, type Verification, verificationWords } from '../../problems/index.js';
import type { ConvertArguments, Style } from '../../protocol/index.js';
import type { RouteKind } from '../../routes/index.js';
import { append, asSentence } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { convertCommand } from '../convert-files.js';
import { editsOfOtherFiles } from '../edits-of-other-files.js';
import { gatewayActions } from '../gateway-actions.js';
import { manifestActions } from '../manifest-actions.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';
import { inSlices } from '../slices.js';
import { tableActions } from '../table-actions.js';
import { restOfTable } from '../table-diagnostics.js';
import { actionTitles } from '../words/editor-words.js';

export const codeActionRequest: RequestHandler = {
  capabilities: ({ codeActionResolve }) => ({
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite],
      ...(codeActionResolve && { resolveProvider: true }),
    },
  }),
  register: (session) => {
    session.connection.onCodeAction(async (params): Promise<CodeAction[]> => {
      const snapshot = await session.exactSnapshotOf(params.textDocument.uri);
      if (!snapshot) return [];
      const { uri, version } = snapshot.text;
      const found = await inSlices(
        tableActions(snapshot, params),
        () => session.texts.get(uri)?.version !== version,
      );
      return [...(found?.result ?? []), ...codeActions(snapshot, params, session.client)];
    });
    session.connection.onCodeActionResolve(async (action): Promise<CodeAction> => {
      const chosen = action.data as Chosen | undefined;
      const snapshot = chosen ? await session.exactSnapshotOf(chosen.uri) : null;
      if (!chosen || snapshot?.text.version !== chosen.version) return action;
      const resolved = resolvedAction(snapshot, action, chosen);
      const { disabled } = resolved;
      if (disabled) {
        const { reason: message } = disabled;
        const type = MessageType.Info;
        await session.connection.sendNotification(ShowMessageNotification.type, { type, message });
      }
      if (!disabled) await showVerification(session, snapshot, chosen);
      return resolved;
    });
  },
};

/** Which of the actions of a place was chosen. */
interface Chosen {
  readonly uri: string;
  readonly version: number;
  readonly range: Range;
  readonly index: number;
}

/** An action on a route whose edit is made when it is needed. */
interface Offer {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly diagnostics?: Diagnostic[];
  readonly isPreferred?: boolean;
  /** Why it cannot be done, if that is known before the edit is made. */
  readonly refused?: Refusal | null;
  readonly edit: () => EditResult;
  /** Of a conversion, what both routers say of the table with it. */
  readonly verify?: () => Generator<void, Verification>;
}

/** The command that asks running gateways about a route, run by the client: it has the tokens. */
const validateCommand = 'kongRoutes.validateRouteOnRunningGateway';

/** The command that puts the curl command of a route into the clipboard, run by the client: it has one. */
const copyAsCurlCommand = 'kongRoutes.copyAsCurl';

/**
 * @param client what it can do
 * @returns an action that cannot be done here is there too, disabled, with the reason: an editor shows it to
 *   whoever looks for it
 */
export function codeActions(
  snapshot: Snapshot,
  { range, context }: CodeActionParams,
  client: { readonly copiesCurl: boolean; readonly codeActionResolve: boolean } = {
    copiesCurl: false,
    codeActionResolve: false,
  },
): CodeAction[] {
  const { document, analysis, text } = snapshot;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const routes = routesIn(document.routes, span);
  const actions = offersFor(snapshot, span, context.diagnostics).map((offer, index): CodeAction => {
    if (!client.codeActionResolve) return actionOf(snapshot, offer, offer.edit());
    const { refused } = offer;
    if (refused) return actionOf(snapshot, offer, { refused });
    const data: Chosen = { uri: text.uri, version: text.version, range, index };
    return { ...actionOf(snapshot, offer, null), data };
  });
  const kinds = new Set(routes.map((route) => analysis.of(route).kind));
  if (kinds.has('traditional')) append(actions, wholeFile(snapshot, 'expressions', 'traditional'));
  if (kinds.has('expression')) append(actions, wholeFile(snapshot, 'traditional', 'expression'));
  append(actions, gatewayActions(snapshot, span, context.diagnostics));
  append(actions, manifestActions(snapshot, span, context.diagnostics));
  append(actions, validation(snapshot, routes));
  if (client.copiesCurl && document.kind !== 'expression') append(actions, copying(snapshot, routes));
  return actions;
}

/** An action that was chosen, with its edit; disabled where the edit cannot be made. */
export function resolvedAction(
  snapshot: Snapshot,
  action: CodeAction,
  { range, index }: Pick<Chosen, 'range' | 'index'>,
): CodeAction {
  const offer = offerOf(snapshot, { range, index });
  return offer ? { ...action, ...resultOf(snapshot, offer.edit()) } : action;
}

/** What both routers say of a conversion that was chosen, as a message. */
async function showVerification(session: Session, snapshot: Snapshot, chosen: Chosen): Promise<void> {
  const { uri, version } = snapshot.text;
  const verify = offerOf(snapshot, chosen)?.verify;
  if (!verify) return;
  const made = await inSlices(verify(), () => session.texts.get(uri)?.version !== version);
  if (!made) return;
  // Not a request, which a client may not answer.
  const message = asSentence(verificationWords(made.result));
  const type = made.result.kind === 'equal' ? MessageType.Info : MessageType.Warning;
  await session.connection.sendNotification(ShowMessageNotification.type, { type, message });
}

function offerOf(snapshot: Snapshot, { range, index }: Pick<Chosen, 'range' | 'index'>): Offer | undefined {
  const { text } = snapshot;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return offersFor(snapshot, span, [])[index];
}

/** The same for the same place of the same version, but for the diagnostics. */
function offersFor(snapshot: Snapshot, span: Span, diagnostics: readonly Diagnostic[]): Offer[] {
  const { document } = snapshot;
  const ofRoutes = routesIn(document.routes, span).flatMap((route) => [
    ...fixes(snapshot, route, span, diagnostics),
    ...layout(snapshot, route),
    ...(document.kind === 'expression' ? [] : conversions(snapshot, route, diagnostics)),
  ]);
  return [...terraformFixes(snapshot, span, diagnostics), ...ofRoutes];
}

/** Fixes for what Terraform cannot read or refuses. */
function terraformFixes(
  { document, text }: Snapshot,
  span: Span,
  diagnostics: readonly Diagnostic[],
): Offer[] {
  return terraformProblems(document)
    .filter((problem) => problem.span.start <= span.end && span.start <= problem.span.end)
    .flatMap((problem) => {
      const range = rangeOf(text, problem.span);
      const fixed = diagnostics.filter((one) => one.code === problem.code && sameRange(one.range, range));
      return problem.fixes().map(
        (fix, i): Offer => ({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: fixed,
          isPreferred: i === 0 && !fix.changes,
          edit: () => editsOfFiles(document, fix.files ?? []),
        }),
      );
    });
}

/** Offered where it would change something. */
function layout({ analysis }: Snapshot, route: SourcedRoute): Offer[] {
  if (!mayFormat(analysis, route)) return [];
  return [
    {
      title: 'Format expression',
      kind: CodeActionKind.RefactorRewrite,
      edit: () => formatExpression(analysis, route) ?? { edits: [] },
    },
  ];
}

/** Where addresses of Admin APIs are set, so that no request is sent to a Gateway that is not configured. */
function validation({ settings, text }: Snapshot, routes: readonly SourcedRoute[]): CodeAction[] {
  const [route, ...others] = routes;
  if (!route || others.length > 0 || settings.adminApi.length === 0) return [];
  const title = actionTitles.validate;
  const at = { uri: text.uri, position: text.positionAt(route.start) };
  return [{ title, command: { title, command: validateCommand, arguments: [at] } }];
}

function copying({ text }: Snapshot, routes: readonly SourcedRoute[]): CodeAction[] {
  const [route, ...others] = routes;
  if (!route || others.length > 0) return [];
  const title = 'Copy as curl';
  const at = { uri: text.uri, position: text.positionAt(route.start) };
  return [{ title, command: { title, command: copyAsCurlCommand, arguments: [at] } }];
}

/** Fixes for the problems that are in a span. */
function fixes(
  { document, analysis, settings, text }: Snapshot,
  route: SourcedRoute,
  span: Span,
  diagnostics: readonly Diagnostic[],
): Offer[] {
  return problemsOf(analysis, route, settings.lints).flatMap((problem): Offer[] => {
    const { fix } = problem;
    const start = route.start + problem.span.start;
    const end = route.start + problem.span.end;
    if (!fix || end < span.start || start > span.end) return [];
    const range = rangeOf(text, { start, end });
    return [
      {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnostics.filter((one) => one.code === problem.code && sameRange(one.range, range)),
        isPreferred: !fix.changes,
        edit: () => fixEdits(document, route, fix),
      },
    ];
  });
}

const sameRange = (a: Range, b: Range) =>
  a.start.line === b.start.line &&
  a.start.character === b.start.character &&
  a.end.line === b.end.line &&
  a.end.character === b.end.character;

function conversions(snapshot: Snapshot, route: SourcedRoute, diagnostics: readonly Diagnostic[]): Offer[] {
  const { document, analysis, text, sources } = snapshot;
  const { RefactorRewrite, QuickFix } = CodeActionKind;
  const verified = (conversion: () => RouteConversion, to: Style) => ({
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
          ...verified(() => convertToTraditional(analysis, route, asRegex, terraform), 'traditional'),
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
function wholeFile({ analysis, text }: Snapshot, to: Style, from: RouteKind): CodeAction[] {
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

/** @param result `null` if the edit is not made yet */
function actionOf(
  snapshot: Snapshot,
  { title, kind, diagnostics = [], isPreferred }: Offer,
  result: EditResult | null,
): CodeAction {
  return {
    title,
    kind,
    ...(diagnostics.length > 0 && { diagnostics }),
    ...(result && resultOf(snapshot, result)),
    ...(isPreferred !== undefined && { isPreferred }),
  };
}

function resultOf(snapshot: Snapshot, result: EditResult): Pick<CodeAction, 'edit' | 'disabled'> {
  if ('refused' in result) return { disabled: { reason: refusalWords(result.refused) } };
  const { text } = snapshot;
  const edits = result.edits.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
  const otherFiles = editsOfOtherFiles(snapshot, result.otherFiles ?? []);
  return { edit: { changes: { ...(edits.length > 0 && { [text.uri]: edits }), ...otherFiles } } };
}
