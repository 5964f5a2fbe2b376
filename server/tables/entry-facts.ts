/** Parts of a route that show which requests its author meant. */

import type { RouterEntry, RouterRoute, Term } from '../flavors/index.js';
import { matchFields, type Route } from '../routes/index.js';

/** A path as an entry compares it. */
export interface WrittenPath {
  readonly kind: 'exact' | 'prefix' | 'regex';
  /** Of a regex, its pattern without what anchors it at the start. */
  readonly text: string;
}

export interface EntryFacts {
  readonly paths: readonly WrittenPath[];
  /** `null` for an expression. */
  readonly fields: number | null;
  /** `null` without a regex path. */
  readonly regexPriority: bigint | null;
  readonly isGrpc: boolean;
}

export function factsOf(entry: RouterEntry, { route }: RouterRoute): EntryFacts {
  const isExpression = entry.engine === 'atc' && entry.part.expression !== undefined;
  const paths = entry.engine === 'atc' ? pathsOfTerm(entry.term) : pathOfUri(entry.uri);
  const isRegex = !isExpression && paths.some(({ kind }) => kind === 'regex');
  return {
    paths,
    fields: isExpression ? null : fieldsOf(route),
    regexPriority: isRegex ? BigInt(route.regex_priority ?? 0) : null,
    isGrpc: route.protocols?.some((protocol) => protocol.startsWith('grpc')) ?? false,
  };
}

const fieldsOf = (route: Route): number =>
  matchFields.filter((field) => {
    const value = route[field];
    return value !== undefined && ('size' in value ? value.size : value.length) > 0;
  }).length;

const pathOfUri = (uri: { readonly value: string; readonly isRegex: boolean } | null): WrittenPath[] =>
  uri === null ? [] : [{ kind: uri.isRegex ? 'regex' : 'prefix', text: uri.value.replace(/^\^/, '') }];

const kinds = { '==': 'exact', '^=': 'prefix', '~': 'regex' } as const;

/** What is compared with the path, where it is not negated. */
function pathsOfTerm(term: Term): WrittenPath[] {
  switch (term.kind) {
    case 'not':
      return [];
    case 'predicate': {
      const { field, operator, constant } = term;
      if (field !== 'http.path' || constant.kind !== 'text' || !(operator in kinds)) return [];
      const kind = kinds[operator as keyof typeof kinds];
      const isAnchored = constant.value.startsWith('^');
      if (kind === 'regex' && !isAnchored) return [];
      return [{ kind, text: kind === 'regex' ? constant.value.slice(1) : constant.value }];
    }
    default:
      return term.terms.flatMap(pathsOfTerm);
  }
}
