import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { declaredRouteId } from '../../server/flavors/router/atc/declared-id.js';
import { literalPrefix } from '../../server/flavors/router/candidates/literal-prefix.js';
import { PrefixTree } from '../../server/flavors/router/candidates/prefix-tree.js';
import { pathOfUri, queriesOfUri, requestOfUrl } from '../../server/flavors/router/index.js';
import { createPcreRegexes } from '../../server/flavors/router/regexes/pcre-regexes.js';
import { createRustRegexes } from '../../server/flavors/router/regexes/rust-regexes.js';
import { addressOf, isInside, networkOf } from '../../server/flavors/router/requests/address.js';
import { bytesOfText, isUtf8, textOfBytes } from '../../server/flavors/router/requests/byte-text.js';
import { luaNumber, splitHostPort } from '../../server/flavors/router/requests/lua-text.js';
import { InvalidOrder, luaSort } from '../../server/flavors/router/traditional/lua-sort.js';
import { type NormalizeVector, normalizeVectors } from '../support/vectors.js';

suite('a request as Kong fills it', () => {
  test('the path is what the router sees, on every recorded URI', () => {
    const vectors = normalizeVectors() as NormalizeVector[];
    assert.ok(vectors.length > 10);
    for (const { uri, expected } of vectors) assert.equal(pathOfUri(uri), expected, uri);
  });

  test('the query is not part of the path, but for a question mark in the first place', () => {
    assert.equal(pathOfUri('/a/../b?c=/d'), '/b');
    assert.equal(pathOfUri('?a'), '?a');
  });

  test('bytes that are no text stay what they are', () => {
    const path = pathOfUri('/%FF/%C3%A9');
    assert.equal(isUtf8(path), false);
    assert.equal(bytesOfText(path), '/\xff/\xc3\xa9');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const latin = Buffer.from(bytes).toString('latin1');
        assert.equal(bytesOfText(textOfBytes(latin)), latin);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => textOfBytes(bytesOfText(text)) === text),
    );
  });

  test('query arguments, as `ngx.req.get_uri_args` reads them', () => {
    assert.deepEqual(queriesOfUri('/p?a=1&a=2&b&c=&=x&d=%20+%41&e=f=g&'), {
      a: ['1', '2'],
      b: [true],
      c: [''],
      d: ['  A'],
      e: ['f=g'],
    });
    assert.equal(
      Object.keys(queriesOfUri(`/?${Array.from({ length: 150 }, (_, i) => `a${i}`).join('&')}`)).length,
      100,
    );
  });

  test('a URL gives scheme, host, port, path, query and server name', () => {
    assert.deepEqual(requestOfUrl('https://a.com:8443/x/../y?z=1#f'), {
      method: 'GET',
      scheme: 'https',
      host: 'a.com:8443',
      path: '/y',
      uri: '/x/../y?z=1',
      queries: { z: ['1'] },
      sni: 'a.com',
      dstPort: 8443,
    });
    assert.deepEqual(requestOfUrl('http://[::1]?q')?.host, '[::1]');
    assert.equal(requestOfUrl('https://10.0.0.1/')?.sni, undefined);
    assert.equal(requestOfUrl('HTTP://A.com:80')?.host, 'A.com');
    assert.equal(requestOfUrl('ftp://a.com'), null);
    assert.equal(requestOfUrl('/a'), null);
  });

  test('numbers are those of Lua', () => {
    assert.deepEqual(['80', ' 80 ', '0x50', '8e1', '', 'x', '80x', '-1', '.5'].map(luaNumber), [
      ...[80, 80, 80, 80],
      ...[null, null, null, -1, 0.5],
    ]);
    assert.deepEqual(splitHostPort('a.com:80'), { host: 'a.com', port: 80 });
    assert.deepEqual(splitHostPort('[::1]:80'), { host: '[::1]:80', port: null });
  });

  test('addresses, mapped ones too, are of one family', () => {
    const mapped = addressOf('::ffff:10.0.0.1')!;
    assert.equal(mapped.family, 6);
    assert.equal(isInside(mapped, networkOf('::ffff:0:0/96', 6)!), true);
    assert.equal(isInside(mapped, networkOf('10.0.0.0/8', 4)!), false);
    assert.deepEqual(['unix:', '', '010.0.0.1', '1.2.3', 'g::'].map(addressOf), Array(5).fill(null));
  });
});

test('a route without an id has the one that a DB-less Gateway gives it', () => {
  // Kong/kong spec/02-integration/04-admin_api/15-off_spec.lua
  assert.equal(declaredRouteId('my-route'), '481a9539-f49c-51b6-b2e2-fe99ee68866c');
});

