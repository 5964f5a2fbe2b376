/**
 * Routes whose `service` is the name of one that their file does not declare.
 *
 * As text: a Gateway without a database looks in the one file that it reads, for routes of a service too (Kong/kong
 * `kong/db/schema/others/declarative_config.lua`, `validate_references`). decK never reads a name as text
 * (Kong/go-database-reconciler `pkg/file/kong_json_schema.json`, `Service`: an object).
 *
 * As `{name: …}`: decK looks in all files of its run, and in the Gateway for the services that
 * `_info.default_lookup_tags` selects (`pkg/file/builder.go`, `ingestRoute`, `services`); a Gateway without a database finds
 * none. A file without services is one of several, so that nothing is said of it. Nothing is said of `{id: …}` either: the
 * service of an id may be in the Gateway.
 */

import { distance } from 'fastest-levenshtein';
import { entryOf, hasPlaceholder, type RouteDocument, type SourcedValue } from '../documents/index.js';
import { messageOf, severityOf } from '../problems/index.js';
import type { PlacedProblem } from './placed-problem.js';

/** The ids of services that have none are made by Kong. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Spans count from the start of the file. @returns nothing where it is not known which services there are */
export function serviceReferenceProblems(document: RouteDocument): PlacedProblem[] {
  const { kind, terraform, template, syntaxProblems, unread, services, routes } = document;
  const isAllRead = template === null && syntaxProblems.length === 0 && unread.length === 0;
  if (kind !== 'declarative' || terraform || !isAllRead) return [];
  const declared = new Set(services.flatMap(({ name }) => (name ? [name.value] : [])));
  if ([...declared].some(hasPlaceholder)) return [];
  const isOneOfSeveral = declared.size === 0 || document.text.includes('default_lookup_tags');
  return routes.flatMap(({ start, body }): PlacedProblem[] => {
    const value = entryOf(body, 'service')?.value;
    const name = value?.kind === 'object' && !isOneOfSeveral ? nameIn(value) : value;
    if (name?.kind !== 'scalar' || typeof name.value !== 'string' || name.value === '') return [];
    const { value: service, span } = name;
    if (declared.has(service) || hasPlaceholder(service)) return [];
    if (name === value && uuid.test(service)) return [];
    const code = name === value ? 'service-not-declared' : 'service-not-found';
    const message = messageOf({ code, args: { service, meant: near(service, declared) } });
    const place = { start: start + span.start, end: start + span.end };
    return [{ code, severity: severityOf(code), message, span: place, related: [] }];
  });
}

/** `undefined` with an id, which decK looks up first. */
function nameIn({ entries }: SourcedValue & { kind: 'object' }): SourcedValue | undefined {
  const under = (key: string) => entries.findLast((entry) => entry.key === key)?.value;
  return under('id') === undefined ? under('name') : undefined;
}

function near(service: string, declared: ReadonlySet<string>): string | null {
  const found = [...declared].filter((one) => distance(one, service) <= (service.length > 5 ? 2 : 1));
  return found.length === 1 ? found[0]! : null;
}
