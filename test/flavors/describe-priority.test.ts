import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { describeDisagreement, describePriority } from '../../server/flavors/priority-words.js';
import { type Route, readRoute } from '../../server/routes/route.js';

const get = { methods: ['GET'] };
const host = { hosts: ['a.io'] };
const regex = { paths: ['~/a'] };
const header = { headers: { a: ['1'] } };
const route = (...parts: object[]): Route => readRoute(Object.assign({}, ...parts));

suite('a priority in words', () => {
  const cases: readonly (readonly [parts: Route, words: string])[] = [
    [route({ paths: ['/a/b'] }), '1 field, prefix of 4 bytes'],
    [route({ paths: ['/日'] }), '1 field, prefix of 4 bytes'],
    [route(get, host, header, { paths: ['/'] }), '4 fields, plain host, 1 header, prefix of 1 byte'],
    [route({ hosts: ['*.a.io'], headers: { a: ['1'], b: ['2'] } }), '2 fields, 2 headers'],
    [route(regex), '1 field, regex path'],
    [route(regex, { regex_priority: -1 }), '1 field, regex path with `regex_priority` -1'],
    [route(host, { regex_priority: 5 }), '1 field, plain host'],
    [route({ protocols: ['tls'], snis: ['a'] }), 'SNI'],
    [
      route({
        protocols: ['tcp'],
        sources: [{ ip: '10.0.0.0/8' }, { ip: '10.0.0.1', port: 1 }],
        destinations: [{ port: 2 }],
      }),
      'source address and port and range, destination port',
    ],
    [
      route({ expression: 'http.path == "/"', priority: 7 }),
      'its `priority` is 7, evaluated before all routes without an expression',
    ],
    [
      route({ expression: 'http.path == "/"' }),
      'its `priority` is 0, evaluated before all routes without an expression',
    ],
  ];
  for (const [parts, words] of cases) test(words, () => assert.equal(describePriority(parts), words));
});

suite('where Kong’s code and its documentation part', () => {
  const documented = (value: string) =>
    `According to Kong's documentation it would be ${value}. In Kong's code, `;
  const cases: readonly (readonly [parts: Route, words: string | null])[] = [
    [route({ paths: ['/a'] }), null],
    [route(get, header, { hosts: ['*.a.io'] }), null],
    [route({ protocols: ['tls'], snis: ['a'] }), null],
    [route({ expression: 'http.path == "/"' }), null],
    [route(host), `${documented('3458764513820540928')}a plain host counts more than the number of fields.`],
    [route(regex), `${documented('2308094809027379200')}a regex path counts more than the number of fields.`],
    [
      route(host, regex),
      `${documented('5766859322847920128')}a plain host and a regex path count more than the number of fields.`,
    ],
    [
      route(regex, header, { regex_priority: 1 }),
      `${documented('4618441417868967936')}the header count and \`regex_priority\` share bits; a regex path counts more than the number of fields.`,
    ],
    [
      route(regex, { regex_priority: 4096 }),
      `${documented('2308094811174862848')}only 13 bits of \`regex_priority\` count, and the highest of them sets the top bit; a regex path counts more than the number of fields. Once LuaJIT has compiled that code, the priority is 18446744072098938880.`,
    ],
    [
      route(regex, { regex_priority: -8192 }),
      "Kong's documentation does not define a negative `regex_priority`. In Kong's code, only 13 bits of `regex_priority` count, and the highest of them sets the top bit; a regex path counts more than the number of fields.",
    ],
    [
      route(get, host, header, { paths: ['/'] }),
      `${documented('10380797141088993281')}4 or more fields set the top bit. Once LuaJIT has compiled that code, the priority is 18446744071563116545.`,
    ],
  ];
  for (const [parts, words] of cases) {
    test(words ?? `not for ${JSON.stringify(parts)}`, () => {
      assert.equal(describeDisagreement(parts), words);
      assert.equal(describeDisagreement(parts, 'strict'), null, 'a Gateway that follows its documentation');
    });
  }
});
