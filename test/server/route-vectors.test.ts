import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { accept } from '../../server/flavors/acceptance.js';
import { viewOf } from '../../server/flavors/translate.js';
import { severityOf } from '../../server/problems.js';
import { type RouterFlavor, routerFlavors } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import { type RouteVerdict, routeVectors } from '../support/vectors.js';

/** The Gateway of the vectors; nothing about routes has changed since 3.9. */
const version = [3, 9];

/** What is judged by now; of the other tags, only that nothing is refused which Kong takes. */
const judged: ReadonlySet<string> = new Set([
  'route-expression',
  'route-expression-mixed',
  'route-expression-verdicts',
  'route-net-port',
  'route-priority-traditional',
  'route-regex-paths',
  'route-required-one-of',
  'route-segments',
]);

const both = ['traditional', 'traditional_compatible'] as const;

/**
 * Where the whole of Kong's answer comes from rules that are not here yet (issue 3). `verdict`: Kong refuses the
 * route and we do not; `words`: both refuse it, and Kong says more or something else.
 */
const exceptions: readonly {
  readonly id: string;
  readonly flavors: readonly RouterFlavor[];
  readonly differs: 'verdict' | 'words';
  readonly because: string;
}[] = [
  {
    id: 'validate-0829',
    flavors: routerFlavors,
    differs: 'words',
    because: '`snis` without a protocol over TLS',
  },
  { id: 'validate-0839', flavors: both, differs: 'words', because: '`sources` on http' },
  { id: 'validate-0841', flavors: both, differs: 'verdict', because: '`destinations` on http' },
  { id: 'validate-0910', flavors: ['traditional'], differs: 'verdict', because: 'a regex that PCRE refuses' },
  {
    id: 'validate-0910',
    flavors: ['traditional_compatible', 'expressions'],
    differs: 'words',
    because: 'a regex that PCRE refuses before the engine is asked',
  },
  { id: 'validate-0924', flavors: ['traditional'], differs: 'verdict', because: 'a regex that PCRE refuses' },
  {
    id: 'validate-0924',
    flavors: ['traditional_compatible', 'expressions'],
    differs: 'words',
    because: 'a regex that PCRE refuses before the engine is asked',
  },
  { id: 'validate-0930', flavors: ['traditional'], differs: 'verdict', because: 'a regex that PCRE refuses' },
  {
    id: 'validate-0930',
    flavors: ['traditional_compatible', 'expressions'],
    differs: 'words',
    because: 'a regex that PCRE refuses before the engine is asked',
  },
  { id: 'validate-1043', flavors: ['expressions'], differs: 'verdict', because: 'protocols of two groups' },
  { id: 'validate-1043', flavors: both, differs: 'words', because: 'protocols of two groups' },
  { id: 'validate-1067', flavors: both, differs: 'words', because: '`sources` on http' },
  {
    id: 'validate-1071',
    flavors: both,
    differs: 'words',
    because: '`sources` and `destinations` on http, even empty',
  },
  {
    id: 'validate-1084',
    flavors: routerFlavors,
    differs: 'verdict',
    because: '`regex_priority` of a wrong type',
  },
];

const vectors = routeVectors();

suite('the route vectors', () => {
  test('are there for every tag', () => {
    assert.deepEqual(
      [...judged].sort(),
      [...new Set(vectors.map(({ tag }) => tag))].filter((tag) => judged.has(tag)).sort(),
    );
  });

  for (const { id, tag, route: data, expected } of vectors) {
    if (!judged.has(tag)) continue;
    for (const flavor of routerFlavors) {
      test(`${id} ${tag} under ${flavor}`, () => {
        const gateway = { flavor, version };
        const { problems, expression } = accept(readRoute(data), data, gateway);
        const codes = [...problems, ...(expression?.problems ?? [])].map(({ code }) => code);
        const isRefused = codes.some((code) => severityOf(code) === 'error');
        const { messages, status } = viewOf(readRoute(data), data, gateway);
        assert.equal(status === 'rejected', isRefused, 'the translation has the verdict of the problems');

        const wanted = wordsOf(expected[flavor]);
        const found = [...messages].sort();
        const differs =
          isRefused === expected[flavor].valid ? 'verdict' : found.join() === wanted.join() ? null : 'words';
        const exception = exceptions.find((one) => one.id === id && one.flavors.includes(flavor));
        if (exception) {
          assert.equal(differs, exception.differs, `still an exception: ${exception.because}`);
          return;
        }
        assert.equal(isRefused, !expected[flavor].valid, `verdict; we say [${codes}]`);
        assert.deepEqual(found, wanted, 'Kong’s words');
      });
    }
  }

  test('no route that Kong takes is refused, whatever the tag', () => {
    for (const { id, route: data, expected } of vectors) {
      for (const flavor of routerFlavors) {
        const { status, messages } = viewOf(readRoute(data), data, { flavor, version });
        if (expected[flavor].valid) assert.equal(status, 'accepted', `${id} under ${flavor}: ${messages}`);
      }
    }
  });

  test('no exception is of a vector that is gone', () => {
    for (const { id } of exceptions)
      assert.ok(
        vectors.some((vector) => vector.id === id),
        id,
      );
  });
});

/** What Kong says, as its Admin API puts it. */
function wordsOf(verdict: RouteVerdict): string[] {
  if (verdict.valid) return [];
  return Object.entries(verdict.errors)
    .flatMap(([field, said]) =>
      [said].flat().map((text) => (field === '@entity' ? String(text) : `${field}: ${text}`)),
    )
    .sort();
}
