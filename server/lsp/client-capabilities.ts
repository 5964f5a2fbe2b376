/** What the client can do, resolved once when it introduces itself. */

import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/index.js';

export interface ClientCapabilities {
  /** It answers `workspace/configuration`. */
  readonly configuration: boolean;
  /** It can be asked to send `workspace/didChangeConfiguration`. */
  readonly didChangeConfiguration: boolean;
  /** It can be asked to watch files. */
  readonly didChangeWatchedFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
  /** Formatting and folding can be registered for some documents only. */
  readonly dynamicFormatting: boolean;
  /** Edits may say which version of a document they are for. */
  readonly documentChanges: boolean;
  /** Edits may have annotations, which an editor shows before it makes them. */
  readonly changeAnnotations: boolean;
  readonly snippets: boolean;
  /** Symbols of a document may be a tree. */
  readonly hierarchicalSymbols: boolean;
  /** It asks what is renamed before it asks for the new name. */
  readonly prepareRename: boolean;
  /** The edit of a code action may be made when the action is chosen. */
  readonly codeActionResolve: boolean;
  /** The client has the command `kongRoutes.copyAsCurl`. */
  readonly copiesCurl: boolean;
  /** The client has the command `kongRoutes.tryRequest`. */
  readonly triesRequests: boolean;
  /** It wants the notification `kongRoutes/gatewayChanged`. */
  readonly gatewayChanged: boolean;
  /** It answers `kongRoutes/ask`. */
  readonly asksAdminApis: boolean;
  /** It reads files of any scheme for the server. */
  readonly readsFiles: boolean;
}

export function clientCapabilities({
  capabilities: { workspace, textDocument },
  initializationOptions,
}: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>): ClientCapabilities {
  const options = (initializationOptions ?? {}) as InitializationOptions;
  const documentChanges = workspace?.workspaceEdit?.documentChanges === true;
  const codeAction = textDocument?.codeAction;
  return {
    configuration: workspace?.configuration === true,
    didChangeConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    didChangeWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    codeLensRefresh: workspace?.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace?.inlayHint?.refreshSupport === true,
    dynamicFormatting:
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.foldingRange?.dynamicRegistration === true,
    documentChanges,
    changeAnnotations: documentChanges && workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    prepareRename: textDocument?.rename?.prepareSupport === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    codeActionResolve:
      codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
    copiesCurl: options.copiesCurl === true,
    triesRequests: options.triesRequests === true,
    gatewayChanged: options.gatewayChanged === true,
    asksAdminApis: options.asksAdminApis === true,
    readsFiles: options.readsFiles === true,
  };
}

/** Those of a client that says nothing of itself. */
export const noCapabilities: ClientCapabilities = clientCapabilities({ capabilities: {} });
