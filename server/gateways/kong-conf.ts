/** Kong's configuration file, read as Kong reads it. */

import { addressKey, folderOf, nameOf, resolvePath } from './addresses.js';
import type { DeclaredGateway, Found, Place, SourceFile, WrittenFlavor } from './declared.js';
import { type Given, type Launch, settingOf, settingsOf, textGiven } from './launch.js';
import { slice, type TracedText, textWithBlanks, trim, written } from './traced-text.js';
import { parseFlavor } from './value.js';

export interface ConfSetting extends Given {
  readonly key: string;
  readonly value: TracedText;
}

interface Reading {
  readonly settings: readonly ConfSetting[];
  /** Where a line can be added that Kong reads. */
  readonly end: number;
}

const readings = new WeakMap<SourceFile, Reading>();

/**
 * The settings of a file by their names, as Kong reads it: `load_config` in Kong/kong `kong/conf_loader/init.lua`, which
 * uses `config.read` of lunarmodules/Penlight. Of a setting that stands twice it takes the last; quotes are part of a
 * value; what stands below a `[section]` is lost.
 */
export const readKongConf = (file: SourceFile): ReadonlyMap<string, ConfSetting> =>
  new Map(readingOf(file).settings.map((setting) => [setting.key, setting]));

/**
 * The files that are Kong's by their names or by what they set.
 *
 * @param files all of the workspace that may configure gateways; those that are of another kind are passed over
 * @param taken `addressKey` of the files that belong to another gateway, which its container overrides
 */
export function kongConfGateways(files: readonly SourceFile[], taken: ReadonlySet<string>): Found {
  const own = files.filter(isKongConf);
  const keys = new Set(own.map(({ uri }) => addressKey(uri)));
  // `kong.conf.default` beside a `kong.conf` is the template that it was copied from.
  const isTemplate = (key: string) => key.endsWith('.default') && keys.has(key.slice(0, -'.default'.length));
  const running = own.filter(({ uri }) => !taken.has(addressKey(uri)) && !isTemplate(addressKey(uri)));
  return {
    gateways: running.map(gatewayOf),
    sets: [],
    written: own.flatMap(flavorsWrittenIn),
  };
}

/** Settings that no other program's `.conf` has, nearly. */
const telling =
  /^(?:router_flavor|declarative_config(?:_string)?|(?:proxy|admin|admin_gui|stream|status|cluster)_listen|(?:proxy|admin)_(?:access|error)_log|admin_gui_(?:url|path|api_url)|cluster_(?:control_plane|cert|cert_key|mtls|telemetry_endpoint)|pg_(?:host|port|user|password|database|ssl)|nginx_(?:http|proxy|admin|worker|main|events)_\w+|lua_package_path|anonymous_reports|trusted_ips|real_ip_header|worker_state_update_frequency|mem_cache_size)$/;

function isKongConf(file: SourceFile): boolean {
  const name = nameOf(file.uri);
  if (/^kong\b.*\.conf(?:\.[\w-]+)*$/i.test(name))
    return (
      readingOf(file).settings.some(({ key }) => isTelling(key) || common.has(key)) ||
      commented.test(file.text)
    );
  if (!name.endsWith('.conf')) return false;
  const found = new Set(readingOf(file).settings.flatMap(({ key }) => (isTelling(key) ? [key] : [])));
  return found.has('router_flavor') || found.size > 1;
}

const isTelling = (key: string) => telling.test(key);

const common: ReadonlySet<string> = new Set(['database', 'role', 'prefix', 'log_level', 'plugins']);

const commented = /^[ \t]*#[ \t]*(?:router_flavor|database|proxy_listen|declarative_config|role)[ \t]*=/m;

/** Kong's settings where a file alone tells them. */
const launchOf = (file: SourceFile): Launch => ({
  image: null,
  environment: new Map(),
  conf: readKongConf(file),
  unseen: null,
});

