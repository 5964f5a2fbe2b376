/** What a service of a compose project is started with. */

import { type FilesByUri, resolvePath, type SourceFile } from '../../text/index.js';
import { confOf, containerPath, type Launch, type Mount } from '../settings/index.js';
import { at, items, type YamlNode, yamlDocuments } from '../sources/index.js';
import { type LayerValue, ProjectTexts, valuesOf } from './layers.js';
import type { Layer, Project, Service } from './project.js';
import { type ServiceBuild, serviceBuild } from './service-build.js';
import { serviceEnvironment } from './service-environment.js';

export interface StartedService {
  readonly launch: Launch;
  /** What it runs, and how its health is checked. */
  readonly command: string;
  /** The files that it has from outside. */
  readonly mounts: readonly Mount[];
  /** The files that its image has of the build. */
  readonly copies: readonly Mount[];
  /** The URI of its kong.conf. */
  readonly conf: string | null;
  readonly envFiles: readonly SourceFile[];
  /** The URI of the Dockerfile that it is built by. */
  readonly dockerfile: string | null;
  /** `null` if it is not known. */
  readonly replicas: number | null;
  readonly rollout: 'rolling' | 'recreate';
}

export function startedService({ layers }: Service, project: Project, files: FilesByUri): StartedService {
  const texts = new ProjectTexts(project.lookup);
  const last = (key: string): YamlNode | undefined => valuesOf(layers, key).at(-1)?.node;
  const build = serviceBuild(layers, texts, files) ?? buildOfOtherService(layers, project, texts, files);
  const environment = serviceEnvironment(layers, texts, files);
  const command = commandOf(last, texts, build?.image?.command ?? '');
  const folder = texts.text(last('working_dir')) ?? build?.image?.folder ?? '/';
  const mounts = [
    ...volumes(layers, texts),
    ...definedFiles('configs', '/', layers, texts, project),
    ...definedFiles('secrets', '/run/secrets', layers, texts, project),
  ];
  const copies = build?.copies ?? [];
  // What is mounted hides what the image has.
  const mounted = confOf(mounts, command, folder, files);
  const conf = mounted.uri === null ? confOf(copies, command, folder, files) : mounted;
  return {
    launch: {
      image: build?.image?.base ?? imageOf(last('image'), texts),
      environment: new Map([...(build?.image?.environment ?? []), ...environment.variables]),
      conf: conf.settings,
      unseen: environment.unseen ?? build?.unseen ?? conf.unseen,
    },
    command,
    mounts,
    copies,
    conf: conf.uri,
    envFiles: environment.files,
    dockerfile: build?.dockerfile ?? null,
    ...deployment(last, texts),
  };
}

/** The build of another service that gives its image the name that this one has. */
function buildOfOtherService(
  layers: readonly Layer[],
  project: Project,
  texts: ProjectTexts,
  files: FilesByUri,
): ServiceBuild | null {
  const nameIn = (of: readonly Layer[]) => texts.text(valuesOf(of, 'image').at(-1)?.node)?.trim();
  const name = nameIn(layers);
  const builder = project.services.find(
    (one) => name && nameIn(one.layers) === name && valuesOf(one.layers, 'build').length > 0,
  );
  return builder ? serviceBuild(builder.layers, texts, files) : null;
}

function imageOf(node: YamlNode | undefined, texts: ProjectTexts): Launch['image'] {
  const text = texts.fill(node);
  return node && text ? { text, place: { uri: node.uri, span: node.span } } : null;
}

/** @param built what the image runs by itself */
function commandOf(last: (key: string) => YamlNode | undefined, texts: ProjectTexts, built: string): string {
  const words = (node: YamlNode | undefined) =>
    (node?.kind === 'list' ? node.items : [node]).map((item) => texts.text(item) ?? '').join(' ');
  const [entrypoint, command] = [last('entrypoint'), last('command')];
  const run = entrypoint || command ? `${words(entrypoint)} ${words(command)}`.trim() : built;
  const health = at(last('healthcheck'), 'test');
  return health ? `${run}; ${words(health)}` : run;
}

/** Compose replaces all containers of a service together; a swarm replaces them one after the other, as configured. */
function deployment(
  last: (key: string) => YamlNode | undefined,
  texts: ProjectTexts,
): Pick<StartedService, 'replicas' | 'rollout'> {
  const deploy = last('deploy');
  const count = texts.text(at(deploy, 'replicas')) ?? texts.text(last('scale')) ?? '1';
  const isGlobal = texts.text(at(deploy, 'mode')) === 'global';
  const update = at(deploy, 'update_config');
  const isAtOnce = !update || texts.text(at(update, 'parallelism')) === '0';
  return {
    replicas: /^\d+$/.test(count) && !isGlobal ? Number(count) : null,
    rollout: isAtOnce ? 'recreate' : 'rolling',
  };
}

const volumes = (layers: readonly Layer[], texts: ProjectTexts): Mount[] =>
  valuesOf(layers, 'volumes').flatMap(({ node, folder }) =>
    items(node).flatMap((item) => {
      const [source, target] = sourceAndTarget(item, texts);
      // What is not a path is the name of a volume.
      if (!source || !target || !/^(?:[./~]|[A-Za-z]:[\\/])/.test(source)) return [];
      const uri = resolvePath(folder, source);
      return uri === null ? [] : [{ source: uri, target: containerPath('/', target) }];
    }),
  );

/** `source:target:options`, or a map. */
function sourceAndTarget(item: YamlNode, texts: ProjectTexts): (string | null | undefined)[] {
  if (item.kind === 'map') return [texts.path(at(item, 'source')), texts.text(at(item, 'target'))];
  const short = /^((?:[A-Za-z]:[\\/])?[^:]*):([^:]+)/.exec(texts.path(item) ?? '');
  return short?.slice(1) ?? [];
}

/** Files of `configs` and `secrets`, which the project defines. */
const definedFiles = (
  key: 'configs' | 'secrets',
  folder: string,
  layers: readonly Layer[],
  texts: ProjectTexts,
  project: Project,
): Mount[] =>
  valuesOf(layers, key).flatMap(({ node }: LayerValue) =>
    items(node).flatMap((item) => {
      const name = texts.text(item.kind === 'map' ? at(item, 'source') : item);
      if (!name) return [];
      const target = containerPath(folder, texts.text(at(item, 'target')) ?? name);
      const defined = project.files
        .flatMap(yamlDocuments)
        .flatMap((document) => at(document, key, name) ?? [])
        .at(-1);
      const path = texts.path(at(defined, 'file'));
      const uri = path ? resolvePath(project.folder, path) : null;
      if (uri) return [{ source: uri, target }];
      const written = at(defined, 'content');
      const content = texts.fill(written);
      return written && content ? [{ source: written.uri, content, target }] : [];
    }),
  );
