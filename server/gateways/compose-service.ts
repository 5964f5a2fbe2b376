/** What a service of a compose project is started with. */

import { type FilesByAddress, resolvePath } from './addresses.js';
import type { Layer, Project, Service } from './compose-project.js';
import type { Place, SourceFile } from './declared.js';
import { type BuiltImage, readDockerfile } from './dockerfile.js';
import { type EnvFormat, envVariables } from './env-file.js';
import { interpolate, type Lookup } from './interpolation.js';
import type { Given, Launch } from './launch.js';
import { confOf, containerPath, type Mount } from './mounts.js';
import {
  asVariable,
  knownText,
  ofScalar,
  slice,
  type TracedText,
  textWithBlanks,
  written,
} from './traced-text.js';
import { at, entry, items, type YamlNode, yamlDocuments } from './yaml-tree.js';

export interface StartedService {
  readonly launch: Launch;
  /** What it runs, and how its health is checked. */
  readonly command: string;
  /** The files that it has from outside. */
  readonly mounts: readonly Mount[];
  /** The files that its image has of the build. */
  readonly copies: readonly Mount[];
  /** The address of its kong.conf. */
  readonly conf: string | null;
  readonly envFiles: readonly SourceFile[];
  /** The address of the Dockerfile that it is built by. */
  readonly dockerfile: string | null;
  readonly replicas: number | null;
  readonly rollout: 'rolling' | 'recreate';
}

export function startedService(service: Service, project: Project, files: FilesByAddress): StartedService {
  return new Reader(service.layers, project, files).read();
}

/** What a layer says, with the folder that its paths are relative to. */
interface Said {
  readonly node: YamlNode;
  readonly folder: string;
}

/**
 * What layers say under a key, from the lowest on. `!reset` takes back what is said below, and `!override` stands for it
 * (compose-spec/compose-go `loader/reset.go`).
 */
export function said(layers: readonly Layer[], key: string): readonly Said[] {
  let found: Said[] = [];
  for (const { node, folder } of layers) {
    const value = entry(node, key)?.value;
    if (!value) continue;
    if (value.tag === '!reset' || value.tag === '!override') found = [];
    const isNothing = value.tag === '!reset' || (value.kind === 'scalar' && value.text === null);
    if (!isNothing) found.push({ node: value, folder });
  }
  return found;
}

class Reader {
  private readonly layers: readonly Layer[];
  private readonly project: Project;
  private readonly files: FilesByAddress;

  constructor(layers: readonly Layer[], project: Project, files: FilesByAddress) {
    this.layers = layers;
    this.project = project;
    this.files = files;
  }

  read(): StartedService {
    const image = this.image();
    const dockerfile = this.dockerfile();
    const built = dockerfile?.built ?? null;
    const own = this.ownVariables();
    const envFiles = this.envFileVariables(own);
    const environment = new Map(built?.environment);
    for (const [name, variable] of envFiles.variables) environment.set(name, variable);
    for (const [name, variable] of own) environment.set(name, variable);
    const command = this.command(built);
    const mounts = [
      ...this.volumes(),
      ...this.definedFiles('configs', ''),
      ...this.definedFiles('secrets', '/run/secrets'),
    ];
    const copies = dockerfile?.copies ?? [];
    // What is mounted hides what the image has.
    const mounted = confOf(mounts, command, this.files);
    const conf = mounted.address === null ? confOf(copies, command, this.files) : mounted;
    return {
      launch: {
        image: built?.base ?? image,
        environment,
        conf: conf.settings,
        unseen: envFiles.unseen ?? dockerfile?.unseen ?? conf.unseen,
      },
      command,
      mounts,
      copies,
      conf: conf.address,
      envFiles: envFiles.files,
      dockerfile: dockerfile?.address ?? null,
      ...this.deployment(),
    };
  }

  private fill(node: YamlNode | undefined, lookup = this.project.lookup): TracedText | null {
    const traced = node?.kind === 'scalar' ? ofScalar(node) : null;
    return traced && interpolate(traced, lookup);
  }

  private text(node: YamlNode | undefined): string | null {
    const filled = this.fill(node);
    return filled && textWithBlanks(filled);
  }

  /** A path outside. Compose is usually started where its file is. */
  private path(node: YamlNode | undefined): string | null {
    const { lookup } = this.project;
    const filled = this.fill(
      node,
      (name) => lookup(name) ?? (name === 'PWD' ? written('', 0, '.') : undefined),
    );
    return filled && knownText(filled);
  }

  private last(key: string): Said | undefined {
    return said(this.layers, key).at(-1);
  }