function gatewayOf(file: SourceFile): DeclaredGateway {
  const { uri, text } = file;
  const launch = launchOf(file);
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

/** The file may be there as it is named, and the one of that name beside kong.conf is what is copied there. */
function declarativeConfig(uri: string, path: string | null): string[] {
  if (!path) return [];
  const folder = folderOf(uri);
  const addresses = [resolvePath(folder, path), resolvePath(folder, path.slice(path.lastIndexOf('/') + 1))];
  return [...new Set(addresses.flatMap((address) => address ?? []))];
}

const flavorsWrittenIn = (file: SourceFile): WrittenFlavor[] =>
  readingOf(file)
    .settings.filter(({ key }) => key === 'router_flavor')
    .map((setting) => {
      const { text, place } = settingOf(setting, parseFlavor);
      return {
        key: setting.key,
        keyPlace: setting.keyPlace,
        place: place ?? setting.place,
        text,
        unread: null,
      };
    });

/** In the place of the line that is commented out, or else at the end. */
function insertion(file: SourceFile): { place: Place; text: string } {
  const { uri, text } = file;
  const { end } = readingOf(file);
  const commented = /^[ \t]*#[ \t]*router_flavor[ \t]*=[ \t]*[\w-]*/m.exec(text.slice(0, end));
  if (commented) {
    const start = commented.index;
    return { place: { uri, span: { start, end: start + commented[0].length } }, text: 'router_flavor = %s' };
  }
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const before = end === 0 || text[end - 1] === '\n' ? '' : newLine;
  return { place: { uri, span: { start: end, end } }, text: `${before}router_flavor = %s${newLine}` };
}

function readingOf(file: SourceFile): Reading {
  let reading = readings.get(file);
  if (!reading) {
    reading = read(file);
    readings.set(file, reading);
  }
  return reading;
}

/** Lines go on behind a backslash; what is empty or a comment is no line, also among those that go on. */
function read({ uri, text }: SourceFile): Reading {
  const settings: ConfSetting[] = [];
  let begun: TracedText = [];
  let begunAt = 0;
  for (const { 0: content, index } of text.matchAll(/[^\n]+/g)) {
    if (!/[^ \t\v\f\r]/.test(content) || /^[ \t\v\f\r]*[;#]/.test(content)) continue;
    const goesOn = /\\[ \t\v\f\r]*$/.exec(content);
    if (textWithBlanks(begun) === '') begunAt = index;
    begun = [...begun, ...written(uri, index, content.slice(0, goesOn?.index))];
    if (goesOn) continue;
    if (textWithBlanks(begun).startsWith('[')) return { settings, end: begunAt };
    settings.push(...assignment(uri, begun));
    begun = [];
  }
  return { settings, end: textWithBlanks(begun) === '' ? text.length : begunAt };
}

function assignment(uri: string, line: TracedText): ConfSetting[] {
  const found = /^([ \t\v\f\r]*)([^=]*?)[ \t\v\f\r]*=[ \t\v\f\r]*/.exec(textWithBlanks(line));
  if (!found) return [];
  const [whole, indent, name] = found as unknown as [string, string, string];
  const value = withoutComment(trim(slice(line, whole.length)));
  return [
    {
      key: name.replace(/[^A-Za-z0-9]/g, '_'),
      keyPlace: around(uri, slice(line, indent.length, indent.length + name.length)),
      place: around(uri, value),
      value,
    },
  ];
}

/** `strip_comments` in `kong/conf_loader/init.lua`: `\#` begins no comment, and stands for `#`. */
function withoutComment(value: TracedText): TracedText {
  const comment = /[ \t\v\f\r]*(?<!\\)#/.exec(textWithBlanks(value));
  const kept = comment ? slice(value, 0, comment.index) : value;
  return kept.map((piece) =>
    piece.text?.includes('\\#')
      ? { ...piece, text: piece.text.replaceAll('\\#', '#'), verbatim: false }
      : piece,
  );
}

/** From the first piece to the last. */
function around(uri: string, traced: TracedText): Place {
  const start = traced[0]?.place.span.start ?? 0;
  return { uri, span: { start, end: Math.max(start, traced.at(-1)?.place.span.end ?? start) } };
}
