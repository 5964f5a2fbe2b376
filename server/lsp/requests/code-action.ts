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
import { fixEdits, problemsOf, terraformProblems } from '../../checks/index.js';
import { type EditResult, editsOfFiles, routesIn, type SourcedRoute } from '../../documents/index.js';
import { formatExpression, mayFormat } from '../../formatting/index.js';
import { isVerified, refusalWords, verificationWords } from '../../problems/index.js';
import { append, asSentence } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import type { ClientCapabilities } from '../client-capabilities.js';
import { conversions, editToConfirm, type Offer, wholeFile } from '../conversion-offers.js';
import { convertCommand } from '../convert-files.js';
import { editsOfOtherFiles } from '../edits-of-other-files.js';
import { gatewayActions } from '../gateway-actions.js';
import { manifestActions } from '../manifest-actions.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';
import { inSlices } from '../slices.js';
import { tableActions } from '../table-actions.js';
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
      if (!disabled) return verifiedAction(session, snapshot, resolved, chosen);
      const { reason: message } = disabled;
      const type = MessageType.Info;
      await session.connection.sendNotification(ShowMessageNotification.type, { type, message });
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
  client: Pick<ClientCapabilities, 'copiesCurl' | 'codeActionResolve' | 'changeAnnotations'> = {
    copiesCurl: false,
    codeActionResolve: false,
    changeAnnotations: false,
  },
): CodeAction[] {
  const { document, analysis, text } = snapshot;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const routes = routesIn(document.routes, span);
  const actions = offersFor(snapshot, span, context.diagnostics).map((offer, index): CodeAction => {
    const { refused, command } = offer;
    if (refused) return actionOf(snapshot, offer, { refused });
    if (command && !(client.codeActionResolve && client.changeAnnotations)) {
      const { title } = offer;
      return {
        ...actionOf(snapshot, offer, null),
        command: { title, command: convertCommand, arguments: [command] },
      };
    }
    if (!client.codeActionResolve) return actionOf(snapshot, offer, offer.edit());
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

/**
 * A conversion that was chosen, after a message that says what both routers say of it. One that is not verified has to be
 * confirmed in the preview of the editor.
 */
async function verifiedAction(
  session: Session,
  snapshot: Snapshot,
  action: CodeAction,
  chosen: Chosen,
): Promise<CodeAction> {
  const { uri, version } = snapshot.text;
  const verify = offerOf(snapshot, chosen)?.verify;
  if (!verify) return action;
  const made = await inSlices(verify(), () => session.texts.get(uri)?.version !== version);
  // What is not up to date any more is not verified.
  if (!made) return { ...action, edit: { changes: {} } };
  // Not a request, which a client may not answer.
  const message = asSentence(verificationWords(made.result));
  const type = isVerified(made.result) ? MessageType.Info : MessageType.Warning;
  await session.connection.sendNotification(ShowMessageNotification.type, { type, message });
  return isVerified(made.result) ? action : { ...action, edit: editToConfirm(action, message) };
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
