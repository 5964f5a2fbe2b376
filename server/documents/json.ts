/** JSON → routes. Plain JSON, as Kong reads a file named `*.json` (cjson): a comment or trailing comma is a fault. */

import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../../grammar/index.js';
import { jsonFaults } from '../hcl/index.js';
import { shallowJson } from '../text/index.js';
import type {
  RouteDocument,
  SourcedEntry,
  SourcedRoute,
  SourcedScalar,
  SourcedService,
  SourcedValue,
  SyntaxProblem,
} from './document.js';
import { emptyDocument } from './document.js';
import type { RoutePart } from './part.js';
import { tooDeep } from './reading-faults.js';
import { recognise, type Tree } from './recognise.js';
import { repeatedKeys, type WrittenTree } from './repeated-keys.js';
import { isIllFormed, type StructureTree, structureMappings } from './structure.js';
import { maskActions } from './template.js';

export function readJson(text: string): RouteDocument {
  const { root, problems, tooDeepSpans, template, restore } = parseTemplate(text);
  const syntaxProblems = [...tooDeepSpans.map(tooDeep), ...syntaxProblemsOf(text, problems)].sort(
    (a, b) => a.span.start - b.span.start,
  );
  const nothing: RouteDocument = { ...emptyDocument(text, 'json'), syntaxProblems, template };
  const tree = jsonTree(text, restore);
  const found = root === null ? null : recognise(tree, root);
  if (found === null) return nothing;
  const routes = found.routes.map(({ path, node }) => sourcedRoute({ text, restore }, node, path));
  const services = found.services.map(({ path, node }) => sourcedService({ text, restore }, node, path));
  const { kind, formatVersion, deck } = found;
  const read = new Set(found.routes.map(({ node }) => node));
  // A text that is masked as a template may have other keys when it is rendered.
  const mappings = template === null ? structureMappings(structureTree, root) : [];
  const structure = [{ isBroken: isIllFormed(syntaxProblems), mappings }];
  const repeated = repeatedKeys(writtenTree(restore), root, read);
  return { ...nothing, kind, formatVersion, deck, routes, services, repeatedKeys: repeated, structure };
}

/**
 * A text that is one JSON object, as a route; `null` if it is anything else. What is wrong inside stays inside:
 * the parser only looks forward, and it has come to the object's last brace. (A string that is not closed may have
 * included that: then a problem ends there, and began before it.)
 */
export function readJsonObject(text: string): RoutePart | null {
  const { root, problems, tooDeepSpans } = parse(text);
  if (root === null || tooDeepSpans.length > 0 || root.type !== 'object') return null;
  if (root.offset !== 0 || root.length !== text.length) return null;
  if (problems.some(({ offset, length }) => offset + length >= text.length && offset !== text.length - 1))
    return null;
  const { body } = sourcedRoute({ text, restore: asWritten }, root, []);
  return { start: 0, body, problems: syntaxProblemsOf(text, problems) };
}

/** Why a text is read, and how a value of it is given back as it is written. */
interface Source {
  readonly text: string;
  readonly restore: (value: string) => string;
}

const asWritten = (value: string): string => value;

/** With the actions of a template masked, where the text is better JSON without them. */
function parseTemplate(text: string) {
  const plain = parse(text);
  const masked = plain.problems.length > 0 ? maskActions(text, 'json') : null;
  const parsed = masked && parse(masked.text);
  if (!parsed || plain.problems.length <= parsed.problems.length)
    return { ...plain, template: null, restore: asWritten };
  return { ...parsed, template: masked.use, restore: masked.restore };
}

function parse(text: string): {
  root: Node | null;
  problems: ParseError[];
  tooDeepSpans: readonly Span[];
} {
  const problems: ParseError[] = [];
  const { text: shallow, tooDeep: tooDeepSpans } = shallowJson(text);
  // A byte order mark counts in the offsets, but is not JSON to jsonc-parser.
  const json = shallow.charCodeAt(0) === 0xfeff ? ` ${shallow.slice(1)}` : shallow;
  return { root: parseTree(json, problems, { disallowComments: true }) ?? null, problems, tooDeepSpans };
}

/**
 * Without consequential errors: at the same place, or after an unknown word, the parser also reports a missing value.
 */
