/**
 * How long two tables take to be compared, next to `check` of one of them, by the number of routes, and how many lines a second are replayed, in how much
 * memory: `node --expose-gc out/test/bench/proof.js [routes …]`. The figures are for reading.
 */

import { buildRouter, createRegexes, routerRouteOf } from '../../server/flavors/router/index.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { compareTablesAtOnce } from '../../server/tables/index.js';
import { kongLogReader, Replay } from '../../server/traffic/index.js';
import { realisticRoutes } from './match.js';
import { checkTime, timed } from './tables.js';

const gateway: Gateway = { flavor: 'traditional_compatible', version: [3, 9] };

/** One route of the table gets another method. */
function compareTimes(count: number): void {
  const data = realisticRoutes(count);
  const changed = data.map((one, i) => (i === Math.floor(count / 2) ? { ...one, methods: ['DELETE'] } : one));
  const side = (all: readonly Readonly<Record<string, unknown>>[]) => ({
    gateway,
    routes: all.map((one) => routerRouteOf(one, gateway)),
    keys: all.map(({ name }) => String(name)),
  });
  const [same, equal] = timed(() => compareTablesAtOnce(side(data), side([...data].reverse())));
  const [other, different] = timed(() => compareTablesAtOnce(side(data), side(changed)));
  const services = [{ name: 'one', url: 'http://one.internal', routes: data }];
  const check = checkTime(JSON.stringify({ _format_version: '3.0', services }), 'json', gateway);
  const ratio = (spent: number) => `${(spent / check).toFixed(1)} × check`;
  console.log(
    `compare ${count} routes: reordered ${equal.toFixed(0)} ms (${same.verdict}, ${ratio(equal)}), one changed ${different.toFixed(0)} ms (${other.verdict}, ${other.differences.length} differences, ${ratio(different)})`,
  );
}

function replayTimes(count: number, lines: number): void {
  const data = realisticRoutes(count);
  const routes = data.map((one) => routerRouteOf(one, gateway));
  const router = buildRouter(routes, gateway, 'http', createRegexes(gateway));
  const table = {
    router,
    keys: data.map(({ name }) => String(name)),
    identities: data.map(({ id, name }) => ({ id: String(id), name: String(name) })),
  };
  const line = (i: number) => {
    const { paths, hosts } = data[i % count] as { paths: string[]; hosts?: string[] };
    const uri = `${paths[0]!.replace(/^~/, '').replace('(?<id>[0-9]+)$', String(i))}?page=${i}`;
    const host = (hosts?.[0] ?? 'tenant-0.example.com').replace('*', 'a');
    return JSON.stringify({
      request: {
        method: 'GET',
        uri,
        url: `https://${host}:8443${uri}`,
        headers: { host, accept: '*/*', 'user-agent': 'curl/8.0' },
      },
      response: { status: 200 },
      client_ip: '10.0.0.1',
      latencies: { kong: 1, proxy: 20, request: 21 },
    });
  };
  const all = Array.from({ length: 10_000 }, (_, i) => line(i * 7));
  const replay = new Replay(table, table, []);
  const heap = () => {
    (globalThis as { gc?: () => void }).gc?.();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const run = (times: number) => {
    for (let i = 0; i < times; i++) {
      const logged = kongLogReader(all[i % all.length]!);
      if (logged) replay.add(logged);
    }
  };
  run(lines / 10);
  const before = heap();
  const [, spent] = timed(() => run(lines));
  const grown = heap() - before;
  console.log(
    `replay against two tables of ${count} routes: ${Math.round((lines * 1000) / spent)} lines/s, memory ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB after ${lines} lines`,
  );
}

const sizes = process.argv.slice(2).map(Number);
for (const count of sizes.length > 0 ? sizes : [100, 1_000, 10_000, 100_000]) compareTimes(count);
for (const count of [100, 10_000]) replayTimes(count, 200_000);
