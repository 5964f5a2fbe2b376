/** The tree of a YAML document → routes and values, through aliases and merged mappings. */

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Scalar,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../grammar/index.js';
import type { YamlFault } from '../problems/index.js';
import type {
  RouteBody,
  ScalarStyle,
  SourcedEntry,
  SourcedRoute,
  SourcedScalar,
  SourcedService,
  SourcedValue,
  SyntaxProblem,
} from './document.js';
import { plainValue } from './plain-scalar.js';
import { type KongDocument, recognise, type Tree } from './recognise.js';
import type { WrittenTree } from './repeated-keys.js';
import type { StructureTree } from './structure.js';

export interface ParsedPair {
  readonly key: ParsedNode | null;
  readonly value: ParsedNode | null;
}

export function pairsOf(map: YAMLMap): readonly ParsedPair[] {
  return map.items as unknown as readonly (Pair & ParsedPair)[];
}

/** A node, and the absolute span of the alias or the `<<` entry in whose place it is read. */
interface Placed {
  readonly node: ParsedNode | null;
  readonly at: Span | null;
}

/** An entry of a mapping, its own or merged in. */
interface Expanded {
  readonly key: string;
  readonly pair: ParsedPair;
  readonly value: Placed;
  readonly merged: boolean;
}

export class YamlReader {
  readonly problems: SyntaxProblem[] = [];
  private readonly text: string;
  private readonly document: Document.Parsed;
  private readonly restore: (value: string) => string;
  private knownNames: Names | null = null;
  /** The anchored nodes around the one that is being read: an alias to one of them is inside itself. */
  private readonly open = new Set<ResolvedNode>();
  /** How many values aliases may add to a document: more is an attack (“billion laughs”), not a configuration. */
  private readonly aliasedValuesAllowed: number;
  private aliasedValues = 0;
  private readonly reported = new Set<number>();

  /** @param restore a value with what was masked in it */
  constructor(text: string, document: Document.Parsed, restore: (value: string) => string) {
    this.text = text;
    this.document = document;
    this.restore = restore;
    this.aliasedValuesAllowed = 100_000 + text.length / 10;
  }

  recognise(node: ParsedNode | null): KongDocument<Placed> | null {
    return recognise(this.tree, { node, at: null });
  }

  readonly written: WrittenTree<ParsedNode | null> = {
    entries: (node) =>
      isMap(node)
        ? pairsOf(node).flatMap(({ key, value }) => {
            if (key === null || isMergeKey(key)) return [];
            return [{ key: this.keyText(key), span: this.span(key, 0), value }];
          })
        : null,
    items: (node) => (isSeq(node) ? (node.items as ParsedNode[]) : null),
  };

  readonly structure: StructureTree<ParsedNode | null> = {
    ...this.written,
    shape: (node) => {
      // Where a list is due, an alias is most likely to one.
      if (isSeq(node) || isAlias(node)) return 'list';
      if (isMap(node)) return node.items.length === 0 ? 'empty' : 'mapping';
      return node === null || scalarValue(node, this.restore) === null ? 'empty' : 'scalar';
    },
    resolved: (node) => (isAlias(node) ? this.anchored(node) : node),
    span: (node) => (node === null ? { start: 0, end: 0 } : this.span(node, 0)),
  };

  private readonly tree: Tree<Placed> = {
    entries: (placed) => {
      const { node, at } = this.resolve(placed);
      return isMap(node) ? this.expand(node, at).map(({ key, value }) => [key, value]) : null;
    },
    items: (placed) => {
      const { node, at } = this.resolve(placed);
      return isSeq(node) ? (node.items as ParsedNode[]).map((item) => ({ node: item, at })) : null;
    },
    scalar: (placed) => {
      const { node } = this.resolve(placed);
      if (node === null) return null;
      return isScalar(node) ? scalarValue(node, this.restore) : undefined;
    },
    written: (placed) => this.keyText(this.resolve(placed).node),
  };

  /** `null` if an alias that was a mapping when it was found can no longer be followed: there are too many. */
  route(placed: Placed, path: readonly (string | number)[]): SourcedRoute | null {
    const { node: map, at } = this.resolve(placed);
    if (!isMap(map)) return null;
    const start = at?.start ?? map.range[0];
    const end = at?.end ?? this.endOf(map);
    const body: RouteBody = {
      span: { start: 0, end: end - start },
      style: map.flow ? 'flow' : 'block',
      aliased: at !== null,
      entries: this.entries(map, at, start),
    };
    return { start, path, body };
  }

