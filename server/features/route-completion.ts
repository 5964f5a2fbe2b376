/** Completion of the fields of a route and of their values. */

import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import type { Span } from '../../grammar/index.js';
import { effectiveData, encodeAs, type WritingPlace, yamlScalar } from '../documents/index.js';
import { fieldsOf } from '../routes/fields.js';
import type { Gateway } from '../routes/gateway.js';
import { fieldForProtocols } from '../routes/protocols.js';
import { isSet, matchFields, readRoute } from '../routes/route.js';
import type { Part } from './completion-text.js';
import { fieldWords } from './field-words.js';
import type { UsedValues } from './used-values.js';

/** Text as the document has it, with places to fill in. */
export interface RouteItem extends Omit<CompletionItem, 'textEdit' | 'sortText' | 'filterText'> {
  readonly parts: readonly Part[];
}

export interface RouteItems {
  /** Absolute. */
  readonly span: Span;
  readonly items: readonly RouteItem[];
}

const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });

/** The names of fields, or those of headers, where a key is written. */
export function keyItems(place: WritingPlace, gateway: Gateway, used: UsedValues): RouteItems {
  const { path, text, lead, style, isBare } = place;
  const inside = place.spanOf({ start: 0, end: text.length });
  // What is between quotes is replaced with them, so that there can be a colon behind.
  const hasQuotes = style !== 'plain' && lead === '';
  const span = isBare && hasQuotes ? { start: inside.start - 1, end: inside.end + 1 } : inside;
  const [field, ...inner] = path;
  const keys = inner.length === 0 ? fieldKeys(place, gateway) : innerKeys(String(field), used);
  const isFlow = place.document.format === 'json' || place.route.body.style === 'flow';
  const write = (key: string) => {
    if (!isBare) return [key];
    const name = style === 'plain' ? key : style === 'single-quoted' ? `'${key}'` : JSON.stringify(key);
    return [`${name}: `, ...valueParts(inner.length === 0 ? key : `${field}.${key}`, isFlow)];
  };
  return {
    span,
    items: keys.map((key) => {
      const words = inner.length === 0 ? fieldWords[key] : undefined;
      return {
        label: key,
        kind: CompletionItemKind.Property,
        ...(words && { documentation: markdown(words) }),
        parts: write(key),
      };
    }),
  };
}

/** What the Gateway takes in this route, beside what is there already. */
function fieldKeys({ document, route, path }: WritingPlace, gateway: Gateway): readonly string[] {
  const data = effectiveData(document, route);
  const written = new Set(route.body.entries.map(({ key }) => key).filter((key) => key !== path[0]));
  const hasFields = matchFields.some((field) => isSet(readRoute(data), field));
  return inOrder(fieldsOf(gateway)).filter(
    (key) =>
      !written.has(key) &&
      !isWrittenByKong.has(key) &&
      !fieldForProtocols(key, true, data, { path: [key], name: key, gateway }) &&
      !(written.has('expression') && notBesideExpression.has(key)) &&
      !(hasFields && (key === 'expression' || key === 'priority')),
  );
}

/** As people write routes. */
const inOrder = (fields: readonly string[]): string[] => {
  const usual = Object.keys(fieldWords);
  return [...fields].sort((a, b) => usual.indexOf(a) - usual.indexOf(b));
};

const isWrittenByKong: ReadonlySet<string> = new Set(['created_at', 'updated_at']);

const notBesideExpression: ReadonlySet<string> = new Set([...matchFields, 'regex_priority', 'path_handling']);

/** Names of headers that other routes ask for, and what an address consists of. */
function innerKeys(field: string, used: UsedValues): readonly string[] {
  if (field !== 'headers') return ['ip', 'port'];
  return [...used.keys()]
    .filter((name) => name.startsWith(headerPrefix))
    .map((name) => name.slice(headerPrefix.length).replaceAll('_', '-'))
    .sort();
}

const headerPrefix = 'http.headers.';

const lists: ReadonlySet<string> = new Set(['protocols', 'methods', 'hosts', 'paths', 'snis', 'tags']);

/** What the value of a key may look like, in one line. */
function valueParts(key: string, isQuoted: boolean): readonly Part[] {
  const quote = isQuoted ? '"' : '';
  const name = (word: string) => `${quote}${word}${quote}`;
  if (lists.has(key) || key.startsWith('headers.')) {
    return [`[${quote}`, { fill: firstItems[key] ?? '' }, `${quote}]`];
  }
  if (key === 'headers')
    return [`{ ${quote}`, { fill: 'name' }, `${quote}: [${quote}`, { fill: 'value' }, `${quote}] }`];
  if (key === 'sources' || key === 'destinations') {
    return [`[{ ${name('ip')}: ${quote}`, { fill: '10.0.0.0/8' }, `${quote} }]`];
  }
  if (key.endsWith('.port')) return [{ fill: '' }];
  const [first] = valuesOf(key);
  if (first !== undefined && typeof first !== 'string') return [{ fill: String(first) }];
  return [quote, { fill: first ?? '' }, quote];
}

const firstItems: Readonly<Record<string, string>> = { protocols: 'https', methods: 'GET', paths: '/' };

