/**
 * No conversion sends a request elsewhere without saying so. The judge is the real engine (`@kong/atc-router`), and for
 * `traditional` the router that the tests have written a second time: never the router that verified the conversion.
 *
 * `KONG_ROUTES_REQUESTS` sets how many requests are sent to the tables before and after.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { before, suite, type TestContext, test } from 'node:test';
import { type Expression, readExpression, type Subsystem } from '../../grammar/index.js';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { type ConvertedFile, convertFiles } from '../../server/conversion/convert-files.js';
import { dataOfRoute, type RouteDocument, readDocument } from '../../server/documents/index.js';
import { refusalsOf, withDefaults } from '../../server/flavors/index.js';
import type { Style } from '../../server/protocol/index.js';
import { type Gateway, readRoute, routeMatchCalculations, routerFlavors } from '../../server/routes/index.js';
import { filesWithRoutes } from '../documents/corpus.js';
import { Random } from '../fuzz/random.js';
import { Engine } from '../support/engine.js';
import { EngineTable } from '../support/engine-table.js';
import { isRefused } from '../support/kong.js';
import { mixedFile, sharpRequests } from '../support/mixed-tables.js';
import type { Request } from '../support/requests.js';
import { TraditionalRouter } from '../support/traditional-router.js';
import { repositoryRoot } from '../support/vectors.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);
const wanted = Number(process.env.KONG_ROUTES_REQUESTS ?? 12_000);
/** More tables find more than more requests to one table. */
const requestsEach = Math.min(400, Math.max(200, Math.round(wanted / 500)));

type Outcome = 'equal' | 'different' | 'not-verified' | 'refused' | 'nothing';

let engine: Engine;
before(async () => {
  engine = await Engine.start();
});

/** Which routes, by their positions in the file before, Kong may answer each request with. */
type Judge = (requests: readonly Request[]) => readonly (readonly (number | null)[])[];

function judgeOf(
  document: RouteDocument,
  gateway: Gateway,
  subsystem: Subsystem,
  owners: readonly number[],
  rejected: ReadonlySet<number>,
): { readonly judge: Judge; readonly expressions: readonly string[] } {
  const analysis = new DocumentAnalysis(document, gateway);
  const routes = document.routes.map((route, i) =>
    rejected.has(owners[i]!) ? null : withDefaults(readRoute(analysis.of(route).data), gateway),
  );
  const own = (position: number | null) => (position === null ? null : owners[position]!);
  const table = new EngineTable(engine, routes, gateway, subsystem);
  if (gateway.flavor !== 'traditional') {
    const judge: Judge = (requests) => table.answers(requests).map((all) => [...new Set(all.map(own))]);
    return { judge, expressions: table.expressions };
  }
  const loaded = routes.flatMap((route, index) => (route ? [{ route, createdAt: 0, index }] : []));
  const router = new TraditionalRouter(loaded, subsystem);
  const answer = (request: Request) => {
    const found = router.select(request);
    return [found === null ? null : own(loaded[found]!.index)];
  };
  return {
    judge: (requests) => requests.map(answer),
    expressions: table.expressions,
  };
}

/** The positions of the routes that a Gateway rejects. */
function rejectedBy(document: RouteDocument, gateway: Gateway): Set<number> {
  const analysis = new DocumentAnalysis(document, gateway);
  return new Set(
    document.routes.flatMap((sourced, i) => {
      const { route, data, read } = analysis.of(sourced);
      return refusalsOf(route, data, gateway, read).length > 0 ? [i] : [];
    }),
  );
}

const hasExpression = ({ routes }: RouteDocument) =>
  routes.some(({ body }) => body.entries.some(({ key }) => key === 'expression'));

/** The Gateways that a conversion is from and for, as the command says. */
function gatewaysOf(
  gateway: Gateway,
  to: Style,
  document: RouteDocument,
  after: RouteDocument,
): readonly [Gateway, Gateway] {
  const runs = (one: RouteDocument): Gateway => {
    if (hasExpression(one)) return { ...gateway, flavor: 'expressions' };
    return gateway.flavor === 'traditional' ? gateway : { ...gateway, flavor: 'traditional_compatible' };
  };
  const was = gateway.flavor === 'expressions' ? gateway : runs(document);
  return [was, to === 'expressions' ? { ...gateway, flavor: 'expressions' } : runs(after)];
}

/** For each route of the file after, the position of the one that it was. */
function ownersOf(document: RouteDocument, after: RouteDocument): number[] {
  const names = document.routes.map(({ body }) => String(dataOfRoute(body).name));
  let at = -1;
  return after.routes.map(({ body }) => {
    if (String(dataOfRoute(body).name) === names[at + 1]) at++;
    return at;
  });
}

interface Counts {
  requests: number;
  moved: number;
  readonly outcomes: Record<Outcome, number>;
  /** Conversions that are said not to be verified, by the reason. */
  readonly open: Record<string, number>;
  /** Those of them that move a request, without naming one. */
  readonly silent: string[];
}

const counted = (): Counts => ({
  requests: 0,
  moved: 0,
  outcomes: { equal: 0, different: 0, 'not-verified': 0, refused: 0, nothing: 0 },
  open: {},
  silent: [],
});

