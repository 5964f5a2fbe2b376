/**
 * What Kong's Admin API makes of the body of a request for a route, written a second time from its sources: the parts of
 * a form as Lapis reads them (leafo/lapis `lapis/nginx.moon`, `parse_multipart`), their names as paths (Kong/kong
 * `kong/api/arguments_decoder.lua`, `decode_arg`), put together (`kong/api/arguments.lua`, `combine`), and their texts by
 * the schema (`infer_value`; `kong/db/schema/entities/routes.lua`).
 */

type Field =
  | 'string'
  | 'integer'
  | 'boolean'
  | { readonly set: Field }
  | { readonly map: Field }
  | { readonly record: Readonly<Record<string, Field>> };

const strings: Field = { set: 'string' };
const netSet: Field = { set: { record: { ip: 'string', port: 'integer' } } };

const schema: Field = {
  record: {
    ...Object.fromEntries(['id', 'name', 'path_handling', 'expression'].map((name) => [name, 'string'])),
    ...Object.fromEntries(
      ['created_at', 'updated_at', 'regex_priority', 'priority', 'https_redirect_status_code'].map((name) => [
        name,
        'integer',
      ]),
    ),
    ...Object.fromEntries(
      ['strip_path', 'preserve_host', 'request_buffering', 'response_buffering'].map((name) => [
        name,
        'boolean',
      ]),
    ),
    ...Object.fromEntries(
      ['protocols', 'methods', 'hosts', 'paths', 'snis', 'tags'].map((name) => [name, strings]),
    ),
    headers: { map: strings },
    sources: netSet,
    destinations: netSet,
    service: { record: { id: 'string', name: 'string' } },
  },
};

/** The data of a route as Kong gets it out of a body. */
export function bodyAsKongReads(contentType: string, body: Buffer): unknown {
  if (contentType.startsWith('application/json')) return JSON.parse(body.toString('utf8'));
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`Kong answers 415 to ${contentType}`);
  return argumentsAsKongReads(partsOf(body.toString('utf8'), boundary));
}

/** The values of parts by their names: of several with one name the last. */
export function argumentsAsKongReads(parts: ReadonlyMap<string, string>): unknown {
  const combined: Tree = new Map();
  for (const [name, text] of parts) combine(combined, name, text);
  return infer(combined, schema);
}

function partsOf(body: string, boundary: string): Map<string, string> {
  const parts = new Map<string, string>();
  const [, ...rest] = `\r\n${body}`.split(`\r\n--${boundary}`);
  for (const part of rest) {
    if (part.startsWith('--')) break;
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, end);
    const name = /^\r\nContent-Disposition: form-data; name="([^"]*)"$/.exec(head)?.[1];
    // A part with a type is a file to Lapis.
    if (name === undefined) throw new Error(`no plain part: ${head}`);
    parts.set(decodeURIComponent(name.replaceAll('+', ' ')), part.slice(end + 4));
  }
  return parts;
}

/** A table of Lua: a number and a text are two keys. */
type Tree = Map<string | number, Tree | string>;

function combine(to: Tree, name: string, text: string): void {
  const steps = (name.match(/[^.]+/g) ?? []).flatMap((piece): (string | number)[] => {
    const [, own = piece, indexes = ''] = /^(.[^[]*)((?:\[[^\]]*\])*)$/.exec(piece) ?? [];
    const keys = [...indexes.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key!);
    // `nest_path` accepts what Lua reads as a number for an index; a name without any is a key in any case.
    return keys.length === 0 ? [own] : [own, ...keys].map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  });
  let at = to;
  for (const step of steps.slice(0, -1)) {
    const next = at.get(step) ?? new Map();
    if (typeof next === 'string') throw new Error(`${name}: a value and values in it`);
    at.set(step, next);
    at = next;
  }
  at.set(steps.at(-1)!, text);
}

function infer(value: Tree | string, field: Field | undefined): unknown {
  if (field === undefined) return typeof value === 'string' ? value : plain(value);
  if (value === '') return null;
  if (field === 'integer') return Number.isNaN(Number(value)) ? value : Number(value);
  if (field === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (field === 'string') return value;
  if ('set' in field) {
    const items = typeof value === 'string' ? [value] : listOf(value);
    return items.map((item) => infer(item, field.set));
  }
  if (typeof value === 'string') return value;
  return Object.fromEntries(
    [...value].map(([key, inner]) => [
      key,
      infer(inner, 'map' in field ? field.map : field.record[String(key)]),
    ]),
  );
}

/** `ipairs`: up to the first that is missing. */
function listOf(tree: Tree): (Tree | string)[] {
  const items: (Tree | string)[] = [];
  for (let index = 1; tree.has(index); index++) items.push(tree.get(index)!);
  return items;
}

const plain = (tree: Tree): unknown =>
  Object.fromEntries(
    [...tree].map(([key, value]) => [key, typeof value === 'string' ? value : plain(value)]),
  );
