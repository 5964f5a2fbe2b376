/**
 * The files of one directory, which Terraform reads as one module.
 * Source: hashicorp/terraform `internal/configs/parser_config_dir.go`, `internal/command/meta_vars.go`.
 */

import {
  attributeOf,
  attributesOf,
  type Block,
  blocksOf,
  type Definition,
  definitionOf,
  type HclFile,
  readHcl,
  readHclJson,
  Scope,
} from '../hcl/index.js';

export interface ModuleFile {
  /** The name of the file; only its end is looked at. */
  readonly name: string;
  readonly hcl: HclFile;
}

export interface TerraformModule {
  /** Of the configuration; files of values are not among them. */
  readonly files: readonly ModuleFile[];
  readonly scope: Scope;
  /** The source of a provider, by its local name; `null` if no file sets it. */
  readonly sourceOf: (provider: string) => string | null;
  /** `required_version` as written; of several, all. */
  readonly requiredVersions: readonly string[];
}

/** A block of a module and the file that it is in. */
export interface ModuleBlock {
  readonly file: ModuleFile;
  readonly block: Block;
}

export type FileKind = 'native' | 'json' | 'values' | 'json-values';

/** What a file is to Terraform, by its name; `null` for what it does not read. */
export function fileKind(name: string): FileKind | null {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  // Backups of editors.
  if (/^\.|~$|^#.*#$/.test(base)) return null;
  if (/\.(?:tf|tofu)$/.test(base)) return 'native';
  if (/\.(?:tf|tofu)\.json$/.test(base)) return 'json';
  if (base === 'terraform.tfvars' || base.endsWith('.auto.tfvars')) return 'values';
  if (base === 'terraform.tfvars.json' || base.endsWith('.auto.tfvars.json')) return 'json-values';
  return null;
}

/** A file as Terraform reads it; `null` for what it does not. */
export function readTerraformFile(name: string, text: string): ModuleFile | null {
  const kind = fileKind(name);
  if (kind === null) return null;
  return { name, hcl: kind === 'native' || kind === 'values' ? readHcl(text) : readHclJson(text) };
}

/** The module that the files of a directory are. Files that Terraform does not read are left out. */
export function moduleOf(files: readonly ModuleFile[]): TerraformModule {
  const isValues = ({ name }: ModuleFile) => fileKind(name)?.endsWith('values') ?? false;
  const configuration = files.filter((file) => fileKind(file.name) !== null && !isValues(file));
  const values = files.filter(isValues).sort(byPrecedence);
  const blocks = configuration.flatMap((file) => blocksOf(file.hcl.body).map((block) => ({ file, block })));
  const sources = providerSources(blocks);
  return {
    files: configuration,
    scope: new Scope(localsOf(blocks), variablesOf(blocks, values)),
    sourceOf: (provider) => sources.get(provider) ?? null,
    requiredVersions: requiredVersions(blocks),
  };
}

/** Blocks at the top of the module's files. */
export const moduleBlocks = (module: TerraformModule, type: string): readonly ModuleBlock[] =>
  module.files.flatMap((file) =>
    blocksOf(file.hcl.body)
      .filter((block) => block.type === type)
      .map((block) => ({ file, block })),
  );

/** Values of `*.auto.tfvars` override those of `terraform.tfvars`, in the order of their names. */
function byPrecedence(a: ModuleFile, b: ModuleFile): number {
  const rank = ({ name }: ModuleFile) => (/auto\.tfvars(?:\.json)?$/.test(name) ? 1 : 0);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function localsOf(blocks: readonly ModuleBlock[]): ReadonlyMap<string, Definition> {
  const locals = new Map<string, Definition>();
  for (const { file, block } of blocks) {
    if (block.type !== 'locals') continue;
    for (const attribute of attributesOf(block.body)) {
      // A name that is defined twice is refused; the first one is as good as the other.
      if (!locals.has(attribute.name)) {
        locals.set(attribute.name, definitionOf(file.hcl.text, attribute, false));
      }
    }
  }
  return locals;
}

/** Defaults, which values of files override; values of the command line may do so, too. */
function variablesOf(
  blocks: readonly ModuleBlock[],
  values: readonly ModuleFile[],
): ReadonlyMap<string, Definition> {
  const variables = new Map<string, Definition>();
  for (const { file, block } of blocks) {
    const name = block.labels[0]?.text;
    const value = attributeOf(block.body, 'default');
    if (block.type !== 'variable' || name === undefined || !value) continue;
    if (!variables.has(name)) variables.set(name, definitionOf(file.hcl.text, value, true));
  }
  const declared = new Set(
    blocks.flatMap(({ block }) => (block.type === 'variable' ? [block.labels[0]?.text] : [])),
  );
  for (const { hcl } of values) {
    for (const attribute of attributesOf(hcl.body)) {
      if (declared.has(attribute.name))
        variables.set(attribute.name, definitionOf(hcl.text, attribute, true));
    }
  }
  return variables;
}

const terraformBlocks = (blocks: readonly ModuleBlock[]) =>
  blocks.filter(({ block }) => block.type === 'terraform');

function providerSources(blocks: readonly ModuleBlock[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const add = (name: string, value: unknown) => {
    if (typeof value === 'string' && !sources.has(name)) sources.set(name, value);
  };
  for (const { block } of terraformBlocks(blocks)) {
    // In JSON it is an attribute, as everything inside of a block is.
    for (const inner of blocksOf(block.body)) {
      if (inner.type !== 'required_providers') continue;
      for (const { name, value } of attributesOf(inner.body)) add(name, sourceIn(value));
    }
    const inJson = attributeOf(block.body, 'required_providers')?.value;
    if (inJson?.kind !== 'object') continue;
    for (const { key, value } of inJson.entries) if (key.kind === 'name') add(key.name, sourceIn(value));
  }
  return sources;
}

function sourceIn(value: Definition['expression']): string | null {
  if (value.kind !== 'object') return null;
  const source = value.entries.find(({ key }) => key.kind === 'name' && key.name === 'source')?.value;
  return source ? literalText(source) : null;
}

const requiredVersions = (blocks: readonly ModuleBlock[]): readonly string[] =>
  terraformBlocks(blocks).flatMap(({ block }) => {
    const value = attributeOf(block.body, 'required_version')?.value;
    const text = value ? literalText(value) : null;
    return text === null ? [] : [text];
  });

/** A string without templates; `null` for anything else. */
export function literalText(expression: Definition['expression']): string | null {
  if (expression.kind !== 'template') return null;
  const texts = expression.parts.map((part) =>
    part.kind === 'text' ? part.pieces.map(({ text }) => text).join('') : null,
  );
  return texts.includes(null) ? null : texts.join('');
}
