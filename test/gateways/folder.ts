/** Folders of marked files (`support/marked-text.ts`), and what is found in them. */

import assert from 'node:assert/strict';
import { type DeclaredGateway, type Found, parseFlavor, type Setting } from '../../server/gateways/index.js';
import { setReasonWords, unknownValueWords } from '../../server/problems/index.js';
import { type Place, SourceFile } from '../../server/text/source-file.js';
import { readMarks } from '../support/marked-text.js';

const root = 'file:///folder/';

export interface Folder {
  readonly files: readonly SourceFile[];
  /** The marks of each file, in the order of their openings. */
  readonly marks: Readonly<Record<string, readonly Place[]>>;
}

/** @param contents of each file, by its path in the folder, with marks */
export function folder(contents: Readonly<Record<string, string>>): Folder {
  const read = Object.entries(contents).map(([path, marked]) => ({
    path,
    uri: root + path,
    ...readMarks(marked),
  }));
  return {
    files: read.map(({ uri, text }) => new SourceFile(uri, text)),
    marks: Object.fromEntries(
      read.map(({ path, uri, ranges }) => [path, ranges.map((span) => ({ uri, span }))]),
    ),
  };
}

/** Where a place is: `deploy.yaml#2` for the second mark of a file, else `deploy.yaml:4:12 expressions`. */
export function showPlace({ files, marks }: Folder, place: Place | null): string {
  if (place === null) return 'nowhere';
  const path = place.uri.slice(root.length);
  const mark = marks[path]?.findIndex(
    ({ span }) => span.start === place.span.start && span.end === place.span.end,
  );
  if (mark !== undefined && mark !== -1) return `${path}#${mark + 1}`;
  const file = files.find(({ uri }) => uri === place.uri);
  assert.ok(file, `${place.uri} is a file of the folder`);
  const before = file.text.slice(0, place.span.start).split('\n');
  const covered = file.text.slice(place.span.start, place.span.end);
  return `${path}:${before.length}:${before.at(-1)!.length + 1} ${covered}`.trimEnd();
}

/** A setting in one line: `expressions, written at deploy.yaml#2`. */
export function showSetting(from: Folder, setting: Setting<unknown>): string {
  const { value, text, place, origin } = setting;
  const known = Array.isArray(value) ? value.join('.') : String(value);
  const written = text === null || text === known ? '' : ` (${JSON.stringify(text)})`;
  const detail =
    origin.kind === 'image'
      ? ` ${origin.image}`
      : origin.kind === 'variable'
        ? ` ${origin.name}`
        : origin.kind === 'chart-default'
          ? ` ${origin.chart}`
          : origin.kind === 'unknown'
            ? ` (${unknownValueWords(origin.why)})`
            : '';
  const where = place === null ? '' : ` at ${showPlace(from, place)}`;
  return `${known}${written}, ${origin.kind}${detail}${where}`;
}

/** What differs from gateway to gateway, without what has the value that most have. */
export function showGateway(from: Folder, gateway: DeclaredGateway): Record<string, unknown> {
  const { kind, name, namespace, place, flavor, version, role, database, reads, replicas } = gateway;
  const rest = {
    ...(gateway.calculation.origin.kind === 'kong-default'
      ? {}
      : { calculation: showSetting(from, gateway.calculation) }),
    ...(role === 'traditional' ? {} : { role }),
    ...(database === null ? {} : { database }),
    ...(reads.length === 0 ? {} : { reads: reads.map((uri) => uri.slice(root.length)) }),
    ...(replicas === 1 ? {} : { replicas }),
    ...(gateway.rollout === 'rolling' ? {} : { rollout: gateway.rollout }),
    ...(gateway.controlled === null ? {} : { controlled: gateway.controlled }),
  };
  return {
    gateway: `${kind} ${namespace === null ? '' : `${namespace}/`}${name} at ${showPlace(from, place)}`,
    flavor: showSetting(from, flavor),
    version: showSetting(from, version),
    ...rest,
  };
}

