/** What a file contains, apart from routes, that its Gateway version does not read: formats, plugins, Konnect. */

import { parse, type Span } from '../../grammar/index.js';
import {
  formatVersionSpan,
  hasPlaceholder,
  konnectSpan,
  mayBeTemplate,
  type PluginCondition,
  pluginConditions,
  type RouteDocument,
} from '../documents/index.js';
import { unknownVersion } from '../gateways/index.js';
import { type AnyProblem, messageOf, problemOfFault, severityOf } from '../problems/index.js';
import { type Gateway, isInEffect, isRejected } from '../routes/index.js';
import type { GatewayOfDocument } from '../workspace/index.js';
import { DocumentMemory } from './document-memory.js';
import type { PlacedProblem } from './placed-problem.js';
import type { RoutesInDocument } from './routes-in-document.js';
import { serviceReferenceProblems } from './service-references.js';
import { structureProblems } from './structure-problems.js';
import { isSilencedAt } from './suppressions.js';

/**
 * In the order of the text. Spans count from the start of the file.
 *
 * @param memory of an earlier version of the document, so that only what changed since is looked at
 */
export function documentProblems(
  document: RouteDocument,
  known: GatewayOfDocument,
  memory: DocumentMemory = new DocumentMemory(),
): PlacedProblem[] {
  const read = [...readingProblems(document)];
  if (document.kind === null) return read;
  const { gateway, versionReason } = known;
  const structure = structureProblems(document, memory);
  const problems = [
    ...read,
    ...unknownVersionProblems(document, known),
    ...formatVersionProblems(document),
    ...structure,
    ...(structure.some(({ code }) => hideServices.has(code)) ? [] : serviceReferenceProblems(document)),
    ...repeatedKeyProblems(document, memory.routes),
    // What is assumed decides nothing.
    ...(versionReason.kind === 'default'
      ? []
      : [
          ...formatProblems(document, gateway),
          ...konnectProblems(document, gateway),
          ...pluginConditions(document).flatMap((condition) => conditionProblems(condition, gateway)),
        ]),
  ];
  return problems.sort((a, b) => a.span.start - b.span.start);
}

/** There may be services that are not read because of it. */
const hideServices: ReadonlySet<string> = new Set(['list-expected', 'key-misspelt', 'field-misplaced']);

/** What is not well-formed, what is a template, and what was not read. */
function* readingProblems(document: RouteDocument): Generator<PlacedProblem> {
  const { kind, text, syntaxProblems, template, unread } = document;
  // A template may become well-formed when it is rendered.
  if ((kind !== null || unread.length > 0) && !mayBeTemplate(text)) {
    for (const { fault, span } of syntaxProblems) yield place(problemOfFault(fault), span);
  }
  if (template && unread.every(({ reason }) => reason !== 'template')) {
    const { first: span, notation } = template;
    yield place({ code: 'document-template', args: { notation } }, span);
  }
  for (const { reason, what, routes, span } of unread) {
    if (!isSilencedAt(text, span.start, 'routes-not-read'))
      yield place({ code: 'routes-not-read', args: { reason, what, routes } }, span);
  }
}

/** In a mapping of the file or of one of its routes. */
function repeatedKeyProblems(document: RouteDocument, routes: RoutesInDocument): PlacedProblem[] {
  const { repeatedKeys = [] } = document;
  return [...repeatedKeys, ...routes.repeatedKeys(document)].map(({ key, span }) =>
    place({ code: 'key-repeated', args: { key } }, span),
  );
}

/** If a file sets the version, the problem is reported there. */
function unknownVersionProblems(
  document: RouteDocument,
  { gateway, versionReason }: GatewayOfDocument,
): PlacedProblem[] {
  if (versionReason.kind !== 'set' && versionReason.kind !== 'entry') return [];
  const args = unknownVersion(gateway.version);
  if (!args) return [];
  const first = document.text.search(/\S/);
  const end = document.text.slice(first).search(/[\r\n]|$/);
  const span = formatVersionSpan(document) ?? { start: first, end: first + end };
  return [place({ code: 'gateway-version-unknown', args }, span)];
}

