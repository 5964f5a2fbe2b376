import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { normalizePath } from '../../grammar/index.js';
import { accept } from '../../server/flavors/acceptance.js';
import { viewOf } from '../../server/flavors/translate.js';
import { severityOf } from '../../server/problems/messages.js';
import { type RouterFlavor, routerFlavors } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import { judge } from '../../server/routes/rules.js';
import { normalizeVectors } from '../support/vectors.js';

type Data = Record<string, unknown>;

const versionOf = (text: string) => text.split('.').map(Number);
const answer = (data: Data, flavor: RouterFlavor, version: string) =>
  viewOf(readRoute(data), data, { flavor, version: versionOf(version) }).messages;

const failed = 'Router Expression failed validation: ';
const mixed = `${failed}cannot set 'expression' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously`;
const missing = (fields: string, protocol: string) =>
  `must set one of ${fields} when 'protocols' is ${protocol}`;
const path = { expression: 'http.path == "/a"' };

/** `[]`: Kong accepts it. Each is what the tags of Kong/kong on either side of the version have. */
const changes: readonly {
  readonly what: string;
  readonly source: string;
  readonly route: Data;
  readonly flavor: RouterFlavor;
  readonly answers: Readonly<Record<string, readonly string[]>>;
}[] = [
  {
    what: 'prefixes in their normal form since 3.1',
    source: '3.0.0, 3.1.0: kong/db/schema/typedefs.lua, validate_path_with_regexes',
    route: { paths: ['/a/./b'] },
    flavor: 'traditional',
    answers: {
      '3.0': [],
      '3.1': ["paths: non-normalized path, consider use '/a/b' instead"],
    },
  },
  {
    what: 'under traditional_compatible the engine is asked of paths since 3.2, of all fields since 3.7, in 3.6 of none',
    source:
      '3.1.0, 3.2.0, 3.5.0, 3.6.0, 3.7.0: kong/db/schema/entities/routes.lua; init.lua, run_entity_check',
    route: { headers: { a: [] } },
    flavor: 'traditional_compatible',
    answers: {
      '3.1': [],
      '3.5': [],
      '3.6': [],
      '3.7': [`${failed} --> 1:2\n  |\n1 | ()\n  |  ^---\n  |\n  = expected term`],
    },
  },
  {
    what: 'expressions has no subschemas and no traditional fields up to 3.6',
    source: '3.6.0, 3.7.0: kong/db/schema/entities/routes.lua, routes_subschemas.lua',
    route: { ...path, protocols: ['grpc'], strip_path: true, methods: ['GET'] },
    flavor: 'expressions',
    answers: {
      '3.0': ['methods: unknown field'],
      '3.6': ['methods: unknown field'],
      '3.7': [
        "methods: cannot set 'methods' when 'protocols' is 'grpc' or 'grpcs'",
        "strip_path: cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'",
      ],
    },
  },
  {
    what: 'expression is required up to 3.6, and something to match since',
    source: '3.6.0, 3.7.0: kong/db/schema/entities/routes.lua, routes_subschemas.lua',
    route: { protocols: ['tcp'] },
    flavor: 'expressions',
    answers: {
      '3.6': ['expression: required field missing'],
      '3.7': [missing("'sources', 'destinations', 'snis', 'expression'", "'tcp', 'tls' or 'udp'")],
    },
  },
  {
    what: 'an unknown protocol is one of a list up to 3.6 under expressions, and without a subschema since',
    source: '3.6.0, 3.7.0: kong/db/schema/entities/routes.lua (subschema_key)',
    route: { ...path, protocols: ['HTTP'], name: 'a b' },
    flavor: 'expressions',
    answers: {
      '3.6': [
        'protocols: expected one of: grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp',
        "name: invalid value 'a b': the only accepted ascii characters are alphanumerics or ., -, _, and ~",
      ],
      '3.7': ['protocols: unknown type: HTTP'],
    },
  },
  {
    what: 'traditional fields beside an expression: none up to 3.6, one or the other since',
    source: '3.6.0, 3.7.0: kong/db/schema/entities/routes.lua',
    route: { ...path, paths: ['/a'] },
    flavor: 'expressions',
    answers: { '3.6': ['paths: unknown field'], '3.7': [mixed] },
  },
  {
    what: 'a priority has 46 bits since 3.7',
    source: '3.6.0, 3.7.0: kong/db/schema/entities/routes.lua',
    route: { ...path, priority: -1 },
    flavor: 'expressions',
    answers: { '3.6': [], '3.7': ['priority: value should be between 0 and 70368744177663'] },
  },
  {
    what: 'the priorities of the other style are refused since 3.8, in Enterprise since 3.7.1',
    source: '3.7.0, 3.8.0: kong/db/schema/entities/routes.lua; changelog 3.8.0 (#13142)',
    route: { ...path, regex_priority: 1 },
    flavor: 'expressions',
    answers: {
      '3.7.0': [],
      '3.8': [`${failed}cannot set 'regex_priority' with 'expression' simultaneously`],
    },
  },
  {
    what: 'addresses in HTTP under expressions since 3.7',
    source: '3.7.0: kong/db/schema/entities/routes_subschemas.lua',
    route: { hosts: ['a.io'], sources: [{ ip: '10.0.0.1' }] },
    flavor: 'expressions',
    answers: {
      '3.6': ['hosts: unknown field', 'sources: unknown field', 'expression: required field missing'],
      '3.7': [],
    },
  },
  {
    what: 'addresses in HTTP never elsewhere',
    source: '3.0.0, 3.9.1: kong/db/schema/entities/routes_subschemas.lua',
    route: { hosts: ['a.io'], sources: [] },
    flavor: 'traditional_compatible',
    answers: {
      '3.0': ["sources: cannot set 'sources' when 'protocols' is 'http' or 'https'"],
      '3.14': ["sources: cannot set 'sources' when 'protocols' is 'http' or 'https'"],
    },
  },
  {
    what: 'wildcards in SNIs since 3.7 under the atc flavors',
    source: '3.6.0, 3.7.0: kong/db/schema/entities/routes.lua (snis_elements_type)',
    route: { snis: ['*.a.io'] },
    flavor: 'traditional_compatible',
    answers: { '3.6': ['snis: invalid value: *.a.io'], '3.7': [] },
  },
  {
    what: 'wildcards in SNIs never under traditional',
    source: '3.9.1: kong/db/schema/entities/routes.lua (snis_elements_type)',
    route: { snis: ['*.a.io'] },
    flavor: 'traditional',
    answers: { '3.6': ['snis: invalid value: *.a.io'], '3.9': ['snis: invalid value: *.a.io'] },
  },
  {
    what: 'a route without protocols is for https alone since 3.14',
    source: 'Kong Gateway breaking changes 3.14.0.0',
    route: {},
    flavor: 'traditional',
    answers: {
      '3.13': [missing("'methods', 'hosts', 'headers', 'paths', 'snis'", "'https'")],
      '3.14': [missing("'methods', 'hosts', 'headers', 'paths', 'snis'", "'https'")],
    },
  },
  {
    what: 'tls_passthrough asks for SNIs in every version',
    source: '3.0.0, 3.9.1: kong/db/schema/entities/routes_subschemas.lua',
    route: { protocols: ['tls_passthrough'], destinations: [{ port: 443 }] },
    flavor: 'traditional_compatible',
    answers: {
      '3.0': ["must set snis when 'protocols' is 'tls_passthrough'"],
      '3.9': ["must set snis when 'protocols' is 'tls_passthrough'"],
    },
  },
];

