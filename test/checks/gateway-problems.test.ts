import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { ProblemCode } from '../../server/problems/codes.js';
import { problemUrl } from '../../server/problems/messages.js';
import { withoutAnnotations } from '../support/annotated-text.js';
import { gatewayCodes as codes } from '../support/codes.js';
import type { Folder } from '../support/gateway-folder.js';
import { annotateFolder, diagnosticsIn } from '../support/gateway-workspace.js';
import { expectGolden, fixturePath } from '../support/golden.js';

/**
 * `test/fixtures/gateways/CODE.txt` holds workspaces with every problem drawn below its line. Each begins with
 * `=== TITLE`, and each file in it with `--- PATH`.
 */
suite('what is reported of gateways, and where', () => {
  for (const code of codes) {
    const name = `gateways/${code}.txt`;
    // Of the others it does not matter which versions have come to their end.
    const day = code === 'gateway-end-of-life' ? '2026-11-28' : undefined;
    test(code, () => {
      assert.ok(existsSync(fixturePath(name)), `test/fixtures/${name} is there`);
      const found = new Set<string>();
      const annotated = readSections(readFileSync(fixturePath(name), 'utf8')).map(({ title, folder }) => {
        for (const diagnostic of [...diagnosticsIn(folder, day).values()].flat()) {
          assert.equal(diagnostic.codeDescription?.href, problemUrl(diagnostic.code as ProblemCode));
          found.add(String(diagnostic.code));
        }
        return `=== ${title}\n${annotateFolder(folder, day)}`;
      });
      expectGolden(name, annotated.join(''));
      assert.ok(found.has(code), `${code} is among the problems`);
    });
  }

  test('there is no fixture of a code that is gone', () => {
    assert.deepEqual(readdirSync(fixturePath('gateways')).sort(), codes.map((code) => `${code}.txt`).sort());
  });
});

function readSections(file: string): { title: string; folder: Folder }[] {
  return file.split(/^=== /m).flatMap((section) => {
    if (section === '') return [];
    const [head = '', ...files] = section.split(/^--- /m);
    const folder = files.map((text): [string, string] => {
      const end = text.indexOf('\n');
      return [text.slice(0, end), withoutAnnotations(text.slice(end + 1))];
    });
    return [{ title: head.trimEnd(), folder: Object.fromEntries(folder) }];
  });
}
