/**
 * The objects of all files as the controller's store has them: by kind, namespace and name.
 * Source: Kong/kubernetes-ingress-controller `internal/store/store.go`.
 */

import { defaultClassKey, ingressClassKey } from './annotations.js';
import { compareText } from './go-text.js';
import { groups, type KubernetesObject, objectKey } from './object.js';

/** Why an object that could be read is not. */
export type ClassMiss = { readonly reason: 'other'; readonly class: string } | { readonly reason: 'missing' };

export class Cluster {
  readonly objects: readonly KubernetesObject[];
  private readonly byKey: ReadonlyMap<string, KubernetesObject>;
  private readonly byKind: ReadonlyMap<string, readonly KubernetesObject[]>;
  private readonly ingressClass: string;

  /** @param ingressClass the class that the controller is configured to read */
  constructor(objects: readonly KubernetesObject[], ingressClass: string) {
    this.objects = objects;
    this.ingressClass = ingressClass;
    const byKind = new Map<string, KubernetesObject[]>();
    for (const object of objects) {
      const kind = `${object.group}/${object.kind}`;
      const known = byKind.get(kind);
      if (known) known.push(object);
      else byKind.set(kind, [object]);
    }
    for (const list of byKind.values()) list.sort(byName);
    this.byKind = byKind;
    this.byKey = new Map(
      objects.map((object) => [keyOf(object.group, object.kind, object.namespace, object.name), object]),
    );
  }

  get(group: string, kind: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.byKey.get(keyOf(group, kind, namespace, name));
  }

  service(namespace: string, name: string): KubernetesObject | undefined {
    return this.get(groups.core, 'Service', namespace, name);
  }

  facade(namespace: string, name: string): KubernetesObject | undefined {
    return this.get(groups.incubator, 'KongServiceFacade', namespace, name);
  }

  gateway(namespace: string, name: string): KubernetesObject | undefined {
    return this.get(groups.gateway, 'Gateway', namespace, name);
  }

  gatewayClass(name: string): KubernetesObject | undefined {
    return this.get(groups.gateway, 'GatewayClass', '', name);
  }

  /** All of a kind, in the order of namespace and name. */
  list(group: string, kind: string): readonly KubernetesObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /** The same, the older first. */
  private byAge(kind: string, group: string): readonly KubernetesObject[] {
    // Equal ages, two that are unknown too, keep the order of names.
    return [...this.list(group, kind)].sort((a, b) =>
      a.created === b.created ? 0 : a.created < b.created ? -1 : 1,
    );
  }

  /** The Ingresses that the controller reads, the oldest first. */
  get ingresses(): readonly KubernetesObject[] {
    return this.byAge('Ingress', groups.networking).filter((ingress) => this.ingressMiss(ingress) === null);
  }

  streamIngresses(kind: 'TCPIngress' | 'UDPIngress'): readonly KubernetesObject[] {
    return this.byAge(kind, groups.kong).filter((ingress) => this.streamIngressMiss(ingress) === null);
  }

  /** `null` if the controller reads the Ingress (`ListIngressesV1`). */
  ingressMiss(ingress: KubernetesObject): ClassMiss | null {
    const annotated = ingress.annotations.text(ingressClassKey);
    if (annotated) return this.miss(annotated);
    const name = ingress.root.get('spec', 'ingressClassName');
    if (name.isPresent) return this.miss(name.text ?? '');
    return this.isDefaultClass ? null : { reason: 'missing' };
  }

  /** By the annotation alone; without one only where the class is the default. */
  streamIngressMiss(ingress: KubernetesObject): ClassMiss | null {
    const annotated = ingress.annotations.text(ingressClassKey) ?? '';
    if (annotated === '') return this.isDefaultClass ? null : { reason: 'missing' };
    return this.miss(annotated);
  }

  private miss(name: string): ClassMiss | null {
    return name === this.ingressClass ? null : { reason: 'other', class: name };
  }

  private get class(): KubernetesObject | undefined {
    return this.get(groups.networking, 'IngressClass', '', this.ingressClass);
  }

  private get isDefaultClass(): boolean {
    return this.class?.annotations.text(defaultClassKey) === 'true';
  }

  /** `spec.enableLegacyRegexDetection` of the class's parameters (`getIngressClassParametersOrDefault`). */
  get detectsLegacyRegexes(): boolean {
    const parameters = this.class?.root.get('spec', 'parameters');
    if (!parameters?.isPresent || parameters.get('apiGroup').text !== groups.kong) return false;
    if (parameters.get('kind').text !== 'IngressClassParameters' || !parameters.get('scope').isPresent)
      return false;
    const namespace = parameters.get('namespace').text;
    if (namespace === undefined) return false;
    const found = this.get(
      groups.kong,
      'IngressClassParameters',
      namespace,
      parameters.get('name').text ?? '',
    );
    return found?.root.get('spec', 'enableLegacyRegexDetection').data === true;
  }
}

const byName = (a: KubernetesObject, b: KubernetesObject): number =>
  compareText(objectKey(a.namespace, a.name), objectKey(b.namespace, b.name));

const keyOf = (group: string, kind: string, namespace: string, name: string): string =>
  `${group}/${kind}/${objectKey(namespace, name)}`;