const outcomeOf = ({ converted, leftAlone, verification }: ConvertedFile): Outcome => {
  if (converted.length === 0) return leftAlone.length > 0 ? 'refused' : 'nothing';
  return verification!.kind;
};

/** Converts a file as the command does, and sends requests to the tables before and after. */
function judge(
  text: string,
  format: 'json' | 'yaml',
  gateway: Gateway,
  to: Style,
  only: string | null,
  random: Random,
  counts: Counts,
  subsystems: readonly Subsystem[] = ['http', 'stream'],
): void {
  const document = readDocument(text, format);
  const analysis = new DocumentAnalysis(document, gateway);
  const [file] = convertFiles([{ file: 'kong', analysis }], to, only) as [ConvertedFile];
  const outcome = outcomeOf(file);
  counts.outcomes[outcome]++;
  const about = () => `${JSON.stringify(gateway)} to ${to}, only ${only}: ${text}\nbecomes ${file.text}`;
  if (outcome === 'refused' || outcome === 'nothing') {
    assert.equal(file.text, text, 'nothing is written');
    return;
  }
  const after = readDocument(file.text, format);
  let hasMoved = false;
  const owners = ownersOf(document, after);
  const [was, is] = gatewaysOf(gateway, to, document, after);
  const positions = document.routes.map((_, i) => i);
  const rejected = rejectedBy(document, was);
  for (const subsystem of subsystems) {
    const first = judgeOf(document, was, subsystem, positions, rejected);
    const second = judgeOf(after, is, subsystem, owners, rejected);
    const language = { subsystem, gatewayVersion: gateway.version };
    const trees = [...first.expressions, ...second.expressions]
      .map((expression) => readExpression(expression, language))
      .filter(({ tree, problems }) => tree !== null && !isRefused(problems))
      .map(({ tree }) => tree as Expression);
    if (trees.length === 0) continue;
    const requests = sharpRequests(trees, subsystem, random, requestsEach);
    const [one, two] = [first.judge(requests), second.judge(requests)];
    counts.requests += requests.length;
    for (const [i, request] of requests.entries()) {
      const isMoved = two[i]!.some((route) => !one[i]!.includes(route));
      if (!isMoved) continue;
      counts.moved++;
      hasMoved = true;
      assert.notEqual(
        outcome,
        'equal',
        `${JSON.stringify(request)} goes from ${one[i]} to ${two[i]} in silence\n${about()}`,
      );
    }
  }
  if (file.verification?.kind !== 'not-verified') return;
  const { reason } = file.verification;
  counts.open[reason] = (counts.open[reason] ?? 0) + 1;
  // Of a table that Kong would reject there is no router after.
  if (hasMoved && reason !== 'rejected-after') counts.silent.push(`${reason}: ${about()}`);
}

function report(t: TestContext, { silent, ...counts }: Counts): void {
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(silent, [], 'conversions move a request and name none');
}

const styles: readonly Style[] = ['expressions', 'traditional'];

suite('conversions, judged by the real engine', () => {
  for (const flavor of routerFlavors) {
    for (const subsystem of ['http', 'stream'] as const) {
      test(`of generated tables: ${flavor}, ${subsystem}`, (t) => {
        const counts = counted();
        const share = wanted / (routerFlavors.length * (subsystem === 'http' ? 1.25 : 5));
        for (let index = 0; counts.requests < share; index++) {
          assert.ok(index < share, 'conversions are made');
          const random = new Random(seed, index);
          const gateway: Gateway = {
            flavor,
            version: random.pick([
              [3, 9],
              [3, 9],
              [3, 7],
              [3, 4],
            ] as const),
            calculation: random.pick(routeMatchCalculations),
          };
          const data = mixedFile(random, subsystem, flavor === 'expressions' || random.chance(0.3));
          const text = JSON.stringify(data);
          const to: Style = random.chance(flavor === 'expressions' ? 0.6 : 0.85)
            ? 'expressions'
            : 'traditional';
          judge(text, 'json', gateway, to, null, random, counts, [subsystem]);
          const routes = readDocument(text, 'json').routes;
          const only = String(dataOfRoute(random.pick(routes).body).name);
          judge(text, 'json', gateway, to, only, random, counts, [subsystem]);
        }
        report(t, counts);
        assert.ok(counts.outcomes.equal > 0 || flavor === 'traditional', 'some are verified');
      });
    }
  }

  test('of the examples and the fixtures', (t) => {
    const counts = counted();
    const examples = new URL('examples/', repositoryRoot);
    const names = readdirSync(examples).filter((name) => name.endsWith('.yaml'));
    const files = [
      ...names.map((name) => ({
        format: 'yaml' as const,
        text: readFileSync(new URL(name, examples), 'utf8'),
      })),
      ...filesWithRoutes(),
    ];
    for (const [index, { format, text }] of files.entries()) {
      if (format !== 'json' && format !== 'yaml') continue;
      for (const flavor of routerFlavors) {
        for (const to of styles) {
          judge(text, format, { flavor, version: [3, 9] }, to, null, new Random(seed, index), counts);
        }
      }
    }
    t.diagnostic(`${files.length} files`);
    report(t, counts);
    assert.ok(counts.outcomes.equal > 10);
  });
});
