/** "Copy as curl": the shell command that creates a route at an Admin API. */

import type { GatewayVersion } from '../../grammar/index.js';
import {
  type Data,
  documentScope,
  effectiveData,
  hasPlaceholder,
  inheritedKeys,
  json,
  migratesPaths,
  type RouteDocument,
  routeAt,
  routeLabel,
  type SourcedRoute,
  type SourcedValue,
  unknownFields,
} from '../documents/index.js';
import { type CurlRefusal, type Note, noteWords, refusalWords } from '../problems/index.js';
import type { CurlForm, CurlResult, TextPosition } from '../protocol/index.js';
import { entitiesPath, inWorkspace, parseAdminUrl } from '../running/index.js';
import { shellQuoted } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { formFields } from './form-fields.js';

/** Where Kong listens by default (Kong/kong `kong.conf.default`, `admin_listen`). */
const usualAddress = 'http://localhost:8001';

export interface CurlOptions {
  /** Of an Admin API, as written. */
  readonly address: string;
  readonly form: CurlForm;
  /** Of the Gateway that gets the route; without one, of whichever came last. */
  readonly version?: GatewayVersion;
}

export type Curl =
  | {
      /** For a POSIX shell, one option a line. */
      readonly command: string;
      /** What to know about it; the command has it in comments, too. */
      readonly notes: readonly string[];
    }
  | { readonly refused: CurlRefusal };

/** The command for the route at a position, with the first address of `kongRoutes.adminApi`. */
export function curlAt(
  { document, text, settings, gateway }: Snapshot,
  position: TextPosition,
  form: CurlForm,
): CurlResult {
  const route = routeAt(document, text.offsetAt(position));
  if (!route) return { route: null, command: null, refused: null, notes: [] };
  const address = settings.adminApi[0] ?? usualAddress;
  const curl = curlOf(document, route, { address, form, version: gateway.version });
  const label = routeLabel(route);
  return 'refused' in curl
    ? { route: label, command: null, refused: refusalWords(curl.refused), notes: [] }
    : { route: label, refused: null, ...curl };
}

/**
 * The command that creates a route as it is written: what decK or a default adds is not in it, nor what Kong's Admin
 * API does not accept with a route.
 *
 * @returns why there is none, where the form cannot hold the data exactly
 */
export function curlOf(
  document: RouteDocument,
  route: SourcedRoute,
  { address, form, version }: CurlOptions,
): Curl {
  if (document.syntaxProblems.length > 0) return { refused: { code: 'file-not-well-formed', args: {} } };
  const unknown = unknownFields(route.body);
  if (unknown.length > 0) return { refused: { code: 'fields-unknown', args: { fields: unknown } } };
  const admin = parseAdminUrl(address);
  if ('refused' in admin) return { refused: { code: 'setting-admin-api', args: { refusal: admin.refused } } };
  const scope = documentScope(document);
  const service = scope.serviceOf(route);
  const written = writtenData(document, route, version);
  const leftOut = Object.keys(written).filter((key) => isNotOfRoute(key));
  const data = Object.entries(written).filter(
    // The path names the service.
    ([key]) => !isNotOfRoute(key) && !(key === 'service' && service),
  );
  const numberless = data.find(([, value]) => hasNoJson(value));
  if (numberless) return { refused: { code: 'number-without-json', args: { field: numberless[0] } } };
  const options = form === 'json' ? jsonOptions(data) : formOptions(data);
  if ('refused' in options) return options;
  const owner = service ? `/services/${segment(service.name ?? service.id!)}` : '';
  const api = inWorkspace(admin, scope.workspace);
  const url = `${api.base}${entitiesPath(api)}${owner}/routes`;
  const command = [`curl -X POST ${shellQuoted(url)}`, ...options].join(' \\\n  ');
  const inherited = inheritedKeys(document, route);
  const found: Note[] = [];
  if (leftOut.length > 0) found.push({ code: 'curl-left-out', args: { keys: named(leftOut) } });
  if (inherited.length > 0) found.push({ code: 'curl-defaults', args: { keys: named(inherited) } });
  if (migratesPaths(document, version) && 'paths' in written) {
    found.push({ code: 'curl-paths-migrated', args: { format: String(document.formatVersion) } });
  }
  if (hasPlaceholder(command)) found.push({ code: 'curl-placeholders', args: {} });
  const notes = found.map(noteWords);
  return { command: [...notes.map((note) => `# ${note}`), command].join('\n'), notes };
}

/**
 * What a declarative file has in a route apart from its fields: notes for decK, and other entities (Kong/kong
 * `kong/db/schema/others/declarative_config.lua`, `add_extra_attributes`, `nest_foreign_relationships`, `ws_id_for`).
 */
const isNotOfRoute = (key: string): boolean =>
  key.startsWith('_') || key === 'plugins' || key === 'filter_chains' || key === 'ws_id';

/** As it is written, apart from what Kong itself makes of an old format. */
function writtenData(
  document: RouteDocument,
  route: SourcedRoute,
  version?: GatewayVersion,
): Readonly<Record<string, Data>> {
  const { text } = document;
  const entries = route.body.entries.map(({ key, value }) => [key, withPlaceholders(value)] as const);
  const written = Object.fromEntries(entries);
  if (!migratesPaths(document, version) || !('paths' in written)) return written;
  return { ...written, paths: effectiveData(document, route, version).paths! };

  /** YAML reads `{{ x }}` as a mapping in a mapping. */
  function withPlaceholders(value: SourcedValue): Data {
    if (value.kind === 'scalar') return value.value;
    const source = text.slice(route.start + value.span.start, route.start + value.span.end);
    if (/^\{\{[\s\S]*\}\}$/.test(source)) return source;
    if (value.kind === 'array') return value.items.map(withPlaceholders);
    return Object.fromEntries(value.entries.map((entry) => [entry.key, withPlaceholders(entry.value)]));
  }
}

/** For a comment, which not every shell treats as one: only text without a meaning for any shell. */
function named(keys: readonly string[]): readonly string[] {
  const plain = keys.filter((key) => /^\w+$/.test(key));
  return [...plain, ...(plain.length < keys.length ? ['others'] : [])];
}

/** Of a path. A placeholder is not encoded, and half a surrogate pair is not part of any name. */
const segment = (text: string): string =>
  hasPlaceholder(text) ? text : encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

type Entries = readonly (readonly [key: string, value: Data])[];

function jsonOptions(data: Entries): readonly string[] {
  const fields = data.map(([key, value]) => `\n  ${json(key, '', '')}: ${json(value, ', ', ': ')}`);
  const body = fields.length > 0 ? `{${fields.join(',')}\n}` : '{}';
  return [
    "-H 'Content-Type: application/json'",
    `--data-binary ${shellQuoted(body.replace(unseen, escaped))}`,
  ];
}

/** `.inf` and `.nan` of YAML. */
function hasNoJson(value: Data): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNoJson);
}

/** What JSON does not escape, and a terminal does not show or treats as a command. */
const unseen = /[\x7f-\x9f\u2028\u2029\ufeff]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function formOptions(data: Entries): readonly string[] | { readonly refused: CurlRefusal } {
  const fields = formFields(data);
  if ('refused' in fields) return fields;
  // Unlike `--form`, which reads `@`, `<`, `;type=` and, since curl 7.56, a `(` at the start (Kong/atc-router#41).
  return fields.map(({ name, text }) => `--form-string ${shellQuoted(`${name}=${text}`)}`);
}