  private image(): Launch['image'] {
    const node = this.last('image')?.node;
    const text = this.fill(node);
    return node && text ? { text, place: { uri: node.uri, span: node.span } } : null;
  }

  private command(built: BuiltImage | null): string {
    const [entrypoint, command] = ['entrypoint', 'command'].map((key) => this.last(key)?.node);
    const health = at(this.last('healthcheck')?.node, 'test');
    const words = (node: YamlNode | undefined) =>
      (node?.kind === 'list' ? node.items : [node]).map((item) => this.text(item) ?? '').join(' ');
    const run = entrypoint || command ? `${words(entrypoint)} ${words(command)}` : (built?.command ?? '');
    return `${run.trim()}${health ? `; ${words(health)}` : ''}`;
  }

  private deployment(): Pick<StartedService, 'replicas' | 'rollout'> {
    const deploy = this.last('deploy')?.node;
    const count = this.text(at(deploy, 'replicas')) ?? this.text(this.last('scale')?.node) ?? '1';
    const isGlobal = this.text(at(deploy, 'mode')) === 'global';
    const update = at(deploy, 'update_config');
    const isAtOnce = !update || this.text(at(update, 'parallelism')) === '0';
    return {
      replicas: /^\d+$/.test(count) && !isGlobal ? Number(count) : null,
      rollout: isAtOnce ? 'recreate' : 'rolling',
    };
  }

  /** The variables of `environment`, a map or a list. */
  private ownVariables(): Map<string, Given> {
    const variables = new Map<string, Given>();
    for (const { node } of said(this.layers, 'environment')) {
      for (const { name, keyPlace, place, value, isReset } of environmentEntries(node)) {
        if (isReset) variables.delete(name);
        else variables.set(name, { keyPlace, place, value: this.value(name, value) });
      }
    }
    return variables;
  }

  /** A name alone passes on what Compose has of that name itself. */
  private value(name: string, value: TracedText | null): Given['value'] {
    if (value)
      return interpolate(value, this.project.lookup) ?? { unknown: 'a text that Docker Compose refuses' };
    const passed = this.project.lookup(name);
    return passed ? asVariable(name, passed) : { unknown: `the variable ${name} of the shell` };
  }

  private envFileVariables(own: ReadonlyMap<string, Given>): EnvFiles {
    const files: SourceFile[] = [];
    const variables = new Map<string, Given>();
    const values = new Map<string, TracedText>();
    const lookup: Lookup = (name) => {
      const value = own.get(name)?.value;
      return this.project.lookup(name) ?? (value && !('unknown' in value) ? value : values.get(name));
    };
    let unseen: string | null = null;
    for (const { node, folder } of said(this.layers, 'env_file')) {
      for (const item of node.kind === 'list' ? node.items : [node]) {
        const path = this.path(item.kind === 'map' ? at(item, 'path') : item);
        const address = path ? resolvePath(folder, path) : null;
        const file = this.files.get(address);
        const isRequired = this.text(at(item, 'required')) !== 'false';
        if (!file && isRequired) unseen ??= `the file ${path ?? 'of env_file'}, which is not here`;
        if (!file) continue;
        files.push(file);
        const format: EnvFormat = this.text(at(item, 'format')) === 'raw' ? 'raw' : 'dotenv';
        for (const { name, namePlace, place, filled } of envVariables(file, lookup, format)) {
          if (!filled) continue;
          values.set(name, filled);
          variables.set(name, { keyPlace: namePlace, place, value: filled });
        }
      }
    }
    return { files, variables, unseen };
  }

  private volumes(): Mount[] {
    return said(this.layers, 'volumes').flatMap(({ node, folder }) =>
      items(node).flatMap((item) => {
        const [source, target] =
          item.kind === 'map'
            ? [this.path(at(item, 'source')), this.text(at(item, 'target'))]
            : (/^((?:[A-Za-z]:[\\/])?[^:]*):([^:]+)/.exec(this.path(item) ?? '')?.slice(1) ?? []);
        // What is no path is the name of a volume.
        if (!source || !target || !/^(?:[./~]|[A-Za-z]:[\\/])/.test(source)) return [];
        const address = resolvePath(folder, source);
        return address === null ? [] : [{ source: address, target: containerPath('/', target) }];
      }),
    );
  }

