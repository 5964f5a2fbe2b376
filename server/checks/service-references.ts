/**
 * Routes whose `service` is the name of one that their file does not declare.
 * Source: Kong/kong `kong/db/schema/others/declarative_config.lua` (`validate_references`): a Gateway without a database looks
 * in the one file that it reads, for routes of a service too. decK never reads a name as text
 * (Kong/go-database-reconciler `pkg/file/kong_json_schema.json`, `Service`: an object). Of `{name: …}` and `{id: …}` nothing is
 * said: decK looks for those in all of its files, and `deck gateway apply` in the Gateway too (`pkg/file/builder.go`,
 * `ingestRoute`, `services`).
 */

import { distance } from 'fastest-levenshtein';
import { entryOf, hasPlaceholder, type RouteDocument } from '../documents/index.js';
import { messageOf, severityOf } from '../problems/index.js';
import type { PlacedProblem } from './placed-problem.js';

const code = 'service-not-declared';

/** The ids of services that have none are made by Kong. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Spans count from the start of the file. @returns nothing where it is not known which services there are */
export function serviceReferenceProblems(document: RouteDocument): PlacedProblem[] {
  const { kind, terraform, template, syntaxProblems, unread, services, routes } = document;
  const isAllRead = template === null && syntaxProblems.length === 0 && unread.length === 0;
  if (kind !== 'declarative' || terraform || !isAllRead) return [];
  const declared = new Set(services.flatMap(({ name }) => (name ? [name.value] : [])));
  if ([...declared].some(hasPlaceholder)) return [];
  return routes.flatMap(({ start, body }): PlacedProblem[] => {
    const value = entryOf(body, 'service')?.value;
    if (value?.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') return [];
    const { value: service, span } = value;
    if (declared.has(service) || uuid.test(service) || hasPlaceholder(service)) return [];
    const message = messageOf({ code, args: { service, meant: near(service, declared) } });
    const place = { start: start + span.start, end: start + span.end };
    return [{ code, severity: severityOf(code), message, span: place, related: [] }];
  });
}

function near(service: string, declared: ReadonlySet<string>): string | null {
  const found = [...declared].filter((one) => distance(one, service) <= (service.length > 5 ? 2 : 1));
  return found.length === 1 ? found[0]! : null;
}