suite("Lua's sort", () => {
  test('sorts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (numbers) => {
        const sorted = [...numbers];
        luaSort(sorted, (a, b) => a < b);
        assert.deepEqual(
          sorted,
          numbers.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  test('mixes what is equal as LuaJIT does', () => {
    const mixed = (count: number) => {
      const items = Array.from({ length: count }, (_, i) => i + 1);
      luaSort(items, () => false);
      return items.join(' ');
    };
    // What LuaJIT 2.1 prints for `table.sort(t, function() return false end)`.
    assert.deepEqual([3, 4, 5, 7, 10].map(mixed), [
      '1 2 3',
      '1 3 2 4',
      '1 4 3 2 5',
      '1 5 6 4 2 3 7',
      '1 6 7 8 9 5 3 4 2 10',
    ]);
  });

  test('fails on an order that contradicts itself', () => {
    assert.throws(() => luaSort([1, 2, 3, 4, 5, 6], () => true), InvalidOrder);
  });
});

suite('the index of texts', () => {
  test('finds every text that a value begins with, the longest first', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 }), {
      maxLength: 30,
    });
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 });
    fc.assert(
      fc.property(texts, value, (all, text) => {
        const tree = new PrefixTree(new Map(all.map((one) => [one, one])));
        const found: string[] = [];
        tree.forEach(text, (one) => found.push(one));
        const expected = [...new Set(all)].filter((one) => text.startsWith(one));
        assert.deepEqual(
          found,
          expected.sort((a, b) => b.length - a.length),
        );
      }),
    );
  });

  test('what a regex begins with is never more than what it matches', () => {
    const piece = fc.constantFrom(
      ...['/', 'a', 'b', '.', '\\.', '\\-', '(a|b)', '|', '[ab]', '[^|]', '(?:', ')', '?', '*', '+', '{2}'],
      ...['(?i)', '\\d', '$', '(?i:a)', '[[:alpha:]|]', '(', 'é'],
    );
    const pattern = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''));
    const subject = fc.string({
      unit: fc.constantFrom('/', 'a', 'b', 'A', '.', '-', '1', 'é'),
      maxLength: 6,
    });
    const [rust, pcre] = [createRustRegexes(), createPcreRegexes([3, 9])];
    fc.assert(
      fc.property(pattern, subject, (regex, text) => {
        const prefix = literalPrefix(regex);
        if (text.startsWith(prefix)) return;
        assert.notEqual(rust.isMatch(`^${regex}`, text), true, `^${regex} ${text}`);
        const match = pcre.match(regex, text, true);
        assert.ok(match === null || typeof match === 'string', `${regex} ${text}`);
      }),
      { numRuns: 3000 },
    );
    assert.equal(literalPrefix('/api/v1\\.0/(\\d+)'), '/api/v1.0/');
    assert.equal(literalPrefix('/ab?c'), '/a');
    assert.equal(literalPrefix('/a|/b'), '');
  });
});

suite('regexes', () => {
  test('groups have the numbers that they are written with', () => {
    const rust = createRustRegexes();
    const match = rust.match('^/(a)?(?P<x>b)?(c)', '/c');
    assert.deepEqual(match && match !== 'undecided' && [...match.groups], [[3, 'c']]);
    const pcre = createPcreRegexes([3, 9]).match('/(a)?(?<x>b)?(c)', '/bc', true);
    assert.deepEqual(pcre && typeof pcre === 'object' && [...pcre.groups], [
      [2, 'b'],
      [3, 'c'],
      ['x', 'b'],
    ]);
  });

  test('whatever they are, they end in time', () => {
    const pcre = createPcreRegexes([3, 9]);
    const subjects = ['/aaaa!', `/${'a'.repeat(5000)}!`, `/${'ab'.repeat(4000)}`];
    const patterns = ['/(a+)+$', '/(a|aa)+$', '.*.*.*.*.*=x', '(?:a*)*b', '/(\\w+\\s?)*$', '(.+)\\1+$'];
    const start = performance.now();
    for (const pattern of patterns) {
      for (const subject of subjects) {
        pcre.match(pattern, subject, true);
        pcre.match(pattern, subject, false);
      }
    }
    const milliseconds = performance.now() - start;
    assert.ok(milliseconds < 10_000, `${Math.round(milliseconds)} ms`);
    assert.equal(pcre.match('/(a+)+$', `/${'a'.repeat(40)}!`, true), 'undecided');
  });

  test('bytes beyond ASCII have no case in PCRE', () => {
    const pcre = createPcreRegexes([3, 9]);
    const matches = (pattern: string, subject: string) => pcre.match(pattern, subject, true) !== null;
    assert.equal(matches('(?i)/É', '/É'), true);
    assert.equal(matches('(?i)/é', '/É'), false);
    assert.equal(matches('(?i)/[\\x80-\\xff]+$', '/é'), true);
    assert.equal(matches('/\\w', '/é'), false);
  });
});
