/**
 * Containers in resources of any provider, recognised by their shape: an `image` with variables next to it. Such are
 * `docker_container`, the pods of `kubernetes_deployment`, Cloud Run, Azure's container groups and apps.
 * Sources: kreuzwerker/terraform-provider-docker `docs/resources/container.md` (`env` is a list of `NAME=value`);
 * hashicorp/terraform-provider-kubernetes `docs/resources/deployment_v1.md`, hashicorp/terraform-provider-google
 * `website/docs/r/cloud_run_v2_service.html.markdown`, hashicorp/terraform-provider-azurerm
 * `website/docs/r/container_app.html.markdown` (blocks `env { name, value }`), `container_group` (a map).
 */

import {
  attributeOf,
  type Block,
  type Body,
  blocksOf,
  type Context,
  type Expression,
  evaluate,
} from '../../hcl/index.js';
import type { DeclaredContainer } from '../containers/index.js';
import { variablesOf } from '../containers/index.js';
import type { Given } from '../settings/index.js';
import { items, ofScalar, slice, textOf, textWithBlanks, type YamlNode } from '../sources/index.js';
import { nodeOf } from './hcl-nodes.js';

/** How deep containers are in the blocks of a resource: `spec { template { spec { container {`. */
const deepest = 8;

/** Names of what holds variables, as attributes or as blocks. */
const environments = ['env', 'environment', 'environment_variables', 'environment_variable', 'env_vars'];

export function blockContainers(block: Block, context: Context, uri: string): DeclaredContainer[] {
  const label = block.labels[1];
  const name = label?.text ?? 'container';
  const place = { uri, span: label?.span ?? block.typeSpan };
  const replicas = replicasIn(block.body, context);
  return imagesIn(block.body, 0).map((body): DeclaredContainer => {
    const image = nodeAt(body, 'image', context, uri);
    const text = image?.kind === 'scalar' ? ofScalar(image) : null;
    const own = textOf(nodeAt(body, 'name', context, uri));
    return {
      kind: 'terraform-container',
      // The container of a pod is called after what it is in: pods of several resources have the same containers.
      name: body === block.body && own ? own : name,
      place,
      image: image && text ? { text, place: { uri, span: image.span } } : null,
      environment: environmentOf(body, context, uri),
      command: ['entrypoint', 'command', 'commands', 'args']
        .flatMap((key) => items(nodeAt(body, key, context, uri)))
        .map((item) => textOf(item) ?? '')
        .join(' '),
      mounts: [],
      replicas,
      rollout: 'rolling',
      unseen: blocksOf(body).some(({ type, labels }) => isOpen(type, labels[0]?.text))
        ? { source: 'terraform' }
        : null,
      insertion: null,
    };
  });
}

/** Variables that another object has, or that are repeated. */
const isOpen = (type: string, label = ''): boolean =>
  type === 'env_from' || (type === 'dynamic' && environments.includes(label));

/** The bodies that have an image, in the order of the text. */
function imagesIn(body: Body, depth: number): Body[] {
  const own = attributeOf(body, 'image') ? [body] : [];
  if (depth >= deepest) return own;
  return [...own, ...blocksOf(body).flatMap((block) => imagesIn(block.body, depth + 1))];
}

const expressionAt = (body: Body, name: string): Expression | undefined => attributeOf(body, name)?.value;

function nodeAt(body: Body, name: string, context: Context, uri: string): YamlNode | undefined {
  const expression = expressionAt(body, name);
  return expression && nodeOf(evaluate(expression, context), uri);
}

function environmentOf(body: Body, context: Context, uri: string): Map<string, Given> {
  const found = new Map<string, Given>();
  for (const name of environments) {
    const node = nodeAt(body, name, context, uri);
    for (const [key, given] of node?.kind === 'list' ? listed(node.items, uri) : variablesOf(node))
      found.set(key, given);
  }
  for (const block of blocksOf(body)) {
    if (!environments.includes(block.type)) continue;
    const name = nodeAt(block.body, 'name', context, uri);
    const value = nodeAt(block.body, 'value', context, uri);
    addNamed(found, name, value, uri);
  }
  return found;
}

/** `["NAME=value"]`, or `[{ name = …, value = … }]`. */
function listed(nodes: readonly YamlNode[], uri: string): Map<string, Given> {
  const found = new Map<string, Given>();
  for (const node of nodes) {
    if (node.kind === 'map') {
      const [name, value] = ['name', 'value'].map(
        (key) => node.entries.find((entry) => entry.key === key)?.value,
      );
      addNamed(found, name, value, uri);
      continue;
    }
    const text = node.kind === 'scalar' ? ofScalar(node) : null;
    const equals = text ? textWithBlanks(text).indexOf('=') : -1;
    if (!text || equals <= 0) continue;
    const value = slice(text, equals + 1);
    const [first] = slice(text, 0, equals);
    const [start] = value;
    if (!first || !start) continue;
    const { end } = value.at(-1)!.place.span;
    found.set(textWithBlanks(slice(text, 0, equals)), {
      keyPlace: first.place,
      place: { uri, span: { start: start.place.span.start, end } },
      value,
    });
  }
  return found;
}

function addNamed(
  found: Map<string, Given>,
  name: YamlNode | undefined,
  value: YamlNode | undefined,
  uri: string,
): void {
  const key = textOf(name);
  if (!name || !key) return;
  const text = value?.kind === 'scalar' ? ofScalar(value) : null;
  found.set(key, {
    keyPlace: { uri, span: name.span },
    place: { uri, span: (value ?? name).span },
    value: text ?? { unknown: { source: 'terraform' } },
  });
}

function replicasIn(body: Body, context: Context): number | null {
  for (const one of [body, ...blocksOf(body).map((block) => block.body)]) {
    const expression = expressionAt(one, 'replicas');
    const value = expression && evaluate(expression, context);
    if (value?.kind === 'number') return Number(value.value);
  }
  return null;
}
