/**
 * `textDocument/references`: every other setting that has to agree with a router flavor, and where its variable is used;
 * or every place that names a route or service.
 */

import type { Location } from 'vscode-languageserver';
import type { EntityName } from '../../documents/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { flavorSettingAt, partnersOf, usesOf } from '../flavor-setting.js';
import { locationsOfNames, nameAt, namedFilesOf } from '../named-files.js';
import { locationsOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const referencesRequest: RequestHandler = {
  capabilities: () => ({ referencesProvider: true }),
  register: (session) =>
    session.connection.onReferences(async ({ textDocument, position, context }) => {
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      return snapshot
        ? references(snapshot, snapshot.text.offsetAt(position), context.includeDeclaration)
        : [];
    }),
};

/** @param withDeclaration also the place where a route or service is declared */
export function references(snapshot: Snapshot, offset: number, withDeclaration = true): Location[] {
  const { text, sources } = snapshot;
  const setting = flavorSettingAt(snapshot, offset);
  if (!setting) return namesOf(snapshot, offset, withDeclaration);
  const partners = partnersOf(setting, sources).map(({ gateway }) => gateway.flavor.place ?? gateway.place);
  return locationsOf([...usesOf(setting, sources), ...partners], text, sources);
}

/** The places that name the route or service at the offset, in its files and their route tests. */
function namesOf(snapshot: Snapshot, offset: number, withDeclaration: boolean): Location[] {
  const name = nameAt(snapshot, offset);
  if (!name) return [];
  const files = namedFilesOf(snapshot, name);
  const isNamed = ({ entity, value }: EntityName) => entity === name.entity && value === name.value;
  const ids = new Set(
    files.flatMap(({ names }) => (names ?? []).filter((one) => isNamed(one) && one.id).map(({ id }) => id!)),
  );
  const isMeant = (one: EntityName) =>
    (isNamed(one) || (one.entity === name.entity && one.role === 'reference' && ids.has(one.value))) &&
    (withDeclaration || one.role === 'reference');
  return locationsOfNames(files, isMeant);
}
