/** Completion of the values of fields, and of the items of their lists. */

import { CompletionItemKind } from 'vscode-languageserver';
import { encodeAs, type SourcedValue, type WritingPlace, yamlScalar } from '../../documents/index.js';
import { append } from '../../text/index.js';
import { completionNotes } from '../words/editor-words.js';
import type { Part } from './completion-text.js';
import { listFields, type RouteItem, type RouteItems } from './route-items.js';
import type { UsedValues } from './used-values.js';
import { usualValues } from './usual-values.js';

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
  const isList = listFields.has(field) || isHeader;
  // A list that is not there yet is begun with its first item.
  const wrap = isList && typeof path.at(-1) !== 'number' && place.style === 'plain' && text === '';
  const same = isHeader ? `http.headers.${keys[1]!.toLowerCase().replaceAll('-', '_')}` : sameAs[field];
  const valuesOfOthers = new Set([...used.constantsOf(same ?? '', text)].map(decoded).sort());
  const siblings = new Set(itemsOf(route.body.entries.find(({ key }) => key === keys[0])?.value));
  const values = [...valuesOfOthers, ...usualValues(field)].filter((value) => !siblings.has(value));
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
    item(value, valuesOfOthers.has(String(value)) ? completionNotes.usedByOthers : undefined),
  );
  if (field === 'paths') append(items, pathShapes(place, wrap));
  return { span, items };
}

/** The values of constants of expressions. */
const decoded = (constant: string): string =>
  constant.startsWith('"') ? constant.slice(1, -1).replace(/\\(.)/g, '$1') : constant;

function itemsOf(value: SourcedValue | undefined): unknown[] {
  if (value?.kind !== 'array') return [];
  return value.items.flatMap((item) => (item.kind === 'scalar' ? [item.value] : []));
}

/** A prefix, and a regex: a path that begins with `~` is a regex, and it matches the whole path only with `$`. */
function pathShapes(place: WritingPlace, wrap: boolean): RouteItem[] {
  return [
    { label: '/ …', detail: 'a prefix', texts: ['/', { fill: '' }] },
    { label: '~/ … $', detail: completionNotes.wholePathRegex, texts: ['~/', { fill: '' }, '$'] },
  ].flatMap(({ label, detail, texts }) => {
    const parts = written(place, texts);
    if (!parts) return [];
    return [{ label, kind: CompletionItemKind.Snippet, detail, parts: wrap ? ['[', ...parts, ']'] : parts }];
  });
}

type Text = string | { readonly fill: string } | { readonly literal: string };

/** Text as the value at the place: with quotes where it needs some and has none. `null` if it cannot be there. */
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
  const quote = hasQuotes ? '' : document.format === 'json' || document.terraform ? '"' : "'";
  const parts: Part[] = [];
  for (const text of texts) {
    if (typeof text === 'object' && 'literal' in text) continue;
    const encoded = typeof text === 'string' ? encodeAs(inner, text) : text.fill;
    if (encoded === null) return null;
    parts.push(typeof text === 'string' ? encoded : { fill: encoded });
  }
  return [...dash, quote, ...parts, quote].filter((part) => part !== '');
}