suite('what changed between the versions', () => {
  for (const { what, route, flavor, answers, source } of changes) {
    test(what, () => {
      for (const [version, wanted] of Object.entries(answers)) {
        assert.deepEqual(
          [...answer(route, flavor, version)].sort(),
          [...wanted].sort(),
          `${version} (${source})`,
        );
      }
    });
  }

  test('regex paths are asked of the engine in 3.2 to 3.5 and since 3.7', () => {
    const rejecting = ['3.0', '3.1', '3.2', '3.5', '3.6', '3.7', '3.9'].filter(
      (version) => answer({ paths: ['~/a(?=b)'] }, 'traditional_compatible', version).length > 0,
    );
    assert.deepEqual(rejecting, ['3.2', '3.5', '3.7', '3.9']);
  });
});

suite('what the vectors do not have', () => {
  const answers = (data: Data, flavor: RouterFlavor = 'traditional') => answer(data, flavor, '3.9');

  test('null is not set, except where a value is required, and is no field where there is none', () => {
    const nulls = {
      paths: ['/a'],
      hosts: null,
      headers: null,
      snis: null,
      regex_priority: null,
      id: null,
      name: null,
    };
    assert.deepEqual(answers(nulls), []);
    assert.deepEqual(answers({ paths: ['/a'], strip_path: null }), ['strip_path: required field missing']);
    assert.deepEqual(answers({ paths: ['/a'], protocols: null }), ['protocols: required field missing']);
    assert.deepEqual(answers({ paths: ['/a'], expression: null }), ['expression: unknown field']);
    assert.deepEqual(answers({ paths: ['/a'], expression: null }, 'expressions'), []);
    assert.deepEqual(answers({ paths: ['/a', null] }), ['paths: required field missing']);
  });

  test('an empty mapping is an empty list, and an empty list an empty mapping', () => {
    assert.deepEqual(answers({ paths: ['/a'], hosts: {}, headers: [], methods: {} }), []);
    assert.deepEqual(answers({ hosts: ['a.io'], headers: ['a'] }), ['headers: expected a string']);
    assert.deepEqual(answers({ protocols: {}, paths: ['/a'] }), ['protocols: unknown type: nil']);
  });

  test('without a subschema Kong looks no further', () => {
    assert.deepEqual(answers({ protocols: ['h2'], paths: ['a'], name: 'a b' }), [
      'protocols: unknown type: h2',
    ]);
    assert.deepEqual(answers({ protocols: ['h2', 'http'], paths: ['/a'] }), [
      'protocols: expected one of: grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp',
    ]);
  });

  test('SNIs without TLS, in order and not', () => {
    const sentence =
      "'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'";
    const route = (snis: unknown) => ({ protocols: ['http'], paths: ['/a'], snis });
    assert.deepEqual(answers(route(['a.io'])), [`${sentence}; snis: length must be 0`]);
    assert.deepEqual(answers(route(['a.io:80'])), ['snis: must not have a port', sentence]);
    assert.deepEqual(answers(route('a.io')), ['snis: expected a set', sentence]);
    assert.deepEqual(answers(route([])), []);
    assert.deepEqual(answers({ protocols: ['http', 'https'], snis: ['a.io'] }), []);
    assert.deepEqual(answers({ ...route(['a.io']), protocols: ['http', 'grpc'] }), [
      "protocols: these sets are mutually exclusive: ('http', 'https'), ('grpc', 'grpcs')",
    ]);
    const alsoRefusedByEngine = { ...route(['a.io']), paths: ['~/a(?=b)'] };
    assert.deepEqual(answers(alsoRefusedByEngine, 'traditional_compatible'), [
      `${sentence}; snis: length must be 0`,
    ]);
  });

  test('the protocols of Enterprise are not judged', () => {
    for (const flavor of routerFlavors) {
      assert.deepEqual(answers({ protocols: ['ws', 'wss'], hosts: ['a.io'], snis: ['a.io'] }, flavor), []);
      assert.deepEqual(answers({ protocols: ['http', 'ws'], hosts: ['a.io'], sources: [] }, flavor), []);
    }
  });

  test('a percent sign is checked only in front of URL characters', () => {
    assert.deepEqual(answers({ paths: ['/a%zz'] }), ["paths: invalid url-encoded value: '%zz'"]);
    assert.deepEqual(answers({ paths: ['/a b%zz', '~/a%zz'] }), []);
  });

  test('times: updated_at is Kong’s own', () => {
    assert.deepEqual(answers({ paths: ['/a'], updated_at: 'today', created_at: 1 }), []);
    assert.deepEqual(answers({ paths: ['/a'], created_at: -1 }), ['created_at: expected a valid timestamp']);
  });

  test('integers are doubles without a fraction', () => {
    assert.deepEqual(answers({ paths: ['/a'], regex_priority: 2n ** 70n }), []);
    assert.deepEqual(answers({ paths: ['/a'], regex_priority: Number.POSITIVE_INFINITY }), [
      'regex_priority: expected an integer',
    ]);
    assert.deepEqual(answers({ ...path, priority: 2n ** 46n }, 'expressions'), [
      'priority: value should be between 0 and 70368744177663',
    ]);
  });

  test('addresses as the C library reads them', () => {
    const accepted = [
      '10.0.0.1',
      '::',
      '1::',
      '1:2:3:4:5:6:7::',
      '::ffff:10.0.0.1',
      '[::1]',
      '[::1]/64',
      '0.0.0.0/0',
      '::/128',
    ];
    const refused = [
      '10.0.0',
      '10.0.0.1.2',
      '010.0.0.1',
      '10.0.0.1/',
      '/8',
      '10.0.0.0/+8',
      '::1::',
      '12345::',
      '::ffff:10.0.0.256',
      '1:2:3:4:5:6:7:10.0.0.1',
      '1:2:3:4:5:6:7:8::',
      '10.0.0.0/33',
    ];
    const route = (ips: string[]) => ({ protocols: ['tcp'], sources: ips.map((ip) => ({ ip })) });
    assert.deepEqual(answers(route(accepted)), []);
    assert.deepEqual(
      answers(route(refused)),
      refused.map((ip) => `sources: ip: invalid ip or cidr range: '${ip}'`),
    );
  });

  test('octets of hosts', () => {
    assert.deepEqual(answers({ hosts: ['255.0.0.001', '256.0.0.1'] }), [
      'hosts: invalid ipv4 address: 256.0.0.1',
    ]);
  });

  test('PCRE’s $ is before a last line break too', () => {
    assert.deepEqual(answers({ headers: { 'a\n': ['1'] } }), []);
  });

  test('an empty expression is the expression language’s to report', () => {
    const route = { expression: '', paths: ['/a'], priority: 0, regex_priority: 1 };
    assert.deepEqual(judge(readRoute(route), route, { flavor: 'expressions', version: [3, 9] }), []);
    assert.deepEqual(answers(route, 'expressions'), ['expression: length must be at least 1']);
  });

  test('every wrong header is told, though Kong stops at one of them', () => {
    assert.deepEqual(answers({ hosts: ['a.io'], headers: { 'a b': ['1'], Host: ['a.io'], c: '1' } }), [
      "headers: bad header name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'",
      "headers: cannot contain 'host' header, which must be specified in the 'hosts' attribute",
      'headers: expected an array',
    ]);
  });

  test('a rule about two fields is checked also if Kong stops before it', () => {
    const route = { ...path, paths: ['{{ .Values.path }}'] };
    const codes = judge(readRoute(route), route, { flavor: 'expressions', version: [3, 9] }).map(
      ({ code }) => code,
    );
    assert.deepEqual(codes, ['path-form', 'mixed-route']);
    assert.deepEqual(answers(route, 'expressions'), [
      'paths: should start with: / (fixed path) or ~/ (regex path)',
    ]);
  });
});

