/** Conversions in files that one Gateway reads together. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { atOnce, convertDocuments, convertTable } from '../../server/conversion/index.js';
import { readDocument } from '../../server/documents/index.js';
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
