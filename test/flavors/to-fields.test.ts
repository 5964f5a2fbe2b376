import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Subsystem } from '../../grammar/index.js';
import { expressionOf } from '../../server/flavors/generated-expression.js';
import { splitByPath } from '../../server/flavors/split.js';
import { toExpression } from '../../server/flavors/to-expression.js';
import { fieldsOf, type TraditionalFields } from '../../server/flavors/to-fields.js';
import { regexPriorityFor } from '../../server/flavors/to-regex-priority.js';
import { refusalWords } from '../../server/problems/index.js';
import { routeMatchCalculations } from '../../server/routes/gateway.js';
import { type Net, type Route, readRoute } from '../../server/routes/route.js';
import { Engine, type RequestValues } from '../support/engine.js';
import { readMarks, writeMarks } from '../support/marked-text.js';
import { transformVectors } from '../support/vectors.js';

const plainly = { equalityAsRegex: false };
const asRegex = { equalityAsRegex: true };

suite('forward, then backward', () => {
  for (const { id, route, schemaValid } of transformVectors()) {
    if (!schemaValid.traditional_compatible) continue;
    for (const calculation of routeMatchCalculations) {
      test(`${id}: the fields are back, and give the same expression and priority (${calculation})`, () => {
        const original = readRoute(route);
        const gateway = { version: [3, 9], calculation };
        const conversion = toExpression(original, route, gateway);
        assert.ok('parts' in conversion);
        const parts = splitByPath(original);
        for (const [i, { expression, priority }] of conversion.parts.entries()) {
          const protocols = original.protocols && { protocols: original.protocols };
          const fields = fieldsOf({ ...protocols, expression }, plainly);
          assert.ok(!('refused' in fields), 'refused' in fields ? refusalWords(fields.refused) : '');
          assert.deepEqual(asData(fields), asTranslated(parts[i]!));

          const recovered: Route = { ...protocols, ...fields };
          const regexPriority = regexPriorityFor(recovered, priority, gateway);
          assert.notEqual(regexPriority, null, 'its place in the order is kept');
          const data = { ...protocols, ...asData(fields), regex_priority: regexPriority };
          const again = toExpression(readRoute(data), data, gateway);
          assert.ok('parts' in again);
          assert.deepEqual(
            again.parts.map((part) => [part.expression, part.priority]),
            [[expression, priority]],
          );
        }
      });
    }
  }

  const asData = ({ headers, ...others }: TraditionalFields) => ({
    ...others,
    ...(headers && { headers: Object.fromEntries(headers) }),
  });

  /** The fields without what their translation does not show: the spelling of headers, host bits, final dots. */
  function asTranslated({ methods, hosts, paths, headers, snis, sources, destinations }: Route) {
    const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const withoutHostBits = ({ ip, port }: Net) => ({
      ...(ip !== undefined && { ip: networks[ip] ?? ip }),
      ...(port !== undefined && { port }),
    });
    return {
      ...(methods && { methods }),
      ...(hosts && { hosts: hosts.map((host) => host.replace(':080', ':80')) }),
      ...(paths && { paths }),
      ...(snis && { snis: snis.map((sni) => sni.replace(/\.$/, '')) }),
      ...(sources && { sources: sources.map(withoutHostBits) }),
      ...(destinations && { destinations: destinations.map(withoutHostBits) }),
      ...(headers && {
        headers: Object.fromEntries([...headers].map(([name, values]) => [lower(name), values.map(lower)])),
      }),
    };
  }
  const networks: Readonly<Record<string, string>> = {
    '10.1.2.3/1': '0.0.0.0/1',
    '255.255.255.255/9': '255.128.0.0/9',
  };
});

