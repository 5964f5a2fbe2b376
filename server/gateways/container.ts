/** Containers of pods: which of them run Kong Gateway or its ingress controller, and with which environment. */

import type { Place, SourceFile } from './declared.js';
import type { Environment, Variable } from './environment.js';
import { imageName, isGatewayImage } from './value.js';
import { at, entry, items, textOf, type YamlMap, type YamlNode, type YamlScalar } from './yaml-tree.js';

/** A ConfigMap, as a manifest or a generator of kustomize has it. */
export interface ConfigMap {
  readonly name: string;
  readonly namespace: string | null;
  readonly file: SourceFile;
  readonly data: ReadonlyMap<string, ConfigValue>;
}

export interface ConfigValue {
  /** `null` where only the cluster will know. */
  readonly text: string | null;
  readonly place: Place;
  readonly keyPlace: Place;
}

/** @returns `null` where no file has it */
export type FindConfigMap = (name: string) => ConfigMap | null;

/** Variables that only the environment of Kong Gateway has. */
const telltale =
  /^KONG_(?:ADMIN_LISTEN|CLUSTER_CONTROL_PLANE|CLUSTER_LISTEN|DATABASE|DECLARATIVE_CONFIG|DECLARATIVE_CONFIG_STRING|KIC|NGINX_WORKER_PROCESSES|PG_HOST|PORT_MAPS|PROXY_LISTEN|ROLE|ROUTER_FLAVOR|STATUS_LISTEN|STREAM_LISTEN)$/;

/** Images that have such variables and are no Gateway. */
const others = /(?:^|\/)(?:kubernetes-ingress-controller|deck|decK|konga|kong-migrations)$/;

/**
 * Whether a container runs Kong Gateway. Its image tells, or else what is in its environment: images are built by
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
  const environment = new Map<string, Variable>();
  for (const source of items(at(container, 'envFrom'))) {
    const prefix = textOf(at(source, 'prefix')) ?? '';
    const name = textOf(at(source, 'configMapRef', 'name'));
    for (const [key, value] of (name === null ? null : findConfigMap(name))?.data ?? []) {
      environment.set(prefix + key, configured(key, value));
    }
  }
  for (const item of items(at(container, 'env'))) {
    const name = entry(item, 'name')?.value;
    if (item.kind !== 'map' || name?.kind !== 'scalar' || name.text === null) continue;
    environment.set(name.text, {
      key: name.text,
      keyPlace: placeOf(name),
      ...variableOf(item, name, findConfigMap, environment),
    });
  }
  return environment;
}

/** Whether a container gets variables of a ConfigMap that no file has. */
export const hasUnknownVariables = (container: YamlNode, findConfigMap: FindConfigMap): boolean =>
  items(at(container, 'envFrom')).some((source) => {
    const name = textOf(at(source, 'configMapRef', 'name'));
    return name !== null && findConfigMap(name) === null;
  });

export const placeOf = ({ uri, span }: Place): Place => ({ uri, span });

export const inConfigMap = { kind: 'unknown', why: 'a ConfigMap' } as const;

const configured = (key: string, { text, place, keyPlace }: ConfigValue): Variable => ({
  text,
  place,
  origin: text === null ? inConfigMap : { kind: 'written' },
  key,
  keyPlace,
});

type Value = Omit<Variable, 'key' | 'keyPlace'> & Partial<Variable>;

function variableOf(
  item: YamlMap,
  name: YamlScalar,
  findConfigMap: FindConfigMap,
  before: Environment,
): Value {
  const from = entry(item, 'valueFrom')?.value;
  if (from?.kind === 'map') return referred(from, findConfigMap);
  const value = entry(item, 'value')?.value;
  if (value?.kind === 'scalar') return expanded(value, before);
  if (value) return { text: null, place: placeOf(value), origin: inTemplate };
  const { end } = name.span;
  return { text: '', place: { uri: name.uri, span: { start: end, end } }, origin: { kind: 'written' } };
}

export const inTemplate = { kind: 'unknown', why: 'a template' } as const;

/** A value as it is written; a template in it is filled in before anything reads it. */
export const writtenValue = (value: YamlScalar): Value =>
  value.text !== null && /\{\{|\$\{[A-Za-z_]/.test(value.text)
    ? { text: null, place: placeOf(value), origin: inTemplate }
    : { text: value.text ?? '', place: placeOf(value), origin: { kind: 'written' } };

/** `$(NAME)` is what a variable that is set before has; `$$(NAME)` is no reference. */
function expanded(value: YamlScalar, before: Environment): Value {
  const written = writtenValue(value);
  if (written.text === null || !written.text.includes('$(')) return written;
  const whole = /^\$\(([A-Za-z_]\w*)\)$/.exec(written.text)?.[1];
  const named = whole === undefined ? undefined : before.get(whole);
  if (whole !== undefined && named) {
    const { text, place, origin } = named;
    return { text, place, origin: origin.kind === 'written' ? { kind: 'variable', name: whole } : origin };
  }
  const text = written.text.replace(/\$(\$)?\(([A-Za-z_]\w*)\)/g, (all, escaped, name) =>
    escaped ? all.slice(1) : (before.get(name)?.text ?? all),
  );
  return { ...written, text };
}

function referred(from: YamlMap, findConfigMap: FindConfigMap): Value {
  const reference = at(from, 'configMapKeyRef');
  if (!reference) {
    const why = at(from, 'secretKeyRef')
      ? 'a secret'
      : at(from, 'fieldRef')
        ? 'a field of the pod'
        : 'a reference';
    return { text: null, place: placeOf(from), origin: { kind: 'unknown', why } };
  }
  const key = textOf(at(reference, 'key')) ?? '';
  const value = findConfigMap(textOf(at(reference, 'name')) ?? '')?.data.get(key);
  return value ? configured(key, value) : { text: null, place: placeOf(from), origin: inConfigMap };
}
