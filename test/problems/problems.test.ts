import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { ProblemCode } from '../../server/problems/codes.js';
import { problems, problemUrl } from '../../server/problems/messages.js';
import { annotate } from '../support/annotated-text.js';
import { gatewayCodes, tableCodes, terraformCodes } from '../support/codes.js';
import { expectGolden, fixturePath } from '../support/golden.js';
import { readSections } from '../support/problem-fixtures.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

/** Codes are what settings, pipelines and links hold on to: one that is gone or renamed breaks them. */
const codes: readonly ProblemCode[] = [
  'document-syntax',
  'document-too-deep',
  'document-encoding',
  'document-line-ends',
  'key-repeated',
  'document-template',
  'routes-not-read',
  'format-version-not-read',
  'format-version-form',
  'plugin-condition-not-in-version',
  'plugin-condition-language',
  'konnect-not-synced',
  'list-expected',
  'item-not-mapping',
  'field-misplaced',
  'key-misspelt',
  'service-not-declared',
  'service-not-found',
  'route-repeated',

  'mixed-route',
  'expression-in-flavor',
  'priority-in-flavor',
  'field-in-flavor',
  'field-not-in-version',
  'expression-missing',
  'expression-type',
  'priority-type',
  'priority-range',
  'priority-with-fields',
  'priority-without-expression',
  'regex-priority-with-expression',
  'match-missing',
  'field-unknown',
  'field-not-for-protocol',
  'value-type',
  'value-null',
  'value-empty',
  'value-not-listed',
  'value-range',
  'protocol-unknown',
  'protocols-exclusive',
  'path-form',
  'path-marker-not-in-version',
  'path-not-normalized',
  'path-regex',
  'regex-not-judged',
  'host-form',
  'method-form',
  'header-name',
  'sni-form',
  'address-form',
  'address-missing',
  'name-form',
  'tag-form',
  'id-form',
  'generated-expression',
  'route-left-out',
  'accepted-without-effect',

  'expression-empty',
  'expression-syntax',
  'expression-unclosed',
  'expression-unopened',
  'expression-not',
  'expression-escape',
  'expression-comment',
  'expression-unknown-operator',
  'expression-unknown-function',
  'expression-not-in-spacing',
  'expression-hyphen',
  'expression-integer-range',
  'expression-ip-address',
  'expression-cidr-length',
  'expression-cidr-host-bits',
  'expression-regex',
  'expression-regex-not-judged',
  'expression-unknown-field',
  'expression-field-since',
  'expression-since',
  'expression-segments',
  'expression-lower-type',
  'expression-type-mismatch',
  'expression-operator-type',
  'expression-precedence',
  'expression-absent',
  'expression-all-values',
  'expression-unanchored',
  'expression-simple-regex',
  'expression-never',
  'expression-header-case',
  'expression-host-case',
  'expression-contradiction',
  'expression-tautology',
  'expression-duplicate',
  'expression-other-family',
  'expression-alternative',
  'expression-octal',
  'expression-notation',
  'expression-starred-slash',
  'expression-regex-dot',
  'expression-host-open',
  'strip-path-cut',
  'field-without-effect',
  'regex-priority-overflow',
  'path-notation',
  'path-never',
  'path-alternatives',
  'path-group-name',
  'header-notation',
  'header-regex-case',
  'regex-dot',
  'host-case',
  'host-notation',
  'host-default-port',
  'method-unusual',
  'snis-without-tls',
  'expression-protocols',
  'hosts-empty',
  'address-spelling',
  'address-host-bits',
  'value-repeated',
  'expression-net-port',
  'expression-nul',
  'expression-too-deep',
];

/** No document brings these about, only an engine that fails: `test/cli/not-judged.test.ts`. */
const ofBrokenEngines: ReadonlySet<ProblemCode> = new Set([
  'regex-not-judged',
  'expression-regex-not-judged',
]);

/** Too deep to be drawn, or of bytes that are no text to draw in: `test/documents/reading-faults.test.ts`. */
const notDrawn: ReadonlySet<ProblemCode> = new Set([
  'document-too-deep',
  'document-encoding',
  'document-line-ends',
]);

const withFixture = [
  ...codes.filter((code) => !ofBrokenEngines.has(code) && !notDrawn.has(code)),
  ...tableCodes,
];

/** Documents about single routes have many that match the same requests. */
const withoutTables = Object.fromEntries(tableCodes.map((code) => [code, 'off'] as const));

test('the codes are these', () => {
  assert.deepEqual(Object.keys(problems), [...codes, ...terraformCodes, ...gatewayCodes, ...tableCodes]);
});

suite('what is reported where', () => {
  for (const code of withFixture) {
    const name = `problems/${code}.txt`;
    const lints = code in withoutTables ? {} : withoutTables;
    test(code, () => {
      assert.ok(existsSync(fixturePath(name)), `test/fixtures/${name} is there`);
      const sections = readSections(name);
      const found = new Set<string>();
      const annotated = sections.map(({ header, gateways, language, text }) => {
        const results = gateways.map((settings) => {
          const diagnostics = diagnosticsOf(snapshotOf(text, { ...settings, lints }, language));
          for (const diagnostic of diagnostics) {
            assert.equal(diagnostic.source, 'kong-routes');
            assert.equal(diagnostic.codeDescription?.href, problemUrl(diagnostic.code as ProblemCode));
            found.add(String(diagnostic.code));
          }
          return annotate(text, diagnostics);
        });
        for (const result of results) assert.equal(result, results[0], `the same under each of ${header}`);
        return `=== ${header}\n${results[0]}`;
      });
      expectGolden(name, annotated.join(''));
      assert.ok(found.has(code), `${code} is among the problems`);
    });
  }

  test('there is no fixture of a code that is gone', () => {
    assert.deepEqual(
      readdirSync(fixturePath('problems')).sort(),
      withFixture.map((code) => `${code}.txt`).sort(),
    );
  });
});