suite('expressions that have fields', () => {
  const sni = (terms: string) => `net.protocol != "https" || ${terms}`;
  const cases: readonly (readonly [expression: string, fields: object, protocols?: readonly string[]])[] = [
    ['http.path ^= "/a"', { paths: ['/a'] }],
    ['((http.path ^= "/a"))', { paths: ['/a'] }],
    ['http.path ^= "/a" || (http.path ~ "^/b" || http.path ^= "/c")', { paths: ['/a', '~/b', '/c'] }],
    [String.raw`http.path ~ r#"^/(?P<id>\d+)$"#`, { paths: [String.raw`~/(?<id>\d+)$`] }],
    [String.raw`http.path ~ r#"^/(?<id>\d+)$"#`, { paths: [String.raw`~/(?<id>\d+)$`] }],
    ['http.path ~ "^/a|/b"', { paths: ['~/a|/b'] }],
    ['http.path ~ "^^/a"', { paths: ['~^/a'] }],
    ['http.method == "GET" && http.path ^= "/a"', { methods: ['GET'], paths: ['/a'] }],
    [
      'http.path ^= "/a" && (http.method == "GET" && http.host == "b")',
      { methods: ['GET'], hosts: ['b'], paths: ['/a'] },
    ],
    ['http.method == "GET" || http.method == "PUT"', { methods: ['GET', 'PUT'] }],
    // `||` binds tighter than `&&`.
    [
      'http.host == "a" && http.method == "GET" || http.method == "PUT"',
      { methods: ['GET', 'PUT'], hosts: ['a'] },
    ],
    ['http.host =^ ".a.io" || http.host ^= "a."', { hosts: ['*.a.io', 'a.*'] }],
    ['http.host == "a" && net.dst.port == 80', { hosts: ['a:80'] }],
    ['net.dst.port == 80 && http.host == "a"', { hosts: ['a:80'] }],
    ['(http.host == "a" && net.dst.port == 80) || http.host == "b"', { hosts: ['a:80', 'b'] }],
    [
      '(http.host == "a" || http.host == "b") && (net.dst.port == 80 || net.dst.port == 81)',
      { hosts: ['a:80', 'a:81', 'b:80', 'b:81'] },
    ],
    [
      'any(lower(http.headers.x_v)) == "1" || lower(any(http.headers.x_v)) ~ "^2"',
      { headers: { 'x-v': ['1', '~*^2'] } },
    ],
    [
      'any(lower(http.headers.a)) == "1" && any(lower(http.headers.b)) == "2"',
      { headers: { a: ['1'], b: ['2'] } },
    ],
    [sni('tls.sni == "a" || tls.sni =^ ".b" || tls.sni ^= "c."'), { snis: ['a', '*.b', 'c.*'] }],
    [`http.path ^= "/" && (${sni('(tls.sni == "a")')})`, { paths: ['/'], snis: ['a'] }],
    [sni('tls.sni =^ ""'), { snis: ['*'] }],
    ['net.protocol != "tls" || tls.sni == "a"', { snis: ['a'] }, ['tls']],
    // True of every request of the subsystem.
    ['http.path ^= "/a" && (net.protocol == "http" || net.protocol == "https")', { paths: ['/a'] }],
    [
      'net.src.ip == 10.0.0.1 && (net.protocol == "tcp" || net.protocol == "tls" || net.protocol == "udp")',
      { sources: [{ ip: '10.0.0.1' }] },
      ['tcp'],
    ],
    [
      'net.src.ip in 10.0.0.0/8 || net.src.ip == fd00::1',
      { sources: [{ ip: '10.0.0.0/8' }, { ip: 'fd00::1' }] },
      ['tcp'],
    ],
    [
      'net.src.ip == 10.0.0.1 && net.src.port == 22 && net.dst.port == 23',
      { sources: [{ ip: '10.0.0.1', port: 22 }], destinations: [{ port: 23 }] },
      ['tcp'],
    ],
    [
      '(net.src.port == 22 && net.src.ip == 10.0.0.1) || net.src.port == 23',
      { sources: [{ ip: '10.0.0.1', port: 22 }, { port: 23 }] },
      ['tcp'],
    ],
    [
      '(net.dst.port == 1 || net.dst.port == 2) && net.dst.ip == 10.0.0.1',
      {
        destinations: [
          { ip: '10.0.0.1', port: 1 },
          { ip: '10.0.0.1', port: 2 },
        ],
      },
      ['tcp'],
    ],
  ];
  for (const [expression, fields, protocols] of cases) {
    test(expression, () => {
      const { headers, ...found } = recovered({ ...(protocols && { protocols }), expression }, plainly);
      assert.deepEqual({ ...found, ...(headers && { headers: Object.fromEntries(headers) }) }, fields);
    });
  }

  test('equality on a path as a regex path, where that is asked for', () => {
    const expression = 'http.path == "/a.b+(c)[d]{e}^f$g|h*i?j\\\\k" || http.path ^= "/l"';
    assert.deepEqual(recovered({ expression }, asRegex), {
      paths: [String.raw`~/a\.b\+\(c\)\[d\]\{e\}\^f\$g\|h\*i\?j\\k$`, '/l'],
    });
  });

  function recovered(route: Route, options: { equalityAsRegex: boolean }): TraditionalFields {
    const fields = fieldsOf(route, options);
    assert.ok(!('refused' in fields), 'refused' in fields ? refusalWords(fields.refused) : '');
    return fields;
  }
});

