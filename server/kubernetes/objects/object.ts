/** A Kubernetes object of a file. */

import type { Annotations } from './annotations.js';
import type { ObjectIdentity, Origin } from './origin.js';
import type { Value } from './value.js';

export interface KubernetesObject {
  readonly identity: ObjectIdentity;
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Milliseconds; a file seldom has one, and then it is the zero time of Go, which is before every other. */
  readonly created: number;
  readonly annotations: Annotations;
  readonly labels: ReadonlyMap<string, string>;
  readonly root: Value;
  readonly file: string;
  /** The place of the object's name. */
  readonly origin: Origin;
}

export const objectKey = (namespace: string, name: string): string => `${namespace}/${name}`;

export const groups = {
  core: '',
  networking: 'networking.k8s.io',
  gateway: 'gateway.networking.k8s.io',
  kong: 'configuration.konghq.com',
  incubator: 'incubator.ingress-controller.konghq.com',
} as const;
