import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readExpression } from '../../grammar/index.js';
import { isPlain } from '../../server/flavors/acceptance.js';
import { expressionOf } from '../../server/flavors/generated-expression.js';
import { severityOf } from '../../server/problems/index.js';
import { readRoute, subsystemOf } from '../../server/routes/index.js';

const unit = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...'abzAZ09_./-') },
  { weight: 1, arbitrary: fc.constantFrom(...'=+ *:~"\\#é\u{1F600}\n\t(%?') },
);
const word = fc.string({ unit, minLength: 1, maxLength: 12 });
/** A regex path, some of which no engine accepts. */
const regex = fc
  .array(
    fc.constantFrom(
      '/',
      'a',
      '\\d+',
      '[a-z]',
      '(?<id>',
      ')',
      '(',
      '.*',
      '\\w{3}',
      '|',
      '$',
      '(?=',
      '\\',
      '{',
      '*',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => `~/${parts.join('')}`);
const paths = fc.option(fc.array(fc.oneof({ weight: 3, arbitrary: word }, regex), { maxLength: 3 }), {
  nil: undefined,
});
/** More like a method or the name of a header. */
const name = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/) },
  { weight: 1, arbitrary: word },
);
const some = fc.option(fc.array(word, { maxLength: 3 }), { nil: undefined });

const routes = fc.record({
  protocols: fc.constantFrom(undefined, ['http'], ['https', 'grpcs'], ['tcp'], ['tls_passthrough'], ['ws']),
  paths,
  hosts: some,
  methods: fc.option(fc.array(name, { maxLength: 3 }), { nil: undefined }),
  snis: fc.option(fc.array(word, { maxLength: 1 }), { nil: undefined, freq: 1 }),
  headers: fc.option(fc.dictionary(name, fc.array(word, { maxLength: 2 }), { maxKeys: 2 }), {
    nil: undefined,
  }),
});

const versions = [
  [3, 0],
  [3, 1],
  [3, 3],
  [3, 4],
  [3, 5],
  [3, 6],
  [3, 7],
  [3, 9],
  [3, 10],
  [3, 13],
  [3, 16],
];

suite('Routes of plain text', () => {
  test('become expressions with which nothing is wrong', () => {
    let plain = 0;
    let regexes = 0;
    fc.assert(
      fc.property(routes, fc.constantFrom(...versions), (data, gatewayVersion) => {
        const route = readRoute(data);
        if (!isPlain(route, gatewayVersion)) return;
        const text = expressionOf(route, gatewayVersion);
        if (text === '') return;
        plain++;
        if (route.paths?.some((path) => path.startsWith('~'))) regexes++;
        const { problems } = readExpression(text, { subsystem: subsystemOf(route), gatewayVersion });
        const wrong = problems.filter(({ code }) => severityOf(code) === 'error' || /judged/.test(code));
        assert.deepEqual(wrong, [], text);
      }),
      { numRuns: 20_000 },
    );
    assert.ok(plain > 500, String(plain));
    assert.ok(regexes > 100, String(regexes));
  });

  test('with many long values become no expression that is too long or too deep', () => {
    const many = Array.from({ length: 50 }, (_, i) => `${'a'.repeat(190)}${i}`);
    const headers = Object.fromEntries(many.slice(0, 50).map((name) => [name.slice(100), many]));
    const route = readRoute({
      paths: many,
      hosts: many,
      methods: many.map((one) => one.slice(100)),
      headers,
    });
    assert.ok(isPlain(route, [3, 9]));
    for (const gatewayVersion of versions) {
      const text = expressionOf(route, gatewayVersion);
      const { problems } = readExpression(text, { subsystem: 'http', gatewayVersion });
      assert.deepEqual(problems, []);
    }
  });
});
