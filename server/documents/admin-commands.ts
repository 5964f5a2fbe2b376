/**
 * Commands that send routes to the Admin API: `curl`, HTTPie and their like, in scripts, Makefiles, pipelines and Markdown,
 * and the requests of `.http` files.
 */

import type { Span } from '../../grammar/index.js';
import { routeFieldNames } from '../routes/index.js';
import type { Carried } from './carried-parts.js';
import { type CarriedText, decodedFrom, placedRoute, sliceOf, wholeFile } from './carried-text.js';
import { dataOfRoute } from './data.js';
import type { Data, SourcedEntry } from './document.js';
import { entriesOfForm, type FormField } from './form-route.js';
import { type CommandWord, commandAt } from './shell-command.js';
import { readRoute } from './yaml.js';

/** What a command sends. */
interface Sent {
  readonly method: string | null;
  readonly url: CommandWord | null;
  readonly fields: readonly FormField[];
  /** A body as one word, and where its text begins in it. */
  readonly body: { readonly word: CommandWord; readonly from: number } | null;
  /** What is sent and not written in the command. */
  readonly unseen: { readonly span: Span; readonly what: string } | null;
}

const clients = /(?<![\w./$-])(curl|wget|https?|xh)(?=[ \t\\])/g;

/** Finds the commands of a file. @param carried receives their routes, and the other sources of data that they send */
export function adminCommands(text: string, carried: Carried): void {
  const file = wholeFile(text);
  const isRead = (at: number) => carried.parts.some(({ span }) => span.start <= at && at < span.end);
  for (const { index, 0: client } of text.matchAll(clients)) {
    const lineStart = text.lastIndexOf('\n', index) + 1;
    if (/^[ \t]*(?:#|\/\/)/.test(text.slice(lineStart, index)) || isRead(index)) continue;
    const { words, end } = commandAt(text, index + client.length);
    const sent = client === 'curl' || client === 'wget' ? sentByCurl(words) : sentByHttpie(words);
    if (!sent.url || !isRoutes(sent.url.text) || /^(?:GET|HEAD|DELETE|OPTIONS)$/.test(sent.method ?? ''))
      continue;
    addSent(
      file,
      { start: index, end: Math.max(index, words.at(-1)?.span.end ?? end) },
      sent,
      text.slice(end),
      carried,
    );
  }
  requests(file, carried);
}

/** `/routes`, `/services/a/routes`, each perhaps with the name of a route, under a workspace or a control plane. */
const isRoutes = (url: string): boolean => /(?:^|[\w}\])/:])\/routes(?:\/[^/?#]+)?\/?(?:[?#].*)?$/.test(url);

/** Whether a URL is an Admin API's, recognized by its port or its names. */
const isAdminUrl = (url: string): boolean =>
  /:(?:8001|8444|30?001)\b|kong|admin|\/services\/[^/]+\/routes/i.test(url);

const routeKeys: ReadonlySet<string> = new Set(routeFieldNames);

/** What only a route of Kong has: another API may have a resource of this name. */
function isKongs(url: string, entries: readonly SourcedEntry[]): boolean {
  const keys = entries.map(({ key }) => key);
  if (isAdminUrl(url)) return keys.length > 0;
  return (
    keys.length > 0 &&
    keys.every((key) => routeKeys.has(key)) &&
    keys.some((key) => /^(?:paths|hosts|methods|expression|headers|snis|protocols|strip_path)$/.test(key))
  );
}

function addSent(
  file: CarriedText,
  span: Span,
  { url, fields, body, unseen }: Sent,
  after: string,
  carried: Carried,
): void {
  if (unseen) {
    // Of a here-document that follows, the lines are found by themselves.
    if (isAdminUrl(url!.text) && !/^[^\n]*<<|^[^\n]*<\s/.test(after))
      carried.unread.push({ reason: 'command', span: unseen.span, routes: 1, what: unseen.what });
    return;
  }
  if (body) {
    const { word, from } = body;
    const source = decodedFrom(file, word.text.slice(from), word.map.from(from), 'command');
    if (addBody(source, url!.text, carried)) return;
    if (isAdminUrl(url!.text))
      carried.unread.push({ reason: 'command', span: word.span, routes: 1, what: word.text.slice(0, 60) });
    return;
  }
  addForm(url!.text, span, fields, carried);
}

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);

/** A request that is written as data. @param sent a text, or the fields of a form; spans are absolute */
export function writtenRequest(
  url: string,
  span: Span,
  sent: CarriedText | readonly FormField[],
  carried: Carried,
): void {
  // A template may have spaces and slashes of its own.
  if (!isRoutes(url.replace(/\{\{.*?\}\}/g, '{}'))) return;
  if (!('text' in sent)) addForm(url, span, sent, carried);
  else if (!addBody(sent, url, carried) && isAdminUrl(url))
    carried.unread.push({ reason: 'command', span, routes: 1, what: sent.text.trim().slice(0, 60) });
}

function addForm(url: string, span: Span, fields: readonly FormField[], carried: Carried): void {
  const entries = entriesOfForm(fields, span.start);
  if (!isKongs(url, entries)) return;
  const routeSpan = { start: 0, end: span.end - span.start };
  const route = { span: routeSpan, style: 'flow', aliased: true, encoded: true, entries } as const;
  addRoute(span, JSON.stringify(dataOfRoute(route), bigints), carried, (path) => ({
    start: span.start,
    path,
    body: route,
  }));
}

/** @returns whether the text is a route */
function addBody(source: CarriedText, url: string, carried: Carried): boolean {
  const found = readRoute(source.text);
  if (!found) return false;
  if (!isKongs(url, found.route.body.entries)) return true;
  addRoute(source.place({ start: 0, end: source.text.length }), source.text, carried, (path) =>
    placedRoute(source, found.route, path),
  );
  for (const { fault, span } of found.problems) carried.problems.push({ fault, span: source.place(span) });
  return true;
}

function addRoute(
  span: Span,
  source: string,
  carried: Carried,
  routeAt: (path: readonly number[]) => Carried['routes'][number],
): void {
  const { parts, routes } = carried;
  carried.first ??= { kind: 'route', formatVersion: null, deck: null, template: null };
  routes.push(routeAt([parts.length]));
  parts.push({ carrier: 'command', span, source, path: [] });
}

const curlData =
  /^(?:-d|--data|--data-ascii|--data-raw|--data-binary|--data-urlencode|--json|-F|--form|--form-string|--post-data|--body-data)$/;

/** Options of curl that have no value; of short ones the letters, which may be written together. */
const curlFlags =
  /^(?:-[sSkLivfgGIjnNOpqRtv#0123456]+|--(?:silent|show-error|insecure|location|include|verbose|fail|fail-with-body|compressed|http1\.1|http2|globoff|retry-connrefused|no-progress-meter|no-buffer|post301|quiet|no-verbose))$/;

function sentByCurl(words: readonly CommandWord[]): Sent {
  let method: string | null = null;
  let url: CommandWord | null = null;
  const pieces: { option: string; word: CommandWord; from: number }[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') {
      if (!url || (!isRoutes(url.text) && isRoutes(text))) url = word;
      continue;
    }
    if (curlFlags.test(text)) continue;
    const long = /^(--[\w-]+)=/.exec(text);
    const short = /^(-[dFXHou])(?=.)/.exec(text);
    const together = /^-[sSkLivf]+([dFXHou])$/.exec(text);
    const option = long?.[1] ?? short?.[1] ?? (together ? `-${together[1]}` : text);
    const isInside = long !== null || short !== null;
    const value = isInside ? word : words[++at];
    if (!value) break;
    const from = isInside ? (long?.[0].length ?? 2) : 0;
    const valueText = value.text.slice(from);
    if (option === '-X' || option === '--request' || option === '--method') method = valueText.toUpperCase();
    else if (option === '--url') url = value;
    else if (curlData.test(option)) pieces.push({ option, word: value, from });
  }
  const isJson = pieces.some(({ word, from }) => /^\s*[{[]/.test(word.text.slice(from)));
  const file = pieces.find(
    ({ option, word, from }) =>
      option !== '--data-raw' &&
      option !== '--form-string' &&
      /^@|^[\w.[\]-]+=?@/.test(word.text.slice(from)),
  );
  if (file) {
    return {
      method,
      url,
      fields: [],
      body: null,
      unseen: { span: file.word.span, what: file.word.text.slice(file.from) },
    };
  }
  if (isJson && pieces.length === 1) {
    const [{ word, from }] = pieces as [(typeof pieces)[0]];
    return { method, url, fields: [], body: { word, from }, unseen: null };
  }
  const variable = pieces.find(({ word, from }) => /^\$\{[^}]*\}$/.test(word.text.slice(from)));
  if (variable) {
    return {
      method,
      url,
      fields: [],
      body: null,
      unseen: { span: variable.word.span, what: variable.word.text.slice(variable.from) },
    };
  }
  const fields = pieces.flatMap(({ option, word, from }) =>
    fieldsIn(word, from, /^(?:-F|--form|--form-string|--data-urlencode)$/.test(option)),
  );
  return { method, url, fields, body: null, unseen: null };
}

/** `name=value`, of a form that is not in parts several between `&`. */
function fieldsIn(word: CommandWord, from: number, isOne: boolean): FormField[] {
  const fields: FormField[] = [];
  for (let at = from; at < word.text.length; ) {
    const next = isOne ? -1 : word.text.indexOf('&', at);
    const end = next < 0 ? word.text.length : next;
    const equals = word.text.indexOf('=', at);
    if (equals >= at && equals < end) {
      const value = word.text.slice(equals + 1, end);
      fields.push({
        name: isOne ? word.text.slice(at, equals) : decoded(word.text.slice(at, equals)),
        nameSpan: word.map.spanOf({ start: at, end: equals }),
        value: isOne ? value : decoded(value),
        valueSpan: word.map.spanOf({ start: equals + 1, end }),
      });
    }
    at = end + 1;
  }
  return fields;
}

/** `application/x-www-form-urlencoded` */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** https://httpie.io/docs/cli/request-items */
function sentByHttpie(words: readonly CommandWord[]): Sent {
  const items = words.filter(({ text }) => !text.startsWith('-'));
  const method = /^[A-Z]+$/.test(items[0]?.text ?? '') ? items.shift()!.text : null;
  const url = items.shift() ?? null;
  const fields: FormField[] = [];
  let unseen: Sent['unseen'] = null;
  for (const word of items) {
    const item = /^((?:\\.|[^=:@\\])+?)(:=@|=@|:=|==|=|@|:)/.exec(word.text);
    if (!item) continue;
    const [whole, name, separator] = item;
    if (separator === '==' || separator === ':') continue;
    if (separator!.endsWith('@')) unseen = { span: word.span, what: word.text.slice(whole.length - 1) };
    else {
      const text = word.text.slice(whole.length);
      fields.push({
        name: name!,
        nameSpan: word.map.spanOf({ start: 0, end: name!.length }),
        value: separator === ':=' ? jsonOf(text) : text,
        valueSpan: word.map.spanOf({ start: whole.length, end: word.text.length }),
      });
    }
  }
  return { method, url, fields, body: null, unseen };
}

function jsonOf(text: string): Data {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return text;
  }
}

/** Of `.http` files, and of what shows a request as it is sent. */
function requests(file: CarriedText, carried: Carried): void {
  const { text } = file;
  for (const { index, 0: line, 1: url } of text.matchAll(/^[ \t]*(?:POST|PUT|PATCH)[ \t]+(\S+)[^\n]*\n/gm)) {
    if (!isRoutes(url!)) continue;
    const headers = /(?:[ \t]*[\w-]+:[^\n]*\n)*[ \t]*\r?\n/y;
    headers.lastIndex = index + line.length;
    if (!headers.test(text)) continue;
    const start = headers.lastIndex;
    const rest = text.slice(start);
    const end = start + (/^(?:###|```)|\n[ \t]*(?:###|```)/m.exec(rest)?.index ?? rest.length);
    if (!/^\s*\{/.test(text.slice(start, end))) continue;
    const isRead = carried.parts.some(({ span }) => span.start < end && start < span.end);
    if (!isRead) addBody(sliceOf(file, { start, end }, 'command'), url!, carried);
  }
}
