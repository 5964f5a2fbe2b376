/** What a declarative file has around its routes: the keys of the file and of its services, and the shapes of its lists. */

import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import type { Span } from '../../grammar/index.js';
import { append, shallowYaml } from '../text/index.js';
import type { RouteDocument } from './document.js';

/** What a key is in. */
export type KeyOwner = 'file' | 'service';

export interface StructureKey {
  readonly owner: KeyOwner;
  readonly key: string;
  /** Absolute. */
  readonly keySpan: Span;
  readonly shape: 'list' | 'mapping' | 'scalar' | 'empty';
  /** The names of entries of a mapping. */
  readonly names: readonly string[];
}

/**
 * The keys of the file and of its services, in the order of the text. JSON is read as the YAML that it is.
 *
 * @param isDoubtful whether a key is looked for; where no line of a long file has one in such a place, nothing is read
 */
export function structureKeys(
  { text, kind }: RouteDocument,
  isDoubtful: (key: string) => boolean,
): readonly StructureKey[] {
  if (kind !== 'declarative' || !mayHave(text, isDoubtful)) return [];
  const keys: StructureKey[] = [];
  for (const root of parseAllDocuments(shallowYaml(text).text, {
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  })) {
    if (!('contents' in root) || root.errors.length > 0 || !isMap(root.contents)) continue;
    const file = root.contents;
    const services = file.get('services', true);
    const resolved = isAlias(services) ? services.resolve(root) : services;
    append(keys, keysOf(file, 'file'));
    if (isSeq(resolved))
      append(
        keys,
        resolved.items.flatMap((item) => (isMap(item) ? keysOf(item, 'service') : [])),
      );
  }
  return keys.sort((a, b) => a.keySpan.start - b.keySpan.start);
}

function keysOf(map: YAMLMap, owner: KeyOwner): StructureKey[] {
  return map.items.flatMap(({ key, value }): StructureKey[] => {
    if (!isScalar(key) || typeof key.value !== 'string' || !key.range) return [];
    const keySpan = { start: key.range[0], end: key.range[1] };
    return [
      {
        owner,
        key: key.value,
        keySpan,
        shape: shapeOf(value as Node | null),
        names: namesOf(value as Node | null),
      },
    ];
  });
}

function shapeOf(value: Node | null): StructureKey['shape'] {
  if (isSeq(value)) return 'list';
  if (isMap(value)) return value.items.length === 0 ? 'empty' : 'mapping';
  if (isAlias(value)) return 'list';
  return isScalar(value) && value.value !== null ? 'scalar' : 'empty';
}

const namesOf = (value: Node | null): readonly string[] =>
  isMap(value) ? value.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];

/** Scanning the lines is faster than reading a file of thousands of routes again. */
const longFile = 100_000;

/** Whether a key that is looked for is as deep as the keys of the file or of a service, or a list is none. */
function mayHave(text: string, isDoubtful: (key: string) => boolean): boolean {
  if (text.length < longFile) return true;
  const depths = new Set<number>([0]);
  const doubtful = new Set<number>();
  let afterList: number | null = null;
  for (const [, before = '', dash = '', key = '', rest = ''] of text.matchAll(
    /^([ \t]*)((?:- +)*)["']?([\w.-]+)["']?:([^\n]*)$/gm,
  )) {
    const depth = before.length + dash.length;
    if (afterList !== null && dash === '' && depth > afterList) return true;
    const isEmpty = /^\s*(?:#.*)?\r?$/.test(rest);
    afterList = (key === 'routes' || key === 'services') && isEmpty ? depth : null;
    if (key === 'routes' || key === 'url') depths.add(depth);
    if (isDoubtful(key)) doubtful.add(depth);
    if (key === 'services' && /^\s*[{[]/.test(rest)) return true;
  }
  return /^\s*[{[]/.test(text) || [...doubtful].some((depth) => depths.has(depth));
}
