/** The image that a service builds. */

import type { UnknownValue } from '../../problems/index.js';
import { type FilesByUri, resolvePath } from '../../text/index.js';
import { type BuiltImage, readDockerfile } from '../docker/index.js';
import type { Mount } from '../settings/index.js';
import {
  at,
  entry,
  interpolate,
  type Lookup,
  type TracedText,
  written,
  type YamlNode,
} from '../sources/index.js';
import { type LayerValue, type ProjectTexts, valuesOf } from './layers.js';
import type { Layer } from './project.js';
import { environmentEntries } from './service-environment.js';

export interface ServiceBuild {
  readonly image: BuiltImage | null;
  /** What the image has of the build's context. */
  readonly copies: readonly Mount[];
  /** The URI of the Dockerfile. */
  readonly dockerfile: string | null;
  /** The Dockerfile, for people, if it is not at hand. */
  readonly unseen: UnknownValue | null;
}

/** @returns `null` for a service that is not built */
export function serviceBuild(
  layers: readonly Layer[],
  texts: ProjectTexts,
  files: FilesByUri,
): ServiceBuild | null {
  const buildValues = valuesOf(layers, 'build');
  const [first] = buildValues;
  if (!first) return null;
  const context = valueIn(buildValues, 'context');
  const contextPath = context ? texts.path(context.node) : '.';
  const folder = contextFolder(context?.folder ?? first.folder, contextPath);
  const inline = texts.fill(valueIn(buildValues, 'dockerfile_inline')?.node);
  const path = texts.path(valueIn(buildValues, 'dockerfile')?.node) ?? 'Dockerfile';
  const file = inline || folder === null ? undefined : files.get(resolvePath(folder, path));
  const text: TracedText | null = inline ?? (file ? written(file.uri, 0, file.text) : null);
  const args = buildArguments(buildValues, texts.lookup);
  const image =
    text && readDockerfile(text, { args, target: texts.text(valueIn(buildValues, 'target')?.node) });
  const copies = (image?.copies ?? []).flatMap(({ source, target }) => {
    const uri = folder && resolvePath(folder, source.replace(/^\/+/, ''));
    return uri ? [{ source: uri, target }] : [];
  });
  const where = `${contextPath ?? ''}/${path}`.replace('//', '/');
  return {
    image,
    copies,
    dockerfile: file?.uri ?? null,
    unseen: image ? null : { source: 'missing-file', path: where },
  };
}

/** A text alone is the context. */
function valueIn(build: readonly LayerValue[], key: string): LayerValue | undefined {
  return build
    .flatMap(({ node, folder }) => {
      const value: YamlNode | undefined =
        node.kind === 'map' ? entry(node, key)?.value : key === 'context' ? node : undefined;
      return value ? [{ node: value, folder }] : [];
    })
    .at(-1);
}

/** @returns `null` for a context that is not a folder of the workspace */
function contextFolder(folder: string, path: string | null): string | null {
  if (path === null || /:\/\/|^git@/.test(path)) return null;
  const uri = resolvePath(folder, path);
  return uri && `${uri}/`;
}

/** A name alone passes on what Compose has of that name itself. */
function buildArguments(build: readonly LayerValue[], lookup: Lookup): Lookup {
  const args = new Map<string, TracedText>();
  for (const { node } of build) {
    const given = at(node, 'args');
    for (const { name, value } of given ? environmentEntries(given) : []) {
      const filled = value ? interpolate(value, lookup) : lookup(name);
      if (filled) args.set(name, filled);
    }
  }
  return (name) => args.get(name);
}
