import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { GatewayVersion } from '../../grammar/index.js';
import type { DeclaredGateway, Setting } from '../../server/gateways/index.js';
import type { GatewayKind } from '../../server/problems/index.js';
import type { GatewayOfRoutes } from '../../server/protocol/index.js';
import type { RouterFlavor } from '../../server/routes/gateway.js';
import { gatewayOf } from '../../server/workspace/document-gateway.js';
import { pair, referenceTo } from '../../server/workspace/index.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { snapshotOf } from '../support/snapshot.js';

const root = 'file:///work';

/** A Gateway in a file, as briefly as a test can say it. */
function gateway(
  file: string,
  name: string,
  {
    flavor = 'expressions',
    version = [3, 9, 1],
    kind = 'compose-service',
    reads = [],
    written = true,
  }: {
    readonly flavor?: RouterFlavor | null;
    readonly version?: GatewayVersion | null;
    readonly kind?: GatewayKind;
    readonly reads?: readonly string[];
    readonly written?: boolean;
  } = {},
): DeclaredGateway {
  const place = { uri: `${root}/${file}`, span: { start: 0, end: 4 } };
  const setting = <Value>(value: Value | null): Setting<Value> => ({
    value,
    text: value === null ? 'odd' : String(value),
    place: written ? place : null,
    origin: { kind: written ? 'written' : 'kong-default' },
  });
  return {
    id: `${kind} ${file} ${name}`,
    kind,
    name,
    namespace: null,
    place,
    flavor: setting(flavor),
    version: setting(version),
    calculation: setting('original' as const),
    role: 'traditional',
    database: 'off',
    reads: reads.map((read) => `${root}/${read}`),
    replicas: null,
    rollout: 'rolling',
    controlled: null,
    insertion: null,
    declarativeConfig: null,
  };
}

