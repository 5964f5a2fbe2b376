/** YAML → routes. */

import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Parser,
  Scalar,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../grammar/index.js';
import type { TextFault, YamlFault } from '../problems/index.js';
import { shallowYaml } from '../text/index.js';
import type {
  RepeatedKey,
  RouteBody,
  RouteDocument,
  ScalarStyle,
  SourcedEntry,
  SourcedRoute,
  SourcedScalar,
  SourcedService,
  SourcedValue,
  SyntaxProblem,
} from './document.js';
import type { RoutePart } from './part.js';
import { plainValue } from './plain-scalar.js';
import { controlCharacter, tooDeep } from './reading-faults.js';
import { type KongDocument, recognise, type Tree } from './recognise.js';
import { repeatedKeys, type WrittenTree } from './repeated-keys.js';
import { maskActions, mustBeMasked, type TemplateUse } from './template.js';
import { yamlFault } from './yaml-fault.js';

export function readYaml(text: string): RouteDocument {
  const { documents, problems, template, restore } = parseTemplate(text);
  const control = controlCharacter(text);
  if (control) problems.push(control);
  const routes: SourcedRoute[] = [];
  const services: SourcedService[] = [];
  const repeated: RepeatedKey[] = [];
  let first: ReadNode | null = null;
  for (const [index, document] of documents.entries()) {
    const path = documents.length > 1 ? [index] : [];
    const found = readNode({ text, document, restore }, document.contents, path, problems);
    first ??= found;
    for (const route of found?.routes ?? []) routes.push(route);
    for (const service of found?.services ?? []) services.push(service);
    for (const key of found?.repeatedKeys ?? []) repeated.push(key);
  }
  return {
    format: 'yaml',
    kind: first?.kind ?? null,
    formatVersion: first?.formatVersion ?? null,
    deck: first?.deck ?? null,
    text,
    parts: [],
    routes,
    services,
    unread: [],
    syntaxProblems: inOrder(problems),
    repeatedKeys: repeated,
    template,
  };
}

/** A YAML document in its text. `restore` gives a value back as it is written. */
export interface YamlSource {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly restore: (value: string) => string;
}

/** A Kong document at a node, with its routes and services as they are written. */
export interface ReadNode extends Omit<KongDocument<never>, 'routes' | 'services'> {
  readonly routes: readonly SourcedRoute[];
  readonly services: readonly SourcedService[];
  readonly repeatedKeys: readonly RepeatedKey[];
}

/**
 * @param path to the node, which comes before the paths of its routes
 * @param problems gets what is wrong with the aliases of the document
 * @returns `null` if nothing at the node is Kong's
 */
export function readNode(
  { text, document, restore }: YamlSource,
  node: ParsedNode | null,
  path: readonly (string | number)[],
  problems: SyntaxProblem[],
): ReadNode | null {
  const reader = new YamlReader(text, document, restore);
  const found = guarded(problems, () => reader.recognise(node)) ?? null;
  const routes: SourcedRoute[] = [];
  if (found !== null) guarded(problems, () => reader.checkAliases());
  for (const route of found?.routes ?? []) {
    const read = guarded(problems, () => reader.route(route.node, [...path, ...route.path]));
    if (read) routes.push(read);
  }
  const services = guarded(problems, () =>
    (found?.services ?? []).flatMap(
      ({ node, path: inside }) => reader.service(node, [...path, ...inside]) ?? [],
    ),
  );
  for (const problem of reader.problems) problems.push(problem);
  if (!found) return null;
  const read = new Set(found.routes.map((route) => route.node.node));
  const keys = guarded(problems, () => repeatedKeys(reader.written, node, read)) ?? [];
  return { ...found, routes, services: services ?? [], repeatedKeys: keys };
}

/** A text that is known to be one route, as JSON or YAML; `null` if it is not a mapping. */
export function readRoute(
  text: string,
): { readonly route: SourcedRoute; readonly problems: readonly SyntaxProblem[] } | null {
  const { documents, problems, restore } = parseTemplate(text);
  const [document] = documents;
  if (!document || documents.length > 1 || !isMap(document.contents)) return null;
  const reader = new YamlReader(text, document, restore);
  const route = guarded(problems, () => reader.route({ node: document.contents, at: null }, []));
  return route ? { route, problems: [...problems, ...reader.problems] } : null;
}

/**
 * The one item of a block sequence whose lines are `lines`, as a route: just as it is read where the text goes on
 * with `after`, whose first line is indented no further than the dash. `null` if it is not a mapping, has to do
 * with other parts of the text by an anchor, an alias or a tag, or may run on into what follows.
 */