  /** Files of `configs` and `secrets`, which the project defines. */
  private definedFiles(key: 'configs' | 'secrets', folder: string): Mount[] {
    return said(this.layers, key).flatMap(({ node }) =>
      items(node).flatMap((item) => {
        const name = this.text(item.kind === 'map' ? at(item, 'source') : item);
        if (!name) return [];
        const target = containerPath(folder || '/', this.text(at(item, 'target')) ?? name);
        const defined = this.project.files
          .flatMap(yamlDocuments)
          .flatMap((document) => at(document, key, name) ?? [])
          .at(-1);
        const path = this.path(at(defined, 'file'));
        const address = path ? resolvePath(this.project.folder, path) : null;
        if (address) return [{ source: address, target }];
        const content = at(defined, 'content');
        const filled = this.fill(content);
        return content && filled ? [{ source: content.uri, content: filled, target }] : [];
      }),
    );
  }

  /** What `build` makes, if the Dockerfile is at hand. */
  private dockerfile(): BuiltService | null {
    const layers = said(this.layers, 'build');
    if (layers.length === 0) return null;
    const find = (key: string) =>
      layers.findLast(({ node }) => (node.kind === 'map' ? entry(node, key) : key === 'context'));
    const value = (key: string) => {
      const found = find(key);
      return found && (found.node.kind === 'map' ? at(found.node, key) : found.node);
    };
    const contextPath = find('context') ? this.path(value('context')) : '.';
    const isElsewhere = contextPath === null || /:\/\/|^git@/.test(contextPath);
    const context = isElsewhere
      ? null
      : resolvePath(find('context')?.folder ?? layers[0]!.folder, contextPath);
    const build = { args: this.buildArguments(layers), target: this.text(value('target')) };
    const inline = value('dockerfile_inline');
    const path = this.path(value('dockerfile')) ?? 'Dockerfile';
    const address = context === null || inline ? null : resolvePath(`${context}/`, path);
    const file = this.files.get(address);
    const text = inline ? this.fill(inline) : file ? written(file.uri, 0, file.text) : null;
    const built = text && readDockerfile(text, build);
    const copies = (built?.copies ?? []).flatMap(({ source, target }) => {
      const from = context && resolvePath(`${context}/`, source.replace(/^\/+/, ''));
      return from ? [{ source: from, target }] : [];
    });
    const where = `${contextPath ?? ''}/${path}`.replace('//', '/');
    const unseen = built ? null : `the file ${where}, which is not here`;
    return { built, copies, address: file?.uri ?? null, unseen };
  }

  private buildArguments(layers: readonly Said[]): Lookup {
    const args = new Map<string, TracedText>();
    for (const { node } of layers) {
      const given = at(node, 'args');
      for (const { name, value } of given ? environmentEntries(given) : []) {
        const filled = value ? interpolate(value, this.project.lookup) : this.project.lookup(name);
        if (filled) args.set(name, filled);
      }
    }
    return (name) => args.get(name);
  }
}

interface EnvFiles {
  readonly files: readonly SourceFile[];
  readonly variables: ReadonlyMap<string, Given>;
  /** One that is not at hand, for people. */
  readonly unseen: string | null;
}

interface BuiltService {
  readonly built: BuiltImage | null;
  readonly copies: readonly Mount[];
  readonly address: string | null;
  readonly unseen: string | null;
}

export interface EnvironmentEntry {
  readonly name: string;
  readonly keyPlace: Place;
  /** All of the value, without quotes; empty where there is none. */
  readonly place: Place;
  /** Before variables are filled in; `null` for a name alone. */
  readonly value: TracedText | null;
  readonly isReset: boolean;
}

/** Names and values as a map has them (`NAME: value`) or a list (`- NAME=value`). */
export function environmentEntries(node: YamlNode): EnvironmentEntry[] {
  if (node.kind === 'map') {
    return node.entries.map(({ key, uri, keySpan, value }) => ({
      name: key,
      keyPlace: { uri, span: keySpan },
      place: { uri: value.uri, span: value.span },
      value: value.kind === 'scalar' ? ofScalar(value) : null,
      isReset: value.tag === '!reset',
    }));
  }
  return items(node).flatMap((item) => {
    const traced = item.kind === 'scalar' ? ofScalar(item) : null;
    if (!traced) return [];
    const text = textWithBlanks(traced);
    const equals = text.indexOf('=');
    const nameEnd = equals === -1 ? text.length : equals;
    const value = equals === -1 ? null : slice(traced, equals + 1);
    const [key] = slice(traced, 0, nameEnd);
    const [whole] = value ?? slice(traced, nameEnd);
    if (!key || !whole) return [];
    const isReset = item.tag === '!reset';
    return [{ name: text.slice(0, nameEnd), keyPlace: key.place, place: whole.place, value, isReset }];
  });
}
