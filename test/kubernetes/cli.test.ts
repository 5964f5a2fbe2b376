import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import type { RouteEntry } from '../../server/kubernetes/index.js';
import { runCli } from '../support/command-line.js';
import { cases, casesFolder, expectedState, gatesOf } from './cases.js';

const path = (id: string) => join(casesFolder, id, 'in.yaml');

async function entriesOf(args: readonly string[]): Promise<RouteEntry[]> {
  const { stdout, stderr, code } = await runCli([
    'translate',
    '--format',
    'json',
    '--gateway',
    '3.9.1',
    ...args,
  ]);
  assert.equal(stderr, '');
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  return report.files.flatMap(({ routes }: { routes: RouteEntry[] }) => routes);
}

suite('translate --controller', () => {
  test('makes the recorded routes of every flavor', async () => {
    const ids = [
      'hand-ing-all-match-fields',
      'hand-http-relative-order',
      'hand-tcpingress-ports',
      'golden-kong-service-facade',
    ];
    for (const id of ids) {
      const one = cases.find((known) => known.id === id);
      assert.ok(one);
      const gates = [...gatesOf(one)].map(([gate, isOn]) => `${gate}=${isOn}`).join(',');
      const entries = await entriesOf([path(id), '--controller', 'kic', '--feature-gates', gates]);
      for (const [flavor, output] of [
        ['traditional', 'traditional'],
        ['traditional_compatible', 'traditional'],
        ['expressions', 'expressions'],
      ] as const) {
        const expected = expectedState(one, 'kic', output);
        const names = expected?.services.flatMap(({ routes }) =>
          (routes as { name: string }[]).map(({ name }) => name),
        );
        const made = entries
          .filter(({ flavors }) => flavors[flavor].route !== undefined)
          .map(({ name }) => name);
        assert.deepEqual(made.sort(), names?.sort(), `${id} ${flavor}`);
      }
    }
  });

  test('an entry has exactly the documented shape', async () => {
    const [entry] = await entriesOf([path('hand-http-redirect-one'), '--controller', 'kic']);
    assert.deepEqual(Object.keys(entry ?? {}), [
      'name',
      'kind',
      'service',
      'controller',
      'source',
      'flavors',
    ]);
    assert.equal(entry?.kind, 'kubernetes');
    assert.equal(entry?.name, 'httproute.default.rd.0.0');
    assert.equal(entry?.service, 'httproute.default.rd.0');
    assert.deepEqual(entry?.source, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      namespace: 'default',
      name: 'rd',
      file: path('hand-http-redirect-one'),
      rules: [0],
      matches: [[0, 0]],
    });
    assert.deepEqual(entry?.flavors.expressions, { status: 'absent' });
    assert.equal(entry?.flavors.traditional.status, 'accepted');
    assert.equal(entry?.flavors.traditional.entries, undefined);
    assert.deepEqual(entry?.flavors.traditional_compatible.route, entry?.flavors.traditional.route);
    assert.ok((entry?.flavors.traditional_compatible.entries?.length ?? 0) > 0);
  });

  test('what the controller refuses is an entry without a name', async () => {
    const entries = await entriesOf([path('hand-http-query-one-rule-of-two'), '--controller', 'operator']);
    const refused = entries.filter(({ name }) => name === undefined);
    assert.deepEqual(
      refused.map(({ source, flavors }) => [
        source.kind,
        source.name,
        flavors.traditional,
        flavors.expressions,
      ]),
      [
        [
          'HTTPRoute',
          refused[0]?.source.name,
          {
            status: 'refused',
            message: "HTTPRoute can't be routed: query param matches are not yet supported",
          },
          { status: 'absent' },
        ],
      ],
    );
  });

  test('a route that Kong rejects is there, with what Kong says', async () => {
    const [entry] = await entriesOf([path('hand-http-regex-anchor'), '--controller', 'kic']);
    assert.equal(entry?.flavors.traditional.status, 'rejected');
    assert.equal(
      entry?.flavors.traditional.message,
      'paths: should start with: / (fixed path) or ~/ (regex path)',
    );
    assert.ok(entry?.flavors.traditional.route);
  });

  test('--format deck is a state of decK, with the numbers as numbers', async () => {
    const args = ['translate', path('hand-tcpingress-ports'), '--controller', 'kic', '--format', 'deck'];
    const { stdout, code } = await runCli([...args, '--flavor', 'traditional']);
    assert.equal(code, 0);
    const state = parse(stdout);
    assert.equal(state._format_version, '3.0');
    assert.deepEqual(state.services[0].routes[0].destinations, [{ port: 9000 }]);
    const hosts = state.services.map(({ host }: { host: string }) => host);
    const upstreams = state.upstreams.map(({ name }: { name: string }) => name);
    assert.deepEqual(
      hosts.filter((host: string) => !upstreams.includes(host)),
      [],
    );
    const without = await runCli(args);
    assert.equal(without.code, 2);
    assert.match(without.stderr, /--format deck.*--flavor/);
  });

  test('decK reads back to the same routes', async () => {
    const args = [path('hand-ing-all-match-fields'), '--controller', 'kic', '--format', 'deck', '--flavor'];
    const { stdout } = await runCli(['translate', ...args, 'expressions']);
    const read = await runCli(
      ['translate', '-', '--stdin-filename', 'kong.yaml', '--format', 'json', '--no-detect'],
      { input: stdout },
    );
    const [route] = JSON.parse(read.stdout).files[0].routes;
    assert.equal(route.flavors.expressions.status, 'accepted');
    const [entry] = await entriesOf(args.slice(0, 3));
    assert.equal(entry?.flavors.expressions.route?.priority, '63788854345736');
    assert.deepEqual(route.flavors.expressions.entries, entry?.flavors.expressions.entries);
  });

  test('directories, JSON and standard input are read, and objects are put together across files', async () => {
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'i', namespace: 'n' },
      spec: {
        ingressClassName: 'kong',
        defaultBackend: { service: { name: 's', port: { name: 'web' } } },
      },
    };
    const { stdout } = await runCli(['translate', '-', '--controller', 'operator', '--format', 'json'], {
      input: JSON.stringify(ingress, null, '\t'),
    });
    assert.equal(JSON.parse(stdout).files[0].routes[0].name, 'n.i');
    const folder = await runCli([
      'translate',
      join(casesFolder, 'golden-tcproute-example'),
      '--controller',
      'kic',
      '--format',
      'json',
    ]);
    const files = JSON.parse(folder.stdout).files.map(
      ({ routes }: { routes: RouteEntry[] }) => routes.length,
    );
    // Two of the files have the same TCPRoute; the last one counts.
    assert.equal(
      files.reduce((sum: number, count: number) => sum + count, 0),
      1,
    );
  });

  test('says what is wrong with its arguments', async () => {
    for (const [args, expected] of [
      [['--controller', 'nginx'], /kic or operator/],
      [['--format', 'deck'], /--format deck.*--controller/],
      [['--flavor', 'expressions'], /--flavor.*--controller/],
      [['--controller', 'kic@new'], /kic or operator/],
      [['--controller', 'kic', '--feature-gates', 'RewriteURIs'], /Gate=true/],
    ] as const) {
      const { code, stderr } = await runCli(['translate', path('hand-ing-snis'), ...args]);
      assert.equal(code, 2);
      assert.match(stderr, expected);
    }
  });
});