  /** `null` if the node is not a mapping. */
  service(placed: Placed, path: readonly (string | number)[]): SourcedService | null {
    const { node: map, at } = this.resolve(placed);
    if (!isMap(map)) return null;
    const named = this.expand(map, at).findLast(({ key }) => key === 'name')?.value;
    const { node, at: nameAt } = named ? this.resolve(named) : { node: null, at: null };
    const value = isScalar(node) ? scalarValue(node, this.restore) : null;
    return {
      path,
      span: at ?? this.span(map, 0),
      name: typeof value === 'string' ? { value, span: nameAt ?? this.span(node!, 0) } : null,
    };
  }

  private entries(map: YAMLMap.Parsed, at: Span | null, base: number): SourcedEntry[] {
    return this.within(map, () =>
      this.expand(map, at).map(({ key, pair, value, merged }) => {
        const span = relative(value.at ?? this.pairSpan(pair), base);
        const keySpan = value.at === null && pair.key !== null ? this.span(pair.key, base) : span;
        return { key, keySpan, value: this.value(value, base, span.end), span, merged };
      }),
    );
  }

  private value(placed: Placed, base: number, missingAt: number): SourcedValue {
    const { node, at } = this.resolve(placed);
    const aliased = at !== null;
    if (node === null) {
      const span = at === null ? { start: missingAt, end: missingAt } : relative(at, base);
      return { kind: 'scalar', span, aliased, anchor: null, style: 'plain', value: null };
    }
    const span = at === null ? this.span(node, base) : relative(at, base);
    const anchor = aliased ? null : (node.anchor ?? null);
    if (aliased) this.aliasedValues++;
    if (isScalar(node)) {
      const value = scalarValue(node, this.restore);
      return { kind: 'scalar', span, aliased, anchor, style: scalarStyle(node), value };
    }
    if (isMap(node)) return { kind: 'object', span, aliased, anchor, entries: this.entries(node, at, base) };
    const items = this.within(node, () =>
      (node.items as ParsedNode[]).map((item) => this.value({ node: item, at }, base, span.end)),
    );
    return { kind: 'array', span, aliased, anchor, items };
  }

  /** A mapping's own pairs and, in the place of each `<<`, what it merges in. */
  private expand(map: YAMLMap.Parsed, at: Span | null): Expanded[] {
    const pairs = pairsOf(map);
    if (!pairs.some(({ key }) => isMergeKey(key))) {
      return pairs.map((pair) => ({
        key: this.keyText(pair.key),
        pair,
        value: { node: pair.value, at },
        merged: false,
      }));
    }
    // Own keys win over merged ones, and what is merged first over what is merged later: `load_map` of lyaml.
    const own = pairs.filter(({ key }) => !isMergeKey(key));
    const known = new Set(own.map(({ key }) => this.keyText(key)));
    return this.within(map, () =>
      pairs.flatMap((pair): Expanded[] => {
        const value = { node: pair.value, at };
        if (!isMergeKey(pair.key)) return [{ key: this.keyText(pair.key), pair, value, merged: false }];
        const found: Expanded[] = [];
        for (const entry of this.mergedBy(pair, at)) {
          if (known.has(entry.key)) continue;
          known.add(entry.key);
          found.push({ ...entry, merged: true });
        }
        return found;
      }),
    );
  }

  /** `<<: *one`, or `<<: [*one, *two]`. */
  private mergedBy(pair: ParsedPair, at: Span | null): Expanded[] {
    const place = at ?? this.pairSpan(pair);
    const { node } = this.resolve({ node: pair.value, at: place });
    const sources = isSeq(node) ? (node.items as ParsedNode[]) : [node];
    return sources.flatMap((source) => {
      const { node: map } = this.resolve({ node: source, at: place });
      if (!isMap(map)) {
        // What an alias does not find is reported already.
        if (map !== null) this.report(map.range, { code: 'merge-of-no-mapping' });
        return [];
      }
      this.aliasedValues++;
      return this.expand(map, place);
    });
  }

  /** Looks through an alias. Its value replaces the outermost alias that it is read through. */
  private resolve({ node, at }: Placed): Resolved {
    if (!isAlias(node)) return { node, at };
    const place = at ?? { start: node.range[0], end: node.range[1] };
    const name = node.source;
    const target = this.anchored(node);
    let problem: YamlFault | null = null;
    if (target === null) problem = { code: 'alias-unknown', name };
    else if (this.open.has(target)) problem = { code: 'alias-in-itself', name };
    else if (this.aliasedValues > this.aliasedValuesAllowed) problem = { code: 'too-much-data' };
    if (problem === null) return { node: target, at: place };
    this.report(node.range, problem);
    return { node: null, at: place };
  }

  /** The last node before the alias that carries its anchor, as the YAML specification has it. */
  private anchored(alias: Alias.Parsed): ResolvedNode | null {
    this.knownNames ??= namesIn(this.document.contents);
    const nodes = this.knownNames.anchors.get(alias.source) ?? [];
    let before = 0;
    let after = nodes.length;
    while (before < after) {
      const middle = (before + after) >> 1;
      if (nodes[middle]!.range[0] < alias.range[0]) before = middle + 1;
      else after = middle;
    }
    return nodes[before - 1] ?? null;
  }

