/** Which files are one table, where no file says which Gateway reads them. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { gatewayTables, type TableFile, tableAround } from '../../server/checks/index.js';
import { readDocument } from '../../server/documents/index.js';
import { unpaired } from '../../server/workspace/index.js';

/** A file as its path, then its workspace after a `#`, then the names of its routes. */
function file(path: string, ...names: string[]): TableFile {
  const [place = '', workspace] = path.split('#');
  const routes = names.map((name) => `  - { name: ${name}, paths: [/${name}] }\n`).join('');
  const head = workspace === undefined ? '' : `_workspace: ${workspace}\n`;
  const document = readDocument(`_format_version: "3.0"\n${head}routes:\n${routes}`, 'yaml');
  const gateway = { flavor: 'traditional_compatible', version: [3, 9] } as const;
  return { uri: `file:///w/${place}`, analysis: new DocumentAnalysis(document, gateway), pairing: unpaired };
}

const short = ({ uri }: TableFile) => uri.slice('file:///w/'.length);

function expectTables(files: readonly TableFile[], expected: readonly (readonly string[])[]): void {
  assert.deepEqual(
    gatewayTables(files).map((table) => table.map(short)),
    expected,
  );
  for (const table of expected) {
    for (const name of table) {
      const own = files.find((one) => short(one) === name)!;
      assert.deepEqual(tableAround(own, files).map(short), [...table].sort(), `around ${name}`);
    }
  }
}

suite('files of one table', () => {
  test('are those of one folder', () => {
    expectTables(
      [file('a/x.yaml', 'one'), file('a/y.yaml', 'two'), file('b/x.yaml', 'three')],
      [['a/x.yaml', 'a/y.yaml'], ['b/x.yaml']],
    );
  });

  test('are of one environment, which a file or the nearest folder names', () => {
    const files = ['kong.dev.yaml', 'dev-more.yaml', 'kong-production.yaml', 'prod.yaml'];
    expectTables(
      files.map((name, i) => file(`a/${name}`, `r${i}`)),
      [
        ['a/kong.dev.yaml', 'a/dev-more.yaml'],
        ['a/kong-production.yaml', 'a/prod.yaml'],
      ],
    );
  });

  test('with no environment are apart from those of several', () => {
    const files = ['dev.yaml', 'common.yaml', 'prod.yaml'];
    expectTables(
      files.map((name, i) => file(`a/${name}`, `r${i}`)),
      [['a/dev.yaml'], ['a/common.yaml'], ['a/prod.yaml']],
    );
  });

  test('may name one environment: then it parts nothing', () => {
    expectTables(
      [file('dev/a.yaml', 'one'), file('dev/test-orders.yaml', 'two')],
      [['dev/a.yaml'], ['dev/test-orders.yaml']],
    );
    expectTables(
      [file('a/users.yaml', 'one'), file('a/test-users.yaml', 'two')],
      [['a/users.yaml', 'a/test-users.yaml']],
    );
  });

  test('are of all workspaces, of one environment', () => {
    const files = [
      file('dev/a.yaml#a', 'one'),
      file('dev/b/kong.yaml#b', 'two'),
      file('prod/a.yaml#a', 'one'),
      file('prod/b/kong.yaml#b', 'three'),
    ];
    expectTables(files, [
      ['dev/a.yaml', 'dev/b/kong.yaml'],
      ['prod/a.yaml', 'prod/b/kong.yaml'],
    ]);
  });

  test('may repeat a few names, which is reported', () => {
    expectTables(
      [file('a/x.yaml', 'one', 'two', 'three'), file('a/y.yaml', 'three', 'four', 'five')],
      [['a/x.yaml', 'a/y.yaml']],
    );
  });

  test('have not the same names: then each folder is a table, or each file', () => {
    const files = ['east/a.yaml#a', 'east/b.yaml#b', 'west/a.yaml#a', 'west/b.yaml#b'];
    expectTables(
      files.map((name) => file(name, 'one')),
      [
        ['east/a.yaml', 'east/b.yaml'],
        ['west/a.yaml', 'west/b.yaml'],
      ],
    );
    expectTables([file('a/x.yaml', 'one'), file('a/y.yaml', 'one')], [['a/x.yaml'], ['a/y.yaml']]);
  });
});
