// The files that the language server and the terminal command consist of, beside their entries. A file is loaded when something
// that it exports is first used: so a decK file is opened without Terraform, Kubernetes and plans. No code is in two of them.
import { join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './commands.mjs';

/**
 * Each file of dist/ with what it exports: folders (their `index.ts`), modules and packages. What these import and no other file
 * exports is in the file, too. @type {Readonly<Record<string, readonly string[]>>}
 */
export const parts = {
  core: [
    'grammar',
    'server/advice',
    'server/analysis',
    'server/checks',
    'server/documents',
    'server/flavors',
    'server/gateways',
    'server/gateways/checks',
    'server/gateways/model',
    'server/gateways/settings',
    'server/gateways/sources',
    'server/problems',
    'server/problems/plan-step.ts',
    'server/problems/unknown-value.ts',
    'server/routes',
    'server/text',
    'server/workspace',
    '@noble/hashes/sha2.js',
    '@noble/hashes/utils.js',
    'fastest-levenshtein',
    'ignore',
    'jsonc-parser',
    'picomatch',
    'vscode-languageserver-textdocument',
    'vscode-uri',
    'yaml',
  ],
  // When a file is opened, its errors are shown before its table is looked at.
  tables: ['server/tables'],
  lsp: ['server/lsp'],
  gateways: [
    'server/gateways/compose',
    'server/gateways/containers',
    'server/gateways/docker',
    'server/gateways/helm',
    'server/gateways/kubernetes',
    'server/gateways/terraform',
  ],
  terraform: ['server/hcl', 'server/terraform'],
  kubernetes: ['server/kubernetes', 'server/manifests'],
  requests: ['server/comparison', 'server/pages', 'server/route-tests', 'server/routing', 'server/traffic'],
  plan: [
    'server/conversion',
    'server/formatting',
    'server/plan',
    'server/problems/plan-controller-messages.ts',
    'server/problems/plan-step-messages.ts',
  ],
  running: ['server/curl', 'server/running'],
  mcp: [
    '@modelcontextprotocol/sdk/server/index.js',
    '@modelcontextprotocol/sdk/server/stdio.js',
    '@modelcontextprotocol/sdk/types.js',
  ],
  refa: ['refa'],
};

/** The file of each name in `parts`. */
const fileOf = new Map(Object.entries(parts).flatMap(([file, names]) => names.map((name) => [name, file])));

const isOurs = (/** @type {string} */ name) => /^(?:grammar$|server\/)/.test(name);

/** What esbuild resolves from the root of the repository. @param {string} name */
const moduleOf = (name) => (isOurs(name) ? `./${name}${name.endsWith('.ts') ? '' : '/index.ts'}` : name);

/** The name in `parts` of what an import means; of others, a name that is not there. @param {string} path @param {string} from */
function nameOf(path, from) {
  if (!/^\.\.?\//.test(path)) return path;
  const target = relative(root, join(from, path)).replaceAll('\\', '/');
  return target.replace(/\/index\.js$/, '').replace(/\.js$/, '.ts');
}

/**
 * The names that are exported under each name in `parts`.
 * @param {esbuild.BuildOptions} options of every bundle
 * @returns {Promise<ReadonlyMap<string, readonly string[]>>}
 */
async function exportedNames(options) {
  const ours = [...fileOf.keys()].filter(isOurs);
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: ours.map(moduleOf),
    format: 'esm',
    packages: 'external',
    sourcemap: false,
    metafile: true,
    write: false,
  });
  const exportsOf = new Map(
    Object.values(metafile.outputs).map((output) => [`./${output.entryPoint}`, output.exports]),
  );
  const packages = [...fileOf.keys()].filter((name) => !isOurs(name));
  return new Map([
    ...ours.map((name) => /** @type {const} */ ([name, exportsOf.get(moduleOf(name)) ?? []])),
    ...(await Promise.all(
      packages.map(async (name) => /** @type {const} */ ([name, namesIn(await import(name))])),
    )),
  ]);
}

/** A package that is a function has its other exports as properties of it. @param {{ default?: unknown }} exported */
const namesIn = ({ default: whole, ...exported }) =>
  Object.keys({ ...exported, ...(typeof whole === 'function' ? whole : {}), default: whole });

/**
 * Puts getters that load a file in place of everything that the file exports.
 * @param {ReadonlyMap<string, readonly string[]>} exported
 * @param {string} own the file that is made
 * @returns {esbuild.Plugin}
 */
const otherParts = (exported, own) => ({
  name: 'other parts',
  setup: (build) => {
    build.onResolve({ filter: /./ }, ({ path, resolveDir, kind, namespace }) => {
      if (namespace === 'other-parts') return { path, external: true };
      const name = nameOf(path, resolveDir);
      const isElsewhere = kind !== 'entry-point' && (fileOf.get(name) ?? own) !== own;
      return isElsewhere ? { path: name, namespace: 'other-parts' } : undefined;
    });
    build.onLoad({ filter: /./, namespace: 'other-parts' }, ({ path }) => ({
      contents: `let loaded;
        const load = () => (loaded ??= require('./${fileOf.get(path)}.cjs')['${path}']);
        // A package may be a function.
        module.exports = (...values) => load().default(...values);
        for (const name of ${JSON.stringify(exported.get(path))})
          Object.defineProperty(module.exports, name, { get: () => load()[name], enumerable: true });`,
    }));
  },
});

/**
 * The options of esbuild for entries that share the files of `parts`, and for those files.
 * @param {esbuild.BuildOptions} options of every bundle
 * @param {Readonly<Record<string, esbuild.BuildOptions>>} entries by the names of their files
 * @returns {Promise<esbuild.BuildOptions[]>}
 */
export async function bundlesOfParts(options, entries) {
  const exported = await exportedNames(options);
  const { outdir, ...rest } = options;
  /** @param {string} file */
  const make = (file) => ({
    ...rest,
    outfile: `${outdir}/${file}.cjs`,
    plugins: [otherParts(exported, file)],
  });
  return [
    ...Object.entries(entries).map(([file, entry]) => ({ ...make(file), ...entry })),
    ...Object.entries(parts).map(([file, names]) => ({
      ...make(file),
      stdin: {
        contents: names.map((name) => `export * as '${name}' from '${moduleOf(name)}';`).join('\n'),
        resolveDir: root,
      },
    })),
  ];
}

/**
 * Modules that are in several files, of which one has to be named in `parts`.
 * @param {readonly esbuild.Metafile[]} metafiles of the bundles that share files
 */
export function bundledTwice(metafiles) {
  /** @type {Map<string, string[]>} */
  const filesOf = new Map();
  for (const { outputs } of metafiles)
    for (const [file, { inputs }] of Object.entries(outputs))
      for (const [module, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0 && !/^(?:other-parts:|<)/.test(module))
          filesOf.set(module, [...(filesOf.get(module) ?? []), file]);
  return [...filesOf]
    .filter(([, files]) => files.length > 1)
    .map(([module, files]) => `${module} is in ${files.join(', ')}`);
}