suite('which gateways read a file of routes', () => {
  const kong = gateway('docker-compose.yml', 'kong', { reads: ['volumes/api/kong.yml'] });
  const other = gateway('docker-compose.yml', 'other', { flavor: 'traditional' });
  const far = gateway('elsewhere/compose.yml', 'far');
  const image = gateway('Dockerfile', 'Dockerfile', { kind: 'dockerfile', reads: ['volumes/api/kong.yml'] });
  const folder = gateway('k8s/kong.yaml', 'kong', { kind: 'deployment', reads: ['conf/'] });
  const odd = gateway('a b/compose.yml', 'ä', { reads: ['a b/ü+.yml'] });

  interface Case {
    readonly what: string;
    readonly file: string;
    readonly gateways: readonly DeclaredGateway[];
    readonly entries?: readonly GatewayOfRoutes[];
    readonly way: string | null;
    readonly names: readonly string[];
    readonly isMissing?: boolean;
  }
  const cases: readonly Case[] = [
    {
      what: 'one that mounts it, before one that is nearer',
      file: 'volumes/api/kong.yml',
      gateways: [gateway('volumes/api/compose.yml', 'near'), other, kong],
      way: 'mount',
      names: ['kong'],
    },
    {
      what: 'several that mount it',
      file: 'volumes/api/kong.yml',
      gateways: [kong, { ...kong, id: 'second', name: 'second' }],
      way: 'mount',
      names: ['kong', 'second'],
    },
    {
      what: 'what runs, rather than the image that it is built from',
      file: 'volumes/api/kong.yml',
      gateways: [image, kong],
      way: 'mount',
      names: ['kong'],
    },
    {
      what: 'an image, where nothing runs it',
      file: 'volumes/api/kong.yml',
      gateways: [image, far],
      way: 'mount',
      names: ['Dockerfile'],
    },
    {
      what: 'one that reads a whole folder',
      file: 'conf/a/routes.yaml',
      gateways: [folder],
      way: 'mount',
      names: ['kong'],
    },
    {
      what: 'not one of a folder with such a name',
      file: 'config/a.yaml',
      gateways: [folder],
      way: null,
      names: [],
    },
    {
      what: 'one in the same folder',
      file: 'kong.yml',
      gateways: [far, kong],
      way: 'folder',
      names: ['kong'],
    },
    {
      what: 'several in the same folder',
      file: 'routes.json',
      gateways: [kong, other],
      way: 'folder',
      names: ['kong', 'other'],
    },
    {
      what: 'none in the folder above',
      file: 'deck/kong.yml',
      gateways: [kong, other],
      way: null,
      names: [],
    },
    { what: 'none', file: 'kong.yml', gateways: [], way: null, names: [] },
    {
      what: 'the one that is set, before one that mounts it',
      file: 'volumes/api/kong.yml',
      gateways: [kong, other],
      entries: [{ routes: 'volumes/**', gateway: 'docker-compose.yml#other' }],
      way: 'set',
      names: ['other'],
    },
    {
      what: 'all of a file that is set without a name',
      file: 'deck/a.yml',
      gateways: [kong, other, far],
      entries: [{ routes: 'deck/*', gateway: './docker-compose.yml' }],
      way: 'set',
      names: ['kong', 'other'],
    },
    {
      what: 'the first entry that matches',
      file: 'deck/a/kong.yml',
      gateways: [kong, other, far],
      entries: [
        { routes: 'deck/*.yml', gateway: 'docker-compose.yml#kong' },
        { routes: '*.{yaml,yml}', gateway: 'elsewhere/compose.yml#far' },
        { routes: '**/kong.yml', gateway: 'docker-compose.yml#other' },
      ],
      way: 'set',
      names: ['far'],
    },
    {
      what: 'what there is, where the one that is set is not',
      file: 'volumes/api/kong.yml',
      gateways: [kong, other],
      entries: [{ routes: '*', gateway: 'docker-compose.yml#gone' }],
      way: 'mount',
      names: ['kong'],
      isMissing: true,
    },
    {
      what: 'what there is, where only values are set',
      file: 'volumes/api/kong.yml',
      gateways: [kong],
      entries: [{ routes: '*', flavor: 'traditional' }],
      way: 'mount',
      names: ['kong'],
    },
    {
      what: 'however its address is escaped',
      file: 'a%20b/%C3%BC%2B.yml',
      gateways: [odd],
      way: 'mount',
      names: ['ä'],
    },
  ];
  for (const { what, file, gateways, entries = [], way, names, isMissing = false } of cases) {
    test(what, () => {
      const pairing = pair(`${root}/${file}`, gateways, entries, root);
      assert.deepEqual(
        { way: pairing.way, names: pairing.gateways.map(({ name }) => name), isMissing: pairing.isMissing },
        { way, names, isMissing },
      );
    });
  }

  test('on a drive, in either case and escaped', () => {
    const drive = { ...kong, reads: ['file:///C:/folder/kong.yml'] };
    assert.equal(pair('file:///c%3A/folder/kong.yml', [drive], [], null).way, 'mount');
  });

  test('entries count from the folder of the file where it is in no workspace', () => {
    const entries = [{ routes: 'kong.yml', gateway: 'docker-compose.yml#kong' }];
    assert.equal(pair(`${root}/kong.yml`, [kong], entries, null).way, 'set');
  });

  test('a reference is found again', () => {
    const reference = referenceTo(far, root);
    assert.equal(reference, 'elsewhere/compose.yml#far');
    const { gateways } = pair(`${root}/a.yml`, [kong, far], [{ routes: '*', gateway: reference }], root);
    assert.deepEqual(gateways, [far]);
  });
});