/**
 * Kong reads a text with one of three values (`kong/db/schema/others/declarative_config.lua`), decK a text
 * (Kong/go-database-reconciler `pkg/file/kong_json_schema.json`). Files of other tools, such as patches for decK, have
 * versions of their own, and neither routes nor services.
 */
function formatVersionProblems(document: RouteDocument): PlacedProblem[] {
  const { formatVersion, text, routes, services } = document;
  const span = formatVersionSpan(document);
  if (!span || formatVersion === null || routes.length + services.length === 0) return [];
  if (hasPlaceholder(formatVersion)) return [];
  const isQuoted = /["'][ \t]*$/.test(text.slice(span.start, span.end));
  // The one of Konnect before it had control planes.
  const isKnown = ['1.1', '2.1', '3.0', '0.1'].includes(formatVersion);
  const why = !isQuoted && /^\d+(?:\.\d+)?$/.test(formatVersion) ? 'number' : isKnown ? null : 'unknown';
  if (why === null) return [];
  const written = why === 'number' && formatVersion === '3' ? '3.0' : formatVersion;
  return [place({ code: 'format-version-form', args: { written, why } }, span)];
}

function formatProblems(document: RouteDocument, gateway: Gateway): PlacedProblem[] {
  const { deck, formatVersion: format } = document;
  const span = formatVersionSpan(document);
  if (!span || format === null) return [];
  const version = gateway.version.join('.');
  const isOld = format === '1.1' || format === '2.1';
  if (deck && isOld && isRejected('deck-format-1.1', gateway)) {
    return [place({ code: 'format-version-not-read', args: { format, version, by: 'deck' } }, span)];
  }
  const rule = format === '2.1' ? 'format-2.1' : format === '3.0' ? 'format-3.0' : null;
  if (deck || rule === null || !isRejected(rule, gateway)) return [];
  return [place({ code: 'format-version-not-read', args: { format, version, by: 'kong' } }, span)];
}

function konnectProblems(document: RouteDocument, gateway: Gateway): PlacedProblem[] {
  const span = konnectSpan(document);
  const spans = document.terraform ? konnectResources(document) : span ? [span] : [];
  const isRefused = gateway.flavor === 'expressions' && isRejected('konnect-expressions', gateway);
  if (!isRefused || document.routes.length === 0) return [];
  const args = { version: gateway.version.join('.') };
  return spans.map((one) => place({ code: 'konnect-not-synced', args }, one));
}

/** The headings of routes with an expression at Konnect. */
const konnectResources = ({ routes }: RouteDocument): Span[] =>
  routes.flatMap(({ start, body: { terraform } }) => {
    if (terraform?.resource.provider !== 'kong/konnect' || terraform.resource.style !== 'expression')
      return [];
    const { heading } = terraform;
    return [{ start: start + heading.start, end: start + heading.end }];
  });

function conditionProblems({ keySpan, text }: PluginCondition, gateway: Gateway): PlacedProblem[] {
  const version = gateway.version.join('.');
  if (isRejected('plugin-condition', gateway)) {
    return [place({ code: 'plugin-condition-not-in-version', args: { version } }, keySpan)];
  }
  const reads = isInEffect('plugin-condition-cel', gateway) ? 'cel' : 'router';
  if (text === null || !(reads === 'cel' ? isOfRouter(text) : isCel(text))) return [];
  return [place({ code: 'plugin-condition-language', args: { version, reads } }, keySpan)];
}

/** Well written in the language of the router, with something that CEL does not have. */
const isOfRouter = (text: string): boolean =>
  /\^=|=\^|\s~\s|r#"|\bcontains\s+(?:r#)?"|\b(?:any|lower)\(/.test(text) && isWellWritten(text);

/** Not well written in the language of the router, with something that only CEL has: a call of a field, an index. */
const isCel = (text: string): boolean =>
  /[\w\])]\.\w+\(|[\w)]\[|\bhas\(|\bnull\b|\?/.test(text) && !isWellWritten(text);

const isWellWritten = (text: string): boolean => parse(text, 'or-tighter').problems.length === 0;

function place(problem: AnyProblem, span: Span): PlacedProblem {
  const { code } = problem;
  return { code, severity: severityOf(code), message: messageOf(problem), span, related: [] };
}
