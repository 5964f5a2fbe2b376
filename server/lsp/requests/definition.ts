/** `textDocument/definition`: where the router flavor of a document is set, where a setting leads, where a named route or service is declared. */

import type { Location, Position } from 'vscode-languageserver';
import { type EntityName, formatVersionAt } from '../../documents/index.js';
import { manifestPlaceAt, objectNamedAt } from '../../manifests/index.js';
import type { Place } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { type FlavorSetting, flavorSettingAt, valuesOf } from '../flavor-setting.js';
import { placesOf } from '../gateway-places.js';
import { manifestsOf } from '../manifests.js';
import { locationsOfNames, nameAt, namedFilesOf } from '../named-files.js';
import { locationsOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const definitionRequest: RequestHandler = {
  capabilities: () => ({ definitionProvider: true }),
  register: (session) =>
    session.connection.onDefinition(async ({ textDocument, position }) => {
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      return snapshot && definition(snapshot, position);
    }),
};

/**
 * For `_format_version`, which represents the file as a whole: where its flavor is set. Of a setting of the flavor: where
 * the variable gets its value that it is filled in with; of a value itself, the files of routes that it is for. Of the name
 * of a route or service: where that is declared.
 */
export function definition(snapshot: Snapshot, position: Position): Location[] {
  const { text, sources } = snapshot;
  const offset = text.offsetAt(position);
  if (formatVersionAt(snapshot.document, offset)) {
    return placesOf(snapshot.flavorReason, 'flavor', snapshot).map(({ uri, range }) => ({ uri, range }));
  }
  const setting = flavorSettingAt(snapshot, offset);
  if (!setting) {
    const declared = declarationsOf(snapshot, offset);
    return declared.length > 0 ? declared : namedObject(snapshot, offset);
  }
  const values = valuesOf(setting);
  return locationsOf(values.length > 0 ? values : routeFiles(setting, snapshot), text, sources);
}

/** Of a route or service that is named at the offset, by its name or id. */
function declarationsOf(snapshot: Snapshot, offset: number): Location[] {
  const name = nameAt(snapshot, offset);
  if (!name) return [];
  const isMeant = ({ role, entity, value, id }: EntityName) =>
    role === 'declaration' && entity === name.entity && (value === name.value || id === name.value);
  return locationsOfNames(namedFilesOf(snapshot, name), isMeant);
}

/** In a manifest: the Service, Gateway, class or plugin that is named there. */
function namedObject(snapshot: Snapshot, offset: number): Location[] {
  const set = manifestsOf(snapshot);
  const place = set && manifestPlaceAt(set, offset);
  const object = set && place && !place.isOnKey ? objectNamedAt(set, place, offset) : null;
  if (!object) return [];
  const [start, end] = object.origin.range;
  return locationsOf([{ uri: object.file, span: { start, end } }], snapshot.text, snapshot.sources);
}

function routeFiles({ gateways }: FlavorSetting, { sources, settings }: Snapshot): Place[] {
  return gateways.flatMap((gateway) =>
    sources.routesOf(gateway, settings).map(({ uri, analysis }) => {
      const start = analysis.document.routes[0]?.start ?? 0;
      return { uri, span: { start, end: start } };
    }),
  );
}
