import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { generatedTable, movedRequests, type Winner, winnerOf } from '../../server/manifests/index.js';
import { cases, translateCase } from '../kubernetes/cases.js';
import { fixturePath } from '../support/golden.js';

interface Example {
  readonly request: {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly traditional_compatible: Winner;
  readonly expressions: Winner;
}

const reroutes: {
  readonly cases: readonly { readonly id: string; readonly examples: readonly Example[] }[];
} = JSON.parse(readFileSync(fixturePath('kubernetes/reroutes.json'), 'utf8'));

const routeOf = (winner: Winner | undefined): string | null | undefined =>
  winner === undefined ? undefined : (winner?.route ?? null);

/** A request as the router gets it; a header may be there under two spellings. */
function requestOf({ method, host, path, headers = {} }: Example['request']) {
  const sent: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    sent[key] = [...(sent[key] ?? []), value];
  }
  return { method, scheme: 'http', host, path, ...(Object.keys(sent).length > 0 && { headers: sent }) };
}

suite('Requests that the change of the flavor moves', () => {
  let count = 0;
  for (const { id, examples } of reroutes.cases) {
    test(id, () => {
      const one = cases.find((known) => known.id === id);
      assert.ok(one);
      const { translation } = translateCase(one, 'kic');
      const gateway = { flavor: 'expressions', version: [3, 9, 1] } as const;
      const before = generatedTable(translation, 'traditional_compatible', gateway);
      const after = generatedTable(translation, 'expressions', gateway);
      for (const example of examples) {
        const request = requestOf(example.request);
        assert.deepEqual(
          [routeOf(winnerOf(before, request)), routeOf(winnerOf(after, request))],
          [example.traditional_compatible?.route ?? null, example.expressions?.route ?? null],
          JSON.stringify(example.request),
        );
        count++;
      }
      const found = movedRequests(before, after, (a, b) => a?.service === b?.service).map((moved) =>
        JSON.stringify([routeOf(moved.before), routeOf(moved.after)]),
      );
      for (const example of examples) {
        const pair = [example.traditional_compatible?.route ?? null, example.expressions?.route ?? null];
        assert.ok(
          found.includes(JSON.stringify(pair)),
          `${JSON.stringify(pair)} is found: ${JSON.stringify(example.request)}`,
        );
      }
    });
  }

  test('all of them were tried', () => {
    assert.ok(count >= 100, String(count));
  });
});
