/** Where a setting of the router flavor leads: to the value of its variable, to routes, to the gateways beside it. */

import type { Location } from 'vscode-languageserver';
import { type Place, uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { type FlavorSetting, flavorSettingAt, partnersOf, usesOf, valuesOf } from './flavor-setting.js';
import { locationOf } from './ranges.js';

/** Where the variable gets its value; of a value itself, the files of routes that it is for. */
export function flavorDefinition(snapshot: Snapshot, offset: number): Location[] {
  const setting = flavorSettingAt(snapshot, offset);
  if (!setting) return [];
  const values = valuesOf(setting);
  return locations(values.length > 0 ? values : routeFiles(setting, snapshot), snapshot);
}

/** Every other setting that has to agree with it, and where its variable is used. */
export function flavorReferences(snapshot: Snapshot, offset: number): Location[] {
  const setting = flavorSettingAt(snapshot, offset);
  if (!setting) return [];
  const partners = partnersOf(setting, snapshot.sources).map(
    ({ gateway }) => gateway.flavor.place ?? gateway.place,
  );
  return locations([...usesOf(setting, snapshot.sources), ...partners], snapshot);
}

function routeFiles({ gateways }: FlavorSetting, { sources, settings }: Snapshot): Place[] {
  return gateways.flatMap((gateway) =>
    sources.routesOf(gateway, settings).map(({ uri, document }) => {
      const start = document.routes[0]?.start ?? 0;
      return { uri, span: { start, end: start } };
    }),
  );
}

/** Each once. */
function locations(places: readonly Place[], { text, sources }: Snapshot): Location[] {
  const distinct = new Map(places.map((place) => [`${uriKey(place.uri)}#${place.span.start}`, place]));
  return [...distinct.values()].map((place) => locationOf(place, text, sources));
}
