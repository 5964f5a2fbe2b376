/**
 * Gateways in files of Terraform: releases of Kong's charts (`helm_release`), containers of task definitions of ECS
 * (`aws_ecs_task_definition`) and of other resources, and objects of Kubernetes.
 * Source: hashicorp/terraform-provider-helm `docs/resources/release.md`, hashicorp/terraform-provider-aws
 * `website/docs/r/ecs_task_definition.html.markdown`.
 */

import {
  attributeOf,
  type Block,
  blocksOf,
  type Context,
  contextOf,
  type Expression,
  evaluate,
  isKnown,
  type Value,
} from '../../hcl/index.js';
import type { UnknownValue } from '../../problems/index.js';
import { type ModuleFile, moduleBlocks, moduleOf, type TerraformModule } from '../../terraform/index.js';
import { FilesByUri, folderOf, resolvePath, type SourceFile } from '../../text/index.js';
import {
  containerFlavors,
  containerGateway,
  type DeclaredContainer,
  ecsContainers,
} from '../containers/index.js';
import { chartNamed, flavorsInValues, type Layer, type Release, runningRelease } from '../helm/index.js';
import { type Manifest, manifestOf } from '../kubernetes/index.js';
import type { Found } from '../model/index.js';
import { at, textOf, type YamlMap, type YamlNode, yamlDocuments } from '../sources/index.js';
import { mapOf, nodeOf, parsedNode } from './hcl-nodes.js';
import { moduleFile } from './module-files.js';
import { blockContainers } from './terraform-containers.js';

/** A resource of a module, and what its expressions are evaluated with. */
interface Resource {
  readonly file: ModuleFile;
  readonly source: SourceFile;
  readonly block: Block;
  readonly context: Context;
}

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function terraformGateways(files: readonly SourceFile[]): Found {
  const byUri = new FilesByUri(files);
  const found = modulesIn(files).flatMap(([module, sources]) =>
    resourcesOf(module, sources).map((resource) => gatewaysOf(resource, byUri)),
  );
  return {
    gateways: found.flatMap(({ gateways }) => gateways),
    sets: [],
    written: found.flatMap(({ written }) => written),
  };
}

type Sources = ReadonlyMap<string, SourceFile>;

function modulesIn(files: readonly SourceFile[]): [TerraformModule, Sources][] {
  const folders = new Map<string, { read: ModuleFile[]; sources: Map<string, SourceFile> }>();
  for (const source of files) {
    const read = moduleFile(source);
    if (!read) continue;
    const key = folderOf(source.uri);
    const folder: { read: ModuleFile[]; sources: Map<string, SourceFile> } = folders.get(key) ?? {
      read: [],
      sources: new Map(),
    };
    folder.read.push(read);
    folder.sources.set(read.name, source);
    folders.set(key, folder);
  }
  return [...folders.values()].map(({ read, sources }) => [moduleOf(read), sources]);
}

const resourcesOf = (module: TerraformModule, sources: Sources): Resource[] =>
  moduleBlocks(module, 'resource').flatMap(({ file, block }) => {
    const source = sources.get(file.name);
    return source ? [{ file, source, block, context: contextOf(file.hcl.text, module.scope) }] : [];
  });

function gatewaysOf(resource: Resource, files: FilesByUri): Pick<Found, 'gateways' | 'written'> {
  switch (resource.block.labels[0]?.text) {
    case 'helm_release':
      return helmRelease(resource, files);
    case 'aws_ecs_task_definition':
      return taskDefinition(resource, files);
    default:
      return gatewaysIn(blockContainers(resource.block, resource.context, resource.source.uri), files);
  }
}

function argumentValue({ block, context }: Resource, name: string): Value | null {
  const attribute = attributeOf(block.body, name);
  return attribute && evaluate(attribute.value, context);
}

function textIn(resource: Resource, name: string): string | null {
  const value = argumentValue(resource, name);
  return value?.kind === 'text' && isKnown(value) ? value.text.value : null;
}

function helmRelease(resource: Resource, files: FilesByUri): Pick<Found, 'gateways' | 'written'> {
  const { block, source } = resource;
  const chart = chartNamed(textIn(resource, 'chart'), textIn(resource, 'repository'));
  if (!chart) return { gateways: [], written: [] };
  const label = block.labels[1];
  const { values, unseen } = valuesOf(resource, files);
  const layers = values.map((one): Layer => ({ file: source, values: one, writable: null }));
  const release: Release = {
    chart,
    version: textIn(resource, 'version'),
    path: [],
    conditions: [],
    layers,
    unseen,
    name: textIn(resource, 'name') ?? label?.text ?? 'kong',
    namespace: textIn(resource, 'namespace'),
    place: { uri: source.uri, span: label?.span ?? block.typeSpan },
    id: `helm-release:${source.uri}#${label?.text ?? ''}`,
    isInstalled: true,
  };
  const running = runningRelease(release, []);
  const written = values.flatMap((one) => flavorsInValues(one, [release], new Set()));
  return { gateways: running ? [running.gateway] : [], written };
}

/** Later values override earlier ones, and `set` overrides all of `values`. */
function valuesOf(resource: Resource, files: FilesByUri): { values: YamlMap[]; unseen: UnknownValue | null } {
  const found: YamlMap[] = [];
  let unseen: UnknownValue | null = null;
  const list = attributeOf(resource.block.body, 'values')?.value;
  for (const item of list?.kind === 'tuple' ? list.items : list ? [list] : []) {
    const node = valuesIn(item, resource, files);
    if (node?.kind === 'map') found.push(node);
    else if (node?.kind !== 'scalar' || node.text !== null) unseen = { source: 'terraform' };
  }
  const set = setValues(resource);
  if (set.values) found.push(set.values);
  if (set.isOpen) unseen = { source: 'terraform' };
  return { values: found, unseen };
}

