/** Gateways in files that are a kong.conf. */

import { folderOf, nameOf, resolvePath, type SourceFile, uriKey } from '../../text/index.js';
import type { DeclaredGateway, Found, WrittenFlavor } from '../model/index.js';
import { type Insertion, lineBreak, written } from '../sources/index.js';
import { type ConfSetting, type ConfText, readConf, settingsByName } from './conf-text.js';
import { writtenFlavor } from './given-flavor.js';
import { type Launch, settingsOf, textGiven } from './launch.js';

/** The settings of a file by their names. */
export const readKongConf = (file: SourceFile): ReadonlyMap<string, ConfSetting> =>
  settingsByName(file.once(read));

const read = ({ uri, text }: SourceFile): ConfText => readConf(written(uri, 0, text));

/**
 * The files that are Kong's by their names or settings.
 *
 * @param files all files of the workspace that may configure gateways; other kinds of files are skipped
 * @param readFiles `uriKey` of the files that belong to another gateway, which its container overrides
 */
export function kongConfGateways(files: readonly SourceFile[], readFiles: ReadonlySet<string>): Found {
  const own = files.filter(isKongConf);
  const keys = new Set(own.map(({ uri }) => uriKey(uri)));
  // `kong.conf.default` next to a `kong.conf` is the template that it was copied from.
  const isTemplate = (key: string) => key.endsWith('.default') && keys.has(key.slice(0, -'.default'.length));
  const running = own.filter(({ uri }) => !readFiles.has(uriKey(uri)) && !isTemplate(uriKey(uri)));
  return {
    gateways: running.map(gatewayOf),
    sets: [],
    written: own.flatMap(flavorsWrittenIn),
  };
}

/** Settings that no other program's `.conf` has, nearly. */
const significantKeys =
  /^(?:router_flavor|declarative_config(?:_string)?|(?:proxy|admin|admin_gui|stream|status|cluster)_listen|(?:proxy|admin)_(?:access|error)_log|admin_gui_(?:url|path|api_url)|cluster_(?:control_plane|cert|cert_key|mtls|telemetry_endpoint)|pg_(?:host|port|user|password|database|ssl)|nginx_(?:http|proxy|admin|worker|main|events)_\w+|lua_package_path|anonymous_reports|trusted_ips|real_ip_header|worker_state_update_frequency|mem_cache_size)$/;

/** What others have, too. */
const common: ReadonlySet<string> = new Set(['database', 'role', 'prefix', 'log_level', 'plugins']);

const commented = /^[ \t]*#[ \t]*(?:router_flavor|database|proxy_listen|declarative_config|role)[ \t]*=/m;

function isKongConf(file: SourceFile): boolean {
  const name = nameOf(file.uri);
  const isNamedSo = /^kong\b.*\.conf(?:\.[\w-]+)*$/i.test(name);
  if (!isNamedSo && !name.endsWith('.conf')) return false;
  const { settings } = file.once(read);
  const found = new Set(settings.flatMap(({ key }) => (significantKeys.test(key) ? [key] : [])));
  return isNamedSo
    ? found.size > 0 || settings.some(({ key }) => common.has(key)) || commented.test(file.text)
    : found.size > 1 || found.has('router_flavor');
}

function gatewayOf(file: SourceFile): DeclaredGateway {
  const { uri, text } = file;
  const launch: Launch = { image: null, environment: new Map(), conf: readKongConf(file), unseen: null };
  const settings = settingsOf(launch);
  const firstLine = /^[^\r\n]*/.exec(text)![0];
  return {
    id: `kong.conf:${uri}`,
    kind: 'kong.conf',
    name: nameOf(uri),
    namespace: null,
    place: { uri, span: { start: 0, end: firstLine.length } },
    ...settings,
    reads: declarativeConfig(uri, textGiven(launch, 'declarative_config')),
    replicas: null,
    rollout: 'recreate',
    controlled: null,
    insertion: settings.flavor.origin.kind === 'kong-default' ? insertion(file) : null,
  };
}

/** The file may be there as it is named, and the one of that name next to kong.conf is what is copied there. */
function declarativeConfig(uri: string, path: string | null): string[] {
  if (!path) return [];
  const folder = folderOf(uri);
  const uris = [resolvePath(folder, path), resolvePath(folder, path.slice(path.lastIndexOf('/') + 1))];
  return [...new Set(uris.flatMap((uri) => uri ?? []))];
}

const flavorsWrittenIn = (file: SourceFile): WrittenFlavor[] =>
  file
    .once(read)
    .settings.filter(({ key }) => key === 'router_flavor')
    .map(({ key, ...setting }) => writtenFlavor(key, setting));

/** In the place of the line that is commented out, or else at the end. */
function insertion(file: SourceFile): Insertion {
  const { uri, text } = file;
  const { end } = file.once(read);
  const line = /^[ \t]*#[ \t]*router_flavor[ \t]*=[ \t]*[\w-]*/m.exec(text.slice(0, end));
  if (line) {
    const place = { uri, span: { start: line.index, end: line.index + line[0].length } };
    return { place, text: 'router_flavor = %s' };
  }
  const eol = lineBreak(text);
  const before = end === 0 || text[end - 1] === '\n' ? '' : eol;
  return { place: { uri, span: { start: end, end } }, text: `${before}router_flavor = %s${eol}` };
}