export function readYamlItem(lines: string, after: string): RoutePart | null {
  // What ends the item is the indentation of the next line, whatever that line says.
  const dash = `${/^ */.exec(lines)![0]}- `;
  const { documents, problems, template } = parseTemplate(after === '' ? lines : `${lines}${dash}'"'`);
  // What a template reads as depends on all of it.
  if (template !== null) return null;
  const [document, ...rest] = documents;
  const root = document?.contents;
  if (document === undefined || rest.length > 0 || !isSeq(root) || root.flow) return null;
  const [item, ...others] = root.items as ParsedNode[];
  if (!isMap(item) || others.length !== (after === '' ? 0 : 1)) return null;
  if (others.some(({ range }) => range[0] !== lines.length + dash.length)) return null;
  if (problems.some((problem) => isOfNextLine(problem, lines))) return null;
  // The parser counts a tab at the start of the next line to a block scalar.
  if (/^ *\t/.test(after)) return null;
  // It ends an open quote where the indentation ends, but only if it finds a closing one anywhere below
  // (`parseQuotedScalar` in its lexer); otherwise all of the text is in the quotes.
  if (problems.length > 0 && after !== '' && !(/(?<!\\)"/.test(after) && /(?<!')'(?!')/.test(after))) {
    const { problems: unclosed } = parse(`${lines}${dash}x`);
    if (JSON.stringify(unclosed) !== JSON.stringify(problems)) return null;
  }
  const reader = new YamlReader(lines, document, asWritten);
  const route = guarded([], () => (isPlainTree(root) ? reader.route({ node: item, at: null }, []) : null));
  if (!route || reader.problems.length > 0) return null;
  return { start: route.start, body: route.body, problems: inOrder(problems) };
}

/** A problem after the lines, but for the one that the parser puts there for a bracket that is open in them. */
function isOfNextLine({ fault, span }: SyntaxProblem, lines: string): boolean {
  return span.end > lines.length && !(span.start <= lines.length && isOpenBracket(fault));
}

const isOpenBracket = (fault: TextFault): boolean =>
  fault.syntax === 'yaml' && fault.fault.code === 'not-closed' && /[\]}]/.test(fault.fault.by);

/** Nothing in it depends on, or is depended on by, anything outside of it. */
function isPlainTree(node: ParsedNode | null): boolean {
  if (node === null) return true;
  if (isAlias(node) || node.anchor !== undefined || node.tag !== undefined) return false;
  if (isSeq(node)) return (node.items as ParsedNode[]).every(isPlainTree);
  if (isMap(node)) return pairsOf(node).every(({ key, value }) => isPlainTree(key) && isPlainTree(value));
  return true;
}

/**
 * Only the schema of plain strings: what a scalar means is decided here (`plainValue`), and only for the
 * scalars of routes, which also makes reading faster. A key that occurs twice is not a syntax error to Kong.
 */
const options = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

interface Parsed {
  readonly documents: readonly Document.Parsed[];
  readonly problems: SyntaxProblem[];
}

const asWritten = (value: string): string => value;

/**
 * A text that is well-formed YAML only without the actions of a template is read without them; where it is not
 * well-formed without them either, in whichever way has fewer faults.
 *
 * @returns `restore`: a value with its actions as they are written
 */
export function parseTemplate(text: string): Parsed & {
  readonly template: TemplateUse | null;
  readonly restore: (value: string) => string;
} {
  const plain = mustBeMasked(text) ? null : parse(text);
  const asItIs = { template: null, restore: asWritten };
  if (plain?.problems.length === 0) return { ...plain, ...asItIs };
  const masked = maskActions(text, 'yaml');
  if (!masked) return { ...(plain ?? parse(text)), ...asItIs };
  const parsed = parse(masked.text);
  if (plain && plain.problems.length <= parsed.problems.length) return { ...plain, ...asItIs };
  return { ...parsed, template: masked.use, restore: masked.restore };
}

function parse(text: string): { documents: Document.Parsed[]; problems: SyntaxProblem[] } {
  const documents: Document.Parsed[] = [];
  const problems: SyntaxProblem[] = [];
  const composer = new Composer(options);
  const shallow = shallowYaml(text);
  for (const span of shallow.tooDeep) problems.push(tooDeep(span));
  guarded(problems, () => {
    const composed = composer.compose(new Parser().parse(shallow.text));
    for (const document of composed) documents.push(document as Document.Parsed);
  });
  for (const { code, message, pos } of [
    ...documents.flatMap((document) => document.errors),
    ...composer.streamInfo().errors,
  ]) {
    const start = Math.max(0, Math.min(pos[0], text.length));
    const end = Math.max(start, Math.min(pos[1], text.length));
    problems.push({ fault: { syntax: 'yaml', fault: yamlFault(code, message) }, span: { start, end } });
  }
  return { documents, problems };
}

function inOrder(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  return problems.toSorted((a, b) => a.span.start - b.span.start);
}

/** Aliases of aliases may nest deeper than the stack, though the text does not. */
export function guarded<T>(problems: SyntaxProblem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(tooDeep({ start: 0, end: 0 }));
    return undefined;
  }
}

interface ParsedPair {
  readonly key: ParsedNode | null;
  readonly value: ParsedNode | null;
}

function pairsOf(map: YAMLMap): readonly ParsedPair[] {
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

class YamlReader {
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

  /** The end of what is written: without the line breaks and comments that the parser counts to a block. */
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
