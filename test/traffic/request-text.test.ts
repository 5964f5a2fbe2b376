import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { RoutedRequest } from '../../server/flavors/router/index.js';
import { readRequestText, requestProblemWords } from '../../server/traffic/index.js';

/** What was read, without what a URL says by itself; or why nothing was. */
function read(text: string): string | Partial<RoutedRequest> {
  const reading = readRequestText(text);
  if (reading.problem) return requestProblemWords(reading.problem);
  const { queries: _, path: __, ...request } = reading.value;
  return request;
}

const own = { accept: ['*/*'], 'user-agent': ['curl'] };

suite('a request as somebody has it at hand', () => {
  test('URLs, with and without what can be left out', () => {
    const shop = { method: 'GET', scheme: 'http', host: 'shop.com', uri: '/a?x=1', dstPort: 80 };
    assert.deepEqual(read('http://shop.com/a?x=1#top'), shop);
    assert.deepEqual(read(' shop.com/a?x=1 '), shop);
    const { host: _, ...hostless } = shop;
    assert.deepEqual(read('/a?x=1'), hostless);
    assert.deepEqual(read('https://shop.com:8443'), {
      method: 'GET',
      scheme: 'https',
      host: 'shop.com:8443',
      uri: '/',
      sni: 'shop.com',
      dstPort: 8443,
    });
  });

  test('a message of HTTP', () => {
    assert.deepEqual(read('POST /a HTTP/1.1\r\nHost: shop.com\r\nX-A: 1\r\nx-a: 2\r\n\r\n{"body": 1}'), {
      method: 'POST',
      scheme: 'http',
      host: 'shop.com',
      uri: '/a',
      headers: { 'x-a': ['1', '2'] },
      dstPort: 80,
    });
    assert.equal((read('DELETE https://shop.com/a') as RoutedRequest).method, 'DELETE');
  });

  test('curl, as browsers and people write it', () => {
    const shop = { method: 'GET', scheme: 'http', host: 'shop.com', uri: '/a', headers: own, dstPort: 80 };
    assert.deepEqual(read('curl shop.com/a'), shop);
    assert.deepEqual(read("$ curl -sSLk -o /dev/null 'http://shop.com/a' | jq ."), shop);
    assert.deepEqual(
      read("curl http://shop.com/a \\\n  -H \"X-A: it's\" \\\n  -H $'x-b: \\u00e9' --compressed"),
      {
        ...shop,
        headers: { ...own, 'accept-encoding': ['deflate, gzip, br, zstd'], 'x-a': ["it's"], 'x-b': ['é'] },
      },
    );
    assert.deepEqual(read("curl -XPUT http://shop.com/a -H 'Host: other.com' -H 'Accept:' -HX-A:1"), {
      ...shop,
      method: 'PUT',
      host: 'other.com',
      headers: { 'user-agent': ['curl'], 'x-a': ['1'] },
    });
    const post = read("curl http://shop.com/a --json '{}'") as RoutedRequest;
    assert.deepEqual([post.method, post.headers!['content-type']], ['POST', ['application/json']]);
    const form = read('curl http://shop.com/a -d b=1') as RoutedRequest;
    assert.deepEqual(
      [form.method, form.headers!['content-type']],
      ['POST', ['application/x-www-form-urlencoded']],
    );
    assert.deepEqual((read('curl -G http://shop.com/a -d b=1 -d c') as RoutedRequest).uri, '/a?b=1&c');
    assert.deepEqual((read('curl -I http://shop.com/a') as RoutedRequest).method, 'HEAD');
    assert.deepEqual((read('curl -u me:secret http://shop.com/a') as RoutedRequest).headers!.authorization, [
      'Basic bWU6c2VjcmV0',
    ]);
  });

  test('a HAR entry, also of HTTP/2, and the first of a file', () => {
    const entry = {
      request: {
        method: 'GET',
        url: 'https://shop.com/a',
        headers: [
          { name: ':authority', value: 'shop.com' },
          { name: 'X-A', value: '1' },
        ],
      },
    };
    const found = {
      method: 'GET',
      scheme: 'https',
      host: 'shop.com',
      uri: '/a',
      sni: 'shop.com',
      headers: { 'x-a': ['1'] },
      dstPort: 443,
    };
    assert.deepEqual(read(JSON.stringify(entry)), found);
    assert.deepEqual(read(JSON.stringify({ log: { entries: [entry, {}] } })), found);
  });

  test('a line of a Kong log, and one of an access log', () => {
    const line = {
      request: {
        method: 'GET',
        uri: '/a%20b?x=1',
        url: 'https://shop.com:8443/a%20b?x=1',
        headers: { host: 'shop.com', authorization: 'REDACTED', 'x-a': ['1', '2'] },
      },
      route: { id: 'r', name: 'read' },
      client_ip: '10.0.0.1',
    };
    assert.deepEqual(read(JSON.stringify(line)), {
      method: 'GET',
      scheme: 'https',
      host: 'shop.com',
      uri: '/a%20b?x=1',
      sni: 'shop.com',
      headers: { 'x-a': ['1', '2'] },
      srcIp: '10.0.0.1',
      dstPort: 8443,
    });
    const nginx = '10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] "POST /a?x=1 HTTP/1.1" 200 5 "-" "curl/8.0"';
    assert.deepEqual(read(nginx), {
      method: 'POST',
      scheme: 'http',
      uri: '/a?x=1',
      headers: { 'user-agent': ['curl/8.0'] },
      srcIp: '10.0.0.1',
      dstPort: 80,
    });
  });

  test('what is none, in one line', () => {
    assert.equal(read(' '), 'the request is empty');
    assert.equal(read('curl -X POST'), 'the curl command has no URL');
    assert.equal(read("curl 'http://a.com"), "the quote ' is not closed");
    assert.equal(read('ftp://a.com/x'), "'ftp://a.com/x' is no absolute URL of http or https");
    assert.match(read('{"a": ') as string, /^not well-formed JSON: /);
    assert.equal(read('{"path": 5}'), '.path must be a string');
    assert.match(read('{"a": 5}') as string, /^this JSON is no request: /);
    assert.match(read('what is this') as string, /^this is no request: /);
  });

  test('nothing that is typed makes it fail', () => {
    const piece = fc.constantFrom(
      'curl ',
      "'",
      '"',
      '\\',
      "$'",
      '-H ',
      'http://a.com',
      '/',
      '{',
      '}',
      '"request":',
      'GET ',
      '\n',
      '%',
      'a',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const reading = readRequestText(typed);
        if (reading.problem) assert.equal(typeof requestProblemWords(reading.problem), 'string');
        else assert.equal(typeof reading.value.scheme, 'string');
      }),
    );
  });
});