function syntaxProblemsOf(text: string, problems: readonly ParseError[]): SyntaxProblem[] {
  const first = problems.filter(({ error, offset }, index) => {
    const before = problems[index - 1];
    if (before === undefined) return true;
    const echo =
      printParseErrorCode(error) === 'ValueExpected' && printParseErrorCode(before.error) === 'InvalidSymbol';
    return (
      offset !== before.offset && !(echo && text.slice(before.offset + before.length, offset).trim() === '')
    );
  });
  return first.map(({ error, offset, length }) => {
    const start = Math.min(offset, text.length);
    const span = { start, end: Math.min(start + length, text.length) };
    return { fault: { syntax: 'json', fault: jsonFaults[printParseErrorCode(error)] }, span };
  });
}

function endOf(node: Node): number {
  // An object or list that is never closed has the length -1.
  if (node.length >= 0) return node.offset + node.length;
  const last = node.children?.at(-1);
  return last === undefined ? node.offset + 1 : endOf(last);
}

function properties(node: Node): readonly (readonly [key: Node, value: Node])[] {
  const found: (readonly [Node, Node])[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined) continue;
    // A key without a value, as while typing.
    const end = key.offset + key.length;
    found.push([key, value ?? { type: 'null', offset: end, length: 0, value: null }]);
  }
  return found;
}

function scalarValue({ text, restore }: Source, node: Node): SourcedScalar['value'] {
  if (node.type === 'string') return restore(node.value);
  if (node.type !== 'number') return node.value;
  const digits = text.slice(node.offset, node.offset + node.length);
  const number = Number(digits);
  return /^-?[0-9]+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
}

function jsonTree(text: string, restore: Source['restore']): Tree<Node> {
  return {
    entries: (node) =>
      node.type === 'object' ? properties(node).map(([key, value]) => [key.value, value]) : null,
    items: (node) => (node.type === 'array' ? (node.children ?? []) : null),
    scalar: (node) =>
      node.type === 'object' || node.type === 'array' ? undefined : scalarValue({ text, restore }, node),
    written: (node) => (node.type === 'string' ? restore(node.value) : text.slice(node.offset, endOf(node))),
  };
}

const writtenTree = (restore: Source['restore']): WrittenTree<Node> => ({
  entries: (node) =>
    node.type === 'object'
      ? properties(node).map(([key, value]) => ({
          key: restore(key.value),
          span: { start: key.offset, end: key.offset + key.length },
          value,
        }))
      : null,
  items: (node) => (node.type === 'array' ? (node.children ?? []) : null),
});

const structureTree: StructureTree<Node> = {
  ...writtenTree(asWritten),
  shape: (node) => {
    if (node === null || node.value === null) return 'empty';
    if (node.type === 'array') return 'list';
    if (node.type === 'object') return properties(node).length === 0 ? 'empty' : 'mapping';
    return 'scalar';
  },
  resolved: (node) => node,
  span: (node) => ({ start: node.offset, end: endOf(node) }),
};

function sourcedRoute(source: Source, node: Node, path: readonly (string | number)[]): SourcedRoute {
  const start = node.offset;
  const span = { start: 0, end: endOf(node) - start };
  return {
    start,
    path,
    body: { span, style: 'flow', aliased: false, entries: sourcedEntries(source, node, start) },
  };
}

function sourcedService(source: Source, node: Node, path: readonly (string | number)[]): SourcedService {
  const name = properties(node).findLast(([key]) => source.restore(key.value) === 'name')?.[1];
  return {
    path,
    span: { start: node.offset, end: endOf(node) },
    name:
      name?.type === 'string'
        ? { value: source.restore(name.value), span: { start: name.offset, end: endOf(name) } }
        : null,
  };
}

function sourcedEntries(source: Source, node: Node, base: number): SourcedEntry[] {
  return properties(node).map(([key, value]) => ({
    key: source.restore(key.value),
    keySpan: { start: key.offset - base, end: key.offset + key.length - base },
    value: sourcedValue(source, value, base),
    span: { start: key.offset - base, end: endOf(value) - base },
    merged: false,
  }));
}

function sourcedValue(source: Source, node: Node, base: number): SourcedValue {
  const place = {
    span: { start: node.offset - base, end: endOf(node) - base },
    aliased: false,
    anchor: null,
  };
  switch (node.type) {
    case 'object':
      return { kind: 'object', ...place, entries: sourcedEntries(source, node, base) };
    case 'array':
      return {
        kind: 'array',
        ...place,
        items: (node.children ?? []).map((item) => sourcedValue(source, item, base)),
      };
    default:
      return { kind: 'scalar', ...place, style: 'json', value: scalarValue(source, node) };
  }
}
