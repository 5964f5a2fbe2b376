/** The table of a document before and after conversions, and whether the two route alike. */

import { DocumentAnalysis } from '../analysis/index.js';
import {
  applyEdits,
  documentScope,
  hasPlaceholders,
  type RouteDocument,
  readDocument,
  routeLabel,
  type SourcedRoute,
  type TextEdit,
} from '../documents/index.js';
import { refusalsOf, routerRouteOf, routerServiceOf } from '../flavors/index.js';
import type { Verification } from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { type ComparedTable, compareTables, proofOf } from '../tables/index.js';

/** A route of a document, and how many routes it becomes. */
export interface ConvertedInto {
  readonly route: SourcedRoute;
  readonly edits: readonly TextEdit[];
  readonly count: number;
}

/** What was found, with the positions of routes in the document for whoever goes on. */
export interface VerifiedConversion {
  readonly verification: Verification;
  /** Positions of the routes that get requests after the conversion that went to others, or to none, before. */
  readonly takers: ReadonlySet<number>;
}

/**
 * Asks both routers. The Gateway before is that of the document, or for `traditional` the `traditional_compatible` one,
 * whose order conversions keep: what changes from `traditional` is what a plan says.
 *
 * @param conversions of the document, those that can be written
 */
export function* verifyConversion(
  { document, gateway }: DocumentAnalysis,
  conversions: readonly ConvertedInto[],
  to: 'expressions' | 'traditional',
): Generator<void, VerifiedConversion> {
  const open = (reason: Extract<Verification, { kind: 'not-verified' }>['reason']): VerifiedConversion => ({
    verification: { kind: 'not-verified', reason },
    takers: new Set(),
  });
  // The routes of a module are in several files.
  if (document.terraform) return open('terraform');
  if (document.routes.some((route) => hasPlaceholders(document, route))) return open('placeholders');
  const edits = conversions.flatMap((one) => one.edits);
  const text = applyEdits(document.text, edits);
  const after = readDocument(text, document.format);
  const counts = new Map(conversions.map(({ route, count }) => [route, count]));
  const owners = document.routes.flatMap((route, i) => Array<number>(counts.get(route) ?? 1).fill(i));
  if (after.routes.length !== owners.length || after.syntaxProblems.length > 0) return open('not-read');
  const hasExpression = ({ body }: SourcedRoute) => body.entries.some(({ key }) => key === 'expression');
  const runs = (one: RouteDocument): Gateway => ({
    ...gateway,
    flavor: one.routes.some(hasExpression) ? 'expressions' : 'traditional_compatible',
  });
  const was: Gateway = gateway.flavor === 'traditional' ? runs(document) : gateway;
  const is = to === 'expressions' ? { ...gateway, flavor: 'expressions' as const } : runs(after);
  const positions = document.routes.map((_, i) => i);
  const known = runsAll(document, was);
  // Regexes that only PCRE compiles run with `traditional`.
  const before =
    tableOf(document, known, positions) ??
    (known.flavor === 'traditional_compatible'
      ? tableOf(document, { ...known, flavor: 'traditional' }, positions)
      : null);
  if (before === null) return open('rejected');
  yield;
  const next = tableOf(after, is, owners);
  if (next === null) return open('rejected-after');
  yield;
  const { verdict, differences, failures } = yield* compareTables(before, next, { mostDifferences: 40 });
  if (failures.length > 0) return open('router-not-built');
  if (verdict === 'equal') return { verification: { kind: 'equal' }, takers: new Set() };
  if (verdict === 'not-decided') return open('not-decided');
  const labelOf = (position: number | null) =>
    position === null ? null : routeLabel(document.routes[position]!);
  const first = differences[0]!;
  const taker = first.after === null ? null : owners[first.after]!;
  return {
    verification: {
      kind: 'different',
      before: labelOf(first.before),
      after: labelOf(taker),
      isOutcome: first.kind === 'outcome',
      more: differences.length - 1,
      request: proofOf(first.request),
    },
    takers: new Set(differences.flatMap((one) => (one.after === null ? [] : [owners[one.after]!]))),
  };

  /** What Kong's default would reject runs with `expressions` already. */
  function runsAll(one: RouteDocument, known: Gateway): Gateway {
    return known.flavor !== 'expressions' && one.routes.some(hasExpression)
      ? { ...known, flavor: 'expressions' }
      : known;
  }
}

/** @returns `null` where the Gateway rejects a route */
function tableOf(document: RouteDocument, gateway: Gateway, keys: readonly number[]): ComparedTable | null {
  const analysis = new DocumentAnalysis(document, gateway);
  const scope = document.text.includes('enabled') ? documentScope(document) : null;
  const routes = document.routes.map((sourced) => {
    const { route, data, read } = analysis.of(sourced);
    if (refusalsOf(route, data, gateway, read).length > 0) return null;
    const service = scope?.serviceDataOf(sourced);
    return routerRouteOf(data, gateway, service ? routerServiceOf(service) : usualService);
  });
  const found = routes.filter((route) => route !== null);
  return found.length < routes.length ? null : { routes: found, keys: keys.map(String), gateway };
}

/** Conversions leave services alone: only what becomes of the path is compared. */
const usualService = { protocol: 'http', host: 'service', port: 80, path: null, enabled: true };