suite('the normal form of paths', () => {
  const normalize = (text: string) =>
    Buffer.from(normalizePath(Buffer.from(text).toString('latin1')), 'latin1');

  for (const { id, uri, expected } of normalizeVectors()) {
    test(id, () => {
      // Kong removes the query before; a question mark at the start begins none (`strip_uri_args`).
      const query = uri.indexOf('?', 1);
      assert.equal(normalize(query === -1 ? uri : uri.slice(0, query)).toString(), expected);
    });
  }

  test('what is decoded need not be UTF-8', () => {
    assert.deepEqual(normalize('/%E9/%C3%A9'), Buffer.from([0x2f, 0xe9, 0x2f, 0xc3, 0xa9]));
  });

  test('is its own normal form, where it has no escaped escape', () => {
    const segment = fc.constantFrom('a', '.', '..', '/', '//', '%41', '%2f', '%2F', 'é', '%C3%A9', '%', ' ');
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const once = normalizePath(Buffer.from(`/${segments.join('')}`).toString('latin1'));
        fc.pre(!once.includes('%'));
        assert.equal(normalizePath(once), once);
      }),
    );
  });
});

suite('whatever the data is', () => {
  const names = [
    'id',
    'name',
    'protocols',
    'methods',
    'hosts',
    'paths',
    'headers',
    'snis',
    'sources',
    'destinations',
    'expression',
    'priority',
    'regex_priority',
    'path_handling',
    'strip_path',
    'https_redirect_status_code',
    'tags',
    'service',
    'created_at',
    'plugins',
    '__proto__',
    'constructor',
    'toString',
    '',
  ];
  const texts = fc.constantFrom(
    '',
    '/',
    '/a',
    '~/a(',
    '~/a',
    'http',
    'tcp',
    'tls',
    'grpc',
    'ws',
    'h2',
    'a.io',
    '*.a.io',
    '::1',
    '10.0.0.0/8',
    'GET',
    'v0',
    'http.path == "/a"',
    '__proto__',
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double(),
      fc.bigInt(),
      texts,
      fc.string(),
      fc.array(tie('value')),
      fc.dictionary(fc.oneof(texts, fc.constantFrom('ip', 'port')), tie('value'), { noNullPrototype: true }),
    ),
  })).value;
  const routes = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), json, {
    noNullPrototype: true,
  }) as fc.Arbitrary<Data>;
  const gateways = fc.record({
    flavor: fc.constantFrom(...routerFlavors),
    version: fc
      .constantFrom('3.0', '3.1', '3.2', '3.5', '3.6', '3.7.0', '3.7', '3.9.1', '3.14')
      .map(versionOf),
  });

  test('it is judged, and problems and answer have the same verdict', () => {
    fc.assert(
      fc.property(routes, gateways, (data, gateway) => {
        const { problems, expression } = accept(readRoute(data), data, gateway);
        const found = [...problems, ...(expression?.problems ?? [])];
        const isRefused = found.some(({ code }) => severityOf(code) === 'error');
        assert.equal(viewOf(readRoute(data), data, gateway).status === 'rejected', isRefused);
        for (const { path } of problems) {
          assert.ok(path.length === 0 || Object.hasOwn(data, path[0]!), `${path} is in the data`);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
