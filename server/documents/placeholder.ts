/**
 * Text that is filled in before Kong sees it: `${{ env "DECK_PATH" }}` of decK, `{{ .Values.path }}` of Helm,
 * `${HOST}` and `$HOST` of a shell, `<%= host %>` of ERB, and others; or that is encrypted, as SOPS does it. The file does not show what such a value will be.
 */

import type { Span } from '../../grammar/index.js';
import { fieldsFor } from '../routes/index.js';
import type { RouteFacts } from '../terraform/index.js';
import { dataOf, dataOfRoute } from './data.js';
import type { RouteBody, RouteDocument, SourcedRoute, SourcedValue } from './document.js';

const placeholder =
  /\{\{[\s\S]*?\}\}|\$\{[A-Za-z_][^}]*\}|\$[A-Z_][A-Z0-9_]{2,}|<%[\s\S]*?%>|\{%[\s\S]*?%\}|ENC\[AES256_GCM,/;

const everyPlaceholder = new RegExp(placeholder, 'g');

/** The placeholders of a text; none of one that is encrypted. */
export const placeholdersIn = (text: string): readonly Span[] =>
  text.includes('ENC[')
    ? []
    : [...text.matchAll(everyPlaceholder)].map(({ index, 0: found }) => ({
        start: index - (text[index - 1] === '$' && found.startsWith('{{') ? 1 : 0),
        end: index + found.length,
      }));

export const hasPlaceholder = (text: string): boolean => placeholder.test(text);

/** What only Terraform knows, in a value of a route or in what its requests depend on. */
const hasUnknownParts = ({ unknown }: RouteFacts, within?: Span): boolean =>
  unknown.some(({ path, span }) =>
    within ? within.start <= span.start && span.end <= within.end : depended.has(String(path[0])),
  );

/**
 * The fields of a route that are not known, or not in full, before Terraform runs: of those that say which requests it
 * matches, and before which other routes.
 */
export function unknownFields({ terraform }: RouteBody): readonly string[] {
  // What Terraform rejects has a problem of its own.
  const open = (terraform?.unknown ?? []).filter(({ why }) => why !== 'refused');
  const fields = open.map(({ path }) => String(path[0]));
  return [...new Set(fields)].filter((field) => depended.has(field));
}

/** A resource of Terraform with `count` or `for_each` is several routes, or none. */
export const isOneRoute = ({ terraform }: RouteBody): boolean => !terraform?.repeated;

/** `count = 0`: there is no such route. */
export const isAbsent = ({ terraform }: RouteBody): boolean => terraform?.absent === true;

const depended: ReadonlySet<string> = new Set(fieldsFor('match', 'order', 'protocols'));

/**
 * The fields of a route outside of Terraform with a placeholder in their value, of those that say which requests it matches,
 * before which other routes, and what becomes of them.
 */
export const filledInFields = (document: RouteDocument, route: SourcedRoute): readonly string[] =>
  route.body.terraform || !hasPlaceholders(document, route)
    ? []
    : route.body.entries
        .filter(({ key, value }) => decides.has(key) && hasPlaceholders(document, route, value))
        .map(({ key }) => key);

const decides: ReadonlySet<string> = new Set(fieldsFor('match', 'order', 'protocols', 'request'));

/** Whether there is one in a value of a route, or anywhere in the route. */
export function hasPlaceholders(document: RouteDocument, route: SourcedRoute, value?: SourcedValue): boolean {
  const { start, end } = (value ?? route.body).span;
  if (route.body.terraform) return hasUnknownParts(route.body.terraform, value?.span);
  const written = document.text.slice(route.start + start, route.start + end);
  // Both as written, where YAML reads `{{ x }}` as a mapping, and as read, where it comes through an alias or an escape.
  if (hasPlaceholder(written)) return true;
  return /[*\\]/.test(written) && isIn(value ? dataOf(value) : dataOfRoute(route.body));
}

function isIn(data: unknown): boolean {
  if (typeof data === 'string') return hasPlaceholder(data);
  return typeof data === 'object' && data !== null && Object.values(data).some(isIn);
}
