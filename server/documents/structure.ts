/** What a declarative file has around its routes: the keys of the file and of its services, and the shapes of its lists. */

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../grammar/index.js';
import { append, shallowYaml } from '../text/index.js';
import type { DocumentPart, RouteDocument } from './document.js';

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
 * The keys of the file and of its services, in the order of the text. JSON is read as the YAML that it is. Of a file of
 * another tool: the keys of the Kong documents in it. A document that is encoded there has no places of its own: its
 * keys have the place of the document.
 *
 * @param isDoubtful whether a key is looked for; where no line of a long file has one in such a place, nothing is read
 */
export function structureKeys(
  { text, kind, parts }: RouteDocument,
  isDoubtful: (key: string) => boolean,
): readonly StructureKey[] {
  const keys: StructureKey[] = [];
  if (parts.length > 0) for (const part of parts) append(keys, keysOfPart(text, part, isDoubtful));
  else if (kind === 'declarative' && mayHave(text, isDoubtful))
    for (const root of rootsOf(text)) append(keys, keysOfFile(root, root?.contents));
  return keys.sort((a, b) => a.keySpan.start - b.keySpan.start);
}

/** The YAML documents of a text; `null` for one that is not well-formed. */
const rootsOf = (text: string): readonly (Document | null)[] =>
  [...parseAllDocuments(shallowYaml(text).text, { merge: true, uniqueKeys: false, logLevel: 'silent' })].map(
    (root) => ('contents' in root && root.errors.length === 0 ? (root as Document) : null),
  );

function keysOfPart(
  text: string,
  { carrier, span, source, path }: DocumentPart,
  isDoubtful: (key: string) => boolean,
): StructureKey[] {
  const isWritten = typeof source !== 'string';
  const inner = isWritten ? text.slice(source.start, source.end) : source;
  if (carrier === 'command' || !mayHave(inner, isDoubtful)) return [];
  const roots = rootsOf(inner);
  const [index, ...keys] = path;
  const found =
    carrier === 'mapping' && typeof index === 'number'
      ? keysOfFile(roots[index] ?? null, roots[index]?.getIn(keys, true))
      : roots.flatMap((root) => keysOfFile(root, root?.contents));
  const isFile = found.some(({ key }) => fileMarks.has(key));
  const place = (one: Span): Span =>
    isWritten ? { start: source.start + one.start, end: source.start + one.end } : span;
  return isFile ? found.map((key) => ({ ...key, keySpan: place(key.keySpan) })) : [];
}

/** A mapping with one of these is a declarative file, and not a route alone. */
const fileMarks: ReadonlySet<string> = new Set(['_format_version', 'services', 'routes']);

function keysOfFile(root: Document | null, file: unknown): StructureKey[] {
  if (!root || !isMap(file)) return [];
  const services = file.get('services', true);
  const resolved = isAlias(services) ? services.resolve(root) : services;
  const items: readonly unknown[] = isSeq(resolved) ? resolved.items : [];
  return [...keysOf(file, 'file'), ...items.flatMap((item) => (isMap(item) ? keysOf(item, 'service') : []))];
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

/** Reading a file of thousands of routes once more takes longer than looking at its lines. */
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
