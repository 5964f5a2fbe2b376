import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Output, readManifests, type Translation, translate } from '../../server/kubernetes/index.js';
import {
  cases,
  expectedState,
  manifestOf,
  recordedState,
  settingsOf,
  stateOf,
  translateCase,
} from './cases.js';

suite('What the controllers were recorded to make of manifests', () => {
  for (const controller of ['kic', 'operator'] as const) {
    test(`${controller}: every service and route, exactly`, () => {
      let compared = 0;
      for (const one of cases) {
        const { translation } = translateCase(one, controller);
        for (const output of ['traditional', 'expressions'] satisfies Output[]) {
          const expected = expectedState(one, controller, output);
          if (!expected) continue;
          const made = translation[output].services.filter(({ routes }) => routes.length > 0);
          // Of other kinds they were recorded without the API server's defaults, and their backends are invalid then.
          const isWhole = one.id.startsWith('golden-') && one.tags.includes('ingress');
          assert.deepEqual(stateOf(made, isWhole), recordedState(expected, isWhole), `${one.id}, ${output}`);
          compared++;
        }
      }
      assert.ok(compared >= 320, `${compared} outputs compared`);
    });
  }

  test('every value has a place in the file, and predicates cover their part of the expression', () => {
    let places = 0;
    for (const one of cases) {
      const { text, translation } = translateCase(one, 'kic');
      for (const { services } of [translation.traditional, translation.expressions]) {
        for (const route of services.flatMap((service) => service.routes)) {
          for (const {
            range: [start, end],
          } of route.origins.values()) {
            assert.ok(start >= 0 && start <= end && end <= text.length, `${one.id}: ${start}–${end}`);
            places++;
          }
          for (const { range, origin } of route.expressionParts) {
            const predicate = String(route.fields.expression).slice(...range);
            assert.match(predicate, /^[a-z.0-9_]+ (?:==|~|\^=|=\^) /, one.id);
            // The path that matches everything is all that nobody needs to write.
            assert.ok(!origin.isDefault || predicate === 'http.path ^= "/"', `${one.id}: ${predicate}`);
          }
        }
      }
    }
    assert.ok(places > 2000, String(places));
  });

  test('the order of objects and files does not matter', () => {
    for (const one of cases) {
      const settings = settingsOf(one, 'operator');
      const documents = manifestOf(one, 'operator').split(/^---$/m).reverse();
      const files = documents.map((text, index) => ({ file: `${index}.yaml`, text }));
      const { objects } = readManifests(files);
      const { translation } = translateCase(one, 'operator');
      const turned = translate(objects, settings);
      for (const output of ['traditional', 'expressions'] satisfies Output[]) {
        const made = (services: Translation['traditional']['services']) => stateOf(services);
        assert.deepEqual(made(turned[output].services), made(translation[output].services), one.id);
      }
    }
  });
});
