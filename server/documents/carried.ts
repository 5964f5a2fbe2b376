/**
 * Kong documents in files of other tools: in a ConfigMap or a Secret, in the values of a chart, between the fences of
 * Markdown, in a script. What is written there as it is has its places in the file, and is edited there.
 */

import type { Span } from '../../grammar/index.js';
import { adminCommands, writtenRequest } from './admin-commands.js';
import { carriedInText } from './carried-in-text.js';
import { carriedInYaml } from './carried-in-yaml.js';
import type { Carried } from './carried-parts.js';
import { type CarriedText, placedRoute, sliceOf, wholeFile } from './carried-text.js';
import type {
  DocumentFormat,
  DocumentKind,
  RouteDocument,
  SourcedRoute,
  SourcedService,
  Structure,
  UnreadPart,
} from './document.js';
import { mayCarry, mayHaveCommands, mayHaveRequests } from './may-carry.js';
import { recognisedOnly } from './recognised-only.js';
import { mayBeTemplate } from './template.js';
import { readYaml } from './yaml.js';

/** How deep texts in texts are looked for: a document in a ConfigMap in a fence is at the third. */
const deepest = 4;

/**
 * A file with the Kong documents in it. Where there are none, it is as it was read.
 *
 * @param document in which nothing is Kong's
 */
export function withCarried(document: RouteDocument, format: DocumentFormat): RouteDocument {
  const { text } = document;
  const carries = mayCarry(text);
  const others = recognisedOnly(text, format === 'text' || format === 'yaml' ? format : 'other');
  if (!carries && others.length === 0 && !mayHaveCommands(text)) return document;
  const carried = nothingCarried();
  if (carries || (format !== 'text' && mayHaveRequests(text)))
    readCarried(wholeFile(text), format === 'text' || format === 'hcl' ? 'text' : 'host', 0, carried);
  if (format !== 'json') adminCommands(text, carried);
  const { parts, first } = carried;
  const unread = [...carried.unread, ...others];
  if (parts.length === 0 && unread.length === 0) return document;
  const order = <T>(list: readonly T[], startOf: (one: T) => number) =>
    list.toSorted((a, b) => startOf(a) - startOf(b));
  return {
    ...document,
    // What is written in Terraform's own syntax is edited as what it is, not as Terraform.
    ...(format === 'hcl' && { format: 'text' as const }),
    ...(first ?? {}),
    parts,
    repeatedKeys: order(carried.repeatedKeys, ({ span }) => span.start),
    structure: carried.structure,
    routes: order(carried.routes, ({ start }) => start),
    services: order(carried.services, ({ span }) => span.start),
    unread: order(unread, ({ span }) => span.start),
    // What is wrong in the rest of the file does not concern the Kong document.
    syntaxProblems:
      parts.length > 0 ? order(carried.problems, ({ span }) => span.start) : document.syntaxProblems,
  };
}

/**
 * A file of Terraform with resources that are routes, and with the Kong documents in its here-documents. These have no
 * part in the module: they are read, and edited only by themselves.
 */
export function withCarriedInTerraform(document: RouteDocument): RouteDocument {
  const { text } = document;
  if (!text.includes('_format_version')) return document;
  const carried = nothingCarried();
  readCarried(wholeFile(text), 'text', 0, carried);
  if (carried.parts.length === 0 && carried.unread.length === 0) return document;
  return {
    ...document,
    parts: carried.parts,
    routes: [...document.routes, ...carried.routes].sort((a, b) => a.start - b.start),
    ...(carried.services.length > 0 && { services: carried.services }),
    unread: carried.unread,
    syntaxProblems: [...document.syntaxProblems, ...carried.problems],
  };
}

const nothingCarried = (): Carried => ({
  parts: [],
  routes: [],
  services: [],
  unread: [],
  problems: [],
  repeatedKeys: [],
  structure: [],
  first: null,
});