/** The values of fields that have only certain ones, and those that are usual. */
function valuesOf(field: string): readonly (string | number | boolean)[] {
  switch (field) {
    case 'protocols':
      return ['https', 'http', 'grpcs', 'grpc', 'tls', 'tcp', 'udp', 'tls_passthrough'];
    case 'methods':
      return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'];
    case 'strip_path':
    case 'request_buffering':
    case 'response_buffering':
      return [false, true];
    case 'preserve_host':
      return [true, false];
    case 'https_redirect_status_code':
      return [426, 301, 302, 307, 308];
    case 'path_handling':
      return ['v0', 'v1'];
    case 'priority':
    case 'regex_priority':
      return [0];
    default:
      return [];
  }
}

/** The fields of an expression that hold the same as a field of routes. */
const sameAs: Readonly<Record<string, string>> = {
  hosts: 'http.host',
  paths: 'http.path',
  snis: 'tls.sni',
  'sources.ip': 'net.src.ip',
  'sources.port': 'net.src.port',
  'destinations.ip': 'net.dst.ip',
  'destinations.port': 'net.dst.port',
};

/** What may be written as the value of a field, or as an item of it. */
export function valueItems(place: WritingPlace, used: UsedValues): RouteItems {
  const { path, text, route } = place;
  const span = place.spanOf({ start: 0, end: text.length });
  const keys = path.filter((step) => typeof step === 'string');
  const field = keys.join('.');
  const isHeader = keys[0] === 'headers' && keys.length === 2;
  const isList = lists.has(field) || isHeader;
  // A list that is not there yet is begun with its first item.
  const wrap = isList && typeof path.at(-1) !== 'number' && place.style === 'plain' && text === '';
  const same = isHeader ? `http.headers.${keys[1]!.toLowerCase().replaceAll('-', '_')}` : sameAs[field];
  const elsewhere = [...(used.get(same ?? '') ?? [])].map(decoded).sort();
  const siblings = new Set(itemsOf(route.body.entries.find(({ key }) => key === keys[0])?.value));
  const values = [...elsewhere, ...valuesOf(field)].filter((value) => !siblings.has(value));
  const item = (value: string | number | boolean, detail?: string): RouteItem[] => {
    const parts = written(place, [typeof value === 'string' ? value : { literal: String(value) }]);
    return parts
      ? [
          {
            label: String(value),
            kind: CompletionItemKind.Value,
            ...(detail && { detail }),
            parts: wrap ? ['[', ...parts, ']'] : parts,
          },
        ]
      : [];
  };
  const items = [...new Set(values)].flatMap((value) =>
    item(value, elsewhere.includes(String(value)) ? 'used by another route' : undefined),
  );
  if (field === 'paths') items.push(...pathShapes(place, wrap));
  return { span, items };
}

/** Constants of expressions as the text that they stand for. */
const decoded = (constant: string): string =>
  constant.startsWith('"') ? constant.slice(1, -1).replace(/\\(.)/g, '$1') : constant;

function itemsOf(value: WritingPlace['route']['body']['entries'][number]['value'] | undefined): unknown[] {
  if (value?.kind !== 'array') return [];
  return value.items.flatMap((item) => (item.kind === 'scalar' ? [item.value] : []));
}

/** A prefix, and a regex: what begins with `~` is one, and the whole path is matched only with `$`. */
function pathShapes(place: WritingPlace, wrap: boolean): RouteItem[] {
  return [
    { label: '/ …', detail: 'a prefix', texts: ['/', { fill: '' }] },
    { label: '~/ … $', detail: 'a regex for the whole path', texts: ['~/', { fill: '' }, '$'] },
  ].flatMap(({ label, detail, texts }) => {
    const parts = written(place, texts);
    if (!parts) return [];
    return [{ label, kind: CompletionItemKind.Snippet, detail, parts: wrap ? ['[', ...parts, ']'] : parts }];
  });
}

type Text = string | { readonly fill: string } | { readonly literal: string };

/** Text as the value at the place: with quotes where it needs some and has none. `null` where it cannot be there. */
function written({ style, lead, document }: WritingPlace, texts: readonly Text[]): readonly Part[] | null {
  const dash = lead === '- ' ? ['- '] : [];
  const whole = texts
    .map((text) => (typeof text === 'string' ? text : 'fill' in text ? text.fill : text.literal))
    .join('');
  const isLiteral = texts.some((text) => typeof text === 'object' && 'literal' in text);
  const hasQuotes = style !== 'plain' && lead !== '"';
  if (isLiteral) return hasQuotes ? null : [...dash, whole];
  const hasPlaces = texts.length > 1;
  if (style === 'plain' && !hasPlaces) return [...dash, yamlScalar(whole)];
  // What will be filled in is not known yet: between quotes it may be anything.
  const inner = style === 'plain' ? 'single-quoted' : style;
  const quote = hasQuotes ? '' : document.format === 'json' ? '"' : "'";
  const parts: Part[] = [];
  for (const text of texts) {
    if (typeof text === 'object' && 'literal' in text) continue;
    const encoded = typeof text === 'string' ? encodeAs(inner, text) : text.fill;
    if (encoded === null) return null;
    parts.push(typeof text === 'string' ? encoded : { fill: encoded });
  }
  return [...dash, quote, ...parts, quote].filter((part) => part !== '');
}
