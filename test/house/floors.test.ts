import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { problems } from '../../server/problems.js';
import { routerFlavors } from '../../server/routes/gateway.js';
import { defaultSettings } from '../../server/settings.js';
import { repositoryRoot } from '../support/vectors.js';
import { importsOf, type Sources, sourcesUnder } from './imports.js';

/**
 * The floors of the house, from the ground up (`docs/architecture.md`): what a file may import. A folder ends
 * with `/`. `types` may be imported if nothing of it is left when the file is compiled.
 */
interface Floor {
  readonly place: string;
  readonly uses: readonly string[];
  readonly types?: readonly string[];
  readonly packages: readonly string[];
}

const floors: readonly Floor[] = [
  { place: 'grammar/', uses: ['grammar/'], packages: ['rregex'] },
  // The table of problems is typed over the codes of the floors above it, and knows nothing else of them.
  {
    place: 'server/problems.ts',
    uses: [],
    types: ['grammar/', 'server/routes/', 'server/flavors/', 'server/gateways/'],
    packages: [],
  },
  { place: 'server/protocol.ts', uses: [], packages: [] },
  {
    place: 'server/routes/',
    uses: ['grammar/index.ts', 'server/problems.ts', 'server/routes/'],
    types: ['server/protocol.ts'],
    packages: [],
  },
  {
    place: 'server/flavors/',
    uses: ['grammar/index.ts', 'server/problems.ts', 'server/routes/', 'server/flavors/'],
    types: ['server/protocol.ts'],
    packages: ['node:crypto'],
  },
  {
    place: 'server/documents/',
    uses: ['grammar/index.ts', 'server/problems.ts', 'server/routes/', 'server/documents/'],
    types: ['server/protocol.ts'],
    packages: ['yaml', 'jsonc-parser'],
  },
  {
    place: 'server/gateways/',
    uses: ['grammar/index.ts', 'server/problems.ts', 'server/routes/', 'server/gateways/'],
    types: ['server/protocol.ts'],
    packages: ['yaml', 'dockerfile-ast', 'vscode-languageserver-textdocument'],
  },
  {
    place: 'server/admin/',
    uses: [
      'grammar/index.ts',
      'server/problems.ts',
      'server/routes/',
      'server/flavors/',
      'server/documents/index.ts',
      'server/admin/',
    ],
    types: ['server/protocol.ts'],
    // The one room that talks to other machines; no feature can, as none may name the files that do.
    packages: ['node:http', 'node:https', 'node:crypto'],
  },
  { place: 'server/clock.ts', uses: [], packages: [] },
  { place: 'server/settings.ts', uses: ['server/routes/'], types: ['server/protocol.ts'], packages: [] },
  {
    place: 'server/file-search.ts',
    uses: ['server/documents/index.ts', 'server/gateways/index.ts'],
    packages: ['ignore', 'node:fs/promises', 'node:path', 'node:url'],
  },
  {
    place: 'server/workspace-files.ts',
    uses: ['server/gateways/index.ts', 'server/file-search.ts'],
    packages: [
      'vscode-languageserver-textdocument',
      'node:fs/promises',
      'node:path',
      'node:timers/promises',
      'node:url',
    ],
  },
  {
    place: 'server/gateway-of.ts',
    uses: ['grammar/index.ts', 'server/routes/', 'server/documents/index.ts', 'server/gateways/index.ts'],
    types: ['server/protocol.ts'],
    packages: [],
  },
  {
    place: 'server/workspace.ts',
    uses: [
      'grammar/index.ts',
      'server/problems.ts',
      'server/routes/',
      'server/flavors/',
      'server/documents/index.ts',
      'server/gateways/index.ts',
      'server/gateway-of.ts',
      'server/settings.ts',
    ],
    types: ['server/protocol.ts'],
    // Files that are not open are read from the disk.
    packages: ['vscode-languageserver-textdocument', 'node:fs/promises', 'node:url'],
  },
  {
    place: 'server/features/',
    uses: [
      'grammar/index.ts',
      'server/problems.ts',
      'server/routes/',
      'server/flavors/',
      'server/documents/index.ts',
      'server/gateways/index.ts',
      'server/gateway-of.ts',
      'server/workspace.ts',
      'server/admin/index.ts',
      'server/features/',
    ],
    types: ['server/protocol.ts'],
    // Without `/node`: the protocol's types and constants, and no connection.
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  {
    place: 'server/running.ts',
    uses: [
      'server/routes/',
      'server/documents/index.ts',
      'server/admin/',
      'server/gateway-of.ts',
      'server/workspace.ts',
      'server/features/',
    ],
    types: ['server/protocol.ts'],
    packages: ['vscode-languageserver/node'],
  },
  {
    place: 'server/editing.ts',
    uses: ['server/workspace.ts', 'server/features/'],
    packages: ['vscode-languageserver/node'],
  },
  {
    place: 'server/planning.ts',
    uses: ['server/file-search.ts', 'server/workspace.ts', 'server/workspace-files.ts', 'server/features/'],
    types: ['server/protocol.ts'],
    packages: [
      'vscode-languageserver/node',
      'vscode-languageserver-textdocument',
      'node:timers/promises',
      'node:url',
    ],
  },
  {
    place: 'server/server.ts',
    uses: [
      'grammar/index.ts',
      'server/problems.ts',
      'server/routes/',
      'server/flavors/',
      'server/documents/index.ts',
      'server/gateways/index.ts',
      'server/settings.ts',
      'server/clock.ts',
      'server/gateway-of.ts',
      'server/workspace.ts',
      'server/workspace-files.ts',
      'server/running.ts',
      'server/planning.ts',
      'server/editing.ts',
      'server/features/',
    ],
    types: ['server/protocol.ts'],
    packages: ['vscode-languageserver/node', 'vscode-languageserver-textdocument', 'node:timers/promises'],
  },
  { place: 'server/main.ts', uses: ['server/server.ts'], packages: ['vscode-languageserver/node'] },
  {
    place: 'server/cli/',
    uses: [
      'grammar/index.ts',
      'server/problems.ts',
      'server/routes/',
      'server/flavors/',
      'server/documents/index.ts',
      'server/gateways/index.ts',
      'server/gateway-of.ts',
      'server/workspace.ts',
      'server/file-search.ts',
      'server/clock.ts',
      'server/admin/',
      'server/features/',
      'server/cli/',
    ],
    types: ['server/protocol.ts'],
    packages: [
      'commander',
      'picocolors',
      'diff',
      'tinyglobby',
      'ignore',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'node:url',
    ],
  },
  {
    place: 'server/cli.ts',
    uses: [
      'grammar/index.ts',
      'server/problems.ts',
      'server/routes/',
      'server/flavors/',
      'server/documents/index.ts',
      'server/gateways/index.ts',
      'server/settings.ts',
      'server/gateway-of.ts',
      'server/workspace.ts',
      'server/file-search.ts',
      'server/features/',
      'server/cli/',
      'server/server.ts',
    ],
    types: ['server/protocol.ts'],
    packages: ['commander', 'vscode-languageserver/node', 'node:readline'],
  },
  {
    place: 'client/',
    uses: ['client/'],
    types: ['server/protocol.ts'],
    packages: ['vscode', 'vscode-languageclient/node', 'node:crypto'],
  },
];

/** Single files that need more than their floor. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // A library in WebAssembly is a file that has to be read.
  'server/routes/pcre-library.ts': ['node:fs', 'node:module', 'node:path', '@stephen-riley/pcre2-wasm'],
};

/** Only these know the process that they run in, and may write to a terminal. */
const worldly: readonly string[] = [
  'server/server.ts',
  'server/main.ts',
  'server/clock.ts',
  'server/cli.ts',
  'server/cli/',
  'client/',
];

const isIn = (places: readonly string[], path: string) =>
  places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));

