/** `textDocument/references`: every other setting that has to agree with a router flavor, and where its variable is used. */

import type { Location } from 'vscode-languageserver';
import type { Snapshot } from '../../workspace/index.js';
import { flavorSettingAt, partnersOf, usesOf } from '../flavor-setting.js';
import { locationsOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const referencesRequest: RequestHandler = {
  capabilities: () => ({ referencesProvider: true }),
  register: (session) =>
    session.connection.onReferences(async ({ textDocument, position }) => {
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      return snapshot ? references(snapshot, snapshot.text.offsetAt(position)) : [];
    }),
};

export function references(snapshot: Snapshot, offset: number): Location[] {
  const { text, sources } = snapshot;
  const setting = flavorSettingAt(snapshot, offset);
  if (!setting) return [];
  const partners = partnersOf(setting, sources).map(({ gateway }) => gateway.flavor.place ?? gateway.place);
  return locationsOf([...usesOf(setting, sources), ...partners], text, sources);
}
