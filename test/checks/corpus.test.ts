import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { type ConvertedFile, convertFiles } from '../../server/cli/commands/convert.js';
import { translateFile } from '../../server/cli/commands/translate.js';
import { hover } from '../../server/lsp/requests/hover.js';
import type { ProblemCode } from '../../server/problems/codes.js';
import { isLint } from '../../server/problems/messages.js';
import { routerFlavors } from '../../server/routes/gateway.js';
import { corpusFolder as folder, corpusMissing as missing } from '../support/corpus-folder.js';
import { expectGolden } from '../support/golden.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

if (missing) console.log(`Not run: the problems of real files, because ${missing}.`);

const names = missing
  ? []
  : readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1).replaceAll('\\', '/'))
      .sort();

const read = (name: string, settings = {}) =>
  snapshotOf(readFileSync(`${folder}/${name}`, 'utf8'), settings, name.endsWith('.json') ? 'json' : 'yaml');

suite('the corpus of real files', { skip: missing }, () => {
  test('has the problems that Kong would report, flavor auto, Gateway 3.9', () => {
    const found = names.map((name) => {
      const snapshot = read(name);
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

  test('is read, translated, converted and hovered without a crash, under every flavor and old versions', () => {
    for (const name of names) {
      for (const routerFlavor of routerFlavors) {
        for (const gatewayVersion of ['2.8', '3.0', '3.6', '3.9', '3.14']) {
          const snapshot = read(name, { routerFlavor, gatewayVersion });
          diagnosticsOf(snapshot);
          translateFile(snapshot.document, snapshot.gateway);
          for (const { start } of snapshot.document.routes) hover(snapshot, snapshot.text.positionAt(start));
        }
      }
    }
  });

  test('what is converted is taken by Kong, and every other route stays as it was', () => {
    for (const name of names) {
      const { analysis } = read(name);
      const [{ text, converted }] = convertFiles([{ file: name, analysis }], 'expressions', null) as [
        ConvertedFile,
      ];
      if (converted.length === 0) continue;
      const after = snapshotOf(
        text,
        { routerFlavor: 'expressions' },
        name.endsWith('.json') ? 'json' : 'yaml',
      );
      assert.deepEqual(refusals(after), refusals(read(name)), name);
    }
  });
});

/** An expression may get advice that its fields did not get. */
const refusals = (snapshot: Parameters<typeof diagnosticsOf>[0]) =>
  diagnosticsOf(snapshot)
    .map(({ code }) => code as ProblemCode)
    .filter((code) => !isLint(code));
