/** The table of one Gateway before and after conversions in its files, and whether the two route alike. */

import { DocumentAnalysis } from '../analysis/index.js';
import {
  documentScope,
  hasPlaceholders,
  type RouteDocument,
  readDocument,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import { refusalsOf, routerRouteOf, routerServiceOf } from '../flavors/index.js';
import type { Verification } from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { type ComparedTable, compareTables, proofOf, type TableComparison } from '../tables/index.js';
import { applyEdits } from '../text/index.js';
import type { ConvertedDocument, Side, Style } from './conversion.js';
import { moduleTables } from './module-tables.js';

/** What was found, with the routes for whoever goes on. */
export interface VerifiedConversion {
  readonly verification: Verification;
  /**
   * The routes that make the difference: those that get requests which went to others, or to none, and those whose
   * requests go to no route.
   */
  readonly causes: ReadonlySet<SourcedRoute>;
}

/**
 * Compares the tables before and after under both routers. The Gateway before is that of the first document.
 * Conversions keep the order of `traditional_compatible`. For a Gateway that runs `traditional` they are compared with
 * that flavor first, and then with its own router, for which no proof is possible.
 *
 * @param documents all known files that the Gateway reads
 */
export function* verifyConversion(
  documents: readonly ConvertedDocument[],
  to: Style,
): Generator<void, VerifiedConversion> {
  const { gateway } = documents[0]!.analysis;
  const files = documents.map(({ analysis }) => analysis.document);
  if (files.some(({ terraform }) => terraform)) return yield* verifyModule(documents, to);
  if (files.some((document) => document.routes.some((route) => hasPlaceholders(document, route)))) {
    return open('placeholders');
  }
  const after = documents.map(converted);
  if (after.some((one) => one === null)) return open('not-read');
  const before = files.map((document) => ({ document, owners: document.routes }));
  return yield* verifySides(
    before,
    after.filter((one) => one !== null),
    gateway,
    to,
  );
}

/** Of a module of Terraform, the routes of each control plane are a table. */
function* verifyModule(
  documents: readonly ConvertedDocument[],
  to: Style,
): Generator<void, VerifiedConversion> {
  const { gateway } = documents[0]!.analysis;
  const tables = moduleTables(documents);
  if (typeof tables === 'string') return open(tables);
  const found: VerifiedConversion[] = [];
  for (const { before, after } of tables) found.push(yield* verifySides(before, after, gateway, to));
  const isOf = (kind: Verification['kind']) => found.find(({ verification }) => verification.kind === kind);
  return isOf('different') ?? isOf('not-verified') ?? isOf('equal') ?? open('terraform');
}

function* verifySides(
  rows: readonly Side[],
  after: readonly Side[],
  gateway: Gateway,
  to: Style,
): Generator<void, VerifiedConversion> {
  const files = rows.map(({ document }) => document);
  const runs = (all: readonly RouteDocument[]): Gateway => ({
    ...gateway,
    flavor: all.some(({ routes }) => routes.some(hasExpression)) ? 'expressions' : 'traditional_compatible',
  });
  const isTraditional = gateway.flavor === 'traditional';
  // What Kong's default would reject runs with `expressions` already.
  const was: Gateway = gateway.flavor === 'expressions' ? gateway : runs(files);
  const is =
    to === 'expressions'
      ? { ...gateway, flavor: 'expressions' as const }
      : runs(after.map(({ document }) => document));
  const before = acceptedTable(rows, was);
  yield;
  const table = tableOf(after, is, before.rejected);
  if (table.rejected.size > 0) return rejecting('rejected-after', table.rejected);
  yield;
  const found = yield* compareTables(before.table, table.table, { mostDifferences });
  if (found.failures.length > 0) return open('router-not-built');
  const result = resultOf(found, before.owners, table.owners);
  const { kind } = result.verification;
  if (kind === 'different') return result;
  if (kind === 'equal' && before.rejected.size > 0) return rejecting('rejected', before.rejected);
  if (!isTraditional) return result;
  yield;
  const changes = yield* withTraditional();
  return kind === 'equal' || changes.verification.kind === 'different' ? changes : result;

  /** On the side where no route has an expression, the Gateway runs its own router. */
  function* withTraditional(): Generator<void, VerifiedConversion> {
    const [first, second] = [ofOwnRouter(before, rows), ofOwnRouter(table, after)];
    if (first === before && second === table) return result;
    const rejected = new Set([...first.rejected, ...second.rejected]);
    if (rejected.size > 0) return rejecting('rejected', rejected);
    const changes = yield* compareTables(first.table, second.table, { mostDifferences });
    if (changes.failures.length > 0) return open('router-not-built');
    const { verification } = resultOf(changes, first.owners, second.owners);
    // The flavor changes it, and not the conversion of a route.
    return { verification: ofTraditional(verification), causes: new Set() };
  }
}

/** Regexes that only PCRE compiles run with `traditional`. */
function acceptedTable(sides: readonly Side[], gateway: Gateway): BuiltTable {
  const built = tableOf(sides, gateway);
  if (built.rejected.size === 0 || gateway.flavor !== 'traditional_compatible') return built;
  const other = tableOf(sides, { ...gateway, flavor: 'traditional' });
  return other.rejected.size < built.rejected.size ? other : built;
}

const ofOwnRouter = (built: BuiltTable, sides: readonly Side[]): BuiltTable =>
  built.table.gateway.flavor === 'traditional_compatible'
    ? tableOf(sides, { ...built.table.gateway, flavor: 'traditional' })
    : built;

const mostDifferences = 40;

type NotVerified = Extract<Verification, { kind: 'not-verified' }>;

const open = (reason: Exclude<NotVerified['reason'], 'rejected' | 'rejected-after'>): VerifiedConversion => ({
  verification: { kind: 'not-verified', reason },
  causes: new Set(),
});

function rejecting(
  reason: 'rejected' | 'rejected-after',
  routes: ReadonlySet<SourcedRoute>,
): VerifiedConversion {
  const [first] = routes;
  const verification: Verification = {
    kind: 'not-verified',
    reason,
    route: routeLabel(first!),
    more: routes.size - 1,
  };
  return { verification, causes: new Set() };
}

function ofTraditional(verification: Verification): Verification {
  if (verification.kind === 'different') return { ...verification, isFlavor: true };
  return verification.kind === 'equal' ? verification : { kind: 'not-verified', reason: 'traditional' };
}

/** @returns `null` if the text cannot be read again as it was meant */
function converted({ analysis: { document }, conversions }: ConvertedDocument): Side | null {
  if (conversions.length === 0) return { document, owners: document.routes };
  const edits = conversions.flatMap((one) => one.edits);
  const after = readDocument(applyEdits(document.text, edits), document.format);
  const counts = new Map(conversions.map(({ route, count }) => [route, count]));
  const owners = document.routes.flatMap((route) => Array<SourcedRoute>(counts.get(route) ?? 1).fill(route));
  const isRead = after.routes.length === owners.length && after.syntaxProblems.length === 0;
  return isRead ? { document: after, owners } : null;
}

function resultOf(
  { verdict, differences }: TableComparison,
  was: readonly SourcedRoute[],
  is: readonly SourcedRoute[],
): VerifiedConversion {
  if (verdict === 'equal') return { verification: { kind: 'equal' }, causes: new Set() };
  if (verdict === 'not-decided') return open('not-decided');
  const labelOf = (route: SourcedRoute | null) => (route === null ? null : routeLabel(route));
  const winnerOf = (after: number | null) => (after === null ? null : is[after]!);
  const first = differences[0]!;
  return {
    verification: {
      kind: 'different',
      before: labelOf(first.before === null ? null : was[first.before]!),
      after: labelOf(winnerOf(first.after)),
      isOutcome: first.kind === 'outcome',
      isFlavor: false,
      more: differences.length - 1,
      request: proofOf(first.request),
    },
    causes: new Set(
      differences.flatMap(({ before, after }) => winnerOf(after) ?? (before === null ? [] : [was[before]!])),
    ),
  };
}

const hasExpression = ({ body }: SourcedRoute) => body.entries.some(({ key }) => key === 'expression');

interface BuiltTable {
  readonly table: ComparedTable;
  /** For each of its routes the one that it comes from. */
  readonly owners: readonly SourcedRoute[];
  /** Those that the Gateway rejects: they are not in the table. */
  readonly rejected: ReadonlySet<SourcedRoute>;
}

/** @param leftOut routes that are not looked at, by those that they come from */
function tableOf(
  sides: readonly Side[],
  gateway: Gateway,
  leftOut: ReadonlySet<SourcedRoute> = new Set(),
): BuiltTable {
  const routes: ComparedTable['routes'][number][] = [];
  const owners: SourcedRoute[] = [];
  const rejected = new Set<SourcedRoute>();
  for (const side of sides) {
    const { document } = side;
    const analysis = new DocumentAnalysis(document, gateway);
    const scope = document.text.includes('enabled') ? documentScope(document) : null;
    for (const [i, sourced] of document.routes.entries()) {
      const owner = side.owners[i]!;
      if (leftOut.has(owner)) continue;
      const { route, data, read } = analysis.of(sourced);
      if (refusalsOf(route, data, gateway, read).length > 0) {
        rejected.add(owner);
        continue;
      }
      const service = scope?.serviceDataOf(sourced);
      routes.push(routerRouteOf(data, gateway, service ? routerServiceOf(service) : usualService));
      owners.push(owner);
    }
  }
  return { table: { routes, keys: owners.map(keysOf(sides)), gateway }, owners, rejected };
}

/** Routes are the same if they come from the same one. */
function keysOf(sides: readonly Side[]): (owner: SourcedRoute) => string {
  const positions = new Map<SourcedRoute, string>();
  for (const { owners } of sides) {
    for (const owner of owners) if (!positions.has(owner)) positions.set(owner, String(positions.size));
  }
  return (owner) => positions.get(owner)!;
}

/** Conversions leave services alone: only what becomes of the path is compared. */
const usualService = { protocol: 'http', host: 'service', port: 80, path: null, enabled: true };