suite('expressions that have none: the reason, and the part that it is about', () => {
  const noForm = (part: string) => `\`${part}\` cannot be written as a traditional field`;
  const twice = (what: string) =>
    `a second condition for ${what}: a traditional route has one list, and any of its values may match`;
  const crossField = '`||` between different fields: the fields of a traditional route must all match';
  const header = (part: string) =>
    `\`${part}\`: a traditional route compares headers as \`any(lower( … ))\`: one matching value is enough, and case is ignored`;
  const cases: readonly (readonly [marked: string, reason: string, protocols?: readonly string[]])[] = [
    ['<|!(http.path ^= "/a")|>', noForm('!(http.path ^= "/a")')],
    [
      'http.method == "GET" && <|!(http.path ^= "/a" || http.path ^= "/b")|>',
      noForm('!(http.path ^= "/a" || http.path ^= "/b")'),
    ],
    ['http.method == "GET" && (<|http.path contains "a"|>)', noForm('http.path contains "a"')],
    ['<|http.path =^ "/a"|>', noForm('http.path =^ "/a"')],
    ['<|http.path != "/a"|>', noForm('http.path != "/a"')],
    ['<|http.path ^= "a"|>', noForm('http.path ^= "a"')],
    ['<|http.path ~ "/a"|>', noForm('http.path ~ "/a"')],
    ['<|lower(http.path) ^= "/a"|>', noForm('lower(http.path) ^= "/a"')],
    // Kong would write `?P<` in the place of every `?<`.
    [String.raw`<|http.path ~ r#"^/a\?<b"#|>`, noForm(String.raw`http.path ~ r#"^/a\?<b"#`)],
    [String.raw`<|http.path ~ r#"^/a\(?<b"#|>`, noForm(String.raw`http.path ~ r#"^/a\(?<b"#`)],
    ['<|http.path ~ "^/[(?<b]"|>', noForm('http.path ~ "^/[(?<b]"')],
    ['<|http.path ~ "^/a-?<b"|>', noForm('http.path ~ "^/a-?<b"')],
    [
      'http.method == "GET" && (http.path ^= "/a" || <|http.path == "/b"|>)',
      '`==` on `http.path`: a traditional path is a prefix, or the regex path `~…$`, which is ordered as a regex',
    ],
    ['<|http.path.segments.0 == "a"|>', noForm('http.path.segments.0 == "a"')],
    ['<|http.path.segments.len == 1|>', noForm('http.path.segments.len == 1')],
    ['<|http.queries.a == "1"|>', noForm('http.queries.a == "1"')],
    ['<|http.method == "get"|>', noForm('http.method == "get"')],
    ['<|http.method != "GET"|>', noForm('http.method != "GET"')],
    ['<|http.host == "a:80"|>', noForm('http.host == "a:80"')],
    ['<|http.host == "*.a"|>', noForm('http.host == "*.a"')],
    ['<|http.host =^ "a"|>', noForm('http.host =^ "a"')],
    ['<|http.host ^= "a"|>', noForm('http.host ^= "a"')],
    ['<|http.headers.a == "1"|>', header('http.headers.a == "1"')],
    ['<|any(http.headers.a) == "1"|>', header('any(http.headers.a) == "1"')],
    ['<|lower(http.headers.a) == "1"|>', header('lower(http.headers.a) == "1"')],
    ['<|any(lower(http.headers.a)) == "B"|>', noForm('any(lower(http.headers.a)) == "B"')],
    [
      String.raw`<|any(lower(http.headers.a)) ~ r#"\D"#|>`,
      noForm(String.raw`any(lower(http.headers.a)) ~ r#"\D"#`),
    ],
    ['<|any(lower(http.headers.a)) == "~*b"|>', noForm('any(lower(http.headers.a)) == "~*b"')],
    ['<|any(lower(http.headers.a)) ^= "b"|>', noForm('any(lower(http.headers.a)) ^= "b"')],
    ['<|http.path ^= "/a" || http.method == "GET"|>', crossField],
    [
      'http.host == "a" && (<|any(lower(http.headers.a)) == "1" || any(lower(http.headers.b)) == "1"|>)',
      crossField,
    ],
    [
      '<|(http.path ^= "/a" && http.method == "GET")|> || http.path ^= "/b"',
      noForm('(http.path ^= "/a" && http.method == "GET")'),
    ],
    ['http.path ^= "/a" && <|http.path ~ "^/b"|>', twice('`paths`')],
    ['any(lower(http.headers.a)) == "1" && (<|any(lower(http.headers.a)) == "2"|>)', twice('the header `a`')],
    ['net.src.ip == 10.0.0.1 && <|net.src.ip in 10.0.0.0/8|>', twice('`sources`'), ['tcp']],
    [
      '<|tls.sni == "a"|>',
      '`tls.sni` without `net.protocol != "https" || …`: a traditional route ignores `snis` for requests without TLS',
    ],
    [
      '<|tls.sni == "a"|>',
      '`tls.sni` without `net.protocol != "tls" || …`: a traditional route ignores `snis` for requests without TLS',
      ['tls'],
    ],
    // The other subsystem's.
    ['<|net.protocol != "tls" || tls.sni == "a"|>', crossField],
    ['<|net.protocol != "https" || tls.sni == "a" || http.path ^= "/a"|>', crossField],
    ['net.protocol != "https" || <|tls.sni ~ "a"|>', noForm('tls.sni ~ "a"')],
    // Kong leaves the final dot of a name out.
    ['net.protocol != "https" || <|tls.sni == "a."|>', noForm('tls.sni == "a."')],
    ['net.protocol != "https" || <|tls.sni =^ ".a."|>', noForm('tls.sni =^ ".a."')],
    ['<|net.protocol != "https"|>', noForm('net.protocol != "https"')],
    ['http.path ^= "/a" && <|net.protocol == "https"|>', noForm('net.protocol == "https"')],
    ['<|net.src.ip not in 10.0.0.0/8|>', noForm('net.src.ip not in 10.0.0.0/8'), ['tcp']],
    ['<|net.src.port > 1024|>', noForm('net.src.port > 1024'), ['tcp']],
    ['<|net.dst.port == 70000|>', noForm('net.dst.port == 70000'), ['tcp']],
    [
      '<|(net.src.ip == 10.0.0.1 && net.dst.port == 1)|> || net.src.port == 2',
      noForm('(net.src.ip == 10.0.0.1 && net.dst.port == 1)'),
      ['tcp'],
    ],
    ['<|net.port == 80|>', noForm('net.port == 80')],
    ['<|>', 'the expression cannot be read'],
  ];
  for (const [marked, reason, protocols] of cases) {
    test(marked, () => {
      const { text } = readMarks(marked);
      const answer = fieldsOf({ ...(protocols && { protocols }), expression: text }, plainly);
      assert.ok('refused' in answer, JSON.stringify(answer));
      assert.equal(refusalWords(answer.refused), reason);
      assert.equal(writeMarks(text, [answer.span]), marked);
    });
  }
});

