/**
 * Containers that Ansible starts: tasks with the modules `docker_container`, `podman_container` and their kind.
 * Source: the collections community.docker and containers.podman (`env`, `image`, `name`, `volumes`, `command`).
 */

import type { SourceFile } from '../../text/index.js';
import {
  at,
  items,
  ofScalar,
  pathInsertion,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';
import { mountOf, variablesOf } from './container-parts.js';

const modules =
  /^(?:(?:community\.docker|community\.general|containers\.podman)\.)?(?:docker_container|podman_container)$/;

/** @returns nothing for a file of another kind */
export function ansibleContainers(file: SourceFile): DeclaredContainer[] {
  if (!/\.ya?ml$/i.test(file.uri) || !/(?:docker|podman)_container\b/.test(file.text)) return [];
  return yamlDocuments(file).flatMap((document) => tasksBelow(document, file, 0));
}

/** Tasks are items of lists: of a file of tasks, of a play, of a block. */
function tasksBelow(node: YamlNode, file: SourceFile, depth: number): DeclaredContainer[] {
  if (depth > 12) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => tasksBelow(item, file, depth + 1));
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => {
    if (modules.test(key)) return containerOf(value, file);
    return value.kind === 'list' ? tasksBelow(value, file, depth + 1) : [];
  });
}

function containerOf(module: YamlNode, file: SourceFile): DeclaredContainer[] {
  if (module.kind !== 'map') return [];
  const name = at(module, 'name');
  const image = at(module, 'image');
  const text = image?.kind === 'scalar' ? ofScalar(image) : null;
  const command = at(module, 'command');
  return [
    {
      kind: 'ansible-task',
      name: textOf(name) ?? 'container',
      place: { uri: file.uri, span: (name ?? module).span },
      image: image && text ? { text, place: { uri: image.uri, span: image.span } } : null,
      environment: variablesOf(at(module, 'env')),
      command:
        textOf(command) ??
        items(command)
          .map((item) => textOf(item) ?? '')
          .join(' '),
      mounts: items(at(module, 'volumes')).flatMap((volume) => mountOf(textOf(volume), file)),
      replicas: 1,
      rollout: 'recreate',
      unseen: at(module, 'env_file') ? { source: 'environment-file' } : null,
      insertion: pathInsertion(module, file, ['env', 'KONG_ROUTER_FLAVOR']),
    },
  ];
}
