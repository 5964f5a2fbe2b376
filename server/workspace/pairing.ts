/** Which gateways read a file of routes. */

import type { GatewayVersion } from '../../grammar/index.js';
import type { DeclaredGateway, Setting } from '../gateways/index.js';
import type { GatewayOfRoutes } from '../protocol/index.js';
import { folderOf, matchesGlob, uriKey } from '../text/index.js';

export type PairingWay =
  /** Assigned in `kongRoutes.gateways`. */
  | 'set'
  /** The file is mounted, copied into its image, or named by `declarative_config`. */
  | 'mount'
  /** It is declared in the same folder. */
  | 'folder'
  /** Of a manifest: a controller makes its routes of it. */
  | 'controller';

/** How a file of routes and gateways belong together. */
export interface Pairing {
  /** `null` if nothing leads to a gateway. */
  readonly way: PairingWay | null;
  /** The gateways that this way of pairing finds; several if it does not decide. */
  readonly gateways: readonly DeclaredGateway[];
  /** The first entry of `kongRoutes.gateways` that is about the file. */
  readonly entry: GatewayOfRoutes | null;
  /** Whether the entry names a gateway that no file declares; then the other ways are gone. */
  readonly isMissing: boolean;
}

export const unpaired: Pairing = { way: null, gateways: [], entry: null, isMissing: false };

/**
 * What is set goes first, then what the gateways say that they read, then who is at home in the same folder.
 *
 * @param uri of the file of routes
 * @param entries of `kongRoutes.gateways`
 * @param root URI of the folder that the entries count from; `null` for the file's own folder
 */
export function pair(
  uri: string,
  gateways: readonly DeclaredGateway[],
  entries: readonly GatewayOfRoutes[],
  root: string | null,
): Pairing {
  const path = uriKey(uri);
  const base = root === null ? folderOf(path) : `${uriKey(root).replace(/\/$/, '')}/`;
  const inside = path.startsWith(base) ? path.slice(base.length) : path;
  const entry = entries.find(({ routes }) => matchesGlob(routes, inside)) ?? null;
  const named = entry?.gateway === undefined ? null : gatewaysNamed(entry.gateway, gateways, base);
  if (named && named.length > 0) return { way: 'set', gateways: named, entry, isMissing: false };

  const isMissing = named !== null;
  const readers = running(
    gateways.filter(({ reads }) => reads.some((read) => isReading(uriKey(read), path))),
  );
  if (readers.length > 0) return { way: 'mount', gateways: readers, entry, isMissing };
  const folder = folderOf(path);
  const neighbours = running(gateways.filter(({ place }) => folderOf(uriKey(place.uri)) === folder));
  if (neighbours.length > 0) return { way: 'folder', gateways: neighbours, entry, isMissing };
  return { way: null, gateways: [], entry, isMissing };
}

/** What is read may be a whole folder. */
const isReading = (read: string, path: string) =>
  read === path || (read.endsWith('/') && path.startsWith(read));

/** `docker/compose.yml#kong`, or with a URI for what is in another folder; without a name, all of the file. */
function gatewaysNamed(reference: string, gateways: readonly DeclaredGateway[], base: string) {
  const [, file, name] = /^([^#]*)(?:#(.*))?$/s.exec(reference)!;
  const path = file!.startsWith('file:') ? uriKey(file!) : `${base}${file!.replace(/^\.?\//, '')}`;
  return gateways.filter(
    (gateway) => uriKey(gateway.place.uri) === path && (name === undefined || gateway.name === name),
  );
}

/** How `kongRoutes.gateways` calls a gateway. @param root see `pair` */
export function referenceTo({ name, place }: DeclaredGateway, root: string): string {
  const base = `${uriKey(root).replace(/\/$/, '')}/`;
  const path = uriKey(place.uri);
  return `${path.startsWith(base) ? path.slice(base.length) : path}#${name}`;
}

/** What gateways are made of. */
const parts: ReadonlySet<string> = new Set(['dockerfile', 'kong.conf', 'start-script']);

/**
 * An image, a script and a kong.conf are what gateways are made of, and a pipeline or a page of documentation starts one for a
 * while: where another gateway is declared, that one counts.
 */
function running(gateways: readonly DeclaredGateway[]): readonly DeclaredGateway[] {
  const isForAWhile = ({ kind, place }: DeclaredGateway) =>
    kind === 'pipeline-service' || /\.(?:md|markdown)$/i.test(place.uri);
  const lasting = gateways.filter((gateway) => !isForAWhile(gateway));
  const known = lasting.length > 0 ? lasting : gateways;
  const run = known.filter(({ kind }) => !parts.has(kind));
  return run.length > 0 ? run : known;
}

/** What several gateways say about one setting. */
export type SharedSetting<Value> =
  | {
      readonly kind: 'agreed';
      readonly value: Value;
      readonly gateway: DeclaredGateway;
      readonly setting: Setting<Value>;
    }
  /** None of them sets it. */
  | { readonly kind: 'unknown'; readonly gateway: DeclaredGateway; readonly setting: Setting<Value> }
  | { readonly kind: 'ambiguous'; readonly gateways: readonly DeclaredGateway[] };

/** @returns `null` if there are no gateways */
export function sharedSetting<Value extends string | GatewayVersion>(
  gateways: readonly DeclaredGateway[],
  settingOf: (gateway: DeclaredGateway) => Setting<Value>,
): SharedSetting<Value> | null {
  const [first] = gateways;
  if (!first) return null;
  const telling = gateways.filter((gateway) => settingOf(gateway).value !== null);
  const values = new Set(telling.map((gateway) => String(settingOf(gateway).value)));
  if (values.size > 1) return { kind: 'ambiguous', gateways: telling };
  // A written value is better evidence than an equal default.
  const gateway = telling.find((one) => settingOf(one).place !== null) ?? telling[0] ?? first;
  const setting = settingOf(gateway);
  if (setting.value === null) return { kind: 'unknown', gateway, setting };
  return { kind: 'agreed', value: setting.value, gateway, setting };
}
