/** YAML and JSON text as trees with places: one for each document of the text. */

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../../grammar/index.js';
import { shallowYaml } from '../../text/index.js';
import type { Range } from '../objects/origin.js';
import type { Entry, ScalarTree, Tree } from '../objects/tree.js';

export interface ReadDocument {
  /** `null` for a document without content. */
  readonly tree: Tree | null;
  readonly mistakes: readonly YamlMistake[];
  /** A mapping as the key of a mapping: what `{{ value }}` of a template is to YAML. */
  readonly hasMapKeys: boolean;
}

export interface YamlMistake {
  readonly range: Range;
  /** What the parser of YAML says; `null` if it is nested more deeply than is read. */
  readonly message: string | null;
}

/** More values than any manifest has; aliases of aliases can expand to more than fits in memory. */
const mostValues = 200_000;

/** Reads every document; never throws. What cannot be read is in the mistakes. */
export function readYaml(text: string): readonly ReadDocument[] {
  try {
    // JSON is YAML. Kubernetes accepts the last of two equal keys; the problem of the double key is found later.
    const shallow = shallowYaml(text);
    const documents = parseAllDocuments(shallow.text, {
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
    });
    if (!Array.isArray(documents)) return [];
    return documents.map((document) => readDocument(document, text, shallow.tooDeep));
  } catch (error) {
    // Deeper than the stack, by aliases of aliases.
    if (!(error instanceof RangeError)) throw error;
    return [
      {
        tree: null,
        mistakes: [{ range: [0, text.length], message: null }],
        hasMapKeys: false,
      },
    ];
  }
}

function readDocument(document: Document.Parsed, text: string, tooDeep: readonly Span[]): ReadDocument {
  const mistakes = document.errors.map(({ pos: [start, end], message }) => ({
    // The parser's place of what is missing is after the end of the text.
    range: [Math.min(start, text.length), Math.min(Math.max(start, end), text.length)] as const,
    message,
  }));
  const [from, , to] = document.range;
  const cutOff = tooDeep
    .filter(({ start }) => from <= start && start < to)
    .map(({ start, end }) => ({ range: [start, end] as const, message: null }));
  const builder = new TreeBuilder(text);
  const tree = builder.build(document.contents);
  return { tree, mistakes: [...mistakes, ...cutOff, ...builder.mistakes], hasMapKeys: builder.hasMapKeys };
}

class TreeBuilder {
  readonly mistakes: YamlMistake[] = [];
  hasMapKeys = false;
  private readonly text: string;
  /** The anchors so far: an alias refers to the last one before it. */
  private readonly anchors = new Map<string, Node>();
  private values = 0;
  private readonly open = new Set<Node>();

  constructor(text: string) {
    this.text = text;
  }

  build(node: unknown, at?: Range): Tree | null {
    if (node === null || node === undefined) return null;
    const range = at ?? rangeOf(node as Node);
    if (++this.values > mostValues) return { kind: 'scalar', range, value: null, text: '', textStart: null };
    if (isAlias(node)) return this.alias(this.anchors.get(node.source), range);
    if (isNode(node) && node.anchor) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return this.scalar(node, range);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item, at) ?? absent(range));
      return { kind: 'list', range, items };
    }
    if (isMap(node)) return { kind: 'map', range, entries: this.entries(node, at) };
    return absent(range);
  }

  /** The value of an alias, at the place of the alias. */
  private alias(node: Node | undefined, range: Range): Tree {
    if (!node || this.open.has(node)) {
      this.mistakes.push({ range, message: 'the alias refers to nothing' });
      return absent(range);
    }
    this.open.add(node);
    const tree = this.build(node, range) ?? absent(range);
    this.open.delete(node);
    return tree;
  }

  private entries(map: YAMLMap, at: Range | undefined): Map<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of map.items) {
      if (!isPair(pair)) continue;
      this.hasMapKeys ||= isMap(pair.key);
      const key = isScalar(pair.key) ? keyText(pair.key) : null;
      if (key === null) continue;
      const keyRange = at ?? rangeOf(pair.key as Node);
      if (key === '<<' && isMergeSource(pair.value)) {
        for (const [name, entry] of this.mergeSource(pair.value, keyRange)) {
          if (!merged.has(name)) merged.set(name, entry);
        }
      } else {
        const end: Range = [keyRange[1], keyRange[1]];
        own.set(key, { keyRange, value: this.build(pair.value, at) ?? absent(end) });
      }
    }
    for (const [name, entry] of merged) if (!own.has(name)) own.set(name, entry);
    return own;
  }

  private mergeSource(value: unknown, range: Range): [string, Entry][] {
    const sources = isSeq(value) ? value.items : [value];
    return sources.flatMap((source) => {
      const tree = this.build(source, range);
      return tree?.kind === 'map' ? [...tree.entries] : [];
    });
  }

  private scalar(node: Scalar, range: Range): ScalarTree {
    const source = typeof node.source === 'string' ? node.source : String(node.value ?? '');
    const isPlain = node.type === 'PLAIN' || node.type === undefined;
    const text = typeof node.value === 'string' ? node.value : source;
    const [start, end] = isPlain ? range : this.insideQuotes(node, range);
    const isVerbatim = this.text.slice(start, start + text.length) === text && end - start === text.length;
    return {
      kind: 'scalar',
      range: [start, end],
      value: isPlain ? plainValue(node.value, text) : text,
      text,
      textStart: isVerbatim ? start : null,
    };
  }

  private insideQuotes({ type }: Scalar, [start, end]: Range): Range {
    if (type !== 'QUOTE_SINGLE' && type !== 'QUOTE_DOUBLE') return [start, this.withoutLineEnd(start, end)];
    const quote = this.text[start];
    if (quote !== '"' && quote !== "'") return [start, end];
    const isClosed = end - start > 1 && this.text[end - 1] === quote;
    return [start + 1, isClosed ? end - 1 : end];
  }

  private withoutLineEnd(start: number, end: number): number {
    let last = end;
    while (last > start && /\s/.test(this.text[last - 1] as string)) last--;
    return last;
  }
}

const absent = (range: Range): ScalarTree => ({
  kind: 'scalar',
  range,
  value: null,
  text: '',
  textStart: null,
});

const rangeOf = (node: Node): Range => (node.range ? [node.range[0], node.range[1]] : [0, 0]);

const isMergeSource = (value: unknown): boolean => isAlias(value) || isMap(value) || isSeq(value);

function keyText({ value, source }: Scalar): string | null {
  if (typeof value === 'string') return value;
  if (typeof source === 'string') return source;
  return value === null || value === undefined ? null : String(value);
}

/**
 * As the API server's reader of YAML 1.1 has it: `yes` and `off` are booleans where they have no quotes. `y` and `n`,
 * which are in YAML 1.1 as well, stay text.
 */
function plainValue(value: unknown, text: string): ScalarTree['value'] {
  if (/^(?:yes|Yes|YES|on|On|ON)$/.test(text)) return true;
  if (/^(?:no|No|NO|off|Off|OFF)$/.test(text)) return false;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
