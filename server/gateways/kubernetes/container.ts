/** Containers of pods: which of them run Kong Gateway or its ingress controller, and with which environment. */

import type { UnknownValue } from '../../problems/index.js';
import type { Place, SourceFile } from '../../text/index.js';
import { type Given, imageName, isGatewayImage, type Launch } from '../settings/index.js';
import {
  asVariable,
  at,
  entry,
  items,
  knownText,
  ofScalar,
  type TracedText,
  textOf,
  textWithBlanks,
  written,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../sources/index.js';

/** A ConfigMap, as a manifest or a generator of kustomize has it. */
export interface ConfigMap {
  readonly name: string;
  readonly namespace: string | null;
  readonly file: SourceFile;
  /** What it has under each key: text, or a file of its own. */
  readonly data: ReadonlyMap<string, Given>;
}

/** The environment of a process, by the names of the variables. */
export type Environment = Launch['environment'];

/** @returns `null` if no file has it */
export type FindConfigMap = (name: string) => ConfigMap | null;

/** Variables that only the environment of Kong Gateway has. */
const telltale =
  /^KONG_(?:ADMIN_LISTEN|CLUSTER_CONTROL_PLANE|CLUSTER_LISTEN|DATABASE|DECLARATIVE_CONFIG|DECLARATIVE_CONFIG_STRING|KIC|NGINX_WORKER_PROCESSES|PG_HOST|PORT_MAPS|PROXY_LISTEN|ROLE|ROUTER_FLAVOR|STATUS_LISTEN|STREAM_LISTEN)$/;

/** Images that have such variables and are not a Gateway. */
const others = /(?:^|\/)(?:kubernetes-ingress-controller|deck|decK|konga|kong-migrations)$/;

/**
 * Whether a container runs Kong Gateway. Its image shows it, or else its environment: images are built by
 * oneself, and some are filled in later.
 */
export function isGatewayContainer(container: YamlNode, environment: Environment): boolean {
  const image = textOf(at(container, 'image'));
  if (image === null || others.test(imageName(image)) || isController(container, environment)) return false;
  if (runsOnce(container)) return false;
  return isGatewayImage(image) || [...environment.keys()].some((name) => telltale.test(name));
}

/** `kong migrations up` and the like end, and serve nothing. */
function runsOnce(container: YamlNode): boolean {
  const line = ['command', 'args']
    .flatMap((key) => items(at(container, key)).map((item) => textOf(item) ?? ''))
    .join(' ');
  return /\bmigrations\b/.test(line) && !/\bstart\b/.test(line);
}

const controllerImage =
  /(?:^|\/)(?:kubernetes-ingress-controller|nightly-ingress-controller|kong-ingress-controller)$/;

/** Whether a container is the ingress controller (Kong/kubernetes-ingress-controller). */
export function isController(container: YamlNode, environment: Environment): boolean {
  const image = textOf(at(container, 'image'));
  const name = textOf(at(container, 'name'));
  const configured = [...environment.keys()].some((key) => key.startsWith('CONTROLLER_'));
  return (
    (image !== null && controllerImage.test(imageName(image))) ||
    environment.has('CONTROLLER_KONG_ADMIN_URL') ||
    environment.has('CONTROLLER_KONG_ADMIN_SVC') ||
    (name === 'ingress-controller' && configured)
  );
}

/**
 * The environment of a container: `env` before `envFrom`, and of what is named twice the last (kubernetes/kubernetes
 * `pkg/kubelet/kubelet_pods.go`, `makeEnvironmentVariables`).
 */
export function environmentOf(container: YamlNode, findConfigMap: FindConfigMap): Environment {
  const environment = new Map<string, Given>();
  for (const source of items(at(container, 'envFrom'))) {
    const prefix = textOf(at(source, 'prefix')) ?? '';
    const name = textOf(at(source, 'configMapRef', 'name'));
    for (const [key, given] of (name === null ? null : findConfigMap(name))?.data ?? []) {
      environment.set(prefix + key, given);
    }
  }
  for (const item of items(at(container, 'env'))) {
    const name = entry(item, 'name')?.value;
    if (item.kind !== 'map' || name?.kind !== 'scalar' || name.text === null) continue;
    environment.set(name.text, variableOf(item, name, findConfigMap, environment));
  }
  return environment;
}

/** Whether a container gets variables of a ConfigMap that no file has. */
export const hasUnseenVariables = (container: YamlNode, findConfigMap: FindConfigMap): boolean =>
  items(at(container, 'envFrom')).some((source) => {
    const name = textOf(at(source, 'configMapRef', 'name'));
    return name !== null && findConfigMap(name) === null;
  });

export const placeOf = ({ uri, span }: Place): Place => ({ uri, span });

function variableOf(
  item: YamlMap,
  name: YamlScalar,
  findConfigMap: FindConfigMap,
  before: Environment,
): Given {
  const keyPlace = placeOf(name);
  const from = entry(item, 'valueFrom')?.value;
  if (from?.kind === 'map') return referred(keyPlace, from, findConfigMap);
  const value = entry(item, 'value')?.value;
  if (!value) {
    const { end } = name.span;
    return {
      keyPlace,
      place: { uri: name.uri, span: { start: end, end } },
      value: written(name.uri, end, ''),
    };
  }
  const given = givenAs(keyPlace, value);
  return 'unknown' in given.value ? given : { ...given, value: expanded(given.value, before) };
}

/** A value as it is written; a template in it is filled in before anything reads it. */
export function givenAs(keyPlace: Place, value: YamlNode): Given {
  const place = placeOf(value);
  if (value.kind !== 'scalar') return { keyPlace, place, value: { unknown: { source: 'template' } } };
  if (/\{\{|\$\{[A-Za-z_]/.test(value.text ?? ''))
    return { keyPlace, place, value: { unknown: { source: 'template' } } };
  return { keyPlace, place, value: ofScalar(value) ?? written(value.uri, value.span.start, '') };
}

/** `$(NAME)` is the value of a variable that is set earlier; `$$(NAME)` is not a reference. */
function expanded(value: TracedText, before: Environment): TracedText {
  const text = textWithBlanks(value);
  if (!text.includes('$(')) return value;
  const whole = /^\$\(([A-Za-z_]\w*)\)$/.exec(text)?.[1];
  const named = whole === undefined ? undefined : before.get(whole)?.value;
  if (whole !== undefined && named && !('unknown' in named)) return asVariable(whole, named);
  const filled = text.replace(/\$(\$)?\(([A-Za-z_]\w*)\)/g, (all, escaped, name) => {
    const known = before.get(name)?.value;
    return escaped ? all.slice(1) : ((known && !('unknown' in known) ? knownText(known) : null) ?? all);
  });
  return value.map((piece) => ({ ...piece, text: filled, verbatim: false }));
}

export function referred(keyPlace: Place, from: YamlMap, findConfigMap: FindConfigMap): Given {
  const place = placeOf(from);
  const reference = at(from, 'configMapKeyRef');
  if (!reference) {
    const unknown: UnknownValue = at(from, 'secretKeyRef')
      ? { source: 'secret' }
      : at(from, 'fieldRef')
        ? { source: 'pod-field' }
        : { source: 'reference' };
    return { keyPlace, place, value: { unknown } };
  }
  const key = textOf(at(reference, 'key')) ?? '';
  const given = findConfigMap(textOf(at(reference, 'name')) ?? '')?.data.get(key);
  return given ?? { keyPlace, place, value: { unknown: { source: 'config-map' } } };
}
