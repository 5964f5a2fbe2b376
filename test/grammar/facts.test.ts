/** Addresses, versions and fields: the small facts that the rules depend on. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  findField,
  formatIpv4,
  isAtLeast,
  matchingFields,
  parseGatewayVersion,
  parseIpv4,
  parseIpv6,
} from '../../grammar/index.js';
import { isMalformedSegments } from '../../grammar/semantics/fields.js';
import { formatIpv6 } from '../../grammar/syntax/ip.js';

describe('IP addresses', () => {
  const ipv6: Readonly<Record<string, bigint | null>> = {
    '::': 0n,
    '::1': 1n,
    '1::': 1n << 112n,
    '0:0:0:0:0:0:0:1': 1n,
    '1:2:3:4:5:6:7:8': 0x0001_0002_0003_0004_0005_0006_0007_0008n,
    '::2:3:4:5:6:7:8': 0x0000_0002_0003_0004_0005_0006_0007_0008n,
    '1:2:3:4:5:6:7::': 0x0001_0002_0003_0004_0005_0006_0007_0000n,
    'ABCD::00ef': (0xabcdn << 112n) | 0xefn,
    '1:2:3:4:5:6:7': null,
    '1:2:3:4:5:6:7:8:9': null,
    '1:2:3:4:5:6:7:8::': null,
    '1::2::3': null,
    ':::': null,
    ':': null,
    '1:': null,
    ':1:2:3:4:5:6:7': null,
    '::1:': null,
    '12345::': null,
    '::g': null,
    '': null,
  };
  for (const [text, bits] of Object.entries(ipv6)) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseIpv6(text), bits));
  }

  const ipv4: Readonly<Record<string, bigint | null>> = {
    '0.0.0.0': 0n,
    '1.2.3.4': 0x01020304n,
    '255.255.255.255': 0xffffffffn,
    '256.0.0.0': null,
    '1.2.3': null,
    '1.2.3.4.5': null,
    '1.2.3.04': null,
    '1.2.3.0000': null,
    '1.2.3.': null,
    '1.2.3.x': null,
  };
  for (const [text, bits] of Object.entries(ipv4)) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseIpv4(text), bits));
  }

  it('reads leading zeros if asked to, as decimal', () => {
    assert.equal(parseIpv4('010.08.3.04', { leadingZeros: true }), 0x0a080304n);
    assert.equal(parseIpv4('0300.0.0.0', { leadingZeros: true }), null);
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), (bits) => {
        assert.equal(parseIpv4(formatIpv4(bits)), bits);
      }),
    );
  });

  it('writes IPv6 in the canonical form, as the URL standard does', () => {
    const group = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 0xffffn }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const bits = groups.reduce((all, one) => (all << 16n) | one, 0n);
        const text = formatIpv6(bits);
        assert.equal(`[${text}]`, new URL(`http://[${text}]/`).hostname);
        assert.equal(parseIpv6(text), bits);
      }),
    );
  });
});

describe('Gateway versions', () => {
  it('are numbers with points between', () => {
    assert.deepEqual(parseGatewayVersion('3.9'), [3, 9]);
    assert.deepEqual(parseGatewayVersion('3.4.3.19'), [3, 4, 3, 19]);
    for (const text of ['', '3', 'v3.9', '3.', '3.9.', '3.9-alpine', '3..9', ' 3.9', '3.9\n', '３.９']) {
      assert.equal(parseGatewayVersion(text), null, JSON.stringify(text));
    }
  });

  it('are compared part by part; a part left out is the newest', () => {
    const atLeast = (version: string, since: string) => isAtLeast(parseGatewayVersion(version)!, since);
    for (const [version, since] of [
      ['3.10', '3.9'],
      ['3.10', '3.10'],
      ['4.0', '3.10'],
      ['3.7', '3.7.1'],
      ['3.7.1', '3.7.1'],
      ['3.7.1.2', '3.7.1'],
      ['3.7.0', '3.7'],
    ] as const) {
      assert.ok(atLeast(version, since), `${version} has what came with ${since}`);
    }
    for (const [version, since] of [
      ['3.9', '3.10'],
      ['3.7.0', '3.7.1'],
      ['3.7.0.9', '3.7.1'],
      ['2.8', '3.0'],
    ] as const) {
      assert.ok(!atLeast(version, since), `${version} has not what came with ${since}`);
    }
  });
});

describe('fields', () => {
  it('are those of kong/router/fields.lua', () => {
    const of = (subsystem: 'http' | 'stream') =>
      matchingFields
        .filter(({ subsystems }) => subsystems.includes(subsystem))
        .map(({ name, type }) => `${name}: ${type}`)
        .sort();
    const both = [
      'net.dst.ip: IpAddr',
      'net.dst.port: Int',
      'net.protocol: String',
      'net.src.ip: IpAddr',
      'net.src.port: Int',
      'tls.sni: String',
    ];
    assert.deepEqual(of('stream'), both);
    assert.deepEqual(of('http'), [
      'http.headers.*: String',
      'http.host: String',
      'http.method: String',
      'http.path.segments.*: String',
      'http.path.segments.len: Int',
      'http.path: String',
      'http.queries.*: String',
      ...both,
    ]);
  });

  it('are found by their name, or by its last part as `*`', () => {
    for (const name of [
      'http.path',
      'http.headers.x',
      'http.headers.',
      'http.queries.1',
      'http.path.segments.x',
    ]) {
      assert.ok(findField(name, 'http'), name);
      assert.equal(findField(name, 'stream'), undefined, name);
    }
    assert.equal(findField('http.path.segments.len', 'http')?.type, 'Int');
    for (const name of [
      '',
      'http',
      'http.',
      'http.path.',
      'http.headers',
      'http.headers.a.b',
      'net.port',
      'x',
    ]) {
      assert.equal(findField(name, 'http'), undefined, name);
    }
  });

  it('of path segments have one index, or two in order', () => {
    const prefix = 'http.path.segments.';
    for (const suffix of ['len', '0', '10', '0_1', '9_10', '99999999999999999999']) {
      assert.equal(isMalformedSegments(prefix + suffix), false, suffix);
    }
    for (const suffix of [
      '',
      '00',
      '01',
      'a',
      '1a',
      '_1',
      '1_',
      '1_1',
      '2_1',
      '0_01',
      '1_2_3',
      'LEN',
      '0_0',
      '-1',
    ]) {
      assert.equal(isMalformedSegments(prefix + suffix), true, suffix);
    }
    // Doubles, in Lua as here: the two are equal.
    assert.equal(isMalformedSegments(`${prefix}99999999999999999998_99999999999999999999`), true);
    assert.equal(isMalformedSegments('http.path'), false);
  });
});
