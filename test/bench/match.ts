/** The time to build a router, and to find the route of a request, by the number of routes. */

import {
  buildRouter,
  createRegexes,
  type RoutedRequest,
  routerRouteOf,
} from '../../server/flavors/router/index.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { Random } from '../fuzz/random.js';

export interface MatchTimes {
  readonly flavor: string;
  readonly routes: number;
  /** Milliseconds. */
  readonly build: number;
  /** Megabytes that the router keeps. */
  readonly memory: number;
  /** Microseconds for a request: the mean of many different ones. */
  readonly match: number;
}

type Data = Readonly<Record<string, unknown>>;

/** As a platform has them: tenants with a host each, services with a path each, versions, a few regexes and headers. */
export function realisticRoutes(count: number): Data[] {
  const random = new Random(count);
  const tenants = Math.max(1, Math.round(Math.sqrt(count)));
  return Array.from({ length: count }, (_, i) => {
    const service = `/svc-${Math.floor(i / 4)}`;
    const path = random.chance(0.15) ? `~${service}/(?<id>[0-9]+)$` : `${service}/v${i % 4}`;
    return {
      id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      name: `route-${i}`,
      created_at: 1_700_000_000 + i,
      protocols: ['http', 'https'],
      paths: [path],
      ...(random.chance(0.6) && { hosts: [`tenant-${i % tenants}.example.com`] }),
      ...(random.chance(0.05) && { hosts: [`*.region-${i % 7}.example.com`] }),
      ...(random.chance(0.4) && { methods: random.chance(0.5) ? ['GET'] : ['POST', 'PUT'] }),
      ...(random.chance(0.1) && { headers: { 'x-version': [`v${i % 3}`] } }),
    };
  });
}

const asExpression = (data: Data): Data => {
  const { id, name, protocols, paths, hosts, methods } = data as Record<string, string[]>;
  const [path = ''] = paths!;
  const predicate = path.startsWith('~')
    ? `http.path ~ r#"^${path.slice(1).replace('?<', '?P<')}"#`
    : `http.path ^= "${path}"`;
  const host = hosts?.[0]?.startsWith('*')
    ? `http.host =^ "${hosts[0].slice(1)}"`
    : hosts && `http.host == "${hosts[0]}"`;
  const method = methods && `(${methods.map((one) => `http.method == "${one}"`).join(' || ')})`;
  const expression = [host, predicate, method].filter((part) => part !== undefined).join(' && ');
  return { id, name, protocols, expression, priority: path.length };
};

function requestFor(data: Data, random: Random): RoutedRequest {
  const [path = ''] = data.paths as string[];
  const [host = 'tenant-0.example.com'] = (data.hosts as string[] | undefined) ?? [];
  const plain = path.replace(/^~/, '').replace('(?<id>[0-9]+)$', String(random.below(1e6)));
  return {
    scheme: 'https',
    method: random.chance(0.8) ? 'GET' : 'POST',
    host: host.replace('*', 'a'),
    path: random.chance(0.1) ? '/none' : plain + (path.startsWith('~') ? '' : '/items/7'),
    headers: { accept: ['*/*'], 'x-version': [`v${random.below(3)}`] },
    dstPort: 443,
  };
}

/** Milliseconds of the processor: whatever else the machine does meanwhile is not in them. */
function spent(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const heap = () => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

export function measureMatch(sizes: readonly number[], requests: number): MatchTimes[] {
  return sizes.flatMap((count) =>
    (['traditional', 'traditional_compatible', 'expressions'] as const).map((flavor): MatchTimes => {
      const gateway: Gateway = { flavor, version: [3, 9] };
      const written = realisticRoutes(count);
      const data = flavor === 'expressions' ? written.map(asExpression) : written;
      const table = data.map((one) => routerRouteOf(one, gateway));
      const random = new Random(7);
      const asked = Array.from({ length: requests }, () => requestFor(random.pick(written), random));
      const regexes = createRegexes(gateway);
      const before = heap();
      let router = buildRouter([], gateway, 'http', regexes);
      const build = spent(() => {
        router = buildRouter(table, gateway, 'http', regexes);
      });
      const memory = heap() - before;
      // What is compiled once is compiled.
      let found = 0;
      for (const request of asked) if (router.match(request).route !== null) found++;
      if (found < requests / 2) throw new Error('the requests are for other routes');
      const all = spent(() => {
        for (const request of asked) router.match(request);
      });
      const match = (all * 1000) / requests;
      return { flavor, routes: count, build, memory, match };
    }),
  );
}
