/** What a table does to itself, on random tables: everything that is found is held against the router of the flavor. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Subsystem } from '../../grammar/index.js';
import { buildRouter, createRegexes, routerRouteOf } from '../../server/flavors/index.js';
import { isAccident } from '../../server/problems/index.js';
import type { Gateway, RouterFlavor } from '../../server/routes/index.js';
import { analyseTable, type TableFinding, type TableFindings } from '../../server/tables/index.js';
import { Random } from '../fuzz/random.js';
import { randomRequest, randomTable } from '../support/random-tables.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const rounds = Number(process.env.KONG_ROUTES_ROUNDS ?? 40);

type Data = Readonly<Record<string, unknown>>;

function analysed(table: readonly Data[], gateway: Gateway): TableFindings {
  const steps = analyseTable(
    table.map((data) => routerRouteOf(data, gateway)),
    gateway,
  );
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

suite('what is found in a table', () => {
  const flavors: readonly RouterFlavor[] = ['traditional', 'traditional_compatible', 'expressions'];
  for (const flavor of flavors) {
    for (const subsystem of ['http', 'stream'] as const) {
      test(`holds for the router: ${flavor}, ${subsystem}`, (t) => {
        const counts: Record<string, number> = { routes: 0, undecided: 0 };
        for (let round = 0; round < rounds; round++) {
          const random = new Random(seed, round);
          const table = randomTable(random, subsystem, flavor === 'expressions');
          const calculation = round % 3 === 2 ? 'strict' : 'original';
          compare(table, { flavor, version: [3, 9], calculation }, subsystem, random, counts);
        }
        t.diagnostic(JSON.stringify(counts));
        assert.ok(counts.unreachable! > rounds / 4, 'some routes are never reached');
        // Addresses in brackets, and headers that differ in `_` and `-`, are not followed in `traditional`.
        const part = flavor === 'traditional' && subsystem === 'http' ? 20 : 40;
        assert.ok(counts.undecided! < counts.routes! / part, 'most is decided');
      });
    }
  }
});

function compare(
  table: readonly Data[],
  gateway: Gateway,
  subsystem: Subsystem,
  random: Random,
  counts: Record<string, number>,
): void {
  const { findings, undecided } = analysed(table, gateway);
  const regexes = createRegexes(gateway);
  const routes = table.map((data) => routerRouteOf(data, gateway));
  const router = buildRouter(routes, gateway, subsystem, regexes);
  counts.routes! += table.length;
  counts.undecided! += undecided.length;
  const about = (finding: TableFinding) =>
    `${JSON.stringify(finding, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n${JSON.stringify(table)}`;
  for (const finding of findings) {
    counts[finding.kind] = (counts[finding.kind] ?? 0) + 1;
    confirm(finding, router.match(finding.request), about(finding));
  }
  const unreachable = new Set(
    findings.flatMap((finding) => (finding.kind === 'unreachable' ? [finding.route] : [])),
  );
  for (let i = 0; i < 300; i++) {
    const request = randomRequest(random, subsystem);
    if ([request.srcIp, request.dstIp].includes('fd00:0::5')) continue;
    const { route, open } = router.match(request);
    for (const one of open?.anyOf ?? [route]) {
      assert.ok(
        one === null || !unreachable.has(one),
        `${one} gets ${JSON.stringify(request)}: ${JSON.stringify(table)}`,
      );
    }
  }
}

function confirm(
  finding: TableFinding,
  match: ReturnType<ReturnType<typeof buildRouter>['match']>,
  about: string,
) {
  const candidates = match.candidates();
  assert.ok(candidates.includes(finding.route), `the route matches its proof: ${about}`);
  switch (finding.kind) {
    case 'unreachable':
      assert.equal(match.route, finding.winners[0], about);
      break;
    case 'tie':
      assert.ok(candidates.includes(finding.other), about);
      assert.ok(isAccident(finding.reason), about);
      if (finding.winner === null) {
        assert.ok(match.open?.anyOf.includes(finding.route), about);
        assert.ok(match.open?.anyOf.includes(finding.other), about);
      } else assert.deepEqual([match.route, finding.winner], [finding.other, finding.other], about);
      break;
    case 'outranked':
      assert.equal(match.route, finding.winner, about);
      break;
    case 'open-ended':
      assert.equal(match.route, finding.route, about);
      assert.ok(candidates.includes(finding.other), about);
  }
}
