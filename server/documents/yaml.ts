/** YAML → routes. */

import { type Document, isAlias, isMap, isSeq, type ParsedNode } from 'yaml';
import type { TextFault } from '../problems/index.js';
import type {
  RepeatedKey,
  RouteDocument,
  SourcedRoute,
  SourcedService,
  Structure,
  SyntaxProblem,
} from './document.js';
import type { RoutePart } from './part.js';
import { controlCharacter } from './reading-faults.js';
import type { KongDocument } from './recognise.js';
import { repeatedKeys } from './repeated-keys.js';
import { structureMappings } from './structure.js';
import { asWritten, guarded, inOrder, parse, parseTemplate } from './yaml-parse.js';
import { pairsOf, YamlReader } from './yaml-reader.js';

/** @param readsOn see `parseTemplate` */
export function readYaml(text: string, readsOn = true): RouteDocument {
  const { documents, problems, template, restore } = parseTemplate(text, readsOn);
  const control = controlCharacter(text);
  if (control) problems.push(control);
  const routes: SourcedRoute[] = [];
  const services: SourcedService[] = [];
  const repeated: RepeatedKey[] = [];
  const structure: Structure[] = [];
  let first: ReadNode | null = null;
  for (const [index, document] of documents.entries()) {
    const path = documents.length > 1 ? [index] : [];
    const found = readNode({ text, document, restore }, document.contents, path, problems);
    first ??= found;
    for (const route of found?.routes ?? []) routes.push(route);
    for (const service of found?.services ?? []) services.push(service);
    for (const key of found?.repeatedKeys ?? []) repeated.push(key);
    // A text that is masked as a template may have other keys when it is rendered.
    if (template === null) structure.push(structureOf(text, document));
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
    structure,
    template,
  };
}

/** @param root a mapping of the document */
export function structureOf(
  text: string,
  document: Document.Parsed,
  root: ParsedNode | null = document.contents,
): Structure {
  const { structure } = new YamlReader(text, document, asWritten);
  const mappings = guarded([], () => structureMappings(structure, root)) ?? [];
  return { isBroken: document.errors.length > 0, mappings };
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
