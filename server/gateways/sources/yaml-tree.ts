/** YAML as a tree with the place of every value, for files that configure gateways. */

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
} from 'yaml';
import type { Span } from '../../../grammar/index.js';
import { append, type Place, SourceFile, shallowYaml } from '../../text/index.js';
import type { TracedText } from './traced-text.js';

/** Each has its place: the value of an alias has the place of the anchor. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

interface At extends Place {
  /** Such as `!reset`; not those of YAML itself. */
  readonly tag?: string;
}

export interface YamlMap extends At {
  readonly kind: 'map';
  /** What is merged in (`<<`) comes after the map's own, unless a key is there already. Of a key that occurs twice, the last. */
  readonly entries: readonly YamlEntry[];
  readonly flow: boolean;
}

export interface YamlEntry {
  readonly key: string;
  /** Of the file that the key is written in. */
  readonly uri: string;
  readonly keySpan: Span;
  readonly value: YamlNode;
  readonly merged: boolean;
}

export interface YamlList extends At {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
}

/**
 * `span` is without the quotes; of a block scalar, from its first character to its last; of a value that is not there,
 * empty, after the key's colon.
 */
export interface YamlScalar extends At {
  readonly kind: 'scalar';
  /** `null` for YAML's null, which is what nothing is, too. */
  readonly text: string | null;
  /** A value in quotes is a string, whatever it looks like. */
  readonly quoted: boolean;
  /**
   * Whether the text is in the file character by character, so that a part of it has a place: `span.start + index`.
   * What follows the last line of a block scalar does not count.
   */
  readonly verbatim: boolean;
  /** Of a literal block (`|`), where each of its lines is. */
  readonly lines?: readonly Span[];
  /** Of a text that was put together, what of. */
  readonly pieces?: TracedText;
}

interface Reading {
  readonly documents: readonly YamlNode[];
  readonly isTemplate: boolean;
}

/**
 * The documents of a file (JSON is YAML). What cannot be read is left out, and nothing is thrown. A template of Helm is
 * no YAML before it is rendered; it is read as if its actions (`{{ … }}`) were text, and those that have a line of
 * their own were not there.
 */
export const yamlDocuments = (file: SourceFile): readonly YamlNode[] => file.once(read).documents;

/** Whether a file is YAML only if the actions of its template are read as text: then it contains more than is read. */
export const isTemplate = (file: SourceFile): boolean => file.once(read).isTemplate;

function read({ uri, text }: SourceFile): Reading {
  try {
    let isTemplate = text.includes('{{') && startsWithAction.test(text);
    let documents = parse(isTemplate ? withoutActions(text) : text);
    if (!isTemplate && text.includes('{{') && documents.some(({ errors }) => errors.length > 0)) {
      isTemplate = true;
      documents = parse(withoutActions(text));
    }
    return {
      documents: documents.flatMap((document) =>
        document.contents === null ? [] : [new Reader(document, uri, text).node(document.contents, 0, 0)],
      ),
      isTemplate,
    };
  } catch {
    // Nested deeper than the stack.
    return { documents: [], isTemplate: false };
  }
}

function parse(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(shallowYaml(text).text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: new LineCounter(),
  });
  return Array.isArray(documents) ? (documents as Document.Parsed[]) : [];
}

