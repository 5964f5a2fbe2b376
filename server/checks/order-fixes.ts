/**
 * Quick fixes for routes that are evaluated in an order that is an accident, or other than meant: another `priority` or
 * `regex_priority` for the route. Each is tried first: both tables are compared and the new one is analysed. It is offered only if
 * the problem is gone, no other one is new, and requests move from the one route to the other alone.
 */

import { type RouterRoute, refusalsOf, routerRouteOf } from '../flavors/index.js';
import { fixTitle } from '../problems/index.js';
import { type Gateway, readRoute } from '../routes/index.js';
import { analyseTable, compareTables, type TableFinding } from '../tables/index.js';
import { largest, smallest } from '../text/index.js';
import type { Fix } from './fixes.js';

/** The parts of a route that its order depends on. */
export interface OrderedRow {
  readonly name: string;
  /** As the Gateway gets it. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly route: RouterRoute;
}

type OrderField = 'priority' | 'regex_priority';

interface Candidate {
  readonly place: 'before' | 'after';
  readonly field: OrderField;
  readonly value: number;
}

/** Larger tables are not tried. */
const mostRows = 1_000;
/** `priority` has 46 bits (Kong/kong `kong/db/schema/entities/routes.lua`). */
const mostPriority = 2 ** 46 - 1;

/**
 * @param own the position of the route that gets another priority
 * @param others those that it is about
 * @param findings all that is found of the table as it is
 * @returns a generator that pauses often
 */
export function* orderFixes(
  rows: readonly OrderedRow[],
  gateway: Gateway,
  own: number,
  others: readonly number[],
  findings: readonly TableFinding[],
): Generator<void, Fix[]> {
  if (rows.length > mostRows) return [];
  const fixes: Fix[] = [];
  const isTie = findings.some(({ kind, route }) => kind === 'tie' && route === own);
  for (const candidate of candidatesFor(rows, own, others, isTie)) {
    if (!(yield* holds(rows, gateway, own, others, findings, candidate))) continue;
    const { place, field, value } = candidate;
    const title = fixTitle({
      code: 'set-order',
      args: { place, field, value, others: others.map((other) => rows[other]!.name) },
    });
    fixes.push({ title, changes: true, entries: [[field, value]] });
  }
  return fixes;
}

function candidatesFor(
  rows: readonly OrderedRow[],
  own: number,
  others: readonly number[],
  isTie: boolean,
): Candidate[] {
  const field = fieldOf(rows[own]!);
  if (field === null || others.some((other) => fieldOf(rows[other]!) !== field)) return [];
  const values = others.map((other) => orderValue(rows[other]!, field));
  const [least, most] = [smallest(values), largest(values)];
  const candidates: Candidate[] = [
    { place: 'before', field, value: most + 1 },
    ...(isTie && least > 0 ? [{ place: 'after', field, value: least - 1 } as const] : []),
  ];
  return candidates.filter(({ value }) => Number.isSafeInteger(value) && value <= mostPriority);
}

/** The field that decides about a route before all others of its style can; `null` if none does. */
function fieldOf({ route: { route } }: OrderedRow): OrderField | null {
  if (route.expression !== undefined) return 'priority';
  const { paths } = route;
  return paths && paths.length > 0 && paths.every((path) => path.startsWith('~')) ? 'regex_priority' : null;
}

const orderValue = ({ route: { route } }: OrderedRow, field: OrderField): number => Number(route[field] ?? 0);

function* holds(
  rows: readonly OrderedRow[],
  gateway: Gateway,
  own: number,
  others: readonly number[],
  findings: readonly TableFinding[],
  { field, value, place }: Candidate,
): Generator<void, boolean> {
  const data = { ...rows[own]!.data, [field]: value };
  const route = readRoute(data);
  if (refusalsOf(route, data, gateway).length > 0) return false;
  const before = rows.map((row) => row.route);
  const after = before.with(own, routerRouteOf(data, gateway));
  const keys = before.map((_, i) => `${i}`);
  const comparison = yield* compareTables(
    { routes: before, keys, gateway },
    { routes: after, keys, gateway },
  );
  if (comparison.verdict === 'not-decided' || !comparison.isComplete) return false;
  const isMeant = comparison.differences.every(({ kind, before: from, after: to }) =>
    place === 'before'
      ? kind === 'route' && to === own && from !== null && others.includes(from)
      : kind === 'route' && from === own && to !== null && others.includes(to),
  );
  if (!isMeant) return false;
  const now = yield* analyseTable(after, gateway);
  if (now.undecided.length > 0 || now.leftOutPairs) return false;
  const known = new Set(findings.map(keyOf));
  return now.findings.every((finding) => known.has(keyOf(finding)) && !isAbout(finding, own, others));
}

const keyOf = (finding: TableFinding): string =>
  JSON.stringify([finding.kind, finding.route, partnerOf(finding)]);

function partnerOf(finding: TableFinding): number | null {
  switch (finding.kind) {
    case 'unreachable':
      return null;
    case 'outranked':
      return finding.winner;
    default:
      return finding.other;
  }
}

/** Whether something is still found of the route and one of the others. */
function isAbout(finding: TableFinding, own: number, others: readonly number[]): boolean {
  const partner = partnerOf(finding);
  if (finding.route === own) return partner === null || others.includes(partner);
  return partner === own && others.includes(finding.route);
}
