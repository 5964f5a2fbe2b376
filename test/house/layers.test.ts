import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { problems } from '../../server/problems/messages.js';
import { routerFlavors } from '../../server/routes/gateway.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { repositoryRoot } from '../support/vectors.js';
import { importsOf, type Sources, sourcesUnder } from './imports.js';

const ground = 'grammar server/protocol server/text server/problems server/routes';
const gatewayFiles = 'grammar server/text server/problems server/routes model sources settings';
const judging = `${ground} server/hcl server/terraform server/flavors server/advice server/documents server/analysis server/gateways server/workspace`;
const acting = `${judging} server/tables server/kubernetes server/manifests server/pages server/traffic server/routing server/comparison server/route-tests server/checks server/formatting server/conversion server/running server/curl server/plan`;
const lspDocument = 'vscode-languageserver-textdocument';

/**
 * The folders from the ground up (`docs/architecture.md`), with what each may import: other folders through their doors
 * (`index.ts`), and packages. A folder in another one is named without its parent.
 */
const layers = tableOf(`
  grammar | | chevrotain refa
  server/protocol
  server/text | grammar | vscode-uri picomatch yaml @noble/hashes node:path
  server/problems | grammar server/protocol server/text
  server/routes | ${ground}
  server/flavors | ${ground}
  server/advice | ${ground} server/flavors | fastest-levenshtein
  server/hcl | grammar server/text server/problems | jsonc-parser
  server/terraform | grammar server/text server/hcl server/problems server/routes
  server/documents | ${ground} server/hcl server/terraform | yaml jsonc-parser
  server/analysis | ${ground} server/flavors server/documents
  server/tables | ${ground} server/flavors
  server/kubernetes | ${ground} server/flavors server/advice | yaml @noble/hashes
  server/gateways/model | ${gatewayFiles}
  server/gateways/sources | grammar server/text model | yaml
  server/gateways/settings | ${gatewayFiles} | node:path
  server/gateways/docker | ${gatewayFiles} | dockerfile-ast ${lspDocument}
  server/gateways/compose | ${gatewayFiles} docker
  server/gateways/kubernetes | ${gatewayFiles}
  server/gateways/containers | ${gatewayFiles} docker server/hcl | toml-eslint-parser node:path
  server/gateways/helm | ${gatewayFiles} kubernetes containers
  server/gateways/terraform | ${gatewayFiles} server/hcl server/terraform helm containers kubernetes
  server/gateways/checks | ${ground} model | fastest-levenshtein
  server/gateways | ${gatewayFiles} docker compose kubernetes helm containers terraform checks
  server/workspace | ${judging} server/kubernetes | ${lspDocument} ignore node:timers
  server/pages | server/text
  server/traffic | ${ground} server/flavors
  server/routing | ${judging} server/pages
  server/comparison | ${judging} server/tables server/pages server/routing
  server/route-tests | ${judging} server/tables server/traffic server/routing | yaml
  server/manifests | ${judging} server/kubernetes
  server/checks | ${judging} server/tables | fastest-levenshtein
  server/formatting | ${judging}
  server/conversion | ${judging} server/tables
  server/running | ${judging} server/checks | node:http node:https
  server/curl | ${judging} server/running
  server/plan | ${judging} server/kubernetes server/manifests server/pages server/checks server/conversion | ${lspDocument}
  server/agents | | node:child_process
  server/lsp | ${acting} | vscode-languageserver vscode-uri ${lspDocument} node:stream node:timers
  server/cli | ${acting} server/agents server/lsp | commander @modelcontextprotocol/sdk picocolors diff tinyglobby ignore node:child_process node:crypto node:fs node:path node:string_decoder node:url node:util node:zlib
  client | server/agents server/protocol | vscode vscode-languageclient node:http node:https
`);

/** Files that import more: those that read files. Bundles for browsers have `.browser.ts` files in their place. */
const exceptions = tableOf(`
  grammar/regex/crate-wasm.ts | node:fs node:module node:path rregex
  grammar/regex/crate-wasm.browser.ts | rregex.wasm
  server/routes/pcre-wasm.ts | node:fs node:module node:path @stephen-riley/pcre2-wasm
  server/routes/pcre-wasm.browser.ts | libpcre2.wasm
  server/workspace/disk.ts | node:fs node:path node:url
`);

/** A line for each: a name, and its columns. */
function tableOf(text: string): Readonly<Record<string, readonly string[]>> {
  const lines = text.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...columns] = line.split('|').map((column) => column.trim());
      return [name, columns];
    }),
  );
}

/** Only these know the process that they run in, and may write to a terminal. */
const worldly = /^(?:server\/(?:lsp|cli)|client)\//;

const layerNames = Object.keys(layers).sort((a, b) => b.length - a.length);
const layerOf = (path: string) => layerNames.find((name) => path === name || path.startsWith(`${name}/`));

/** `node:fs/promises` is a part of `node:fs`, `@scope/name/part` of `@scope/name`. */
const packageOf = (target: string) => target.split('/', target.startsWith('@') ? 2 : 1).join('/');

/** The door that an import from outside has to name: of the outermost folder that the importing file is not in. */
function doorOf(target: string, from: string): string {
  const steps = target.split('/');
  for (let depth = 1; depth < steps.length; depth += 1) {
    const folder = steps.slice(0, depth).join('/');
    if (folder in layers && !from.startsWith(`${folder}/`)) return `${folder}/index.ts`;
  }
  return target;
}

