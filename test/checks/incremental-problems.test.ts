import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { DocumentMemory, documentProblems, problemsInPieces } from '../../server/checks/index.js';
import { type DocumentFormat, type RouteDocument, readDocument } from '../../server/documents/index.js';
import { rereadDocument } from '../../server/documents/reread.js';
import type { Gateway } from '../../server/routes/index.js';

const gateway: Gateway = { flavor: 'expressions', version: [3, 9] };
const set = { kind: 'set' } as const;
const known = { gateway, flavorReason: set, versionReason: set, calculationReason: set };

const documentMemory = (): DocumentMemory => new DocumentMemory();

/** All problems of a version, of its routes and around them. */
function problemsOf(analysis: DocumentAnalysis) {
  const pieces = problemsInPieces(analysis, {});
  let step = pieces.next();
  while (!step.done) step = pieces.next();
  const ofRoutes = step.value.map(({ route, problems }) => ({ start: route.start, problems }));
  const around = documentProblems(analysis.document, known, analysis.carried(documentMemory));
  return { around, ofRoutes };
}

const yaml = `_format_version: "3.0"
services:
- name: s
  url: http://a
  routes:
  - name: a
    paths: [/a]
  - name: b
    paths: [/b]
    paths: [/c]
  plugin: []
- name: t
  strip_path: true
  routes:
  - name: a
    id: x
    paths: [/d]
routes:
- name: c
  expression: http.path == "/e"
- just text
-
- name: d
  id: x
  hosts: [e.com]
`;

const json = JSON.stringify(
  {
    _format_version: '3.0',
    services: [
      {
        name: 's',
        retrie: 1,
        routes: [
          { name: 'a', paths: ['/a'] },
          { name: 'b', hosts: ['b'] },
        ],
      },
    ],
    routes: [{ name: 'a', expression: 'http.path == "/a"' }, { id: 'x', paths: ['/x'] }, 'y', { id: 'x' }],
  },
  null,
  1,
);

const several = `${yaml}---\n${yaml}`;

const pieces = [
  ...['a', 'b', 'x', 'name: a', 'name', 'id', '\n    name: b', '\n    id: x', '\n', '  ', '- ', '"', ''],
  ...['"name": "a", ', '"id": "x"', ',', '}', '{', '---\n', '\n  - name: a\n    paths: [/z]\n', '#'],
];

suite('Problems after edits', () => {
  for (const [format, text, least] of [
    ['yaml', yaml, 7],
    ['json', json, 4],
    ['yaml', several, 14],
  ] as const satisfies readonly [DocumentFormat, string, number][]) {
    test(`are those of the text read anew (${format}, ${text.length} characters)`, () => {
      const first = new DocumentAnalysis(readDocument(text, format), gateway);
      assert.equal(problemsOf(first).around.length, least);
      const edit = fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        deleted: fc.oneof(fc.nat(3), fc.nat(40)),
        inserted: fc.constantFrom(...pieces),
      });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
          let document: RouteDocument = readDocument(text, format);
          let analysis = new DocumentAnalysis(document, gateway);
          problemsOf(analysis);
          for (const { at, deleted, inserted } of edits) {
            const start = Math.floor(at * document.text.length);
            const next = document.text.slice(0, start) + inserted + document.text.slice(start + deleted);
            document = rereadDocument(document, next);
            analysis = new DocumentAnalysis(document, gateway, analysis);
            const anew = new DocumentAnalysis(readDocument(next, format), gateway);
            assert.deepEqual(problemsOf(analysis), problemsOf(anew), next);
          }
        }),
        { numRuns: 150 },
      );
    });
  }
});
