/**
 * Containers of ECS task definitions: as in the API (JSON, camel case), and as in CloudFormation (Pascal
 * case), in YAML or JSON.
 * Source: Amazon ECS API reference, `ContainerDefinition`; CloudFormation, `AWS::ECS::TaskDefinition`.
 */

import type { SourceFile } from '../../text/index.js';
import type { Given } from '../settings/index.js';
import {
  at,
  entry,
  entryInsertion,
  type Insertion,
  itemInsertion,
  items,
  ofScalar,
  textOf,
  valueInsertion,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';

/** The keys of one spelling. */
interface Keys {
  readonly containers: string;
  readonly name: string;
  readonly value: string;
  readonly image: string;
  readonly environment: string;
  readonly environmentFiles: string;
  readonly secrets: string;
  readonly command: string;
  readonly entryPoint: string;
}

const camel: Keys = {
  containers: 'containerDefinitions',
  name: 'name',
  value: 'value',
  image: 'image',
  environment: 'environment',
  environmentFiles: 'environmentFiles',
  secrets: 'secrets',
  command: 'command',
  entryPoint: 'entryPoint',
};

const pascal: Keys = {
  containers: 'ContainerDefinitions',
  name: 'Name',
  value: 'Value',
  image: 'Image',
  environment: 'Environment',
  environmentFiles: 'EnvironmentFiles',
  secrets: 'Secrets',
  command: 'Command',
  entryPoint: 'EntryPoint',
};

/** @returns nothing for a file of another kind */
export function taskDefinitionContainers(file: SourceFile): DeclaredContainer[] {
  if (!/\.(?:json|ya?ml|template)$/i.test(file.uri) || !/ontainerDefinitions/.test(file.text)) return [];
  return yamlDocuments(file).flatMap((document) =>
    definitionsIn(document).flatMap(([definition, keys]) => containersOf(definition, keys, file)),
  );
}

/** A task definition, the answer of `describe-task-definition`, or the resources of a CloudFormation template. */
function definitionsIn(document: YamlNode): [YamlNode, Keys][] {
  const own = [document, at(document, 'taskDefinition')].flatMap((node): [YamlNode, Keys][] =>
    node && at(node, camel.containers) ? [[node, camel]] : [],
  );
  const resources = at(document, 'Resources');
  const declared = resources?.kind === 'map' ? resources.entries : [];
  return [
    ...own,
    ...declared.flatMap(({ value }): [YamlNode, Keys][] => {
      const properties = at(value, 'Properties');
      const isTask = textOf(at(value, 'Type')) === 'AWS::ECS::TaskDefinition';
      return isTask && properties ? [[properties, pascal]] : [];
    }),
  ];
}

/** The containers of a task definition that another tool writes. Nothing is inserted there. */
export const ecsContainers = (definition: YamlNode, file: SourceFile): DeclaredContainer[] =>
  containersOf(definition, camel, file).map((container) => ({ ...container, insertion: null }));

const containersOf = (definition: YamlNode, keys: Keys, file: SourceFile): DeclaredContainer[] =>
  items(at(definition, keys.containers)).flatMap((node) =>
    node.kind === 'map' ? [containerOf(node, keys, file)] : [],
  );

function containerOf(node: YamlMap, keys: Keys, file: SourceFile): DeclaredContainer {
  const name = at(node, keys.name);
  const image = at(node, keys.image);
  const imageText = image?.kind === 'scalar' ? ofScalar(image) : null;
  const files = items(at(node, keys.environmentFiles));
  return {
    kind: 'ecs-task',
    name: textOf(name) ?? 'container',
    place: { uri: file.uri, span: (name ?? node).span },
    image: image && imageText ? { text: imageText, place: { uri: file.uri, span: image.span } } : null,
    environment: environmentOf(node, keys),
    command: [...items(at(node, keys.entryPoint)), ...items(at(node, keys.command))]
      .map((item) => textOf(item) ?? '')
      .join(' '),
    mounts: [],
    replicas: null,
    rollout: 'rolling',
    unseen: files.length > 0 ? { source: 'environment-file-in-s3' } : null,
    insertion: insertionOf(node, keys, file),
  };
}

function environmentOf(node: YamlMap, keys: Keys): Map<string, Given> {
  const environment = new Map<string, Given>();
  for (const item of items(at(node, keys.environment))) add(environment, item, keys, keys.value);
  for (const item of items(at(node, keys.secrets))) add(environment, item, keys, null);
  return environment;
}

/** @param valueKey `null` for what AWS fills in when the task starts */
function add(environment: Map<string, Given>, item: YamlNode, keys: Keys, valueKey: string | null): void {
  const name = at(item, keys.name);
  const text = textOf(name);
  if (!name || !text) return;
  const value = valueKey === null ? undefined : at(item, valueKey);
  const traced = value?.kind === 'scalar' ? ofScalar(value) : null;
  const { uri } = item;
  environment.set(text, {
    keyPlace: { uri, span: name.span },
    place: { uri, span: (value ?? name).span },
    value: traced ?? { unknown: valueKey === null ? { source: 'secret' } : { source: 'filled-in-later' } },
  });
}

function insertionOf(node: YamlMap, keys: Keys, file: SourceFile): Insertion | null {
  const item = {
    lines: [`${keys.name}: KONG_ROUTER_FLAVOR`, `${keys.value}: %s`],
    flow: `{ "${keys.name}": "KONG_ROUTER_FLAVOR", "${keys.value}": "%s" }`,
  };
  const environment = entry(node, keys.environment);
  if (environment?.value.kind === 'list') return itemInsertion(environment.value, file, item);
  const list = { lines: [`  - ${item.lines[0]}`, `    ${item.lines[1]}`], flow: `[${item.flow}]` };
  return environment
    ? valueInsertion(environment, file, list, node.flow)
    : entryInsertion(node, file, keys.environment, list, [keys.image]);
}
