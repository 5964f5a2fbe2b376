/**
 * Services of systemd that start Kong: `Environment=`, `EnvironmentFile=`, `ExecStart=`; drop-ins (`*.service.d/*.conf`)
 * belong to the unit that their folder names. Containers of Podman (`*.container`) are units, too: `Image=`, `Volume=`, `Exec=`.
 * Source: systemd.exec(5), systemd.syntax(7), podman-systemd.unit(5).
 */

import type { UnknownValue } from '../../problems/index.js';
import { type FilesByUri, folderOf, nameOf, resolvePath, type SourceFile } from '../../text/index.js';
import { dockerWord } from '../docker/index.js';
import { envVariables, type Given } from '../settings/index.js';
import { slice, textWithBlanks, written } from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';
import { mountOf } from './container-parts.js';

interface Line {
  readonly key: string;
  /** Offsets of the value; a value may go on after a backslash at the end of a line. */
  readonly start: number;
  readonly end: number;
}

const isUnit = ({ uri }: SourceFile): boolean =>
  /\.(?:service|container)$|\.(?:service|container)\.d\/[^/]+\.conf$/.test(uri);

/** @returns nothing for a file of another kind */
export function unitContainers(file: SourceFile, files: FilesByUri): DeclaredContainer[] {
  if (!isUnit(file)) return [];
  const lines = linesIn(file.text);
  const commands = lines
    .filter(({ key }) => /^Exec(?:Start|Reload)?$/.test(key))
    .map((line) => textOf(file, line));
  const environment = new Map<string, Given>();
  let unseen: UnknownValue | null = null;
  for (const line of lines) {
    if (line.key === 'Environment')
      for (const [name, given] of assignments(file, line)) environment.set(name, given);
    if (line.key !== 'EnvironmentFile') continue;
    const path = textOf(file, line).trim();
    const name = path.slice(path.lastIndexOf('/') + 1);
    const found = files.get(resolvePath(folderOf(file.uri), name));
    if (!found) {
      if (!path.startsWith('-')) unseen = { source: 'missing-file', path };
      continue;
    }
    // Variables of files override those of the unit (systemd.exec(5)).
    for (const { name, namePlace, place, filled } of envVariables(found, () => undefined)) {
      environment.set(name, {
        keyPlace: namePlace,
        place,
        value: filled ?? { unknown: { source: 'shell-variable', name: null } },
      });
    }
  }
  const isDropIn = /\.(?:service|container)\.d\//.test(file.uri);
  const command = commands.join(' && ');
  const startsKong =
    /\bkong\b/.test(command) || (isDropIn && /\/kong[^/]*\.(?:service|container)\.d\//.test(file.uri));
  const image = lines.find(({ key }) => key === 'Image');
  if (!startsKong && !image && !environment.has('KONG_ROUTER_FLAVOR')) return [];
  const first = image ?? lines.find(({ key }) => key === 'ExecStart') ?? lines[0];
  return [
    {
      kind: 'systemd-unit',
      // Podman makes a service of a container.
      name: (isDropIn ? nameOf(folderOf(file.uri).replace(/\.d\/$/, '')) : nameOf(file.uri)).replace(
        /\.container$/,
        '.service',
      ),
      place: { uri: file.uri, span: { start: first?.start ?? 0, end: first?.end ?? 0 } },
      image: image ? imageOf(file, image) : null,
      environment,
      command: isDropIn ? 'kong start' : command,
      mounts: lines
        .filter(({ key }) => key === 'Volume')
        .flatMap((line) => mountOf(textOf(file, line).trim(), file)),
      replicas: 1,
      rollout: 'recreate',
      unseen,
      insertion: insertionOf(file, lines),
    },
  ];
}

function linesIn(text: string): Line[] {
  const line = /^[ \t]*(\w+)[ \t]*=[ \t]*((?:[^\r\n\\]|\\(?!\r?\n)|\\\r?\n)*)/gm;
  return [...text.matchAll(line)].map(({ index, 0: whole, 1: key, 2: value }) => ({
    key: key!,
    start: index + whole.length - value!.length,
    end: index + whole.length,
  }));
}

const textOf = ({ text }: SourceFile, { start, end }: Line): string => text.slice(start, end);

function imageOf(file: SourceFile, line: Line): DeclaredContainer['image'] {
  const image = textOf(file, line).trimEnd();
  return {
    text: written(file.uri, line.start, image),
    place: { uri: file.uri, span: { start: line.start, end: line.start + image.length } },
  };
}

/** `A=1 "B=two words" 'C=3'`. A `%` specifier stays what it is. */
function assignments(file: SourceFile, { start, end }: Line): [string, Given][] {
  const { uri, text } = file;
  const word = /(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[^\s"'])+/g;
  return [...text.slice(start, end).matchAll(word)].flatMap(({ index, 0: raw }): [string, Given][] => {
    const from = start + index;
    // A dollar sign has no meaning here.
    const whole = written(uri, from, raw);
    const value = raw.includes('$') ? whole : dockerWord(whole, () => undefined, '\\');
    const read = value && textWithBlanks(value);
    const equals = read?.indexOf('=') ?? -1;
    if (!value || !read || equals < 1) return [];
    const name = read.slice(0, equals);
    const nameStart = from + Math.max(raw.indexOf(name), 0);
    return [
      [
        name,
        {
          keyPlace: { uri, span: { start: nameStart, end: nameStart + name.length } },
          place: { uri, span: { start: from, end: from + raw.length } },
          value: slice(value, equals + 1),
        },
      ],
    ];
  });
}

/** A line at the end of the section `[Service]`. */
function insertionOf({ uri, text }: SourceFile, lines: readonly Line[]): DeclaredContainer['insertion'] {
  const section = /^\[(?:Service|Container)\][ \t]*\r?$/m.exec(text);
  if (!section) return null;
  const from = section.index + section[0].length;
  const next = /^\[/m.exec(text.slice(from));
  const until = next ? from + next.index : text.length;
  const last = lines.filter(({ start }) => start >= from && start < until).at(-1);
  const at = last?.end ?? from;
  return { place: { uri, span: { start: at, end: at } }, text: '\nEnvironment=KONG_ROUTER_FLAVOR=%s' };
}
