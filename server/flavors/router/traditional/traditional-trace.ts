/** Why the traditional router chooses a route or not, field by field. */

import type { MatcherTrace, Precedence, PrecedenceRule, RouteTrace, TracedTerm } from '../trace.js';
import { bits, type HeaderEntry, type NetEntry, type TraditionalEntry } from './traditional-entry.js';
import { type Hits, type Matching, type UnmatchedField, unmatched } from './traditional-match.js';
import { inNumber, type TraditionalSearch } from './traditional-search.js';
import { sortWithoutAge, type TraditionalTable } from './traditional-table.js';

export function traceTraditional(
  table: TraditionalTable,
  search: TraditionalSearch | null,
  hits: Hits | null,
  route: number,
): RouteTrace | null {
  const own = [...table.entries.keys()].filter((entry) => table.entries[entry]!.route === route);
  if (own.length === 0 || !search || !hits) return null;
  const matching = search.matching(hits);
  const matchers = own.map((entry) => traceEntry(table.entries[entry]!, matching));
  const tried = search.search(hits, inNumber, false).entries;
  const winner = tried[0];
  const first = tried.find((entry) => table.entries[entry]!.route === route);
  const isAfter = winner !== undefined && first !== undefined && table.entries[winner]!.route !== route;
  return {
    route,
    verdict: first === undefined ? 'lost' : 'matches',
    matchers,
    after: isAfter ? precedence(table, winner, first) : null,
  };
}

function traceEntry(entry: TraditionalEntry, matching: Matching): MatcherTrace {
  const missed = [...unmatched(entry, matching)];
  const lost = missed.map((field) => ({ ...describedField(entry, field, matching), negated: false }));
  const isMissed = (field: UnmatchedField) =>
    missed.some((one) => one.field === field.field && headerOf(one) === headerOf(field));
  return {
    paths: entry.uri && [entry.uri.isRegex ? `~${entry.uri.value}` : entry.uri.value],
    expression: null,
    priority: null,
    verdict: lost.length === 0 ? 'matches' : 'lost',
    lost,
    terms: fieldsOf(entry).map((field) => ({
      ...describedField(entry, field, matching),
      result: isMissed(field) ? 'false' : 'true',
    })),
  };
}

/** The match fields of an entry, in the order in which the router looks at them. */
function fieldsOf({ rules, headers }: TraditionalEntry): UnmatchedField[] {
  const fields: readonly (readonly [number, readonly UnmatchedField[]])[] = [
    [bits.method, [{ field: 'methods' }]],
    [bits.host, [{ field: 'hosts' }]],
    [bits.sni, [{ field: 'snis' }]],
    [bits.src, [{ field: 'sources' }]],
    [bits.dst, [{ field: 'destinations' }]],
    [bits.header, headers.map((header) => ({ field: 'headers', header }))],
    [bits.uri, [{ field: 'paths' }]],
  ];
  return fields.flatMap(([bit, some]) => ((rules & bit) === 0 ? [] : some));
}

const headerOf = (field: UnmatchedField): HeaderEntry | null =>
  field.field === 'headers' ? field.header : null;

function describedField(
  entry: TraditionalEntry,
  unmatchedField: UnmatchedField,
  { request }: Matching,
): Omit<TracedTerm, 'result'> {
  const { field } = unmatchedField;
  const term = (name: string, constants: readonly string[], values: readonly string[] | null) => ({
    field: name,
    functions: [],
    operator: null,
    constants,
    values,
    predicate: null,
  });
  const one = (text: string) => (text === '' ? null : [text]);
  switch (field) {
    case 'headers': {
      const { name, values, pattern } = unmatchedField.header;
      const constants = pattern === null ? [...values] : [`~*${pattern}`];
      return term(`headers.${name}`, constants, request.headers.get(name));
    }
    case 'hosts':
      return term(
        field,
        entry.hosts.map(({ value }) => value),
        one(request.host),
      );
    case 'paths':
      return term(field, [entry.uri!.isRegex ? `~${entry.uri!.value}` : entry.uri!.value], one(request.path));
    case 'methods':
      return term(field, entry.methods, one(request.method));
    case 'snis':
      return term(field, entry.snis, one(request.sni));
    case 'sources':
      return term(field, entry.sources.map(netText), addressText(request.srcText, request.srcPort));
    case 'destinations':
      return term(field, entry.destinations.map(netText), addressText(request.dstText, request.dstPort));
  }
}

const netText = ({ ip, port }: NetEntry): string => [ip ?? '', port ?? ''].join(':').replace(/:$/, '');

const addressText = (ip: string, port: number | null): string[] | null =>
  ip === '' && port === null ? null : [[ip, port ?? ''].join(':').replace(/:$/, '')];

/** By the first rule that distinguishes the two. */
function precedence(table: TraditionalTable, winner: number, other: number): Precedence {
  const [a, b] = [table.entries[winner]!, table.entries[other]!];
  const because = (rule: PrecedenceRule, one: Value, two: Value): Precedence => ({
    winner: a.route,
    rule,
    values: [one, two],
  });
  const [one, two] = [
    table.categories[table.categoryOf[winner]!]!,
    table.categories[table.categoryOf[other]!]!,
  ];
  if (one.weight !== two.weight) return because('match-weight', one.weight, two.weight);
  if (one.bits !== two.bits) return because('category', one.bits, two.bits);
  if (winner > other) return because('found-by-key', null, null);
  if (sortWithoutAge(a, b) === 0) {
    const isOlder = a.createdAt !== null && b.createdAt !== null && a.createdAt < b.createdAt;
    return because(isOlder ? 'created_at' : 'load-order', a.createdAt, b.createdAt);
  }
  if (a.submatch !== b.submatch) return because('submatch-weight', a.submatch, b.submatch);
  if (a.headers.length !== b.headers.length) return because('headers', a.headers.length, b.headers.length);
  if (a.regexPriority !== b.regexPriority) return because('regex_priority', a.regexPriority, b.regexPriority);
  return because('path-length', a.uriLength, b.uriLength);
}

type Value = Precedence['values'][number];
