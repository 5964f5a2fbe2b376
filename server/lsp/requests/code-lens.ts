/** `textDocument/codeLens`: above each route, what it is in another style, and the way there. */

import type { CodeLens } from 'vscode-languageserver';
import { routeKinds } from '../../manifests/index.js';
import type { ConvertArguments } from '../../protocol/index.js';
import { count } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { convertCommand } from '../convert-files.js';
import { manifestsOf } from '../manifests.js';
import type { RequestHandler } from '../request-handler.js';
import { lensTitles } from '../words/editor-words.js';

/** The command that shows a document next to its translation, run by the client. */
export const previewCommand = 'kongRoutes.previewInFlavor';

/** The command that asks for a request and shows which route it goes to, run by the client. */
export const tryCommand = 'kongRoutes.tryRequest';

/** What a lens offers; in a file of thousands of routes, a command in each would be most of the answer. */
type Offer = 'preview' | 'to-expressions' | 'to-traditional' | 'try';
const offers: readonly Offer[] = ['preview', 'to-expressions', 'to-traditional', 'try'];

export const codeLensRequest: RequestHandler = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
  register: (session) => {
    /** Documents that lenses were made for, by the number that their lenses have. */
    const documents: string[] = [];
    const numberOf = (uri: string) => {
      const known = documents.indexOf(uri);
      return known === -1 ? documents.push(uri) - 1 : known;
    };
    session.connection.onCodeLens(async ({ textDocument }, cancelled) => {
      const { codeLens } = await session.settingsOf(textDocument.uri);
      const snapshot = codeLens ? await session.snapshotOf(textDocument.uri) : null;
      if (!snapshot) return [];
      const number = numberOf(textDocument.uri);
      return session.answerInSlices(snapshot, cancelled, () =>
        codeLenses(snapshot, number, session.client.triesRequests),
      );
    });
    session.connection.onCodeLensResolve((lens) => {
      const uri = documents[Math.floor(Number(lens.data) / offers.length)];
      return uri === undefined ? lens : resolvedLens(lens, uri);
    });
  },
};

/**
 * @param number of the document; a lens has it in its data
 * @param offersTry whether requests can be tried; that is about the whole table, so it is above the first route only
 */
export function* codeLenses(snapshot: Snapshot, number = 0, offersTry = false): Generator<void, CodeLens[]> {
  const { document, analysis, text } = snapshot;
  if (document.kind === null) return manifestLenses(snapshot);
  // Of an expression alone there is no other half.
  if (document.kind === 'expression') return [];
  const lenses: CodeLens[] = [];
  const data = (offer: Offer) => number * offers.length + offers.indexOf(offer);
  const withLenses = document.routes.length > mostRoutes ? document.routes.slice(0, 1) : document.routes;
  for (const [i, route] of withLenses.entries()) {
    const start = text.positionAt(route.start);
    const range = { start, end: start };
    const { kind } = analysis.of(route);
    lenses.push({ range, data: data('preview') });
    if (kind === 'traditional') lenses.push({ range, data: data('to-expressions') });
    if (i === 0 && offersTry) lenses.push({ range, data: data('try') });
    if (kind === 'expression') lenses.push({ range, data: data('to-traditional') });
    yield;
  }
  return lenses;
}

/** Above each object that becomes routes: how many, and the way to them. */
function manifestLenses(snapshot: Snapshot): CodeLens[] {
  const set = manifestsOf(snapshot);
  if (!set) return [];
  const { text } = snapshot;
  const { flavor } = set.known.gateway;
  const { translation } = set;
  const { services } = flavor === 'expressions' ? translation.expressions : translation.traditional;
  const counts = new Map<unknown, number>();
  for (const { routes } of services)
    for (const { object } of routes) counts.set(object, (counts.get(object) ?? 0) + 1);
  return set.objects
    .filter(({ kind }) => routeKinds.has(kind))
    .map((object) => {
      const start = text.positionAt(object.root.tree?.range[0] ?? 0);
      const made = counts.get(object) ?? 0;
      const title = `${made === 0 ? 'No routes' : count(made, 'route')} in ${flavor} · show`;
      const command = { title, command: previewCommand, arguments: [text.uri, flavor] };
      return { range: { start, end: start }, command };
    });
}

/**
 * An editor asks for all lenses again after every keystroke. In a document with more routes than this, only the first has
 * some; the light bulb is offered at each.
 */
const mostRoutes = 1_000;

/** A lens with its command. */
export function resolvedLens({ range, data }: CodeLens, uri: string): CodeLens {
  const offer = offers[Number(data) % offers.length];
  if (offer === 'preview') {
    return { range, command: { title: lensTitles.preview, command: previewCommand, arguments: [uri] } };
  }
  if (offer === 'try') {
    return { range, command: { title: 'Try a request …', command: tryCommand, arguments: [uri] } };
  }
  const to = offer === 'to-expressions' ? 'expressions' : 'traditional';
  const args: ConvertArguments = { uris: [uri], to, at: range.start };
  const title = lensTitles[to];
  return { range, command: { title, command: convertCommand, arguments: [args] } };
}
