/** Completion of the names of fields, where a key of a route is written. */

import { CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import { effectiveData, type RouteBody, type WritingPlace } from '../../documents/index.js';
import {
  fieldForProtocols,
  fieldsOf,
  type Gateway,
  isSet,
  matchFields,
  readRoute,
} from '../../routes/index.js';
import { fieldWords } from '../words/field-words.js';
import type { Part } from './completion-text.js';
import { listFields, type RouteItems } from './route-items.js';
import type { UsedValues } from './used-values.js';
import { usualValues } from './usual-values.js';

const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });

/** The names of fields, or those of headers, where a key is written. */
export function keyItems(place: WritingPlace, gateway: Gateway, used: UsedValues): RouteItems {
  const { path, text, lead, style, isBare } = place;
  const inside = place.spanOf({ start: 0, end: text.length });
  // A quoted key is replaced with its quotes, so that a colon can follow.
  const hasQuotes = style !== 'plain' && lead === '';
  const span = isBare && hasQuotes ? { start: inside.start - 1, end: inside.end + 1 } : inside;
  const [field, ...inner] = path;
  const keys = inner.length === 0 ? fieldKeys(place, gateway) : innerKeys(String(field), used);
  const isFlow = place.document.format === 'json' || place.route.body.style === 'flow';
  const write = (key: string) => {
    if (!isBare) return [key];
    if (place.document.terraform)
      return [`${key} = `, ...valueParts(inner.length === 0 ? key : `${field}.${key}`, true)];
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

/** The fields that the Gateway accepts in this route together with the present ones. */
function fieldKeys({ document, route, path }: WritingPlace, gateway: Gateway): readonly string[] {
  const { terraform } = route.body;
  if (terraform) return argumentNames(terraform.resource.arguments, route.body, path[0]);
  const data = effectiveData(document, route, gateway.version);
  const written = new Set(route.body.entries.map(({ key }) => key).filter((key) => key !== path[0]));
  const hasFields = matchFields.some((field) => isSet(readRoute(data), field));
  return inOrder(fieldsOf(gateway)).filter(
    (key) =>
      !written.has(key) &&
      !isWrittenByKong.has(key) &&
      !fieldForProtocols(key, true, data, { path: [key], name: key, gateway }) &&
      !(written.has('expression') && notWithExpression.has(key)) &&
      !(hasFields && (key === 'expression' || key === 'priority')),
  );
}

/** The arguments of the resource that are not written yet, and whose values are texts, numbers or lists of them. */
function argumentNames(
  known: ReadonlyMap<string, string> | null,
  { entries }: RouteBody,
  current: string | number | undefined,
): readonly string[] {
  const written = new Set(entries.map(({ key }) => key).filter((key) => key !== current));
  const names = [...(known?.keys() ?? [])].filter((name) => !written.has(name) && !isComputed.has(name));
  return inOrder(names.filter((name) => known?.get(name) !== 'service'));
}

const isComputed: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at']);

/** As people write routes. */
const inOrder = (fields: readonly string[]): string[] => {
  const usual = Object.keys(fieldWords);
  return [...fields].sort((a, b) => usual.indexOf(a) - usual.indexOf(b));
};

const isWrittenByKong: ReadonlySet<string> = new Set(['created_at', 'updated_at']);

const notWithExpression: ReadonlySet<string> = new Set([...matchFields, 'regex_priority', 'path_handling']);

/** Names of headers that other routes ask for, and what an address consists of. */
function innerKeys(field: string, used: UsedValues): readonly string[] {
  if (field !== 'headers') return ['ip', 'port'];
  return [...used.fields()]
    .filter((name) => name.startsWith(headerPrefix))
    .map((name) => name.slice(headerPrefix.length).replaceAll('_', '-'))
    .sort();
}

const headerPrefix = 'http.headers.';

/** What the value of a key may look like, in one line. */
function valueParts(key: string, isQuoted: boolean): readonly Part[] {
  const quote = isQuoted ? '"' : '';
  const name = (word: string) => `${quote}${word}${quote}`;
  if (listFields.has(key) || key.startsWith('headers.')) {
    return [`[${quote}`, { fill: firstItems[key] ?? '' }, `${quote}]`];
  }
  if (key === 'headers')
    return [`{ ${quote}`, { fill: 'name' }, `${quote}: [${quote}`, { fill: 'value' }, `${quote}] }`];
  if (key === 'sources' || key === 'destinations') {
    return [`[{ ${name('ip')}: ${quote}`, { fill: '10.0.0.0/8' }, `${quote} }]`];
  }
  if (key.endsWith('.port')) return [{ fill: '' }];
  const [first] = usualValues(key);
  if (first !== undefined && typeof first !== 'string') return [{ fill: String(first) }];
  return [quote, { fill: first ?? '' }, quote];
}

const firstItems: Readonly<Record<string, string>> = { protocols: 'https', methods: 'GET', paths: '/' };
