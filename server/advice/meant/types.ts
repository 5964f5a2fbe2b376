/** What a value of the wrong type was probably meant to be. */

import type { RoutePath } from '../../problems/index.js';
import { type RouteFieldName, routeFields } from '../../routes/index.js';
import { listed } from './texts.js';

/**
 * @param path of the value in the data of a route
 * @returns what may be meant, the likeliest first
 */
export function typeCandidates(value: unknown, [field, ...inner]: RoutePath): readonly unknown[] {
  const kind = routeFields[field as RouteFieldName]?.kind;
  switch (kind) {
    case 'texts':
      return inner.length === 0 ? lists(value).map((list) => list.flatMap(textsOf)) : textsOf(value);
    case 'nets':
      return ofNets(value, inner);
    case 'headers':
      return ofHeaders(value, inner);
    case 'boolean':
      return truth[String(value).trim().toLowerCase()] ?? [];
    case 'integer':
      return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? [Number(value)] : [];
    case 'text':
      return textsOf(value);
    default:
      return [];
  }
}

const truth: Readonly<Record<string, readonly boolean[]>> = {
  true: [true],
  yes: [true],
  on: [true],
  1: [true],
  false: [false],
  no: [false],
  off: [false],
  0: [false],
};

/** A number or a truth value that represents its own text, and a mapping with nothing but a text. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Number.isSafeInteger(value) || typeof value === 'boolean' || typeof value === 'bigint')
    return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.length === 1 ? textsOf(value[0]) : [];
  const inner = Object.values(value);
  return inner.length === 1 && typeof inner[0] === 'string' ? [inner[0]] : [];
}

/** A value that should be a list, or a list that should be a string. */
function lists(value: unknown): readonly (readonly unknown[])[] {
  if (typeof value === 'string') {
    const parts = listed(value.trim().replace(/^\[(.*)\]$/s, '$1'))?.map(unquoted);
    return [...(parts ? [parts] : []), [value]];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[value]];
  // `0: /a`, and `/a:` as a key without a value.
  const entries = Object.entries(value);
  if (entries.every(([, one]) => one === null || one === '')) return [entries.map(([key]) => key)];
  return entries.every(([key]) => /^\d+$/.test(key)) ? [entries.map(([, one]) => one)] : [[value]];
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/s, '$2');

function ofNets(value: unknown, inner: RoutePath): readonly unknown[] {
  const [, name] = inner;
  if (name === 'port') return typeof value === 'string' && /^\d+$/.test(value) ? [Number(value)] : [];
  if (name === 'ip') return textsOf(value);
  if (inner.length > 0) return typeof value === 'string' ? [netOf(value)] : [];
  if (typeof value === 'string') return [(listed(value) ?? [value]).map(netOf)];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? [[value]] : [];
}

/** `10.0.0.1:80`, `10.0.0.0/8`, `:80` */
function netOf(text: string): Readonly<Record<string, unknown>> {
  const [, ip, port] = /^([^:]*):(\d+)$/.exec(text) ?? [];
  if (port === undefined) return { ip: text };
  return ip === '' ? { port: Number(port) } : { ip, port: Number(port) };
}

function ofHeaders(value: unknown, inner: RoutePath): readonly unknown[] {
  if (inner.length > 1) return textsOf(value);
  if (inner.length === 1) return [textsOf(value)].filter((list) => list.length > 0);
  const items = Array.isArray(value) ? value : [value];
  const entries = items.flatMap(headerOf);
  return entries.length === items.length && entries.length > 0 ? [Object.fromEntries(entries)] : [];
}

/** `X-A: b` as a text, or `{ name, value }` as in other tools. */
function headerOf(item: unknown): readonly (readonly [string, readonly string[]])[] {
  if (typeof item === 'string') {
    const [, name, value] = /^([\w-]+)\s*[:=]\s*(.+)$/s.exec(item) ?? [];
    return name === undefined ? [] : [[name, [value!]]];
  }
  if (typeof item !== 'object' || item === null) return [];
  const { name, value, values } = item as Record<string, unknown>;
  const found = value ?? values;
  const texts = Array.isArray(found) ? found.flatMap(textsOf) : textsOf(found);
  return typeof name === 'string' && texts.length > 0 ? [[name, texts]] : [];
}