/** YAML in a heredoc, `yamlencode({ … })`, or a file of values. */
function valuesIn(expression: Expression, { context, source }: Resource, files: FilesByUri): YamlNode | null {
  const [arg] = expression.kind === 'call' ? expression.args : [];
  if (expression.kind === 'call' && arg) {
    if (expression.name === 'yamlencode' || expression.name === 'jsonencode') {
      return nodeOf(evaluate(arg, context), source.uri);
    }
    if (expression.name === 'file')
      return fileNode(context.text.slice(arg.span.start, arg.span.end), source, files);
  }
  const value = evaluate(expression, context);
  return value.kind === 'text' ? parsedNode(value.text, source.uri) : null;
}

/** `"${path.module}/values.yaml"`, and a path from where Terraform is run, which is here in most cases. */
function fileNode(written: string, { uri }: SourceFile, files: FilesByUri): YamlNode | null {
  const path = /^"(?:\$\{path\.(?:module|root)\}\/|\.\/)?([^"$%]+)"$/.exec(written)?.[1];
  const file = path === undefined ? undefined : files.get(resolvePath(folderOf(uri), path));
  return file ? (yamlDocuments(file)[0] ?? null) : null;
}

/** `set { name = "env.router_flavor" value = "…" }`, and since version 3 of the provider `set = [{ … }]`. */
function setValues(resource: Resource): { values: YamlMap | null; isOpen: boolean } {
  const { block, context, source } = resource;
  const { uri } = source;
  const names = new Set(['set', 'set_sensitive']);
  const asBlocks = blocksOf(block.body)
    .filter(({ type }) => names.has(type))
    .map(({ body, span }) =>
      mapOf(
        body.items.flatMap((item) =>
          item.kind === 'attribute'
            ? [[item.name, item.nameSpan, nodeOf(evaluate(item.value, context), uri)] as const]
            : [],
        ),
        uri,
        span,
      ),
    );
  const attribute = argumentValue(resource, 'set');
  const asList = attribute ? nodeOf(attribute, uri) : null;
  const items = [...asBlocks, ...(asList?.kind === 'list' ? asList.items : [])];
  const isDynamic = blocksOf(block.body).some(
    ({ type, labels }) => type === 'dynamic' && names.has(labels[0]?.text ?? ''),
  );
  let values: YamlMap | null = null;
  for (const item of items) {
    const name = at(item, 'name');
    const value = at(item, 'value');
    const path = textOf(name);
    if (!name || !value || !path) continue;
    // A dot with a backslash is part of a key.
    const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
    values = withValue(values, keys, name, value, uri);
  }
  const isOpen = isDynamic || (asList !== null && asList.kind !== 'list');
  return { values, isOpen };
}

function withValue(
  map: YamlMap | null,
  [key, ...rest]: readonly string[],
  name: YamlNode,
  value: YamlNode,
  uri: string,
): YamlMap {
  const known = map?.entries.find((entry) => entry.key === key)?.value;
  const inner =
    rest.length === 0 ? value : withValue(known?.kind === 'map' ? known : null, rest, name, value, uri);
  const entry = { key: key!, uri, keySpan: name.span, value: inner, merged: false };
  const others = (map?.entries ?? []).filter((one) => one.key !== key);
  return { kind: 'map', uri, span: map?.span ?? name.span, flow: true, entries: [...others, entry] };
}

function taskDefinition(resource: Resource, files: FilesByUri): Pick<Found, 'gateways' | 'written'> {
  const expression = attributeOf(resource.block.body, 'container_definitions')?.value;
  if (!expression) return { gateways: [], written: [] };
  const { source, block } = resource;
  const node = valuesIn(expression, resource, files);
  if (node?.kind !== 'list') return { gateways: [], written: [] };
  const definition = mapOf([['containerDefinitions', block.typeSpan, node]], source.uri, block.span);
  return gatewaysIn(ecsContainers(definition, source), files);
}

const gatewaysIn = (containers: readonly DeclaredContainer[], files: FilesByUri) => ({
  gateways: containers.flatMap((container) => containerGateway(container, files) ?? []),
  written: containers.flatMap(containerFlavors),
});

/** Objects of Kubernetes: `kubernetes_manifest` has one as an object, `kubectl_manifest` as a text. */
export function terraformManifests(files: readonly SourceFile[]): Manifest[] {
  const some = files.filter(({ text }) => /\b(?:kubernetes|kubectl)_manifest\b/.test(text));
  if (some.length === 0) return [];
  return modulesIn(files).flatMap(([module, sources]) =>
    resourcesOf(module, sources).flatMap((resource) => manifestIn(resource) ?? []),
  );
}

function manifestIn(resource: Resource): Manifest | null {
  const { block, context, source } = resource;
  const argument = { kubernetes_manifest: 'manifest', kubectl_manifest: 'yaml_body' }[
    block.labels[0]?.text ?? ''
  ];
  const expression = argument && attributeOf(block.body, argument)?.value;
  if (!expression) return null;
  const [arg] = expression.kind === 'call' && expression.name === 'yamldecode' ? expression.args : [];
  const value = evaluate(arg ?? expression, context);
  const node = value.kind === 'text' ? parsedNode(value.text, source.uri) : nodeOf(value, source.uri);
  return node?.kind === 'map' && textOf(at(node, 'apiVersion')) !== null ? manifestOf(node, source) : null;
}