suite('the engine says the same of the expression and of its fields', () => {
  /** A few values of each field, close to one another, so that requests match often and miss often. */
  const paths = ['/', '/a', '/a/b', '/ab', '/b', '/a.b', '/axb'];
  const hosts = ['a.io', 'x.a.io', 'a.com', 'b.io', '.a.io'];
  const snis = ['a.io', 'x.a.io', 'a.com'];
  const values = ['1', '12', 'v', 'V', 'é', 'É'];
  const ports = [80, 443, 8080];
  const addresses = ['10.0.0.1', '10.1.0.1', '192.0.2.1', 'fd00::1'];
  const httpProtocols = ['http', 'https'];
  const streamProtocols = ['tcp', 'tls', 'udp'];

  const quote = (text: string) => JSON.stringify(text);
  const predicate = (field: string, operators: readonly string[], constants: readonly string[]) =>
    fc
      .tuple(fc.constantFrom(...operators), fc.constantFrom(...constants))
      .map(([operator, constant]) => `${field} ${operator} ${constant}`);
  const path = fc.oneof(
    predicate('http.path', ['^=', '^=', '=='], paths.map(quote)),
    predicate(
      'http.path',
      ['~'],
      ['"^/a"', '"^/[ab]$"', '"^/a|/b"', '"^/(?P<x>a)"', '"^/(?<x>a)"', '"^/a?<?b"'],
    ),
  );
  const host = fc.oneof(
    predicate('http.host', ['=='], hosts.map(quote)),
    predicate('http.host', ['=^'], ['".a.io"', '".io"']),
    predicate('http.host', ['^='], ['"a."', '"x."']),
  );
  const header = (name: string) =>
    fc.oneof(
      predicate(`any(lower(http.headers.${name}))`, ['=='], values.map(quote)),
      predicate(`any(lower(http.headers.${name}))`, ['~'], ['"^1"', '"v$"']),
    );
  const port = (side: string) => predicate(`net.${side}.port`, ['=='], ports.map(String));
  const address = (side: string) =>
    fc.oneof(
      predicate(`net.${side}.ip`, ['=='], addresses),
      predicate(`net.${side}.ip`, ['in'], ['10.0.0.0/8', '10.0.0.0/15', 'fd00::/8']),
    );
  const sni = fc.oneof(
    predicate('tls.sni', ['=='], [...snis, 'a.io.'].map(quote)),
    predicate('tls.sni', ['=^'], ['".a.io"', '""']),
    predicate('tls.sni', ['^='], ['"a."']),
  );
  const pair = (one: fc.Arbitrary<string>, other: fc.Arbitrary<string>) =>
    fc
      .tuple(one, other, fc.boolean())
      .map(([a, b, turned]) => (turned ? `(${b} && ${a})` : `(${a} && ${b})`));

  /** Alternatives, grouped in any way. */
  const anyOf = (alternative: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(fc.tuple(alternative, fc.boolean()), { minLength: 1, maxLength: 3 }).map((terms) => {
      const [first, ...others] = terms.map(([text, inGroup]) => (inGroup ? `(${text})` : text));
      return others.reduce(
        (joined, text, i) => (i === 0 ? `(${joined} || ${text})` : `${joined} || ${text}`),
        first!,
      );
    });
  const withProtocol = (protocol: string) =>
    fc
      .tuple(anyOf(sni), fc.boolean())
      .map(([snis, first]) =>
        first ? `net.protocol != "${protocol}" || ${snis}` : `(${snis}) || net.protocol != "${protocol}"`,
      );
  const everyProtocol = (protocols: readonly string[]) =>
    protocols.map((protocol) => `net.protocol == ${quote(protocol)}`).join(' || ');

  /** Conditions, grouped in any way. */
  const allOf = (conditions: readonly fc.Arbitrary<string>[]) =>
    fc
      .tuple(
        fc.shuffledSubarray(
          conditions.map((_, i) => i),
          { minLength: 1, maxLength: 4 },
        ),
        fc.tuple(...conditions),
        fc.array(fc.boolean(), { minLength: conditions.length, maxLength: conditions.length }),
      )
      .map(([order, texts, groups]) =>
        order.reduce((joined, i) => {
          // Without parentheses `&&` binds looser than `||`.
          const text = groups[i] ? `(${texts[i]})` : texts[i]!;
          if (joined === '') return text;
          return groups[order[0]!] ? `(${joined}) && ${text}` : `${joined} && ${text}`;
        }, ''),
      );

  const http = allOf([
    anyOf(predicate('http.method', ['=='], ['"GET"', '"PUT"'])),
    anyOf(fc.oneof(host, pair(host, port('dst')))),
    anyOf(path),
    anyOf(header('x_a')),
    anyOf(header('b')),
    withProtocol('https'),
    anyOf(port('dst')),
    fc.constant(everyProtocol(httpProtocols)),
  ]);
  const stream = allOf([
    withProtocol('tls'),
    anyOf(fc.oneof(address('src'), port('src'), pair(address('src'), port('src')))),
    anyOf(port('src')),
    anyOf(fc.oneof(address('dst'), port('dst'), pair(address('dst'), port('dst')))),
    anyOf(address('dst')),
    fc.constant(everyProtocol(streamProtocols)),
  ]);

  const one = <Value extends string | number>(all: readonly Value[]) =>
    fc.constantFrom(...all).map((value) => [value]);
  const httpRequest: fc.Arbitrary<RequestValues> = fc.record(
    {
      'http.method': one(['GET', 'PUT']),
      'http.path': one(paths),
      'http.host': one(hosts),
      'http.headers.x_a': fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      'http.headers.b': fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      'net.protocol': one(httpProtocols),
      'net.dst.port': one(ports),
      'tls.sni': one(snis),
    },
    { requiredKeys: ['http.method', 'http.path', 'net.protocol', 'net.dst.port'] },
  );
  const streamRequest: fc.Arbitrary<RequestValues> = fc.record(
    {
      'net.protocol': one(streamProtocols),
      'net.src.ip': one(addresses),
      'net.src.port': one(ports),
      'net.dst.ip': one(addresses),
      'net.dst.port': one(ports),
      'tls.sni': one(snis),
    },
    { requiredKeys: ['net.protocol', 'net.src.ip', 'net.src.port', 'net.dst.ip', 'net.dst.port'] },
  );

  async function expectSame(
    subsystem: Subsystem,
    expressions: fc.Arbitrary<string>,
    request: fc.Arbitrary<RequestValues>,
    protocols: readonly string[],
  ) {
    const engine = await Engine.start();
    const count = { recovered: 0, matched: 0, missed: 0 };
    fc.assert(
      fc.property(
        expressions,
        fc.array(request, { minLength: 20, maxLength: 20 }),
        (expression, requests) => {
          const fields = fieldsOf({ protocols, expression }, asRegex);
          if ('refused' in fields) return;
          count.recovered++;
          const again = expressionOf({ protocols, ...fields }, [3, 9]);
          // Where only the protocols were asked for, nothing is left to ask.
          if (again === '') return;
          const [wanted, found] = [expression, again].map((text) =>
            engine.matches(text, subsystem, requests),
          );
          assert.deepEqual(found, wanted, again);
          count.matched += wanted!.filter((isMatch) => isMatch).length;
          count.missed += wanted!.filter((isMatch) => !isMatch).length;
        },
      ),
      { numRuns: 2_000, seed: 20260101 },
    );
    assert.ok(count.recovered > 1_000, `of 2000 expressions ${count.recovered} have fields`);
    assert.ok(count.matched > 2_000 && count.missed > 2_000, JSON.stringify(count));
  }

  test('HTTP', () => expectSame('http', http, httpRequest, ['http', 'https']));
  test('stream', () => expectSame('stream', stream, streamRequest, ['tcp', 'tls', 'udp']));
});