/** `KONG_ROUTER_FLAVOR expressions at deploy.yaml#2`, with what is read instead where it is unread. */
export const showWritten = (from: Folder, { written }: Found): string[] =>
  written.map(
    ({ key, text, place, unread }) =>
      `${key} ${text} at ${showPlace(from, place)}${unread ? `; ${unread.chart} reads ${unread.key}` : ''}`,
  );

export const showSets = ({ sets, gateways }: Found): string[] =>
  sets.map(({ kind, why, members }) => {
    const names = members.map((id) => {
      const member = gateways.find((gateway) => gateway.id === id);
      assert.ok(member, `${id} is a gateway`);
      return member.name;
    });
    return `${kind} ${names.join(' ')}: ${setReasonWords(why)}`;
  });

/** The files after an edit. */
export const edited = (files: readonly SourceFile[], place: Place, text: string): SourceFile[] =>
  files.map((file) =>
    file.uri === place.uri
      ? new SourceFile(
          file.uri,
          file.text.slice(0, place.span.start) + text + file.text.slice(place.span.end),
        )
      : file,
  );

/** What stays the same when only the flavor of one gateway changes: everything but places. */
const apartFromPlaces = (gateway: DeclaredGateway, isChanged: boolean) => ({
  id: gateway.id,
  flavor: isChanged ? null : gateway.flavor.value,
  version: gateway.version.value,
  rest: [
    gateway.role,
    gateway.database,
    gateway.reads,
    gateway.replicas,
    gateway.rollout,
    gateway.controlled,
  ],
});

const isSame = (a: Place | null, b: Place | null): boolean =>
  a?.uri === b?.uri && a?.span.start === b?.span.start;

/**
 * Every insertion and every place of a written flavor does what it is for: after the edit the gateway has the flavor,
 * written, and nothing else has changed.
 *
 * @param find `findGateways`, or the part of it that is under test
 */
export function assertEdits(
  files: readonly SourceFile[],
  find: (files: readonly SourceFile[]) => Found,
): number {
  const before = find(files);
  assertWritten(files, before, find);
  let edits = 0;
  for (const { id, flavor, insertion } of before.gateways) {
    const edit =
      insertion ?? (flavor.text !== null && flavor.place ? { place: flavor.place, text: '%s' } : null);
    if (!edit) continue;
    edits++;
    for (const wanted of ['traditional', 'expressions']) {
      const after: Found = find(edited(files, edit.place, edit.text.replace('%s', wanted)));
      const changed = after.gateways.find((gateway) => gateway.id === id);
      assert.equal(changed?.flavor.value, parseFlavor(wanted), `${id}: ${JSON.stringify(edit)}`);
      assert.equal(changed.flavor.text, wanted);
      assert.equal(changed.insertion, null);
      // Others that take it from the same place have it, too.
      const shared: ReadonlySet<string> = new Set(
        after.gateways.filter(({ flavor }) => isSame(flavor.place, changed.flavor.place)).map(({ id }) => id),
      );
      assert.deepEqual(
        after.gateways.map((gateway) => apartFromPlaces(gateway, shared.has(gateway.id))),
        before.gateways.map((gateway) => apartFromPlaces(gateway, shared.has(gateway.id))),
      );
    }
  }
  return edits;
}

/** Of every flavor that is written: another text in its place is read as that, and all others stay. */
function assertWritten(
  files: readonly SourceFile[],
  before: Found,
  find: (files: readonly SourceFile[]) => Found,
): void {
  before.written.forEach(({ text, place }, index) => {
    if (!text) return;
    const after = find(edited(files, place, 'traditional'));
    assert.deepEqual(
      after.written.map(({ key, text, unread }) => ({ key, text, unread })),
      before.written.map(({ key, text, unread }, other) => ({
        key,
        text: other === index ? 'traditional' : text,
        unread,
      })),
    );
  });
}
