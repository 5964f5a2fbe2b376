/** Conversions in files that one Gateway reads together. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import {
  atOnce,
  convertDocuments,
  convertTable,
  convertToExpression,
  verifiedConversion,
} from '../../server/conversion/index.js';
import { readDocument, routeLabel } from '../../server/documents/index.js';
import { applyEdits } from '../../server/text/index.js';

const analysed = (routes: string) =>
  new DocumentAnalysis(readDocument(`_format_version: "3.0"\nroutes:\n${routes}`, 'yaml'), {
    flavor: 'expressions',
    version: [3, 9],
  });

const admin = () => analysed(`  - {name: admin, expression: 'http.path == "/rest/"', priority: 1}\n`);
const open = () => analysed('  - {name: open, paths: [/rest/]}\n');

suite('conversions in several documents', () => {
  test('together: priorities are raised in the document that has the route', () => {
    const [one, other] = [open(), admin()];
    const { conversions, verification } = atOnce(convertDocuments([one, other], 'expressions'));
    assert.equal(verification.kind, 'equal');
    const texts = [one, other].map((analysis) => {
      const edits = conversions
        .get(analysis)!
        .flatMap(({ result }) => ('refused' in result ? assert.fail() : result.edits));
      return applyEdits(analysis.document.text, edits);
    });
    assert.match(texts[0]!, /priority: 536870918/);
    assert.match(texts[1]!, /priority: 536870919/);
  });

  test('with another document that stays: what would take its requests is refused', () => {
    const analysis = open();
    const { conversions, verification } = atOnce(
      convertTable(analysis, 'expressions', { others: [admin()] }),
    );
    assert.deepEqual(
      conversions.map(({ label, result }) => [label, 'refused' in result]),
      [['open', true]],
    );
    assert.equal(verification.kind, 'equal', 'nothing is written');
  });

  test('a part of a route gets no name that another document has', () => {
    const analysis = analysed('  - {name: a, paths: [/x, /yy]}\n');
    const others = [analysed('  - {name: a-2, paths: [/zzz]}\n')];
    const { conversions } = atOnce(convertTable(analysis, 'expressions', { others }));
    assert.match(JSON.stringify(conversions[0]!.notes), /"a","a-3"/);
  });
});

suite('one route, below the routes with an expression', () => {
  const one = (table: string, name: string) => {
    const analysis = analysed(table);
    const route = analysis.document.routes.find((found) => routeLabel(found) === name)!;
    const plain = convertToExpression(analysis, route);
    const { conversion, verification } = atOnce(verifiedConversion(analysis, plain, 'expressions'));
    const edits = 'refused' in conversion.result ? assert.fail() : conversion.result.edits;
    const priorities = [...applyEdits(analysis.document.text, edits).matchAll(/priority: (\d+)/g)];
    const codes = conversion.notes.map(({ code }) => code);
    return { kind: verification.kind, priorities: priorities.map(([, number]) => Number(number)), codes };
  };
  const admin = `  - {name: admin, expression: 'http.path ^= "/a"', priority: 10}\n`;

  test('its parts keep their order', () => {
    assert.deepEqual(one(`${admin}  - {name: open, paths: [/a, /a/bb]}\n`, 'open'), {
      kind: 'equal',
      priorities: [10, 8, 9],
      codes: ['route-split', 'priority-lowered'],
    });
  });

  test('it keeps the usual priority where that is no harm, or a lower one does not help', () => {
    const usual = 536870915;
    const other = `  - {name: other, expression: 'http.path ^= "/b"', priority: 10}\n`;
    const fields = { name: 'the harm', table: `${admin}  - {name: longer, paths: [/c/d]}\n` };
    assert.deepEqual(one(`${other}  - {name: open, paths: [/aa]}\n`, 'open').priorities, [10, usual]);
    const { kind, priorities, codes } = one(`${fields.table}  - {name: open, paths: [/cc, /c]}\n`, 'open');
    assert.deepEqual([kind, priorities.length, codes], ['different', 3, ['route-split']]);
  });

  test('there have to be numbers for all parts', () => {
    const low = admin.replace('10', '1');
    assert.equal(one(`${low}  - {name: open, paths: [/a]}\n`, 'open').kind, 'equal');
    assert.equal(one(`${low}  - {name: open, paths: [/a, /a/bb]}\n`, 'open').kind, 'different');
  });
});