suite('the Gateway of a document', () => {
  const traditional = '_format_version: "3.0"\nroutes: [{paths: [/a]}]\n';
  const expressions = '_format_version: "3.0"\nroutes: [{expression: http.path == "/a"}]\n';
  const compose = (name: string, options: Parameters<typeof gateway>[2] = {}) =>
    gateway('compose.yml', name, { reads: ['kong.yml'], ...options });

  interface Case {
    readonly what: string;
    readonly text?: string;
    readonly gateways?: readonly DeclaredGateway[];
    readonly settings?: Partial<typeof defaultSettings>;
    /** Flavor and why, version and why. */
    readonly is: string;
  }
  const cases: readonly Case[] = [
    { what: 'nothing tells', is: 'traditional_compatible default, 3.9 default' },
    { what: 'it has an expression', text: expressions, is: 'expressions expression-found, 3.9 default' },
    {
      what: 'a Gateway reads it',
      gateways: [compose('kong')],
      is: 'expressions gateway kong, 3.9.1 gateway kong',
    },
    {
      what: 'a Gateway reads it that would not take its expression',
      text: expressions,
      gateways: [compose('kong', { flavor: 'traditional_compatible', written: false })],
      is: 'traditional_compatible gateway kong, 3.9.1 gateway kong',
    },
    {
      what: 'the flavor is set',
      settings: { routerFlavor: 'traditional' },
      gateways: [compose('kong')],
      is: 'traditional set, 3.9.1 gateway kong',
    },
    {
      what: 'the version is set',
      settings: { gatewayVersion: '3.4' },
      gateways: [compose('kong')],
      is: 'expressions gateway kong, 3.4 set',
    },
    {
      what: 'the version that is set is none',
      settings: { gatewayVersion: 'newest' },
      gateways: [compose('kong')],
      is: 'expressions gateway kong, 3.9.1 gateway kong',
    },
    {
      what: 'an entry has values',
      settings: { gateways: [{ routes: '*', flavor: 'traditional', version: '3.6' }] },
      gateways: [compose('kong')],
      is: 'traditional entry, 3.6 entry',
    },
    {
      what: 'an entry has values, and the settings too',
      settings: {
        gateways: [{ routes: '*', flavor: 'traditional', version: '3.6' }],
        routerFlavor: 'expressions',
        gatewayVersion: '3.8',
      },
      is: 'expressions set, 3.8 set',
    },
    {
      what: 'the flavor of the Gateway is not known',
      text: expressions,
      gateways: [compose('kong', { flavor: null, version: null })],
      is: 'expressions expression-found but unknown kong, 3.9 default but unknown kong',
    },
    {
      what: 'two gateways agree',
      gateways: [compose('a'), compose('b')],
      is: 'expressions gateway a, 3.9.1 gateway a',
    },
    {
      what: 'two gateways agree, one of them by default',
      gateways: [compose('a', { written: false }), compose('b')],
      is: 'expressions gateway b, 3.9.1 gateway b',
    },
    {
      what: 'two gateways agree in the flavor alone',
      gateways: [compose('a'), compose('b', { version: [3, 6] })],
      is: 'expressions gateway a, 3.9 default but ambiguous a b',
    },
    {
      what: 'two gateways differ, and a third does not tell',
      gateways: [compose('a', { flavor: null }), compose('b'), compose('c', { flavor: 'traditional' })],
      is: 'traditional_compatible default but ambiguous b c, 3.9.1 gateway a',
    },
    {
      what: 'one of two gateways tells',
      gateways: [compose('a', { flavor: null }), compose('b')],
      is: 'expressions gateway b, 3.9.1 gateway a',
    },
    {
      what: 'the Gateway that is set is not declared',
      settings: { gateways: [{ routes: '*', gateway: 'compose.yml#gone' }] },
      is: 'traditional_compatible default but missing compose.yml#gone, 3.9 default but missing compose.yml#gone',
    },
    {
      what: 'a Gateway of version 2',
      settings: { gatewayVersion: '2.8' },
      is: 'traditional no-flavors, 2.8 set',
    },
  ];
  for (const { what, text = traditional, gateways = [], settings = {}, is } of cases) {
    test(`where ${what}`, () => {
      const all = { ...defaultSettings, ...settings };
      const pairing = pair(`${root}/kong.yml`, gateways, all.gateways, root);
      const { gateway, flavorReason, versionReason } = gatewayOf(snapshotOf(text).document, all, pairing);
      const brief = (reason: typeof flavorReason) => {
        if (reason.kind === 'gateway') return `gateway ${reason.gateway.name}`;
        if (!('open' in reason) || !reason.open) return reason.kind;
        const { open } = reason;
        const about =
          open.kind === 'missing'
            ? open.reference
            : (open.kind === 'unknown' ? [open.gateway] : open.gateways).map(({ name }) => name).join(' ');
        return `${reason.kind} but ${open.kind} ${about}`;
      };
      assert.equal(
        `${gateway.flavor} ${brief(flavorReason)}, ${gateway.version.join('.')} ${brief(versionReason)}`,
        is,
      );
    });
  }
});
