/** What was meant by a value that Kong refuses: of all that may be, the first that Kong accepts. */

import { normalizePath, placeholderInRegex } from '../../../grammar/index.js';
import { accept } from '../../flavors/index.js';
import type { RoutePath } from '../../problems/index.js';
import { changeData, readRoute } from '../../routes/index.js';
import { type FieldChange, type Judged, removeField } from '../advice.js';
import { meantField } from './fields.js';
import { pathCandidates, regexCandidates } from './path.js';
import {
  addressCandidates,
  type Candidates,
  hostCandidates,
  methodCandidates,
  nameCandidates,
  protocolCandidates,
  sniCandidates,
  tagCandidates,
} from './texts.js';
import { typeCandidates } from './types.js';

/** The parts of a route problem that are used here. */
interface Refusal {
  readonly code: string;
  readonly path: RoutePath;
}

const ofTexts: Readonly<Record<string, Candidates>> = {
  'path-form': pathCandidates,
  'host-form': hostCandidates,
  'sni-form': sniCandidates,
  'method-form': methodCandidates,
  'protocol-unknown': protocolCandidates,
  'name-form': nameCandidates,
  'tag-form': tagCandidates,
  'address-form': addressCandidates,
};

/**
 * @param refusal of a value, or of a field that a route does not have
 * @returns `null` if nothing near is accepted
 */
export function meantBy(refusal: Refusal, judged: Judged): FieldChange | null {
  const { code, path } = refusal;
  if (code === 'field-unknown' && path.length === 1) return renamed(path, judged);
  const value = at(judged.data, path);
  if (value === undefined) return null;
  const forAll =
    typeof value === 'string' && /^(?:\.?\*+|_)$/.test(value) ? withoutField(refusal, judged) : null;
  if (forAll) return forAll;
  for (const candidate of candidatesFor(code, value, path)) {
    const isList = Array.isArray(candidate) && typeof path.at(-1) === 'number';
    const change = { path, value: isList ? candidate[0] : candidate, ...(isList && { items: candidate }) };
    if (isFixed(change, judged)) {
      const isQuoted = typeof value !== 'string' && typeof candidate === 'string' && code === 'value-type';
      const values = isQuoted ? [JSON.stringify(candidate)] : (isList ? candidate : [candidate]).map(inWords);
      return { ...change, title: { code: 'write-value', field: String(path[0]), values } };
    }
  }
  return null;
}

function candidatesFor(code: string, value: unknown, path: RoutePath): readonly unknown[] {
  if (code === 'value-type' || code === 'priority-type') return ofTypes(value, path);
  if (code === 'path-not-normalized') return typeof value === 'string' ? [normalFormOf(value)] : [];
  if (code === 'value-empty') return path[0] === 'paths' && path.length === 2 ? ['/'] : [];
  if (code === 'value-not-listed')
    return typeof value === 'string' ? [value.trim().toLowerCase()] : value === 303 ? [302] : [];
  if (typeof value !== 'string') return [];
  if (code === 'path-regex' || code === 'generated-expression') return ofRegex(value, path);
  return ofTexts[code]?.(value) ?? [];
}

/** A star for everything: so it is without the field, if the route still has something that matches. */
function withoutField({ code, path: [field] }: Refusal, { data, gateway }: Judged): FieldChange | null {
  if (code !== 'host-form' && code !== 'method-form' && code !== 'sni-form') return null;
  const change = { ...removeField(String(field)) };
  const changed = changeData(data, change) as Record<string, unknown>;
  const { problems } = accept(readRoute(changed), changed, gateway);
  return problems.some((problem) => problem.code === 'match-missing') ? null : change;
}

const ofFields: Readonly<Record<string, Candidates>> = {
  paths: pathCandidates,
  hosts: hostCandidates,
  methods: methodCandidates,
  protocols: protocolCandidates,
};

/** The right type, and then the right form as well. */
function ofTypes(value: unknown, path: RoutePath): readonly unknown[] {
  const found = typeCandidates(value, path);
  const texts = ofFields[String(path[0])];
  if (!texts) return found;
  const meant = (text: unknown): unknown =>
    (typeof text === 'string' ? texts(text).flat()[0] : undefined) ?? text;
  const all = [...found, ...found.map((one) => (Array.isArray(one) ? one.map(meant) : meant(one)))];
  return all.filter((one) => !Array.isArray(one) || one.length > 0);
}

/** As `normalize` of `kong/tools/uri.lua` writes it. */
const normalFormOf = (path: string): string =>
  Buffer.from(normalizePath(Buffer.from(path).toString('latin1')), 'latin1').toString();

function ofRegex(value: string, [field]: RoutePath): readonly string[] {
  const marker = field === 'paths' ? '~' : field === 'headers' ? '~*' : null;
  if (marker === null || !value.startsWith(marker)) return [];
  const pattern = value.slice(marker.length);
  const placeholders = field === 'paths' ? (placeholderInRegex(pattern)?.pattern ?? null) : null;
  return regexCandidates(pattern, placeholders).map((one) => marker + one);
}

/** Kong has nothing more to say of the value. */
function isFixed(change: Omit<FieldChange, 'title'>, { data, gateway }: Judged): boolean {
  const changed = changeData(data, change) as Record<string, unknown>;
  const { problems } = accept(readRoute(changed), changed, gateway);
  const { path, items = [] } = change;
  const end = path.length - 1;
  const last = Number(path[end]);
  return !problems.some((problem) => {
    if (!path.slice(0, end).every((step, i) => problem.path[i] === step)) return false;
    if (items.length < 2) return problem.path[end] === path[end];
    const step = Number(problem.path[end]);
    return step >= last && step < last + items.length;
  });
}

function renamed([name]: RoutePath, { data, gateway }: Judged): FieldChange | null {
  const field = meantField(String(name));
  if (field === null || field in data) return null;
  const value = data[String(name)];
  const { problems } = accept(readRoute({ ...data, [field]: value }), { ...data, [field]: value }, gateway);
  const own = problems.filter(({ path }) => path[0] === field);
  const meant = own.length === 0 ? value : typeCandidates(value, [field])[0];
  if (own.some(({ code }) => /-in-flavor$|^mixed-route$/.test(code))) return null;
  const title = { code: 'rename-field', field: String(name), to: field } as const;
  return {
    title,
    path: [String(name)],
    value: undefined,
    ...(meant !== undefined && { insert: [field, meant] }),
  };
}

function at(data: unknown, path: RoutePath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    data,
  );
}

/** As YAML would have it on one line. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(inWords).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${inWords(one)}`)
    .join(', ')} }`;
}