/** In YAML it would be a map with a map for a key, which nothing here has. */
const startsWithAction = /(?:^|[:-][ \t])[ \t]*\{\{/m;

/** Represents a character of an action, so that all others keep their places. */
const actionMark = '\u{E000}';

const withoutActions = (text: string): string =>
  text
    .replace(/^[ \t]*(?:\{\{[^{}]*\}\}[ \t]*)+$/gm, (line) => line.replace(/[^\r\n]/g, ' '))
    .replace(/\{\{[^{}]*\}\}/g, (action) => action.replace(/[^\r\n]/g, actionMark));

/** More values than this come of aliases to aliases (“billion laughs”). */
const mostNodes = 200_000;

class Reader {
  private readonly document: Document.Parsed;
  private readonly uri: string;
  private readonly text: string;
  private nodes = 0;
  private readonly open = new Set<Node>();

  constructor(document: Document.Parsed, uri: string, text: string) {
    this.document = document;
    this.uri = uri;
    this.text = text;
  }

  /** @param offset where a missing value would be */
  node(node: ParsedNode | null, offset: number, depth: number): YamlNode {
    if (node === null || ++this.nodes > mostNodes || depth > 200) return this.missing(offset);
    if (isAlias(node)) {
      const target = node.resolve(this.document) as ParsedNode | undefined;
      if (!target || this.open.has(target)) return this.missing(offset);
      return this.node(target, offset, depth + 1);
    }
    const [start, end] = node.range;
    const tag = node.tag?.startsWith('!') ? { tag: node.tag } : {};
    if (isMap(node)) {
      this.open.add(node);
      const entries = this.entries(node.items as unknown as Pairs, depth);
      this.open.delete(node);
      return { kind: 'map', uri: this.uri, span: { start, end }, ...tag, entries, flow: node.flow === true };
    }
    if (isSeq(node)) {
      this.open.add(node);
      const items = (node.items as ParsedNode[]).map((item) => this.node(item, end, depth + 1));
      this.open.delete(node);
      return { kind: 'list', uri: this.uri, span: { start, end }, ...tag, items, flow: node.flow === true };
    }
    if (!isScalar(node)) return this.missing(offset);
    const value = String(node.value ?? '');
    const scalar = node.type?.startsWith('BLOCK_')
      ? this.blockScalar(value, node.type === 'BLOCK_LITERAL', start, end)
      : this.scalar(value, node.type, start, end);
    return { ...scalar, ...tag };
  }

  private entries(pairs: Pairs, depth: number): YamlEntry[] {
    const own = new Map<string, YamlEntry>();
    const merged: YamlEntry[] = [];
    for (const { key, value } of pairs) {
      const keyNode = this.node(key, key?.range[0] ?? 0, depth + 1);
      if (keyNode.kind !== 'scalar') continue;
      const node = this.node(value, this.afterColon(keyNode.span.end), depth + 1);
      const name = keyNode.text ?? '';
      if (name === '<<' && !keyNode.quoted) {
        for (const map of node.kind === 'list' ? node.items : [node]) {
          if (map.kind === 'map')
            append(
              merged,
              map.entries.map((entry) => ({ ...entry, merged: true })),
            );
        }
        continue;
      }
      own.set(name, { key: name, uri: this.uri, keySpan: keyNode.span, value: node, merged: false });
    }
    for (const entry of merged) if (!own.has(entry.key)) own.set(entry.key, entry);
    return [...own.values()];
  }

  private afterColon(keyEnd: number): number {
    const colon = this.text.indexOf(':', keyEnd);
    return colon === -1 ? keyEnd : colon + 1;
  }

  private scalar(read: string, type: string | undefined, start: number, end: number): YamlScalar {
    const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
    const closed = quoted && this.text[end - 1] === this.text[start] && end - start > 1;
    const span = quoted ? { start: start + 1, end: closed ? end - 1 : end } : { start, end };
    const written = this.text.slice(span.start, span.end);
    const value = read.includes(actionMark) ? written : read;
    const isNull = type === 'PLAIN' && /^(~|null|Null|NULL|)$/.test(value);
    return {
      kind: 'scalar',
      uri: this.uri,
      span,
      text: isNull ? null : value,
      quoted: type !== 'PLAIN',
      verbatim: written === value,
    };
  }

  /** @param start of its header */
  private blockScalar(text: string, isLiteral: boolean, start: number, end: number): YamlScalar {
    const headerEnd = this.text.indexOf('\n', start) + 1;
    const first = headerEnd === 0 || headerEnd > end ? end : headerEnd;
    const content = this.text.slice(first, end);
    const from = first + Math.max(content.search(/\S/), 0);
    const span = { start: from, end: Math.max(from, first + content.trimEnd().length) };
    const verbatim = this.text.slice(span.start, span.end) === text.trimEnd();
    const scalar = { kind: 'scalar', uri: this.uri, span, text, quoted: true, verbatim } as const;
    return isLiteral ? { ...scalar, lines: this.lines(text, first) } : scalar;
  }

  /** Each line of a literal block is the end of a line of the file. */
  private lines(text: string, first: number): Span[] {
    let at = first;
    return text.split('\n').map((line) => {
      const newLine = this.text.indexOf('\n', at);
      const next = newLine === -1 ? this.text.length : newLine;
      const end = this.text[next - 1] === '\r' && next > at && !line.endsWith('\r') ? next - 1 : next;
      const span = { start: Math.max(at, end - line.length), end };
      at = Math.min(next + 1, this.text.length);
      return span;
    });
  }

  private missing(offset: number): YamlScalar {
    const span = { start: offset, end: offset };
    return { kind: 'scalar', uri: this.uri, span, text: null, quoted: false, verbatim: true };
  }
}

type Pairs = readonly { readonly key: ParsedNode | null; readonly value: ParsedNode | null }[];

/** By where they start. */
const noParts = () => new Map<number, SourceFile>();

/**
 * A part of a file as a file of its own, with white space for all that is around it, so that places in it are places in
 * the file.
 */
export function partOf(file: SourceFile, { start, end }: Span): SourceFile {
  const known = file.once(noParts);
  let part = known.get(start);
  if (!part) {
    const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');
    const text = blank(file.text.slice(0, start)) + file.text.slice(start, end) + blank(file.text.slice(end));
    part = new SourceFile(file.uri, text);
    known.set(start, part);
  }
  return part;
}

/** Whether the text of a scalar can be read as a file of its own: lines of a block, or quotes without escapes. */
export const isText = (node: YamlNode | undefined): node is YamlScalar =>
  node?.kind === 'scalar' && node.quoted && (node.lines !== undefined || node.verbatim);

/** The value at a path of keys and indexes. */
export function at(node: YamlNode | undefined, ...path: readonly (string | number)[]): YamlNode | undefined {
  let here = node;
  for (const step of path) {
    if (typeof step === 'number') here = here?.kind === 'list' ? here.items[step] : undefined;
    else here = here?.kind === 'map' ? entry(here, step)?.value : undefined;
  }
  return here;
}

export const entry = (node: YamlNode | undefined, key: string): YamlEntry | undefined =>
  node?.kind === 'map' ? node.entries.find((one) => one.key === key) : undefined;

export const items = (node: YamlNode | undefined): readonly YamlNode[] =>
  node?.kind === 'list' ? node.items : [];

/** The text of a scalar; `null` if it is not one. */
export const textOf = (node: YamlNode | undefined): string | null =>
  node?.kind === 'scalar' ? node.text : null;
