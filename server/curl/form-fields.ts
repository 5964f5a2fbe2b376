/**
 * A route as the fields of a form, so that Kong's Admin API reads its data out of them again: all is text there, and what
 * a field's text means is decided by the schema (Kong/kong `kong/api/arguments.lua`, `infer_value`; the names of fields:
 * `kong/api/arguments_decoder.lua`).
 *
 * Lists have their indexes, from 1: of several parts with one name Lapis, which reads `multipart/form-data` for Kong, keeps
 * the last (leafo/lapis `lapis/nginx.moon`, `parse_multipart`; Kong/kong#3776).
 */

import { type Data, hasPlaceholder } from '../documents/index.js';
import type { CurlRefusal, FormReading } from '../problems/index.js';

type Shape =
  | 'text'
  | 'integer'
  | 'boolean'
  /** Of a field that Kong does not have. */
  | 'unknown'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly record: Readonly<Record<string, Shape>> };

const texts: Shape = { list: 'text' };
const nets: Shape = { list: { record: { ip: 'text', port: 'integer' } } };

/** Kong/kong `kong/db/schema/entities/routes.lua`. */
const route: Readonly<Record<string, Shape>> = {
  id: 'text',
  name: 'text',
  created_at: 'integer',
  updated_at: 'integer',
  protocols: texts,
  methods: texts,
  hosts: texts,
  paths: texts,
  headers: { map: texts },
  snis: texts,
  sources: nets,
  destinations: nets,
  regex_priority: 'integer',
  path_handling: 'text',
  expression: 'text',
  priority: 'integer',
  https_redirect_status_code: 'integer',
  strip_path: 'boolean',
  preserve_host: 'boolean',
  request_buffering: 'boolean',
  response_buffering: 'boolean',
  tags: texts,
  service: { record: { id: 'text', name: 'text' } },
};

export interface FormField {
  readonly name: string;
  readonly text: string;
}

/** @returns why a form cannot hold it, where it would arrive as anything else */
export function formFields(
  data: readonly (readonly [key: string, value: Data])[],
): readonly FormField[] | { readonly refused: CurlRefusal } {
  const fields: FormField[] = [];
  for (const [key, value] of data) {
    const refused = isName(key) ? add(fields, key, value, shapeIn(route, key)) : noName(key);
    if (refused !== null) return { refused };
  }
  return fields.length > 0 ? fields : { refused: { code: 'form-without-fields', args: {} } };
}

const shapeIn = (record: Readonly<Record<string, Shape>>, key: string): Shape =>
  Object.hasOwn(record, key) ? record[key]! : 'unknown';

/** Adds what a value is in a form. @returns why it cannot be in one */
function add(fields: FormField[], name: string, value: Data, shape: Shape): CurlRefusal | null {
  const refused = whyNot(name, value, shape);
  if (refused !== null) return refused;
  if (typeof value !== 'object' || value === null) {
    fields.push({ name, text: value === null ? '' : String(value) });
    return null;
  }
  for (const [key, inner] of Object.entries(value)) {
    const innerName = Array.isArray(value) ? `${name}[${Number(key) + 1}]` : `${name}.${key}`;
    const refused = add(fields, innerName, inner, shapeInside(shape, key));
    if (refused !== null) return refused;
  }
  return null;
}

function shapeInside(shape: Shape, key: string): Shape {
  if (typeof shape === 'string') return 'unknown';
  if ('list' in shape) return shape.list;
  return 'map' in shape ? shape.map : shapeIn(shape.record, key);
}

/** The value itself, apart from what is in it. */
function whyNot(field: string, value: Data, shape: Shape): CurlRefusal | null {
  const args = { field };
  const reads = (as: Extract<CurlRefusal, { code: 'form-reading' }>['args']['value']): CurlRefusal => ({
    code: 'form-reading',
    args: { field, value: as, read: readingOf(shape) },
  });
  if (value === null) return shape === 'unknown' ? { code: 'form-null', args } : null;
  if (typeof value === 'string') {
    if (value === '') return { code: 'form-empty-string', args };
    // A terminal that it is pasted into changes them, or does as they say.
    if (/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(value)) return { code: 'form-control-characters', args };
    if (/\p{Surrogate}/u.test(value)) return { code: 'form-surrogate', args };
    // What it will be, only they know who fill it in.
    if (shape === 'text' || shape === 'unknown' || hasPlaceholder(value)) return null;
    return reads('string');
  }
  if (typeof value !== 'object') {
    const expected = typeof value === 'boolean' ? 'boolean' : 'integer';
    return shape === expected ? null : reads({ written: String(value) });
  }
  const kind = Array.isArray(value) ? 'list' : 'mapping';
  if (Object.keys(value).length === 0) return { code: 'form-empty', args: { field, kind } };
  if (typeof shape === 'string' || 'list' in shape !== (kind === 'list')) {
    return reads(kind);
  }
  const odd = kind === 'list' ? undefined : Object.keys(value).find((key) => !isName(key));
  return odd === undefined ? null : noName(`${field}.${odd}`);
}

function readingOf(shape: Shape): FormReading {
  if (shape === 'integer') return 'number';
  if (shape === 'boolean') return 'boolean';
  if (typeof shape === 'string') return 'string';
  return 'list' in shape ? 'list' : 'mapping';
}

/** What Lua reads as a number is an index (`nest_path`), a dot or a bracket a step (`decode_arg`). */
const isName = (key: string): boolean =>
  /^[\w-]+$/.test(key) && !/^-?(?:0[xb][\da-fp-]*|\d+(?:e-?\d+)?|inf(?:inity)?|nan)$/i.test(key);

const noName = (field: string): CurlRefusal => ({ code: 'form-name', args: { field } });
