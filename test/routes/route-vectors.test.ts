import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { accept } from '../../server/flavors/acceptance.js';
import { viewOf } from '../../server/flavors/translate.js';
import { severityOf } from '../../server/problems/messages.js';
import { type RouterFlavor, routerFlavors } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import {
  matchVectors,
  type RouteErrors,
  type RouteVerdict,
  routeVectors,
  transformVectors,
} from '../support/vectors.js';

/** The Gateway of the vectors; nothing about routes has changed since 3.9. */
const version = [3, 9];

type Data = Record<string, unknown>;

/** Problems and answer have the same verdict, which is the first of what is asserted of either. */
function judge(
  data: Data,
  flavor: RouterFlavor,
): { isRefused: boolean; messages: string[]; paths: string[] } {
  const gateway = { flavor, version };
  const { problems, expression } = accept(readRoute(data), data, gateway);
  const found = [...problems, ...(expression?.problems ?? [])].map(({ code }) => code);
  const isRefused = found.some((code) => severityOf(code) === 'error');
  const { status, messages } = viewOf(readRoute(data), data, gateway);
  assert.equal(status === 'rejected', isRefused, `the answer has the verdict of the problems [${found}]`);
  return {
    isRefused,
    messages: messages
      .flatMap((message) => (message.startsWith("'snis'") ? message.split('; ') : [message]))
      .sort(),
    paths: problems.map(({ path }) => path.join('.')),
  };
}

suite('the routes of validate.json', () => {
  for (const { id, tag, route, expected, approximateMessage } of routeVectors()) {
    for (const flavor of routerFlavors) {
      test(`${id} ${tag} under ${flavor}`, () => {
        const verdict = expected[flavor];
        const { isRefused, messages, paths } = judge(route, flavor);
        assert.equal(isRefused, !verdict.valid, `verdict; we say ${messages}`);
        // What PCRE says in full varies with its version.
        const wanted = answerOf(verdict).map((message) => (approximateMessage ? upToPcre(message) : message));
        assert.deepEqual(approximateMessage ? messages.map(upToPcre) : messages, wanted, 'Kong’s words');
        for (const place of placesOf(verdict)) assert.ok(paths.includes(place), `${place} is among ${paths}`);
      });
    }
  }
});

test('the routes of transform.json have Kong’s verdict', () => {
  for (const { id, route, schemaValid } of transformVectors()) {
    for (const [flavor, isValid] of Object.entries(schemaValid)) {
      assert.equal(judge(route, flavor as RouterFlavor).isRefused, !isValid, `${id} under ${flavor}`);
    }
  }
});

test('the routes of match.json have Kong’s answer', () => {
  for (const { id, routes, expected } of matchVectors()) {
    for (const flavor of routerFlavors) {
      for (const route of routes) {
        const errors = expected[flavor].schemaErrors?.[String(route.name)];
        const verdict: RouteVerdict = errors ? { valid: false, errors } : { valid: true };
        assert.deepEqual(
          judge(route, flavor).messages,
          answerOf(verdict),
          `${id} ${route.name} under ${flavor}`,
        );
      }
    }
  }
});

/** What Kong says: of a field, or of the route as a whole. */
const answerOf = (verdict: RouteVerdict) => (verdict.valid ? [] : wordsOf(verdict.errors).sort());

const wordsOf = (errors: RouteErrors): string[] =>
  Object.entries(errors).flatMap(([field, answer]) =>
    field === '@entity' ? (answer as string[]) : inner(answer).map((words) => `${field}: ${words}`),
  );

function inner(answer: unknown): string[] {
  if (answer === null) return [];
  if (typeof answer === 'string') return [answer];
  return Array.isArray(answer) ? answer.flatMap(inner) : wordsOf(answer as RouteErrors);
}

/** The items of lists of which something is reported. For headers, Kong does not report which one it is. */
const placesOf = (verdict: RouteVerdict) =>
  verdict.valid
    ? []
    : Object.entries(verdict.errors).flatMap(([field, answer]) =>
        field === '@entity' || field === 'headers' || !Array.isArray(answer)
          ? []
          : answer.flatMap((words: unknown, i) => {
              if (words === null) return [];
              return typeof words === 'string'
                ? [`${field}.${i}`]
                : Object.keys(words as object).map((key) => `${field}.${i}.${key}`);
            }),
      );

const upToPcre = (message: string) => message.replace(/\(PCRE returned: .*/s, '(PCRE returned: …');