const nameOf = (target: string) =>
  target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target;

/** What of the files breaks the rules. */
function violations(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const floor = floors.find(({ place }) => isIn([place], file));
    if (!floor) return [`${file} is on no floor`];
    const found = importsOf(file, source).flatMap(({ target, typesOnly }) => {
      const isOurs = /^(grammar|server|client|test)\//.test(target) || target.startsWith('..');
      const allowed = isOurs
        ? isIn(floor.uses, target) || (typesOnly && isIn(floor.types ?? [], target))
        : [...floor.packages, ...(exceptions[file] ?? [])].some(
            (name) => name === target || name === nameOf(target),
          );
      return allowed ? [] : [`${file} imports ${target}`];
    });
    const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    if (!isIn(worldly, file) && /(?<![.\w])(process|console)\./.test(code))
      found.push(`${file} knows its process`);
    return found;
  });
}

suite('the floors', () => {
  const house = new Map([...sourcesUnder('grammar'), ...sourcesUnder('server'), ...sourcesUnder('client')]);

  test('every import points down', () => {
    assert.ok(house.size > 40, 'the files are found');
    assert.deepEqual(violations(house), []);
  });

  test('an import that points up is noticed', () => {
    const wrong: Readonly<Record<string, string>> = {
      'grammar/a.ts': "import { readFileSync } from 'node:fs';",
      'grammar/b.ts': "import type { Route } from '../server/routes/route.js';",
      'server/problems.ts': "import { judge } from './routes/rules.js';",
      'server/protocol.ts': "import { isAtLeast } from '../grammar/index.js';",
      'server/documents/a.ts': "import {\n  type A,\n  viewOf,\n} from '../flavors/translate.js';",
      'server/flavors/a.ts': "export { readDocument } from '../documents/index.js';",
      'server/routes/a.ts': "import { splitByPath } from '../flavors/split.js';",
      'server/features/a.ts': "import { createConnection } from 'vscode-languageserver/node';",
      'server/features/b.ts': "const { hover } = await import('../server.js');",
      'server/features/c.ts': "import { checkRegex } from '../../grammar/regex.js';",
      'server/workspace.ts': "import '../server/features/hover.js';",
      'server/features/d.ts': 'console.log(1);',
      'server/features/e.ts': "import { AdminClient } from '../admin/client.js';",
      'server/admin/a.ts': "import { readFile } from 'node:fs/promises';",
      'client/a.ts': "import { problems } from '../server/problems.js';",
      'client/b.ts': "import { defaultSettings } from '../server/protocol.js';",
      'server/other.ts': '',
    };
    for (const [file, source] of Object.entries(wrong)) {
      assert.equal(violations(new Map([[file, source]])).length, 1, `${file}: ${source}`);
    }
    const right = "/* import { a } from 'yaml'; */\nimport type { Settings } from '../server/protocol.js';";
    assert.deepEqual(violations(new Map([['client/c.ts', right]])), []);
  });

  test('nothing is imported in a circle', () => {
    const runtime = new Map(
      [...house].map(([file, source]) => [
        file,
        importsOf(file, source).flatMap(({ target, typesOnly }) => (typesOnly ? [] : [target])),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]): void => {
      assert.ok(!way.includes(file), `${[...way, file].join(' → ')}`);
      if (done.has(file)) return;
      for (const target of runtime.get(file) ?? []) visit(target, [...way, file]);
      done.add(file);
    };
    for (const file of runtime.keys()) visit(file, []);
  });

  test('VS Code is known to the client and to the tests in the editor, and to nothing else', () => {
    const knowing = [...sourcesUnder('')]
      .filter(([file, source]) =>
        importsOf(file, source).some(({ target }) => /^vscode($|-languageclient)/.test(target)),
      )
      .map(([file]) => file)
      .filter((file) => !isIn(['client/', 'test/editor/'], file));
    assert.deepEqual(knowing, []);
  });
});

suite('what is said twice is said alike', () => {
  const manifest = JSON.parse(readFileSync(new URL('package.json', repositoryRoot), 'utf8'));
  const { properties } = manifest.contributes.configuration;

  test('the settings of package.json are those of the protocol', () => {
    const protocol = readFileSync(new URL('server/protocol.ts', repositoryRoot), 'utf8');
    const body = /export interface Settings \{([\s\S]*?)\n\}/.exec(protocol)?.[1] ?? '';
    const keys = [...body.matchAll(/^ {2}readonly (\w+):/gm)].map(([, key]) => `kongRoutes.${key}`);
    assert.deepEqual(
      // What is traced is the business of the client's library.
      Object.keys(properties).filter((key) => key !== 'kongRoutes.trace.server'),
      keys,
    );
    assert.deepEqual(
      Object.keys(defaultSettings).map((key) => `kongRoutes.${key}`),
      keys,
    );
  });

  test('their values and defaults are those of the server', () => {
    assert.deepEqual(properties['kongRoutes.routerFlavor'].enum, ['auto', ...routerFlavors]);
    for (const [key, value] of Object.entries(defaultSettings)) {
      assert.deepEqual(properties[`kongRoutes.${key}`].default, value);
    }
    const { pattern } = properties['kongRoutes.gatewayVersion'];
    assert.match(defaultSettings.gatewayVersion, new RegExp(pattern));
    const { items } = properties['kongRoutes.gateways'];
    assert.deepEqual(items.properties.flavor.enum, [...routerFlavors]);
  });

  test('the page that problems link to is in the package', () => {
    assert.ok(Object.keys(problems).length > 0);
    assert.ok(manifest.files.includes('docs/problems.md'));
  });
});