/** @param kind `host`: known not to be a Kong document itself */
export function readCarried(
  source: CarriedText,
  kind: 'yaml' | 'host' | 'text',
  depth: number,
  carried: Carried,
): void {
  if (depth > deepest) return;
  if (kind === 'yaml') {
    const document = readYaml(source.text);
    const { kind } = document;
    if (kind !== null) {
      const { parts, problems } = carried;
      const span = trimmed(source);
      addDocument(source, { ...document, kind }, [parts.length], carried);
      parts.push({ carrier: source.carrier, span, source: sourceOf(source), path: [] });
      for (const problem of document.syntaxProblems)
        problems.push({ ...problem, span: source.place(problem.span) });
      return;
    }
  }
  const inner = (text: CarriedText) => readCarried(text, 'yaml', depth + 1, carried);
  if (kind !== 'text') {
    carriedInYaml(source, {
      inner,
      mapping: (found, node, path, problems) => {
        const { parts } = carried;
        addDocument(source, { ...found, template: null, syntaxProblems: problems }, [parts.length], carried);
        parts.push({ carrier: 'mapping', span: source.place(node), source: sourceOf(source), path });
        for (const problem of problems)
          carried.problems.push({ ...problem, span: source.place(problem.span) });
      },
      request: (url, span, sent) => writtenRequest(url, span, sent, carried),
    });
  }
  carriedInText(source, kind === 'text', inner, carried);
}

function addDocument(
  source: CarriedText,
  document: Pick<
    RouteDocument,
    'formatVersion' | 'deck' | 'template' | 'syntaxProblems' | 'repeatedKeys' | 'structure'
  > & {
    readonly kind: DocumentKind;
    readonly routes: readonly SourcedRoute[];
    readonly services: readonly SourcedService[];
  },
  path: readonly number[],
  carried: Carried,
): void {
  const { kind, formatVersion, deck, template, repeatedKeys = [], structure = [] } = document;
  if (kind === 'declarative')
    for (const one of structure) carried.structure.push(placedStructure(source, one));
  carried.first ??= {
    kind,
    formatVersion,
    deck,
    template: template && {
      ...template,
      first: source.place(template.first),
      open: template.open && source.place(template.open),
    },
  };
  for (const { key, span } of repeatedKeys) carried.repeatedKeys.push({ key, span: source.place(span) });
  for (const route of document.routes)
    carried.routes.push(placedRoute(source, route, [...path, ...route.path]));
  for (const { path: inside, span, name } of document.services)
    carried.services.push({
      path: [...path, ...inside],
      span: source.place(span),
      name: name && { value: name.value, span: source.place(name.span) },
    });
  for (const part of unreadOfTemplate({ ...document, text: source.text }))
    carried.unread.push({ ...part, span: source.place(part.span) });
}

function placedStructure(source: CarriedText, { isBroken, mappings }: Structure): Structure {
  const placed = mappings.map(({ start, keys }) => {
    const at = source.place({ start, end: start }).start;
    return {
      start: at,
      keys: keys.map((key) => {
        const span = source.place({ start: start + key.keySpan.start, end: start + key.keySpan.end });
        return { ...key, keySpan: { start: span.start - at, end: span.end - at } };
      }),
    };
  });
  return { isBroken, mappings: placed };
}

/**
 * What a template adds or repeats, and where it is not well-formed even without its actions: how many routes it becomes
 * is not known then.
 */
export function unreadOfTemplate({
  text,
  template,
  syntaxProblems,
}: Pick<RouteDocument, 'text' | 'template' | 'syntaxProblems'>): UnreadPart[] {
  const broken = mayBeTemplate(text) ? syntaxProblems[0]?.span : undefined;
  const span = template?.open ?? broken;
  return span ? [{ reason: 'template', span, routes: null, what: '' }] : [];
}

const sourceOf = (source: CarriedText): Span | string =>
  source.base === null ? source.text : source.place({ start: 0, end: source.text.length });

/** Without the white space around it. */
function trimmed(source: CarriedText): Span {
  const start = source.text.search(/\S|$/);
  const end = Math.max(start, source.text.trimEnd().length);
  return sliceOf(source, { start, end }).place({ start: 0, end: end - start });
}
