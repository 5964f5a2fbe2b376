/** What a change starts from, and which gateways it is about. */

import { type DeclaredGateway, defaultFlavor, type Found } from '../gateways/index.js';
import type { PlanRefusal, RunningFlavor, SideSource } from '../problems/index.js';
import type { RouterFlavor } from '../routes/index.js';
import { type Places, placeText } from './line-places.js';
import type { PlanInput } from './plan-input.js';
import type { At } from './plan-model.js';

/** The flavors that gateways run with, each with who runs it. */
export function runningFlavors(
  found: Found,
  places: Places,
): { readonly flavor: RouterFlavor; readonly gateways: readonly string[]; readonly at: At }[] {
  const running = new Map<RouterFlavor, { gateways: string[]; at: At }>();
  for (const { name, flavor, place } of found.gateways) {
    if (flavor.value === null) continue;
    const { uri, span } = flavor.place ?? place;
    const known = running.get(flavor.value) ?? { gateways: [], at: places.at(uri, span) };
    known.gateways.push(name);
    running.set(flavor.value, known);
  }
  return [...running].map(([flavor, who]) => ({ flavor, ...who }));
}

/** What was found below one folder. */
export function foundIn({ gateways, sets, written }: Found, root: string): Found {
  const folder = root.endsWith('/') ? root : `${root}/`;
  const own = gateways.filter(({ place }) => place.uri.startsWith(folder));
  const ids = new Set(own.map(({ id }) => id));
  return {
    gateways: own,
    sets: sets.filter(({ members }) => members.filter((id) => ids.has(id)).length > 1),
    written: written.filter(({ place }) => place.uri.startsWith(folder)),
  };
}

/** What the change starts from, and which gateways it is about. */
interface Origin {
  readonly flavor: RouterFlavor;
  readonly gateways: readonly DeclaredGateway[];
  readonly known: SideSource;
}

export function originOf(
  { from, to, found, routeFiles }: PlanInput,
  places: Places,
): Origin | { refused: PlanRefusal } {
  const { gateways } = found;
  const withFlavor = gateways.filter(({ flavor }) => flavor.value !== null);
  const placeOf = (gateway: DeclaredGateway): string => {
    const { uri, span } = gateway.flavor.place ?? gateway.place;
    return placeText(places.at(uri, span));
  };
  const setAt = (gateway: DeclaredGateway): SideSource => ({
    code: 'set-at',
    args: { place: placeOf(gateway) },
  });
  if (from) {
    const concerned = gateways.filter(({ flavor }) => flavor.value === from.flavor || flavor.value === null);
    if (withFlavor.length > 0 && concerned.length === 0) {
      const running = once(
        withFlavor.map((gateway) => ({ flavor: gateway.flavor.value!, place: placeOf(gateway) })),
      );
      return { refused: { code: 'flavor-not-running', args: { flavor: from.flavor, running } } };
    }
    const [running] = concerned.filter(({ flavor }) => flavor.value !== null);
    const known: SideSource = running ? setAt(running) : { code: 'set-explicitly', args: {} };
    return { flavor: from.flavor, gateways: withPeers(concerned, found), known };
  }
  const flavors = new Map<RouterFlavor, DeclaredGateway>();
  for (const gateway of withFlavor) {
    const value = gateway.flavor.value!;
    if (value !== to.flavor && !flavors.has(value)) flavors.set(value, gateway);
  }
  if (flavors.size > 1) {
    const running = [...flavors].map(([flavor, gateway]) => ({ flavor, place: placeOf(gateway) }));
    return { refused: { code: 'several-flavors', args: { running } } };
  }
  const [detected] = flavors;
  if (detected) {
    const [flavor, gateway] = detected;
    const concerned = gateways.filter((one) => one.flavor.value === flavor || one.flavor.value === null);
    return { flavor, gateways: withPeers(concerned, found), known: setAt(gateway) };
  }
  const [first] = withFlavor;
  if (first) return { flavor: to.flavor, gateways, known: setAt(first) };
  const [withExpression] = routeFiles.filter(({ known }) => known.gateway.flavor === 'expressions');
  if (withExpression) {
    const args = { file: places.fileName(withExpression.uri) };
    return { flavor: 'expressions', gateways, known: { code: 'route-has-expression', args } };
  }
  const [file] = routeFiles;
  const flavor = file ? file.known.gateway.flavor : defaultFlavor(null);
  return { flavor, gateways, known: { code: 'kongs-default', args: {} } };
}

const once = (all: readonly RunningFlavor[]): RunningFlavor[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];

/** Gateways that have to agree with one that changes, change too. */
function withPeers(gateways: readonly DeclaredGateway[], { gateways: all, sets }: Found): DeclaredGateway[] {
  const ids = new Set(gateways.map(({ id }) => id));
  for (let size = -1; size !== ids.size; ) {
    size = ids.size;
    for (const { kind, members } of sets) {
      if (kind === 'overlays' || !members.some((id) => ids.has(id))) continue;
      for (const id of members) ids.add(id);
    }
  }
  return all.filter(({ id }) => ids.has(id));
}