/** What of the files breaks the rules. */
function violations(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const name = layerOf(file);
    if (!name) return [`${file} is in no folder of the house`];
    const [uses = '', packages = ''] = layers[name]!;
    const parent = name.slice(0, name.lastIndexOf('/'));
    const allowed = new Set([
      name,
      ...uses.split(' ').flatMap((one) => [one, `${parent}/${one}`, `${name}/${one}`]),
    ]);
    const found = importsOf(file, source).flatMap(({ target }) => {
      const isOurs = /^(?:grammar|server|client|test)\//.test(target) || target.startsWith('..');
      if (isOurs) {
        if (!allowed.has(layerOf(target) ?? '')) return [`${file} imports ${target}`];
        return target === doorOf(target, file) ? [] : [`${file} imports ${target} past its door`];
      }
      const known = `${packages} ${exceptions[file]?.[0] ?? ''}`.split(' ');
      return known.includes(target) || known.includes(packageOf(target)) ? [] : [`${file} imports ${target}`];
    });
    const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    if (!worldly.test(file) && /(?<![.\w])(process|console)\.\w/.test(code))
      found.push(`${file} knows its process`);
    return found;
  });
}

/** The first circle of imports, types included; `null` where there is none. */
function circleIn(sources: Sources): string | null {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file].join(' → ');
    if (done.has(file)) return null;
    for (const { target } of importsOf(file, sources.get(file) ?? '')) {
      const circle = sources.has(target) ? visit(target, [...way, file]) : null;
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of sources.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return null;
}

suite('the layers', () => {
  const house = new Map([...sourcesUnder('grammar'), ...sourcesUnder('server'), ...sourcesUnder('client')]);

  test('every import goes down, and through a door', () => {
    assert.ok(house.size > 40, 'the files are found');
    assert.deepEqual(violations(house), []);
  });

  test('an import that does not is noticed', () => {
    const wrong: Readonly<Record<string, string>> = {
      'grammar/a.ts': "import { readFileSync } from 'node:fs';",
      'grammar/b.ts': "import type { Route } from '../server/routes/index.js';",
      'server/problems/a.ts': "import type { RouterFlavor } from '../routes/index.js';",
      'server/protocol/a.ts': "import { isAtLeast } from '../../grammar/index.js';",
      'server/documents/a.ts': "import {\n  type A,\n  viewOf,\n} from '../flavors/index.js';",
      'server/flavors/a.ts': "export { readDocument } from '../documents/index.js';",
      'server/routes/a.ts': "import type { Problem } from '../problems/codes.js';",
      'server/checks/a.ts': "import type { Hover } from 'vscode-languageserver';",
      'server/checks/b.ts': "const { serve } = await import('../lsp/index.js');",
      'server/checks/c.ts': "import { checkRegex } from '../../grammar/regex.js';",
      'server/checks/d.ts': 'console.log(1);',
      'server/checks/e.ts': "import { yamlDocuments } from '../gateways/sources/index.js';",
      'server/gateways/compose/a.ts': "import { yamlDocuments } from '../sources/yaml-tree.js';",
      'server/gateways/sources/a.ts': "import { launchOf } from '../settings/index.js';",
      'server/plan/a.ts': "import { readNode } from '../running/index.js';",
      'server/running/a.ts': "import { readFile } from 'node:fs/promises';",
      'server/lsp/a.ts': "import { colors } from '../cli/colors.js';",
      'client/a.ts': "import { problems } from '../server/problems/index.js';",
      'server/other.ts': '',
    };
    for (const [file, source] of Object.entries(wrong)) {
      assert.equal(violations(new Map([[file, source]])).length, 1, `${file}: ${source}`);
    }
    const right =
      "/* import { a } from 'yaml'; */\nimport type { Settings } from '../server/protocol/index.js';";
    assert.deepEqual(violations(new Map([['client/c.ts', right]])), []);
  });

  test('nothing is imported in a circle, types included', () => {
    assert.equal(circleIn(house), null);
    const circle = new Map([
      ['server/text/a.ts', "import type { B } from './b.js';"],
      ['server/text/b.ts', "export type { A } from './a.js';"],
    ]);
    assert.equal(circleIn(circle), 'server/text/a.ts → server/text/b.ts → server/text/a.ts');
  });

  test('only `lsp/` knows LSP types', () => {
    const knowing = [...house].flatMap(([file, source]) =>
      importsOf(file, source).some(({ target }) => packageOf(target) === 'vscode-languageserver')
        ? [file]
        : [],
    );
    assert.ok(knowing.length > 10);
    assert.deepEqual(
      knowing.filter((file) => !file.startsWith('server/lsp/')),
      [],
    );
  });

  test('VS Code is known to the client and to the tests in the editor, and to nothing else', () => {
    const knowing = [...sourcesUnder('')]
      .filter(([file, source]) =>
        importsOf(file, source).some(({ target }) => /^vscode($|-languageclient)/.test(target)),
      )
      .map(([file]) => file)
      .filter((file) => !/^(?:client|test\/editor)\//.test(file));
    assert.deepEqual(knowing, []);
  });
});

suite('what is written in two places is the same', () => {
  const manifest = JSON.parse(readFileSync(new URL('package.json', repositoryRoot), 'utf8'));
  const { properties } = manifest.contributes.configuration;

  test('the settings of package.json are those of the protocol', () => {
    const protocol = readFileSync(new URL('server/protocol/settings.ts', repositoryRoot), 'utf8');
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
