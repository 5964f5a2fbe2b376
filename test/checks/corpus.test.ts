import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { translateFile } from '../../server/cli/commands/translate.js';
import { type ConvertedFile, convertFiles } from '../../server/conversion/convert-files.js';
import { type RouteDocument, routeLabel } from '../../server/documents/index.js';
import { hover } from '../../server/lsp/requests/hover.js';
import type { ProblemCode } from '../../server/problems/codes.js';
import { isLint } from '../../server/problems/messages.js';
import { routerFlavors } from '../../server/routes/gateway.js';
import { corpusFolder, namesIn, ownFolder, readFrom } from '../support/corpus-folder.js';
import { expectGolden } from '../support/golden.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

const read = (folder: string, name: string, settings = {}) =>
  snapshotOf(readFrom(folder, name), settings, name.endsWith('.json') ? 'json' : 'yaml');

suite('files of every kind', () => {
  test('have the problems that Kong would report, flavor auto, Gateway 3.9', () => {
    const found = namesIn(ownFolder).map((name) => {
      const snapshot = read(ownFolder, name);
      const { document, gateway, text } = snapshot;
      const problems = diagnosticsOf(snapshot).map(({ range, code }) => {
        const { line, character } = range.start;
        return `${line + 1}:${character + 1} ${code}: ${text.getText(range)}`;
      });
      return [
        name,
        { kind: document.kind, flavor: gateway.flavor, routes: document.routes.length, problems },
      ];
    });
    expectGolden('corpus-problems.json', `${JSON.stringify(Object.fromEntries(found), null, 2)}\n`);
  });

  const names = namesIn(corpusFolder);

  test('are read, translated and hovered without a crash, under every flavor and old versions', () => {
    let [hovers, routes] = [0, 0];
    for (const name of names) {
      for (const routerFlavor of routerFlavors) {
        for (const gatewayVersion of ['2.8', '3.0', '3.6', '3.9', '3.14']) {
          const snapshot = read(corpusFolder, name, { routerFlavor, gatewayVersion });
          diagnosticsOf(snapshot);
          translateFile(snapshot.document, snapshot.gateway);
          routes += snapshot.document.routes.length;
          for (const { start } of snapshot.document.routes) {
            if (hover(snapshot, snapshot.text.positionAt(start))) hovers++;
          }
        }
      }
    }
    assert.ok(routes >= 390 && hovers >= 360, `${hovers} hovers over ${routes} routes`);
  });

  test('Kong accepts what is converted, and every other route stays unchanged', () => {
    let [files, routes, unchanged, left] = [0, 0, 0, 0];
    for (const name of names) {
      const { analysis } = read(corpusFolder, name);
      const [{ text, converted, leftAlone }] = convertFiles(
        [{ file: name, analysis }],
        'expressions',
        null,
      ) as [ConvertedFile];
      if (converted.length === 0) continue;
      files++;
      routes += converted.length;
      const after = snapshotOf(
        text,
        { routerFlavor: 'expressions' },
        name.endsWith('.json') ? 'json' : 'yaml',
      );
      assert.deepEqual(refusals(after), refusals(read(corpusFolder, name)), name);
      const before = textsOf(analysis.document);
      const now = textsOf(after.document);
      const changed = new Set(converted.map(({ route }) => route));
      for (const [route, written] of before) {
        if (!changed.has(route)) assert.equal(now.get(route), written, `${name}: ${route}`);
      }
      unchanged += [...before.keys()].filter((route) => !changed.has(route)).length;
      left += leftAlone.length;
    }
    assert.ok(files >= 4 && routes >= 13, `${routes} routes of ${files} files are converted`);
    assert.ok(unchanged >= 1, `${unchanged} routes stay unchanged, ${left} of them could not be converted`);
  });
});

/** The text of each route, by its label. */
const textsOf = ({ text, routes }: RouteDocument): ReadonlyMap<string, string> =>
  new Map(
    routes.map((route) => {
      const { start, end } = route.body.span;
      return [routeLabel(route), text.slice(route.start + start, route.start + end)];
    }),
  );

/** An expression may get advice that its fields did not get. */
const refusals = (snapshot: Parameters<typeof diagnosticsOf>[0]) =>
  diagnosticsOf(snapshot)
    .map(({ code }) => code as ProblemCode)
    .filter((code) => !isLint(code));