  /** An alias without an anchor is a fault wherever it is: Kong then reads nothing of the file. */
  checkAliases(): void {
    if (!this.text.includes('*')) return;
    this.knownNames ??= namesIn(this.document.contents);
    for (const alias of this.knownNames.aliases) this.resolve({ node: alias, at: null });
  }

  private report([start, end]: readonly [number, number, number], fault: YamlFault): void {
    if (this.reported.has(start)) return;
    this.reported.add(start);
    this.problems.push({ fault: { syntax: 'yaml', fault }, span: { start, end } });
  }

  private within<T>(node: ResolvedNode, read: () => T): T {
    if (node.anchor === undefined || this.open.has(node)) return read();
    this.open.add(node);
    const result = read();
    this.open.delete(node);
    return result;
  }

  private keyText(key: ParsedNode | null): string {
    const { node } = this.resolve({ node: key, at: null });
    if (node === null) return '';
    return isScalar(node)
      ? this.restore(node.source ?? '')
      : this.text.slice(node.range[0], this.endOf(node));
  }

  private pairSpan({ key, value }: ParsedPair): Span {
    const start = key?.range[0] ?? value?.range[0] ?? 0;
    const end = value === null ? (key === null ? start : this.endOf(key)) : this.endOf(value);
    return { start, end };
  }

  private span(node: ParsedNode, base: number): Span {
    return { start: node.range[0] - base, end: this.endOf(node) - base };
  }

  /** The end of the written value, without the line breaks and comments that the parser counts to a block. */
  private endOf(node: ParsedNode): number {
    const [start, end] = node.range;
    if (isAlias(node)) return end;
    if (isScalar(node)) {
      if (node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED) return end;
      let last = end;
      while (last > start && isBlank(this.text.charCodeAt(last - 1))) last--;
      return last;
    }
    if (node.flow) return end;
    if (isMap(node)) {
      const pair = pairsOf(node).at(-1);
      return pair === undefined ? end : Math.max(start, this.pairSpan(pair).end);
    }
    const item = (node.items as ParsedNode[]).at(-1);
    return item === undefined ? end : Math.max(start, this.endOf(item));
  }
}

type ResolvedNode = Exclude<ParsedNode, Alias.Parsed>;

interface Resolved {
  readonly node: ResolvedNode | null;
  readonly at: Span | null;
}

function relative(span: Span, base: number): Span {
  return { start: span.start - base, end: span.end - base };
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** lyaml merges at the key `<<`, however it is quoted (`load_map`). */
function isMergeKey(key: ParsedNode | null): boolean {
  return isScalar(key) && key.source === '<<';
}

export function scalarStyle(scalar: Scalar): ScalarStyle {
  switch (scalar.type) {
    case Scalar.QUOTE_SINGLE:
      return 'single-quoted';
    case Scalar.QUOTE_DOUBLE:
      return 'double-quoted';
    case Scalar.BLOCK_LITERAL:
      return 'literal';
    case Scalar.BLOCK_FOLDED:
      return 'folded';
    default:
      return 'plain';
  }
}

/** `load_scalar` of lyaml: a tag of YAML's own decides; else a plain scalar is read by what it looks like. */
function scalarValue(scalar: Scalar, restore: (value: string) => string): SourcedScalar['value'] {
  const text = restore(scalar.source ?? '');
  switch (scalar.tag) {
    case 'tag:yaml.org,2002:str':
      return text;
    case 'tag:yaml.org,2002:bool':
    case 'tag:yaml.org,2002:float':
    case 'tag:yaml.org,2002:int':
    case 'tag:yaml.org,2002:null':
      return plainValue(text);
    default:
      return scalarStyle(scalar) === 'plain' ? plainValue(text) : text;
  }
}

interface Names {
  /** In the order of the text. */
  readonly anchors: Map<string, ResolvedNode[]>;
  readonly aliases: Alias.Parsed[];
}

function namesIn(root: ParsedNode | null): Names {
  const names: Names = { anchors: new Map(), aliases: [] };
  const collect = (node: ParsedNode | null) => {
    if (node === null) return;
    if (isAlias(node)) {
      names.aliases.push(node);
      return;
    }
    if (node.anchor !== undefined) {
      const nodes = names.anchors.get(node.anchor);
      if (nodes === undefined) names.anchors.set(node.anchor, [node]);
      else nodes.push(node);
    }
    if (isMap(node)) {
      for (const { key, value } of pairsOf(node)) {
        collect(key);
        collect(value);
      }
    } else if (isSeq(node)) {
      (node.items as ParsedNode[]).forEach(collect);
    }
  };
  collect(root);
  return names;
}
