/** The setting of the router flavor that a cursor is on, and whose it is. */

import type { Span } from '../../grammar/index.js';
import type { DeclaredGateway, GatewaySet, WrittenFlavor } from '../gateways/index.js';
import { type Place, uriKey } from '../text/index.js';
import type { Snapshot, Sources } from '../workspace/index.js';

export interface FlavorSetting {
  /** Of the key or the value under the cursor. */
  readonly span: Span;
  /** `null` for the value of a variable that a router flavor is filled in with. */
  readonly written: WrittenFlavor | null;
  /** Those that have their router flavor from here. */
  readonly gateways: readonly DeclaredGateway[];
  /** Those that read this file but get the flavor from another source. */
  readonly overriding: readonly DeclaredGateway[];
}

/** @returns `null` if the cursor is on nothing of the kind */
export function flavorSettingAt({ text, sources }: Snapshot, offset: number): FlavorSetting | null {
  const { gateways, written } = sources.found();
  const key = uriKey(text.uri);
  const isOn = ({ uri, span }: Place) => span.start <= offset && offset <= span.end && uriKey(uri) === key;
  for (const one of written) {
    const place = isOn(one.place) ? one.place : one.keyPlace;
    if (!isOn(place)) continue;
    const own = gatewaysWith(one, sources);
    const overriding = own.length > 0 ? [] : gateways.filter(({ reads }) => reads.some(isAt(key)));
    return { span: place.span, written: one, gateways: own, overriding };
  }
  const filled = gateways.filter(({ flavor }) => flavor.place !== null && isOn(flavor.place));
  const span = filled[0]?.flavor.place?.span;
  return span ? { span, written: null, gateways: filled, overriding: [] } : null;
}

const isAt = (key: string) => (uri: string) => uriKey(uri) === key;

/** The gateways that have their router flavor from where it is written, directly or by a variable. */
function gatewaysWith({ place, keyPlace, text }: WrittenFlavor, sources: Sources): DeclaredGateway[] {
  const { gateways } = sources.found();
  const direct = gateways.filter(({ flavor }) => flavor.place !== null && isSamePlace(flavor.place, place));
  if (direct.length > 0 || text !== null) return direct;
  const isIn = isAt(uriKey(keyPlace.uri));
  return gateways.filter((gateway) => isIn(gateway.place.uri) && namesVariable(place, gateway, sources));
}

/** Whether the text at a place names the variable from which a gateway gets its router flavor. */
function namesVariable({ uri, span }: Place, { flavor: { origin } }: DeclaredGateway, sources: Sources) {
  if (origin.kind !== 'variable') return false;
  const reference = sources.source(uri)?.text.slice(span.start, span.end) ?? '';
  return reference.split(/\W+/).includes(origin.name);
}

/** Where the variable is used whose value the cursor is on. */
export function usesOf({ written, gateways }: FlavorSetting, sources: Sources): readonly Place[] {
  if (written !== null) return [];
  return sources.found().written.flatMap(({ text, place }) => {
    const isUse = text === null && gateways.some((gateway) => namesVariable(place, gateway, sources));
    return isUse ? [place] : [];
  });
}

/** Where the variable gets its value that a setting is filled in with. */
export function valuesOf({ gateways, written }: FlavorSetting): readonly Place[] {
  if (written === null) return [];
  const places = gateways.flatMap(({ flavor: { origin, place } }) =>
    origin.kind === 'variable' && place && !isSamePlace(place, written.place) ? [place] : [],
  );
  return places.filter((place, i) => places.findIndex((other) => isSamePlace(place, other)) === i);
}

/** Where the gateways that have to agree with these have their router flavors. */
export function partnersOf(
  { gateways }: FlavorSetting,
  sources: Sources,
): readonly { readonly set: GatewaySet; readonly gateway: DeclaredGateway }[] {
  const own = new Set(gateways.map(({ id }) => id));
  const found = sources.found();
  return found.sets.flatMap((set) => {
    if (!set.members.some((id) => own.has(id))) return [];
    return found.gateways
      .filter(({ id }) => set.members.includes(id) && !own.has(id))
      .map((gateway) => ({ set, gateway }));
  });
}

const isSamePlace = (a: Place, b: Place): boolean =>
  a.span.start === b.span.start && a.span.end === b.span.end && uriKey(a.uri) === uriKey(b.uri);
